/* statement_test.c — running statements: what they change, how they fail, and that they are kept. */
#include "unit/store/engines.h"

static void changes_and_scalars(struct ctx *cx)
{
    int64_t changed = -1;
    must(cx, "CREATE TABLE t (zone BIGINT NOT NULL, code TEXT NOT NULL, n BIGINT, PRIMARY KEY (zone, code))");
    OK(db_exec(cx, "INSERT INTO t (zone, code, n) VALUES (1, 'a', 1), (1, 'b', 2), (2, 'a', 3)", NULL, 0, &changed),
       "insert");
    EQ_INT(changed, 3);
    struct value two = value_int(2);
    OK(db_exec(cx, "UPDATE t SET n = n + 10 WHERE n >= $1", &two, 1, &changed), "update");
    EQ_INT(changed, 2);
    OK(db_exec(cx, "DELETE FROM t WHERE n = 99", NULL, 0, &changed), "delete nothing");
    EQ_INT(changed, 0);
    OK(db_exec(cx, "SELECT n FROM t", NULL, 0, &changed), "a query may be run for its own sake");
    EQ_INT(changed, 0);
    OK(db_exec(cx, "CREATE INDEX t_n ON t (n)", NULL, 0, &changed) && changed == 0,
       "a table definition changes no rows");
    struct value v;
    OK(db_scalar(cx, "INSERT INTO t (zone, code) VALUES (3, 'c') RETURNING zone", NULL, 0, &v) && v.i == 3,
       "insert returning");
    EQ_INT(int_of(cx, "SELECT count(*) FROM t WHERE zone = 3"), 1);
    OK(!db_scalar(cx, "SELECT n FROM t WHERE code = 'nobody'", NULL, 0, &v), "no row");
    EQ_INT(cx->err.kind, ERR_NOT_FOUND);
    EQ_TEXT(failed_with(cx), "STO-16");
    OK(db_scalar(cx, "SELECT code FROM t ORDER BY zone, code", NULL, 0, &v), "the first of many rows");
    EQ_TEXT(v.s, "a");
}

static void constraints(struct ctx *cx)
{
    must(cx, "CREATE TABLE child (zone BIGINT, parent TEXT, n BIGINT CHECK (n < 100), FOREIGN KEY (zone, parent) "
             "REFERENCES t (zone, code))");
    struct value secret[] = {value_int(1), value_text("机密值")};
    OK(db_exec(cx, "INSERT INTO t (zone, code) VALUES ($1, $2)", secret, 2, NULL), "insert");
    OK(!db_exec(cx, "INSERT INTO t (zone, code) VALUES ($1, $2)", secret, 2, NULL), "a second row with one key");
    EQ_INT(cx->err.kind, ERR_CONFLICT);
    EQ_TEXT(cx->err.path, "code");
    OK(strstr(cx->err.message.zh, "t.zone, t.code") && strstr(cx->err.message.en, "t.zone, t.code"),
       "the message names the key: %s", cx->err.message.en);
    OK(!strstr(cx->err.message.zh, "机密") && !strstr(cx->err.cause, "机密"), "no value in message or cause: %s",
       cx->err.cause);
    EQ_TEXT(failed_with(cx), "STO-01");
    must(cx, "CREATE UNIQUE INDEX t_lower ON t (zone, lower(code))");
    OK(!db_exec(cx, "INSERT INTO t (zone, code) VALUES (2, 'A')", NULL, 0, NULL), "a key over an expression");
    EQ_TEXT(failed_with(cx), "STO-01");
    OK(!db_exec(cx, "INSERT INTO child (zone, parent) VALUES (1, 'nobody')", NULL, 0, NULL), "a reference to nothing");
    EQ_INT(cx->err.kind, ERR_CONFLICT);
    EQ_TEXT(failed_with(cx), "STO-02");
    must(cx, "INSERT INTO child (zone, parent) VALUES (1, 'a')");
    OK(!db_exec(cx, "DELETE FROM t WHERE zone = 1 AND code = 'a'", NULL, 0, NULL), "a row others refer to");
    EQ_TEXT(failed_with(cx), "STO-02");
    OK(!db_exec(cx, "INSERT INTO child (n) VALUES (100)", NULL, 0, NULL), "a check");
    EQ_INT(cx->err.kind, ERR_SYSTEM);
    EQ_TEXT(failed_with(cx), "STO-09");
    OK(!db_exec(cx, "INSERT INTO t (zone) VALUES (1)", NULL, 0, NULL), "a missing value");
    EQ_TEXT(failed_with(cx), "STO-09");
}

static void wrong_sql(struct ctx *cx)
{
    struct value one = value_int(1);
    OK(!db_exec(cx, "SELEC 1", NULL, 0, NULL), "syntax");
    OK(strstr(cx->err.cause, "SELEC"), "the cause quotes the SQL: %s", cx->err.cause);
    EQ_TEXT(failed_with(cx), "STO-09");
    OK(!db_query(cx, "SELECT nothing FROM nowhere", NULL, 0), "no such table");
    EQ_TEXT(failed_with(cx), "STO-09");
    OK(!db_exec(cx, "SELECT \"text\"", NULL, 0, NULL), "double quotes are for names");
    EQ_TEXT(failed_with(cx), "STO-09");
    OK(!db_exec(cx, "DELETE FROM child; DELETE FROM t", NULL, 0, NULL), "two statements in one");
    EQ_TEXT(failed_with(cx), "STO-09");
    OK(!db_exec(cx, "SELECT n FROM t WHERE n = $1", NULL, 0, NULL), "a parameter is missing");
    EQ_TEXT(failed_with(cx), "STO-09");
    OK(!db_exec(cx, "SELECT n FROM t WHERE n = $2", &one, 1, NULL), "a number out of reach");
    EQ_TEXT(failed_with(cx), "STO-09");
    OK(!db_exec(cx, "SELECT n FROM t WHERE n = ?", &one, 1, NULL), "parameters are numbered with $");
    EQ_TEXT(failed_with(cx), "STO-09");
    EQ_INT(int_of(cx, "SELECT 1 ; "), 1);
}

static void scripts(struct ctx *cx)
{
    OK(!db_script(cx, "CREATE TABLE half (n BIGINT); INSERT INTO half VALUES (1); INSERT INTO nowhere VALUES (1);"),
       "a script that fails");
    EQ_TEXT(failed_with(cx), "STO-09");
    OK(!db_exec(cx, "SELECT n FROM half", NULL, 0, NULL), "leaves nothing behind");
    EQ_TEXT(failed_with(cx), "STO-09");
    must(cx, "CREATE TABLE whole (n BIGINT); INSERT INTO whole VALUES (1), (2); -- done\n");
    EQ_INT(int_of(cx, "SELECT count(*) FROM whole"), 2);
}

static void keeps_statements(struct ctx *cx)
{
    int64_t prepared = db_prepared(cx->db), statements = db_statements(cx->db);
    for (int i = 0; i < 100; i++) {
        char sql[64]; /* the text decides, not where it stands */
        snprintf(sql, sizeof sql, "SELECT count(*) FROM whole WHERE n = $%d", 1);
        struct value v, n = value_int(i);
        if (!db_scalar(cx, sql, &n, 1, &v) || v.i != (i == 1 || i == 2))
            OK(false, "count of %d", i);
    }
    EQ_INT(db_statements(cx->db) - statements, 100);
    EQ_INT(db_prepared(cx->db) - prepared, 1);
    prepared = db_prepared(cx->db);
    bool right = true;
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 2000; i++) {
            struct value v;
            right = right && db_scalar(cx, arena_printf(cx->arena, "SELECT %d", i), NULL, 0, &v) && v.i == i;
        }
    OK(right, "two thousand texts, more than are kept, twice");
    OK(db_prepared(cx->db) - prepared > 3000, "the oldest made room");
    EQ_TEXT(tap_code(cx), "");
}

static void survives_schema_change(struct ctx *cx, const char *url)
{
    struct ctx other = work_on(url);
    must(&other, "CREATE TABLE changing (a BIGINT); INSERT INTO changing VALUES (1)");
    EQ_INT(int_of(cx, "SELECT * FROM changing"), 1);
    must(&other, "DROP TABLE changing; CREATE TABLE changing (a TEXT, b BIGINT); INSERT INTO changing VALUES ('x', 2)");
    struct value v;
    if (!db_scalar(cx, "SELECT * FROM changing", NULL, 0, &v))
        err_clear(cx); /* the kept plan is of the old table: once */
    OK(db_scalar(cx, "SELECT * FROM changing", NULL, 0, &v) && v.kind == VALUE_TEXT,
       "a kept statement follows the new table");
    work_done(&other);
}

static void plans(struct ctx *cx)
{
    struct value params[] = {value_int(1), value_text("a")};
    const char *keyed = db_plan(cx, "SELECT n FROM t WHERE zone = $1 AND code = $2", params, 2);
    const char *scanned = db_plan(cx, "SELECT zone FROM t WHERE n + 1 = 2", NULL, 0);
    tap_note("%s / %s", keyed, scanned);
    OK(keyed && scanned, "plans are told");
    if (!is_postgres(cx)) {
        OK(strstr(keyed, "SEARCH t USING INDEX"), "an index is seen");
        OK(strstr(scanned, "SCAN t"), "a scan is seen");
    }
}

static void no_database(void)
{
    struct ctx cx = tap_ctx();
    OK(!db_exec(&cx, "SELECT 1", NULL, 0, NULL), "a unit of work without a database");
    EQ_TEXT(failed_with(&cx), "STO-09");
    OK(!db_query(&cx, "SELECT 1", NULL, 0) && !db_begin(&cx), "cannot query or begin either");
    db_close(NULL);
    tap_ctx_free(&cx);
}

static void statements(const char *url)
{
    struct ctx cx = work_on(url);
    changes_and_scalars(&cx);
    constraints(&cx);
    wrong_sql(&cx);
    scripts(&cx);
    keeps_statements(&cx);
    survives_schema_change(&cx, url);
    plans(&cx);
    work_done(&cx);
}

int main(void)
{
    no_database();
    on_each_engine(statements);
    return tap_done();
}
