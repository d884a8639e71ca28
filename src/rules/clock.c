/* clock.c — starts, stops, resumes, hands on and ends clocks, and tells how they stand. */
#include "rules/clock.h"

#include "model/rights.h"
#include "model/rows.h"
#include "rules/workdays.h"

#include <string.h>

/* ---- what is stored ---- */

/* Every row of `e` that hangs on the clock, in the order of its dates. */
static void *rows_of(struct ctx *cx, const struct entity *e, int64_t clock, const char *order, size_t *ret_count)
{
    const struct value takes[] = {value_int(cx->zone), value_int(clock)};
    char *all = NULL;
    size_t count = 0, room = 0;
    struct rows *rows =
        db_query(cx,
                 arena_printf(cx->arena, "SELECT %s FROM %s WHERE zone = $1 AND clock = $2 ORDER BY %s, id",
                              row_columns(cx, e, NULL), entity_table(e), order),
                 takes, 2);
    while (rows && db_next(rows)) {
        if (count == room) {
            room = room ? 2 * room : 8;
            all = arena_grow(cx->arena, all, count * e->size, room * e->size);
        }
        row_read(cx, e, rows, 0, all + count++ * e->size);
    }
    *ret_count = count;
    return rows && db_ok(rows) ? (all ? all : arena_alloc(cx->arena, 1)) : NULL;
}

struct kept {
    struct clock *clock;
    struct clock_stop *stops;
    struct desk *desks;
    size_t stop_count, desk_count;
    struct clock_pause *pauses;
};

static struct clock_limit limit_of(const struct kept *k)
{
    const struct clock *c = k->clock;
    return (struct clock_limit){
        .received = c->received_on,
        .finished = c->finished_on,
        .days = (int)c->limit_days,
        .kind = strcmp(c->limit_kind, "natural") == 0 ? DAY_NATURAL : DAY_WORKING,
        .pauses = k->pauses,
        .pause_count = k->stop_count,
    };
}

static bool load(struct ctx *cx, int64_t id, struct kept *k)
{
    k->clock = row_load(cx, &clock_entity, id);
    if (!k->clock)
        return false;
    k->stops = rows_of(cx, &clock_stop_entity, id, "stopped_on", &k->stop_count);
    k->desks = rows_of(cx, &desk_entity, id, "since", &k->desk_count);
    if (!k->stops || !k->desks)
        return false;
    k->pauses = arena_array(cx->arena, k->stop_count + 1, sizeof *k->pauses);
    for (size_t i = 0; i < k->stop_count; i++)
        k->pauses[i] = (struct clock_pause){k->stops[i].stopped_on, k->stops[i].resumed_on};
    return true;
}

static struct clock_stop *open_stop(const struct kept *k)
{
    return k->stop_count && date_is_none(k->stops[k->stop_count - 1].resumed_on) ? &k->stops[k->stop_count - 1] : NULL;
}

/* The day of the latest entry: nothing is dated before it. */
static struct date latest(const struct kept *k)
{
    struct date day = k->clock->received_on;
    for (size_t i = 0; i < k->stop_count; i++) {
        day = k->stops[i].stopped_on.code > day.code ? k->stops[i].stopped_on : day;
        day = k->stops[i].resumed_on.code > day.code ? k->stops[i].resumed_on : day;
    }
    for (size_t i = 0; i < k->desk_count; i++)
        day = k->desks[i].since.code > day.code ? k->desks[i].since : day;
    return day;
}

/* ---- what all changes share ---- */

static bool need_day(struct ctx *cx, struct date on)
{
    return date_precision_of(on) == DATE_DAY ||
           fail(cx, ERR_INPUT, "CLK-06", "on", "请写明是哪一天，如 2026-10-08", "say which day, such as 2026-10-08");
}

static bool need_running(struct ctx *cx, const struct kept *k, struct date on)
{
    if (!date_is_none(k->clock->finished_on))
        return fail(cx, ERR_CONFLICT, "CLK-01", NULL, "“%1$s”已于%2$s办结，不能再改%3$.0s",
                    "\"%1$s\" was finished on %3$s%2$.0s", k->clock->name,
                    date_show(cx->arena, k->clock->finished_on, LANG_ZH),
                    date_show(cx->arena, k->clock->finished_on, LANG_EN));
    const struct date last = latest(k);
    if (!need_day(cx, on) || on.code >= last.code)
        return cx->err.kind == ERR_NONE;
    return fail(cx, ERR_INPUT, "CLK-04", "on", "日期不能早于上一次登记的%1$s%2$.0s",
                "the day cannot be before the latest entry, %2$s%1$.0s", date_show(cx->arena, last, LANG_ZH),
                date_show(cx->arena, last, LANG_EN));
}

/* Due date and stop as they follow from what is stored now. */
static bool settle(struct ctx *cx, int64_t id, const struct calendar *calendar, bool *ret_changed)
{
    struct kept k;
    if (!load(cx, id, &k))
        return false;
    const struct clock_limit limit = limit_of(&k);
    const struct clock_stop *stop = open_stop(&k);
    k.clock->due_on = clock_due(calendar, &limit);
    k.clock->stopped_on = stop ? stop->stopped_on : (struct date){0};
    return row_save(cx, &clock_entity, k.clock, ret_changed);
}

static bool put_desk(struct ctx *cx, const struct clock *clock, struct date since)
{
    struct desk *d = row_new(cx, &desk_entity);
    d->clock = clock->head.id;
    d->project = clock->project;
    d->unit = clock->unit;
    d->person = clock->person;
    d->since = since;
    return row_save(cx, &desk_entity, d, NULL);
}

/* ---- changes ---- */

static bool start(struct ctx *cx, void *arg)
{
    struct clock *clock = arg;
    const struct rights *rights = cx->rights;
    const struct calendar *calendar = zone_calendar(cx);
    bool changed;
    if (!calendar || !row_save(cx, &clock_entity, clock, NULL))
        return false;
    cx->rights = NULL; /* what follows from it */
    bool done = put_desk(cx, clock, clock->received_on) && settle(cx, clock->head.id, calendar, &changed);
    cx->rights = rights;
    return done;
}

bool clock_start(struct ctx *cx, struct clock *clock)
{
    if (!clock->limit_kind)
        clock->limit_kind = "working";
    if (clock->limit_days == NONE_INT || clock->limit_days < 0)
        return fail(cx, ERR_INPUT, "CLK-05", "limit_days", "时限是 0 或更多天", "a limit is of 0 days or more");
    return need_day(cx, clock->received_on) && db_transaction(cx, start, clock);
}

struct deed {
    int64_t clock, unit;
    const char *kind, *text; /* of a stop; its reason, or the person */
    struct date on;
    bool (*act)(struct ctx *cx, struct kept *k, const struct deed *d);
};

static bool need_reach(struct ctx *cx, int64_t clock)
{
    bool reached;
    if (!rights_row(cx, &clock_entity, clock, ACT_UPDATE, &reached))
        return false;
    return reached || fail(cx, ERR_DENIED, "RGT-02", NULL, "这件事不在您的范围内", "this matter is out of your reach");
}

/* Whoever may change the clock changes what hangs on it, and may hand it to where he does not reach. */
static bool act(struct ctx *cx, void *arg)
{
    const struct deed *d = arg;
    const struct rights *rights = cx->rights;
    const struct calendar *calendar = zone_calendar(cx);
    struct kept k;
    bool changed;
    if (!calendar || !load(cx, d->clock, &k) || !need_reach(cx, d->clock) || !need_running(cx, &k, d->on))
        return false;
    cx->rights = NULL;
    bool done = d->act(cx, &k, d) && settle(cx, d->clock, calendar, &changed);
    cx->rights = rights;
    return done;
}

static bool act_halt(struct ctx *cx, struct kept *k, const struct deed *d)
{
    if (open_stop(k))
        return fail(cx, ERR_CONFLICT, "CLK-02", NULL, "已经停表，先恢复再停", "it is stopped already; resume it first");
    struct clock_stop *s = row_new(cx, &clock_stop_entity);
    s->clock = k->clock->head.id;
    s->project = k->clock->project;
    s->kind = d->kind;
    s->reason = d->text;
    s->stopped_on = d->on;
    return row_save(cx, &clock_stop_entity, s, NULL);
}

static bool act_resume(struct ctx *cx, struct kept *k, const struct deed *d)
{
    struct clock_stop *s = open_stop(k);
    if (!s)
        return fail(cx, ERR_CONFLICT, "CLK-03", NULL, "没有停表，不用恢复", "it is not stopped");
    s->resumed_on = d->on;
    return row_save(cx, &clock_stop_entity, s, NULL);
}

static bool act_hand_on(struct ctx *cx, struct kept *k, const struct deed *d)
{
    if (k->desk_count) {
        k->desks[k->desk_count - 1].until = d->on;
        if (!row_save(cx, &desk_entity, &k->desks[k->desk_count - 1], NULL))
            return false;
    }
    k->clock->unit = d->unit;
    k->clock->person = d->text;
    return row_save(cx, &clock_entity, k->clock, NULL) && put_desk(cx, k->clock, d->on);
}

static bool act_finish(struct ctx *cx, struct kept *k, const struct deed *d)
{
    if (open_stop(k) && !act_resume(cx, k, d))
        return false;
    if (k->desk_count) {
        k->desks[k->desk_count - 1].until = d->on;
        if (!row_save(cx, &desk_entity, &k->desks[k->desk_count - 1], NULL))
            return false;
    }
    k->clock->finished_on = d->on;
    return row_save(cx, &clock_entity, k->clock, NULL);
}

bool clock_halt(struct ctx *cx, int64_t clock, const char *kind, const char *reason, struct date on)
{
    return db_transaction(cx, act, &(struct deed){clock, 0, kind, reason, on, act_halt});
}

bool clock_resume(struct ctx *cx, int64_t clock, struct date on)
{
    return db_transaction(cx, act, &(struct deed){clock, 0, NULL, NULL, on, act_resume});
}

bool clock_hand_on(struct ctx *cx, int64_t clock, int64_t unit, const char *person, struct date on)
{
    return db_transaction(cx, act, &(struct deed){clock, unit, NULL, person, on, act_hand_on});
}

bool clock_finish(struct ctx *cx, int64_t clock, struct date on)
{
    return db_transaction(cx, act, &(struct deed){clock, 0, NULL, NULL, on, act_finish});
}

/* ---- how it stands ---- */

bool clock_state(struct ctx *cx, int64_t clock, struct date on, struct clock_state *ret_state)
{
    struct kept k;
    const struct calendar *calendar = zone_calendar(cx);
    if (!calendar || !load(cx, clock, &k))
        return false;
    const struct clock_limit limit = limit_of(&k);
    struct clock_state s = {
        .clock = *k.clock,
        .on = date_is_none(on) ? date_of_instant((struct instant){cx->now_ms}) : on,
        .stops = k.stops,
        .stop_count = k.stop_count,
        .desk_count = k.desk_count,
        .desks = arena_array(cx->arena, k.desk_count + 1, sizeof *s.desks),
    };
    s.used = clock_used(calendar, &limit, s.on);
    s.left = limit.days - s.used;
    s.overdue = s.left < 0 ? -s.left : 0;
    s.clock.due_on = clock_due(calendar, &limit);
    s.estimated =
        calendar_is_estimated_in(calendar, limit.received, date_is_none(s.clock.due_on) ? s.on : s.clock.due_on);
    for (size_t i = 0; i < k.desk_count; i++)
        s.desks[i] = (struct clock_desk){
            k.desks[i], clock_used_between(calendar, &limit, k.desks[i].since, k.desks[i].until, s.on)};
    *ret_state = s;
    return true;
}

/* ---- after the calendar changed ---- */

static bool list_running(struct ctx *cx, int64_t **ret_ids, size_t *ret_count)
{
    const struct value zone = value_int(cx->zone);
    size_t count = 0, room = 64;
    int64_t *ids = arena_array(cx->arena, room, sizeof *ids);
    struct rows *rows =
        db_query(cx, "SELECT id FROM clock WHERE zone = $1 AND finished_on IS NULL ORDER BY id", &zone, 1);
    while (rows && db_next(rows)) {
        if (count == room) {
            ids = arena_grow(cx->arena, ids, room * sizeof *ids, 2 * room * sizeof *ids);
            room *= 2;
        }
        ids[count++] = db_int(rows, 0);
    }
    *ret_ids = ids;
    *ret_count = count;
    return rows && db_ok(rows);
}

bool clocks_refresh(struct ctx *cx, int64_t *ret_changed)
{
    int64_t *ids;
    size_t count;
    const struct calendar *calendar = zone_calendar(cx);
    if (!calendar || !list_running(cx, &ids, &count))
        return false;
    *ret_changed = 0;
    for (size_t i = 0; i < count; i++) {
        const struct arena_mark mark = arena_mark(cx->arena);
        bool changed;
        if (!ctx_progress(cx, (int64_t)i, (int64_t)count) || !settle(cx, ids[i], calendar, &changed))
            return false;
        *ret_changed += changed;
        arena_reset(cx->arena, mark);
    }
    return true;
}
