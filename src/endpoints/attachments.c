/* attachments.c — files that belong to rows: sent, shown or downloaded without ever running in a page, deleted. */

#include "base/hash.h"
#include "base/media.h"
#include "endpoints/once.h"
#include "endpoints/params.h"
#include "endpoints/rows.h"
#include "entities/entities.h"
#include "model/openapi.h"

#include <string.h>

enum { FILE_LIMIT = 64 * 1024 * 1024 };

/* What is shown in place can do nothing there: no script, no form, no request.  A PDF is left out of the sandbox, in which
 * browsers start no reader for it; it runs in that reader, not in a page of ours. */
#define CSP_SANDBOX "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
#define CSP_PDF     "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"

/* ---- what files belong to ---- */

/* Files of imports and reports are the program's own. */
static bool is_owner(const struct entity *e)
{
    return e && !(e->flags & (ENTITY_INTERNAL | ENTITY_GLOBAL));
}

static bool need_owner(struct request *rq, struct attachment *a)
{
    struct ctx *cx = rq->cx;
    const char *name = request_query(rq, "entity"), *id = request_query(rq, "id");
    const struct entity *e = name ? entity_find(name) : NULL;
    if (!is_owner(e))
        return fail(cx, ERR_INPUT, "API-21", "entity",
                    "请用参数 entity 和 id 指明文件所属的记录，如 entity=project&id=12",
                    "name the row the file belongs to by entity and id, such as entity=project&id=12");
    a->owner_entity = e->name;
    return need_id(rq, id ? id : "", &a->owner_id) && row_load(cx, e, a->owner_id);
}

static bool need_name(struct request *rq, struct attachment *a)
{
    a->name = file_name_clean(rq->cx->arena, request_query(rq, "name"));
    return a->name || fail(rq->cx, ERR_INPUT, "API-22", "name", "请用参数 name 给出文件名，如 name=现场.jpg",
                           "give the file's name as parameter name, such as name=site.jpg");
}

/* ---- sent ---- */

static bool store(struct request *rq, void *unused, int64_t *ret_id)
{
    struct ctx *cx = rq->cx;
    struct attachment *a = row_new(cx, &attachment_entity);
    (void)unused;
    if (!need_owner(rq, a) || !need_name(rq, a))
        return false;
    a->content_type = media_of(a->name, rq->body, rq->body_size).type;
    a->content = (struct bytes){rq->body, rq->body_size};
    a->length = (int64_t)rq->body_size;
    a->sha256 = sha256_hex(cx, rq->body, rq->body_size);
    if (!a->sha256 || !row_save(cx, &attachment_entity, a, NULL))
        return false;
    *ret_id = a->head.id;
    return true;
}

static bool post_attachment(struct request *rq, struct response *rs)
{
    if (!need_zone(rq))
        return false;
    if (rq->body_size == 0)
        return fail(rq->cx, ERR_INPUT, "API-12", NULL, "没有收到文件：请把文件的内容作为请求正文发送",
                    "no file came: send the file's bytes as the body");
    return once_create(rq, rs, &attachment_entity, store, NULL);
}

/* ---- shown ---- */

static bool get_content(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    int64_t id;
    if (!need_zone(rq) || !need_id(rq, rq->args[0], &id))
        return false;
    const struct attachment *a = row_load(cx, &attachment_entity, id);
    if (!a)
        return false;
    struct buf bytes = buf_init(cx->arena);
    buf_add(&bytes, a->content.data, a->content.size);
    struct media media = media_of(a->name, bytes.data, bytes.length); /* by its bytes, whatever was noted */
    const char *name = file_name_clean(cx->arena, a->name);
    (media.image || media.pdf ? response_shown : response_file)(rs, media.type, name ? name : "download", bytes);
    response_header(rs, "Content-Security-Policy", media.pdf ? CSP_PDF : CSP_SANDBOX);
    response_header(rs, "Cross-Origin-Resource-Policy", "same-origin");
    response_etag(rq, rs, a->sha256 ? a->sha256 : version_tag(cx, a->head.version));
    return true;
}

/* ---- deleted ---- */

static bool delete_attachment(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    int64_t id, version;
    if (!need_zone(rq) || !need_id(rq, rq->args[0], &id) || !need_version(rq, &version))
        return false;
    const struct attachment *a = row_load(cx, &attachment_entity, id);
    if (!a)
        return false;
    if (!is_owner(a->owner_entity ? entity_find(a->owner_entity) : NULL))
        return fail(cx, ERR_DENIED, "API-06", NULL, "这是导入或报告留存的文件，不能删除",
                    "this file was kept by an import or a report and cannot be deleted");
    rs->status = 204;
    return row_delete(cx, &attachment_entity, id, version ? version : a->head.version);
}

/* clang-format off */
static const struct field upload_params[] = {
    PARAM_ZONE,
    {.name = "entity", .type = T_TEXT, .label = {"所属对象", "Belongs to"}, .help = {"如 project", "such as project"}, .flags = FIELD_REQUIRED},
    {.name = "id", .type = T_ID, .label = {"所属编号", "Belongs to id"}, .flags = FIELD_REQUIRED},
    {.name = "name", .type = T_TEXT, .label = {"文件名", "File name"}, .flags = FIELD_REQUIRED},
    {0},
};
static const struct field file_params[] = {PARAM_ID, PARAM_ZONE, {0}};

const struct route attachments_routes[] = {
    {HTTP_POST, "/api/v1/attachments", post_attachment, {"上传附件", "Send a file"}, .right = "attachment create", .body_limit = FILE_LIMIT,
     .doc = &(const struct route_doc){.tag = "attachments",
         .about = {"正文为文件内容，至多 64 MiB；列出用 GET /api/v1/attachment?where=owner_entity = \"project\" and owner_id = 12", "the body is the file, at most 64 MiB; list them by GET /api/v1/attachment?where=owner_entity = \"project\" and owner_id = 12"},
         .params = upload_params, .header = "idempotency_key", .takes = {.content = "application/octet-stream"}, .gives = {.schema = "attachment"}, .status = 201, .errors = {404, 409, 413, 422}}},
    {HTTP_GET, "/api/v1/attachments/{id}/content", get_content, {"附件内容", "A file's bytes"}, .right = "attachment read",
     .doc = &(const struct route_doc){.tag = "attachments",
         .about = {"图片（png、jpeg、gif、webp）和 PDF 可在页面显示，其余一律下载", "pictures (png, jpeg, gif, webp) and PDFs show in place, everything else is a download"},
         .params = file_params, .gives = {.content = "*/*"}, .errors = {404}}},
    {HTTP_DELETE, "/api/v1/attachments/{id}", delete_attachment, {"删除附件", "Delete a file"}, .right = "attachment delete",
     .doc = &(const struct route_doc){.tag = "attachments", .params = file_params, .header = "if_match", .errors = {404, 412, 428}}},
    {0},
};
/* clang-format on */
