/* meeting_minutes.h — closes a meeting: its minutes are made and kept with it. */
#ifndef STEWARD_REPORTS_MEETING_MINUTES_H
#define STEWARD_REPORTS_MEETING_MINUTES_H

#include "reports/report.h"

/* The minutes as a file of the meeting, then meeting_close(); in one transaction.  `rq`: the template. */
SW_CHECKED bool meeting_close_with_minutes(struct ctx *cx, const struct report_request *rq, int64_t version);

extern const struct report meeting_minutes_report;

#endif
