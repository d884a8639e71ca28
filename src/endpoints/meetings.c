/* meetings.c — meetings beyond their rows: packed, opened, closed with minutes, reopened; problems handed out at them. */
#include "rules/meeting.h"

#include "endpoints/params.h"
#include "endpoints/report_templates.h"
#include "endpoints/rows.h"
#include "model/openapi.h"
#include "reports/meeting_minutes.h"

#include <string.h>

static bool need_meeting(struct request *rq, int64_t *ret_id)
{
    return need_params(rq, zone_only) && need_zone(rq) && need_id(rq, rq->args[0], ret_id);
}

static bool post_pack(struct request *rq, struct response *rs)
{
    struct meeting_packed p;
    struct json j;
    int64_t id;
    if (!need_meeting(rq, &id) || !meeting_pack(rq->cx, id, &p))
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_int(&j, "promises", p.promises);
    json_put_int(&j, "projects", p.projects);
    json_put_int(&j, "suggestions", p.suggestions);
    json_put_int(&j, "dropped", p.dropped);
    json_object_end(&j);
    return true;
}

/* ---- its states ---- */

static bool need_turn(struct request *rq, int64_t *ret_id, int64_t *ret_version)
{
    return need_meeting(rq, ret_id) && need_version(rq, ret_version);
}

static bool post_open(struct request *rq, struct response *rs)
{
    int64_t id, version;
    return need_turn(rq, &id, &version) && meeting_open(rq->cx, id, version) && answer_row(rq, rs, &meeting_entity, id);
}

static bool post_close(struct request *rq, struct response *rs)
{
    struct report_request ask = {0};
    int64_t version;
    if (!need_turn(rq, &ask.of, &version) || !use_own_templates(rq->cx, &meeting_minutes_report, &ask))
        return false;
    return meeting_close_with_minutes(rq->cx, &ask, version) && answer_row(rq, rs, &meeting_entity, ask.of);
}

struct reopening {
    const char *reason;
};

/* clang-format off */
static const struct field reopening_fields[] = {
    {.name = "reason", FIELD_AT(T_NOTE, struct reopening, reason), .label = {"理由", "Reason"}, .max = 500, .flags = FIELD_REQUIRED},
    {0},
};
/* clang-format on */

static bool post_reopen(struct request *rq, struct response *rs)
{
    struct reopening body;
    int64_t id, version;
    return need_turn(rq, &id, &version) && read_body(rq, reopening_fields, sizeof body, &body) &&
           meeting_reopen(rq->cx, id, version, body.reason) && answer_row(rq, rs, &meeting_entity, id);
}

/* ---- handed out ---- */

#define A struct meeting_assignment
/* clang-format off */
static const struct field assignment_fields[] = {
    {.name = "problem", FIELD_AT(T_ID, A, problem), .label = {"问题", "Problem"}, .help = {"已有的问题；省略为这项议程的问题，没有时新建", "one there is; the item's own, or a new one, when left out"}},
    {.name = "unit", FIELD_AT(T_ID, A, unit), .label = {"责任单位", "Unit"}},
    {.name = "leader", FIELD_AT(T_TEXT, A, leader), .label = {"包联领导", "Leader"}, .max = 60},
    {.name = "category", FIELD_AT(T_CHOICE, A, category), .choices = problem_categories, .label = {"问题类别", "Category"}, .flags = FIELD_OPEN},
    {.name = "description", FIELD_AT(T_NOTE, A, description), .label = {"交办内容", "What is to be done"}, .max = 4000},
    {.name = "grade", FIELD_AT(T_CHOICE, A, grade), .choices = problem_grades, .label = {"办理等级", "Grade"}, .help = {"等级和时限写一个", "a grade or a day"}},
    {.name = "due_on", FIELD_AT(T_DATE, A, due_on), .label = {"办结时限", "Due on"}},
    {0},
};
/* clang-format on */

static bool post_assign(struct request *rq, struct response *rs)
{
    struct meeting_assignment a;
    int64_t item, problem;
    return need_meeting(rq, &item) && read_body(rq, assignment_fields, sizeof a, &a) &&
           meeting_assign(rq->cx, item, &a, &problem) && answer_row(rq, rs, &problem_entity, problem);
}

/* clang-format off */
static const struct field meeting_params[] = {PARAM_ID, PARAM_ZONE, {0}};

const struct route meetings_routes[] = {
    {HTTP_POST, "/api/v1/meeting/{id}/pack", post_pack, {"编议程", "Make the agenda"}, .right = "agenda_item create",
     .doc = &(const struct route_doc){.tag = "meetings",
         .about = {"上次的承诺事项在前，再按包联领导或责任单位列项目，灯最差的在前；再编一次不丢已写的内容",
                   "earlier promises first, then projects by leader or unit, the worst light first; making it again loses nothing that was written"},
         .params = meeting_params, .gives = {.schema = "meeting_packed"}, .errors = {404, 409, 422}}},
    {HTTP_POST, "/api/v1/meeting/{id}/open", post_open, {"开会", "Open a meeting"}, .right = "meeting update",
     .doc = &(const struct route_doc){.tag = "meetings", .params = meeting_params, .header = "if_match", .gives = {.schema = "meeting"}, .errors = {404, 409, 412, 428}}},
    {HTTP_POST, "/api/v1/meeting/{id}/close", post_close, {"闭会", "Close a meeting"}, .right = "meeting update",
     .doc = &(const struct route_doc){.tag = "meetings",
         .about = {"生成会议纪要存为附件；此后会议、议程、参会和承诺内容不再改动", "makes the minutes, a file of the meeting; from then on the meeting, its agenda, attendance and what was promised stand"},
         .params = meeting_params, .header = "if_match", .gives = {.schema = "meeting"}, .errors = {404, 409, 412, 428}}},
    {HTTP_POST, "/api/v1/meeting/{id}/reopen", post_reopen, {"重新打开", "Reopen a meeting"}, .right = "meeting update",
     .doc = &(const struct route_doc){.tag = "meetings", .params = meeting_params, .header = "if_match", .takes = {.fields = reopening_fields}, .gives = {.schema = "meeting"}, .errors = {404, 409, 412, 422, 428}}},
    {HTTP_POST, "/api/v1/agenda_item/{id}/assign", post_assign, {"交办问题", "Hand a problem out"}, .right = "agenda_item update",
     .doc = &(const struct route_doc){.tag = "meetings", .about = {"没写的取自这项议程", "what is left out comes from the item"},
         .params = meeting_params, .takes = {.fields = assignment_fields}, .gives = {.schema = "problem"}, .errors = {404, 409, 422}}},
    {0},
};
/* clang-format on */
