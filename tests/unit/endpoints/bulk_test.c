/* bulk_test.c — a form's fields checked before they are saved. */
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

static void test_all(const char *url)
{
    struct served s = serve(url, true);
    test_check(&s);
    test_check_stored(&s);
    served_end(&s);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
