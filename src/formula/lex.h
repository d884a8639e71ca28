/* lex.h — inside the formula room: what stands at a place in the text.
 *
 * There is no token list: 非 is a letter of 非税收入 where a name is known by that word and "not" where none is, so
 * the parser asks for what could stand here.  Full-width forms count as their half-width twins throughout.
 */
#ifndef STEWARD_FORMULA_LEX_H
#define STEWARD_FORMULA_LEX_H

#include "formula/expr.h"

enum infix {
    OP_NONE,
    OP_OR,
    OP_AND,
    OP_NOT,
    OP_EQ, /* in the order of enum comparison */
    OP_NE,
    OP_LT,
    OP_LE,
    OP_GT,
    OP_GE,
    OP_IN,
    OP_NOT_IN,
    OP_BETWEEN,
    OP_CONTAINS,
    OP_NOT_CONTAINS,
    OP_STARTS,
    OP_NOT_STARTS,
    OP_EMPTY,
    OP_NOT_EMPTY,
    OP_PLUS,
    OP_MINUS,
    OP_TIMES,
    OP_OVER,
};

enum operator_group {
    GROUP_OR = 1,
    GROUP_AND = 2,
    GROUP_NOT = 4,
    GROUP_COMPARE = 8,
    GROUP_SUM = 16,
    GROUP_PRODUCT = 32,
    GROUP_RANGE_AND = 64, /* the "and" of between */
    GROUP_RANGE_END = 128 /* 之间 */
};

/* The character at `at`, folded; 0 at the end. */
uint32_t lex_char(const struct parser *p, const char *at, const char **ret_next);
void lex_spaces(struct parser *p);
/* Consume `symbol` (after spaces) if it stands here. */
bool lex_symbol(struct parser *p, char symbol);
/* True when `spelling` stands at `at`; a space in it is any run of spaces, and ASCII words end where they end. */
bool lex_spelling(const struct parser *p, const char *at, const char *spelling, const char **ret_end);
/* The longest operator of these groups at `at`. */
enum infix lex_operator(const struct parser *p, const char *at, unsigned groups, const char **ret_end);
/* How people write an operator first: "并且". */
const char *operator_spelling(enum infix op, enum lang lang);

bool lex_is_word(uint32_t c); /* a letter, digit or mark of a word */
bool lex_is_digit(uint32_t c);
/* Where the word at `at` ends: letters, digits, _ and inner dots; with `text` also inner - and #. */
const char *lex_word(const struct parser *p, const char *at, bool text);
/* The last place before `to` (and after `from`) where the word could be cut in two; NULL when there is none. */
const char *lex_shorter(const struct parser *p, const char *from, const char *to);
bool lex_is_quote(uint32_t c);

/* Literals at p->at: a quoted text; a label in square brackets; a number or date.  NULL after reporting. */
const char *lex_quoted(struct parser *p);
const char *lex_bracketed(struct parser *p);
struct expr *lex_number(struct parser *p);

/* Column of `at` for people: characters from 1. */
size_t lex_column(const struct parser *p, const char *at);

#endif
