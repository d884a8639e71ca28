/* weekly.c — reporting discipline: what was due, what came, what came in time. */
#include "metric/metric.h"

#define DUE         "due_on <= as_of and year(due_on) = year(as_of)"
#define REPORT_ROWS "week,unit,project,state,due_on,filed_at,late"

const struct metric report_due_metric = {
    .name = "report.due",
    .label = {"应报周报", "Reports due"},
    .definition = {"截止日期在统计日期所在年份、不晚于统计日期的周报份数;一个项目一周一份。",
                   "Weekly reports due in the year of the date and by it: one for each project and week."},
    .entity = "weekly_report",
    .through = "project",
    .where = DUE,
    .month = "due_on",
    .rows = REPORT_ROWS,
};

const struct metric report_filed_metric = {
    .name = "report.filed",
    .label = {"已报周报", "Reports filed"},
    .definition = {"应报周报中,截至统计日期已经上报的份数,含迟报的。",
                   "Of the reports due, those filed by the date, late ones included."},
    .entity = "weekly_report",
    .through = "project",
    .where = DUE " and filed",
    .month = "due_on",
    .rows = REPORT_ROWS,
};

const struct metric report_on_time_metric = {
    .name = "report.on_time",
    .label = {"按时周报", "Reports on time"},
    .definition =
        {"应报周报中,在截止时刻前上报的份数;退回后重报的以第一次上报的时间为准。",
         "Of the reports due, those filed before they were due; of what was sent back, the first filing counts."},
    .entity = "weekly_report",
    .through = "project",
    .where = DUE " and on_time",
    .month = "due_on",
    .rows = REPORT_ROWS,
};

const struct metric report_completeness_metric = {
    .name = "report.completeness",
    .label = {"周报完整率", "Completeness of reports"},
    .definition = {"已报周报 ÷ 应报周报,统计日期所在年份至统计日期。",
                   "Reports filed ÷ reports due, in the year of the date and by it."},
    .entity = "weekly_report",
    .through = "project",
    .where = DUE,
    .value = "filed_count",
    .over = "due_count",
    .month = "due_on",
    .rows = REPORT_ROWS,
};

const struct metric report_timeliness_metric = {
    .name = "report.timeliness",
    .label = {"周报及时率", "Timeliness of reports"},
    .definition = {"按时周报 ÷ 应报周报,统计日期所在年份至统计日期。",
                   "Reports on time ÷ reports due, in the year of the date and by it."},
    .entity = "weekly_report",
    .through = "project",
    .where = DUE,
    .value = "on_time_count",
    .over = "due_count",
    .month = "due_on",
    .rows = REPORT_ROWS,
};
