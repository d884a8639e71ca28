/* undo.c — takes an import back: what it made is deleted, what it changed is put back, unless somebody changed it since. */
#include "model/undo.h"
#include "base/json.h"
#include "base/text.h"
#include "entities/entities.h"
#include "ledger/ledger.h"
#include "ledger/written.h"
#include "model/trail.h"

#include <string.h>

enum { KEPT_MOST = 5000, TALLIES = 64 };

struct kept {
    const struct entity *entity;
    int64_t id;
    const char *title;
    struct label reason;
    struct kept *next;
};

struct undo_tally {
    const struct entity *entity;
    int64_t deleted, restored;
};

struct ledger_undone {
    int64_t run;
    bool dry_run, undone;
    struct undo_tally tallies[TALLIES];
    int tally_count;
    struct kept *kept, **kept_end;
    int64_t kept_count;
};

struct undo {
    struct ctx *cx;
    struct arena *keep;
    struct ledger_undone *result;
};

enum outcome { UNDONE, WAITS, KEPT, FAILED };

/* ---- what is told ---- */

static struct undo_tally *tally(struct undo *u, const struct entity *e)
{
    struct ledger_undone *r = u->result;
    for (int i = 0; i < r->tally_count; i++)
        if (r->tallies[i].entity == e)
            return &r->tallies[i];
    struct undo_tally *t = &r->tallies[r->tally_count < TALLIES ? r->tally_count++ : TALLIES - 1];
    t->entity = e;
    return t;
}

static const char *title_of(struct undo *u, const struct entity *e, const void *row)
{
    struct value v = field_get(entity_field(e, e->title), row);
    return v.kind == VALUE_TEXT ? arena_strdup(u->keep, v.s)
                                : arena_printf(u->keep, "%s %lld", label_in(e->label, u->cx->lang),
                                               (long long)((const struct row_head *)row)->id);
}

static enum outcome keep(struct undo *u, const struct entity *e, const void *row, struct label reason)
{
    struct ledger_undone *r = u->result;
    if (r->kept_count++ >= KEPT_MOST)
        return KEPT;
    struct kept *k = ARENA_NEW(u->keep, struct kept);
    *k = (struct kept){e,
                       ((const struct row_head *)row)->id,
                       title_of(u, e, row),
                       {arena_strdup(u->keep, reason.zh), arena_strdup(u->keep, reason.en)},
                       NULL};
    *r->kept_end = k;
    r->kept_end = &k->next;
    return KEPT;
}

static enum outcome keep_changed(struct undo *u, const struct entity *e, const void *row)
{
    struct arena *a = u->cx->arena;
    const struct row_head *head = row;
    const char *when = instant_iso(a, head->updated_at);
    return keep(u, e, row,
                (struct label){arena_printf(a, "导入之后又被 %s 于 %s 修改", head->updated_by, when),
                               arena_printf(a, "changed since by %s at %s", head->updated_by, when)});
}

static enum outcome keep_referred(struct undo *u, const struct entity *e, const void *row, const struct entity *by,
                                  int64_t id)
{
    struct arena *a = u->cx->arena;
    return keep(u, e, row,
                (struct label){
                    arena_printf(a, "%s（编号 %lld）仍引用它", label_in(by->label, LANG_ZH), (long long)id),
                    arena_printf(a, "%s (id %lld) still refers to it", label_in(by->label, LANG_EN), (long long)id)});
}

/* ---- one row ---- */

/* A row that must be there. */
static bool stored(struct undo *u, const struct entity *e, int64_t id, void **ret_row)
{
    struct ctx *cx = u->cx;
    *ret_row = row_load(cx, e, id);
    if (!*ret_row && cx->err.kind == ERR_NOT_FOUND)
        err_clear(cx);
    return cx->err.kind == ERR_NONE;
}

/* Is it what the import left, though it may have changed and been put back since? */
static bool is_as_left(struct undo *u, const struct written_row *w, const void *row, bool *ret_same)
{
    struct row_version left;
    *ret_same = ((const struct row_head *)row)->version == w->after;
    if (*ret_same)
        return true;
    if (!row_version_find(u->cx, w->entity, w->id, w->after, &left))
        return false;
    *ret_same = row_equal(w->entity, left.row, row);
    return true;
}

static enum outcome take_away(struct undo *u, const struct written_row *w, const void *row, bool last)
{
    struct ctx *cx = u->cx;
    const struct entity *by;
    int64_t by_id;
    bool files, same;
    if (!is_as_left(u, w, row, &same))
        return FAILED;
    if (!same)
        return keep_changed(u, w->entity, row);
    if (!row_referrer(cx, w->entity, w->id, &by, &by_id) || !attachment_on(cx, w->entity, w->id, &files))
        return FAILED;
    if (by)
        return last ? keep_referred(u, w->entity, row, by, by_id) : WAITS;
    if (files)
        return keep(u, w->entity, row, (struct label){"有人为它上传了附件", "files have been added to it"});
    if (!row_delete(cx, w->entity, w->id, ((const struct row_head *)row)->version))
        return FAILED;
    tally(u, w->entity)->deleted++;
    return UNDONE;
}

/* Would it fit beside what there is now?  The reason when not. */
static bool fits(struct undo *u, const struct entity *e, const void *row, struct label *ret_reason)
{
    struct findings fs = findings_new(u->cx);
    *ret_reason = (struct label){0};
    if (!row_check(u->cx, e, row, NULL, &fs))
        return false;
    for (size_t i = 0; i < fs.count && !ret_reason->zh; i++)
        if (fs.items[i].blocking)
            *ret_reason = fs.items[i].message;
    return true;
}

static enum outcome put_back(struct undo *u, const struct written_row *w, const void *row, bool last)
{
    struct ctx *cx = u->cx;
    struct row_version past;
    struct label reason;
    bool same;
    if (!row_version_find(u->cx, w->entity, w->id, w->before, &past))
        return FAILED;
    if (row_equal(w->entity, past.row, row))
        return UNDONE; /* somebody put it back already */
    if (!is_as_left(u, w, row, &same))
        return FAILED;
    if (!same)
        return keep_changed(u, w->entity, row);
    void *back = row_copy(cx, w->entity, past.row);
    *(struct row_head *)back = *(const struct row_head *)row;
    if (!fits(u, w->entity, back, &reason))
        return FAILED;
    if (reason.zh)
        return last ? keep(u, w->entity, row, reason) : WAITS;
    if (!row_save_over(cx, w->entity, back, row, NULL))
        return FAILED;
    tally(u, w->entity)->restored++;
    return UNDONE;
}

static enum outcome bring_back(struct undo *u, const struct written_row *w, bool last)
{
    struct row_version past;
    struct label reason;
    if (!row_version_find(u->cx, w->entity, w->id, w->before, &past))
        return FAILED;
    void *back = row_copy(u->cx, w->entity, past.row);
    if (!fits(u, w->entity, back, &reason))
        return FAILED;
    if (reason.zh)
        return last ? keep(u, w->entity, back, reason) : WAITS;
    if (!row_revive(u->cx, w->entity, back, past.ended_at))
        return FAILED;
    tally(u, w->entity)->restored++;
    return UNDONE;
}

/* `last`: what waits for other rows is kept now. */
static enum outcome undo_row(struct undo *u, const struct written_row *w, bool last)
{
    void *row;
    if (!stored(u, w->entity, w->id, &row))
        return FAILED;
    if (w->after == 0)
        return row ? UNDONE : bring_back(u, w, last); /* there again already */
    if (!row)
        return UNDONE; /* deleted since: a new one is gone; one that was there before stays so */
    return w->before ? put_back(u, w, row, last) : take_away(u, w, row, last);
}

/* ---- the whole ---- */

/* Rows wait for others, such as a unit for the one below it: pass by pass, until a pass moves nothing. */
static bool undo_rows(struct undo *u, struct written_row *rows, size_t count)
{
    struct ctx *cx = u->cx;
    bool last = false;
    while (count) {
        size_t waiting = 0;
        for (size_t i = 0; i < count; i++) {
            struct arena_mark mark = arena_mark(cx->arena);
            enum outcome outcome = undo_row(u, &rows[i], last);
            if (outcome == FAILED)
                return false;
            arena_reset(cx->arena, mark);
            if (outcome == WAITS)
                rows[waiting++] = rows[i];
            if (i % 64 == 0 && !ctx_progress(cx, (int64_t)i, (int64_t)count))
                return false;
        }
        if (last)
            return true;
        last = waiting == count;
        count = waiting;
    }
    return true;
}

static bool mark_undone(struct ctx *cx, const struct import_run *old)
{
    struct import_run *run = row_copy(cx, &import_run_entity, old);
    run->state = "undone";
    return row_save_over(cx, &import_run_entity, run, old, NULL);
}

static const struct import_run *need_committed(struct ctx *cx, int64_t id)
{
    const struct import_run *run = row_load(cx, &import_run_entity, id);
    if (!run)
        return NULL;
    if (strcmp(run->state, "undone") == 0)
        fail(cx, ERR_CONFLICT, "LGR-50", NULL, "这次导入已经撤销过", "this import has been undone already");
    else if (strcmp(run->state, "committed") != 0)
        fail(cx, ERR_CONFLICT, "LGR-50", NULL, "这次上传还没有导入，没有可撤销的",
             "this upload has not been imported: there is nothing to undo");
    else if (!run->written)
        fail(cx, ERR_CONFLICT, "LGR-51", NULL,
             "这次导入是在旧版本中做的，没有记下写了哪些行，不能整体撤销；请逐条在历史中恢复",
             "this import was made by an earlier version, which did not note the rows it wrote; it cannot be undone as "
             "a "
             "whole");
    return cx->err.kind ? NULL : run;
}

static bool undo(struct undo *u, int64_t run_id, bool force_rest)
{
    struct ctx *cx = u->cx;
    struct ledger_undone *r = u->result;
    struct written_row *rows;
    size_t count;
    const struct import_run *run = need_committed(cx, run_id);
    if (!run || !written_read(cx, run->written, &rows, &count) || !undo_rows(u, rows, count))
        return false;
    r->undone = !r->dry_run && (r->kept_count == 0 || force_rest);
    return !r->undone || mark_undone(cx, run);
}

bool ledger_undo(struct ctx *cx, int64_t run, bool force_rest, bool dry_run, struct ledger_undone **ret_undone)
{
    struct undo u = {.cx = cx, .keep = arena_beside(cx->arena)};
    struct ledger_undone *r = u.result = ARENA_NEW(u.keep, struct ledger_undone);
    *r = (struct ledger_undone){.run = run, .dry_run = dry_run};
    r->kept_end = &r->kept;
    if (!db_begin(cx))
        return false;
    const char *way = cx->way;
    cx->way = "undo";
    trail_gather(cx, u.keep);
    bool done = undo(&u, run, force_rest) &&
                trail_gathered(cx, &(struct trail_entry){.act = "undo", .entity = "import_run", .row = run});
    cx->way = way;
    if (!done || !r->undone)
        db_rollback(cx); /* a dry run, or rows that somebody must look at first */
    *ret_undone = r;
    return done && (!r->undone || db_commit(cx));
}

bool ledger_undone_whole(const struct ledger_undone *r)
{
    return r->undone;
}

static void put_counts(struct json *j, const struct ledger_undone *r, const char *key, size_t member)
{
    json_key(j, key);
    json_object_begin(j);
    for (int i = 0; i < r->tally_count; i++) {
        int64_t n = *(const int64_t *)((const char *)&r->tallies[i] + member);
        if (n)
            json_put_int(j, r->tallies[i].entity->name, n);
    }
    json_object_end(j);
}

void ledger_undone_json(struct json *j, const struct ledger_undone *r)
{
    json_object_begin(j);
    json_put_int(j, "run", r->run);
    json_put_bool(j, "dry_run", r->dry_run);
    json_put_bool(j, "undone", r->undone);
    put_counts(j, r, "deleted", offsetof(struct undo_tally, deleted));
    put_counts(j, r, "restored", offsetof(struct undo_tally, restored));
    json_key(j, "kept");
    json_array_begin(j);
    for (const struct kept *k = r->kept; k; k = k->next) {
        json_object_begin(j);
        json_put_text(j, "entity", k->entity->name);
        json_put_int(j, "id", k->id);
        json_put_text(j, "title", k->title);
        json_put_label(j, "reason", k->reason);
        json_object_end(j);
    }
    json_array_end(j);
    json_put_int(j, "kept_count", r->kept_count);
    json_object_end(j);
}

const char *ledger_undone_text(struct ctx *cx, const struct ledger_undone *r)
{
    enum { SHOWN = 20 };
    struct buf b = buf_init(cx->arena);
    bool zh = cx->lang == LANG_ZH;
    int shown = 0;
    for (int i = 0; i < r->tally_count; i++)
        buf_printf(&b, zh ? "%s:删除 %lld,恢复 %lld\n" : "%s: %lld deleted, %lld put back\n",
                   label_in(r->tallies[i].entity->label, cx->lang), (long long)r->tallies[i].deleted,
                   (long long)r->tallies[i].restored);
    if (r->kept_count)
        buf_printf(&b, zh ? "保留 %lld 条:\n" : "Kept: %lld\n", (long long)r->kept_count);
    for (const struct kept *k = r->kept; k && shown < SHOWN; k = k->next, shown++)
        buf_printf(&b, "  %s %lld %s: %s\n", label_in(k->entity->label, cx->lang), (long long)k->id, k->title,
                   label_in(k->reason, cx->lang));
    if (r->kept_count > shown)
        buf_printf(&b, zh ? "  … 还有 %lld 条,用 --json 看全部\n" : "  … and %lld more; --json shows all\n",
                   (long long)(r->kept_count - shown));
    buf_text(&b, r->undone    ? zh ? "已撤销\n" : "Undone\n"
                 : r->dry_run ? zh ? "试算,未写入\n" : "Dry run, nothing was written\n"
                 : zh         ? "有导入后被改动的内容,没有写入;加 --force-rest 撤销其余\n"
                              : "Some rows have changed since: nothing was written; --force-rest undoes the others\n");
    return b.data;
}
