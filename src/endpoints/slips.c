/* slips.c — slips: proposed, issued, answered; and the document that is sent. */
#include "rules/slip_loop.h"

#include "base/json.h"
#include "endpoints/once.h"
#include "endpoints/params.h"
#include "endpoints/report_templates.h"
#include "endpoints/rows.h"
#include "model/openapi.h"
#include "office/docx.h"
#include "reports/slip_document.h"

#include <string.h>

/* ---- proposing, and issuing at once ---- */

struct new_slip {
    const char *kind, *colour, *subject, *content;
    int64_t problem, project, unit;
    struct date due_on;
    bool issue;
};

#define N struct new_slip

/* clang-format off */
static const struct field new_slip_body[] = {
    {.name = "kind",    FIELD_AT(T_CHOICE, N, kind), .choices = slip_kinds, .label = {"单据", "Slip"}, .flags = FIELD_REQUIRED},
    {.name = "colour",  FIELD_AT(T_CHOICE, N, colour), .choices = slip_colours, .label = {"等次", "Colour"}},
    {.name = "problem", FIELD_AT(T_REF, N, problem), .ref = "problem", .label = {"问题", "Problem"}, .help = {"没写的事由、内容、单位、项目取自问题", "subject, content, unit and project come from it when left out"}},
    {.name = "project", FIELD_AT(T_REF, N, project), .ref = "project", .label = {"项目", "Project"}},
    {.name = "unit",    FIELD_AT(T_REF, N, unit), .ref = "unit", .label = {"主送单位", "To"}},
    {.name = "subject", FIELD_AT(T_TEXT, N, subject), .label = {"事由", "Subject"}, .max = 200},
    {.name = "content", FIELD_AT(T_NOTE, N, content), .label = {"内容", "Content"}, .max = 8000},
    {.name = "due_on",  FIELD_AT(T_DATE, N, due_on), .label = {"答复时限", "Answer by"}, .help = {"省略为签发后3个工作日", "three working days from its issue when left out"}},
    {.name = "issue",   FIELD_AT(T_BOOL, N, issue), .label = {"立即签发", "Issue at once"}},
    {0},
};
/* clang-format on */

/* A slip's report, filled into the zone's own template if it has one. */
static bool ask_for(struct ctx *cx, const struct slip *s, const struct report **ret_report,
                    struct report_request *ret_ask)
{
    *ret_report = slip_report_of(cx, s);
    *ret_ask = (struct report_request){.of = s->head.id};
    return use_own_templates(cx, *ret_report, ret_ask);
}

/* What is issued is kept as it is sent. */
static bool act_on(struct ctx *cx, int64_t id, const struct slip_deed *deed)
{
    const struct report *r;
    struct report_request ask;
    struct slip *s = slip_act(cx, id, deed) ? row_load(cx, &slip_entity, id) : NULL;
    return s && (strcmp(deed->kind, "issue") != 0 || (ask_for(cx, s, &r, &ask) && slip_keep_document(cx, s, r, &ask)));
}

static bool make_slip(struct request *rq, void *arg, int64_t *ret_id)
{
    const struct new_slip *n = arg;
    struct ctx *cx = rq->cx;
    struct slip *s = row_new(cx, &slip_entity);
    s->kind = n->kind;
    s->colour = n->colour;
    s->problem = n->problem;
    s->project = n->project;
    s->unit = n->unit;
    s->subject = n->subject;
    s->content = n->content;
    s->due_on = n->due_on;
    if (!slip_propose(cx, s) || (n->issue && !act_on(cx, s->head.id, &(struct slip_deed){.kind = "issue"})))
        return false;
    *ret_id = s->head.id;
    return true;
}

static bool post_slip(struct request *rq, struct response *rs)
{
    struct new_slip n;
    return need_params(rq, zone_only) && need_zone(rq) && read_body(rq, new_slip_body, sizeof n, &n) &&
           once_create(rq, rs, &slip_entity, make_slip, &n);
}

/* ---- what may be done, and doing it ---- */

static void put_parts(struct json *j, const char *key, unsigned parts)
{
    json_key(j, key);
    json_array_begin(j);
    for (int i = 0; slip_part_names[i]; i++)
        if (parts & 1U << i)
            json_text(j, slip_part_names[i]);
    json_array_end(j);
}

static const struct slip *need_slip(struct request *rq, int64_t *ret_id)
{
    return need_zone(rq) && need_id(rq, rq->args[0], ret_id) ? row_load(rq->cx, &slip_entity, *ret_id) : NULL;
}

static bool get_deeds(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    int64_t id;
    struct json j;
    const struct slip *s = need_params(rq, zone_only) ? need_slip(rq, &id) : NULL;
    if (!s)
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_int(&j, "version", s->head.version);
    json_key(&j, "legal");
    json_array_begin(&j);
    for (const struct slip_rule *r = slip_rules; r->kind; r++) {
        bool legal;
        if (!slip_may(cx, s, r, &legal))
            return false;
        if (!legal)
            continue;
        json_object_begin(&j);
        json_put_text(&j, "kind", r->kind);
        json_put_label(&j, "label", r->label);
        json_put_text(&j, "to", r->to);
        put_parts(&j, "needs", slip_needs(s, r));
        put_parts(&j, "takes", r->takes);
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    return answer_tagged(rq, rs);
}

#define D struct slip_deed

/* clang-format off */
static const struct choice deed_kinds[] = {
    {"issue",     {"签发", "Issue"}, NULL},
    {"withdraw",  {"不发", "Do not issue"}, NULL},
    {"answer",    {"答复", "Answer"}, NULL},
    {"approve",   {"方案通过", "Approve the plan"}, NULL},
    {"send_back", {"方案退回", "Send the plan back"}, NULL},
    {0},
};

static const struct field deed_body[] = {
    {.name = "kind",    FIELD_AT(T_CHOICE, D, kind), .choices = deed_kinds, .label = {"动作", "Step"}, .flags = FIELD_REQUIRED},
    {.name = "unit",    FIELD_AT(T_REF, D, unit), .ref = "unit", .label = {"主送单位", "To"}},
    {.name = "content", FIELD_AT(T_NOTE, D, content), .label = {"内容", "Content"}, .max = 8000},
    {.name = "due_on",  FIELD_AT(T_DATE, D, due_on), .label = {"答复时限", "Answer by"}},
    {.name = "answer",  FIELD_AT(T_NOTE, D, answer), .label = {"答复", "Answer"}, .max = 8000},
    {.name = "rectification",    FIELD_AT(T_NOTE, D, rectification), .label = {"整改方案", "Rectification plan"}, .max = 8000},
    {.name = "note",    FIELD_AT(T_NOTE, D, note), .label = {"意见", "Note"}, .max = 4000},
    {0},
};
/* clang-format on */

struct doing {
    int64_t id;
    const struct slip_deed *deed;
};

static bool do_deed(struct ctx *cx, void *doing)
{
    const struct doing *d = doing;
    return act_on(cx, d->id, d->deed);
}

static bool post_deed(struct request *rq, struct response *rs)
{
    struct writing w = {.e = &slip_entity, .findings = findings_new(rq->cx)};
    struct slip_deed deed = {0};
    int64_t version;
    if (!need_params(rq, zone_only) || !need_zone(rq) || !need_id(rq, rq->args[0], &w.id) ||
        !need_version(rq, &version) || !read_body(rq, deed_body, sizeof deed, &deed))
        return false;
    deed.version = version;
    if (!db_transaction(rq->cx, do_deed, &(struct doing){w.id, &deed}))
        return answer_failure(rq, rs, &w);
    return answer_row(rq, rs, &slip_entity, w.id);
}

/* ---- the document ---- */

/* As it was sent; of a slip that is only proposed, as it would be now. */
static bool document_of(struct ctx *cx, const struct slip *s, struct buf *out)
{
    const struct report *r;
    struct report_request ask;
    if (!s->document)
        return ask_for(cx, s, &r, &ask) && report_make(cx, r, REPORT_DOCUMENT, &ask, out);
    const struct rights *rights = cx->rights;
    cx->rights = NULL; /* whoever reads the slip reads what it says */
    const struct attachment *file = row_load(cx, &attachment_entity, s->document);
    cx->rights = rights;
    if (file)
        buf_add(out, file->content.data, file->content.size);
    return file != NULL;
}

static bool answer_preview(struct request *rq, struct response *rs, const struct slip *s, const struct buf *docx)
{
    struct json j;
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_label(&j, "title", (struct label){s->code ? s->code : s->subject, s->code ? s->code : s->subject});
    if (!docx_preview(rq->cx, docx->data, docx->length, NULL, &j))
        return false;
    json_object_end(&j);
    return answer_tagged(rq, rs);
}

static bool get_document(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    int64_t id;
    struct buf docx = buf_init(cx->arena), pdf = buf_init(cx->arena);
    const char *format = query_text(rq, "format");
    const struct slip *s = need_slip(rq, &id);
    if (!s || !document_of(cx, s, &docx))
        return false;
    const char *name = s->code ? s->code : s->subject;
    if (!format || strcmp(format, "docx") == 0)
        response_file(rs, DOCX_TYPE, arena_printf(cx->arena, "%s.docx", name), docx);
    else if (strcmp(format, "preview") == 0)
        return answer_preview(rq, rs, s, &docx);
    else if (strcmp(format, "pdf") != 0)
        return fail(cx, ERR_USAGE, "API-08", "format", "参数 format 应为 docx、pdf 或 preview",
                    "parameter format takes docx, pdf or preview");
    else if (!office_to_pdf(cx, "slip.docx", docx.data, docx.length, &pdf))
        return false;
    else
        response_file(rs, "application/pdf", arena_printf(cx->arena, "%s.pdf", name), pdf);
    return true;
}

/* clang-format off */
static const struct choice format_choices[] = {
    {"docx",    {"Word 文档", "Word document"}, NULL},
    {"pdf",     {"PDF（需要 LibreOffice）", "PDF (needs LibreOffice)"}, NULL},
    {"preview", {"页面预览（JSON）", "For a page to lay out (JSON)"}, NULL},
    {0},
};
static const struct field slip_params[] = {PARAM_ID, PARAM_ZONE, {0}};
static const struct field new_slip_params[] = {PARAM_ZONE, {0}};
static const struct field document_params[] = {
    PARAM_ID, PARAM_ZONE, {.name = "format", .type = T_CHOICE, .choices = format_choices, .label = {"格式", "Format"}}, {0},
};

const struct route slips_routes[] = {
    {HTTP_POST, "/api/v1/slips", post_slip, {"拟发或签发单据", "Propose or issue a slip"}, .right = "slip create",
     .doc = &(const struct route_doc){.tag = "slip", .params = new_slip_params, .header = "idempotency_key", .takes = {.fields = new_slip_body}, .gives = {.schema = "slip"}, .status = 201, .errors = {404, 409, 415, 422}}},
    {HTTP_GET, "/api/v1/slip/{id}/deeds", get_deeds, {"单据可以怎样办", "What may be done with a slip"}, .right = "slip read",
     .doc = &(const struct route_doc){.tag = "slip", .params = slip_params, .gives = {.schema = "slip_deeds"}, .errors = {404}}},
    {HTTP_POST, "/api/v1/slip/{id}/deeds", post_deed, {"办理单据", "Take a step with a slip"}, .right = "slip read",
     .doc = &(const struct route_doc){.tag = "slip", .about = {"签发时编号并留存文本", "issued, it gets its number and its document is kept"},
         .params = slip_params, .header = "if_match", .takes = {.fields = deed_body}, .gives = {.schema = "slip"}, .errors = {404, 409, 412, 415, 422, 428}}},
    {HTTP_GET, "/api/v1/slip/{id}/document", get_document, {"单据文本", "The slip's document"}, .right = "slip read",
     .doc = &(const struct route_doc){.tag = "slip", .params = document_params, .gives = {.content = DOCX_TYPE, .also = "report_preview"}, .errors = {404, 415}}},
    {0},
};
/* clang-format on */
