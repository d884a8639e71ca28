/* lex.c — characters, operators, words and quoted texts of a formula. */
#include "formula/lex.h"

#include "base/buf.h"
#include "base/text.h"

#include <string.h>
#include <utf8proc.h>

uint32_t lex_char(const struct parser *p, const char *at, const char **ret_next)
{
    utf8proc_int32_t c = 0;
    utf8proc_ssize_t size = at < p->end ? utf8proc_iterate((const utf8proc_uint8_t *)at, p->end - at, &c) : 0;
    if (ret_next)
        *ret_next = at + (size > 0 ? size : at < p->end);
    if (size <= 0)
        return at < p->end ? 0xFFFD : 0;
    if (c >= 0xFF01 && c <= 0xFF5E)
        return (uint32_t)c - 0xFEE0;
    switch (c) {
    case 0x00D7: /* × */
        return '*';
    case 0x00F7: /* ÷ */
        return '/';
    case 0x2212: /* − */
        return '-';
    case 0x3001: /* 、 */
        return ',';
    case 0x3010: /* 【 */
        return '[';
    case 0x3011: /* 】 */
        return ']';
    case '\t':
    case '\n':
    case '\r':
    case 0x00A0:
    case 0x3000:
        return ' ';
    default:
        return (uint32_t)c;
    }
}

size_t lex_column(const struct parser *p, const char *at)
{
    size_t column = 1;
    for (const char *s = p->text; s < at; column++)
        lex_char(p, s, &s);
    return column;
}

static const char *spaces(const struct parser *p, const char *at)
{
    for (const char *next; at < p->end && lex_char(p, at, &next) == ' ';)
        at = next;
    return at;
}

void lex_spaces(struct parser *p)
{
    p->at = spaces(p, p->at);
}

bool lex_symbol(struct parser *p, char symbol)
{
    lex_spaces(p);
    const char *next;
    if (lex_char(p, p->at, &next) != (uint32_t)symbol)
        return false;
    p->at = next;
    return true;
}

static bool is_ascii_word(uint32_t c)
{
    return c < 0x80 && (c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
}

static uint32_t lower(uint32_t c)
{
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

bool lex_spelling(const struct parser *p, const char *at, const char *spelling, const char **ret_end)
{
    const struct parser pattern = {.end = spelling + strlen(spelling)};
    uint32_t want = 0;
    for (const char *s = spelling; s < pattern.end;) {
        const char *next;
        want = lex_char(&pattern, s, &s);
        if (lex_char(p, at, &next) != want && lower(lex_char(p, at, NULL)) != want)
            return false;
        at = want == ' ' ? spaces(p, next) : next;
    }
    if (is_ascii_word(want) && is_ascii_word(lex_char(p, at, NULL)))
        return false;
    *ret_end = at;
    return true;
}

/* Every spelling; the first of an operator in each language is the one shown. */
static const struct {
    enum infix op;
    unsigned group;
    const char *spelling;
} spellings[] = {
    /* clang-format off */
    {OP_OR, GROUP_OR, "或"}, {OP_OR, GROUP_OR, "or"}, {OP_OR, GROUP_OR, "或者"}, {OP_OR, GROUP_OR, "||"},
    {OP_AND, GROUP_AND, "且"}, {OP_AND, GROUP_AND, "and"}, {OP_AND, GROUP_AND, "并且"}, {OP_AND, GROUP_AND, "和"}, {OP_AND, GROUP_AND, "&&"},
    {OP_NOT, GROUP_NOT, "非"}, {OP_NOT, GROUP_NOT, "not"}, {OP_NOT, GROUP_NOT, "不是"}, {OP_NOT, GROUP_NOT, "并非"}, {OP_NOT, GROUP_NOT, "!"},
    {OP_EQ, GROUP_COMPARE, "="}, {OP_EQ, GROUP_COMPARE, "=="}, {OP_EQ, GROUP_COMPARE, "等于"}, {OP_EQ, GROUP_COMPARE, "是"}, {OP_EQ, GROUP_COMPARE, "为"},
    {OP_NE, GROUP_COMPARE, "!="}, {OP_NE, GROUP_COMPARE, "<>"}, {OP_NE, GROUP_COMPARE, "不等于"}, {OP_NE, GROUP_COMPARE, "不是"}, {OP_NE, GROUP_COMPARE, "不为"}, {OP_NE, GROUP_COMPARE, "≠"},
    {OP_LT, GROUP_COMPARE, "<"}, {OP_LT, GROUP_COMPARE, "小于"}, {OP_LT, GROUP_COMPARE, "少于"}, {OP_LT, GROUP_COMPARE, "低于"}, {OP_LT, GROUP_COMPARE, "早于"}, {OP_LT, GROUP_COMPARE, "《"},
    {OP_LE, GROUP_COMPARE, "<="}, {OP_LE, GROUP_COMPARE, "不大于"}, {OP_LE, GROUP_COMPARE, "不超过"}, {OP_LE, GROUP_COMPARE, "不多于"}, {OP_LE, GROUP_COMPARE, "不高于"},
    {OP_LE, GROUP_COMPARE, "不晚于"}, {OP_LE, GROUP_COMPARE, "至多"}, {OP_LE, GROUP_COMPARE, "小于等于"}, {OP_LE, GROUP_COMPARE, "≤"}, {OP_LE, GROUP_COMPARE, "《="},
    {OP_GT, GROUP_COMPARE, ">"}, {OP_GT, GROUP_COMPARE, "大于"}, {OP_GT, GROUP_COMPARE, "多于"}, {OP_GT, GROUP_COMPARE, "高于"}, {OP_GT, GROUP_COMPARE, "超过"}, {OP_GT, GROUP_COMPARE, "晚于"}, {OP_GT, GROUP_COMPARE, "》"},
    {OP_GE, GROUP_COMPARE, ">="}, {OP_GE, GROUP_COMPARE, "不小于"}, {OP_GE, GROUP_COMPARE, "不少于"}, {OP_GE, GROUP_COMPARE, "不低于"}, {OP_GE, GROUP_COMPARE, "不早于"},
    {OP_GE, GROUP_COMPARE, "至少"}, {OP_GE, GROUP_COMPARE, "大于等于"}, {OP_GE, GROUP_COMPARE, "≥"}, {OP_GE, GROUP_COMPARE, "》="},
    {OP_IN, GROUP_COMPARE, "属于"}, {OP_IN, GROUP_COMPARE, "in"},
    {OP_NOT_IN, GROUP_COMPARE, "不属于"}, {OP_NOT_IN, GROUP_COMPARE, "not in"},
    {OP_BETWEEN, GROUP_COMPARE, "在"}, {OP_BETWEEN, GROUP_COMPARE, "between"}, {OP_BETWEEN, GROUP_COMPARE, "介于"},
    {OP_CONTAINS, GROUP_COMPARE, "包含"}, {OP_CONTAINS, GROUP_COMPARE, "contains"},
    {OP_NOT_CONTAINS, GROUP_COMPARE, "不包含"}, {OP_NOT_CONTAINS, GROUP_COMPARE, "not contains"}, {OP_NOT_CONTAINS, GROUP_COMPARE, "does not contain"},
    {OP_STARTS, GROUP_COMPARE, "开头是"}, {OP_STARTS, GROUP_COMPARE, "starts with"},
    {OP_NOT_STARTS, GROUP_COMPARE, "开头不是"}, {OP_NOT_STARTS, GROUP_COMPARE, "not starts with"}, {OP_NOT_STARTS, GROUP_COMPARE, "does not start with"},
    {OP_EMPTY, GROUP_COMPARE, "为空"}, {OP_EMPTY, GROUP_COMPARE, "is empty"}, {OP_EMPTY, GROUP_COMPARE, "是空"},
    {OP_NOT_EMPTY, GROUP_COMPARE, "不为空"}, {OP_NOT_EMPTY, GROUP_COMPARE, "is not empty"}, {OP_NOT_EMPTY, GROUP_COMPARE, "不是空"},
    {OP_PLUS, GROUP_SUM, "+"}, {OP_MINUS, GROUP_SUM, "-"}, {OP_TIMES, GROUP_PRODUCT, "*"}, {OP_OVER, GROUP_PRODUCT, "/"},
    {OP_AND, GROUP_RANGE_AND, "和"}, {OP_AND, GROUP_RANGE_AND, "and"}, {OP_AND, GROUP_RANGE_AND, "与"}, {OP_AND, GROUP_RANGE_AND, "到"}, {OP_AND, GROUP_RANGE_AND, "至"}, {OP_AND, GROUP_RANGE_AND, "~"},
    {OP_AND, GROUP_RANGE_END, "之间"},
    /* clang-format on */
};

/* Told from the first character: most spellings need no closer look. */
static bool may_begin(const char *spelling, uint32_t c)
{
    unsigned char first = (unsigned char)*spelling;
    return first < 0x80 ? first == lower(c) : c >= 0x80;
}

enum infix lex_operator(const struct parser *p, const char *at, unsigned groups, const char **ret_end)
{
    enum infix best = OP_NONE;
    const char *best_end = at, *end;
    const uint32_t c = lex_char(p, at, NULL);
    const bool ends = c == 0 || c == ')' || c == ','; /* where most formulas are asked for one */
    for (size_t i = 0; !ends && i < sizeof spellings / sizeof *spellings; i++)
        if ((spellings[i].group & groups) && may_begin(spellings[i].spelling, c) &&
            lex_spelling(p, at, spellings[i].spelling, &end) && end > best_end) {
            best = spellings[i].op;
            best_end = end;
        }
    *ret_end = best_end;
    return best;
}

const char *operator_spelling(enum infix op, enum lang lang)
{
    const char *other = "";
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        if (spellings[i].op != op)
            continue;
        bool chinese = (unsigned char)spellings[i].spelling[0] >= 0x80;
        if (chinese == (lang == LANG_ZH))
            return spellings[i].spelling;
        if (!*other)
            other = spellings[i].spelling;
    }
    return other;
}

bool lex_is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

bool lex_is_word(uint32_t c)
{
    if (c < 0x80)
        return is_ascii_word(c);
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return true;
    default:
        return c == 0x00B7 || c == 0x3007; /* · 〇 */
    }
}

const char *lex_word(const struct parser *p, const char *at, bool text)
{
    const char *next, *after;
    for (uint32_t c; (c = lex_char(p, at, &next)) != 0; at = next) {
        if (lex_is_word(c))
            continue;
        bool joins = c == '.' || (text && (c == '-' || c == '#'));
        if (!joins || !lex_is_word(lex_char(p, next, &after)))
            break;
    }
    return at;
}

const char *lex_shorter(const struct parser *p, const char *from, const char *to)
{
    const char *best = NULL;
    for (const char *s = from, *next; s < to; s = next) {
        uint32_t left = lex_char(p, s, &next);
        if (next < to && !(is_ascii_word(left) && is_ascii_word(lex_char(p, next, NULL))))
            best = next;
    }
    return best;
}

/* What closes what: people's input methods mix left and right marks, so either closes its pair. */
static bool closes(uint32_t open, uint32_t c)
{
    switch (open) {
    case 0x201C: /* “ */
    case 0x201D: /* ” */
        return c == 0x201C || c == 0x201D;
    case 0x2018: /* ‘ */
    case 0x2019: /* ’ */
        return c == 0x2018 || c == 0x2019;
    case 0x300A: /* 《 */
        return c == 0x300B;
    case 0x300C: /* 「 */
        return c == 0x300D;
    default:
        return c == open;
    }
}

bool lex_is_quote(uint32_t c)
{
    return c == '\'' || c == '"' || (c >= 0x2018 && c <= 0x2019) || (c >= 0x201C && c <= 0x201D) || c == 0x300A ||
           c == 0x300C;
}

const char *lex_quoted(struct parser *p)
{
    const char *start = p->at, *s, *next;
    uint32_t open = lex_char(p, start, &s);
    struct buf text = buf_init(p->cx->arena);
    for (uint32_t c; (c = lex_char(p, s, &next)) != 0; s = next) {
        if (closes(open, c)) {
            if (open >= 0x80 || lex_char(p, next, NULL) != open) {
                p->at = next;
                return text.data;
            }
            lex_char(p, next, &next); /* '' inside '…' is one ' */
            buf_char(&text, (char)open);
            continue;
        }
        buf_add(&text, s, (size_t)(next - s));
    }
    formula_reject(p, "FML-01", start, "引号没有闭合，请在文字后面补上引号",
                   "the quotation is not closed; put the closing mark after the text");
    return NULL;
}

const char *lex_bracketed(struct parser *p)
{
    const char *start = p->at, *s, *next;
    lex_char(p, start, &s);
    for (const char *from = s; lex_char(p, s, &next) != 0; s = next)
        if (lex_char(p, s, NULL) == ']') {
            p->at = next;
            return text_clean(p->cx->arena, arena_strndup(p->cx->arena, from, (size_t)(s - from)));
        }
    formula_reject(p, "FML-01", start, "方括号没有闭合，请在名称后面补上“]”",
                   "the square bracket is not closed; put ] after the name");
    return NULL;
}
