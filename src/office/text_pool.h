/* text_pool.h — many short texts, kept without waste: chunks that are filled one after another and never move. */
#ifndef STEWARD_OFFICE_TEXT_POOL_H
#define STEWARD_OFFICE_TEXT_POOL_H

#include "base/arena.h"

#include <stdint.h>

enum {
    TEXT_POOL_CHUNK = 256 << 10, /* a cell holds at most 32,767 characters, which are half of this */
    TEXT_POOL_FIRST = 16 << 10,  /* the first is smaller: most sheets need no more */
};

struct text_pool {
    struct arena *arena;
    size_t limit; /* most bytes of all chunks */
    char **chunks;
    uint32_t count, capacity; /* of chunks */
    uint32_t current;         /* the one being filled */
    uint32_t used, room;      /* bytes of it */
};

struct text_pool text_pool_init(struct arena *a, size_t limit);

/* Forget the texts, keep the chunks. */
void text_pool_clear(struct text_pool *p);

/* Keep a copy of s[0..n) and a NUL; where it is now, or NULL when it does not fit into a chunk or the limit.
 * *ret_position (may be NULL) finds it again. */
const char *text_pool_add(struct text_pool *p, const char *s, size_t n, uint32_t *ret_position);

/* The text at a position. */
static inline const char *text_pool_at(const struct text_pool *p, uint32_t position)
{
    return p->chunks[position / TEXT_POOL_CHUNK] + position % TEXT_POOL_CHUNK;
}

#endif
