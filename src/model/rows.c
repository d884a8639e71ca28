/* rows.c — reads rows of any entity, and their past versions. */
#include "model/rows.h"

#include "base/buf.h"
#include "base/text.h"
#include "model/rights.h"
#include "model/statement.h"

#include <string.h>

void *row_new(struct ctx *cx, const struct entity *e)
{
    void *row = arena_alloc(cx->arena, e->size);
    fields_blank(row_head_fields, row);
    fields_blank(e->fields, row);
    return row;
}

void *row_copy(struct ctx *cx, const struct entity *e, const void *row)
{
    void *copy = row_new(cx, e);
    for (const struct field *f = entity_next_column(e, NULL); f; f = entity_next_column(e, f))
        field_set(f, copy, value_copy(cx->arena, field_get(f, row)));
    return copy;
}

bool type_is_text(enum type type)
{
    return type == T_TEXT || type == T_NOTE || type == T_CHOICE || type == T_JSON;
}

/* Empty text is no text. */
struct value column_value(const struct field *f, const void *row)
{
    struct value v = field_get(f, row);
    return v.kind == VALUE_TEXT && v.n == 0 ? value_null() : v;
}

bool row_equal(const struct entity *e, const void *a, const void *b)
{
    for (const struct field *f = e->fields; f->type != T_END; f++)
        if (!field_is_derived(f) && !value_equal(column_value(f, a), column_value(f, b)))
            return false;
    return true;
}

const char *row_columns(struct ctx *cx, const struct entity *e, const char *alias)
{
    struct buf out = buf_init(cx->arena);
    columns_add(&out, e, alias);
    return out.data;
}

void row_read(struct ctx *cx, const struct entity *e, const struct rows *rows, int column, void *row)
{
    for (const struct field *f = entity_next_column(e, NULL); f; f = entity_next_column(e, f))
        field_set(f, row, value_copy(cx->arena, db_value(rows, column++)));
}

void where_row(struct sql *q, const struct entity *e)
{
    sql_add(q, " WHERE ");
    if (!(e->flags & ENTITY_GLOBAL)) {
        sql_add(q, "zone = ");
        sql_bind(q, value_int(q->cx->zone));
        sql_add(q, " AND ");
    }
}

static struct sql select_from(struct ctx *cx, const struct entity *e)
{
    struct sql q = sql_new(cx);
    sql_add(&q, "SELECT %s FROM %s", row_columns(cx, e, NULL), entity_table(e));
    where_row(&q, e);
    return q;
}

/* The first row of q, or NULL: with an error when the query failed. */
static void *first_row(struct ctx *cx, const struct entity *e, struct sql *q)
{
    struct rows *rows = sql_query(q);
    if (!rows || !db_next(rows))
        return NULL;
    void *row = row_new(cx, e);
    row_read(cx, e, rows, 0, row);
    db_end(rows);
    return row;
}

void *row_stored(struct ctx *cx, const struct entity *e, int64_t id)
{
    struct sql q = select_from(cx, e);
    sql_add(&q, "id = ");
    sql_bind(&q, value_int(id));
    return first_row(cx, e, &q);
}

bool fail_no_row(struct ctx *cx, const struct entity *e, int64_t id)
{
    return fail(cx, ERR_NOT_FOUND, "ROW-01", NULL, "没有编号为 %2$lld 的%1$s，可能已被删除%3$.0s",
                "there is no %3$s with id %2$lld; it may have been deleted%1$.0s", label_in(e->label, LANG_ZH),
                (long long)id, label_in(e->label, LANG_EN));
}

void *row_load(struct ctx *cx, const struct entity *e, int64_t id)
{
    bool reached;
    void *row = rights_need(cx, e, ACT_READ) ? row_stored(cx, e, id) : NULL;
    if (row && (!rights_row(cx, e, id, ACT_READ, &reached) || !reached))
        row = NULL;
    if (!row)
        (void)fail_no_row(cx, e, id); /* unless something else failed: the first failure stays */
    return row;
}

void row_hide(const struct ctx *cx, const struct entity *e, void *row)
{
    for (const struct field *f = e->fields; f->type != T_END; f++)
        if (!rights_field(cx, e, f, ACT_READ))
            field_set(f, row, value_null());
}

char **field_words(struct arena *a, const char *fields)
{
    return text_split(a, fields, ' ');
}

void *row_find(struct ctx *cx, const struct entity *e, const char *fields, const void *like)
{
    struct sql q = select_from(cx, e);
    const char *and = "";
    for (char **name = field_words(cx->arena, fields); *name; name++) {
        const struct field *f = entity_field(e, *name);
        struct value v = column_value(f, like);
        if (v.kind == VALUE_NULL)
            return NULL;
        sql_add(&q, "%s%s = ", and, f->name);
        sql_bind(&q, v);
        and = " AND ";
    }
    sql_add(&q, " ORDER BY id LIMIT 1");
    return first_row(cx, e, &q);
}

/* ---- history ---- */

static void *read_version(struct ctx *cx, const struct entity *e, const struct rows *rows)
{
    void *row = row_new(cx, e);
    row_read(cx, e, rows, 0, row);
    return row;
}

struct version_list {
    struct row_version *items;
    size_t count, capacity;
};

static void add_version(struct ctx *cx, struct version_list *l, struct row_version v)
{
    if (l->count == l->capacity) {
        size_t capacity = l->capacity ? l->capacity * 2 : 8;
        l->items = arena_grow(cx->arena, l->items, l->capacity * sizeof *l->items, capacity * sizeof *l->items);
        l->capacity = capacity;
    }
    l->items[l->count++] = v;
}

static bool past_versions(struct ctx *cx, const struct entity *e, int64_t id, struct version_list *l)
{
    struct sql q = sql_new(cx);
    sql_add(&q, "SELECT %s, ended_at, ended_by, ended_way, deleted FROM %s_history", row_columns(cx, e, NULL),
            entity_table(e));
    where_row(&q, e);
    sql_add(&q, "id = ");
    sql_bind(&q, value_int(id));
    sql_add(&q, " ORDER BY version DESC");
    struct rows *rows = sql_query(&q);
    int ended = (int)column_count(e);
    while (rows && db_next(rows))
        add_version(cx, l,
                    (struct row_version){
                        .row = read_version(cx, e, rows),
                        .ended_at = {db_int(rows, ended)},
                        .ended_by = arena_strdup(cx->arena, db_text(rows, ended + 1)),
                        .ended_way = arena_strdup(cx->arena, db_text(rows, ended + 2)),
                        .deleted = db_int(rows, ended + 3) != 0,
                    });
    return rows && db_ok(rows);
}

bool row_history(struct ctx *cx, const struct entity *e, int64_t id, struct row_version **ret_versions,
                 size_t *ret_count)
{
    struct version_list l = {0};
    bool reached;
    if (!rights_need(cx, e, ACT_READ) || !rights_row_ever(cx, e, id, &reached))
        return false;
    if (!reached)
        return fail_no_row(cx, e, id);
    void *current = row_stored(cx, e, id);
    if (current)
        add_version(cx, &l, (struct row_version){.row = current});
    else if (cx->err.kind != ERR_NONE)
        return false;
    if (!past_versions(cx, e, id, &l))
        return false;
    if (l.count == 0)
        return fail_no_row(cx, e, id);
    *ret_versions = l.items;
    *ret_count = l.count;
    return true;
}
