/* week.c — weeks of reporting: when they are due, who owes what, how they close. */
#include "rules/week.h"

#include "model/list.h"
#include "model/rights.h"
#include "rules/workdays.h"

#include <stdlib.h>
#include <string.h>

#define SCOPE "not completed and stage != 'withdrawn'" /* of a zone that says nothing else */

/* ---- when ---- */

struct date week_monday(struct date day)
{
    return date_add_days(day, 1 - date_weekday(day));
}

static const char *week_name(struct arena *a, struct date monday)
{
    const struct date thursday = date_add_days(monday, 3);
    const int year = date_year_of(thursday);
    return arena_printf(a, "%d-W%02d", year, date_days_between(date_day(year, 1, 1), thursday) / 7 + 1);
}

static struct instant moment(struct ctx *cx, struct date day, const char *time)
{
    struct instant at = {0};
    (void)instant_parse_iso(arena_printf(cx->arena, "%sT%s+08:00", date_iso(cx->arena, day), time), &at);
    return at;
}

/* Due on Monday to Wednesday means those after the week, on a later day that day of the week itself. */
static struct date due_day(const struct calendar *c, struct date monday, int weekday)
{
    struct date day = date_add_days(monday, weekday <= 3 ? 6 + weekday : weekday - 1);
    while (!calendar_is_working(c, day))
        day = date_add_days(day, 1);
    return day;
}

static bool set_times(struct ctx *cx, const struct zone *z, struct report_week *w)
{
    enum { MONDAY = 1, GRACE = 1 };
    const struct calendar *c = zone_calendar(cx);
    const char *time = z->weekly_due_time ? z->weekly_due_time : "16:00";
    if (!c)
        return false;
    const struct date due = due_day(c, w->starts_on, z->weekly_due_day == NONE_INT ? MONDAY : (int)z->weekly_due_day);
    const int grace = z->weekly_grace_days == NONE_INT ? GRACE : (int)z->weekly_grace_days;
    w->due_at = moment(cx, due, time);
    w->closes_at = moment(cx, calendar_add(c, due, grace, DAY_WORKING), time);
    return true;
}

/* ---- finding ---- */

bool week_find(struct ctx *cx, struct date day, struct report_week **ret_week)
{
    struct report_week *like = row_new(cx, &report_week_entity);
    like->starts_on = week_monday(day);
    *ret_week = row_find(cx, &report_week_entity, "starts_on", like);
    return *ret_week || cx->err.kind == ERR_NONE;
}

struct report_week *week_need(struct ctx *cx, struct date day)
{
    struct report_week *w;
    if (!week_find(cx, day, &w))
        return NULL;
    if (!w) {
        const struct date monday = week_monday(day);
        fail(cx, ERR_NOT_FOUND, "WEK-01", NULL, "%1$s 那一周（%2$s 起）还没有发出填报任务；请项目办先开周",
             "the week of %1$s (from %2$s) has not been opened; the project office opens it", date_iso(cx->arena, day),
             date_iso(cx->arena, monday));
    }
    return w;
}

static bool load_at_hand(struct ctx *cx, const char *sql, int64_t unit, int64_t *ret_id)
{
    const struct value params[] = {value_int(cx->zone), value_int(unit)};
    struct rows *rows = db_query(cx, sql, params, 2);
    *ret_id = rows && db_next(rows) ? db_int(rows, 0) : 0;
    db_end(rows);
    return rows && db_ok(rows);
}

bool week_at_hand(struct ctx *cx, int64_t unit, struct report_week **ret_week)
{
    static const char pending[] =
        "SELECT w.id FROM report_week w JOIN report_duty d ON d.zone = w.zone AND d.week = w.id"
        " WHERE w.zone = $1 AND w.state = 'open' AND d.state IN ('open', 'sent_back')"
        " AND (d.unit = $2 OR CAST($2 AS BIGINT) = 0) ORDER BY w.starts_on LIMIT 1";
    static const char latest[] =
        "SELECT w.id FROM report_week w WHERE w.zone = $1 AND (CAST($2 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM "
        "report_duty d WHERE d.zone = w.zone AND d.week = w.id AND d.unit = $2)) ORDER BY w.starts_on DESC LIMIT 1";
    int64_t id;
    *ret_week = NULL;
    if (!load_at_hand(cx, pending, unit, &id) || (!id && !load_at_hand(cx, latest, unit, &id)))
        return false;
    if (id)
        *ret_week = row_load(cx, &report_week_entity, id);
    return !id || *ret_week;
}

/* ---- opening ---- */

/* Projects that owe a report, with their units, in order of their ids. */
struct owing {
    struct owed {
        int64_t project, unit;
    } * items;
    size_t count, room;
};

static void owe(struct ctx *cx, struct owing *all, int64_t project, int64_t unit)
{
    if (all->count == all->room) {
        const size_t more = all->room ? all->room * 2 : 256, size = sizeof *all->items;
        all->items = arena_grow(cx->arena, all->items, all->room * size, more * size);
        all->room = more;
    }
    all->items[all->count++] = (struct owed){project, unit};
}

static bool fail_scope(struct ctx *cx)
{
    const struct err err = cx->err;
    if (err.kind != ERR_INPUT)
        return false;
    err_clear(cx);
    return fail(cx, ERR_INPUT, "WEK-07", "weekly_scope", "园区设置中的“周报范围”有误：%1$s%2$.0s",
                "the zone's \"projects reported on\" cannot be used: %2$s%1$.0s", label_in(err.message, LANG_ZH),
                label_in(err.message, LANG_EN));
}

/* The zone's condition and another, as of the week's end, or today while it lasts. */
static struct list_query owing_where(struct ctx *cx, const struct zone *z, struct date monday, const char *and)
{
    const struct date today = date_of_instant((struct instant){cx->now_ms}), end = date_add_days(monday, 6);
    return (struct list_query){
        .where = arena_printf(cx->arena, "(%s) and %s", z->weekly_scope ? z->weekly_scope : SCOPE, and),
        .fields = "unit",
        .sort = "id",
        .no_limit = true,
        .view = {.as_of = today.code < end.code ? today : end},
    };
}

static bool find_owing(struct ctx *cx, const struct zone *z, struct date monday, struct owing *ret_all)
{
    const struct list_query lq = owing_where(cx, z, monday, "unit is not empty");
    struct list l;
    if (!list_open(cx, &project_entity, &lq, &l))
        return fail_scope(cx);
    while (list_next(&l))
        owe(cx, ret_all, list_value(&l, 0).i, list_value(&l, 2).i);
    return list_ok(&l);
}

bool week_without_unit(struct ctx *cx, int64_t *ret_count)
{
    const struct zone *z = row_load(cx, &zone_entity, cx->zone);
    if (!z)
        return false;
    const struct list_query lq =
        owing_where(cx, z, week_monday(date_of_instant((struct instant){cx->now_ms})), "unit is empty");
    return list_count(cx, &project_entity, &lq, ret_count) || fail_scope(cx);
}

/* Leaves those that have no row of `table` in the week yet, by `column`; both sides are in order. */
static bool keep_new(struct ctx *cx, int64_t week, const char *sql, bool by_unit, struct owing *all)
{
    const struct value params[] = {value_int(cx->zone), value_int(week)};
    struct rows *rows = db_query(cx, sql, params, 2);
    size_t kept = 0;
    bool more = rows && db_next(rows);
    for (size_t i = 0; i < all->count; i++) {
        const struct owed one = all->items[i];
        const int64_t key = by_unit ? one.unit : one.project;
        while (more && db_int(rows, 0) < key)
            more = db_next(rows);
        if (!more || db_int(rows, 0) != key)
            all->items[kept++] = one;
    }
    all->count = kept;
    db_end(rows);
    return rows && db_ok(rows);
}

static bool add_reports(struct ctx *cx, const struct report_week *w, struct owing *all)
{
    struct weekly_report *r = row_new(cx, &weekly_report_entity);
    int64_t id;
    if (!keep_new(cx, w->head.id, "SELECT project FROM weekly_report WHERE zone = $1 AND week = $2 ORDER BY project",
                  false, all))
        return false;
    if (all->count == 0)
        return true;
    if (!row_ids(cx, &weekly_report_entity, (int64_t)all->count, &id))
        return false;
    for (size_t i = 0; i < all->count; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        r->head = (struct row_head){.id = id + (int64_t)i};
        r->week = w->head.id;
        r->project = all->items[i].project;
        r->unit = all->items[i].unit;
        r->due_on = date_of_instant(w->due_at);
        if (!row_save_over(cx, &weekly_report_entity, r, NULL, NULL))
            return false;
        arena_reset(cx->arena, mark);
    }
    return true;
}

static int by_unit(const void *a, const void *b)
{
    const int64_t x = ((const struct owed *)a)->unit, y = ((const struct owed *)b)->unit;
    return x < y ? -1 : x > y;
}

/* One for each unit among them that has none; takes their order. */
static bool add_duties(struct ctx *cx, const struct report_week *w, struct owing *all)
{
    if (all->count)
        qsort(all->items, all->count, sizeof *all->items, by_unit);
    if (!keep_new(cx, w->head.id, "SELECT unit FROM report_duty WHERE zone = $1 AND week = $2 ORDER BY unit", true,
                  all))
        return false;
    for (size_t i = 0; i < all->count; i++) {
        if (i && all->items[i].unit == all->items[i - 1].unit)
            continue;
        struct report_duty *d = row_new(cx, &report_duty_entity);
        d->week = w->head.id;
        d->unit = all->items[i].unit;
        d->due_at = w->due_at;
        d->state = "open";
        if (!row_save_over(cx, &report_duty_entity, d, NULL, NULL))
            return false;
    }
    return true;
}

static bool open_new(struct ctx *cx, const struct zone *z, struct date monday, struct report_week **ret_week)
{
    struct report_week *w = row_new(cx, &report_week_entity);
    const struct date thursday = date_add_days(monday, 3);
    if (monday.code > week_monday(date_of_instant((struct instant){cx->now_ms})).code)
        return fail(cx, ERR_INPUT, "WEK-08", "date", "%s 起的一周还没有到，不能提前发出填报任务",
                    "the week from %s has not begun and cannot be opened yet", date_iso(cx->arena, monday));
    w->name = week_name(cx->arena, monday);
    w->starts_on = monday;
    w->month = date_month(date_year_of(thursday), date_month_of(thursday));
    w->state = "open";
    *ret_week = w;
    return set_times(cx, z, w) && row_save_over(cx, &report_week_entity, w, NULL, NULL);
}

static bool fail_closed(struct ctx *cx, const struct report_week *w)
{
    return fail(cx, ERR_CONFLICT, "WEK-02", NULL, "%s 周已锁定；要改某个单位的周报，请对它“重新打开”",
                "week %s is closed; reopen the duty of the unit whose reports are to change", w->name);
}

static bool open_inside(struct ctx *cx, struct date day, struct report_week **ret_week)
{
    struct owing all = {0};
    const struct zone *z = row_load(cx, &zone_entity, cx->zone);
    if (!z || !rights_need(cx, &report_week_entity, ACT_UPDATE) || !week_find(cx, day, ret_week))
        return false;
    if (*ret_week && strcmp((*ret_week)->state, "open") != 0)
        return fail_closed(cx, *ret_week);
    return (*ret_week || open_new(cx, z, week_monday(day), ret_week)) &&
           find_owing(cx, z, (*ret_week)->starts_on, &all) && add_reports(cx, *ret_week, &all) &&
           add_duties(cx, *ret_week, &all);
}

bool week_open(struct ctx *cx, struct date day, struct report_week **ret_week)
{
    if (!db_begin(cx))
        return false;
    if (open_inside(cx, day, ret_week))
        return db_commit(cx);
    db_rollback(cx);
    return false;
}

/* ---- closing ---- */

static const char *state_when_closed(const char *state)
{
    return strcmp(state, "confirmed") == 0                                 ? "locked"
           : strcmp(state, "open") == 0 || strcmp(state, "sent_back") == 0 ? "missed"
                                                                           : state;
}

static bool close_duties(struct ctx *cx, int64_t week)
{
    struct sql q = sql_new(cx);
    sql_add(&q, "SELECT %s FROM report_duty WHERE zone = ", row_columns(cx, &report_duty_entity, NULL));
    sql_bind(&q, value_int(cx->zone));
    sql_add(&q, " AND week = ");
    sql_bind(&q, value_int(week));
    sql_add(&q, " ORDER BY unit");
    struct rows *rows = sql_query(&q);
    while (rows && db_next(rows)) {
        struct report_duty *old = row_new(cx, &report_duty_entity);
        row_read(cx, &report_duty_entity, rows, 0, old);
        struct report_duty *d = row_copy(cx, &report_duty_entity, old);
        d->state = state_when_closed(old->state);
        if (!row_save_over(cx, &report_duty_entity, d, old, NULL))
            return false;
    }
    return rows && db_ok(rows);
}

static bool close_inside(struct ctx *cx, void *id)
{
    const int64_t week = *(const int64_t *)id;
    const struct report_week *old = row_load(cx, &report_week_entity, week);
    if (!old || !rights_need_row(cx, &report_week_entity, week, ACT_UPDATE))
        return false;
    if (strcmp(old->state, "closed") == 0)
        return true;
    struct report_week *w = row_copy(cx, &report_week_entity, old);
    w->state = "closed";
    w->closed_at = (struct instant){cx->now_ms};
    return row_save_over(cx, &report_week_entity, w, old, NULL) && close_duties(cx, week);
}

bool week_close(struct ctx *cx, int64_t week)
{
    return db_transaction(cx, close_inside, &week);
}

/* ---- the clock ---- */

static bool close_due(struct ctx *cx, int64_t *ret_closed)
{
    const struct value params[] = {value_int(cx->zone), value_int(cx->now_ms)};
    struct rows *rows = db_query(
        cx, "SELECT id FROM report_week WHERE zone = $1 AND state = 'open' AND closes_at <= $2 ORDER BY closes_at, id",
        params, 2);
    for (*ret_closed = 0; rows && db_next(rows); ++*ret_closed)
        if (!week_close(cx, db_int(rows, 0)))
            return false;
    return rows && db_ok(rows);
}

/* Weeks follow one another once the office has opened the first, until the zone pauses them. */
static bool is_wanted(struct ctx *cx, bool *ret_wanted)
{
    const struct zone *z = row_load(cx, &zone_entity, cx->zone);
    const struct value params[] = {value_int(cx->zone)};
    struct value any;
    if (!z || !db_scalar(cx, "SELECT CASE WHEN EXISTS (SELECT 1 FROM report_week WHERE zone = $1) THEN 1 ELSE 0 END",
                         params, 1, &any))
        return false;
    *ret_wanted = any.i && !z->weekly_paused;
    return true;
}

bool week_tick(struct ctx *cx, struct week_ticked *ret_ticked)
{
    const struct date today = date_of_instant((struct instant){cx->now_ms});
    struct report_week *w;
    bool wanted;
    *ret_ticked = (struct week_ticked){0};
    if (!is_wanted(cx, &wanted) || !week_find(cx, today, &w))
        return false;
    if (wanted && !w) {
        if (!week_open(cx, today, &w))
            return false;
        ret_ticked->opened = 1;
    }
    return close_due(cx, &ret_ticked->closed);
}
