/* promotion.c — investment promotion: squads and their leads (domain §9). */
#include "entities/entities.h"

#define L struct lead

/* clang-format off */
static const struct field squad_fields[] = {
    {.name = "name", FIELD_AT(T_TEXT, struct squad, name), .label = {"小分队", "Squad"}, .max = 60, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH},
    {.name = "unit", FIELD_AT(T_REF, struct squad, unit), .ref = "unit", .label = {"所属单位", "Unit"}, .flags = FIELD_LIST},
    {.name = "chief", FIELD_AT(T_TEXT, struct squad, chief), .label = {"队长", "Chief"}, .max = 60, .flags = FIELD_LIST},
    {.name = "direction", FIELD_AT(T_TEXT, struct squad, direction), .label = {"招商方向", "Direction"}, .max = 100},
    {0},
};

static const struct choice lead_stages[] = {
    {"lead",       {"线索", "Lead"},                  "有意向 新线索 意向"},
    {"judged",     {"研判", "Judged"},                NULL},
    {"contact",    {"对接", "In contact"},            "接洽 已对接 初步对接"},
    {"talks",      {"洽谈", "In talks"},              "在谈 洽谈中 跟踪洽谈 未签约"},
    {"visit",      {"考察", "Site visit"},            "实地考察"},
    {"to_sign",    {"拟签约", "About to sign"},       "待签约"},
    {"signed",     {"签约", "Signed"},                "已签约 正式签约 签约项目"},
    {"registered", {"注册", "Registered"},            "已注册 落地 已落地 落户 已落户"},
    {"land",       {"拿地", "Land acquired"},         "已拿地 供地"},
    {"started",    {"开工", "Started"},               "已开工"},
    {"in_statistics", {"纳统", "In statistics"},      "已纳统"},
    {"operating",  {"投产", "Operating"},             "已投产"},
    {"lost",       {"终止", "Lost"},                  "流失 放弃"},
    {0},
};

static const struct field lead_fields[] = {
    {.name = "code", FIELD_AT(T_TEXT, L, code), .label = {"线索编号", "No."}, .max = 40, .flags = FIELD_LIST | FIELD_SEARCH, .synonyms = "编号 序号"},
    {.name = "squad", FIELD_AT(T_REF, L, squad), .ref = "squad", .label = {"招商小分队", "Squad"}, .flags = FIELD_LIST | FIELD_GROUP,
     .synonyms = "小分队 招商组 招商分队 招商队伍 专班 招商专班"},
    {.name = "name", FIELD_AT(T_TEXT, L, name), .label = {"项目名称", "Lead"}, .max = 200, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH,
     .synonyms = "招商项目名称 线索名称 项目 名称 招商项目 签约项目名称"},
    {.name = "investor", FIELD_AT(T_TEXT, L, investor), .label = {"投资方", "Investor"}, .max = 200, .flags = FIELD_LIST | FIELD_SEARCH,
     .synonyms = "投资企业 投资主体 客商 企业名称 投资单位 投资方名称"},
    {.name = "sector", FIELD_AT(T_TEXT, L, sector), .label = {"产业方向", "Sector"}, .max = 60, .flags = FIELD_LIST | FIELD_GROUP,
     .synonyms = "产业类别 所属产业 行业 产业 产业领域 所属行业 产业链"},
    {.name = "amount", FIELD_AT(T_MONEY, L, amount), .label = {"拟投资额", "Amount"}, .flags = FIELD_LIST,
     .synonyms = "投资额 总投资 计划总投资 投资金额 签约金额 意向投资额 合同金额 协议投资额 计划投资 拟投资 协议投资"},
    {.name = "stage", FIELD_AT(T_CHOICE, L, stage), .choices = lead_stages, .label = {"阶段", "Stage"}, .flags = FIELD_LIST | FIELD_GROUP | FIELD_CYCLE,
     .synonyms = "项目阶段 进展阶段 状态 招商阶段 对接阶段 洽谈阶段"},
    {.name = "first_contact_on", FIELD_AT(T_DATE, L, first_contact_on), .label = {"首次对接", "First contact"}, .flags = FIELD_LIST,
     .synonyms = "首次对接时间 对接时间 首次接触 首谈时间 登记时间"},
    {.name = "followed_on", FIELD_AT(T_DATE, L, followed_on), .label = {"最近跟进", "Last followed"}, .flags = FIELD_LIST,
     .synonyms = "最近跟进时间 最近对接时间 跟进时间 最新跟进"},
    {.name = "signed_on", FIELD_AT(T_DATE, L, signed_on), .label = {"签约时间", "Signed on"}, .flags = FIELD_LIST, .dates = "signed", .synonyms = "签约日期 签订时间"},
    {.name = "project", FIELD_AT(T_REF, L, project), .ref = "project", .label = {"落地项目", "Project"}},
    {.name = "unit", FIELD_AT(T_REF, L, unit), .ref = "unit", .label = {"责任单位", "Unit"}, .flags = FIELD_GROUP, .synonyms = "牵头单位 引进单位 招商单位"},
    {.name = "leader", FIELD_AT(T_TEXT, L, leader), .label = {"包联领导", "Leader"}, .max = 60, .flags = FIELD_GROUP, .synonyms = "包抓领导 牵头领导 分管领导"},
    {.name = "note", FIELD_AT(T_NOTE, L, note), .label = {"备注", "Note"}, .max = 4000, .synonyms = "说明 进展情况 目前进展"},

    {.name = "signed", .type = T_BOOL, .label = {"已签约", "Signed"}, .flags = FIELD_GROUP,
     .help = {"截至统计日期签约时间已到,或没有签约时间而阶段已到签约及以后;已终止的不算",
              "Its signing date has come by the date, or it has none and its stage is signed or later; lost ones do not count"},
     .sql = "CASE WHEN COALESCE({t}.stage, '') <> 'lost' AND ({t}.signed_on <= $2 OR ({t}.signed_on IS NULL AND {t}.stage IN"
            " ('signed', 'registered', 'land', 'started', 'in_statistics', 'operating'))) THEN 1 ELSE 0 END"},
    {0},
};
/* clang-format on */

static void lead_check(const void *row, struct findings *fs)
{
    const struct lead *l = row;
    if (!money_is_none(l->amount) && l->amount.fen < 0)
        findings_add(fs, "LED-01", "amount", true, "投资额不能为负数", "The amount cannot be negative");
}

const struct entity squad_entity = {
    .name = "squad",
    .label = {"招商小分队", "Squad"},
    .size = sizeof(struct squad),
    .fields = squad_fields,
    .title = "name",
    .unique = {"name"},
    .order = "id",
};

const struct entity lead_entity = {
    .name = "lead",
    .label = {"招商线索", "Lead"},
    .help = {"从线索到签约、落地", "From a first lead to signing and beyond"},
    .size = sizeof(struct lead),
    .fields = lead_fields,
    .title = "name",
    .found = 4,
    .detail = "investor,stage,amount",
    .indexes = {"name", "stage", "signed_on"},
    .order = "id",
    .check = lead_check,
};
