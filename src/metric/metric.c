/* metric.c — computes a metric from rows, in one statement: the number, or its groups, which add up to it. */
#include "metric/metric.h"

#include "base/text.h"
#include "model/group_key.h"

#include <stdlib.h>
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

/* The parsed parts of one question. */
struct question {
    const struct metric *metric;
    struct entity_scope *scope;
    struct expr *where, *asked, *value, *over, *expected;
    struct group_key by; /* .field NULL: not grouped */
    bool not_applicable; /* a standard grouping that the entity has nothing for */
};

static bool parse_part(struct ctx *cx, struct question *q, const char *text, struct expr **ret_expr)
{
    *ret_expr = text ? formula_parse(cx, text, scope_formula(q->scope)) : NULL;
    return !text || *ret_expr;
}

/* ---- grouping ---- */

/* What people group every metric by, so that one table can show many of them. */
static const struct {
    const char *name;
    const char *zh;
} standard_groupings[] = {
    {"unit", "责任单位"},   {"leader", "包联领导"}, {"sector", "项目类别"},
    {"nature", "建设性质"}, {"stage", "项目阶段"},  {"month", "月份"},
};

static const char *standard_name(const char *by)
{
    for (size_t i = 0; i < sizeof standard_groupings / sizeof *standard_groupings; i++)
        if (strcmp(standard_groupings[i].name, by) == 0 || strcmp(standard_groupings[i].zh, by) == 0)
            return standard_groupings[i].name;
    return NULL;
}

/* The field that answers for a standard grouping; NULL when the metric has none. */
static const char *standard_field(struct ctx *cx, const struct metric *m, const char *name)
{
    size_t n = strlen(name);
    for (char **pair = m->alias ? text_split(cx->arena, m->alias, ' ') : NULL; pair && *pair; pair++)
        if (strncmp(*pair, name, n) == 0 && (*pair)[n] == '=')
            return *pair + n + 1;
    return strcmp(name, "month") == 0 ? m->month : name;
}

static bool parse_by(struct ctx *cx, struct question *q, const char *by)
{
    const struct metric *m = q->metric;
    const char *standard = standard_name(by), *word = standard ? standard_field(cx, m, standard) : by;
    enum group_fit fit = word ? group_key_find(q->scope, word, &q->by) : GROUP_UNKNOWN;
    if (fit == GROUP_UNKNOWN) {
        q->not_applicable = standard != NULL;
        return standard || fail(cx, ERR_INPUT, "MET-02", "by",
                                "%s 不能按“%s”分组:没有这个字段;可用 "
                                "unit(责任单位)、leader(包联领导)、sector(类别)、nature、stage、month(月份)等字段",
                                "%s cannot be grouped by \"%s\": there is no such field; try unit, leader, sector, "
                                "nature, stage or month",
                                m->name, by);
    }
    return fit == GROUP_FITS ||
           fail(cx, ERR_INPUT, "MET-02", "by",
                "%s 不能按“%s”分组:它不是分类字段,可用 unit、leader、sector、nature、stage、month 等",
                "%s cannot be grouped by \"%s\": it is not a class; try unit, leader, sector, nature, stage or month",
                m->name, by);
}

/* ---- the question ---- */

static bool parse_question(struct ctx *cx, const struct metric *m, const struct metric_query *mq, struct question *q)
{
    const struct entity *e = entity_find(m->entity);
    *q = (struct question){.metric = m, .scope = scope_new(cx, e, m->through, mq->view)};
    return q->scope && parse_part(cx, q, m->where, &q->where) && parse_part(cx, q, mq->where, &q->asked) &&
           parse_part(cx, q, m->value, &q->value) && parse_part(cx, q, m->over, &q->over) &&
           parse_part(cx, q, m->expected, &q->expected) && (!mq->by || parse_by(cx, q, mq->by));
}

static bool add_sum(struct sql *q, const struct expr *e, bool first)
{
    sql_add(q, "%s", first ? "" : ", ");
    if (!e) {
        sql_add(q, "NULL");
        return true;
    }
    sql_add(q, "SUM(");
    if (!expr_sql(e, q))
        return false;
    sql_add(q, ")");
    return true;
}

static bool add_condition(struct sql *q, const struct expr *e)
{
    if (!e)
        return true;
    sql_add(q, " AND (");
    if (!expr_sql(e, q))
        return false;
    sql_add(q, ")");
    return true;
}

/* SELECT [key,] value, over, expected, rows FROM … [GROUP BY key]; rows only where they are the number asked for. */
static struct rows *run(struct question *qn, bool grouped)
{
    struct sql q = scope_sql(qn->scope);
    sql_add(&q, "SELECT ");
    if (grouped)
        sql_add(&q, "%s, ", qn->by.sql);
    if (!add_sum(&q, qn->value, true) || !add_sum(&q, qn->over, false) || !add_sum(&q, qn->expected, false))
        return NULL;
    sql_add(&q, qn->value ? ", NULL" : ", COUNT(*)");
    scope_from(qn->scope, &q);
    if (!add_condition(&q, qn->where) || !add_condition(&q, qn->asked))
        return NULL;
    if (grouped)
        sql_add(&q, " GROUP BY 1");
    return sql_query(&q);
}

/* What one row of a statement adds up to; groups add up to the total. */
struct sums {
    int64_t value, over, expected;
    int64_t rows; /* of a metric without a value */
};

static struct sums read_sums(const struct rows *rows, int column)
{
    return (struct sums){db_int(rows, column), db_int(rows, column + 1), db_int(rows, column + 2),
                         db_int(rows, column + 3)};
}

static void add_sums(struct sums *all, const struct sums *more)
{
    all->value += more->value;
    all->over += more->over;
    all->expected += more->expected;
    all->rows += more->rows;
}

static struct metric_number number_of(const struct metric *m, const struct sums *s)
{
    struct metric_number n = {.value = NONE_INT, .schedule = NONE_INT, .points = NONE_INT};
    if (!m->value)
        n.value = s->rows;
    else if (!m->over)
        n.value = s->value;
    else {
        n.part = s->value;
        n.whole = s->over;
        n.value = percent_of(n.part, n.whole);
        if (m->expected && n.whole > 0) {
            n.expected = s->expected;
            n.schedule = percent_of(n.expected, n.whole);
            n.points = n.value - n.schedule;
        }
    }
    return n;
}

static int by_value(const void *x, const void *y)
{
    const struct metric_group *a = x, *b = y;
    if (a->number.value != b->number.value)
        return a->number.value < b->number.value ? 1 : -1;
    return strcmp(a->key ? a->key : "\xff", b->key ? b->key : "\xff");
}

static int by_key(const void *x, const void *y)
{
    const struct metric_group *a = x, *b = y;
    return strcmp(a->key ? a->key : "\xff", b->key ? b->key : "\xff");
}

static struct metric_group *add_group(struct ctx *cx, struct metric_answer *answer, size_t *capacity)
{
    if (answer->group_count == *capacity) {
        size_t more = *capacity ? *capacity * 2 : 16, size = sizeof *answer->groups;
        answer->groups = arena_grow(cx->arena, answer->groups, *capacity * size, more * size);
        *capacity = more;
    }
    return &answer->groups[answer->group_count++];
}

/* The groups, and the total that they add up to. */
static bool read_groups(struct ctx *cx, struct question *q, struct metric_answer *answer)
{
    struct rows *rows = run(q, true);
    struct sums all = {0};
    size_t capacity = 0;
    if (!rows)
        return false;
    while (db_next(rows)) {
        struct sums sums = read_sums(rows, 1);
        struct metric_group *g = add_group(cx, answer, &capacity);
        *g = (struct metric_group){.number = number_of(q->metric, &sums)};
        g->key = group_key_name(cx, &q->by, db_value(rows, 0), &g->label);
        g->where = group_key_where(cx, &q->by, db_value(rows, 0));
        add_sums(&all, &sums);
    }
    if (!db_ok(rows))
        return false;
    answer->total = number_of(q->metric, &all);
    if (answer->group_count)
        qsort(answer->groups, answer->group_count, sizeof *answer->groups,
              q->by.field->type == T_DATE ? by_key : by_value);
    return true;
}

static bool read_total(struct ctx *cx, struct question *q, struct metric_answer *answer)
{
    struct rows *rows = run(q, false);
    if (!rows)
        return false;
    struct sums sums = db_next(rows) ? read_sums(rows, 0) : (struct sums){0};
    db_end(rows);
    answer->total = number_of(q->metric, &sums);
    if (q->not_applicable) {
        size_t none = 0;
        *add_group(cx, answer, &none) =
            (struct metric_group){.label = {"不适用", "Not applicable"}, .number = answer->total};
    }
    return db_ok(rows);
}

bool metric_compute(struct ctx *cx, const struct metric *m, const struct metric_query *mq,
                    struct metric_answer *ret_answer)
{
    struct question q;
    if (!parse_question(cx, m, mq, &q))
        return false;
    struct metric_answer answer = {.metric = m, .view = scope_view(q.scope), .by = mq->by};
    if (!(q.by.field ? read_groups(cx, &q, &answer) : read_total(cx, &q, &answer)))
        return false;
    *ret_answer = answer;
    return true;
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
    if (!parse_question(cx, m, &(struct metric_query){.view = mq->view, .where = mq->where}, &q))
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
        if (!equals || !standard_name(grouping))
            return fail(cx, ERR_SYSTEM, "MET-09", m->name, "别名“%s”要写成 标准分组=字段",
                        "The alias \"%s\" must be a standard grouping = a field", *pair);
        if (!scope_name(scope, equals + 1, false, &name))
            return false;
    }
    return true;
}

bool metric_audit(struct ctx *cx)
{
    for (const struct metric *const *m = metric_catalogue; *m; m++) {
        struct question q;
        struct name name;
        if (!entity_find((*m)->entity))
            return fail(cx, ERR_SYSTEM, "MET-09", (*m)->name, "指标所属对象不存在",
                        "The metric's entity does not exist");
        if (!parse_question(cx, *m, &(struct metric_query){0}, &q))
            return false;
        if ((*m)->month && !scope_name(q.scope, (*m)->month, false, &name))
            return false;
        if (!audit_alias(cx, *m, q.scope))
            return false;
    }
    return true;
}
