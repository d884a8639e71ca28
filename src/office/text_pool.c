/* text_pool.c — a list of chunks of one size. */
#include "office/text_pool.h"

#include <stdbool.h>
#include <string.h>

struct text_pool text_pool_init(struct arena *a, size_t limit)
{
    return (struct text_pool){.arena = a, .limit = limit};
}

static void fill_chunk(struct text_pool *p, uint32_t chunk)
{
    p->current = chunk;
    p->used = 0;
    p->room = chunk > 0 ? TEXT_POOL_CHUNK : TEXT_POOL_FIRST;
}

void text_pool_clear(struct text_pool *p)
{
    if (p->count > 0)
        fill_chunk(p, 0);
}

static bool next_chunk(struct text_pool *p)
{
    uint32_t next = p->count > 0 ? p->current + 1 : 0;
    if (next == p->count) {
        if ((size_t)(p->count + 1) * TEXT_POOL_CHUNK > p->limit)
            return false;
        if (p->count == p->capacity) {
            uint32_t capacity = p->capacity ? p->capacity * 2 : 8;
            p->chunks = arena_grow(p->arena, p->chunks, p->capacity * sizeof *p->chunks, capacity * sizeof *p->chunks);
            p->capacity = capacity;
        }
        p->chunks[p->count++] = arena_alloc(p->arena, next > 0 ? TEXT_POOL_CHUNK : TEXT_POOL_FIRST);
    }
    fill_chunk(p, next);
    return true;
}

const char *text_pool_add(struct text_pool *p, const char *s, size_t n, uint32_t *ret_position)
{
    if (n + 1 > TEXT_POOL_CHUNK)
        return NULL;
    while (n + 1 > p->room - p->used)
        if (!next_chunk(p))
            return NULL;
    char *to = p->chunks[p->current] + p->used;
    memcpy(to, s, n);
    to[n] = '\0';
    if (ret_position)
        *ret_position = p->current * TEXT_POOL_CHUNK + p->used;
    p->used += (uint32_t)n + 1;
    return to;
}
