/* meta.c — what there is: entities with their forms, metrics, reports, and what columns of a ledger can mean. */
#include "base/version.h"
#include "endpoints/endpoint.h"
#include "endpoints/params.h"

#include "ledger/target.h"
#include "metric/metric.h"
#include "model/form.h"
#include "model/groups.h"
#include "model/openapi.h"
#include "model/rights.h"
#include "reports/report.h"

#include <string.h>

static void put_metrics(const struct ctx *cx, struct json *j)
{
    json_key(j, "metrics");
    json_array_begin(j);
    for (const struct metric *const *m = metric_catalogue; *m; m++) {
        if (rights_reach(cx, entity_find((*m)->entity), ACT_READ) == REACH_NONE)
            continue;
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
    json_put_text(&j, "map_tiles", app_of(rq)->map_tiles);
    json_key(&j, "entities");
    form_list_json(rq->cx, &j);
    put_metrics(rq->cx, &j);
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
    form_json(rq->cx, &j, e);
    return answer_tagged(rq, rs);
}

/* ---- completion of conditions ---- */

enum { TEXT_MOST = 4000 }; /* characters of a condition */

/* Bytes before the `n`-th character, and the reverse. */
static size_t bytes_of(const char *text, int64_t n)
{
    const char *s = text;
    for (; *s && n > 0; n--)
        do
            s++;
        while (((unsigned char)*s & 0xC0) == 0x80);
    return (size_t)(s - text);
}

static int64_t characters_of(const char *text, size_t bytes)
{
    int64_t n = 0;
    for (size_t i = 0; i < bytes; i++)
        n += ((unsigned char)text[i] & 0xC0) != 0x80;
    return n;
}

static void put_completion(struct ctx *cx, struct json *j, const char *text, size_t from, const struct completion *c)
{
    json_object_begin(j);
    /* All replace the same piece: what stands between is given back. */
    json_put_text(j, "insert", arena_printf(cx->arena, "%.*s%s", (int)(c->from - from), text + from, c->insert));
    json_put_label(j, "label", c->label);
    json_put_text(j, "kind", strcmp(c->kind, "operator") == 0 ? "word" : c->kind);
    if (c->help.zh || c->help.en)
        json_put_label(j, "help", c->help);
    json_object_end(j);
}

static bool get_complete(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    const struct entity *e = need_entity(rq, rq->args[0]);
    const char *text = request_query(rq, "text") ? request_query(rq, "text") : "";
    int64_t length = characters_of(text, strlen(text)), at = length;
    size_t count;
    struct json j;
    if (!e || !need_zone(rq) || !read_whole(rq, "at", 0, TEXT_MOST, &at))
        return false;
    at = at < length ? at : length;
    size_t caret = bytes_of(text, at), from = caret;
    struct entity_scope *scope = scope_new(cx, e, NULL, (struct view){0});
    if (!scope)
        return false;
    const struct completion *list = groups_complete(cx, scope, text, caret, &count);
    for (size_t i = 0; i < count; i++)
        from = list[i].from < from ? list[i].from : from;
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_int(&j, "from", characters_of(text, from));
    json_put_int(&j, "to", at);
    json_key(&j, "items");
    json_array_begin(&j);
    for (size_t i = 0; i < count; i++)
        put_completion(cx, &j, text, from, &list[i]);
    json_array_end(&j);
    json_object_end(&j);
    return answer_tagged(rq, rs);
}

/* ---- ledgers ---- */

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
        json_put_text(&j, "entity", (*k)->entity->name);
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

static const struct field complete_params[] = {
    PARAM_ENTITY,
    PARAM_ZONE,
    {.name = "text", .type = T_TEXT, .label = {"条件", "Condition"}, .help = {"写到一半的条件", "as far as it is written"}},
    {.name = "at", .type = T_INT, .label = {"光标位置", "Caret"}, .help = {"光标前的字符数，省略为末尾", "characters before the caret; the end when left out"}, .min = 0, .max = TEXT_MOST},
    {0},
};

const struct route meta_routes[] = {
    {HTTP_GET, "/api/v1/meta", get_meta, {"有哪些对象、指标和报告", "The entities, metrics and reports there are"},
     .doc = &(const struct route_doc){.tag = "meta", .gives = {.schema = "meta"}}},
    {HTTP_GET, "/api/v1/meta/{entity}", get_form, {"一种对象的表单", "The form of an entity"}, .right = "{entity} read",
     .doc = &(const struct route_doc){.tag = "meta", .params = form_params, .gives = {.schema = "form"}, .errors = {404}}},
    {HTTP_GET, "/api/v1/meta/{entity}/complete", get_complete, {"条件框的补全", "What can stand at the caret of a condition"}, .right = "{entity} read",
     .doc = &(const struct route_doc){.tag = "meta", .about = {"from 到 to 的字符由 insert 替换", "insert replaces the characters from … to"},
         .params = complete_params, .gives = {.schema = "completion"}, .errors = {404}}},
    {HTTP_GET, "/api/v1/meta/ledger", get_ledger_kinds, {"台账的种类和列的含义", "Kinds of ledgers, and what their columns can mean"},
     .doc = &(const struct route_doc){.tag = "meta", .gives = {.schema = "ledger_kinds"}}},
    {0},
};
/* clang-format on */
