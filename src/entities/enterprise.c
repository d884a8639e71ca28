/* enterprise.c — an enterprise: builds projects, raises problems, claims policies. */
#include "base/text.h"
#include "entities/entities.h"

#define E struct enterprise

/* clang-format off */
static const struct field enterprise_fields[] = {
    {.name = "name", FIELD_AT(T_TEXT, E, name), .label = {"企业名称", "Enterprise"}, .max = 200,
     .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH, .synonyms = "单位名称 公司名称"},
    {.name = "credit_code", FIELD_AT(T_TEXT, E, credit_code), .label = {"统一社会信用代码", "Credit code"}, .max = 18,
     .flags = FIELD_LIST | FIELD_SEARCH, .help = {"18 位,GB 32100-2015", "18 characters, GB 32100-2015"}, .synonyms = "信用代码 社会信用代码"},
    {.name = "industry", FIELD_AT(T_TEXT, E, industry), .label = {"所属行业", "Industry"}, .max = 60, .flags = FIELD_LIST | FIELD_GROUP},
    {.name = "address", FIELD_AT(T_TEXT, E, address), .label = {"地址", "Address"}, .max = 200},
    {.name = "contact", .group = "contact", FIELD_AT(T_TEXT, E, contact), .label = {"联系人", "Contact"}, .max = 60},
    {.name = "phone", .group = "contact", FIELD_AT(T_TEXT, E, phone), .label = {"联系电话", "Phone"}, .max = 60},
    {.name = "note", FIELD_AT(T_NOTE, E, note), .label = {"备注", "Note"}, .max = 2000},
    {0},
};
/* clang-format on */

static void enterprise_check(const void *row, struct findings *fs)
{
    const struct enterprise *e = row;
    if (e->credit_code && !text_is_credit_code(e->credit_code))
        findings_add(fs, "ENT-01", "credit_code", false, "统一社会信用代码的校验位不符,请核对(可保存)",
                     "The credit code's check digit does not fit: please check (it can be saved)");
}

const struct entity enterprise_entity = {
    .name = "enterprise",
    .label = {"企业", "Enterprise"},
    .help = {"项目的建设单位和问题的提出者", "Builds projects and raises problems"},
    .size = sizeof(struct enterprise),
    .fields = enterprise_fields,
    .title = "name",
    .found = 2,
    .detail = "industry,credit_code",
    .unique = {"name", "credit_code"},
    .order = "id",
    .check = enterprise_check,
};
