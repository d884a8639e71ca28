/* target.c — the kinds of sheets and what their columns can mean. */
#include "ledger/target.h"

#include "base/text.h"

#include <string.h>

/* clang-format off */
static const struct target project_facts[] = {
    {"ordinal",     TARGET_ORDINAL,     NULL, {"序号", "No."},                 "编号 NO 序 项目序号"},
    {"period",      TARGET_PERIOD,      NULL, {"建设起止年限", "Build period"}, "建设起止时间 建设年限 建设周期 建设工期 起止年限 建设期 建设时间 起止时间 项目建设期 建设期限 起止年月 工期 开竣工时间 计划开竣工时间 开竣工日期 计划起止时间"},
    {"plan",        TARGET_PLAN,        NULL, {"年度计划投资", "Planned"},      "年度投资 本年度计划投资 计划投资 计划完成投资 年度投资计划 年计划投资 当年计划投资 年度计划完成投资 年度计划 计划投资额 年度投资目标 全年计划 全年计划投资 全年投资计划"},
    {"plan_month",  TARGET_PLAN_MONTH,  NULL, {"当月计划投资", "Planned this month"}, "本月计划投资 当月计划 本月计划完成投资 当月计划完成投资 当月投资计划 本月投资计划"},
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
    {"key_level",   TARGET_KEY_LEVEL,   NULL, {"重点级别", "Key level"},        "项目级别 重点项目级别 级别 项目层级 项目等级"},
    {"money_unit",  TARGET_MONEY_UNIT,  NULL, {"金额单位", "Unit of money"},    "货币单位 计价单位"},
    {0},
};

static const struct target ordinal_only[] = {
    {"ordinal", TARGET_ORDINAL, NULL, {"序号", "No."}, "序"},
    {"money_unit", TARGET_MONEY_UNIT, NULL, {"金额单位", "Unit of money"}, "货币单位 计价单位"},
    {0},
};

/* Heads seen in ledgers that are too loose for the entities' own synonyms. */
static const struct head_words project_heads[] = {
    {"name",         "包联项目 包抓项目 包保项目 挂点项目 挂联项目 联系项目 包联项目名称 包抓项目名称"},
    {"leader",       "挂联领导 挂联市级领导 包保责任领导 联系区领导 联系市领导 市级包联领导 县级包联领导 区级包联领导 市级包抓领导 县级包抓领导 包联市级领导 包抓县级领导 包抓县级领导 责任县级领导 责任区领导 牵头市领导 联系县领导 联系县级领导 包挂领导 包靠领导 帮包领导 挂钩联系领导 领导包联 包抓 包抓人 包联"},
    {"department",   "包联单位 帮包单位 包保单位 包保部门 联系部门 挂联单位"},
    {"steward",      "包联人员 服务管家 帮办员 项目秘书 帮办代办员 首席服务员"},
    {"code",         "项目统一代码 在线审批代码 项目赋码 审批监管平台代码 固定资产投资项目代码 项目代码(24位)"},
    {"enterprise",   "项目承担单位 建设业主 投资单位 申报企业 投资企业 投资方 投资商 投资人 Developer 建设(业主)单位 项目建设单位 项目公司"},
    {"unit",         "负责部门 负责单位 包干单位 报送单位 主体责任单位 责任主体 承办单位 管理单位 监管单位 属地单位 所属单位 所属镇街 所在镇街 责任镇街 申报单位 推进单位 Responsibleunit"},
    {"sector",       "产业类型 行业领域 所属产业 产业分类 项目所属行业 产业链"},
    {"nature",       "项目建设性质 新建或续建 新建/续建/扩建 新建(续建) 新(续)建 续建/新建 建设性质(新建/续建) 项目状态(新建/续建)"},
    {"content",      "建设内容和规模 规模及内容 建设内容规模 主要建设规模及内容 主要建设内容和规模 项目主要建设内容 项目建设内容 建设主要内容 工程内容 建设内容简介 项目基本情况 建设规模与内容"},
    {"image_progress", "项目推进情况 推进情况 工程进展 工程进展情况 项目进度 建设进度 本月进展 本月进展情况 目前形象进度情况 截至目前进展情况 当前进展 工作推进情况 项目建设进展情况 形象进度描述 工程建设进展 Progress"},
    {"difficulty",   "存在的困难和问题 存在问题和困难 存在困难和问题 困难和问题 问题及困难 存在的主要问题 需要解决的问题 制约因素"},
    {"contact",      "联系人及电话 联系人及联系方式 联系人电话 企业联系人 单位联系人"},
    {"started_on",   "开工(计划开工)时间 开工(拟开工)时间 开工/计划开工时间 实际(计划)开工时间 开工时间(年月) 正式开工时间 开工建设时间 Startdate"},
    {"completed_on", "竣工(计划竣工)时间 实际(计划)竣工时间 建成投产时间 竣工或投产时间 建成时间(投产时间) 完工日期 竣工 全部建成投产年月 建成投产年月 全部建成投产时间 Completiondate"},
    {"statistics",   "是否已入库 是否已入统 是否列统 列统情况 是否入库纳统 是否纳入统计 纳入统计时间 入库纳统时间 列入统计 纳统入库时间 已纳统 纳统日期 是否已纳入统计 是否已纳统 入库时间 入统日期 是否申报纳统 统计入库时间"},
    {"halted",       "是否停缓建 停工/复工 停复工情况 是否停工(缓建)"},
    {"stage",        "项目进展状态 工程状态 进度状态 推进状态 建设情况 现状 状态 Status"},
    {"done_year",    "年完成 Completedinvestment"},
    {"note",         "Remarks"},
    {"plan",         "年度计划完成投资额 当年投资计划 投资计划 本年投资计划 年度计划投资额 年投资计划 年计划 本年计划 今年计划 当年计划 本年计划完成投资 Plannedinvestment"},
    {0},
};
static const struct head_words problem_heads[] = {
    {"description", "存在的主要困难和问题 困难和问题 困难问题 存在困难和问题 存在问题及困难 问题困难 问题事项 需协调解决事项 需要协调解决的问题 存在的困难问题 问题清单 反映问题 困难诉求 企业诉求 诉求事项 堵点难点 制约问题 需协调事项 问题具体描述 问题名称 存在的问题"},
    {"project",     "所涉项目 相关项目 项目(企业)名称 企业(项目)名称 涉及项目名称 对应项目"},
    {"due_on",      "办理时限 办理期限 整改期限 完成期限 办结期限 解决期限 要求完成时限 计划办结时间 拟解决时间 计划解决时限 销号时限 承诺时限"},
    {"state",       "解决状态 办理进度 当前状态 办结情况 完成情况 整改情况 落实情况 是否完成 是否已解决 是否整改 问题状态 销号状态 办结状态"},
    {"measure",     "进展 解决办法 解决方案 办理进展 工作进展 最新进展 推进情况 办理措施 整改进展 化解措施 目前进展 进度 下步措施 落实举措 处理意见"},
    {"raised_on",   "时间 受理日期 反馈时间 梳理时间 报送时间 受理时间 问题提出时间 登记日期 收集日期"},
    {"unit",        "责任主体 办理部门 承办部门 牵头责任单位 整改责任单位 解决单位 交办单位 配合解决单位"},
    {"leader",      "包联县级领导 县级领导 市级领导 挂联领导 协调领导 包保领导"},
    {0},
};
static const struct head_words reserve_heads[] = {
    {"name",             "谋划项目 储备项目 策划项目 拟建项目名称"},
    {"direction",        "资金投向 支持方向 专项方向 投资方向 所属方向"},
    {"total_investment", "估算投资 匡算总投资 匡算投资 拟投资额 预计总投资 预计投资 计划投资"},
    {"maturity",         "前期工作情况 前期工作 前期工作开展情况 项目前期进展 推进阶段 项目进展 前期手续 前期手续办理情况"},
    {"planned_start",    "计划开工年月 开工时间 计划建设时间"},
    {"unit",             "责任单位 项目单位 建设单位 上报单位 主责单位"},
    {0},
};
static const struct head_words lead_heads[] = {
    {"name",             "在谈项目名称 意向项目名称 引进项目名称 签约项目 落地项目名称"},
    {"amount",           "计划投资额 投资规模 预计投资额 意向投资 协议总投资 合同投资额 签约额 协议引资额 合同引资额 拟投资金额"},
    {"investor",         "投资企业 投资单位 投资主体 企业名称 投资商 客商名称 意向企业 拟引进企业 投资方(企业) 来源企业 对接企业 合作方"},
    {"stage",            "当前阶段 目前阶段 洽谈进展 项目进度 项目状态 招商进展 是否签约 签约情况 进度"},
    {"squad",            "招商分局 招商小组 招商团队 责任小分队 招商专班(小分队)"},
    {"signed_on",        "签约年月 协议签订时间 协议签订日期 正式签约时间 签约日期"},
    {"unit",             "跟进单位 责任部门 牵头部门 主管部门 跟进部门 招引单位 首谈单位"},
    {"note",             "推进情况 最新进展 本周进展 跟进情况 项目进展 洽谈情况"},
    {"first_contact_on", "首次洽谈时间 首次接洽时间 接洽时间 初次对接时间 线索时间 信息登记时间"},
    {0},
};
static const struct head_words grant_heads[] = {
    {"name",     "项目资金名称 争取资金项目 资金项目 争取项目名称 专项资金名称 债券项目名称"},
    {"applied",  "申请额 申报数 申报资金额 申请专项资金 拟争取资金 计划争取资金 争取资金 申报额 债券需求 资金需求 申请额度 申报额度"},
    {"received", "下达额 到位数 实际到位资金 已到位资金 已下达资金 资金到位金额 到账资金 批复资金 已到账金额 争取到位 实际下达 发行额度 发行金额 下达额度 安排额度 安排资金"},
    {"received_on", "发行时间 到账时间 到位时间"},
    {"unit",     "主管部门 责任单位"},
    {0},
};
static const struct head_words fund_heads[] = {
    {"size",     "基金规模 总规模 规模 目标规模 注册规模 备案规模"},
    {"paid_in",  "实际到位 到位资金 已到位 实缴到位 实缴金额 实缴资金"},
    {"invested", "已投资额 投放金额 已投放 累计投放 已投资 投资额"},
    {0},
};

static const struct ledger_kind projects_kind = {
    .name = "projects", .label = {"项目台账", "Project ledger"}, .entity = &project_entity,
    .words = "重点项目 项目台账 建设项目 项目建设 项目进展 项目推进 调度表 投资计划",
    .keys = {"code", "name enterprise", "name"}, .facts = project_facts, .heads = project_heads, .must = "name",
    .telling = " total_investment content started_on planned_start image_progress nature leader plan plan_month done_year done_all period location stage statistics ",
};
static const struct ledger_kind problems_kind = {
    .name = "problems", .label = {"问题台账", "Problem ledger"}, .entity = &problem_entity,
    .words = "难题 问题 诉求 堵点 困难 交办 销号",
    .keys = {"project subject description raised_on", "code project subject raised_on"}, .facts = ordinal_only, .heads = problem_heads, .must = "description",
    .telling = " description ",
};
static const struct ledger_kind reserve_kind = {
    .name = "reserve", .label = {"策划储备库", "Reserve pool"}, .entity = &reserve_entity,
    .words = "储备 策划 谋划 储备库 项目储备 储备项目 谋划项目 谋划重大 项目谋划 项目库",
    .keys = {"name"}, .facts = ordinal_only, .heads = reserve_heads, .must = "name",
    .telling = " field direction maturity admitted_on total_investment ",
};
static const struct ledger_kind leads_kind = {
    .name = "leads", .label = {"招商线索", "Leads"}, .entity = &lead_entity,
    .words = "招商 招商引资 线索 洽谈 在谈 签约 落地 客商",
    .keys = {"name investor"}, .facts = ordinal_only, .heads = lead_heads, .must = "name",
    .telling = " squad investor amount first_contact_on signed_on ",
};
static const struct ledger_kind grants_kind = {
    .name = "grants", .label = {"争取资金", "Grants"}, .entity = &grant_entity,
    .words = "争取 争资 资金 专项债 中央预算内 上级资金 争资引项 补助",
    .keys = {"name kind unit"}, .facts = ordinal_only, .heads = grant_heads, .must = "name",
    .telling = " applied received ",
};
static const struct ledger_kind funds_kind = {
    .name = "funds", .label = {"产业基金", "Funds"}, .entity = &fund_entity,
    .words = "基金",
    .keys = {"name"}, .facts = ordinal_only, .heads = fund_heads, .must = "name",
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
    case TARGET_PLAN_MONTH:
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
