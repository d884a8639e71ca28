/* rows_test.c — rows over HTTP: made, changed, deleted, listed; stale edits, keys sent twice, zones kept apart. */
#include "served.h"

static const char projects[] = "/api/v1/project?zone=weinan";

static json_t *make_project(struct served *s, const char *name)
{
    struct reply r = call(s, "POST", projects, "",
                          arena_printf(s->cx.arena, "{\"name\":\"%s\",\"total_investment\":1234500}", name));
    if (r.status != 201)
        OK(false, "POST answers %d: %s", r.status, r.body);
    return body_of(s, &r);
}

static const char *row_address(struct served *s, const char *zone, long long id)
{
    return arena_printf(s->cx.arena, "/api/v1/project/%lld?zone=%s", id, zone);
}

static void test_create(struct served *s)
{
    struct reply r = call(s, "POST", projects, "",
                          "{\"name\":\"新能源电池\",\"total_investment\":1234500,\"started_on\":\"2023-03\"}");
    json_t *row = body_of(s, &r);
    EQ_INT(r.status, 201);
    EQ_TEXT(header(s, &r, "ETag"), "\"1\"");
    EQ_TEXT(header(s, &r, "Location"), arena_printf(s->cx.arena, "/api/v1/project/%lld", int_at(row, "id")));
    EQ_TEXT(text_at(row, "name"), "新能源电池");
    EQ_TEXT(text_at(row, "started_on"), "2023-03");
    EQ_INT(int_at(row, "total_investment"), 1234500);
    EQ_TEXT(text_at(row, "created_by"), "office");
    OK(at(row, "unit_title"), "the title of a reference stands beside it");

    struct reply again = get(s, row_address(s, "weinan", int_at(row, "id")));
    EQ_INT(again.status, 200);
    EQ_TEXT(again.body, r.body);
    again = call(s, "GET", row_address(s, "weinan", int_at(row, "id")), "If-None-Match: \"1\"\r\n", NULL);
    EQ_INT(again.status, 200);
    EQ_TEXT(text_at(body_of(s, &again), "stage"), "building");
    call(s, "POST", "/api/v1/stage_change?zone=weinan", "",
         arena_printf(s->cx.arena, "{\"project\":%lld,\"stage\":\"completed\",\"changed_on\":\"2023-06\"}",
                      int_at(row, "id")));
    again = call(s, "GET", row_address(s, "weinan", int_at(row, "id")), "If-None-Match: \"1\"\r\n", NULL);
    EQ_TEXT(text_at(body_of(s, &again), "stage"), "completed");
}

/* Everything that is wrong is told at once, by field. */
static void test_findings(struct served *s)
{
    struct reply r =
        call(s, "POST", projects, "",
             "{\"total_investment\":\"many\",\"nature\":\"sideways\",\"unit\":4711,\"colour\":\"red\",\"version\":7}");
    json_t *p = body_of(s, &r), *f;
    size_t i;
    struct buf all = buf_init(s->cx.arena);
    EQ_INT(r.status, 422);
    EQ_TEXT(header(s, &r, "Content-Type"), "application/problem+json");
    json_array_foreach(at(p, "findings"), i, f) buf_printf(&all, "%s:%s%s ", text_at(f, "field"), text_at(f, "rule"),
                                                           json_is_true(at(f, "blocking")) ? "" : "?");
    EQ_TEXT(all.data, "total_investment:FLD-01 nature:FLD-04 colour:ROW-05 version:ROW-05 name:MDL-01 unit:MDL-05 ");
    OK(text_at(p, "findings.0.message.zh") && text_at(p, "findings.0.message.en"), "findings speak both languages");
    OK(text_at(p, "detail_zh") && text_at(p, "request_id"), "the problem too");
    r = call(s, "POST", projects, "", "[1,2]");
    EQ_TEXT(code_of(s, &r), "ROW-04");
    r = call(s, "POST", projects, "", "{\"name\":");
    EQ_TEXT(code_of(s, &r), "JSN-01");
    r = call_bytes(s, "POST", projects, "Content-Type: text/plain\r\n", "{}", 2);
    EQ_INT(r.status, 415);
}

/* Rules that only warn let the row in, and say so. */
static void test_warning(struct served *s)
{
    struct reply r = call(s, "POST", projects, "",
                          "{\"name\":\"倒着建\",\"started_on\":\"2023-03-01\",\"completed_on\":\"2022-01-01\"}");
    json_t *row = body_of(s, &r);
    EQ_INT(r.status, 201);
    EQ_TEXT(text_at(row, "findings.0.rule"), "PRJ-01");
    OK(json_is_false(at(row, "findings.0.blocking")), "it does not block");
    r = call(s, "PATCH", row_address(s, "weinan", int_at(row, "id")), "If-Match: \"1\"\r\n",
             "{\"completed_on\":\"2024-01-01\"}");
    OK(r.status == 200 && !at(body_of(s, &r), "findings"), "nothing to warn of once it is mended");
}

static void test_change(struct served *s)
{
    json_t *row = make_project(s, "改一改");
    const char *address = row_address(s, "weinan", int_at(row, "id"));
    struct reply r = call(s, "PATCH", address, "", "{\"name\":\"改过\"}");
    EQ_INT(r.status, 428);
    EQ_TEXT(code_of(s, &r), "API-11");
    r = call(s, "PATCH", address, "If-Match: \"1\"\r\n", "{\"name\":\"改过\",\"note\":\"甲\"}");
    EQ_INT(r.status, 200);
    EQ_TEXT(header(s, &r, "ETag"), "\"2\"");
    EQ_TEXT(text_at(body_of(s, &r), "name"), "改过");
    EQ_INT(int_at(body_of(s, &r), "total_investment"), 1234500);

    r = call(s, "PATCH", address, "If-Match: \"1\"\r\n", "{\"note\":\"乙\"}");
    json_t *p = body_of(s, &r);
    EQ_INT(r.status, 412);
    EQ_TEXT(text_at(p, "code"), "ROW-02");
    EQ_TEXT(text_at(p, "current.note"), "甲");
    EQ_INT(int_at(p, "current.version"), 2);
    EQ_TEXT(header(s, &r, "ETag"), "\"2\"");

    r = call(s, "PATCH", address, "If-Match: \"2\"\r\n", "{\"name\":null,\"nature\":\"sideways\"}");
    EQ_INT(r.status, 422);
    EQ_INT(json_array_size(at(body_of(s, &r), "findings")), 2);
    r = call(s, "PATCH", address, "If-Match: 2\r\n", "{\"note\":\"丙\"}");
    EQ_INT(r.status, 400);
    r = call(s, "PATCH", address, "If-Match: *\r\n", "{\"note\":null}");
    EQ_INT(r.status, 200);
    OK(json_is_null(at(body_of(s, &r), "note")), "null empties a field");
}

static void test_delete_and_history(struct served *s)
{
    json_t *row = make_project(s, "将被删除");
    long long id = int_at(row, "id");
    const char *address = row_address(s, "weinan", id);
    call(s, "PATCH", address, "If-Match: \"1\"\r\n", "{\"note\":\"改\"}");
    struct reply r = call(s, "DELETE", address, "", NULL);
    EQ_INT(r.status, 428);
    r = call(s, "DELETE", address, "If-Match: \"1\"\r\n", NULL);
    EQ_INT(r.status, 412);
    EQ_INT(int_at(body_of(s, &r), "current.version"), 2);
    r = call(s, "DELETE", address, "If-Match: \"2\"\r\n", NULL);
    EQ_INT(r.status, 204);
    r = get(s, address);
    EQ_INT(r.status, 404);
    EQ_TEXT(code_of(s, &r), "ROW-01");
    r = get(s, arena_printf(s->cx.arena, "/api/v1/project/%lld/history?zone=weinan", id));
    json_t *h = body_of(s, &r);
    EQ_INT(json_array_size(at(h, "items")), 2);
    OK(json_is_true(at(h, "items.0.deleted")) && json_is_false(at(h, "items.1.deleted")),
       "the last version ended by deletion");
    EQ_TEXT(text_at(h, "items.0.ended_by"), "office");
    EQ_TEXT(text_at(h, "items.0.ended_way"), "api");
    EQ_TEXT(text_at(h, "items.1.way"), "api");
    EQ_TEXT(text_at(h, "items.0.note"), "改");
}

/* A start date makes a change of stage by itself; it goes with its project. */
static void test_delete_with_derived(struct served *s)
{
    struct reply r = call(s, "POST", projects, "", "{\"name\":\"登记错了\",\"started_on\":\"2023-03\"}");
    long long id = int_at(body_of(s, &r), "id");
    static const char of[] = "/api/v1/stage_change?zone=weinan&where=project.name%20%3D%20%22登记错了%22";
    r = get(s, of);
    EQ_INT(json_array_size(at(body_of(s, &r), "items")), 1);
    r = call(s, "DELETE", row_address(s, "weinan", id), "If-Match: \"1\"\r\n", NULL);
    EQ_INT(r.status, 204);
    r = get(s, of);
    EQ_INT(json_array_size(at(body_of(s, &r), "items")), 0);
}

static void test_delete_referred(struct served *s)
{
    json_t *row = make_project(s, "有问题的");
    call(s, "POST", "/api/v1/problem?zone=weinan", "",
         arena_printf(s->cx.arena, "{\"project\":%lld,\"description\":\"缺水\",\"state\":\"raised\"}",
                      int_at(row, "id")));
    struct reply r = call(s, "DELETE", row_address(s, "weinan", int_at(row, "id")), "If-Match: \"1\"\r\n", NULL);
    EQ_INT(r.status, 409);
    EQ_TEXT(code_of(s, &r), "ROW-03");
}

/* The same key and body is carried out once; another body, or another place, is refused. */
static void test_idempotency(struct served *s)
{
    static const char key[] = "Idempotency-Key: 7c9e6679\r\n";
    struct reply first = call(s, "POST", projects, key, "{\"name\":\"只建一次\"}");
    struct reply second = call(s, "POST", projects, key, "{\"name\":\"只建一次\"}");
    EQ_INT(first.status, 201);
    EQ_INT(second.status, 201);
    EQ_TEXT(second.body, first.body);
    EQ_TEXT(header(s, &second, "Location"), header(s, &first, "Location"));
    EQ_TEXT(header(s, &second, "ETag"), "\"1\"");
    struct reply other = call(s, "POST", projects, key, "{\"name\":\"另一个\"}");
    EQ_INT(other.status, 409);
    EQ_TEXT(code_of(s, &other), "API-05");
    other = call(s, "POST", "/api/v1/unit?zone=weinan", key, "{\"name\":\"只建一次\"}");
    EQ_TEXT(code_of(s, &other), "API-05");
    other = call(s, "POST", "/api/v1/project?zone=other", key, "{\"name\":\"只建一次\"}");
    EQ_INT(other.status, 201);
    struct reply refused = call(s, "POST", projects, "Idempotency-Key: 2\r\n", "{\"name\":null}");
    EQ_INT(refused.status, 422);
    refused = call(s, "POST", projects, "Idempotency-Key: 2\r\n", "{\"name\":\"改好再交\"}");
    EQ_INT(refused.status, 201);
    refused = call(s, "POST", projects, "Idempotency-Key: a b\r\n", "{\"name\":\"键不合格\"}");
    EQ_TEXT(code_of(s, &refused), "API-10");
    struct reply list =
        get(s, "/api/v1/project?zone=weinan&where=name%20%3D%20%27%E5%8F%AA%E5%BB%BA%E4%B8%80%E6%AC%A1%27&count=1");
    EQ_INT(int_at(body_of(s, &list), "count"), 1);
}

/* What belongs to another zone is not there, whatever is asked of it. */
static void test_isolation(struct served *s)
{
    json_t *row = make_project(s, "渭南的");
    long long id = int_at(row, "id"); /* ids are per zone; the other one has no such row */
    const char *at_home = row_address(s, "weinan", id), *abroad = row_address(s, "other", id);
    struct reply r;
    EQ_INT(get(s, at_home).status, 200);
    /* clang-format off */
    const struct { const char *method, *target, *headers, *body; } asks[] = {
        {"GET",    abroad, "", NULL},
        {"PATCH",  abroad, "If-Match: \"1\"\r\n", "{\"name\":\"抢来的\"}"},
        {"DELETE", abroad, "If-Match: \"1\"\r\n", NULL},
        {"GET",    arena_printf(s->cx.arena, "/api/v1/project/%lld/history?zone=other", id), "", NULL},
        {"GET",    "/api/v1/imports/1?zone=other", "", NULL},
        {"POST",   "/api/v1/imports/1/commit?zone=other", "", NULL},
        {"GET",    "/api/v1/export/project?zone=other&like=1", "", NULL},
        {"GET",    "/api/v1/attachment/1?zone=other", "", NULL},
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
        r = call(s, asks[i].method, asks[i].target, asks[i].headers, asks[i].body);
        OK(r.status == 404, "%s %s is not found: %d", asks[i].method, asks[i].target, r.status);
    }
    r = get(s, at_home);
    EQ_TEXT(text_at(body_of(s, &r), "name"), "渭南的");
    r = call(s, "POST", "/api/v1/problem?zone=other", "",
             arena_printf(s->cx.arena, "{\"project\":%lld,\"description\":\"借用\",\"state\":\"raised\"}", id));
    EQ_INT(r.status, 422);
    EQ_TEXT(text_at(body_of(s, &r), "findings.0.rule"), "MDL-05");
}

/* Whoever asks has one zone, and changes what is written of it; zones are made at the machine. */
static void test_zone_entity(struct served *s)
{
    struct reply r = get(s, "/api/v1/zone");
    json_t *zones = body_of(s, &r);
    EQ_INT(json_array_size(at(zones, "items")), 1);
    EQ_TEXT(text_at(zones, "items.0.code"), "weinan");
    const char *address = arena_printf(s->cx.arena, "/api/v1/zone/%lld", int_at(zones, "items.0.id"));
    r = call(s, "PATCH", address, "If-Match: \"1\"\r\n", "{\"level\":\"国家级\"}");
    EQ_INT(r.status, 200);
    EQ_TEXT(text_at(body_of(s, &r), "level"), "国家级");
    r = call(s, "POST", "/api/v1/zone", "", "{\"code\":\"hefei\",\"name\":\"合肥高新区\"}");
    EQ_INT(r.status, 403);
    EQ_TEXT(code_of(s, &r), "RGT-01");
    r = call(s, "DELETE", address, "If-Match: \"2\"\r\n", NULL);
    EQ_INT(r.status, 403);
    const char *elsewhere = arena_printf(s->cx.arena, "/api/v1/zone/%lld",
                                         (long long)int_of(&s->cx, "SELECT id FROM zone WHERE code = 'other'"));
    r = get(s, elsewhere);
    EQ_INT(r.status, 404);
    r = call(s, "PATCH", elsewhere, "If-Match: \"1\"\r\n", "{\"level\":\"市级\"}");
    EQ_INT(r.status, 404);
    r = get(s, arena_printf(s->cx.arena, "%s/history", elsewhere));
    EQ_INT(r.status, 404);
    r = get(s, arena_printf(s->cx.arena, "%s/history", address));
    EQ_INT(json_array_size(at(body_of(s, &r), "items")), 2);
}

static void test_read_only(struct served *s)
{
    struct reply r = get(s, "/api/v1/attachment?zone=weinan");
    json_t *v = body_of(s, &r);
    EQ_INT(r.status, 200);
    EQ_INT(json_array_size(at(v, "items")), 1);
    OK(!at(v, "items.0.content"), "bytes never leave");
    r = get(s, "/api/v1/import_run/1?zone=weinan");
    v = body_of(s, &r);
    EQ_TEXT(text_at(v, "state"), "committed");
    OK(!at(v, "layout"), "what is secret never leaves");
    r = get(s, "/api/v1/import_run?zone=weinan&fields=layout");
    EQ_INT(r.status, 400);
    r = call(s, "POST", "/api/v1/attachment?zone=weinan", "", "{\"name\":\"x\"}");
    EQ_INT(r.status, 403);
    r = call(s, "PATCH", "/api/v1/import_run/1?zone=weinan", "If-Match: \"1\"\r\n", "{\"state\":\"failed\"}");
    EQ_INT(r.status, 403);
    r = call(s, "DELETE", "/api/v1/attachment/1?zone=weinan", "If-Match: \"1\"\r\n", NULL);
    EQ_INT(r.status, 403);
}

static void test_lists(struct served *s)
{
    struct reply r = get(
        s,
        "/api/v1/project?zone=weinan&limit=2&count=1&fields=name,unit,started&sort=-total_investment&as_of=2023-12-31");
    json_t *v = body_of(s, &r);
    EQ_INT(r.status, 200);
    EQ_INT(json_array_size(at(v, "items")), 2);
    OK(int_at(v, "count") >= 135, "count: %lld", int_at(v, "count"));
    OK(text_at(v, "next"), "there is a next page");
    const char *tag = header(s, &r, "ETag");
    r = call(
        s, "GET",
        "/api/v1/project?zone=weinan&limit=2&count=1&fields=name,unit,started&sort=-total_investment&as_of=2023-12-31",
        arena_printf(s->cx.arena, "If-None-Match: %s\r\n", tag), NULL);
    EQ_INT(r.status, 304);
    r = get(s, arena_printf(s->cx.arena, "/api/v1/project?zone=weinan&limit=2&cursor=%s", text_at(v, "next")));
    EQ_INT(r.status, 400);
    EQ_TEXT(code_of(s, &r), "LST-02");
    r = call(s, "GET", "/api/v1/project?limit=1", "X-Zone: weinan\r\n", NULL);
    EQ_INT(r.status, 200);
    r = get(s, "/api/v1/project?zone=weinan&limit=1001");
    EQ_INT(r.status, 400);
    r = get(s, "/api/v1/project?zone=weinan&wher=1");
    EQ_TEXT(code_of(s, &r), "API-08");
    r = get(s, "/api/v1/elephant?zone=weinan");
    EQ_TEXT(code_of(s, &r), "API-03");
    r = get(s, "/api/v1/project/abc?zone=weinan");
    EQ_TEXT(code_of(s, &r), "API-04");
    r = call(s, "GET", "/api/v1/project/999999?zone=weinan", "Accept-Language: en\r\n", NULL);
    OK(strstr(text_at(body_of(s, &r), "detail"), "there is no"), "English when asked for");
}

static void test_all(const char *url)
{
    struct served s = serve(url, true);
    test_create(&s);
    test_findings(&s);
    test_warning(&s);
    test_change(&s);
    test_delete_and_history(&s);
    test_delete_with_derived(&s);
    test_delete_referred(&s);
    test_idempotency(&s);
    test_isolation(&s);
    test_zone_entity(&s);
    test_read_only(&s);
    test_lists(&s);
    served_end(&s);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
