/* weeks.c — the weekly report over the API: a unit's desk, what is filled in and done with it, all units over the weeks. */
#include "rules/week.h"

#include "base/text.h"
#include "endpoints/params.h"
#include "endpoints/rows.h"
#include "endpoints/weeks.h"
#include "metric/metric.h"
#include "model/openapi.h"
#include "model/rights.h"

#include <stdlib.h>
#include <string.h>

/* ---- which week ---- */

/* That of ?date=, or the one at hand; NULL in *ret_week when it was never opened. */
static bool read_week(struct request *rq, int64_t unit, struct report_week **ret_week)
{
    struct date day;
    if (!read_date(rq, "date", &day))
        return false;
    return date_is_none(day) ? week_at_hand(rq->cx, unit, ret_week) : week_find(rq->cx, day, ret_week);
}

/* ---- a unit's desk ---- */

static bool put_places(struct ctx *cx, struct json *j, const struct report_week *w)
{
    const struct list_query all = {.where = arena_printf(cx->arena, "week = %lld", (long long)w->head.id),
                                   .fields = "unit,state,expected,filled,filed",
                                   .sort = "unit",
                                   .no_limit = true};
    struct list l;
    json_key(j, "units");
    json_array_begin(j);
    if (!list_open(cx, &report_duty_entity, &all, &l))
        return false;
    while (list_next(&l))
        list_row_json(&l, j);
    json_array_end(j);
    return list_ok(&l);
}

/* The unit's duty of the week; of several within reach, where none is named and the asker's own has none, the first. */
static bool find_duty(struct ctx *cx, const struct report_week *w, int64_t unit, struct report_duty **ret_duty)
{
    struct list l;
    const char *which = unit ? arena_printf(cx->arena, " and unit = %lld", (long long)unit) : "";
    const struct list_query first = {
        .where = arena_printf(cx->arena, "week = %lld%s", (long long)w->head.id, which),
        .fields = "id",
        .sort = "unit",
        .limit = 1,
    };
    *ret_duty = NULL;
    if (!list_open(cx, &report_duty_entity, &first, &l))
        return false;
    const int64_t id = list_next(&l) ? list_value(&l, 0).i : 0;
    if (!list_ok(&l))
        return false;
    if (id)
        *ret_duty = row_load(cx, &report_duty_entity, id);
    return !id || *ret_duty;
}

static bool put_items(struct ctx *cx, struct json *j, const struct report_duty *d)
{
    struct week_item *items = NULL;
    size_t count = 0;
    if (d && !week_desk(cx, d, &items, &count))
        return false;
    json_key(j, "items");
    json_array_begin(j);
    for (size_t i = 0; i < count; i++)
        put_item(j, &items[i]);
    json_array_end(j);
    return true;
}

static bool put_desk(struct ctx *cx, struct json *j, const struct report_week *w, const struct report_duty *d)
{
    json_object_begin(j);
    json_key(j, "week");
    if (w)
        put_week(cx, j, w);
    else
        json_none(j);
    json_key(j, "duty");
    if (!d)
        json_none(j);
    else if (!put_duty(cx, j, d, w))
        return false;
    if (w && !put_places(cx, j, w))
        return false;
    if (!w) {
        json_key(j, "units");
        json_array_begin(j);
        json_array_end(j);
    }
    if (!put_items(cx, j, d))
        return false;
    json_object_end(j);
    return true;
}

bool read_desk(struct request *rq, struct report_week **ret_week, struct report_duty **ret_duty)
{
    const struct ctx *cx = rq->cx;
    const char *named = query_text(rq, "unit");
    int64_t unit = cx->rights ? cx->rights->who.unit : 0;
    *ret_duty = NULL;
    if (named && !need_id(rq, named, &unit))
        return false;
    if (!read_week(rq, unit, ret_week))
        return false;
    if (!*ret_week && !named && !query_text(rq, "date") && !week_at_hand(rq->cx, 0, ret_week))
        return false;
    if (!*ret_week)
        return true;
    return find_duty(rq->cx, *ret_week, unit, ret_duty) &&
           (*ret_duty || named || find_duty(rq->cx, *ret_week, 0, ret_duty));
}

static bool get_desk(struct request *rq, struct response *rs)
{
    struct report_week *w;
    struct report_duty *d;
    struct json j;
    if (!need_zone(rq) || !read_desk(rq, &w, &d))
        return false;
    response_json(rs, &j);
    return put_desk(rq->cx, &j, w, d) && answer_tagged(rq, rs);
}

/* ---- filling in ---- */

/* What somebody else filled in meanwhile, beside the refusal: nothing typed is lost. */
static bool answer_stale(struct request *rq, struct response *rs, int64_t id)
{
    struct ctx *cx = rq->cx;
    if (cx->err.kind != ERR_STALE)
        return false;
    const struct err stale = cx->err;
    struct buf current = buf_init(cx->arena);
    struct json item = json_to(&current);
    err_clear(cx);
    const struct week_item *now = week_item(cx, id);
    if (!now)
        return false;
    put_item(&item, now);
    cx->err = stale;
    struct json j = problem_open(rq, rs);
    json_key(&j, "current");
    json_raw(&j, current.data);
    json_object_end(&j);
    return true;
}

/* Members left out stay as they are; {} says that nothing has changed. */
static bool patch_report(struct request *rq, struct response *rs)
{
    static const struct entity body = {.name = "week_values",
                                       .label = {"周报", "report"},
                                       .size = sizeof(struct week_values),
                                       .fields = week_value_fields};
    struct ctx *cx = rq->cx;
    int64_t id, version;
    struct json j;
    struct findings fs = findings_new(cx);
    if (!need_zone(rq) || !need_id(rq, rq->args[0], &id) || !need_version(rq, &version))
        return false;
    const struct json_t *sent = request_json(rq);
    const struct week_item *item = sent ? week_item(cx, id) : NULL;
    if (!item)
        return false;
    struct week_values values = item->now;
    if (!row_from_json(cx, &body, sent, NULL, &values))
        return false;
    row_check_local(cx, &body, &values, &fs);
    if (!findings_refuse(cx, &fs))
        return false;
    if (!week_fill(cx, item, version, &values, &version))
        return answer_stale(rq, rs, id);
    item = week_item(cx, id);
    if (!item)
        return false;
    response_json(rs, &j);
    put_item(&j, item);
    response_header(rs, "ETag", arena_printf(cx->arena, "\"%lld\"", (long long)version));
    return true;
}

/* ---- deeds ---- */

struct reason {
    const char *reason;
};
struct category {
    const char *category;
};
struct day {
    struct date date;
};

/* clang-format off */
static const struct field reason_fields[] = {
    {.name = "reason", FIELD_AT(T_NOTE, struct reason, reason), .label = {"理由", "Reason"}, .max = 1000},
    {0},
};
static const struct field category_fields[] = {
    {.name = "category", FIELD_AT(T_TEXT, struct category, category), .label = {"问题类别", "Category"}, .max = 60},
    {0},
};
static const struct field day_fields[] = {
    {.name = "date", FIELD_AT(T_DATE, struct day, date), .label = {"哪一天的周", "A day of the week"}},
    {0},
};
/* clang-format on */

static bool do_deed(struct request *rq, struct response *rs, enum week_act act, bool reads)
{
    struct ctx *cx = rq->cx;
    struct reason body = {0};
    int64_t id, version;
    struct json j;
    if (!need_zone(rq) || !need_id(rq, rq->args[0], &id) || !need_version(rq, &version) ||
        (reads && !read_body(rq, reason_fields, sizeof body, &body)) || !week_do(cx, act, id, version, body.reason))
        return false;
    const struct report_duty *d = row_load(cx, &report_duty_entity, id);
    const struct report_week *w = d ? row_load(cx, &report_week_entity, d->week) : NULL;
    response_json(rs, &j);
    return w && put_desk(cx, &j, w, d);
}

static bool post_submit(struct request *rq, struct response *rs)
{
    return do_deed(rq, rs, WEEK_SUBMIT, false);
}

static bool post_confirm(struct request *rq, struct response *rs)
{
    return do_deed(rq, rs, WEEK_CONFIRM, false);
}

static bool post_send_back(struct request *rq, struct response *rs)
{
    return do_deed(rq, rs, WEEK_SEND_BACK, true);
}

static bool post_reopen(struct request *rq, struct response *rs)
{
    return do_deed(rq, rs, WEEK_REOPEN, true);
}

static bool post_problem(struct request *rq, struct response *rs)
{
    struct category body;
    int64_t id, problem;
    struct json j;
    if (!need_zone(rq) || !need_id(rq, rq->args[0], &id) || !read_body(rq, category_fields, sizeof body, &body) ||
        !week_problem(rq->cx, id, text_is_empty(body.category) ? NULL : body.category, &problem))
        return false;
    const struct week_item *item = week_item(rq->cx, id);
    if (!item)
        return false;
    response_json(rs, &j);
    put_item(&j, item);
    rs->status = 201;
    response_header(rs, "Location", arena_printf(rq->cx->arena, "/api/v1/problem/%lld", (long long)problem));
    return true;
}

/* ---- weeks ---- */

static bool answer_week(struct request *rq, struct response *rs, const struct report_week *w)
{
    struct json j;
    response_json(rs, &j);
    put_week(rq->cx, &j, w);
    return true;
}

static bool post_open(struct request *rq, struct response *rs)
{
    struct day body;
    struct report_week *w;
    if (!need_zone(rq) || !read_body(rq, day_fields, sizeof body, &body))
        return false;
    const struct date today = date_of_instant((struct instant){rq->cx->now_ms});
    return week_open(rq->cx, date_is_none(body.date) ? today : body.date, &w) && answer_week(rq, rs, w);
}

static bool post_close(struct request *rq, struct response *rs)
{
    int64_t id;
    if (!need_zone(rq) || !need_id(rq, rq->args[0], &id) || !week_close(rq->cx, id))
        return false;
    const struct report_week *w = row_load(rq->cx, &report_week_entity, id);
    return w && answer_week(rq, rs, w);
}

/* ---- all units over the weeks ---- */

enum { WEEKS_USUAL = 8, WEEKS_MOST = 26 };

struct overview {
    struct report_week *weeks[WEEKS_MOST];
    int count;
    struct metric_answer rates[2]; /* completeness, timeliness */
};

static bool load_weeks(struct request *rq, int64_t most, struct overview *o)
{
    struct ctx *cx = rq->cx;
    struct list l;
    const struct list_query latest = {.fields = "id", .sort = "-starts_on", .limit = (int)most};
    int64_t ids[WEEKS_MOST];
    int n = 0;
    if (!list_open(cx, &report_week_entity, &latest, &l))
        return false;
    while (list_next(&l))
        ids[n++] = list_value(&l, 0).i;
    if (!list_ok(&l))
        return false;
    for (; o->count < n; o->count++)
        if (!(o->weeks[o->count] = row_load(cx, &report_week_entity, ids[n - 1 - o->count])))
            return false;
    return true;
}

static bool ask_rates(struct ctx *cx, struct overview *o)
{
    const struct metric_ask asks[] = {{metric_need(cx, "report.completeness"), NULL, "unit"},
                                      {metric_need(cx, "report.timeliness"), NULL, "unit"}};
    return asks[0].metric && asks[1].metric && metric_many(cx, (struct view){0}, asks, 2, o->rates);
}

static void put_rate(struct ctx *cx, struct json *j, const char *key, const struct metric_answer *a, const char *unit)
{
    const char *text = NULL;
    for (size_t i = 0; i < a->group_count && !text; i++)
        if (text_equal(a->groups[i].key, unit))
            text = percent_decimal(cx->arena, a->groups[i].number.value);
    json_put_text(j, key, text);
}

/* Rows of units, in their order, with a cell for each duty. */
struct cells {
    struct json *j;
    struct overview *overview;
    int64_t unit;
};

static void end_unit(struct cells *c)
{
    if (!c->unit)
        return;
    json_array_end(c->j);
    json_object_end(c->j);
}

static void begin_unit(struct ctx *cx, struct cells *c, int64_t unit, const char *title)
{
    c->unit = unit;
    json_object_begin(c->j);
    json_put_int(c->j, "unit", unit);
    json_put_text(c->j, "unit_title", title);
    put_rate(cx, c->j, "completeness", &c->overview->rates[0], title);
    put_rate(cx, c->j, "timeliness", &c->overview->rates[1], title);
    json_key(c->j, "cells");
    json_array_begin(c->j);
}

enum {
    CELL_ID = 0,
    CELL_UNIT = 2,
    CELL_TITLE,
    CELL_WEEK,
    CELL_WEEK_TITLE,
    CELL_STATE,
    CELL_DUE,
    CELL_SUBMITTED,
    CELL_EXPECTED,
    CELL_FILLED,
    CELL_FILED
};

static void put_cell(struct json *j, const struct list *l)
{
    const struct value submitted = list_value(l, CELL_SUBMITTED);
    json_object_begin(j);
    json_put_int(j, "week", list_value(l, CELL_WEEK).i);
    json_put_int(j, "duty", list_value(l, CELL_ID).i);
    json_put_text(j, "state", list_value(l, CELL_STATE).s);
    json_put_int(j, "expected", list_value(l, CELL_EXPECTED).i);
    json_put_int(j, "filled", list_value(l, CELL_FILLED).i);
    json_put_int(j, "filed", list_value(l, CELL_FILED).i);
    json_put_bool(j, "late", submitted.kind != VALUE_NULL && submitted.i > list_value(l, CELL_DUE).i);
    json_object_end(j);
}

static const char *among(struct ctx *cx, const struct overview *o)
{
    struct buf out = buf_init(cx->arena);
    for (int i = 0; i < o->count; i++)
        buf_printf(&out, "%s%lld", i ? ", " : "week in (", (long long)o->weeks[i]->head.id);
    buf_text(&out, o->count ? ")" : "week = 0");
    return out.data;
}

static bool put_units(struct ctx *cx, struct json *j, struct overview *o)
{
    const struct list_query all = {.where = among(cx, o),
                                   .fields = "unit,week,state,due_at,submitted_at,expected,filled,filed",
                                   .sort = "unit,due_at",
                                   .no_limit = true};
    struct cells cells = {j, o, 0};
    struct list l;
    json_key(j, "units");
    json_array_begin(j);
    if (!list_open(cx, &report_duty_entity, &all, &l))
        return false;
    while (list_next(&l)) {
        const int64_t unit = list_value(&l, CELL_UNIT).i;
        if (unit != cells.unit) {
            end_unit(&cells);
            begin_unit(cx, &cells, unit, arena_strdup(cx->arena, list_value(&l, CELL_TITLE).s));
        }
        put_cell(j, &l);
    }
    end_unit(&cells);
    json_array_end(j);
    return list_ok(&l);
}

static bool get_overview(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    struct overview o = {0};
    int64_t weeks = WEEKS_USUAL, without = 0;
    struct json j;
    if (!need_zone(rq) || !read_whole(rq, "weeks", 1, WEEKS_MOST, &weeks) || !load_weeks(rq, weeks, &o) ||
        !ask_rates(cx, &o) || !week_without_unit(cx, &without))
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    json_key(&j, "weeks");
    json_array_begin(&j);
    for (int i = 0; i < o.count; i++)
        put_week(cx, &j, o.weeks[i]);
    json_array_end(&j);
    if (!put_units(cx, &j, &o))
        return false;
    json_put_int(&j, "without_unit", without);
    json_put_bool(&j, "may_open", rights_reach(cx, &report_week_entity, ACT_UPDATE) != REACH_NONE);
    json_object_end(&j);
    return answer_tagged(rq, rs);
}

/* clang-format off */
const struct field desk_params[] = {
    PARAM_ZONE,
    {.name = "unit", .type = T_ID, .label = {"单位编号", "Unit's id"}, .help = {"省略为本人的单位", "that of whoever asks when left out"}},
    {.name = "date", .type = T_DATE, .label = {"哪一天的周", "A day of the week"}, .help = {"省略为手头的一周", "the week at hand when left out"}},
    {0},
};
static const struct field overview_params[] = {
    PARAM_ZONE,
    {.name = "weeks", .type = T_INT, .label = {"几周", "How many weeks"}, .min = 1, .max = WEEKS_MOST},
    {0},
};
static const struct field id_params[] = {PARAM_ID, PARAM_ZONE, {0}};
static const struct field no_params[] = {PARAM_ZONE, {0}};

#define DOC(...) &(const struct route_doc){.tag = "weeks", __VA_ARGS__}
const struct route weeks_routes[] = {
    {HTTP_GET, "/api/v1/weeks/desk", get_desk, {"单位的填报页", "A unit's desk"}, .right = "report_duty read",
     .doc = DOC(.params = desk_params, .gives = {.schema = "week_desk"}, .errors = {404})},
    {HTTP_GET, "/api/v1/weeks/overview", get_overview, {"各单位填报情况", "All units over the weeks"}, .right = "report_duty read",
     .doc = DOC(.params = overview_params, .gives = {.schema = "week_overview"}, .errors = {404, 422})},
    {HTTP_PATCH, "/api/v1/weeks/reports/{id}", patch_report, {"填一个项目的周报", "Fill in a project's report"}, .right = "weekly_report update",
     .doc = DOC(.about = {"没给的字段照现在所示；{} 即无变化", "members left out stay as shown; {} says that nothing has changed"}, .params = id_params, .header = "if_match",
                .takes = {.fields = week_value_fields}, .gives = {.schema = "week_item"}, .errors = {404, 409, 412, 415, 422, 428})},
    {HTTP_POST, "/api/v1/weeks/reports/{id}/problem", post_problem, {"存在问题转为问题", "Make the difficulty a problem"}, .right = "weekly_report update",
     .doc = DOC(.params = id_params, .takes = {.fields = category_fields}, .gives = {.schema = "week_item"}, .status = 201, .errors = {404, 409, 415, 422})},
    {HTTP_POST, "/api/v1/weeks/duties/{id}/submit", post_submit, {"上报", "Submit"}, .right = "weekly_report update",
     .doc = DOC(.params = id_params, .header = "if_match", .gives = {.schema = "week_desk"}, .errors = {404, 409, 412, 422, 428})},
    {HTTP_POST, "/api/v1/weeks/duties/{id}/confirm", post_confirm, {"确认", "Confirm"}, .right = "report_duty update",
     .doc = DOC(.about = {"确认的内容写入项目和投资", "what is confirmed flows into the projects and their investment"}, .params = id_params, .header = "if_match",
                .gives = {.schema = "week_desk"}, .errors = {404, 409, 412, 422, 428})},
    {HTTP_POST, "/api/v1/weeks/duties/{id}/send_back", post_send_back, {"退回", "Send back"}, .right = "report_duty update",
     .doc = DOC(.params = id_params, .header = "if_match", .takes = {.fields = reason_fields}, .gives = {.schema = "week_desk"}, .errors = {404, 409, 412, 415, 422, 428})},
    {HTTP_POST, "/api/v1/weeks/duties/{id}/reopen", post_reopen, {"重新打开", "Reopen"}, .right = "report_week update",
     .doc = DOC(.params = id_params, .header = "if_match", .takes = {.fields = reason_fields}, .gives = {.schema = "week_desk"}, .errors = {404, 409, 412, 415, 422, 428})},
    {HTTP_POST, "/api/v1/weeks/open", post_open, {"发出填报任务", "Open a week"}, .right = "report_week update",
     .doc = DOC(.about = {"已开的补上新增的项目和单位", "of one that is open, adds projects and units that have come since"}, .params = no_params, .takes = {.fields = day_fields}, .gives = {.schema = "week_head"}, .errors = {404, 409, 415, 422})},
    {HTTP_POST, "/api/v1/weeks/{id}/close", post_close, {"锁定一周", "Close a week"}, .right = "report_week update",
     .doc = DOC(.params = id_params, .gives = {.schema = "week_head"}, .errors = {404})},
    {0},
};
/* clang-format on */
