/* report_templates.c — the Word templates that reports are filled into: the zone's own or the built-in one. */
#include "endpoints/report_templates.h"

#include "base/hash.h"
#include "endpoints/params.h"
#include "model/openapi.h"
#include "office/docx.h"

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

static struct attachment *template_like(struct ctx *cx, const struct report *r)
{
    struct attachment *like = row_new(cx, &attachment_entity);
    like->owner_entity = "report";
    like->name = arena_printf(cx->arena, "%s.docx", r->name);
    return like;
}

const struct attachment *own_template(struct ctx *cx, const struct report *r)
{
    return row_find(cx, &attachment_entity, "owner_entity name", template_like(cx, r));
}

bool use_own_template(struct ctx *cx, const struct report *r, struct report_request *ask)
{
    const struct attachment *own = own_template(cx, r);
    if (own) {
        ask->template_bytes = own->content.data;
        ask->template_size = own->content.size;
    }
    return cx->err.kind == ERR_NONE;
}

static bool get_template(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    const struct report *r = need_report(rq);
    struct buf out = buf_init(cx->arena);
    if (!r)
        return false;
    const struct attachment *own = own_template(cx, r);
    struct bytes docx;
    if (cx->err.kind)
        return false;
    if (own)
        docx = own->content;
    else if (!report_template(cx, r, &docx))
        return false;
    buf_add(&out, docx.data, docx.size);
    response_file(
        rs, DOCX_TYPE,
        arena_printf(cx->arena, "%s %s.docx", label_in(r->label, cx->lang), cx->lang == LANG_ZH ? "模板" : "template"),
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

static bool save_template(struct request *rq, const struct report *r)
{
    struct ctx *cx = rq->cx;
    const struct attachment *old = own_template(cx, r);
    if (cx->err.kind)
        return false;
    struct attachment *now = old ? row_copy(cx, &attachment_entity, old) : template_like(cx, r);
    now->content_type = DOCX_TYPE;
    now->content = (struct bytes){rq->body, rq->body_size};
    now->length = (int64_t)rq->body_size;
    now->sha256 = sha256_hex(cx, rq->body, rq->body_size);
    return now->sha256 && row_save_over(cx, &attachment_entity, now, old, NULL);
}

static bool put_template(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    const struct report *r = need_report(rq);
    struct report_request ask = {0};
    const struct template_fault *faults;
    size_t count;
    if (!r || !read_view(rq, &ask.view))
        return false;
    const struct json_t *sample = r->data(cx, &ask);
    if (!sample || !docx_check(cx, rq->body, rq->body_size, sample, &faults, &count))
        return false;
    if (count)
        return answer_faults(rq, rs, faults, count);
    rs->status = 204;
    return save_template(rq, r);
}

static bool delete_template(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    const struct report *r = need_report(rq);
    if (!r)
        return false;
    const struct attachment *own = own_template(cx, r);
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
    const struct report *r = need_report(rq);
    struct report_request ask = {0};
    const struct template_fault *faults;
    const char *const *names;
    size_t fault_count, name_count;
    struct json j;
    if (!r || !read_view(rq, &ask.view))
        return false;
    const json_t *data = r->data(cx, &ask);
    if (!data || !docx_check(cx, rq->body, rq->body_size, data, &faults, &fault_count) ||
        !docx_fields(cx, rq->body, rq->body_size, &names, &name_count))
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
static const struct field template_params[] = {PARAM_NAME("报告", "Report"), PARAM_ZONE, PARAM_AS_OF, {0}};

const struct route report_templates_routes[] = {
    {HTTP_GET, "/api/v1/reports/{name}/template", get_template, {"正在使用的模板", "The template in force"}, .right = "report_run read",
     .doc = &(const struct route_doc){.tag = "reports", .params = template_params, .gives = {.content = DOCX_TYPE}, .errors = {404}}},
    {HTTP_PUT, "/api/v1/reports/{name}/template", put_template, {"换用本园区的模板", "Use the zone's own template"}, .right = "zone update", .body_limit = TEMPLATE_LIMIT,
     .doc = &(const struct route_doc){.tag = "reports", .about = {"先按数据检查；有错误时全部列出，不保存", "checked against the data first; faults are all listed and nothing is saved"},
                               .params = template_params, .takes = {.content = DOCX_TYPE}, .errors = {404, 413, 415, 422}}},
    {HTTP_POST, "/api/v1/reports/{name}/template/check", post_check, {"检查一个模板", "Try a template"}, .right = "zone update", .body_limit = TEMPLATE_LIMIT,
     .doc = &(const struct route_doc){.tag = "reports", .about = {"与换用模板时相同的检查，不保存；也列出可用的字段", "the check of taking a template, saving nothing; the fields there are are listed too"},
                               .params = template_params, .takes = {.content = DOCX_TYPE}, .gives = {.schema = "template_check"}, .errors = {404, 413, 415, 422}}},
    {HTTP_DELETE, "/api/v1/reports/{name}/template", delete_template, {"恢复内置模板", "Back to the built-in template"}, .right = "zone update",
     .doc = &(const struct route_doc){.tag = "reports", .params = template_params, .errors = {404}}},
    {0},
};
/* clang-format on */
