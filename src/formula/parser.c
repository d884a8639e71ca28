/* parser.c — the grammar: reads a formula from left to right and asks check.c for typed nodes. */
#include "formula/lex.h"

#include "base/buf.h"
#include "base/text.h"

#include <string.h>

static struct expr *or_level(struct parser *p);
static struct expr *not_level(struct parser *p);
static struct expr *sum(struct parser *p);
static struct expr *unary(struct parser *p);

/* ---- Errors ---- */

struct expr *formula_reject(struct parser *p, const char *code, const char *at, const char *zh, const char *en)
{
    struct ctx *cx = p->cx;
    if (cx->err.kind != ERR_NONE)
        return NULL;
    size_t column = lex_column(p, at);
    const char *both[] = {arena_printf(cx->arena, "第 %zu 个字处：%s", column, zh),
                          arena_printf(cx->arena, "at character %zu: %s", column, en)};
    (void)!fail(cx, ERR_INPUT, code, NULL, "%s", "%s", both[0]);
    cx->err.message.en = both[1];
    return NULL;
}

static const char *cut(struct parser *p, const char *from, const char *to)
{
    return arena_strndup(p->cx->arena, from, (size_t)(to - from));
}

/* What stands at p->at, for a message: a word, or one character. */
static const char *here(struct parser *p)
{
    const char *end = lex_word(p, p->at, false);
    if (end == p->at)
        lex_char(p, p->at, &end);
    return cut(p, p->at, end);
}

static struct expr *expected(struct parser *p, const char *zh, const char *en)
{
    struct arena *m = p->cx->arena;
    lex_spaces(p);
    if (p->at >= p->end)
        return formula_reject(p, "FML-01", p->end, arena_printf(m, "公式没有写完，后面应有%s", zh),
                              arena_printf(m, "the formula ends here, but %s should follow", en));
    return formula_reject(p, "FML-01", p->at, arena_printf(m, "“%s”放在这里看不懂，这里应是%s", here(p), zh),
                          arena_printf(m, "'%s' cannot stand here; %s is wanted", here(p), en));
}

struct expr *formula_unknown(struct parser *p, const char *at, const char *word)
{
    struct arena *m = p->cx->arena;
    const char *const *near = p->scope->suggest ? p->scope->suggest(p->scope, p->cx, word) : NULL;
    struct buf zh = buf_init(m), en = buf_init(m);
    for (; near && *near; near++) {
        buf_printf(&zh, "%s“%s”", zh.length ? "、" : "，是不是 ", *near);
        buf_printf(&en, "%s%s", en.length ? ", " : "; did you mean ", *near);
    }
    return formula_reject(p, "FML-02", at,
                          arena_printf(m, "没有叫“%s”的字段%s%s", word, zh.data, zh.length ? "？" : "；文字请加引号"),
                          arena_printf(m, "there is no field called '%s'%s%s", word, en.data,
                                       en.length ? "?" : "; put text in quotes"));
}

static bool enter(struct parser *p)
{
    if (++p->depth <= FORMULA_DEPTH)
        return true;
    formula_reject(p, "FML-05", p->at, "括号套得太深，最多 100 层", "brackets are nested too deeply; the most is 100");
    return false;
}

/* ---- Names and words ---- */

enum { LONGEST_NAME = 64 }; /* code points */

/* Where a name could end at the latest: the end of the word at `at`, but not too far. */
static const char *name_end(const struct parser *p, const char *at, bool text)
{
    const char *end = lex_word(p, at, text), *s = at;
    for (int i = 0; i < LONGEST_NAME && s < end; i++)
        lex_char(p, s, &s);
    return s;
}

static bool find(struct parser *p, const char *word, struct name *ret_name)
{
    struct name name = {0};
    if (!p->scope->find(p->scope, p->cx, word, false, &name))
        return false;
    *ret_name = name;
    return true;
}

/* The longest beginning of the word at `at` that is a known name: 总投资 of 总投资大于. */
static const char *known_name(struct parser *p, const char *at, struct name *ret_name, const char **ret_end)
{
    for (const char *end = name_end(p, at, false); end && end > at; end = lex_shorter(p, at, end)) {
        const char *word = cut(p, at, end);
        if (find(p, word, ret_name)) {
            *ret_end = end;
            return word;
        }
    }
    return NULL;
}

static bool opens(const struct parser *p, const char *at)
{
    struct parser ahead = *p;
    ahead.at = at;
    return lex_symbol(&ahead, '(');
}

static struct expr *call(struct parser *p, const char *start, const char *function)
{
    struct expr *args[100];
    size_t count = 0;
    const bool in_list = p->in_list;
    p->in_list = true;
    (void)lex_symbol(p, '(');
    do {
        if (count == sizeof args / sizeof *args)
            return formula_reject(p, "FML-05", p->at, "参数太多", "too many arguments");
        if (!(args[count++] = or_level(p)))
            return NULL;
    } while (lex_symbol(p, ','));
    p->in_list = in_list;
    if (!lex_symbol(p, ')'))
        return expected(p, "逗号或右括号“)”", "a comma or )");
    return check_call(p, start, function, args, count);
}

/* Words with a meaning of their own. English ones are reserved; Chinese ones only where no name begins so. */
static struct expr *constant(struct parser *p, const char *start, bool chinese)
{
    static const struct {
        const char *word;
        enum kind kind;
        int value;
    } words[] = {{"true", KIND_BOOL, 1},  {"false", KIND_BOOL, 0}, {"empty", KIND_EMPTY, 0},
                 {"null", KIND_EMPTY, 0}, {"as_of", KIND_DATE, VARIABLE_AS_OF},
                 {"today", KIND_DATE, VARIABLE_TODAY},
                 {"是", KIND_BOOL, 1},    {"真", KIND_BOOL, 1},    {"否", KIND_BOOL, 0},
                 {"假", KIND_BOOL, 0},    {"空", KIND_EMPTY, 0},   {"截至日", KIND_DATE, VARIABLE_AS_OF},
                 {"今天", KIND_DATE, VARIABLE_TODAY}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *end;
        if (chinese != ((unsigned char)words[i].word[0] >= 0x80) || !lex_spelling(p, start, words[i].word, &end))
            continue;
        if (!chinese && end != lex_word(p, start, false) && lex_char(p, end, NULL) == '.')
            continue;
        p->at = end;
        if (words[i].kind == KIND_DATE)
            return check_variable(p, start, (enum variable)words[i].value);
        return check_const(p, start, words[i].kind, words[i].kind == KIND_BOOL ? value_int(words[i].value) : value_null());
    }
    return NULL;
}

/* An unknown word, for the message: what comes before the first operator inside it. */
static const char *unknown_word(struct parser *p, const char *start)
{
    const char *end = lex_word(p, start, false), *ignored;
    for (const char *s = lex_shorter(p, start, end); s; s = lex_shorter(p, start, s))
        if (lex_operator(p, s, GROUP_OR | GROUP_AND | GROUP_COMPARE, &ignored) != OP_NONE)
            end = s;
    return cut(p, start, end);
}

static struct expr *unknown_function(struct parser *p, const char *start, const char *word)
{
    struct buf names = buf_init(p->cx->arena);
    for (size_t i = 0; check_function_label(i).en; i++)
        buf_printf(&names, "%s%s", i ? ", " : "", check_function_label(i).en);
    return formula_reject(p, "FML-02", start,
                          arena_printf(p->cx->arena, "没有叫“%s”的函数，可以用：%s", word, names.data),
                          arena_printf(p->cx->arena, "there is no function called '%s'; there are %s", word, names.data));
}

static struct expr *word(struct parser *p)
{
    const char *start = p->at, *end = lex_word(p, start, false);
    const char *whole = cut(p, start, end), *function = check_function(whole), *known;
    struct name name;
    if (function && opens(p, end)) {
        p->at = end;
        return call(p, start, function);
    }
    struct expr *e = constant(p, start, false);
    if (e || p->cx->err.kind != ERR_NONE)
        return e;
    if ((known = known_name(p, start, &name, &end))) {
        p->at = end;
        return check_name(p, start, known, &name);
    }
    e = constant(p, start, true);
    if (e || p->cx->err.kind != ERR_NONE)
        return e;
    if ((unsigned char)*start < 0x80 && opens(p, lex_word(p, start, false)))
        return unknown_function(p, start, whole);
    return formula_unknown(p, start, unknown_word(p, start));
}

static struct expr *bracketed(struct parser *p)
{
    const char *start = p->at, *label = lex_bracketed(p);
    struct name name;
    if (!label)
        return p->cx->err.kind != ERR_NONE ? NULL : expected(p, "方括号里的名称", "a name in the square brackets");
    return find(p, label, &name) ? check_name(p, start, label, &name) : formula_unknown(p, start, label);
}

static struct expr *primary(struct parser *p)
{
    lex_spaces(p);
    complete_wish(p, WISH_OPERAND, NULL);
    const char *start = p->at, *text;
    uint32_t c = lex_char(p, start, NULL);
    if (lex_is_digit(c))
        return lex_number(p);
    if (lex_is_quote(c))
        return (text = lex_quoted(p)) ? check_text(p, start, text) : NULL;
    if (c == '[')
        return bracketed(p);
    if (lex_symbol(p, '(')) {
        const bool in_list = p->in_list;
        p->in_list = false;
        struct expr *e = or_level(p);
        p->in_list = in_list;
        return !e || lex_symbol(p, ')') ? e : expected(p, "右括号“)”", "a closing )");
    }
    return lex_is_word(c) ? word(p) : expected(p, "字段、数值或文字", "a field, a number or a text");
}

/* ---- The right side of a comparison with a text, a choice or a reference: words need no quotes ---- */

static bool takes_words(const struct expr *left)
{
    return left->kind == KIND_TEXT || left->kind == KIND_CHOICE || left->kind == KIND_REF;
}

/* A bare text ends before the first 且 or 或 inside it. */
static const char *bare_end(const struct parser *p, const char *start)
{
    static const char *const stops[] = {"且", "或", "并且", "或者"};
    const char *end = lex_word(p, start, true), *s, *ignored;
    lex_char(p, start, &s);
    for (; s < end; lex_char(p, s, &s))
        for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
            if (lex_spelling(p, s, stops[i], &ignored))
                return s;
    return end;
}

/* Nothing, a bracket, a comma, 且 or 或 follows. */
static bool ends_well(const struct parser *p, const char *at)
{
    struct parser ahead = *p;
    ahead.at = at;
    lex_spaces(&ahead);
    const char *ignored;
    uint32_t c = lex_char(p, ahead.at, NULL);
    return c == 0 || c == ')' || c == ',' || lex_operator(p, ahead.at, GROUP_OR | GROUP_AND, &ignored) != OP_NONE;
}

static struct expr *choice_word(struct parser *p, const struct field *f)
{
    const char *start = p->at;
    for (const char *end = name_end(p, start, true); f && end && end > start; end = lex_shorter(p, start, end)) {
        const char *words = cut(p, start, end);
        if (ends_well(p, end) && choice_match(p->cx->arena, f->choices, words)) {
            p->at = end;
            return check_text(p, start, words);
        }
    }
    return NULL;
}

static bool all_digits(const struct parser *p, const char *from, const char *to)
{
    while (from < to)
        if (!lex_is_digit(lex_char(p, from, &from)))
            return false;
    return true;
}

static struct expr *text_side(struct parser *p, const struct expr *left, bool literal)
{
    lex_spaces(p);
    complete_wish(p, WISH_VALUE, left);
    const char *start = p->at, *end = lex_word(p, start, false);
    if (!lex_is_word(lex_char(p, start, NULL)) || (check_function(cut(p, start, end)) && opens(p, end)))
        return literal ? primary(p) : sum(p);
    if (left->kind == KIND_CHOICE) {
        struct expr *choice = choice_word(p, left->op == EXPR_NAME ? left->name.field : left->field);
        if (choice || p->cx->err.kind != ERR_NONE)
            return choice;
    }
    end = bare_end(p, start);
    const char *bare = cut(p, start, end);
    struct name name;
    if (left->kind == KIND_REF && all_digits(p, start, end))
        return lex_number(p);
    p->at = end;
    if (text_equal(bare, "空") || text_equal(bare, "empty") || text_equal(bare, "null"))
        return check_const(p, start, KIND_EMPTY, value_null());
    if (!literal && find(p, bare, &name))
        return check_name(p, start, bare, &name);
    return check_text(p, start, bare);
}

static struct expr *right_side(struct parser *p, const struct expr *left)
{
    return takes_words(left) ? text_side(p, left, false) : sum(p);
}

static struct expr *text_literal(struct parser *p)
{
    lex_spaces(p);
    const char *start = p->at, *text;
    uint32_t c = lex_char(p, start, NULL);
    if (lex_is_quote(c))
        return (text = lex_quoted(p)) ? check_text(p, start, text) : NULL;
    if (!lex_is_word(c))
        return expected(p, "要找的文字", "the text to look for");
    p->at = bare_end(p, start);
    return check_text(p, start, cut(p, start, p->at));
}

/* ---- Comparisons ---- */

static struct expr *list(struct parser *p, const char *at, struct expr *left, bool negated)
{
    size_t count = 0, capacity = 0;
    struct expr **items = NULL;
    const bool in_list = p->in_list;
    if (!lex_symbol(p, '('))
        return expected(p, "括号里的几个值，例如 (新建, 续建)", "values in brackets, such as (1, 2)");
    p->in_list = true;
    do {
        struct expr *item = takes_words(left) ? text_side(p, left, true) : sum(p);
        if (!item)
            return NULL;
        if (!check_is_const(item))
            return formula_reject(p, "FML-01", item->at, "括号里只能写数值、日期或文字", "only values can stand in the list");
        if (count == capacity) {
            items = arena_grow(p->cx->arena, items, capacity * sizeof *items, (capacity * 2 + 8) * sizeof *items);
            capacity = capacity * 2 + 8;
        }
        items[count++] = item;
    } while (lex_symbol(p, ','));
    p->in_list = in_list;
    if (!lex_symbol(p, ')'))
        return expected(p, "逗号或右括号“)”", "a comma or )");
    return check_in(p, at, left, items, count, negated);
}

static struct expr *range(struct parser *p, const char *at, struct expr *left)
{
    const char *end;
    struct expr *low = right_side(p, left);
    if (!low)
        return NULL;
    lex_spaces(p);
    if (lex_operator(p, p->at, GROUP_RANGE_AND, &end) == OP_NONE)
        return expected(p, "“和”与另一头的值", "'and' with the other end of the range");
    p->at = end;
    struct expr *high = right_side(p, left);
    if (!high)
        return NULL;
    lex_spaces(p);
    (void)lex_operator(p, p->at, GROUP_RANGE_END, &end);
    p->at = end;
    return check_between(p, at, left, low, high);
}

static struct expr *tail(struct parser *p, const char *at, enum operator op, struct expr *left)
{
    switch (op) {
    case OP_IN:
    case OP_NOT_IN:
        return list(p, at, left, op == OP_NOT_IN);
    case OP_BETWEEN:
        return range(p, at, left);
    case OP_CONTAINS:
    case OP_NOT_CONTAINS:
        return check_text_test(p, at, EXPR_CONTAINS, left, text_literal(p), op == OP_NOT_CONTAINS);
    case OP_STARTS:
    case OP_NOT_STARTS:
        return check_text_test(p, at, EXPR_STARTS, left, text_literal(p), op == OP_NOT_STARTS);
    case OP_EMPTY:
    case OP_NOT_EMPTY:
        return check_empty(p, at, left, op == OP_NOT_EMPTY);
    default:
        return check_compare(p, at, (enum comparison)(op - OP_EQ), left, right_side(p, left));
    }
}

static struct expr *comparison(struct parser *p)
{
    struct expr *e = sum(p);
    if (!e)
        return NULL;
    lex_spaces(p);
    complete_wish(p, WISH_OPERATOR, e);
    const char *at = p->at, *end;
    enum operator op = lex_operator(p, at, GROUP_COMPARE, &end);
    if (op == OP_NONE)
        return e;
    p->at = end;
    e = tail(p, at, op, e);
    if (!e)
        return NULL;
    lex_spaces(p);
    complete_wish(p, WISH_LOGIC, e);
    if (lex_operator(p, p->at, GROUP_COMPARE, &end) != OP_NONE)
        return formula_reject(p, "FML-01", p->at, "一次只能比较一回，两头都限定请写“在 … 和 … 之间”，或用“且”连接",
                              "only one comparison at a time; write between … and …, or join two with and");
    return e;
}

/* ---- Levels, tightest last ---- */

static struct expr *unary(struct parser *p)
{
    const char *at, *end;
    lex_spaces(p);
    at = p->at;
    enum operator sign = lex_operator(p, at, GROUP_SUM, &end);
    if (sign == OP_NONE)
        return primary(p);
    if (!enter(p))
        return NULL;
    p->at = end;
    struct expr *e = unary(p);
    p->depth--;
    return sign == OP_MINUS ? check_negate(p, at, e) : e;
}

/* Operands of `next` joined by operators of one arithmetic group, from the left. */
static struct expr *chain(struct parser *p, unsigned group, struct expr *(*next)(struct parser *))
{
    struct expr *e = next(p);
    while (e) {
        const char *at, *end;
        lex_spaces(p);
        at = p->at;
        enum operator op = lex_operator(p, at, group, &end);
        if (op == OP_NONE)
            break;
        p->at = end;
        struct expr *right = next(p);
        e = op == OP_AND   ? check_logic(p, at, EXPR_AND, e, right)
            : op == OP_OR  ? check_logic(p, at, EXPR_OR, e, right)
                           : check_arith(p, at, op == OP_PLUS ? '+' : op == OP_MINUS ? '-' : op == OP_TIMES ? '*' : '/', e, right);
    }
    return e;
}

static struct expr *product(struct parser *p)
{
    return chain(p, GROUP_PRODUCT, unary);
}

static struct expr *sum(struct parser *p)
{
    return chain(p, GROUP_SUM, product);
}

/* 非税收入 is a name where the scope has one. */
static bool is_not(struct parser *p, const char **ret_end)
{
    struct name name;
    const char *end;
    return lex_operator(p, p->at, GROUP_NOT, ret_end) != OP_NONE &&
           ((unsigned char)*p->at < 0x80 || !known_name(p, p->at, &name, &end));
}

static struct expr *not_level(struct parser *p)
{
    lex_spaces(p);
    const char *at = p->at, *end;
    if (!is_not(p, &end))
        return comparison(p);
    if (!enter(p))
        return NULL;
    p->at = end;
    struct expr *e = not_level(p);
    p->depth--;
    return e ? check_logic(p, at, EXPR_NOT, e, NULL) : NULL;
}

static struct expr *and_level(struct parser *p)
{
    return chain(p, GROUP_AND, not_level);
}

static struct expr *or_level(struct parser *p)
{
    if (!enter(p))
        return NULL;
    struct expr *e = chain(p, GROUP_OR, and_level);
    p->depth--;
    return e;
}

struct expr *parser_run(struct parser *p)
{
    if (!text_is_utf8(p->text, (size_t)(p->end - p->text)))
        return formula_reject(p, "FML-01", p->text, "文字编码不是 UTF-8", "the text is not UTF-8");
    if (p->end - p->text > FORMULA_BYTES)
        return formula_reject(p, "FML-05", p->text, "公式太长，最多 4,000 字节（约 1,300 个汉字）",
                              "the formula is too long; the most is 4,000 bytes");
    struct expr *e = or_level(p);
    if (!e)
        return NULL;
    lex_spaces(p);
    complete_wish(p, WISH_LOGIC, e);
    if (p->at < p->end)
        return lex_char(p, p->at, NULL) == ')'
                   ? formula_reject(p, "FML-01", p->at, "这个右括号没有对应的左括号", "this ) closes nothing")
                   : expected(p, "“且”“或”等连接词，或者公式结束；文字里有空格时请加引号", "and, or, or the end (quote a text that has spaces)");
    return check_whole(p, e);
}

struct expr *formula_parse(struct ctx *cx, const char *text, const struct scope *scope)
{
    struct parser p = {.cx = cx, .scope = scope, .text = arena_strdup(cx->arena, text)};
    p.at = p.text;
    p.end = p.text + strlen(p.text);
    return parser_run(&p);
}
