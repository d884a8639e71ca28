/* problem_step.c — what was done with a problem, step by step: rows that rules/problem_loop.c adds and nobody changes. */
#include "entities/entities.h"

#define S struct problem_step

/* clang-format off */
const struct choice problem_step_kinds[] = {
    {"assess",    {"研判", "Assess"},              NULL},
    {"assign",    {"交办", "Hand out"},            NULL},
    {"handle",    {"办理", "Deal with"},           NULL},
    {"answer",    {"答复", "Answer"},              NULL},
    {"urge",      {"催办", "Urge"},                NULL},
    {"interview", {"约谈", "Interview"},           NULL},
    {"on_site",   {"现场办公", "Work on site"},    NULL},
    {"escalate",  {"提级", "Escalate"},            NULL},
    {"verify",    {"核实", "Verify"},              NULL},
    {"send_back", {"退回办理", "Send back"},       NULL},
    {"rate",      {"企业评价", "Rate"},            NULL},
    {"close",     {"销号", "Close"},               NULL},
    {"reopen",    {"重新办理", "Reopen"},          NULL},
    {"merge",     {"并案", "Merge"},               NULL},
    {0},
};

static const struct field problem_step_fields[] = {
    {.name = "problem", FIELD_AT(T_REF, S, problem), .ref = "problem", .label = {"问题", "Problem"}, .flags = FIELD_REQUIRED | FIELD_LIST},
    {.name = "project", FIELD_AT(T_REF, S, project), .ref = "project", .label = {"项目", "Project"}},
    {.name = "enterprise", FIELD_AT(T_REF, S, enterprise), .ref = "enterprise", .label = {"企业", "Enterprise"}},
    {.name = "unit", FIELD_AT(T_REF, S, unit), .ref = "unit", .label = {"责任单位", "Unit"}, .flags = FIELD_LIST | FIELD_GROUP},
    {.name = "kind", FIELD_AT(T_CHOICE, S, kind), .choices = problem_step_kinds, .label = {"动作", "Step"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "state", FIELD_AT(T_CHOICE, S, state), .choices = problem_states, .label = {"动作后状态", "State after it"}, .flags = FIELD_LIST | FIELD_GROUP},
    {.name = "stepped_on", FIELD_AT(T_DATE, S, stepped_on), .label = {"日期", "Date"}, .flags = FIELD_REQUIRED | FIELD_LIST},
    {.name = "person", FIELD_AT(T_TEXT, S, person), .label = {"经办人", "Person"}, .max = 60, .flags = FIELD_LIST},
    {.name = "content", FIELD_AT(T_NOTE, S, content), .label = {"内容", "Content"}, .max = 8000, .flags = FIELD_LIST},
    {.name = "limit_days", FIELD_AT(T_INT, S, limit_days), .label = {"时限(工作日)", "Limit (working days)"}, .min = 0, .max = 3650},
    {.name = "due_on", FIELD_AT(T_DATE, S, due_on), .label = {"办结时限", "Due on"}},
    {0},
};
/* clang-format on */

const struct entity problem_step_entity = {
    .name = "problem_step",
    .label = {"问题办理", "Problem step"},
    .help = {"问题办理的每一步", "Every step taken with a problem"},
    .flags = ENTITY_INTERNAL,
    .size = sizeof(struct problem_step),
    .fields = problem_step_fields,
    .title = "kind",
    .indexes = {"problem stepped_on id kind", "unit stepped_on"}, /* the first tells the pressure by itself */
    .order = "problem,stepped_on,id",
};
