/* formula_fuzz.c — any bytes as a formula: refused with a reason, or read, written, read back, and computed alike in C
 * and in SQLite over an ordinary row, an unknown one and one of extremes. */
#include "unit/formula/works.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { ROWS = 3 };

static const struct work rows[ROWS] = {
    {{{VALUE_INT, 1},
      {VALUE_TEXT, 0, "西安高新", 12},
      {VALUE_TEXT, 0, "new", 3},
      {VALUE_TEXT, 0, "农业", 6},
      {VALUE_INT, 23000000000},
      {VALUE_INT, 10000000000},
      {VALUE_INT, -55},
      {VALUE_INT, 4550},
      {VALUE_INT, -7},
      {VALUE_INT, 2},
      {VALUE_INT, 202303014},
      {VALUE_INT, 202401011},
      {VALUE_INT, 1701360000000},
      {VALUE_INT, 1},
      {VALUE_INT, 1}}},
    {{{VALUE_INT, 2}}},
    {{{VALUE_INT, 3},
      {VALUE_TEXT, 0, "a", 1},
      {VALUE_TEXT, 0, "retrofit", 8},
      {VALUE_TEXT, 0, "service", 7},
      {VALUE_INT, 9000000000000000},
      {VALUE_INT, -9000000000000000},
      {VALUE_INT, 0},
      {VALUE_INT, 9000000000000000},
      {VALUE_INT, 9000000000000000},
      {VALUE_INT, 1},
      {VALUE_INT, 999912315},
      {VALUE_INT, 100001011},
      {VALUE_INT, 253402271999999},
      {VALUE_INT, 0},
      {VALUE_INT, 0}}},
};

static void must(bool what, const char *text, const char *detail)
{
    if (what)
        return;
    fprintf(stderr, "%s\n%s\n", text, detail);
    abort();
}

static int bind(sqlite3_stmt *stmt, int n, struct value v)
{
    return v.kind == VALUE_NULL   ? sqlite3_bind_null(stmt, n)
           : v.kind == VALUE_TEXT ? sqlite3_bind_text(stmt, n, v.s, -1, SQLITE_TRANSIENT)
                                  : sqlite3_bind_int64(stmt, n, v.i);
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql, const struct value *params, size_t count)
{
    sqlite3_stmt *stmt = NULL;
    must(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK, sql, sqlite3_errmsg(db));
    for (size_t i = 0; i < count; i++) /* $1, $2 … stand in order */
        must(bind(stmt, (int)i + 1, params[i]) == SQLITE_OK, sql, "bind");
    return stmt;
}

/* One database for the whole run, with the rows in it. */
static sqlite3 *database(void)
{
    static sqlite3 *db;
    if (db)
        return db;
    must(sqlite3_open(":memory:", &db) == SQLITE_OK, "open", "");
    must(sqlite3_exec(
             db,
             "CREATE TABLE u (id BIGINT, name TEXT); INSERT INTO u VALUES (1, '和平街道');"
             "CREATE TABLE t (id BIGINT, name TEXT, nature TEXT, sector TEXT, total_investment BIGINT, planned BIGINT,"
             " fees BIGINT, progress BIGINT, workers BIGINT, area BIGINT, starts BIGINT, finishes BIGINT, reported "
             "BIGINT,"
             " is_key BIGINT, unit BIGINT)",
             NULL, NULL, NULL) == SQLITE_OK,
         "create", "");
    for (int i = 0; i < ROWS; i++) {
        sqlite3_stmt *stmt = prepare(db, "INSERT INTO t VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)",
                                     rows[i].values, WORK_FIELDS);
        must(sqlite3_step(stmt) == SQLITE_DONE, "insert", sqlite3_errmsg(db));
        sqlite3_finalize(stmt);
    }
    return db;
}

static void same_in_sqlite(struct ctx *cx, const struct expr *e, struct scope *scope, const char *text)
{
    const bool filter = expr_type(e) == T_BOOL;
    struct sql q = sql_new(cx);
    sql_add(&q, filter ? "SELECT CASE WHEN " : "SELECT ");
    must(expr_sql(e, &q), text, "no SQL");
    sql_add(&q, "%s FROM t LEFT JOIN u ON u.id = t.unit ORDER BY t.id", filter ? " THEN 1 ELSE 0 END" : "");
    sqlite3_stmt *stmt = prepare(database(), q.text.data, q.params, q.count);
    for (int i = 0; i < ROWS; i++) {
        struct value v;
        *scope = work_scope(&rows[i]);
        must(sqlite3_step(stmt) == SQLITE_ROW, text, sqlite3_errmsg(database()));
        must(expr_value(e, cx, &v) && expr_explain(e, cx), text, "no value");
        if (filter)
            v = value_int(v.kind == VALUE_INT && v.i == 1);
        int type = sqlite3_column_type(stmt, 0);
        if (v.kind == VALUE_NULL)
            must(type == SQLITE_NULL, text, q.text.data);
        else if (v.kind == VALUE_INT)
            must(type == SQLITE_INTEGER && sqlite3_column_int64(stmt, 0) == v.i, text, q.text.data);
        else
            must(type == SQLITE_TEXT && strcmp((const char *)sqlite3_column_text(stmt, 0), v.s) == 0, text,
                 q.text.data);
    }
    sqlite3_finalize(stmt);
}

static void there_and_back(struct ctx *cx, const struct expr *e, const struct scope *scope)
{
    const char *once = expr_text(e, cx);
    if (strlen(once) > 4000) /* canonical names may be longer than what was typed */
        return;
    const struct expr *again = formula_parse(cx, once, scope);
    if (!again && strcmp(cx->err.code, "FML-05") == 0) {
        err_clear(cx);
        return;
    }
    must(again && strcmp(expr_text(again, cx), once) == 0, once, again ? expr_text(again, cx) : cx->err.message.en);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct ctx cx = ctx_init(arena_new(256 << 20));
    struct scope scope = work_scope(&rows[0]);
    const char *text = arena_strndup(cx.arena, (const char *)bytes, size);
    size_t count;
    const struct expr *e = formula_parse(&cx, text, &scope);
    if (e) {
        same_in_sqlite(&cx, e, &scope, text);
        there_and_back(&cx, e, &scope);
        must(expr_words(e, &cx) != NULL, text, "no words");
    } else {
        must(cx.err.kind == ERR_INPUT && cx.err.message.zh && cx.err.message.en, text, "refused without a reason");
        must(text_is_utf8(cx.err.message.zh, strlen(cx.err.message.zh)), text, cx.err.message.zh);
        err_clear(&cx);
    }
    (void)formula_complete(&cx, text, size / 2, &scope, &count);
    must(cx.err.kind == ERR_NONE, text, "completion failed");
    arena_free(cx.arena);
    return 0;
}
