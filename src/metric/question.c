/* question.c — reads what is asked: formulas, groupings, and which questions one statement can answer together. */
#include "metric/question.h"

#include "base/text.h"

#include <string.h>

/* ---- grouping ---- */

/* What people group every metric by, so that one table can show many of them. */
static const struct {
    const char *name;
    const char *zh;
} standard_groupings[] = {
    {"unit", "责任单位"},   {"leader", "包联领导"}, {"sector", "项目类别"},
    {"nature", "建设性质"}, {"stage", "项目阶段"},  {"month", "月份"},
};

const char *standard_grouping(const char *word)
{
    for (size_t i = 0; i < sizeof standard_groupings / sizeof *standard_groupings; i++)
        if (strcmp(standard_groupings[i].name, word) == 0 || strcmp(standard_groupings[i].zh, word) == 0)
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

static bool find_key(struct ctx *cx, const struct batch *b, struct part *p, const struct metric *m, const char *by)
{
    enum group_fit fit = p->word ? group_key_find(b->scope, p->word, &p->by) : GROUP_UNKNOWN;
    if (fit == GROUP_UNKNOWN) {
        p->not_applicable = standard_grouping(by) != NULL;
        return p->not_applicable ||
               fail(cx, ERR_INPUT, "MET-02", "by",
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

/* ---- batches ---- */

static bool is_same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* The batch about the rows of the metric's entity; a new one when there is none yet. */
static struct batch *batch_for(struct asked *asked, const struct metric *m)
{
    const struct entity *e = entity_find(m->entity);
    struct batch **place = &asked->batches;
    while (*place && ((*place)->entity != e || !is_same((*place)->through, m->through)))
        place = &(*place)->next;
    if (*place)
        return *place;
    struct batch *b = ARENA_NEW(asked->cx->arena, struct batch);
    *b = (struct batch){
        .scope = scope_new(asked->cx, e, m->through, asked->view),
        .entity = e,
        .through = m->through,
    };
    return b->scope ? *place = b : NULL;
}

/* The part of the batch that is by these groups. */
static struct part *part_for(struct ctx *cx, struct batch *b, const struct metric *m, const char *by)
{
    const char *standard = by ? standard_grouping(by) : NULL, *word = standard ? standard_field(cx, m, standard) : by;
    struct part **place = &b->parts;
    while (*place && ((*place)->grouped != (by != NULL) || !is_same((*place)->word, word)))
        place = &(*place)->next;
    if (*place)
        return *place;
    struct part *p = ARENA_NEW(cx->arena, struct part);
    *p = (struct part){.grouped = by != NULL, .word = word};
    if (by && !find_key(cx, b, p, m, by))
        return NULL;
    return *place = p;
}

/* ---- formulas ---- */

static bool parse(struct ctx *cx, const struct question *q, const char *text, struct expr **ret_expr)
{
    struct formula_read **place = &q->batch->formulas;
    *ret_expr = NULL;
    if (!text)
        return true;
    while (*place && !is_same((*place)->text, text))
        place = &(*place)->next;
    if (!*place) {
        struct expr *e = formula_parse(cx, text, scope_formula(q->batch->scope));
        if (!e)
            return false;
        *place = ARENA_NEW(cx->arena, struct formula_read);
        **place = (struct formula_read){text, e, NULL};
    }
    *ret_expr = (*place)->expr;
    return true;
}

static void keep_all_of(struct ctx *cx, struct question *q, struct expr *filter)
{
    size_t count;
    struct expr **list = expr_all_of(filter, cx, &count);
    q->keep =
        arena_grow(cx->arena, q->keep, q->keep_count * sizeof *q->keep, (q->keep_count + count) * sizeof *q->keep);
    for (size_t i = 0; i < count; i++)
        q->keep[q->keep_count++] = (struct keeping){.condition = list[i]};
}

bool question_read(struct asked *asked, const struct metric_ask *ask, struct question *ret_question)
{
    struct ctx *cx = asked->cx;
    const struct metric *m = ask->metric;
    struct question q = {.metric = m, .batch = batch_for(asked, m)};
    const char *const filters[] = {m->where, ask->where};
    q.part = q.batch ? part_for(cx, q.batch, m, ask->by) : NULL;
    if (!q.part)
        return false;
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        struct expr *filter;
        if (!parse(cx, &q, filters[i], &filter))
            return false;
        if (filter)
            keep_all_of(cx, &q, filter);
    }
    if (!parse(cx, &q, m->value, &q.value) || !parse(cx, &q, m->over, &q.over) ||
        !parse(cx, &q, m->expected, &q.expected))
        return false;
    *ret_question = q;
    return true;
}
