/* unit.c — a unit of the zone: committee, bureau, subdistrict, state company. */
#include "entities/entities.h"

#define U struct unit

/* clang-format off */
static const struct choice unit_kinds[] = {
    {"committee",   {"管委会", "Committee"},          "工委 党工委"},
    {"bureau",      {"局办", "Bureau"},               "局 部 办公室 中心 分局"},
    {"subdistrict", {"街道", "Subdistrict"},          "街道办 街道办事处 镇 乡"},
    {"company",     {"国企", "State company"},        "集团 公司 平台公司"},
    {"squad",       {"小分队", "Squad"},              "招商小分队"},
    {"enterprise",  {"企业", "Enterprise"},           NULL},
    {"other",       {"其他", "Other"},                NULL},
    {0},
};

static const struct field unit_fields[] = {
    {.name = "name", FIELD_AT(T_TEXT, U, name), .label = {"单位名称", "Unit"}, .max = 100,
     .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH, .synonyms = "名称 单位"},
    {.name = "kind", FIELD_AT(T_CHOICE, U, kind), .choices = unit_kinds, .label = {"单位类型", "Kind"}, .flags = FIELD_LIST | FIELD_GROUP},
    {.name = "parent", FIELD_AT(T_REF, U, parent), .ref = "unit", .label = {"上级单位", "Parent"}, .flags = FIELD_LIST},
    {.name = "chief", .group = "contact", FIELD_AT(T_TEXT, U, chief), .label = {"负责人", "Chief"}, .max = 60},
    {.name = "phone", .group = "contact", FIELD_AT(T_TEXT, U, phone), .label = {"联系电话", "Phone"}, .max = 60},
    {.name = "note", FIELD_AT(T_NOTE, U, note), .label = {"备注", "Note"}, .max = 2000},
    {0},
};
/* clang-format on */

static void unit_check(const void *row, struct findings *fs)
{
    const struct unit *u = row;
    if (u->parent && u->parent == u->head.id)
        findings_add(fs, "UNT-01", "parent", true, "上级单位不能是自己", "A unit cannot be its own parent");
}

const struct entity unit_entity = {
    .name = "unit",
    .label = {"单位", "Unit"},
    .help = {"负责项目的委局、街道、国企", "Who is responsible: bureaus, subdistricts, state companies"},
    .size = sizeof(struct unit),
    .fields = unit_fields,
    .title = "name",
    .found = 6,
    .detail = "kind,chief",
    .unique = {"name"},
    .order = "id",
    .check = unit_check,
};
