/* reserve.c — planning and the reserve pool: fields, directions, planned projects (domain §8). */
#include "entities/entities.h"

#define R struct reserve

/* clang-format off */
static const struct field planning_field_fields[] = {
    {.name = "name", FIELD_AT(T_TEXT, struct planning_field, name), .label = {"领域", "Field"}, .max = 60, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH},
    {.name = "note", FIELD_AT(T_NOTE, struct planning_field, note), .label = {"备注", "Note"}, .max = 2000},
    {0},
};

static const struct field planning_direction_fields[] = {
    {.name = "field", FIELD_AT(T_REF, struct planning_direction, field), .ref = "planning_field", .label = {"领域", "Field"}, .flags = FIELD_LIST},
    {.name = "name", FIELD_AT(T_TEXT, struct planning_direction, name), .label = {"方向", "Direction"}, .max = 60, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH},
    {.name = "note", FIELD_AT(T_NOTE, struct planning_direction, note), .label = {"备注", "Note"}, .max = 2000},
    {0},
};

static const struct choice maturities[] = {
    {"intent",      {"意向", "Intent"},                    "谋划"},
    {"proposal",    {"项目建议书", "Proposal"},            "建议书"},
    {"feasibility_drafting", {"可研编制", "Feasibility study in hand"}, "可研 可研阶段"},
    {"feasibility", {"可研批复", "Feasibility approved"},  "可研已批复"},
    {"preliminary", {"初步设计", "Preliminary design"},    "初设"},
    {"drawings",    {"施工图", "Working drawings"},        "施工图设计"},
    {"tender",      {"招标", "Tender"},                    "招投标"},
    {"permit",      {"施工许可", "Permit"},                NULL},
    {0},
};

static const struct choice reserve_states[] = {
    {"reserve",   {"储备", "In reserve"},  "在库 储备中 入库"},
    {"promoted",  {"推进", "Promoted"},    "提级 推进中"},
    {"converted", {"转化", "Converted"},   "已转化 转化开工 已开工"},
    {"removed",   {"调出", "Removed"},     "已调出 出库 淘汰"},
    {0},
};

static const struct field reserve_fields[] = {
    {.name = "code", FIELD_AT(T_TEXT, R, code), .label = {"编号", "No."}, .max = 40, .flags = FIELD_LIST | FIELD_SEARCH, .synonyms = "序号"},
    {.name = "name", FIELD_AT(T_TEXT, R, name), .label = {"项目名称", "Planned project"}, .max = 200,
     .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH, .synonyms = "策划项目名称 项目 储备项目名称 名称 谋划项目名称"},
    {.name = "field", FIELD_AT(T_REF, R, field), .ref = "planning_field", .label = {"领域", "Field"}, .flags = FIELD_LIST | FIELD_GROUP,
     .synonyms = "策划领域 所属领域 项目领域 谋划领域 投向领域 行业 项目类别"},
    {.name = "direction", FIELD_AT(T_REF, R, direction), .ref = "planning_direction", .label = {"策划方向", "Direction"}, .flags = FIELD_LIST | FIELD_GROUP,
     .synonyms = "方向 谋划方向 投向 产业方向"},
    {.name = "total_investment", FIELD_AT(T_MONEY, R, total_investment), .label = {"总投资", "Total investment"}, .flags = FIELD_LIST,
     .synonyms = "估算总投资 项目总投资 投资额 总投资额 计划总投资 投资估算 匡算投资"},
    {.name = "unit", FIELD_AT(T_REF, R, unit), .ref = "unit", .label = {"策划单位", "Unit"}, .flags = FIELD_LIST | FIELD_GROUP,
     .synonyms = "责任单位 谋划单位 申报单位 牵头单位 主管部门"},
    {.name = "maturity", FIELD_AT(T_CHOICE, R, maturity), .choices = maturities, .label = {"前期深度", "Maturity"}, .flags = FIELD_LIST | FIELD_GROUP | FIELD_OPEN | FIELD_CYCLE,
     .synonyms = "成熟度 前期工作深度 前期进展 前期阶段 前期工作进展"},
    {.name = "planned_start", FIELD_AT(T_DATE, R, planned_start), .label = {"拟开工时间", "Planned start"}, .flags = FIELD_LIST, .synonyms = "计划开工时间 预计开工时间"},
    {.name = "admitted_on", FIELD_AT(T_DATE, R, admitted_on), .label = {"入库时间", "Admitted on"}, .flags = FIELD_LIST, .synonyms = "入库日期 储备时间"},
    {.name = "state", FIELD_AT(T_CHOICE, R, state), .choices = reserve_states, .label = {"状态", "State"}, .flags = FIELD_LIST | FIELD_GROUP | FIELD_CYCLE, .synonyms = "储备状态 项目状态 库内状态"},
    {.name = "converted_to", FIELD_AT(T_TEXT, R, converted_to), .label = {"转化项目", "Converted to"}, .max = 200, .synonyms = "转化为"},
    {.name = "funding", FIELD_AT(T_TEXT, R, funding), .label = {"资金来源", "Funding"}, .max = 100, .synonyms = "资金渠道"},
    {.name = "content", FIELD_AT(T_NOTE, R, content), .label = {"建设内容", "Content"}, .max = 8000, .synonyms = "主要建设内容 建设规模及内容 建设内容及规模"},
    {.name = "note", FIELD_AT(T_NOTE, R, note), .label = {"备注", "Note"}, .max = 4000, .synonyms = "说明"},
    {0},
};
/* clang-format on */

const struct entity planning_field_entity = {
    .name = "planning_field",
    .label = {"策划领域", "Planning field"},
    .size = sizeof(struct planning_field),
    .fields = planning_field_fields,
    .title = "name",
    .unique = {"name"},
    .order = "id",
};

const struct entity planning_direction_entity = {
    .name = "planning_direction",
    .label = {"策划方向", "Planning direction"},
    .size = sizeof(struct planning_direction),
    .fields = planning_direction_fields,
    .title = "name",
    .unique = {"name"},
    .order = "id",
};

const struct entity reserve_entity = {
    .name = "reserve",
    .label = {"策划储备项目", "Planned project"},
    .help = {"策划入库的项目,转化或调出后仍在册",
             "A planned project of the reserve pool; kept when converted or removed"},
    .size = sizeof(struct reserve),
    .fields = reserve_fields,
    .title = "name",
    .found = 5,
    .detail = "unit,maturity,total_investment",
    .indexes = {"name", "admitted_on"},
    .order = "id",
};
