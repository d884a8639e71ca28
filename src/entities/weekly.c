/* weekly.c — the week of 周调度: its duties, one a unit, and its reports, one a project (domain §4). */
#include "entities/entities.h"

#define W struct report_week
#define D struct report_duty
#define P struct weekly_report

/* clang-format off */
static const struct choice week_states[] = {
    {"open",   {"填报中", "Open"},   NULL},
    {"closed", {"已锁定", "Closed"}, NULL},
    {0},
};

static const struct choice duty_states[] = {
    {"open",      {"待报", "Open"},        NULL},
    {"submitted", {"已报待确认", "Submitted"}, NULL},
    {"sent_back", {"退回", "Sent back"},   NULL},
    {"confirmed", {"已确认", "Confirmed"}, NULL},
    {"locked",    {"已锁定", "Locked"},    NULL},
    {"missed",    {"漏报", "Missed"},      NULL},
    {0},
};

static const struct choice report_states[] = {
    {"open",      {"未填", "Not filled in"}, NULL},
    {"filled",    {"已填未报", "Filled in"},  NULL},
    {"submitted", {"已报待确认", "Submitted"}, NULL},
    {"sent_back", {"退回", "Sent back"},   NULL},
    {"confirmed", {"已确认", "Confirmed"}, NULL},
    {"locked",    {"已锁定", "Locked"},    NULL},
    {"missed",    {"漏报", "Missed"},      NULL},
    {0},
};

static const struct field report_week_fields[] = {
    {.name = "name", FIELD_AT(T_TEXT, W, name), .label = {"周次", "Week"}, .max = 10, .flags = FIELD_REQUIRED | FIELD_LIST,
     .help = {"年份和第几周,如 2026-W48(GB/T 7408)", "Year and number of the week, such as 2026-W48 (ISO 8601)"}},
    {.name = "starts_on", FIELD_AT(T_DATE, W, starts_on), .label = {"周一", "Monday"}, .flags = FIELD_REQUIRED | FIELD_LIST},
    {.name = "month", FIELD_AT(T_DATE, W, month), .label = {"投资计入月份", "Month of the investment"}, .flags = FIELD_REQUIRED | FIELD_LIST,
     .help = {"周四所在的月份:跨月的周算天数多的一边", "That of the Thursday: the one with more days of a week across two months"}},
    {.name = "due_at", FIELD_AT(T_INSTANT, W, due_at), .label = {"截止", "Due at"}, .flags = FIELD_REQUIRED | FIELD_LIST},
    {.name = "closes_at", FIELD_AT(T_INSTANT, W, closes_at), .label = {"锁定时间", "Closes at"}, .flags = FIELD_LIST,
     .help = {"截止后补报的期限,过后锁定", "Until then reports are taken as late"}},
    {.name = "closed_at", FIELD_AT(T_INSTANT, W, closed_at), .label = {"实际锁定", "Closed at"}},
    {.name = "state", FIELD_AT(T_CHOICE, W, state), .choices = week_states, .label = {"状态", "State"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {0},
};

#define OF_DUTY "{weekly_report} r WHERE r.zone = {t}.zone AND r.week = {t}.week AND r.unit = {t}.unit"

static const struct field report_duty_fields[] = {
    {.name = "week", FIELD_AT(T_REF, D, week), .ref = "report_week", .label = {"周次", "Week"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "unit", FIELD_AT(T_REF, D, unit), .ref = "unit", .label = {"责任单位", "Unit"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "due_at", FIELD_AT(T_INSTANT, D, due_at), .label = {"截止", "Due at"}, .flags = FIELD_LIST},
    {.name = "state", FIELD_AT(T_CHOICE, D, state), .choices = duty_states, .label = {"状态", "State"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "submitted_at", FIELD_AT(T_INSTANT, D, submitted_at), .label = {"上报时间", "Submitted at"}, .flags = FIELD_LIST,
     .help = {"第一次上报的时间,按它算是否按时", "Of the first time: by it the report is on time or not"}},
    {.name = "submitted_by", FIELD_AT(T_TEXT, D, submitted_by), .label = {"上报人", "Submitted by"}},
    {.name = "confirmed_at", FIELD_AT(T_INSTANT, D, confirmed_at), .label = {"确认时间", "Confirmed at"}},
    {.name = "confirmed_by", FIELD_AT(T_TEXT, D, confirmed_by), .label = {"确认人", "Confirmed by"}},
    {.name = "reason", FIELD_AT(T_NOTE, D, reason), .label = {"退回或重开的理由", "Why sent back or reopened"}, .max = 1000},
    {.name = "expected", .type = T_INT, .label = {"应报项目", "Expected"}, .flags = FIELD_LIST, .sql = "(SELECT COUNT(*) FROM " OF_DUTY ")"},
    {.name = "filled", .type = T_INT, .label = {"已填项目", "Filled in"}, .flags = FIELD_LIST, .sql = "(SELECT COUNT(r.filled_at) FROM " OF_DUTY ")"},
    {.name = "filed", .type = T_INT, .label = {"已报项目", "Filed"}, .flags = FIELD_LIST, .sql = "(SELECT COUNT(r.filed_at) FROM " OF_DUTY ")"},
    {0},
};

#define FILED "{t}.filed_on <= $2"

static const struct field weekly_report_fields[] = {
    {.name = "week", FIELD_AT(T_REF, P, week), .ref = "report_week", .label = {"周次", "Week"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "project", FIELD_AT(T_REF, P, project), .ref = "project", .label = {"项目", "Project"}, .flags = FIELD_REQUIRED | FIELD_LIST},
    {.name = "unit", FIELD_AT(T_REF, P, unit), .ref = "unit", .label = {"责任单位", "Unit"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP,
     .help = {"发出任务时的责任单位", "The unit when the duty was given"}},
    {.name = "due_on", FIELD_AT(T_DATE, P, due_on), .label = {"截止日期", "Due on"}, .flags = FIELD_REQUIRED},
    {.name = "image_progress", FIELD_AT(T_NOTE, P, image_progress), .label = {"形象进度", "Image progress"}, .max = 4000, .flags = FIELD_LIST},
    {.name = "month_investment", FIELD_AT(T_MONEY, P, month_investment), .label = {"本月完成投资", "Investment this month"}, .flags = FIELD_LIST,
     .help = {"本月至今完成,调度口径", "Done this month so far, dispatch caliber"}},
    {.name = "done", FIELD_AT(T_NOTE, P, done), .label = {"本周完成", "Done this week"}, .max = 4000, .flags = FIELD_LIST},
    {.name = "next_plan", FIELD_AT(T_NOTE, P, next_plan), .label = {"下周计划", "Planned next week"}, .max = 4000, .flags = FIELD_LIST},
    {.name = "difficulty", FIELD_AT(T_NOTE, P, difficulty), .label = {"存在问题", "Difficulty"}, .max = 4000, .flags = FIELD_LIST},
    {.name = "changed", FIELD_AT(T_TEXT, P, changed), .label = {"有变化的", "What changed"}, .max = 200,
     .help = {"与项目现有内容不同的字段,确认时写入项目和投资", "Fields that differ from what the project says; they flow into it when confirmed"}},
    {.name = "filled_at", FIELD_AT(T_INSTANT, P, filled_at), .label = {"填写时间", "Filled in at"}},
    {.name = "filed_at", FIELD_AT(T_INSTANT, P, filed_at), .label = {"上报时间", "Filed at"}, .flags = FIELD_LIST},
    {.name = "filed_on", FIELD_AT(T_DATE, P, filed_on), .label = {"上报日期", "Filed on"}},
    {.name = "late", FIELD_AT(T_BOOL, P, late), .label = {"迟报", "Late"}, .flags = FIELD_GROUP},
    {.name = "problem", FIELD_AT(T_REF, P, problem), .ref = "problem", .label = {"转为问题", "Made a problem"}},

    {.name = "state", .type = T_CHOICE, .choices = report_states, .label = {"状态", "State"}, .flags = FIELD_LIST | FIELD_GROUP,
     .sql = "CASE WHEN {t}.filed_at IS NOT NULL THEN (SELECT CASE d.state WHEN 'open' THEN 'filled' ELSE d.state END FROM {report_duty} d"
            " WHERE d.zone = {t}.zone AND d.week = {t}.week AND d.unit = {t}.unit)"
            " WHEN (SELECT w.state FROM {report_week} w WHERE w.zone = {t}.zone AND w.id = {t}.week) = 'closed' THEN 'missed'"
            " WHEN {t}.filled_at IS NOT NULL THEN 'filled' ELSE 'open' END"},
    {.name = "filed", .type = T_BOOL, .label = {"已上报", "Filed"}, .flags = FIELD_GROUP,
     .help = {"截至统计日期已上报", "Filed by the date"},
     .sql = "CASE WHEN " FILED " THEN 1 ELSE 0 END"},
    {.name = "on_time", .type = T_BOOL, .label = {"按时上报", "Filed on time"}, .flags = FIELD_GROUP,
     .sql = "CASE WHEN " FILED " AND {t}.late = 0 THEN 1 ELSE 0 END"},
    {.name = "due_count", .type = T_INT, .label = {"应报份数", "Due, as a number"}, .help = {"到期为 1", "1 when due by the date"},
     .sql = "CASE WHEN {t}.due_on <= $2 THEN 1 ELSE 0 END"},
    {.name = "filed_count", .type = T_INT, .label = {"已报份数", "Filed, as a number"}, .help = {"已上报为 1", "1 when filed by the date"},
     .sql = "CASE WHEN " FILED " THEN 1 ELSE 0 END"},
    {.name = "on_time_count", .type = T_INT, .label = {"按时份数", "On time, as a number"}, .help = {"按时上报为 1", "1 when filed in time"},
     .sql = "CASE WHEN " FILED " AND {t}.late = 0 THEN 1 ELSE 0 END"},
    {0},
};
/* clang-format on */

const struct entity report_week_entity = {
    .name = "report_week",
    .label = {"周报周次", "Report week"},
    .help = {"一周的填报:何时截止、是否已锁定", "A week of reporting: when it is due, and whether it is closed"},
    .flags = ENTITY_INTERNAL,
    .size = sizeof(W),
    .fields = report_week_fields,
    .title = "name",
    .unique = {"starts_on"},
    .indexes = {"state closes_at"},
    .order = "-starts_on",
};

const struct entity report_duty_entity = {
    .name = "report_duty",
    .label = {"填报任务", "Reporting duty"},
    .help = {"一个单位一周的填报任务", "What one unit owes in one week"},
    .flags = ENTITY_INTERNAL,
    .size = sizeof(D),
    .fields = report_duty_fields,
    .title = "state",
    .unique = {"week unit"},
    .indexes = {"unit week"},
    .order = "-week,unit",
};

const struct entity weekly_report_entity = {
    .name = "weekly_report",
    .label = {"周报", "Weekly report"},
    .help = {"一个项目一周的周报", "What was reported of one project for one week"},
    .flags = ENTITY_INTERNAL,
    .size = sizeof(P),
    .fields = weekly_report_fields,
    .title = "due_on",
    .unique = {"project week"},
    .indexes = {"week unit", "project due_on", "unit due_on", "due_on", "problem"},
    .order = "-due_on,unit,project",
};
