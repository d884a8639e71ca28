/* map.c — text → number: open addressing over an array kept in order of arrival. */
#include "base/map.h"
#include "base/hash.h"

#include <string.h>

struct entry {
    const char *key;
    uint64_t hash;
    int64_t value;
};

struct map {
    struct arena *arena;
    struct entry *entries;
    size_t count, capacity;
    uint32_t *slots; /* index + 1 into entries; 0: free */
    size_t slot_count;
};

static uint64_t hash_of(const char *s)
{
    return quick_hash(HASH_BEGIN, s, strlen(s));
}

struct map *map_new(struct arena *a)
{
    struct map *m = ARENA_NEW(a, struct map);
    m->arena = a;
    m->capacity = 16;
    m->slot_count = 32;
    m->entries = arena_array(a, m->capacity, sizeof *m->entries);
    m->slots = arena_array(a, m->slot_count, sizeof *m->slots);
    return m;
}

/* The slot that holds key, or the free one where it would go. */
static size_t slot_of(const struct map *m, const char *key, uint64_t hash)
{
    size_t i = hash & (m->slot_count - 1);
    while (m->slots[i]) {
        const struct entry *e = &m->entries[m->slots[i] - 1];
        if (e->hash == hash && strcmp(e->key, key) == 0)
            break;
        i = (i + 1) & (m->slot_count - 1);
    }
    return i;
}

static void grow(struct map *m)
{
    m->entries =
        arena_grow(m->arena, m->entries, m->capacity * sizeof *m->entries, 2 * m->capacity * sizeof *m->entries);
    m->capacity *= 2;
    m->slot_count *= 2;
    m->slots = arena_array(m->arena, m->slot_count, sizeof *m->slots);
    for (size_t e = 0; e < m->count; e++) {
        size_t i = m->entries[e].hash & (m->slot_count - 1);
        while (m->slots[i])
            i = (i + 1) & (m->slot_count - 1);
        m->slots[i] = (uint32_t)(e + 1);
    }
}

void map_set(struct map *m, const char *key, int64_t value)
{
    uint64_t hash = hash_of(key);
    size_t slot = slot_of(m, key, hash);
    if (m->slots[slot]) {
        m->entries[m->slots[slot] - 1].value = value;
        return;
    }
    if (m->count == m->capacity) {
        grow(m);
        slot = slot_of(m, key, hash);
    }
    m->entries[m->count] = (struct entry){arena_strdup(m->arena, key), hash, value};
    m->slots[slot] = (uint32_t)++m->count;
}

bool map_get(const struct map *m, const char *key, int64_t *ret_value)
{
    size_t slot = slot_of(m, key, hash_of(key));
    if (!m->slots[slot])
        return false;
    *ret_value = m->entries[m->slots[slot] - 1].value;
    return true;
}

size_t map_count(const struct map *m)
{
    return m->count;
}

const char *map_key(const struct map *m, size_t index)
{
    return m->entries[index].key;
}

int64_t map_value(const struct map *m, size_t index)
{
    return m->entries[index].value;
}
