/* arena_test.c — memory of a unit of work: zeroed, aligned, bounded, given back in order. */
#include "base/arena.h"
#include "base/ctx.h"
#include "tap.h"

#include <stdint.h>
#include <string.h>

static bool is_zero(const unsigned char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i])
            return false;
    return true;
}

static void zeroed_and_aligned(void)
{
    struct arena *a = arena_new(64 << 20);
    bool zero = true, aligned = true;
    for (int round = 0; round < 2; round++) { /* the second round meets used memory */
        for (size_t size = 0; size < 3000; size += 7) {
            unsigned char *p = arena_alloc(a, size);
            zero = zero && is_zero(p, size);
            aligned = aligned && (uintptr_t)p % 16 == 0;
            memset(p, 0xAB, size);
        }
        arena_clear(a);
        EQ_INT(arena_used(a), 0);
    }
    OK(zero, "memory is zeroed, also where an earlier round has written");
    OK(aligned, "memory is aligned for any type");
    unsigned char *large = arena_alloc(a, 3 << 20);
    OK(is_zero(large, 3 << 20), "a large block is zeroed");
    arena_free(a);
    arena_free(NULL);
}

static void growing(void)
{
    struct arena *a = arena_new(64 << 20);
    char *small = arena_strdup(a, "abc");
    char *grown = arena_grow(a, small, 4, 400);
    OK(grown == small && strcmp(grown, "abc") == 0 && is_zero((unsigned char *)grown + 4, 396),
       "the latest block grows in place");
    arena_alloc(a, 1);
    char *moved = arena_grow(a, grown, 400, 4000);
    OK(moved != grown && strcmp(moved, "abc") == 0, "a block in the middle moves with its bytes");
    unsigned char *p = NULL;
    size_t n = 0;
    bool kept = true;
    for (size_t next = 100; next < 8 << 20; next = next * 3 / 2) {
        p = arena_grow(a, p, n, next);
        kept = kept && is_zero(p + n, next - n);
        memset(p + n, 0x5A, next - n);
        n = next;
    }
    for (size_t i = 0; i < n; i++)
        kept = kept && p[i] == 0x5A;
    OK(kept, "growing over 8 MiB keeps the bytes and zeroes the new ones");
    OK(arena_grow(a, p, n, 10) == p, "asking for less changes nothing");
    arena_free(a);
}

static char order[16];

static void note(void *letter)
{
    strncat(order, letter, 1);
}

static void defers(void)
{
    char x[] = "x", y[] = "y", z[] = "z";
    order[0] = '\0';
    struct arena *a = arena_new(1 << 20);
    arena_defer(a, note, x);
    struct arena_mark mark = arena_mark(a);
    arena_defer(a, note, y);
    arena_defer(a, note, z);
    arena_reset(a, mark);
    EQ_TEXT(order, "zy");
    arena_clear(a);
    EQ_TEXT(order, "zyx");
    arena_defer(a, note, x);
    arena_free(a);
    EQ_TEXT(order, "zyxx");
}

static void marks_keep_loops_flat(void)
{
    struct arena *a = arena_new(8 << 20);
    char *before = arena_strdup(a, "before");
    char *large = memset(arena_alloc(a, 1 << 20), 'L', 1 << 20);
    size_t used = arena_used(a);
    for (int row = 0; row < 1000; row++) { /* 2 GiB in all, under a ceiling of 8 MiB */
        struct arena_mark mark = arena_mark(a);
        arena_alloc(a, 2 << 20);
        for (int i = 0; i < 20; i++)
            arena_alloc(a, 5000);
        arena_reset(a, mark);
    }
    EQ_INT(arena_used(a), used);
    OK(arena_peak(a) > 2 << 20 && arena_peak(a) < 4 << 20, "the peak is one row's worth: %zu", arena_peak(a));
    OK(strcmp(before, "before") == 0 && large[(1 << 20) - 1] == 'L', "what came before the mark is untouched");
    arena_free(a);
}

static bool take_too_much(struct ctx *cx, void *size)
{
    for (int i = 0; i < 1000000; i++)
        arena_alloc(cx->arena, *(size_t *)size);
    return true;
}

static bool overflow(struct ctx *cx, void *count)
{
    arena_array(cx->arena, *(size_t *)count, 16);
    return true;
}

static void ceilings(void)
{
    size_t sizes[] = {1, 100, 5000, 1 << 20};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct ctx cx = ctx_init(arena_new(4 << 20));
        OK(!ctx_run(&cx, take_too_much, &sizes[i]) && cx.err.kind == ERR_MEMORY,
           "requests of %zu bytes end at the ceiling", sizes[i]);
        OK(arena_used(cx.arena) <= 4 << 20, "no more than the ceiling was handed out");
        arena_clear(cx.arena);
        err_clear(&cx);
        OK(arena_alloc(cx.arena, 2 << 20) != NULL, "after clearing there is room again");
        arena_free(cx.arena);
    }
    struct ctx cx = ctx_init(arena_new(1 << 20));
    size_t count = SIZE_MAX / 8;
    OK(!ctx_run(&cx, overflow, &count) && cx.err.kind == ERR_MEMORY, "count × size that wraps around is refused");
    count = SIZE_MAX / 16;
    err_clear(&cx);
    OK(!ctx_run(&cx, overflow, &count) && cx.err.kind == ERR_MEMORY, "a size near SIZE_MAX is refused");
    arena_free(cx.arena);
    OK(!arena_new(8), "a ceiling that holds nothing gives no arena");
}

static bool allocate_ten(struct ctx *cx, void *done)
{
    for (int i = 0; i < 10; i++, ++*(int *)done)
        arena_alloc(cx->arena, 10);
    return true;
}

static void injected_failures(void)
{
    for (int n = 1; n <= 11; n++) {
        struct ctx cx = ctx_init(arena_new(1 << 20));
        int done = 0;
        arena_fail_after(cx.arena, n);
        bool ok = ctx_run(&cx, allocate_ten, &done);
        OK(n <= 10 ? !ok && done == n - 1 && cx.err.kind == ERR_MEMORY : ok && done == 10, "allocation %d fails", n);
        arena_free(cx.arena);
    }
}

static void strings(void)
{
    struct arena *a = arena_new(1 << 20);
    OK(arena_strdup(a, NULL) == NULL, "no string gives none");
    EQ_TEXT(arena_strndup(a, "steward", 3), "ste");
    EQ_TEXT(arena_printf(a, "%s-%d", "XLS", 3), "XLS-3");
    char *padded = arena_printf(a, "%*s|", 1000, "x");
    OK(strlen(padded) == 1001 && padded[999] == 'x' && padded[1000] == '|', "a long text is printed whole");
    arena_free(a);
}

int main(void)
{
    zeroed_and_aligned();
    growing();
    defers();
    marks_keep_loops_flat();
    ceilings();
    injected_failures();
    strings();
    return tap_done();
}
