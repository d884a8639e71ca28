/* reports.c — documents made of numbers: made, shown before they are printed, kept. */
#include "reports/report.h"

#include "base/text.h"
#include "endpoints/once.h"
#include "endpoints/params.h"
#include "endpoints/report_templates.h"
#include "endpoints/rows.h"
#include "entities/entities.h"
#include "model/openapi.h"
#include "office/docx.h"
#include "reports/replay.h"

#include <stdlib.h>
#include <string.h>

/* ---- the report ---- */

struct making {
    const struct report *report;
    struct report_request ask;
    const char *title; /* of the file, without its ending */
};

static bool answer_data(struct request *rq, struct response *rs, struct making *m)
{
    struct json j;
    const struct json_t *data = m->report->data(rq->cx, &m->ask);
    const char *text = data ? json_document(rq->cx, data) : NULL;
    response_json(rs, &j);
    json_raw(&j, text);
    return text && answer_tagged(rq, rs);
}

static bool answer_part(struct request *rq, struct response *rs, struct making *m, enum report_part part)
{
    struct buf out = buf_init(rq->cx->arena);
    if (!need_part(rq->cx, m->report, part) || !report_make(rq->cx, m->report, part, &m->ask, &out))
        return false;
    response_file(rs, report_parts[part].content_type,
                  arena_printf(rq->cx->arena, "%s%s", m->title, report_parts[part].ending), out);
    return true;
}

static bool answer_annex(struct request *rq, struct response *rs, struct making *m)
{
    return answer_part(rq, rs, m, REPORT_ANNEX);
}

static bool answer_docx(struct request *rq, struct response *rs, struct making *m)
{
    return answer_part(rq, rs, m, REPORT_DOCUMENT);
}

static bool answer_pdf(struct request *rq, struct response *rs, struct making *m)
{
    struct ctx *cx = rq->cx;
    struct buf docx = buf_init(cx->arena), pdf = buf_init(cx->arena);
    if (!report_make(cx, m->report, REPORT_DOCUMENT, &m->ask, &docx) ||
        !office_to_pdf(cx, "report.docx", docx.data, docx.length, &pdf))
        return false;
    response_file(rs, "application/pdf", arena_printf(cx->arena, "%s.pdf", m->title), pdf);
    return true;
}

static bool answer_preview(struct request *rq, struct response *rs, struct making *m)
{
    struct json j;
    response_json(rs, &j);
    return report_preview(rq->cx, m->report, &m->ask, &j) && answer_tagged(rq, rs);
}

/* clang-format off */
static const struct {
    const char *name;
    bool (*answer)(struct request *rq, struct response *rs, struct making *m);
} formats[] = {
    {"docx",  answer_docx},
    {"pdf",   answer_pdf},
    {"json",  answer_data},
    {"annex", answer_annex},
    {"preview", answer_preview},
};
/* clang-format on */

static bool read_issue(struct request *rq, int *ret_issue)
{
    const char *text = request_query(rq, "issue");
    char *end;
    long n = text_is_empty(text) ? 0 : strtol(text, &end, 10);
    if (n < 0 || n > 9999 || (!text_is_empty(text) && (*end || n == 0)))
        return fail(rq->cx, ERR_USAGE, "API-08", "issue", "参数 issue（期号）应为 1 到 9999 的整数",
                    "parameter issue takes a whole number from 1 to 9999");
    *ret_issue = (int)n;
    return true;
}

/* The row that the report is about, named by its entity. */
static bool read_subject(struct request *rq, const struct report *r, int64_t *ret_id)
{
    return !r->of || read_whole(rq, r->of->name, 1, INT64_MAX, ret_id);
}

static bool need_making(struct request *rq, struct making *m)
{
    *m = (struct making){.report = need_report(rq)};
    return m->report && read_view(rq, &m->ask.view) && read_issue(rq, &m->ask.issue) &&
           read_subject(rq, m->report, &m->ask.of) && use_own_templates(rq->cx, m->report, &m->ask);
}

static bool get_report(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    struct making m;
    const char *format = request_query(rq, "format");
    if (!need_making(rq, &m))
        return false;
    m.title = arena_printf(cx->arena, "%s %s", label_in(m.report->label, cx->lang),
                           date_iso(cx->arena, report_date(cx, &m.ask)));
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(text_is_empty(format) ? "docx" : format, formats[i].name) == 0)
            return formats[i].answer(rq, rs, &m);
    return fail(cx, ERR_USAGE, "API-08", "format", "参数 format 应为 docx、pdf、json、annex 或 preview",
                "parameter format takes docx, pdf, json, annex or preview");
}

/* ---- past reports ---- */

static bool keep_run(struct request *rq, void *making, int64_t *ret_id)
{
    const struct making *m = making;
    return report_keep(rq->cx, m->report, &m->ask, ret_id);
}

static bool post_run(struct request *rq, struct response *rs)
{
    struct making m;
    return need_making(rq, &m) && once_create(rq, rs, &report_run_entity, keep_run, &m);
}

/* ---- replayed ---- */

static bool need_replay(struct request *rq, struct replay *ret_replay)
{
    int64_t id;
    return need_zone(rq) && need_id(rq, rq->args[0], &id) && replay_open(rq->cx, id, ret_replay);
}

static bool get_replay(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    const char *format = query_text(rq, "format");
    struct buf out = buf_init(cx->arena);
    struct replay r;
    struct json j;
    if (!need_replay(rq, &r))
        return false;
    if (text_equal(format, "preview")) {
        response_json(rs, &j);
        return replay_preview(cx, &r, &j) && answer_tagged(rq, rs);
    }
    const bool annex = text_equal(format, "annex");
    if (format && !annex && strcmp(format, "docx") != 0)
        return fail(cx, ERR_USAGE, "API-08", "format", "参数 format 应为 docx、annex 或 preview",
                    "parameter format takes docx, annex or preview");
    if (annex ? !replay_annex(cx, &r, &out) : !replay_docx(cx, &r, &out))
        return false;
    if (annex && out.length == 0)
        return fail(cx, ERR_NOT_FOUND, "API-18", NULL, "“%1$s”没有附表%2$.0s", "\"%2$s\" has no annex%1$.0s", r.title,
                    r.title);
    response_file(rs, annex ? XLSX_TYPE : DOCX_TYPE,
                  arena_printf(cx->arena, annex ? "%s 附表.xlsx" : "%s.docx", r.title), out);
    return true;
}

static bool get_frozen(struct request *rq, struct response *rs)
{
    const char *metric = query_text(rq, "metric");
    struct replay r;
    struct json j;
    bool done = true;
    if (!need_replay(rq, &r))
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    if (metric)
        done = replay_rows_json(rq->cx, &r, metric, query_text(rq, "where"), &j);
    else
        replay_figures_json(rq->cx, &r, &j);
    json_object_end(&j);
    return done && answer_tagged(rq, rs);
}

static bool get_reports(struct request *rq, struct response *rs)
{
    struct json j;
    response_json(rs, &j);
    json_object_begin(&j);
    json_key(&j, "items");
    json_array_begin(&j);
    for (const struct report *const *r = report_catalogue; *r; r++) {
        json_object_begin(&j);
        json_put_text(&j, "name", (*r)->name);
        json_put_label(&j, "label", (*r)->label);
        json_put_label(&j, "help", (*r)->help);
        json_put_bool(&j, "annex", (*r)->annex != NULL);
        json_put_text(&j, "of", (*r)->of ? (*r)->of->name : NULL);
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    return answer_tagged(rq, rs);
}

/* clang-format off */
static const struct choice format_choices[] = {
    {"docx",  {"Word 文档", "Word document"}, NULL},
    {"pdf",   {"PDF（需要 LibreOffice）", "PDF (needs LibreOffice)"}, NULL},
    {"json",  {"数据", "The data"}, NULL},
    {"annex", {"附表工作簿", "The workbook that goes with it"}, NULL},
    {"preview", {"页面预览（JSON）", "For a page to lay out (JSON)"}, NULL},
    {0},
};

#define PARAM_MEETING {.name = "meeting", .type = T_ID, .label = {"会议", "Meeting"}, .help = {"会议材料和纪要的会议；省略为最近一次", "of a meeting's pack and minutes; the latest when left out"}}
static const struct field report_params[] = {
    PARAM_NAME("报告", "Report"), PARAM_ZONE, PARAM_AS_OF, PARAM_KNOWN_AT,
    {.name = "format", .type = T_CHOICE, .choices = format_choices, .label = {"格式", "Format"}},
    {.name = "issue", .type = T_INT, .label = {"期号", "Issue"}, .help = {"省略为月份", "the month when left out"}, .min = 1, .max = 9999},
    PARAM_MEETING,
    {0},
};

static const struct field run_params[] = {
    PARAM_NAME("报告", "Report"), PARAM_ZONE, PARAM_AS_OF, PARAM_KNOWN_AT,
    {.name = "issue", .type = T_INT, .label = {"期号", "Issue"}, .help = {"省略为月份", "the month when left out"}, .min = 1, .max = 9999},
    PARAM_MEETING,
    {0},
};

static const struct choice replay_formats[] = {
    {"docx",  {"Word 文档", "Word document"}, NULL},
    {"annex", {"附表工作簿", "The workbook that goes with it"}, NULL},
    {"preview", {"页面预览（JSON）", "For a page to lay out (JSON)"}, NULL},
    {0},
};

static const struct field replay_params[] = {
    PARAM_ID, PARAM_ZONE,
    {.name = "format", .type = T_CHOICE, .choices = replay_formats, .label = {"格式", "Format"}},
    {0},
};

static const struct field frozen_params[] = {
    PARAM_ID, PARAM_ZONE,
    {.name = "metric", .type = T_TEXT, .label = {"指标", "Metric"}, .help = {"省略则列出全部数字；给出则连同定义和冻结的明细", "all figures when left out; of one, its definition and frozen rows too"}},
    {.name = "where", .type = T_TEXT, .label = {"条件", "Condition"}, .help = {"这个数字的条件，照列出的写", "that figure's condition, as listed"}},
    {0},
};

const struct route reports_routes[] = {
    {HTTP_GET, "/api/v1/reports", get_reports, {"有哪些报告", "The reports there are"},
     .doc = &(const struct route_doc){.tag = "reports", .gives = {.schema = "report_list"}}},
    {HTTP_GET, "/api/v1/reports/{name}", get_report, {"生成报告", "Make a report"}, .right = "report_run create",
     .doc = &(const struct route_doc){.tag = "reports", .about = {"preview 是填好的文档按段落和表格拆开，印出指标的文字注明指标和条件；长度单位为 1/20 磅", "preview is the filled document as paragraphs and tables; text that prints a figure names its metric and condition; lengths are 1/20 pt"},
                                      .params = report_params, .gives = {.content = DOCX_TYPE, .or_content = XLSX_TYPE, .also = "report_preview"}, .errors = {404, 415, 422}}},
    {HTTP_POST, "/api/v1/reports/{name}/runs", post_run, {"生成并留存", "Make a report and keep it"}, .right = "report_run create",
     .doc = &(const struct route_doc){.tag = "reports", .about = {"文档和附表存为附件，用 /api/v1/attachments/{id}/content 取；历次报告用 GET /api/v1/report_run", "document and annex become attachments, fetched by /api/v1/attachments/{id}/content; GET /api/v1/report_run lists past reports"},
                                      .params = run_params, .header = "idempotency_key", .gives = {.schema = "report_run"}, .status = 201, .errors = {404, 409, 422}}},
    {HTTP_GET, "/api/v1/reports/runs/{id}/replay", get_replay, {"重放留存的报告", "Replay a kept report"}, .right = "report_run read",
     .doc = &(const struct route_doc){.tag = "reports", .about = {"用留存的数据和模板重新生成，与发出的逐字节相同；preview 中的数字是冻结的", "made again from the kept data and template, byte for byte what was issued; the figures of preview are the frozen ones"},
                                      .params = replay_params, .gives = {.content = DOCX_TYPE, .or_content = XLSX_TYPE, .also = "report_preview"}, .errors = {403, 404, 409}}},
    {HTTP_GET, "/api/v1/reports/runs/{id}/figures", get_frozen, {"留存报告中的数字", "The figures of a kept report"}, .right = "report_run read",
     .doc = &(const struct route_doc){.tag = "reports", .params = frozen_params, .gives = {.schema = "frozen_figures"}, .errors = {403, 404, 409}}},
    {0},
};
/* clang-format on */
