/* arena.c — memory of one unit of work: a stack of growing blocks, and a stack of large ones. */
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISONS 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define ARENA_POISONS 1
#endif

#ifdef ARENA_POISONS
#include <sanitizer/asan_interface.h>
#define POISON(p, n)   ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
enum { MOAT = 16 }; /* poisoned bytes after each allocation */
#else
#define POISON(p, n)   ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
enum { MOAT = 0 };
#endif

enum {
    ALIGNMENT = 16,
    FIRST_BLOCK = 16 * 1024,
    LAST_BLOCK = 1024 * 1024, /* blocks double up to this */
    LARGE = LAST_BLOCK / 4,   /* a request from here on gets a block of its own, which can grow in place */
};

struct block {
    struct block *below;
    size_t size; /* of bytes[] */
    size_t filled;
    size_t number; /* 1 at the bottom of its stack */
    _Alignas(ALIGNMENT) unsigned char bytes[];
};

struct defer {
    struct defer *below;
    void (*fn)(void *);
    void *arg;
};

struct arena {
    struct block *blocks;
    struct block *larges;
    struct block *spare; /* the block popped last: a loop that marks and resets at a block's end shall not pay for it */
    struct defer *defers;
    size_t ceiling;
    size_t held; /* bytes taken from the machine */
    size_t used;
    size_t peak;
    jmp_buf *unwind;
    long fail_in;
};

static size_t round_up(size_t size)
{
    return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

static _Noreturn void exhausted(struct arena *a)
{
    if (a->unwind)
        longjmp(*a->unwind, 1);
    fputs("steward: out of memory outside any unit of work\n", stderr);
    abort();
}

/* Counts down to the failure a test asked for. */
static void maybe_fail(struct arena *a)
{
    if (a->fail_in > 0 && --a->fail_in == 0)
        exhausted(a);
}

static void hand_out(struct arena *a, size_t size)
{
    a->used += size;
    if (a->used > a->peak)
        a->peak = a->used;
}

static void free_block(struct arena *a, struct block *b)
{
    if (!b)
        return;
    a->held -= sizeof(struct block) + b->size;
    UNPOISON(b->bytes, b->size);
    free(b);
}

static void drop_spare(struct arena *a)
{
    free_block(a, a->spare);
    a->spare = NULL;
}

static void push_block(struct block **stack, struct block *b)
{
    b->below = *stack;
    b->filled = 0;
    b->number = b->below ? b->below->number + 1 : 1;
    *stack = b;
}

/* A block from the machine, by malloc or, zeroed, by calloc; NULL when the ceiling or the machine is reached. */
static struct block *new_block(struct arena *a, size_t size, bool zeroed)
{
    if (size > SIZE_MAX - sizeof(struct block) || sizeof(struct block) + size > a->ceiling - a->held)
        return NULL;
    struct block *b = zeroed ? calloc(1, sizeof(struct block) + size) : malloc(sizeof(struct block) + size);
    if (!b)
        return NULL;
    b->size = size;
    POISON(b->bytes, size);
    a->held += sizeof(struct block) + size;
    return b;
}

/* The next block doubles the latest, holds the request, and near the ceiling takes what is left. */
static bool push_next_block(struct arena *a, size_t need)
{
    struct block *b = a->spare && a->spare->size >= need ? a->spare : NULL;
    if (b)
        a->spare = NULL;
    else {
        drop_spare(a);
        size_t size = a->blocks ? a->blocks->size * 2 : FIRST_BLOCK;
        size_t left = a->ceiling - a->held;
        if (size > LAST_BLOCK)
            size = LAST_BLOCK;
        if (left < sizeof(struct block) + size)
            size = left > sizeof(struct block) ? left - sizeof(struct block) : 0;
        b = new_block(a, size > need ? size : need, false);
    }
    if (b)
        push_block(&a->blocks, b);
    return b;
}

/* Give back what was pushed after the first `number` blocks; the lowest of them becomes the spare. */
static void pop_blocks(struct arena *a, size_t number)
{
    while (a->blocks && a->blocks->number > number) {
        drop_spare(a);
        a->spare = a->blocks;
        a->blocks = a->blocks->below;
        POISON(a->spare->bytes, a->spare->size);
    }
}

static void pop_larges(struct arena *a, size_t number)
{
    while (a->larges && a->larges->number > number) {
        struct block *b = a->larges;
        a->larges = b->below;
        free_block(a, b);
    }
}

struct arena *arena_new(size_t ceiling)
{
    struct arena *a = calloc(1, sizeof *a);
    if (!a)
        return NULL;
    a->ceiling = ceiling;
    if (!push_next_block(a, 0)) {
        free(a);
        return NULL;
    }
    return a;
}

static void run_defers(struct arena *a, const struct defer *until)
{
    while (a->defers && a->defers != until) {
        struct defer *d = a->defers;
        a->defers = d->below;
        d->fn(d->arg);
    }
}

void arena_clear(struct arena *a)
{
    arena_reset(a, (struct arena_mark){.blocks = 1});
    drop_spare(a);
    a->peak = 0;
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    arena_clear(a);
    free_block(a, a->blocks);
    free(a);
}

static void free_beside(void *arg)
{
    arena_free(arg);
}

struct arena *arena_beside(struct arena *a)
{
    struct arena *beside = arena_new(a->ceiling);
    if (!beside)
        exhausted(a);
    beside->unwind = a->unwind;
    arena_defer(a, free_beside, beside);
    return beside;
}

jmp_buf *arena_unwind_to(struct arena *a, jmp_buf *place)
{
    jmp_buf *old = a->unwind;
    a->unwind = place;
    return old;
}

static void *alloc_large(struct arena *a, size_t size)
{
    drop_spare(a);
    struct block *b = new_block(a, size, true);
    if (!b)
        exhausted(a);
    push_block(&a->larges, b);
    UNPOISON(a->larges->bytes, size);
    a->larges->filled = size;
    hand_out(a, size);
    return a->larges->bytes;
}

void *arena_alloc(struct arena *a, size_t size)
{
    maybe_fail(a);
    if (size >= LARGE)
        return alloc_large(a, size);
    size_t need = round_up(size ? size : 1) + MOAT;
    if (need > a->blocks->size - a->blocks->filled && !push_next_block(a, need))
        exhausted(a);
    unsigned char *p = a->blocks->bytes + a->blocks->filled;
    a->blocks->filled += need;
    hand_out(a, need);
    UNPOISON(p, size);
    return memset(p, 0, size);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        exhausted(a);
    return arena_alloc(a, bytes);
}

/* Is [p, p + size) the last thing handed out from this block? */
static bool is_latest(const struct block *b, const unsigned char *p, size_t size)
{
    return b && p >= b->bytes && p < b->bytes + b->filled && p + round_up(size) + MOAT == b->bytes + b->filled;
}

static bool grow_small_in_place(struct arena *a, unsigned char *old, size_t old_size, size_t new_size)
{
    struct block *b = a->blocks;
    if (new_size >= LARGE || !is_latest(b, old, old_size))
        return false;
    size_t more = round_up(new_size) - round_up(old_size);
    if (more > b->size - b->filled)
        return false;
    b->filled += more;
    hand_out(a, more);
    UNPOISON(old, new_size);
    memset(old + old_size, 0, new_size - old_size);
    return true;
}

static void *grow_large(struct arena *a, size_t new_size)
{
    size_t old_size = a->larges->size;
    size_t more = new_size - old_size;
    drop_spare(a);
    if (more > a->ceiling - a->held)
        exhausted(a);
    struct block *b = realloc(a->larges, sizeof(struct block) + new_size);
    if (!b)
        exhausted(a);
    memset(b->bytes + old_size, 0, more);
    b->size = b->filled = new_size;
    a->larges = b;
    a->held += more;
    hand_out(a, more);
    return b->bytes;
}

void *arena_grow(struct arena *a, void *old, size_t old_size, size_t new_size)
{
    if (!old)
        return arena_alloc(a, new_size);
    if (new_size <= old_size)
        return old;
    if (a->larges && old == a->larges->bytes && new_size < SIZE_MAX / 2) {
        maybe_fail(a);
        return grow_large(a, new_size);
    }
    if (grow_small_in_place(a, old, old_size, new_size))
        return old;
    return memcpy(arena_alloc(a, new_size), old, old_size);
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    char *copy = arena_alloc(a, n + 1);
    if (n)
        memcpy(copy, s, n);
    return copy;
}

char *arena_strdup(struct arena *a, const char *s)
{
    return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

char *arena_vprintf(struct arena *a, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    char small[256];
    int n = vsnprintf(small, sizeof small, format, args);
    char *s = arena_alloc(a, n > 0 ? (size_t)n + 1 : 1);
    if (n > 0 && (size_t)n < sizeof small)
        memcpy(s, small, (size_t)n);
    else if (n > 0)
        vsnprintf(s, (size_t)n + 1, format, again);
    va_end(again);
    return s;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *s = arena_vprintf(a, format, args);
    va_end(args);
    return s;
}

void arena_defer(struct arena *a, void (*fn)(void *), void *arg)
{
    struct defer *d = ARENA_NEW(a, struct defer);
    *d = (struct defer){a->defers, fn, arg};
    a->defers = d;
}

struct arena_mark arena_mark(struct arena *a)
{
    return (struct arena_mark){
        .blocks = a->blocks->number,
        .filled = a->blocks->filled,
        .larges = a->larges ? a->larges->number : 0,
        .used = a->used,
        .defers = a->defers,
    };
}

void arena_reset(struct arena *a, struct arena_mark mark)
{
    run_defers(a, mark.defers); /* first: what they release may live in the blocks */
    pop_larges(a, mark.larges);
    pop_blocks(a, mark.blocks);
    a->blocks->filled = mark.filled;
    a->used = mark.used;
    POISON(a->blocks->bytes + mark.filled, a->blocks->size - mark.filled);
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}

size_t arena_peak(const struct arena *a)
{
    return a->peak;
}

void arena_fail_after(struct arena *a, long n)
{
    a->fail_in = n;
}
