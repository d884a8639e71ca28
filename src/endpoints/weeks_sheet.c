/* weeks_sheet.c — the weekly report as a workbook: fetched with keys, brought back to see what differs. */
#include "endpoints/endpoint.h"
#include "endpoints/weeks.h"
#include "ledger/week_sheet.h"
#include "model/openapi.h"
#include "model/rows.h"

enum { SHEET_LIMIT = 8 * 1024 * 1024 };

static bool need_duty(struct request *rq, struct report_week **ret_week, struct report_duty **ret_duty)
{
    if (!need_zone(rq) || !read_desk(rq, ret_week, ret_duty))
        return false;
    return *ret_duty || fail(rq->cx, ERR_NOT_FOUND, "WEK-01", NULL, "这一周没有这个单位的填报任务",
                             "the unit has no duty in that week");
}

static bool get_sheet(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    struct report_week *w;
    struct report_duty *d;
    struct buf out = buf_init(cx->arena);
    if (!need_duty(rq, &w, &d))
        return false;
    const struct unit *unit = row_load(cx, &unit_entity, d->unit);
    if (!unit || !week_sheet_write(cx, w, d, &out))
        return false;
    response_file(rs, XLSX_TYPE, arena_printf(cx->arena, "%s 周报 %s.xlsx", unit->name, w->name), out);
    return true;
}

static void put_report(struct json *j, const struct sheet_report *r)
{
    json_object_begin(j);
    json_key(j, "item");
    put_item(j, r->item);
    json_put_int(j, "row", r->row);
    put_values(j, "sheet", &r->sheet);
    put_values(j, "exported", &r->exported);
    json_key(j, "cells");
    json_array_begin(j);
    for (int i = 0; i < r->count; i++) {
        json_object_begin(j);
        json_put_text(j, "field", r->differences[i].field->name);
        json_put_text(j, "cell", r->differences[i].cell);
        json_put_bool(j, "conflict", r->differences[i].conflict);
        json_object_end(j);
    }
    json_array_end(j);
    json_object_end(j);
}

static void put_remarks(struct json *j, const struct week_sheet *s)
{
    json_key(j, "remarks");
    json_array_begin(j);
    for (size_t i = 0; i < s->remark_count; i++) {
        json_object_begin(j);
        json_put_text(j, "code", s->remarks[i].code);
        json_put_text(j, "cell", s->remarks[i].cell);
        json_put_label(j, "message", s->remarks[i].message);
        json_object_end(j);
    }
    json_array_end(j);
}

static bool post_sheet(struct request *rq, struct response *rs)
{
    struct report_week *w;
    struct report_duty *d;
    struct week_sheet s;
    struct json j;
    if (!need_duty(rq, &w, &d))
        return false;
    if (rq->body_size == 0)
        return fail(rq->cx, ERR_INPUT, "API-12", NULL, "没有收到文件：请把工作簿的内容作为请求正文发送",
                    "no file came: send the workbook's bytes as the body");
    if (!week_sheet_read(rq->cx, d, "week.xlsx", rq->body, rq->body_size, &s))
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_text(&j, "sheet", s.sheet);
    json_key(&j, "rows");
    json_array_begin(&j);
    for (size_t i = 0; i < s.count; i++)
        if (s.reports[i].count)
            put_report(&j, &s.reports[i]);
    json_array_end(&j);
    json_key(&j, "same");
    json_array_begin(&j);
    for (size_t i = 0; i < s.count; i++)
        if (!s.reports[i].count)
            put_item(&j, s.reports[i].item);
    json_array_end(&j);
    put_remarks(&j, &s);
    json_object_end(&j);
    rs->status = 201;
    return true;
}

/* clang-format off */
#define DOC(...) &(const struct route_doc){.tag = "weeks", .params = desk_params, __VA_ARGS__}
const struct route weeks_sheet_routes[] = {
    {HTTP_GET, "/api/v1/weeks/sheet", get_sheet, {"导出单位的周报", "A unit's report as a workbook"}, .right = "report_duty export",
     .doc = DOC(.about = {"隐藏的列带键和导出时的内容", "hidden columns hold keys and what stood there"}, .gives = {.content = XLSX_TYPE}, .errors = {404})},
    {HTTP_POST, "/api/v1/weeks/sheet", post_sheet, {"导回并对照", "Bring the workbook back and compare"}, .right = "weekly_report import", .body_limit = SHEET_LIMIT,
     .doc = DOC(.about = {"不写入；选定的格用 PATCH /api/v1/weeks/reports/{id} 填", "writes nothing; what is chosen is filled in by PATCH /api/v1/weeks/reports/{id}"},
                .takes = {.content = "application/octet-stream"}, .gives = {.schema = "week_sheet"}, .status = 201, .errors = {404, 413, 415, 422})},
    {0},
};
/* clang-format on */
