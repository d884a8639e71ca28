/* trail_check.c — looks whether the audit and the rows still are what was written. */
#include "model/trail_check.h"

#include "base/json.h"
#include "model/statement.h"
#include "model/trail_text.h"

#include <stdio.h>
#include <string.h>

/* What the records say of one version of a row, or of its end. */
struct said {
    int64_t id, version, record;
    int place; /* of the entity in the catalogue */
    bool end, seen, used;
    unsigned char tag[TRAIL_TAG];
};

struct check {
    struct ctx *cx;
    struct trail_report *report;
    const struct trail_seals *seals;
    struct arena *keep;
    struct said *table; /* open addressing; a power of two */
    size_t capacity, count;
    int64_t last;      /* record of this zone looked at last */
    const char *hash;  /* its hash */
    int64_t gone;      /* records up to this one are in an archive */
    const char *first; /* … and the hash of the last of them, as the first record that is there says */
    bool archived;     /* a record says that they are, under seal */
    int64_t done, total;
};

static void fault(struct check *c, int64_t record, const char *entity, int64_t row, int64_t version, const char *zh,
                  const char *en)
{
    struct trail_report *r = c->report;
    if (r->fault_count++ < TRAIL_FAULTS_MOST)
        r->faults[r->fault_count - 1] = (struct trail_fault){c->cx->zone, record, entity, row, version, {zh, en}};
}

static bool step(struct check *c)
{
    enum { EVERY = 256 };
    c->done++;
    return c->done % EVERY || ctx_progress(c->cx, c->done < c->total ? c->done : c->total, c->total);
}

/* ---- what the records say ---- */

static int place_of(const char *name)
{
    int i = 0;
    while (entity_catalogue[i] && strcmp(entity_catalogue[i]->name, name) != 0)
        i++;
    return entity_catalogue[i] ? i : -1;
}

static struct said *slot(const struct check *c, int place, int64_t id, int64_t version, bool end)
{
    const int64_t key[] = {place * 2 + end, id, version};
    size_t at =
        (size_t)(quick_hash(HASH_BEGIN, key, sizeof key) * UINT64_C(0x9E3779B97F4A7C15) >> 20) & (c->capacity - 1);
    for (;; at = (at + 1) & (c->capacity - 1)) {
        struct said *s = &c->table[at];
        if (!s->used || (s->place == place && s->id == id && s->version == version && s->end == end))
            return s;
    }
}

static void widen(struct check *c)
{
    struct said *old = c->table;
    size_t capacity = c->capacity;
    c->capacity = capacity ? capacity * 2 : 1024;
    c->table = arena_array(c->keep, c->capacity, sizeof *c->table);
    for (size_t i = 0; i < capacity; i++)
        if (old[i].used)
            *slot(c, old[i].place, old[i].id, old[i].version, old[i].end) = old[i];
}

static void expect(struct check *c, int64_t record, const struct trail_item *item)
{
    int place = place_of(item->entity);
    if (place < 0) {
        fault(c, record, arena_strdup(c->keep, item->entity), item->id, item->version, "程序里没有这种对象",
              "the program has no such entity");
        return;
    }
    if (c->count * 3 >= c->capacity * 2)
        widen(c);
    struct said *s = slot(c, place, item->id, item->version, item->end);
    if (s->used)
        fault(c, record, entity_catalogue[place]->name, item->id, item->version, "两条记录说到同一版本",
              "two records speak of this version");
    else
        c->count++;
    *s = (struct said){item->id, item->version, record, place, item->end, false, true, {0}};
    memcpy(s->tag, item->tag, TRAIL_TAG);
}

struct source {
    struct check *check;
    int64_t record;
};

static void expect_item(void *arg, const struct trail_item *item)
{
    const struct source *s = arg;
    expect(s->check, s->record, item);
}

static bool expect_what(struct check *c, const struct audit_record *r)
{
    unsigned char digest[SM3_SIZE];
    if (r->listed.size) {
        if (!sm3(c->cx, r->listed.data, r->listed.size, digest))
            return false;
        if (!r->content || strcmp(r->content, hex_of(c->cx->arena, digest, SM3_SIZE)) != 0)
            fault(c, r->head.id, NULL, 0, 0, "所列各行与摘要不符", "the rows it lists do not fit its digest");
    }
    if (!trail_items(c->keep, r, expect_item, &(struct source){c, r->head.id}))
        fault(c, r->head.id, NULL, 0, 0, "所列各行读不出来", "the rows it lists cannot be read");
    return true;
}

/* ---- the chain ---- */

/* *ret_good is false when the chain cannot be followed from here on. */
static bool check_link(struct check *c, const struct entity *e, const struct audit_record *r, bool *ret_good)
{
    unsigned char digest[SM3_SIZE];
    struct arena *a = c->keep;
    int64_t id = r->head.id;
    *ret_good = false;
    if (!trail_digest(c->cx, e, r, "hash", digest))
        return false;
    if (id != c->last + 1 && c->last == c->gone && c->gone == 0)
        fault(c, 1, NULL, 0, 0, arena_printf(a, "缺少第 1 条到第 %lld 条", (long long)id - 1),
              arena_printf(a, "records 1 to %lld are missing", (long long)id - 1));
    else if (id != c->last + 1)
        fault(c, c->last + 1, NULL, 0, 0, "缺少这一条", "it is missing");
    else if (!r->hash || strcmp(r->hash, hex_of(c->cx->arena, digest, SM3_SIZE)) != 0)
        fault(c, id, NULL, 0, 0, "内容与本条摘要不符，已被改动", "its content does not fit its hash: it was changed");
    else if (c->hash && (!r->previous || strcmp(r->previous, c->hash) != 0))
        fault(c, id, NULL, 0, 0, "与上一条接不上，次序被改或记录被换",
              "it does not follow the one before: one of them was moved or replaced");
    else if (!c->hash && id == 1 && r->previous)
        fault(c, id, NULL, 0, 0, "链首之前不应有记录", "nothing can come before the first record");
    else
        *ret_good = true;
    return true;
}

/* The first seal that the record does not fit. */
static void check_seals(struct check *c, const struct audit_record *r)
{
    for (size_t i = 0; c->seals && i < c->seals->count; i++) {
        const struct trail_seal *s = &c->seals->items[i];
        if (s->zone != c->cx->zone || s->record != r->head.id)
            continue;
        c->report->seals++;
        if (strcmp(s->hash, r->hash) != 0)
            fault(c, r->head.id, NULL, 0, 0, "与封存的摘要不同，此条或之前的记录被整段重写",
                  "it is not the one that was sealed: the chain up to here was written anew");
    }
}

/* The seal in a record's detail: of record `of`, whose hash is `hash`, by the key of this installation. */
static void check_own_seal(struct check *c, const struct audit_record *r, int64_t of, const char *hash)
{
    const char *key;
    if (!trail_seal_fits(c->cx, r->detail, of, hash, &key))
        fault(c, r->head.id, NULL, 0, 0, "封存的签名不对，此条之前的记录被整段重写",
              "its seal is not genuine: the chain up to here was written anew");
    else if (c->seals && c->seals->key && strcmp(c->seals->key, key) != 0)
        fault(c, r->head.id, NULL, 0, 0, "由另一把密钥封存", "it was sealed with another key");
    else
        c->report->seals++;
}

static void check_kind(struct check *c, const struct audit_record *r)
{
    if (strcmp(r->act, "checkpoint") == 0)
        check_own_seal(c, r, r->head.id - 1, r->previous);
    if (strcmp(r->act, "archive") == 0 && c->gone && r->row_id == c->gone) {
        check_own_seal(c, r, c->gone, c->first);
        c->archived = true;
    }
}

static struct rows *select_records(struct ctx *cx, const struct entity *e)
{
    const struct value zone = value_int(cx->zone);
    const char *sql = arena_printf(cx->arena, "SELECT %s FROM %s WHERE zone = $1 ORDER BY id", row_columns(cx, e, NULL),
                                   entity_table(e));
    return db_query(cx, sql, &zone, 1);
}

static bool check_chain(struct check *c)
{
    struct ctx *cx = c->cx;
    const struct entity *e = trail_entity();
    struct rows *rows = select_records(cx, e);
    bool good = rows, looked = rows;
    char hash[2 * SM3_SIZE + 1] = "";
    while (good && looked && db_next(rows)) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct audit_record *r = row_new(cx, e);
        row_read(cx, e, rows, 0, r);
        if (c->last == c->gone && c->gone)
            c->first = arena_strdup(c->keep, r->previous);
        looked = check_link(c, e, r, &good) && (!good || expect_what(c, r)) && step(c);
        if (good) {
            check_seals(c, r);
            check_kind(c, r);
            snprintf(hash, sizeof hash, "%s", r->hash);
            c->hash = hash;
            c->last = r->head.id;
            c->report->records++;
        }
        arena_reset(cx->arena, mark);
    }
    c->hash = NULL;
    if (rows)
        db_end(rows);
    return looked && db_ok(rows);
}

/* What was sealed must be there still. */
static void check_tail(struct check *c)
{
    for (size_t i = 0; c->seals && i < c->seals->count; i++) {
        const struct trail_seal *s = &c->seals->items[i];
        if (s->zone == c->cx->zone && !s->genuine)
            fault(c, s->record, NULL, 0, 0, "封存文件里的签名不对", "its seal in the seals' file is not genuine");
        else if (s->zone == c->cx->zone && s->record > c->last) {
            fault(c, c->last + 1, NULL, 0, 0, "缺少这一条：封存时链更长，末尾被截去",
                  "it is missing: the chain was longer when it was sealed, its end was cut off");
            return;
        }
    }
}

static void check_start(struct check *c)
{
    if (c->gone && !c->archived)
        fault(c, c->gone + 1, NULL, 0, 0, "它之前的记录不见了，没有归档记录说到它们",
              "the records before it are gone, and none says that they were archived");
}

/* ---- the rows ---- */

static bool compare(struct check *c, int place, const struct row_head *row, bool end, const unsigned char *digest)
{
    const char *name = entity_catalogue[place]->name;
    struct said *s = slot(c, place, row->id, row->version, end);
    if (!s->used)
        fault(c, 0, name, row->id, row->version, end ? "没有记录说它被删除" : "没有记录说到这一版，是绕过程序写入的",
              end ? "no record says that it was deleted" : "no record speaks of it: it was written past the program");
    else if (memcmp(s->tag, digest, TRAIL_TAG) != 0)
        fault(c, s->record, name, row->id, row->version, "内容与记录时不同，被绕过程序改动",
              "it is not as it was recorded: it was changed past the program");
    if (s->used)
        s->seen = true;
    return step(c);
}

/* How an old version ended must agree with the version after it. */
struct ending {
    int64_t id, version;
    int64_t at;
    const char *by, *way;
};

static void check_ending(struct check *c, int place, const struct ending *was, const struct row_head *next)
{
    bool fits = was->at == next->updated_at.ms && strcmp(was->by, next->updated_by ? next->updated_by : "") == 0 &&
                strcmp(was->way, next->way ? next->way : "") == 0;
    if (was->id == next->id && was->version + 1 == next->version && !fits)
        fault(c, 0, entity_catalogue[place]->name, was->id, was->version, "历史中的结束时刻或结束人被改动",
              "when or by whom it ended was changed in the history");
}

static struct rows *select_versions(struct ctx *cx, const struct entity *e)
{
    struct sql q = sql_new(cx);
    const char *columns = row_columns(cx, e, NULL);
    struct value zone = value_int(cx->zone);
    bool global = e->flags & ENTITY_GLOBAL;
    sql_add(&q, "SELECT %s, ended_at, ended_by, ended_way, deleted FROM %s_history", columns, entity_table(e));
    if (!global) {
        sql_add(&q, " WHERE zone = ");
        sql_bind(&q, zone);
    }
    sql_add(&q,
            " UNION ALL SELECT %s, CAST(NULL AS BIGINT), CAST(NULL AS TEXT), CAST(NULL AS TEXT), CAST(0 AS BIGINT)"
            " FROM %s",
            columns, entity_table(e));
    if (!global) {
        sql_add(&q, " WHERE zone = ");
        sql_bind(&q, zone);
    }
    sql_add(&q, " ORDER BY id, version");
    return sql_query(&q);
}

static bool check_version(struct check *c, int place, const struct rows *rows, struct ending *was)
{
    struct ctx *cx = c->cx;
    const struct entity *e = entity_catalogue[place];
    int ended = (int)column_count(e);
    struct row_head *row = row_new(cx, e);
    unsigned char digest[SM3_SIZE];
    row_read(cx, e, rows, 0, row);
    c->report->rows++;
    if (!trail_digest(cx, e, row, NULL, digest) || !compare(c, place, row, false, digest))
        return false;
    if (was->id)
        check_ending(c, place, was, row);
    was->id = 0;
    if (db_is_null(rows, ended))
        return true;
    const char *by = db_text(rows, ended + 1), *way = db_text(rows, ended + 2);
    if (!db_int(rows, ended + 3)) {
        *was = (struct ending){row->id, row->version, db_int(rows, ended), arena_strdup(c->keep, by ? by : ""),
                               arena_strdup(c->keep, way ? way : "")};
        return true;
    }
    return trail_digest_end(cx, e, row->id, row->version, (struct instant){db_int(rows, ended)}, by, way, digest) &&
           compare(c, place, row, true, digest);
}

static bool check_entity(struct check *c, int place)
{
    struct ctx *cx = c->cx;
    struct rows *rows = select_versions(cx, entity_catalogue[place]);
    struct ending was = {0};
    bool looked = rows;
    while (looked && db_next(rows)) {
        struct arena_mark mark = arena_mark(cx->arena);
        looked = check_version(c, place, rows, &was);
        arena_reset(cx->arena, mark);
    }
    if (rows)
        db_end(rows);
    return looked && db_ok(rows);
}

static bool check_rows(struct check *c)
{
    for (int i = 0; entity_catalogue[i]; i++) {
        const struct entity *e = entity_catalogue[i];
        bool here = !(e->flags & ENTITY_APPEND) && !(e->flags & ENTITY_GLOBAL) == (c->cx->zone != 0);
        struct arena_mark mark = arena_mark(c->cx->arena);
        if (here && !check_entity(c, i))
            return false;
        arena_reset(c->cx->arena, mark);
    }
    for (size_t i = 0; i < c->capacity; i++) {
        const struct said *s = &c->table[i];
        if (s->used && !s->seen)
            fault(c, s->record, entity_catalogue[s->place]->name, s->id, s->version,
                  "记录说到的这一版不见了，被绕过程序删除",
                  "it is gone, past the program, though the record speaks of it");
    }
    return true;
}

/* ---- the whole ---- */

static bool count(struct ctx *cx, const char *sql, int64_t *ret_count)
{
    const struct value zone = value_int(cx->zone);
    struct value n;
    *ret_count = 0;
    if (!db_recall(cx, sql, &zone, 1, &n))
        return false;
    *ret_count = n.i;
    return true;
}

static bool check_zone(struct ctx *cx, const struct trail_seals *seals, struct trail_report *report)
{
    struct check c = {.cx = cx, .report = report, .seals = seals, .keep = arena_beside(cx->arena)};
    int64_t records, faults = report->fault_count;
    if (!count(cx, "SELECT COUNT(*) FROM audit_record WHERE zone = $1", &records) ||
        !count(cx, "SELECT up_to FROM audit_retention WHERE zone = $1", &c.gone))
        return false;
    c.total = records * 2 + 1; /* most records speak of a row */
    c.last = c.gone;
    widen(&c);
    report->zones++;
    if (!check_chain(&c))
        return false;
    check_start(&c);
    if (report->fault_count == faults)
        check_tail(&c);
    /* A chain that breaks off does not speak of all rows. */
    return report->fault_count > faults || check_rows(&c);
}

static bool check_all(struct ctx *cx, const struct trail_seals *seals, struct trail_report *report)
{
    enum { ZONES_MOST = 4096 };
    int64_t *zones = arena_array(cx->arena, ZONES_MOST, sizeof *zones);
    int n = 0;
    struct rows *rows = db_query(cx,
                                 "SELECT zone FROM counter UNION SELECT zone FROM audit_record"
                                 " UNION SELECT CAST(0 AS BIGINT) ORDER BY 1",
                                 NULL, 0);
    while (rows && n < ZONES_MOST && db_next(rows))
        zones[n++] = db_int(rows, 0);
    if (!rows || !db_ok(rows))
        return false;
    for (int i = 0; i < n; i++) {
        cx->zone = zones[i];
        if (!check_zone(cx, seals, report))
            return false;
    }
    return true;
}

bool trail_check(struct ctx *cx, bool one_zone, const struct trail_seals *seals, struct trail_report *ret_report)
{
    int64_t zone = cx->zone;
    *ret_report = (struct trail_report){0};
    if (!trail_entity())
        return true;
    bool looked = one_zone ? check_zone(cx, seals, ret_report) : check_all(cx, seals, ret_report);
    cx->zone = zone;
    return looked;
}

/* ---- telling ---- */

static const char *fault_where(struct ctx *cx, const struct trail_fault *f, enum lang lang)
{
    const struct entity *e = f->entity ? entity_find(f->entity) : NULL;
    bool zh = lang == LANG_ZH;
    const char *record =
        f->record ? arena_printf(cx->arena, zh ? "第 %lld 条记录" : "record %lld", (long long)f->record) : NULL;
    if (!f->entity)
        return record;
    return arena_printf(cx->arena, zh ? "%s %lld 第 %lld 版%s%s%s" : "%s %lld, version %lld%s%s%s",
                        e ? label_in(e->label, lang) : f->entity, (long long)f->row, (long long)f->version,
                        record ? zh ? "（" : " (" : "", record ? record : "", record ? zh ? "）" : ")" : "");
}

void trail_report_text(struct ctx *cx, struct buf *out, const struct trail_report *r)
{
    bool zh = cx->lang == LANG_ZH;
    buf_printf(out,
               zh ? "%lld 条链，%lld 条记录，%lld 个行版本，对上 %lld 处封存\n"
                  : "%lld chains, %lld records, %lld versions of rows, %lld seals that fit\n",
               (long long)r->zones, (long long)r->records, (long long)r->rows, (long long)r->seals);
    for (int64_t i = 0; i < r->fault_count && i < TRAIL_FAULTS_MOST; i++)
        buf_printf(out, zh ? "园区 %lld %s：%s\n" : "zone %lld, %s: %s\n", (long long)r->faults[i].zone,
                   fault_where(cx, &r->faults[i], cx->lang), label_in(r->faults[i].what, cx->lang));
    if (r->fault_count > TRAIL_FAULTS_MOST)
        buf_printf(out, zh ? "… 共 %lld 处\n" : "… %lld in all\n", (long long)r->fault_count);
    if (!r->fault_count)
        buf_text(out, zh ? "完好，没有改动\n" : "Whole: nothing was changed\n");
}

void trail_report_json(struct ctx *cx, struct json *j, const struct trail_report *r)
{
    json_object_begin(j);
    json_put_bool(j, "whole", r->fault_count == 0);
    json_put_int(j, "chains", r->zones);
    json_put_int(j, "records", r->records);
    json_put_int(j, "rows", r->rows);
    json_put_int(j, "seals", r->seals);
    json_put_int(j, "fault_count", r->fault_count);
    json_key(j, "faults");
    json_array_begin(j);
    for (int64_t i = 0; i < r->fault_count && i < TRAIL_FAULTS_MOST; i++) {
        const struct trail_fault *f = &r->faults[i];
        json_object_begin(j);
        json_put_int(j, "zone", f->zone);
        json_put_int(j, "record", f->record);
        json_put_text(j, "entity", f->entity);
        json_put_int(j, "row", f->row);
        json_put_int(j, "version", f->version);
        json_put_label(j, "where", (struct label){fault_where(cx, f, LANG_ZH), fault_where(cx, f, LANG_EN)});
        json_put_label(j, "what", f->what);
        json_object_end(j);
    }
    json_array_end(j);
    json_object_end(j);
}
