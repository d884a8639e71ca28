/* compare.c — one list at two moments: two lists in the order of their ids, merged. */
#include "model/compare.h"

#include "base/json.h"
#include "model/cursor.h"

#include <string.h>

static bool open_side(struct ctx *cx, const struct entity *e, const struct list_query *lq, struct view view,
                      struct list *ret_list)
{
    struct list_query side = *lq;
    side.sort = "id";
    side.no_limit = true;
    side.view = view;
    if (!lq->fields)
        side.fields = "*";
    else if (e->title && strcmp(lq->fields, "*") != 0)
        side.fields = arena_printf(cx->arena, "%s,%s", e->title, lq->fields);
    return list_open(cx, e, &side, ret_list);
}

bool compare_open(struct ctx *cx, const struct entity *e, const struct list_query *lq, struct view then,
                  struct comparison *ret_comparison)
{
    struct comparison c = {.limit = lq->no_limit ? 0 : lq->limit ? lq->limit : LIST_LIMIT};
    if (!open_side(cx, e, lq, then, &c.then) || !open_side(cx, e, lq, lq->view, &c.now))
        return false;
    c.has_then = list_next(&c.then);
    c.has_now = list_next(&c.now);
    *ret_comparison = c;
    return true;
}

bool compare_ok(const struct comparison *c)
{
    return list_ok(&c->then) && list_ok(&c->now);
}

static int64_t id_of(const struct list *l)
{
    return list_value(l, 0).i;
}

/* Past the row at hand. */
static void step(struct comparison *c)
{
    if (c->use_then)
        c->has_then = list_next(&c->then);
    if (c->use_now)
        c->has_now = list_next(&c->now);
    c->use_then = c->use_now = false;
}

/* The row with the lowest id of both lists. */
static bool take(struct comparison *c)
{
    step(c);
    if (!compare_ok(c) || !(c->has_then || c->has_now))
        return false;
    c->use_then = c->has_then && (!c->has_now || id_of(&c->then) <= id_of(&c->now));
    c->use_now = c->has_now && (!c->has_then || id_of(&c->now) <= id_of(&c->then));
    c->kind = !c->use_then ? COMPARE_ADDED : !c->use_now ? COMPARE_GONE : COMPARE_CHANGED;
    c->id = id_of(c->use_now ? &c->now : &c->then);
    return true;
}

/* Heads change with every save, whatever it says. */
bool compare_differs(const struct comparison *c, int column)
{
    return !field_find(row_head_fields, c->now.columns[column].field->name) &&
           !value_equal(list_value(&c->then, column), list_value(&c->now, column));
}

static bool says_else(const struct comparison *c)
{
    if (c->kind != COMPARE_CHANGED)
        return true;
    for (int i = 0; i < c->now.column_count; i++)
        if (compare_differs(c, i))
            return true;
    return false;
}

bool compare_next(struct comparison *c)
{
    while (!c->more && take(c)) {
        if (!says_else(c))
            continue;
        c->more = c->limit && c->seen == c->limit;
        if (c->more)
            return false;
        c->seen++;
        c->last = c->id;
        return true;
    }
    return false;
}

bool compare_count(struct ctx *cx, const struct entity *e, const struct list_query *lq, struct view then,
                   int64_t ret_counts[COMPARE_KINDS])
{
    struct list_query all = *lq;
    struct comparison c;
    int64_t counts[COMPARE_KINDS] = {0};
    all.cursor = NULL;
    all.no_limit = true;
    if (!compare_open(cx, e, &all, then, &c))
        return false;
    while (compare_next(&c))
        counts[c.kind]++;
    memcpy(ret_counts, counts, sizeof counts);
    return compare_ok(&c);
}

/* ---- JSON ---- */

const char *compare_kind_name(enum compare_kind kind)
{
    static const char *const names[COMPARE_KINDS] = {"added", "gone", "changed"};
    return names[kind];
}

/* Names of the fields that differ: a reference once, whether it leads elsewhere or its title does. */
static void put_changed(const struct comparison *c, struct json *j)
{
    const struct field *told = NULL;
    json_key(j, "changed");
    json_array_begin(j);
    for (int i = 0; c->kind == COMPARE_CHANGED && i < c->now.column_count; i++) {
        const struct field *f = c->now.columns[i].field;
        if (f == told || !compare_differs(c, i))
            continue;
        json_text(j, f->name);
        told = f;
    }
    json_array_end(j);
}

static void put_side(struct json *j, const char *key, bool there, struct list *l)
{
    json_key(j, key);
    if (there)
        list_row_json(l, j);
    else
        json_raw(j, "null");
}

static void put_item(struct comparison *c, struct json *j)
{
    json_object_begin(j);
    json_put_int(j, "id", c->id);
    json_put_text(j, "kind", compare_kind_name(c->kind));
    put_changed(c, j);
    put_side(j, "then", c->use_then, &c->then);
    put_side(j, "now", c->use_now, &c->now);
    json_object_end(j);
}

bool compare_json_members(struct ctx *cx, const struct entity *e, const struct list_query *lq, struct view then,
                          struct json *j)
{
    struct comparison c;
    if (!compare_open(cx, e, lq, then, &c))
        return false;
    json_key(j, "items");
    json_array_begin(j);
    while (compare_next(&c))
        put_item(&c, j);
    json_array_end(j);
    const struct value last = value_int(c.last);
    json_put_text(j, "next", c.more ? cursor_write(cx, "id", &last, 1) : NULL);
    return compare_ok(&c);
}
