/* exports.c — rows as a workbook: in our own layout, or in the one they were imported in. */
#include "endpoints/endpoint.h"
#include "endpoints/params.h"
#include "entities/entities.h"
#include "ledger/ledger.h"
#include "model/openapi.h"
#include "model/rights.h"

static struct date as_of_or_today(const struct ctx *cx, struct date as_of)
{
    return date_is_none(as_of) ? date_of_instant((struct instant){cx->now_ms}) : as_of;
}

static bool export_like(struct request *rq, struct response *rs, const struct entity *e, const char *like)
{
    struct ctx *cx = rq->cx;
    struct buf out = buf_init(cx->arena);
    int64_t id;
    if (rights_reach(cx, e, ACT_READ) != REACH_ZONE) /* the workbook has every row that was in it */
        return fail(cx, ERR_DENIED, "RGT-03", "like", "按原版式导出要有全区的查看权限；请改用普通导出",
                    "the layout of an import goes to those who may read the whole zone; export without it");
    const struct import_run *run = need_id(rq, like, &id) ? row_load(cx, &import_run_entity, id) : NULL;
    if (!run || !ledger_export_like(cx, e, id, &out))
        return false;
    response_file(rs, XLSX_TYPE, run->file_name, out);
    return true;
}

/* A list that was arranged goes out as it is shown; else every field goes out in the layout that can be imported again. */
static bool is_arranged(const struct list_query *page)
{
    return page->fields || page->sort || page->search || page->view.known_at.ms;
}

static bool get_export(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    const struct entity *e = need_entity(rq, rq->args[0]);
    struct list_query page;
    if (!e || !need_zone(rq) || !read_page(rq, &page))
        return false;
    if (request_query(rq, "like"))
        return export_like(rq, rs, e, request_query(rq, "like"));
    struct buf out = buf_init(cx->arena);
    struct date as_of = as_of_or_today(cx, page.view.as_of);
    if (is_arranged(&page) ? !ledger_export_list(cx, e, &page, &out) : !ledger_export(cx, e, page.where, as_of, &out))
        return false;
    response_file(rs, XLSX_TYPE,
                  arena_printf(cx->arena, "%s %s.xlsx", label_in(e->label, cx->lang), date_iso(cx->arena, as_of)), out);
    return true;
}

/* clang-format off */
static const struct field export_params[] = {
    PARAM_ENTITY, PARAM_ZONE, PARAM_AS_OF, PARAM_KNOWN_AT, PARAM_WHERE, PARAM_SEARCH, PARAM_SORT, PARAM_FIELDS,
    {.name = "like", .type = T_ID, .label = {"沿用其版式的导入", "The import whose layout to follow"}},
    {0},
};

const struct route exports_routes[] = {
    {HTTP_GET, "/api/v1/export/{entity}", get_export, {"导出工作簿", "Export a workbook"}, .right = "{entity} export",
     .doc = &(const struct route_doc){.tag = "export",
         .about = {"给出 search、sort、fields 或 known_at 时按列表所见导出：行、列及其次序不变；否则按可再导入的版式导出全部字段",
                   "with search, sort, fields or known_at the list goes out as it is shown, rows and columns in its order; else all fields in a layout that can be imported again"},
         .params = export_params, .gives = {.content = XLSX_TYPE}, .errors = {404, 415, 422}}},
    {0},
};
/* clang-format on */
