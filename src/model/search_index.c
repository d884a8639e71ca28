/* search_index.c — keeps what rows are found by beside them. */
#include "model/search.h"

#include "base/pinyin.h"
#include "base/text.h"
#include "model/statement.h"

#include <string.h>

/* Characters of a field that can be found by pinyin, and rows that are filled in at a time.  FORM is raised when lines
 * are written in another way. */
enum { PINYIN_MOST = 100, FILL_BATCH = 1000, FORM = 2 };

const struct field **search_fields(struct arena *a, const struct entity *e)
{
    size_t n = 0;
    for (const struct field *f = e->fields; f->type != T_END; f++)
        n++;
    const struct field **fields = arena_array(a, n + 1, sizeof *fields);
    n = 0;
    for (const struct field *f = e->fields; f->type != T_END; f++)
        if ((f->flags & FIELD_SEARCH) && !field_is_derived(f) && type_is_text(f->type))
            fields[n++] = f;
    return fields;
}

void search_describe(struct buf *out)
{
    buf_printf(out, "-- search_index, form %d:", FORM);
    for (const struct entity *const *e = entity_catalogue; *e; e++) {
        if (!(*e)->found)
            continue;
        const char *between = "(";
        buf_printf(out, " %s", (*e)->name);
        for (const struct field **f = search_fields(out->arena, *e); *f; f++, between = " ")
            buf_printf(out, "%s%s", between, (*f)->name);
        buf_char(out, ')');
    }
    buf_text(out, "\n");
}

/* A line for each field: what it says, folded, and behind tabs how that is typed when there is Chinese in it. */
static void add_line(struct ctx *cx, struct buf *out, const char *value)
{
    const char *folded = value ? text_fold(cx->arena, value) : NULL;
    struct buf initials = buf_init(cx->arena), letters = buf_init(cx->arena);
    if (!folded)
        return;
    for (const char *c = folded; *c; c++)
        buf_char(out, *c == '\t' || *c == '\n' ? ' ' : *c);
    if (pinyin_add(folded, PINYIN_MOST, &initials, &letters))
        buf_printf(out, "\t%s\t%s", initials.data, letters.data);
}

static const char *words_of(struct ctx *cx, const struct field **fields, const void *row)
{
    struct buf out = buf_init(cx->arena);
    for (const struct field **f = fields; *f; f++) {
        if (f != fields)
            buf_char(&out, '\n');
        add_line(cx, &out, field_get(*f, row).s);
    }
    return out.data;
}

static bool says_the_same(const struct field **fields, const void *row, const void *old)
{
    for (const struct field **f = fields; *f; f++)
        if (!value_equal(column_value(*f, row), column_value(*f, old)))
            return false;
    return true;
}

static bool put(struct ctx *cx, const struct entity *e, int64_t zone, int64_t id, const char *words)
{
    const struct value params[] = {value_int(zone), value_text(e->name), value_int(id), value_text(words)};
    return db_exec(cx,
                   "INSERT INTO search_index (zone, entity, id, words) VALUES ($1, $2, $3, $4)"
                   " ON CONFLICT (zone, entity, id) DO UPDATE SET words = excluded.words",
                   params, 4, NULL);
}

bool search_keep(struct ctx *cx, const struct entity *e, const void *row, const void *old)
{
    if (!e->found)
        return true;
    const struct field **fields = search_fields(cx->arena, e);
    return (old && says_the_same(fields, row, old)) ||
           put(cx, e, cx->zone, ((const struct row_head *)row)->id, words_of(cx, fields, row));
}

bool search_forget(struct ctx *cx, const struct entity *e, int64_t id)
{
    const struct value params[] = {value_int(cx->zone), value_text(e->name), value_int(id)};
    return !e->found ||
           db_exec(cx, "DELETE FROM search_index WHERE zone = $1 AND entity = $2 AND id = $3", params, 3, NULL);
}

/* ---- all of it anew ---- */

struct place {
    int64_t zone, id;
};

/* Rows of e after *place, of any zone; *ret_count of them, and *place moves to the last. */
static bool fill_batch(struct ctx *cx, const struct entity *e, const struct field **fields, struct place *place,
                       int *ret_count)
{
    struct sql q = sql_new(cx);
    sql_add(&q, "SELECT zone, %s FROM %s WHERE (zone, id) > (", row_columns(cx, e, NULL), entity_table(e));
    sql_bind(&q, value_int(place->zone));
    sql_add(&q, ", ");
    sql_bind(&q, value_int(place->id));
    sql_add(&q, ") ORDER BY zone, id LIMIT %d", FILL_BATCH);
    struct rows *rows = sql_query(&q);
    *ret_count = 0;
    while (rows && db_next(rows)) {
        void *row = row_new(cx, e);
        place->zone = db_int(rows, 0);
        row_read(cx, e, rows, 1, row);
        place->id = ((const struct row_head *)row)->id;
        if (!put(cx, e, place->zone, place->id, words_of(cx, fields, row)))
            return false;
        ++*ret_count;
    }
    return rows && db_ok(rows);
}

static bool fill_entity(struct ctx *cx, const struct entity *e)
{
    const struct field **fields = search_fields(cx->arena, e);
    struct place place = {0};
    int count = FILL_BATCH;
    while (count == FILL_BATCH) {
        struct arena_mark mark = arena_mark(cx->arena);
        if (!fill_batch(cx, e, fields, &place, &count))
            return false;
        arena_reset(cx->arena, mark);
    }
    return true;
}

bool search_fill(struct ctx *cx)
{
    if (!db_exec(cx, "DELETE FROM search_index", NULL, 0, NULL))
        return false;
    for (const struct entity *const *e = entity_catalogue; *e; e++)
        if ((*e)->found && !fill_entity(cx, *e))
            return false;
    return true;
}
