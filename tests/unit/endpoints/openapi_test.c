/* openapi_test.c — the API is what its document says: every route is in it and the reverse; what a GET answers fits. */
#include "served.h"

#include "base/text.h"
#include "rules/clock.h"

/* What the addresses of the document are filled with: an upload that was tried, and the job that tried it. */
struct sample {
    struct served served;
    json_t *document;
    const char *run, *job;
};

static void try_upload(struct sample *m)
{
    struct served *s = &m->served;
    struct value bytes = sample_bytes(&s->cx);
    struct reply r = call_bytes(s, "POST", "/api/v1/imports?zone=weinan&as_of=2023-12-31",
                                "Content-Type: application/octet-stream\r\n", bytes.s, bytes.n);
    m->run = arena_printf(s->cx.arena, "%lld", int_at(body_of(s, &r), "run"));
    r = call(s, "POST", arena_printf(s->cx.arena, "/api/v1/imports/%s/preview?zone=weinan", m->run), "", NULL);
    m->job = arena_strdup(s->cx.arena, text_at(body_of(s, &r), "job"));
    EQ_TEXT(text_at(job_end(s, m->job), "state"), "done");
}

static const char *sample_of(const struct sample *m, const char *pattern, const char *name)
{
    if (strcmp(name, "id") == 0)
        return strstr(pattern, "/imports/") ? m->run : "1";
    if (strcmp(name, "name") == 0)
        return strstr(pattern, "/reports/") ? "monthly_bulletin" : "project.started";
    if (strcmp(name, "sheet") == 0)
        return "0";
    return strcmp(name, "job") == 0 ? m->job : "project";
}

/* The pattern with its parameters filled in. */
static const char *fill(struct sample *m, const char *pattern)
{
    struct arena *a = m->served.cx.arena;
    struct buf out = buf_init(a);
    for (const char *p = pattern; *p; p++) {
        if (*p != '{') {
            buf_char(&out, *p);
            continue;
        }
        size_t n = strcspn(p, "}");
        buf_text(&out, sample_of(m, pattern, arena_strndup(a, p + 1, n - 1)));
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
    return (strcmp(type, "object") == 0 && json_is_object(v)) || (strcmp(type, "array") == 0 && json_is_array(v)) ||
           (strcmp(type, "string") == 0 && json_is_string(v)) || (strcmp(type, "integer") == 0 && json_is_integer(v)) ||
           (strcmp(type, "boolean") == 0 && json_is_boolean(v)) || (strcmp(type, "null") == 0 && json_is_null(v));
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
    json_array_foreach(v, i, child) bad +=
        misfits(document, json_object_get(schema, "items"), child, arena_printf(a, "%s[%zu]", path, i), a);
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

static void try_get(struct sample *m, const char *path, json_t *operation)
{
    struct served *s = &m->served;
    if (!success_of(operation)) /* it sends the browser elsewhere: tests/web/suites/federation.mjs */
        return;
    struct reply r = get(s, arena_printf(s->cx.arena, "%s%s", fill(m, path), query_of(m->document, operation)));
    const char *type = header(s, &r, "Content-Type"), *documented;
    json_t *contents = json_object_get(json_object_get(json_object_get(operation, "responses"), success_of(operation)),
                                       "content"),
           *content;
    if (!OK(r.status == 200, "GET %s answers 200: %d", path, r.status)) {
        tap_note("%.400s", r.body);
        return;
    }
    bool known = !contents;
    json_object_foreach(contents, documented, content)
    {
        json_t *schema = json_object_get(content, "schema");
        if (!type || (!text_starts(type, documented) && strcmp(documented, "*/*") != 0))
            continue;
        known = true;
        if (strcmp(documented, "application/json") == 0 && !json_object_get(schema, "format"))
            EQ_INT(misfits(m->document, schema, body_of(s, &r), path, s->cx.arena), 0);
    }
    OK(known, "%s is %s, as documented", path, type ? type : "?");
}

/* Answers that a parameter asks for. */
static void test_also(struct sample *m)
{
    struct served *s = &m->served;
    struct reply r = get(s, "/api/v1/reports/monthly_bulletin?zone=weinan&as_of=2023-12-31&format=preview");
    json_t *schema = at(m->document, "components.schemas.report_preview");
    OK(schema && misfits(m->document, schema, body_of(s, &r), "preview", s->cx.arena) == 0,
       "the preview fits its schema");
}

static enum http_method method_of(const char *name)
{
    return strcmp(name, "get") == 0     ? HTTP_GET
           : strcmp(name, "post") == 0  ? HTTP_POST
           : strcmp(name, "put") == 0   ? HTTP_PUT
           : strcmp(name, "patch") == 0 ? HTTP_PATCH
                                        : HTTP_DELETE;
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

static void test_both_ways(struct sample *m)
{
    const struct route *routes = all_routes(), *r;
    bool documented[ROUTES_MOST] = {false};
    const char *path, *method, *const *args;
    json_t *item, *operation;
    int count;
    unsigned methods;
    json_object_foreach(at(m->document, "paths"), path, item)
    {
        json_object_foreach(item, method, operation)
        {
            r = http_route(&m->served.cx, routes, method_of(method), path, &args, &count, &methods);
            if (!OK(r, "%s %s is served", method, path))
                continue;
            documented[r - routes] = true;
            OK(!r->doc || strcmp(r->pattern, path) == 0, "and by the route that documents it: %s", r->pattern);
        }
    }
    for (r = routes; r->pattern; r++)
        OK(documented[r - routes], "%s (%d) is documented", r->pattern, r->method);
}

/* ---- a row of every entity ---- */

/* A value that the member's schema takes. */
static json_t *value_for(const char *entity, const char *name, json_t *schema)
{
    const char *type = json_is_string(at(schema, "type")) ? text_at(schema, "type") : text_at(schema, "type.0");
    const char *choice = text_at(schema, "enum.0"), *pattern = text_at(schema, "pattern");
    if (strcmp(name, "role") == 0) /* of a right: not of those who ask here */
        return json_string("viewer");
    if (choice)
        return json_string(choice);
    if (pattern)
        return json_string(strstr(pattern, "H[12]") ? "2023-06" : strstr(pattern, "{2}") ? "2023-06-15" : "50");
    if (type && strcmp(type, "integer") == 0)
        return json_integer(strcmp(name, "year") == 0 ? 2023 : 1);
    if (strcmp(name, "entity") == 0) /* of a right */
        return json_string("project");
    return json_string(strcmp(name, "code") == 0 && strcmp(entity, "zone") == 0 ? "third" : "样例");
}

/* Entities that the sample has no rows of get one, as their schema says it must be sent. */
static void test_posts(struct sample *m)
{
    struct served *s = &m->served;
    for (const struct entity *const *e = entity_catalogue; *e; e++) {
        json_t *schema = at(m->document, arena_printf(s->cx.arena, "components.schemas.%s_write", (*e)->name)), *name;
        size_t i;
        struct reply r = get(s, arena_printf(s->cx.arena, "/api/v1/%s/1?zone=weinan", (*e)->name));
        if (r.status == 200 || !schema)
            continue;
        json_t *row = json_object();
        json_array_foreach(at(schema, "required"), i, name)
            json_object_set_new(row, json_string_value(name),
                                value_for((*e)->name, json_string_value(name),
                                          json_object_get(at(schema, "properties"), json_string_value(name))));
        const char *text = text_of(s, row);
        r = call(s, "POST", arena_printf(s->cx.arena, "/api/v1/%s?zone=weinan", (*e)->name), "", text);
        if (!OK(r.status == 201, "POST %s as documented: %d", (*e)->name, r.status))
            tap_note("%s: %.600s", text, r.body);
        json_decref(row);
    }
}

/* What only the program writes, and the sample gave no occasion for. */
static void remember(struct ctx *cx)
{
    struct backup_run *b = row_new(cx, &backup_run_entity);
    b->started_at = (struct instant){cx->now_ms};
    b->outcome = "done";
    b->file = "/backups/steward-20231231-023000.backup";
    need(cx, row_save(cx, &backup_run_entity, b, NULL), "a backup made");
    struct job_run *j = row_new(cx, &job_run_entity);
    j->name = "clocks_daily";
    j->started_at = (struct instant){cx->now_ms};
    j->outcome = "done";
    need(cx, row_save(cx, &job_run_entity, j, NULL), "a job done");
    struct report_week *w = row_new(cx, &report_week_entity);
    w->name = "2023-W52";
    w->starts_on = date_day(2023, 12, 25);
    w->month = date_month(2023, 12);
    w->due_at = w->closes_at = (struct instant){cx->now_ms};
    w->state = "open";
    need(cx, row_save(cx, &report_week_entity, w, NULL), "a week of reporting");
    struct report_duty *d = row_new(cx, &report_duty_entity);
    d->week = w->head.id;
    d->unit = 1;
    d->due_at = w->due_at;
    d->state = "open";
    need(cx, row_save(cx, &report_duty_entity, d, NULL), "a duty to report");
    struct weekly_report *r = row_new(cx, &weekly_report_entity);
    r->week = w->head.id;
    r->project = r->unit = 1;
    r->due_on = date_day(2024, 1, 1);
    need(cx, row_save(cx, &weekly_report_entity, r, NULL), "a weekly report");
    struct clock *c = row_new(cx, &clock_entity);
    c->name = "备案";
    c->received_on = date_day(2023, 12, 25);
    c->limit_days = 3;
    need(cx, clock_start(cx, c) && clock_halt(cx, c->head.id, "correction", NULL, c->received_on), "a clock");
    struct problem_step *p = row_new(cx, &problem_step_entity);
    p->problem = 1;
    p->kind = "answer";
    p->stepped_on = date_day(2023, 12, 31);
    need(cx, row_save(cx, &problem_step_entity, p, NULL), "a step with a problem");
    struct slip *slip = row_new(cx, &slip_entity);
    slip->kind = "reminder";
    slip->state = "proposed";
    slip->subject = "道路";
    need(cx, row_save(cx, &slip_entity, slip, NULL), "a slip");
    struct sheet_layout *l = row_new(cx, &sheet_layout_entity);
    l->fingerprint = "0";
    need(cx, row_save(cx, &sheet_layout_entity, l, NULL), "a remembered layout");
}

static void keep_report(struct served *s)
{
    struct reply r = call(s, "POST", "/api/v1/reports/monthly_bulletin/runs?zone=weinan&as_of=2023-12-31", "", NULL);
    EQ_INT(r.status, 201);
}

static void keep_lights(struct served *s)
{
    struct reply r = call(s, "POST", "/api/v1/lights?zone=weinan&as_of=2023-12-31", "", NULL);
    EQ_INT(r.status, 200);
}

static void test_gets(struct sample *m)
{
    const char *path;
    json_t *item;
    json_object_foreach(at(m->document, "paths"), path, item)
    {
        json_t *operation = json_object_get(item, "get");
        if (operation)
            try_get(m, path, operation);
    }
}

static void test_all(const char *url)
{
    struct sample m = {.served = serve(url, true)};
    struct reply r = get(&m.served, "/openapi.json");
    m.document = body_of(&m.served, &r);
    EQ_TEXT(text_at(m.document, "openapi"), "3.1.0");
    test_both_ways(&m);
    test_posts(&m);
    remember(&m.served.cx);
    keep_lights(&m.served);
    keep_report(&m.served);
    try_upload(&m);
    test_gets(&m);
    test_also(&m);
    served_end(&m.served);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
