/* week.h — the weekly report: a week is opened, its units report, their heads confirm, it is closed (domain §4).
 *
 * A week is its Monday.  It is due on the zone's day and time (Monday 16:00 after it, unless the zone says otherwise), a day
 * that is not worked giving way to the next that is; what comes until it closes, a working day later, is late.  Opening it
 * gives each unit its duty and each of its projects a blank report.  A report is filled in, the duty submitted, confirmed by
 * whoever may change duties, or sent back; closing the week locks what was confirmed.  What a report changes flows into the
 * project and its investment of the month when it is confirmed, so that it is typed once.
 *
 * To fill in and submit takes the right to change weekly reports; to confirm and send back that to change duties; to open,
 * close and reopen that to change weeks.
 *
 * Failures: WEK-01 no such week · WEK-02 not to be done in this state · WEK-03 nothing is filled in · WEK-04 a reason is
 * needed · WEK-05 no difficulty to make a problem of · WEK-06 it is a problem already · WEK-07 the zone's condition for what
 * is reported on cannot be read · WEK-08 the week has not begun.
 */
#ifndef STEWARD_RULES_WEEK_H
#define STEWARD_RULES_WEEK_H

#include "entities/entities.h"

/* ---- the week ---- */

struct date week_monday(struct date day);
/* *ret_week is NULL when that day's week was never opened. */
SW_CHECKED bool week_find(struct ctx *cx, struct date day, struct report_week **ret_week);
struct report_week *week_need(struct ctx *cx, struct date day); /* NULL: WEK-01 */

/* The week that is at hand: the earliest open one in which the unit (0: any) has still to submit; else the latest one it has a
 * duty in.  NULL in *ret_week when there is none. */
SW_CHECKED bool week_at_hand(struct ctx *cx, int64_t unit, struct report_week **ret_week);
/* Projects that would be reported on but have no unit to do so. */
SW_CHECKED bool week_without_unit(struct ctx *cx, int64_t *ret_count);

/* Opens that day's week; of one that is open already, adds the duties and reports of projects that have come since. */
SW_CHECKED bool week_open(struct ctx *cx, struct date day, struct report_week **ret_week);
/* Locks what was confirmed; what was not submitted is missed.  A week that is closed stays so. */
SW_CHECKED bool week_close(struct ctx *cx, int64_t week);

struct week_ticked {
    int64_t opened, closed; /* weeks */
};
/* What the clock asks for: opens today's week when others were opened before it, closes those whose time has come. */
SW_CHECKED bool week_tick(struct ctx *cx, struct week_ticked *ret_ticked);

/* ---- what is reported ---- */

struct week_values {
    const char *image_progress;
    struct money month_investment;
    const char *done, *next_plan, *difficulty;
};
extern const struct field week_value_fields[]; /* of struct week_values; named as those of weekly_report */

/* One project on its unit's desk. */
struct week_item {
    const struct weekly_report *report;
    const char *project;     /* its name */
    bool reported;           /* was it ever reported before? */
    struct week_values last; /* what the report before said; else what the project says */
    struct week_values said; /* what the project says as of now; done and planned as reported last */
    struct week_values now;  /* what to start from: what the report says if it is filled in, else as of now */
};

/* The projects of a duty, in the order of their entry.  Whoever may read the duty may read its reports. */
SW_CHECKED bool week_desk(struct ctx *cx, const struct report_duty *duty, struct week_item **ret_items,
                          size_t *ret_count);
/* One of them; NULL on failure. */
struct week_item *week_item(struct ctx *cx, int64_t report);
/* Do the two agree in this field? */
bool week_same(const struct field *f, const struct week_values *a, const struct week_values *b);
/* Does the report say something else than the one before?  Of a first report: than the project said. */
bool week_differs(const struct week_item *item, const struct field *f);

/* The report says this from now on; `version` as in row_save(), 0: any.  *ret_version is the one it has then. */
SW_CHECKED bool week_fill(struct ctx *cx, const struct week_item *item, int64_t version,
                          const struct week_values *values, int64_t *ret_version);

/* ---- what is done with a duty ---- */

enum week_act { WEEK_SUBMIT, WEEK_CONFIRM, WEEK_SEND_BACK, WEEK_REOPEN, WEEK_ACTS };
/* Is it the turn of that, and may the actor? */
bool week_may(struct ctx *cx, enum week_act act, const struct report_duty *duty);
bool week_may_fill(struct ctx *cx, const struct report_duty *duty, const struct report_week *week);
/* `version` of the duty as in row_save(), 0: any; `reason` for what needs one. */
SW_CHECKED bool week_do(struct ctx *cx, enum week_act act, int64_t duty, int64_t version, const char *reason);

/* The report's difficulty becomes a problem of its project. */
SW_CHECKED bool week_problem(struct ctx *cx, int64_t report, const char *category, int64_t *ret_problem);

#endif
