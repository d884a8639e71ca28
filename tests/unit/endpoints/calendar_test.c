/* calendar_test.c — the year and the counting that pages ask for, a pasted notice, and a clock over the network. */
#include "unit/endpoints/served.h"

static void test_year(struct served *s)
{
    struct reply r = get(s, "/api/v1/calendar?zone=weinan&year=2026");
    json_t *v = body_of(s, &r);
    EQ_TEXT(text_at(v, "notice"), "国办发明电〔2025〕7号");
    EQ_INT(int_at(v, "working"), 248);
    EQ_TEXT(text_at(v, "days.0.day"), "2026-01-01");
    EQ_TEXT(text_at(v, "days.0.reason"), "holiday");
    EQ_TEXT(text_at(v, "days.3.reason"), "make_up"); /* Sunday, January 4 */
    EQ_TEXT(text_at(v, "days.3.name.zh"), "元旦");
    r = get(s, "/api/v1/calendar?zone=weinan&year=2027");
    v = body_of(s, &r);
    OK(json_is_true(at(v, "estimated")) && json_is_null(at(v, "notice")), "2027 is estimated");
    EQ_INT(get(s, "/api/v1/calendar?zone=weinan&year=99999").status, 400);
    r = get(s, "/api/v1/calendar?zone=weinan");
    EQ_INT(int_at(body_of(s, &r), "year"), 2023);
}

static void test_count(struct served *s)
{
    struct reply r = get(s, "/api/v1/calendar/count?zone=weinan&from=2026-09-30&days=3");
    json_t *v = body_of(s, &r);
    EQ_TEXT(text_at(v, "to"), "2026-10-10");
    EQ_INT(int_at(v, "natural_days"), 10);
    EQ_INT(json_array_size(at(v, "skipped")), 7);
    EQ_TEXT(text_at(v, "skipped.0.name.en"), "National Day");
    EQ_TEXT(text_at(v, "made_up.0.day"), "2026-10-10");
    r = get(s, "/api/v1/calendar/count?zone=weinan&from=2026-09-30&to=2026-10-10");
    EQ_INT(int_at(body_of(s, &r), "days"), 3);
    r = get(s, "/api/v1/calendar/count?zone=weinan&from=2026-10-08&days=-1");
    v = body_of(s, &r);
    EQ_TEXT(text_at(v, "to"), "2026-09-30");
    EQ_INT(json_array_size(at(v, "skipped")), 7);
    r = get(s, "/api/v1/calendar/count?zone=weinan&from=2026-09-30&days=3&kind=natural");
    v = body_of(s, &r);
    EQ_TEXT(text_at(v, "to"), "2026-10-03");
    EQ_INT(json_array_size(at(v, "skipped")), 0);
    r = get(s, "/api/v1/calendar/count?zone=weinan&days=3&to=2026-10-10");
    EQ_TEXT(code_of(s, &r), "API-23");
    EQ_INT(get(s, "/api/v1/calendar/count?zone=weinan&days=12345678").status, 400);
}

/* A day of the zone's own is one more row; every answer counts by it. */
static void test_own_day(struct served *s)
{
    struct reply r = call(s, "POST", "/api/v1/calendar_day?zone=weinan", "",
                          "{\"day\":\"2026-10-09\",\"kind\":\"rest\",\"name\":\"集中搬迁\"}");
    EQ_INT(r.status, 201);
    r = get(s, "/api/v1/calendar/count?zone=weinan&from=2026-09-30&days=3");
    json_t *v = body_of(s, &r);
    EQ_TEXT(text_at(v, "to"), "2026-10-12");
    EQ_TEXT(text_at(v, "skipped.7.reason"), "own");
    r = get(s, "/api/v1/calendar/count?zone=other&from=2026-09-30&days=3");
    EQ_TEXT(text_at(body_of(s, &r), "to"), "2026-10-10");
}

static void test_notice(struct served *s)
{
    static const char dry[] = "{\"text\":\"关于2027年部分节假日安排的通知 "
                              "一、元旦：1月1日至3日放假。2月20日上班。\",\"dry_run\":true}",
                      wet[] = "{\"text\":\"关于2027年部分节假日安排的通知 一、元旦：1月1日至3日放假。2月20日上班。\"}";
    struct reply r = call(s, "POST", "/api/v1/calendar/notice?zone=weinan", "", dry);
    json_t *v = body_of(s, &r);
    EQ_INT(int_at(v, "changed"), 0);
    EQ_INT(json_array_size(at(v, "days")), 4);
    r = call(s, "POST", "/api/v1/calendar/notice?zone=weinan", "", wet);
    EQ_INT(int_at(body_of(s, &r), "changed"), 4);
    r = get(s, "/api/v1/calendar?zone=weinan&year=2027");
    v = body_of(s, &r);
    OK(json_is_false(at(v, "estimated")) && json_array_size(at(v, "days")) == 4, "2027 is as announced");
    r = call(s, "POST", "/api/v1/calendar/notice?zone=weinan", "", "{\"text\":\"没有安排\"}");
    EQ_TEXT(code_of(s, &r), "CAL-02");
}

static void test_clock(struct served *s)
{
    struct reply r =
        call(s, "POST", "/api/v1/clocks?zone=weinan", "Idempotency-Key: c1\r\n",
             "{\"name\":\"用地规划许可\",\"received_on\":\"2023-12-20\",\"limit_days\":5,\"limit_kind\":\"working\"}");
    json_t *v = body_of(s, &r);
    EQ_INT(r.status, 201);
    EQ_TEXT(text_at(v, "due_on"), "2023-12-27");
    const char *clock = arena_printf(s->cx.arena, "/api/v1/clocks/%lld", int_at(v, "id"));
    r = call(s, "POST", arena_printf(s->cx.arena, "%s/stop?zone=weinan", clock), "",
             "{\"on\":\"2023-12-22\",\"kind\":\"hearing\",\"reason\":\"听证会\"}");
    v = body_of(s, &r);
    OK(json_is_null(at(v, "due_on")), "while it stands it is not due");
    EQ_TEXT(text_at(v, "stops.0.label.zh"), "听证");
    r = call(s, "POST", arena_printf(s->cx.arena, "%s/stop?zone=weinan", clock), "", "{\"on\":\"2023-12-23\"}");
    EQ_INT(r.status, 422); /* why? */
    r = call(s, "POST", arena_printf(s->cx.arena, "%s/resume?zone=weinan", clock), "", "{\"on\":\"2023-12-26\"}");
    EQ_TEXT(text_at(body_of(s, &r), "due_on"), "2023-12-29");
    r = call(s, "POST", arena_printf(s->cx.arena, "%s/hand-on?zone=weinan", clock), "",
             "{\"on\":\"2023-12-27\",\"unit\":1,\"person\":\"王强\"}");
    v = body_of(s, &r);
    EQ_TEXT(text_at(v, "desks.1.person"), "王强");
    OK(text_at(v, "desks.1.unit_title"), "the unit has its name");
    r = get(s, arena_printf(s->cx.arena, "%s?zone=weinan&on=2023-12-30", clock));
    v = body_of(s, &r);
    EQ_INT(int_at(v, "used"), 5);
    EQ_INT(int_at(v, "desks.0.days") + int_at(v, "desks.1.days"), 5);
    EQ_INT(get(s, arena_printf(s->cx.arena, "%s?zone=other", clock)).status, 404);
    r = call(s, "POST", arena_printf(s->cx.arena, "%s/finish?zone=weinan", clock), "", "{\"on\":\"2023-12-28\"}");
    EQ_TEXT(text_at(body_of(s, &r), "finished_on"), "2023-12-28");
    r = call(s, "POST", arena_printf(s->cx.arena, "%s/finish?zone=weinan", clock), "", "{\"on\":\"2023-12-28\"}");
    EQ_TEXT(code_of(s, &r), "CLK-01");
    r = get(s, "/api/v1/clock?zone=weinan&where=finished_on%20%3D%202023-12-28");
    EQ_INT(json_array_size(at(body_of(s, &r), "items")), 1);
}

/* Whoever has the matter on the desk may hand it on to where he does not reach; then it is gone from him. */
static void test_desk(struct served *s)
{
    struct ctx *cx = &s->cx;
    struct user *u = row_new(cx, &user_entity);
    u->login = u->name = "li-min";
    u->role = "approver";
    u->unit = 1;
    need(cx, row_save(cx, &user_entity, u, NULL), "an approver");
    const char *as = bearer_of(cx, u->head.id, false);
    struct reply r = call(s, "POST", "/api/v1/clocks?zone=weinan", "",
                          "{\"name\":\"方案审查\",\"received_on\":\"2023-12-25\",\"limit_days\":7,\"unit\":1}");
    const char *clock = arena_printf(cx->arena, "/api/v1/clocks/%lld", int_at(body_of(s, &r), "id"));
    EQ_INT(call(s, "GET", clock, as, NULL).status, 200);
    r = call(s, "POST", arena_printf(cx->arena, "%s/hand-on", clock), as, "{\"on\":\"2023-12-26\",\"unit\":2}");
    EQ_TEXT(text_at(body_of(s, &r), "desks.0.until"), "2023-12-26");
    EQ_INT(call(s, "GET", clock, as, NULL).status, 404);
    r = get(s, arena_printf(cx->arena, "%s?zone=weinan", clock));
    EQ_INT(int_at(body_of(s, &r), "desks.1.unit"), 2);
    r = call(s, "POST", arena_printf(cx->arena, "%s/finish", clock), as, "{\"on\":\"2023-12-27\"}");
    EQ_TEXT(code_of(s, &r), "ROW-01");
}

static void test_periodic(struct served *s)
{
    const char *as = s->system;
    struct reply r = call(s, "GET", "/api/v1/periodic", as, NULL);
    json_t *v = body_of(s, &r), *item;
    size_t i;
    bool there = false;
    json_array_foreach(at(v, "items"), i, item)
    {
        there = there || strcmp(text_at(item, "name"), "clocks_daily") == 0;
    }
    OK(there, "the daily count is there");
    r = call(s, "POST", "/api/v1/periodic/clocks_daily", as, "{}");
    EQ_INT(r.status, 202);
    s->as = as;
    v = job_end(s, arena_strdup(s->cx.arena, text_at(body_of(s, &r), "job")));
    s->as = NULL;
    EQ_TEXT(text_at(v, "state"), "done");
    EQ_INT(int_of(&s->cx, "SELECT COUNT(*) FROM job_run WHERE name = 'clocks_daily' AND outcome = 'done'"), 1);
    r = call(s, "POST", "/api/v1/periodic/nothing", as, "{}");
    EQ_TEXT(code_of(s, &r), "JOB-03");
}

static void test(const char *url)
{
    struct served s = serve(url, true);
    test_year(&s);
    test_count(&s);
    test_own_day(&s);
    test_notice(&s);
    test_clock(&s);
    test_desk(&s);
    test_periodic(&s);
    served_end(&s);
}

int main(void)
{
    on_each_engine(test);
    return tap_done();
}
