/* trail.c — adds records to the chain of a zone, in the transaction of what they record. */
#include "model/trail.h"

#include "base/json.h"
#include "model/rights.h"
#include "model/statement.h"
#include "model/trail_text.h"

#include <string.h>

const struct entity *trail_entity(void)
{
    return entity_find("audit_record");
}

/* Where the chain ends, as far as this transaction has read or written it; see db_kept(). */
struct chain {
    bool known;
    int64_t zone, last;
    char hash[2 * SM3_SIZE + 1];  /* "" before the first */
    struct trail_list *gathering; /* NULL: rows are recorded one by one */
};
_Static_assert(sizeof(struct chain) <= DB_KEPT, "the chain's end must fit what a transaction keeps");

/* The end of the zone's chain: nobody else can add to it before this transaction ends. */
static struct chain *chain_of(struct ctx *cx)
{
    struct chain *c = db_kept(cx);
    const struct value zone = value_int(cx->zone);
    if (c->known && c->zone == cx->zone)
        return c;
    struct rows *rows =
        db_query(cx, "SELECT id, hash FROM audit_record WHERE zone = $1 ORDER BY id DESC LIMIT 1", &zone, 1);
    *c = (struct chain){.known = true, .zone = cx->zone, .gathering = c->gathering};
    if (rows && db_next(rows)) {
        c->last = db_int(rows, 0);
        const char *hash = db_text(rows, 1); /* NULL: somebody took it away, which verifying tells */
        strncpy(c->hash, hash ? hash : "", sizeof c->hash - 1);
        db_end(rows);
    }
    return rows && db_ok(rows) ? c : NULL;
}

/* In a transaction: fills in what every record has, and adds it. */
static bool append(struct ctx *cx, const struct entity *e, struct audit_record *r)
{
    const struct chain *before = chain_of(cx);
    unsigned char digest[SM3_SIZE];
    if (!before)
        return false;
    const char *actor = cx->actor ? cx->actor : "system";
    const struct instant now = {cx->now_ms};
    r->head = (struct row_head){before->last + 1, 1, now, actor, now, actor, cx->way ? cx->way : "program"};
    r->outcome = r->outcome ? r->outcome : "done";
    r->role = cx->rights ? cx->rights->who.role : NULL;
    r->origin = cx->origin;
    r->request = cx->request;
    r->previous = before->last ? arena_strdup(cx->arena, before->hash) : NULL;
    r->hash = NULL;
    if (!trail_digest(cx, e, r, "hash", digest))
        return false;
    r->hash = hex_of(cx->arena, digest, SM3_SIZE);
    if (!row_insert(cx, e, r))
        return false;
    struct chain *c = db_kept(cx);
    c->last = r->head.id;
    memcpy(c->hash, r->hash, sizeof c->hash);
    return true;
}

/* What a record takes from the arena it gives back. */
static bool append_lightly(struct ctx *cx, const struct entity *e, struct audit_record *r)
{
    struct arena_mark mark = arena_mark(cx->arena);
    bool done = append(cx, e, r);
    if (done)
        arena_reset(cx->arena, mark);
    return done;
}

static struct audit_record record_of(const struct trail_entry *t)
{
    return (struct audit_record){
        .act = t->act,
        .entity = t->entity,
        .row_id = t->row,
        .row_version = t->entity && t->version ? t->version : NONE_INT,
        .outcome = t->outcome,
        .detail = t->detail,
    };
}

bool trail_note(struct ctx *cx, const struct trail_entry *entry)
{
    const struct entity *e = trail_entity();
    struct audit_record r = record_of(entry);
    if (!e)
        return true;
    if (!db_begin(cx))
        return false;
    if (append_lightly(cx, e, &r))
        return db_commit(cx);
    db_rollback(cx);
    return false;
}

bool trail_each_zone(struct ctx *cx, bool (*work)(struct ctx *cx, const void *arg), const void *arg)
{
    enum { ZONES_MOST = 4096 };
    int64_t *zones = arena_array(cx->arena, ZONES_MOST, sizeof *zones), zone = cx->zone;
    int count = 1;
    zones[0] = 0;
    struct rows *rows = db_query(cx, "SELECT DISTINCT zone FROM counter WHERE zone > 0 ORDER BY zone", NULL, 0);
    while (rows && count < ZONES_MOST && db_next(rows))
        zones[count++] = db_int(rows, 0);
    bool done = rows && db_ok(rows);
    for (int i = 0; done && i < count; i++) {
        cx->zone = zones[i];
        done = work(cx, arg);
    }
    cx->zone = zone;
    return done;
}

static bool note_here(struct ctx *cx, const void *entry)
{
    return trail_note(cx, entry);
}

bool trail_note_all(struct ctx *cx, const struct trail_entry *entry)
{
    if (!db_begin(cx))
        return false;
    if (trail_each_zone(cx, note_here, entry))
        return db_commit(cx);
    db_rollback(cx);
    return false;
}

/* ---- rows ---- */

/* {"fields":["total","unit"]}: what a change changed. */
static const char *fields_changed(struct arena *a, const struct entity *e, const void *row, const void *old)
{
    struct buf out = buf_init(a);
    struct json j = json_to(&out);
    json_object_begin(&j);
    json_key(&j, "fields");
    json_array_begin(&j);
    for (const struct field *f = e->fields; f->type != T_END; f++)
        if (!field_is_derived(f) && !value_equal(column_value(f, row), column_value(f, old)))
            json_text(&j, f->name);
    json_array_end(&j);
    json_object_end(&j);
    return out.data;
}

static const char *act_on(const struct row_head *head, const void *old)
{
    return old ? "update" : head->version == 1 ? "create" : "revive";
}

static bool record_row(struct ctx *cx, const struct entity *e, const void *row, const void *old)
{
    const struct row_head *head = row;
    unsigned char digest[SM3_SIZE];
    struct audit_record r = record_of(&(struct trail_entry){
        .act = act_on(head, old),
        .entity = e->name,
        .row = head->id,
        .version = head->version,
        .detail = old ? fields_changed(cx->arena, e, row, old) : NULL,
    });
    if (!trail_digest(cx, e, row, NULL, digest))
        return false;
    r.content = hex_of(cx->arena, digest, SM3_SIZE);
    return append(cx, trail_entity(), &r);
}

static bool record_end(struct ctx *cx, const struct entity *e, const struct row_head *old, const unsigned char *digest)
{
    struct audit_record r =
        record_of(&(struct trail_entry){.act = "delete", .entity = e->name, .row = old->id, .version = old->version});
    r.content = hex_of(cx->arena, digest, SM3_SIZE);
    return append(cx, trail_entity(), &r);
}

/* NULL: rows are recorded one by one. */
static struct trail_list *gathering(struct ctx *cx)
{
    const struct chain *c = db_kept(cx);
    return c ? c->gathering : NULL;
}

static bool list_row(struct ctx *cx, struct trail_list *l, const struct entity *e, const void *row)
{
    const struct row_head *head = row;
    unsigned char digest[SM3_SIZE];
    if (!trail_digest(cx, e, row, NULL, digest))
        return false;
    trail_list_add(l, e->name, head->id, head->version, false, digest);
    return true;
}

bool trail_wrote(struct ctx *cx, const struct entity *e, const void *row, const void *old)
{
    struct trail_list *l = gathering(cx);
    if (!trail_entity())
        return true;
    if (l)
        return list_row(cx, l, e, row);
    struct arena_mark mark = arena_mark(cx->arena);
    bool done = record_row(cx, e, row, old);
    if (done)
        arena_reset(cx->arena, mark);
    return done;
}

bool trail_ended(struct ctx *cx, const struct entity *e, const struct row_head *old, struct instant ended_at)
{
    struct trail_list *l = gathering(cx);
    unsigned char digest[SM3_SIZE];
    if (!trail_entity())
        return true;
    if (!trail_digest_end(cx, e, old->id, old->version, ended_at, cx->actor ? cx->actor : "system",
                          cx->way ? cx->way : "program", digest))
        return false;
    if (l) {
        trail_list_add(l, e->name, old->id, old->version, true, digest);
        return true;
    }
    struct arena_mark mark = arena_mark(cx->arena);
    bool done = record_end(cx, e, old, digest);
    if (done)
        arena_reset(cx->arena, mark);
    return done;
}

/* ---- many at once ---- */

void trail_gather(struct ctx *cx, struct arena *keep)
{
    struct chain *c = db_kept(cx);
    if (trail_entity())
        c->gathering = trail_list_new(keep);
}

bool trail_note_list(struct ctx *cx, const struct trail_list *l, const struct trail_entry *entry)
{
    unsigned char digest[SM3_SIZE];
    struct audit_record r = record_of(entry);
    if (l->count == 0)
        return true;
    if (!sm3(cx, l->bytes.data, l->bytes.length, digest))
        return false;
    r.listed = (struct bytes){l->bytes.data, l->bytes.length};
    r.content = hex_of(cx->arena, digest, SM3_SIZE);
    return append(cx, trail_entity(), &r);
}

bool trail_gathered(struct ctx *cx, const struct trail_entry *entry)
{
    struct chain *c = db_kept(cx);
    const struct trail_list *l = c->gathering;
    c->gathering = NULL;
    return !l || trail_note_list(cx, l, entry);
}

/* ---- what was there before ---- */

static bool list_table(struct ctx *cx, struct trail_list *l, const struct entity *e, bool past)
{
    struct arena_mark mark = arena_mark(cx->arena);
    struct sql q = sql_new(cx);
    int ended = (int)column_count(e);
    sql_add(&q, "SELECT %s%s FROM %s%s", row_columns(cx, e, NULL),
            past ? ", ended_at, ended_by, ended_way, deleted" : "", entity_table(e), past ? "_history" : "");
    if (!(e->flags & ENTITY_GLOBAL)) {
        sql_add(&q, " WHERE zone = ");
        sql_bind(&q, value_int(cx->zone));
    }
    struct rows *rows = sql_query(&q);
    bool done = rows;
    while (done && db_next(rows)) {
        struct arena_mark each = arena_mark(cx->arena);
        struct row_head *row = row_new(cx, e);
        unsigned char digest[SM3_SIZE];
        row_read(cx, e, rows, 0, row);
        done = list_row(cx, l, e, row);
        if (done && past && db_int(rows, ended + 3)) {
            done = trail_digest_end(cx, e, row->id, row->version, (struct instant){db_int(rows, ended)},
                                    db_text(rows, ended + 1), db_text(rows, ended + 2), digest);
            trail_list_add(l, e->name, row->id, row->version, true, digest);
        }
        arena_reset(cx->arena, each);
    }
    done = done && db_ok(rows);
    if (done)
        arena_reset(cx->arena, mark);
    return done;
}

/* All rows of cx->zone; in zone 0 those of no zone. */
static bool list_zone(struct ctx *cx, struct trail_list *l)
{
    for (const struct entity *const *e = entity_catalogue; *e; e++) {
        bool here = !((*e)->flags & ENTITY_APPEND) && !((*e)->flags & ENTITY_GLOBAL) == (cx->zone != 0);
        if (here && !(list_table(cx, l, *e, false) && list_table(cx, l, *e, true)))
            return false;
    }
    return true;
}

static bool begin_zone(struct ctx *cx, const void *arg)
{
    (void)arg;
    struct trail_list *l = trail_list_new(arena_beside(cx->arena));
    const struct chain *c = chain_of(cx);
    return c && (c->last || (list_zone(cx, l) && trail_note_list(cx, l, &(struct trail_entry){.act = "begin"})));
}

bool trail_begin(struct ctx *cx)
{
    if (!trail_entity())
        return true;
    ((struct chain *)db_kept(cx))->known = false; /* rows may have been loaded past us */
    return trail_each_zone(cx, begin_zone, NULL);
}
