/* formulas.c — a filter as people read it, and as the rows of a form. */
#include "endpoints/endpoint.h"
#include "endpoints/params.h"

#include "base/json.h"
#include "model/filter.h"
#include "model/openapi.h"

static void put_condition(struct json *j, const struct condition *c)
{
    const struct field values = {.type = c->type};
    json_object_begin(j);
    json_put_text(j, "text", c->text);
    json_put_text(j, "words", c->words);
    json_put_text(j, "field", c->op ? c->path : NULL);
    json_put_text(j, "op", c->op);
    json_key(j, "values");
    json_array_begin(j);
    for (size_t i = 0; c->op && i < c->count; i++)
        json_value(j, &values, c->values[i]);
    json_array_end(j);
    json_object_end(j);
}

static bool get_conditions(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    const struct entity *e = need_entity(rq, rq->args[0]);
    const struct list_query lq = {.where = query_text(rq, "text")};
    struct filter filter;
    struct json j;
    struct entity_scope *scope = e ? scope_new(cx, e, NULL, (struct view){0}) : NULL;
    if (!scope || !filter_plan(scope, &lq, &filter))
        return false;
    const struct conditions found = filter.where ? expr_conditions(filter.where, cx) : (struct conditions){0};
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_text(&j, "text", filter.where ? expr_text(filter.where, cx) : "");
    json_put_text(&j, "words", filter.where ? expr_words(filter.where, cx) : "");
    json_put_bool(&j, "any", found.any);
    json_key(&j, "conditions");
    json_array_begin(&j);
    for (size_t i = 0; i < found.count; i++)
        put_condition(&j, &found.list[i]);
    json_array_end(&j);
    json_object_end(&j);
    return answer_tagged(rq, rs);
}

/* clang-format off */
static const struct field conditions_params[] = {
    PARAM_ENTITY,
    {.name = "text", .type = T_TEXT, .label = {"筛选条件", "Condition"}, .help = {"公式语言写的条件", "a condition in the formula language"}},
    {0},
};

const struct route formulas_routes[] = {
    {HTTP_GET, "/api/v1/meta/{entity}/conditions", get_conditions, {"筛选条件的含义，逐条", "What a condition says, part by part"}, .right = "{entity} read",
     .doc = &(const struct route_doc){.tag = "meta", .params = conditions_params, .gives = {.schema = "conditions"}, .errors = {404, 422}}},
    {0},
};
/* clang-format on */
