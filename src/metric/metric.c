/* metric.c — the catalogue of metrics: found, asked along the months, opened into rows, audited. */
#include "base/text.h"
#include "metric/question.h"

#include <string.h>

const struct metric *metric_find(const char *name)
{
    for (const struct metric *const *m = metric_catalogue; *m; m++)
        if (strcmp((*m)->name, name) == 0)
            return *m;
    return NULL;
}

const struct metric *metric_need(struct ctx *cx, const char *name)
{
    const struct metric *m = metric_find(name), *nearest = NULL;
    int best = -1;
    if (m)
        return m;
    for (const struct metric *const *o = metric_catalogue; *o; o++) {
        int likeness = text_likeness(cx->arena, (*o)->name, name);
        if (likeness > best) {
            best = likeness;
            nearest = *o;
        }
    }
    fail(cx, ERR_INPUT, "MET-01", "metric", "没有叫“%s”的指标,最接近的是 %s",
         "There is no metric called \"%s\"; the nearest is %s", name, nearest ? nearest->name : "-");
    return NULL;
}

enum type metric_type(const struct metric *m)
{
    return m->over ? T_PERCENT : m->value ? T_MONEY : T_INT;
}

const char *metric_unit(const struct metric *m)
{
    return m->over ? "percent" : m->value ? "fen" : "count";
}

bool metric_series(struct ctx *cx, const struct metric *m, const struct metric_query *query, int months,
                   struct metric_answer *ret_answers)
{
    struct metric_query at = *query;
    struct date end = date_is_none(at.view.as_of) ? date_of_instant((struct instant){cx->now_ms}) : at.view.as_of;
    struct date month = date_month(date_year_of(end), date_month_of(end));
    for (int i = 0; i < months; i++) {
        at.view.as_of = i + 1 == months ? end : date_last(date_add_months(month, i + 1 - months));
        if (!metric_compute(cx, m, &at, &ret_answers[i]))
            return false;
    }
    return true;
}

bool metric_rows(struct ctx *cx, const struct metric *m, const struct metric_query *mq, struct list_query *page)
{
    struct question q;
    struct asked asked = {.cx = cx, .view = mq->view};
    if (!question_read(&asked, &(struct metric_ask){.metric = m, .where = mq->where}, &q))
        return false;
    page->through = m->through;
    page->view = mq->view;
    if (!page->fields)
        page->fields = m->rows;
    page->where = m->where && mq->where ? arena_printf(cx->arena, "(%s) and (%s)", m->where, mq->where)
                  : m->where            ? m->where
                                        : mq->where;
    return true;
}

/* Every pair is a standard grouping and a field that there is. */
static bool audit_alias(struct ctx *cx, const struct metric *m, struct entity_scope *scope)
{
    struct name name;
    for (char **pair = m->alias ? text_split(cx->arena, m->alias, ' ') : NULL; pair && *pair; pair++) {
        const char *equals = strchr(*pair, '=');
        const char *grouping = arena_strndup(cx->arena, *pair, equals ? (size_t)(equals - *pair) : 0);
        if (!equals || !standard_grouping(grouping))
            return fail(cx, ERR_SYSTEM, "MET-09", m->name, "别名“%s”要写成 标准分组=字段",
                        "The alias \"%s\" must be a standard grouping = a field", *pair);
        if (!scope_name(scope, equals + 1, false, &name))
            return false;
    }
    return true;
}

/* Only numbers are summed: SQLite would add up yes and no, PostgreSQL refuses to. */
static bool audit_sums(struct ctx *cx, const struct metric *m, const struct question *q)
{
    const struct expr *const sums[] = {q->value, q->over, q->expected};
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
        if (sums[i] && expr_type(sums[i]) == T_BOOL)
            return fail(cx, ERR_SYSTEM, "MET-09", m->name, "指标 %s 的取值是“是/否”，要写成 if(……, 1, 0)",
                        "metric %s sums yes or no; write if(…, 1, 0)", m->name);
    return true;
}

bool metric_audit(struct ctx *cx)
{
    for (const struct metric *const *m = metric_catalogue; *m; m++) {
        struct asked asked = {.cx = cx};
        struct question q;
        struct name name;
        if (!entity_find((*m)->entity))
            return fail(cx, ERR_SYSTEM, "MET-09", (*m)->name, "指标所属对象不存在",
                        "The metric's entity does not exist");
        if (!question_read(&asked, &(struct metric_ask){.metric = *m}, &q) || !audit_sums(cx, *m, &q))
            return false;
        if ((*m)->month && !scope_name(q.batch->scope, (*m)->month, false, &name))
            return false;
        if (!audit_alias(cx, *m, q.batch->scope))
            return false;
    }
    return true;
}
