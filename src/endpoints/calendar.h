/* calendar.h — what answers about days have in common. */
#ifndef STEWARD_ENDPOINTS_CALENDAR_H
#define STEWARD_ENDPOINTS_CALENDAR_H

#include "base/calendar.h"

struct json;

/* "skipped": the days in (from, to] that do not count, "made_up": the weekend days that do. */
void put_skipped(struct ctx *cx, struct json *j, const struct calendar *c, struct date from, struct date to,
                 enum day_kind kind);

#endif
