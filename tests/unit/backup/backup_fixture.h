/* backup_fixture.h — a database with something of every kind in it, and dumps in memory to compare. */
#ifndef STEWARD_TESTS_BACKUP_FIXTURE_H
#define STEWARD_TESTS_BACKUP_FIXTURE_H

#include "backup/backup.h"
#include "entities/entities.h"
#include "model/rows.h"
#include "model/schema.h"
#include "unit/store/engines.h"

static inline void save(struct ctx *cx, const struct entity *e, void *row)
{
    if (!row_save(cx, e, row, NULL))
        OK(false, "%s is saved: %s %s", e->name, tap_code(cx), cx->err.cause ? cx->err.cause : "");
}

static inline int64_t save_unit(struct ctx *cx, const char *name)
{
    struct unit *u = row_new(cx, &unit_entity);
    u->name = name;
    save(cx, &unit_entity, u);
    return u->head.id;
}

/* Two zones; units with every awkward character; a changed row, a deleted one, a file of every byte. */
static inline void furnish(struct ctx *cx)
{
    static const char awkward[] = "\"引号\\反斜\t\n\x01 \xE2\x80\xA8 😀";
    OK(schema_migrate(cx), "a new database: %s", tap_code(cx));
    for (int i = 1; i <= 2; i++) {
        struct zone *z = row_new(cx, &zone_entity);
        z->code = i == 1 ? "one" : "two";
        z->name = i == 1 ? "一区" : "二区";
        save(cx, &zone_entity, z);
        cx->zone = z->head.id;
        struct unit *u = row_new(cx, &unit_entity);
        u->name = awkward;
        u->note = "";
        save(cx, &unit_entity, u);
        u = row_load(cx, &unit_entity, u->head.id);
        u->phone = "0913";
        save(cx, &unit_entity, u);
        int64_t gone = save_unit(cx, "要撤的单位");
        OK(row_delete(cx, &unit_entity, gone, 1), "deleted");
        unsigned char *bytes = arena_alloc(cx->arena, 70001);
        for (int k = 0; k < 70001; k++)
            bytes[k] = (unsigned char)(k * 7 + k / 256);
        struct attachment *a = row_new(cx, &attachment_entity);
        a->name = "文件.bin";
        a->content = (struct bytes){bytes, 70001};
        save(cx, &attachment_entity, a);
        struct attachment *empty = row_new(cx, &attachment_entity);
        empty->name = "空";
        empty->content = (struct bytes){"", 0};
        save(cx, &attachment_entity, empty);
    }
}

struct memory {
    struct buf bytes;
    size_t next, step; /* step: how much is handed out at a time */
};

static inline bool memory_put(void *to, const void *bytes, size_t n)
{
    struct memory *m = to;
    buf_add(&m->bytes, bytes, n);
    return true;
}

static inline bool memory_take(void *from, void *to, size_t room, size_t *ret_n)
{
    struct memory *m = from;
    size_t left = m->bytes.length - m->next, n = left < room ? left : room;
    n = m->step && n > m->step ? m->step : n;
    memcpy(to, m->bytes.data + m->next, n);
    m->next += n;
    *ret_n = n;
    return true;
}

static inline const char *dump_of(struct ctx *cx)
{
    struct memory *m = ARENA_NEW(cx->arena, struct memory);
    struct sink to = {memory_put, m};
    struct dump_counts counts;
    m->bytes = buf_init(arena_beside(cx->arena));
    OK(dump_write(cx, &to, &counts), "dumped: %s %s", tap_code(cx), cx->err.cause ? cx->err.cause : "");
    return m->bytes.data;
}

/* The dump that a backup holds. */
static inline const char *dump_in(struct ctx *cx, const char *path)
{
    struct archive_reader *r = archive_open(cx, path, NULL);
    struct buf out = buf_init(arena_beside(cx->arena));
    size_t n = 0;
    if (!r)
        return tap_code(cx);
    struct source from = archive_source(r);
    do {
        if (!from.take(from.from, buf_room(&out, 60000), 60000, &n))
            return tap_code(cx);
        out.length += n;
    } while (n);
    out.data[out.length] = '\0';
    return out.data;
}

static inline bool same(const char *a, const char *b)
{
    size_t i = 0;
    while (a[i] && a[i] == b[i])
        i++;
    if (a[i] != b[i])
        tap_note("they differ from byte %zu on: %.80s | %.80s", i, a + i, b + i);
    return a[i] == b[i];
}

#endif
