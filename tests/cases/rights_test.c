/* rights_test.c — each person sees and changes only what is theirs: over the sample ledger, in every way to a row. */
#include "model/rights.h"

#include "base/json.h"
#include "cases/weinan.h"
#include "metric/metric.h"
#include "model/groups.h"
#include "model/list.h"
#include "model/search.h"

static const struct view today = {0};

static struct rights rights_of(struct ctx *cx, struct who who)
{
    struct rights r = {0};
    who.zone = cx->zone;
    who.user = 1;
    OK(rights_compile(cx, &who, &r), "rights of %s", who.role);
    return r;
}

static void act_as(struct ctx *cx, const struct rights *r)
{
    cx->rights = r;
    cx->actor = r ? r->who.login : "tester";
    err_clear(cx);
}

/* What is told of how far a right reaches is what it reaches. */
static void counted(struct ctx *cx, const struct entity *e, int64_t read)
{
    int64_t n = -1;
    const struct rights *r = cx->rights;
    OK(rights_count(cx, r, e, ACT_READ, &n) && cx->rights == r, "rows of %s are counted", e->name);
    EQ_INT(n, read);
}

static int64_t count(struct ctx *cx, const struct entity *e, const char *where)
{
    int64_t n = -1;
    const struct list_query lq = {.where = where, .view = today};
    if (!list_count(cx, e, &lq, &n))
        tap_note("%s where %s: %s", e->name, where ? where : "-", cx->err.message.en);
    err_clear(cx);
    return n;
}

static int64_t listed(struct ctx *cx, const struct entity *e)
{
    struct list l;
    int64_t n = 0;
    const struct list_query lq = {.no_limit = true, .view = today};
    if (!list_open(cx, e, &lq, &l))
        return -1;
    while (list_next(&l))
        n++;
    return list_ok(&l) ? n : -1;
}

static int64_t grouped(struct ctx *cx, const struct entity *e, const char *by)
{
    struct groups groups;
    int64_t n = 0;
    const struct groups_query q = {.by = by, .list.view = today};
    if (!groups_compute(cx, e, &q, &groups))
        return -1;
    for (size_t i = 0; i < groups.count; i++)
        n += groups.items[i].count;
    return n;
}

/* What the rights leave is what the condition leaves of all. */
static void test_reach(struct ctx *cx, const struct rights *r, const struct entity *e, const char *where,
                       const char *by)
{
    act_as(cx, NULL);
    const int64_t all = count(cx, e, NULL), theirs = count(cx, e, where);
    act_as(cx, r);
    OK(theirs > 0 && theirs < all, "%s: %lld of %lld %s", r->who.role, (long long)theirs, (long long)all, e->name);
    EQ_INT(count(cx, e, NULL), theirs);
    EQ_INT(listed(cx, e), theirs);
    counted(cx, e, theirs);
    EQ_INT(by ? grouped(cx, e, by) : theirs, theirs);
    act_as(cx, NULL);
}

static void test_metric(struct ctx *cx, const struct rights *r, const char *name, const char *where)
{
    const struct metric *m = metric_need(cx, name);
    struct metric_answer theirs, seen;
    struct list_query rows = {0};
    struct list l;
    int64_t n = 0;
    const struct metric_query asked = {.view = {.as_of = date_day(2023, 12, 31)}}, narrowed = {asked.view, where, NULL};
    OK(metric_compute(cx, m, &narrowed, &theirs), "%s where %s", name, where);
    act_as(cx, r);
    OK(metric_compute(cx, m, &asked, &seen), "%s as %s", name, r->who.role);
    EQ_INT(seen.total.value, theirs.total.value);
    OK(metric_rows(cx, m, &asked, &rows), "its rows");
    rows.no_limit = true;
    OK(list_open(cx, entity_find(m->entity), &rows, &l), "are listed");
    while (list_next(&l))
        n++;
    if (!m->value)
        EQ_INT(n, seen.total.value);
    act_as(cx, NULL);
}

static const char *refusal(struct ctx *cx, bool done)
{
    const char *code = done ? "done" : cx->err.code;
    err_clear(cx);
    return code;
}

/* The lowest id that a condition leaves. */
static int64_t first(struct ctx *cx, const struct entity *e, const char *where)
{
    struct list l;
    const struct list_query lq = {.where = where, .fields = "id", .sort = "id", .limit = 1, .view = today};
    need(cx, list_open(cx, e, &lq, &l) && list_next(&l), where);
    int64_t id = list_value(&l, 0).i;
    (void)list_next(&l);
    return id;
}

/* ---- the reporter: own unit and below ---- */

static const char *save_problem(struct ctx *cx, int64_t project, int64_t unit, int64_t *ret_id)
{
    struct problem *p = row_new(cx, &problem_entity);
    p->project = project;
    p->unit = unit;
    p->description = "施工用电不足";
    p->raised_on = date_day(2023, 12, 1);
    const char *code = refusal(cx, row_save(cx, &problem_entity, p, NULL));
    *ret_id = p->head.id;
    return code;
}

static void test_reporter_writes(struct ctx *cx, const struct rights *r, int64_t mine, int64_t other)
{
    int64_t id;
    act_as(cx, r);
    OK(!row_load(cx, &project_entity, other), "another unit's project is not there");
    EQ_TEXT(refusal(cx, false), "ROW-01");
    struct project *p = row_load(cx, &project_entity, mine);
    p->image_progress = "主体封顶";
    EQ_TEXT(refusal(cx, row_save(cx, &project_entity, p, NULL)), "done");
    p->total_investment.fen += 100;
    EQ_TEXT(refusal(cx, row_save(cx, &project_entity, p, NULL)), "RGT-02");
    p = row_load(cx, &project_entity, mine);
    EQ_TEXT(refusal(cx, row_delete(cx, &project_entity, mine, p->head.version)), "RGT-01");
    struct investment *done = row_new(cx, &investment_entity);
    *done = (struct investment){
        .head = done->head, .project = other, .month = date_month(2024, 1), .caliber = "dispatch", .amount = {100}};
    EQ_TEXT(refusal(cx, row_save(cx, &investment_entity, done, NULL)), "RGT-03");
    EQ_TEXT(save_problem(cx, 0, r->who.unit, &id), "done");
    struct problem *problem = row_load(cx, &problem_entity, id);
    problem->unit = r->who.unit == 1 ? 2 : 1;
    EQ_TEXT(refusal(cx, row_save(cx, &problem_entity, problem, NULL)), "RGT-03");
    OK(((struct problem *)row_load(cx, &problem_entity, id))->unit == r->who.unit, "it stays where it was");
    EQ_TEXT(save_problem(cx, other, 0, &id), "RGT-03");
    act_as(cx, NULL);
}

/* A unit below the own one: its projects are within reach too. */
static void test_below(struct ctx *cx, const struct rights *r, int64_t other)
{
    struct unit *below = row_new(cx, &unit_entity);
    below->name = "下属中心";
    below->parent = r->who.unit;
    need(cx, row_save(cx, &unit_entity, below, NULL), "a unit");
    struct project *p = row_load(cx, &project_entity, other);
    const int64_t was = p->unit;
    p->unit = below->head.id;
    need(cx, row_save(cx, &project_entity, p, NULL), "its project");
    act_as(cx, r);
    OK(row_load(cx, &project_entity, other), "the unit below is within reach");
    act_as(cx, NULL);
    p->unit = was;
    need(cx, row_save(cx, &project_entity, p, NULL), "back");
    act_as(cx, r);
    OK(!row_load(cx, &project_entity, other), "and no longer");
    act_as(cx, NULL);
}

static void test_files(struct ctx *cx, const struct rights *r, int64_t mine, int64_t other)
{
    const int64_t owners[] = {mine, other};
    const int64_t before = count(cx, &attachment_entity, "owner_entity = 'project'");
    for (size_t i = 0; i < 2; i++) {
        struct attachment *a = row_new(cx, &attachment_entity);
        a->name = "现场.jpg";
        a->owner_entity = "project";
        a->owner_id = owners[i];
        need(cx, row_save(cx, &attachment_entity, a, NULL), "a file");
    }
    EQ_INT(count(cx, &attachment_entity, "owner_entity = 'project'"), before + 2);
    act_as(cx, r);
    EQ_INT(count(cx, &attachment_entity, "owner_entity = 'project'"), 1);
    EQ_INT(count(cx, &attachment_entity, "owner_entity = 'import_run'"), 0);
    act_as(cx, NULL);
}

static void test_search(struct ctx *cx, const struct rights *r, int64_t mine, int64_t other)
{
    const int64_t ids[] = {mine, other};
    for (size_t i = 0; i < 2; i++) {
        const struct project *p = row_load(cx, &project_entity, ids[i]);
        struct buf out = buf_init(cx->arena);
        struct json j = json_to(&out);
        act_as(cx, r);
        OK(search_json(cx, &j, p->name, 20), "searched for");
        OK((strstr(out.data, "\"project\"") != NULL) == (i == 0), "%s: %s", i ? "not found" : "found", out.data);
        act_as(cx, NULL);
    }
}

static void test_reporter(struct ctx *cx, int64_t unit)
{
    const char *own = arena_printf(cx->arena, "unit = %lld", (long long)unit),
               *of_own = arena_printf(cx->arena, "project.unit = %lld", (long long)unit),
               *either =
                   arena_printf(cx->arena, "unit = %lld or project.unit = %lld", (long long)unit, (long long)unit);
    struct rights r = rights_of(cx, (struct who){.role = "reporter", .unit = unit, .login = "reporter"});
    test_reach(cx, &r, &project_entity, own, "nature");
    test_reach(cx, &r, &investment_entity, of_own, NULL);
    test_reach(cx, &r, &plan_year_entity, of_own, NULL);
    test_reach(cx, &r, &problem_entity, either, "state");
    test_metric(cx, &r, "project.count", own);
    test_metric(cx, &r, "project.total_investment", own);
    test_metric(cx, &r, "investment.completed", own);
    const int64_t mine = first(cx, &project_entity, own),
                  other = first(cx, &project_entity, arena_printf(cx->arena, "unit <> %lld", (long long)unit));
    test_search(cx, &r, mine, other);
    test_files(cx, &r, mine, other);
    test_below(cx, &r, other);
    test_reporter_writes(cx, &r, mine, other);
    act_as(cx, &r);
    EQ_INT(count(cx, &lead_entity, NULL), -1);
    EQ_TEXT(refusal(cx, rights_need(cx, &project_entity, ACT_IMPORT)), "RGT-01");
    act_as(cx, NULL);
}

/* ---- the others ---- */

static void test_leader(struct ctx *cx)
{
    struct rights r = rights_of(cx, (struct who){.role = "leader", .login = "l06", .name = "包联领导06"});
    test_reach(cx, &r, &project_entity, "leader = '包联领导06'", "nature");
    test_reach(cx, &r, &investment_entity, "project.leader = '包联领导06'", NULL);
    struct rights nobody = rights_of(cx, (struct who){.role = "leader", .login = "l99", .name = "查无此人"});
    act_as(cx, &nobody);
    EQ_INT(count(cx, &project_entity, NULL), 0);
    act_as(cx, NULL);
}

static void test_squad(struct ctx *cx)
{
    struct rights r = rights_of(cx, (struct who){.role = "squad", .login = "s1", .squad = 1});
    test_reach(cx, &r, &lead_entity, "squad = 1", "stage");
    test_reach(cx, &r, &squad_entity, "id = 1", NULL);
    act_as(cx, &r);
    EQ_INT(count(cx, &project_entity, NULL), -1);
    EQ_INT(count(cx, &lead_entity, "project.total_investment > 0"), -1);
    act_as(cx, NULL);
}

static void test_enterprise(struct ctx *cx)
{
    const int64_t enterprise = first(cx, &enterprise_entity, NULL);
    const char *own = arena_printf(cx->arena, "enterprise = %lld", (long long)enterprise);
    struct rights r = rights_of(cx, (struct who){.role = "enterprise", .login = "e1", .enterprise = enterprise});
    test_reach(cx, &r, &project_entity, own, "nature");
    act_as(cx, &r);
    EQ_INT(count(cx, &enterprise_entity, NULL), 1);
    act_as(cx, NULL);
}

/* The zone may lay down otherwise, and only within what keeps the administrators apart. */
static void test_zone_lines(struct ctx *cx)
{
    struct role_right *line = row_new(cx, &role_right_entity);
    line->role = "viewer";
    line->entity = "lead";
    line->acts = NULL;
    line->reach = "none";
    need(cx, row_save(cx, &role_right_entity, line, NULL), "a line of the zone");
    struct rights r = rights_of(cx, (struct who){.role = "viewer", .login = "v"});
    act_as(cx, &r);
    EQ_INT(count(cx, &lead_entity, NULL), -1);
    OK(count(cx, &project_entity, NULL) > 100, "the rest stands");
    act_as(cx, NULL);
    struct role_right *mixed = row_new(cx, &role_right_entity);
    mixed->role = "sysadmin";
    mixed->entity = "project";
    mixed->acts = "read update";
    mixed->reach = "zone";
    EQ_TEXT(refusal(cx, row_save(cx, &role_right_entity, mixed, NULL)), "RGT-04");
    mixed->role = "office";
    mixed->entity = "role_right";
    EQ_TEXT(refusal(cx, row_save(cx, &role_right_entity, mixed, NULL)), "RGT-04");
}

static void on_engine(const char *url)
{
    struct ctx cx = with_sample(url);
    OK(rights_audit(&cx), "the program's lines are sound: %s", cx.err.message.en ? cx.err.message.en : "");
    err_clear(&cx);
    test_reporter(&cx, first(&cx, &unit_entity, "name = '财政金融局'"));
    test_leader(&cx);
    test_squad(&cx);
    test_enterprise(&cx);
    test_zone_lines(&cx);
    work_done(&cx);
}

int main(void)
{
    on_each_engine(on_engine);
    return tap_done();
}
