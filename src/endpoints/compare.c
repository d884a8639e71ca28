/* compare.c — a list at two moments: what came, what went, what says something else. */
#include "model/compare.h"
#include "base/json.h"
#include "endpoints/endpoint.h"
#include "endpoints/params.h"
#include "ledger/ledger.h"
#include "model/openapi.h"

struct compare_call {
    const struct entity *e;
    struct list_query now;
    struct view then;
};

static bool read_call(struct request *rq, const struct field *params, struct compare_call *ret_call)
{
    struct compare_call c = {.e = need_entity(rq, rq->args[0])};
    if (!c.e || !need_params(rq, params) || !need_zone(rq) || !read_page(rq, &c.now) ||
        !read_moment(rq, "from_as_of", "from_known_at", &c.then))
        return false;
    *ret_call = c;
    return true;
}

/* clang-format off */
#define PARAM_FROM_AS_OF    {.name = "from_as_of",    .type = T_DATE,    .label = {"原截止日期", "As of, before"}, .help = {"省略为今天", "today when left out"}}
#define PARAM_FROM_KNOWN_AT {.name = "from_known_at", .type = T_INSTANT, .label = {"原已知时刻", "Known at, before"}, .help = {"省略为现在", "now when left out"}}
static const struct field compare_export_params[] = {
    PARAM_ENTITY, PARAM_ZONE, PARAM_FROM_AS_OF, PARAM_FROM_KNOWN_AT, PARAM_AS_OF, PARAM_KNOWN_AT, PARAM_WHERE, PARAM_SEARCH, PARAM_FIELDS, {0},
};
static const struct field compare_params[] = {
    PARAM_ENTITY, PARAM_ZONE, PARAM_FROM_AS_OF, PARAM_FROM_KNOWN_AT, PARAM_AS_OF, PARAM_KNOWN_AT, PARAM_WHERE, PARAM_SEARCH, PARAM_FIELDS, PARAM_CURSOR, PARAM_LIMIT,
    {.name = "count", .type = T_BOOL, .label = {"也给出各类行数", "Tell how many rows of each kind too"}},
    {0},
};
/* clang-format on */

static bool put_counts(struct ctx *cx, const struct compare_call *c, struct json *j)
{
    int64_t counts[COMPARE_KINDS];
    if (!compare_count(cx, c->e, &c->now, c->then, counts))
        return false;
    json_key(j, "counts");
    json_object_begin(j);
    for (int kind = 0; kind < COMPARE_KINDS; kind++)
        json_put_int(j, compare_kind_name(kind), counts[kind]);
    json_object_end(j);
    return true;
}

static bool get_compare(struct request *rq, struct response *rs)
{
    struct compare_call c;
    struct json j;
    if (!read_call(rq, compare_params, &c) || !answer_recall(rq, rs, c.e))
        return false;
    if (is_answered(rs))
        return true;
    response_json(rs, &j);
    json_object_begin(&j);
    if (!compare_json_members(rq->cx, c.e, &c.now, c.then, &j) ||
        (is_asked(rq, "count") && !put_counts(rq->cx, &c, &j)))
        return false;
    json_object_end(&j);
    return answer_tagged(rq, rs);
}

static bool get_export(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    struct compare_call c;
    struct buf out = buf_init(cx->arena);
    static const struct label named = {"对比", "compared"};
    if (!read_call(rq, compare_export_params, &c) || !ledger_export_compare(cx, c.e, &c.now, c.then, &out))
        return false;
    response_file(rs, XLSX_TYPE,
                  arena_printf(cx->arena, "%s %s.xlsx", label_in(c.e->label, cx->lang), label_in(named, cx->lang)),
                  out);
    return true;
}

/* clang-format off */
const struct route compare_routes[] = {
    {HTTP_GET, "/api/v1/{entity}/compare", get_compare, {"两个时点的对比", "A list at two moments"}, .right = "{entity} read",
     .doc = &(const struct route_doc){.tag = "rows",
         .about = {"同一列表在两个时点（截止日期、已知时刻）的差别：新增、不再有、有改动的行；按编号排列",
                   "what a list says differently at two moments (as of, known at): rows that came, went, or changed, in the order of their ids"},
         .params = compare_params, .gives = {.schema = "comparison"}, .errors = {404, 422}}},
    {HTTP_GET, "/api/v1/export/{entity}/compare", get_export, {"导出对比", "Export a comparison"}, .right = "{entity} export",
     .doc = &(const struct route_doc){.tag = "export",
         .about = {"每处改动一行：原值和现值", "a line for each change: what it said and what it says"},
         .params = compare_export_params, .gives = {.content = XLSX_TYPE}, .errors = {404, 422}}},
    {0},
};
/* clang-format on */
