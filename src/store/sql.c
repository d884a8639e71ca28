/* sql.c — builds SQL text and the list of its bound values side by side. */
#include "store/db.h"

struct sql sql_new(struct ctx *cx)
{
    enum { ROOM = 1000 };
    struct sql q = {.cx = cx, .text = buf_init(cx->arena), .capacity = 8};
    buf_room(&q.text, ROOM);
    q.params = arena_array(cx->arena, q.capacity, sizeof *q.params);
    return q;
}

void sql_add(struct sql *q, const char *literal, ...)
{
    va_list args;
    va_start(args, literal);
    buf_vprintf(&q->text, literal, args);
    va_end(args);
}

void sql_bind(struct sql *q, struct value v)
{
    if (q->count == q->capacity) {
        size_t size = sizeof *q->params;
        q->params = arena_grow(q->cx->arena, q->params, q->capacity * size, q->capacity * 2 * size);
        q->capacity *= 2;
    }
    q->params[q->count++] = v;
    buf_char(&q->text, '$');
    buf_int(&q->text, (int64_t)q->count);
}

bool sql_exec(struct sql *q, int64_t *ret_changed)
{
    return db_exec(q->cx, q->text.data, q->params, q->count, ret_changed);
}

struct rows *sql_query(struct sql *q)
{
    return db_query(q->cx, q->text.data, q->params, q->count);
}
