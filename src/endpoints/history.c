/* history.c — a row's past versions, and one of its changes taken back. */
#include "base/json.h"
#include "endpoints/params.h"
#include "endpoints/rows.h"
#include "entities/entities.h"
#include "model/openapi.h"
#include "model/undo.h"

#include <jansson.h>

static bool get_history(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    const struct entity *e;
    int64_t id;
    struct row_version *versions;
    size_t count;
    struct json j;
    if (!need_row(rq, zone_only, &e, &id) || !row_history(cx, e, id, &versions, &count))
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    json_key(&j, "items");
    json_array_begin(&j);
    for (size_t i = 0; i < count; i++) {
        json_object_begin(&j);
        row_json(cx, &j, e, versions[i].row);
        json_put_text(&j, "ended_at", instant_iso(cx->arena, versions[i].ended_at));
        json_put_text(&j, "ended_by", versions[i].ended_by);
        json_put_text(&j, "ended_way", versions[i].ended_way);
        json_put_bool(&j, "deleted", versions[i].deleted);
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    return answer_tagged(rq, rs);
}

/* ---- undo ---- */

struct undo_call {
    const struct entity *e;
    int64_t id, version;
    bool dry_run;
    struct row_undone undone;
};

static bool read_undo(struct request *rq, struct undo_call *u)
{
    const json_t *body = request_json(rq);
    if (!body)
        return false;
    u->version = json_integer_value(json_object_get(body, "version"));
    u->dry_run = json_is_true(json_object_get(body, "dry_run"));
    return u->version > 0 || fail(rq->cx, ERR_INPUT, "UND-05", "version", "要写明撤销哪一版的修改，如 {\"version\":3}",
                                  "say which version's change to undo, such as {\"version\":3}");
}

/* What would be undone, and, when it cannot be, what stands in the way. */
static bool answer_refused(struct request *rq, struct response *rs, const struct undo_call *u)
{
    if (rq->cx->err.kind != ERR_CONFLICT)
        return false;
    struct json j = problem_open(rq, rs);
    row_undone_json(rq->cx, &j, &u->undone);
    json_object_end(&j);
    return true;
}

static bool answer_undone(struct request *rq, struct response *rs, const struct undo_call *u)
{
    struct json j;
    int64_t version = 0;
    response_json(rs, &j);
    json_object_begin(&j);
    row_undone_json(rq->cx, &j, &u->undone);
    json_put_bool(&j, "dry_run", u->dry_run);
    json_key(&j, "row");
    if (!u->undone.row)
        json_raw(&j, "null");
    else if (!show_row(rq->cx, u->e, u->id, (struct view){0}, &j, &version))
        return false;
    json_object_end(&j);
    return true;
}

static bool post_undo(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    struct undo_call u = {0};
    if (!need_row(rq, zone_only, &u.e, &u.id) || !need_writable(rq, u.e) || !read_undo(rq, &u) || !db_begin(cx))
        return false;
    bool undone = row_undo_whole(cx, u.e, u.id, u.version, &u.undone) && answer_undone(rq, rs, &u);
    if (undone && !u.dry_run)
        return db_commit(cx);
    db_rollback(cx);
    return undone || answer_refused(rq, rs, &u);
}

/* clang-format off */
static const struct field undo_params[] = {PARAM_ENTITY, PARAM_ID, PARAM_ZONE, {0}};

/* The first is spelt out for every entity by the OpenAPI document, as those of rows.c. */
const struct route history_routes[] = {
    {HTTP_GET, "/api/v1/{entity}/{id}/history", get_history, {"历次版本", "Past versions"}, .right = "{entity} read"},
    {HTTP_POST, "/api/v1/{entity}/{id}/undo", post_undo, {"撤销一次修改", "Undo one change"}, .right = "{entity} update",
     .doc = &(const struct route_doc){.tag = "rows",
         .about = {"把某一版的修改改回去，作为新的一版；其字段之后又被修改的不能撤销（409，列出字段）；新增的被删除，已删除的（写最后一版）恢复",
                   "takes a version's change back as a new version; 409 with the fields when they have been changed since; a row that the version made is deleted, a deleted one (name its last version) comes back"},
         .params = undo_params, .takes = {.schema = "undo"}, .gives = {.schema = "undone"}, .errors = {404, 409, 415, 422}}},
    {0},
};
/* clang-format on */
