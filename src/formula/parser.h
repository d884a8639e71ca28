/* parser.h — inside the formula room: what parser.c (operators) and operand.c (what stands between them) share. */
#ifndef STEWARD_FORMULA_PARSER_H
#define STEWARD_FORMULA_PARSER_H

#include "formula/lex.h"

struct expr *parser_condition(struct parser *p);
struct expr *parser_sum(struct parser *p);
/* Report that `zh` / `en` is wanted at p->at. */
struct expr *parser_expected(struct parser *p, const char *zh, const char *en);
const char *parser_cut(struct parser *p, const char *from, const char *to); /* a copy of that piece of text */

/* A value, a name, a call, or something in brackets. */
struct expr *operand_primary(struct parser *p);
/* Beside a text, a choice or a reference, words need no quotes. */
bool operand_takes_words(const struct expr *left);
/* The other side of a comparison with such a `left`; with `literal`, names are not looked for. */
struct expr *operand_beside_text(struct parser *p, const struct expr *left, bool literal);
/* A text, quoted or bare. */
struct expr *operand_text(struct parser *p);
/* The longest beginning of the word at `at` that is a known name: 总投资 of 总投资大于. */
const char *operand_name(struct parser *p, const char *at, struct name *ret_name, const char **ret_end);

#endif
