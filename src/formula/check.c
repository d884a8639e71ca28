/* check.c — what fits beside what in a condition, and the error when it does not. */
#include "formula/check.h"

#include "base/text.h"

#define SCALE_MOST 900000000000 /* the most that arith_scale takes */

static bool is_empty_literal(const struct expr *e)
{
    return e->op == EXPR_CONST && (e->kind == KIND_EMPTY || (e->kind == KIND_TEXT && e->value.kind == VALUE_NULL));
}

struct expr *check_mismatch(struct parser *p, const char *at, const struct expr *a, const struct expr *b,
                            const char *zh, const char *en)
{
    struct arena *m = p->cx->arena;
    struct label la = expr_label(a, p->cx), lb = expr_label(b, p->cx), ka = kind_label(a->kind),
                 kb = kind_label(b->kind);
    return formula_reject(p, "FML-03", at, arena_printf(m, "“%s”是%s，“%s”是%s，%s", la.zh, ka.zh, lb.zh, kb.zh, zh),
                          arena_printf(m, "%s is %s and %s is %s: %s", la.en, ka.en, lb.en, kb.en, en));
}

static struct expr *incomparable(struct parser *p, const char *at, const struct expr *a, const struct expr *b)
{
    return check_mismatch(p, at, a, b, "不能放在一起比较", "they cannot be compared");
}

struct expr *check_branch(struct parser *p, enum expr_op op, enum kind kind, const char *at, struct expr *a,
                          struct expr *b)
{
    struct expr *e = a ? node_new(p, op, kind, at) : NULL;
    if (!e)
        return NULL;
    e->a = a;
    e->b = b;
    return e;
}

struct expr *check_calculation(struct parser *p, const char *at, enum kind kind, const struct arith *arith,
                               struct expr *a, struct expr *b)
{
    struct expr *e = check_branch(p, EXPR_ARITH, kind, at, a, b);
    if (e)
        e->arith = arith;
    return node_settle(p, e);
}

/* ---- Bringing two sides to one kind ---- */

struct expr *check_scaled(struct parser *p, struct expr *e)
{
    if (!e || e->kind != KIND_INT)
        return e;
    if (e->op != EXPR_CONST)
        return check_calculation(p, e->at, KIND_DECIMAL, &arith_scale, e, NULL);
    if (e->value.i > SCALE_MOST || e->value.i < -SCALE_MOST)
        return formula_reject(p, "FML-06", e->at, "数太大，与小数一起最多到 9,000 亿",
                              "the number is too large beside a decimal; the most is 9×10^11");
    return check_const(p, e->at, KIND_DECIMAL, value_int(e->value.i * DECIMAL_ONE));
}

bool check_unify(struct parser *p, struct expr **a, struct expr **b, enum kind *ret_kind)
{
    if ((*a)->kind == KIND_EMPTY && !(*b = literal_plain(p, *b)))
        return false;
    *a = literal_fit(p, *a, (*b)->kind, expr_choices(*b));
    if (!*a)
        return false;
    *b = literal_fit(p, *b, (*a)->kind, expr_choices(*a));
    if (!*b || !(*a = literal_plain(p, *a)))
        return false;
    enum kind x = (*a)->kind, y = (*b)->kind;
    if ((x == KIND_DECIMAL && y == KIND_INT) || (x == KIND_INT && y == KIND_DECIMAL)) {
        *a = check_scaled(p, *a);
        *b = check_scaled(p, *b);
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

/* ---- Conditions ---- */

struct expr *check_condition(struct parser *p, struct expr *e)
{
    if (!e || e->kind == KIND_BOOL)
        return e;
    return check_unfit(p, e->at, e, "这里要一个条件，例如“总投资 大于 1亿”",
                       "a condition is wanted here, such as total > 1亿");
}

static struct expr *compared(struct parser *p, const char *at, enum comparison compare, struct expr *a, struct expr *b)
{
    struct expr *e = check_branch(p, EXPR_COMPARE, KIND_BOOL, at, a, b);
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
    bool same = check_unify(p, &a, &b, &kind);
    if (!a || !b)
        return NULL;
    if (check_is_date(a->kind) && check_is_date(b->kind)) {
        if (!same && !check_is_const(b)) /* a date beside an instant: by the day */
            return (a = check_day(p, a)) && (b = check_day(p, b)) ? compared(p, at, compare, a, b) : NULL;
        same = true;
        kind = a->kind;
    }
    bool refers = a->kind == KIND_REF || b->kind == KIND_REF;
    bool by_id = refers && (a->kind == KIND_INT || b->kind == KIND_INT);
    if ((!same && !by_id) || kind == KIND_BYTES)
        return incomparable(p, at, left, right);
    if (!equality && (refers || (!is_number(kind) && !check_is_date(kind))))
        return check_mismatch(p, at, left, right, "只能比较是否相等，不能比大小",
                              "they are equal or not, but neither is the greater");
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
    struct expr *e = check_branch(p, EXPR_BETWEEN, KIND_BOOL, at, a, low->b);
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
        struct expr *item = literal_fit(p, items[i], a->kind, expr_choices(a));
        if (item && a->kind == KIND_DECIMAL)
            item = check_scaled(p, item);
        if (!item)
            return NULL;
        bool fits = item->kind == a->kind || (is_share(a->kind) && is_share(item->kind)) ||
                    (a->kind == KIND_REF && item->kind == KIND_INT) ||
                    (a->kind == KIND_INSTANT && item->kind == KIND_DATE) || (is_text(a->kind) && is_text(item->kind));
        if (!fits || is_empty_literal(items[i]) || a->kind == KIND_BYTES)
            return incomparable(p, item->at, a, items[i]);
        items[i] = item;
    }
    struct expr *e = check_branch(p, EXPR_IN, KIND_BOOL, at, a, NULL);
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

struct expr *check_text_test(struct parser *p, const char *at, enum expr_op op, struct expr *a, struct expr *b,
                             bool negated)
{
    if (!a || !b)
        return NULL;
    if (a->kind == KIND_REF)
        a = titled(p, a);
    b = literal_fit(p, b, KIND_TEXT, NULL);
    if (!a || !b)
        return NULL;
    if (!is_text(a->kind) || b->kind != KIND_TEXT || b->op != EXPR_CONST)
        return check_mismatch(p, at, a, b, "“包含”“开头是”只用于文字，右边写一段文字",
                              "contains and starts with are for text, with a text on the right");
    if (is_empty_literal(b))
        return formula_reject(p, "FML-03", b->at, "引号里是空的，请写要找的文字",
                              "there is nothing between the quotes; write the text to look for");
    struct expr *e = check_branch(p, op, KIND_BOOL, at, a, b);
    if (!e)
        return NULL;
    e->negated = negated;
    const struct field *f = a->kind == KIND_CHOICE ? expr_choices(a) : NULL;
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
        return check_unfit(p, at, a, "它不会为空，请问一个字段是否为空",
                           "it is never empty; ask whether a field is empty");
    struct expr *e = check_branch(p, EXPR_EMPTY, KIND_BOOL, at, a, NULL);
    if (e)
        e->negated = negated;
    return node_settle(p, e);
}

struct expr *check_logic(struct parser *p, const char *at, enum expr_op op, struct expr *a, struct expr *b)
{
    a = check_condition(p, a);
    if (!a || (op != EXPR_NOT && !(b = check_condition(p, b))))
        return NULL;
    return node_settle(p, check_branch(p, op, KIND_BOOL, at, a, b));
}

struct expr *check_whole(struct parser *p, struct expr *e)
{
    if (e && e->kind == KIND_EMPTY)
        return check_unfit(p, e->at, e, "单独一个“空”没有意义", "empty by itself says nothing");
    return literal_plain(p, e);
}
