/* work.c — problems, the reserve pool, leads, grants and funds. */
#include "metric/metric.h"

#define PROBLEM_ROWS "code,project,category,description,raised_on,unit,leader,due_on,state,closed_on"

const struct metric problem_raised_metric = {
    .name = "problem.raised",
    .label = {"收集问题", "Problems raised"},
    .definition = {"提出时间不晚于统计日期的问题个数;没有提出时间的也计入,并案的只计一次。",
                   "Problems raised by the date; those without a date count too, those that are one count once."},
    .entity = "problem",
    .through = "project",
    .where = "(raised_on <= as_of or raised_on is empty) and duplicate_of is empty",
    .month = "raised_on",
    .rows = PROBLEM_ROWS,
};

const struct metric problem_closed_metric = {
    .name = "problem.closed",
    .label = {"办结问题", "Problems closed"},
    .definition = {"截至统计日期状态为销号的问题个数;有办结时间的以办结时间为准。",
                   "Problems closed by the date, by their closing date where there is one."},
    .entity = "problem",
    .through = "project",
    .where = "closed and (raised_on <= as_of or raised_on is empty)",
    .month = "closed_on",
    .rows = PROBLEM_ROWS,
};

const struct metric problem_open_metric = {
    .name = "problem.open",
    .label = {"未办结问题", "Open problems"},
    .definition = {"截至统计日期已提出而尚未销号的问题个数。", "Problems raised and not yet closed by the date."},
    .entity = "problem",
    .through = "project",
    .where = "open",
    .month = "raised_on",
    .rows = "project,category,description,raised_on,age_days,unit,leader,due_on,state",
};

const struct metric problem_overdue_metric = {
    .name = "problem.overdue",
    .label = {"超期问题", "Problems overdue"},
    .definition = {"已过办结时限、截至统计日期仍未销号的问题个数。",
                   "Problems past their limit and not closed by the date."},
    .entity = "problem",
    .through = "project",
    .where = "overdue and (raised_on <= as_of or raised_on is empty)",
    .month = "due_on",
    .rows = PROBLEM_ROWS,
};

const struct metric problem_handed_out_metric = {
    .name = "problem.handed_out",
    .label = {"交办问题", "Problems handed out"},
    .definition =
        {"交办日期不晚于统计日期的问题个数;导入台账时已在办的没有交办日期,不计入。",
         "Problems handed out by the date; those that were under way when their ledger was imported have no such "
         "date and do not count."},
    .entity = "problem",
    .through = "project",
    .where = "assigned_on <= as_of and duplicate_of is empty",
    .month = "assigned_on",
    .rows = "code,project,category,description,unit,leader,grade,assigned_on,due_on,state",
};

const struct metric problem_closed_on_time_metric = {
    .name = "problem.closed_on_time",
    .label = {"按期办结率", "Closed on time"},
    .definition = {"截至统计日期已办结且有时限的问题中,办结时间不晚于时限的占比。",
                   "Of the problems closed by the date that had a limit, the share closed no later than it."},
    .entity = "problem",
    .through = "project",
    .where = "closed and due_on is not empty and closed_on is not empty",
    .value = "closed_on_time",
    .over = "closed_with_limit",
    .month = "closed_on",
    .rows = PROBLEM_ROWS,
};

#define SLIP_ROWS "code,kind,colour,state,unit,project,subject,issued_on,due_on,answered_on,plan_state"

const struct metric slip_issued_metric = {
    .name = "slip.issued",
    .label = {"签发单据", "Slips issued"},
    .definition = {"签发日期不晚于统计日期的提示单、督办单、联系单、报告单张数。",
                   "Slips of all kinds issued by the date."},
    .entity = "slip",
    .through = "project",
    .where = "issued_on <= as_of",
    .month = "issued_on",
    .rows = SLIP_ROWS,
};

const struct metric slip_answered_metric = {
    .name = "slip.answered",
    .label = {"答复单据", "Slips answered"},
    .definition =
        {"截至统计日期已书面答复的单据张数;整改方案被退回的,重新答复前不计入。",
         "Slips answered in writing by the date; one whose plan was sent back does not count until answered again."},
    .entity = "slip",
    .through = "project",
    .where = "answered_on <= as_of",
    .month = "answered_on",
    .rows = SLIP_ROWS,
};

const struct metric reserve_count_metric = {
    .name = "reserve.count",
    .label = {"策划储备项目", "Planned projects"},
    .definition = {"截至统计日期入库的策划项目个数,含其后转化或调出的。",
                   "Planned projects admitted to the pool by the date, including those converted or removed since."},
    .entity = "reserve",
    .alias = "sector=field stage=state",
    .where = "admitted_on <= as_of or admitted_on is empty",
    .month = "admitted_on",
    .rows = "name,field,direction,total_investment,unit,maturity,planned_start,state",
};

const struct metric reserve_total_investment_metric = {
    .name = "reserve.total_investment",
    .label = {"策划储备总投资", "Investment of planned projects"},
    .definition =
        {"截至统计日期入库的策划项目总投资合计,含其后转化或调出的。",
         "Total investment of the planned projects admitted by the date, including those converted or removed since."},
    .entity = "reserve",
    .alias = "sector=field stage=state",
    .where = "admitted_on <= as_of or admitted_on is empty",
    .value = "total_investment",
    .month = "admitted_on",
    .rows = "name,field,direction,total_investment,unit,maturity,planned_start,state",
};

#define LEAD_ROWS "code,squad,name,investor,sector,amount,stage,first_contact_on,followed_on,signed_on"

const struct metric lead_count_metric = {
    .name = "lead.count",
    .label = {"招商线索", "Leads"},
    .definition = {"首次对接不晚于统计日期的招商线索个数;没有对接时间的也计入。",
                   "Leads first contacted by the date; those without a date count too."},
    .entity = "lead",
    .where = "first_contact_on <= as_of or first_contact_on is empty",
    .month = "first_contact_on",
    .rows = LEAD_ROWS,
};

const struct metric lead_signed_metric = {
    .name = "lead.signed",
    .label = {"签约项目", "Leads signed"},
    .definition = {"截至统计日期已签约的招商项目个数,含已注册、拿地、开工、纳统、投产的。",
                   "Leads signed by the date, later stages included."},
    .entity = "lead",
    .where = "signed",
    .month = "signed_on",
    .rows = LEAD_ROWS,
};

const struct metric lead_signed_amount_metric = {
    .name = "lead.signed_amount",
    .label = {"签约金额", "Amount signed"},
    .definition = {"截至统计日期已签约招商项目的投资额合计。", "Investment of the leads signed by the date."},
    .entity = "lead",
    .where = "signed",
    .value = "amount",
    .month = "signed_on",
    .rows = LEAD_ROWS,
};

const struct metric grant_received_metric = {
    .name = "grant.received",
    .label = {"到位资金", "Grants received"},
    .definition = {"下达时间不晚于统计日期的到位金额合计;没有下达时间的也计入。",
                   "Grant money received by the date; rows without a date count too."},
    .entity = "grant",
    .through = "project",
    .alias = "sector=kind stage=state",
    .where = "received_on <= as_of or received_on is empty",
    .value = "received",
    .month = "received_on",
    .rows = "name,kind,unit,applied,received,state,received_on",
};

const struct metric grant_count_metric = {
    .name = "grant.count",
    .label = {"争取资金项数", "Grants"},
    .definition = {"截至统计日期到位金额大于零的资金项数。", "Grants with money received by the date."},
    .entity = "grant",
    .through = "project",
    .alias = "sector=kind stage=state",
    .where = "received > 0 and (received_on <= as_of or received_on is empty)",
    .month = "received_on",
    .rows = "name,kind,unit,applied,received,state,received_on",
};

const struct metric fund_size_metric = {
    .name = "fund.size",
    .label = {"产业基金规模", "Fund size"},
    .definition = {"设立时间不晚于统计日期的产业基金总规模合计;没有设立时间的也计入。",
                   "Size of the funds established by the date; funds without a date count too."},
    .entity = "fund",
    .where = "established_on <= as_of or established_on is empty",
    .value = "size",
    .month = "established_on",
    .rows = "name,manager,size,invested,projects,established_on",
};

const struct metric fund_count_metric = {
    .name = "fund.count",
    .label = {"产业基金数", "Funds"},
    .definition = {"设立时间不晚于统计日期的产业基金个数。", "Funds established by the date."},
    .entity = "fund",
    .where = "established_on <= as_of or established_on is empty",
    .month = "established_on",
    .rows = "name,manager,size,invested,projects,established_on",
};
