/* words.c — writes an expression: as canonical text, in words, and in words with the values of one row. */
#include "formula/lex.h"

#include "base/buf.h"
#include "base/text.h"

#include <string.h>

enum style { STYLE_TEXT, STYLE_WORDS, STYLE_VALUES };
/* How tightly things bind; what binds less tightly than its place wants is put in brackets. */
enum { RANK_OR, RANK_AND, RANK_NOT, RANK_COMPARE, RANK_SUM, RANK_PRODUCT, RANK_UNARY, RANK_ONE };

struct writer {
    struct ctx *cx;
    struct buf out;
    enum style style;
    enum lang lang;
};

static void write_expr(struct writer *w, const struct expr *e, int rank);

/* `text` in a formula, otherwise in the reader's language. */
static void put(struct writer *w, const char *text, const char *zh, const char *en)
{
    buf_text(&w->out, w->style == STYLE_TEXT ? text : w->lang == LANG_ZH ? zh : en);
}

static int rank_of(const struct expr *e)
{
    switch (e->op) {
    case EXPR_OR:
        return RANK_OR;
    case EXPR_AND:
        return RANK_AND;
    case EXPR_NOT:
        return RANK_NOT;
    case EXPR_COMPARE:
    case EXPR_BETWEEN:
    case EXPR_IN:
    case EXPR_CONTAINS:
    case EXPR_STARTS:
    case EXPR_EMPTY:
        return RANK_COMPARE;
    case EXPR_ARITH:
        return !e->arith->name                            ? rank_of(e->a)
               : e->arith->rank < 3                       ? RANK_SUM + e->arith->rank - 1
               : e->b || strcmp(e->arith->name, "-") != 0 ? RANK_ONE
                                                          : RANK_UNARY;
    case EXPR_CONST:
        return e->value.kind == VALUE_INT && e->value.i < 0 ? RANK_UNARY : RANK_ONE;
    case EXPR_NAME:
    case EXPR_VARIABLE:
    case EXPR_IF:
        break;
    }
    return RANK_ONE;
}

/* ---- Leaves ---- */

static void quoted(struct writer *w, const char *text)
{
    if (w->style != STYLE_TEXT) {
        buf_printf(&w->out, w->lang == LANG_ZH ? "“%s”" : "\"%s\"", text);
        return;
    }
    buf_char(&w->out, '\'');
    for (; *text; text++) {
        if (*text == '\'')
            buf_char(&w->out, '\'');
        buf_char(&w->out, *text);
    }
    buf_char(&w->out, '\'');
}

/* Exact, in the largest unit that needs at most four decimal places. */
static const char *exact_money(struct arena *a, int64_t fen)
{
    const int64_t size = fen < 0 ? -fen : fen, yi = MONEY_YI, wan = MONEY_WAN;
    const struct money m = {fen};
    if (size >= yi && size % (yi / 10000) == 0)
        return arena_printf(a, "%s亿元", money_decimal(a, m, MONEY_YI));
    if (size >= wan && size % (wan / 10000) == 0)
        return arena_printf(a, "%s万元", money_decimal(a, m, MONEY_WAN));
    return arena_printf(a, "%s元", money_decimal(a, m, MONEY_YUAN));
}

static void literal(struct writer *w, const struct expr *e)
{
    struct arena *a = w->cx->arena;
    struct date date = {e->value.i};
    const char *zh_year = "";
    if (e->kind == KIND_NUMBER) { /* in an error; a formula has none left */
        bool whole = e->number % DECIMAL_ONE == 0 || e->number != (int64_t)e->number;
        int64_t n = (int64_t)(whole ? e->number / DECIMAL_ONE : e->number);
        buf_text(&w->out, kind_show(a, whole ? KIND_INT : KIND_DECIMAL, NULL, value_int(n), w->lang));
        return;
    }
    if (e->value.kind == VALUE_NULL) {
        put(w, e->kind == KIND_TEXT ? "''" : "empty", "空", "empty");
        return;
    }
    if (e->value.kind == VALUE_TEXT && (w->style == STYLE_TEXT || e->kind == KIND_TEXT)) {
        quoted(w, e->value.s);
        return;
    }
    if (w->style != STYLE_TEXT) {
        buf_text(&w->out, kind_show(a, e->kind, e->field, e->value, w->lang));
        return;
    }
    switch (e->kind) {
    case KIND_BOOL:
        buf_text(&w->out, e->value.i ? "true" : "false");
        return;
    case KIND_MONEY:
        buf_text(&w->out, exact_money(a, e->value.i));
        return;
    case KIND_DATE: /* a bare 2023 is a number where no date stands beside it */
        zh_year = date_precision_of(date) == DATE_YEAR ? "年" : "";
        buf_printf(&w->out, "%s%s", date_iso(a, date), zh_year);
        return;
    default:
        buf_text(&w->out, kind_show(a, e->kind, NULL, e->value, LANG_EN));
        return;
    }
}

static bool reads_as_name(const char *path)
{
    const struct parser p = {.end = path + strlen(path)};
    return lex_is_word(lex_char(&p, path, NULL)) && !lex_is_digit(lex_char(&p, path, NULL)) &&
           lex_word(&p, path, false) == p.end;
}

static void value_after(struct writer *w, const struct expr *e)
{
    struct value v;
    if (w->style != STYLE_VALUES)
        return;
    if (!expr_value(e, w->cx, &v))
        v = value_null();
    const struct field *f = e->op == EXPR_NAME ? e->name.field : NULL;
    buf_printf(&w->out, " %s", kind_show(w->cx->arena, e->kind, f, v, w->lang));
}

static void name(struct writer *w, const struct expr *e)
{
    if (w->style != STYLE_TEXT)
        buf_text(&w->out, label_in(e->field->label, w->lang));
    else
        buf_printf(&w->out, reads_as_name(e->path) ? "%s" : "[%s]", e->path);
    value_after(w, e);
}

static void variable(struct writer *w, const struct expr *e)
{
    bool as_of = e->variable == VARIABLE_AS_OF;
    const char *name = as_of ? "as_of" : "today", *zh = as_of ? "截至日" : "今天",
               *en = as_of ? "the date as of" : "today";
    struct arena *a = w->cx->arena;
    int n = e->workdays, size = n < 0 ? -n : n;
    if (!n)
        put(w, name, zh, en);
    else
        put(w, arena_printf(a, "workday(%s, %d)", name, n),
            arena_printf(a, "%s%s第 %d 个工作日", zh, n < 0 ? "前" : "后", size),
            arena_printf(a, "working day %d %s %s", size, n < 0 ? "before" : "after", en));
}

/* ---- Calculations ---- */

static void arguments(struct writer *w, const struct expr *const *args, size_t count)
{
    put(w, "(", "（", "(");
    for (size_t i = 0; i < count; i++) {
        put(w, i ? ", " : "", i ? "，" : "", i ? ", " : "");
        write_expr(w, args[i], RANK_OR);
    }
    put(w, ")", "）", ")");
}

static void function(struct writer *w, const char *name_en, const struct expr *const *args, size_t count)
{
    const char *zh = name_en;
    struct label label;
    for (size_t i = 0; (label = check_function_label(i)).en; i++)
        if (strcmp(label.en, name_en) == 0)
            zh = label.zh;
    put(w, name_en, zh, name_en);
    arguments(w, args, count);
}

static void calculation(struct writer *w, const struct expr *e)
{
    const struct arith *op = e->arith;
    const int own = rank_of(e);
    if (own == RANK_UNARY) {
        buf_char(&w->out, '-');
        write_expr(w, e->a, RANK_ONE);
    } else if (own == RANK_ONE) {
        const struct expr *args[] = {e->a, e->b};
        function(w, op->name, args, e->b ? 2 : 1);
    } else {
        write_expr(w, e->a, own);
        bool times = op->name[0] == '*', over = op->name[0] == '/';
        const char *sign = times ? " × " : over ? " ÷ " : op->name[0] == '+' ? " + " : " - ";
        put(w, times ? " * " : over ? " / " : sign, sign, sign);
        write_expr(w, e->b, own + 1);
    }
}

/* ---- Conditions ---- */

static void comparison_sign(struct writer *w, enum comparison compare, enum kind kind)
{
    static const char *const text[] = {" = ", " != ", " < ", " <= ", " > ", " >= "};
    static const char *const math[] = {" = ", " ≠ ", " < ", " ≤ ", " > ", " ≥ "};
    /* clang-format off */
    static const struct label plain[] = {{" 为 ", " is "}, {" 不为 ", " is not "}, {" 小于 ", " is less than "}, {" 不超过 ", " is at most "}, {" 大于 ", " is more than "}, {" 不少于 ", " is at least "}};
    static const struct label dates[] = {{" 为 ", " is "}, {" 不为 ", " is not "}, {" 早于 ", " is before "}, {" 不晚于 ", " is not after "}, {" 晚于 ", " is after "}, {" 不早于 ", " is not before "}};
    /* clang-format on */
    const struct label *words = check_is_date(kind) ? dates : plain;
    if (w->style == STYLE_VALUES)
        buf_text(&w->out, math[compare]);
    else
        put(w, text[compare], words[compare].zh, words[compare].en);
}

/* In an explanation, a calculation is followed by its result. */
static void side(struct writer *w, const struct expr *e)
{
    write_expr(w, e, RANK_SUM);
    bool computed = e->op == EXPR_ARITH || e->op == EXPR_IF;
    if (w->style == STYLE_VALUES && computed) {
        buf_text(&w->out, " =");
        value_after(w, e);
    }
}

static void among(struct writer *w, const struct expr *e)
{
    side(w, e->a);
    put(w, e->negated ? " not in (" : " in (", e->negated ? " 不属于（" : " 属于（",
        e->negated ? " is none of (" : " is one of (");
    for (size_t i = 0; i < e->count; i++) {
        put(w, i ? ", " : "", i ? "、" : "", i ? ", " : "");
        write_expr(w, e->items[i], RANK_SUM);
    }
    put(w, ")", "）", ")");
}

static void simple_condition(struct writer *w, const struct expr *e)
{
    switch (e->op) {
    case EXPR_COMPARE:
        side(w, e->a);
        comparison_sign(w, e->compare, e->a->kind);
        side(w, e->b);
        return;
    case EXPR_BETWEEN:
        side(w, e->a);
        put(w, " between ", " 在 ", " is between ");
        side(w, e->b);
        put(w, " and ", " 和 ", " and ");
        side(w, e->c);
        put(w, "", " 之间", "");
        return;
    case EXPR_IN:
        among(w, e);
        return;
    case EXPR_CONTAINS:
        side(w, e->a);
        put(w, e->negated ? " not contains " : " contains ", e->negated ? " 不包含 " : " 包含 ",
            e->negated ? " does not contain " : " contains ");
        write_expr(w, e->b, RANK_SUM);
        return;
    case EXPR_STARTS:
        side(w, e->a);
        put(w, e->negated ? " not starts with " : " starts with ", e->negated ? " 开头不是 " : " 开头是 ",
            e->negated ? " does not start with " : " starts with ");
        write_expr(w, e->b, RANK_SUM);
        return;
    default:
        side(w, e->a);
        put(w, e->negated ? " is not empty" : " is empty", e->negated ? " 不为空" : " 为空",
            e->negated ? " is not empty" : " is empty");
        return;
    }
}

static void verdict(struct writer *w, const struct expr *e)
{
    struct value v;
    if (w->style != STYLE_VALUES)
        return;
    bool holds = expr_value(e, w->cx, &v) && v.kind == VALUE_INT && v.i == 1;
    buf_text(&w->out, w->lang == LANG_ZH ? holds ? "：成立" : "：不成立" : holds ? ": true" : ": false");
}

static void logic(struct writer *w, const struct expr *e)
{
    const int own = rank_of(e);
    const bool values = w->style == STYLE_VALUES;
    if (e->op == EXPR_NOT) {
        put(w, "not ", "并非", "not ");
        write_expr(w, e->a, RANK_ONE);
        return;
    }
    /* People do not know that "and" binds more tightly than "or"; the parser does. */
    const int left = own, right = own + 1, clear = w->style == STYLE_TEXT ? RANK_OR : RANK_NOT;
    write_expr(w, e->a, e->a->op == e->op ? left : clear > left ? clear : left);
    buf_text(&w->out, !values ? "" : w->lang == LANG_ZH ? "；" : ";");
    put(w, own == RANK_AND ? " and " : " or ",
        own == RANK_AND ? values ? "且 " : " 且 "
        : values        ? "或 "
                        : " 或 ",
        own == RANK_AND ? " and " : " or ");
    write_expr(w, e->b, clear > right ? clear : right);
}

static void write_expr(struct writer *w, const struct expr *e, int rank)
{
    if (e->op == EXPR_ARITH && !e->arith->name) {
        write_expr(w, e->a, rank);
        return;
    }
    const bool brackets = rank_of(e) < rank;
    const struct expr *const choice[] = {e->a, e->b, e->c};
    put(w, brackets ? "(" : "", brackets ? "（" : "", brackets ? "(" : "");
    switch (e->op) {
    case EXPR_CONST:
        literal(w, e);
        break;
    case EXPR_NAME:
        name(w, e);
        if (e->kind == KIND_BOOL && rank <= RANK_NOT)
            verdict(w, e);
        break;
    case EXPR_VARIABLE:
        variable(w, e);
        value_after(w, e);
        break;
    case EXPR_ARITH:
        calculation(w, e);
        break;
    case EXPR_IF:
        function(w, "if", choice, 3);
        break;
    case EXPR_AND:
    case EXPR_OR:
    case EXPR_NOT:
        logic(w, e);
        break;
    default:
        simple_condition(w, e);
        verdict(w, e);
    }
    put(w, brackets ? ")" : "", brackets ? "）" : "", brackets ? ")" : "");
}

static const char *written(const struct expr *e, struct ctx *cx, enum style style, enum lang lang)
{
    struct writer w = {cx, buf_init(cx->arena), style, lang};
    write_expr(&w, e, RANK_OR);
    return w.out.data;
}

const char *expr_text(const struct expr *e, struct ctx *cx)
{
    return written(e, cx, STYLE_TEXT, LANG_EN);
}

const char *expr_words(const struct expr *e, struct ctx *cx)
{
    return written(e, cx, STYLE_WORDS, cx->lang);
}

const char *expr_explain(const struct expr *e, struct ctx *cx)
{
    struct writer w = {cx, buf_init(cx->arena), STYLE_VALUES, cx->lang};
    write_expr(&w, e, RANK_OR);
    if (e->kind != KIND_BOOL && e->op != EXPR_NAME) {
        buf_text(&w.out, " =");
        value_after(&w, e);
    } else if (e->op == EXPR_AND || e->op == EXPR_OR || e->op == EXPR_NOT) {
        buf_text(&w.out, cx->lang == LANG_ZH ? "。合起来" : ". Together");
        verdict(&w, e);
    }
    return w.out.data;
}

static const char *shortened(struct arena *a, const char *s)
{
    const char *end = s;
    const struct parser p = {.end = s + strlen(s)};
    for (int i = 0; i < 24 && end < p.end; i++)
        lex_char(&p, end, &end);
    return end == p.end ? s : arena_printf(a, "%.*s…", (int)(end - s), s);
}

struct label expr_label(const struct expr *e, struct ctx *cx)
{
    const bool text = e->op == EXPR_CONST && e->value.kind == VALUE_TEXT; /* messages bring the Chinese quotes along */
    return (struct label){shortened(cx->arena, text ? e->value.s : written(e, cx, STYLE_WORDS, LANG_ZH)),
                          shortened(cx->arena, written(e, cx, STYLE_WORDS, LANG_EN))};
}
