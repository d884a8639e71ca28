/* backup.c — makes a backup, checks one, brings one back. */
#include "backup/backup.h"
#include "model/schema.h"
#include "model/trail.h"

#include <string.h>

bool backup_make(struct ctx *cx, const char *path, const struct beside *beside, const struct seal_secret *secret,
                 struct backup_facts *ret_facts)
{
    struct archive_writer *w = archive_create(cx, path, secret);
    if (!w)
        return false;
    struct sink to = archive_sink(w);
    *ret_facts = (struct backup_facts){0};
    return beside_write(cx, beside, seal_secret_given(secret), &to) && dump_write(cx, &to, &ret_facts->counts) &&
           archive_finish(w, &ret_facts->file);
}

static bool read_all(struct ctx *cx, const struct source *from, struct backup_facts *facts)
{
    const struct dump_table *t;
    const struct value *row;
    struct dump_reader *r = dump_open(cx, from);
    if (!r)
        return false;
    facts->zones = dump_head(r)->zones;
    facts->beside = dump_head(r)->beside;
    do {
        if (!dump_next_table(r, &t))
            return false;
        facts->counts.tables += t != NULL;
        do {
            if (t && !dump_next_row(r, &row))
                return false;
            facts->counts.rows += t && row;
        } while (t && row && (facts->counts.rows % 512 || ctx_progress(cx, facts->counts.rows, dump_head(r)->rows)));
    } while (t && !cx->err.kind);
    return !cx->err.kind;
}

bool backup_verify(struct ctx *cx, const char *path, const struct seal_secret *secret, struct backup_facts *ret_facts)
{
    struct archive_reader *a = archive_open(cx, path, secret);
    if (!a)
        return false;
    struct source from = archive_source(a);
    *ret_facts = (struct backup_facts){0};
    if (!read_all(cx, &from, ret_facts))
        return false;
    archive_describe(a, &ret_facts->file);
    return true;
}

bool backup_restore(struct ctx *cx, const char *path, const struct seal_secret *secret, struct backup_facts *ret_facts)
{
    struct archive_reader *a = archive_open(cx, path, secret);
    if (!a)
        return false;
    struct source from = archive_source(a);
    *ret_facts = (struct backup_facts){0};
    struct dump_reader *r = dump_open(cx, &from);
    if (!r || !dump_load_from(cx, r, &ret_facts->counts))
        return false;
    ret_facts->beside = dump_head(r)->beside;
    archive_describe(a, &ret_facts->file);
    return true;
}

static bool has_audit(struct ctx *cx)
{
    bool current = schema_check(cx);
    if (!current && strcmp(cx->err.code, "SCH-01") == 0)
        err_clear(cx);
    return current;
}

bool backup_note(struct ctx *cx, const char *act, const char *path, const struct backup_facts *f)
{
    struct buf detail = buf_init(cx->arena);
    struct json j = json_to(&detail);
    if (!has_audit(cx))
        return !cx->err.kind;
    json_object_begin(&j);
    json_put_text(&j, "file", path);
    if (f->file.digest) {
        json_put_text(&j, "digest", f->file.digest);
        json_put_text(&j, "made_at", f->file.made_at);
    }
    json_put_int(&j, "rows", f->counts.rows);
    json_object_end(&j);
    return trail_note_all(cx, &(struct trail_entry){.act = act, .detail = detail.data});
}

void backup_json(struct json *j, const char *path, const struct backup_facts *f)
{
    json_object_begin(j);
    json_put_text(j, "file", path);
    json_put_int(j, "bytes", f->file.bytes);
    json_put_text(j, "digest", f->file.digest);
    json_put_text(j, "program", f->file.program);
    json_put_text(j, "made_at", f->file.made_at);
    json_put_bool(j, "sealed", f->file.sealed);
    json_put_int(j, "tables", f->counts.tables);
    json_put_int(j, "rows", f->counts.rows);
    if (f->zones) {
        json_key(j, "zones");
        json_array_begin(j);
        for (const char *const *z = f->zones; *z; z++)
            json_text(j, *z);
        json_array_end(j);
    }
    if (f->beside) {
        json_key(j, "beside");
        json_array_begin(j);
        for (const struct beside *b = f->beside; b->name; b++)
            json_text(j, b->name);
        json_array_end(j);
    }
    json_object_end(j);
}
