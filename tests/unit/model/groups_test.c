/* groups_test.c — rows counted and summed by classes: exact, in the order people expect, each with its own condition. */
#include "base/json.h"
#include "model/groups.h"
#include "unit/model/sample.h"

enum { WORKS = 48 };

/* Works of every class, some with nothing filled in; names that need care inside quotes. */
static void fill(struct ctx *cx)
{
    int64_t agencies[4] = {agency_new(cx, "城建局", 0), agency_new(cx, "\"双\"引号局", 0),
                           agency_new(cx, "it's ＂局", 0), 0};
    static const char *const names[] = {NULL, "new", "continuing"}, *const hues[] = {"blue", "red", "紫", "Ab\"c",
                                                                                     NULL};
    for (int i = 0; i < WORKS; i++) {
        struct work *w = work_new(cx, arena_printf(cx->arena, "w%02d", i));
        w->agency = agencies[i % 8 % 4];
        w->nature = names[i % 3];
        w->colour = hues[i % 5];
        w->budget = i % 4 ? (struct money){i * MONEY_WAN} : MONEY_NONE;
        w->share = i % 6 ? i % 6 * 1250 : NONE_INT;
        w->begun = i % 7 == 0   ? (struct date){0}
                   : i % 7 == 1 ? date_year(2023)
                   : i % 7 == 2 ? date_make(2023, 4, 1, DATE_QUARTER)
                                : date_day(2023, i % 7, 1 + i % 28);
        w->rank = i % 4 - 2;
        w->active = i % 3 == 0 && !date_is_none(w->begun);
        saved(cx, &work_entity, w);
        payment_new(cx, w->head.id, date_month(2023, 1 + i % 3), 100);
    }
    cx->zone = 8;
    saved(cx, &work_entity, work_new(cx, "别区项目"));
    cx->zone = 7;
}

static bool computed(struct ctx *cx, const struct entity *e, const struct groups_query *q, struct groups *ret_groups)
{
    if (groups_compute(cx, e, q, ret_groups))
        return true;
    return OK(false, "by %s: %s %s", q->by, cx->err.message.en, cx->err.cause ? cx->err.cause : "");
}

/* "key/key=count …" in order; "-" for not known. */
static const char *keys_of(struct ctx *cx, const char *by, const char *where)
{
    struct groups g;
    struct buf out = buf_init(cx->arena);
    if (!computed(cx, &work_entity, &(struct groups_query){.by = by, .list.where = where}, &g))
        return "";
    for (size_t i = 0; i < g.count; i++) {
        buf_text(&out, i ? " " : "");
        for (size_t k = 0; k < g.levels; k++)
            buf_printf(&out, "%s%s", k ? "/" : "", g.items[i].keys[k] ? g.items[i].keys[k] : "-");
        buf_printf(&out, "=%lld", (long long)g.items[i].count);
    }
    return out.data;
}

static void test_order(struct ctx *cx)
{
    EQ_TEXT(keys_of(cx, "nature", NULL), "new=16 continuing=16 -=16");
    EQ_TEXT(keys_of(cx, "颜色", "id <= 12"), "red=3 blue=3 Ab\"c=2 紫=2 -=2");
    EQ_TEXT(keys_of(cx, "active", NULL), "true=13 false=35");
    EQ_TEXT(keys_of(cx, "rank", "id <= 10"), "-2=3 -1=3 0=2 1=2");
    EQ_TEXT(keys_of(cx, "begun", "id <= 15"), "2023-01=2 2023-03=2 2023-04=4 2023-05=2 2023-06=2 -=3");
    EQ_TEXT(keys_of(cx, "agency,active", "agency is not empty and id <= 9"),
            "城建局/false=3 \"双\"引号局/false=2 it's ＂局/true=1 it's ＂局/false=1");
    EQ_TEXT(keys_of(cx, "phase", NULL), "building=41 waiting=7");
    EQ_TEXT(keys_of(cx, "agency.kind", NULL), "bureau=36 -=12");
}

/* The condition of every group keeps the rows that the group counts, and groups add up to the total. */
static void test_where(struct ctx *cx)
{
    static const char *const fields[] = {"agency", "nature", "colour",      "share",         "begun", "rank",
                                         "active", "phase",  "agency.kind", "agency,nature", "id",    "begins,colour"};
    for (size_t f = 0; f < sizeof fields / sizeof *fields; f++) {
        struct groups_query q = {.by = fields[f], .sums = "budget, rank", .list.where = "rank != 1 or agency is empty"};
        struct groups g, alone;
        int64_t count = 0, budget = 0;
        bool same = computed(cx, &work_entity, &q, &g) && g.count > 1;
        for (size_t i = 0; i < g.count; i++) {
            struct groups_query one = {.sums = "budget",
                                       .list.where =
                                           arena_printf(cx->arena, "(%s) and (%s)", q.list.where, g.items[i].where)};
            bool fits = computed(cx, &work_entity, &one, &alone) && alone.total.count == g.items[i].count &&
                        alone.total.sums[0] == g.items[i].sums[0];
            if (!fits)
                tap_note("%s: %lld rows, not %lld", g.items[i].where, (long long)alone.total.count,
                         (long long)g.items[i].count);
            same = same && fits;
            count += g.items[i].count;
            budget += g.items[i].sums[0];
        }
        OK(same, "by %s: each condition keeps its group", fields[f]);
        OK(count == g.total.count && budget == g.total.sums[0], "and they add up");
    }
}

static void test_total(struct ctx *cx)
{
    struct groups g;
    if (!computed(cx, &work_entity, &(struct groups_query){.sums = "总投资,paid"}, &g))
        return;
    EQ_INT(g.count, 0);
    EQ_INT(g.total.count, WORKS);
    EQ_TEXT(g.sums[0], "budget");
    EQ_INT(g.total.sums[1], 100 * WORKS);
    OK(groups_compute(cx, &work_entity, &(struct groups_query){.by = "nature", .list.where = "rank > 5"}, &g) &&
           g.count == 0 && g.total.count == 0,
       "no rows, no groups");
    OK(groups_compute(
           cx, &work_entity,
           &(struct groups_query){.sums = "paid", .list.search = "w0", .list.view.as_of = date_month(2023, 1)}, &g) &&
           g.total.count == 10 && g.total.sums[0] == 400,
       "of what is searched for, as of a date: %lld", (long long)g.total.sums[0]);
    OK(groups_compute(cx, &work_entity, &(struct groups_query){.list.view.known_at = {1}}, &g) && g.total.count == 0,
       "as it was known then");
    int64_t before = db_statements(cx->db);
    OK(groups_compute(cx, &work_entity, &(struct groups_query){.by = "agency,phase", .sums = "paid"}, &g),
       "two levels");
    EQ_INT(db_statements(cx->db) - before, 1);
}

static void test_json(struct ctx *cx)
{
    struct groups g;
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    struct groups_query q = {.by = "agency", .sums = "budget", .list.where = "id <= 2"};
    q.list.view.as_of = date_day(2023, 12, 31);
    if (!computed(cx, &work_entity, &q, &g))
        return;
    groups_json(cx, &j, &g);
    EQ_TEXT(out.data,
            "{\"by\":[\"agency\"],\"as_of\":\"2023-12-31\",\"groups\":["
            "{\"keys\":[\"\\\"双\\\"引号局\"],\"labels\":[{\"zh\":\"\\\"双\\\"引号局\",\"en\":\"\\\"双\\\"引号局\"}],"
            "\"count\":1,\"sums\":{\"budget\":1000000},\"where\":\"agency = '\\\"双\\\"引号局'\"},"
            "{\"keys\":[\"城建局\"],\"labels\":[{\"zh\":\"城建局\",\"en\":\"城建局\"}],"
            "\"count\":1,\"sums\":{\"budget\":0},\"where\":\"agency = \\\"城建局\\\"\"}],"
            "\"total\":{\"count\":2,\"sums\":{\"budget\":1000000}}}");
}

static const char *refused(struct ctx *cx, const struct groups_query *q)
{
    struct groups g;
    OK(!groups_compute(cx, &work_entity, q, &g), "refused");
    return failed_with(cx);
}

static void test_refusals(struct ctx *cx)
{
    EQ_TEXT(refused(cx, &(struct groups_query){.by = "nosuch"}), "GRP-01");
    EQ_TEXT(refused(cx, &(struct groups_query){.by = "budget"}), "GRP-01");
    EQ_TEXT(refused(cx, &(struct groups_query){.by = "note"}), "GRP-01");
    EQ_TEXT(refused(cx, &(struct groups_query){.by = "password"}), "GRP-01");
    EQ_TEXT(refused(cx, &(struct groups_query){.by = "nature,agency,rank"}), "GRP-01");
    EQ_TEXT(refused(cx, &(struct groups_query){.by = "nature;drop table work"}), "GRP-01");
    EQ_TEXT(refused(cx, &(struct groups_query){.sums = "name"}), "GRP-02");
    EQ_TEXT(refused(cx, &(struct groups_query){.sums = "password"}), "GRP-02");
    EQ_TEXT(refused(cx, &(struct groups_query){.sums = "rank,rank,rank,rank,rank,rank,rank,rank,rank"}), "GRP-02");
    EQ_TEXT(refused(cx, &(struct groups_query){.list.where = "总投资 + 1亿"}), "LST-04");
}

/* A thousand groups are told, one more is not. */
static void test_limit(struct ctx *cx)
{
    struct groups g;
    for (int i = WORKS; i < GROUPS_MOST; i++)
        saved(cx, &work_entity, work_new(cx, arena_printf(cx->arena, "more %d", i)));
    OK(groups_compute(cx, &work_entity, &(struct groups_query){.by = "name"}, &g) && g.count == GROUPS_MOST,
       "as many groups as may be");
    saved(cx, &work_entity, work_new(cx, "one more"));
    EQ_TEXT(refused(cx, &(struct groups_query){.by = "name"}), "GRP-03");
}

static void test(const char *url)
{
    struct ctx cx = sample_on(url);
    fill(&cx);
    test_order(&cx);
    test_where(&cx);
    test_total(&cx);
    test_json(&cx);
    test_refusals(&cx);
    test_limit(&cx);
    work_done(&cx);
}

int main(void)
{
    on_each_engine(test);
    return tap_done();
}
