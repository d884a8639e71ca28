/* attachment.c — files of a row: they go with it, and come back with it. */
#include "entities/entities.h"
#include "model/list.h"
#include "model/undo.h"

static struct attachment *files_like(struct ctx *cx, const struct entity *e, int64_t id)
{
    struct attachment *like = row_new(cx, &attachment_entity);
    like->owner_entity = e->name;
    like->owner_id = id;
    return like;
}

bool attachment_on(struct ctx *cx, const struct entity *e, int64_t id, bool *ret_has)
{
    *ret_has = row_find(cx, &attachment_entity, "owner_entity owner_id", files_like(cx, e, id)) != NULL;
    return cx->err.kind == ERR_NONE;
}

bool attachments_delete_of(struct ctx *cx, const struct entity *e, int64_t id)
{
    const struct attachment *like = files_like(cx, e, id);
    const struct row_head *file;
    while ((file = row_find(cx, &attachment_entity, "owner_entity owner_id", like)))
        if (!row_delete(cx, &attachment_entity, file->id, file->version))
            return false;
    return cx->err.kind == ERR_NONE;
}

static bool bring_back(struct ctx *cx, int64_t id)
{
    struct row_version *versions;
    size_t count;
    void *row;
    return row_history(cx, &attachment_entity, id, &versions, &count) &&
           row_bring_back(cx, &attachment_entity, &versions[0], &row);
}

/* Those deleted with the row or after it; files that somebody had taken away before stay away. */
static bool bring_back_of(struct ctx *cx, const struct entity *e, int64_t id, struct instant since)
{
    struct list l;
    const struct list_query gone = {
        .where = arena_printf(cx->arena, "owner_entity = \"%s\" and owner_id = %lld", e->name, (long long)id),
        .fields = "updated_at",
        .sort = "id",
        .no_limit = true,
        .view = {.deleted = true},
    };
    if (!list_open(cx, &attachment_entity, &gone, &l))
        return false;
    while (list_next(&l))
        if (list_value(&l, 2).i >= since.ms && !bring_back(cx, list_value(&l, 0).i))
            return false;
    return list_ok(&l);
}

static bool take_files(struct ctx *cx, const struct entity *e, int64_t id, const struct row_undone *u)
{
    bool files = false;
    if (u->kind == UNDO_DELETION)
        return bring_back_of(cx, e, id, u->ended_at);
    if (u->kind == UNDO_CREATION && !attachment_on(cx, e, id, &files))
        return false;
    return !files || fail(cx, ERR_CONFLICT, "UND-04", NULL, "有人为它上传了附件，不能撤销新增；确要删除请用“删除”",
                          "files have been added to it, so its creation cannot be undone; delete the row if that is "
                          "meant");
}

bool row_undo_whole(struct ctx *cx, const struct entity *e, int64_t id, int64_t version, struct row_undone *ret_undone)
{
    if (!db_begin(cx))
        return false;
    if (row_undo(cx, e, id, version, ret_undone) && take_files(cx, e, id, ret_undone))
        return db_commit(cx);
    db_rollback(cx);
    return false;
}
