/* calculate.c — what can be calculated with what, and the kind of the result. */
#include "formula/check.h"

#include "base/text.h"

#include <string.h>

static struct expr *fold(struct parser *p, const char *at, char sign, const struct expr *a, const struct expr *b)
{
    __int128 n = sign == '+' ? a->number + b->number : sign == '-' ? a->number - b->number : 0;
    if (sign == '*') { /* both are below 2^67 */
        if (__builtin_mul_overflow(a->number, b->number, &n))
            return formula_reject(p, "FML-06", at, "数太大", "the number is too large");
        if (n % DECIMAL_ONE)
            return formula_reject(p, "FML-06", at, "小数位太多，最多 4 位小数",
                                  "too many decimal places; the finest is 0.0001");
        n /= DECIMAL_ONE;
    }
    p->nodes--;
    return check_number(p, at, n, NULL, a->amount || b->amount);
}

static struct expr *no_arithmetic(struct parser *p, const char *at, const struct expr *a, const struct expr *b)
{
    if (check_is_date(a->kind) || check_is_date(b->kind))
        return check_mismatch(p, at, a, b, "日期不能直接加减；相差天数请写“天数(起, 止)”",
                              "dates are not added or subtracted; write days(from, to)");
    return check_mismatch(p, at, a, b, "不能这样计算", "they cannot be calculated with");
}

static struct expr *sum(struct parser *p, const char *at, char sign, struct expr *a, struct expr *b)
{
    enum kind kind;
    struct expr *x = a, *y = b;
    if (a->kind == KIND_EMPTY || b->kind == KIND_EMPTY || !check_unify(p, &x, &y, &kind) || !is_number(kind))
        return x && y ? no_arithmetic(p, at, a, b) : NULL;
    return check_calculation(p, at, kind, sign == '+' ? &arith_add : &arith_subtract, x, y);
}

/* A percentage times or over a plain number stays one; times anything else it is a share of that thing. */
static enum kind share_kind(const struct expr *a, bool a_literal, const struct expr *b, bool b_literal)
{
    bool stays =
        (a->kind == KIND_PERCENT && (b_literal || b->kind == KIND_PERCENT)) || (b->kind == KIND_PERCENT && a_literal);
    return stays ? KIND_PERCENT : KIND_DECIMAL;
}

static struct expr *product(struct parser *p, const char *at, struct expr *a, struct expr *b)
{
    bool a_literal = a->kind == KIND_NUMBER, b_literal = b->kind == KIND_NUMBER;
    a = literal_plain(p, a);
    b = literal_plain(p, b);
    if (!a || !b)
        return NULL;
    if (!is_number(a->kind) || !is_number(b->kind) || (a->kind == KIND_MONEY && b->kind == KIND_MONEY))
        return no_arithmetic(p, at, a, b);
    const struct arith *arith = a->kind == KIND_INT || b->kind == KIND_INT ? &arith_times : &arith_times_share;
    if (a->kind == KIND_MONEY || b->kind == KIND_MONEY)
        return check_calculation(p, at, KIND_MONEY, arith, a, b);
    if (a->kind == KIND_INT && b->kind == KIND_INT)
        return check_calculation(p, at, KIND_INT, arith, a, b);
    return check_calculation(p, at, share_kind(a, a_literal, b, b_literal), arith, a, b);
}

static struct expr *quotient(struct parser *p, const char *at, struct expr *a, struct expr *b)
{
    bool literal = b->kind == KIND_NUMBER;
    if (b->op == EXPR_CONST && is_number(b->kind) && (literal ? b->number == 0 : b->value.i == 0))
        return formula_reject(p, "FML-06", b->at, "除数不能是 0", "it cannot be divided by nought");
    if (b->kind == KIND_MONEY || (a->kind == KIND_MONEY && literal && b->amount)) {
        a = literal_fit(p, a, KIND_MONEY, NULL);
        b = literal_fit(p, b, KIND_MONEY, NULL);
    }
    a = literal_plain(p, a);
    b = literal_plain(p, b);
    if (!a || !b)
        return NULL;
    if (!is_number(a->kind) || !is_number(b->kind) || (b->kind == KIND_MONEY && a->kind != KIND_MONEY))
        return no_arithmetic(p, at, a, b);
    if (a->kind == KIND_INT && is_share(b->kind))
        a = check_scaled(p, a);
    if (!a)
        return NULL;
    if (a->kind == KIND_MONEY && b->kind != KIND_MONEY)
        return check_calculation(p, at, KIND_MONEY, b->kind == KIND_INT ? &arith_over : &arith_over_share, a, b);
    if (is_share(a->kind) && b->kind == KIND_INT)
        return check_calculation(p, at, a->kind == KIND_PERCENT && literal ? KIND_PERCENT : KIND_DECIMAL, &arith_over,
                                 a, b);
    return check_calculation(p, at, a->kind == KIND_PERCENT && literal ? KIND_PERCENT : KIND_DECIMAL, &arith_over_share,
                             a, b);
}

struct expr *check_arith(struct parser *p, const char *at, char sign, struct expr *a, struct expr *b)
{
    if (!a || !b)
        return NULL;
    if (a->kind == KIND_NUMBER && b->kind == KIND_NUMBER && sign != '/')
        return fold(p, at, sign, a, b);
    return sign == '*' ? product(p, at, a, b) : sign == '/' ? quotient(p, at, a, b) : sum(p, at, sign, a, b);
}

struct expr *check_negate(struct parser *p, const char *at, struct expr *a)
{
    if (!a)
        return NULL;
    if (!is_number(a->kind))
        return check_unfit(p, at, a, "前面不能加负号", "it cannot have a minus sign");
    if (a->op != EXPR_CONST)
        return check_calculation(p, at, a->kind, &arith_negate, a, NULL);
    p->nodes--;
    if (a->kind == KIND_NUMBER)
        return check_number(p, at, -a->number, NULL, a->amount);
    return check_const(p, at, a->kind, value_int(-a->value.i));
}

/* ---- Functions ---- */

enum function { FN_YEAR, FN_MONTH, FN_DAYS, FN_MONTHS, FN_ABS, FN_MIN, FN_MAX, FN_IF, FN_ROUND, FN_WORKDAY };
static const struct {
    enum function function;
    const char *name, *zh;
    size_t least, most;
} functions[] = {
    /* clang-format off */
    {FN_YEAR,  "year",  "年份",     1, 1},
    {FN_MONTH, "month", "月份",     1, 1},
    {FN_DAYS,  "days",  "天数",     2, 2},
    {FN_MONTHS,"months","月数",     2, 2},
    {FN_ABS,   "abs",   "绝对值",   1, 1},
    {FN_MIN,   "min",   "最小",     2, 100},
    {FN_MAX,   "max",   "最大",     2, 100},
    {FN_IF,    "if",    "如果",     3, 3},
    {FN_ROUND, "round", "四舍五入", 1, 1},
    {FN_WORKDAY, "workday", "工作日后", 2, 2},
    /* clang-format on */
};
enum { FUNCTIONS = sizeof functions / sizeof *functions };

const char *check_function(const char *word)
{
    for (size_t i = 0; i < FUNCTIONS; i++)
        if (text_equal(functions[i].name, word) || text_equal(functions[i].zh, word))
            return functions[i].name;
    return NULL;
}

struct label check_function_label(size_t n)
{
    return n < FUNCTIONS ? (struct label){functions[n].zh, functions[n].name} : (struct label){0};
}

struct expr *check_day(struct parser *p, struct expr *e)
{
    e = literal_fit(p, e, KIND_DATE, NULL);
    if (!e)
        return NULL;
    if (!check_is_date(e->kind))
        return check_unfit(p, e->at, e, "这里要日期", "a date is wanted here");
    return check_calculation(p, e->at, KIND_INT, e->kind == KIND_DATE ? &arith_day_of_date : &arith_day_of_instant, e,
                             NULL);
}

static struct expr *days(struct parser *p, const char *at, struct expr *from, struct expr *to)
{
    struct expr *a = check_day(p, from), *b = a ? check_day(p, to) : NULL;
    return b ? check_calculation(p, at, KIND_INT, &arith_days, a, b) : NULL;
}

static struct expr *part_of_date(struct parser *p, const char *at, const struct arith *arith, struct expr *e)
{
    e = literal_fit(p, e, KIND_DATE, NULL);
    if (!e)
        return NULL;
    if (e->kind != KIND_DATE)
        return check_unfit(p, e->at, e, "这里要日期", "a date is wanted here");
    return check_calculation(p, at, KIND_INT, arith, e, NULL);
}

static struct expr *months(struct parser *p, const char *at, struct expr *from, struct expr *to)
{
    struct expr *a = part_of_date(p, at, &arith_month_of_date, from),
                *b = a ? part_of_date(p, at, &arith_month_of_date, to) : NULL;
    return b ? check_calculation(p, at, KIND_INT, &arith_months, a, b) : NULL;
}

static struct expr *rounded(struct parser *p, const char *at, struct expr *e)
{
    if (e->kind == KIND_INT)
        return e;
    if (e->kind == KIND_DECIMAL)
        return check_calculation(p, at, KIND_INT, &arith_round_decimal, e, NULL);
    return check_calculation(p, at, e->kind, &arith_round_hundreds, e, NULL);
}

/* One day for all rows, so that SQL need not know the calendar. */
struct expr *check_workday(struct parser *p, const char *at, struct expr *variable, struct expr *count)
{
    enum { MOST = 1000 };
    count = literal_plain(p, count);
    if (!count)
        return NULL;
    bool whole =
        count->op == EXPR_CONST && count->kind == KIND_INT && count->value.i >= -MOST && count->value.i <= MOST;
    if (variable->op != EXPR_VARIABLE || variable->workdays || !whole)
        return formula_reject(
            p, "FML-03", at, "“工作日后”要写成“工作日后(截至日, 3)”，天数在 ±1000 以内",
            "workday takes a date such as as_of and a number of days within ±1000: workday(as_of, 3)");
    struct expr *e = check_variable(p, at, variable->variable);
    if (e)
        e->workdays = (int)count->value.i;
    return e;
}

static struct expr *extreme(struct parser *p, const char *at, const struct arith *arith, struct expr **args,
                            size_t count)
{
    struct expr *so_far = args[0];
    for (size_t i = 1; i < count; i++) {
        enum kind kind;
        struct expr *a = so_far, *b = args[i];
        if (!check_unify(p, &a, &b, &kind) || (!is_number(kind) && kind != KIND_DATE))
            return a && b ? check_mismatch(p, at, so_far, args[i], "不能放在一起取大小", "neither is the greater")
                          : NULL;
        so_far = check_calculation(p, at, kind, arith, a, b);
        if (!so_far)
            return NULL;
    }
    return so_far;
}

static struct expr *choose(struct parser *p, const char *at, struct expr *when, struct expr *yes, struct expr *no)
{
    enum kind kind;
    struct expr *a = yes, *b = no;
    if (!(when = check_condition(p, when)))
        return NULL;
    if (!check_unify(p, &a, &b, &kind) || kind == KIND_EMPTY || kind == KIND_BYTES || kind == KIND_REF)
        return a && b ? check_mismatch(p, at, yes, no, "两个结果要是同一种值", "the two results must be of one kind")
                      : NULL;
    struct expr *e = check_branch(p, EXPR_IF, kind, at, when, a);
    if (!e)
        return NULL;
    e->c = b;
    e->field = expr_choices(a) ? expr_choices(a) : expr_choices(b);
    return node_settle(p, e);
}

struct expr *check_call(struct parser *p, const char *at, const char *function, struct expr **args, size_t count)
{
    size_t n = 0;
    while (strcmp(functions[n].name, function) != 0)
        n++;
    if (count < functions[n].least || count > functions[n].most)
        return formula_reject(
            p, "FML-01", at,
            arena_printf(p->cx->arena, "“%s”要 %zu 个参数，这里有 %zu 个", functions[n].zh, functions[n].least, count),
            arena_printf(p->cx->arena, "%s takes %zu arguments, not %zu", functions[n].name, functions[n].least,
                         count));
    struct expr *first = literal_plain(p, args[0]);
    if (!first)
        return NULL;
    switch (functions[n].function) {
    case FN_YEAR:
        return part_of_date(p, at, &arith_year, args[0]);
    case FN_MONTH:
        return part_of_date(p, at, &arith_month, args[0]);
    case FN_DAYS:
        return days(p, at, args[0], args[1]);
    case FN_MONTHS:
        return months(p, at, args[0], args[1]);
    case FN_MIN:
        return extreme(p, at, &arith_least, args, count);
    case FN_MAX:
        return extreme(p, at, &arith_greatest, args, count);
    case FN_WORKDAY:
        return check_workday(p, at, args[0], args[1]);
    case FN_IF:
        return choose(p, at, args[0], args[1], args[2]);
    case FN_ABS:
    case FN_ROUND:
        break;
    }
    if (!is_number(first->kind))
        return check_unfit(p, first->at, first, "这里要数或金额", "a number or an amount is wanted here");
    return functions[n].function == FN_ROUND ? rounded(p, at, first)
                                             : check_calculation(p, at, first->kind, &arith_abs, first, NULL);
}
