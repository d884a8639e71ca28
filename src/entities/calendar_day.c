/* calendar_day.c — days that a zone works or rests otherwise than the national calendar says. */
#include "base/calendar.h"
#include "entities/entities.h"

#define D struct calendar_day

/* clang-format off */
static const struct choice calendar_day_kinds[] = {
    {"rest", {"休息", "Rest"}, "放假 公休"},
    {"work", {"上班", "Work"}, "补班 调休上班"},
    {0},
};

static const struct field calendar_day_fields[] = {
    {.name = "day", FIELD_AT(T_DATE, D, day), .label = {"日期", "Day"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_DAY},
    {.name = "kind", FIELD_AT(T_CHOICE, D, kind), .choices = calendar_day_kinds, .label = {"安排", "Kind"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "name", FIELD_AT(T_TEXT, D, name), .label = {"名称", "Name"}, .max = 60, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH,
     .help = {"为什么，如“国庆节”“园区集中搬迁”", "why, such as National Day"}},
    {.name = "announced", FIELD_AT(T_BOOL, D, announced), .label = {"国务院已公布", "Announced"}, .flags = FIELD_LIST,
     .help = {"本程序还没有的年度放假通知里的一天：这一年不再是预计", "of a notice for a year that this program does not hold yet: the year is estimated no more"}},
    {.name = "note", FIELD_AT(T_NOTE, D, note), .label = {"备注", "Note"}, .max = 2000},
    {0},
};
/* clang-format on */

static void calendar_day_check(const void *row, struct findings *fs)
{
    const struct calendar_day *d = row;
    if (d->announced && calendar_notice(date_year_of(d->day)))
        findings_add(fs, "CAL-01", "announced", true,
                     "%d年的放假通知程序里已有（%s）；另作安排请不要勾选“国务院已公布”",
                     "The program holds the notice for %d already (%s): leave \"announced\" off for a day of your own",
                     date_year_of(d->day), calendar_notice(date_year_of(d->day)));
}

const struct entity calendar_day_entity = {
    .name = "calendar_day",
    .label = {"工作日历", "Calendar day"},
    .help = {"本园区与国家公布的节假日安排不同的日子；所有期限都按它计算",
             "Days on which the zone works or rests otherwise than published; every limit counts by them"},
    .size = sizeof(struct calendar_day),
    .fields = calendar_day_fields,
    .title = "name",
    .unique = {"day"},
    .order = "day",
    .check = calendar_day_check,
};
