/* roles.c — the roles of domain §1, what each may do, and a zone's own changes to that. */
#include "base/text.h"
#include "entities/entities.h"
#include "model/rights.h"

#define R struct role_right

/* clang-format off */
const struct choice role_choices[] = {
    {"office",       {"项目办", "Project office"}, NULL},
    {"leader",       {"包联领导", "Leader"}, NULL},
    {"reporter",     {"填报人", "Reporter"}, NULL},
    {"chief",        {"单位负责人", "Unit head"}, NULL},
    {"steward",      {"项目管家", "Steward"}, NULL},
    {"squad",        {"招商小分队", "Squad"}, NULL},
    {"approver",     {"审批部门", "Approver"}, NULL},
    {"statistician", {"统计", "Statistician"}, NULL},
    {"enterprise",   {"企业", "Enterprise"}, NULL},
    {"viewer",       {"来宾 / 上级", "Viewer"}, NULL},
    {"sysadmin",     {"系统管理员", "System administrator"}, NULL},
    {"secadmin",     {"安全管理员", "Security administrator"}, NULL},
    {"auditor",      {"审计管理员", "Auditor"}, NULL},
    {0},
};

const struct role role_catalogue[] = {
    {"office",       {"管台账，办周调度、月通报、季考核", "Owns the ledger; weekly dispatch, monthly bulletin, quarterly assessment"}, false},
    {"leader",       {"看自己包联的项目，督办问题", "Own paired projects and their problems"}, false},
    {"reporter",     {"填报本单位项目的进展、投资和问题", "Files progress, investment and problems of the own unit's projects"}, false},
    {"chief",        {"确认本单位的周报，其余同填报人", "Confirms the own unit's weekly reports; else as a reporter"}, false, .like = "reporter"},
    {"steward",      {"服务所包联的项目，现场提出问题", "Serves paired projects, raises problems on site"}, false},
    {"squad",        {"管本小分队的线索", "Keeps the own squad's leads"}, false},
    {"approver",     {"办本单位承担的事项", "Deals with what the own unit is responsible for"}, false},
    {"statistician", {"管纳统和月度投资", "Keeps entry into statistics and monthly investment"}, false},
    {"enterprise",   {"看本企业的项目，提出诉求", "Own projects and requests"}, false},
    {"viewer",       {"只看", "Reads"}, false},
    {"sysadmin",     {"管账号、单位、备份，不授权", "Accounts, units, backups; grants no rights"}, true},
    {"secadmin",     {"授予角色和权限，解锁，下线", "Grants roles and rights, unlocks, ends sessions"}, true},
    {"auditor",      {"查审计，验证其完整", "Reads the audit and proves it whole"}, true},
    {0},
};

#define ALL "read create update delete export import"

/* What hangs on a project and is seen with it.  A new such entity is added here, and who may write it where it differs. */
#define PROJECT_FACTS "phase stage_change halt plan_year plan_month investment statistics_entry key_listing milestone pairing clock clock_stop desk lamp_change lamp_reason"
#define PROJECT "project " PROJECT_FACTS

const struct right_line right_catalogue[] = {
    {"office", "*", ALL, REACH_ZONE, NULL},
    {"office", "zone", "read update", REACH_ZONE, NULL},
    {"office", "user", "read", REACH_ZONE, "basic"},
    {"office", "role_right", "read", REACH_ZONE, NULL},
    {"office", "job_run", "read", REACH_ZONE, NULL},
    {"office", "saved_view", ALL, REACH_OWN, NULL},

    {"leader", PROJECT " plan_change problem", "read export", REACH_PROJECTS, NULL},
    {"leader", "problem", "create update", REACH_PROJECTS, NULL},
    {"leader", "problem_step", "read export", REACH_PROJECTS, NULL},
    {"leader", "slip", "read create update export", REACH_PROJECTS, NULL},
    {"leader", "enterprise", "read", REACH_PROJECTS, NULL},
    {"leader", "unit zone report_run calendar_day", "read", REACH_ZONE, NULL},
    {"leader", "weekly_report", "read export", REACH_PROJECTS, NULL},
    {"leader", "report_week lamp_rule", "read", REACH_ZONE, NULL},
    {"leader", "agenda_item promise attendance", "read export", REACH_PROJECTS, NULL},
    {"leader", "promise", "update", REACH_PROJECTS, "progress"},
    {"leader", "meeting", "read", REACH_ZONE, NULL},
    {"leader", "attachment", "read create", REACH_PROJECTS, NULL},
    {"leader", "saved_view", ALL, REACH_OWN, NULL},

    {"reporter", PROJECT " plan_change problem reserve", "read export", REACH_UNIT, NULL},
    {"reporter", "project", "update", REACH_UNIT, "progress contact"},
    {"reporter", "halt investment milestone reserve", "create update", REACH_UNIT, NULL},
    {"reporter", "problem_step slip", "read export", REACH_UNIT, NULL},
    {"reporter", "slip", "update", REACH_UNIT, "progress"},
    {"reporter", "problem", "create", REACH_UNIT, NULL},
    {"reporter", "problem", "update", REACH_UNIT, "basic progress"},
    {"reporter", "stage_change", "create", REACH_UNIT, NULL},
    {"reporter", "enterprise", "read", REACH_UNIT, NULL},
    {"reporter", "unit zone report_run calendar_day planning_field planning_direction", "read", REACH_ZONE, NULL},
    {"reporter", "weekly_report", "read update export import", REACH_UNIT, NULL},
    {"reporter", "report_duty", "read export", REACH_UNIT, NULL},
    {"reporter", "report_week lamp_rule", "read", REACH_ZONE, NULL},
    {"reporter", "lamp_reason", "create update", REACH_UNIT, "basic"},
    {"reporter", "agenda_item promise attendance", "read export", REACH_UNIT, NULL},
    {"reporter", "promise", "update", REACH_UNIT, "progress"},
    {"reporter", "attendance", "create update", REACH_UNIT, NULL},
    {"reporter", "meeting", "read", REACH_ZONE, NULL},
    {"reporter", "attachment", "read create", REACH_UNIT, NULL},
    {"reporter", "saved_view", ALL, REACH_OWN, NULL},

    {"chief", "report_duty", "read update export", REACH_UNIT, NULL}, /* to change a duty is to confirm it, or send it back */

    {"steward", PROJECT " problem enterprise", "read", REACH_PROJECTS, NULL},
    {"steward", "problem_step slip", "read", REACH_PROJECTS, NULL},
    {"steward", "project problem", "export", REACH_PROJECTS, NULL},
    {"steward", "project", "update", REACH_PROJECTS, "progress contact"},
    {"steward", "halt statistics_entry milestone problem", "create update", REACH_PROJECTS, NULL},
    {"steward", "unit zone calendar_day", "read", REACH_ZONE, NULL},
    {"steward", "weekly_report", "read", REACH_PROJECTS, NULL},
    {"steward", "report_week lamp_rule", "read", REACH_ZONE, NULL},
    {"steward", "lamp_reason", "create update", REACH_PROJECTS, "basic"},
    {"steward", "agenda_item promise attendance", "read", REACH_PROJECTS, NULL},
    {"steward", "promise", "update", REACH_PROJECTS, "progress"},
    {"steward", "meeting", "read", REACH_ZONE, NULL},
    {"steward", "attachment", "read create", REACH_PROJECTS, NULL},
    {"steward", "saved_view", ALL, REACH_OWN, NULL},

    {"squad", "squad", "read", REACH_SQUAD, NULL},
    {"squad", "lead", "read create update export", REACH_SQUAD, NULL},
    {"squad", "unit zone calendar_day planning_field planning_direction", "read", REACH_ZONE, NULL},
    {"squad", "meeting", "read", REACH_ZONE, NULL},
    {"squad", "attachment", "read create", REACH_SQUAD, NULL},
    {"squad", "saved_view", ALL, REACH_OWN, NULL},

    {"approver", "project", "read", REACH_ZONE, "basic plan progress"},
    {"approver", "milestone stage_change enterprise unit zone lamp_change calendar_day lamp_rule", "read", REACH_ZONE, NULL},
    {"approver", "meeting", "read", REACH_ZONE, NULL},
    {"approver", "agenda_item promise attendance", "read", REACH_UNIT, NULL},
    {"approver", "promise", "update", REACH_UNIT, "progress"},
    {"approver", "attendance", "create update", REACH_UNIT, NULL},
    {"approver", "clock clock_stop desk", "read", REACH_UNIT, NULL},
    {"approver", "clock", "update", REACH_UNIT, NULL},
    {"approver", "problem problem_step slip", "read export", REACH_UNIT, NULL},
    {"approver", "problem", "update", REACH_UNIT, "basic progress"},
    {"approver", "slip", "update", REACH_UNIT, "progress"},
    {"approver", "attachment", "read create", REACH_UNIT, NULL},
    {"approver", "saved_view", ALL, REACH_OWN, NULL},

    {"statistician", "*", "read export", REACH_ZONE, NULL},
    {"statistician", "zone", "read", REACH_ZONE, NULL},
    {"statistician", "statistics_entry investment", ALL, REACH_ZONE, NULL},
    {"statistician", "saved_view", ALL, REACH_OWN, NULL},

    {"enterprise", "enterprise project milestone problem", "read", REACH_ENTERPRISE, NULL},
    {"enterprise", "enterprise project problem", "update", REACH_ENTERPRISE, "contact"},
    {"enterprise", "problem_step", "read", REACH_ENTERPRISE, NULL},
    {"enterprise", "problem", "create", REACH_ENTERPRISE, NULL},
    {"enterprise", "unit", "read", REACH_ZONE, "basic"},
    {"enterprise", "zone", "read", REACH_ZONE, NULL},
    {"enterprise", "attachment", "read create", REACH_ENTERPRISE, NULL},
    {"enterprise", "saved_view", ALL, REACH_OWN, NULL},

    {"viewer", "*", "read", REACH_ZONE, "basic plan progress"},
    {"viewer", "zone", "read", REACH_ZONE, NULL},
    {"viewer", "saved_view", ALL, REACH_OWN, NULL},

    {"sysadmin", "user", ALL, REACH_ZONE, "basic contact"},
    {"sysadmin", "unit", ALL, REACH_ZONE, NULL},
    {"sysadmin", "zone", "read update", REACH_ZONE, NULL},
    {"sysadmin", "enterprise", "read", REACH_ZONE, "basic"},
    {"sysadmin", "squad", "read", REACH_ZONE, NULL},
    {"sysadmin", "backup_run", ALL, REACH_ZONE, NULL},
    {"sysadmin", "job_run", "read create", REACH_ZONE, NULL},

    {"secadmin", "user", "read", REACH_ZONE, NULL},
    {"secadmin", "user", "update", REACH_ZONE, "rights"},
    {"secadmin", "role_right", ALL, REACH_ZONE, NULL},
    {"secadmin", "unit zone", "read", REACH_ZONE, NULL},

    {"auditor", "audit_record", "read export", REACH_ZONE, NULL},
    {"auditor", "user role_right backup_run job_run unit zone", "read", REACH_ZONE, NULL},
    {0},
};

static const struct field role_right_fields[] = {
    {.name = "role", FIELD_AT(T_CHOICE, R, role), .choices = role_choices, .label = {"角色", "Role"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "entity", FIELD_AT(T_TEXT, R, entity), .label = {"对象", "Entity"}, .max = 40, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP,
     .help = {"对象的代号，如 project；* 是未单列的全部业务对象", "An entity's name, such as project; * is all of the zone's work that has no line of its own"}},
    {.name = "acts", FIELD_AT(T_TEXT, R, acts), .label = {"动作", "Acts"}, .max = 60, .flags = FIELD_LIST,
     .help = {"read create update delete export import 中的若干，以空格分隔；空着为都不许", "Some of read create update delete export import, separated by spaces; none when empty"}},
    {.name = "reach", FIELD_AT(T_CHOICE, R, reach), .choices = reach_choices, .label = {"范围", "Reach"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "field_groups", FIELD_AT(T_TEXT, R, field_groups), .label = {"字段组", "Field groups"}, .max = 60, .flags = FIELD_LIST,
     .help = {"basic plan progress contact rights 中的若干；空着为全部", "Some of basic plan progress contact rights; all when empty"}},
    {.name = "note", FIELD_AT(T_NOTE, R, note), .label = {"理由", "Why"}, .max = 500},
    {0},
};
/* clang-format on */

static void role_right_check(const void *row, struct findings *fs)
{
    const struct role_right *r = row;
    struct ctx *cx = fs->cx;
    const struct err before = cx->err;
    const struct right_line line = {r->role, r->entity, r->acts ? r->acts : "", REACH_NONE, r->field_groups};
    if (!r->role || !r->entity || rights_check_line(cx, &line, "entity"))
        return;
    findings_add(fs, "RGT-04", "entity", true, "%1$s%2$.0s", "%2$s%1$.0s", cx->err.message.zh, cx->err.message.en);
    cx->err = before;
}

const struct entity role_right_entity = {
    .name = "role_right",
    .label = {"授权", "Right"},
    .help = {"本园区对某角色、某对象另作的规定，代替随程序的规定",
             "What this zone lays down for a role and an entity, in place of what comes with the program"},
    .flags = ENTITY_GUARDED,
    .size = sizeof(struct role_right),
    .fields = role_right_fields,
    .title = "entity",
    .indexes = {"role entity"},
    .order = "role,entity,id",
    .check = role_right_check,
};
