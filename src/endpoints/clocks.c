/* clocks.c — limits that run: started, stopped, resumed, handed on, finished, and how one stands. */
#include "base/json.h"
#include "endpoints/calendar.h"
#include "endpoints/endpoint.h"
#include "endpoints/once.h"
#include "endpoints/params.h"
#include "entities/entities.h"
#include "model/openapi.h"
#include "rules/clock.h"
#include "rules/workdays.h"

#include <string.h>

/* ---- how it stands ---- */

static void put_date(struct ctx *cx, struct json *j, const char *key, struct date d)
{
    json_put_text(j, key, date_iso(cx->arena, d));
}

static void put_stop(struct ctx *cx, struct json *j, const struct clock_stop *s)
{
    const struct choice *kind = choice_find(clock_stop_kinds, s->kind ? s->kind : "");
    json_object_begin(j);
    json_put_text(j, "kind", s->kind);
    json_put_label(j, "label", kind ? kind->label : (struct label){s->kind, s->kind});
    json_put_text(j, "reason", s->reason);
    put_date(cx, j, "stopped_on", s->stopped_on);
    put_date(cx, j, "resumed_on", s->resumed_on);
    json_object_end(j);
}

static bool put_desk(struct ctx *cx, struct json *j, const struct clock_desk *d)
{
    const struct value takes[] = {value_int(cx->zone), value_int(d->desk.unit)};
    struct value name = value_null();
    if (d->desk.unit && !db_recall(cx, "SELECT name FROM unit WHERE zone = $1 AND id = $2", takes, 2, &name))
        return false;
    json_object_begin(j);
    if (d->desk.unit)
        json_put_int(j, "unit", d->desk.unit);
    else
        json_put_text(j, "unit", NULL);
    json_put_text(j, "unit_title", name.kind == VALUE_TEXT ? arena_strndup(cx->arena, name.s, name.n) : NULL);
    json_put_text(j, "person", d->desk.person);
    put_date(cx, j, "since", d->desk.since);
    put_date(cx, j, "until", d->desk.until);
    json_put_int(j, "days", d->days);
    json_object_end(j);
    return true;
}

static void put_clock(struct ctx *cx, struct json *j, const struct clock_state *s)
{
    const struct clock *c = &s->clock;
    json_put_int(j, "id", c->head.id);
    json_put_text(j, "name", c->name);
    put_date(cx, j, "received_on", c->received_on);
    json_put_int(j, "limit_days", c->limit_days);
    json_put_text(j, "limit_kind", c->limit_kind);
    put_date(cx, j, "due_on", c->due_on);
    put_date(cx, j, "stopped_on", c->stopped_on);
    put_date(cx, j, "finished_on", c->finished_on);
    put_date(cx, j, "on", s->on);
    json_put_int(j, "used", s->used);
    json_put_int(j, "left", s->left);
    json_put_int(j, "overdue", s->overdue);
    json_put_bool(j, "estimated", s->estimated);
}

static bool put_state(struct ctx *cx, struct json *j, const struct clock_state *s)
{
    const struct calendar *calendar = zone_calendar(cx);
    bool done = calendar != NULL;
    json_object_begin(j);
    put_clock(cx, j, s);
    json_key(j, "stops");
    json_array_begin(j);
    for (size_t i = 0; i < s->stop_count; i++)
        put_stop(cx, j, &s->stops[i]);
    json_array_end(j);
    json_key(j, "desks");
    json_array_begin(j);
    for (size_t i = 0; done && i < s->desk_count; i++)
        done = put_desk(cx, j, &s->desks[i]);
    json_array_end(j);
    if (done)
        put_skipped(cx, j, calendar, s->clock.received_on, date_is_none(s->clock.due_on) ? s->on : s->clock.due_on,
                    strcmp(s->clock.limit_kind, "natural") == 0 ? DAY_NATURAL : DAY_WORKING);
    json_object_end(j);
    return done;
}

static bool answer_state(struct request *rq, struct response *rs, int64_t id, struct date on)
{
    struct clock_state state;
    struct json j;
    if (!clock_state(rq->cx, id, on, &state))
        return false;
    response_json(rs, &j);
    return put_state(rq->cx, &j, &state);
}

static bool get_clock(struct request *rq, struct response *rs)
{
    int64_t id;
    struct date on;
    return need_zone(rq) && need_id(rq, rq->args[0], &id) && read_date(rq, "on", &on) && answer_state(rq, rs, id, on) &&
           answer_tagged(rq, rs);
}

/* ---- what is done to it ---- */

struct deed {
    struct date on;
    const char *kind, *reason, *person;
    int64_t unit;
};

/* clang-format off */
#define ON {.name = "on", FIELD_AT(T_DATE, struct deed, on), .label = {"日期", "On"}, .flags = FIELD_REQUIRED | FIELD_DAY}
static const struct field stop_fields[] = {
    ON,
    {.name = "kind", FIELD_AT(T_CHOICE, struct deed, kind), .choices = clock_stop_kinds, .label = {"停表事由", "Why"}, .flags = FIELD_REQUIRED},
    {.name = "reason", FIELD_AT(T_NOTE, struct deed, reason), .label = {"说明", "Reason"}, .max = 2000},
    {0},
};
static const struct field on_fields[] = {ON, {0}};
static const struct field desk_fields[] = {
    ON,
    {.name = "unit", FIELD_AT(T_ID, struct deed, unit), .label = {"单位", "Unit"}},
    {.name = "person", FIELD_AT(T_TEXT, struct deed, person), .label = {"经办人", "Person"}, .max = 60},
    {0},
};
/* clang-format on */

/* Also when it is out of the person's reach by what he did. */
static bool answer_done(struct request *rq, struct response *rs, int64_t id)
{
    const struct rights *rights = rq->cx->rights;
    rq->cx->rights = NULL;
    bool done = answer_state(rq, rs, id, (struct date){0});
    rq->cx->rights = rights;
    return done;
}

static bool act(struct request *rq, struct response *rs, const struct field *fields,
                bool (*do_it)(struct ctx *cx, int64_t id, const struct deed *d))
{
    int64_t id;
    struct deed d = {0};
    return need_zone(rq) && need_id(rq, rq->args[0], &id) && read_body(rq, fields, sizeof d, &d) &&
           do_it(rq->cx, id, &d) && answer_done(rq, rs, id);
}

static bool do_stop(struct ctx *cx, int64_t id, const struct deed *d)
{
    return clock_halt(cx, id, d->kind, d->reason, d->on);
}

static bool do_resume(struct ctx *cx, int64_t id, const struct deed *d)
{
    return clock_resume(cx, id, d->on);
}

static bool do_hand_on(struct ctx *cx, int64_t id, const struct deed *d)
{
    return clock_hand_on(cx, id, d->unit, d->person, d->on);
}

static bool do_finish(struct ctx *cx, int64_t id, const struct deed *d)
{
    return clock_finish(cx, id, d->on);
}

static bool post_stop(struct request *rq, struct response *rs)
{
    return act(rq, rs, stop_fields, do_stop);
}

static bool post_resume(struct request *rq, struct response *rs)
{
    return act(rq, rs, on_fields, do_resume);
}

static bool post_hand_on(struct request *rq, struct response *rs)
{
    return act(rq, rs, desk_fields, do_hand_on);
}

static bool post_finish(struct request *rq, struct response *rs)
{
    return act(rq, rs, on_fields, do_finish);
}

/* clang-format off */
static const struct field new_fields[] = {
    {.name = "name", FIELD_AT(T_TEXT, struct clock, name), .label = {"事项", "Matter"}, .max = 200, .flags = FIELD_REQUIRED},
    {.name = "received_on", FIELD_AT(T_DATE, struct clock, received_on), .label = {"收件日期", "Received on"}, .flags = FIELD_REQUIRED | FIELD_DAY},
    {.name = "limit_days", FIELD_AT(T_INT, struct clock, limit_days), .label = {"时限", "Limit"}, .min = 0, .max = 3650, .flags = FIELD_REQUIRED},
    {.name = "limit_kind", FIELD_AT(T_CHOICE, struct clock, limit_kind), .choices = clock_kinds, .label = {"时限单位", "Counted in"}},
    {.name = "project", FIELD_AT(T_ID, struct clock, project), .label = {"项目", "Project"}},
    {.name = "unit", FIELD_AT(T_ID, struct clock, unit), .label = {"单位", "Unit"}},
    {.name = "person", FIELD_AT(T_TEXT, struct clock, person), .label = {"经办人", "Handled by"}, .max = 60},
    {0},
};
/* clang-format on */

static bool make(struct request *rq, void *arg, int64_t *ret_id)
{
    struct clock *clock = row_new(rq->cx, &clock_entity);
    (void)arg;
    if (!read_body(rq, new_fields, sizeof *clock, clock) || !clock_start(rq->cx, clock))
        return false;
    *ret_id = clock->head.id;
    return true;
}

static bool post_clock(struct request *rq, struct response *rs)
{
    return need_zone(rq) && once_create(rq, rs, &clock_entity, make, NULL);
}

/* clang-format off */
static const struct field get_params[] = {
    PARAM_ID, PARAM_ZONE,
    {.name = "on", .type = T_DATE, .label = {"截至", "On"}, .help = {"省略为今天", "today when left out"}},
    {0},
};
static const struct field id_params[] = {PARAM_ID, PARAM_ZONE, {0}};
static const struct field new_params[] = {PARAM_ZONE, {0}};

#define STATE .gives = {.schema = "clock_state"}
#define DOC(...) &(const struct route_doc){.tag = "calendar", __VA_ARGS__}
const struct route clocks_routes[] = {
    {HTTP_POST, "/api/v1/clocks", post_clock, {"开始计时", "Start a clock"}, .right = "clock create",
     .doc = DOC(.about = {"收件当天不计；列表见 clock", "the day of receipt is day 0; the list is clock"}, .header = "idempotency_key", .params = new_params, .takes = {.fields = new_fields}, .gives = {.schema = "clock"}, .status = 201, .errors = {403, 422})},
    {HTTP_GET, "/api/v1/clocks/{id}", get_clock, {"计时到哪里了", "How a clock stands"}, .right = "clock read",
     .doc = DOC(.about = {"已用和剩余天数、停表、在谁手上几天、没有计入的日子", "days used and left, stops, whose desk for how many days, the days left out"}, .params = get_params, STATE, .errors = {403, 404})},
    {HTTP_POST, "/api/v1/clocks/{id}/stop", post_stop, {"停表", "Stop a clock"}, .right = "clock update",
     .doc = DOC(.about = {"当天仍计", "that day still counts"}, .params = id_params, .takes = {.fields = stop_fields}, STATE, .errors = {403, 404, 409, 422})},
    {HTTP_POST, "/api/v1/clocks/{id}/resume", post_resume, {"恢复计时", "Resume a clock"}, .right = "clock update",
     .doc = DOC(.about = {"次日起接着计", "it counts on from the next day"}, .params = id_params, .takes = {.fields = on_fields}, STATE, .errors = {403, 404, 409, 422})},
    {HTTP_POST, "/api/v1/clocks/{id}/hand-on", post_hand_on, {"转手", "Hand on"}, .right = "clock update",
     .doc = DOC(.about = {"转给另一单位或经办人，天数接着计", "to another unit or person; the days go on"}, .params = id_params, .takes = {.fields = desk_fields}, STATE, .errors = {403, 404, 409, 422})},
    {HTTP_POST, "/api/v1/clocks/{id}/finish", post_finish, {"办结", "Finish"}, .right = "clock update",
     .doc = DOC(.params = id_params, .takes = {.fields = on_fields}, STATE, .errors = {403, 404, 409, 422})},
    {0},
};
/* clang-format on */
