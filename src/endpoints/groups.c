/* groups.c — a list's rows counted and summed by classes. */
#include "model/groups.h"

#include "endpoints/endpoint.h"
#include "endpoints/params.h"
#include "model/openapi.h"

static bool get_groups(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    const struct entity *e = need_entity(rq, rq->args[0]);
    struct groups_query query = {.by = query_text(rq, "by"), .sums = query_text(rq, "sums")};
    bool told = e && revision_tells(e);
    struct groups groups;
    struct json j;
    if (!e || !need_zone(rq) || !read_page(rq, &query.list) || (told && !answer_by_revision(rq, rs)))
        return false;
    if (is_answered(rs))
        return true;
    if (!groups_compute(cx, e, &query, &groups))
        return false;
    response_json(rs, &j);
    groups_json(cx, &j, &groups);
    return told || answer_tagged(rq, rs);
}

/* clang-format off */
static const struct field groups_params[] = {
    PARAM_ENTITY, PARAM_ZONE,
    {.name = "by", .type = T_TEXT, .label = {"分组", "Group by"},
     .help = {"一或两个字段名，以逗号分隔，日期按月；省略只给合计", "one or two field names separated by a comma, dates go by month; only the total when left out"}},
    {.name = "sums", .type = T_TEXT, .label = {"合计", "Sums"}, .help = {"求和的字段名，以逗号分隔", "names of the fields to sum, separated by commas"}},
    PARAM_WHERE, PARAM_SEARCH, PARAM_AS_OF, PARAM_KNOWN_AT,
    {0},
};

const struct route groups_routes[] = {
    {HTTP_GET, "/api/v1/{entity}/groups", get_groups, {"按分类计数、合计", "Counts and sums by classes"}, .right = "{entity} read",
     .doc = &(const struct route_doc){.tag = "rows", .params = groups_params, .gives = {.schema = "groups"}, .errors = {404, 422}}},
    {0},
};
/* clang-format on */
