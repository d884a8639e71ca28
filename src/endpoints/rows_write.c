/* rows_write.c — writes any entity: create, change, delete; and checks what a form holds so far. */
#include "endpoints/once.h"
#include "endpoints/params.h"
#include "endpoints/rows.h"
#include "entities/entities.h"
#include "model/openapi.h"

#include <jansson.h>
#include <string.h>

/* ---- what was sent ---- */

static bool is_found(const struct findings *fs, size_t count, const char *field)
{
    for (size_t i = 0; i < count && field; i++)
        if (fs->items[i].field && strcmp(fs->items[i].field, field) == 0)
            return true;
    return false;
}

bool row_members(struct ctx *cx, const struct entity *e, const json_t *body, void *row, struct findings *fs)
{
    const char *key;
    json_t *v, *object = (json_t *)(uintptr_t)body; /* jansson reads through pointers that are not const */
    if (!json_is_object(body))
        return row_from_json(cx, e, body, NULL, row);
    json_object_foreach(object, key, v)
    {
        json_t *one = json_pack("{sO}", key, v);
        bool taken = row_from_json(cx, e, one, NULL, row);
        json_decref(one);
        if (taken)
            continue;
        if (cx->err.kind != ERR_INPUT)
            return false;
        const struct err err = cx->err;
        err_clear(cx);
        findings_add(fs, err.code, key, true, "%1$s%2$.0s", "%2$s%1$.0s", err.message.zh, err.message.en);
    }
    return true;
}

/* The row's rules; of a field that could not even be read they have nothing to say. */
static bool check_row(struct ctx *cx, const struct entity *e, const void *row, const void *old, struct findings *fs)
{
    size_t unread = fs->count;
    struct findings rules = findings_new(cx);
    if (!row_check(cx, e, row, old, &rules))
        return false;
    for (size_t i = 0; i < rules.count; i++) {
        const struct finding *f = &rules.items[i];
        if (!is_found(fs, unread, f->field))
            findings_add(fs, f->rule, f->field, f->blocking, "%1$s%2$.0s", "%2$s%1$.0s", f->message.zh, f->message.en);
    }
    return true;
}

/* What only the entity's own deeds change is not changed here. */
static void check_kept(const struct entity *e, const void *row, const void *old, struct findings *fs)
{
    for (const struct field *f = e->fields; f->type != T_END; f++)
        if (f->flags & FIELD_KEPT && !value_equal(field_get(f, row), field_get(f, old)))
            findings_add(
                fs, "ROW-06", f->name, true, "“%1$s”随办理动作变化，不能直接改；请用办理动作%2$.0s",
                "\"%2$s\" follows from what is done, step by step, and cannot be set; take the step instead%1$.0s",
                label_in(f->label, LANG_ZH), label_in(f->label, LANG_EN));
}

/* In a transaction: the row as sent over `old` (NULL: a new one), checked and stored. */
static bool store_row(struct ctx *cx, struct writing *w, const void *old)
{
    void *row = old ? row_copy(cx, w->e, old) : row_new(cx, w->e);
    if (!row_members(cx, w->e, w->body, row, &w->findings))
        return false;
    if (old)
        check_kept(w->e, row, old, &w->findings);
    else if (w->e->begin)
        w->e->begin(cx, row);
    if (!check_row(cx, w->e, row, old, &w->findings) || !findings_refuse(cx, &w->findings) ||
        !row_save_over(cx, w->e, row, old, &w->changed))
        return false;
    w->id = ((struct row_head *)row)->id;
    w->answer_version = ((struct row_head *)row)->version;
    return true;
}

bool answer_failure(struct request *rq, struct response *rs, struct writing *w)
{
    struct ctx *cx = rq->cx;
    struct json j;
    if (cx->err.kind == ERR_STALE) {
        struct buf current = buf_init(cx->arena);
        struct json row = json_to(&current);
        const struct err stale = cx->err;
        int64_t version;
        err_clear(cx);
        if (!show_row(cx, w->e, w->id, (struct view){0}, &row, &version))
            return false;
        cx->err = stale;
        j = problem_open(rq, rs);
        json_key(&j, "current");
        json_raw(&j, current.data);
        response_header(rs, "ETag", arena_printf(cx->arena, "\"%lld\"", (long long)version));
    } else if (w->findings.count) {
        j = problem_open(rq, rs);
        put_findings(&j, &w->findings);
    } else
        return false;
    json_object_end(&j);
    return true;
}

/* Rules that warn do not stop a save; the answer tells them beside the row. */
static void add_warnings(struct response *rs, const struct findings *fs)
{
    if (fs->count == 0)
        return;
    rs->body.length--; /* the row's closing brace */
    struct json j = {.out = &rs->body, .comma = true};
    put_findings(&j, fs);
    json_object_end(&j);
}

/* A writing, as work for a transaction. */
struct asked {
    struct request *rq;
    struct response *rs;
    struct writing *w;
    bool (*write)(struct ctx *cx, struct writing *w);
};

/* ---- create ---- */

static bool create(struct ctx *cx, void *asked)
{
    struct request *rq = ((struct asked *)asked)->rq;
    struct response *rs = ((struct asked *)asked)->rs;
    struct writing *w = ((struct asked *)asked)->w;
    struct json j;
    if (!once_look(rq, &w->answer) || w->answer)
        return w->answer;
    response_json(rs, &j);
    if (!store_row(cx, w, NULL) || !show_row(cx, w->e, w->id, (struct view){0}, &j, &w->answer_version))
        return false;
    add_warnings(rs, &w->findings);
    return once_keep(rq, 201, rs->body.data);
}

/* The answer of the first time says which row and version it was. */
static bool repeat(struct request *rq, struct response *rs, struct writing *w)
{
    struct json j;
    const json_t *row = json_parse(rq->cx, w->answer, strlen(w->answer));
    response_json(rs, &j);
    json_raw(&j, w->answer);
    w->id = json_integer_value(json_object_get(row, "id"));
    w->answer_version = json_integer_value(json_object_get(row, "version"));
    return row;
}

static bool post_row(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    struct writing w = {.e = need_entity(rq, rq->args[0]), .findings = findings_new(cx)};
    if (!w.e || !need_params(rq, zone_only) || !need_writable(rq, w.e) || !need_zone(rq))
        return false;
    w.body = request_json(rq);
    if (!w.body)
        return false;
    if (!db_transaction(cx, create, &(struct asked){.rq = rq, .rs = rs, .w = &w}))
        return answer_failure(rq, rs, &w);
    if (w.answer && !repeat(rq, rs, &w))
        return false;
    rs->status = 201;
    response_header(rs, "Location", arena_printf(cx->arena, "/api/v1/%s/%lld", w.e->name, (long long)w.id));
    response_etag(rq, rs, version_tag(cx, w.answer_version));
    return true;
}

/* ---- change, delete ---- */

static bool fail_stale(struct ctx *cx, const struct entity *e)
{
    return fail(cx, ERR_STALE, "ROW-02", NULL, "这条%1$s已被他人修改，请对照最新内容后再保存%2$.0s",
                "somebody else has changed this %2$s; compare with the current row and save again%1$.0s",
                label_in(e->label, LANG_ZH), label_in(e->label, LANG_EN));
}

static const struct row_head *load_version(struct ctx *cx, const struct writing *w)
{
    const struct row_head *old = row_load(cx, w->e, w->id);
    return old && (w->version == 0 || old->version == w->version || fail_stale(cx, w->e)) ? old : NULL;
}

bool row_change(struct ctx *cx, struct writing *w)
{
    const void *old = load_version(cx, w);
    return old && store_row(cx, w, old);
}

static bool delete (struct ctx *cx, struct writing *w)
{
    const struct row_head *old = load_version(cx, w);
    return old && row_delete(cx, w->e, w->id, old->version) && attachments_delete_of(cx, w->e, w->id);
}

static bool write_asked(struct ctx *cx, void *asked)
{
    const struct asked *a = asked;
    return a->write(cx, a->w);
}

static bool write_row(struct request *rq, struct response *rs, struct writing *w,
                      bool (*write)(struct ctx *cx, struct writing *w), bool *ret_written)
{
    *ret_written = db_transaction(rq->cx, write_asked, &(struct asked){.w = w, .write = write});
    return *ret_written || answer_failure(rq, rs, w);
}

static bool need_writing(struct request *rq, struct writing *ret_writing)
{
    *ret_writing = (struct writing){.findings = findings_new(rq->cx)};
    return need_row(rq, zone_only, &ret_writing->e, &ret_writing->id) && need_writable(rq, ret_writing->e) &&
           need_version(rq, &ret_writing->version);
}

static bool patch_row(struct request *rq, struct response *rs)
{
    struct writing w;
    bool written;
    if (!need_writing(rq, &w))
        return false;
    w.body = request_json(rq);
    if (!w.body || !write_row(rq, rs, &w, row_change, &written))
        return false;
    if (!written)
        return true;
    if (!answer_row(rq, rs, w.e, w.id))
        return false;
    add_warnings(rs, &w.findings);
    return true;
}

static bool delete_row(struct request *rq, struct response *rs)
{
    struct writing w;
    bool written;
    if (!need_writing(rq, &w))
        return false;
    if (w.e->flags & ENTITY_GLOBAL)
        return fail(rq->cx, ERR_DENIED, "API-06", NULL, "不能删除整个%1$s%2$.0s",
                    "a whole %2$s cannot be deleted%1$.0s", label_in(w.e->label, LANG_ZH),
                    label_in(w.e->label, LANG_EN));
    if (!write_row(rq, rs, &w, delete, &written))
        return false;
    rs->status = written ? 204 : rs->status;
    return true;
}

/* ---- check ---- */

/* The row that a form edits: the stored one when the draft names it by "id", which is no member to set. */
static void *row_of_draft(struct ctx *cx, const struct entity *e, json_t *draft)
{
    const json_t *id = json_object_get(draft, "id");
    struct value v = value_null();
    if (id && !json_to_value(cx, entity_field(e, "id"), id, "id", &v))
        return NULL;
    if (json_is_object(draft))
        json_object_del(draft, "id");
    return v.kind == VALUE_NULL ? row_new(cx, e) : row_load(cx, e, v.i);
}

static bool post_check(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    const struct entity *e = need_entity(rq, rq->args[0]);
    struct findings fs = findings_new(cx);
    struct json j;
    if (!e || !need_writable(rq, e) || !need_zone(rq))
        return false;
    json_t *draft = request_json(rq);
    void *row = draft ? row_of_draft(cx, e, draft) : NULL;
    if (!row || !row_members(cx, e, draft, row, &fs) || !check_row(cx, e, row, NULL, &fs))
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    put_findings(&j, &fs);
    json_object_end(&j);
    return true;
}

/* clang-format off */
static const struct field entity_params[] = {PARAM_ENTITY, PARAM_ZONE, {0}};

/* The first three are spelt out for every entity by the OpenAPI document, as those of rows.c. */
const struct route rows_write_routes[] = {
    {HTTP_POST,   "/api/v1/{entity}",      post_row,   {"新建", "Create"}, .right = "{entity} create"},
    {HTTP_PATCH,  "/api/v1/{entity}/{id}", patch_row,  {"修改", "Change"}, .right = "{entity} update"},
    {HTTP_DELETE, "/api/v1/{entity}/{id}", delete_row, {"删除", "Delete"}, .right = "{entity} delete"},
    {HTTP_POST, "/api/v1/{entity}/check", post_check, {"检查未保存的内容", "Check what is not saved yet"}, .right = "{entity} read",
     .doc = &(const struct route_doc){.tag = "rows", .about = {"与保存时相同的检查，不写入任何内容", "the checks of a save; nothing is written"},
         .params = entity_params, .takes = {.schema = "row_draft"}, .gives = {.schema = "findings"}, .errors = {404, 415, 422}}},
    {0},
};
/* clang-format on */
