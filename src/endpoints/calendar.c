/* calendar.c — the zone's working days: a year as it is worked, and counting in it, with what was left out. */
#include "endpoints/calendar.h"

#include "base/json.h"
#include "endpoints/endpoint.h"
#include "endpoints/params.h"
#include "entities/entities.h"
#include "model/openapi.h"
#include "rules/workdays.h"

#include <string.h>

/* ---- one day ---- */

static const char *const reason_names[] = {"weekday", "weekend", "holiday", "make_up", "own"};

static void put_day(struct arena *a, struct json *j, struct date day, const struct day_facts *facts)
{
    json_object_begin(j);
    json_put_text(j, "day", date_iso(a, day));
    json_put_bool(j, "working", facts->working);
    json_put_text(j, "reason", reason_names[facts->reason]);
    json_put_label(j, "name", facts->name);
    json_object_end(j);
}

/* ---- a year ---- */

/* Days that are not what their weekday says, and those that have a name. */
static int put_days(struct arena *a, struct json *j, const struct calendar *c, int year)
{
    int working = 0;
    json_key(j, "days");
    json_array_begin(j);
    for (struct date d = date_day(year, 1, 1); date_year_of(d) == year; d = date_add_days(d, 1)) {
        const struct day_facts facts = calendar_day_facts(c, d);
        working += facts.working;
        if (facts.reason > DAY_WEEKEND)
            put_day(a, j, d, &facts);
    }
    json_array_end(j);
    return working;
}

static bool get_year(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    int64_t year = date_year_of(date_of_instant((struct instant){cx->now_ms}));
    struct json j;
    if (!need_zone(rq) || !read_whole(rq, "year", 1901, 9998, &year))
        return false;
    const struct calendar *c = zone_calendar(cx);
    if (!c)
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_int(&j, "year", year);
    json_put_bool(&j, "estimated", calendar_is_estimated(c, (int)year));
    json_put_text(&j, "notice", calendar_notice((int)year));
    json_put_int(&j, "working", put_days(cx->arena, &j, c, (int)year));
    json_object_end(&j);
    return answer_tagged(rq, rs);
}

/* ---- counting ---- */

static bool is_skipped(struct date day, const struct day_facts *facts)
{
    (void)day;
    return !facts->working;
}

static bool is_made_up(struct date day, const struct day_facts *facts)
{
    return facts->working && date_weekday(day) > 5;
}

static void put_which(struct ctx *cx, struct json *j, const char *key, const struct calendar *c, struct date from,
                      struct date to, bool (*which)(struct date day, const struct day_facts *facts))
{
    enum { DAYS_MOST = 400 }; /* more is not read by anybody */
    int count = 0;
    json_key(j, key);
    json_array_begin(j);
    for (struct date d = date_add_days(from, 1); d.code <= to.code && count < DAYS_MOST; d = date_add_days(d, 1)) {
        const struct day_facts facts = calendar_day_facts(c, d);
        if (!which(d, &facts))
            continue;
        put_day(cx->arena, j, d, &facts);
        count++;
    }
    json_array_end(j);
}

void put_skipped(struct ctx *cx, struct json *j, const struct calendar *c, struct date from, struct date to,
                 enum day_kind kind)
{
    const struct date last = kind == DAY_NATURAL ? from : to;
    put_which(cx, j, "skipped", c, from, last, is_skipped);
    put_which(cx, j, "made_up", c, from, last, is_made_up);
}

struct asked {
    struct date from, to;
    int64_t days;
    enum day_kind kind;
};

static bool read_asked(struct request *rq, struct asked *ret)
{
    enum { DAYS_MOST = 10000 };
    const char *kind = query_text(rq, "kind");
    struct asked a = {.days = NONE_INT, .kind = kind && strcmp(kind, "natural") == 0 ? DAY_NATURAL : DAY_WORKING};
    if (!read_date(rq, "from", &a.from) || !read_date(rq, "to", &a.to) ||
        !read_whole(rq, "days", -DAYS_MOST, DAYS_MOST, &a.days))
        return false;
    if (!date_is_none(a.to) && a.days != NONE_INT)
        return fail(rq->cx, ERR_USAGE, "API-23", NULL, "天数 days 和截止日 to 只能给一个",
                    "give either a number of days or the day to count to, not both");
    a.from = date_is_none(a.from) ? date_of_instant((struct instant){rq->cx->now_ms}) : a.from;
    a.days = a.days == NONE_INT ? 0 : a.days;
    *ret = a;
    return true;
}

static bool get_count(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    struct asked a = {0};
    struct json j;
    if (!need_zone(rq) || !read_asked(rq, &a))
        return false;
    const struct calendar *c = zone_calendar(cx);
    if (!c)
        return false;
    const struct date from = date_first(a.from),
                      to = date_is_none(a.to) ? calendar_add(c, from, (int)a.days, a.kind) : date_first(a.to);
    if (date_is_none(to))
        return fail(cx, ERR_USAGE, "API-23", NULL, "算出的日期不在 1900–9999 年之内", "that day is not in 1900–9999");
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_text(&j, "from", date_iso(cx->arena, from));
    json_put_text(&j, "to", date_iso(cx->arena, to));
    json_put_int(&j, "days", calendar_between(c, from, to, a.kind));
    json_put_int(&j, "natural_days", calendar_between(c, from, to, DAY_NATURAL));
    json_put_text(&j, "kind", a.kind == DAY_NATURAL ? "natural" : "working");
    const bool back = to.code < from.code;
    json_put_bool(&j, "estimated", calendar_is_estimated_in(c, from, to));
    put_skipped(cx, &j, c, back ? date_add_days(to, -1) : from, back ? date_add_days(from, -1) : to, a.kind);
    json_object_end(&j);
    return answer_tagged(rq, rs);
}

/* ---- a notice ---- */

struct notice {
    const char *text;
    bool dry_run;
};

/* clang-format off */
static const struct field notice_fields[] = {
    {.name = "text", FIELD_AT(T_NOTE, struct notice, text), .label = {"通知全文", "The notice"}, .max = 20000, .flags = FIELD_REQUIRED,
     .help = {"国务院办公厅关于……年部分节假日安排的通知，连同标题", "the State Council's notice on that year's holidays, with its title"}},
    {.name = "dry_run", FIELD_AT(T_BOOL, struct notice, dry_run), .label = {"只看读出了什么", "Only show what it says"}},
    {0},
};
/* clang-format on */

static bool post_notice(struct request *rq, struct response *rs)
{
    struct notice sent = {0};
    struct calendar_taken t;
    struct json j;
    if (!need_zone(rq) || !read_body(rq, notice_fields, sizeof sent, &sent) ||
        !zone_calendar_announce(rq->cx, sent.text, sent.dry_run, &t))
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_int(&j, "year", t.year);
    json_put_int(&j, "changed", t.changed);
    json_key(&j, "days");
    json_array_begin(&j);
    for (size_t i = 0; i < t.count; i++) {
        const struct calendar_change *c = &t.changes[i];
        put_day(rq->cx->arena, &j, c->day,
                &(struct day_facts){c->working ? DAY_MAKE_UP : DAY_HOLIDAY, c->working, c->name});
    }
    json_array_end(&j);
    json_object_end(&j);
    return true;
}

/* clang-format off */
static const struct field zone_params[] = {PARAM_ZONE, {0}};
static const struct field year_params[] = {
    PARAM_ZONE,
    {.name = "year", .type = T_INT, .label = {"年份", "Year"}, .min = 1901, .max = 9998, .help = {"省略为今年", "this year when left out"}},
    {0},
};
static const struct field count_params[] = {
    PARAM_ZONE,
    {.name = "from", .type = T_DATE, .label = {"起始日", "From"}, .flags = FIELD_DAY, .help = {"当天不计；省略为今天", "day 0; today when left out"}},
    {.name = "days", .type = T_INT, .label = {"天数", "Days"}, .min = -10000, .max = 10000, .help = {"可为负；省略为 0", "may be negative; 0 when left out"}},
    {.name = "to", .type = T_DATE, .label = {"截止日", "To"}, .flags = FIELD_DAY, .help = {"代替天数：数到这一天为止", "in place of days: counted up to this day"}},
    {.name = "kind", .type = T_CHOICE, .choices = clock_kinds, .label = {"按", "Counted in"}, .help = {"省略为工作日", "working days when left out"}},
    {0},
};

const struct route calendar_routes[] = {
    {HTTP_GET, "/api/v1/calendar", get_year, {"一年的工作日历", "The working days of a year"}, .right = "calendar_day read",
     .doc = &(const struct route_doc){.tag = "calendar", .about = {"days 为放假、补班和本园区另作安排的日子，其余周一至周五上班", "days: holidays, make-up days and the zone's own; otherwise Monday to Friday are worked"},
                                      .params = year_params, .gives = {.schema = "calendar_year"}, .errors = {403}}},
    {HTTP_GET, "/api/v1/calendar/count", get_count, {"数工作日", "Count days"}, .right = "calendar_day read",
     .doc = &(const struct route_doc){.tag = "calendar", .about = {"从某日起 n 个工作日是哪天，或两日之间有几个工作日；skipped 为没有计入的日子", "the n-th day from a day, or the days between two; skipped: the days left out"},
                                      .params = count_params, .gives = {.schema = "calendar_count"}, .errors = {403}}},
    {HTTP_POST, "/api/v1/calendar/notice", post_notice, {"录入放假通知", "Take a notice on holidays"}, .right = "calendar_day create",
     .doc = &(const struct route_doc){.tag = "calendar", .about = {"把国务院新一年的放假通知粘贴进来，读成工作日历；再粘一次不会重复", "paste the notice for a coming year: its days become the zone's; to paste it again changes nothing"},
                                      .params = zone_params, .takes = {.fields = notice_fields}, .gives = {.schema = "calendar_taken"}, .errors = {403, 409, 422}}},
    {0},
};
/* clang-format on */
