/* nest.c — an arena tied to another's life and to its place of return. */
#include "base/nest.h"

static void release(void *arg)
{
    struct nest *n = arg;
    arena_free(n->arena);
    n->arena = NULL;
}

struct nest *nest_open(struct ctx *cx, size_t ceiling)
{
    struct nest *n = ARENA_NEW(cx->arena, struct nest);
    n->cx = cx;
    n->arena = arena_new(ceiling);
    if (!n->arena) {
        fail_memory(cx);
        return NULL;
    }
    arena_defer(cx->arena, release, n);
    nest_enter(n);
    return n;
}

void nest_enter(struct nest *n)
{
    jmp_buf *place = arena_unwind_to(n->cx->arena, NULL);
    arena_unwind_to(n->cx->arena, place);
    arena_unwind_to(n->arena, place);
}

void nest_close(struct nest *n)
{
    if (n)
        release(n);
}
