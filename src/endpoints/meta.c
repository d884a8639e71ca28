/* meta.c — what there is: entities with their forms, metrics, reports, and what columns of a ledger can mean. */
#include "base/version.h"
#include "endpoints/endpoint.h"
#include "endpoints/params.h"

#include "ledger/target.h"
#include "metric/metric.h"
#include "model/form.h"
#include "model/openapi.h"
#include "reports/report.h"

#include <string.h>

static void put_metrics(struct json *j)
{
    json_key(j, "metrics");
    json_array_begin(j);
    for (const struct metric *const *m = metric_catalogue; *m; m++) {
        json_object_begin(j);
        json_put_text(j, "name", (*m)->name);
        json_put_label(j, "label", (*m)->label);
        json_put_label(j, "definition", (*m)->definition);
        json_put_text(j, "unit", metric_unit(*m));
        json_put_text(j, "entity", (*m)->entity);
        json_put_text(j, "through", (*m)->through);
        json_put_text(j, "month", (*m)->month);
        json_object_end(j);
    }
    json_array_end(j);
}

static void put_reports(struct json *j)
{
    json_key(j, "reports");
    json_array_begin(j);
    for (const struct report *const *r = report_catalogue; *r; r++) {
        json_object_begin(j);
        json_put_text(j, "name", (*r)->name);
        json_put_label(j, "label", (*r)->label);
        json_object_end(j);
    }
    json_array_end(j);
}

static bool get_meta(struct request *rq, struct response *rs)
{
    struct json j;
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_text(&j, "version", STEWARD_VERSION);
    json_key(&j, "entities");
    form_list_json(&j);
    put_metrics(&j);
    put_reports(&j);
    json_object_end(&j);
    return answer_tagged(rq, rs);
}

static bool get_form(struct request *rq, struct response *rs)
{
    const struct entity *e = need_entity(rq, rq->args[0]);
    struct json j;
    if (!e)
        return false;
    response_json(rs, &j);
    form_json(&j, e);
    return answer_tagged(rq, rs);
}

static void put_targets(struct ctx *cx, struct json *j, const struct ledger_kind *k)
{
    int count;
    const struct target *targets = target_list(cx->arena, k, &count);
    json_key(j, "targets");
    json_array_begin(j);
    for (int i = 0; i < count; i++) {
        json_object_begin(j);
        json_put_text(j, "id", targets[i].id);
        json_put_label(j, "label", targets[i].label);
        json_put_bool(j, "money", target_is_money(&targets[i]));
        json_object_end(j);
    }
    json_array_end(j);
}

static bool get_ledger_kinds(struct request *rq, struct response *rs)
{
    struct json j;
    response_json(rs, &j);
    json_object_begin(&j);
    json_key(&j, "kinds");
    json_array_begin(&j);
    for (const struct ledger_kind *const *k = ledger_kinds; *k; k++) {
        json_object_begin(&j);
        json_put_text(&j, "name", (*k)->name);
        json_put_label(&j, "label", (*k)->label);
        put_targets(rq->cx, &j, *k);
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    return answer_tagged(rq, rs);
}

/* clang-format off */
static const struct field form_params[] = {
    PARAM_ENTITY,
    {0},
};

const struct route meta_routes[] = {
    {HTTP_GET, "/api/v1/meta", get_meta, {"有哪些对象、指标和报告", "The entities, metrics and reports there are"},
     .doc = &(const struct route_doc){.tag = "meta", .gives = {.schema = "meta"}}},
    {HTTP_GET, "/api/v1/meta/{entity}", get_form, {"一种对象的表单", "The form of an entity"},
     .doc = &(const struct route_doc){.tag = "meta", .params = form_params, .gives = {.schema = "form"}, .errors = {404}}},
    {HTTP_GET, "/api/v1/meta/ledger", get_ledger_kinds, {"台账的种类和列的含义", "Kinds of ledgers, and what their columns can mean"},
     .doc = &(const struct route_doc){.tag = "meta", .gives = {.schema = "ledger_kinds"}}},
    {0},
};
/* clang-format on */
