/* progress.c — dated facts of a project: phases, stages, halts, milestones, pairings, entry into statistics. */
#include "entities/entities.h"

/* clang-format off */
#define PROJECT_REF(S) {.name = "project", FIELD_AT(T_REF, S, project), .ref = "project", .label = {"项目", "Project"}, \
                        .flags = FIELD_REQUIRED | FIELD_LIST, .synonyms = "项目名称"}

static const struct field phase_fields[] = {
    PROJECT_REF(struct phase),
    {.name = "sequence", FIELD_AT(T_INT, struct phase, sequence), .label = {"期次", "Sequence"}, .min = 1, .max = 99, .flags = FIELD_REQUIRED | FIELD_LIST},
    {.name = "name", FIELD_AT(T_TEXT, struct phase, name), .label = {"期名", "Phase"}, .max = 100, .flags = FIELD_LIST},
    {.name = "total_investment", FIELD_AT(T_MONEY, struct phase, total_investment), .label = {"本期投资", "Investment"}, .flags = FIELD_LIST},
    {.name = "planned_start", FIELD_AT(T_DATE, struct phase, planned_start), .label = {"计划开工", "Planned start"}},
    {.name = "started_on", FIELD_AT(T_DATE, struct phase, started_on), .label = {"开工时间", "Started on"}, .flags = FIELD_LIST},
    {.name = "planned_completion", FIELD_AT(T_DATE, struct phase, planned_completion), .label = {"计划竣工", "Planned completion"}},
    {.name = "completed_on", FIELD_AT(T_DATE, struct phase, completed_on), .label = {"竣工时间", "Completed on"}, .flags = FIELD_LIST},
    {.name = "note", FIELD_AT(T_NOTE, struct phase, note), .label = {"备注", "Note"}, .max = 2000},
    {0},
};

static const struct field stage_change_fields[] = {
    PROJECT_REF(struct stage_change),
    {.name = "stage", FIELD_AT(T_CHOICE, struct stage_change, stage), .choices = project_stages, .label = {"变为阶段", "Stage"}, .flags = FIELD_REQUIRED | FIELD_LIST},
    {.name = "changed_on", FIELD_AT(T_DATE, struct stage_change, changed_on), .label = {"变动日期", "Changed on"}, .flags = FIELD_REQUIRED | FIELD_LIST},
    {.name = "reason", FIELD_AT(T_NOTE, struct stage_change, reason), .label = {"依据", "Reason"}, .max = 2000, .flags = FIELD_LIST},
    {.name = "source", FIELD_AT(T_TEXT, struct stage_change, source), .label = {"来源", "Source"}, .max = 40, .flags = FIELD_READONLY,
     .help = {"dates:由开工、竣工时间得出", "dates: follows from the project's dates"}},
    {0},
};

static const struct field halt_fields[] = {
    PROJECT_REF(struct halt),
    {.name = "halted_on", FIELD_AT(T_DATE, struct halt, halted_on), .label = {"停工日期", "Halted on"}, .flags = FIELD_REQUIRED | FIELD_LIST},
    {.name = "resumed_on", FIELD_AT(T_DATE, struct halt, resumed_on), .label = {"复工日期", "Resumed on"}, .flags = FIELD_LIST},
    {.name = "reason", FIELD_AT(T_NOTE, struct halt, reason), .label = {"停工原因", "Reason"}, .max = 2000, .flags = FIELD_LIST},
    {0},
};

static const struct field statistics_entry_fields[] = {
    PROJECT_REF(struct statistics_entry),
    {.name = "entered_on", FIELD_AT(T_DATE, struct statistics_entry, entered_on), .label = {"纳统时间", "Entered on"}, .flags = FIELD_LIST,
     .synonyms = "入统时间 入库时间 纳统日期 纳统入库时间"},
    {.name = "known_on", FIELD_AT(T_DATE, struct statistics_entry, known_on), .label = {"已知纳统日", "Known entered by"},
     .help = {"台账只写“已纳统”时,台账的截止日期", "When a ledger only says that it is in statistics: the ledger's date"}},
    {.name = "code", FIELD_AT(T_TEXT, struct statistics_entry, code), .label = {"统计代码", "Statistics code"}, .max = 60},
    {.name = "note", FIELD_AT(T_NOTE, struct statistics_entry, note), .label = {"备注", "Note"}, .max = 2000},
    {0},
};

static const struct field milestone_fields[] = {
    PROJECT_REF(struct milestone),
    {.name = "name", FIELD_AT(T_TEXT, struct milestone, name), .label = {"节点", "Milestone"}, .max = 100, .flags = FIELD_REQUIRED | FIELD_LIST},
    {.name = "planned_on", FIELD_AT(T_DATE, struct milestone, planned_on), .label = {"计划时间", "Planned on"}, .flags = FIELD_LIST},
    {.name = "done_on", FIELD_AT(T_DATE, struct milestone, done_on), .label = {"完成时间", "Done on"}, .flags = FIELD_LIST},
    {.name = "note", FIELD_AT(T_NOTE, struct milestone, note), .label = {"备注", "Note"}, .max = 2000},
    {0},
};

static const struct choice pairing_roles[] = {
    {"leader",     {"包联领导", "Leader"},    "挂点领导 分管领导 牵头领导"},
    {"department", {"包联部门", "Department"},"包联单位"},
    {"steward",    {"项目管家", "Steward"},   "服务专员 管家"},
    {0},
};

static const struct field pairing_fields[] = {
    PROJECT_REF(struct pairing),
    {.name = "role", FIELD_AT(T_CHOICE, struct pairing, role), .choices = pairing_roles, .label = {"角色", "Role"}, .flags = FIELD_REQUIRED | FIELD_LIST},
    {.name = "person", FIELD_AT(T_TEXT, struct pairing, person), .label = {"姓名", "Person"}, .max = 60, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH},
    {.name = "unit", FIELD_AT(T_REF, struct pairing, unit), .ref = "unit", .label = {"单位", "Unit"}, .flags = FIELD_LIST},
    {.name = "since", FIELD_AT(T_DATE, struct pairing, since), .label = {"自", "Since"}, .flags = FIELD_LIST},
    {.name = "until", FIELD_AT(T_DATE, struct pairing, until), .label = {"至(不含)", "Until (exclusive)"}, .flags = FIELD_LIST},
    {0},
};
/* clang-format on */

const struct entity phase_entity = {
    .name = "phase",
    .label = {"分期", "Phase"},
    .size = sizeof(struct phase),
    .fields = phase_fields,
    .title = "name",
    .unique = {"project sequence"},
    .order = "project,sequence",
};

const struct entity stage_change_entity = {
    .name = "stage_change",
    .label = {"阶段变动", "Stage change"},
    .help = {"每次阶段变动一行,从不覆盖", "One row for every change of stage, never overwritten"},
    .size = sizeof(struct stage_change),
    .fields = stage_change_fields,
    .title = "stage",
    .indexes = {"project changed_on id stage", "project stage source"}, /* the first tells the stage by itself */
    .order = "project,changed_on",
};

const struct entity halt_entity = {
    .name = "halt",
    .label = {"停工", "Halt"},
    .size = sizeof(struct halt),
    .fields = halt_fields,
    .title = "reason",
    .indexes = {"project halted_on"},
    .order = "project,halted_on",
};

const struct entity statistics_entry_entity = {
    .name = "statistics_entry",
    .label = {"纳统", "Statistics entry"},
    .help = {"项目纳入固定资产投资统计", "A project's entry into fixed-asset investment statistics"},
    .size = sizeof(struct statistics_entry),
    .fields = statistics_entry_fields,
    .title = "code",
    .unique = {"project"},
    .indexes = {"project entered_on known_on"}, /* tells by itself whether it is in */
    .order = "project",
};

const struct entity milestone_entity = {
    .name = "milestone",
    .label = {"节点", "Milestone"},
    .size = sizeof(struct milestone),
    .fields = milestone_fields,
    .title = "name",
    .unique = {"project name"},
    .order = "project,planned_on",
};

const struct entity pairing_entity = {
    .name = "pairing",
    .label = {"包联", "Pairing"},
    .help = {"项目的包联领导、部门和管家,带起止日期", "A project's leader, department and steward, dated"},
    .size = sizeof(struct pairing),
    .fields = pairing_fields,
    .title = "person",
    .indexes = {"project role since id until person", "person"}, /* the first tells who it is by itself */
    .order = "project,role,since",
};
