/* value.c — an expression's value for one row; arith.c and this file say in C what sql.c says in SQL. */
#include "formula/expr.h"

#include "base/calendar.h"
#include "base/text.h"

#include <string.h>

static const int64_t day_ms = 86400000, shanghai_ms = 28800000, epoch_day = 719469; /* 1970-01-01, see arith.c */

int64_t variable_code(const struct expr *e, struct ctx *cx)
{
    struct date day = e->variable == VARIABLE_AS_OF && !date_is_none(e->scope->as_of)
                          ? e->scope->as_of
                          : date_of_instant((struct instant){cx->now_ms});
    const struct calendar *calendar = e->scope->calendar ? e->scope->calendar : calendar_national();
    return e->workdays ? calendar_add(calendar, date_last(day), e->workdays, DAY_WORKING).code : day.code;
}

static int64_t midnight(struct date d)
{
    int64_t day = 0;
    (void)arith_day_of_date.run(d.code, 0, &day);
    return (day - epoch_day) * day_ms - shanghai_ms;
}

struct period expr_period(const struct expr *e, enum kind beside, struct ctx *cx)
{
    struct date date = {e->op == EXPR_VARIABLE ? variable_code(e, cx) : e->value.i};
    if (beside == KIND_INSTANT)
        return (struct period){midnight(date_first(date)), midnight(date_last(date)) + day_ms - 1};
    return (struct period){date_low_code(date), date_high_code(date)};
}

static bool known(struct value v)
{
    return v.kind != VALUE_NULL;
}

static bool is_true(struct value v)
{
    return v.kind == VALUE_INT && v.i == 1;
}

static bool name_value(const struct expr *e, struct ctx *cx, struct value *ret_value)
{
    struct name name = {0};
    if (!e->scope->find(e->scope, cx, e->word, e->as_title, &name))
        return fail(cx, ERR_INPUT, "FML-02", NULL, "没有叫“%s”的字段", "there is no field called '%s'", e->word);
    *ret_value = name.value.kind == VALUE_INT && name.value.i == NONE_INT ? value_null() : name.value;
    return true;
}

static bool arith_value(const struct expr *e, struct ctx *cx, struct value *ret_value)
{
    struct value a, b = value_int(0);
    if (!expr_value(e->a, cx, &a) || (e->b && !expr_value(e->b, cx, &b)))
        return false;
    int64_t n;
    bool result = known(a) && known(b) && e->arith->run(a.i, b.i, &n) && n != NONE_INT;
    *ret_value = result ? value_int(n) : value_null();
    return true;
}

static bool ordered(int64_t a, int64_t b, enum comparison compare)
{
    switch (compare) {
    case CMP_EQ:
        return a == b;
    case CMP_NE:
        return a != b;
    case CMP_LT:
        return a < b;
    case CMP_LE:
        return a <= b;
    case CMP_GT:
        return a > b;
    case CMP_GE:
        return a >= b;
    }
    return false;
}

static bool within(int64_t a, struct period days, enum comparison compare)
{
    bool inside = a >= days.low && a <= days.high;
    switch (compare) {
    case CMP_EQ:
        return inside;
    case CMP_NE:
        return !inside;
    case CMP_LT:
    case CMP_GE:
        return ordered(a, days.low, compare);
    case CMP_GT:
    case CMP_LE:
        return ordered(a, days.high, compare);
    }
    return false;
}

/* Does the known value a compare so with b? */
static bool compares(const struct expr *e, struct ctx *cx, struct value a, const struct expr *b,
                     enum comparison compare, bool *ret_holds)
{
    struct value other;
    if (check_is_date(e->a->kind) && check_is_const(b)) {
        *ret_holds = within(a.i, expr_period(b, e->a->kind, cx), compare);
        return true;
    }
    if (!expr_value(b, cx, &other))
        return false;
    int64_t unit = e->a->kind == KIND_DATE ? 10 : 1;
    *ret_holds = known(other) && (a.kind == VALUE_TEXT ? text_equal(a.s, other.s) == (compare == CMP_EQ)
                                                       : ordered(a.i / unit, other.i / unit, compare));
    return true;
}

static bool among(const struct expr *e, struct ctx *cx, struct value a, bool *ret_holds)
{
    bool found = false;
    for (size_t i = 0; i < e->count && !found; i++)
        if (!compares(e, cx, a, e->items[i], CMP_EQ, &found))
            return false;
    *ret_holds = found;
    return true;
}

static bool text_test(const struct expr *e, struct ctx *cx, struct value a, bool *ret_holds)
{
    const struct expr *left = e->a;
    const struct field *f = left->kind == KIND_CHOICE ? expr_choices(left) : NULL;
    bool found = false;
    if (!among(e, cx, a, &found))
        return false;
    if (!f || (f->flags & FIELD_OPEN))
        found |= e->op == EXPR_STARTS ? text_starts(a.s, e->b->value.s) : text_has(a.s, e->b->value.s);
    *ret_holds = found;
    return true;
}

/* Tests of one value; of an unknown one all but "is empty" are false. */
static bool test(const struct expr *e, struct ctx *cx, bool *ret_holds)
{
    struct value a;
    bool holds = false, high = false;
    if (!expr_value(e->a, cx, &a))
        return false;
    if (e->op == EXPR_EMPTY) {
        bool empty = !known(a) || (a.kind == VALUE_TEXT && !*a.s) || (e->a->kind == KIND_REF && a.i == 0);
        *ret_holds = empty != e->negated;
        return true;
    }
    if (!known(a)) {
        *ret_holds = false;
        return true;
    }
    bool done = true;
    if (e->op == EXPR_COMPARE)
        done = compares(e, cx, a, e->b, e->compare, &holds);
    else if (e->op == EXPR_BETWEEN)
        done = compares(e, cx, a, e->b, CMP_GE, &holds) && compares(e, cx, a, e->c, CMP_LE, &high);
    else if (e->op == EXPR_IN)
        done = among(e, cx, a, &holds);
    else
        done = text_test(e, cx, a, &holds);
    *ret_holds = e->op == EXPR_BETWEEN ? holds && high : holds != e->negated;
    return done;
}

static bool logic(const struct expr *e, struct ctx *cx, bool *ret_holds)
{
    struct value a, b;
    if (!expr_value(e->a, cx, &a))
        return false;
    bool holds = is_true(a);
    if (e->op == EXPR_NOT) {
        *ret_holds = !holds;
        return true;
    }
    if (holds == (e->op == EXPR_AND)) { /* the second decides */
        if (!expr_value(e->b, cx, &b))
            return false;
        holds = is_true(b);
    }
    *ret_holds = holds;
    return true;
}

bool expr_value(const struct expr *e, struct ctx *cx, struct value *ret_value)
{
    bool holds = false;
    struct value when;
    switch (e->op) {
    case EXPR_CONST:
        *ret_value = e->value;
        return true;
    case EXPR_VARIABLE:
        *ret_value = value_int(variable_code(e, cx));
        return true;
    case EXPR_NAME:
        return name_value(e, cx, ret_value);
    case EXPR_ARITH:
        return arith_value(e, cx, ret_value);
    case EXPR_IF:
        return expr_value(e->a, cx, &when) && expr_value(is_true(when) ? e->b : e->c, cx, ret_value);
    case EXPR_AND:
    case EXPR_OR:
    case EXPR_NOT:
        if (!logic(e, cx, &holds))
            return false;
        break;
    default:
        if (!test(e, cx, &holds))
            return false;
    }
    *ret_value = value_int(holds);
    return true;
}
