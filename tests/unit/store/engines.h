/* engines.h — runs a store test on a fresh SQLite database, and on PostgreSQL where STEWARD_TEST_PG names one. */
#ifndef STEWARD_TESTS_STORE_ENGINES_H
#define STEWARD_TESTS_STORE_ENGINES_H

#include "store/db.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A unit of work on its own connection to `url`. */
static inline struct ctx work_on(const char *url)
{
    struct ctx cx = tap_ctx();
    cx.db = db_open(&cx, url, DB_CREATE);
    if (!cx.db) {
        printf("Bail out! cannot open %s: %s (%s)\n", url, cx.err.message.en, cx.err.cause ? cx.err.cause : "");
        exit(1);
    }
    return cx;
}

static inline void work_done(struct ctx *cx)
{
    db_close(cx->db);
    tap_ctx_free(cx);
}

/* Statements that must work. */
static inline void must(struct ctx *cx, const char *sql)
{
    if (!db_script(cx, sql))
        OK(false, "%s: %s", sql, cx->err.cause ? cx->err.cause : cx->err.message.en);
}

static inline int64_t int_of(struct ctx *cx, const char *sql)
{
    struct value v = value_null();
    if (!db_scalar(cx, sql, NULL, 0, &v))
        OK(false, "%s: %s", sql, cx->err.cause ? cx->err.cause : cx->err.message.en);
    return v.i;
}

/* What cx failed with, and forget it. */
static inline const char *failed_with(struct ctx *cx)
{
    const char *code = tap_code(cx);
    err_clear(cx);
    return code;
}

static inline void on_sqlite(void (*test)(const char *url))
{
    char dir[] = "/tmp/steward-test.XXXXXX";
    char file[64], side[80];
    if (!mkdtemp(dir)) {
        printf("Bail out! no temporary folder\n");
        exit(1);
    }
    snprintf(file, sizeof file, "%s/test.db", dir);
    tap_note("on SQLite");
    test(file);
    unlink(file);
    snprintf(side, sizeof side, "%s-wal", file);
    unlink(side);
    snprintf(side, sizeof side, "%s-shm", file);
    unlink(side);
    OK(rmdir(dir) == 0, "nothing is left beside the database file");
}

/* Each test has a schema of its own, made by opening it. */
static inline void on_postgres(void (*test)(const char *url))
{
    static int number;
    const char *server = getenv("STEWARD_TEST_PG");
    if (!server) {
        tap_skip("STEWARD_TEST_PG is not set; run under tools/with-postgres");
        return;
    }
    char schema[48], url[1024], drop[80];
    snprintf(schema, sizeof schema, "test_%d_%d", (int)getpid(), ++number);
    snprintf(url, sizeof url, "%s%coptions=-csearch_path%%3D%s", server, strchr(server, '?') ? '&' : '?', schema);
    tap_note("on PostgreSQL");
    test(url);
    struct ctx cx = work_on(server);
    snprintf(drop, sizeof drop, "DROP SCHEMA IF EXISTS %s CASCADE", schema);
    must(&cx, drop);
    work_done(&cx);
}

/* STEWARD_TEST_PG_ONLY: on PostgreSQL alone, for SQLite's turn has been (script/test). */
static inline void on_each_engine(void (*test)(const char *url))
{
    const char *only = getenv("STEWARD_TEST_PG_ONLY");
    if (!only || !*only)
        on_sqlite(test);
    on_postgres(test);
}

static inline bool is_postgres(const struct ctx *cx)
{
    return db_engine(cx->db) == DB_POSTGRES;
}

#endif
