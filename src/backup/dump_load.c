/* dump_load.c — loads a dump into a database without rows, in one transaction. */
#include "backup/dump.h"
#include "model/ddl.h"
#include "model/schema.h"
#include "model/search.h"
#include "model/trail.h"

#include <string.h>

enum { BATCH_PARAMS = 2000, BATCH_BYTES = 4 << 20, PROGRESS_EVERY = 512 };

/* Rows on their way into one table. */
struct batch {
    struct ctx *cx;
    const struct dump_table *table;
    struct arena *arena; /* of the values */
    struct value *values;
    size_t count, most; /* rows */
    size_t bytes;
    const char *full; /* the statement for `most` rows */
};

static bool fail_holds(struct ctx *cx, const char *table)
{
    return fail(cx, ERR_CONFLICT, "BAK-09", NULL,
                "目标数据库已有数据（表 %s），恢复不覆盖任何内容；请用 --db 指定一个新的或空的数据库",
                "the database holds data already (table %s), and nothing is overwritten: name a new or empty one by "
                "--db",
                table);
}

static bool check_empty(struct ctx *cx)
{
    const struct db_table *tables = db_tables(cx);
    if (!tables)
        return false;
    for (const struct db_table *t = tables; t->name; t++) {
        struct value n;
        if (dump_is_apart(t->name))
            continue;
        if (!db_scalar(cx, arena_printf(cx->arena, "SELECT COUNT(*) FROM (SELECT 1 FROM %s LIMIT 1) s", t->name), NULL,
                       0, &n))
            return false;
        if (n.i > 0)
            return fail_holds(cx, t->name);
    }
    return true;
}

/* ---- tables and columns that this program does not know: kept, as migration keeps them ---- */

static const char *type_of(struct ctx *cx, enum value_kind kind)
{
    bool postgres = db_engine(cx->db) == DB_POSTGRES;
    if (kind == VALUE_TEXT)
        return postgres ? "TEXT COLLATE \"C\"" : "TEXT";
    return kind == VALUE_INT ? "BIGINT" : postgres ? "BYTEA" : "BLOB";
}

static bool create_table(struct ctx *cx, const struct dump_table *t)
{
    struct buf sql = buf_init(cx->arena);
    buf_printf(&sql, "CREATE TABLE %s (", t->name);
    for (size_t i = 0; i < t->columns; i++)
        buf_printf(&sql, "%s%s %s", i ? ", " : "", t->names[i], type_of(cx, t->kinds[i]));
    for (size_t i = 0; i < t->key; i++)
        buf_printf(&sql, "%s%s", i ? ", " : ", PRIMARY KEY (", t->names[i]);
    buf_text(&sql, t->key ? "))" : ")");
    return db_exec(cx, sql.data, NULL, 0, NULL);
}

static bool has_column(const struct db_table *t, const char *name)
{
    for (size_t i = 0; i < t->count; i++)
        if (strcmp(t->columns[i].name, name) == 0)
            return true;
    return false;
}

/* The table is there, has every column, and none of the rows that a new database begins with. */
static bool ready_table(struct ctx *cx, const struct db_table *tables, const struct dump_table *t)
{
    const struct db_table *have = db_table_find(tables, t->name);
    if (!have)
        return create_table(cx, t);
    for (size_t i = 0; i < t->columns; i++)
        if (!has_column(have, t->names[i]) && !db_exec(cx,
                                                       arena_printf(cx->arena, "ALTER TABLE %s ADD COLUMN %s %s",
                                                                    t->name, t->names[i], type_of(cx, t->kinds[i])),
                                                       NULL, 0, NULL))
            return false;
    return db_exec(cx, arena_printf(cx->arena, "DELETE FROM %s", t->name), NULL, 0, NULL);
}

/* ---- rows ---- */

static const char *insert_of(struct arena *a, const struct dump_table *t, size_t rows)
{
    struct buf sql = buf_init(a);
    size_t n = 0;
    buf_printf(&sql, "INSERT INTO %s (", t->name);
    for (size_t i = 0; i < t->columns; i++)
        buf_printf(&sql, "%s%s", i ? ", " : "", t->names[i]);
    buf_text(&sql, ") VALUES ");
    for (size_t row = 0; row < rows; row++)
        for (size_t i = 0; i < t->columns; i++) {
            buf_text(&sql, i ? ", $" : row ? "), ($" : "($");
            buf_int(&sql, (int64_t)++n);
        }
    buf_char(&sql, ')');
    return sql.data;
}

static bool flush(struct batch *b)
{
    if (b->count == 0)
        return true;
    struct arena_mark mark = arena_mark(b->cx->arena);
    const char *sql = b->count == b->most ? b->full : insert_of(b->cx->arena, b->table, b->count);
    if (!db_exec(b->cx, sql, b->values, b->count * b->table->columns, NULL))
        return false;
    arena_reset(b->cx->arena, mark);
    arena_clear(b->arena);
    b->count = 0;
    b->bytes = 0;
    return true;
}

static bool add_row(struct batch *b, const struct value *row)
{
    struct value *to = b->values + b->count * b->table->columns;
    for (size_t i = 0; i < b->table->columns; i++) {
        to[i] = value_copy(b->arena, row[i]);
        b->bytes += row[i].n;
    }
    b->count++;
    return (b->count < b->most && b->bytes < BATCH_BYTES) || flush(b);
}

static bool load_rows(struct ctx *cx, struct dump_reader *r, const struct dump_table *t, struct arena *arena,
                      struct dump_counts *counts)
{
    const struct value *row = NULL;
    struct batch b = {.cx = cx, .table = t, .arena = arena, .most = BATCH_PARAMS / t->columns};
    b.most = b.most ? b.most : 1;
    b.values = arena_array(cx->arena, b.most * t->columns, sizeof *b.values);
    b.full = insert_of(cx->arena, t, b.most);
    do {
        if (!dump_next_row(r, &row) || (row && !add_row(&b, row)))
            return false;
        counts->rows += row != NULL;
        if (row && counts->rows % PROGRESS_EVERY == 0 && !ctx_progress(cx, counts->rows, dump_head(r)->rows))
            return false;
    } while (row);
    return flush(&b);
}

static bool load_tables(struct ctx *cx, struct dump_reader *r, struct dump_counts *counts)
{
    const struct db_table *tables = db_tables(cx);
    const struct dump_table *t;
    struct arena *values = arena_beside(cx->arena);
    if (!tables)
        return false;
    for (;;) {
        struct arena_mark mark = arena_mark(cx->arena);
        if (!dump_next_table(r, &t))
            return false;
        if (!t)
            return true;
        if (!ready_table(cx, tables, t) || !load_rows(cx, r, t, values, counts))
            return false;
        counts->tables++;
        arena_reset(cx->arena, mark);
    }
}

static bool load_all(struct ctx *cx, struct dump_reader *r, struct dump_counts *ret_counts)
{
    return check_empty(cx) && schema_migrate(cx) && load_tables(cx, r, ret_counts) && search_fill(cx) &&
           trail_begin(cx);
}

bool dump_load(struct ctx *cx, const struct source *from, struct dump_counts *ret_counts)
{
    struct dump_reader *r = dump_open(cx, from);
    return r && dump_load_from(cx, r, ret_counts);
}

bool dump_load_from(struct ctx *cx, struct dump_reader *r, struct dump_counts *ret_counts)
{
    *ret_counts = (struct dump_counts){0};
    if (!db_begin(cx))
        return false;
    if (!load_all(cx, r, ret_counts)) {
        db_rollback(cx);
        return false;
    }
    return db_commit(cx);
}
