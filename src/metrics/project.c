/* project.c — how many projects, how far, how big. */
#include "metric/metric.h"

#define PROJECT_ROWS "name,unit,leader,sector,nature,stage,total_investment,started_on"

const struct metric project_count_metric = {
    .name = "project.count",
    .label = {"项目总数", "Projects"},
    .definition = {"台账中未退出的项目个数。", "Projects in the ledger that have not been withdrawn."},
    .entity = "project",
    .where = "stage != 'withdrawn'",
    .month = "started_on",
    .rows = PROJECT_ROWS,
};

const struct metric project_started_metric = {
    .name = "project.started",
    .label = {"已开工项目", "Started projects"},
    .definition = {"截至统计日期已开工、未停工、未退出的项目个数,含已竣工的;停工项目单列。",
                   "Projects started by the date that are neither halted nor withdrawn, completed ones included; "
                   "halted projects are counted apart."},
    .entity = "project",
    .where = "started and not halted and stage != 'withdrawn'",
    .month = "started_on",
    .rows = PROJECT_ROWS,
};

const struct metric project_new_started_metric = {
    .name = "project.new_started",
    .label = {"新开工项目", "New projects started"},
    .definition = {"已开工项目中,建设性质不是续建、开工时间在统计日期所在年份的个数。",
                   "Of the started projects, those that are not continuing ones and whose start date lies in the year "
                   "of the date."},
    .entity = "project",
    .where = "started and not halted and year(started_on) = year(as_of) and (nature is empty or nature != "
             "'continuing') and stage != 'withdrawn'",
    .month = "started_on",
    .rows = PROJECT_ROWS,
};

const struct metric project_in_statistics_metric = {
    .name = "project.in_statistics",
    .label = {"已纳统项目", "Projects in statistics"},
    .definition = {"截至统计日期已纳入固定资产投资统计、未退出的项目个数。",
                   "Projects entered into fixed-asset investment statistics by the date that have not been withdrawn."},
    .entity = "project",
    .where = "in_statistics and stage != 'withdrawn'",
    .month = "started_on",
    .rows = PROJECT_ROWS,
};

const struct metric project_not_in_statistics_metric = {
    .name = "project.not_in_statistics",
    .label = {"开工未纳统项目", "Started, not in statistics"},
    .definition = {"已开工项目中,截至统计日期尚未纳入固定资产投资统计的个数,即开工与纳统之间的差距。",
                   "Of the started projects, those not entered into fixed-asset investment statistics by the date: the "
                   "gap between started and entered."},
    .entity = "project",
    .where = "started and not halted and not in_statistics and stage != 'withdrawn'",
    .month = "started_on",
    .rows = "name,unit,leader,sector,nature,stage,total_investment,started_on,works_on",
};

const struct metric project_completed_metric = {
    .name = "project.completed",
    .label = {"已竣工项目", "Completed projects"},
    .definition = {"竣工或投产时间不晚于统计日期、未退出的项目个数。",
                   "Projects completed or put into operation by the date that have not been withdrawn."},
    .entity = "project",
    .where = "completed and stage != 'withdrawn'",
    .month = "completed_on",
    .rows = "name,unit,leader,sector,nature,total_investment,started_on,completed_on",
};

const struct metric project_halted_metric = {
    .name = "project.halted",
    .label = {"停工项目", "Halted projects"},
    .definition = {"统计日期处于停工状态、未退出的项目个数。",
                   "Projects halted at the date that have not been withdrawn."},
    .entity = "project",
    .where = "halted and stage != 'withdrawn'",
    .month = "started_on",
    .rows = "name,unit,leader,sector,nature,stage,image_progress,difficulty",
};

const struct metric project_total_investment_metric = {
    .name = "project.total_investment",
    .label = {"项目总投资", "Total investment"},
    .definition = {"未退出项目的总投资合计。", "Sum of the total investment of projects that have not been withdrawn."},
    .entity = "project",
    .where = "stage != 'withdrawn'",
    .value = "total_investment",
    .month = "started_on",
    .rows = "name,unit,leader,sector,nature,stage,total_investment",
};
