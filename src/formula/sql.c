/* sql.c — an expression as SQL that means the same on both engines.
 *
 * Where SQL says "unknown", the language says "false".  In a WHERE they are the same, and AND and OR keep it so;
 * only NOT tells them apart.  So plain comparisons stay plain, and indexes usable; COALESCE stands under NOT alone.
 */
#include "formula/expr.h"

#include "base/text.h"

#include <string.h>

enum { RANK_OR, RANK_AND, RANK_NOT };                /* of conditions */
enum { RANK_ANY, RANK_SUM, RANK_PRODUCT, RANK_ONE }; /* of values */

static void condition(struct sql *q, const struct expr *e, int rank);
static void value(struct sql *q, const struct expr *e, int rank);

static void bind_int(struct sql *q, int64_t n)
{
    sql_bind(q, value_int(n));
}

/* A bound value whose type PostgreSQL need not guess. */
static void bind_typed(struct sql *q, struct value v, bool text)
{
    sql_add(q, "CAST(");
    sql_bind(q, v);
    sql_add(q, text ? " AS TEXT)" : " AS BIGINT)");
}

static bool is_text(enum kind kind)
{
    return kind == KIND_TEXT || kind == KIND_CHOICE;
}

static struct value const_value(struct sql *q, const struct expr *e)
{
    return e->op == EXPR_VARIABLE ? value_int(variable_code(e, q->cx)) : e->value;
}

static void name(struct sql *q, const struct expr *e)
{
    const char *sql = e->name.sql ? e->name.sql : e->name.field->name;
    sql_add(q, expr_is_plain_sql(sql) ? "%s" : "(%s)", sql);
}

/* ---- Values ---- */

/* An operand by its own SQL or, once it has been given a name, by that. */
struct operand {
    const struct expr *e;
    bool named;
    char letter;
};

static void operand(struct sql *q, struct operand o, int rank)
{
    if (o.named)
        sql_add(q, "calc.%c", o.letter);
    else
        value(q, o.e, rank);
}

static void fill(struct sql *q, const char *template, struct operand a, struct operand b)
{
    const char *mark;
    for (; (mark = strchr(template, '#')); template = mark + 3) {
        sql_add(q, "%.*s", (int)(mark - template), template);
        operand(q, mark[2] == 'a' ? a : b, mark[1] - '0');
    }
    sql_add(q, "%s", template);
}

static void named(struct sql *q, const struct expr *a, const struct expr *b)
{
    sql_add(q, " FROM (SELECT ");
    value(q, a, RANK_ANY);
    sql_add(q, " AS a");
    if (b) {
        sql_add(q, ", ");
        value(q, b, RANK_ANY);
        sql_add(q, " AS b");
    }
    sql_add(q, ") AS calc)");
}

static void arith(struct sql *q, const struct expr *e, int rank)
{
    const struct arith *op = e->arith;
    int64_t known;
    if (!e->b && check_is_const(e->a)) { /* say the number */
        bind_typed(q, op->run(const_value(q, e->a).i, 0, &known) ? value_int(known) : value_null(), false);
        return;
    }
    bool by_name =
        (arith_repeats(op, 'a') && !expr_is_short(e->a)) || (e->b && arith_repeats(op, 'b') && !expr_is_short(e->b));
    bool brackets = op->sql_rank < rank && !by_name;
    sql_add(q, by_name ? "(SELECT " : brackets ? "(" : "");
    fill(q, op->sql, (struct operand){e->a, by_name, 'a'}, (struct operand){e->b, by_name, 'b'});
    if (by_name)
        named(q, e->a, e->b);
    sql_add(q, brackets ? ")" : "");
}

static void value(struct sql *q, const struct expr *e, int rank)
{
    switch (e->op) {
    case EXPR_CONST:
    case EXPR_VARIABLE:
        bind_typed(q, const_value(q, e), is_text(e->kind));
        return;
    case EXPR_NAME:
        name(q, e);
        return;
    case EXPR_ARITH:
        arith(q, e, rank);
        return;
    case EXPR_IF:
        sql_add(q, "CASE WHEN ");
        condition(q, e->a, RANK_OR);
        sql_add(q, " THEN ");
        value(q, e->b, RANK_ANY);
        sql_add(q, " ELSE ");
        value(q, e->c, RANK_ANY);
        sql_add(q, " END");
        return;
    default:
        sql_add(q, "CASE WHEN ");
        condition(q, e, RANK_OR);
        sql_add(q, " THEN 1 ELSE 0 END");
        return;
    }
}

/* ---- Conditions ---- */

static const char *const signs[] = {"=", "<>", "<", "<=", ">", ">="};

/* A constant beside `left`: beside a column it needs no cast. */
static void beside(struct sql *q, const struct expr *left, const struct expr *e)
{
    if (left->op == EXPR_NAME && check_is_const(e))
        sql_bind(q, const_value(q, e));
    else
        value(q, e, RANK_SUM);
}

/* A date or instant against the days that `days` may mean. */
static void within(struct sql *q, struct operand a, const struct period days, enum comparison compare)
{
    operand(q, a, RANK_SUM);
    switch (compare) {
    case CMP_EQ:
    case CMP_NE:
        sql_add(q, compare == CMP_EQ ? " BETWEEN " : " NOT BETWEEN ");
        bind_int(q, days.low);
        sql_add(q, " AND ");
        bind_int(q, days.high);
        return;
    case CMP_LT:
    case CMP_GE:
        sql_add(q, " %s ", signs[compare]);
        bind_int(q, days.low);
        return;
    case CMP_GT:
    case CMP_LE:
        sql_add(q, " %s ", signs[compare]);
        bind_int(q, days.high);
        return;
    }
}

/* The number that e comes to, when it needs no row. */
static bool known_int(struct sql *q, const struct expr *e, int64_t *ret_number)
{
    if (e->op == EXPR_ARITH)
        return !e->b && check_is_const(e->a) && e->arith->run(const_value(q, e->a).i, 0, ret_number);
    struct value v = check_is_const(e) ? const_value(q, e) : value_null();
    *ret_number = v.i;
    return v.kind == VALUE_INT;
}

/* A date's year against a number: by the days of that year, so that an index can be searched. */
static bool compare_year(struct sql *q, const struct expr *e)
{
    enum { DAYS = 100000, YEAR_MOST = 9999 }; /* codes of a year: date.h */
    const struct expr *a = e->a;
    int64_t year;
    if (a->op != EXPR_ARITH || a->arith != &arith_year || a->a->kind != KIND_DATE || !known_int(q, e->b, &year) ||
        year < 0 || year > YEAR_MOST)
        return false;
    within(q, (struct operand){a->a, false, 'a'}, (struct period){year * DAYS, year * DAYS + DAYS - 1}, e->compare);
    return true;
}

static void compare(struct sql *q, const struct expr *e)
{
    const struct expr *a = e->a, *b = e->b;
    if (compare_year(q, e))
        return;
    if (check_is_date(a->kind) && check_is_const(b)) {
        within(q, (struct operand){a, false, 'a'}, expr_period(b, a->kind, q->cx), e->compare);
        return;
    }
    bool days = a->kind == KIND_DATE; /* of two fields, the precision does not count */
    value(q, a, days ? RANK_PRODUCT : RANK_SUM);
    sql_add(q, days ? " / 10 %s " : " %s ", signs[e->compare]);
    if (days)
        value(q, b, RANK_PRODUCT);
    else
        beside(q, a, b);
    sql_add(q, days ? " / 10" : "");
}

static void between(struct sql *q, const struct expr *e)
{
    value(q, e->a, RANK_SUM);
    sql_add(q, " BETWEEN ");
    if (check_is_date(e->a->kind)) {
        bind_int(q, expr_period(e->b, e->a->kind, q->cx).low);
        sql_add(q, " AND ");
        bind_int(q, expr_period(e->c, e->a->kind, q->cx).high);
        return;
    }
    beside(q, e->a, e->b);
    sql_add(q, " AND ");
    beside(q, e->a, e->c);
}

static void among(struct sql *q, struct operand a, const struct expr *e)
{
    operand(q, a, RANK_SUM);
    sql_add(q, e->negated ? " NOT IN (" : " IN (");
    for (size_t i = 0; i < e->count; i++) {
        sql_add(q, i ? ", " : "");
        beside(q, e->a, e->items[i]);
    }
    sql_add(q, ")");
}

static void among_days(struct sql *q, struct operand a, const struct expr *e)
{
    sql_add(q, "(");
    for (size_t i = 0; i < e->count; i++) {
        sql_add(q, i == 0 ? "" : e->negated ? " AND " : " OR ");
        within(q, a, expr_period(e->items[i], e->a->kind, q->cx), e->negated ? CMP_NE : CMP_EQ);
    }
    sql_add(q, ")");
}

/* LIKE is deaf to case in SQLite and not in PostgreSQL; REPLACE and SUBSTR hear the same in both. */
static void has_text(struct sql *q, struct operand a, const struct expr *e)
{
    if (e->op == EXPR_STARTS) {
        sql_add(q, "SUBSTR(");
        operand(q, a, RANK_ANY);
        sql_add(q, ", 1, %zu) %s ", text_chars(e->b->value.s), e->negated ? "<>" : "=");
        sql_bind(q, e->b->value);
        return;
    }
    sql_add(q, "REPLACE(");
    operand(q, a, RANK_ANY);
    sql_add(q, ", ");
    sql_bind(q, e->b->value);
    sql_add(q, e->negated ? ", '') = " : ", '') <> ");
    operand(q, a, RANK_SUM);
}

/* A text, or a choice by its labels and, where other words are kept as typed, by its text too. */
static void text_test(struct sql *q, struct operand a, const struct expr *e)
{
    const struct expr *left = e->a;
    const struct field *f = left->kind == KIND_CHOICE ? expr_choices(left) : NULL;
    bool by_label = f && e->count, by_text = !f || (f->flags & FIELD_OPEN);
    sql_add(q, by_label && by_text ? "(" : "");
    if (by_label)
        among(q, a, e);
    if (by_label && by_text)
        sql_add(q, e->negated ? " AND " : " OR ");
    if (by_text)
        has_text(q, a, e);
    sql_add(q, by_label && by_text ? ")" : "");
}

/* Tests that name their left side more than once: a long one is given a name. */
static void repeated(struct sql *q, const struct expr *e,
                     void (*test)(struct sql *, struct operand, const struct expr *))
{
    bool by_name = !expr_is_short(e->a);
    sql_add(q, by_name ? "(SELECT " : "");
    test(q, (struct operand){e->a, by_name, 'a'}, e);
    if (by_name)
        named(q, e->a, NULL);
}

static void empty(struct sql *q, const struct expr *e)
{
    const char *nothing = is_text(e->a->kind) ? "''" : e->a->kind == KIND_REF ? "0" : NULL;
    sql_add(q, nothing ? "COALESCE(" : "");
    value(q, e->a, RANK_SUM);
    if (nothing)
        sql_add(q, ", %s) %s %s", nothing, e->negated ? "<>" : "=", nothing);
    else
        sql_add(q, e->negated ? " IS NOT NULL" : " IS NULL");
}

static void both(struct sql *q, const struct expr *e, int own, int rank)
{
    sql_add(q, own < rank ? "(" : "");
    condition(q, e->a, own);
    sql_add(q, own == RANK_AND ? " AND " : " OR ");
    condition(q, e->b, own + 1);
    sql_add(q, own < rank ? ")" : "");
}

static void condition(struct sql *q, const struct expr *e, int rank)
{
    switch (e->op) {
    case EXPR_CONST:
        sql_add(q, e->value.kind == VALUE_INT && e->value.i ? "TRUE" : "FALSE");
        return;
    case EXPR_COMPARE:
        compare(q, e);
        return;
    case EXPR_BETWEEN:
        between(q, e);
        return;
    case EXPR_IN:
        if (check_is_date(e->a->kind))
            repeated(q, e, among_days);
        else
            among(q, (struct operand){e->a, false, 'a'}, e);
        return;
    case EXPR_CONTAINS:
    case EXPR_STARTS:
        repeated(q, e, text_test);
        return;
    case EXPR_EMPTY:
        empty(q, e);
        return;
    case EXPR_NOT:
        sql_add(q, "NOT COALESCE(");
        condition(q, e->a, RANK_OR);
        sql_add(q, ", FALSE)");
        return;
    case EXPR_AND:
        both(q, e, RANK_AND, rank);
        return;
    case EXPR_OR:
        both(q, e, RANK_OR, rank);
        return;
    case EXPR_NAME:
    case EXPR_IF:
    case EXPR_ARITH:
    case EXPR_VARIABLE:
        value(q, e, RANK_SUM);
        sql_add(q, " = 1");
        return;
    }
}

bool expr_sql(const struct expr *e, struct sql *q)
{
    if (e->kind == KIND_BOOL)
        condition(q, e, RANK_AND);
    else
        value(q, e, RANK_ONE);
    return q->cx->err.kind == ERR_NONE;
}
