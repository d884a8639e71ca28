/* clocks_daily.c — due dates follow the calendar: of what still runs, when days of it have changed. */
#include "jobs/job.h"

#include "rules/clock.h"

static bool run(struct ctx *cx, struct zone_job_result *ret_result)
{
    return clocks_refresh(cx, &ret_result->changed);
}

const struct zone_job clocks_daily_job = {
    .name = "clocks_daily",
    .label = {"重算到期日", "Due dates anew"},
    .help = {"工作日历改动后，把还在计时的到期日按新日历重算",
             "After the calendar changed: due dates of what still runs, by the calendar as it is now"},
    .when = "daily 00:10",
    .run = run,
};
