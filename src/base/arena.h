/* arena.h — memory of one unit of work (a request, a job run, a command).
 *
 * Everything a unit of work allocates lives in its arena and goes away with it; there is no free() in
 * business code.  What is not memory (a statement, a file, a lock) is tied to the arena with arena_defer().
 *
 * An arena has a ceiling, so that one greedy request cannot take the server down.  Allocation never returns
 * NULL: when the ceiling or the machine's memory is reached, the arena unwinds (longjmp) to the boundary of
 * the unit of work set by ctx_run() (ctx.h), which reports ERR_MEMORY.  See docs/decisions/0002.
 */
#ifndef STEWARD_BASE_ARENA_H
#define STEWARD_BASE_ARENA_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

struct arena;

/* A position in an arena; see arena_mark(). */
struct arena_mark {
    size_t blocks; /* how many blocks there were, */
    size_t filled; /* how far the latest was filled, */
    size_t larges; /* how many large requests with a block of their own, */
    size_t used;   /* and how many bytes were handed out */
    void *defers;
};

/* A new arena that may take at most `ceiling` bytes from the machine; NULL when there is none. */
struct arena *arena_new(size_t ceiling);

/* Run what was deferred, latest first, and give every block back.  arena_free(NULL) does nothing. */
void arena_free(struct arena *a);

/* A second arena beside `a`, for what outlives marks set in `a`: same ceiling, same place to unwind to, freed with `a`. */
struct arena *arena_beside(struct arena *a) __attribute__((returns_nonnull));

/* As arena_free(), but the arena stays usable and keeps its first block. */
void arena_clear(struct arena *a);

/* Where arena_alloc() jumps when memory is exhausted; NULL aborts the program instead.  Returns the old place. */
jmp_buf *arena_unwind_to(struct arena *a, jmp_buf *place);

/* `size` zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *a, size_t size) __attribute__((__malloc__, returns_nonnull, alloc_size(2)));

/* `count` zeroed elements of `size` bytes; the product is checked. */
void *arena_array(struct arena *a, size_t count, size_t size) __attribute__((__malloc__, returns_nonnull));

/* A zeroed object of type T. */
#define ARENA_NEW(a, T) ((T *)arena_alloc((a), sizeof(T)))

/* `old_size` bytes moved into a block of `new_size` (in place where the block is the arena's latest); what is new
 * is zeroed.  NULL and 0 make a new block. */
void *arena_grow(struct arena *a, void *old, size_t old_size, size_t new_size) __attribute__((returns_nonnull));

char *arena_strdup(struct arena *a, const char *s);            /* NULL gives NULL */
char *arena_strndup(struct arena *a, const char *s, size_t n); /* copies n bytes, adds the NUL */
char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3), returns_nonnull));
char *arena_vprintf(struct arena *a, const char *format, va_list args)
    __attribute__((format(printf, 2, 0), returns_nonnull));

/* Call fn(arg) when the arena is cleared, freed or reset to an earlier mark; latest first. */
void arena_defer(struct arena *a, void (*fn)(void *), void *arg);

/* Loops over many rows stay flat: mark before, reset after each row.  What must outlive the reset, such as an
 * output buffer that grows in the loop, belongs to another arena or is large enough before the mark. */
struct arena_mark arena_mark(struct arena *a);
void arena_reset(struct arena *a, struct arena_mark mark);

/* Bytes handed out now, and the most that were at any one time. */
size_t arena_used(const struct arena *a);
size_t arena_peak(const struct arena *a);

/* For tests: the n-th allocation from now (1 is the next) finds no memory; later ones do.  0 calls it off. */
void arena_fail_after(struct arena *a, long n);

#endif
