/* listing.c — being on a year's list of key projects, and the formal changes to that list (domain §2). */
#include "entities/entities.h"

#define K struct key_listing
#define C struct plan_change

/* clang-format off */
const struct choice key_levels[] = {
    {"district",   {"区级重点", "District key"},     "区级 区重点 高新区级"},
    {"city",       {"市级重点", "City key"},         "市级 市重点"},
    {"province",   {"省级重点", "Provincial key"},   "省级 省重点"},
    {"nation",     {"国家重大", "National key"},     "国家级 国家重点"},
    {0},
};

static const struct choice plan_change_kinds[] = {
    {"added",   {"调入", "Added"},        "新增 增补 纳入"},
    {"removed", {"调出", "Removed"},      "取消 退出 移出"},
    {"money",   {"调整投资", "Money"},    "投资调整 调增 调减"},
    {"split",   {"拆分", "Split"},        "分拆"},
    {"merged",  {"打包", "Merged"},       "合并 整合"},
    {"content", {"调整内容", "Content"},  "内容调整 更名"},
    {0},
};

static const struct field key_listing_fields[] = {
    {.name = "project", FIELD_AT(T_REF, K, project), .ref = "project", .label = {"项目", "Project"}, .flags = FIELD_REQUIRED | FIELD_LIST, .synonyms = "项目名称"},
    {.name = "year", FIELD_AT(T_INT, K, year), .label = {"年度", "Year"}, .min = 1990, .max = 2100, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "level", FIELD_AT(T_CHOICE, K, level), .choices = key_levels, .label = {"重点级别", "Key level"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP | FIELD_OPEN},
    {.name = "listed_on", FIELD_AT(T_DATE, K, listed_on), .label = {"列入日期", "Listed on"}, .flags = FIELD_LIST,
     .help = {"空着表示全年", "Empty: the whole year"}},
    {.name = "removed_on", FIELD_AT(T_DATE, K, removed_on), .label = {"调出日期(不含)", "Removed on (exclusive)"}, .flags = FIELD_LIST},
    {.name = "authority", FIELD_AT(T_TEXT, K, authority), .label = {"批准机关或文号", "Authority"}, .max = 200},
    {.name = "note", FIELD_AT(T_NOTE, K, note), .label = {"备注", "Note"}, .max = 2000},
    {0},
};

static const struct field plan_change_fields[] = {
    {.name = "project", FIELD_AT(T_REF, C, project), .ref = "project", .label = {"项目", "Project"}, .flags = FIELD_REQUIRED | FIELD_LIST, .synonyms = "项目名称"},
    {.name = "year", FIELD_AT(T_INT, C, year), .label = {"计划年度", "Plan year"}, .min = 1990, .max = 2100, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "kind", FIELD_AT(T_CHOICE, C, kind), .choices = plan_change_kinds, .label = {"调整类型", "Kind"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "decided_on", FIELD_AT(T_DATE, C, decided_on), .label = {"调整日期", "Decided on"}, .flags = FIELD_REQUIRED | FIELD_LIST},
    {.name = "amount_before", FIELD_AT(T_MONEY, C, amount_before), .label = {"调整前投资", "Before"}, .flags = FIELD_LIST},
    {.name = "amount_after", FIELD_AT(T_MONEY, C, amount_after), .label = {"调整后投资", "After"}, .flags = FIELD_LIST},
    {.name = "authority", FIELD_AT(T_TEXT, C, authority), .label = {"批准机关或文号", "Authority"}, .max = 200, .flags = FIELD_LIST},
    {.name = "reason", FIELD_AT(T_NOTE, C, reason), .label = {"调整原因", "Reason"}, .max = 4000},
    {0},
};
/* clang-format on */

static void key_listing_check(const void *row, struct findings *fs)
{
    const struct key_listing *k = row;
    if (!date_is_none(k->listed_on) && !date_is_none(k->removed_on) &&
        date_high_code(k->removed_on) < date_low_code(k->listed_on))
        findings_add(fs, "KEY-01", "removed_on", false, "调出日期早于列入日期,请核对",
                     "Removed before it was listed: please check");
}

static void plan_change_check(const void *row, struct findings *fs)
{
    const struct plan_change *c = row;
    if (c->kind && c->kind[0] == 'm' && c->kind[1] == 'o' &&
        (money_is_none(c->amount_before) || money_is_none(c->amount_after)))
        findings_add(fs, "PLC-01", "amount_after", false, "调整投资应写明调整前和调整后的金额",
                     "A change of money should name the amounts before and after");
}

const struct entity key_listing_entity = {
    .name = "key_listing",
    .label = {"重点项目名单", "Key listing"},
    .help = {"某年度、某级别的重点项目名单中的一个项目", "A project on the list of key projects of a year and level"},
    .size = sizeof(struct key_listing),
    .fields = key_listing_fields,
    .title = "level",
    .indexes = {"project year", "year level"},
    .order = "-year,project",
    .check = key_listing_check,
};

const struct entity plan_change_entity = {
    .name = "plan_change",
    .label = {"计划调整", "Plan change"},
    .help = {"重点项目计划的正式调整:调入、调出、投资、拆分、打包",
             "A formal change to the plan of key projects: added, removed, money, split, merged"},
    .size = sizeof(struct plan_change),
    .fields = plan_change_fields,
    .title = "kind",
    .indexes = {"project decided_on", "year kind"},
    .order = "-decided_on",
    .check = plan_change_check,
};
