/* weeks.c — opens each week of reporting, and closes those whose time has come. */
#include "jobs/job.h"
#include "rules/week.h"

static bool run(struct ctx *cx, struct zone_job_result *ret_result)
{
    struct week_ticked ticked;
    if (!week_tick(cx, &ticked))
        return false;
    ret_result->changed = ticked.opened + ticked.closed;
    return true;
}

const struct zone_job weeks_job = {
    .name = "weeks",
    .label = {"周报开周与锁定", "Weeks of reporting"},
    .help = {"每周发出各单位的填报任务,到期锁定;第一周由项目办发出",
             "Gives each unit its duty every week and closes the weeks that are over; the office opens the first"},
    .when = "every 10m",
    .run = run,
};
