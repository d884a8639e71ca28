/* served.h — a real server over the loopback for these tests: a database with two zones, one holding the sample ledger. */
#ifndef STEWARD_TESTS_ENDPOINTS_SERVED_H
#define STEWARD_TESTS_ENDPOINTS_SERVED_H

#include "backup/plan.h"
#include "endpoints/app.h"
#include "entities/entities.h"
#include "ledger/ledger.h"
#include "model/rows.h"
#include "model/schema.h"
#include "office/workbook.h"
#include "signed.h"
#include "unit/http/client.h"
#include "unit/store/engines.h"

#include <jansson.h>

#define SAMPLE "share/samples/weinan-2023.xlsx"

struct served {
    struct ctx cx; /* of the test itself, on a connection of its own */
    struct app *app;
    int port;
    /* Headers of the project office and the three administrators of zone weinan, and of the office of zone other. */
    const char *office, *system, *security, *auditor, *other;
    const char *as; /* one of these for all that follows; NULL: whose business it is */
};

static inline void need(struct ctx *cx, bool done, const char *what)
{
    if (done)
        return;
    printf("Bail out! %s: %s %s (%s)\n", what, tap_code(cx), cx->err.message.en ? cx->err.message.en : "",
           cx->err.cause ? cx->err.cause : "");
    exit(1);
}

static inline struct value sample_bytes(struct ctx *cx)
{
    struct value bytes;
    need(cx, file_read(cx, SAMPLE, 1 << 24, &bytes), "the sample ledger");
    return bytes;
}

static inline void make_zone(struct ctx *cx, const char *code)
{
    struct zone *z = row_new(cx, &zone_entity);
    z->code = code;
    z->name = code;
    cx->zone = 0;
    need(cx, row_save(cx, &zone_entity, z, NULL), "a zone");
    cx->zone = z->head.id;
}

/* Zone weinan holds the sample (when asked), zone other nothing; cx->zone is weinan's. */
static inline struct served serve_by(const char *url, bool with_sample, const struct backup_plan *backup)
{
    struct served s = {.cx = work_on(url)};
    struct ctx *cx = &s.cx;
    struct value bytes = sample_bytes(cx);
    struct ledger_import in = {
        .file_name = "weinan-2023.xlsx", .bytes = bytes.s, .size = bytes.n, .as_of = date_day(2023, 12, 31)};
    struct ledger_result *result;
    need(cx, schema_migrate(cx), "the schema");
    make_zone(cx, "weinan");
    int64_t weinan = cx->zone;
    s.office = bearer_as(cx, "office", "office");
    s.system = bearer_as(cx, "system", "sysadmin");
    s.security = bearer_as(cx, "security", "secadmin");
    s.auditor = bearer_as(cx, "auditor", "auditor");
    make_zone(cx, "other");
    s.other = bearer_as(cx, "other-office", "office");
    cx->zone = weinan;
    need(cx, s.other && s.office && s.system && s.security && s.auditor, "five persons");
    need(cx, !with_sample || ledger_import(cx, &in, &result), "the import");
    s.app = app_start(
        cx, &(struct app_options){.db = url, .workers = 3, .now_ms = cx->now_ms, .backup = backup, .quiet = true});
    need(cx, s.app, "the server");
    s.port = app_port(s.app);
    return s;
}

static inline struct served serve(const char *url, bool with_sample)
{
    return serve_by(url, with_sample, NULL);
}

static inline void served_end(struct served *s)
{
    app_stop(s->app);
    work_done(&s->cx);
}

/* Who asks unless the headers say: somebody of the zone that is asked for, and whose business it is. */
static inline const char *asker_header(const struct served *s, const char *target, const char *headers)
{
    bool security = strstr(target, "/role_right") || strstr(target, "/user") || strstr(target, "/sessions") ||
                    strstr(target, "/rights");
    if (strstr(headers, "Authorization:") || strstr(headers, "Cookie:"))
        return "";
    if (s->as)
        return s->as;
    if (strstr(target, "zone=other"))
        return s->other;
    if (strstr(target, "/backup") && s->system)
        return s->system;
    return strstr(target, "/audit") && s->auditor ? s->auditor : security && s->security ? s->security : s->office;
}

/* One request; `headers` are whole lines, body of n bytes (JSON unless a header says otherwise). */
static inline struct reply call_bytes(struct served *s, const char *method, const char *target, const char *headers,
                                      const void *body, size_t n)
{
    struct client c = client_open(s->cx.arena, s->port);
    struct buf out = buf_init(s->cx.arena);
    buf_printf(&out, "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s%s", method, target, s->port, headers,
               asker_header(s, target, headers));
    if (body)
        buf_printf(&out, "Content-Length: %zu\r\n", n);
    buf_text(&out, "\r\n");
    buf_add(&out, body, n);
    client_send(&c, out.data, out.length);
    struct reply r = client_reply(&c, false);
    client_close(&c);
    return r;
}

static inline struct reply call(struct served *s, const char *method, const char *target, const char *headers,
                                const char *json)
{
    const char *all = json ? arena_printf(s->cx.arena, "Content-Type: application/json\r\n%s", headers) : headers;
    return call_bytes(s, method, target, all, json, json ? strlen(json) : 0);
}

static inline struct reply get(struct served *s, const char *target)
{
    return call(s, "GET", target, "", NULL);
}

static inline const char *header(struct served *s, const struct reply *r, const char *name)
{
    return answer_header(s->cx.arena, r, name);
}

static inline json_t *body_of(struct served *s, const struct reply *r)
{
    json_t *document = json_parse(&s->cx, r->body ? r->body : "", r->size);
    if (!document) {
        OK(false, "the body is JSON: %.200s", r->body ? r->body : "(none)");
        err_clear(&s->cx);
    }
    return document;
}

/* A member by a path: "items.0.name". */
static inline json_t *at(json_t *v, const char *path)
{
    while (v && *path) {
        size_t n = strcspn(path, ".");
        char key[64];
        snprintf(key, sizeof key, "%.*s", (int)n, path);
        v = json_is_array(v) ? json_array_get(v, strtoul(key, NULL, 10)) : json_object_get(v, key);
        path += n + (path[n] == '.');
    }
    return v;
}

static inline const char *text_at(json_t *v, const char *path)
{
    return json_string_value(at(v, path));
}

static inline long long int_at(json_t *v, const char *path)
{
    const json_t *i = at(v, path);
    return json_is_integer(i) ? json_integer_value(i) : -1;
}

static inline const char *text_of(struct served *s, const json_t *v)
{
    char *text = json_dumps(v, JSON_COMPACT);
    const char *kept = arena_strdup(s->cx.arena, text);
    free(text);
    return kept;
}

/* The problem's code. */
static inline const char *code_of(struct served *s, const struct reply *r)
{
    return text_at(body_of(s, r), "code");
}

/* Ask for the job until it is over. */
static inline json_t *job_end(struct served *s, const char *job)
{
    const struct timespec moment = {.tv_nsec = 20000000};
    const char *target = arena_printf(s->cx.arena, "/api/v1/jobs/%s", job);
    for (int i = 0; i < 1500; i++) {
        struct reply r = get(s, target);
        json_t *v = body_of(s, &r);
        const char *state = text_at(v, "state");
        if (!state || strcmp(state, "running") != 0)
            return v;
        nanosleep(&moment, NULL);
    }
    return NULL;
}

#endif
