/* week.c — a week of reporting in a zone of 100,000 projects: opened (a blank report each, with its audit) against plain
 * inserts of the same rows; closed, with the completeness of every unit told, against the same changes and sums in SQL. */
#include "rules/week.h"
#include "metric/metric.h"

#include "zone.h"

enum { PROJECTS = 100000, TURNS = 3 };
static const int64_t week_ms = INT64_C(7) * 24 * 60 * 60 * 1000;

struct scene {
    struct ctx cx;
    sqlite3 *bare;
    struct report_week *week;
    int turn;
};

static void bare_run(struct scene *s, const char *sql)
{
    need(NULL, sqlite3_exec(s->bare, sql, NULL, NULL, NULL) == SQLITE_OK, sqlite3_errmsg(s->bare));
}

/* ---- opening ---- */

static double open_ours(void *scene)
{
    struct scene *s = scene;
    struct ctx *cx = &s->cx;
    struct arena_mark mark = arena_mark(cx->arena);
    cx->now_ms += week_ms;
    const double begun = now();
    need(cx, week_open(cx, date_of_instant((struct instant){cx->now_ms}), &s->week), "a week");
    const double took = now() - begun;
    s->turn++;
    arena_reset(cx->arena, mark);
    return took * 1e3;
}

/* Weeks of its own, so far ahead that ours never get there. */
static double open_floor(void *scene)
{
    struct scene *s = scene;
    const double begun = now();
    bare_run(s, "BEGIN IMMEDIATE");
    bare_run(s, "INSERT INTO report_week (zone, id, version, created_at, created_by, updated_at, updated_by, name,"
                " starts_on, month, due_at, closes_at, state) SELECT 1, COALESCE(MAX(id), 0) + 1000, 1, 1, 'bench', 1,"
                " 'bench', 'floor', COALESCE(MAX(starts_on), 0) + 9000000, 1, 1, 9e15, 'open' FROM report_week");
    bare_run(s,
             "INSERT INTO report_duty (zone, id, version, created_at, created_by, updated_at, updated_by, week, unit,"
             " due_at, state) SELECT 1, (SELECT COALESCE(MAX(id), 0) + 100000 FROM report_duty) + id, 1, 1, 'bench', 1,"
             " 'bench', (SELECT MAX(id) FROM report_week), id, 1, 'open' FROM unit");
    sqlite3_stmt *projects, *insert;
    need(NULL,
         sqlite3_prepare_v2(s->bare,
                            "SELECT id, unit, (SELECT MAX(id) FROM report_week), (SELECT COALESCE(MAX(id), 0) +"
                            " 1000000 FROM weekly_report) FROM project WHERE completed_on IS NULL",
                            -1, &projects, NULL) == SQLITE_OK &&
             sqlite3_prepare_v2(
                 s->bare,
                 "INSERT INTO weekly_report (zone, id, version, created_at, created_by, updated_at,"
                 " updated_by, week, project, unit, due_on, late) VALUES (1, ?1, 1, 1, 'bench', 1, 'bench',"
                 " ?2, ?3, ?4, 202399995, 0)",
                 -1, &insert, NULL) == SQLITE_OK,
         sqlite3_errmsg(s->bare));
    int64_t first = 0, n = 0;
    while (sqlite3_step(projects) == SQLITE_ROW) {
        if (n == 0)
            first = sqlite3_column_int64(projects, 3);
        sqlite3_bind_int64(insert, 1, first + n++);
        sqlite3_bind_int64(insert, 2, sqlite3_column_int64(projects, 2));
        sqlite3_bind_int64(insert, 3, sqlite3_column_int64(projects, 0));
        sqlite3_bind_int64(insert, 4, sqlite3_column_int64(projects, 1));
        need(NULL, sqlite3_step(insert) == SQLITE_DONE, sqlite3_errmsg(s->bare));
        sqlite3_reset(insert);
    }
    sqlite3_finalize(projects);
    sqlite3_finalize(insert);
    bare_run(s, "COMMIT");
    return (now() - begun) * 1e3;
}

/* ---- closing ---- */

static double close_ours(void *scene)
{
    struct scene *s = scene;
    struct ctx *cx = &s->cx;
    struct arena_mark mark = arena_mark(cx->arena);
    const struct metric_query by_unit = {.view = {.as_of = date_day(2024, 12, 31)}, .by = "unit"};
    struct metric_answer answer;
    struct report_week *week;
    need(cx, week_find(cx, date_of_instant((struct instant){cx->now_ms - week_ms * --s->turn}), &week) && week,
         "a week");
    const double begun = now();
    need(cx, week_close(cx, week->head.id), "it closes");
    need(cx, metric_compute(cx, metric_need(cx, "report.completeness"), &by_unit, &answer), "who has reported");
    const double took = now() - begun;
    arena_reset(cx->arena, mark);
    return took * 1e3;
}

static double close_floor(void *scene)
{
    struct scene *s = scene;
    sqlite3_stmt *sums;
    const double begun = now();
    bare_run(s, "BEGIN IMMEDIATE");
    bare_run(s, "UPDATE report_week SET state = 'closed', closed_at = 1 WHERE zone = 1 AND id = (SELECT MAX(id) FROM"
                " report_week WHERE name = 'floor' AND state = 'open')");
    bare_run(s,
             "UPDATE report_duty SET state = 'missed' WHERE zone = 1 AND state = 'open' AND week = (SELECT MAX(id) FROM"
             " report_week WHERE name = 'floor')");
    bare_run(s, "COMMIT");
    need(NULL,
         sqlite3_prepare_v2(s->bare,
                            "SELECT unit, COUNT(filed_on), COUNT(*) FROM weekly_report WHERE zone = 1 AND due_on"
                            " BETWEEN 202401010 AND 202412319 GROUP BY unit",
                            -1, &sums, NULL) == SQLITE_OK,
         sqlite3_errmsg(s->bare));
    while (sqlite3_step(sums) == SQLITE_ROW)
        ;
    sqlite3_finalize(sums);
    return (now() - begun) * 1e3;
}

int main(void)
{
    struct place place = place_new();
    struct scene s = {0};
    zone_make(&place, is_quick() ? PROJECTS / 10 : PROJECTS, false);
    s.cx = zone_open(&place);
    need(NULL, sqlite3_open(place.file, &s.bare) == SQLITE_OK, "the file");
    bare_run(&s, "PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 60000; PRAGMA cache_size "
                 "= -16000");
    bool good = claim("opening a week of 100,000 projects", "ms", measure_pair(TURNS, open_ours, open_floor, &s),
                      BAR_AT_MOST, 6, 0);
    good &= claim("closing it, and who has reported", "ms", measure_pair(TURNS, close_ours, close_floor, &s),
                  BAR_AT_MOST, 3, 0);
    sqlite3_close(s.bare);
    zone_close(&s.cx);
    place_clear(&place);
    return !good;
}
