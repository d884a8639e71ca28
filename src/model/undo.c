/* undo.c — takes one change of a row back, as a new version: nothing is rewritten. */
#include "model/undo.h"

#include "base/json.h"
#include "model/rights.h"
#include "model/statement.h"

#include <string.h>

static const struct row_head *head_of(const struct row_version *v)
{
    return v->row;
}

/* ---- the history ---- */

struct past {
    struct row_version *items; /* latest first */
    size_t count;
};

static bool fail_no_version(struct ctx *cx, const struct entity *e, int64_t version)
{
    return fail(cx, ERR_NOT_FOUND, "UND-01", "version", "这条%1$s的历史中没有第 %2$lld 版%3$.0s",
                "version %2$lld is not in the history of this %3$s%1$.0s", label_in(e->label, LANG_ZH),
                (long long)version, label_in(e->label, LANG_EN));
}

static bool place_of(struct ctx *cx, const struct entity *e, const struct past *p, int64_t version, size_t *ret_place)
{
    for (size_t i = 0; i < p->count; i++)
        if (head_of(&p->items[i])->version == version) {
            *ret_place = i;
            return true;
        }
    return fail_no_version(cx, e, version);
}

bool row_version_find(struct ctx *cx, const struct entity *e, int64_t id, int64_t version,
                      struct row_version *ret_version)
{
    struct past p;
    size_t at = 0;
    if (!row_history(cx, e, id, &p.items, &p.count) || !place_of(cx, e, &p, version, &at))
        return false;
    *ret_version = p.items[at];
    return true;
}

/* ---- what a change set, and what became of it ---- */

/* The latest version that gave the field what it says now. */
static void note_since(struct undo_field *u, const struct past *p, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (value_equal(column_value(u->field, p->items[i].row), column_value(u->field, p->items[i + 1].row)))
            continue;
        const struct row_head *head = head_of(&p->items[i]);
        u->since = head->version;
        u->by = head->updated_by;
        u->at = head->updated_at;
        return;
    }
}

/* Fields that differ between the version at `at` and the one before it. */
static void compare(struct ctx *cx, const struct entity *e, const struct past *p, size_t at, struct row_undone *u)
{
    const void *before = p->items[at + 1].row, *after = p->items[at].row, *now = p->items[0].row;
    u->fields = arena_array(cx->arena, column_count(e), sizeof *u->fields);
    for (const struct field *f = e->fields; f->type != T_END; f++) {
        struct undo_field c = {f, column_value(f, before), column_value(f, after), column_value(f, now)};
        if (field_is_derived(f) || (f->flags & FIELD_SECRET) || value_equal(c.before, c.after))
            continue; /* what was secret then is no secret to bring back */
        c.changed_since = !value_equal(c.now, c.after) && !value_equal(c.now, c.before);
        if (c.changed_since)
            note_since(&c, p, at);
        u->fields[u->count++] = c;
    }
}

static bool refuse_changed(struct ctx *cx, const struct row_undone *u)
{
    for (size_t i = 0; i < u->count; i++) {
        const struct undo_field *c = &u->fields[i];
        if (c->changed_since)
            return fail(cx, ERR_CONFLICT, "UND-02", c->field->name,
                        "“%1$s”在这之后又被 %3$s 于 %4$s 修改，不能撤销这次修改；请直接改成需要的内容%2$.0s",
                        "\"%2$s\" has been changed since by %3$s at %4$s, so this change cannot be undone; "
                        "edit the row instead%1$.0s",
                        label_in(c->field->label, LANG_ZH), label_in(c->field->label, LANG_EN), c->by,
                        instant_iso(cx->arena, c->at));
    }
    return true;
}

static bool refuse_deed(struct ctx *cx, const struct row_version *v)
{
    const char *way = head_of(v)->way;
    return !way || strcmp(way, "deed") != 0 ||
           fail(cx, ERR_CONFLICT, "UND-06", NULL, "这次修改是一个办理动作，不能撤销；请用相应的办理动作改过来",
                "this change was a step taken with the row and cannot be undone; take the step that answers it");
}

static bool undo_change(struct ctx *cx, const struct entity *e, const struct past *p, size_t at, struct row_undone *u)
{
    compare(cx, e, p, at, u);
    if (!refuse_deed(cx, &p->items[at]) || !refuse_changed(cx, u))
        return false;
    void *row = row_copy(cx, e, p->items[0].row);
    for (size_t i = 0; i < u->count; i++)
        field_set(u->fields[i].field, row, u->fields[i].before);
    u->row = row;
    return row_save(cx, e, row, &u->changed);
}

/* ---- the row as a whole ---- */

bool row_bring_back(struct ctx *cx, const struct entity *e, const struct row_version *past, void **ret_row)
{
    struct findings fs = findings_new(cx);
    void *row = row_copy(cx, e, past->row);
    if (!row_check(cx, e, row, NULL, &fs) || !findings_refuse(cx, &fs) || !row_revive(cx, e, row, past->ended_at))
        return false;
    *ret_row = row;
    return true;
}

static bool undo_deletion(struct ctx *cx, const struct entity *e, const struct past *p, size_t at, struct row_undone *u)
{
    void *row;
    if (at != 0)
        return fail(cx, ERR_CONFLICT, "UND-03", "version", "这条%1$s已被删除，请先恢复它（第 %2$lld 版）%3$.0s",
                    "this %3$s has been deleted; bring it back first (version %2$lld)%1$.0s",
                    label_in(e->label, LANG_ZH), (long long)head_of(&p->items[0])->version,
                    label_in(e->label, LANG_EN));
    if (!row_bring_back(cx, e, &p->items[0], &row))
        return false;
    u->row = row;
    u->changed = true;
    u->ended_at = p->items[0].ended_at;
    return true;
}

static bool undo_creation(struct ctx *cx, const struct entity *e, const struct past *p, size_t at, struct row_undone *u)
{
    const struct row_head *now = head_of(&p->items[0]);
    if (at != 0 && !row_equal(e, p->items[at].row, p->items[0].row))
        return fail(cx, ERR_CONFLICT, "UND-02", NULL, "新增之后又被 %s 于 %s 修改，不能撤销新增；确要删除请用“删除”",
                    "changed since by %s at %s, so its creation cannot be undone; delete the row if that is meant",
                    now->updated_by, instant_iso(cx->arena, now->updated_at));
    u->changed = true;
    return row_delete(cx, e, now->id, now->version);
}

static bool is_made(const struct past *p, size_t at)
{
    return at + 1 == p->count || p->items[at + 1].deleted;
}

static bool undo(struct ctx *cx, const struct entity *e, const struct past *p, size_t at, struct row_undone *u)
{
    if (p->items[0].deleted) {
        u->kind = UNDO_DELETION;
        return undo_deletion(cx, e, p, at, u);
    }
    u->kind = is_made(p, at) ? UNDO_CREATION : UNDO_CHANGE;
    return u->kind == UNDO_CREATION ? undo_creation(cx, e, p, at, u) : undo_change(cx, e, p, at, u);
}

static bool undo_in_transaction(struct ctx *cx, const struct entity *e, int64_t id, int64_t version,
                                struct row_undone *u)
{
    struct past p;
    size_t at = 0;
    return row_history(cx, e, id, &p.items, &p.count) && place_of(cx, e, &p, version, &at) && undo(cx, e, &p, at, u);
}

bool row_undo(struct ctx *cx, const struct entity *e, int64_t id, int64_t version, struct row_undone *ret_undone)
{
    const char *way = cx->way;
    *ret_undone = (struct row_undone){.entity = e};
    if (!db_begin(cx))
        return false;
    cx->way = "undo";
    bool undone = undo_in_transaction(cx, e, id, version, ret_undone);
    cx->way = way;
    if (undone)
        return db_commit(cx);
    db_rollback(cx);
    return false;
}

/* ---- JSON ---- */

void row_undone_json(struct ctx *cx, struct json *j, const struct row_undone *u)
{
    static const char *const kinds[] = {"change", "creation", "deletion"};
    json_put_text(j, "kind", kinds[u->kind]);
    json_put_bool(j, "changed", u->changed);
    json_key(j, "fields");
    json_array_begin(j);
    for (size_t i = 0; i < u->count; i++) {
        const struct undo_field *c = &u->fields[i];
        if (!rights_field(cx, u->entity, c->field, ACT_READ))
            continue;
        json_object_begin(j);
        json_put_text(j, "field", c->field->name);
        json_key(j, "before");
        json_value(j, c->field, c->before);
        json_key(j, "after");
        json_value(j, c->field, c->after);
        json_key(j, "now");
        json_value(j, c->field, c->now);
        json_put_bool(j, "changed_since", c->changed_since);
        if (c->changed_since) {
            json_put_int(j, "version", c->since);
            json_put_text(j, "by", c->by);
            json_put_text(j, "at", instant_iso(cx->arena, c->at));
        }
        json_object_end(j);
    }
    json_array_end(j);
}
