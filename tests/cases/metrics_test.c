/* metrics_test.c — every metric of the sample agrees with itself: with its groups, its rows, its parts and its past. */
#include "metric/metric.h"

#include "cases/weinan.h"

static const char *const standard[] = {"unit", "leader", "sector", "nature", "stage", "month"};
enum { STANDARD = sizeof standard / sizeof *standard, HOUR_MS = 3600 * 1000 };

static struct metric_answer ask(struct ctx *cx, const struct metric *m, struct view view, const char *where,
                                const char *by)
{
    struct metric_answer answer = {0};
    if (!metric_compute(cx, m, &(struct metric_query){view, where, by}, &answer))
        OK(false, "%s by %s where %s: %s %s", m->name, by ? by : "-", where ? where : "-", tap_code(cx),
           cx->err.message.en);
    err_clear(cx);
    return answer;
}

/* What may be added up: counts and sums as they are, of a ratio its two sums. */
struct additive {
    int64_t value, whole;
};

static struct additive additive_of(const struct metric *m, const struct metric_number *n)
{
    return m->over ? (struct additive){n->part, n->whole} : (struct additive){n->value, 0};
}

static struct additive total(struct ctx *cx, const struct metric *m, struct view view, const char *where)
{
    struct metric_answer answer = ask(cx, m, view, where, NULL);
    return additive_of(m, &answer.total);
}

static bool same(struct additive a, struct additive b)
{
    return a.value == b.value && a.whole == b.whole;
}

/* ---- groups ---- */

static bool groups_add_up(struct ctx *cx, const struct metric *m, struct view view, const char *by)
{
    struct metric_answer answer = ask(cx, m, view, NULL, by);
    struct additive sum = {0};
    for (size_t i = 0; i < answer.group_count; i++) {
        struct additive group = additive_of(m, &answer.groups[i].number);
        sum.value += group.value;
        sum.whole += group.whole;
    }
    struct additive ungrouped = total(cx, m, view, NULL);
    if (same(sum, ungrouped) && same(sum, additive_of(m, &answer.total)))
        return true;
    tap_note("%s by %s: groups %lld, total %lld", m->name, by, (long long)sum.value, (long long)ungrouped.value);
    return false;
}

static bool groups_of_fields(struct ctx *cx, const struct metric *m, struct view view, const struct field *fields,
                             int *tried)
{
    bool good = true;
    for (const struct field *f = fields; f->type != T_END; f++)
        if (f->flags & FIELD_GROUP) {
            good = groups_add_up(cx, m, view, f->name) && good;
            ++*tried;
        }
    return good;
}

static void test_groups(struct ctx *cx, const struct metric *m, struct view view)
{
    int tried = STANDARD;
    const struct entity *e = entity_find(m->entity);
    bool good = groups_of_fields(cx, m, view, e->fields, &tried);
    if (m->through)
        good = groups_of_fields(cx, m, view, entity_find(entity_field(e, m->through)->ref)->fields, &tried) && good;
    for (int i = 0; i < STANDARD; i++)
        good = groups_add_up(cx, m, view, standard[i]) && good;
    OK(good, "%s: groups add up to the total, %d ways", m->name, tried);
}

/* ---- rows ---- */

static int64_t column_sum(const struct list *l, const char *name)
{
    for (int i = 0; i < l->column_count; i++)
        if (name && !l->columns[i].title && strcmp(l->columns[i].field->name, name) == 0) {
            struct value v = list_value(l, i);
            return v.kind == VALUE_INT ? v.i : 0;
        }
    return name ? 0 : 1;
}

static void test_rows(struct ctx *cx, const struct metric *m, struct view view)
{
    struct list l;
    struct additive sum = {0};
    int64_t seen = 0;
    struct list_query page = {.no_limit = true, .fields = m->rows};
    if (m->value)
        page.fields = m->over ? arena_printf(cx->arena, "%s,%s", m->value, m->over) : m->value;
    struct metric_query all = {.view = view};
    if (!metric_rows(cx, m, &all, &page) || !list_open(cx, entity_find(m->entity), &page, &l)) {
        OK(false, "%s: rows: %s %s", m->name, tap_code(cx), cx->err.message.en);
        err_clear(cx);
        return;
    }
    for (; list_next(&l); seen++) {
        sum.value += column_sum(&l, m->value);
        sum.whole += m->over ? column_sum(&l, m->over) : 0;
    }
    struct additive want = total(cx, m, view, NULL);
    OK(list_ok(&l) && same(sum, want), "%s: its %lld rows make %lld, it says %lld", m->name, (long long)seen,
       (long long)sum.value, (long long)want.value);

    struct list_query shown = {.limit = 5};
    OK(metric_rows(cx, m, &all, &shown) && list_open(cx, entity_find(m->entity), &shown, &l) && l.column_count > 2 &&
           (list_next(&l) || list_ok(&l)),
       "%s: its drill-down opens with the fields it names", m->name);
    err_clear(cx);
}

/* ---- parts ---- */

/* A condition over any field; NULL when the field offers none. */
static const char *condition_on(struct ctx *cx, const struct field *f)
{
    switch (f->type) {
    case T_BOOL:
        return f->name;
    case T_CHOICE:
        return arena_printf(cx->arena, "%s = '%s'", f->name, f->choices[0].code);
    case T_MONEY:
        return arena_printf(cx->arena, "%s >= 1亿", f->name);
    case T_DATE:
        return arena_printf(cx->arena, "%s <= 2023-06", f->name);
    case T_TEXT:
    case T_REF:
        return arena_printf(cx->arena, "%s is empty", f->name);
    default:
        return NULL;
    }
}

static void test_splits(struct ctx *cx, const struct metric *m, struct view view)
{
    struct additive all = total(cx, m, view, NULL);
    int tried = 0;
    bool good = true;
    for (const struct field *f = entity_find(m->entity)->fields; f->type != T_END; f++) {
        const char *where = condition_on(cx, f);
        if (!where)
            continue;
        struct additive yes = total(cx, m, view, where);
        struct additive no = total(cx, m, view, arena_printf(cx->arena, "not (%s)", where));
        if (!same((struct additive){yes.value + no.value, yes.whole + no.whole}, all)) {
            good = false;
            tap_note("%s where %s: %lld + %lld is not %lld", m->name, where, (long long)yes.value, (long long)no.value,
                     (long long)all.value);
        }
        tried++;
    }
    OK(good && tried > 2, "%s: a condition and its opposite add up, %d times", m->name, tried);
}

/* ---- time ---- */

/* Facts that are not undone by later ones. */
static const char *const cumulative[] = {
    "project.completed",
    "project.in_statistics",
    "investment.completed",
    "problem.raised",
    "problem.closed",
    "reserve.count",
    "reserve.total_investment",
    "lead.count",
    "lead.signed",
    "lead.signed_amount",
    "grant.received",
    "grant.count",
    "fund.size",
    "fund.count",
};

static void test_cumulative(struct ctx *cx, const struct metric *m)
{
    int64_t last = 0, first = -1;
    bool rises = true;
    for (int month = 0; month < 48; month++) {
        struct date as_of = date_last(date_month(2021 + month / 12, month % 12 + 1));
        int64_t value = total(cx, m, (struct view){.as_of = as_of}, NULL).value;
        first = first < 0 ? value : first;
        rises = rises && value >= last;
        last = value;
    }
    OK(rises && last > 0, "%s never falls as months pass: from %lld to %lld", m->name, (long long)first,
       (long long)last);
}

static void test_as_known(struct ctx *cx)
{
    static const struct view year_end = {.as_of = {202312315}};
    const struct metric *money = metric_find("project.total_investment"), *raised = metric_find("problem.raised");
    struct view before = year_end, after = year_end;
    before.known_at.ms = cx->now_ms - HOUR_MS;
    bool nothing = true;
    for (const struct metric *const *m = metric_catalogue; *m; m++) {
        struct metric_answer answer = ask(cx, *m, before, NULL, NULL);
        nothing = nothing && answer.total.value == ((*m)->over ? NONE_INT : 0);
    }
    OK(nothing, "as known before the import every metric is nought");

    after.known_at.ms = cx->now_ms + HOUR_MS / 2;
    int64_t was = total(cx, money, year_end, NULL).value, problems = total(cx, raised, year_end, NULL).value;
    cx->now_ms += HOUR_MS;
    struct project *p = row_load(cx, &project_entity, 1);
    struct problem *q = row_load(cx, &problem_entity, 1);
    need(cx, p && q, "the first project and problem");
    p->total_investment.fen += MONEY_YI;
    need(cx, row_save(cx, &project_entity, p, NULL), "an edit");
    need(cx, row_delete(cx, &problem_entity, q->head.id, q->head.version), "a deletion");
    EQ_INT(total(cx, money, year_end, NULL).value, was + MONEY_YI);
    EQ_INT(total(cx, money, after, NULL).value, was);
    EQ_INT(total(cx, raised, year_end, NULL).value, problems - 1);
    EQ_INT(total(cx, raised, after, NULL).value, problems);
    struct metric_answer then = ask(cx, money, after, NULL, "sector");
    int64_t sum = 0;
    for (size_t i = 0; i < then.group_count; i++)
        sum += then.groups[i].number.value;
    EQ_INT(sum, was);
}

/* ---- names ---- */

static void test_names(struct ctx *cx)
{
    static const struct view year_end = {.as_of = {202312315}};
    struct metric_answer answer;
    OK(metric_audit(cx) && entity_audit(cx), "the catalogue's metrics and entities pass their audit: %s",
       cx->err.message.en ? cx->err.message.en : "");
    err_clear(cx);
    OK(!metric_need(cx, "project.startd") && strstr(cx->err.message.en, "project.started"),
       "an unknown metric is answered with the nearest name: %s", cx->err.message.en);
    EQ_TEXT(failed_with(cx), "MET-01");
    static const char *const not_classes[] = {"colour", "total_investment", "content", "updated_at"};
    for (size_t i = 0; i < sizeof not_classes / sizeof *not_classes; i++) {
        struct metric_query query = {.view = year_end, .by = not_classes[i]};
        OK(!metric_compute(cx, metric_find("project.count"), &query, &answer) && strstr(cx->err.message.en, "sector") &&
               strstr(cx->err.message.zh, not_classes[i]),
           "no groups by %s, and it says what there is: %s", not_classes[i],
           cx->err.message.en ? cx->err.message.en : "");
        EQ_TEXT(failed_with(cx), "MET-02");
    }
}

static void test_standard_groups(struct ctx *cx)
{
    static const struct view year_end = {.as_of = {202312315}};
    struct metric_answer a = ask(cx, metric_find("fund.size"), year_end, NULL, "leader");
    OK(a.group_count == 1 && !a.groups[0].key && a.groups[0].number.value == a.total.value && a.total.value > 0,
       "funds have no leader: one group with all of them");
    EQ_TEXT(a.groups[0].label.zh, "不适用");
    EQ_TEXT(a.groups[0].label.en, "Not applicable");
    a = ask(cx, metric_find("investment.planned"), year_end, NULL, "month");
    OK(a.group_count == 1 && !a.groups[0].key, "an annual plan has no month");
    a = ask(cx, metric_find("reserve.count"), year_end, NULL, "sector");
    struct metric_answer own = ask(cx, metric_find("reserve.count"), year_end, NULL, "field");
    OK(own.group_count > 1 && a.group_count == own.group_count &&
           strcmp(a.groups[0].label.zh, own.groups[0].label.zh) == 0,
       "of a planned project the field answers for the sector");
    a = ask(cx, metric_find("grant.received"), year_end, NULL, "stage");
    own = ask(cx, metric_find("grant.received"), year_end, NULL, "state");
    OK(a.group_count == own.group_count && strcmp(a.groups[0].label.zh, own.groups[0].label.zh) == 0,
       "of a grant the state answers for the stage");
    a = ask(cx, metric_find("project.count"), year_end, NULL, "责任单位");
    own = ask(cx, metric_find("project.count"), year_end, NULL, "unit");
    OK(own.group_count > 3 && a.group_count == own.group_count, "groupings are understood in Chinese too");
}

/* A year is compared by its days; adding nought makes it arithmetic.  Both must keep the same rows. */
static void test_years(struct ctx *cx)
{
    static const char *const signs[] = {"=", "!=", "<", "<=", ">", ">="};
    const struct entity *project = entity_find("project");
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        int64_t by_days = 0, by_number = -1;
        struct list_query days = {.where = arena_printf(cx->arena, "year(started_on) %s 2022", signs[i])};
        struct list_query number = {.where = arena_printf(cx->arena, "year(started_on) + 0 %s 2022", signs[i])};
        need(cx, list_count(cx, project, &days, &by_days) && list_count(cx, project, &number, &by_number), days.where);
        OK(by_days > 0 && by_days == by_number, "%s: %lld and %lld", days.where, (long long)by_days,
           (long long)by_number);
    }
}

static void test_all(const char *url)
{
    static const struct date dates[] = {{202312315}, {202306305}, {202212315}};
    struct ctx cx = with_sample(url);
    struct arena_mark mark = arena_mark(cx.arena);
    for (size_t d = 0; d < sizeof dates / sizeof *dates; d++) {
        tap_note("as of %s", date_iso(cx.arena, dates[d]));
        for (const struct metric *const *m = metric_catalogue; *m; m++) {
            struct view view = {.as_of = dates[d]};
            test_groups(&cx, *m, view);
            test_rows(&cx, *m, view);
            test_splits(&cx, *m, view);
            arena_reset(cx.arena, mark);
        }
    }
    for (size_t i = 0; i < sizeof cumulative / sizeof *cumulative; i++)
        test_cumulative(&cx, metric_need(&cx, cumulative[i]));
    test_years(&cx);
    test_names(&cx);
    test_standard_groups(&cx);
    test_as_known(&cx);
    work_done(&cx);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
