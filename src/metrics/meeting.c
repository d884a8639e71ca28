/* meeting.c — promises made, kept and overdue; projects of group starts and signings. */
#include "metric/metric.h"

#define PROMISE_ROWS "what,unit,person,project,made_on,due_on,state,done_on"

const struct metric promise_made_metric = {
    .name = "promise.made",
    .label = {"承诺事项", "Promises made"},
    .definition = {"承诺日期不晚于统计日期的承诺事项个数,撤回的不计。",
                   "Promises made by the date; withdrawn ones do not count."},
    .entity = "promise",
    .through = "project",
    .alias = "leader=person",
    .where = "made_on <= as_of and (state != withdrawn or state is empty)",
    .month = "made_on",
    .rows = PROMISE_ROWS,
};

const struct metric promise_kept_metric = {
    .name = "promise.kept",
    .label = {"兑现承诺", "Promises kept"},
    .definition = {"完成日期不晚于统计日期、经项目办确认已兑现的承诺事项个数。",
                   "Promises done by the date and confirmed as kept."},
    .entity = "promise",
    .through = "project",
    .alias = "leader=person",
    .where = "kept",
    .month = "done_on",
    .rows = PROMISE_ROWS,
};

const struct metric promise_overdue_metric = {
    .name = "promise.overdue",
    .label = {"超期承诺", "Promises overdue"},
    .definition =
        {"截至统计日期已过完成时限、既未兑现也未报完成的承诺事项个数;撤回的和已定为未按承诺的不计。",
         "Promises past their due date, neither kept nor reported done; withdrawn ones and those found broken "
         "do not count."},
    .entity = "promise",
    .through = "project",
    .alias = "leader=person",
    .where = "overdue and made_on <= as_of",
    .month = "due_on",
    .rows = PROMISE_ROWS,
};

const struct metric promise_fulfilment_metric = {
    .name = "promise.fulfilment",
    .label = {"承诺兑现率", "Fulfilment of promises"},
    .definition =
        {"已兑现的承诺事项个数 ÷ 应兑现的个数。应兑现:截至统计日期已兑现、定为未按承诺或已过完成时限的,撤回的不计。",
         "Promises kept ÷ promises due. Due: kept, found broken, or past the due date by the date; withdrawn "
         "ones do not count."},
    .entity = "promise",
    .through = "project",
    .alias = "leader=person",
    .where = "due_count = 1 and made_on <= as_of",
    .value = "kept_count",
    .over = "due_count",
    .month = "due_on",
    .rows = PROMISE_ROWS,
};

#define EVENT_ROWS "subject,project,enterprise,unit,investment,meeting"
#define EVENTS     "kind = project and meeting.kind in (group_start, group_signing) and meeting.held_on <= as_of"

const struct metric event_projects_metric = {
    .name = "event.projects",
    .label = {"集中开工签约项目", "Projects of group events"},
    .definition = {"统计日期以前的集中开工、集中签约活动所列项目个数;同一项目在两次活动中列出的计两次。",
                   "Projects listed at group starts and signings held by the date; one listed at two of them counts "
                   "twice."},
    .entity = "agenda_item",
    .through = "project",
    .where = EVENTS,
    .month = "meeting.held_on",
    .rows = EVENT_ROWS,
};

const struct metric event_investment_metric = {
    .name = "event.investment",
    .label = {"集中开工签约投资", "Investment of group events"},
    .definition =
        {"统计日期以前的集中开工、集中签约活动所列项目的投资额合计:活动所写金额,没写的为项目总投资或线索拟投资额。",
         "Investment of the projects listed at group starts and signings held by the date: the amount given "
         "there, else the project's total investment or the lead's amount."},
    .entity = "agenda_item",
    .through = "project",
    .where = EVENTS,
    .value = "investment",
    .month = "meeting.held_on",
    .rows = EVENT_ROWS,
};
