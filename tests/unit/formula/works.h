/* works.h — a made-up scope for the formula tests: building works, each of a unit, as a table and as rows. */
#ifndef STEWARD_TESTS_FORMULA_WORKS_H
#define STEWARD_TESTS_FORMULA_WORKS_H

#include "base/text.h"
#include "formula/formula.h"

#include <string.h>

static const struct choice work_natures[] = {
    {"new", {"新建", "New"}, "新开工"},
    {"continuing", {"续建", "Continuing"}},
    {"expansion", {"改扩建", "Expansion"}, "扩建 改建"},
    {"retrofit", {"技改（设备）", "Retrofit"}},
    {NULL},
};

static const struct choice work_sectors[] = {
    {"industry", {"工业", "Industry"}},
    {"service", {"服务业", "Services"}},
    {NULL},
};

/* clang-format off */
static const struct field work_fields[] = {
    {.name = "id",               .type = T_ID,      .label = {"编号", "Number"}},
    {.name = "name",             .type = T_TEXT,    .label = {"项目名称", "Name"}},
    {.name = "nature",           .type = T_CHOICE,  .label = {"建设性质", "Nature"}, .choices = work_natures},
    {.name = "sector",           .type = T_CHOICE,  .label = {"行业", "Sector"}, .choices = work_sectors, .flags = FIELD_OPEN},
    {.name = "total_investment", .type = T_MONEY,   .label = {"总投资", "Total investment"}},
    {.name = "planned",          .type = T_MONEY,   .label = {"总投资计划", "Planned investment"}},
    {.name = "fees",             .type = T_MONEY,   .label = {"非税收入", "Fees"}},
    {.name = "progress",         .type = T_PERCENT, .label = {"形象进度", "Progress"}},
    {.name = "workers",          .type = T_INT,     .label = {"用工人数", "Workers"}},
    {.name = "area",             .type = T_INT,     .label = {"占地（亩）", "Area"}},
    {.name = "starts",           .type = T_DATE,    .label = {"开工时间", "Start"}},
    {.name = "finishes",         .type = T_DATE,    .label = {"竣工时间", "Finish"}},
    {.name = "reported",         .type = T_INSTANT, .label = {"上报时间", "Reported"}},
    {.name = "is_key",           .type = T_BOOL,    .label = {"重点项目", "Key project"}},
    {.name = "unit",             .type = T_REF,     .label = {"责任单位", "Unit"}, .ref = "unit"},
    {.type = T_END},
};
static const struct field work_unit_name = {.name = "name", .type = T_TEXT, .label = {"单位名称", "Unit name"}};
/* clang-format on */
/* A derived field: SQL that is more than a column. */
static const struct field work_open = {
    .name = "open_investment", .type = T_MONEY, .label = {"待投资", "Open investment"}};
enum { WORK_FIELDS = sizeof work_fields / sizeof *work_fields - 1, WORK_UNITS = 4 };

static const char *const work_units[WORK_UNITS + 1] = {NULL, "和平街道", "Dev & Co", "经发局", "空港'办'"};

struct work {
    struct value values[WORK_FIELDS];
};

static inline const struct work *work_of(const struct scope *s)
{
    return s->arg;
}

static inline bool work_unit_find(const struct scope *s, struct name *ret_name)
{
    const struct work *row = work_of(s);
    *ret_name = (struct name){.field = &work_unit_name, .sql = "u.name", .path = "unit.name"};
    if (row && row->values[WORK_FIELDS - 1].kind == VALUE_INT && row->values[WORK_FIELDS - 1].i <= WORK_UNITS)
        ret_name->value = value_text(work_units[row->values[WORK_FIELDS - 1].i]);
    return true;
}

static inline bool work_open_find(const struct scope *s, struct name *ret_name)
{
    const struct work *row = work_of(s);
    *ret_name = (struct name){.field = &work_open, .sql = "CASE WHEN t.is_key = 1 THEN t.planned ELSE t.fees END"};
    if (row)
        ret_name->value = row->values[13].kind == VALUE_INT && row->values[13].i ? row->values[5] : row->values[6];
    return true;
}

static inline bool work_find(const struct scope *s, struct ctx *cx, const char *word, bool as_title,
                             struct name *ret_name)
{
    if (text_equal(word, "unit.name") || text_equal(word, "单位名称"))
        return work_unit_find(s, ret_name);
    if (text_equal(word, "open_investment") || text_equal(word, "待投资"))
        return !as_title && work_open_find(s, ret_name);
    for (size_t i = 0; i < WORK_FIELDS; i++) {
        const struct field *f = &work_fields[i];
        if (strcmp(f->name, word) != 0 && strcmp(f->label.zh, word) != 0 && strcmp(f->label.en, word) != 0)
            continue;
        if (as_title)
            return f->type == T_REF && work_unit_find(s, ret_name);
        *ret_name = (struct name){.field = f, .sql = arena_printf(cx->arena, "t.%s", f->name)};
        if (work_of(s))
            ret_name->value = work_of(s)->values[i];
        return true;
    }
    return false;
}

static inline const char *const *work_suggest(const struct scope *s, struct ctx *cx, const char *word)
{
    (void)s;
    const char **near = arena_array(cx->arena, WORK_FIELDS + 1, sizeof *near);
    size_t count = 0;
    for (size_t i = 0; i < WORK_FIELDS; i++)
        if (text_likeness(cx->arena, word, work_fields[i].label.zh) >= 60)
            near[count++] = work_fields[i].label.zh;
    return near;
}

static inline const struct name_offer *work_list(const struct scope *s, struct ctx *cx, size_t *ret_count)
{
    (void)s;
    struct name_offer *offers = arena_array(cx->arena, WORK_FIELDS, sizeof *offers);
    for (size_t i = 0; i < WORK_FIELDS; i++)
        offers[i] = (struct name_offer){work_fields[i].name, &work_fields[i]};
    *ret_count = WORK_FIELDS;
    return offers;
}

static inline struct scope work_scope(const struct work *row)
{
    union {
        const struct work *row;
        void *arg;
    } given = {row};
    return (struct scope){.find = work_find,
                          .suggest = work_suggest,
                          .arg = given.arg,
                          .as_of = date_day(2023, 12, 15),
                          .list = work_list};
}

#endif
