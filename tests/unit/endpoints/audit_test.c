/* audit_test.c — what the server records, how it counts what it does not, what a record tells, and the proof that it is whole. */
#include "model/trail.h"
#include "model/trail_settings.h"
#include "unit/endpoints/served.h"

#include <sys/stat.h>

static const struct audit_record *last(struct served *s, const char *act)
{
    struct ctx *cx = &s->cx;
    const struct value params[] = {value_int(cx->zone), value_text(act)};
    struct value id;
    if (!db_scalar(cx, "SELECT COALESCE(MAX(id), 0) FROM audit_record WHERE zone = $1 AND act = $2", params, 2, &id))
        return NULL;
    const struct audit_record *r = row_load(cx, trail_entity(), id.i);
    err_clear(cx);
    return r;
}

static json_t *record(struct served *s, int64_t id)
{
    struct reply r = get(s, arena_printf(s->cx.arena, "/api/v1/audit/%lld?zone=weinan", (long long)id));
    EQ_INT(r.status, 200);
    return body_of(s, &r);
}

static json_t *change_of(json_t *v, const char *field)
{
    size_t i;
    json_t *c;
    json_array_foreach(at(v, "changes"), i, c) if (strcmp(text_at(c, "field"), field) == 0) return c;
    return NULL;
}

static void test_writes(struct served *s)
{
    struct reply r = call(s, "POST", "/api/v1/project?zone=weinan", "", "{\"name\":\"审计一号\",\"nature\":\"new\"}");
    long long id = int_at(body_of(s, &r), "id");
    const struct audit_record *a = last(s, "create");
    OK(a && strcmp(a->entity, "project") == 0 && a->row_id == id && a->row_version == 1, "a new row is recorded");
    EQ_TEXT(a->head.way, "api");
    EQ_TEXT(a->head.created_by, "office");
    EQ_TEXT(a->origin, "127.0.0.1");
    EQ_TEXT(a->request, header(s, &r, "X-Request-Id"));

    const char *address = arena_printf(s->cx.arena, "/api/v1/project/%lld?zone=weinan", id);
    call(s, "PATCH", address, "If-Match: \"1\"\r\n", "{\"name\":\"审计二号\",\"nature\":\"continuing\"}");
    a = last(s, "update");
    EQ_TEXT(a->detail, "{\"fields\":[\"name\",\"nature\"]}");
    json_t *v = record(s, a->head.id);
    EQ_TEXT(text_at(change_of(v, "name"), "before"), "审计一号");
    EQ_TEXT(text_at(change_of(v, "name"), "after"), "审计二号");
    EQ_TEXT(text_at(change_of(v, "nature"), "after"), "续建");
    EQ_TEXT(text_at(v, "title"), "审计二号");
    OK(json_is_true(at(v, "intact")), "the row is as it was recorded");

    call(s, "PATCH", address, "If-Match: \"1\"\r\n", "{\"name\":\"太迟\"}");
    EQ_INT(last(s, "update")->head.id, a->head.id);
    call(s, "DELETE", address, "If-Match: \"2\"\r\n", NULL);
    a = last(s, "delete");
    OK(a && a->row_id == id && a->row_version == 2, "the end of a row too");
    v = record(s, a->head.id);
    OK(json_is_null(at(change_of(v, "name"), "after")), "with what was lost");

    r = get(s, "/api/v1/audit_record?zone=weinan&where=entity%20%3D%20%22project%22%20and%20row_id%20%3D%201&count=1");
    EQ_INT(r.status, 200);
    r = call(s, "PATCH", "/api/v1/audit_record/1?zone=weinan", "If-Match: *\r\n", "{\"act\":\"x\"}");
    EQ_INT(r.status, 403);
    r = call(s, "DELETE", "/api/v1/audit_record/1?zone=weinan", "If-Match: *\r\n", NULL);
    EQ_INT(r.status, 403);
}

static void test_files(struct served *s)
{
    struct reply r = get(s, "/api/v1/export/project?zone=weinan&where=total_investment%20%3E%201");
    EQ_INT(r.status, 200);
    const struct audit_record *a = last(s, "export");
    OK(a && strcmp(a->entity, "project") == 0 && strstr(a->detail, "total_investment > 1"), "an export: %s",
       a ? a->detail : "");
    r = get(s, "/api/v1/export/audit_record?zone=weinan&sort=-id");
    EQ_INT(r.status, 200);
    EQ_TEXT(last(s, "export")->entity, "audit_record");
}

static void test_refusals(struct served *s)
{
    const int64_t before = int_of(&s->cx, "SELECT COUNT(*) FROM audit_record WHERE act = 'refused'");
    for (int i = 0; i < 50; i++) {
        struct reply r = call(s, "DELETE", "/api/v1/zone/1", "If-Match: *\r\n", NULL);
        if (r.status != 403)
            OK(false, "a zone cannot be deleted: %d", r.status);
    }
    int64_t after = int_of(&s->cx, "SELECT COUNT(*) FROM audit_record WHERE act = 'refused'");
    OK(after > before && after - before <= 20, "refused attempts are recorded, but not all of them: %lld",
       (long long)(after - before));
    const struct audit_record *a = last(s, "refused");
    OK(a && a->row_id == 1 && strcmp(a->outcome, "refused") == 0 && strstr(a->detail, "RGT-01"),
       "with what was refused");
}

static void test_people(struct served *s)
{
    const int64_t id = int_of(&s->cx, "SELECT id FROM app_user WHERE login = 'office'");
    s->as = s->system;
    struct reply r = call(s, "POST", arena_printf(s->cx.arena, "/api/v1/user/%lld/password", (long long)id), "", "{}");
    s->as = NULL;
    EQ_INT(r.status, 200);
    const char *password = text_at(body_of(s, &r), "password");
    const struct audit_record *a = last(s, "password");
    OK(a && a->row_id == id && strcmp(a->head.created_by, "system") == 0 && strcmp(a->role, "sysadmin") == 0,
       "who gave a password is recorded");
    r = call(s, "POST", "/api/v1/sign-in", "Authorization: \r\n",
             "{\"login\":\"office\",\"password\":\"wrong-one-1\"}");
    EQ_INT(r.status, 401);
    a = last(s, "sign_in_failed");
    OK(a && strcmp(a->outcome, "failed") == 0 && strstr(a->detail, "AUT-01") && strstr(a->detail, "office"),
       "a failed sign-in: %s", a ? a->detail : "none");
    r = call(s, "POST", "/api/v1/sign-in", "Authorization: \r\n",
             arena_printf(s->cx.arena, "{\"login\":\"office\",\"password\":\"%s\"}", password));
    EQ_INT(r.status, 200);
    a = last(s, "sign_in");
    OK(a && a->row_id == id && strcmp(a->head.created_by, "office") == 0, "a sign-in");
    OK(!strstr(a->detail, password), "without what must stay secret");
    const char *cookie = header(s, &r, "Set-Cookie");
    char *pair = arena_strdup(s->cx.arena, cookie);
    pair[strcspn(pair, ";")] = '\0';
    r = call(s, "POST", "/api/v1/sign-out",
             arena_printf(s->cx.arena, "Cookie: %s\r\nOrigin: http://127.0.0.1:%d\r\n", pair, s->port), "{}");
    EQ_INT(r.status, 204);
    EQ_INT(last(s, "sign_out")->row_id, id);
}

static json_t *verified(struct served *s)
{
    struct reply r = call(s, "POST", "/api/v1/audit/verify?zone=weinan", "", "{}");
    EQ_INT(r.status, 202);
    s->as = s->auditor; /* a job is told of to whoever ordered it */
    json_t *v = at(job_end(s, text_at(body_of(s, &r), "job")), "result");
    s->as = NULL;
    return v;
}

static void test_verify(struct served *s)
{
    json_t *v = verified(s);
    OK(json_is_true(at(v, "whole")) && int_at(v, "records") > 5 && int_at(v, "rows") > 1000, "all is whole: %s",
       text_of(s, v));
    EQ_TEXT(last(s, "verify")->outcome, "done");
    must(&s->cx, "UPDATE project SET note = 'x' WHERE id = 7");
    v = verified(s);
    OK(json_is_false(at(v, "whole")), "a row that was changed past the program");
    EQ_TEXT(text_at(v, "faults.0.entity"), "project");
    EQ_INT(int_at(v, "faults.0.row"), 7);
    EQ_TEXT(last(s, "verify")->outcome, "failed");
    must(&s->cx, "UPDATE project SET note = NULL WHERE id = 7");
}

static void test(const char *url)
{
    struct served s = serve(url, true);
    char dir[] = "/tmp/steward-audit.XXXXXX";
    struct stat st;
    test_writes(&s);
    test_files(&s);
    test_refusals(&s);
    test_people(&s);
    test_verify(&s);
    app_stop(s.app);
    need(&s.cx, mkdtemp(dir) != NULL, "a folder");
    const char *key = arena_printf(s.cx.arena, "%s/key", dir), *seals = arena_printf(s.cx.arena, "%s/seals", dir);
    const struct audit_settings set = {.key = key, .seals = seals, .seal_every = HOUR_MS};
    s.app =
        app_start(&s.cx, &(struct app_options){
                             .db = url, .workers = 2, .now_ms = s.cx.now_ms + MINUTE_MS, .quiet = true, .audit = &set});
    need(&s.cx, s.app, "the server");
    s.port = app_port(s.app);
    call(&s, "POST", "/api/v1/project?zone=weinan", "", "{\"name\":\"停服之前\"}");
    app_stop(s.app);
    OK(stat(seals, &st) == 0 && st.st_size > 0 && last(&s, "checkpoint"),
       "what is new is sealed at the latest when it stops");
    s.app =
        app_start(&s.cx, &(struct app_options){
                             .db = url, .workers = 2, .now_ms = s.cx.now_ms + MINUTE_MS, .quiet = true, .audit = &set});
    s.port = app_port(s.app);
    json_t *v = verified(&s);
    OK(json_is_true(at(v, "whole")) && int_at(v, "seals") >= 2, "and fits: %s", text_of(&s, v));
    app_stop(s.app);
    unlink(key);
    unlink(seals);
    rmdir(dir);
    work_done(&s.cx);
}

int main(void)
{
    on_each_engine(test);
    return tap_done();
}
