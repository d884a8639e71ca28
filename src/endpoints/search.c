/* search.c — the search box: projects, enterprises, problems, leads … by a part of a name, a code, or pinyin. */
#include "model/search.h"

#include "endpoints/endpoint.h"
#include "endpoints/params.h"
#include "model/openapi.h"

static bool get_search(struct request *rq, struct response *rs)
{
    const char *q = query_text(rq, "q");
    int64_t limit = SEARCH_LIMIT;
    struct json j;
    if (!need_zone(rq) || !read_whole(rq, "limit", 1, SEARCH_LIMIT_MOST, &limit) || !answer_by_revision(rq, rs))
        return false;
    if (is_answered(rs))
        return true;
    response_json(rs, &j);
    return search_json(rq->cx, &j, q ? q : "", (int)limit);
}

/* clang-format off */
static const struct field search_params[] = {
    PARAM_ZONE,
    {.name = "q", .type = T_TEXT, .label = {"搜索词", "Words"},
     .help = {"名称、代码的任何部分，全拼或拼音首字母；各词都要出现", "any part of a name or code, pinyin or its initials; every word must be found"}},
    {.name = "limit", .type = T_INT, .label = {"每种对象最多几条", "Most of each entity"}, .min = 1, .max = SEARCH_LIMIT_MOST},
    {0},
};

const struct route search_routes[] = {
    {HTTP_GET, "/api/v1/search", get_search, {"搜索", "Search"},
     .doc = &(const struct route_doc){.tag = "search", .params = search_params, .gives = {.schema = "search_answer"}, .errors = {404}}},
    {0},
};
/* clang-format on */
