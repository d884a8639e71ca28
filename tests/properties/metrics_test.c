/* metrics_test.c — seeded: over random zones the metrics equal a count made by hand, from the definitions in words.
 * SEED=n repeats a run. */
#include "metric/metric.h"

#include "cases/weinan.h"

enum { ZONES = 5, PROJECTS = 30, CHANGES_MOST = 6, HALTS_MOST = 2, MONTHS = 36, DATES = 6, FIRST_YEAR = 2021 };

struct change {
    struct date on;
    const char *stage;
};

struct made {
    struct date started, completed, in_statistics;
    const char *nature;
    int64_t total, planned[3], by_plan[MONTHS], done[MONTHS]; /* NONE_INT: no such row */
    struct change changes[CHANGES_MOST];
    int change_count;
    struct date halted[HALTS_MOST], resumed[HALTS_MOST];
    int halt_count;
};

struct world {
    uint64_t random;
    struct made projects[PROJECTS];
};

/* ---- making ---- */

static uint64_t next(struct world *w) /* splitmix64 */
{
    uint64_t z = w->random += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static int64_t between(struct world *w, int64_t low, int64_t high)
{
    return low + (int64_t)(next(w) % (uint64_t)(high - low + 1));
}

static bool chance(struct world *w, int percent)
{
    return between(w, 1, 100) <= percent;
}

static struct date day(struct world *w)
{
    return date_day(FIRST_YEAR + (int)between(w, 0, 2), (int)between(w, 1, 12), (int)between(w, 1, 28));
}

/* A day or, as ledgers have it, a month, or none. */
static struct date some_date(struct world *w, int percent)
{
    struct date d = day(w);
    if (!chance(w, percent))
        return (struct date){0};
    return chance(w, 40) ? date_month(date_year_of(d), date_month_of(d)) : d;
}

static void save(struct ctx *cx, const struct entity *e, void *row)
{
    need(cx, row_save(cx, e, row, NULL), e->name);
}

static struct date month_at(int i)
{
    return date_month(FIRST_YEAR + i / 12, i % 12 + 1);
}

static void add_change(struct made *p, const char *stage, struct date on)
{
    if (!date_is_none(on))
        p->changes[p->change_count++] = (struct change){on, stage};
}

static void make_facts(struct ctx *cx, struct world *w, struct made *p, int64_t id)
{
    static const char *const stages[] = {"signed", "preparing", "building", "withdrawn"};
    for (int i = (int)between(w, 0, 2); i > 0; i--) {
        struct stage_change *c = row_new(cx, &stage_change_entity);
        c->project = id;
        c->stage = stages[between(w, 0, 3)];
        c->changed_on = day(w);
        add_change(p, c->stage, c->changed_on);
        save(cx, &stage_change_entity, c);
    }
    for (int i = chance(w, 30) ? (int)between(w, 1, HALTS_MOST) : 0; i > 0; i--) {
        struct halt *h = row_new(cx, &halt_entity);
        h->project = id;
        h->halted_on = p->halted[p->halt_count] = day(w);
        if (chance(w, 60))
            h->resumed_on = p->resumed[p->halt_count] = date_add_days(h->halted_on, (int)between(w, 1, 200));
        p->halt_count++;
        save(cx, &halt_entity, h);
    }
    p->in_statistics = some_date(w, 50);
    if (!date_is_none(p->in_statistics)) {
        struct statistics_entry *s = row_new(cx, &statistics_entry_entity);
        s->project = id;
        *(chance(w, 70) ? &s->entered_on : &s->known_on) = p->in_statistics;
        save(cx, &statistics_entry_entity, s);
    }
}

static void make_money(struct ctx *cx, struct world *w, struct made *p, int64_t id)
{
    bool by_month = chance(w, 20);
    for (int year = 0; year < 3; year++) {
        p->planned[year] = chance(w, 80) ? between(w, 0, 1000) * MONEY_WAN + between(w, 0, 99) : NONE_INT;
        if (p->planned[year] == NONE_INT)
            continue;
        struct plan_year *y = row_new(cx, &plan_year_entity);
        y->project = id;
        y->year = FIRST_YEAR + year;
        y->amount.fen = p->planned[year];
        save(cx, &plan_year_entity, y);
    }
    for (int i = 0; i < MONTHS; i++) {
        p->by_plan[i] = by_month && chance(w, 70) ? between(w, 0, 90) * MONEY_WAN : NONE_INT;
        p->done[i] = chance(w, 25) ? between(w, -10, 100) * MONEY_WAN + between(w, 0, 99) : NONE_INT;
        if (p->by_plan[i] != NONE_INT) {
            struct plan_month *m = row_new(cx, &plan_month_entity);
            m->project = id;
            m->month = month_at(i);
            m->amount.fen = p->by_plan[i];
            save(cx, &plan_month_entity, m);
        }
        for (int c = 0; c < 2 && p->done[i] != NONE_INT; c++) { /* another caliber must not be counted */
            struct investment *v = row_new(cx, &investment_entity);
            v->project = id;
            v->month = month_at(i);
            v->caliber = c ? "statistics" : "dispatch";
            v->amount.fen = p->done[i] + c * 777;
            save(cx, &investment_entity, v);
        }
    }
}

static void make_project(struct ctx *cx, struct world *w, struct made *p)
{
    static const char *const natures[] = {"new", "continuing", "expansion", NULL};
    *p = (struct made){.nature = natures[between(w, 0, 3)]};
    p->total = chance(w, 90) ? between(w, 1, 1000000) * MONEY_WAN : NONE_INT;
    p->started = some_date(w, 60);
    p->completed = some_date(w, 25);
    struct project *row = row_new(cx, &project_entity);
    row->name = arena_printf(cx->arena, "项目%llx", (unsigned long long)next(w));
    row->nature = p->nature;
    row->total_investment.fen = p->total;
    row->started_on = p->started;
    row->completed_on = p->completed;
    save(cx, &project_entity, row);
    add_change(p, "building", p->started); /* what saving such a project records by itself */
    add_change(p, "completed", p->completed);
    make_facts(cx, w, p, row->head.id);
    make_money(cx, w, p, row->head.id);
}

/* ---- counting by hand ---- */

/* Has d come on the day as_of? */
static bool has_come(struct date d, struct date as_of)
{
    return !date_is_none(d) && date_days_between(date_first(d), as_of) >= 0;
}

static bool is(const char *a, const char *b)
{
    return a && strcmp(a, b) == 0;
}

/* The latest change; of two on one day the one recorded later, a day after the month it lies at the start of. */
static const char *stage(const struct made *p, struct date as_of)
{
    const struct change *last = NULL;
    for (int i = 0; i < p->change_count; i++)
        if (has_come(p->changes[i].on, as_of) && (!last || p->changes[i].on.code >= last->on.code))
            last = &p->changes[i];
    return last ? last->stage : "preparing";
}

static bool is_started(const struct made *p, struct date as_of)
{
    for (int i = 0; i < p->change_count; i++)
        if (has_come(p->changes[i].on, as_of) &&
            (is(p->changes[i].stage, "building") || is(p->changes[i].stage, "completed")))
            return true;
    return has_come(p->started, as_of);
}

static bool is_halted(const struct made *p, struct date as_of)
{
    for (int i = 0; i < p->halt_count; i++)
        if (has_come(p->halted[i], as_of) && !has_come(p->resumed[i], as_of))
            return true;
    return false;
}

static int64_t known(int64_t fen)
{
    return fen == NONE_INT ? 0 : fen;
}

static int64_t done(const struct made *p, struct date as_of, bool in_year)
{
    int64_t sum = 0;
    for (int i = 0; i < MONTHS; i++)
        if (has_come(month_at(i), as_of) && (!in_year || date_year_of(month_at(i)) == date_year_of(as_of)))
            sum += known(p->done[i]);
    return sum;
}

static int64_t expected(const struct made *p, struct date as_of)
{
    int year = date_year_of(as_of) - FIRST_YEAR;
    int64_t sum = NONE_INT;
    for (int i = year * 12; i < year * 12 + 12; i++)
        if (p->by_plan[i] != NONE_INT && has_come(month_at(i), as_of))
            sum = known(sum) + p->by_plan[i];
    return sum != NONE_INT ? sum : known(p->planned[year]) * date_month_of(as_of) / 12;
}

enum figure { COUNT, STARTED, NEW, IN_STATISTICS, COMPLETED, HALTED, TOTAL, PLANNED, DONE, DONE_IN_YEAR, FIGURES };

static const char *const names[FIGURES] = {
    "project.count",
    "project.started",
    "project.new_started",
    "project.in_statistics",
    "project.completed",
    "project.halted",
    "project.total_investment",
    "investment.planned",
    "investment.completed",
    "investment.completed_in_year",
};

static void add_project(const struct made *p, struct date as_of, int64_t sums[FIGURES])
{
    bool here = !is(stage(p, as_of), "withdrawn");
    bool runs = here && is_started(p, as_of) && !is_halted(p, as_of);
    bool completed = has_come(p->completed, as_of);
    sums[COUNT] += here;
    sums[STARTED] += runs;
    sums[NEW] += runs && !is(p->nature, "continuing") && !date_is_none(p->started) &&
                 date_year_of(p->started) == date_year_of(as_of);
    sums[IN_STATISTICS] += here && has_come(p->in_statistics, as_of);
    sums[COMPLETED] += here && completed;
    sums[HALTED] += here && is_halted(p, as_of);
    sums[TOTAL] += here ? known(p->total) : 0;
    sums[PLANNED] += known(p->planned[date_year_of(as_of) - FIRST_YEAR]);
    sums[DONE] += done(p, as_of, false);
    sums[DONE_IN_YEAR] += done(p, as_of, true);
}

/* ---- comparing ---- */

static struct metric_answer ask(struct ctx *cx, const char *name, struct date as_of, const char *by)
{
    struct metric_answer answer = {0};
    struct metric_query query = {.view = {.as_of = as_of}, .by = by};
    need(cx, metric_compute(cx, metric_need(cx, name), &query, &answer), name);
    return answer;
}

static bool totals_agree(struct ctx *cx, const struct world *w, struct date as_of)
{
    int64_t sums[FIGURES] = {0};
    bool agree = true;
    for (int i = 0; i < PROJECTS; i++)
        add_project(&w->projects[i], as_of, sums);
    for (int f = 0; f < FIGURES; f++) {
        int64_t got = ask(cx, names[f], as_of, NULL).total.value;
        if (got != sums[f]) {
            agree = false;
            tap_note("%s as of %s: %lld, by hand %lld", names[f], date_iso(cx->arena, as_of), (long long)got,
                     (long long)sums[f]);
        }
    }
    return agree;
}

static bool stages_agree(struct ctx *cx, const struct world *w, struct date as_of)
{
    struct metric_answer answer = ask(cx, "project.total_investment", as_of, "stage");
    int64_t seen = 0;
    for (size_t g = 0; g < answer.group_count; g++) {
        int64_t sum = 0;
        for (int i = 0; i < PROJECTS; i++)
            if (is(stage(&w->projects[i], as_of), answer.groups[g].key))
                sum += known(w->projects[i].total);
        if (sum != answer.groups[g].number.value)
            return false;
        seen += sum;
    }
    return seen == answer.total.value;
}

static bool progress_agrees(struct ctx *cx, const struct world *w, struct date as_of)
{
    int64_t part = 0, whole = 0, by_now = 0;
    for (int i = 0; i < PROJECTS; i++) {
        part += done(&w->projects[i], as_of, true);
        whole += known(w->projects[i].planned[date_year_of(as_of) - FIRST_YEAR]);
        by_now += expected(&w->projects[i], as_of);
    }
    struct metric_number n = ask(cx, "investment.progress", as_of, NULL).total;
    return n.part == part && n.whole == whole && n.value == percent_of(part, whole) &&
           n.schedule == percent_of(by_now, whole) && n.points == n.value - n.schedule;
}

static void test_zone(struct ctx *cx, struct world *w, int number)
{
    make_zone(cx, arena_printf(cx->arena, "zone-%d", number));
    need(cx, db_begin(cx), "a transaction");
    for (int i = 0; i < PROJECTS; i++)
        make_project(cx, w, &w->projects[i]);
    need(cx, db_commit(cx), "the commit");
    for (int i = 0; i < DATES; i++) {
        struct date as_of = i ? day(w) : date_day(FIRST_YEAR + 2, 12, 31);
        const char *when = date_iso(cx->arena, as_of);
        OK(totals_agree(cx, w, as_of), "zone %d as of %s: counts and sums", number, when);
        OK(stages_agree(cx, w, as_of), "zone %d as of %s: groups by stage", number, when);
        OK(progress_agrees(cx, w, as_of), "zone %d as of %s: progress and its schedule", number, when);
    }
}

static void test_zones(const char *url)
{
    static struct world w;
    const char *seed = getenv("SEED");
    struct ctx cx = work_on(url);
    w.random = seed ? strtoull(seed, NULL, 10) : 20231231;
    tap_note("SEED=%llu", (unsigned long long)w.random);
    need(&cx, schema_migrate(&cx), "the schema");
    for (int zone = 1; zone <= ZONES; zone++)
        test_zone(&cx, &w, zone);
    work_done(&cx);
}

int main(void)
{
    on_each_engine(test_zones);
    return tap_done();
}
