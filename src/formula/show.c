/* show.c — kinds and values as people read them. */
#include "formula/expr.h"

struct label kind_label(enum kind kind)
{
    /* clang-format off */
    static const struct label labels[] = {
        [KIND_EMPTY]   = {"空", "empty"},
        [KIND_NUMBER]  = {"数", "a number"},
        [KIND_INT]     = {"整数", "a whole number"},
        [KIND_DECIMAL] = {"小数", "a decimal"},
        [KIND_PERCENT] = {"百分数", "a percentage"},
        [KIND_MONEY]   = {"金额", "an amount of money"},
        [KIND_BOOL]    = {"条件（是或否）", "a condition (yes or no)"},
        [KIND_DATE]    = {"日期", "a date"},
        [KIND_INSTANT] = {"时间", "a time"},
        [KIND_TEXT]    = {"文字", "a text"},
        [KIND_CHOICE]  = {"选项", "a choice"},
        [KIND_REF]     = {"关联的记录", "a related record"},
        [KIND_BYTES]   = {"附件", "a file"},
    };
    /* clang-format on */
    return labels[kind];
}

/* n / 10,000 without trailing noughts. */
static const char *decimal(struct arena *a, int64_t n)
{
    uint64_t size = n < 0 ? -(uint64_t)n : (uint64_t)n;
    unsigned rest = (unsigned)(size % DECIMAL_ONE);
    int places = 4;
    for (; places > 0 && rest % 10 == 0; places--)
        rest /= 10;
    const char *sign = n < 0 ? "-" : "";
    if (places == 0)
        return arena_printf(a, "%s%llu", sign, (unsigned long long)(size / DECIMAL_ONE));
    return arena_printf(a, "%s%llu.%0*u", sign, (unsigned long long)(size / DECIMAL_ONE), places, rest);
}

const char *kind_show(struct arena *a, enum kind kind, const struct field *field, struct value v, enum lang lang)
{
    if (v.kind == VALUE_NULL)
        return lang == LANG_ZH ? "未知" : "unknown";
    switch (kind) {
    case KIND_BOOL:
        return lang == LANG_ZH ? v.i ? "是" : "否" : v.i ? "yes" : "no";
    case KIND_DECIMAL:
        return decimal(a, v.i);
    case KIND_PERCENT:
        return arena_printf(a, "%s%%", percent_decimal(a, v.i));
    case KIND_MONEY:
        return money_show(a, (struct money){v.i}, lang);
    case KIND_DATE:
        return date_show(a, (struct date){v.i}, lang);
    case KIND_INSTANT:
        return date_show(a, date_of_instant((struct instant){v.i}), lang);
    case KIND_CHOICE: {
        const struct choice *c = field ? choice_find(field->choices, v.s) : NULL;
        return c ? label_in(c->label, lang) : v.s;
    }
    case KIND_TEXT:
        return v.s;
    default:
        return arena_printf(a, "%lld", (long long)v.i);
    }
}

enum type expr_type(const struct expr *e)
{
    /* clang-format off */
    static const enum type types[] = {
        [KIND_INT]     = T_INT,
        [KIND_PERCENT] = T_PERCENT,
        [KIND_MONEY]   = T_MONEY,
        [KIND_BOOL]    = T_BOOL,
        [KIND_DATE]    = T_DATE,
        [KIND_INSTANT] = T_INSTANT,
        [KIND_TEXT]    = T_TEXT,
        [KIND_CHOICE]  = T_CHOICE,
        [KIND_REF]     = T_REF,
        [KIND_BYTES]   = T_BYTES,
    };
    /* clang-format on */
    return e->kind == KIND_DECIMAL ? EXPR_DECIMAL : types[e->kind];
}

const char *expr_show(const struct expr *e, struct ctx *cx, struct value v)
{
    const struct field *f = expr_choices(e);
    return kind_show(cx->arena, e->kind, f, v, cx->lang);
}
