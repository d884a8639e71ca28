/* rows_test.c — rows stream in flat memory, and what they deliver does not depend on what else is run. */
#include "unit/store/engines.h"

#include <sys/resource.h>

enum { MANY = 100000 };

static void fill(struct ctx *cx)
{
    must(cx, "CREATE TABLE t (id BIGINT PRIMARY KEY, name TEXT, n BIGINT)");
    struct value many = value_int(MANY);
    OK(db_exec(cx,
               "WITH RECURSIVE k(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM k WHERE i < $1)"
               " INSERT INTO t (id, name, n) SELECT i, '项目 ' || i, i % 7 FROM k",
               &many, 1, NULL),
       "100,000 rows: %s", tap_code(cx));
}

static void streams(struct ctx *cx)
{
    struct rows *rows = db_query(cx, "SELECT id, name FROM t ORDER BY id", NULL, 0);
    EQ_INT(db_columns(rows), 2);
    EQ_TEXT(db_column_name(rows, 0), "id");
    EQ_TEXT(db_column_name(rows, 1), "name");
    size_t used = arena_used(cx->arena);
    struct rusage before, after;
    getrusage(RUSAGE_SELF, &before);
    int64_t count = 0, sum = 0;
    bool names = true;
    while (db_next(rows)) {
        count++;
        sum += db_int(rows, 0);
        names = names && strncmp(db_text(rows, 1), "项目 ", 7) == 0 &&
                strtoll(db_text(rows, 1) + 7, NULL, 10) == db_int(rows, 0);
    }
    getrusage(RUSAGE_SELF, &after);
    OK(db_ok(rows), "read to the end");
    EQ_INT(count, MANY);
    EQ_INT(sum, (int64_t)MANY * (MANY + 1) / 2);
    OK(names, "each row has its own name");
    EQ_INT(arena_used(cx->arena), used);
#ifndef __SANITIZE_ADDRESS__
    OK(after.ru_maxrss - before.ru_maxrss < 4096, "in flat memory: %ld KiB more", after.ru_maxrss - before.ru_maxrss);
#endif
    OK(!db_next(rows), "the end stays the end");
    OK(db_is_null(rows, 0) && db_text(rows, 1) == NULL && db_int(rows, 0) == 0, "and has no values");
}

static void is_undisturbed_by_writes(struct ctx *cx)
{
    struct rows *rows = db_query(cx, "SELECT id, name FROM t WHERE id <= 1000 ORDER BY id", NULL, 0);
    int64_t expected = 0;
    bool right = true;
    while (db_next(rows)) {
        const char *name = db_text(rows, 1);
        struct value params[] = {value_int(db_int(rows, 0) + MANY), value_text(name)};
        struct arena_mark mark = arena_mark(cx->arena);
        right = right && db_exec(cx, "INSERT INTO t (id, name) VALUES ($1, $2)", params, 2, NULL) &&
                db_exec(cx, "UPDATE t SET name = 'changed' WHERE id <= 1000", NULL, 0, NULL);
        arena_reset(cx->arena, mark); /* must not take the rows that wait */
        right = right && db_int(rows, 0) == ++expected && name == db_text(rows, 1) &&
                strcmp(name, arena_printf(cx->arena, "项目 %lld", (long long)expected)) == 0;
        if (expected == 3)
            EQ_TEXT(db_column_name(rows, 1), "name");
    }
    OK(db_ok(rows) && right, "each row as it was when the query ran");
    EQ_INT(expected, 1000);
    EQ_INT(int_of(cx, "SELECT count(*) FROM t WHERE id > 100000"), 1000);
    must(cx, "DELETE FROM t WHERE id > 100000; UPDATE t SET name = '项目 ' || id WHERE id <= 1000");
}

static void nest(struct ctx *cx)
{
    static const char sql[] = "SELECT id FROM t WHERE id <= $1 ORDER BY id";
    struct value most = value_int(5);
    int64_t sum = 0, pairs = 0;
    struct rows *outer = db_query(cx, sql, &most, 1);
    while (db_next(outer)) {
        struct rows *inner = db_query(cx, sql, &most, 1);
        while (db_next(inner)) {
            sum += db_int(outer, 0) * db_int(inner, 0);
            pairs++;
        }
    }
    EQ_INT(pairs, 25);
    EQ_INT(sum, 225);
}

static void end_early(struct ctx *cx)
{
    for (int i = 0; i < 3; i++) {
        struct rows *rows = db_query(cx, "SELECT id FROM t ORDER BY id", NULL, 0);
        OK(db_next(rows) && db_int(rows, 0) == 1, "one row");
        db_end(rows);
        OK(!db_next(rows) && db_ok(rows), "ended");
        db_end(rows);
        EQ_TEXT(db_column_name(rows, 0), NULL);
    }
    struct arena_mark mark = arena_mark(cx->arena);
    for (int i = 0; i < 10; i++)
        OK(db_next(db_query(cx, "SELECT id FROM t", NULL, 0)), "forgotten rows");
    arena_reset(cx->arena, mark);
    must(cx, "CREATE TABLE gone (n BIGINT); DROP TABLE gone");
    EQ_TEXT(tap_code(cx), "");
    struct rows *none = db_query(cx, "SELECT id AS alias FROM t WHERE id < 0", NULL, 0);
    EQ_TEXT(db_column_name(none, 0), "alias");
    OK(!db_next(none) && db_ok(none), "no rows is no failure");
    OK(!db_ok(NULL), "a query that never ran is not well");
    db_end(NULL);
}

static void write_and_return(struct ctx *cx)
{
    struct rows *rows = db_query(cx, "UPDATE t SET n = n + 100 WHERE id <= 50 RETURNING id", NULL, 0);
    OK(db_next(rows), "a row comes back");
    db_end(rows);
    EQ_INT(int_of(cx, "SELECT count(*) FROM t WHERE n >= 100"), 50);
}

static void fail_midway(struct ctx *cx)
{
    /* |id - 60000| × 2^62 does not fit from the second row on; the first row is 0. */
    struct rows *rows = db_query(
        cx,
        is_postgres(cx)
            ? "SELECT (id - 60000) * 4611686018427387904 FROM t WHERE id >= 60000 ORDER BY id"
            : "SELECT abs((id - 60000) * -9223372036854775807 - (id - 60000)) FROM t WHERE id >= 60000 ORDER BY id",
        NULL, 0);
    int count = 0;
    while (rows && db_next(rows))
        count++;
    OK(!db_ok(rows), "a query that fails on its way says so");
    OK(count < 3, "after %d rows", count);
    EQ_TEXT(failed_with(cx), "STO-09");
    EQ_INT(int_of(cx, "SELECT 1"), 1);
}

static void hold_too_much(struct ctx *cx)
{
    must(cx, "CREATE TABLE wide (id BIGINT, s TEXT)");
    struct value big = {.kind = VALUE_TEXT, .s = arena_alloc(cx->arena, 8 << 20), .n = 8 << 20};
    memset((char *)(uintptr_t)big.s, 'w', big.n);
    bool stored = true;
    for (int i = 0; i < 40; i++)
        stored = stored && db_exec(cx, "INSERT INTO wide (id, s) VALUES (1, $1)", &big, 1, NULL);
    OK(stored, "320 MiB");
    struct rows *rows = db_query(cx, "SELECT s FROM wide", NULL, 0);
    OK(db_next(rows), "the first");
    OK(!db_exec(cx, "UPDATE wide SET id = 2", NULL, 0, NULL), "a write that would have to hold them all");
    EQ_INT(cx->err.kind, ERR_TOO_LARGE);
    EQ_TEXT(failed_with(cx), "STO-11");
    OK(!db_next(rows) && !db_ok(rows), "the rows are lost, and say so");
    err_clear(cx);
    EQ_INT(int_of(cx, "SELECT count(*) FROM wide WHERE id = 1"), 40);
}

static void outlive_their_database(const char *url)
{
    struct ctx cx = work_on(url);
    struct rows *streaming = db_query(&cx, "SELECT id FROM t ORDER BY id", NULL, 0);
    OK(db_next(streaming), "one row");
    db_close(cx.db);
    OK(!db_next(streaming) && !db_ok(streaming), "rows end with their connection");
    EQ_TEXT(failed_with(&cx), "STO-08");
    cx.db = NULL;
    work_done(&cx);
}

static void rows(const char *url)
{
    struct ctx cx = work_on(url);
    fill(&cx);
    streams(&cx);
    is_undisturbed_by_writes(&cx);
    nest(&cx);
    end_early(&cx);
    write_and_return(&cx);
    fail_midway(&cx);
    hold_too_much(&cx);
    work_done(&cx);
    outlive_their_database(url);
}

int main(void)
{
    on_each_engine(rows);
    return tap_done();
}
