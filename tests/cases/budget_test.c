/* budget_test.c — what an answer may cost: statements for each, and no table that grows read from end to end. */
#include "base/json.h"
#include "metric/metric.h"

#include "cases/weinan.h"

static struct buf list(struct ctx *cx, const struct entity *e, const struct list_query *lq)
{
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    need(cx, list_json(cx, e, lq, &j), e->name);
    return out;
}

static int64_t cost_of_list(struct ctx *cx, const struct entity *e, const struct list_query *lq)
{
    int64_t before = db_statements(cx->db);
    list(cx, e, lq);
    return db_statements(cx->db) - before;
}

static void test_statements(struct ctx *cx)
{
    const struct view year_end = {.as_of = {202312315}};
    struct metric_answer answer;
    int64_t before = db_statements(cx->db), count = 0;
    for (const struct metric *const *m = metric_catalogue; *m; m++, count++)
        need(cx, metric_compute(cx, *m, &(struct metric_query){.view = year_end}, &answer), (*m)->name);
    EQ_INT(db_statements(cx->db) - before, count);
    before = db_statements(cx->db);
    need(cx,
         metric_compute(cx, metric_find("project.started"), &(struct metric_query){year_end, NULL, "leader"}, &answer),
         "groups");
    OK(answer.group_count > 1, "leaders: %zu", answer.group_count);
    EQ_INT(db_statements(cx->db) - before, 1);

    for (const struct entity *const *e = entity_catalogue; *e; e++) {
        int64_t page = cost_of_list(cx, *e, &(struct list_query){0});
        int64_t record = cost_of_list(cx, *e, &(struct list_query){.id = 1, .heads = true, .limit = 1});
        OK(page <= 2, "a page of %s takes %lld statements: rows that know what it is sorted by, and the rest",
           (*e)->name, (long long)page);
        OK(record <= 2, "one %s takes %lld statements", (*e)->name, (long long)record);
    }
    EQ_INT(cost_of_list(cx, entity_find("project"), &(struct list_query){.id = 1, .heads = true, .limit = 1}), 1);
    EQ_INT(cost_of_list(cx, entity_find("project"),
                        &(struct list_query){.where = "unit.kind = 'bureau'", .sort = "name", .limit = 20}),
           1);
    struct buf one = list(cx, entity_find("project"), &(struct list_query){.id = 1, .heads = true, .limit = 1});
    OK(strstr(one.data, "\"id\":1,") && strstr(one.data, "\"updated_by\":") && strstr(one.data, "\"stage\":") &&
           !strstr(one.data, "\"id\":2,"),
       "a record has its head, its fields and its derived ones, and no other row");
}

/* Does the plan read a table, or an index of it, from end to end?  The page of a nested list is
 * no table, nor are numbers that an expression gives names to. */
static bool scans(const char *plan)
{
    static const char *const harmless[] = {"SCAN page", "SCAN CONSTANT ROW", "SCAN calc"};
    for (const char *line = strstr(plan, "SCAN "); line; line = strstr(line + 1, "SCAN ")) {
        bool reads = true;
        for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
            reads = reads && strncmp(line, harmless[i], strlen(harmless[i])) != 0;
        if (reads)
            return true;
    }
    return false;
}

static void test_plans(struct ctx *cx)
{
    static const struct list_query ways[] = {{.limit = 0}, {.id = 1, .heads = true, .limit = 1}, {.search = "工业"}};
    for (const struct entity *const *e = entity_catalogue; *e; e++) {
        bool good = true;
        if ((*e)->flags & ENTITY_GLOBAL)
            continue; /* zones themselves: a few rows */
        for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
            const char *plan = list_explain(cx, *e, &ways[i]);
            if (!plan || scans(plan)) {
                good = false;
                tap_note("%s, way %zu: %s", (*e)->name, i, plan ? plan : cx->err.message.en);
            }
        }
        OK(good, "%s: pages, records and searches look rows up by the zone", (*e)->name);
    }
    const struct entity *project = entity_find("project");
    static const char *const sorts[] = {"name", "-started_on", "unit", "sector", "-completed_on"};
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++) {
        const char *plan = list_explain(cx, project, &(struct list_query){.sort = sorts[i], .fields = "name"});
        need(cx, plan, "a plan");
        OK(!scans(plan) && !strstr(plan, "TEMP B-TREE"), "projects by %s come from an index in order: %s", sorts[i],
           plan);
    }
    const char *page = list_explain(cx, project,
                                    &(struct list_query){.sort = "-started_on",
                                                         .where = "sector = '工业'",
                                                         .fields = "name,planned_in_year,in_statistics"});
    need(cx, page, "a plan");
    OK(strstr(page, "t USING COVERING INDEX") && strstr(page, "t USING INTEGER PRIMARY KEY"),
       "those of a sector are found in the index alone: %s", page);
}

static void test_all(const char *url)
{
    struct ctx cx = with_sample(url);
    test_statements(&cx);
    if (!is_postgres(&cx)) /* which reads small tables whole, and rightly */
        test_plans(&cx);
    work_done(&cx);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
