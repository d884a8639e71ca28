/* schema.c — prints the whole schema, and brings an older database up to it. */
#include "model/schema.h"

#include "base/hash.h"
#include "base/text.h"
#include "base/version.h"
#include "model/ddl.h"
#include "model/search.h"
#include "model/trail.h"

#include <string.h>

static void print_foreign_keys(struct buf *out, const struct entity *e)
{
    for (const struct field *f = entity_next_column(e, NULL); f; f = entity_next_column(e, f))
        if (f->type == T_REF) {
            buf_printf(out, "ALTER TABLE %s ADD CONSTRAINT %s ", entity_table(e),
                       ddl_foreign_key_name(out->arena, e, f));
            ddl_foreign_key(out, e, f);
            buf_text(out, ";\n");
        }
}

static void print_entity(struct buf *out, const struct entity *e, enum db_engine engine)
{
    buf_printf(out, "\n-- %s %s\n", label_in(e->label, LANG_ZH), label_in(e->label, LANG_EN));
    ddl_table(out, e, TABLE_LIVE, engine, NULL);
    buf_text(out, ";\n");
    ddl_table(out, e, TABLE_HISTORY, engine, NULL);
    buf_text(out, ";\n");
    for (const struct ddl_index *i = ddl_indexes(out->arena, e); i->name; i++)
        buf_printf(out, "%s;\n", i->sql);
    for (const char **g = e->flags & ENTITY_APPEND ? ddl_guards(out->arena, e, engine) : NULL; g && *g; g++)
        buf_printf(out, "%s;\n", *g);
}

static void print_plain(struct buf *out, const struct ddl_plain *t, enum db_engine engine)
{
    buf_char(out, '\n');
    if (strcmp(t->name, "search_index") == 0)
        search_describe(out);
    ddl_plain(out, t, engine);
    buf_text(out, ";\n");
}

void schema_ddl(struct buf *out, enum db_engine engine)
{
    buf_printf(out, "-- Printed by `steward ddl`: %s, schema version %d.\n",
               engine == DB_POSTGRES ? "PostgreSQL" : "SQLite", SCHEMA_VERSION);
    for (const struct ddl_plain *t = ddl_plain_tables; t->name; t++)
        print_plain(out, t, engine);
    for (const struct entity *const *e = entity_catalogue; *e; e++)
        print_entity(out, *e, engine);
    if (engine == DB_POSTGRES) {
        buf_text(out, "\n");
        for (const struct entity *const *e = entity_catalogue; *e; e++)
            print_foreign_keys(out, *e);
    }
}

/* ---- what the database has ---- */

struct found {
    const char *table; /* a column's, an index's, a foreign key's; NULL for a table */
    const char *name;
    const char *type; /* a column's */
};
struct found_list {
    struct found *items;
    size_t count;
};
struct present {
    struct found_list tables, columns, indexes, foreign_keys;
};

/* clang-format off */
static const struct {
    const char *tables, *columns, *indexes, *foreign_keys; /* table, name, type */
} look[] = {
    [DB_SQLITE] = {
        "SELECT NULL, name, NULL FROM sqlite_master WHERE type = 'table'",
        "SELECT m.name, c.name, c.type FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'",
        "SELECT tbl_name, name, NULL FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
        NULL, /* part of the tables */
    },
    [DB_POSTGRES] = {
        "SELECT NULL, CAST(table_name AS TEXT), NULL FROM information_schema.tables WHERE table_schema = current_schema()",
        "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), CAST(UPPER(data_type) AS TEXT)"
        " FROM information_schema.columns WHERE table_schema = current_schema()",
        "SELECT CAST(tablename AS TEXT), CAST(indexname AS TEXT), NULL FROM pg_indexes WHERE schemaname = current_schema()",
        "SELECT CAST(t.relname AS TEXT), CAST(c.conname AS TEXT), NULL FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid"
        " JOIN pg_namespace n ON n.oid = c.connamespace WHERE c.contype = 'f' AND n.nspname = current_schema()",
    },
};
/* clang-format on */

static bool look_up(struct ctx *cx, const char *sql, struct found_list *ret_list)
{
    struct arena *a = cx->arena;
    struct rows *rows = db_query(cx, sql, NULL, 0);
    struct found_list l = {0};
    size_t capacity = 0;
    while (rows && db_next(rows)) {
        if (l.count == capacity) {
            size_t wider = capacity ? capacity * 2 : 64;
            l.items = arena_grow(a, l.items, capacity * sizeof *l.items, wider * sizeof *l.items);
            capacity = wider;
        }
        l.items[l.count++] = (struct found){
            arena_strdup(a, db_text(rows, 0)),
            arena_strdup(a, db_text(rows, 1)),
            arena_strdup(a, db_text(rows, 2)),
        };
    }
    *ret_list = l;
    return rows && db_ok(rows);
}

static bool look_around(struct ctx *cx, struct present *ret_present)
{
    enum db_engine engine = db_engine(cx->db);
    struct present p = {0};
    if (!look_up(cx, look[engine].tables, &p.tables) || !look_up(cx, look[engine].columns, &p.columns) ||
        !look_up(cx, look[engine].indexes, &p.indexes))
        return false;
    if (look[engine].foreign_keys && !look_up(cx, look[engine].foreign_keys, &p.foreign_keys))
        return false;
    *ret_present = p;
    return true;
}

static const struct found *find_in(const struct found_list *l, const char *table, const char *name)
{
    for (size_t i = 0; i < l->count; i++)
        if (strcmp(l->items[i].name, name) == 0 && (!table || strcmp(l->items[i].table, table) == 0))
            return &l->items[i];
    return NULL;
}

/* ---- what it lacks ---- */

static bool run(struct ctx *cx, const char *sql)
{
    return db_exec(cx, sql, NULL, 0, NULL);
}

static bool create_table(struct ctx *cx, const struct entity *e, enum table_kind kind,
                         const struct stray_column *strays)
{
    struct buf sql = buf_init(cx->arena);
    ddl_table(&sql, e, kind, db_engine(cx->db), strays);
    return run(cx, sql.data);
}

static bool is_own_column(const struct entity *e, const char *name)
{
    const struct field *f = entity_field(e, name);
    return (f && !field_is_derived(f)) || strcmp(name, "zone") == 0;
}

/* Columns that only the database knows, from a newer or a locally changed program: they are kept. */
static struct stray_column *strays_of(struct ctx *cx, const struct entity *e, const struct found_list *columns)
{
    struct stray_column *strays = arena_array(cx->arena, columns->count + 1, sizeof *strays);
    size_t n = 0;
    for (size_t i = 0; i < columns->count; i++)
        if (strcmp(columns->items[i].table, entity_table(e)) == 0 && !is_own_column(e, columns->items[i].name))
            strays[n++] = (struct stray_column){columns->items[i].name, columns->items[i].type};
    return strays;
}

/* SQLite cannot add a foreign key to a table, so the table is made anew around its rows. */
static bool rebuild_table(struct ctx *cx, const struct entity *e, const struct found_list *columns)
{
    struct buf names = buf_init(cx->arena);
    for (size_t i = 0; i < columns->count; i++)
        if (strcmp(columns->items[i].table, entity_table(e)) == 0)
            buf_printf(&names, "%s%s", names.length ? ", " : "", columns->items[i].name);
    struct arena *a = cx->arena;
    return run(cx, "PRAGMA defer_foreign_keys = ON") &&
           run(cx, arena_printf(a, "CREATE TABLE %s_before AS SELECT * FROM %s", entity_table(e), entity_table(e))) &&
           run(cx, arena_printf(a, "DROP TABLE %s", entity_table(e))) &&
           create_table(cx, e, TABLE_LIVE, strays_of(cx, e, columns)) &&
           run(cx, arena_printf(a, "INSERT INTO %s (%s) SELECT %s FROM %s_before", entity_table(e), names.data,
                                names.data, entity_table(e))) &&
           run(cx, arena_printf(a, "DROP TABLE %s_before", entity_table(e)));
}

static bool fail_type(struct ctx *cx, const char *table, const struct field *f, const char *found)
{
    const char *wanted = ddl_type(f, db_engine(cx->db));
    return fail(cx, ERR_SYSTEM, "SCH-03", NULL,
                "数据库中 %s.%s 的类型是 %s，程序需要 %s；请用与该数据库相符的程序版本，或从备份恢复",
                "column %s.%s is of type %s in the database, the program needs %s; use the program version that made "
                "this database, or restore a backup",
                table, f->name, found, wanted);
}

static bool add_columns(struct ctx *cx, const struct entity *e, enum table_kind kind, const struct present *p)
{
    const enum db_engine engine = db_engine(cx->db);
    const char *table = ddl_table_name(cx->arena, e, kind);
    bool rebuild = false;
    for (const struct field *f = entity_next_column(e, NULL); f; f = entity_next_column(e, f)) {
        const struct found *column = find_in(&p->columns, table, f->name);
        if (column && strcmp(column->type, ddl_type(f, engine)) != 0)
            return fail_type(cx, table, f, column->type);
        if (column)
            continue;
        rebuild = rebuild || (f->type == T_REF && kind == TABLE_LIVE && engine == DB_SQLITE);
    }
    if (rebuild)
        return rebuild_table(cx, e, &p->columns);
    if (kind == TABLE_HISTORY && !find_in(&p->columns, table, "ended_way") &&
        !run(cx, arena_printf(cx->arena, "ALTER TABLE %s ADD COLUMN ended_way TEXT", table)))
        return false;
    for (const struct field *f = entity_next_column(e, NULL); f; f = entity_next_column(e, f)) {
        if (find_in(&p->columns, table, f->name))
            continue;
        struct buf sql = buf_init(cx->arena);
        buf_printf(&sql, "ALTER TABLE %s ADD COLUMN ", table);
        ddl_column(&sql, f, engine);
        if (!run(cx, sql.data))
            return false;
    }
    return true;
}

static bool complete_tables(struct ctx *cx, const struct entity *e, const struct present *p)
{
    for (enum table_kind kind = TABLE_LIVE; kind <= TABLE_HISTORY; kind++) {
        bool exists = find_in(&p->tables, NULL, ddl_table_name(cx->arena, e, kind));
        if (!(exists ? add_columns(cx, e, kind, p) : create_table(cx, e, kind, NULL)))
            return false;
    }
    return true;
}

/* Indexes that we made for an earlier catalogue and that this one does not name. */
static bool drop_stale_indexes(struct ctx *cx, const struct entity *e, const struct found_list *found)
{
    struct ddl_index *wanted = ddl_indexes(cx->arena, e);
    const char *key = arena_printf(cx->arena, "%s_key_", entity_table(e)),
               *by = arena_printf(cx->arena, "%s_by_", entity_table(e));
    for (size_t i = 0; i < found->count; i++) {
        const struct found *f = &found->items[i];
        const struct ddl_index *w = wanted;
        while (w->name && strcmp(w->name, f->name) != 0)
            w++;
        bool ours = strcmp(f->table, entity_table(e)) == 0 && (text_starts(f->name, key) || text_starts(f->name, by));
        if (ours && !w->name && !run(cx, arena_printf(cx->arena, "DROP INDEX %s", f->name)))
            return false;
    }
    return true;
}

static bool complete_indexes(struct ctx *cx, const struct entity *e, const struct found_list *found)
{
    for (const struct ddl_index *i = ddl_indexes(cx->arena, e); i->name; i++)
        if (!find_in(found, NULL, i->name) && !run(cx, i->sql))
            return false;
    return drop_stale_indexes(cx, e, found);
}

static bool complete_foreign_keys(struct ctx *cx, const struct entity *e, const struct found_list *found)
{
    for (const struct field *f = entity_next_column(e, NULL); f; f = entity_next_column(e, f)) {
        if (f->type != T_REF || find_in(found, entity_table(e), ddl_foreign_key_name(cx->arena, e, f)))
            continue;
        struct buf sql = buf_init(cx->arena);
        buf_printf(&sql, "ALTER TABLE %s ADD CONSTRAINT %s ", entity_table(e), ddl_foreign_key_name(cx->arena, e, f));
        ddl_foreign_key(&sql, e, f);
        if (!run(cx, sql.data))
            return false;
    }
    return true;
}

static bool create_plain(struct ctx *cx, const struct ddl_plain *t)
{
    struct buf sql = buf_init(cx->arena);
    ddl_plain(&sql, t, db_engine(cx->db));
    return run(cx, sql.data);
}

static bool complete_guards(struct ctx *cx)
{
    for (const struct entity *const *e = entity_catalogue; *e; e++)
        for (const char **g = (*e)->flags & ENTITY_APPEND ? ddl_guards(cx->arena, *e, db_engine(cx->db)) : NULL;
             g && *g; g++)
            if (!run(cx, *g))
                return false;
    return true;
}

static bool complete(struct ctx *cx)
{
    struct present p;
    if (!look_around(cx, &p))
        return false;
    for (const struct ddl_plain *t = ddl_plain_tables; t->name; t++)
        if (!find_in(&p.tables, NULL, t->name) && !create_plain(cx, t))
            return false;
    for (const struct entity *const *e = entity_catalogue; *e; e++)
        if (!complete_tables(cx, *e, &p))
            return false;
    /* Looked up again: a rebuilt table lost its indexes. */
    if (!look_up(cx, look[db_engine(cx->db)].indexes, &p.indexes))
        return false;
    for (const struct entity *const *e = entity_catalogue; *e; e++)
        if (!complete_indexes(cx, *e, &p.indexes))
            return false;
    if (db_engine(cx->db) == DB_POSTGRES)
        for (const struct entity *const *e = entity_catalogue; *e; e++)
            if (!complete_foreign_keys(cx, *e, &p.foreign_keys))
                return false;
    return complete_guards(cx) && search_fill(cx) && trail_begin(cx);
}

/* ---- versions ---- */

enum standing { SCHEMA_CURRENT, SCHEMA_OLDER, SCHEMA_NEWER };

static const char *fingerprint(struct ctx *cx)
{
    struct buf ddl = buf_init(cx->arena);
    schema_ddl(&ddl, db_engine(cx->db));
    return sha256_hex(cx, ddl.data, ddl.length);
}

static bool has_versions(struct ctx *cx, bool *ret_has)
{
    struct value n;
    const char *sql =
        db_engine(cx->db) == DB_POSTGRES
            ? "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_version'"
            : "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'";
    if (!db_scalar(cx, sql, NULL, 0, &n))
        return false;
    *ret_has = n.i > 0;
    return true;
}

static bool stand(struct ctx *cx, enum standing *ret_standing)
{
    bool has = false;
    const char *wanted = fingerprint(cx);
    enum standing standing = SCHEMA_OLDER;
    if (!wanted || !has_versions(cx, &has))
        return false;
    if (has) {
        struct rows *rows = db_query(
            cx, "SELECT version, fingerprint FROM schema_version ORDER BY version DESC, applied_at DESC LIMIT 1", NULL,
            0);
        if (rows && db_next(rows)) {
            if (db_int(rows, 0) > SCHEMA_VERSION)
                standing = SCHEMA_NEWER;
            else if (db_int(rows, 0) == SCHEMA_VERSION && strcmp(db_text(rows, 1), wanted) == 0)
                standing = SCHEMA_CURRENT;
            db_end(rows);
        }
        if (!rows || !db_ok(rows))
            return false;
    }
    *ret_standing = standing;
    return true;
}

static bool note_version(struct ctx *cx)
{
    const struct value params[] = {
        value_int(SCHEMA_VERSION),
        value_text(fingerprint(cx)),
        value_int(cx->now_ms),
        value_text("steward " STEWARD_VERSION),
    };
    /* Going back and forth between two programs of one version within a millisecond is no fault. */
    return db_exec(cx,
                   "INSERT INTO schema_version (version, fingerprint, applied_at, program) VALUES ($1, $2, $3, $4)"
                   " ON CONFLICT (version, fingerprint, applied_at) DO NOTHING",
                   params, 4, NULL);
}

static bool fail_newer(struct ctx *cx)
{
    return fail(
        cx, ERR_SYSTEM, "SCH-02", NULL, "数据库由更新版本的程序建立，本程序（结构版本 %d）不能使用；请升级程序",
        "the database was made by a newer program; this one (schema version %d) cannot use it: upgrade the program",
        SCHEMA_VERSION);
}

/* Two programs may start at once: the second waits, then finds nothing left to do. */
static bool lock_schema(struct ctx *cx)
{
    struct value ignored;
    return db_engine(cx->db) != DB_POSTGRES ||
           db_scalar(cx, "SELECT CAST(pg_advisory_xact_lock(7382911) AS TEXT)", NULL, 0, &ignored);
}

static bool migrate_locked(struct ctx *cx)
{
    enum standing standing;
    if (!lock_schema(cx) || !stand(cx, &standing))
        return false;
    return standing == SCHEMA_CURRENT || (complete(cx) && note_version(cx));
}

bool schema_migrate(struct ctx *cx)
{
    enum standing standing;
    if (!stand(cx, &standing))
        return false;
    if (standing == SCHEMA_NEWER)
        return fail_newer(cx);
    if (standing == SCHEMA_CURRENT)
        return true;
    if (!db_begin(cx))
        return false;
    if (!migrate_locked(cx)) {
        db_rollback(cx);
        return false;
    }
    return db_commit(cx);
}

bool schema_check(struct ctx *cx)
{
    enum standing standing;
    if (!stand(cx, &standing))
        return false;
    if (standing == SCHEMA_NEWER)
        return fail_newer(cx);
    if (standing == SCHEMA_OLDER)
        return fail(cx, ERR_SYSTEM, "SCH-01", NULL, "数据库结构不是当前版本；请先备份，再运行 steward migrate",
                    "the database does not have the current schema; make a backup, then run steward migrate");
    return true;
}
