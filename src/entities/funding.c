/* funding.c — grants from above and industry funds (domain §12). */
#include "entities/entities.h"

#define G struct grant
#define F struct fund

/* clang-format off */
static const struct choice grant_kinds[] = {
    {"central",   {"中央预算内", "Central budget"},            "中央预算内投资 中央资金 中央"},
    {"bond",      {"专项债券", "Special bond"},                "专项债 地方政府专项债券 债券"},
    {"long_bond", {"超长期特别国债", "Ultra-long treasury bond"}, "特别国债 国债"},
    {"province",  {"省级专项", "Provincial"},                  "省级 省级资金 省专项"},
    {"city",      {"市级专项", "City"},                        "市级 市级资金 市专项"},
    {"other",     {"其他", "Other"},                           "其它"},
    {0},
};

static const struct choice grant_states[] = {
    {"planned",  {"谋划", "Planned"},       NULL},
    {"applied",  {"申报", "Applied"},       "已申报 申报中"},
    {"reviewed", {"审核", "Under review"},  "审核中 评审"},
    {"pending",  {"待下达", "Pending"},     NULL},
    {"received", {"下达", "Received"},      "到位 已下达 已到位 资金到位"},
    {"started",  {"开工", "Started"},       NULL},
    {"paid",     {"支付", "Paid out"},      "已支付 拨付 已拨付"},
    {"accepted", {"验收", "Accepted"},      "已验收"},
    {"refused",  {"未通过", "Refused"},     "未批复 退回"},
    {0},
};

static const struct field grant_fields[] = {
    {.name = "code", FIELD_AT(T_TEXT, G, code), .label = {"编号", "No."}, .max = 40, .flags = FIELD_LIST | FIELD_SEARCH, .synonyms = "序号"},
    {.name = "name", FIELD_AT(T_TEXT, G, name), .label = {"资金名称", "Grant"}, .max = 200, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH,
     .synonyms = "项目名称 资金项目名称 专项名称 申报项目 名称 资金(项目)名称"},
    {.name = "kind", FIELD_AT(T_CHOICE, G, kind), .choices = grant_kinds, .label = {"资金类别", "Kind"}, .flags = FIELD_LIST | FIELD_GROUP | FIELD_OPEN,
     .synonyms = "资金类型 资金渠道 资金来源 类别 资金性质"},
    {.name = "unit", FIELD_AT(T_REF, G, unit), .ref = "unit", .label = {"申报单位", "Unit"}, .flags = FIELD_LIST | FIELD_GROUP, .synonyms = "责任单位 争取单位 牵头单位 使用单位"},
    {.name = "project", FIELD_AT(T_REF, G, project), .ref = "project", .label = {"对应项目", "Project"}},
    {.name = "applied", FIELD_AT(T_MONEY, G, applied), .label = {"申报金额", "Applied"}, .flags = FIELD_LIST, .synonyms = "申请金额 申报资金 申请资金 申报额度"},
    {.name = "received", FIELD_AT(T_MONEY, G, received), .label = {"到位金额", "Received"}, .flags = FIELD_LIST,
     .synonyms = "下达金额 到位资金 下达资金 已到位金额 争取到位资金 实际到位 到账金额 批复金额"},
    {.name = "state", FIELD_AT(T_CHOICE, G, state), .choices = grant_states, .label = {"状态", "State"}, .flags = FIELD_LIST | FIELD_GROUP | FIELD_CYCLE, .synonyms = "进展 申报状态 办理状态 阶段"},
    {.name = "applied_on", FIELD_AT(T_DATE, G, applied_on), .label = {"申报时间", "Applied on"}, .dates = "applied"},
    {.name = "received_on", FIELD_AT(T_DATE, G, received_on), .label = {"下达时间", "Received on"}, .flags = FIELD_LIST, .dates = "received", .synonyms = "到位时间 下达日期 到账时间 批复时间"},
    {.name = "note", FIELD_AT(T_NOTE, G, note), .label = {"备注", "Note"}, .max = 4000},
    {0},
};

static const struct field fund_fields[] = {
    {.name = "code", FIELD_AT(T_TEXT, F, code), .label = {"编号", "No."}, .max = 40, .flags = FIELD_LIST | FIELD_SEARCH, .synonyms = "序号"},
    {.name = "name", FIELD_AT(T_TEXT, F, name), .label = {"基金名称", "Fund"}, .max = 200, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH, .synonyms = "名称 产业基金名称 子基金名称"},
    {.name = "manager", FIELD_AT(T_TEXT, F, manager), .label = {"管理人", "Manager"}, .max = 200, .flags = FIELD_LIST, .synonyms = "基金管理人 管理机构 管理公司"},
    {.name = "size", FIELD_AT(T_MONEY, F, size), .label = {"总规模", "Size"}, .flags = FIELD_LIST, .synonyms = "基金规模 规模 基金总规模 设立规模"},
    {.name = "subscribed", FIELD_AT(T_MONEY, F, subscribed), .label = {"认缴金额", "Subscribed"}, .synonyms = "认缴 认缴规模 认缴出资"},
    {.name = "paid_in", FIELD_AT(T_MONEY, F, paid_in), .label = {"实缴金额", "Paid in"}, .synonyms = "实缴 实缴规模 实缴出资"},
    {.name = "invested", FIELD_AT(T_MONEY, F, invested), .label = {"已投金额", "Invested"}, .flags = FIELD_LIST, .synonyms = "已投资金额 投资金额 累计投资"},
    {.name = "projects", FIELD_AT(T_INT, F, projects), .label = {"已投项目数", "Projects"}, .flags = FIELD_LIST, .min = 0, .max = 100000, .synonyms = "投资项目数 已投项目 投资项目个数"},
    {.name = "established_on", FIELD_AT(T_DATE, F, established_on), .label = {"设立时间", "Established on"}, .flags = FIELD_LIST, .synonyms = "成立时间 设立日期 成立日期"},
    {.name = "note", FIELD_AT(T_NOTE, F, note), .label = {"备注", "Note"}, .max = 4000},
    {0},
};
/* clang-format on */

static void grant_check(const void *row, struct findings *fs)
{
    const struct grant *g = row;
    if (!money_is_none(g->applied) && !money_is_none(g->received) && g->received.fen > g->applied.fen)
        findings_add(fs, "GRT-01", "received", false, "到位金额大于申报金额,请核对",
                     "More was received than applied for: please check");
}

const struct entity grant_entity = {
    .name = "grant",
    .table = "grant_fund",
    .label = {"争取资金", "Grant"},
    .help = {"向上争取的资金,从谋划到验收", "Money won from above, from planning to acceptance"},
    .size = sizeof(struct grant),
    .fields = grant_fields,
    .title = "name",
    .found = 7,
    .detail = "kind,unit,received",
    .indexes = {"name", "received_on"},
    .order = "id",
    .check = grant_check,
};

const struct entity fund_entity = {
    .name = "fund",
    .label = {"产业基金", "Fund"},
    .size = sizeof(struct fund),
    .fields = fund_fields,
    .title = "name",
    .found = 8,
    .detail = "manager,size",
    .unique = {"name"},
    .order = "id",
};
