/* problem_loop.h — a problem's way from raised to closed: what may be done with it, when, and what that does (domain §6).
 *
 * Raised → assessed → assigned (unit, content, limit) → handling → verified → closed, and back where something was not
 * enough.  One table says which deed is legal from which state, what it needs and where it leads; every deed is a row of
 * problem_step and, when it changes anything, a new version of the problem by way of "deed".  Fields that deeds keep are
 * changed in no other way (FIELD_KEPT); a ledger that is imported says them as it knows them.
 *
 *   PRB-03 not from this state          PRB-07 not into that problem      PRB-10 slips in the wrong state (rules/slip.h)
 *   PRB-04 something needed is missing  PRB-08 not on that day
 *   PRB-05 milder measures come first   PRB-09 no such deed
 *   PRB-06 the enterprise is not satisfied
 */
#ifndef STEWARD_RULES_PROBLEM_LOOP_H
#define STEWARD_RULES_PROBLEM_LOOP_H

#include "entities/entities.h"

enum problem_state {
    PROBLEM_RAISED = 1 << 0,
    PROBLEM_ASSESSED = 1 << 1,
    PROBLEM_ASSIGNED = 1 << 2,
    PROBLEM_HANDLING = 1 << 3,
    PROBLEM_VERIFIED = 1 << 4,
    PROBLEM_CLOSED = 1 << 5,
};
enum problem_state problem_state_of(const struct problem *q); /* one that no choice names is as raised */

/* What a deed is told: needed, or taken when it is there. */
enum deed_part {
    DEED_CONTENT = 1 << 0,
    DEED_UNIT = 1 << 1,
    DEED_LIMIT = 1 << 2,        /* a grade, a number of working days, or a day */
    DEED_EVIDENCE = 1 << 3,     /* content, or a file on the problem */
    DEED_SATISFACTION = 1 << 4, /* of the enterprise, where it is an enterprise's request */
    DEED_INTO = 1 << 5,
    DEED_CATEGORY = 1 << 6,
    DEED_LEADER = 1 << 7,
};
extern const char *const deed_part_names[]; /* in the order of the bits; ends with NULL */

struct problem_rule {
    const char *kind; /* one of problem_step_kinds */
    unsigned from;    /* states */
    const char *to;   /* NULL: the state stays */
    unsigned needs, takes;
    const char *after; /* one of these kinds must have come before, since it was handed out; NULL: none */
    const char *field; /* may be done by those who may change this field of the problem */
};
extern const struct problem_rule problem_rules[]; /* ends with .kind = NULL */
const struct problem_rule *problem_rule_find(const char *kind);

struct problem_deed {
    const char *kind;
    int64_t version; /* that the problem must have; 0: any */
    struct date on;  /* none: today */
    const char *content;
    int64_t unit;
    const char *leader, *category, *grade;
    int64_t limit_days; /* working days; 0: by the grade (that of a same-day grade is the day itself) */
    struct date due_on; /* none: by the limit */
    const char *satisfaction;
    const char *by; /* whose step it is; NULL: the actor's */
    int64_t into;   /* the problem that it is dealt with as part of */
};

/* In a transaction of its own, or as a part of the one that is open.  *ret_step, which may be NULL, is the step taken. */
SW_CHECKED bool problem_act(struct ctx *cx, int64_t id, const struct problem_deed *deed, int64_t *ret_step);

/* Handed out to a unit, as a meeting does: with a grade, or a day by which. */
SW_CHECKED bool problem_assign_to(struct ctx *cx, int64_t id, int64_t unit, const char *content, const char *grade,
                                  struct date due_on);

/* A new problem, raised today unless it says when: `q` from row_new(), its head filled in. */
SW_CHECKED bool problem_raise(struct ctx *cx, struct problem *q);

/* Could the actor do it with the problem as it is?  *ret_legal.  What is yet to be told is not asked for. */
SW_CHECKED bool problem_may(struct ctx *cx, const struct problem *q, const struct problem_rule *rule, bool *ret_legal);

/* Is it for an enterprise to say whether it is satisfied? */
bool problem_is_request(const struct problem *q);

#endif
