/* query.c — named statements: parameters from a struct, rows into a struct, by field tables. */
#include "store/engine.h"

#include <string.h>

enum { PARAMS_MOST = 128 };

static const char *text_for(const struct query *q, const struct db *db)
{
    const char *own = db_engine(db) == DB_SQLITE ? q->sqlite : q->postgres;
    return own ? own : q->sql;
}

static size_t count_fields(const struct field *fields)
{
    size_t n = 0;
    while (fields && fields[n].type != T_END)
        n++;
    return n;
}

static enum value_kind kind_of(enum type type)
{
    switch (type) {
    case T_TEXT:
    case T_NOTE:
    case T_CHOICE:
    case T_JSON:
        return VALUE_TEXT;
    case T_BYTES:
        return VALUE_BYTES;
    default:
        return VALUE_INT;
    }
}

/* "query project_by_code: " and what is wrong with it. */
static bool refuse(struct ctx *cx, const struct query *q, const char *what)
{
    return store_fail(cx, NULL, FAULT_STATEMENT, arena_printf(cx->arena, " (%s)", q->name),
                      arena_printf(cx->arena, "query %s: %s", q->name, what));
}

static bool take(struct ctx *cx, const struct query *q, const void *in, struct value *params, size_t *ret_count)
{
    if (!store_ready(cx))
        return false;
    size_t count = count_fields(q->takes);
    if (count > PARAMS_MOST)
        return refuse(cx, q, "too many parameters");
    for (size_t i = 0; i < count; i++)
        params[i] = field_get(&q->takes[i], in);
    *ret_count = count;
    return true;
}

bool query_exec(struct ctx *cx, const struct query *q, const void *in, int64_t *ret_changed)
{
    struct value params[PARAMS_MOST];
    size_t count;
    return take(cx, q, in, params, &count) && db_exec(cx, text_for(q, cx->db), params, count, ret_changed);
}

struct rows *query_rows(struct ctx *cx, const struct query *q, const void *in)
{
    struct value params[PARAMS_MOST];
    size_t count;
    return take(cx, q, in, params, &count) ? db_query(cx, text_for(q, cx->db), params, count) : NULL;
}

bool query_next(const struct query *q, struct rows *rows, void *out)
{
    if (!db_next(rows))
        return false;
    for (int i = 0; q->gives && q->gives[i].type != T_END; i++)
        field_set(&q->gives[i], out, value_copy(rows->cx->arena, db_value(rows, i)));
    return true;
}

static bool check_columns(struct ctx *cx, const struct query *q, const struct shape *shape)
{
    if ((size_t)shape->columns != count_fields(q->gives))
        return refuse(
            cx, q,
            arena_printf(cx->arena, "gives %d columns, its table has %zu", shape->columns, count_fields(q->gives)));
    for (int i = 0; i < shape->columns; i++) {
        const struct field *f = &q->gives[i];
        if (strcmp(shape->names[i], f->name) != 0)
            return refuse(
                cx, q, arena_printf(cx->arena, "column %d is %s, its table says %s", i + 1, shape->names[i], f->name));
        if (shape->kinds[i] != VALUE_NULL && shape->kinds[i] != kind_of(f->type))
            return refuse(cx, q, arena_printf(cx->arena, "column %s is not of type %s", f->name, type_name(f->type)));
    }
    return true;
}

/* The engine's own complaint about the SQL, with the query's name to it. */
static bool refuse_as_engine(struct ctx *cx, const struct query *q)
{
    const char *cause = cx->err.cause ? cx->err.cause : "";
    if (cx->err.kind != ERR_SYSTEM || strcmp(cx->err.code, "STO-09") != 0)
        return false;
    err_clear(cx);
    return refuse(cx, q, cause);
}

bool query_prepare_check(struct ctx *cx, const struct query *q)
{
    enum value_kind takes[PARAMS_MOST];
    size_t count = count_fields(q->takes);
    struct shape shape;
    if (!store_ready(cx))
        return false;
    if (count > PARAMS_MOST)
        return refuse(cx, q, "too many parameters");
    for (size_t i = 0; i < count; i++)
        takes[i] = kind_of(q->takes[i].type);
    if (!cx->db->engine->shape(cx, cx->db, text_for(q, cx->db), takes, count, &shape))
        return refuse_as_engine(cx, q);
    if (shape.params != count)
        return refuse(cx, q, arena_printf(cx->arena, "has %zu parameters, its table %zu", shape.params, count));
    return check_columns(cx, q, &shape);
}
