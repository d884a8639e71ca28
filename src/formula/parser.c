/* parser.c — the grammar: reads a formula from left to right and asks check.c for typed nodes. */
#include "formula/parser.h"

#include "base/buf.h"
#include "base/text.h"

#include <string.h>

static struct expr *not_level(struct parser *p);
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

const char *parser_cut(struct parser *p, const char *from, const char *to)
{
    return arena_strndup(p->cx->arena, from, (size_t)(to - from));
}

/* What stands at p->at, for a message: a word, or one character. */
static const char *here(struct parser *p)
{
    const char *end = lex_word(p, p->at, false);
    if (end == p->at)
        lex_char(p, p->at, &end);
    return parser_cut(p, p->at, end);
}

struct expr *parser_expected(struct parser *p, const char *zh, const char *en)
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
    return formula_reject(
        p, "FML-02", at, arena_printf(m, "没有叫“%s”的字段%s%s", word, zh.data, zh.length ? "？" : "；文字请加引号"),
        arena_printf(m, "there is no field called '%s'%s%s", word, en.data, en.length ? "?" : "; put text in quotes"));
}

static bool enter(struct parser *p)
{
    if (++p->depth <= FORMULA_DEPTH)
        return true;
    formula_reject(p, "FML-05", p->at, "括号套得太深，最多 100 层", "brackets are nested too deeply; the most is 100");
    return false;
}

/* ---- Comparisons ---- */

static struct expr *right_side(struct parser *p, const struct expr *left)
{
    return operand_takes_words(left) ? operand_beside_text(p, left, false) : parser_sum(p);
}

static struct expr *list(struct parser *p, const char *at, struct expr *left, bool negated)
{
    size_t count = 0, capacity = 0;
    struct expr **items = NULL;
    const bool in_list = p->in_list;
    if (!lex_symbol(p, '('))
        return parser_expected(p, "括号里的几个值，例如 (新建, 续建)", "values in brackets, such as (1, 2)");
    p->in_list = true;
    do {
        struct expr *item = operand_takes_words(left) ? operand_beside_text(p, left, true) : parser_sum(p);
        if (!item)
            return NULL;
        if (!check_is_const(item))
            return formula_reject(p, "FML-01", item->at, "括号里只能写数值、日期或文字",
                                  "only values can stand in the list");
        if (count == capacity) {
            items = arena_grow(p->cx->arena, items, capacity * sizeof *items, (capacity * 2 + 8) * sizeof *items);
            capacity = capacity * 2 + 8;
        }
        items[count++] = item;
    } while (lex_symbol(p, ','));
    p->in_list = in_list;
    if (!lex_symbol(p, ')'))
        return parser_expected(p, "逗号或右括号“)”", "a comma or )");
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
        return parser_expected(p, "“和”与另一头的值", "'and' with the other end of the range");
    p->at = end;
    struct expr *high = right_side(p, left);
    if (!high)
        return NULL;
    lex_spaces(p);
    (void)lex_operator(p, p->at, GROUP_RANGE_END, &end);
    p->at = end;
    return check_between(p, at, left, low, high);
}

static struct expr *tail(struct parser *p, const char *at, enum infix op, struct expr *left)
{
    switch (op) {
    case OP_IN:
    case OP_NOT_IN:
        return list(p, at, left, op == OP_NOT_IN);
    case OP_BETWEEN:
        return range(p, at, left);
    case OP_CONTAINS:
    case OP_NOT_CONTAINS:
        return check_text_test(p, at, EXPR_CONTAINS, left, operand_text(p), op == OP_NOT_CONTAINS);
    case OP_STARTS:
    case OP_NOT_STARTS:
        return check_text_test(p, at, EXPR_STARTS, left, operand_text(p), op == OP_NOT_STARTS);
    case OP_EMPTY:
    case OP_NOT_EMPTY:
        return check_empty(p, at, left, op == OP_NOT_EMPTY);
    default:
        return check_compare(p, at, (enum comparison)(op - OP_EQ), left, right_side(p, left));
    }
}

static struct expr *comparison(struct parser *p)
{
    struct expr *e = parser_sum(p);
    if (!e)
        return NULL;
    lex_spaces(p);
    complete_wish(p, WISH_OPERATOR, e);
    const char *at = p->at, *end;
    enum infix op = lex_operator(p, at, GROUP_COMPARE, &end);
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
    enum infix sign = lex_operator(p, at, GROUP_SUM, &end);
    if (sign == OP_NONE)
        return operand_primary(p);
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
        enum infix op = lex_operator(p, at, group, &end);
        if (op == OP_NONE)
            break;
        p->at = end;
        struct expr *right = next(p);
        e = op == OP_AND  ? check_logic(p, at, EXPR_AND, e, right)
            : op == OP_OR ? check_logic(p, at, EXPR_OR, e, right)
                          : check_arith(p, at,
                                        op == OP_PLUS    ? '+'
                                        : op == OP_MINUS ? '-'
                                        : op == OP_TIMES ? '*'
                                                         : '/',
                                        e, right);
    }
    return e;
}

static struct expr *product(struct parser *p)
{
    return chain(p, GROUP_PRODUCT, unary);
}

struct expr *parser_sum(struct parser *p)
{
    return chain(p, GROUP_SUM, product);
}

/* 非税收入 is a name where the scope has one. */
static bool is_not(struct parser *p, const char **ret_end)
{
    struct name name;
    const char *end;
    return lex_operator(p, p->at, GROUP_NOT, ret_end) != OP_NONE &&
           ((unsigned char)*p->at < 0x80 || !operand_name(p, p->at, &name, &end));
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

struct expr *parser_condition(struct parser *p)
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
    struct expr *e = parser_condition(p);
    if (!e)
        return NULL;
    lex_spaces(p);
    complete_wish(p, WISH_LOGIC, e);
    if (p->at < p->end)
        return lex_char(p, p->at, NULL) == ')'
                   ? formula_reject(p, "FML-01", p->at, "这个右括号没有对应的左括号", "this ) closes nothing")
                   : parser_expected(p, "“且”“或”等连接词，或者公式结束；文字里有空格时请加引号",
                                     "and, or, or the end (quote a text that has spaces)");
    return check_whole(p, e);
}

struct expr *formula_parse(struct ctx *cx, const char *text, const struct scope *scope)
{
    struct parser p = {.cx = cx, .scope = scope, .text = arena_strdup(cx->arena, text)};
    p.at = p.text;
    p.end = p.text + strlen(p.text);
    return parser_run(&p);
}
