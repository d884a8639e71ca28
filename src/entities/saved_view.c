/* saved_view.c — a page as somebody arranged it: filter, sort, columns, grouping, kept under a name. */
#include "entities/entities.h"

#include <string.h>

#define V struct saved_view

enum { QUERY_MOST = 8192 };

/* clang-format off */
static const struct field saved_view_fields[] = {
    {.name = "name", FIELD_AT(T_TEXT, V, name), .label = {"视图名称", "View"}, .max = 60, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH},
    {.name = "page", FIELD_AT(T_TEXT, V, page), .label = {"所属页面", "Page"}, .max = 40, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP,
     .help = {"网页应用中的页面,如 project", "A page of the web application, such as project"}},
    {.name = "query", FIELD_AT(T_JSON, V, query), .label = {"筛选与排列", "Arrangement"},
     .help = {"页面地址中的参数,一个 JSON 对象;空着为页面原样", "The parameters of the page's address, a JSON object; the plain page when empty"}},
    {.name = "shared", FIELD_AT(T_BOOL, V, shared), .label = {"共享", "Shared"}, .flags = FIELD_LIST,
     .help = {"园区内人人可见;否则只给建立者自己", "For everybody in the zone, else for whoever made it"}},
    {.name = "position", FIELD_AT(T_INT, V, position), .label = {"次序", "Position"}, .min = 0, .max = 10000},
    {0},
};
/* clang-format on */

static void saved_view_check(const void *row, struct findings *fs)
{
    const struct saved_view *v = row;
    if (!v->query)
        return;
    if (v->query[strspn(v->query, " \t\r\n")] != '{')
        findings_add(fs, "VEW-01", "query", true, "“筛选与排列”应为一个 JSON 对象,如 {\"sort\":\"name\"}",
                     "The arrangement is a JSON object, such as {\"sort\":\"name\"}");
    else if (strlen(v->query) > QUERY_MOST)
        findings_add(fs, "VEW-02", "query", true, "“筛选与排列”有 %zu 字节,最多 %d 字节,请缩短筛选条件",
                     "The arrangement has %zu bytes; at most %d fit: shorten the filter", strlen(v->query), QUERY_MOST);
}

const struct entity saved_view_entity = {
    .name = "saved_view",
    .label = {"视图", "Saved view"},
    .help = {"页面的筛选、排序、列和分组,以名称保存,可以共享",
             "Filter, sort, columns and grouping of a page, kept under a name and perhaps shared"},
    .size = sizeof(struct saved_view),
    .fields = saved_view_fields,
    .title = "name",
    .indexes = {"page position"},
    .order = "page,position,id",
    .check = saved_view_check,
};
