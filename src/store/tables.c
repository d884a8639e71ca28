/* tables.c — the tables of a database, as its engine lists them. */
#include "store/db.h"

#include <string.h>

/* clang-format off */
static const char *const look[] = { /* table, column, type, place in the primary key */
    [DB_SQLITE] =
        "SELECT m.name, c.name, c.type, c.pk FROM sqlite_master m JOIN pragma_table_info(m.name) c"
        " WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        " ORDER BY m.name, c.pk = 0, c.pk, c.name",
    [DB_POSTGRES] =
        "SELECT CAST(relname AS TEXT), CAST(attname AS TEXT), CAST(type AS TEXT), CAST(pk AS BIGINT) FROM ("
        " SELECT r.relname, a.attname, UPPER(format_type(a.atttypid, NULL)) AS type,"
        " COALESCE(array_position(CAST(i.indkey AS int2[]), a.attnum) + 1, 0) AS pk"
        " FROM pg_class r JOIN pg_namespace n ON n.oid = r.relnamespace"
        " JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped"
        " LEFT JOIN pg_index i ON i.indrelid = r.oid AND i.indisprimary"
        " WHERE r.relkind IN ('r', 'p') AND n.nspname = current_schema()) t"
        " ORDER BY relname COLLATE \"C\", pk = 0, pk, attname COLLATE \"C\"",
};
/* clang-format on */

static enum value_kind kind_of(const char *type)
{
    if (strcmp(type, "TEXT") == 0)
        return VALUE_TEXT;
    return strcmp(type, "BLOB") == 0 || strcmp(type, "BYTEA") == 0 ? VALUE_BYTES : VALUE_INT;
}

struct list {
    struct arena *arena;
    struct db_table *tables;
    size_t count, room, column_room;
};

/* Both lists end with a zeroed element: what arena_grow() adds is. */
static void add_table(struct list *l, const char *name)
{
    if (l->count + 1 >= l->room) {
        size_t wider = l->room ? l->room * 2 : 64;
        l->tables = arena_grow(l->arena, l->tables, l->room * sizeof *l->tables, wider * sizeof *l->tables);
        l->room = wider;
    }
    l->tables[l->count++] = (struct db_table){.name = arena_strdup(l->arena, name)};
    l->column_room = 0;
}

static void add_column(struct list *l, struct db_column column)
{
    struct db_table *t = &l->tables[l->count - 1];
    if (t->count + 1 >= l->column_room) {
        size_t wider = l->column_room ? l->column_room * 2 : 32;
        t->columns = arena_grow(l->arena, t->columns, l->column_room * sizeof column, wider * sizeof column);
        l->column_room = wider;
    }
    t->columns[t->count++] = column;
}

struct db_table *db_tables(struct ctx *cx)
{
    struct rows *rows = db_query(cx, look[db_engine(cx->db)], NULL, 0);
    struct list l = {.arena = cx->arena, .tables = ARENA_NEW(cx->arena, struct db_table), .room = 1};
    while (rows && db_next(rows)) {
        if (l.count == 0 || strcmp(l.tables[l.count - 1].name, db_text(rows, 0)) != 0)
            add_table(&l, db_text(rows, 0));
        add_column(&l, (struct db_column){arena_strdup(cx->arena, db_text(rows, 1)), kind_of(db_text(rows, 2)),
                                          (int)db_int(rows, 3)});
    }
    return rows && db_ok(rows) ? l.tables : NULL;
}

const struct db_table *db_table_find(const struct db_table *tables, const char *name)
{
    for (const struct db_table *t = tables; t->name; t++)
        if (strcmp(t->name, name) == 0)
            return t;
    return NULL;
}
