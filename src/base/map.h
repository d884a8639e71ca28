/* map.h — text → number, in an arena; grows, never shrinks. */
#ifndef STEWARD_BASE_MAP_H
#define STEWARD_BASE_MAP_H

#include "base/ctx.h"

struct map;

struct map *map_new(struct arena *a);
/* Set key (copied) to value. */
void map_set(struct map *m, const char *key, int64_t value);
/* False when there is no such key. */
bool map_get(const struct map *m, const char *key, int64_t *ret_value);
size_t map_count(const struct map *m);
/* Visit every key in the order it was first set: index 0…count-1. */
const char *map_key(const struct map *m, size_t index);
int64_t map_value(const struct map *m, size_t index);

#endif
