/* lights.c — lights of projects: counted, explained, previewed under another rule, computed anew. */
#include "rules/lights.h"

#include "endpoints/endpoint.h"
#include "endpoints/params.h"
#include "endpoints/rows.h"
#include "model/openapi.h"

static bool get_lights(struct request *rq, struct response *rs)
{
    struct view view;
    struct light_counts counts;
    struct json j;
    if (!need_zone(rq) || !read_view(rq, &view) || !answer_by_revision(rq, rs))
        return false;
    if (is_answered(rs))
        return true;
    if (!lights_compute(rq->cx, view.as_of, &counts))
        return false;
    response_json(rs, &j);
    lights_counts_json(&j, &counts);
    return true;
}

static bool get_explanation(struct request *rq, struct response *rs)
{
    struct view view;
    struct json j;
    int64_t project;
    if (!need_id(rq, rq->args[0], &project) || !need_zone(rq) || !read_view(rq, &view))
        return false;
    response_json(rs, &j);
    return lights_explain(rq->cx, project, view, &j) && answer_tagged(rq, rs);
}

static void put_preset(struct json *j, const struct lamp_preset *p)
{
    json_object_begin(j);
    json_put_bool(j, "standard", p->standard);
    for (const struct field *f = lamp_rule_entity.fields; f->type != T_END; f++) {
        if (field_is_derived(f))
            continue;
        json_key(j, f->name);
        json_value(j, f, field_get(f, &p->rule));
    }
    json_object_end(j);
}

static bool get_presets(struct request *rq, struct response *rs)
{
    const struct lamp_preset *presets;
    size_t count;
    struct json j;
    if (!need_zone(rq) || !lights_presets(rq->cx, &presets, &count))
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    json_key(&j, "items");
    json_array_begin(&j);
    for (size_t i = 0; i < count; i++)
        put_preset(&j, &presets[i]);
    json_array_end(&j);
    json_object_end(&j);
    return answer_tagged(rq, rs);
}

static bool post_preview(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    struct view view;
    struct json j;
    struct lamp_rule *draft = row_new(cx, &lamp_rule_entity);
    struct writing w = {.e = &lamp_rule_entity, .findings = findings_new(cx)};
    const struct json_t *body = need_zone(rq) && read_view(rq, &view) ? request_json(rq) : NULL;
    if (!body || !row_members(cx, &lamp_rule_entity, body, draft, &w.findings))
        return false;
    row_check_local(cx, &lamp_rule_entity, draft, &w.findings);
    if (!findings_refuse(cx, &w.findings))
        return answer_failure(rq, rs, &w);
    response_json(rs, &j);
    return lights_preview(cx, draft, view.as_of, &j);
}

static bool post_lights(struct request *rq, struct response *rs)
{
    struct view view;
    struct json j;
    int64_t changed;
    if (!need_zone(rq) || !read_view(rq, &view) || !lights_keep(rq->cx, view.as_of, NULL, 0, &changed))
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_int(&j, "changed", changed);
    json_object_end(&j);
    return true;
}

/* clang-format off */
static const struct field zone_param[] = {PARAM_ZONE, {0}};
static const struct field day_params[] = {PARAM_ZONE, PARAM_AS_OF, {0}};
static const struct field one_params[] = {PARAM_ID, PARAM_ZONE, PARAM_AS_OF, PARAM_KNOWN_AT, {0}};

const struct route lights_routes[] = {
    {HTTP_GET, "/api/v1/lights", get_lights, {"各盏灯的项目数", "Projects by lamp and colour"}, .right = "lamp_rule read",
     .doc = &(const struct route_doc){.tag = "lights", .about = {"按当天施行的规则和现有数据重算", "computed anew by the rules in force on the day and the data as they are"},
         .params = day_params, .gives = {.schema = "light_counts"}, .errors = {404, 422}}},
    {HTTP_POST, "/api/v1/lights", post_lights, {"重算亮灯并记下变化", "Compute the lights and keep what changed"}, .right = "lamp_rule update",
     .doc = &(const struct route_doc){.tag = "lights", .params = day_params, .gives = {.schema = "lights_kept"}, .errors = {404, 422}}},
    {HTTP_GET, "/api/v1/lights/presets", get_presets, {"预置的亮灯规则", "Rules that come with the program"}, .right = "lamp_rule read",
     .doc = &(const struct route_doc){.tag = "lights", .params = zone_param, .gives = {.schema = "lamp_presets"}, .errors = {404}}},
    {HTTP_POST, "/api/v1/lights/preview", post_preview, {"换用一个规则，哪些项目会变灯", "Which projects another rule would change"}, .right = "lamp_rule create",
     .doc = &(const struct route_doc){.tag = "lights", .about = {"请求内容是规则草案，不保存", "the body is a draft of a rule; nothing is saved"},
         .params = day_params, .takes = {.schema = "lamp_rule_write"}, .gives = {.schema = "lights_preview"}, .errors = {404, 422}}},
    {HTTP_GET, "/api/v1/lights/projects/{id}", get_explanation, {"一个项目的各盏灯及其来由", "The lamps of a project, and why"}, .right = "project read",
     .doc = &(const struct route_doc){.tag = "lights", .about = {"规则、各个量、算式、从何时起、历史、怎样转灯", "rule, inputs, arithmetic, since when, history, and what would turn it"},
         .params = one_params, .gives = {.schema = "light_explanation"}, .errors = {404, 422}}},
    {0},
};
/* clang-format on */
