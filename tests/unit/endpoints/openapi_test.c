/* openapi_test.c — the API is what its document says: every route is in it and the reverse; what a GET answers fits. */
#include "served.h"

#include "base/text.h"

/* Something that is there in the sample, for each path parameter. */
static const char *sample_of(struct served *s, const char *pattern, const char *name)
{
    if (strcmp(name, "id") == 0)
        return strstr(pattern, "/zone/") ? "2" : "1";
    if (strcmp(name, "name") == 0)
        return strstr(pattern, "/reports/") ? "monthly_bulletin" : "project.started";
    if (strcmp(name, "entity") == 0)
        return "project";
    if (strcmp(name, "job") == 0) {
        struct reply r = call(s, "POST", "/api/v1/imports?zone=weinan", "Content-Type: application/octet-stream\r\n", NULL);
        (void)r;
        struct value bytes = sample_bytes(&s->cx);
        r = call_bytes(s, "POST", "/api/v1/imports?zone=weinan&as_of=2023-12-31", "Content-Type: application/octet-stream\r\n", bytes.s, bytes.n);
        r = call(s, "POST", arena_printf(s->cx.arena, "/api/v1/imports/%lld/preview?zone=weinan", int_at(body_of(s, &r), "run")), "", NULL);
        const char *job = arena_strdup(s->cx.arena, text_at(body_of(s, &r), "job"));
        job_end(s, job);
        return job;
    }
    return "none";
}

/* The pattern with its parameters filled in. */
static const char *fill(struct served *s, const char *pattern)
{
    struct buf out = buf_init(s->cx.arena);
    for (const char *p = pattern; *p; p++) {
        if (*p != '{') {
            buf_char(&out, *p);
            continue;
        }
        size_t n = strcspn(p, "}");
        buf_text(&out, sample_of(s, pattern, arena_strndup(s->cx.arena, p + 1, n - 1)));
        p += n;
    }
    return out.data;
}

/* ---- does a value fit its schema, as far as types and required members go? ---- */

static json_t *resolve(json_t *document, json_t *schema)
{
    const char *reference = json_string_value(json_object_get(schema, "$ref"));
    return reference ? json_object_get(at(document, "components.schemas"), strrchr(reference, '/') + 1) : schema;
}

static bool is_type(json_t *v, const char *type)
{
    return (strcmp(type, "object") == 0 && json_is_object(v)) || (strcmp(type, "array") == 0 && json_is_array(v)) || (strcmp(type, "string") == 0 && json_is_string(v)) ||
           (strcmp(type, "integer") == 0 && json_is_integer(v)) || (strcmp(type, "boolean") == 0 && json_is_boolean(v)) || (strcmp(type, "null") == 0 && json_is_null(v));
}

static bool has_type(json_t *v, json_t *types)
{
    json_t *t;
    size_t i;
    if (!types || json_is_string(types))
        return !types || is_type(v, json_string_value(types));
    json_array_foreach(types, i, t)
    {
        if (is_type(v, json_string_value(t)))
            return true;
    }
    return false;
}

static int misfits(json_t *document, json_t *schema, json_t *v, const char *path, struct arena *a)
{
    json_t *part, *child;
    const char *key;
    size_t i;
    int bad = 0;
    schema = resolve(document, schema);
    json_array_foreach(json_object_get(schema, "allOf"), i, part) bad += misfits(document, part, v, path, a);
    if (!has_type(v, json_object_get(schema, "type"))) {
        tap_note("%s is of another type", path);
        return bad + 1;
    }
    json_array_foreach(json_object_get(schema, "required"), i, part)
    {
        if (!json_object_get(v, json_string_value(part))) {
            tap_note("%s lacks %s", path, json_string_value(part));
            bad++;
        }
    }
    json_object_foreach(json_object_get(schema, "properties"), key, part)
    {
        child = json_object_get(v, key);
        if (child)
            bad += misfits(document, part, child, arena_printf(a, "%s.%s", path, key), a);
    }
    json_array_foreach(v, i, child) bad += misfits(document, json_object_get(schema, "items"), child, arena_printf(a, "%s[%zu]", path, i), a);
    return bad;
}

/* ---- every operation of the document ---- */

static const char *query_of(json_t *document, json_t *operation)
{
    json_t *p;
    size_t i;
    const char *query = "";
    json_array_foreach(json_object_get(operation, "parameters"), i, p)
    {
        const char *reference = json_string_value(json_object_get(p, "$ref"));
        if (reference)
            p = json_object_get(at(document, "components.parameters"), strrchr(reference, '/') + 1);
        if (json_is_true(json_object_get(p, "required")) && strcmp(text_at(p, "in"), "query") == 0)
            query = strcmp(text_at(p, "name"), "zone") == 0 ? "?zone=weinan" : "?unknown";
    }
    return query;
}

/* The one success that the operation documents: "200". */
static const char *success_of(json_t *operation)
{
    const char *status, *found = NULL;
    json_t *answer;
    json_object_foreach(json_object_get(operation, "responses"), status, answer)
    {
        if (status[0] == '2')
            found = status;
    }
    return found;
}

static void try_get(struct served *s, json_t *document, const char *path, json_t *operation)
{
    struct reply r = get(s, arena_printf(s->cx.arena, "%s%s", fill(s, path), query_of(document, operation)));
    const char *type = header(s, &r, "Content-Type"), *documented;
    json_t *contents = json_object_get(json_object_get(json_object_get(operation, "responses"), success_of(operation)), "content"), *content;
    if (!OK(r.status == 200, "GET %s answers 200: %d", path, r.status)) {
        tap_note("%.400s", r.body);
        return;
    }
    json_object_foreach(contents, documented, content)
    {
        OK(type && text_starts(type, documented), "%s is %s: %s", path, documented, type ? type : "?");
        json_t *schema = json_object_get(content, "schema");
        if (strcmp(documented, "application/json") == 0 && !json_object_get(schema, "format"))
            EQ_INT(misfits(document, schema, body_of(s, &r), path, s->cx.arena), 0);
    }
}

static enum http_method method_of(const char *name)
{
    return strcmp(name, "get") == 0 ? HTTP_GET : strcmp(name, "post") == 0 ? HTTP_POST : strcmp(name, "put") == 0 ? HTTP_PUT : strcmp(name, "patch") == 0 ? HTTP_PATCH : HTTP_DELETE;
}

enum { ROUTES_MOST = 200 };

/* The tables of the catalogue as one. */
static const struct route *all_routes(void)
{
    static struct route all[ROUTES_MOST];
    size_t n = 0;
    for (const struct route *const *table = route_catalogue; *table; table++)
        for (const struct route *r = *table; r->pattern && n < ROUTES_MOST - 1; r++)
            all[n++] = *r;
    return all;
}

static void test_both_ways(struct served *s, json_t *document)
{
    const struct route *routes = all_routes(), *r;
    bool documented[ROUTES_MOST] = {false};
    const char *path, *method, *const *args;
    json_t *item, *operation;
    int count;
    unsigned methods;
    json_object_foreach(at(document, "paths"), path, item)
    {
        json_object_foreach(item, method, operation)
        {
            r = http_route(&s->cx, routes, method_of(method), path, &args, &count, &methods);
            if (!OK(r, "%s %s is served", method, path))
                continue;
            documented[r - routes] = true;
            OK(!r->doc || strcmp(r->pattern, path) == 0, "and by the route that documents it: %s", r->pattern);
        }
    }
    for (r = routes; r->pattern; r++)
        OK(documented[r - routes], "%s (%d) is documented", r->pattern, r->method);
}

static void test_gets(struct served *s, json_t *document)
{
    const char *path;
    json_t *item;
    json_object_foreach(at(document, "paths"), path, item)
    {
        json_t *operation = json_object_get(item, "get");
        /* Rows that the sample has none of are tried as a list only. */
        bool by_id = strncmp(path, "/api/v1/", 8) == 0 && strstr(path, "/{id}") && !strstr(path, "/imports/");
        const char *entity = arena_strndup(s->cx.arena, path + 8 * (by_id ? 1 : 0), by_id ? strcspn(path + 8, "/") : 0);
        bool zoned = strcmp(entity, "zone") != 0;
        struct reply list = by_id ? get(s, arena_printf(s->cx.arena, "/api/v1/%s%s", entity, zoned ? "?zone=weinan" : "")) : (struct reply){0};
        bool has_rows = !by_id || strstr(list.body, "\"id\":1,") || !zoned;
        if (operation && has_rows)
            try_get(s, document, path, operation);
    }
}

static void test_all(const char *url)
{
    struct served s = serve(url, true);
    struct reply r = get(&s, "/openapi.json");
    json_t *document = body_of(&s, &r);
    EQ_TEXT(text_at(document, "openapi"), "3.1.0");
    test_both_ways(&s, document);
    /* So that the annotated workbook of import 1 is there: its file once more, tried. */
    test_gets(&s, document);
    served_end(&s);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
