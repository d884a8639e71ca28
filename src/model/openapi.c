/* openapi.c — paths, parameters and answers of the OpenAPI document. */
#include "model/openapi.h"

#include "model/list.h"
#include "model/openapi_schema.h"

#include <string.h>

/* clang-format off */
const struct field list_params[] = {
    {.name = "where",    .type = T_TEXT,    .label = {"筛选条件", "Filter"}, .help = {"如：建设性质 = 新建 且 总投资 >= 1亿", "e.g. nature = new and total_investment >= 1亿"}},
    {.name = "search",   .type = T_TEXT,    .label = {"搜索词", "Search"}, .help = {"各词都要出现", "every word must be found"}},
    {.name = "sort",     .type = T_TEXT,    .label = {"排序", "Sort"}, .help = {"字段名以逗号分隔，前加 - 为降序", "field names separated by commas, - before one for descending"}},
    {.name = "fields",   .type = T_TEXT,    .label = {"字段", "Fields"}, .help = {"字段名以逗号分隔；* 为全部；省略为登记的字段和列表所示的推算字段", "field names separated by commas; * for all; when left out, what is stored and the derived fields that lists show"}},
    {.name = "cursor",   .type = T_TEXT,    .label = {"翻页标记", "Cursor"}, .help = {"上一页的 next", "next of the page before"}},
    {.name = "limit",    .type = T_INT,     .label = {"每页行数", "Limit"}, .min = 1, .max = LIST_LIMIT_MOST},
    {.name = "as_of",    .type = T_DATE,    .label = {"截止日期", "As of"}, .help = {"省略为今天", "today when left out"}},
    {.name = "known_at", .type = T_INSTANT, .label = {"已知时刻", "Known at"}, .help = {"按当时已登记的内容查看", "as recorded at that moment"}},
    {0},
};
/* clang-format on */

/* ---- pieces ---- */

static const char *words(struct json *j, struct label l)
{
    return arena_printf(j->out->arena, "%s %s", label_in(l, LANG_ZH), label_in(l, LANG_EN));
}

static void put_param(struct json *j, const struct field *f, const char *in)
{
    bool path = strcmp(in, "path") == 0;
    struct field plain = *f;
    plain.flags |= FIELD_REQUIRED; /* a parameter that is there is not null */
    json_object_begin(j);
    json_put_text(j, "name", f->name);
    json_put_text(j, "in", in);
    if (path || (f->flags & FIELD_REQUIRED))
        json_put_bool(j, "required", true);
    json_put_text(j, "description", words(j, f->label));
    json_key(j, "schema");
    schema_of_field(j, &plain, SCHEMA_CHANGE);
    json_object_end(j);
}

static void put_component(struct json *j, const char *kind, const char *name)
{
    json_object_begin(j);
    json_put_text(j, "$ref", arena_printf(j->out->arena, "#/components/%s/%s", kind, name));
    json_object_end(j);
}

/* Failures that any request may meet. */
static const int common_problems[] = {400, 401, 403, 500, 503, 0};

static bool is_among(const int *statuses, int status)
{
    while (*statuses && *statuses != status)
        statuses++;
    return *statuses != 0;
}

static void put_problem(struct json *j, int status)
{
    json_key(j, arena_printf(j->out->arena, "%d", status));
    put_component(j, "responses", "failure");
}

static void put_problems(struct json *j, const int *own)
{
    for (const int *status = common_problems; *status; status++)
        put_problem(j, *status);
    for (const int *status = own; *status; status++)
        if (!is_among(common_problems, *status))
            put_problem(j, *status);
}

static const char BYTES[] = "{\"type\":\"string\",\"format\":\"binary\"}";

static void put_body(struct json *j, const struct body_doc *b, enum schema_use use)
{
    json_key(j, "content");
    json_object_begin(j);
    json_key(j, b->content ? b->content : "application/json");
    json_object_begin(j);
    json_key(j, "schema");
    if (b->many) {
        json_object_begin(j);
        json_put_text(j, "type", "array");
        json_key(j, "items");
    }
    if (b->schema)
        schema_reference(j, b->schema);
    else if (b->fields)
        schema_of_fields(j, b->fields, use, (struct label){0});
    else
        json_raw(j, BYTES);
    if (b->many)
        json_object_end(j);
    json_object_end(j);
    if (b->or_content) {
        json_key(j, b->or_content);
        json_object_begin(j);
        json_key(j, "schema");
        json_raw(j, BYTES);
        json_object_end(j);
    }
    if (b->also) {
        json_key(j, "application/json");
        json_object_begin(j);
        json_key(j, "schema");
        schema_reference(j, b->also);
        json_object_end(j);
    }
    json_object_end(j);
}

static bool has_body(const struct body_doc *b)
{
    return b->content || b->fields || b->schema;
}

/* ---- one operation ---- */

/* A path's operation as data; entities and routes both make these. */
struct operation {
    const char *method;
    const char *id;
    const char *tag;
    struct label summary;
    struct label about;
    const struct field *path_params; /* those that the pattern names */
    const struct field *query_params;
    const char *shared[4]; /* names of shared parameters: "if_match" */
    bool lists;            /* takes list_params */
    struct body_doc takes, gives;
    int status;
    const char *header; /* the answer's own: "ETag", "Location" */
    const int *problems;
};

static void put_params(struct json *j, const struct operation *o)
{
    json_key(j, "parameters");
    json_array_begin(j);
    for (const struct field *f = o->path_params; f && f->type != T_END; f++)
        put_param(j, f, "path");
    for (const struct field *f = o->query_params; f && f->type != T_END; f++)
        put_param(j, f, "query");
    for (const char *const *name = o->shared; *name; name++)
        put_component(j, "parameters", *name);
    for (const struct field *f = list_params; o->lists && f->type != T_END; f++)
        put_component(j, "parameters", f->name);
    json_array_end(j);
}

static void put_answers(struct json *j, const struct operation *o)
{
    json_key(j, "responses");
    json_object_begin(j);
    json_key(j, arena_printf(j->out->arena, "%d", o->status));
    json_object_begin(j);
    json_put_text(j, "description", words(j, o->summary));
    if (o->header) {
        json_key(j, "headers");
        json_object_begin(j);
        json_key(j, o->header);
        json_raw(j, "{\"schema\":{\"type\":\"string\"}}");
        json_object_end(j);
    }
    if (has_body(&o->gives))
        put_body(j, &o->gives, SCHEMA_READ);
    json_object_end(j);
    put_problems(j, o->problems);
    json_object_end(j);
}

static void put_operation(struct json *j, const struct operation *o)
{
    json_key(j, o->method);
    json_object_begin(j);
    json_put_text(j, "operationId", o->id);
    json_put_text(j, "summary", words(j, o->summary));
    schema_text(j, "description", o->about);
    json_key(j, "tags");
    json_array_begin(j);
    json_text(j, o->tag);
    json_array_end(j);
    put_params(j, o);
    if (has_body(&o->takes)) {
        json_key(j, "requestBody");
        json_object_begin(j);
        json_put_bool(j, "required", true);
        put_body(j, &o->takes, SCHEMA_WRITE);
        json_object_end(j);
    }
    put_answers(j, o);
    json_object_end(j);
}

/* ---- entities ---- */

/* clang-format off */
static const struct field id_param[] = {
    {.name = "id", .type = T_ID, .label = {"编号", "Id"}, .flags = FIELD_REQUIRED},
    {0},
};

static const int list_problems[]   = {422, 0};
static const int read_problems[]   = {404, 0};
static const int create_problems[] = {409, 413, 415, 422, 0};
static const int change_problems[] = {404, 409, 412, 413, 415, 422, 428, 0};
static const int delete_problems[] = {404, 409, 412, 428, 0};
/* clang-format on */

static const char *id_of(struct json *j, const char *verb, const struct entity *e)
{
    return arena_printf(j->out->arena, "%s_%s", verb, e->name);
}

static const char *schema_name(struct json *j, const struct entity *e, const char *kind)
{
    return arena_printf(j->out->arena, "%s_%s", e->name, kind);
}

static struct label titled(struct json *j, const struct entity *e, const char *zh, const char *en)
{
    struct arena *a = j->out->arena;
    return (struct label){arena_printf(a, "%s：%s", label_in(e->label, LANG_ZH), zh),
                          arena_printf(a, "(%s: %s)", label_in(e->label, LANG_EN), en)};
}

/* Rows are of one zone, which the query names; zones themselves are of none. */
static const char *zone_of(const struct entity *e)
{
    return e->flags & ENTITY_GLOBAL ? NULL : "zone";
}

static void put_collection(struct json *j, const struct entity *e)
{
    json_key(j, arena_printf(j->out->arena, "/api/v1/%s", e->name));
    json_object_begin(j);
    put_operation(j, &(struct operation){
                         .method = "get",
                         .id = id_of(j, "list", e),
                         .tag = e->name,
                         .summary = titled(j, e, "列表", "list"),
                         .shared = {"count", "deleted", zone_of(e)},
                         .lists = true,
                         .gives = {.schema = schema_name(j, e, "list")},
                         .status = 200,
                         .problems = list_problems,
                     });
    if (!(e->flags & ENTITY_INTERNAL))
        put_operation(j, &(struct operation){
                             .method = "post",
                             .id = id_of(j, "create", e),
                             .tag = e->name,
                             .summary = titled(j, e, "新建", "create"),
                             .shared = {"idempotency_key", zone_of(e)},
                             .takes = {.schema = schema_name(j, e, "write")},
                             .gives = {.schema = e->name},
                             .status = 201,
                             .header = "Location",
                             .problems = create_problems,
                         });
    json_object_end(j);
}

static void put_member(struct json *j, const struct entity *e)
{
    json_key(j, arena_printf(j->out->arena, "/api/v1/%s/{id}", e->name));
    json_object_begin(j);
    put_operation(j, &(struct operation){
                         .method = "get",
                         .id = id_of(j, "read", e),
                         .tag = e->name,
                         .summary = titled(j, e, "一条", "one"),
                         .path_params = id_param,
                         .shared = {"as_of", "known_at", zone_of(e)},
                         .gives = {.schema = e->name},
                         .status = 200,
                         .header = "ETag",
                         .problems = read_problems,
                     });
    if (!(e->flags & ENTITY_INTERNAL)) {
        put_operation(j, &(struct operation){
                             .method = "patch",
                             .id = id_of(j, "change", e),
                             .tag = e->name,
                             .summary = titled(j, e, "修改", "change"),
                             .path_params = id_param,
                             .shared = {"if_match", zone_of(e)},
                             .takes = {.schema = schema_name(j, e, "change")},
                             .gives = {.schema = e->name},
                             .status = 200,
                             .header = "ETag",
                             .problems = change_problems,
                         });
    }
    if (!(e->flags & (ENTITY_INTERNAL | ENTITY_GLOBAL)))
        put_operation(j, &(struct operation){
                             .method = "delete",
                             .id = id_of(j, "delete", e),
                             .tag = e->name,
                             .summary = titled(j, e, "删除", "delete"),
                             .path_params = id_param,
                             .shared = {"if_match", zone_of(e)},
                             .status = 204,
                             .problems = delete_problems,
                         });
    json_object_end(j);
}

static void put_history(struct json *j, const struct entity *e)
{
    json_key(j, arena_printf(j->out->arena, "/api/v1/%s/{id}/history", e->name));
    json_object_begin(j);
    put_operation(j, &(struct operation){
                         .method = "get",
                         .id = id_of(j, "history", e),
                         .tag = e->name,
                         .summary = titled(j, e, "历次版本", "past versions"),
                         .path_params = id_param,
                         .shared = {zone_of(e)},
                         .gives = {.schema = schema_name(j, e, "history")},
                         .status = 200,
                         .problems = read_problems,
                     });
    json_object_end(j);
}

/* ---- routes ---- */

static const char *method_name(enum http_method method)
{
    switch (method) {
    case HTTP_GET:
        return "get";
    case HTTP_POST:
        return "post";
    case HTTP_PUT:
        return "put";
    case HTTP_PATCH:
        return "patch";
    case HTTP_DELETE:
        return "delete";
    }
    return "get";
}

/* "get_api_v1_metrics_name": what is not a letter or digit becomes one _. */
static const char *route_id(struct arena *a, const struct route *r)
{
    struct buf out = buf_init(a);
    buf_text(&out, method_name(r->method));
    for (const char *c = r->pattern; *c; c++) {
        bool plain = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9');
        if (plain)
            buf_char(&out, *c);
        else if (out.data[out.length - 1] != '_')
            buf_char(&out, '_');
    }
    while (out.data[out.length - 1] == '_')
        out.data[--out.length] = '\0';
    return out.data;
}

static bool is_in_pattern(struct arena *a, const char *pattern, const char *name)
{
    return strstr(pattern, arena_printf(a, "{%s}", name));
}

/* Fields of `params` that the pattern names, or that it does not. */
static const struct field *params_where(struct arena *a, const struct route *r, bool in_path)
{
    size_t count = 0;
    const struct field *params = r->doc->params;
    for (const struct field *f = params; f && f->type != T_END; f++)
        count++;
    struct field *chosen = arena_array(a, count + 1, sizeof *chosen);
    count = 0;
    for (const struct field *f = params; f && f->type != T_END; f++)
        if (is_in_pattern(a, r->pattern, f->name) == in_path)
            chosen[count++] = *f;
    return chosen;
}

/* The pattern's parameters in order; those that no field describes are plain text. */
static const struct field *path_params(struct arena *a, const struct route *r)
{
    const struct field *known = params_where(a, r, true);
    struct field *all = arena_array(a, strlen(r->pattern) / 3 + 1, sizeof *all);
    size_t count = 0;
    for (const char *open = strchr(r->pattern, '{'); open; open = strchr(open + 1, '{')) {
        const char *name = arena_strndup(a, open + 1, strcspn(open + 1, "}"));
        const struct field *f = field_find(known, name);
        all[count++] = f ? *f : (struct field){.name = name, .type = T_TEXT, .label = {name, name}};
    }
    return all;
}

static void put_route(struct json *j, const struct route *r)
{
    const struct route_doc *doc = r->doc;
    struct arena *a = j->out->arena;
    int status = has_body(&doc->gives) ? 200 : 204;
    if (doc->status)
        status = doc->status;
    put_operation(j, &(struct operation){
                         .method = method_name(r->method),
                         .id = route_id(a, r),
                         .tag = doc->tag,
                         .summary = r->summary,
                         .about = doc->about,
                         .path_params = path_params(a, r),
                         .query_params = params_where(a, r, false),
                         .shared = {doc->header},
                         .takes = doc->takes,
                         .gives = doc->gives,
                         .status = status,
                         .problems = doc->errors,
                     });
}

/* Every documented route in the order of the tables; NULL after the last. */
static const struct route **documented(struct arena *a, const struct route *const *tables)
{
    size_t count = 0;
    for (const struct route *const *t = tables; t && *t; t++)
        for (const struct route *r = *t; r->pattern; r++)
            count++;
    const struct route **routes = arena_array(a, count + 1, sizeof *routes);
    count = 0;
    for (const struct route *const *t = tables; t && *t; t++)
        for (const struct route *r = *t; r->pattern; r++)
            if (r->doc)
                routes[count++] = r;
    return routes;
}

/* A path is written once, with all its methods, where its first route stands. */
static void put_routes(struct json *j, const struct route **routes)
{
    for (const struct route **r = routes; *r; r++) {
        bool seen = false;
        for (const struct route **before = routes; before < r; before++)
            seen = seen || strcmp((*before)->pattern, (*r)->pattern) == 0;
        if (seen)
            continue;
        json_key(j, (*r)->pattern);
        json_object_begin(j);
        for (const struct route **same = r; *same; same++)
            if (strcmp((*same)->pattern, (*r)->pattern) == 0)
                put_route(j, *same);
        json_object_end(j);
    }
}

/* ---- the document ---- */

/* Not "problem": that is a noun of the domain. */
static const char failure_schema[] =
    "{\"type\":\"object\",\"description\":\"RFC 9457\","
    "\"required\":[\"type\",\"title\",\"status\",\"code\",\"detail\"],"
    "\"properties\":{\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},"
    "\"code\":{\"type\":\"string\"},\"detail\":{\"type\":\"string\"},\"detail_zh\":{\"type\":\"string\"},"
    "\"detail_en\":{\"type\":\"string\"},\"path\":{\"type\":\"string\"},\"request_id\":{\"type\":\"string\"},"
    "\"findings\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/finding\"}},"
    "\"rows\":{\"type\":\"array\",\"description\":\"批量修改中不能改的行 rows that a bulk change cannot change\","
    "\"items\":{\"type\":\"object\",\"required\":[\"id\",\"title\",\"code\",\"message\"],\"properties\":{"
    "\"id\":{\"type\":\"integer\",\"format\":\"int64\"},\"title\":{\"type\":[\"string\",\"null\"]},"
    "\"code\":{\"type\":\"string\"},"
    "\"message\":{\"type\":\"object\",\"properties\":{\"zh\":{\"type\":\"string\"},\"en\":{\"type\":\"string\"}}},"
    "\"findings\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/finding\"}}}}},"
    "\"current\":{\"type\":\"object\",\"description\":\"他人保存后的现状 the row as somebody else saved it\"}}}";

static const char finding_schema[] =
    "{\"type\":\"object\",\"required\":[\"rule\",\"field\",\"blocking\",\"message\"],\"properties\":{"
    "\"rule\":{\"type\":\"string\"},\"field\":{\"type\":[\"string\",\"null\"]},\"blocking\":{\"type\":\"boolean\"},"
    "\"message\":{\"type\":\"object\",\"properties\":{\"zh\":{\"type\":\"string\"},\"en\":{\"type\":\"string\"}}}}}";

static void put_shared_params(struct json *j)
{
    json_key(j, "parameters");
    json_object_begin(j);
    for (const struct field *f = list_params; f->type != T_END; f++) {
        json_key(j, f->name);
        put_param(j, f, "query");
    }
    json_key(j, "zone");
    json_raw(j, "{\"name\":\"zone\",\"in\":\"query\",\"required\":true,\"description\":"
                "\"园区代号 Zone code\",\"schema\":{\"type\":\"string\"}}");
    json_key(j, "count");
    json_raw(j, "{\"name\":\"count\",\"in\":\"query\",\"description\":"
                "\"也给出总行数 tell the number of rows too\",\"schema\":{\"type\":\"boolean\"}}");
    json_key(j, "deleted");
    json_raw(j, "{\"name\":\"deleted\",\"in\":\"query\",\"description\":\"列出已删除的行；updated_at、updated_by "
                "为删除的时间和人 "
                "the rows that have been deleted; updated_at and updated_by say when and by whom\","
                "\"schema\":{\"type\":\"boolean\"}}");
    json_key(j, "if_match");
    json_raw(j, "{\"name\":\"If-Match\",\"in\":\"header\",\"required\":true,\"description\":"
                "\"所改版本的 ETag the ETag of the version that is changed\",\"schema\":{\"type\":\"string\"}}");
    json_key(j, "idempotency_key");
    json_raw(j, "{\"name\":\"Idempotency-Key\",\"in\":\"header\",\"description\":"
                "\"同一标记只执行一次 the same key is carried out once\","
                "\"schema\":{\"type\":\"string\",\"maxLength\":200}}");
    json_object_end(j);
}

static void put_schemas(struct json *j, const struct schema_doc *schemas)
{
    json_key(j, "schemas");
    json_object_begin(j);
    for (const struct entity *const *e = entity_catalogue; *e; e++)
        schemas_of_entity(j, *e);
    for (const struct schema_doc *s = schemas; s && s->name; s++) {
        json_key(j, s->name);
        if (s->json)
            json_raw(j, s->json);
        else
            schema_of_fields(j, s->fields, SCHEMA_READ, s->about);
    }
    json_key(j, "failure");
    json_raw(j, failure_schema);
    json_key(j, "finding");
    json_raw(j, finding_schema);
    json_object_end(j);
}

static void put_components(struct json *j, const struct schema_doc *schemas)
{
    json_key(j, "components");
    json_object_begin(j);
    put_schemas(j, schemas);
    put_shared_params(j);
    json_key(j, "responses");
    json_raw(j, "{\"failure\":{\"description\":\"失败 a failure\",\"content\":{"
                "\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/failure\"}}}}}");
    json_object_end(j);
}

static void put_tag(struct json *j, const char *name, const char *about)
{
    json_object_begin(j);
    json_put_text(j, "name", name);
    if (about)
        json_put_text(j, "description", about);
    json_object_end(j);
}

static void put_tags(struct json *j, const struct route **routes)
{
    json_key(j, "tags");
    json_array_begin(j);
    for (const struct entity *const *e = entity_catalogue; *e; e++)
        put_tag(j, (*e)->name, words(j, (*e)->label));
    for (const struct route **r = routes; *r; r++) {
        bool seen = entity_find((*r)->doc->tag);
        for (const struct route **before = routes; before < r; before++)
            seen = seen || strcmp((*before)->doc->tag, (*r)->doc->tag) == 0;
        if (!seen)
            put_tag(j, (*r)->doc->tag, NULL);
    }
    json_array_end(j);
}

void openapi_json(struct json *j, const struct route *const *routes, const struct schema_doc *schemas)
{
    const struct route **own = documented(j->out->arena, routes);
    json_object_begin(j);
    json_put_text(j, "openapi", "3.1.0");
    json_key(j, "info");
    json_raw(j, "{\"title\":\"Steward 项目管家\",\"version\":\"1\"}");
    put_tags(j, own);
    json_key(j, "paths");
    json_object_begin(j);
    for (const struct entity *const *e = entity_catalogue; *e; e++) {
        put_collection(j, *e);
        put_member(j, *e);
        put_history(j, *e);
    }
    put_routes(j, own);
    json_object_end(j);
    put_components(j, schemas);
    json_object_end(j);
}
