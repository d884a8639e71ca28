/* report_templates.c — the templates that reports and their annexes are filled into: the zone's own or the built-in ones. */
#include "endpoints/report_templates.h"

#include "base/hash.h"
#include "endpoints/params.h"
#include "model/openapi.h"

#include <jansson.h>
#include <string.h>

enum { TEMPLATE_LIMIT = 16 * 1024 * 1024 };

/* ---- the zone's own template: an attachment of the report ---- */

const struct report *need_report(struct request *rq)
{
    const struct report *r = report_find(rq->args[0]);
    if (!r)
        fail(rq->cx, ERR_NOT_FOUND, "API-17", NULL, "没有叫“%s”的报告；/api/v1/reports 列出全部",
             "there is no report \"%s\"; /api/v1/reports lists them", rq->args[0]);
    return r && need_zone(rq) ? r : NULL;
}

bool need_part(struct ctx *cx, const struct report *r, enum report_part part)
{
    return report_parts[part].has(r) ||
           fail(cx, ERR_NOT_FOUND, "API-18", NULL, "%1$s没有附表%2$.0s", "%2$s has no annex%1$.0s",
                label_in(r->label, LANG_ZH), label_in(r->label, LANG_EN));
}

static const struct label template_words[REPORT_PARTS] = {{"模板", "template"}, {"附表模板", "annex template"}};

/* What the request is about: one part's template of a report. */
struct templated {
    const struct report *report;
    enum report_part part;
};

static bool need_templated(struct request *rq, struct templated *ret)
{
    const char *name = query_text(rq, "part");
    *ret = (struct templated){need_report(rq), REPORT_DOCUMENT};
    if (!ret->report)
        return false;
    while (name && ret->part < REPORT_PARTS && strcmp(report_parts[ret->part].name, name) != 0)
        ret->part++;
    return ret->part < REPORT_PARTS ? need_part(rq->cx, ret->report, ret->part)
                                    : fail(rq->cx, ERR_USAGE, "API-08", "part", "参数 part 应为 document 或 annex",
                                           "parameter part takes document or annex");
}

static struct attachment *template_like(struct ctx *cx, struct templated t)
{
    struct attachment *like = row_new(cx, &attachment_entity);
    like->owner_entity = "report";
    like->name = arena_printf(cx->arena, "%s%s", t.report->name, report_parts[t.part].ending);
    return like;
}

/* NULL without an error when the zone uses the built-in one. */
static const struct attachment *own_template(struct ctx *cx, struct templated t)
{
    return row_find(cx, &attachment_entity, "owner_entity name", template_like(cx, t));
}

bool use_own_templates(struct ctx *cx, const struct report *r, struct report_request *ask)
{
    for (int i = 0; i < REPORT_PARTS && cx->err.kind == ERR_NONE; i++) {
        const struct attachment *own =
            report_parts[i].has(r) ? own_template(cx, (struct templated){r, (enum report_part)i}) : NULL;
        if (own)
            ask->templates[i] = own->content;
    }
    return cx->err.kind == ERR_NONE;
}

static bool get_template(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    struct templated t;
    struct report_request ask = {0};
    struct bytes template;
    struct buf out = buf_init(cx->arena);
    if (!need_templated(rq, &t) || !use_own_templates(cx, t.report, &ask) ||
        !report_template_of(cx, t.report, t.part, &ask, &template))
        return false;
    buf_add(&out, template.data, template.size);
    response_file(rs, report_parts[t.part].content_type,
                  arena_printf(cx->arena, "%s %s%s", label_in(t.report->label, cx->lang),
                               label_in(template_words[t.part], cx->lang), report_parts[t.part].ending),
                  out);
    return true;
}

/* The faults of a template as the answer. */
static bool answer_faults(struct request *rq, struct response *rs, const struct template_fault *faults, size_t count)
{
    struct findings fs = findings_new(rq->cx);
    for (size_t i = 0; i < count; i++)
        findings_add(&fs, faults[i].code, faults[i].field, true, "%1$s：“%3$s”%2$.0s", "%2$s: \"%3$s\"%1$.0s",
                     faults[i].message.zh, faults[i].message.en, faults[i].where ? faults[i].where : "");
    fail(rq->cx, ERR_INPUT, "API-19", NULL, "模板有 %zu 处错误，没有保存",
         "the template has %zu faults and was not saved", count);
    struct json j = problem_open(rq, rs);
    put_findings(&j, &fs);
    json_object_end(&j);
    return true;
}

static bool save_template(struct request *rq, struct templated t)
{
    struct ctx *cx = rq->cx;
    const struct attachment *old = own_template(cx, t);
    if (cx->err.kind)
        return false;
    struct attachment *now = old ? row_copy(cx, &attachment_entity, old) : template_like(cx, t);
    now->content_type = report_parts[t.part].content_type;
    now->content = (struct bytes){rq->body, rq->body_size};
    now->length = (int64_t)rq->body_size;
    now->sha256 = sha256_hex(cx, rq->body, rq->body_size);
    return now->sha256 && row_save_over(cx, &attachment_entity, now, old, NULL);
}

static bool put_template(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    struct templated t;
    struct report_request ask = {0};
    const struct template_fault *faults;
    size_t count;
    if (!need_templated(rq, &t) || !read_view(rq, &ask.view))
        return false;
    const struct json_t *sample = t.report->data(cx, &ask);
    if (!sample || !report_parts[t.part].check(cx, rq->body, rq->body_size, sample, &faults, &count))
        return false;
    if (count)
        return answer_faults(rq, rs, faults, count);
    rs->status = 204;
    return save_template(rq, t);
}

static bool delete_template(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    struct templated t;
    if (!need_templated(rq, &t))
        return false;
    const struct attachment *own = own_template(cx, t);
    rs->status = 204;
    return cx->err.kind == ERR_NONE && (!own || row_delete(cx, &attachment_entity, own->head.id, own->head.version));
}

/* ---- a template tried, and what it may use ---- */

static void put_faults(struct json *j, const struct template_fault *faults, size_t count)
{
    json_key(j, "faults");
    json_array_begin(j);
    for (size_t i = 0; i < count; i++) {
        json_object_begin(j);
        json_put_text(j, "code", faults[i].code);
        json_put_text(j, "field", faults[i].field);
        json_put_label(j, "message", faults[i].message);
        json_put_text(j, "place", faults[i].where);
        json_object_end(j);
    }
    json_array_end(j);
}

/* A member that is a value, with its value now; of a list the names that each of its items has. */
static void put_member(struct request *rq, struct json *j, const char *name, const json_t *value)
{
    const char *key;
    json_t *member, *object = (json_t *)(uintptr_t)value; /* jansson's iterators take no const */
    if (json_is_object(value)) {
        json_object_foreach(object, key, member)
            put_member(rq, j, arena_printf(rq->cx->arena, "%s.%s", name, key), member);
        return;
    }
    json_object_begin(j);
    json_put_text(j, "name", name);
    if (json_is_array(value)) {
        json_key(j, "items");
        json_array_begin(j);
        json_object_foreach(json_array_get(value, 0), key, member) json_text(j, key);
        json_array_end(j);
    } else
        json_put_text(j, "sample", json_string_value(value));
    json_object_end(j);
}

static void put_available(struct request *rq, struct json *j, const json_t *data)
{
    const char *key;
    json_t *member, *object = (json_t *)(uintptr_t)data;
    json_key(j, "available");
    json_array_begin(j);
    json_object_foreach(object, key, member) put_member(rq, j, key, member);
    json_array_end(j);
}

static bool post_check(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    struct templated t;
    struct report_request ask = {0};
    const struct template_fault *faults;
    const char *const *names;
    size_t fault_count, name_count;
    struct json j;
    if (!need_templated(rq, &t) || !read_view(rq, &ask.view))
        return false;
    const json_t *data = t.report->data(cx, &ask);
    if (!data || !report_parts[t.part].check(cx, rq->body, rq->body_size, data, &faults, &fault_count) ||
        !report_parts[t.part].fields(cx, rq->body, rq->body_size, &names, &name_count))
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    put_faults(&j, faults, fault_count);
    json_key(&j, "fields");
    json_array_begin(&j);
    for (size_t i = 0; i < name_count; i++)
        json_text(&j, names[i]);
    json_array_end(&j);
    put_available(rq, &j, data);
    json_object_end(&j);
    return true;
}

/* clang-format off */
static const struct choice part_choices[] = {
    {"document", {"文档（.docx）", "The document (.docx)"}, NULL},
    {"annex",    {"附表（.xlsx）", "The annex (.xlsx)"}, NULL},
    {0},
};
static const struct field template_params[] = {
    PARAM_NAME("报告", "Report"), PARAM_ZONE, PARAM_AS_OF,
    {.name = "part", .type = T_CHOICE, .choices = part_choices, .label = {"文档还是附表", "Document or annex"}, .help = {"省略为 document", "document when left out"}},
    {0},
};

const struct route report_templates_routes[] = {
    {HTTP_GET, "/api/v1/reports/{name}/template", get_template, {"正在使用的模板", "The template in force"}, .right = "report_run read",
     .doc = &(const struct route_doc){.tag = "reports", .params = template_params, .gives = {.content = DOCX_TYPE, .or_content = XLSX_TYPE}, .errors = {404}}},
    {HTTP_PUT, "/api/v1/reports/{name}/template", put_template, {"换用本园区的模板", "Use the zone's own template"}, .right = "zone update", .body_limit = TEMPLATE_LIMIT,
     .doc = &(const struct route_doc){.tag = "reports", .about = {"先按数据检查；有错误时全部列出，不保存", "checked against the data first; faults are all listed and nothing is saved"},
                               .params = template_params, .takes = {.content = DOCX_TYPE, .or_content = XLSX_TYPE}, .errors = {404, 413, 415, 422}}},
    {HTTP_POST, "/api/v1/reports/{name}/template/check", post_check, {"检查一个模板", "Try a template"}, .right = "zone update", .body_limit = TEMPLATE_LIMIT,
     .doc = &(const struct route_doc){.tag = "reports", .about = {"与换用模板时相同的检查，不保存；也列出可用的字段", "the check of taking a template, saving nothing; the fields there are are listed too"},
                               .params = template_params, .takes = {.content = DOCX_TYPE, .or_content = XLSX_TYPE}, .gives = {.schema = "template_check"}, .errors = {404, 413, 415, 422}}},
    {HTTP_DELETE, "/api/v1/reports/{name}/template", delete_template, {"恢复内置模板", "Back to the built-in template"}, .right = "zone update",
     .doc = &(const struct route_doc){.tag = "reports", .params = template_params, .errors = {404}}},
    {0},
};
/* clang-format on */
