/* problems.c — what may be done with a problem, what was done, and doing it. */
#include "rules/problem_loop.h"

#include "endpoints/params.h"
#include "endpoints/rows.h"
#include "model/openapi.h"
#include "model/rights.h"
#include "reports/problem_ledger.h"
#include "rules/limits.h"
#include "rules/similar.h"
#include "rules/workdays.h"

#include <string.h>

/* ---- what may be done ---- */

static void put_parts(struct json *j, const char *key, unsigned parts)
{
    json_key(j, key);
    json_array_begin(j);
    for (int i = 0; deed_part_names[i]; i++)
        if (parts & 1U << i)
            json_text(j, deed_part_names[i]);
    json_array_end(j);
}

/* Satisfaction is for requests of enterprises only. */
static unsigned parts_for(const struct problem *q, unsigned parts)
{
    return problem_is_request(q) ? parts : parts & ~(unsigned)DEED_SATISFACTION;
}

static bool put_legal(struct ctx *cx, struct json *j, const struct problem *q)
{
    json_key(j, "legal");
    json_array_begin(j);
    for (const struct problem_rule *r = problem_rules; r->kind; r++) {
        bool legal;
        if (!problem_may(cx, q, r, &legal))
            return false;
        if (!legal)
            continue;
        json_object_begin(j);
        json_put_text(j, "kind", r->kind);
        json_put_label(j, "label", choice_find(problem_step_kinds, r->kind)->label);
        json_put_text(j, "to", r->to);
        put_parts(j, "needs", parts_for(q, r->needs));
        put_parts(j, "takes", parts_for(q, r->takes));
        json_object_end(j);
    }
    json_array_end(j);
    return true;
}

/* ---- the limit, counted ---- */

static void put_clock(struct ctx *cx, struct json *j, const struct calendar *c, const struct problem *q)
{
    const struct date today = date_of_instant((struct instant){cx->now_ms}), due = date_last(q->due_on);
    json_key(j, "clock");
    if (date_is_none(due) || problem_state_of(q) == PROBLEM_CLOSED) {
        json_none(j);
        return;
    }
    json_object_begin(j);
    json_put_text(j, "due_on", date_iso(cx->arena, due));
    json_put_int(j, "left", calendar_between(c, today, due, DAY_WORKING));
    json_put_bool(j, "overdue", due.code < today.code);
    json_put_bool(j, "estimated", calendar_is_estimated(c, date_year_of(due)));
    json_object_end(j);
}

/* What each grade would mean if it were handed out today. */
static bool put_limits(struct ctx *cx, struct json *j, const struct calendar *c)
{
    const struct date today = date_of_instant((struct instant){cx->now_ms});
    struct limits limits;
    if (!zone_limits(cx, &limits))
        return false;
    json_key(j, "limits");
    json_array_begin(j);
    for (const struct choice *g = problem_grades; g->code; g++) {
        const int days = limits_of_grade(&limits, g->code);
        json_object_begin(j);
        json_put_text(j, "grade", g->code);
        json_put_label(j, "label", g->label);
        json_put_int(j, "days", days);
        json_put_text(j, "due_on", date_iso(cx->arena, calendar_add(c, today, days, DAY_WORKING)));
        json_object_end(j);
    }
    json_array_end(j);
    return true;
}

static bool get_limits(struct request *rq, struct response *rs)
{
    struct json j;
    if (!need_params(rq, zone_only) || !need_zone(rq))
        return false;
    const struct calendar *c = zone_calendar(rq->cx);
    if (!c)
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    if (!put_limits(rq->cx, &j, c))
        return false;
    json_object_end(&j);
    return answer_tagged(rq, rs);
}

/* ---- what was done ---- */

static bool put_list(struct ctx *cx, struct json *j, const struct entity *e, const char *key, const char *where,
                     const char *sort, const char *fields)
{
    struct list l;
    json_key(j, key);
    json_array_begin(j);
    if (!list_open(cx, e, &(struct list_query){.where = where, .sort = sort, .fields = fields, .no_limit = true}, &l))
        return false;
    while (list_next(&l))
        list_row_json(&l, j);
    json_array_end(j);
    return list_ok(&l);
}

/* Whoever reaches a problem reaches its steps and what was merged into it, though unit or project have changed since. */
static bool put_past(struct ctx *cx, struct json *j, int64_t id)
{
    const struct rights *rights = cx->rights;
    const char *of = arena_printf(cx->arena, "problem = %lld", (long long)id);
    const char *part = arena_printf(cx->arena, "duplicate_of = %lld", (long long)id);
    cx->rights = NULL;
    bool put = put_list(cx, j, &problem_step_entity, "steps", of, "stepped_on,id", NULL) &&
               put_list(cx, j, &problem_entity, "merged", part, "id", "description,raised_on,state");
    cx->rights = rights;
    return put;
}

static bool get_deeds(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    int64_t id;
    struct json j;
    if (!need_params(rq, zone_only) || !need_zone(rq) || !need_id(rq, rq->args[0], &id))
        return false;
    const struct problem *q = row_load(cx, &problem_entity, id);
    const struct calendar *c = q ? zone_calendar(cx) : NULL;
    if (!c)
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_int(&j, "version", q->head.version);
    put_clock(cx, &j, c, q);
    if (!put_limits(cx, &j, c) || !put_legal(cx, &j, q) || !put_past(cx, &j, id))
        return false;
    json_object_end(&j);
    return answer_tagged(rq, rs);
}

/* ---- doing it ---- */

#define D struct problem_deed

/* clang-format off */
static const struct field deed_body[] = {
    {.name = "kind",         FIELD_AT(T_CHOICE, D, kind), .choices = problem_step_kinds, .label = {"动作", "Step"}, .flags = FIELD_REQUIRED},
    {.name = "on",           FIELD_AT(T_DATE, D, on), .label = {"日期", "Date"}, .flags = FIELD_DAY, .help = {"省略为今天", "today when left out"}},
    {.name = "content",      FIELD_AT(T_NOTE, D, content), .label = {"内容", "Content"}, .max = 8000, .help = {"销号时为依据", "the evidence when it is closed"}},
    {.name = "unit",         FIELD_AT(T_REF, D, unit), .ref = "unit", .label = {"责任单位", "Unit"}},
    {.name = "leader",       FIELD_AT(T_TEXT, D, leader), .label = {"包联领导", "Leader"}, .max = 60},
    {.name = "category",     FIELD_AT(T_CHOICE, D, category), .choices = problem_categories, .label = {"问题类别", "Category"}, .flags = FIELD_OPEN},
    {.name = "grade",        FIELD_AT(T_CHOICE, D, grade), .choices = problem_grades, .label = {"办理等级", "Grade"}},
    {.name = "limit_days",   FIELD_AT(T_INT, D, limit_days), .label = {"时限(工作日)", "Limit (working days)"}, .min = 1, .max = 3650},
    {.name = "due_on",       FIELD_AT(T_DATE, D, due_on), .label = {"办结时限", "Due on"}, .help = {"写明日期时不按等级", "a day goes before a grade"}},
    {.name = "satisfaction", FIELD_AT(T_CHOICE, D, satisfaction), .choices = problem_satisfactions, .label = {"企业评价", "Satisfaction"}},
    {.name = "into",         FIELD_AT(T_REF, D, into), .ref = "problem", .label = {"并入问题", "Merged into"}},
    {0},
};
/* clang-format on */

static bool post_deed(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    struct writing w = {.e = &problem_entity, .findings = findings_new(cx)};
    struct problem_deed deed = {0};
    int64_t version;
    if (!need_params(rq, zone_only) || !need_zone(rq) || !need_id(rq, rq->args[0], &w.id) ||
        !need_version(rq, &version) || !read_body(rq, deed_body, sizeof deed, &deed))
        return false;
    deed.version = version;
    if (!problem_act(cx, w.id, &deed, NULL))
        return answer_failure(rq, rs, &w);
    return answer_row(rq, rs, &problem_entity, w.id);
}

/* ---- problems like one ---- */

static void put_similar(struct ctx *cx, struct json *j, const struct similar *s)
{
    const struct problem *q = s->problem;
    json_object_begin(j);
    json_put_int(j, "id", q->head.id);
    json_put_text(j, "description", q->description);
    json_put_text(j, "category", q->category);
    json_put_text(j, "state", q->state);
    json_put_text(j, "solved", q->measure ? q->measure : q->evidence);
    json_put_text(j, "raised_on", date_iso(cx->arena, q->raised_on));
    json_put_text(j, "closed_on", date_iso(cx->arena, q->closed_on));
    json_put_int(j, "score", s->score);
    json_put_bool(j, "same_category", s->same_category);
    json_put_bool(j, "same_sector", s->same_sector);
    json_object_end(j);
}

static bool get_similar(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    struct similar found[SIMILAR_MOST];
    struct similar_query query = {.text = query_text(rq, "text"), .category = query_text(rq, "category")};
    size_t count;
    struct json j;
    if (!need_zone(rq) || !read_whole(rq, "project", 1, INT64_MAX, &query.project) ||
        !read_whole(rq, "except", 1, INT64_MAX, &query.except) || !similar_find(cx, &query, found, &count))
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    json_key(&j, "items");
    json_array_begin(&j);
    for (size_t i = 0; i < count; i++)
        put_similar(cx, &j, &found[i]);
    json_array_end(&j);
    json_object_end(&j);
    return answer_tagged(rq, rs);
}

/* ---- the classified ledger ---- */

static void put_cell(struct json *j, const struct ledger_cell *c)
{
    json_object_begin(j);
    json_put_text(j, "category", c->keys[0]);
    json_put_label(j, "category_label", c->labels[0]);
    json_put_text(j, "key", c->keys[1]);
    json_put_label(j, "label", c->labels[1]);
    json_put_int(j, "raised", c->raised);
    json_put_int(j, "open", c->open);
    json_put_int(j, "overdue", c->overdue);
    json_put_int(j, "closed", c->closed);
    json_put_int(j, "open_days", c->open_days);
    json_put_text(j, "where", c->where);
    json_object_end(j);
}

static bool answer_ledger(struct request *rq, struct response *rs, const struct problem_ledger *l)
{
    struct json j;
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_text(&j, "by", l->by);
    json_put_text(&j, "as_of", date_iso(rq->cx->arena, l->view.as_of));
    json_key(&j, "cells");
    json_array_begin(&j);
    for (size_t i = 0; i < l->count; i++)
        put_cell(&j, &l->cells[i]);
    json_array_end(&j);
    json_key(&j, "total");
    put_cell(&j, &l->total);
    json_object_end(&j);
    return answer_tagged(rq, rs);
}

static bool get_ledger(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    const char *by = query_text(rq, "by"), *format = query_text(rq, "format");
    struct view view;
    struct problem_ledger l;
    struct buf out = buf_init(cx->arena);
    if (!need_zone(rq) || !read_view(rq, &view) ||
        !problem_ledger(cx, by ? by : "unit", query_text(rq, "where"), view, &l))
        return false;
    if (!format || strcmp(format, "json") == 0)
        return answer_ledger(rq, rs, &l);
    if (strcmp(format, "xlsx") != 0)
        return fail(cx, ERR_USAGE, "API-08", "format", "参数 format 应为 json 或 xlsx",
                    "parameter format takes json or xlsx");
    if (!rights_need(cx, &problem_entity, ACT_EXPORT) || !problem_ledger_xlsx(cx, &l, &out))
        return false;
    response_file(rs, XLSX_TYPE,
                  arena_printf(cx->arena, "%s %s.xlsx", cx->lang == LANG_ZH ? "问题分类台账" : "Classified ledger",
                               date_iso(cx->arena, l.view.as_of)),
                  out);
    return true;
}

/* clang-format off */
static const struct field similar_params[] = {
    PARAM_ZONE,
    {.name = "text",     .type = T_TEXT, .label = {"问题描述", "Description"}},
    {.name = "category", .type = T_TEXT, .label = {"问题类别", "Category"}},
    {.name = "project",  .type = T_ID,   .label = {"项目", "Project"}},
    {.name = "except",   .type = T_ID,   .label = {"不含这一条", "All but this one"}},
    {0},
};
static const struct choice ledger_formats[] = {{"json", {"数据", "The data"}, NULL}, {"xlsx", {"工作簿", "A workbook"}, NULL}, {0}};
static const struct field ledger_params[] = {
    PARAM_ZONE, PARAM_AS_OF, PARAM_KNOWN_AT, PARAM_WHERE,
    {.name = "by", .type = T_TEXT, .label = {"与类别交叉的字段", "What categories are crossed with"}, .help = {"省略为责任单位 unit；也可 leader、source、grade", "unit when left out; leader, source, grade too"}},
    {.name = "format", .type = T_CHOICE, .choices = ledger_formats, .label = {"格式", "Format"}},
    {0},
};
static const struct field limits_params[] = {PARAM_ZONE, {0}};
static const struct field problem_params[] = {PARAM_ID, PARAM_ZONE, {0}};

const struct route problems_routes[] = {
    {HTTP_GET, "/api/v1/problem/similar", get_similar, {"相似的问题及其解决办法", "Problems like one, and how they were solved"}, .right = "problem read",
     .doc = &(const struct route_doc){.tag = "problem", .params = similar_params, .gives = {.schema = "similar_problems"}, .errors = {404}}},
    {HTTP_GET, "/api/v1/problem/ledger", get_ledger, {"问题分类台账", "The classified problem ledger"}, .right = "problem read",
     .doc = &(const struct route_doc){.tag = "problem", .about = {"按类别和单位计数；where 打开一格里的问题", "counted by category and unit; where opens the problems of a cell"},
         .params = ledger_params, .gives = {.schema = "problem_ledger"}, .errors = {404, 422}}},
    {HTTP_GET, "/api/v1/problem/limits", get_limits, {"各办理等级今天交办的时限", "Until when each grade would be, if handed out today"}, .right = "problem read",
     .doc = &(const struct route_doc){.tag = "problem", .params = limits_params, .gives = {.schema = "problem_limits"}, .errors = {404}}},
    {HTTP_GET, "/api/v1/problem/{id}/deeds", get_deeds, {"问题可以怎样办、办过什么", "What may be done with a problem, and what was"}, .right = "problem read",
     .doc = &(const struct route_doc){.tag = "problem", .params = problem_params, .gives = {.schema = "problem_deeds"}, .errors = {404}}},
    {HTTP_POST, "/api/v1/problem/{id}/deeds", post_deed, {"办理一步", "Take a step with a problem"}, .right = "problem read",
     .doc = &(const struct route_doc){.tag = "problem", .about = {"哪一步可以从哪个状态办、要写明什么，见同一地址的 GET", "what is possible, and what it needs, is told by GET at the same address"},
         .params = problem_params, .header = "if_match", .takes = {.fields = deed_body}, .gives = {.schema = "problem"}, .errors = {404, 409, 412, 415, 422, 428}}},
    {0},
};
/* clang-format on */
