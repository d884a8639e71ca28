/* trail_archive.c — old records leave for a signed file. */
#include "model/trail_archive.h"

#include "base/hash.h"
#include "base/json.h"
#include "model/statement.h"
#include "model/trail_check.h"
#include "model/trail_text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct archiving {
    struct ctx *cx;
    const char *path;
    const struct trail_key *key;
    FILE *file;
    struct digest *digest;
    struct trail_list *carried;
    struct trail_seal end; /* the last record that goes */
    int64_t records;
};

static bool fail_write(const struct archiving *a)
{
    const char *why = strerror(errno);
    fail(a->cx, ERR_SYSTEM, "AUD-03", NULL, "不能写归档文件 %s：%s；请换一个新文件名，或检查路径和权限",
         "the archive %s cannot be written: %s; choose a new name, or check the path and who may write there", a->path,
         why);
    return false;
}

/* *ret_end: record 0 when nothing is old enough. */
static bool find_end(struct archiving *a, struct instant before)
{
    struct ctx *cx = a->cx;
    const struct value params[] = {value_int(cx->zone), value_int(before.ms)};
    struct value first, hash;
    a->end = (struct trail_seal){.zone = cx->zone, .at_ms = cx->now_ms, .key = trail_key_public(a->key)};
    /* The first that stays; the newest record of all always does. */
    if (!db_scalar(cx,
                   "SELECT COALESCE((SELECT MIN(id) FROM audit_record WHERE zone = $1 AND created_at >= $2),"
                   " (SELECT MAX(id) FROM audit_record WHERE zone = $1), 1)",
                   params, 2, &first))
        return false;
    const struct value last[] = {value_int(cx->zone), value_int(first.i - 1)};
    if (!db_recall(cx, "SELECT hash FROM audit_record WHERE zone = $1 AND id = $2", last, 2, &hash))
        return false;
    if (hash.kind == VALUE_TEXT) {
        a->end.record = first.i - 1;
        a->end.hash = arena_strdup(cx->arena, hash.s);
    }
    return true;
}

static bool put_line(struct archiving *a, const struct buf *line)
{
    digest_add(a->digest, line->data, line->length);
    return fwrite(line->data, 1, line->length, a->file) == line->length || fail_write(a);
}

static bool put_record(struct archiving *a, const struct audit_record *r)
{
    struct ctx *cx = a->cx;
    struct buf line = buf_init(cx->arena);
    struct json j = json_to(&line);
    json_object_begin(&j);
    for (const struct field *f = entity_next_column(trail_entity(), NULL); f;
         f = entity_next_column(trail_entity(), f)) {
        struct value v = column_value(f, r);
        if (v.kind == VALUE_INT)
            json_put_int(&j, f->name, v.i);
        else if (v.kind != VALUE_NULL)
            json_put_text(&j, f->name, v.kind == VALUE_BYTES ? hex_of(cx->arena, v.s, v.n) : v.s);
    }
    json_object_end(&j);
    buf_char(&line, '\n');
    return put_line(a, &line);
}

static void carry(void *arg, const struct trail_item *item)
{
    struct archiving *a = arg;
    trail_list_add(a->carried, arena_strdup(a->carried->arena, item->entity), item->id, item->version, item->end,
                   item->tag);
}

static bool write_records(struct archiving *a)
{
    struct ctx *cx = a->cx;
    const struct entity *e = trail_entity();
    struct sql q = sql_new(cx);
    sql_add(&q, "SELECT %s FROM %s WHERE zone = ", row_columns(cx, e, NULL), entity_table(e));
    sql_bind(&q, value_int(cx->zone));
    sql_add(&q, " AND id <= ");
    sql_bind(&q, value_int(a->end.record));
    sql_add(&q, " ORDER BY id");
    struct rows *rows = sql_query(&q);
    bool done = rows;
    while (done && db_next(rows)) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct audit_record *r = row_new(cx, e);
        row_read(cx, e, rows, 0, r);
        done = put_record(a, r) && trail_items(a->carried->arena, r, carry, a);
        a->records++;
        arena_reset(cx->arena, mark);
    }
    return done && db_ok(rows);
}

/* The last line, and the detail of the chain's record: the same but for the file's name. */
static const char *words_of_end(struct archiving *a, const char *signature, const char *digest, const char *file)
{
    struct buf out = buf_init(a->cx->arena);
    struct json j = json_to(&out);
    json_object_begin(&j);
    trail_seal_json(&j, &a->end, signature);
    json_put_text(&j, "digest", digest);
    if (file)
        json_put_text(&j, "file", file);
    json_object_end(&j);
    return out.data;
}

static bool replace(struct archiving *a, const char *detail)
{
    struct ctx *cx = a->cx;
    const struct value params[] = {value_int(cx->zone), value_int(a->end.record)};
    return db_exec(cx,
                   "INSERT INTO audit_retention (zone, up_to) VALUES ($1, $2)"
                   " ON CONFLICT (zone) DO UPDATE SET up_to = excluded.up_to",
                   params, 2, NULL) &&
           trail_note_list(cx, a->carried,
                           &(struct trail_entry){.act = "archive", .row = a->end.record, .detail = detail}) &&
           db_exec(cx, "DELETE FROM audit_record WHERE zone = $1 AND id <= $2", params, 2, NULL);
}

static bool archive_all(struct archiving *a)
{
    struct ctx *cx = a->cx;
    const char *slash = strrchr(a->path, '/'), *digest, *signature;
    if (!write_records(a))
        return false;
    digest = digest_end(cx, a->digest);
    signature = digest ? trail_seal_sign(cx, a->key, &a->end) : NULL;
    if (!signature)
        return false;
    bool written = fprintf(a->file, "%s\n", words_of_end(a, signature, digest, NULL)) > 0 && fflush(a->file) == 0 &&
                   fsync(fileno(a->file)) == 0;
    return (written || fail_write(a)) && replace(a, words_of_end(a, signature, digest, slash ? slash + 1 : a->path));
}

static bool is_whole(struct ctx *cx)
{
    struct trail_report *r = ARENA_NEW(cx->arena, struct trail_report);
    return trail_check(cx, true, NULL, r) &&
           (r->fault_count == 0 ||
            fail(cx, ERR_CONFLICT, "AUD-02", NULL, "审计或数据被改动过，先查明再归档；steward verify 列出",
                 "the audit or the data was tampered with: look into it before anything is archived; "
                 "steward verify lists it"));
}

static bool archive(struct archiving *a, struct instant before, struct trail_archived *ret_archived)
{
    struct ctx *cx = a->cx;
    if (!find_end(a, before))
        return false;
    if (!a->end.record)
        return true;
    int fd = is_whole(cx) ? open(a->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
    a->file = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (!a->file)
        return cx->err.kind ? false : fail_write(a);
    a->digest = sm3_begin(cx);
    a->carried = trail_list_new(arena_beside(cx->arena));
    bool done = a->digest && archive_all(a);
    fclose(a->file);
    if (!done)
        unlink(a->path);
    *ret_archived = (struct trail_archived){a->end.record, a->records};
    return done;
}

bool trail_archive(struct ctx *cx, const char *path, struct instant before, const struct trail_key *key,
                   struct trail_archived *ret_archived)
{
    struct archiving a = {.cx = cx, .path = path, .key = key};
    *ret_archived = (struct trail_archived){0};
    if (!db_begin(cx))
        return false;
    if (archive(&a, before, ret_archived))
        return db_commit(cx);
    db_rollback(cx);
    return false;
}
