/* unchanged_test.c — a client that has the current numbers is told so without computing them, and never wrongly. */
#include "unit/endpoints/served.h"

static const char all[] = "/api/v1/metrics?zone=weinan&as_of=2023-12-31";

static int64_t revision(struct ctx *cx)
{
    int64_t n = -1;
    need(cx, zone_revision(cx, &n), "the revision");
    return n;
}

static void rename_project(struct ctx *cx, int64_t id, const char *name)
{
    struct project *p = row_load(cx, &project_entity, id);
    need(cx, p, "a project");
    p->name = name;
    need(cx, row_save(cx, &project_entity, p, NULL), "a change");
}

static void test_revision(struct ctx *cx)
{
    int64_t zone = cx->zone, was = revision(cx);
    OK(was > 0, "the import has raised the revision: %lld", (long long)was);
    rename_project(cx, 1, "改名后的项目");
    EQ_INT(revision(cx), was + 1);
    rename_project(cx, 1, "改名后的项目");
    OK(revision(cx) == was + 1, "a save that says nothing new leaves it");

    need(cx, db_begin(cx), "a transaction");
    rename_project(cx, 2, "二");
    rename_project(cx, 3, "三");
    need(cx, db_commit(cx), "the commit");
    OK(revision(cx) == was + 2, "one transaction raises it once");

    need(cx, db_begin(cx), "a transaction");
    rename_project(cx, 2, "不作数");
    db_rollback(cx);
    OK(revision(cx) == was + 2, "what is rolled back does not count");

    struct problem *q = row_load(cx, &problem_entity, 1);
    need(cx, q && row_delete(cx, &problem_entity, q->head.id, q->head.version), "a deletion");
    OK(revision(cx) == was + 3, "a deletion counts");

    make_zone(cx, "third");
    struct unit *u = row_new(cx, &unit_entity);
    u->name = "别的单位";
    need(cx, revision(cx) == 0 && row_save(cx, &unit_entity, u, NULL), "a row of another zone");
    OK(revision(cx) == 1, "each zone has its own");
    cx->zone = zone;
    EQ_INT(revision(cx), was + 3);
}

/* Asks with the tag; the status of the answer. */
static int ask_again(struct served *s, const char *target, const char *tag, const char *more)
{
    return call(s, "GET", target, arena_printf(s->cx.arena, "If-None-Match: %s\r\n%s", tag, more), NULL).status;
}

static void test_tags(struct served *s)
{
    static const char *const others[] = {
        "/api/v1/metrics?zone=other&as_of=2023-12-31",
        "/api/v1/metrics?zone=weinan&as_of=2023-06-30",
        "/api/v1/metrics?zone=weinan&as_of=2023-12-31&names=project.count",
        "/api/v1/metrics/project.count?zone=weinan&as_of=2023-12-31",
    };
    struct reply first = get(s, all);
    const char *tag = header(s, &first, "ETag");
    OK(first.status == 200 && tag, "the numbers come with a tag");
    EQ_INT(ask_again(s, all, tag, ""), 304);
    EQ_INT(ask_again(s, all, tag, "Accept-Language: en\r\n"), 200);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        OK(ask_again(s, others[i], tag, "") == 200, "another question is answered: %s", others[i]);
    rename_project(&s->cx, 4, "再改一次");
    EQ_INT(ask_again(s, all, tag, ""), 200);
    struct reply bad = get(s, "/api/v1/metrics/project.count?zone=weinan&where=nonsense");
    OK(bad.status == 422 && !header(s, &bad, "ETag"), "a refusal has no tag");
}

/* What is kept of answers is what would be computed, whoever wrote in between. */
static void test_kept(struct served *s)
{
    static const char one[] = "/api/v1/project/5?zone=weinan", seven[] = "/api/v1/project/7?zone=weinan";
    struct ctx *cx = &s->cx;
    struct reply first = get(s, one), again = get(s, one);
    EQ_INT(again.status, 200);
    EQ_TEXT(again.body, first.body);
    EQ_TEXT(header(s, &again, "ETag"), header(s, &first, "ETag"));
    EQ_TEXT(header(s, &again, "Content-Type"), "application/json");
    EQ_INT(ask_again(s, one, header(s, &first, "ETag"), ""), 200); /* its version says nothing of derived fields */
    OK(strcmp(get(s, seven).body, first.body) != 0, "another row is another answer");
    EQ_INT(get(s, "/api/v1/project/5?zone=other").status, 404);
    for (int i = 0; i < 5; i++) {
        const char *name = arena_printf(cx->arena, "第%d次改名", i);
        rename_project(cx, 5, name);
        struct reply r = get(s, one);
        EQ_TEXT(text_at(body_of(s, &r), "name"), name);
        OK(strcmp(header(s, &r, "ETag"), header(s, &again, "ETag")) != 0, "with a tag of its own");
        again = r;
    }
    static const char problem[] = "/api/v1/problem/2?zone=weinan";
    EQ_INT(get(s, problem).status, 200);
    struct problem *p = row_load(cx, &problem_entity, 2);
    need(cx, p && row_delete(cx, &problem_entity, 2, p->head.version), "a deletion");
    EQ_INT(get(s, problem).status, 404);
}

/* A list too: also what it shows of other rows. */
static void test_kept_list(struct served *s)
{
    static const char list[] = "/api/v1/project?zone=weinan&where=name%20%3D%20%27%E5%88%97%E8%A1%A8%27&count=1";
    struct ctx *cx = &s->cx;
    struct reply none = get(s, list);
    EQ_INT(int_at(body_of(s, &none), "count"), 0);
    rename_project(cx, 6, "列表");
    struct reply first = get(s, list), again = get(s, list);
    EQ_INT(int_at(body_of(s, &first), "count"), 1);
    EQ_TEXT(again.body, first.body);
    EQ_INT(ask_again(s, list, header(s, &first, "ETag"), ""), 304);
    struct project *p = row_load(cx, &project_entity, 6);
    struct unit *u = p ? row_load(cx, &unit_entity, p->unit) : NULL;
    need(cx, u, "the unit it is of");
    u->name = "改名的单位";
    need(cx, row_save(cx, &unit_entity, u, NULL), "its new name");
    struct reply after = get(s, list);
    EQ_TEXT(text_at(body_of(s, &after), "items.0.unit_title"), u->name);
    EQ_INT(ask_again(s, list, header(s, &first, "ETag"), ""), 200);
}

/* The audit grows while nothing is written: by whoever is refused. */
static void test_audit(struct served *s)
{
    static const char *const asked[] = {"/api/v1/audit_record?zone=weinan&count=1&limit=1",
                                        "/api/v1/audit_record/groups?zone=weinan"};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct reply first = get(s, asked[i]);
        EQ_INT(call(s, "POST", "/api/v1/sign-in", "Cookie: x=1\r\n", "{\"login\":\"office\",\"password\":\"wrong\"}")
                   .status,
               401);
        struct reply after = get(s, asked[i]);
        OK(first.status == 200 && after.status == 200 && strcmp(first.body, after.body) != 0, "the audit has grown: %s",
           asked[i]);
    }
}

static void test_all(const char *url)
{
    struct served s = serve(url, true);
    test_revision(&s.cx);
    test_tags(&s);
    test_kept(&s);
    test_kept_list(&s);
    test_audit(&s);
    served_end(&s);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
