/* compute.c — computes metrics from rows: asks, and adds the numbers up; groups add up to their total. */
#include "metric/statement.h"

#include <stdlib.h>
#include <string.h>

static struct sums read_sums(const struct rows *rows, const struct answering *a)
{
    const struct question *q = a->question;
    struct sums sums = {0};
    int column = a->column;
    if (q->value)
        sums.value = db_int(rows, column++);
    if (q->over)
        sums.over = db_int(rows, column++);
    if (q->expected)
        sums.expected = db_int(rows, column++);
    if (question_counts(q))
        sums.rows = db_int(rows, column);
    return sums;
}

static void add_up(struct sums *all, const struct sums *more)
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

static void add_group(struct ctx *cx, struct answering *a, const struct metric_group *g)
{
    struct metric_answer *answer = a->answer;
    if (answer->group_count == a->room) {
        size_t more = a->room ? a->room * 2 : 16, size = sizeof *answer->groups;
        answer->groups = arena_grow(cx->arena, answer->groups, a->room * size, more * size);
        a->room = more;
    }
    answer->groups[answer->group_count++] = *g;
}

static void read_group(struct ctx *cx, const struct selecting *s, const struct rows *rows)
{
    const struct group_key *by = &s->part->by;
    const struct value key = db_value(rows, key_column(by));
    struct metric_group group = {0};
    group.key = group_key_name(cx, by, key, &group.label);
    group.where = group_key_where(cx, by, key);
    for (size_t n = 0; n < s->count; n++) {
        struct answering *a = &s->list[n];
        struct sums sums = read_sums(rows, a);
        if (question_has_own(a->question) && sums.rows == 0)
            continue; /* a group of other questions */
        group.number = number_of(a->answer->metric, &sums);
        add_group(cx, a, &group);
        add_up(&a->all, &sums);
    }
}

static void read_total(const struct selecting *s, const struct rows *rows)
{
    for (size_t n = 0; n < s->count; n++)
        s->list[n].all = read_sums(rows, &s->list[n]);
}

/* All rows are in. */
static void conclude(struct ctx *cx, const struct selecting *s)
{
    const struct group_key *by = &s->part->by;
    for (size_t n = 0; n < s->count; n++) {
        struct answering *a = &s->list[n];
        struct metric_answer *answer = a->answer;
        answer->total = number_of(answer->metric, &a->all);
        if (s->part->not_applicable)
            add_group(cx, a, &(struct metric_group){.label = {"不适用", "Not applicable"}, .number = answer->total});
        else if (answer->group_count)
            qsort(answer->groups, answer->group_count, sizeof *answer->groups,
                  by->field->type == T_DATE ? by_key : by_value);
    }
}

static bool answer(struct work *w)
{
    struct rows *rows = statement_run(w);
    if (!rows)
        return false;
    while (db_next(rows)) {
        const struct selecting *s = &w->selects[db_int(rows, COLUMN_SELECT)];
        if (s->part->by.field)
            read_group(w->cx, s, rows);
        else
            read_total(s, rows);
    }
    for (size_t i = 0; i < w->count; i++)
        conclude(w->cx, &w->selects[i]);
    return db_ok(rows);
}

/* Parts that want to know the same of each row go together; others find their rows better apart. */
static bool answer_batch(struct work *w)
{
    if (statement_shares(w) || w->count == 1)
        return answer(w);
    for (size_t i = 0; i < w->count; i++) {
        struct work one = {.cx = w->cx, .batch = w->batch, .selects = &w->selects[i], .count = 1};
        if (!answer_batch(&one))
            return false;
    }
    return true;
}

/* The questions of a batch, by parts. */
static struct work work_for(struct ctx *cx, struct batch *b, struct question *questions, struct metric_answer *answers,
                            size_t count)
{
    struct work w = {.cx = cx, .batch = b};
    for (struct part *p = b->parts; p; p = p->next)
        w.count++;
    w.selects = arena_array(cx->arena, w.count, sizeof *w.selects);
    struct selecting *s = w.selects;
    for (struct part *p = b->parts; p; p = p->next, s++) {
        *s = (struct selecting){.part = p, .list = arena_array(cx->arena, count, sizeof *s->list)};
        for (size_t i = 0; i < count; i++)
            if (questions[i].part == p)
                s->list[s->count++] = (struct answering){.question = &questions[i], .answer = &answers[i]};
    }
    return w;
}

bool metric_many(struct ctx *cx, struct view view, const struct metric_ask *asks, size_t count,
                 struct metric_answer *ret_answers)
{
    struct asked asked = {.cx = cx, .view = view};
    struct question *questions = arena_array(cx->arena, count + 1, sizeof *questions);
    for (size_t i = 0; i < count; i++) {
        if (!question_read(&asked, &asks[i], &questions[i]))
            return false;
        ret_answers[i] = (struct metric_answer){
            .metric = asks[i].metric, .view = scope_view(questions[i].batch->scope), .by = asks[i].by};
    }
    for (struct batch *b = asked.batches; b; b = b->next) {
        struct work w = work_for(cx, b, questions, ret_answers, count);
        if (!answer_batch(&w))
            return false;
    }
    return true;
}

bool metric_compute(struct ctx *cx, const struct metric *m, const struct metric_query *query,
                    struct metric_answer *ret_answer)
{
    struct metric_ask ask = {.metric = m, .where = query->where, .by = query->by};
    return metric_many(cx, query->view, &ask, 1, ret_answer);
}
