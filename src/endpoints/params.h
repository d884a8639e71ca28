/* params.h — query and path parameters that several endpoints take: lines for their field tables. */
#ifndef STEWARD_ENDPOINTS_PARAMS_H
#define STEWARD_ENDPOINTS_PARAMS_H

#include "model/list.h"

/* clang-format off */
#define PARAM_ZONE     {.name = "zone",     .type = T_TEXT,    .label = {"园区代号", "Zone code"}, .help = {"省略为本人的园区", "that of whoever asks when left out"}}
#define PARAM_ENTITY   {.name = "entity",   .type = T_TEXT,    .label = {"对象", "Entity"}, .flags = FIELD_REQUIRED}
#define PARAM_AS_OF    {.name = "as_of",    .type = T_DATE,    .label = {"截止日期", "As of"}, .help = {"省略为今天", "today when left out"}}
#define PARAM_KNOWN_AT {.name = "known_at", .type = T_INSTANT, .label = {"已知时刻", "Known at"}, .help = {"按当时已登记的内容计算", "as recorded at that moment"}}
#define PARAM_DELETED  {.name = "deleted",  .type = T_BOOL,    .label = {"已删除的", "Deleted"}, .help = {"列出已删除的行；updated_at、updated_by 为删除的时间和人", "the rows that have been deleted; updated_at and updated_by say when and by whom"}}
#define PARAM_WHERE    {.name = "where",    .type = T_TEXT,    .label = {"筛选条件", "Condition"}, .help = {"如：建设性质 = 新建 且 总投资 >= 1亿", "e.g. nature = new and total_investment >= 1亿"}}
#define PARAM_SEARCH   {.name = "search",   .type = T_TEXT,    .label = {"搜索词", "Search"}, .help = {"各词都要出现", "every word must be found"}}
#define PARAM_SORT     {.name = "sort",     .type = T_TEXT,    .label = {"排序", "Sort"}, .help = {"字段名以逗号分隔，前加 - 为降序", "field names separated by commas, - before one for descending"}}
#define PARAM_FIELDS   {.name = "fields",   .type = T_TEXT,    .label = {"字段", "Fields"}, .help = {"字段名以逗号分隔", "field names separated by commas"}}
#define PARAM_CURSOR   {.name = "cursor",   .type = T_TEXT,    .label = {"翻页标记", "Cursor"}, .help = {"上一页的 next", "next of the page before"}}
#define PARAM_LIMIT    {.name = "limit",    .type = T_INT,     .label = {"每页行数", "Limit"}, .min = 1, .max = LIST_LIMIT_MOST}
#define PARAM_ID       {.name = "id",       .type = T_ID,      .label = {"编号", "Id"}, .flags = FIELD_REQUIRED}
#define PARAM_NAME(zh, en) {.name = "name", .type = T_TEXT,    .label = {zh, en}, .flags = FIELD_REQUIRED}
/* clang-format on */

#endif
