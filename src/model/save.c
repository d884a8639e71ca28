/* save.c — writes rows: ids, versions, and the history that every write leaves behind. */
#include "base/text.h"
#include "model/rights.h"
#include "model/rows.h"
#include "model/search.h"
#include "model/statement.h"
#include "model/trail.h"

#include <string.h>

static struct row_head *head_of(void *row)
{
    return row;
}

static const char *actor(const struct ctx *cx)
{
    return cx->actor ? cx->actor : "system";
}

static const char *way(const struct ctx *cx)
{
    return cx->way ? cx->way : "program";
}

#define RAISE_COUNTER                                                                                                  \
    "INSERT INTO counter (zone, entity, next) VALUES ($1, $2, CAST($3 AS BIGINT) + 1)"                                 \
    " ON CONFLICT (zone, entity) DO UPDATE SET next = counter.next + $3"

/* SQLite puts what RETURNING gives into a table made for it, which costs twice what asking once more does. */
static bool raise_and_read(struct ctx *cx, const struct value params[3], struct value *ret_next)
{
    if (!db_begin(cx))
        return false;
    if (!db_exec(cx, RAISE_COUNTER, params, 3, NULL) ||
        !db_scalar(cx, "SELECT next FROM counter WHERE zone = $1 AND entity = $2", params, 2, ret_next)) {
        db_rollback(cx);
        return false;
    }
    return db_commit(cx);
}

bool row_ids(struct ctx *cx, const struct entity *e, int64_t count, int64_t *ret_first)
{
    const struct value params[] = {
        value_int(e->flags & ENTITY_GLOBAL ? 0 : cx->zone),
        value_text(e->name),
        value_int(count),
    };
    struct value next;
    if (!(db_engine(cx->db) == DB_SQLITE ? raise_and_read(cx, params, &next)
                                         : db_scalar(cx, RAISE_COUNTER " RETURNING next", params, 3, &next)))
        return false;
    *ret_first = next.i - count;
    return true;
}

bool row_ids_return(struct ctx *cx, const struct entity *e, int64_t first, int64_t end)
{
    const struct value params[] = {
        value_int(e->flags & ENTITY_GLOBAL ? 0 : cx->zone),
        value_text(e->name),
        value_int(first),
        value_int(end),
    };
    return db_exec(cx, "UPDATE counter SET next = $3 WHERE zone = $1 AND entity = $2 AND next = $4", params, 4, NULL);
}

/* ---- the zone's revision: one more counter ---- */

#define REVISION "*" /* in the place of an entity's name */

bool zone_touch(struct ctx *cx)
{
    const struct value params[] = {value_int(cx->zone), value_text(REVISION)};
    return !db_once(cx) || db_exec(cx,
                                   "INSERT INTO counter (zone, entity, next) VALUES ($1, $2, 1)"
                                   " ON CONFLICT (zone, entity) DO UPDATE SET next = counter.next + 1",
                                   params, 2, NULL);
}

static bool raise_revision(struct ctx *cx, const struct entity *e)
{
    return e->flags & ENTITY_GLOBAL || zone_touch(cx);
}

bool zone_revision(struct ctx *cx, int64_t *ret_revision)
{
    const struct value params[] = {value_int(cx->zone), value_text(REVISION)};
    struct value revision;
    if (!db_recall(cx, "SELECT next FROM counter WHERE zone = $1 AND entity = $2", params, 2, &revision))
        return false;
    *ret_revision = revision.i; /* 0: nothing was written yet */
    return true;
}

/* ---- statements ---- */

/* A statement in the making: like struct sql, without formats, since an import makes one for every row. */
struct writing {
    struct buf text;
    struct value *params;
    size_t count;
};

static struct writing writing_new(struct ctx *cx, const struct entity *e)
{
    enum { EXTRA = 8 }; /* zone, id, version, and what ended the row */
    return (struct writing){
        .text = buf_init(cx->arena),
        .params = arena_array(cx->arena, column_count(e) + EXTRA, sizeof(struct value)),
    };
}

static void bind(struct writing *w, struct value v)
{
    w->params[w->count++] = v;
    buf_char(&w->text, '$');
    buf_int(&w->text, (int64_t)w->count);
}

static bool run(struct ctx *cx, struct writing *w, int64_t *ret_changed)
{
    return db_exec(cx, w->text.data, w->params, w->count, ret_changed);
}

static void where_id(struct ctx *cx, struct writing *w, const struct entity *e, int64_t id)
{
    buf_text(&w->text, " WHERE ");
    if (!(e->flags & ENTITY_GLOBAL)) {
        buf_text(&w->text, "zone = ");
        bind(w, value_int(cx->zone));
        buf_text(&w->text, " AND ");
    }
    buf_text(&w->text, "id = ");
    bind(w, value_int(id));
}

static const char *zone_column(const struct entity *e)
{
    return e->flags & ENTITY_GLOBAL ? "" : "zone, ";
}

bool row_insert(struct ctx *cx, const struct entity *e, const void *row)
{
    struct writing w = writing_new(cx, e);
    buf_text(&w.text, "INSERT INTO ");
    buf_text(&w.text, entity_table(e));
    buf_text(&w.text, " (");
    buf_text(&w.text, zone_column(e));
    columns_add(&w.text, e, NULL);
    buf_text(&w.text, ") VALUES (");
    if (!(e->flags & ENTITY_GLOBAL)) {
        bind(&w, value_int(cx->zone));
        buf_text(&w.text, ", ");
    }
    for (const struct field *f = entity_next_column(e, NULL); f; f = entity_next_column(e, f)) {
        if (f != row_head_fields)
            buf_text(&w.text, ", ");
        bind(&w, column_value(f, row));
    }
    buf_char(&w.text, ')');
    return run(cx, &w, NULL);
}

/* Copies the stored row of that version to the history; *ret_moved is false when it is not there any more. */
static bool keep_old(struct ctx *cx, const struct entity *e, const struct row_head *old, int64_t ended_at, bool deleted,
                     bool *ret_moved)
{
    struct writing w = writing_new(cx, e);
    buf_text(&w.text, "INSERT INTO ");
    buf_text(&w.text, entity_table(e));
    buf_text(&w.text, "_history (");
    buf_text(&w.text, zone_column(e));
    columns_add(&w.text, e, NULL);
    buf_text(&w.text, ", ended_at, ended_by, ended_way, deleted) SELECT ");
    buf_text(&w.text, zone_column(e));
    columns_add(&w.text, e, NULL);
    buf_text(&w.text, ", CAST(");
    bind(&w, value_int(ended_at));
    buf_text(&w.text, " AS BIGINT), CAST(");
    bind(&w, value_text(actor(cx)));
    buf_text(&w.text, " AS TEXT), CAST(");
    bind(&w, value_text(way(cx)));
    buf_text(&w.text, " AS TEXT), CAST(");
    bind(&w, value_int(deleted));
    buf_text(&w.text, " AS BIGINT) FROM ");
    buf_text(&w.text, entity_table(e));
    where_id(cx, &w, e, old->id);
    buf_text(&w.text, " AND version = ");
    bind(&w, value_int(old->version));
    int64_t moved;
    if (!run(cx, &w, &moved))
        return false;
    *ret_moved = moved == 1;
    return true;
}

static void set(struct writing *w, const struct field *f, struct value v)
{
    if (w->count > 0)
        buf_text(&w->text, ", ");
    buf_text(&w->text, f->name);
    buf_text(&w->text, " = ");
    bind(w, v);
}

/* Only what changed: the engine then leaves the other indexes and foreign keys alone. */
static bool update(struct ctx *cx, const struct entity *e, const void *row, const void *old)
{
    struct writing w = writing_new(cx, e);
    buf_text(&w.text, "UPDATE ");
    buf_text(&w.text, entity_table(e));
    buf_text(&w.text, " SET ");
    for (const struct field *f = entity_next_column(e, NULL); f; f = entity_next_column(e, f)) {
        struct value v = column_value(f, row);
        if (!value_equal(v, column_value(f, old)))
            set(&w, f, v);
    }
    where_id(cx, &w, e, ((const struct row_head *)old)->id);
    return run(cx, &w, NULL);
}

/* ---- failures ---- */

static bool fail_stale(struct ctx *cx, const struct entity *e, int64_t id)
{
    return fail(cx, ERR_STALE, "ROW-02", NULL, "%1$s（编号 %2$lld）已被他人修改，请对照最新内容后再保存%3$.0s",
                "somebody else has changed this %3$s (id %2$lld); compare with the current row and save again%1$.0s",
                label_in(e->label, LANG_ZH), (long long)id, label_in(e->label, LANG_EN));
}

static const char *labels_of(struct arena *a, const struct entity *e, const char *key, enum lang lang)
{
    struct buf out = buf_init(a);
    for (char **name = field_words(a, key); *name; name++) {
        const struct field *f = entity_field(e, *name);
        buf_printf(&out, "%s%s", out.length ? " + " : "", f ? label_in(f->label, lang) : *name);
    }
    return out.data;
}

/* The key that the engine's refusal is about: it names the last column of it. */
static const char *key_taken(struct ctx *cx, const struct entity *e)
{
    const char *column = cx->err.path;
    for (size_t i = 0; column && i < sizeof e->unique / sizeof *e->unique && e->unique[i]; i++) {
        const char *space = strrchr(e->unique[i], ' ');
        if (strcmp(space ? space + 1 : e->unique[i], column) == 0)
            return e->unique[i];
    }
    return NULL;
}

/* Always false: says a taken key in the model's words. */
static bool explain_conflict(struct ctx *cx, const struct entity *e)
{
    const char *key = text_equal(cx->err.code, "STO-01") ? key_taken(cx, e) : NULL;
    if (!key)
        return false;
    const char *cause = cx->err.cause;
    char **words = field_words(cx->arena, key);
    err_clear(cx);
    fail(cx, ERR_CONFLICT, "MDL-06", words[0], "已有“%1$s”相同的%2$s，请核对%3$.0s%4$.0s",
         "there is already a %4$s with the same %3$s%1$.0s%2$.0s", labels_of(cx->arena, e, key, LANG_ZH),
         label_in(e->label, LANG_ZH), labels_of(cx->arena, e, key, LANG_EN), label_in(e->label, LANG_EN));
    fail_cause(cx, cause ? cause : "");
    return false;
}

/* ---- saving ---- */

/* The moment a row changes: time goes forward for every row, even where the clock does not. */
static struct instant moment_after(const struct ctx *cx, struct instant last)
{
    return (struct instant){cx->now_ms > last.ms ? cx->now_ms : last.ms + 1};
}

static void tell(struct ctx *cx, const struct entity *e, int64_t id, int64_t before, int64_t after)
{
    if (cx->watch)
        cx->watch->wrote(cx->watch->arg, e, id, before, after);
}

static bool store_new(struct ctx *cx, const struct entity *e, void *row)
{
    struct row_head *head = head_of(row);
    if (head->id == 0 && !row_ids(cx, e, 1, &head->id))
        return false;
    struct instant now = {cx->now_ms};
    *head = (struct row_head){head->id, 1, now, actor(cx), now, actor(cx), way(cx)};
    return row_insert(cx, e, row) || explain_conflict(cx, e);
}

static bool store_over(struct ctx *cx, const struct entity *e, void *row, const void *old)
{
    const struct row_head *before = old;
    struct row_head *head = head_of(row);
    bool moved = false;
    if (head->version != before->version || head->id != before->id)
        return fail_stale(cx, e, before->id);
    *head = *before;
    head->version++;
    head->updated_at = moment_after(cx, before->updated_at);
    head->updated_by = actor(cx);
    head->way = way(cx);
    if (!keep_old(cx, e, before, head->updated_at.ms, false, &moved))
        return false;
    if (!moved)
        return fail_stale(cx, e, before->id);
    return update(cx, e, row, old) || explain_conflict(cx, e);
}

/* A row that ended then, there again as its next version. */
static bool store_again(struct ctx *cx, const struct entity *e, void *row, struct instant ended_at)
{
    struct row_head *head = head_of(row);
    head->version++;
    head->updated_at = moment_after(cx, ended_at);
    head->updated_by = actor(cx);
    head->way = way(cx);
    return row_insert(cx, e, row) || explain_conflict(cx, e);
}

/* Facts that follow from a row are the program's, whoever acts. */
static bool follow(struct ctx *cx, const struct entity *e, const void *row, const void *old)
{
    const struct rights *rights = cx->rights;
    if (!e->stored)
        return true;
    cx->rights = NULL;
    bool done = e->stored(cx, row, old);
    cx->rights = rights;
    return done;
}

/* `ended_at`: of a row that was deleted; NULL: it is a new one, or goes over `old`. */
static bool store(struct ctx *cx, const struct entity *e, void *row, const void *old, const struct instant *ended_at)
{
    struct row_head before = *head_of(row);
    if (!db_begin(cx))
        return false;
    bool stored = rights_before_write(cx, e, row, old) && (ended_at ? store_again(cx, e, row, *ended_at)
                                                           : old    ? store_over(cx, e, row, old)
                                                                    : store_new(cx, e, row));
    stored = stored && search_keep(cx, e, row, old) && raise_revision(cx, e) && trail_wrote(cx, e, row, old);
    if (stored)
        tell(cx, e, head_of(row)->id, old ? before.version : 0, head_of(row)->version);
    stored = stored && follow(cx, e, row, old) && rights_after_write(cx, e, head_of(row)->id, !old);
    if (stored)
        stored = db_commit(cx);
    else
        db_rollback(cx);
    if (!stored)
        *head_of(row) = before;
    return stored;
}

/* Writes a row that passed its checks, unless it says nothing new. */
static bool save_checked(struct ctx *cx, const struct entity *e, void *row, const void *old, bool *ret_changed)
{
    const struct row_head *before = old;
    bool changed = !old || !row_equal(e, row, old);
    if (!changed && head_of(row)->version != before->version)
        return fail_stale(cx, e, before->id);
    if (!changed)
        *head_of(row) = *before;
    else if (!store(cx, e, row, old, NULL))
        return false;
    if (ret_changed)
        *ret_changed = changed;
    return true;
}

bool row_save_over(struct ctx *cx, const struct entity *e, void *row, const void *old, bool *ret_changed)
{
    struct findings fs = findings_new(cx);
    row_check_local(cx, e, row, &fs);
    return findings_refuse(cx, &fs) && save_checked(cx, e, row, old, ret_changed);
}

static bool save_whole(struct ctx *cx, const struct entity *e, void *row, bool *ret_changed)
{
    struct findings fs = findings_new(cx);
    const void *old = NULL;
    if (head_of(row)->id != 0) {
        old = row_load(cx, e, head_of(row)->id);
        if (!old)
            return false;
        if (head_of(row)->version != ((const struct row_head *)old)->version)
            return fail_stale(cx, e, head_of(row)->id);
    }
    return row_check(cx, e, row, old, &fs) && findings_refuse(cx, &fs) && save_checked(cx, e, row, old, ret_changed);
}

struct saving {
    const struct entity *e;
    void *row;
    bool changed;
};

static bool save_inside(struct ctx *cx, void *saving)
{
    struct saving *s = saving;
    return save_whole(cx, s->e, s->row, &s->changed);
}

bool row_save(struct ctx *cx, const struct entity *e, void *row, bool *ret_changed)
{
    const struct row_head before = *head_of(row);
    struct saving s = {e, row, false};
    if (!db_transaction(cx, save_inside, &s)) {
        *head_of(row) = before;
        return false;
    }
    if (ret_changed)
        *ret_changed = s.changed;
    return true;
}

/* ---- deleting ---- */

static bool fail_referred(struct ctx *cx, const struct entity *e, const struct entity *by, int64_t id)
{
    return fail(
        cx, ERR_CONFLICT, "ROW-03", NULL, "不能删除：%1$s（编号 %3$lld）仍引用这条%2$s，请先删除或改正它%4$.0s%5$.0s",
        "it cannot be deleted: %4$s (id %3$lld) still refers to this %5$s; delete or change that first%1$.0s%2$.0s",
        label_in(by->label, LANG_ZH), label_in(e->label, LANG_ZH), (long long)id, label_in(by->label, LANG_EN),
        label_in(e->label, LANG_EN));
}

/* *ret_id stays 0 when no row of `by` refers to it by f. */
static bool find_referrer(struct ctx *cx, const struct entity *e, int64_t id, const struct entity *by,
                          const struct field *f, int64_t *ret_id)
{
    struct sql q = sql_new(cx);
    sql_add(&q, "SELECT id FROM %s", entity_table(by));
    where_row(&q, by);
    sql_add(&q, "%s = ", f->name);
    sql_bind(&q, value_int(id));
    if (by == e) { /* a row may refer to itself */
        sql_add(&q, " AND id <> ");
        sql_bind(&q, value_int(id));
    }
    sql_add(&q, " LIMIT 1");
    struct rows *rows = sql_query(&q);
    if (!rows)
        return false;
    if (db_next(rows))
        *ret_id = db_int(rows, 0);
    db_end(rows);
    return db_ok(rows);
}

bool row_referrer(struct ctx *cx, const struct entity *e, int64_t id, const struct entity **ret_by, int64_t *ret_id)
{
    *ret_by = NULL;
    *ret_id = 0;
    for (const struct entity *const *by = entity_catalogue; *by; by++)
        for (const struct field *f = entity_next_column(*by, NULL); f; f = entity_next_column(*by, f)) {
            if (f->type != T_REF || strcmp(f->ref, e->name) != 0 || field_is_followed(*by, f))
                continue;
            if (!find_referrer(cx, e, id, *by, f, ret_id))
                return false;
            if (*ret_id) {
                *ret_by = *by;
                return true;
            }
        }
    return true;
}

static bool check_unreferred(struct ctx *cx, const struct entity *e, int64_t id)
{
    const struct entity *by;
    int64_t by_id;
    return row_referrer(cx, e, id, &by, &by_id) && (!by || fail_referred(cx, e, by, by_id));
}

static bool delete_row(struct ctx *cx, const struct entity *e, const struct row_head *old)
{
    bool moved = false;
    struct instant ended_at = moment_after(cx, old->updated_at);
    if (!keep_old(cx, e, old, ended_at.ms, true, &moved))
        return false;
    if (!moved)
        return fail_stale(cx, e, old->id);
    struct writing w = writing_new(cx, e);
    buf_text(&w.text, "DELETE FROM ");
    buf_text(&w.text, entity_table(e));
    where_id(cx, &w, e, old->id);
    return run(cx, &w, NULL) && trail_ended(cx, e, old, ended_at);
}

/* What follows from a row goes with it, whoever deletes it. */
static bool delete_followers(struct ctx *cx, const struct entity *e, int64_t id)
{
    for (const struct entity *const *by = entity_catalogue; *by; by++)
        for (const struct field *f = entity_next_column(*by, NULL); f; f = entity_next_column(*by, f)) {
            if (!field_is_followed(*by, f) || strcmp(f->ref, e->name) != 0)
                continue;
            for (int64_t follower;;) {
                const struct row_head *row;
                follower = 0;
                if (!find_referrer(cx, e, id, *by, f, &follower))
                    return false;
                if (follower == 0)
                    break;
                if (!(row = row_stored(cx, *by, follower)) || !row_delete(cx, *by, follower, row->version))
                    return false;
            }
        }
    return true;
}

static bool forget_followers(struct ctx *cx, const struct entity *e, int64_t id)
{
    const struct rights *rights = cx->rights;
    cx->rights = NULL;
    bool done = delete_followers(cx, e, id);
    cx->rights = rights;
    return done;
}

static bool delete_checked(struct ctx *cx, const struct entity *e, int64_t id, int64_t version)
{
    const struct row_head *old = row_load(cx, e, id);
    if (!old)
        return false;
    if (old->version != version)
        return fail_stale(cx, e, id);
    if (!rights_before_delete(cx, e, id) || !follow(cx, e, NULL, old) || !forget_followers(cx, e, id) ||
        !check_unreferred(cx, e, id) || !delete_row(cx, e, old) || !search_forget(cx, e, id) || !raise_revision(cx, e))
        return false;
    tell(cx, e, id, version, 0);
    return true;
}

struct deleting {
    const struct entity *e;
    int64_t id, version;
};

static bool delete_inside(struct ctx *cx, void *deleting)
{
    const struct deleting *d = deleting;
    return delete_checked(cx, d->e, d->id, d->version);
}

bool row_delete(struct ctx *cx, const struct entity *e, int64_t id, int64_t version)
{
    struct deleting d = {e, id, version};
    return db_transaction(cx, delete_inside, &d);
}

bool row_revive(struct ctx *cx, const struct entity *e, void *row, struct instant ended_at)
{
    return store(cx, e, row, NULL, &ended_at);
}
