/* together_test.c — seeded: metrics that are asked together answer as each does alone: any mix of them, by any groups, under
 * any conditions, at any date, as known at any time.  SEED=n repeats a run. */
#include "metric/metric.h"

#include "cases/weinan.h"

enum { ROUNDS = 60, ASKS_MOST = 14, CHANGES = 30 };

struct random {
    uint64_t state;
};

static uint64_t next(struct random *r) /* splitmix64 */
{
    uint64_t z = r->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static size_t below(struct random *r, size_t bound)
{
    return (size_t)(next(r) % bound);
}

#define PICK(r, list) ((list)[below(r, sizeof(list) / sizeof *(list))])

/* Many fit some entities only. */
static const char *const conditions[] = {
    NULL,
    NULL,
    "nature = 'new'",
    "not completed",
    "completed",
    "in_statistics and not halted",
    "leader is not empty",
    "total_investment >= 1亿 and stage != 'withdrawn'",
    "year(started_on) = 2022 or started_on is empty",
    "unit contains '局'",
    "unit.kind = 'bureau' or unit is empty",
    "project.sector is not empty and project.unit contains '公司'",
    "amount > 1000万",
    "month <= 2023-06",
    "caliber = 'dispatch' and completed",
    "closed or overdue",
    "category in (land, funding) and state != 'closed'",
    "planned_in_year > 0 and ahead_in_year < 0",
    "abs(total_investment - 5亿) > min(total_investment, 3亿)",
    "id = 3",
};
static const char *const groupings[] = {"unit",  "leader", "sector",   "nature",  "stage",
                                        "month", "月份",   "category", "started", "project.sector"};

static const struct metric *some_metric(struct random *r)
{
    size_t count = 0;
    while (metric_catalogue[count])
        count++;
    return metric_catalogue[below(r, count)];
}

/* One that its entity can answer. */
static struct metric_ask some_ask(struct ctx *cx, struct random *r, struct view view, const char *by)
{
    for (;;) {
        struct metric_ask ask = {some_metric(r), PICK(r, conditions), below(r, 2) ? by : NULL};
        struct metric_query query = {view, ask.where, ask.by};
        struct metric_answer answer;
        if (metric_compute(cx, ask.metric, &query, &answer))
            return ask;
        err_clear(cx);
    }
}

static bool is_same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_number(const struct metric_number *a, const struct metric_number *b)
{
    return a->value == b->value && a->schedule == b->schedule && a->points == b->points && a->part == b->part &&
           a->whole == b->whole && a->expected == b->expected;
}

static bool same_answer(const struct metric_answer *a, const struct metric_answer *b)
{
    bool same = a->metric == b->metric && a->view.as_of.code == b->view.as_of.code && is_same(a->by, b->by) &&
                same_number(&a->total, &b->total) && a->group_count == b->group_count;
    for (size_t i = 0; same && i < a->group_count; i++) {
        const struct metric_group *x = &a->groups[i], *y = &b->groups[i];
        same = is_same(x->key, y->key) && is_same(x->where, y->where) && is_same(x->label.zh, y->label.zh) &&
               same_number(&x->number, &y->number);
    }
    return same;
}

static int alone_differ(struct ctx *cx, struct view view, const struct metric_ask *asks, size_t count,
                        const struct metric_answer *together)
{
    int differ = 0;
    for (size_t i = 0; i < count; i++) {
        struct metric_answer alone;
        struct metric_query query = {view, asks[i].where, asks[i].by};
        need(cx, metric_compute(cx, asks[i].metric, &query, &alone), asks[i].metric->name);
        if (same_answer(&together[i], &alone))
            continue;
        differ++;
        tap_note("%s where %s by %s: together %lld in %zu groups, alone %lld in %zu", asks[i].metric->name,
                 asks[i].where ? asks[i].where : "-", asks[i].by ? asks[i].by : "-", (long long)together[i].total.value,
                 together[i].group_count, (long long)alone.total.value, alone.group_count);
    }
    return differ;
}

/* Some projects are another way since, so that the past differs. */
static void change_some(struct ctx *cx, struct random *r)
{
    static const char *const sectors[] = {"先进制造", "现代农业", NULL};
    cx->now_ms += 86400000;
    for (int i = 0; i < CHANGES; i++) {
        struct project *p = row_load(cx, &project_entity, (int64_t)below(r, 130) + 1);
        need(cx, p, "a project");
        p->sector = PICK(r, sectors);
        p->started_on = below(r, 3) ? date_day(2022 + (int)below(r, 2), 5, 4) : (struct date){0};
        need(cx, row_save(cx, &project_entity, p, NULL), "a change");
    }
}

static void test_together(const char *url)
{
    const char *seed = getenv("SEED");
    struct random r = {seed ? strtoull(seed, NULL, 10) : 4};
    struct ctx cx = with_sample(url);
    int64_t imported = cx.now_ms;
    tap_note("SEED=%llu", (unsigned long long)r.state);
    change_some(&cx, &r);
    const struct instant known[] = {{0}, {imported}, {cx.now_ms}};
    const struct date dates[] = {date_day(2023, 12, 31), date_day(2023, 6, 30), date_month(2022, 9), {0}};
    int64_t statements = 0, apart = 0;
    for (int i = 0; i < ROUNDS; i++) {
        struct arena_mark mark = arena_mark(cx.arena);
        struct view view = {PICK(&r, dates), PICK(&r, known)};
        struct metric_ask asks[ASKS_MOST];
        struct metric_answer answers[ASKS_MOST];
        size_t count = 2 + below(&r, ASKS_MOST - 1);
        const char *by = PICK(&r, groupings);
        for (size_t n = 0; n < count; n++)
            asks[n] = some_ask(&cx, &r, view, by);
        int64_t before = db_statements(cx.db);
        need(&cx, metric_many(&cx, view, asks, count, answers), "many");
        statements += db_statements(cx.db) - before;
        apart += (int64_t)count;
        OK(alone_differ(&cx, view, asks, count, answers) == 0, "round %d: %zu metrics as of %s", i, count,
           date_iso(cx.arena, view.as_of));
        arena_reset(cx.arena, mark);
    }
    OK(statements < apart * 3 / 4, "%lld statements instead of %lld", (long long)statements, (long long)apart);
    work_done(&cx);
}

int main(void)
{
    on_each_engine(test_together);
    return tap_done();
}
