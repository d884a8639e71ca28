/* lights.c — the lights of 100,000 projects on a morning when few change, against the same conditions in plain SQL over the
 * same tables, prepared once and stepped, which remembers, excuses and keeps nothing. */
#include "rules/lights.h"

#include "zone.h"

enum { PROJECTS = 100000, TURNS = 3, FIRST_MS = 60000 };

/* clang-format off */
#define IN_YEAR(table, date, more) \
    "(SELECT COALESCE(SUM(f.amount), 0) FROM " table " f WHERE f.zone = 1 AND f.project = t.id AND f." date " >= 202300000 AND f." date " <= 202312315" more ")"
#define STAGE \
    "COALESCE((SELECT c.stage FROM stage_change c WHERE c.zone = 1 AND c.project = t.id AND c.changed_on <= 202312315 ORDER BY c.changed_on DESC, c.id DESC LIMIT 1), 'preparing')"
#define REACHED(date, stages) \
    "(t." date " <= 202312315 OR EXISTS (SELECT 1 FROM stage_change c WHERE c.zone = 1 AND c.project = t.id AND c.stage IN (" stages ") AND c.changed_on <= 202312315))"

static const char floor_sql[] =
    "WITH asked AS MATERIALIZED (SELECT t.id AS id, t.planned_start AS planned_start, t.started_on AS started_on, t.total_investment AS total, " STAGE " AS stage,"
    " (SELECT y.amount FROM plan_year y WHERE y.zone = 1 AND y.project = t.id AND y.year = 2023) AS planned,"
    " COALESCE((SELECT SUM(m.amount) FROM plan_month m WHERE m.zone = 1 AND m.project = t.id AND m.month <= 202312315 AND m.month >= 202300000),"
    "  (SELECT y.amount FROM plan_year y WHERE y.zone = 1 AND y.project = t.id AND y.year = 2023)) AS expected, "
    IN_YEAR("investment", "month", " AND f.caliber = 'dispatch'") " AS done, "
    REACHED("started_on", "'building', 'completed', 'operating', 'at_capacity'") " AS started, "
    REACHED("completed_on", "'completed', 'operating', 'at_capacity'") " AS completed,"
    " EXISTS (SELECT 1 FROM statistics_entry s WHERE s.zone = 1 AND s.project = t.id AND COALESCE(s.entered_on, s.known_on) <= 202312315) AS entered,"
    " (SELECT SUM(g.received) FROM grant_fund g WHERE g.zone = 1 AND g.project = t.id AND g.received_on <= 202312315) AS received,"
    " (SELECT MIN(k.due_on) FROM clock k WHERE k.zone = 1 AND k.project = t.id AND k.received_on <= 202312315 AND k.finished_on IS NULL) AS due,"
    " (SELECT MIN(g.received_on) FROM grant_fund g WHERE g.zone = 1 AND g.project = t.id AND g.received > 0 AND g.received_on <= 202312315) AS since,"
    " (SELECT SUM(g.received * (24287 - (g.received_on / 100000 * 12 + g.received_on / 1000 % 100)) / 12) FROM grant_fund g WHERE g.zone = 1 AND g.project = t.id AND g.received_on <= 202312315) AS to_pay,"
    " (SELECT COALESCE(SUM(i.amount), 0) FROM investment i WHERE i.zone = 1 AND i.project = t.id AND i.caliber = 'payment' AND i.month <= 202312315) AS paid,"
    " (SELECT MAX(r.filed_on) FROM weekly_report r WHERE r.zone = 1 AND r.project = t.id AND r.filed_on <= 202312315) AS filed,"
    " (SELECT COUNT(*) FROM weekly_report r JOIN report_week w ON w.zone = r.zone AND w.id = r.week AND w.state = 'closed' WHERE r.zone = 1 AND r.project = t.id AND r.due_on <= 202312315"
    "  AND (r.filed_on IS NULL OR r.filed_on > 202312315) AND r.due_on > COALESCE((SELECT b.due_on FROM weekly_report b WHERE b.zone = 1 AND b.project = t.id AND b.filed_on <= 202312315"
    "  ORDER BY b.due_on DESC LIMIT 1), 0)) AS missed"
    " FROM project t WHERE t.zone = 1)"
    " SELECT id, CASE WHEN NOT (planned > 0 AND NOT completed AND stage <> 'withdrawn') THEN 0 WHEN expected - done > planned * 3 / 10 THEN 3 WHEN expected - done >= planned / 10 THEN 2 ELSE 1 END,"
    " CASE WHEN planned_start IS NULL AND NOT started THEN 0 WHEN NOT started THEN 3 ELSE 1 END,"
    " CASE WHEN NOT (started AND started_on IS NOT NULL AND NOT completed AND total >= 500000000) THEN 0 WHEN NOT entered AND started_on < 202311015 THEN 3 WHEN NOT entered THEN 2 ELSE 1 END,"
    " CASE WHEN NOT received > 0 THEN 0 WHEN since < 202306305 AND paid < to_pay * 7 / 10 THEN 3 WHEN since < 202306305 AND paid < to_pay THEN 2 ELSE 1 END, CASE WHEN due < 202312315 THEN 3 WHEN due IS NULL THEN 0 ELSE 1 END, CASE WHEN filed IS NULL AND missed = 0 THEN 0 WHEN missed > 1 THEN 3 ELSE missed + 1 END FROM asked";
/* clang-format on */

static sqlite3_stmt *statement;

static double step_floor(void *unused)
{
    (void)unused;
    double begun = now();
    while (sqlite3_step(statement) == SQLITE_ROW)
        ;
    need(NULL, sqlite3_reset(statement) == SQLITE_OK, "the floor");
    return (now() - begun) * 1e3;
}

static double keep_all(void *arg)
{
    struct ctx *cx = arg;
    struct arena_mark mark = arena_mark(cx->arena);
    double begun = now();
    need(cx, lights_keep(cx, (struct date){0}, NULL, 0, NULL), "the lights");
    double took = now() - begun;
    arena_reset(cx->arena, mark);
    return took * 1e3;
}

int main(void)
{
    struct place place = place_new();
    zone_make(&place, PROJECTS, false);
    struct ctx cx = zone_open(&place);
    sqlite3 *db;
    double first = keep_all(&cx);
    need(NULL, sqlite3_open(place.file, &db) == SQLITE_OK, "the file");
    need(NULL, sqlite3_prepare_v2(db, floor_sql, -1, &statement, NULL) == SQLITE_OK, sqlite3_errmsg(db));
    bool good =
        claim("lights of 100,000 projects", "ms", measure_pair(TURNS, keep_all, step_floor, &cx), BAR_AT_MOST, 2.5, 0);
    good = claim_limit("the same, all of them new", "ms", first, FIRST_MS) && good;
    sqlite3_finalize(statement);
    sqlite3_close(db);
    zone_close(&cx);
    place_clear(&place);
    return !good;
}
