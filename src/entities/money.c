/* money.c — what a project is to spend and has spent: plans per year and month, investment per month and caliber (domain §3). */
#include "entities/entities.h"

/* clang-format off */
#define PROJECT_REF(S) {.name = "project", FIELD_AT(T_REF, S, project), .ref = "project", .label = {"项目", "Project"}, \
                        .flags = FIELD_REQUIRED | FIELD_LIST, .synonyms = "项目名称"}

static const struct choice plan_classes[] = {
    {"start",    {"新开工", "To start"},            "新建"},
    {"continue", {"续建", "To continue"},           NULL},
    {"complete", {"竣工投产", "To complete"},       "竣工 投产"},
    {"prepare",  {"预备", "In preparation"},        "前期 储备"},
    {0},
};

static const struct field plan_year_fields[] = {
    PROJECT_REF(struct plan_year),
    {.name = "year", FIELD_AT(T_INT, struct plan_year, year), .label = {"年度", "Year"}, .min = 1990, .max = 2100, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "amount", FIELD_AT(T_MONEY, struct plan_year, amount), .label = {"年度计划投资", "Planned"}, .flags = FIELD_LIST,
     .synonyms = "年度投资 本年度计划投资 计划投资 计划完成投资 年度投资计划 年计划投资 当年计划投资 年度计划完成投资 本年计划投资 年度计划 计划完成 年度目标投资"},
    {.name = "plan_class", FIELD_AT(T_CHOICE, struct plan_year, plan_class), .choices = plan_classes, .label = {"年度类别", "Class"}, .flags = FIELD_LIST | FIELD_GROUP,
     .synonyms = "计划类别"},
    {.name = "goal", FIELD_AT(T_NOTE, struct plan_year, goal), .label = {"年度工作目标", "Goal"}, .max = 4000,
     .synonyms = "年度目标 年度建设目标 年度建设内容 年度主要建设内容 目标任务 年度目标任务 年度形象进度目标"},
    {0},
};

static const struct field plan_month_fields[] = {
    PROJECT_REF(struct plan_month),
    {.name = "month", FIELD_AT(T_DATE, struct plan_month, month), .label = {"月份", "Month"}, .flags = FIELD_REQUIRED | FIELD_LIST},
    {.name = "amount", FIELD_AT(T_MONEY, struct plan_month, amount), .label = {"当月计划", "Planned in the month"}, .flags = FIELD_REQUIRED | FIELD_LIST},
    {0},
};

static const struct choice calibers[] = {
    {"dispatch",   {"调度口径", "Dispatch"},     "调度"},
    {"statistics", {"统计口径", "Statistics"},   "统计 入统 纳统"},
    {"payment",    {"支付口径", "Payment"},      "支付"},
    {0},
};

static const struct field investment_fields[] = {
    PROJECT_REF(struct investment),
    {.name = "month", FIELD_AT(T_DATE, struct investment, month), .label = {"月份", "Month"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP,
     .help = {"截至该月末新增的完成额", "What was added up to the end of this month since the row before"}},
    {.name = "caliber", FIELD_AT(T_CHOICE, struct investment, caliber), .choices = calibers, .label = {"口径", "Caliber"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "amount", FIELD_AT(T_MONEY, struct investment, amount), .label = {"完成投资", "Completed"}, .flags = FIELD_REQUIRED | FIELD_LIST},
    {.name = "note", FIELD_AT(T_NOTE, struct investment, note), .label = {"备注", "Note"}, .max = 2000},
    {0},
};
/* clang-format on */

static void monthly_check(struct date month, struct findings *fs)
{
    if (!date_is_none(month) && date_precision_of(month) != DATE_MONTH)
        findings_add(fs, "MON-01", "month", true, "月份要写到月,如 2023-06", "Give the month, such as 2023-06");
}

static void plan_month_check(const void *row, struct findings *fs)
{
    monthly_check(((const struct plan_month *)row)->month, fs);
}

static void investment_check(const void *row, struct findings *fs)
{
    monthly_check(((const struct investment *)row)->month, fs);
}

const struct entity plan_year_entity = {
    .name = "plan_year",
    .label = {"年度计划", "Annual plan"},
    .size = sizeof(struct plan_year),
    .fields = plan_year_fields,
    .title = "goal",
    .unique = {"project year"},
    .indexes = {"year", "project year amount"}, /* the second tells the amount by itself */
    .order = "project,year",
};

const struct entity plan_month_entity = {
    .name = "plan_month",
    .label = {"月度计划", "Monthly plan"},
    .help = {"年度计划按月分解;没有时按时间进度线性计算",
             "The annual plan by month; without it the schedule is linear"},
    .size = sizeof(struct plan_month),
    .fields = plan_month_fields,
    .title = "month",
    .unique = {"project month"},
    .order = "project,month",
    .check = plan_month_check,
};

const struct entity investment_entity = {
    .name = "investment",
    .label = {"完成投资", "Investment"},
    .help = {"按月、按口径的完成投资;三个口径并存",
             "Completed investment by month and caliber; the three calibers live side by side"},
    .size = sizeof(struct investment),
    .fields = investment_fields,
    .title = "month",
    .unique = {"project caliber month"},
    .indexes = {"caliber month amount", "project caliber month amount"}, /* sums are read from the index alone */
    .order = "project,month,caliber",
    .check = investment_check,
};
