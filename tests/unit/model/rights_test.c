/* rights_test.c — what a role may do: acts, reach and field groups, in every way to a row; the program itself may all. */
#include "model/list.h"
#include "model/rights.h"

#include "base/json.h"
#include "model/search.h"
#include "unit/model/sample.h"

static struct rights rights_of(struct ctx *cx, const char *role, const char *login)
{
    struct rights r;
    const struct who who = {.zone = cx->zone, .user = 1, .role = role, .login = login, .name = login};
    OK(rights_compile(cx, &who, &r), "compiled for %s", role);
    return r;
}

/* From now on this person acts. */
static void act_as(struct ctx *cx, const struct rights *r)
{
    cx->rights = r;
    cx->actor = r && r->who.login ? r->who.login : "tester";
    err_clear(cx);
}

static int64_t rows_seen(struct ctx *cx, const struct entity *e, const char *where)
{
    int64_t n = -1;
    const struct list_query lq = {.where = where};
    err_clear(cx);
    return list_count(cx, e, &lq, &n) ? n : -1;
}

/* A line may name several entities, and an entity stand in several lines. */
static void test_named_together(struct ctx *cx)
{
    struct rights guest = rights_of(cx, "guest", "li");
    act_as(cx, &guest);
    EQ_INT(rights_reach(cx, &work_entity, ACT_READ), REACH_ZONE);
    EQ_INT(rights_reach(cx, &work_entity, ACT_EXPORT), REACH_NONE);
    EQ_INT(rights_reach(cx, &payment_entity, ACT_READ), REACH_ZONE);
    EQ_INT(rights_reach(cx, &payment_entity, ACT_EXPORT), REACH_ZONE);
    EQ_INT(rights_reach(cx, &remark_entity, ACT_READ), REACH_NONE);
    act_as(cx, NULL);
}

/* Its own lines for an entity, or else those of the role it is like. */
static void test_like(struct ctx *cx)
{
    struct rights deputy = rights_of(cx, "deputy", "qian");
    act_as(cx, &deputy);
    EQ_INT(rights_reach(cx, &work_entity, ACT_EXPORT), REACH_ZONE);
    EQ_INT(rights_reach(cx, &payment_entity, ACT_EXPORT), REACH_ZONE);
    EQ_INT(rights_reach(cx, &payment_entity, ACT_UPDATE), REACH_NONE);
    EQ_INT(rights_reach(cx, &remark_entity, ACT_READ), REACH_NONE);
    act_as(cx, NULL);
}

static const char *refusal(struct ctx *cx, bool done)
{
    return done ? "done" : cx->err.code;
}

static int64_t new_remark(struct ctx *cx, const char *words)
{
    struct remark *r = row_new(cx, &remark_entity);
    r->words = words;
    saved(cx, &remark_entity, r);
    return r->head.id;
}

static void test_acts(struct ctx *cx, int64_t work)
{
    struct rights clerk = rights_of(cx, "clerk", "zhang"), guest = rights_of(cx, "guest", "li"),
                  other = rights_of(cx, "no such role", "wang");
    act_as(cx, &guest);
    EQ_INT(rows_seen(cx, &work_entity, NULL), 1);
    EQ_INT(rows_seen(cx, &agency_entity, NULL), -1);
    EQ_TEXT(cx->err.code, "RGT-01");
    struct work *w = row_new(cx, &work_entity);
    w->name = "新项目";
    err_clear(cx);
    EQ_TEXT(refusal(cx, row_save(cx, &work_entity, w, NULL)), "RGT-01");
    err_clear(cx);
    EQ_TEXT(refusal(cx, row_delete(cx, &work_entity, work, 1)), "RGT-01");
    act_as(cx, &other);
    EQ_INT(rows_seen(cx, &work_entity, NULL), -1);
    act_as(cx, &rights_nobody);
    EQ_INT(rows_seen(cx, &work_entity, NULL), -1);
    EQ_TEXT(cx->err.code, "RGT-01");
    act_as(cx, &clerk);
    w->head = (struct row_head){0};
    EQ_TEXT(refusal(cx, row_save(cx, &work_entity, w, NULL)), "done");
    err_clear(cx);
    EQ_TEXT(refusal(cx, row_delete(cx, &work_entity, w->head.id, 1)), "RGT-01");
    act_as(cx, NULL);
    OK(row_delete(cx, &work_entity, w->head.id, 1), "the program itself may");
}

static void test_fields(struct ctx *cx, int64_t work)
{
    struct rights guest = rights_of(cx, "guest", "li");
    struct list l;
    act_as(cx, &guest);
    EQ_INT(rows_seen(cx, &work_entity, "budget > 1"), -1);
    OK(rows_seen(cx, &work_entity, "name = 'x'") == 0, "other fields can be asked");
    err_clear(cx);
    const struct list_query named = {.fields = "budget"}, sorted = {.sort = "-budget"}, all = {0};
    OK(!list_open(cx, &work_entity, &named, &l), "not by name");
    err_clear(cx);
    OK(!list_open(cx, &work_entity, &sorted, &l), "not by order");
    err_clear(cx);
    OK(list_open(cx, &work_entity, &all, &l) && list_next(&l), "the row is seen");
    for (int i = 0; i < l.column_count; i++)
        OK(strcmp(l.columns[i].field->name, "budget") != 0, "without it: %s", l.columns[i].field->name);
    struct work *w = row_load(cx, &work_entity, work);
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    row_json(cx, &j, &work_entity, w);
    OK(!strstr(out.data, "budget") && strstr(out.data, "name"), "nor in the row's JSON");
    row_hide(cx, &work_entity, w);
    OK(money_is_none(w->budget), "nor in what goes to a sheet");
    act_as(cx, NULL);
}

/* Remarks are everybody's own. */
static void test_own(struct ctx *cx)
{
    struct rights zhang = rights_of(cx, "clerk", "zhang"), li = rights_of(cx, "clerk", "li");
    bool reached;
    act_as(cx, &zhang);
    int64_t mine = new_remark(cx, "张的意见");
    act_as(cx, &li);
    int64_t theirs = new_remark(cx, "李的意见");
    EQ_INT(rows_seen(cx, &remark_entity, NULL), 1);
    OK(row_load(cx, &remark_entity, theirs), "my own");
    OK(!row_load(cx, &remark_entity, mine), "not another's");
    EQ_TEXT(cx->err.code, "ROW-01");
    err_clear(cx);
    EQ_TEXT(refusal(cx, row_delete(cx, &remark_entity, mine, 1)), "ROW-01");
    struct row_version *versions;
    size_t count;
    err_clear(cx);
    OK(!row_history(cx, &remark_entity, mine, &versions, &count), "nor its past");
    act_as(cx, &zhang);
    OK(row_delete(cx, &remark_entity, mine, 1), "mine can go");
    OK(row_history(cx, &remark_entity, mine, &versions, &count) && count == 1, "and its past stays mine");
    act_as(cx, &li);
    OK(rights_row_ever(cx, &remark_entity, mine, &reached) && !reached, "deleted or not, another's is out of reach");
    act_as(cx, NULL);
    EQ_INT(rows_seen(cx, &remark_entity, NULL), 1);
}

/* Lines that would mix what must be apart, or say nothing that is. */
static void test_lines(struct ctx *cx)
{
    const struct right_line wrong[] = {
        {"nobody", "*", "read", REACH_ZONE, NULL},           {"clerk", "nothing", "read", REACH_ZONE, NULL},
        {"clerk", "work", "read write", REACH_ZONE, NULL},   {"clerk", "work", "read", REACH_ZONE, "secret"},
        {"clerk", "work payment", "read", REACH_ZONE, NULL}, /* a zone's line is over one */
    };
    OK(rights_audit(cx), "the catalogue is sound");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        OK(!rights_check_line(cx, &wrong[i], "entity"), "line %zu is refused", i);
        EQ_TEXT(cx->err.code, "RGT-04");
        err_clear(cx);
    }
}

static void on_engine(const char *url)
{
    struct ctx cx = sample_on(url);
    struct work *w = row_new(&cx, &work_entity);
    w->name = "一号";
    w->budget = (struct money){500 * MONEY_YI};
    saved(&cx, &work_entity, w);
    test_named_together(&cx);
    test_like(&cx);
    test_acts(&cx, w->head.id);
    test_fields(&cx, w->head.id);
    test_own(&cx);
    test_lines(&cx);
    work_done(&cx);
}

int main(void)
{
    on_each_engine(on_engine);
    return tap_done();
}
