/* slip_loop.h — slips: proposed, issued under a number, answered; a supervision slip's plan approved or sent back (domain §6).
 *
 * Numbers run from 1 for each zone, kind and year and are given when a slip is issued, so none is skipped and none is given
 * twice.  What is issued on a problem that is dealt with urges it; the answer is a step of the problem, too.
 *   SLP-01 not from this state · SLP-02 something needed is missing · SLP-03 no such deed
 */
#ifndef STEWARD_RULES_SLIP_LOOP_H
#define STEWARD_RULES_SLIP_LOOP_H

#include "entities/entities.h"

enum slip_state {
    SLIP_PROPOSED = 1 << 0,
    SLIP_ISSUED = 1 << 1,
    SLIP_ANSWERED = 1 << 2,
    SLIP_SETTLED = 1 << 3,
    SLIP_WITHDRAWN = 1 << 4,
};

enum slip_part {
    SLIP_UNIT = 1 << 0,
    SLIP_CONTENT = 1 << 1, /* of the slip */
    SLIP_DUE = 1 << 2,
    SLIP_ANSWER = 1 << 3,
    SLIP_PLAN = 1 << 4, /* of a supervision slip only */
    SLIP_NOTE = 1 << 5,
};
extern const char *const slip_part_names[]; /* in the order of the bits; ends with NULL */

struct slip_rule {
    const char *kind;
    struct label label;
    unsigned from, of; /* states; kinds in the order of slip_kinds, 0: any */
    const char *to;
    unsigned needs, takes;
    const char *field; /* may be done by those who may change this field of the slip */
};
extern const struct slip_rule slip_rules[]; /* ends with .kind = NULL */

struct slip_deed {
    const char *kind;
    int64_t version; /* that the slip must have; 0: any */
    int64_t unit;
    const char *content, *answer, *rectification, *note;
    struct date due_on;
};

/* Could the actor do it as the slip stands? */
SW_CHECKED bool slip_may(struct ctx *cx, const struct slip *s, const struct slip_rule *rule, bool *ret_legal);
unsigned slip_needs(const struct slip *s, const struct slip_rule *rule); /* a plan only where one is due */
SW_CHECKED bool slip_act(struct ctx *cx, int64_t id, const struct slip_deed *deed);

/* A proposed slip: `s` says kind and subject, and what it is about; of a problem what it leaves out is filled in. */
SW_CHECKED bool slip_propose(struct ctx *cx, struct slip *s);

#endif
