/* imports.c — a workbook comes in: uploaded, recognised, corrected, tried, and taken over, in the background where it is long. */
#include "base/text.h"
#include "endpoints/background.h"
#include "endpoints/endpoint.h"
#include "endpoints/params.h"
#include "entities/entities.h"
#include "ledger/ledger.h"
#include "model/openapi.h"
#include "rules/lights.h"

#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define PREVIEW "preview"
#define COMMIT  "commit"

enum { UPLOAD_LIMIT = 64 * 1024 * 1024 };

/* ---- an upload as an import ---- */

/* The file that was kept, with its corrections, ready to be recognised or imported. */
static bool import_of(struct ctx *cx, const struct import_run *run, struct ledger_import *ret_import)
{
    const struct attachment *file = row_load(cx, &attachment_entity, run->attachment);
    if (!file)
        return false;
    *ret_import = (struct ledger_import){
        .file_name = run->file_name,
        .bytes = file->content.data,
        .size = file->content.size,
        .as_of = run->as_of,
        .run = run->head.id,
    };
    if (!run->mapping)
        return true;
    ret_import->map = json_parse(cx, run->mapping, strlen(run->mapping));
    return ret_import->map;
}

static struct import_run *load_run(struct request *rq)
{
    int64_t id;
    return need_zone(rq) && need_id(rq, rq->args[0], &id) ? row_load(rq->cx, &import_run_entity, id) : NULL;
}

/* Imported, though perhaps undone since. */
static bool is_committed(const struct import_run *run)
{
    return strcmp(run->state, "committed") == 0 || strcmp(run->state, "undone") == 0;
}

/* What the workbook was found to hold, as JSON; NULL on failure. */
static const char *recognise(struct ctx *cx, const struct ledger_import *in)
{
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    return ledger_recognise(cx, in, &j) ? out.data : NULL;
}

/* The same for an upload; one that is done says what it was read as. */
static const char *recognised(struct ctx *cx, const struct import_run *run)
{
    struct ledger_import in;
    if (!is_committed(run))
        return import_of(cx, run, &in) ? recognise(cx, &in) : NULL;
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    json_object_begin(&j);
    json_put_text(&j, "as_of", date_iso(cx->arena, run->as_of));
    json_key(&j, "sheets");
    json_raw(&j, run->mapping);
    json_object_end(&j);
    return out.data;
}

static void answer_run(struct request *rq, struct response *rs, const struct import_run *run, const char *holds)
{
    struct json j;
    response_json(rs, &j);
    json_object_begin(&j);
    row_json(rq->cx, &j, &import_run_entity, run);
    json_put_int(&j, "run", run->head.id);
    json_key(&j, "recognised");
    json_raw(&j, holds);
    json_object_end(&j);
}

/* ---- upload, look, correct ---- */

static bool post_import(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    const char *name = request_query(rq, "file_name");
    struct ledger_import in = {
        .file_name = text_is_empty(name) ? "台账.xlsx" : name, .bytes = rq->body, .size = rq->body_size};
    int64_t id;
    if (!need_zone(rq) || !read_date(rq, "as_of", &in.as_of))
        return false;
    if (rq->body_size == 0)
        return fail(cx, ERR_INPUT, "API-12", NULL, "没有收到文件：请把工作簿的内容作为请求正文发送",
                    "no file came: send the workbook's bytes as the body");
    const char *holds = recognise(cx, &in); /* what cannot be read at all is not kept */
    if (!holds || !ledger_upload(cx, &in, &id))
        return false;
    const struct import_run *run = row_load(cx, &import_run_entity, id);
    if (!run)
        return false;
    answer_run(rq, rs, run, holds);
    rs->status = 201;
    response_header(rs, "Location", arena_printf(cx->arena, "/api/v1/imports/%lld", (long long)id));
    return true;
}

static bool get_import(struct request *rq, struct response *rs)
{
    const struct import_run *run = load_run(rq);
    const char *holds = run ? recognised(rq->cx, run) : NULL;
    if (!holds)
        return false;
    answer_run(rq, rs, run, holds);
    return true;
}

enum { LINES_USUAL = 60, LINES_MOST = 200, SHEET_ROWS_MOST = 1048576 };

/* A committed run's mapping is what it was read as; before that it is what a person corrected. */
static bool get_sheet(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    const struct import_run *run = load_run(rq);
    int64_t from = 1, limit = LINES_USUAL;
    struct ledger_import in;
    struct json j;
    if (!run || !read_whole(rq, "from", 1, SHEET_ROWS_MOST, &from) || !read_whole(rq, "limit", 1, LINES_MOST, &limit) ||
        !import_of(cx, run, &in))
        return false;
    const json_t *taken = is_committed(run) ? in.map : NULL;
    char *end;
    long sheet = strtol(rq->args[1], &end, 10);
    if (taken)
        in.map = NULL;
    if (*end || end == rq->args[1] || sheet > INT_MAX)
        sheet = -1;
    response_json(rs, &j);
    return ledger_sheet_json(cx, &in, taken, (int)sheet, from, (int)limit, &j) && answer_tagged(rq, rs);
}

static bool fail_committed(struct request *rq)
{
    return fail(rq->cx, ERR_CONFLICT, "API-07", NULL, "这次上传已经导入过，请重新上传",
                "this upload was imported already; upload the file again");
}

/* {"sheets":{…},"as_of"?} as sent, kept as the run's own. */
static bool read_mapping(struct ctx *cx, json_t *body, struct import_run *run)
{
    json_t *sheets = json_object_get(body, "sheets"), *as_of = json_object_get(body, "as_of");
    if (!json_is_object(sheets))
        return fail(cx, ERR_INPUT, "MAP-01", "sheets", "列对应应为 {\"sheets\":{\"工作表名\":{…}}}",
                    "a mapping is {\"sheets\":{\"sheet name\":{…}}}");
    if (json_is_string(as_of) && !date_parse_iso(json_string_value(as_of), &run->as_of))
        return fail(cx, ERR_INPUT, "API-08", "as_of", "as_of 应为日期，如 2023-12-31",
                    "as_of takes a date such as 2023-12-31");
    json_t *mapping = json_pack("{sO}", "sheets", sheets);
    run->mapping = json_document(cx, mapping);
    json_decref(mapping);
    return cx->err.kind == ERR_NONE;
}

static bool put_mapping(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    const struct import_run *old = load_run(rq);
    if (!old)
        return false;
    if (is_committed(old))
        return fail_committed(rq);
    json_t *body = request_json(rq);
    struct import_run *run = row_copy(cx, &import_run_entity, old);
    if (!body || !read_mapping(cx, body, run))
        return false;
    const char *holds = recognised(cx, run); /* a correction that does not fit the workbook is not kept */
    if (!holds || !row_save_over(cx, &import_run_entity, run, old, NULL))
        return false;
    answer_run(rq, rs, run, holds);
    return true;
}

/* ---- trying and taking over, in the background ---- */

static void put_result(struct ctx *cx, struct ledger_result *result, struct buf *out)
{
    struct json j = json_to(out);
    ledger_result_json(cx, &j, result);
}

/* Rejected rows are what a preview is for: not a failure of the preview. */
static bool is_rejection(const struct ctx *cx)
{
    return cx->err.kind == ERR_INPUT && strcmp(cx->err.code, "LGR-05") == 0;
}

static bool work_preview(struct ctx *cx, const struct job_order *order, struct job_output *out)
{
    const struct import_run *run = row_load(cx, &import_run_entity, order->subject);
    struct ledger_import in;
    struct ledger_result *result;
    if (!run || !import_of(cx, run, &in))
        return false;
    in.dry_run = true;
    in.partial = order->option;
    in.annotate = true;
    if (!ledger_import(cx, &in, &result) && !is_rejection(cx))
        return false;
    err_clear(cx);
    put_result(cx, result, &out->result);
    if (ledger_annotate(cx, &in, result, &out->file) || cx->err.kind != ERR_UNSUPPORTED)
        return cx->err.kind == ERR_NONE;
    err_clear(cx); /* only .xlsx comes back with remarks */
    return true;
}

static bool work_commit(struct ctx *cx, const struct job_order *order, struct job_output *out)
{
    const struct import_run *run = row_load(cx, &import_run_entity, order->subject);
    struct ledger_import in;
    struct ledger_result *result;
    if (!run || !import_of(cx, run, &in))
        return false;
    in.partial = order->option;
    bool done = ledger_import(cx, &in, &result);
    if (done || is_rejection(cx))
        put_result(cx, result, &out->result);
    return done && lights_follow(cx, ledger_result_as_of(result));
}

static bool start_job(struct request *rq, struct response *rs, const struct job_order *kind)
{
    const struct import_run *run = load_run(rq);
    struct job_order order = *kind;
    if (!run)
        return false;
    if (is_committed(run))
        return fail_committed(rq);
    order.subject = run->head.id;
    order.option = is_asked(rq, "partial");
    return answer_started(rq, rs, jobs_start(rq->cx, app_of(rq)->jobs, &order));
}

static bool post_preview(struct request *rq, struct response *rs)
{
    return start_job(rq, rs, &(struct job_order){.kind = PREVIEW, .work = work_preview});
}

static bool post_commit(struct request *rq, struct response *rs)
{
    return start_job(rq, rs, &(struct job_order){.kind = COMMIT, .work = work_commit});
}

static bool get_annotated(struct request *rq, struct response *rs)
{
    const struct import_run *run = load_run(rq);
    struct buf file = buf_init(rq->cx->arena);
    if (!run)
        return false;
    if (!jobs_file(app_of(rq)->jobs, PREVIEW, rq->cx->zone, run->head.id, &file))
        return fail(rq->cx, ERR_NOT_FOUND, "API-16", NULL,
                    "还没有可带批注的试算结果（只支持 .xlsx，结果保留一小时）：请先试算",
                    "there is no preview to annotate (only .xlsx has one, kept for an hour): run the preview first");
    response_file(rs, XLSX_TYPE, arena_printf(rq->cx->arena, "问题 %s", run->file_name), file);
    return true;
}

/* ---- taking back ---- */

static bool post_undo(struct request *rq, struct response *rs)
{
    int64_t id;
    struct ledger_undone *undone;
    struct json j;
    if (!need_zone(rq) || !need_id(rq, rq->args[0], &id) ||
        !ledger_undo(rq->cx, id, is_asked(rq, "force_rest"), is_asked(rq, "dry_run"), &undone))
        return false;
    response_json(rs, &j);
    ledger_undone_json(&j, undone);
    return true;
}

/* clang-format off */
static const struct field upload_params[] = {
    PARAM_ZONE, PARAM_AS_OF,
    {.name = "file_name", .type = T_TEXT, .label = {"文件名", "File name"}},
    {0},
};

static const struct field run_params[] = {PARAM_ID, PARAM_ZONE, {0}};

static const struct field undo_params[] = {
    PARAM_ID, PARAM_ZONE,
    {.name = "dry_run", .type = T_BOOL, .label = {"只试算，不写入", "Say what would happen, write nothing"}},
    {.name = "force_rest", .type = T_BOOL, .label = {"保留导入后改动的，撤销其余", "Keep what has changed since, undo the rest"}},
    {0},
};

static const struct field sheet_params[] = {
    PARAM_ID, PARAM_ZONE,
    {.name = "sheet", .type = T_INT, .label = {"第几张工作表，从 0 起", "Sheet, counted from 0"}, .flags = FIELD_REQUIRED},
    {.name = "from", .type = T_INT, .label = {"从第几行起", "First row"}, .min = 1, .max = SHEET_ROWS_MOST},
    {.name = "limit", .type = T_INT, .label = {"行数", "Rows"}, .min = 1, .max = LINES_MOST},
    {0},
};

static const struct field commit_params[] = {
    PARAM_ID, PARAM_ZONE,
    {.name = "partial", .type = T_BOOL, .label = {"有退回时仍导入其余各行", "Take the good rows although others are rejected"}},
    {0},
};

const struct route imports_routes[] = {
    {HTTP_POST, "/api/v1/imports", post_import, {"上传台账", "Upload a ledger"}, .right = "import_run import", .body_limit = UPLOAD_LIMIT,
     .doc = &(const struct route_doc){.tag = "imports", .about = {"正文为工作簿的内容，至多 64 MiB", "the body is the workbook's bytes, at most 64 MiB"}, .params = upload_params,
                               .takes = {.content = "application/octet-stream"}, .gives = {.schema = "import"}, .status = 201, .errors = {404, 413, 415, 422}}},
    {HTTP_GET, "/api/v1/imports/{id}", get_import, {"一次上传及其识别结果", "An upload and what it was read as"}, .right = "import_run read",
     .doc = &(const struct route_doc){.tag = "imports", .params = run_params, .gives = {.schema = "import"}, .errors = {404, 422}}},
    {HTTP_GET, "/api/v1/imports/{id}/sheets/{sheet}", get_sheet, {"一张工作表的样子", "A sheet as it looks"}, .right = "import_run read",
     .doc = &(const struct route_doc){.tag = "imports", .about = {"各格文字如工作簿所示，每行注明读作什么", "cells as the workbook shows them, each row with what it is taken for"},
                                      .params = sheet_params, .gives = {.schema = "sheet_view"}, .errors = {404, 422}}},
    {HTTP_PUT, "/api/v1/imports/{id}/mapping", put_mapping, {"更正列对应", "Correct the mapping"}, .right = "import_run import",
     .doc = &(const struct route_doc){.tag = "imports", .params = run_params, .takes = {.schema = "import_mapping"}, .gives = {.schema = "import"}, .errors = {404, 409, 413, 415, 422}}},
    {HTTP_POST, "/api/v1/imports/{id}/preview", post_preview, {"试算", "Try it"}, .right = "import_run import",
     .doc = &(const struct route_doc){.tag = "imports", .about = {"不写入；结果见后台任务", "writes nothing; the job has the result"}, .params = commit_params,
                                      .gives = {.schema = "job_started"}, .status = 202, .errors = {404, 409}}},
    {HTTP_POST, "/api/v1/imports/{id}/commit", post_commit, {"导入", "Import it"}, .right = "import_run import",
     .doc = &(const struct route_doc){.tag = "imports", .params = commit_params, .gives = {.schema = "job_started"}, .status = 202, .errors = {404, 409}}},
    {HTTP_POST, "/api/v1/imports/{id}/undo", post_undo, {"撤销整次导入", "Undo a whole import"}, .right = "import_run import",
     .doc = &(const struct route_doc){.tag = "imports", .about = {"导入后又被改动的列在 kept 中；有这样的行时什么都不写，除非 force_rest", "rows changed since are in kept; where there are any nothing is written, unless force_rest"},
                                      .params = undo_params, .gives = {.schema = "import_undone"}, .errors = {404, 409}}},
    {HTTP_GET, "/api/v1/imports/{id}/annotated", get_annotated, {"带“问题”列的工作簿", "The workbook with a column of remarks"}, .right = "import_run read",
     .doc = &(const struct route_doc){.tag = "imports", .about = {"出自最近一次试算", "of the last preview"}, .params = run_params, .gives = {.content = XLSX_TYPE}, .errors = {404}}},
    {0},
};
/* clang-format on */
