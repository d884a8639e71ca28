/* clock.h — a limit that runs: days used and left, due date, stops, and whose desk it lies on.
 *
 * Day 0 is the day of receipt; the limit counts from the next day (of its kind) on.  A day on which the clock is stopped
 * still counts, the day on which it resumes does not.  Nothing is dated before what was dated last, so the clock never runs
 * backward.  Failures: CLK-01 finished already, 02 stopped already, 03 not stopped, 04 before the latest entry, 05 not a
 * limit, 06 no day.
 */
#ifndef STEWARD_RULES_CLOCK_H
#define STEWARD_RULES_CLOCK_H

#include "base/calendar.h"
#include "entities/entities.h"

/* ---- arithmetic, over days alone ---- */

struct clock_pause {
    struct date from, to; /* counted no more in (from, to]; to: none while it stands */
};
struct clock_limit {
    struct date received, finished; /* finished: none while it runs */
    int days;
    enum day_kind kind;
    const struct clock_pause *pauses; /* in order; only the last may be open */
    size_t pause_count;
};

/* Days used by the end of `on`, or by the day it finished. */
int clock_used(const struct calendar *c, const struct clock_limit *limit, struct date on);
/* The same within (since, until]; until none: to the end. */
int clock_used_between(const struct calendar *c, const struct clock_limit *limit, struct date since, struct date until,
                       struct date on);
struct date clock_due(const struct calendar *c, const struct clock_limit *limit); /* none while it stands */

/* ---- clocks that are kept ---- */

/* Start: name, received_on, limit_days, limit_kind; owner, project, unit and person may be left out.  head.id is filled in. */
SW_CHECKED bool clock_start(struct ctx *cx, struct clock *clock);
SW_CHECKED bool clock_halt(struct ctx *cx, int64_t clock, const char *kind, const char *reason, struct date on);
SW_CHECKED bool clock_resume(struct ctx *cx, int64_t clock, struct date on);
/* To another unit or person; the days go on. */
SW_CHECKED bool clock_hand_on(struct ctx *cx, int64_t clock, int64_t unit, const char *person, struct date on);
SW_CHECKED bool clock_finish(struct ctx *cx, int64_t clock, struct date on);

struct clock_desk {
    struct desk desk;
    int days;
};
struct clock_state {
    struct clock clock;
    struct date on; /* the day it is told of */
    int used, left; /* left: negative when overdue */
    int overdue;    /* days of its kind over the limit; 0: none */
    bool estimated; /* a year between receipt and due date is not announced yet */
    struct clock_stop *stops;
    struct clock_desk *desks;
    size_t stop_count, desk_count;
};
/* As of `on`; none: today. */
SW_CHECKED bool clock_state(struct ctx *cx, int64_t clock, struct date on, struct clock_state *ret_state);

/* Due dates of what still runs, by the calendar as it is now; *ret_changed: how many moved. */
SW_CHECKED bool clocks_refresh(struct ctx *cx, int64_t *ret_changed);

#endif
