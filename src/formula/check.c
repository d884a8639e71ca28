/* check.c — what fits beside what: the type of every operation, and the error when there is none. */
#include "formula/expr.h"

#include "base/text.h"

#include <string.h>

#define SCALE_MOST 900000000000 /* the most that arith_scale takes */

static bool is_number(enum kind kind)
{
    return kind >= KIND_NUMBER && kind <= KIND_MONEY;
}

static bool is_share(enum kind kind) /* in 1/10,000 */
{
    return kind == KIND_DECIMAL || kind == KIND_PERCENT;
}

static bool is_text(enum kind kind)
{
    return kind == KIND_TEXT || kind == KIND_CHOICE;
}

static bool is_empty_literal(const struct expr *e)
{
    return e->op == EXPR_CONST && (e->kind == KIND_EMPTY || (e->kind == KIND_TEXT && e->value.kind == VALUE_NULL));
}

static const struct field *choices_of(const struct expr *e)
{
    return e->op == EXPR_NAME ? e->name.field : e->field;
}

static struct expr *mismatch(struct parser *p, const char *at, const struct expr *a, const struct expr *b, const char *zh,
                             const char *en)
{
    struct arena *m = p->cx->arena;
    struct label la = expr_label(a, p->cx), lb = expr_label(b, p->cx), ka = kind_label(a->kind), kb = kind_label(b->kind);
    return formula_reject(p, "FML-03", at, arena_printf(m, "“%s”是%s，“%s”是%s，%s", la.zh, ka.zh, lb.zh, kb.zh, zh),
                          arena_printf(m, "%s is %s and %s is %s: %s", la.en, ka.en, lb.en, kb.en, en));
}

static struct expr *incomparable(struct parser *p, const char *at, const struct expr *a, const struct expr *b)
{
    return mismatch(p, at, a, b, "不能放在一起比较", "they cannot be compared");
}

static struct expr *branch(struct parser *p, enum expr_op op, enum kind kind, const char *at, struct expr *a, struct expr *b)
{
    struct expr *e = a ? node_new(p, op, kind, at) : NULL;
    if (!e)
        return NULL;
    e->a = a;
    e->b = b;
    return e;
}

static struct expr *calculation(struct parser *p, const char *at, enum kind kind, const struct arith *arith, struct expr *a,
                                struct expr *b)
{
    struct expr *e = branch(p, EXPR_ARITH, kind, at, a, b);
    if (e)
        e->arith = arith;
    return node_settle(p, e);
}

/* ---- Bringing two sides to one kind ---- */

static struct expr *scaled(struct parser *p, struct expr *e)
{
    if (!e || e->kind != KIND_INT)
        return e;
    if (e->op != EXPR_CONST)
        return calculation(p, e->at, KIND_DECIMAL, &arith_scale, e, NULL);
    if (e->value.i > SCALE_MOST || e->value.i < -SCALE_MOST)
        return formula_reject(p, "FML-06", e->at, "数太大，与小数一起最多到 9,000 亿",
                              "the number is too large beside a decimal; the most is 9×10^11");
    return check_const(p, e->at, KIND_DECIMAL, value_int(e->value.i * DECIMAL_ONE));
}

/* Literals take their meaning from the other side, whole numbers become decimals beside decimals.  False without a
 * report when the kinds still differ, with one when a literal does not fit (then a side is NULL). */
static bool unify(struct parser *p, struct expr **a, struct expr **b, enum kind *ret_kind)
{
    *a = literal_fit(p, *a, (*b)->kind, choices_of(*b));
    if (!*a)
        return false;
    *b = literal_fit(p, *b, (*a)->kind, choices_of(*a));
    if (!*b || !(*a = literal_plain(p, *a)))
        return false;
    enum kind x = (*a)->kind, y = (*b)->kind;
    if ((x == KIND_DECIMAL && y == KIND_INT) || (x == KIND_INT && y == KIND_DECIMAL)) {
        *a = scaled(p, *a);
        *b = scaled(p, *b);
        x = y = KIND_DECIMAL;
    } else if (is_share(x) && is_share(y) && x != y) {
        x = y = KIND_DECIMAL;
    } else if (is_text(x) && is_text(y) && x != y) {
        x = y = KIND_TEXT;
    }
    *ret_kind = x;
    return *a && *b && x == y;
}

/* The title of the row that a reference refers to. */
static struct expr *titled(struct parser *p, struct expr *e)
{
    struct name name = {0};
    if (e->op != EXPR_NAME || !p->scope->find(p->scope, p->cx, e->word, true, &name))
        return check_unfit(p, e->at, e, "它没有名称可以比较", "it has no title to compare with");
    p->nodes--;
    struct expr *title = check_name(p, e->at, e->word, &name);
    if (!title)
        return NULL;
    title->as_title = true;
    title->path = e->path;
    title->field = e->field;
    return title;
}

/* ---- Arithmetic ---- */

static struct expr *fold(struct parser *p, const char *at, char sign, const struct expr *a, const struct expr *b)
{
    __int128 n = sign == '+' ? a->number + b->number : sign == '-' ? a->number - b->number : 0;
    if (sign == '*') { /* both are below 2^67 */
        if (__builtin_mul_overflow(a->number, b->number, &n))
            return formula_reject(p, "FML-06", at, "数太大", "the number is too large");
        if (n % DECIMAL_ONE)
            return formula_reject(p, "FML-06", at, "小数位太多，最多 4 位小数", "too many decimal places; the finest is 0.0001");
        n /= DECIMAL_ONE;
    }
    p->nodes--;
    return check_number(p, at, n, NULL, a->amount || b->amount);
}

static struct expr *no_arithmetic(struct parser *p, const char *at, const struct expr *a, const struct expr *b)
{
    if (check_is_date(a->kind) || check_is_date(b->kind))
        return mismatch(p, at, a, b, "日期不能直接加减；相差天数请写“天数(起, 止)”",
                        "dates are not added or subtracted; write days(from, to)");
    return mismatch(p, at, a, b, "不能这样计算", "they cannot be calculated with");
}

static struct expr *sum(struct parser *p, const char *at, char sign, struct expr *a, struct expr *b)
{
    enum kind kind;
    struct expr *x = a, *y = b;
    if (!unify(p, &x, &y, &kind) || !is_number(kind))
        return x && y ? no_arithmetic(p, at, a, b) : NULL;
    return calculation(p, at, kind, sign == '+' ? &arith_add : &arith_subtract, x, y);
}

/* A percentage times or over a plain number stays one; times anything else it is a share of that thing. */
static enum kind share_kind(const struct expr *a, bool a_literal, const struct expr *b, bool b_literal)
{
    bool stays = (a->kind == KIND_PERCENT && (b_literal || b->kind == KIND_PERCENT)) ||
                 (b->kind == KIND_PERCENT && a_literal);
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
        return calculation(p, at, KIND_MONEY, arith, a, b);
    if (a->kind == KIND_INT && b->kind == KIND_INT)
        return calculation(p, at, KIND_INT, arith, a, b);
    return calculation(p, at, share_kind(a, a_literal, b, b_literal), arith, a, b);
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
        a = scaled(p, a);
    if (!a)
        return NULL;
    if (a->kind == KIND_MONEY && b->kind != KIND_MONEY)
        return calculation(p, at, KIND_MONEY, b->kind == KIND_INT ? &arith_over : &arith_over_share, a, b);
    if (is_share(a->kind) && b->kind == KIND_INT)
        return calculation(p, at, a->kind == KIND_PERCENT && literal ? KIND_PERCENT : KIND_DECIMAL, &arith_over, a, b);
    return calculation(p, at, a->kind == KIND_PERCENT && literal ? KIND_PERCENT : KIND_DECIMAL, &arith_over_share, a, b);
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
        return calculation(p, at, a->kind, &arith_negate, a, NULL);
    p->nodes--;
    if (a->kind == KIND_NUMBER)
        return check_number(p, at, -a->number, NULL, a->amount);
    return check_const(p, at, a->kind, value_int(-a->value.i));
}

/* ---- Functions ---- */

enum function { FN_YEAR, FN_MONTH, FN_DAYS, FN_ABS, FN_MIN, FN_MAX, FN_IF, FN_ROUND };
static const struct {
    enum function function;
    const char *name, *zh;
    size_t least, most;
} functions[] = {
    /* clang-format off */
    {FN_YEAR,  "year",  "年份",     1, 1},
    {FN_MONTH, "month", "月份",     1, 1},
    {FN_DAYS,  "days",  "天数",     2, 2},
    {FN_ABS,   "abs",   "绝对值",   1, 1},
    {FN_MIN,   "min",   "最小",     2, 100},
    {FN_MAX,   "max",   "最大",     2, 100},
    {FN_IF,    "if",    "如果",     3, 3},
    {FN_ROUND, "round", "四舍五入", 1, 1},
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

/* The day, counted, of a date or an instant. */
static struct expr *day(struct parser *p, struct expr *e)
{
    e = literal_fit(p, e, KIND_DATE, NULL);
    if (!e)
        return NULL;
    if (!check_is_date(e->kind))
        return check_unfit(p, e->at, e, "这里要日期", "a date is wanted here");
    return calculation(p, e->at, KIND_INT, e->kind == KIND_DATE ? &arith_day_of_date : &arith_day_of_instant, e, NULL);
}

static struct expr *days(struct parser *p, const char *at, struct expr *from, struct expr *to)
{
    struct expr *a = day(p, from), *b = a ? day(p, to) : NULL;
    return b ? calculation(p, at, KIND_INT, &arith_days, a, b) : NULL;
}

static struct expr *part_of_date(struct parser *p, const char *at, const struct arith *arith, struct expr *e)
{
    e = literal_fit(p, e, KIND_DATE, NULL);
    if (!e)
        return NULL;
    if (e->kind != KIND_DATE)
        return check_unfit(p, e->at, e, "这里要日期", "a date is wanted here");
    return calculation(p, at, KIND_INT, arith, e, NULL);
}

static struct expr *rounded(struct parser *p, const char *at, struct expr *e)
{
    if (e->kind == KIND_INT)
        return e;
    if (e->kind == KIND_DECIMAL)
        return calculation(p, at, KIND_INT, &arith_round_decimal, e, NULL);
    return calculation(p, at, e->kind, &arith_round_hundreds, e, NULL);
}

static struct expr *extreme(struct parser *p, const char *at, const struct arith *arith, struct expr **args, size_t count)
{
    struct expr *so_far = args[0];
    for (size_t i = 1; i < count; i++) {
        enum kind kind;
        struct expr *a = so_far, *b = args[i];
        if (!unify(p, &a, &b, &kind) || (!is_number(kind) && kind != KIND_DATE))
            return a && b ? mismatch(p, at, so_far, args[i], "不能放在一起取大小", "neither is the greater") : NULL;
        so_far = calculation(p, at, kind, arith, a, b);
        if (!so_far)
            return NULL;
    }
    return so_far;
}

static struct expr *condition(struct parser *p, struct expr *e)
{
    if (!e || e->kind == KIND_BOOL)
        return e;
    return check_unfit(p, e->at, e, "这里要一个条件，例如“总投资 大于 1亿”", "a condition is wanted here, such as total > 1亿");
}

static struct expr *choose(struct parser *p, const char *at, struct expr *when, struct expr *yes, struct expr *no)
{
    enum kind kind;
    struct expr *a = yes, *b = no;
    if (!(when = condition(p, when)))
        return NULL;
    if (!unify(p, &a, &b, &kind) || kind == KIND_EMPTY || kind == KIND_BYTES || kind == KIND_REF)
        return a && b ? mismatch(p, at, yes, no, "两个结果要是同一种值", "the two results must be of one kind") : NULL;
    struct expr *e = branch(p, EXPR_IF, kind, at, when, a);
    if (!e)
        return NULL;
    e->c = b;
    e->field = choices_of(a) ? choices_of(a) : choices_of(b);
    return node_settle(p, e);
}

struct expr *check_call(struct parser *p, const char *at, const char *function, struct expr **args, size_t count)
{
    size_t n = 0;
    while (strcmp(functions[n].name, function) != 0)
        n++;
    if (count < functions[n].least || count > functions[n].most)
        return formula_reject(p, "FML-01", at,
                              arena_printf(p->cx->arena, "“%s”要 %zu 个参数，这里有 %zu 个", functions[n].zh,
                                           functions[n].least, count),
                              arena_printf(p->cx->arena, "%s takes %zu arguments, not %zu", functions[n].name,
                                           functions[n].least, count));
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
    case FN_MIN:
        return extreme(p, at, &arith_least, args, count);
    case FN_MAX:
        return extreme(p, at, &arith_greatest, args, count);
    case FN_IF:
        return choose(p, at, args[0], args[1], args[2]);
    case FN_ABS:
    case FN_ROUND:
        break;
    }
    if (!is_number(first->kind))
        return check_unfit(p, first->at, first, "这里要数或金额", "a number or an amount is wanted here");
    return functions[n].function == FN_ROUND ? rounded(p, at, first) : calculation(p, at, first->kind, &arith_abs, first, NULL);
}

/* ---- Conditions ---- */

static struct expr *compared(struct parser *p, const char *at, enum comparison compare, struct expr *a, struct expr *b)
{
    struct expr *e = branch(p, EXPR_COMPARE, KIND_BOOL, at, a, b);
    if (e)
        e->compare = compare;
    return node_settle(p, e);
}

static enum comparison mirrored(enum comparison compare)
{
    static const enum comparison mirror[] = {CMP_EQ, CMP_NE, CMP_GT, CMP_GE, CMP_LT, CMP_LE};
    return mirror[compare];
}

struct expr *check_compare(struct parser *p, const char *at, enum comparison compare, struct expr *a, struct expr *b)
{
    if (!a || !b)
        return NULL;
    bool equality = compare == CMP_EQ || compare == CMP_NE;
    if (check_is_const(a) && !check_is_const(b)) {
        struct expr *swap = a;
        a = b;
        b = swap;
        compare = mirrored(compare);
    }
    if (is_empty_literal(b) && equality)
        return check_empty(p, at, a, compare == CMP_NE);
    if (is_empty_literal(a) || is_empty_literal(b))
        return incomparable(p, at, a, b);
    struct expr *const left = a, *const right = b;
    if (a->kind == KIND_REF && is_text(b->kind))
        a = titled(p, a);
    else if (b->kind == KIND_REF && is_text(a->kind))
        b = titled(p, b);
    if (!a || !b)
        return NULL;
    enum kind kind;
    bool same = unify(p, &a, &b, &kind);
    if (!a || !b)
        return NULL;
    if (check_is_date(a->kind) && check_is_date(b->kind)) {
        if (!same && !check_is_const(b)) /* a date beside an instant: by the day */
            return (a = day(p, a)) && (b = day(p, b)) ? compared(p, at, compare, a, b) : NULL;
        same = true;
        kind = a->kind;
    }
    bool refers = a->kind == KIND_REF || b->kind == KIND_REF;
    bool by_id = refers && (a->kind == KIND_INT || b->kind == KIND_INT);
    if ((!same && !by_id) || kind == KIND_BYTES)
        return incomparable(p, at, left, right);
    if (!equality && (refers || (!is_number(kind) && !check_is_date(kind))))
        return mismatch(p, at, left, right, "只能比较是否相等，不能比大小", "they are equal or not, but neither is the greater");
    return compared(p, at, compare, a, b);
}

struct expr *check_between(struct parser *p, const char *at, struct expr *a, struct expr *b, struct expr *c)
{
    if (!a || !b || !c)
        return NULL;
    bool dates = check_is_date(a->kind);
    struct expr *low = check_compare(p, at, CMP_GE, a, b);
    struct expr *high = low ? check_compare(p, at, CMP_LE, a, c) : NULL;
    if (!high)
        return NULL;
    bool whole = low->a == high->a && low->compare == CMP_GE && high->compare == CMP_LE &&
                 (!dates || (check_is_const(low->b) && check_is_const(high->b)));
    if (!whole) /* the sides were changed to fit: two comparisons say the same */
        return check_logic(p, at, EXPR_AND, low, high);
    p->nodes -= 2;
    struct expr *e = branch(p, EXPR_BETWEEN, KIND_BOOL, at, a, low->b);
    if (!e)
        return NULL;
    e->a = low->a;
    e->c = high->b;
    return node_settle(p, e);
}

struct expr *check_in(struct parser *p, const char *at, struct expr *a, struct expr **items, size_t count, bool negated)
{
    a = literal_plain(p, a);
    if (!a)
        return NULL;
    if (a->kind == KIND_REF && items[0]->kind == KIND_TEXT)
        a = titled(p, a);
    if (!a)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        struct expr *item = literal_fit(p, items[i], a->kind, choices_of(a));
        if (item && a->kind == KIND_DECIMAL)
            item = scaled(p, item);
        if (!item)
            return NULL;
        bool fits = item->kind == a->kind || (is_share(a->kind) && is_share(item->kind)) ||
                    (a->kind == KIND_REF && item->kind == KIND_INT) || (a->kind == KIND_INSTANT && item->kind == KIND_DATE) ||
                    (is_text(a->kind) && is_text(item->kind));
        if (!fits || is_empty_literal(items[i]) || a->kind == KIND_BYTES)
            return incomparable(p, item->at, a, items[i]);
        items[i] = item;
    }
    struct expr *e = branch(p, EXPR_IN, KIND_BOOL, at, a, NULL);
    if (!e)
        return NULL;
    e->items = items;
    e->count = count;
    e->negated = negated;
    return node_settle(p, e);
}

/* The choices whose code or labels contain, or start with, the text; or that it is a synonym of. */
static bool choices_by_label(struct parser *p, struct expr *e, const struct field *f)
{
    bool (*const fits)(const char *, const char *) = e->op == EXPR_STARTS ? text_starts : text_has;
    const struct choice *synonym = choice_match(p->cx->arena, f->choices, e->b->value.s);
    size_t most = 0;
    while (f->choices[most].code)
        most++;
    e->items = arena_array(p->cx->arena, most + 1, sizeof *e->items);
    for (const struct choice *c = f->choices; c->code; c++) {
        const char *text = e->b->value.s;
        if (c != synonym && !fits(label_in(c->label, LANG_ZH), text) && !fits(label_in(c->label, LANG_EN), text) &&
            !fits(c->code, text))
            continue;
        struct expr *item = check_const(p, e->b->at, KIND_CHOICE, value_text(c->code));
        if (!item)
            return false;
        item->field = f;
        e->items[e->count++] = item;
    }
    return true;
}

struct expr *check_text_test(struct parser *p, const char *at, enum expr_op op, struct expr *a, struct expr *b, bool negated)
{
    if (!a || !b)
        return NULL;
    if (a->kind == KIND_REF)
        a = titled(p, a);
    b = literal_fit(p, b, KIND_TEXT, NULL);
    if (!a || !b)
        return NULL;
    if (!is_text(a->kind) || b->kind != KIND_TEXT || b->op != EXPR_CONST)
        return mismatch(p, at, a, b, "“包含”“开头是”只用于文字，右边写一段文字",
                        "contains and starts with are for text, with a text on the right");
    if (is_empty_literal(b))
        return formula_reject(p, "FML-03", b->at, "引号里是空的，请写要找的文字", "there is nothing between the quotes; write the text to look for");
    struct expr *e = branch(p, op, KIND_BOOL, at, a, b);
    if (!e)
        return NULL;
    e->negated = negated;
    const struct field *f = a->kind == KIND_CHOICE ? choices_of(a) : NULL;
    if (f && !choices_by_label(p, e, f))
        return NULL;
    if (f && e->count == 0 && !(f->flags & FIELD_OPEN))
        return literal_fit(p, b, KIND_CHOICE, f); /* which reports what the choices are */
    return node_settle(p, e);
}

struct expr *check_empty(struct parser *p, const char *at, struct expr *a, bool negated)
{
    a = literal_plain(p, a);
    if (!a)
        return NULL;
    if (a->kind == KIND_EMPTY || (a->kind == KIND_BOOL && a->op != EXPR_NAME))
        return check_unfit(p, at, a, "它不会为空，请问一个字段是否为空", "it is never empty; ask whether a field is empty");
    struct expr *e = branch(p, EXPR_EMPTY, KIND_BOOL, at, a, NULL);
    if (e)
        e->negated = negated;
    return node_settle(p, e);
}

struct expr *check_logic(struct parser *p, const char *at, enum expr_op op, struct expr *a, struct expr *b)
{
    a = condition(p, a);
    if (!a || (op != EXPR_NOT && !(b = condition(p, b))))
        return NULL;
    return node_settle(p, branch(p, op, KIND_BOOL, at, a, b));
}

struct expr *check_whole(struct parser *p, struct expr *e)
{
    if (e && e->kind == KIND_EMPTY)
        return check_unfit(p, e->at, e, "单独一个“空”没有意义", "empty by itself says nothing");
    return literal_plain(p, e);
}
