/* printed.c — looks printed values up by their place in memory. */
#include "reports/printed.h"

#include <stdlib.h>

static int by_place(const void *x, const void *y)
{
    const struct printed *a = x, *b = y;
    if (a->value != b->value)
        return (uintptr_t)a->value < (uintptr_t)b->value ? -1 : 1;
    return a->source < b->source ? -1 : a->source > b->source;
}

struct printed_values printed_find(struct ctx *cx, const struct figure_sources *sources)
{
    struct printed_values p = {arena_array(cx->arena, sources->count + 1, sizeof *p.list), 0};
    for (size_t i = 0; i < sources->count; i++) {
        const json_t *value = json_object_get(sources->list[i].object, sources->list[i].key);
        if (value)
            p.list[p.count++] = (struct printed){value, &sources->list[i]};
    }
    if (p.count)
        qsort(p.list, p.count, sizeof *p.list, by_place);
    return p;
}

const struct printed *printed_value(const struct printed_values *p, const json_t *value)
{
    size_t low = 0, high = p->count;
    while (low < high) { /* past the last one of this value: later notes count */
        size_t middle = (low + high) / 2;
        if ((uintptr_t)p->list[middle].value <= (uintptr_t)value)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && p->list[low - 1].value == value ? &p->list[low - 1] : NULL;
}
