/* operand.c — names, words and values: what stands between operators. */
#include "formula/parser.h"

#include "base/buf.h"
#include "base/text.h"

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
const char *operand_name(struct parser *p, const char *at, struct name *ret_name, const char **ret_end)
{
    for (const char *end = name_end(p, at, false); end && end > at; end = lex_shorter(p, at, end)) {
        const char *word = parser_cut(p, at, end);
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
        if (!(args[count++] = parser_condition(p)))
            return NULL;
    } while (lex_symbol(p, ','));
    p->in_list = in_list;
    if (!lex_symbol(p, ')'))
        return parser_expected(p, "逗号或右括号“)”", "a comma or )");
    return check_call(p, start, function, args, count);
}

/* Words with a meaning of their own. English ones are reserved; Chinese ones only where no name begins so. */
static struct expr *constant(struct parser *p, const char *start, bool chinese)
{
    static const struct {
        const char *word;
        enum kind kind;
        int value;
    } words[] = {{"true", KIND_BOOL, 1},
                 {"false", KIND_BOOL, 0},
                 {"empty", KIND_EMPTY, 0},
                 {"null", KIND_EMPTY, 0},
                 {"as_of", KIND_DATE, VARIABLE_AS_OF},
                 {"today", KIND_DATE, VARIABLE_TODAY},
                 {"是", KIND_BOOL, 1},
                 {"真", KIND_BOOL, 1},
                 {"否", KIND_BOOL, 0},
                 {"假", KIND_BOOL, 0},
                 {"空", KIND_EMPTY, 0},
                 {"截至日", KIND_DATE, VARIABLE_AS_OF},
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
        return check_const(p, start, words[i].kind,
                           words[i].kind == KIND_BOOL ? value_int(words[i].value) : value_null());
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
    return parser_cut(p, start, end);
}

static struct expr *unknown_function(struct parser *p, const char *start, const char *word)
{
    struct buf names = buf_init(p->cx->arena);
    for (size_t i = 0; check_function_label(i).en; i++)
        buf_printf(&names, "%s%s", i ? ", " : "", check_function_label(i).en);
    return formula_reject(
        p, "FML-02", start, arena_printf(p->cx->arena, "没有叫“%s”的函数，可以用：%s", word, names.data),
        arena_printf(p->cx->arena, "there is no function called '%s'; there are %s", word, names.data));
}

static struct expr *word(struct parser *p)
{
    const char *start = p->at, *end = lex_word(p, start, false);
    const char *whole = parser_cut(p, start, end), *function = check_function(whole), *known;
    struct name name;
    if (function && opens(p, end)) {
        p->at = end;
        return call(p, start, function);
    }
    struct expr *e = constant(p, start, false);
    if (e || p->cx->err.kind != ERR_NONE)
        return e;
    if ((known = operand_name(p, start, &name, &end))) {
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
        return p->cx->err.kind != ERR_NONE ? NULL
                                           : parser_expected(p, "方括号里的名称", "a name in the square brackets");
    return find(p, label, &name) ? check_name(p, start, label, &name) : formula_unknown(p, start, label);
}

struct expr *operand_primary(struct parser *p)
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
        struct expr *e = parser_condition(p);
        p->in_list = in_list;
        return !e || lex_symbol(p, ')') ? e : parser_expected(p, "右括号“)”", "a closing )");
    }
    return lex_is_word(c) ? word(p) : parser_expected(p, "字段、数值或文字", "a field, a number or a text");
}

/* ---- The right side of a comparison with a text, a choice or a reference: words need no quotes ---- */

bool operand_takes_words(const struct expr *left)
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
        const char *words = parser_cut(p, start, end);
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

struct expr *operand_beside_text(struct parser *p, const struct expr *left, bool literal)
{
    lex_spaces(p);
    complete_wish(p, WISH_VALUE, left);
    const char *start = p->at, *end = lex_word(p, start, false);
    if (!lex_is_word(lex_char(p, start, NULL)) || (check_function(parser_cut(p, start, end)) && opens(p, end)))
        return literal ? operand_primary(p) : parser_sum(p);
    if (left->kind == KIND_CHOICE) {
        struct expr *choice = choice_word(p, expr_choices(left));
        if (choice || p->cx->err.kind != ERR_NONE)
            return choice;
    }
    end = bare_end(p, start);
    const char *bare = parser_cut(p, start, end);
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

struct expr *operand_text(struct parser *p)
{
    lex_spaces(p);
    const char *start = p->at, *text;
    uint32_t c = lex_char(p, start, NULL);
    if (lex_is_quote(c))
        return (text = lex_quoted(p)) ? check_text(p, start, text) : NULL;
    if (!lex_is_word(c))
        return parser_expected(p, "要找的文字", "the text to look for");
    p->at = bare_end(p, start);
    return check_text(p, start, parser_cut(p, start, p->at));
}
