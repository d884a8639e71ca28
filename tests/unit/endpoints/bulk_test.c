/* bulk_test.c — a form's fields checked before they are saved; one change for many rows, all of them or none. */
#include "served.h"

static const char check[] = "/api/v1/project/check?zone=weinan";

/* "field:rule field:rule? ", a question mark where it does not block. */
static const char *rules_of(struct served *s, json_t *findings)
{
    struct buf out = buf_init(s->cx.arena);
    json_t *f;
    size_t i;
    json_array_foreach(findings, i, f) buf_printf(&out, "%s%s:%s%s", i ? " " : "", text_at(f, "field"),
                                                  text_at(f, "rule"), json_is_true(at(f, "blocking")) ? "" : "?");
    return out.data;
}

static const char *checked(struct served *s, const char *draft)
{
    struct reply r = call(s, "POST", check, "", draft);
    return r.status == 200 ? rules_of(s, at(body_of(s, &r), "findings")) : code_of(s, &r);
}

static long long project_count(struct served *s)
{
    struct reply r = get(s, "/api/v1/project?zone=weinan&limit=1&count=1");
    return int_at(body_of(s, &r), "count");
}

/* What a save would say, and nothing is saved. */
static void test_check(struct served *s)
{
    long long before = project_count(s);
    EQ_TEXT(checked(s, "{\"name\":\"新项目\"}"), "");
    EQ_TEXT(checked(s, "{\"name\":null,\"total_investment\":\"many\",\"nature\":\"sideways\",\"unit\":4711}"),
            "total_investment:FLD-01 nature:FLD-04 name:MDL-01 unit:MDL-05");
    EQ_TEXT(checked(s, "{\"name\":\"倒着建\",\"started_on\":\"2023-03-01\",\"completed_on\":\"2022-01-01\"}"),
            "completed_on:PRJ-01?");
    EQ_INT(project_count(s), before);
}

/* Over a stored row only what was typed is new. */
static void test_check_stored(struct served *s)
{
    struct reply r = call(s, "POST", "/api/v1/project?zone=weinan", "",
                          "{\"name\":\"在册的\",\"code\":\"2401-610500-04-01-123456\",\"started_on\":\"2024-01-01\"}");
    long long id = int_at(body_of(s, &r), "id");
    struct arena *a = s->cx.arena;
    EQ_TEXT(checked(s, arena_printf(a, "{\"id\":%lld}", id)), "");
    EQ_TEXT(checked(s, arena_printf(a, "{\"id\":%lld,\"completed_on\":\"2023\"}", id)), "completed_on:PRJ-01?");
    EQ_TEXT(checked(s, arena_printf(a, "{\"id\":%lld,\"name\":\" \"}", id)), "name:MDL-01");
    EQ_TEXT(checked(s, "{\"id\":null,\"name\":\"重码\",\"code\":\"2401-610500-04-01-123456\"}"), "code:MDL-06");
    EQ_TEXT(checked(s, "{\"id\":99999999,\"name\":\"没有\"}"), "ROW-01");
    EQ_TEXT(checked(s, "{\"id\":\"one\",\"name\":\"没有\"}"), "FLD-01");
    EQ_TEXT(checked(s, "[1]"), "ROW-04");
    r = call(s, "POST", "/api/v1/project/check?zone=other", "", arena_printf(a, "{\"id\":%lld}", id));
    EQ_INT(r.status, 404);
    r = call(s, "POST", "/api/v1/attachment/check?zone=weinan", "", "{}");
    EQ_TEXT(code_of(s, &r), "API-06");
    r = call(s, "POST", "/api/v1/elephant/check?zone=weinan", "", "{}");
    EQ_TEXT(code_of(s, &r), "API-03");
    r = call(s, "POST", "/api/v1/zone/check", "", "{\"code\":\"Weinan\",\"name\":\"渭南\"}");
    EQ_TEXT(rules_of(s, at(body_of(s, &r), "findings")), "code:ZON-01");
}

/* ---- bulk ---- */

static const char bulk[] = "/api/v1/project/bulk?zone=weinan";

static long long made(struct served *s, const char *name)
{
    struct reply r = call(s, "POST", "/api/v1/project?zone=weinan", "",
                          arena_printf(s->cx.arena, "{\"name\":\"%s\",\"started_on\":\"2024-03\"}", name));
    return int_at(body_of(s, &r), "id");
}

static json_t *project(struct served *s, long long id)
{
    struct reply r = get(s, arena_printf(s->cx.arena, "/api/v1/project/%lld?zone=weinan", id));
    return body_of(s, &r);
}

static void test_bulk(struct served *s)
{
    long long a = made(s, "批量甲"), b = made(s, "批量乙");
    struct reply r = call(s, "POST", bulk, "Idempotency-Key: many-1\r\n",
                          arena_printf(s->cx.arena,
                                       "{\"rows\":[{\"id\":%lld,\"version\":1},{\"id\":%lld,\"version\":1}],"
                                       "\"set\":{\"sector\":\"新能源\",\"nature\":\"新建\"}}",
                                       a, b));
    json_t *v = body_of(s, &r);
    EQ_INT(r.status, 200);
    EQ_INT(int_at(v, "updated"), 2);
    EQ_INT(int_at(v, "unchanged"), 0);
    EQ_INT(int_at(v, "items.1.id"), b);
    EQ_INT(int_at(v, "items.1.version"), 2);
    EQ_TEXT(text_at(project(s, a), "sector"), "新能源");
    EQ_TEXT(text_at(project(s, b), "nature"), "new");
    EQ_TEXT(text_at(project(s, b), "name"), "批量乙");

    struct reply again = call(s, "POST", bulk, "Idempotency-Key: many-1\r\n",
                              arena_printf(s->cx.arena,
                                           "{\"rows\":[{\"id\":%lld,\"version\":1},{\"id\":%lld,\"version\":1}],"
                                           "\"set\":{\"sector\":\"新能源\",\"nature\":\"新建\"}}",
                                           a, b));
    EQ_INT(again.status, 200);
    EQ_TEXT(again.body, r.body);
    EQ_INT(int_at(project(s, a), "version"), 2);

    r = call(s, "POST", bulk, "",
             arena_printf(s->cx.arena,
                          "{\"rows\":[{\"id\":%lld,\"version\":2},{\"id\":%lld,\"version\":2}],"
                          "\"set\":{\"sector\":\"新能源\"}}",
                          a, b));
    EQ_INT(int_at(body_of(s, &r), "unchanged"), 2);
    EQ_INT(int_at(body_of(s, &r), "items.0.version"), 2);
}

/* One row that cannot be changed keeps all of them as they are, and each such row is told with its reason. */
static void test_bulk_refused(struct served *s)
{
    struct arena *arena = s->cx.arena;
    long long a = made(s, "全有"), b = made(s, "或全无"), c = made(s, "被他人改过");
    call(s, "PATCH", arena_printf(arena, "/api/v1/project/%lld?zone=weinan", c), "If-Match: *\r\n",
         "{\"note\":\"改\"}");
    const char *rows =
        arena_printf(arena,
                     "[{\"id\":%lld,\"version\":1},{\"id\":%lld,\"version\":1},{\"id\":%lld,\"version\":1},"
                     "{\"id\":99999999,\"version\":1}]",
                     a, b, c);
    struct reply r =
        call(s, "POST", bulk, "", arena_printf(arena, "{\"rows\":%s,\"set\":{\"sector\":\"光伏\"}}", rows));
    json_t *v = body_of(s, &r);
    EQ_INT(r.status, 412);
    EQ_TEXT(text_at(v, "code"), "BLK-03");
    EQ_INT(json_array_size(at(v, "rows")), 2);
    EQ_INT(int_at(v, "rows.0.id"), c);
    EQ_TEXT(text_at(v, "rows.0.title"), "被他人改过");
    EQ_TEXT(text_at(v, "rows.0.code"), "ROW-02");
    OK(text_at(v, "rows.0.message.zh") && text_at(v, "rows.0.message.en"), "in both languages");
    EQ_TEXT(text_at(v, "rows.1.code"), "ROW-01");
    OK(json_is_null(at(v, "rows.1.title")), "what is not there has no name");
    OK(json_is_null(at(project(s, a), "sector")), "nothing was changed");
    EQ_INT(int_at(project(s, a), "version"), 1);

    r = call(s, "POST", bulk, "",
             arena_printf(arena,
                          "{\"rows\":[{\"id\":%lld,\"version\":1},{\"id\":%lld,\"version\":1}],"
                          "\"set\":{\"code\":\"2401-610500-04-01-000001\"}}",
                          a, b));
    v = body_of(s, &r);
    EQ_INT(r.status, 409);
    EQ_INT(json_array_size(at(v, "rows")), 1);
    EQ_INT(int_at(v, "rows.0.id"), b);
    EQ_TEXT(rules_of(s, at(v, "rows.0.findings")), "code:MDL-06");
    OK(json_is_null(at(project(s, a), "code")), "nor here");

    r = call(s, "POST", "/api/v1/project/bulk?zone=other", "",
             arena_printf(arena, "{\"rows\":[{\"id\":%lld,\"version\":1}],\"set\":{\"note\":\"抢\"}}", a));
    EQ_INT(r.status, 404);
    EQ_TEXT(text_at(body_of(s, &r), "rows.0.code"), "ROW-01");
}

/* A change that no row could take is told once. */
static void test_bulk_wrong(struct served *s)
{
    struct reply r = call(s, "POST", bulk, "",
                          "{\"rows\":[{\"id\":1,\"version\":1},{\"id\":2,\"version\":1}],"
                          "\"set\":{\"colour\":\"red\",\"total_investment\":\"many\"}}");
    EQ_INT(r.status, 422);
    EQ_TEXT(rules_of(s, at(body_of(s, &r), "findings")), "colour:ROW-05 total_investment:FLD-01");
    OK(!at(body_of(s, &r), "rows"), "not row by row");
    /* clang-format off */
    static const struct { const char *body, *code; } wrong[] = {
        {"[]",                                                                    "BLK-01"},
        {"{\"rows\":[{\"id\":1,\"version\":1}]}",                                 "BLK-01"},
        {"{\"rows\":[{\"id\":1,\"version\":1}],\"set\":{}}",                      "BLK-01"},
        {"{\"rows\":[{\"id\":1}],\"set\":{\"note\":null}}",                       "BLK-01"},
        {"{\"rows\":[{\"id\":1,\"version\":0}],\"set\":{\"note\":null}}",         "BLK-01"},
        {"{\"rows\":[],\"set\":{\"note\":null}}",                                 "BLK-02"},
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        r = call(s, "POST", bulk, "", wrong[i].body);
        EQ_TEXT(code_of(s, &r), wrong[i].code);
    }
    struct buf many = buf_init(s->cx.arena);
    buf_text(&many, "{\"rows\":[");
    for (int i = 0; i <= 1000; i++)
        buf_printf(&many, "%s{\"id\":%d,\"version\":1}", i ? "," : "", i + 1);
    buf_text(&many, "],\"set\":{\"note\":null}}");
    r = call(s, "POST", bulk, "", many.data);
    EQ_INT(r.status, 413);
    r = call(s, "POST", "/api/v1/attachment/bulk?zone=weinan", "", "{}");
    EQ_TEXT(code_of(s, &r), "API-06");
}

static void test_all(const char *url)
{
    struct served s = serve(url, true);
    test_check(&s);
    test_check_stored(&s);
    test_bulk(&s);
    test_bulk_refused(&s);
    test_bulk_wrong(&s);
    served_end(&s);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
