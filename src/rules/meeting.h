/* meeting.h — a meeting from its agenda to its end: packed, opened, closed, reopened; what is decided at it (domain §4).
 *
 * A meeting is planned, then open, then closed.  While it is closed neither it nor its agenda, attendance and promises
 * change (entities/meeting.c guards that), whatever becomes of the promises.
 *
 *   MTG-01 it is not in the state for that   MTG-02 it is closed   MTG-03 reopening takes a reason
 */
#ifndef STEWARD_RULES_MEETING_H
#define STEWARD_RULES_MEETING_H

#include "entities/entities.h"

struct meeting_packed {
    int64_t promises, projects, suggestions; /* on the agenda now */
    int64_t dropped;                         /* items of an earlier pack that have nothing to be there for any more */
};

/* The agenda as of the meeting's day: open promises of earlier meetings of its kind first; for dispatch and work
 * meetings the projects, by leader or unit, groups and projects with the worst light first; for breakfasts what was
 * said at earlier ones and waits for an answer; then what people have put there.  Done again it keeps every item that
 * says something, and renumbers.  Where nobody is noted as taking part yet, those of the meeting before are. */
SW_CHECKED bool meeting_pack(struct ctx *cx, int64_t meeting, struct meeting_packed *ret_packed);

/* Each in a transaction.  `version`: that the meeting must have; 0: any. */
SW_CHECKED bool meeting_open(struct ctx *cx, int64_t meeting, int64_t version);
/* `minutes`: the attachment that was made of it; 0: none.  A group start gives its projects their ceremony's date, a group
 * signing its leads their signing's, where they have none. */
SW_CHECKED bool meeting_close(struct ctx *cx, int64_t meeting, int64_t version, int64_t minutes);
SW_CHECKED bool meeting_reopen(struct ctx *cx, int64_t meeting, int64_t version, const char *reason);

/* What was decided on an item and is for a unit to solve: its problem (`problem`, or the item's own, or a new one) is
 * handed out on the meeting's day (rules/problem_loop.h).  What is unknown comes from the item; a limit must be told. */
struct meeting_assignment {
    int64_t problem, unit;
    const char *leader, *category, *description, *grade;
    struct date due_on;
};
SW_CHECKED bool meeting_assign(struct ctx *cx, int64_t item, const struct meeting_assignment *a, int64_t *ret_problem);

#endif
