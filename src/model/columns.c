/* columns.c — the stored columns of each entity: made out once, since every statement over its table names them. */
#include "base/buf.h"
#include "model/statement.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES = 512, MEMORY = 16 * 1024 * 1024 };

struct columns {
    const struct entity *entity;
    const struct field *fields; /* an entity of a test may stand where another one stood */
    size_t count;
    struct buf names;
    const struct field **by_name; /* ends with NULL */
};

static _Atomic(struct columns *) places[PLACES];

static int by_name(const void *a, const void *b)
{
    const struct field *const *x = a, *const *y = b;
    return strcmp((*x)->name, (*y)->name);
}

static struct columns *make_out(struct arena *a, const struct entity *e)
{
    struct columns *c = ARENA_NEW(a, struct columns);
    *c = (struct columns){.entity = e, .fields = e->fields, .names = buf_init(a)};
    for (const struct field *f = entity_next_column(e, NULL); f; f = entity_next_column(e, f), c->count++)
        buf_printf(&c->names, "%s%s", c->count ? ", " : "", f->name);
    const struct field **next = c->by_name = arena_array(a, c->count + 1, sizeof *c->by_name);
    for (const struct field *f = entity_next_column(e, NULL); f; f = entity_next_column(e, f))
        *next++ = f;
    qsort(c->by_name, c->count, sizeof *c->by_name, by_name);
    return c;
}

/* The place of e, or the free one where it belongs. */
static _Atomic(struct columns *) *place_of(const struct entity *e)
{
    for (size_t i = (uintptr_t)e / 16 % PLACES;; i = (i + 1) % PLACES) {
        const struct columns *c = atomic_load_explicit(&places[i], memory_order_acquire);
        if (!c || (c->entity == e && c->fields == e->fields))
            return &places[i];
    }
}

/* For as long as the program runs. */
static const struct columns *columns_of(const struct entity *e)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static struct arena *memory;
    struct columns *c = atomic_load_explicit(place_of(e), memory_order_acquire);
    if (c)
        return c;
    pthread_mutex_lock(&lock);
    if (!memory)
        memory = arena_new(MEMORY);
    _Atomic(struct columns *) *place = place_of(e);
    c = atomic_load_explicit(place, memory_order_acquire);
    if (!c)
        atomic_store_explicit(place, c = make_out(memory, e), memory_order_release);
    pthread_mutex_unlock(&lock);
    return c;
}

size_t column_count(const struct entity *e)
{
    return columns_of(e)->count;
}

const struct field *const *columns_by_name(const struct entity *e)
{
    return columns_of(e)->by_name;
}

void columns_add(struct buf *out, const struct entity *e, const char *alias)
{
    const struct columns *c = columns_of(e);
    if (!alias) {
        buf_add(out, c->names.data, c->names.length);
        return;
    }
    for (const struct field *f = entity_next_column(e, NULL); f; f = entity_next_column(e, f))
        buf_printf(out, "%s%s.%s", f == row_head_fields ? "" : ", ", alias, f->name);
}
