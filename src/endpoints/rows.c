/* rows.c — reads any entity: lists and one row. */
#include "endpoints/rows.h"

#include "endpoints/params.h"

/* clang-format off */
static const struct field list_query_params[] = {
    PARAM_ZONE, PARAM_WHERE, PARAM_SEARCH, PARAM_SORT, PARAM_FIELDS, PARAM_CURSOR, PARAM_LIMIT, PARAM_AS_OF, PARAM_KNOWN_AT, PARAM_DELETED,
    {.name = "count", .type = T_BOOL},
    {0},
};
static const struct field row_query_params[] = {PARAM_ZONE, PARAM_AS_OF, PARAM_KNOWN_AT, {0}};
const struct field zone_only[] = {PARAM_ZONE, {0}};
/* clang-format on */

static bool get_list(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    const struct entity *e = need_entity(rq, rq->args[0]);
    struct list_query page;
    struct json j;
    int64_t count;
    if (!e || !need_params(rq, list_query_params) || !need_zone(rq) || !read_page(rq, &page) ||
        !answer_recall(rq, rs, e))
        return false;
    if (is_answered(rs))
        return true;
    page.view.deleted = is_asked(rq, "deleted");
    response_json(rs, &j);
    json_object_begin(&j);
    if (!list_json_members(cx, e, &page, &j, "items"))
        return false;
    if (is_asked(rq, "count")) {
        if (!list_count(cx, e, &page, &count))
            return false;
        json_put_int(&j, "count", count);
    }
    json_object_end(&j);
    return answer_tagged(rq, rs);
}

bool show_row(struct ctx *cx, const struct entity *e, int64_t id, struct view view, struct json *j,
              int64_t *ret_version)
{
    struct list l;
    const struct list_query one = {.id = id, .fields = "*", .heads = true, .view = view, .limit = 1};
    if (!list_open(cx, e, &one, &l))
        return false;
    if (!list_next(&l)) /* its failure says so in the model's words */
        return list_ok(&l) && row_load(cx, e, id) &&
               fail(cx, ERR_NOT_FOUND, "API-04", NULL, "那时还没有这一行", "this row was not there then");
    *ret_version = list_value(&l, 1).i;
    list_row_json(&l, j);
    return !list_next(&l) && list_ok(&l);
}

const char *version_tag(struct ctx *cx, int64_t version)
{
    return arena_printf(cx->arena, "%lld", (long long)version);
}

bool answer_row(struct request *rq, struct response *rs, const struct entity *e, int64_t id)
{
    struct view view;
    struct json j;
    int64_t version;
    response_json(rs, &j);
    if (!read_view(rq, &view) || !show_row(rq->cx, e, id, view, &j, &version))
        return false;
    /* The version is what a save compares with.  It does not say that nothing has changed: derived fields and titles
     * come from other rows, so it never makes the answer a 304. */
    response_header(rs, "ETag", arena_printf(rq->cx->arena, "\"%s\"", version_tag(rq->cx, version)));
    return true;
}

bool need_row(struct request *rq, const struct field *params, const struct entity **ret_entity, int64_t *ret_id)
{
    *ret_entity = need_entity(rq, rq->args[0]);
    return *ret_entity && need_params(rq, params) && need_zone(rq) && need_id(rq, rq->args[1], ret_id);
}

static bool get_row(struct request *rq, struct response *rs)
{
    const struct entity *e;
    int64_t id;
    return need_row(rq, row_query_params, &e, &id) && answer_recall(rq, rs, e) &&
           (is_answered(rs) || answer_row(rq, rs, e, id));
}

/* clang-format off */
/* The OpenAPI document spells these out for every entity (model/openapi.h), so they have no doc of their own. */
const struct route rows_routes[] = {
    {HTTP_GET, "/api/v1/{entity}",              get_list,    {"列表", "List"}, .right = "{entity} read"},
    {HTTP_GET, "/api/v1/{entity}/{id}",         get_row,     {"一条", "One"}, .right = "{entity} read"},
    {0},
};
/* clang-format on */
