/* clock.c — limits that run: what was received, until when, when it stood still, on whose desk it lay. */
#include "entities/entities.h"

/* clang-format off */
const struct choice clock_kinds[] = {
    {"working", {"工作日", "Working days"}, NULL},
    {"natural", {"日", "Days"},             "自然日"},
    {0},
};

const struct choice clock_stop_kinds[] = {
    {"correction",    {"补正", "Correction"},        "补充材料"},
    {"publicity",     {"公示", "Publicity"},         "公告"},
    {"expert_review", {"专家评审", "Expert review"}, "评审"},
    {"hearing",       {"听证", "Hearing"},           NULL},
    {"other",         {"其他", "Other"},             NULL},
    {0},
};

#define CLOCK_REFS(S) \
    {.name = "clock", FIELD_AT(T_REF, S, clock), .ref = "clock", .label = {"期限", "Clock"}, .flags = FIELD_REQUIRED | FIELD_LIST}, \
    {.name = "project", FIELD_AT(T_REF, S, project), .ref = "project", .label = {"项目", "Project"}}

static const struct field clock_fields[] = {
    {.name = "name", FIELD_AT(T_TEXT, struct clock, name), .label = {"事项", "Matter"}, .max = 200, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH},
    {.name = "owner_entity", FIELD_AT(T_TEXT, struct clock, owner_entity), .label = {"所属对象", "Belongs to"}, .max = 40, .flags = FIELD_GROUP},
    {.name = "owner_id", FIELD_AT(T_INT, struct clock, owner_id), .label = {"所属编号", "Id of it"}},
    {.name = "project", FIELD_AT(T_REF, struct clock, project), .ref = "project", .label = {"项目", "Project"}, .flags = FIELD_LIST},
    {.name = "received_on", FIELD_AT(T_DATE, struct clock, received_on), .label = {"收件日期", "Received on"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_DAY,
     .help = {"当天不计，从次日起算", "day 0: the limit counts from the day after"}},
    {.name = "limit_days", FIELD_AT(T_INT, struct clock, limit_days), .label = {"时限", "Limit"}, .min = 0, .max = 3650, .flags = FIELD_REQUIRED | FIELD_LIST,
     .help = {"0 为当日办结", "0: by the end of that day"}},
    {.name = "limit_kind", FIELD_AT(T_CHOICE, struct clock, limit_kind), .choices = clock_kinds, .label = {"时限单位", "Counted in"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "due_on", FIELD_AT(T_DATE, struct clock, due_on), .label = {"到期日", "Due on"}, .flags = FIELD_LIST,
     .help = {"由日历和停表算出；停表期间没有到期日", "by the calendar and the stops; none while the clock stands"}},
    {.name = "stopped_on", FIELD_AT(T_DATE, struct clock, stopped_on), .label = {"停表自", "Stopped since"}, .flags = FIELD_LIST},
    {.name = "unit", FIELD_AT(T_REF, struct clock, unit), .ref = "unit", .label = {"现在何处", "On whose desk"}, .flags = FIELD_LIST},
    {.name = "person", FIELD_AT(T_TEXT, struct clock, person), .label = {"经办人", "Handled by"}, .max = 60, .flags = FIELD_LIST},
    {.name = "finished_on", FIELD_AT(T_DATE, struct clock, finished_on), .label = {"办结日期", "Finished on"}, .flags = FIELD_LIST},
    {0},
};

static const struct field clock_stop_fields[] = {
    CLOCK_REFS(struct clock_stop),
    {.name = "kind", FIELD_AT(T_CHOICE, struct clock_stop, kind), .choices = clock_stop_kinds, .label = {"停表事由", "Why"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "reason", FIELD_AT(T_NOTE, struct clock_stop, reason), .label = {"说明", "Reason"}, .max = 2000, .flags = FIELD_LIST},
    {.name = "stopped_on", FIELD_AT(T_DATE, struct clock_stop, stopped_on), .label = {"停表日期", "Stopped on"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_DAY,
     .help = {"当天仍计，次日起不计", "that day still counts, the next does not"}},
    {.name = "resumed_on", FIELD_AT(T_DATE, struct clock_stop, resumed_on), .label = {"恢复日期", "Resumed on"}, .flags = FIELD_LIST,
     .help = {"当天不计，次日起接着计", "that day does not count, the next does"}},
    {0},
};

static const struct field desk_fields[] = {
    CLOCK_REFS(struct desk),
    {.name = "unit", FIELD_AT(T_REF, struct desk, unit), .ref = "unit", .label = {"单位", "Unit"}, .flags = FIELD_LIST},
    {.name = "person", FIELD_AT(T_TEXT, struct desk, person), .label = {"经办人", "Person"}, .max = 60, .flags = FIELD_LIST},
    {.name = "since", FIELD_AT(T_DATE, struct desk, since), .label = {"自", "Since"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_DAY},
    {.name = "until", FIELD_AT(T_DATE, struct desk, until), .label = {"至", "Until"}, .flags = FIELD_LIST},
    {0},
};
/* clang-format on */

const struct entity clock_entity = {
    .name = "clock",
    .label = {"办理期限", "Clock"},
    .help =
        {"一件事从收件到办结的期限：按工作日或自然日，可以停表，记着在谁手上几天",
         "The limit of a matter from its receipt to its end: in working or natural days, stopped and resumed, with who "
         "had it on the desk and for how many days"},
    .flags = ENTITY_INTERNAL,
    .size = sizeof(struct clock),
    .fields = clock_fields,
    .title = "name",
    .indexes = {"owner_entity owner_id", "finished_on due_on", "project"},
    .order = "due_on,id",
};

const struct entity clock_stop_entity = {
    .name = "clock_stop",
    .label = {"停表", "Clock stop"},
    .help = {"停表和恢复，写明事由", "When a clock stood still, and why"},
    .flags = ENTITY_INTERNAL,
    .size = sizeof(struct clock_stop),
    .fields = clock_stop_fields,
    .title = "kind",
    .indexes = {"clock stopped_on"},
    .order = "clock,stopped_on",
};

const struct entity desk_entity = {
    .name = "desk",
    .label = {"经手", "Desk"},
    .help = {"期限内先后在谁手上", "Who had the matter, one after another"},
    .flags = ENTITY_INTERNAL,
    .size = sizeof(struct desk),
    .fields = desk_fields,
    .title = "person",
    .indexes = {"clock since"},
    .order = "clock,since,id",
};
