/* literal.c — literals, and how each is meant beside what it stands beside: 1 is a yuan beside money. */
#include "formula/expr.h"

#include "base/text.h"

#define NUMBER_MOST  ((__int128)9000000000000000 * DECIMAL_ONE) /* of a literal, in 1/10,000 */
#define DECIMAL_MOST ((__int128)9000000000000000)               /* of a decimal, in 1/10,000 */

static struct expr *too_large(struct parser *p, const char *at)
{
    return formula_reject(p, "FML-06", at, "数太大，最多到 9,000 万亿（金额 90 万亿元）",
                          "the number is too large; the most is 9×10^15 (9×10^13 yuan)");
}

static struct expr *too_fine(struct parser *p, const char *at, enum kind kind)
{
    return kind == KIND_MONEY
               ? formula_reject(p, "FML-06", at, "金额最细到分（0.01 元）", "money goes down to 0.01 yuan")
               : formula_reject(p, "FML-06", at, "百分数最多两位小数", "a percentage has at most two decimal places");
}

struct expr *check_text(struct parser *p, const char *at, const char *text)
{
    return check_const(p, at, KIND_TEXT, value_text(text_clean(p->cx->arena, text)));
}

struct expr *check_number(struct parser *p, const char *at, __int128 number, const char *digits, bool amount)
{
    if (number > NUMBER_MOST || number < -NUMBER_MOST)
        return too_large(p, at);
    struct expr *e = check_const(p, at, KIND_NUMBER, value_null());
    if (!e)
        return NULL;
    e->number = number;
    e->digits = digits;
    e->amount = amount;
    return e;
}

/* `number` is in 1/10,000 of a unit that has 100 parts. */
static struct expr *hundredths(struct parser *p, const char *at, enum kind kind, __int128 number)
{
    if (number % 100)
        return too_fine(p, at, kind);
    number /= 100;
    if (number > NUMBER_MOST / DECIMAL_ONE || number < -NUMBER_MOST / DECIMAL_ONE)
        return too_large(p, at);
    return check_const(p, at, kind, value_int((int64_t)number));
}

struct expr *check_money(struct parser *p, const char *at, __int128 number)
{
    return hundredths(p, at, KIND_MONEY, number);
}

struct expr *check_percent(struct parser *p, const char *at, __int128 number)
{
    return hundredths(p, at, KIND_PERCENT, number);
}

struct expr *check_unfit(struct parser *p, const char *at, const struct expr *a, const char *zh, const char *en)
{
    struct arena *m = p->cx->arena;
    struct label la = expr_label(a, p->cx), ka = kind_label(a->kind);
    return formula_reject(p, "FML-03", at, arena_printf(m, "“%s”是%s，%s", la.zh, ka.zh, zh),
                          arena_printf(m, "%s is %s: %s", la.en, ka.en, en));
}

static struct expr *not_a_choice(struct parser *p, const char *at, const struct field *f, const char *text)
{
    struct arena *m = p->cx->arena;
    const char *zh = "", *en = "";
    int count = 0;
    for (const struct choice *c = f->choices; c->code && count < 30; c++, count++) {
        zh = arena_printf(m, "%s%s%s", zh, count ? "、" : "", label_in(c->label, LANG_ZH));
        en = arena_printf(m, "%s%s%s", en, count ? ", " : "", label_in(c->label, LANG_EN));
    }
    const char *field_zh = label_in(f->label, LANG_ZH), *field_en = label_in(f->label, LANG_EN);
    return formula_reject(p, "FML-04", at, arena_printf(m, "“%s”里没有“%s”，可以是：%s", field_zh, text, zh),
                          arena_printf(m, "%s has no choice '%s'; it may be: %s", field_en, text, en));
}

/* The literal e, now known to be `value` of `kind`: still one literal. */
static struct expr *restate(struct parser *p, const struct expr *e, enum kind kind, struct value value)
{
    p->nodes--;
    return check_const(p, e->at, kind, value);
}

struct expr *literal_plain(struct parser *p, struct expr *e)
{
    if (!e || e->kind != KIND_NUMBER)
        return e;
    if (e->number % DECIMAL_ONE == 0)
        return restate(p, e, KIND_INT, value_int((int64_t)(e->number / DECIMAL_ONE)));
    if (e->number > DECIMAL_MOST || e->number < -DECIMAL_MOST)
        return too_large(p, e->at);
    return restate(p, e, KIND_DECIMAL, value_int((int64_t)e->number));
}

static struct expr *choice_const(struct parser *p, const struct expr *e, const struct field *f)
{
    const char *text = e->value.s ? e->value.s : "";
    const struct choice *c = choice_match(p->cx->arena, f->choices, text);
    if (!c && !(f->flags & FIELD_OPEN))
        return not_a_choice(p, e->at, f, text);
    struct expr *made = restate(p, e, KIND_CHOICE, c ? value_text(c->code) : e->value);
    if (made)
        made->field = f;
    return made;
}

static struct expr *date_const(struct parser *p, const struct expr *e, const char *text, enum kind beside)
{
    struct date date = {0};
    enum date_mood mood = DATE_ACTUAL;
    if (e->kind == KIND_NUMBER && e->number % DECIMAL_ONE == 0 && e->number >= (__int128)1000 * DECIMAL_ONE &&
        e->number <= (__int128)9999 * DECIMAL_ONE)
        date = date_year((int)(e->number / DECIMAL_ONE));
    else if (!text || !date_parse_loose(text, 0, &date, &mood) || mood != DATE_ACTUAL)
        date = (struct date){0};
    if (date_is_none(date)) {
        struct label k = kind_label(beside);
        return check_unfit(p, e->at, e, arena_printf(p->cx->arena, "这里要%s，例如 2023、2023-03、2023-03-05", k.zh),
                           arena_printf(p->cx->arena, "%s is wanted here, such as 2023, 2023-03 or 2023-03-05", k.en));
    }
    return restate(p, e, KIND_DATE, value_int(date.code));
}

struct expr *literal_fit(struct parser *p, struct expr *e, enum kind kind, const struct field *field)
{
    if (!e || e->op != EXPR_CONST)
        return e;
    if (e->kind == KIND_EMPTY)
        return kind == KIND_EMPTY ? e : restate(p, e, kind, value_null());
    if (e->kind == KIND_TEXT && e->value.s)
        return kind == KIND_CHOICE   ? choice_const(p, e, field)
               : check_is_date(kind) ? date_const(p, e, e->value.s, kind)
                                     : e;
    if (e->kind != KIND_NUMBER)
        return e;
    switch (kind) {
    case KIND_MONEY:
        return check_money(p, e->at, e->number);
    case KIND_PERCENT:
        return check_percent(p, e->at, e->number);
    case KIND_DATE:
    case KIND_INSTANT:
        return date_const(p, e, e->digits, kind);
    case KIND_TEXT:
    case KIND_CHOICE:
        return e->digits ? literal_fit(p, check_text(p, e->at, e->digits), kind, field) : literal_plain(p, e);
    default:
        return literal_plain(p, e);
    }
}
