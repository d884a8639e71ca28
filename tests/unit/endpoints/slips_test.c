/* slips_test.c — slips: numbers without gaps or doubles, answers, plans approved or sent back, and what the scan proposes. */
#include "jobs/job.h"
#include "model/list.h"
#include "office/docx.h"
#include "rules/problem_loop.h"
#include "rules/slip_loop.h"

#include "served.h"

#include <pthread.h>

static int64_t unit_made(struct ctx *cx, const char *name)
{
    struct unit *u = row_new(cx, &unit_entity);
    u->name = name;
    need(cx, row_save(cx, &unit_entity, u, NULL), "a unit");
    return u->head.id;
}

static int64_t handed_out(struct ctx *cx, int64_t unit, const char *grade)
{
    struct problem *q = row_new(cx, &problem_entity);
    q->description = "燃气管线没有接到厂区";
    need(cx, problem_raise(cx, q) && problem_assign_to(cx, q->head.id, unit, "接通燃气", grade, (struct date){0}),
         "a problem");
    return q->head.id;
}

static struct reply slip(struct served *s, const char *json)
{
    return call(s, "POST", "/api/v1/slips?zone=weinan", "", json);
}

static struct reply deed(struct served *s, long long id, const char *json)
{
    return call(s, "POST", arena_printf(s->cx.arena, "/api/v1/slip/%lld/deeds?zone=weinan", id), "If-Match: *\r\n",
                json);
}

static const char *legal(struct served *s, long long id)
{
    struct reply r = get(s, arena_printf(s->cx.arena, "/api/v1/slip/%lld/deeds?zone=weinan", id));
    struct buf out = buf_init(s->cx.arena);
    size_t i;
    json_t *one;
    json_array_foreach(at(body_of(s, &r), "legal"), i, one)
        buf_printf(&out, "%s%s", i ? " " : "", text_at(one, "kind"));
    return out.data ? out.data : "";
}

static void test_life(struct served *s, int64_t unit)
{
    struct ctx *cx = &s->cx;
    const int64_t problem = handed_out(cx, unit, "days_3");
    struct reply r =
        slip(s, arena_printf(cx->arena, "{\"kind\":\"supervision\",\"problem\":%lld}", (long long)problem));
    json_t *v = body_of(s, &r);
    const long long id = int_at(v, "id");
    EQ_INT(r.status, 201);
    EQ_TEXT(text_at(v, "state"), "proposed");
    EQ_TEXT(text_at(v, "subject"), "燃气管线没有接到厂区");
    EQ_INT(int_at(v, "unit"), unit);
    OK(json_is_null(at(v, "code")), "it has no number yet");
    EQ_TEXT(legal(s, id), "issue withdraw");
    r = deed(s, id, "{\"kind\":\"answer\",\"answer\":\"好\",\"rectification\":\"三天接通\"}");
    EQ_INT(r.status, 409);
    EQ_TEXT(code_of(s, &r), "SLP-01");
    r = deed(s, id, "{\"kind\":\"issue\"}");
    v = body_of(s, &r);
    EQ_TEXT(text_at(v, "code"), "督办单〔2023〕1号");
    EQ_TEXT(text_at(v, "due_on"), "2024-01-04");
    OK(int_at(v, "document") > 0, "its document is kept");
    r = get(s, arena_printf(cx->arena, "/api/v1/slip/%lld/document?zone=weinan&format=preview", id));
    OK(r.status == 200 && strstr(r.body, "督办单〔2023〕1号") && strstr(r.body, "接通燃气") == NULL &&
           strstr(r.body, "燃气管线没有接到厂区"),
       "the document says number and matter: %d", r.status);
    r = get(s, arena_printf(cx->arena, "/api/v1/problem/%lld/deeds?zone=weinan", (long long)problem));
    EQ_TEXT(text_at(body_of(s, &r), "steps.1.kind"), "urge");
    r = deed(s, id, "{\"kind\":\"answer\",\"answer\":\"正在办\"}");
    EQ_TEXT(code_of(s, &r), "SLP-02");
    r = deed(s, id, "{\"kind\":\"answer\",\"answer\":\"正在办\",\"rectification\":\"尽快\"}");
    EQ_TEXT(text_at(body_of(s, &r), "plan_state"), "submitted");
    EQ_TEXT(legal(s, id), "approve send_back");
    r = deed(s, id, "{\"kind\":\"send_back\"}");
    EQ_TEXT(code_of(s, &r), "SLP-02");
    r = deed(s, id, "{\"kind\":\"send_back\",\"note\":\"没有完成时间\"}");
    v = body_of(s, &r);
    EQ_TEXT(text_at(v, "plan_state"), "sent_back");
    EQ_TEXT(text_at(v, "state"), "issued");
    OK(json_is_null(at(v, "answered_on")), "it awaits an answer again");
    r = deed(s, id, "{\"kind\":\"answer\",\"answer\":\"已排期\",\"rectification\":\"1月3日接通，责任人张三\"}");
    r = deed(s, id, "{\"kind\":\"approve\"}");
    EQ_TEXT(text_at(body_of(s, &r), "state"), "settled");
    EQ_TEXT(legal(s, id), "");
}

/* What is not issued takes no number, and each kind has its own. */
static void test_numbers(struct served *s, int64_t unit)
{
    struct arena *a = s->cx.arena;
    struct reply r = slip(
        s,
        arena_printf(a, "{\"kind\":\"reminder\",\"unit\":%lld,\"subject\":\"甲\",\"content\":\"请办\",\"issue\":true}",
                     (long long)unit));
    EQ_TEXT(text_at(body_of(s, &r), "code"), "提示单〔2023〕1号");
    r = slip(s, arena_printf(a, "{\"kind\":\"reminder\",\"unit\":%lld,\"subject\":\"乙\",\"content\":\"请办\"}",
                             (long long)unit));
    const long long dropped = int_at(body_of(s, &r), "id");
    EQ_INT(deed(s, dropped, "{\"kind\":\"withdraw\"}").status, 200);
    EQ_INT(deed(s, dropped, "{\"kind\":\"issue\"}").status, 409);
    r = slip(s, "{\"kind\":\"reminder\",\"subject\":\"没有单位\",\"content\":\"请办\",\"issue\":true}");
    EQ_TEXT(code_of(s, &r), "SLP-02");
    r = slip(s, arena_printf(
                    a, "{\"kind\":\"reminder\",\"unit\":%lld,\"subject\":\"丙\",\"content\":\"请办\",\"issue\":true}",
                    (long long)unit));
    EQ_TEXT(text_at(body_of(s, &r), "code"), "提示单〔2023〕2号");
    EQ_INT(call(s, "DELETE", arena_printf(a, "/api/v1/slip/%lld?zone=weinan", dropped), "If-Match: *\r\n", NULL).status,
           403);
    r = slip(s, "{\"kind\":\"reminder\"}");
    EQ_TEXT(code_of(s, &r), "MDL-01");
}

enum { CLERKS = 4, EACH = 5 };

static void *issue_some(void *served)
{
    struct served mine = *(struct served *)served;
    mine.cx = tap_ctx();
    for (int i = 0; i < EACH; i++) {
        struct reply r =
            slip(&mine, "{\"kind\":\"contact\",\"unit\":1,\"subject\":\"同时\",\"content\":\"请办\",\"issue\":true}");
        if (r.status != 201)
            printf("# %d %.200s\n", r.status, r.body);
    }
    tap_ctx_free(&mine.cx);
    return NULL;
}

/* Issued at the same time by several, the numbers are 1, 2, 3 … */
static void test_together(struct served *s)
{
    pthread_t clerks[CLERKS];
    struct list l;
    int64_t next = 0, wrong = 0;
    for (int i = 0; i < CLERKS; i++)
        pthread_create(&clerks[i], NULL, issue_some, s);
    for (int i = 0; i < CLERKS; i++)
        pthread_join(clerks[i], NULL);
    const struct list_query numbers = {
        .where = "kind = 'contact'", .fields = "number", .sort = "number", .no_limit = true};
    need(&s->cx, list_open(&s->cx, &slip_entity, &numbers, &l), "the numbers");
    while (list_next(&l))
        wrong += list_value(&l, 2).i != ++next;
    OK(list_ok(&l), "read");
    EQ_INT(next, CLERKS * EACH);
    EQ_INT(wrong, 0);
}

static void test_rights(struct served *s, int64_t unit, int64_t other)
{
    struct ctx *cx = &s->cx;
    struct user *u = row_new(cx, &user_entity);
    u->login = u->name = "wang";
    u->role = "reporter";
    u->unit = unit;
    need(cx, row_save(cx, &user_entity, u, NULL), "a reporter");
    struct reply r = slip(
        s,
        arena_printf(cx->arena,
                     "{\"kind\":\"report\",\"unit\":%lld,\"subject\":\"给我们\",\"content\":\"请办\",\"issue\":true}",
                     (long long)unit));
    const long long ours = int_at(body_of(s, &r), "id");
    r = slip(s, arena_printf(
                    cx->arena,
                    "{\"kind\":\"report\",\"unit\":%lld,\"subject\":\"给别人\",\"content\":\"请办\",\"issue\":true}",
                    (long long)other));
    const long long theirs = int_at(body_of(s, &r), "id");
    s->as = bearer_of(cx, u->head.id, false);
    EQ_INT(slip(s, "{\"kind\":\"report\",\"subject\":\"我发\",\"content\":\"x\"}").status, 403);
    EQ_TEXT(legal(s, ours), "answer");
    EQ_INT(get(s, arena_printf(cx->arena, "/api/v1/slip/%lld/document?zone=weinan", ours)).status, 200);
    EQ_INT(get(s, arena_printf(cx->arena, "/api/v1/slip/%lld/document?zone=weinan", theirs)).status, 404);
    EQ_INT(deed(s, theirs, "{\"kind\":\"answer\",\"answer\":\"替人答\"}").status, 404);
    EQ_INT(deed(s, ours, "{\"kind\":\"answer\",\"answer\":\"已办\"}").status, 200);
    s->as = NULL;
}

/* ---- the scan ---- */

extern const struct zone_job overdue_scan_job;

static int64_t scanned(struct ctx *cx, struct date today)
{
    struct zone_job_result result = {0};
    const struct date epoch = date_day(1970, 1, 1);
    cx->now_ms = ((int64_t)date_days_between(epoch, today) * 24 + 1) * 3600 * 1000;
    need(cx, overdue_scan_job.run(cx, &result), "the scan");
    return result.changed;
}

static const char *slips_of(struct ctx *cx, int64_t problem)
{
    struct list l;
    struct buf out = buf_init(cx->arena);
    const struct list_query q = {.where = arena_printf(cx->arena, "problem = %lld", (long long)problem),
                                 .fields = "kind,colour",
                                 .sort = "id",
                                 .no_limit = true};
    need(cx, list_open(cx, &slip_entity, &q, &l), "slips");
    while (list_next(&l))
        buf_printf(&out, "%s%s %s", out.length ? ", " : "", list_value(&l, 2).s, list_value(&l, 3).s);
    OK(list_ok(&l), "read");
    return out.length ? out.data : "";
}

static void test_scan(struct ctx *cx, int64_t unit)
{
    const int64_t now = cx->now_ms, id = handed_out(cx, unit, "days_3"); /* due on 4 January 2024 */
    struct problem *imported = row_new(cx, &problem_entity);
    imported->description = "台账带来的";
    imported->state = "handling";
    imported->due_on = date_day(2023, 1, 1);
    need(cx, row_save(cx, &problem_entity, imported, NULL), "an imported problem");
    scanned(cx, date_day(2023, 12, 31));
    EQ_TEXT(slips_of(cx, id), "");
    scanned(cx, date_day(2024, 1, 2));
    EQ_TEXT(slips_of(cx, id), "reminder blue");
    EQ_INT(scanned(cx, date_day(2024, 1, 2)), 0);
    scanned(cx, date_day(2024, 1, 5));
    EQ_TEXT(slips_of(cx, id), "reminder blue, supervision yellow");
    scanned(cx, date_day(2024, 1, 12));
    EQ_TEXT(slips_of(cx, id), "reminder blue, supervision yellow, supervision red");
    EQ_INT(scanned(cx, date_day(2024, 1, 12)), 0);
    EQ_TEXT(slips_of(cx, imported->head.id), "");
    need(cx, problem_act(cx, id, &(struct problem_deed){.kind = "handle", .content = "已接通"}, NULL), "dealt with");
    need(cx, problem_act(cx, id, &(struct problem_deed){.kind = "verify", .content = "属实"}, NULL), "verified");
    need(cx, problem_act(cx, id, &(struct problem_deed){.kind = "close", .content = "已通气"}, NULL), "closed");
    EQ_INT(scanned(cx, date_day(2024, 3, 1)) >= 0, 1);
    EQ_TEXT(slips_of(cx, id), "reminder blue, supervision yellow, supervision red");
    cx->now_ms = now;
}

static void set_limits(struct ctx *cx, int64_t remind, int64_t red, int64_t answer)
{
    struct zone *z = row_load(cx, &zone_entity, cx->zone);
    z->days_remind = remind;
    z->days_red = red;
    z->days_answer = answer;
    need(cx, row_save(cx, &zone_entity, z, NULL), "limits of the zone");
}

/* The same scan by a zone's own numbers. */
static void test_own_limits(struct served *s, int64_t unit)
{
    struct ctx *cx = &s->cx;
    const int64_t now = cx->now_ms, id = handed_out(cx, unit, "days_7"); /* due on 10 January 2024 */
    set_limits(cx, 0, 1, 5);
    scanned(cx, date_day(2024, 1, 9));
    EQ_TEXT(slips_of(cx, id), "");
    scanned(cx, date_day(2024, 1, 10));
    EQ_TEXT(slips_of(cx, id), "reminder blue");
    scanned(cx, date_day(2024, 1, 11));
    EQ_TEXT(slips_of(cx, id), "reminder blue, supervision yellow");
    scanned(cx, date_day(2024, 1, 12));
    EQ_TEXT(slips_of(cx, id), "reminder blue, supervision yellow, supervision red");
    cx->now_ms = now;
    struct reply r = slip(s, arena_printf(cx->arena, "{\"kind\":\"supervision\",\"problem\":%lld}", (long long)id));
    r = deed(s, int_at(body_of(s, &r), "id"), "{\"kind\":\"issue\"}");
    EQ_TEXT(text_at(body_of(s, &r), "due_on"), "2024-01-08"); /* 1 January is a holiday */
    set_limits(cx, NONE_INT, NONE_INT, NONE_INT);
}

static void test_all(const char *url)
{
    struct served s = serve(url, false);
    const int64_t unit = unit_made(&s.cx, "城建局"), other = unit_made(&s.cx, "水务局");
    test_life(&s, unit);
    test_numbers(&s, unit);
    test_together(&s);
    test_rights(&s, unit, other);
    test_scan(&s.cx, unit);
    test_own_limits(&s, unit);
    served_end(&s);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
