/* db.c — the door itself: opens the engine a URL names and passes statements to it. */
#include "store/engine.h"

#include "base/buf.h"

#include <string.h>

static bool is_postgres(const char *url)
{
    return strncmp(url, "postgresql://", 13) == 0 || strncmp(url, "postgres://", 11) == 0;
}

struct db *db_open(struct ctx *cx, const char *url, enum db_open_mode mode)
{
    return is_postgres(url) ? postgres_open(cx, url, mode) : sqlite_open(cx, url, mode);
}

void db_close(struct db *db)
{
    if (!db)
        return;
    rows_abandon(db, true);
    transaction_forget(db);
    db->engine->close(db);
}

enum db_engine db_engine(const struct db *db)
{
    return db->engine->kind;
}

const char *db_text_order(const struct db *db)
{
    return db->engine->text_order;
}

int64_t db_statements(const struct db *db)
{
    return db->statements;
}

int64_t db_prepared(const struct db *db)
{
    return db->prepared;
}

bool db_alive(const struct db *db)
{
    return !db->lost;
}

bool db_revive(struct ctx *cx)
{
    struct db *db = cx->db;
    if (!db->lost)
        return true;
    if (db->transaction)
        return store_fail(cx, db, FAULT_LOST, NULL, "roll back before reviving the connection");
    rows_abandon(db, true);
    if (!db->engine->revive(cx, db))
        return false;
    db->lost = false;
    return true;
}

void db_interrupt(struct db *db)
{
    db->engine->interrupt(db);
}

struct statement_run {
    const char *sql;
    const struct value *params;
    size_t count;
    int64_t *ret_changed;
};

static bool run_statement(struct ctx *cx, void *run)
{
    const struct statement_run *r = run;
    return cx->db->engine->exec(cx, cx->db, r->sql, r->params, r->count, r->ret_changed);
}

static bool changes_rows(const char *sql)
{
    return strncmp(sql, "INSERT ", 7) == 0 || strncmp(sql, "UPDATE ", 7) == 0 || strncmp(sql, "DELETE ", 7) == 0;
}

/* Where writers queue for their turn, a change outside any transaction gets one of its own. */
bool db_exec(struct ctx *cx, const char *sql, const struct value *params, size_t count, int64_t *ret_changed)
{
    if (!store_ready(cx) || !params_check(cx, cx->db, params, count))
        return false;
    struct statement_run run = {sql, params, count, ret_changed};
    struct db *db = cx->db;
    db->statements++;
    return db->may_share && !db->transaction && changes_rows(sql) ? db_transaction(cx, run_statement, &run)
                                                                  : run_statement(cx, &run);
}

static bool run_script(struct ctx *cx, void *sql)
{
    cx->db->statements++;
    return rows_hold(cx, cx->db) && cx->db->engine->script(cx, cx->db, sql);
}

bool db_script(struct ctx *cx, const char *sql)
{
    return db_transaction(cx, run_script, (char *)(uintptr_t)sql);
}

bool db_scalar(struct ctx *cx, const char *sql, const struct value *params, size_t count, struct value *ret_value)
{
    struct rows *rows = db_query(cx, sql, params, count);
    if (!rows)
        return false;
    if (db_next(rows)) {
        *ret_value = value_copy(cx->arena, db_value(rows, 0));
        db_end(rows);
        return true;
    }
    return db_ok(rows) ? store_fail(cx, NULL, FAULT_NO_ROW, NULL, NULL) : false;
}

const char *db_plan(struct ctx *cx, const char *sql, const struct value *params, size_t count)
{
    if (!store_ready(cx))
        return NULL;
    const struct engine *e = cx->db->engine;
    struct rows *rows = db_query(cx, arena_printf(cx->arena, "%s%s", e->plan_prefix, sql), params, count);
    if (!rows)
        return NULL;
    struct buf plan = buf_init(cx->arena);
    while (db_next(rows)) {
        if (plan.length > 0)
            buf_char(&plan, '\n');
        buf_text(&plan, db_text(rows, e->plan_column));
    }
    return db_ok(rows) ? plan.data : NULL;
}
