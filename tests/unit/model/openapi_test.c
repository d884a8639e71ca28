/* openapi_test.c — the API document: whole, consistent, the same every time; forms, explanations and sheets beside it. */
#include "base/text.h"
#include "model/explain.h"
#include "model/form.h"
#include "model/openapi.h"
#include "model/sheet.h"
#include "unit/model/sample.h"

#include <jansson.h>

static json_t *parsed(struct ctx *cx, const struct buf *text)
{
    json_t *document = json_parse(cx, text->data, text->length); /* refuses a key that is there twice */
    OK(document, "is JSON: %s", cx->err.message.en ? cx->err.message.en : "");
    return document;
}

/* ---- the document ---- */

static const struct field answer_fields[] = {
    {.name = "value", .type = T_MONEY, .label = {"值", "Value"}},
    {0},
};
static const struct field metric_params[] = {
    {.name = "name", .type = T_TEXT, .label = {"指标", "Metric"}},
    {.name = "by", .type = T_TEXT, .label = {"分组", "By"}},
    {0},
};
static const struct route_doc metric_doc = {
    .tag = "metrics",
    .params = metric_params,
    .gives = {.schema = "metric_answer"},
    .errors = {404, 403},
};
static const struct route_doc upload_doc = {
    .tag = "metrics",
    .takes = {.content = "application/octet-stream"},
    .gives = {.fields = answer_fields, .many = true},
    .status = 202,
};
static const struct route metric_routes[] = {
    {.method = HTTP_GET, .pattern = "/api/v1/metrics/{name}", .summary = {"指标", "A metric"}, .doc = &metric_doc},
    {.method = HTTP_GET, .pattern = "/api/v1/{entity}", .summary = {"列表", "A list"}},
    {.method = HTTP_PUT, .pattern = "/api/v1/metrics/{name}", .summary = {"上传", "Upload"}, .doc = &upload_doc},
    {0},
};
static const struct route *const route_tables[] = {metric_routes, NULL};
static const struct schema_doc schemas[] = {
    {.name = "metric_answer", .fields = answer_fields},
    {.name = "odd_shape", .json = "{\"type\":\"object\"}"},
    {0},
};

/* "#/components/schemas/work" → the node there. */
static const json_t *resolve(const json_t *document, const char *reference, struct arena *a)
{
    const json_t *at = document;
    for (char **word = text_split(a, reference + 2, '/'); at && *word; word++)
        at = json_object_get(at, *word);
    return at;
}

static int dangling(const json_t *document, json_t *node, struct arena *a)
{
    const char *key;
    json_t *child;
    size_t i;
    int bad = 0;
    json_object_foreach(node, key, child)
    {
        if (strcmp(key, "$ref") == 0 && !resolve(document, json_string_value(child), a)) {
            tap_note("dangling %s", json_string_value(child));
            bad++;
        }
        bad += dangling(document, child, a);
    }
    json_array_foreach(node, i, child) bad += dangling(document, child, a);
    return bad;
}

static int repeated_ids(json_t *paths)
{
    const char *path, *method;
    json_t *item, *operation, *seen = json_object();
    int repeated = 0;
    json_object_foreach(paths, path, item)
    {
        json_object_foreach(item, method, operation)
        {
            const char *id = json_string_value(json_object_get(operation, "operationId"));
            repeated += !id || json_object_get(seen, id);
            if (id)
                json_object_set_new(seen, id, json_true());
        }
    }
    json_decref(seen);
    return repeated;
}

static const char *text_at(struct ctx *cx, const json_t *document, const char *path)
{
    const json_t *at = resolve(document, path, cx->arena);
    char *text = at ? json_dumps(at, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
    const char *kept = text ? arena_strdup(cx->arena, text) : "absent";
    free(text);
    return kept;
}

static void test_document(struct ctx *cx)
{
    struct buf out = buf_init(cx->arena), again = buf_init(cx->arena);
    struct json j = json_to(&out), k = json_to(&again);
    openapi_json(&j, route_tables, schemas);
    openapi_json(&k, route_tables, schemas);
    EQ_TEXT(again.data, out.data);
    json_t *d = parsed(cx, &out);
    EQ_INT(dangling(d, d, cx->arena), 0);
    json_t *paths = json_object_get(d, "paths");
    EQ_INT(json_object_size(paths), 5 * 3 + 1);
    EQ_INT(repeated_ids(paths), 0);
    OK(!json_object_get(paths, "/api/v1/{entity}"), "routes without a doc are left out");
    const json_t *metric = json_object_get(paths, "/api/v1/metrics/{name}");
    OK(json_object_get(metric, "get") && json_object_get(metric, "put"), "one path, both methods");
    const json_t *params = json_object_get(json_object_get(metric, "get"), "parameters");
    EQ_INT(json_array_size(params), 2);
    EQ_TEXT(json_string_value(json_object_get(json_array_get(params, 0), "in")), "path");
    EQ_TEXT(json_string_value(json_object_get(json_array_get(params, 1), "in")), "query");
    OK(json_object_get(json_object_get(json_object_get(metric, "put"), "responses"), "202"), "a status of its own");

    EQ_TEXT(text_at(cx, d, "#/components/schemas/work/properties/agency"),
            "{\"type\":[\"integer\",\"null\"],\"format\":\"int64\",\"description\":\"责任单位 Responsible agency (编号 "
            "an id)\"}");
    EQ_TEXT(
        text_at(cx, d, "#/components/schemas/work/properties/nature"),
        "{\"type\":[\"string\",\"null\"],\"enum\":[\"new\",\"continuing\",null],\"description\":\"建设性质 Nature\"}");
    EQ_TEXT(text_at(cx, d, "#/components/schemas/work_write/required"), "[\"name\"]");
    EQ_TEXT(text_at(cx, d, "#/components/schemas/work_write/properties/name"),
            "{\"type\":\"string\",\"maxLength\":20,\"description\":\"项目名称 Name\"}");
    EQ_TEXT(text_at(cx, d, "#/components/schemas/work_change/required"), "absent");
    EQ_TEXT(text_at(cx, d, "#/components/schemas/work/properties/password"), "absent");
    EQ_TEXT(text_at(cx, d, "#/components/schemas/work_write/properties/paid"), "absent");
    EQ_TEXT(text_at(cx, d, "#/components/schemas/work_write/properties/id"), "absent");
    EQ_TEXT(text_at(cx, d, "#/components/schemas/work_item/properties/agency_title"),
            "{\"type\":[\"string\",\"null\"],\"description\":\"责任单位 Responsible agency\"}");
    OK(strstr(text_at(cx, d, "#/components/schemas/work_item/properties/paid"), "integer"),
       "lists have derived fields");
}

/* ---- forms ---- */

static void test_form(struct ctx *cx)
{
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    form_json(cx, &j, &work_entity);
    json_t *d = parsed(cx, &out);
    EQ_TEXT(text_at(cx, d, "#/label"), "{\"zh\":\"项目\",\"en\":\"Work\"}");
    EQ_TEXT(text_at(cx, d, "#/keys"), "[[\"code\"]]");
    json_t *fields = json_object_get(d, "fields");
    EQ_INT(json_array_size(fields), 13 + 3 + 7);
    OK(!strstr(out.data, "password") && !strstr(out.data, "photo"), "no secrets, no bytes");
    OK(strstr(out.data,
              "{\"name\":\"budget\",\"type\":\"money\",\"label\":{\"zh\":\"总投资\",\"en\":\"Budget\"},\"min\":0,"
              "\"max\":10000000000000,\"unit\":\"fen\",\"rights\":\"plan\"}"),
       "a field with its limits");
    OK(strstr(out.data, "\"required\":true,\"search\":true,\"max\":20,\"synonyms\":[\"名称\",\"工程名称\"]}"),
       "flags and synonyms");
    OK(strstr(out.data, "\"derived\":true") && strstr(out.data, "\"head\":true"),
       "derived fields and heads are marked");
    OK(strstr(out.data, "\"cycle\":true,\"choices\":[{\"code\":\"new\"") &&
           strstr(out.data, "\"dates\":\"continuing\"}"),
       "a life cycle and the date of one of its steps");
    buf_clear(&out);
    j = json_to(&out);
    form_list_json(cx, &j);
    EQ_INT(json_array_size(parsed(cx, &out)), 5);
}

/* ---- explanations ---- */

static void test_explain(struct ctx *cx)
{
    struct buf out = buf_init(cx->arena);
    entities_explain(&out);
    OK(strstr(out.data, "- [work](#work) 项目 Work\n"), "a list of contents");
    OK(strstr(out.data, "## work\n\n**项目 Work**\n"), "a chapter");
    OK(strstr(out.data, "| `budget` | 总投资 Budget | 金额（分） money (1/100 yuan) | 0元 … 1,000亿元 |\n"),
       "a field with its range");
    OK(strstr(out.data, "→ [agency](#agency)"), "a reference leads on");
    OK(strstr(out.data, "- 不重复 unique: `work` 项目 + `month` 月份 + `kind` 口径\n"), "a key");
    OK(strstr(out.data, "- 被引用 referred to by: [payment](#payment).work\n"), "who refers to it");
    OK(strstr(out.data, "CREATE TABLE work (") && strstr(out.data, "CREATE INDEX work_by_name"), "its SQL");
}

/* ---- sheets ---- */

static const char *sheet_line(struct ctx *cx, const struct list *l, const struct sheet_column *c, int n)
{
    struct buf out = buf_init(cx->arena);
    for (int i = 0; i < n; i++) {
        const char *text = sheet_cell(cx, &c[i], list_value(l, c[i].place));
        buf_printf(&out, "%s%s", i ? "|" : "", text ? text : "");
    }
    return out.data;
}

static void test_sheet(struct ctx *cx)
{
    int64_t agency = agency_new(cx, "城建局", 0);
    struct work *w = work_new(cx, "一号");
    w->agency = agency;
    w->nature = "continuing";
    w->colour = "淡紫";
    w->budget = (struct money){MONEY_YI * 12 / 10};
    w->share = 8350;
    w->begun = date_month(2023, 3);
    w->seen = (struct instant){1700000000000};
    w->active = true;
    saved(cx, &work_entity, w);
    saved(cx, &work_entity, work_new(cx, "二号"));
    struct list l;
    struct list_query lq = {.fields = "name,agency,nature,colour,budget,share,begun,seen,active,settings",
                            .sort = "id"};
    OK(list_open(cx, &work_entity, &lq, &l), "a list");
    int n = 0;
    struct sheet_column *c = sheet_columns(cx, &l, false, &n);
    EQ_INT(n, 9);
    EQ_TEXT(c[4].head, "总投资(万元)");
    EQ_INT(c[4].kind, SHEET_DECIMAL);
    EQ_INT(money_unit_in(c[4].head), MONEY_WAN);
    OK(list_next(&l), "the first row");
    EQ_TEXT(sheet_line(cx, &l, c, n), "一号|城建局|续建|淡紫|12000|83.5|2023-03|2023-11-15 06:13|是");
    OK(list_next(&l), "the second");
    EQ_TEXT(sheet_line(cx, &l, c, n), "二号||||||||否");
    while (list_next(&l))
        continue;
    OK(list_ok(&l), "done");
    OK(list_open(cx, &payment_entity, &(struct list_query){0}, &l), "all fields of another");
    c = sheet_columns(cx, &l, true, &n);
    EQ_INT(n, 5);
    EQ_TEXT(c[0].head, "编号");
    EQ_TEXT(c[1].head, "项目");
}

static void test(const char *url)
{
    struct ctx cx = sample_on(url);
    test_document(&cx);
    test_form(&cx);
    test_explain(&cx);
    test_sheet(&cx);
    work_done(&cx);
}

int main(void)
{
    on_each_engine(test);
    return tap_done();
}
