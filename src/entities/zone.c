/* zone.c — a development zone: the tenant. */
#include "entities/entities.h"

#define Z struct zone

/* clang-format off */
static const struct field zone_fields[] = {
    {.name = "code", FIELD_AT(T_TEXT, Z, code), .label = {"代号", "Code"}, .max = 40, .flags = FIELD_REQUIRED | FIELD_LIST,
     .help = {"命令行与地址中使用的短名,小写字母、数字和连字符", "Short name on the command line and in addresses: lower-case letters, digits and hyphens"}},
    {.name = "name", FIELD_AT(T_TEXT, Z, name), .label = {"名称", "Name"}, .max = 100, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH},
    {.name = "level", FIELD_AT(T_TEXT, Z, level), .label = {"级别", "Level"}, .max = 40},
    {.name = "region", FIELD_AT(T_TEXT, Z, region), .label = {"行政区划", "Region"}, .max = 60},
    {.name = "issuer", FIELD_AT(T_TEXT, Z, issuer), .label = {"通报落款", "Bulletin issuer"}, .max = 100,
     .help = {"月通报的发文机关;空着时为“名称+项目办”", "Who signs the bulletin; when empty, the name and 项目办"}},
    {0},
};
/* clang-format on */

static void zone_check(const void *row, struct findings *fs)
{
    const struct zone *z = row;
    for (const char *c = z->code; c && *c; c++)
        if (!((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || *c == '-')) {
            findings_add(fs, "ZON-01", "code", true, "代号只能用小写字母、数字和连字符",
                         "The code takes lower-case letters, digits and hyphens only");
            return;
        }
}

const struct entity zone_entity = {
    .name = "zone",
    .label = {"园区", "Zone"},
    .help = {"一个高新区、经开区或新区;数据按园区隔离", "A development zone; data are kept apart by zone"},
    .flags = ENTITY_GLOBAL,
    .size = sizeof(struct zone),
    .fields = zone_fields,
    .title = "name",
    .unique = {"code"},
    .order = "code",
    .check = zone_check,
};
