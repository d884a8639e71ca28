/* workdays.h — the calendar that a zone works by: the national one with the zone's own days. */
#ifndef STEWARD_RULES_WORKDAYS_H
#define STEWARD_RULES_WORKDAYS_H

#include "base/calendar.h"

/* Of cx->zone, in cx's arena; one statement, so a loop asks once.  NULL when the query failed. */
const struct calendar *zone_calendar(struct ctx *cx);

/* What a notice for a coming year announces, as days of cx->zone (entity calendar_day), in place of what was taken from an
 * earlier paste of it.  CAL-02 not a notice, CAL-03 the program holds that year's already. */
struct calendar_taken {
    int year;
    struct calendar_change *changes;
    size_t count;
    int64_t changed; /* rows written or deleted */
};
SW_CHECKED bool zone_calendar_announce(struct ctx *cx, const char *text, bool dry, struct calendar_taken *ret_taken);

#endif
