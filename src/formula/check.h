/* check.h — inside the formula room: what check.c (conditions) and calculate.c (arithmetic, functions) share. */
#ifndef STEWARD_FORMULA_CHECK_H
#define STEWARD_FORMULA_CHECK_H

#include "formula/expr.h"

static inline bool is_number(enum kind kind)
{
    return kind >= KIND_NUMBER && kind <= KIND_MONEY;
}

static inline bool is_share(enum kind kind) /* in 1/10,000 */
{
    return kind == KIND_DECIMAL || kind == KIND_PERCENT;
}

static inline bool is_text(enum kind kind)
{
    return kind == KIND_TEXT || kind == KIND_CHOICE;
}

/* All of these give NULL after reporting. */
struct expr *check_mismatch(struct parser *p, const char *at, const struct expr *a, const struct expr *b,
                            const char *zh, const char *en);
struct expr *check_branch(struct parser *p, enum expr_op op, enum kind kind, const char *at, struct expr *a,
                          struct expr *b);
struct expr *check_calculation(struct parser *p, const char *at, enum kind kind, const struct arith *arith,
                               struct expr *a, struct expr *b);
struct expr *check_condition(struct parser *p, struct expr *e); /* e, when it is one */
struct expr *check_scaled(struct parser *p, struct expr *e); /* a whole number as a decimal; anything else as it is */
struct expr *check_day(struct parser *p, struct expr *e);    /* the day, counted, of a date or an instant */

/* Bring two sides to one kind: literals take their meaning from the other side, whole numbers become decimals beside
 * decimals.  False without a report when the kinds still differ, with one when a literal does not fit (then a side is
 * NULL). */
bool check_unify(struct parser *p, struct expr **a, struct expr **b, enum kind *ret_kind);

#endif
