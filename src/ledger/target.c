/* target.c — the kinds of sheets and what their columns can mean. */
#include "ledger/target.h"

#include "base/text.h"

#include <string.h>

/* clang-format off */
static const struct target project_facts[] = {
    {"ordinal",     TARGET_ORDINAL,     NULL, {"序号", "No."},                 "编号 NO 序 项目序号"},
    {"period",      TARGET_PERIOD,      NULL, {"建设起止年限", "Build period"}, "建设起止时间 建设年限 建设周期 建设工期 起止年限 建设期 建设时间 起止时间 项目建设期 建设期限 起止年月 工期"},
    {"plan",        TARGET_PLAN,        NULL, {"年度计划投资", "Planned"},      "年度投资 本年度计划投资 计划投资 计划完成投资 年度投资计划 年计划投资 当年计划投资 年度计划完成投资 年度计划 计划投资额 年度投资目标"},
    {"goal",        TARGET_GOAL,        NULL, {"年度工作目标", "Goal"},         "年度目标 年度建设目标 年度建设内容 年度主要建设内容 目标任务 年度目标任务 年度形象进度目标 年度计划形象进度 年度建设任务 年度工作任务 年度建设计划"},
    {"done_before", TARGET_DONE_BEFORE, NULL, {"上年底累计完成", "Done before the year"}, "截至上年底累计完成投资 上年底累计完成投资 截至去年底累计完成 以前年度完成投资 历年完成投资 往年完成投资 上年度累计完成投资"},
    {"done_year",   TARGET_DONE_YEAR,   NULL, {"本年完成投资", "Done this year"},  "年度完成投资 本年度完成投资 当年完成投资 今年完成投资 年内完成投资 今年以来完成投资 本年累计完成投资 年度累计完成投资 当年累计完成投资 实际完成投资 完成投资 今年累计完成投资 已完成投资 完成投资额"},
    {"done_month",  TARGET_DONE_MONTH,  NULL, {"当月完成投资", "Done this month"}, "本月完成投资 月度完成投资 当月投资 本月投资 当月完成"},
    {"done_all",    TARGET_DONE_ALL,    NULL, {"累计完成投资", "Done since start"}, "开工以来累计完成 开工以来累计完成投资 自开工累计完成投资 累计完成 项目累计完成投资 开工至今累计完成投资 总累计完成投资 累计投资 自开工以来完成投资 累计完成投资额 开累完成投资"},
    {"leader",      TARGET_LEADER,      NULL, {"包联领导", "Leader"},           "挂点领导 分管领导 包抓领导 牵头领导 责任领导 包保领导 联系领导 挂钩领导 市级领导 县级领导 区级领导 帮扶领导 挂帮领导 挂包领导 包联县级领导"},
    {"department",  TARGET_DEPARTMENT,  NULL, {"包联部门", "Department"},       "包抓部门 帮扶部门 配合单位"},
    {"steward",     TARGET_STEWARD,     NULL, {"项目管家", "Steward"},          "管家 服务专员 服务管家 包联干部 联络员 项目专员 首席服务员"},
    {"statistics",  TARGET_STATISTICS,  NULL, {"是否纳统", "In statistics"},    "纳统情况 是否入统 是否入库 入库情况 纳统 入统 入统情况 是否纳统入库 纳统入库 纳统时间 入统时间 纳统状态 是否已纳统 入库纳统情况 纳统入库情况 是否固投入库 固投入库"},
    {"started",     TARGET_STARTED,     NULL, {"是否开工", "Started"},          "开工情况 是否已开工 开工与否 开工状态 是否开工建设"},
    {"halted",      TARGET_HALTED,      NULL, {"是否停工", "Halted"},           "停工 停工情况 是否停工停建"},
    {"stage",       TARGET_STAGE,       NULL, {"项目阶段", "Stage"},            "项目状态 目前阶段 当前阶段 所处阶段 项目进展阶段 建设状态 推进阶段"},
    {0},
};

static const struct target ordinal_only[] = {
    {"ordinal", TARGET_ORDINAL, NULL, {"序号", "No."}, "序"},
    {0},
};

static const struct ledger_kind projects_kind = {
    .name = "projects", .label = {"项目台账", "Project ledger"}, .entity = &project_entity,
    .words = "重点项目 项目台账 建设项目 项目建设 项目进展 项目推进 调度表 项目清单 投资计划",
    .keys = {"code", "name enterprise", "name"}, .facts = project_facts, .must = "name",
    .telling = " total_investment content started_on planned_start image_progress nature plan done_year done_all period location stage statistics ",
};
static const struct ledger_kind problems_kind = {
    .name = "problems", .label = {"问题台账", "Problem ledger"}, .entity = &problem_entity,
    .words = "难题 问题 诉求 堵点 困难 交办 销号",
    .keys = {"project subject description raised_on", "code project subject raised_on"}, .facts = ordinal_only, .must = "description",
    .telling = " description ",
};
static const struct ledger_kind reserve_kind = {
    .name = "reserve", .label = {"策划储备库", "Reserve pool"}, .entity = &reserve_entity,
    .words = "储备 策划 谋划 储备库 项目库",
    .keys = {"name"}, .facts = ordinal_only, .must = "name",
    .telling = " field direction maturity admitted_on total_investment ",
};
static const struct ledger_kind leads_kind = {
    .name = "leads", .label = {"招商线索", "Leads"}, .entity = &lead_entity,
    .words = "招商 线索 洽谈 在谈 签约 客商",
    .keys = {"name investor"}, .facts = ordinal_only, .must = "name",
    .telling = " squad investor amount first_contact_on signed_on ",
};
static const struct ledger_kind grants_kind = {
    .name = "grants", .label = {"争取资金", "Grants"}, .entity = &grant_entity,
    .words = "争取 争资 资金 专项债 中央预算内 上级资金 争资引项 补助",
    .keys = {"name kind unit"}, .facts = ordinal_only, .must = "name",
    .telling = " applied received ",
};
static const struct ledger_kind funds_kind = {
    .name = "funds", .label = {"产业基金", "Funds"}, .entity = &fund_entity,
    .words = "基金",
    .keys = {"name"}, .facts = ordinal_only, .must = "name",
    .telling = " size subscribed paid_in ",
};
/* clang-format on */

const struct ledger_kind *const ledger_kinds[] = {&projects_kind, &problems_kind, &reserve_kind, &leads_kind,
                                                  &grants_kind,   &funds_kind,    NULL};

const struct ledger_kind *ledger_kind_find(const char *name)
{
    for (const struct ledger_kind *const *k = ledger_kinds; *k; k++)
        if (strcmp((*k)->name, name) == 0)
            return *k;
    return NULL;
}

bool target_is_money(const struct target *t)
{
    switch (t->kind) {
    case TARGET_PLAN:
    case TARGET_DONE_BEFORE:
    case TARGET_DONE_YEAR:
    case TARGET_DONE_MONTH:
    case TARGET_DONE_ALL:
        return true;
    default:
        return t->kind == TARGET_FIELD && t->field->type == T_MONEY;
    }
}

const struct target *target_list(struct arena *a, const struct ledger_kind *k, int *ret_count)
{
    int n = 0, count = 0;
    for (const struct target *t = k->facts; t && t->id; t++)
        n++;
    for (const struct field *f = k->entity->fields; f->name; f++)
        n++;
    struct target *list = arena_array(a, (size_t)n + 1, sizeof *list);
    for (const struct target *t = k->facts; t && t->id; t++)
        list[count++] = *t;
    for (const struct field *f = k->entity->fields; f->name; f++)
        if (!field_is_derived(f) && f->type != T_BYTES && f->type != T_JSON)
            list[count++] = (struct target){f->name, TARGET_FIELD, f, f->label, f->synonyms};
    *ret_count = count;
    return list;
}

const struct target *target_find(struct arena *a, const struct ledger_kind *k, const char *id)
{
    int count;
    const struct target *list = target_list(a, k, &count);
    for (int i = 0; i < count; i++)
        if (strcmp(list[i].id, id) == 0)
            return &list[i];
    return NULL;
}
