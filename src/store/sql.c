/* sql.c — builds SQL text and the list of its bound values side by side. */
#include "store/db.h"

#include <stdio.h>
#include <string.h>

struct sql sql_new(struct ctx *cx)
{
    struct sql q = {.cx = cx, .room = 512, .capacity = 8};
    q.text = arena_alloc(cx->arena, q.room);
    q.params = arena_array(cx->arena, q.capacity, sizeof *q.params);
    return q;
}

static void make_room(struct sql *q, size_t more)
{
    size_t room = q->room;
    while (room - q->length <= more)
        room *= 2;
    if (room == q->room)
        return;
    q->text = arena_grow(q->cx->arena, q->text, q->room, room);
    q->room = room;
}

void sql_add(struct sql *q, const char *literal, ...)
{
    va_list args, again;
    va_start(args, literal);
    va_copy(again, args);
    int n = vsnprintf(q->text + q->length, q->room - q->length, literal, args);
    if (n > 0 && (size_t)n >= q->room - q->length) {
        make_room(q, (size_t)n);
        vsnprintf(q->text + q->length, q->room - q->length, literal, again);
    }
    if (n > 0)
        q->length += (size_t)n;
    va_end(again);
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
    sql_add(q, "$%zu", q->count);
}

bool sql_exec(struct sql *q, int64_t *ret_changed)
{
    return db_exec(q->cx, q->text, q->params, q->count, ret_changed);
}

struct rows *sql_query(struct sql *q)
{
    return db_query(q->cx, q->text, q->params, q->count);
}
