/* problem.c — a problem in the classified ledger, until it is closed (domain §6). */
#include "entities/entities.h"
#include "formula/formula.h"
#include "model/rights.h"

#define Q struct problem

/* clang-format off */
const struct choice problem_categories[] = {
    {"land",         {"用地保障", "Land"},                 "用地 土地 土地指标 用地问题"},
    {"resettlement", {"征地拆迁", "Resettlement"},         "征拆 拆迁 征迁"},
    {"funding",      {"资金筹措", "Funding"},              "资金 融资 资金问题"},
    {"approval",     {"审批手续", "Approvals"},            "手续 审批 手续办理"},
    {"utilities",    {"水电气路配套", "Utilities"},        "配套 基础配套 水电气 基础设施配套"},
    {"planning",     {"规划", "Planning"},                 "规划调整"},
    {"environment",  {"环评能评", "EIA and energy"},       "环评 能评"},
    {"tender",       {"招标", "Tender"},                   "招投标"},
    {"site",         {"施工环境", "Site conditions"},      "施工"},
    {"labour",       {"用工", "Labour"},                   "招工 人才"},
    {"market",       {"市场与技术", "Market and technology"}, "市场 技术"},
    {"other",        {"其他", "Other"},                    "其它"},
    {0},
};

const struct choice problem_states[] = {
    {"raised",   {"收集", "Raised"},     "未启动 新增 待研判 未办理 未解决 未销号 未办结 未完成 未整改"},
    {"assessed", {"研判", "Assessed"},   "已研判 研判中"},
    {"assigned", {"交办", "Assigned"},   "已交办"},
    {"handling", {"办理", "Handling"},   "办理中 正在协调 协调中 推进中 正在办理 正在推进 解决中 整改中 处理中"},
    {"verified", {"核实", "Verified"},   "已核实 待核实 待销号"},
    {"closed",   {"销号", "Closed"},     "已销号 已办结 办结 已解决 完成 已完成 解决 已整改 已关闭"},
    {0},
};

const struct choice problem_sources[] = {
    {"visit",           {"走访", "Visit"},                     "走访收集 实地走访 入企走访"},
    {"breakfast",       {"早餐会", "Breakfast meeting"},       "企业家早餐会"},
    {"weekly_dispatch", {"周调度", "Weekly dispatch"},         "调度会"},
    {"work_group",      {"专班", "Work group"},                "工作专班"},
    {"meeting",         {"会议", "Meeting"},                   "工作例会"},
    {"enterprise",      {"企业诉求", "Enterprise request"},    "企业反映 企业提出"},
    {"hotline",         {"热线", "Hotline"},                   "12345"},
    {0},
};

/* Named by how urgent (GB/T 9704 has 特急 and 加急); the working days of each are the zone's, rules/limits.h.  Codes keep
 * the names of the usual days (domain §6). */
const struct choice problem_grades[] = {
    {"same_day", {"当日办结", "Same day"}, NULL},
    {"days_3",   {"特急", "Very urgent"},  NULL},
    {"days_7",   {"加急", "Urgent"},       NULL},
    {"days_15",  {"一般", "Normal"},       NULL},
    {"days_30",  {"长期", "Long-term"},    NULL},
    {0},
};

const struct choice problem_satisfactions[] = {
    {"satisfied",    {"满意", "Satisfied"},          NULL},
    {"fairly",       {"基本满意", "Fairly satisfied"}, NULL},
    {"dissatisfied", {"不满意", "Dissatisfied"},     NULL},
    {0},
};

/* What was done lately beyond dealing with it. */
static const struct choice problem_pressures[] = {
    {"urge",      {"催办", "Urged"},        NULL},
    {"interview", {"约谈", "Interviewed"},  NULL},
    {"on_site",   {"现场办公", "On site"},  NULL},
    {"escalate",  {"提级", "Escalated"},    NULL},
    {0},
};

/* A problem without a state is not closed; one that is dealt with as a part of another is neither open nor closed. */
#define CLOSED "COALESCE({t}.state, '') = 'closed' AND ({t}.closed_on IS NULL OR {t}.closed_on <= $2)"
#define ITSELF "{t}.duplicate_of IS NULL"

/* Up to so many days. */
static const struct choice problem_age_bands[] = {
    {"week",     {"7天以内", "Up to 7 days"},     NULL},
    {"month",    {"8–30天", "8 to 30 days"},      NULL},
    {"quarter",  {"31–90天", "31 to 90 days"},    NULL},
    {"quarters", {"90天以上", "More than 90 days"}, NULL},
    {0},
};

#define AGE_DAYS "(CASE WHEN {t}.raised_on <= $2 THEN CASE WHEN " CLOSED " THEN " DATE_DAY_SQL("{t}.closed_on") " ELSE " DATE_DAY_SQL("$2") " END" \
                 " - " DATE_DAY_SQL("{t}.raised_on") " END)"

static const struct field problem_fields[] = {
    {.name = "code", FIELD_AT(T_TEXT, Q, code), .label = {"编号", "No."}, .max = 40, .flags = FIELD_LIST | FIELD_SEARCH, .synonyms = "序号 问题编号"},
    {.name = "project", FIELD_AT(T_REF, Q, project), .ref = "project", .label = {"项目名称", "Project"}, .flags = FIELD_LIST,
     .synonyms = "项目 涉及项目 所属项目 工程名称"},
    {.name = "enterprise", FIELD_AT(T_REF, Q, enterprise), .ref = "enterprise", .label = {"企业名称", "Enterprise"}, .synonyms = "企业 反映企业 诉求企业"},
    {.name = "subject", FIELD_AT(T_TEXT, Q, subject), .label = {"涉及对象", "Subject"}, .max = 200,
     .help = {"台账中没有登记的项目或企业名称", "The name in the ledger when no such project is on record"}},
    {.name = "category", FIELD_AT(T_CHOICE, Q, category), .choices = problem_categories, .label = {"问题类别", "Category"},
     .flags = FIELD_LIST | FIELD_GROUP | FIELD_OPEN, .synonyms = "类别 问题类型 难题类别 分类 问题分类 难题分类"},
    {.name = "description", FIELD_AT(T_NOTE, Q, description), .label = {"问题描述", "Description"}, .max = 8000,
     .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH, .synonyms = "存在问题 问题 具体问题 难题描述 问题内容 主要问题 难点堵点 诉求内容 问题及诉求 难题 需协调解决的问题"},
    {.name = "raised_on", FIELD_AT(T_DATE, Q, raised_on), .label = {"提出时间", "Raised on"}, .flags = FIELD_LIST,
     .synonyms = "收集时间 反映时间 提出日期 发现时间 登记时间 上报时间 交办时间"},
    {.name = "source", FIELD_AT(T_CHOICE, Q, source), .choices = problem_sources, .label = {"来源", "Source"},
     .flags = FIELD_GROUP | FIELD_OPEN, .synonyms = "问题来源 收集渠道"},
    {.name = "unit", FIELD_AT(T_REF, Q, unit), .ref = "unit", .label = {"责任单位", "Unit"}, .flags = FIELD_LIST | FIELD_GROUP,
     .synonyms = "牵头单位 承办单位 责任部门 办理单位 主办单位"},
    {.name = "leader", FIELD_AT(T_TEXT, Q, leader), .label = {"包联领导", "Leader"}, .max = 60, .flags = FIELD_LIST | FIELD_GROUP,
     .synonyms = "挂点领导 分管领导 责任领导 牵头领导 包抓领导"},
    {.name = "grade", .group = "plan", FIELD_AT(T_CHOICE, Q, grade), .choices = problem_grades, .label = {"办理等级", "Grade"},
     .flags = FIELD_GROUP | FIELD_KEPT, .help = {"每级几个工作日由园区设定,交办时写着到哪一天", "The zone sets the working days of each; handing out shows the day"}},
    {.name = "assigned_on", .group = "plan", FIELD_AT(T_DATE, Q, assigned_on), .label = {"交办日期", "Handed out on"}, .flags = FIELD_KEPT},
    {.name = "due_on", .group = "plan", FIELD_AT(T_DATE, Q, due_on), .label = {"办结时限", "Due on"}, .flags = FIELD_LIST | FIELD_KEPT,
     .synonyms = "完成时限 解决时限 限时 时限 计划解决时间 计划完成时间 整改时限"},
    {.name = "state", FIELD_AT(T_CHOICE, Q, state), .choices = problem_states, .label = {"办理状态", "State"},
     .flags = FIELD_LIST | FIELD_GROUP | FIELD_CYCLE | FIELD_KEPT, .synonyms = "状态 办理情况 是否解决 是否办结 销号情况 解决情况 进展状态 是否销号"},
    {.name = "closed_on", .group = "plan", FIELD_AT(T_DATE, Q, closed_on), .label = {"办结时间", "Closed on"}, .flags = FIELD_LIST | FIELD_KEPT, .dates = "closed",
     .synonyms = "销号时间 解决时间 完成时间 办结日期"},
    {.name = "measure", .group = "progress", FIELD_AT(T_NOTE, Q, measure), .label = {"解决措施", "Measure"}, .max = 8000, .synonyms = "措施 整改措施 工作措施 办理结果 解决建议 进展情况"},
    {.name = "evidence", .group = "plan", FIELD_AT(T_NOTE, Q, evidence), .label = {"销号依据", "Evidence"}, .max = 8000, .flags = FIELD_KEPT},
    {.name = "satisfaction", .group = "contact", FIELD_AT(T_CHOICE, Q, satisfaction), .choices = problem_satisfactions,
     .label = {"企业评价", "Satisfaction"}, .flags = FIELD_GROUP | FIELD_KEPT},
    {.name = "duplicate_of", .group = "plan", FIELD_AT(T_REF, Q, duplicate_of), .ref = "problem", .label = {"并入问题", "Merged into"}, .flags = FIELD_KEPT,
     .help = {"与另一问题重复,并案办理;不再单独计数", "Dealt with as part of another, and not counted by itself"}},
    {.name = "note", FIELD_AT(T_NOTE, Q, note), .label = {"备注", "Note"}, .max = 4000, .synonyms = "说明"},

    {.name = "closed", .type = T_BOOL, .label = {"已办结", "Closed"}, .flags = FIELD_GROUP,
     .help = {"截至统计日期已销号", "Closed by the date"},
     .sql = "CASE WHEN " ITSELF " AND " CLOSED " THEN 1 ELSE 0 END"},
    {.name = "open", .type = T_BOOL, .label = {"未办结", "Open"}, .flags = FIELD_GROUP,
     .help = {"截至统计日期已提出、尚未销号", "Raised and not closed by the date"},
     .sql = "CASE WHEN " ITSELF " AND COALESCE({t}.raised_on, 0) <= $2 AND NOT (" CLOSED ") THEN 1 ELSE 0 END"},
    {.name = "overdue", .type = T_BOOL, .label = {"超期", "Overdue"}, .flags = FIELD_GROUP,
     .help = {"截至统计日期未销号且已过时限", "Not closed by the date and past its limit"},
     .sql = "CASE WHEN " ITSELF " AND NOT (" CLOSED ") AND {t}.due_on / 10 < $2 / 10 THEN 1 ELSE 0 END"},
    {.name = "closed_with_limit", .type = T_INT, .label = {"有时限的办结", "Closed, with a limit"},
     .help = {"截至统计日期已销号,有办结时间也有时限的为1,其余为0", "1 when closed by the date, on a day known, and there was a limit; else 0"},
     .sql = "CASE WHEN " ITSELF " AND " CLOSED " AND {t}.closed_on IS NOT NULL AND {t}.due_on IS NOT NULL THEN 1 ELSE 0 END"},
    {.name = "closed_on_time", .type = T_INT, .label = {"按期办结", "Closed on time"},
     .help = {"截至统计日期已销号,且办结时间不晚于时限的为1,其余为0", "1 when closed by the date and no later than due, else 0"},
     .sql = "CASE WHEN " ITSELF " AND " CLOSED " AND {t}.closed_on / 10 <= {t}.due_on / 10 THEN 1 ELSE 0 END"},
    {.name = "pressure", .type = T_CHOICE, .choices = problem_pressures, .label = {"督办措施", "Pressure"}, .flags = FIELD_GROUP,
     .help = {"截至统计日期最近一次催办、约谈、现场办公或提级", "The latest of urging, interview, work on site and escalation by the date"},
     .sql = "(SELECT s.kind FROM {problem_step} s WHERE s.zone = {t}.zone AND s.problem = {t}.id AND s.stepped_on <= $2"
            " AND s.kind IN ('urge', 'interview', 'on_site', 'escalate') ORDER BY s.stepped_on DESC, s.id DESC LIMIT 1)"},
    {.name = "age_days", .type = T_INT, .label = {"历时天数", "Age in days"},
     .help = {"从提出到办结的天数,未办结的到统计日期", "Days from raising to closing; of what is open, to the date"},
     .sql = AGE_DAYS},
    {.name = "age_band", .type = T_CHOICE, .choices = problem_age_bands, .label = {"历时", "Age"}, .flags = FIELD_GROUP,
     .help = {"历时天数分档,没有提出时间的为空", "Bands of the age in days; empty when it has no raising date"},
     .sql = "CASE WHEN " AGE_DAYS " > 90 THEN 'quarters' WHEN " AGE_DAYS " > 30 THEN 'quarter' WHEN " AGE_DAYS " > 7 THEN 'month'"
            " WHEN " AGE_DAYS " >= 0 THEN 'week' END"},
    {0},
};
/* clang-format on */

static void problem_check(const void *row, struct findings *fs)
{
    const struct problem *q = row;
    bool closed = q->state && q->state[0] == 'c';
    if (!date_is_none(q->closed_on) && !closed)
        findings_add(fs, "PRB-01", "state", false, "有办结时间而状态不是销号,请核对",
                     "It has a closing date but is not closed: please check");
    if (!date_is_none(q->closed_on) && !date_is_none(q->raised_on) &&
        date_high_code(q->closed_on) < date_low_code(q->raised_on))
        findings_add(fs, "PRB-02", "closed_on", false, "办结时间早于提出时间,请核对",
                     "Closed before it was raised: please check");
}

/* What an enterprise enters is its request. */
static void problem_begin(const struct ctx *cx, void *row)
{
    struct problem *q = row;
    const int64_t enterprise = cx->rights ? cx->rights->who.enterprise : 0;
    if (!q->state)
        q->state = "raised";
    if (enterprise && !q->enterprise)
        q->enterprise = enterprise;
    if (enterprise && !q->source)
        q->source = "enterprise";
}

const struct entity problem_entity = {
    .name = "problem",
    .label = {"问题", "Problem"},
    .help = {"难题分类台账的一行", "A row of the classified problem ledger"},
    .size = sizeof(struct problem),
    .fields = problem_fields,
    .title = "description",
    .found = 3,
    .detail = "project,unit,state",
    .indexes = {"project raised_on", "raised_on", "state due_on", "category", "unit", "duplicate_of"},
    .order = "id",
    .begin = problem_begin,
    .check = problem_check,
};
