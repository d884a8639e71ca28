/* investment.c — what was to be spent and has been, dispatch caliber. */
#include "metric/metric.h"

const struct metric investment_planned_metric = {
    .name = "investment.planned",
    .label = {"年度计划投资", "Planned this year"},
    .definition = {"统计日期所在年份的年度计划投资合计。", "Sum of the annual plans of the date's year."},
    .entity = "plan_year",
    .through = "project",
    .where = "year = year(as_of)",
    .value = "amount",
    .rows = "project,year,amount,goal",
};

const struct metric investment_completed_metric = {
    .name = "investment.completed",
    .label = {"累计完成投资", "Completed investment"},
    .definition = {"开工以来至统计日期所在月的完成投资合计,调度口径。",
                   "All completed investment up to the date's month, dispatch caliber."},
    .entity = "investment",
    .through = "project",
    .where = "caliber = 'dispatch' and month <= as_of",
    .value = "amount",
    .month = "month",
    .rows = "project,month,caliber,amount",
};

const struct metric investment_completed_in_year_metric = {
    .name = "investment.completed_in_year",
    .label = {"本年完成投资", "Completed this year"},
    .definition = {"统计日期所在年份1月至该月的完成投资合计,调度口径。",
                   "Completed investment from January to the date's month, dispatch caliber."},
    .entity = "investment",
    .through = "project",
    .where = "caliber = 'dispatch' and year(month) = year(as_of) and month <= as_of",
    .value = "amount",
    .month = "month",
    .rows = "project,month,caliber,amount",
};

const struct metric investment_progress_metric = {
    .name = "investment.progress",
    .label = {"年度投资完成率", "Progress against plan"},
    .definition =
        {"本年完成投资 ÷ "
         "年度计划投资,调度口径;与时间进度(有月度计划的按月度计划,没有的按月份÷12)比较得出超前或落后的百分点。",
         "Completed this year ÷ planned this year, dispatch caliber; points ahead of or behind the time schedule (the "
         "monthly plan where there is one, else month ÷ 12)."},
    .entity = "project",
    .value = "completed_in_year",
    .over = "planned_in_year",
    .expected = "expected_in_year",
    .month = "started_on",
    .rows = "name,unit,leader,planned_in_year,completed_in_year",
};
