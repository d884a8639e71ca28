/* weeks_test.c — the weekly report over the API: opened, filled in, a stale edit, deeds, the overview. */
#include "served.h"

#include <string.h>

#define MATCH(version) arena_printf(s->cx.arena, "If-Match: \"%lld\"\r\n", (long long)(version))

static struct reply tell(struct served *s, const char *method, const char *path, const char *headers, const char *json)
{
    return call(s, method, arena_printf(s->cx.arena, "/api/v1/weeks/%s", path), headers, json);
}

static json_t *desk(struct served *s)
{
    struct reply r = get(s, "/api/v1/weeks/desk");
    EQ_INT(r.status, 200);
    return body_of(s, &r);
}

static void test_nothing_yet(struct served *s)
{
    json_t *d = desk(s);
    OK(json_is_null(at(d, "week")) && json_is_null(at(d, "duty")) && json_array_size(at(d, "items")) == 0,
       "no week yet");
    struct reply r = get(s, "/api/v1/weeks/overview");
    json_t *o = body_of(s, &r);
    OK(json_array_size(at(o, "weeks")) == 0 && json_is_true(at(o, "may_open")), "nor in the overview");
}

static void test_opening(struct served *s)
{
    struct reply r = tell(s, "POST", "open", "", "{\"date\":\"2024-03-04\"}");
    EQ_TEXT(code_of(s, &r), "WEK-08");
    r = tell(s, "POST", "open", "", "{}");
    json_t *w = body_of(s, &r);
    EQ_INT(r.status, 200);
    EQ_TEXT(text_at(w, "name"), "2023-W52");
    EQ_TEXT(text_at(w, "due_at"), "2024-01-02T16:00:00.000+08:00"); /* New Year's Day is a Monday */
    r = call(s, "POST", "/api/v1/weekly_report?zone=weinan", "", "{}");
    EQ_TEXT(code_of(s, &r), "API-06");
}

static void test_filling(struct served *s)
{
    json_t *d = desk(s);
    const long long id = int_at(d, "items.0.id");
    const char *path = arena_printf(s->cx.arena, "reports/%lld", id);
    EQ_INT(json_array_size(at(d, "units")), 16);
    struct reply r = tell(s, "PATCH", path, "", "{}");
    EQ_INT(r.status, 428);
    r = tell(s, "PATCH", path, MATCH(1), "{\"stage\":\"building\"}");
    EQ_TEXT(code_of(s, &r), "ROW-05");
    r = tell(s, "PATCH", path, MATCH(1), "{\"month_investment\":12345600,\"difficulty\":\"缺电\"}");
    EQ_INT(r.status, 200);
    json_t *item = body_of(s, &r);
    EQ_INT(int_at(item, "version"), 2);
    OK(json_is_true(at(item, "filled")), "filled in");
    EQ_TEXT(text_at(item, "values.image_progress"), text_at(d, "items.0.values.image_progress"));
    OK(strstr(text_of(s, at(item, "differs")), "month_investment") != NULL, "what changed is marked");
    r = tell(s, "PATCH", path, MATCH(1), "{\"done\":\"浇筑\"}");
    EQ_INT(r.status, 412);
    EQ_INT(int_at(body_of(s, &r), "current.values.month_investment"), 12345600);
    r = tell(s, "PATCH", "reports/987654", MATCH(1), "{}");
    EQ_INT(r.status, 404);
}

static void test_deeds(struct served *s)
{
    json_t *d = desk(s);
    const char *duty = arena_printf(s->cx.arena, "duties/%lld/", int_at(d, "duty.id"));
    const long long report = int_at(d, "items.0.id");
    struct reply r = tell(s, "POST", arena_printf(s->cx.arena, "%sconfirm", duty), MATCH(1), NULL);
    EQ_TEXT(code_of(s, &r), "WEK-02");
    r = tell(s, "POST", arena_printf(s->cx.arena, "%ssubmit", duty), MATCH(1), NULL);
    EQ_TEXT(text_at(body_of(s, &r), "duty.state"), "submitted");
    r = tell(s, "POST", arena_printf(s->cx.arena, "%ssend_back", duty), MATCH(2), "{}");
    EQ_TEXT(code_of(s, &r), "WEK-04");
    r = tell(s, "POST", arena_printf(s->cx.arena, "%sconfirm", duty), MATCH(1), NULL);
    EQ_INT(r.status, 412);
    r = tell(s, "POST", arena_printf(s->cx.arena, "%sconfirm", duty), MATCH(2), NULL);
    d = body_of(s, &r);
    EQ_TEXT(text_at(d, "duty.state"), "confirmed");
    r = get(s, arena_printf(s->cx.arena, "/api/v1/project/%lld", int_at(d, "items.0.project")));
    EQ_TEXT(text_at(body_of(s, &r), "difficulty"), "缺电");
    EQ_TEXT(text_at(body_of(s, &r), "way"), "weekly");
    r = tell(s, "POST", arena_printf(s->cx.arena, "reports/%lld/problem", report), "", "{\"category\":\"utilities\"}");
    EQ_INT(r.status, 201);
    r = get(s, arena_printf(s->cx.arena, "/api/v1/problem/%lld", int_at(body_of(s, &r), "problem")));
    EQ_TEXT(text_at(body_of(s, &r), "description"), "缺电");
}

static void test_overview(struct served *s)
{
    struct reply r = get(s, "/api/v1/weeks/overview?weeks=4");
    json_t *o = body_of(s, &r);
    EQ_INT(json_array_size(at(o, "units")), 16);
    EQ_TEXT(text_at(o, "units.0.cells.0.state"), "confirmed");
    EQ_INT(int_at(o, "units.0.cells.0.filed"), 1);
    r = tell(s, "POST", arena_printf(s->cx.arena, "%lld/close", int_at(o, "weeks.0.id")), "", NULL);
    EQ_TEXT(text_at(body_of(s, &r), "state"), "closed");
    r = get(s, "/api/v1/weeks/overview?weeks=4");
    o = body_of(s, &r);
    EQ_TEXT(text_at(o, "units.0.cells.0.state"), "locked");
    EQ_TEXT(text_at(o, "units.1.cells.0.state"), "missed");
    r = get(s, "/api/v1/weeks/overview?weeks=99");
    EQ_TEXT(code_of(s, &r), "API-08");
}

static void test_all(const char *url)
{
    struct served s = serve(url, true);
    test_nothing_yet(&s);
    test_opening(&s);
    test_filling(&s);
    test_deeds(&s);
    test_overview(&s);
    served_end(&s);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
