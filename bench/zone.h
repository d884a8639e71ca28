/* zone.h — made-up zones for measuring: databases filled by plain SQL, and what our program asks of them. */
#ifndef STEWARD_BENCH_ZONE_H
#define STEWARD_BENCH_ZONE_H

#include "measure.h"
#include "model/schema.h"
#include "store/db.h"

#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

/* A database file of its own folder, gone with place_clear(). */
struct place {
    char dir[64], file[80];
};

static inline struct place place_new(void)
{
    struct place p = {.dir = "/tmp/steward-bench.XXXXXX"};
    need(NULL, mkdtemp(p.dir), "a temporary folder");
    snprintf(p.file, sizeof p.file, "%s/bench.db", p.dir);
    return p;
}

static inline void place_clear(const struct place *p)
{
    char side[96];
    static const char *const sides[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        snprintf(side, sizeof side, "%s%s", p->file, sides[i]);
        unlink(side);
    }
    rmdir(p->dir);
}

/* A unit of work in the made-up zone on the last day of 2023. */
static inline struct ctx zone_open(const struct place *p)
{
    struct ctx cx = ctx_init(arena_new((size_t)1 << 30));
    cx.now_ms = 1703995200000;
    cx.db = db_open(&cx, p->file, DB_CREATE);
    need(&cx, cx.db, "the database");
    cx.zone = 1;
    return cx;
}

static inline void zone_close(struct ctx *cx)
{
    db_close(cx->db);
    arena_free(cx->arena);
}

/* Tables and columns of one statement: rows 1…:n of `table`, i the number of the row, h a number scattered by it. */
struct filling {
    const char *table, *columns, *values;
    int per_project; /* rows for each project; 0: `rows` in all */
    int rows;
};

/* clang-format off */
static const struct filling zone_fillings[] = {
    {"unit", "name", "'单位' || i", 0, 40},
    {"project", "name, unit, sector, nature, total_investment, started_on, completed_on, image_progress",
     "'高新区第' || i || '号重点建设项目', h % 40 + 1, '领域' || (h / 40 % 8), CASE h % 3 WHEN 0 THEN 'new' WHEN 1 THEN 'continuing' ELSE 'expansion' END,"
     " (h % 99991 + 100) * 1000000, CASE WHEN h % 5 THEN (2019 + h % 5) * 100000 + (h % 12 + 1) * 1000 + 15 END,"
     " CASE WHEN h % 4 = 0 THEN 202300000 + (h % 12 + 1) * 1000 + 15 END, '主体施工至' || h % 30 || '层'", 1, 0},
    {"stage_change", "project, stage, changed_on", "(i + 1) / 2, CASE i % 2 WHEN 1 THEN 'preparing' ELSE 'building' END, (2019 + i % 2 * 2) * 100000 + (h % 12 + 1) * 1000 + 15", 2, 0},
    {"pairing", "project, role, person, since", "i, 'leader', '领导' || (h % 30), 202001015", 1, 0},
    {"statistics_entry", "project, entered_on", "i, 202200000 + (h % 12 + 1) * 1000 + 15", 1, 0},
    {"plan_year", "project, year, amount", "(i + 1) / 2, 2022 + i % 2, (h % 5000 + 100) * 1000000", 2, 0},
    {"problem", "project, category, description, raised_on, unit, due_on, state",
     "i, CASE h % 3 WHEN 0 THEN 'land' WHEN 1 THEN 'funding' ELSE 'approval' END, '问题' || i, 202300000 + (h % 12 + 1) * 1000 + 15, h % 40 + 1,"
     " 202300000 + (h % 12 + 1) * 1000 + 285, CASE h % 2 WHEN 0 THEN 'closed' ELSE 'handling' END", 1, 0},
    {0},
};
/* Two years of months in two calibers. */
static const struct filling zone_investments =
    {"investment", "project, month, caliber, amount",
     "(i + 47) / 48, (2022 + i % 2) * 100000 + (i / 2 % 12 + 1) * 1000 + 14, CASE i / 24 % 2 WHEN 0 THEN 'dispatch' ELSE 'statistics' END, (h % 900 + 1) * 1000000", 48, 0};
/* clang-format on */

static inline void plain_sql(sqlite3 *db, const char *sql)
{
    char *error = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &error) == SQLITE_OK)
        return;
    fprintf(stderr, "bench: %s: %s\n", sql, error ? error : "failed");
    exit(1);
}

static inline void fill(sqlite3 *db, const struct filling *f, long projects)
{
    long rows = f->per_project ? f->per_project * projects : f->rows;
    char *sql =
        sqlite3_mprintf("WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < %ld),"
                        " scattered AS (SELECT i, i * 2654435761 %% 4294967291 AS h FROM numbers)"
                        " INSERT INTO %s (zone, id, version, created_at, created_by, updated_at, updated_by, %s)"
                        " SELECT 1, i, 1, 1, 'bench', 1, 'bench', %s FROM scattered",
                        rows, f->table, f->columns, f->values);
    plain_sql(db, sql);
    sqlite3_free(sql);
}

/* A zone of so many projects with eight facts each, and with 48 amounts more where `investments` asks for them. */
static inline void zone_make(const struct place *p, long projects, bool investments)
{
    struct ctx cx = zone_open(p);
    need(&cx, schema_migrate(&cx), "the schema");
    zone_close(&cx);
    sqlite3 *db;
    need(NULL, sqlite3_open(p->file, &db) == SQLITE_OK, "the file");
    plain_sql(db, "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA cache_size = -200000; BEGIN;"
                  " INSERT INTO zone (id, version, created_at, created_by, updated_at, updated_by, code, name)"
                  " VALUES (1, 1, 1, 'bench', 1, 'bench', 'bench', '试验区')");
    for (const struct filling *f = zone_fillings; f->table; f++)
        fill(db, f, projects);
    if (investments)
        fill(db, &zone_investments, projects);
    plain_sql(db, "COMMIT; PRAGMA journal_mode = WAL");
    sqlite3_close(db);
}

/* ---- what our program asks ---- */

/* Every statement of this process from here on, as the engine ran it with its values, in order; no statement twice. */
struct statements {
    char *sql[64];
    int count;
};

static struct statements heard;

static inline int hear(unsigned what, void *arg, void *statement, void *unused)
{
    (void)what, (void)arg, (void)unused;
    char *sql = sqlite3_expanded_sql(statement);
    bool known = !sql || (strncmp(sql, "SELECT", 6) != 0 && strncmp(sql, "WITH", 4) != 0);
    for (int i = 0; i < heard.count && !known; i++)
        known = strcmp(heard.sql[i], sql) == 0;
    if (known || heard.count == 64)
        sqlite3_free(sql);
    else
        heard.sql[heard.count++] = sql;
    return 0;
}

static inline int hear_connection(sqlite3 *db, char **error, const struct sqlite3_api_routines *api)
{
    (void)error, (void)api;
    return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, hear, NULL);
}

static inline void hear_all(void)
{
    heard.count = 0;
    sqlite3_auto_extension((void (*)(void))hear_connection);
}

/* Later connections are not heard. */
static inline void hear_no_more(void)
{
    sqlite3_cancel_auto_extension((void (*)(void))hear_connection);
}

/* ---- the floor of what our program asks: the same statements, prepared once and stepped ---- */

static sqlite3_stmt *bare_statements[64];

static inline void bare_prepare(const char *file)
{
    sqlite3 *db;
    need(NULL, sqlite3_open_v2(file, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK, "the file");
    need(NULL, sqlite3_exec(db, "PRAGMA cache_size = -16000", NULL, NULL, NULL) == SQLITE_OK, "its cache");
    for (int i = 0; i < heard.count; i++)
        need(NULL, sqlite3_prepare_v2(db, heard.sql[i], -1, &bare_statements[i], NULL) == SQLITE_OK, heard.sql[i]);
}

/* Milliseconds for all of them. */
static inline double bare_step(void *arg)
{
    (void)arg;
    double begun = now();
    for (int i = 0; i < heard.count; i++) {
        while (sqlite3_step(bare_statements[i]) == SQLITE_ROW)
            ;
        sqlite3_reset(bare_statements[i]);
    }
    return (now() - begun) * 1e3;
}

#endif
