/* lights_daily.c — every morning: a new day, and with it other lights. */
#include "jobs/job.h"
#include "rules/lights.h"

static bool run(struct ctx *cx, struct zone_job_result *ret_result)
{
    return lights_keep(cx, (struct date){0}, NULL, 0, &ret_result->changed);
}

const struct zone_job lights_daily_job = {
    .name = "lights_daily",
    .label = {"更新亮灯", "Lights"},
    .help = {"按当天施行的规则重算全部项目的红黄绿灯，记下变化",
             "Computes the lights of all projects anew by the rules in force on the day, and keeps what changed"},
    .when = "daily 05:30",
    .run = run,
};
