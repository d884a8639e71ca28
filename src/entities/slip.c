/* slip.c — supervision slips (提示单, 督办单, 联系单, 报告单): rows that rules/slip_loop.c keeps (domain §6). */
#include "entities/entities.h"
#include "formula/formula.h"

#define S struct slip

/* clang-format off */
const struct choice slip_kinds[] = {
    {"reminder",    {"提示单", "Reminder"},       NULL},
    {"supervision", {"督办单", "Supervision"},    NULL},
    {"contact",     {"联系单", "Contact"},        NULL},
    {"report",      {"报告单", "Report"},         NULL},
    {0},
};

const struct choice slip_states[] = {
    {"proposed",  {"拟发", "Proposed"},     NULL},
    {"issued",    {"已发", "Issued"},       NULL},
    {"answered",  {"已答复", "Answered"},   NULL},
    {"settled",   {"已办结", "Settled"},    NULL},
    {"withdrawn", {"不发", "Not issued"},   NULL},
    {0},
};

const struct choice slip_colours[] = {
    {"blue",   {"蓝", "Blue"},     NULL},
    {"yellow", {"黄", "Yellow"},   NULL},
    {"red",    {"红", "Red"},      NULL},
    {0},
};

static const struct choice slip_plan_states[] = {
    {"none",      {"无", "None"},          NULL},
    {"submitted", {"待审", "Submitted"},   NULL},
    {"approved",  {"通过", "Approved"},    NULL},
    {"sent_back", {"退回", "Sent back"},   NULL},
    {0},
};

static const struct field slip_fields[] = {
    {.name = "code", FIELD_AT(T_TEXT, S, code), .label = {"文号", "No."}, .max = 40, .flags = FIELD_LIST | FIELD_SEARCH,
     .help = {"每园区每种每年从1号起,不跳号;拟发的没有", "From 1 each year, for each zone and kind, without gaps; none while proposed"}},
    {.name = "kind", FIELD_AT(T_CHOICE, S, kind), .choices = slip_kinds, .label = {"单据", "Slip"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "colour", FIELD_AT(T_CHOICE, S, colour), .choices = slip_colours, .label = {"等次", "Colour"}, .flags = FIELD_LIST | FIELD_GROUP},
    {.name = "state", FIELD_AT(T_CHOICE, S, state), .choices = slip_states, .label = {"状态", "State"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP | FIELD_CYCLE},
    {.name = "year", FIELD_AT(T_INT, S, year), .label = {"年度", "Year"}, .min = 1900, .max = 9999, .flags = FIELD_GROUP},
    {.name = "number", FIELD_AT(T_INT, S, number), .label = {"序号", "Number"}, .min = 1, .max = 999999},
    {.name = "problem", FIELD_AT(T_REF, S, problem), .ref = "problem", .label = {"问题", "Problem"}},
    {.name = "project", FIELD_AT(T_REF, S, project), .ref = "project", .label = {"项目", "Project"}, .flags = FIELD_LIST},
    {.name = "unit", FIELD_AT(T_REF, S, unit), .ref = "unit", .label = {"主送单位", "To"}, .flags = FIELD_LIST | FIELD_GROUP},
    {.name = "subject", FIELD_AT(T_TEXT, S, subject), .label = {"事由", "Subject"}, .max = 200, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH},
    {.name = "content", .group = "plan", FIELD_AT(T_NOTE, S, content), .label = {"内容", "Content"}, .max = 8000},
    {.name = "issued_on", FIELD_AT(T_DATE, S, issued_on), .label = {"签发日期", "Issued on"}, .flags = FIELD_LIST, .dates = "issued"},
    {.name = "due_on", FIELD_AT(T_DATE, S, due_on), .label = {"答复时限", "Answer by"}, .flags = FIELD_LIST},
    {.name = "answer", .group = "progress", FIELD_AT(T_NOTE, S, answer), .label = {"答复", "Answer"}, .max = 8000},
    {.name = "answered_on", .group = "progress", FIELD_AT(T_DATE, S, answered_on), .label = {"答复日期", "Answered on"}, .flags = FIELD_LIST, .dates = "answered"},
    {.name = "rectification", .group = "progress", FIELD_AT(T_NOTE, S, rectification), .label = {"整改方案", "Rectification plan"}, .max = 8000},
    {.name = "plan_state", .group = "plan", FIELD_AT(T_CHOICE, S, plan_state), .choices = slip_plan_states, .label = {"方案审核", "Plan"}, .flags = FIELD_LIST | FIELD_GROUP},
    {.name = "plan_note", .group = "plan", FIELD_AT(T_NOTE, S, plan_note), .label = {"审核意见", "What was said of the plan"}, .max = 4000},
    {.name = "limit_on", FIELD_AT(T_DATE, S, limit_on), .label = {"所督时限", "About the limit"}, .help = {"提出这张单子时问题的办结时限", "The problem's limit when the slip was proposed"}},
    {.name = "document", FIELD_AT(T_REF, S, document), .ref = "attachment", .label = {"签发文本", "Document as issued"}},

    {.name = "awaits", .type = T_BOOL, .label = {"待答复", "Awaits an answer"}, .flags = FIELD_GROUP,
     .help = {"截至统计日期已签发、未答复", "Issued and not answered by the date"},
     .sql = "CASE WHEN {t}.issued_on <= $2 AND ({t}.answered_on IS NULL OR {t}.answered_on > $2) THEN 1 ELSE 0 END"},
    {.name = "overdue", .type = T_BOOL, .label = {"逾期未答复", "Answer overdue"}, .flags = FIELD_GROUP,
     .sql = "CASE WHEN {t}.issued_on <= $2 AND ({t}.answered_on IS NULL OR {t}.answered_on > $2) AND {t}.due_on / 10 < $2 / 10 THEN 1 ELSE 0 END"},
    {.name = "age_days", .type = T_INT, .label = {"历时天数", "Age in days"},
     .help = {"从签发到答复的天数,未答复的到统计日期", "Days from issue to answer; of what is not answered, to the date"},
     .sql = "(CASE WHEN {t}.issued_on <= $2 THEN CASE WHEN {t}.answered_on <= $2 THEN " DATE_DAY_SQL("{t}.answered_on") " ELSE " DATE_DAY_SQL("$2") " END - "
            DATE_DAY_SQL("{t}.issued_on") " END)"},
    {0},
};
/* clang-format on */

const struct entity slip_entity = {
    .name = "slip",
    .label = {"督办单据", "Slip"},
    .help = {"提示单、督办单、联系单、报告单,编号签发,书面答复",
             "Reminders, supervision, contact and report slips: numbered, and answered in writing"},
    .flags = ENTITY_INTERNAL,
    .size = sizeof(struct slip),
    .fields = slip_fields,
    .title = "subject",
    .unique = {"kind year number"},
    .indexes = {"problem kind colour limit_on", "unit issued_on", "state due_on", "issued_on"},
    .order = "-id",
};
