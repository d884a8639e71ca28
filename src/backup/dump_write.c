/* dump_write.c — writes the database as lines of JSON, from one snapshot. */
#include "backup/dump.h"
#include "base/json.h"

#include <openssl/evp.h>
#include <string.h>

enum {
    FORMAT = 1,
    FLUSH_AT = 64 * 1024,
    BASE64_AT_ONCE = 48 * 1024, /* a multiple of three: only the last piece is padded */
    PROGRESS_EVERY = 512,
};

struct writer {
    struct ctx *cx;
    const struct sink *to;
    struct buf out;
    struct dump_counts counts;
    int64_t done;
};

static bool flush(struct writer *w, size_t least)
{
    if (w->out.length < least)
        return true;
    bool put = w->to->put(w->to->to, w->out.data, w->out.length);
    buf_clear(&w->out);
    return put;
}

bool dump_is_apart(const char *table)
{
    return strcmp(table, "schema_version") == 0 || strcmp(table, "search_index") == 0;
}

static const char *kind_name(enum value_kind kind)
{
    return kind == VALUE_TEXT ? "text" : kind == VALUE_BYTES ? "bytes" : "integer";
}

/* ---- head ---- */

/* Tables that are part of it, with their rows counted; *ret_rows ends with what the last table has. */
static bool count_rows(struct writer *w, const struct db_table *tables, int64_t *ret_rows)
{
    for (const struct db_table *t = tables; t->name; t++) {
        struct value n;
        if (dump_is_apart(t->name))
            continue;
        if (!db_scalar(w->cx, arena_printf(w->cx->arena, "SELECT COUNT(*) FROM %s", t->name), NULL, 0, &n))
            return false;
        ret_rows[t - tables] = n.i;
        w->counts.tables++;
        w->counts.rows += n.i;
    }
    return true;
}

static bool write_zones(struct writer *w, struct json *j)
{
    struct rows *rows = db_query(w->cx, "SELECT code FROM zone ORDER BY id", NULL, 0);
    json_key(j, "zones");
    json_array_begin(j);
    while (rows && db_next(rows))
        json_text(j, db_text(rows, 0));
    json_array_end(j);
    return rows && db_ok(rows);
}

static bool write_head(struct writer *w)
{
    struct json j = json_to(&w->out);
    struct value schema;
    if (!db_scalar(w->cx, "SELECT COALESCE(MAX(version), 0) FROM schema_version", NULL, 0, &schema))
        return false;
    json_object_begin(&j);
    json_put_int(&j, "steward_dump", FORMAT);
    json_put_int(&j, "schema", schema.i);
    if (!write_zones(w, &j))
        return false;
    json_put_int(&j, "tables", w->counts.tables);
    json_put_int(&j, "rows", w->counts.rows);
    json_object_end(&j);
    buf_char(&w->out, '\n');
    return true;
}

/* ---- tables ---- */

static void write_table_head(struct writer *w, const struct db_table *t, int64_t rows)
{
    struct json j = json_to(&w->out);
    int64_t key = 0;
    json_object_begin(&j);
    json_put_text(&j, "table", t->name);
    json_put_int(&j, "rows", rows);
    for (size_t i = 0; i < t->count; i++)
        key += t->columns[i].key > 0;
    json_put_int(&j, "key", key);
    json_key(&j, "columns");
    json_array_begin(&j);
    for (size_t i = 0; i < t->count; i++)
        json_text(&j, t->columns[i].name);
    json_array_end(&j);
    json_key(&j, "types");
    json_array_begin(&j);
    for (size_t i = 0; i < t->count; i++)
        json_text(&j, kind_name(t->columns[i].kind));
    json_array_end(&j);
    json_object_end(&j);
    buf_char(&w->out, '\n');
}

/* All columns, in the order of the key: of every column where there is none. */
static const char *select_all(struct ctx *cx, const struct db_table *t)
{
    struct buf sql = buf_init(cx->arena);
    bool keyed = t->columns[0].key > 0;
    buf_text(&sql, "SELECT ");
    for (size_t i = 0; i < t->count; i++)
        buf_printf(&sql, "%s%s", i ? ", " : "", t->columns[i].name);
    buf_printf(&sql, " FROM %s ORDER BY ", t->name);
    for (size_t i = 0; i < t->count && (!keyed || t->columns[i].key > 0); i++)
        buf_printf(&sql, "%s%s%s", i ? ", " : "", t->columns[i].name,
                   t->columns[i].kind == VALUE_TEXT ? db_text_order(cx->db) : "");
    return sql.data;
}

static bool write_bytes(struct writer *w, const unsigned char *bytes, size_t n)
{
    buf_text(&w->out, "{\"bytes\":\"");
    while (n > 0) {
        int some = n < BASE64_AT_ONCE ? (int)n : BASE64_AT_ONCE;
        unsigned char *to = (unsigned char *)buf_room(&w->out, (size_t)some / 3 * 4 + 8);
        w->out.length += (size_t)EVP_EncodeBlock(to, bytes, some);
        if (!flush(w, FLUSH_AT))
            return false;
        bytes += some;
        n -= (size_t)some;
    }
    buf_text(&w->out, "\"}");
    return true;
}

static bool write_value(struct writer *w, struct json *j, struct value v)
{
    switch (v.kind) {
    case VALUE_NULL:
        json_none(j);
        break;
    case VALUE_INT:
        json_int(j, v.i);
        break;
    case VALUE_TEXT:
        json_text(j, v.s);
        break;
    case VALUE_BYTES:
        json_raw(j, ""); /* the comma before it */
        return write_bytes(w, (const unsigned char *)v.s, v.n);
    }
    return true;
}

static bool write_row(struct writer *w, const struct rows *rows, size_t columns)
{
    struct json j = json_to(&w->out);
    json_array_begin(&j);
    for (size_t i = 0; i < columns; i++)
        if (!write_value(w, &j, db_value(rows, (int)i)))
            return false;
    json_array_end(&j);
    buf_char(&w->out, '\n');
    w->done++;
    return flush(w, FLUSH_AT) && (w->done % PROGRESS_EVERY || ctx_progress(w->cx, w->done, w->counts.rows));
}

static bool write_table(struct writer *w, const struct db_table *t, int64_t count)
{
    struct ctx *cx = w->cx;
    struct arena_mark mark = arena_mark(cx->arena);
    write_table_head(w, t, count);
    struct rows *rows = db_query(cx, select_all(cx, t), NULL, 0);
    while (rows && db_next(rows))
        if (!write_row(w, rows, t->count))
            return false;
    if (!rows || !db_ok(rows))
        return false;
    arena_reset(cx->arena, mark);
    return true;
}

static bool write_all(struct writer *w)
{
    struct ctx *cx = w->cx;
    const struct db_table *tables = db_tables(cx);
    if (!tables)
        return false;
    if (!db_table_find(tables, "schema_version") || !db_table_find(tables, "zone"))
        return fail(cx, ERR_INPUT, "BAK-15", NULL, "这不是 steward 的数据库；请检查 --db",
                    "this is no database of steward; check --db");
    size_t count = 0;
    while (tables[count].name)
        count++;
    int64_t *rows = arena_array(cx->arena, count + 1, sizeof *rows);
    if (!count_rows(w, tables, rows) || !write_head(w))
        return false;
    for (const struct db_table *t = tables; t->name; t++)
        if (!dump_is_apart(t->name) && !write_table(w, t, rows[t - tables]))
            return false;
    buf_printf(&w->out, "{\"end\":true,\"rows\":%lld}\n", (long long)w->done);
    return flush(w, 1) && ctx_progress(cx, w->done, w->counts.rows);
}

bool dump_write(struct ctx *cx, const struct sink *to, struct dump_counts *ret_counts)
{
    /* Its buffer grows while rows come and go: it has an arena of its own. */
    struct writer w = {.cx = cx, .to = to, .out = buf_init(arena_beside(cx->arena))};
    if (!db_snapshot(cx))
        return false;
    bool written = write_all(&w);
    db_rollback(cx); /* it only read */
    *ret_counts = w.counts;
    return written;
}
