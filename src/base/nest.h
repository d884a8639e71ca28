/* nest.h — an arena beside the unit of work's, for what grows step by step.
 *
 * Callers of a stream mark the arena before a row and reset it after; what the stream itself keeps growing must
 * survive that.  It lives in a nest: freed with the unit of work (or sooner), and exhausted memory unwinds to
 * the same boundary.
 */
#ifndef STEWARD_BASE_NEST_H
#define STEWARD_BASE_NEST_H

#include "base/ctx.h"

struct nest {
    struct ctx *cx;
    struct arena *arena;
};

/* A nest of at most `ceiling` bytes; NULL with ERR_MEMORY. */
struct nest *nest_open(struct ctx *cx, size_t ceiling);

/* Call before allocating in n->arena whenever the unit of work may have moved on since. */
void nest_enter(struct nest *n);

/* Give the memory back now; n->arena must not be used again. */
void nest_close(struct nest *n);

#endif
