/* compute.c — computes metrics from rows: one statement for all that ask for the same rows by the same groups. */
#include "metric/question.h"

#include <stdlib.h>
#include <string.h>

/* The questions of one batch, and where their answers go. */
struct work {
    struct ctx *cx;
    struct batch *batch;
    struct question **questions;
    struct metric_answer **answers;
    size_t count;
    struct column *columns; /* what each row is asked once; NULL: the statement needs no such thing */
    size_t column_count, column_room;
};

/* ---- what the questions share ---- */

static bool has_condition(const struct question *q, const char *text)
{
    for (size_t i = 0; i < q->keep_count; i++)
        if (strcmp(q->keep[i].text, text) == 0)
            return true;
    return false;
}

/* Conditions of every question go behind WHERE, where indexes answer for them. */
static void find_shared(struct work *w)
{
    for (size_t n = 0; n < w->count && w->count > 1; n++)
        for (size_t i = 0; i < w->questions[n]->keep_count; i++)
            w->questions[n]->keep[i].text = expr_text(w->questions[n]->keep[i].condition, w->cx);
    for (size_t n = 0; n < w->count; n++)
        for (size_t i = 0; i < w->questions[n]->keep_count; i++) {
            struct keeping *k = &w->questions[n]->keep[i];
            k->shared = true;
            for (size_t other = 0; other < w->count && k->shared; other++)
                k->shared = other == n || has_condition(w->questions[other], k->text);
        }
}

/* A value that rows are asked for, by the SQL that tells it. */
struct column {
    const char *sql, *name;
    int uses;
};

static struct column *column_of(struct work *w, const char *sql)
{
    for (size_t i = 0; i < w->column_count; i++)
        if (strcmp(w->columns[i].sql, sql) == 0 || strcmp(w->columns[i].name, sql) == 0)
            return &w->columns[i];
    if (w->column_count == w->column_room) {
        size_t room = w->column_room ? w->column_room * 2 : 16, size = sizeof *w->columns;
        w->columns = arena_grow(w->cx->arena, w->columns, w->column_room * size, room * size);
        w->column_room = room;
    }
    struct column *c = &w->columns[w->column_count++];
    *c = (struct column){.sql = sql, .name = arena_printf(w->cx->arena, "t.c%zu", w->column_count)};
    return c;
}

static void count_use(void *work, struct name *name)
{
    column_of(work, name->sql)->uses++;
}

static void put_column(void *work, struct name *name)
{
    name->sql = column_of(work, name->sql)->name;
}

/* Every name outside the shared conditions. */
static void each_name(struct work *w, void (*visit)(void *arg, struct name *name))
{
    for (size_t n = 0; n < w->count; n++) {
        struct question *q = w->questions[n];
        for (size_t i = 0; i < q->keep_count; i++)
            if (!q->keep[i].shared)
                expr_each_name(q->keep[i].condition, visit, w);
        expr_each_name(q->value, visit, w);
        expr_each_name(q->over, visit, w);
        expr_each_name(q->expected, visit, w);
    }
}

/* A derived field is a query of its own; what several questions want to know is worked out once for each row, in a query
 * below the sums. */
static void share_columns(struct work *w)
{
    bool gains = false;
    if (w->count == 1)
        return;
    each_name(w, count_use);
    for (size_t i = 0; i < w->column_count; i++)
        gains = gains || (w->columns[i].uses > 1 && strchr(w->columns[i].sql, '('));
    if (!gains) {
        w->column_count = 0;
        return;
    }
    each_name(w, put_column);
    if (w->batch->by.field)
        w->batch->by.sql = column_of(w, w->batch->by.sql)->name;
}

/* ---- the statement ---- */

/* The question's own conditions, as a CASE around what follows; false: it has none. */
static bool has_own(const struct question *q)
{
    for (size_t i = 0; i < q->keep_count; i++)
        if (!q->keep[i].shared)
            return true;
    return false;
}

static bool add_conditions(struct sql *q, const struct question *qn, bool shared, const char *before)
{
    for (size_t i = 0; i < qn->keep_count; i++) {
        if (qn->keep[i].shared != shared)
            continue;
        sql_add(q, "%s(", before);
        if (!expr_sql(qn->keep[i].condition, q))
            return false;
        sql_add(q, ")");
        before = " AND ";
    }
    return true;
}

/* SUM(value) or COUNT(*) of the rows that the question keeps. */
static bool add_sum(struct sql *q, const struct question *qn, const char *function, const struct expr *value)
{
    bool own = has_own(qn);
    sql_add(q, ", %s(", function);
    if (own && !add_conditions(q, qn, false, "CASE WHEN "))
        return false;
    sql_add(q, own ? " THEN " : "");
    if (value && !expr_sql(value, q))
        return false;
    sql_add(q, value ? "" : own ? "1" : "*");
    sql_add(q, own ? " END)" : ")");
    return true;
}

/* Sums of value, over and expected, and how many rows there are where somebody looks at it. */
static bool add_sums(struct work *w, struct sql *q, const struct question *qn)
{
    const struct expr *const values[] = {qn->value, qn->over, qn->expected};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (!values[i])
            sql_add(q, ", NULL");
        else if (!add_sum(q, qn, "SUM", values[i]))
            return false;
    if (!qn->value || (w->batch->by.field && has_own(qn)))
        return add_sum(q, qn, "COUNT", NULL);
    sql_add(q, ", NULL");
    return true;
}

static bool add_rows(struct work *w, struct sql *q)
{
    scope_from(w->batch->scope, q);
    return add_conditions(q, w->questions[0], true, " AND ");
}

static bool add_columns(struct work *w, struct sql *q)
{
    sql_add(q, "WITH rows_asked AS MATERIALIZED (SELECT ");
    for (size_t i = 0; i < w->column_count; i++)
        sql_add(q, "%s%s AS %s", i ? ", " : "", w->columns[i].sql, w->columns[i].name + strlen("t."));
    bool done = add_rows(w, q);
    sql_add(q, ") ");
    return done;
}

/* SELECT key, value, over, expected, rows, value, … FROM … [GROUP BY key] */
static struct rows *run(struct work *w)
{
    struct sql q = scope_sql(w->batch->scope);
    const struct group_key *by = &w->batch->by;
    find_shared(w);
    share_columns(w);
    if (w->column_count && !add_columns(w, &q))
        return NULL;
    sql_add(&q, "SELECT %s", by->field ? by->sql : "NULL");
    for (size_t n = 0; n < w->count; n++)
        if (!add_sums(w, &q, w->questions[n]))
            return NULL;
    if (w->column_count)
        sql_add(&q, " FROM rows_asked t");
    else if (!add_rows(w, &q))
        return NULL;
    if (by->field)
        sql_add(&q, " GROUP BY 1");
    return sql_query(&q);
}

/* ---- the numbers ---- */

/* What one row of a statement adds up to for a question; groups add up to the total. */
struct sums {
    int64_t value, over, expected;
    int64_t rows; /* of a metric without a value, and of a group that may have none */
};
enum { SUMS = 4 };

static struct sums read_sums(const struct rows *rows, size_t question)
{
    int column = 1 + (int)question * SUMS;
    return (struct sums){db_int(rows, column), db_int(rows, column + 1), db_int(rows, column + 2),
                         db_int(rows, column + 3)};
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

/* Room for the groups of one answer. */
struct groups {
    struct sums all;
    size_t capacity;
};

static struct metric_group *add_group(struct ctx *cx, struct metric_answer *answer, struct groups *g)
{
    if (answer->group_count == g->capacity) {
        size_t more = g->capacity ? g->capacity * 2 : 16, size = sizeof *answer->groups;
        answer->groups = arena_grow(cx->arena, answer->groups, g->capacity * size, more * size);
        g->capacity = more;
    }
    return &answer->groups[answer->group_count++];
}

/* The groups, and the total that they add up to. */
static bool read_groups(struct work *w, struct rows *rows)
{
    const struct group_key *by = &w->batch->by;
    struct groups *groups = arena_array(w->cx->arena, w->count, sizeof *groups);
    while (db_next(rows)) {
        struct metric_group group = {0};
        group.key = group_key_name(w->cx, by, db_value(rows, 0), &group.label);
        group.where = group_key_where(w->cx, by, db_value(rows, 0));
        for (size_t n = 0; n < w->count; n++) {
            struct sums sums = read_sums(rows, n);
            if (has_own(w->questions[n]) && sums.rows == 0)
                continue; /* a group of other questions */
            group.number = number_of(w->questions[n]->metric, &sums);
            *add_group(w->cx, w->answers[n], &groups[n]) = group;
            add_up(&groups[n].all, &sums);
        }
    }
    for (size_t n = 0; n < w->count; n++) {
        struct metric_answer *answer = w->answers[n];
        answer->total = number_of(answer->metric, &groups[n].all);
        if (answer->group_count)
            qsort(answer->groups, answer->group_count, sizeof *answer->groups,
                  by->field->type == T_DATE ? by_key : by_value);
    }
    return db_ok(rows);
}

static bool read_totals(struct work *w, struct rows *rows)
{
    bool any = db_next(rows);
    for (size_t n = 0; n < w->count; n++) {
        struct metric_answer *answer = w->answers[n];
        struct sums sums = any ? read_sums(rows, n) : (struct sums){0};
        answer->total = number_of(answer->metric, &sums);
        if (w->batch->not_applicable)
            *add_group(w->cx, answer, &(struct groups){0}) =
                (struct metric_group){.label = {"不适用", "Not applicable"}, .number = answer->total};
    }
    db_end(rows);
    return db_ok(rows);
}

static bool answer_batch(struct work *w)
{
    struct rows *rows = run(w);
    if (!rows)
        return false;
    return w->batch->by.field ? read_groups(w, rows) : read_totals(w, rows);
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
        struct work w = {.cx = cx, .batch = b};
        w.questions = arena_array(cx->arena, b->questions, sizeof *w.questions);
        w.answers = arena_array(cx->arena, b->questions, sizeof *w.answers);
        for (size_t i = 0; i < count; i++) {
            if (questions[i].batch != b)
                continue;
            w.questions[w.count] = &questions[i];
            w.answers[w.count++] = &ret_answers[i];
        }
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
