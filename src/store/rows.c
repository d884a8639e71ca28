/* rows.c — delivering rows: they stream from the engine, and move into memory when something else must run.
 *
 * What a query delivers is fixed when it runs.  A later statement that could disturb it (any statement in
 * PostgreSQL, where one query runs at a time; a write or a new transaction in SQLite) first brings the rest of
 * its rows into memory, so that business code may use both engines in the same way.
 */
#include "store/engine.h"

#include <string.h>

enum { HOLD_MOST = 256 * 1024 * 1024 }; /* bytes of held rows per query */

struct held_row {
    struct held_row *next;
    struct value values[];
};

static void rows_over(struct rows *r)
{
    struct db *db = r->db;
    if (!db)
        return;
    db->engine->finish(r);
    if (r->newer)
        r->newer->older = r->older;
    else
        db->open = r->older;
    if (r->older)
        r->older->newer = r->newer;
    arena_free(r->rest);
    r->rest = NULL;
    r->db = NULL;
    if (r->state != ROWS_ABANDONED)
        r->state = ROWS_OVER;
}

static void rows_forget(void *rows)
{
    rows_over(rows);
}

static bool is_streaming(const struct rows *r)
{
    return r->state == ROWS_FIRST || r->state == ROWS_STREAM;
}

void rows_abandon(struct db *db, bool held_too)
{
    struct rows *older;
    for (struct rows *r = db->open; r; r = older) {
        older = r->older;
        if (!is_streaming(r) && !held_too)
            continue;
        r->failed = true;
        r->state = ROWS_ABANDONED;
        rows_over(r);
    }
}

struct rows *db_query(struct ctx *cx, const char *sql, const struct value *params, size_t count)
{
    struct db *db = cx->db;
    if (!store_ready(cx) || !params_check(cx, db, params, count))
        return NULL;
    struct rows *r = ARENA_NEW(cx->arena, struct rows);
    arena_defer(cx->arena, rows_forget, r);
    r->cx = cx;
    r->db = db;
    r->older = db->open;
    if (r->older)
        r->older->newer = r;
    db->open = r;
    db->statements++;
    r->state = ROWS_DONE; /* nothing to hold until the first row is there */
    enum step step = db->engine->query(cx, r, sql, params, count);
    if (step == STEP_FAILED) {
        rows_over(r);
        return NULL;
    }
    if (step == STEP_ROW)
        r->state = ROWS_FIRST;
    return r;
}

static bool rows_fail(struct rows *r)
{
    r->failed = true;
    rows_over(r);
    return false;
}

static bool next_streamed(struct rows *r)
{
    switch (r->db->engine->step(r->cx, r)) {
    case STEP_ROW:
        return true;
    case STEP_DONE:
        rows_over(r);
        return false;
    case STEP_FAILED:
        break;
    }
    return rows_fail(r);
}

static bool next_held(struct rows *r)
{
    if (!r->next) {
        rows_over(r);
        return false;
    }
    r->values = r->next->values;
    r->next = r->next->next;
    return true;
}

bool db_next(struct rows *r)
{
    switch (r->state) {
    case ROWS_FIRST:
        r->state = ROWS_STREAM;
        return true;
    case ROWS_STREAM:
        return next_streamed(r);
    case ROWS_HELD:
        return next_held(r);
    case ROWS_DONE:
        rows_over(r);
        return false;
    case ROWS_ABANDONED:
        r->state = ROWS_OVER;
        return store_fail(r->cx, NULL, FAULT_DOOMED, NULL,
                          "rows were read after their transaction or connection ended");
    case ROWS_OVER:
        break;
    }
    return false;
}

void db_end(struct rows *r)
{
    if (r)
        rows_over(r);
}

bool db_ok(const struct rows *r)
{
    return r && !r->failed;
}

static size_t row_size(const struct rows *r)
{
    size_t size = sizeof(struct held_row) + (size_t)r->columns * sizeof(struct value);
    for (int i = 0; i < r->columns; i++)
        size += r->values[i].n + 1;
    return size;
}

static bool append_held(struct ctx *cx, struct rows *r, struct held_row ***end)
{
    if (arena_used(r->rest) + row_size(r) > HOLD_MOST)
        return store_fail(cx, r->db, FAULT_TOO_LARGE, NULL,
                          "rows left over by a query that another statement interrupts");
    struct held_row *row = arena_alloc(r->rest, sizeof *row + (size_t)r->columns * sizeof(struct value));
    for (int i = 0; i < r->columns; i++)
        row->values[i] = value_copy(r->rest, r->values[i]);
    **end = row;
    *end = &row->next;
    return true;
}

/* For held rows, which outlive marks set since their query ran and go when their query ends.  Memory that runs
 * out here unwinds to where the unit of work does. */
static struct arena *rest_arena(struct arena *work)
{
    struct arena *rest = arena_new((size_t)HOLD_MOST * 2);
    jmp_buf *place = arena_unwind_to(work, NULL);
    arena_unwind_to(work, place);
    if (rest)
        arena_unwind_to(rest, place);
    return rest;
}

static bool hold_rest(struct ctx *cx, struct rows *r, bool first_waits)
{
    const struct engine *e = r->db->engine;
    struct held_row **end = &r->next;
    if (first_waits && !append_held(cx, r, &end))
        return false;
    for (;;) {
        enum step step = e->step(cx, r);
        if (step == STEP_DONE)
            return true;
        if (step == STEP_FAILED || !append_held(cx, r, &end))
            return false;
    }
}

/* The row delivered last stays readable: its values move aside before the engine steps on.  Until the last row
 * is safe the query counts as failed, also when memory runs out in between. */
static bool hold(struct ctx *cx, struct rows *r)
{
    bool first_waits = r->state == ROWS_FIRST;
    r->state = ROWS_ABANDONED;
    r->failed = true;
    r->rest = rest_arena(cx->arena);
    if (!r->rest)
        return store_fail(cx, r->db, FAULT_MEMORY, NULL, NULL);
    size_t size = (size_t)r->columns * sizeof(struct value);
    struct value *delivered = memcpy(arena_alloc(r->rest, size), r->values, size);
    r->db->engine->keep(r);
    if (!hold_rest(cx, r, first_waits))
        return rows_fail(r);
    r->values = delivered;
    r->failed = false;
    r->state = ROWS_HELD;
    return true;
}

bool rows_hold(struct ctx *cx, struct db *db)
{
    struct rows *older;
    for (struct rows *r = db->open; r; r = older) {
        older = r->older;
        if (is_streaming(r) && !hold(cx, r))
            return false;
    }
    return true;
}

int db_columns(const struct rows *r)
{
    return r->columns;
}

const char *db_column_name(const struct rows *r, int column)
{
    return r->db && column >= 0 && column < r->columns ? r->db->engine->column_name(r, column) : NULL;
}

struct value db_value(const struct rows *r, int column)
{
    bool there = r->db && column >= 0 && column < r->columns;
    return there ? r->values[column] : value_null();
}

bool db_is_null(const struct rows *r, int column)
{
    return db_value(r, column).kind == VALUE_NULL;
}

int64_t db_int(const struct rows *r, int column)
{
    struct value v = db_value(r, column);
    return v.kind == VALUE_INT ? v.i : 0;
}

const char *db_text(const struct rows *r, int column)
{
    struct value v = db_value(r, column);
    return v.kind == VALUE_TEXT ? v.s : NULL;
}
