/* cache.c — prepared statements of one connection, found by their text in a bounded table. */
#include "store/engine.h"

#include <string.h>

/* Eight bytes at a time: texts run to a thousand bytes and every statement passes here. */
static size_t set_of(const char *sql, size_t length)
{
    uint64_t hash = length;
    while (length > 0) {
        uint64_t word = 0;
        size_t n = length < sizeof word ? length : sizeof word;
        memcpy(&word, sql, n);
        hash = ((hash << 5 | hash >> 59) ^ word) * 0x9E3779B97F4A7C15u;
        sql += n;
        length -= n;
    }
    return (size_t)(hash >> 32) % CACHE_SETS;
}

struct statement *cache_find(struct statement_cache *c, const char *sql)
{
    size_t length = strlen(sql);
    struct statement **set = c->place[set_of(sql, length)];
    for (int way = 0; way < CACHE_WAYS; way++) {
        struct statement *s = set[way];
        if (s && !s->busy && s->length == length && memcmp(s->sql, sql, length) == 0) {
            s->used = ++c->clock;
            return s;
        }
    }
    return NULL;
}

struct statement *cache_put(struct statement_cache *c, struct statement *s)
{
    struct statement **set = c->place[set_of(s->sql, s->length)];
    struct statement **room = NULL;
    for (int way = 0; way < CACHE_WAYS; way++) {
        if (!set[way]) {
            room = &set[way];
            break;
        }
        if (!set[way]->busy && (!room || set[way]->used < (*room)->used))
            room = &set[way];
    }
    if (!room) {
        s->loose = true;
        return NULL;
    }
    struct statement *old = *room;
    s->used = ++c->clock;
    *room = s;
    return old;
}

void cache_empty(struct statement_cache *c, void (*drop)(struct db *db, struct statement *s), struct db *db)
{
    for (int set = 0; set < CACHE_SETS; set++)
        for (int way = 0; way < CACHE_WAYS; way++) {
            struct statement *s = c->place[set][way];
            c->place[set][way] = NULL;
            if (s)
                drop(db, s);
        }
}
