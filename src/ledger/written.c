/* written.c — gathers the rows an import writes, and keeps them as a few ranges and versions. */
#include "ledger/written.h"

#include "base/json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct written {
    struct arena *arena;
    struct row_watch watch;
    struct written_row *rows; /* in the order of writing; one row may be written several times */
    size_t count, capacity;
};

static void note(void *arg, const struct entity *e, int64_t id, int64_t before, int64_t after)
{
    struct written *w = arg;
    if (w->count == w->capacity) {
        size_t more = w->capacity ? w->capacity * 2 : 256;
        w->rows = arena_grow(w->arena, w->rows, w->capacity * sizeof *w->rows, more * sizeof *w->rows);
        w->capacity = more;
    }
    w->rows[w->count++] = (struct written_row){e, id, before, after};
}

struct written *written_begin(struct ctx *cx, struct arena *keep)
{
    struct written *w = ARENA_NEW(keep, struct written);
    *w = (struct written){.arena = keep, .watch = {note, w}};
    cx->watch = &w->watch;
    return w;
}

void written_end(struct ctx *cx)
{
    cx->watch = NULL;
}

static int place(const struct entity *e)
{
    int i = 0;
    while (entity_catalogue[i] && entity_catalogue[i] != e)
        i++;
    return i;
}

struct ordered {
    struct written_row row;
    int entity;
    size_t order;
};

static int by_row(const void *x, const void *y)
{
    const struct ordered *a = x, *b = y;
    if (a->entity != b->entity)
        return a->entity - b->entity;
    if (a->row.id != b->row.id)
        return a->row.id < b->row.id ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

/* Each row once, from its first version to its last; those that came and went are left out. */
static size_t merge(struct ordered *list, size_t n)
{
    size_t count = 0;
    for (size_t i = 0, next; i < n; i = next) {
        struct ordered one = list[i];
        for (next = i + 1; next < n && list[next].entity == one.entity && list[next].row.id == one.row.id; next++)
            one.row.after = list[next].row.after;
        if (one.row.before || one.row.after)
            list[count++] = one;
    }
    return count;
}

static bool is_plain(const struct ordered *o)
{
    return o->row.before == 0 && o->row.after == 1;
}

static void put_created(struct json *j, const struct ordered *list, size_t n)
{
    json_key(j, "created");
    json_array_begin(j);
    for (size_t i = 0, next; i < n; i = next) {
        next = i + 1;
        if (!is_plain(&list[i]))
            continue;
        while (next < n && is_plain(&list[next]) && list[next].row.id == list[next - 1].row.id + 1)
            next++;
        json_int(j, list[i].row.id);
        json_int(j, list[next - 1].row.id);
    }
    json_array_end(j);
}

static void put_changed(struct json *j, const struct ordered *list, size_t n)
{
    json_key(j, "changed");
    json_array_begin(j);
    for (size_t i = 0; i < n; i++) {
        if (is_plain(&list[i]))
            continue;
        json_int(j, list[i].row.id);
        json_int(j, list[i].row.before);
        json_int(j, list[i].row.after);
    }
    json_array_end(j);
}

const char *written_json(struct ctx *cx, const struct written *w)
{
    struct ordered *list = arena_array(cx->arena, w->count + 1, sizeof *list);
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    for (size_t i = 0; i < w->count; i++)
        list[i] = (struct ordered){w->rows[i], place(w->rows[i].entity), i};
    qsort(list, w->count, sizeof *list, by_row);
    size_t n = merge(list, w->count);
    json_object_begin(&j);
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i + 1; next < n && list[next].entity == list[i].entity; next++)
            ;
        json_key(&j, list[i].row.entity->name);
        json_object_begin(&j);
        put_created(&j, list + i, next - i);
        put_changed(&j, list + i, next - i);
        json_object_end(&j);
    }
    json_object_end(&j);
    return out.data;
}

/* ---- read back ---- */

struct reading {
    struct arena *arena;
    struct ordered *list;
    size_t count, capacity;
};

static void add(struct reading *r, const struct entity *e, int depth, int64_t id, int64_t before, int64_t after)
{
    if (r->count == r->capacity) {
        size_t more = r->capacity ? r->capacity * 2 : 256;
        r->list = arena_grow(r->arena, r->list, r->capacity * sizeof *r->list, more * sizeof *r->list);
        r->capacity = more;
    }
    r->list[r->count++] = (struct ordered){{e, id, before, after}, depth, 0};
}

/* How many steps it refers down: a unit 0, a project that has a unit 1, its investment 2. */
static int depth_of(const struct entity *e, int left)
{
    int deepest = 0;
    for (const struct field *f = entity_next_column(e, NULL); f && left; f = entity_next_column(e, f)) {
        const struct entity *to = f->type == T_REF ? entity_find(f->ref) : NULL;
        int depth = to && to != e ? depth_of(to, left - 1) + 1 : 0;
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest;
}

static int64_t at(const json_t *list, size_t i)
{
    return json_integer_value(json_array_get(list, i));
}

static bool read_entity(struct reading *r, const struct entity *e, const json_t *rows)
{
    enum { DEEPEST = 8 };
    const json_t *created = json_object_get(rows, "created"), *changed = json_object_get(rows, "changed");
    int depth = depth_of(e, DEEPEST);
    if (json_array_size(created) % 2 || json_array_size(changed) % 3)
        return false;
    for (size_t i = 0; i < json_array_size(created); i += 2)
        for (int64_t id = at(created, i); id <= at(created, i + 1); id++)
            add(r, e, depth, id, 0, 1);
    for (size_t i = 0; i < json_array_size(changed); i += 3)
        add(r, e, depth, at(changed, i), at(changed, i + 1), at(changed, i + 2));
    return true;
}

static int by_dependence(const void *x, const void *y)
{
    const struct ordered *a = x, *b = y;
    if (a->entity != b->entity)
        return b->entity - a->entity;
    int same = strcmp(a->row.entity->name, b->row.entity->name);
    return same ? same : a->row.id < b->row.id ? 1 : a->row.id > b->row.id ? -1 : 0;
}

bool written_read(struct ctx *cx, const char *json, struct written_row **ret_rows, size_t *ret_count)
{
    struct reading r = {.arena = cx->arena};
    json_t *tree = json_parse(cx, json, strlen(json)), *rows;
    const char *name;
    if (!tree)
        return false;
    json_object_foreach(tree, name, rows)
    {
        const struct entity *e = entity_find(name);
        if (!e || !read_entity(&r, e, rows))
            return fail(cx, ERR_SYSTEM, "LGR-52", name, "这次导入留下的写入记录读不出来",
                        "what this import noted of its writes cannot be read");
    }
    *ret_rows = arena_array(cx->arena, r.count + 1, sizeof **ret_rows);
    if (r.count)
        qsort(r.list, r.count, sizeof *r.list, by_dependence);
    for (size_t i = 0; i < r.count; i++)
        (*ret_rows)[i] = r.list[i].row;
    *ret_count = r.count;
    return true;
}
