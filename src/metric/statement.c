/* statement.c — the SQL of many questions: what they share said once, the rest as conditions around their sums. */
#include "metric/statement.h"

#include <string.h>

/* ---- what the questions share ---- */

static void each_question(struct work *w, void (*visit)(struct work *w, struct question *q))
{
    for (size_t i = 0; i < w->count; i++)
        for (size_t n = 0; n < w->selects[i].count; n++)
            visit(w, w->selects[i].list[n].question);
}

static bool has_condition(const struct question *q, const char *text)
{
    for (size_t i = 0; i < q->keep_count; i++)
        if (strcmp(q->keep[i].text, text) == 0)
            return true;
    return false;
}

static bool all_have(const struct work *w, const char *text)
{
    for (size_t i = 0; i < w->count; i++)
        for (size_t n = 0; n < w->selects[i].count; n++)
            if (!has_condition(w->selects[i].list[n].question, text))
                return false;
    return true;
}

static void write_conditions(struct work *w, struct question *q)
{
    for (size_t i = 0; i < q->keep_count; i++)
        if (!q->keep[i].text)
            q->keep[i].text = expr_text(q->keep[i].condition, w->cx);
}

static void mark_shared(struct work *w, struct question *q)
{
    bool alone = w->count == 1 && w->selects[0].count == 1;
    for (size_t i = 0; i < q->keep_count; i++)
        q->keep[i].shared = alone || all_have(w, q->keep[i].text);
}

/* Conditions of every question go behind WHERE, where indexes answer for them. */
static void find_shared(struct work *w)
{
    if (w->count > 1 || w->selects[0].count > 1)
        each_question(w, write_conditions);
    each_question(w, mark_shared);
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
static void each_name(struct work *w, struct question *q, void (*visit)(void *arg, struct name *name))
{
    for (size_t i = 0; i < q->keep_count; i++)
        if (!q->keep[i].shared)
            expr_each_name(q->keep[i].condition, visit, w);
    expr_each_name(q->value, visit, w);
    expr_each_name(q->over, visit, w);
    expr_each_name(q->expected, visit, w);
}

static void count_uses(struct work *w, struct question *q)
{
    each_name(w, q, count_use);
}

static void put_columns(struct work *w, struct question *q)
{
    each_name(w, q, put_column);
}

static bool nobody_has_own(const struct work *w)
{
    for (size_t i = 0; i < w->count; i++)
        for (size_t n = 0; n < w->selects[i].count; n++)
            if (question_has_own(w->selects[i].list[n].question))
                return false;
    return true;
}

/* A derived field may be a query of its own; and groupings of the very same rows read them once. */
bool statement_shares(struct work *w)
{
    find_shared(w);
    bool gains = w->count > 1 && nobody_has_own(w);
    if (w->count == 1 && w->selects[0].count == 1)
        return false;
    each_question(w, count_uses);
    for (size_t i = 0; i < w->column_count; i++)
        gains = gains || (w->columns[i].uses > 1 && strstr(w->columns[i].sql, "(SELECT "));
    if (!gains) {
        w->column_count = 0;
        return false;
    }
    each_question(w, put_columns);
    for (size_t i = 0; i < w->count; i++) {
        struct group_key *by = &w->selects[i].part->by;
        if (by->field)
            by->sql = column_of(w, by->sql)->name;
    }
    return true;
}

/* ---- the statement ---- */

bool question_has_own(const struct question *q)
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

bool question_counts(const struct question *q)
{
    return !q->value || (q->part->by.field && question_has_own(q));
}

/* SUM(value) or COUNT(*) of the rows that the question keeps. */
static bool add_sum(struct sql *q, const struct question *qn, const struct expr *value)
{
    sql_add(q, value ? ", SUM(" : ", COUNT(*");
    if (value && !expr_sql(value, q))
        return false;
    sql_add(q, ")");
    if (!question_has_own(qn))
        return true;
    bool done = add_conditions(q, qn, false, " FILTER (WHERE ");
    sql_add(q, ")");
    return done;
}

static bool add_sums(struct sql *q, const struct question *qn)
{
    const struct expr *const values[] = {qn->value, qn->over, qn->expected};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (values[i] && !add_sum(q, qn, values[i]))
            return false;
    return !question_counts(qn) || add_sum(q, qn, NULL);
}

static int columns_of(const struct question *qn)
{
    return !!qn->value + !!qn->over + !!qn->expected + question_counts(qn);
}

/* Give every sum its column. */
static void place_sums(struct work *w)
{
    for (size_t i = 0; i < w->count; i++) {
        int width = COLUMN_SUMS;
        for (size_t n = 0; n < w->selects[i].count; n++) {
            struct answering *a = &w->selects[i].list[n];
            a->column = width;
            width += columns_of(a->question);
        }
        w->selects[i].width = width;
        w->width = width > w->width ? width : w->width;
    }
}

static bool add_rows(struct work *w, struct sql *q)
{
    scope_from(w->batch->scope, q);
    return add_conditions(q, w->selects[0].list[0].question, true, " AND ");
}

/* The limit takes no row away: behind it both engines work a row's columns out once, and need not keep the rows for a
 * single SELECT. */
static bool add_columns(struct work *w, struct sql *q)
{
    sql_add(q, "WITH rows_asked AS (SELECT ");
    for (size_t i = 0; i < w->column_count; i++)
        sql_add(q, "%s%s AS %s", i ? ", " : "", w->columns[i].sql, w->columns[i].name + strlen("t."));
    bool done = add_rows(w, q);
    sql_add(q, " LIMIT %lld) ", (long long)INT64_MAX);
    return done;
}

static bool add_select(struct work *w, size_t i, struct sql *q)
{
    const struct selecting *s = &w->selects[i];
    const struct group_key *by = &s->part->by;
    int key = by->field ? key_column(by) : COLUMN_SELECT;
    sql_add(q, "%sSELECT CAST(%zu AS BIGINT), ", i ? " UNION ALL " : "", i);
    sql_add(q, "%s, ", key == COLUMN_TEXT ? by->sql : "CAST(NULL AS TEXT)");
    sql_add(q, "%s", key == COLUMN_NUMBER ? by->sql : "CAST(NULL AS BIGINT)");
    for (size_t n = 0; n < s->count; n++)
        if (!add_sums(q, s->list[n].question))
            return false;
    for (int column = s->width; column < w->width; column++)
        sql_add(q, ", 0");
    if (w->column_count)
        sql_add(q, " FROM rows_asked t");
    else if (!add_rows(w, q))
        return false;
    if (by->field)
        sql_add(q, " GROUP BY %d", key + 1);
    return true;
}

struct rows *statement_run(struct work *w)
{
    struct sql q = scope_sql(w->batch->scope);
    place_sums(w);
    if (w->column_count && !add_columns(w, &q))
        return NULL;
    for (size_t i = 0; i < w->count; i++)
        if (!add_select(w, i, &q))
            return NULL;
    return sql_query(&q);
}
