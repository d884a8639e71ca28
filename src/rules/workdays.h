/* workdays.h — the calendar that a zone works by: the national one with the zone's own days. */
#ifndef STEWARD_RULES_WORKDAYS_H
#define STEWARD_RULES_WORKDAYS_H

#include "base/calendar.h"

/* Of cx->zone, in cx's arena; one statement, so a loop asks once.  NULL when the query failed. */
const struct calendar *zone_calendar(struct ctx *cx);

#endif
