/* schemas_test.c — databases of every earlier schema (tests/fixtures/schemas) become current without losing anything. */
#include "backup/dump.h"
#include "entities/entities.h"
#include "model/rows.h"
#include "model/schema.h"
#include "unit/store/engines.h"

#include <dirent.h>

#define FOLDER "tests/fixtures/schemas"

/* ---- fixtures ---- */

static char *fixture_text(struct ctx *cx, const char *name)
{
    enum { MOST = 1 << 20 };
    char *text = arena_alloc(cx->arena, MOST);
    FILE *f = fopen(arena_printf(cx->arena, FOLDER "/%s", name), "r");
    size_t n = f ? fread(text, 1, MOST - 1, f) : 0;
    OK(n > 0 && n < MOST - 1 && fclose(f) == 0, "%s is read", name);
    return text;
}

static const char *replace(struct arena *a, const char *text, const char *what, const char *by)
{
    struct buf out = buf_init(a);
    for (const char *at; (at = strstr(text, what)); text = at + strlen(what)) {
        buf_add(&out, text, (size_t)(at - text));
        buf_text(&out, by);
    }
    buf_text(&out, text);
    return out.data;
}

/* SQLite's tables as PostgreSQL's: foreign keys named and last, types and bytes as it writes them. */
static const char *for_postgres(struct arena *a, const char *text)
{
    struct buf out = buf_init(a), keys = buf_init(a);
    char table[64] = "", column[64];
    while (*text) {
        size_t n = strcspn(text, "\n");
        sscanf(text, "CREATE TABLE %63s", table);
        if (strncmp(text, "    FOREIGN KEY", 15) == 0) {
            const char *end = memchr(text, ')', n), *from = end;
            while (from[-1] != '(' && from[-1] != ' ')
                from--;
            snprintf(column, sizeof column, "%.*s", (int)(end - from), from);
            if (out.data[out.length - 2] == ',') /* of the line before */
                out.data[--out.length - 1] = '\n';
            buf_printf(&keys, "ALTER TABLE %s ADD CONSTRAINT %s_ref_%s %.*s;\n", table, table, column,
                       (int)(text[n - 1] == ',' ? n - 1 : n) - 4, text + 4);
        } else if (strncmp(text, "CREATE TRIGGER", 14) != 0) /* written anew by the migration */
            buf_printf(&out, "%.*s\n", (int)n, text);
        text += n + (text[n] == '\n');
    }
    const char *sql = replace(a, out.data, " TEXT", " TEXT COLLATE \"C\"");
    sql = replace(a, replace(a, sql, " BLOB", " BYTEA"), ") WITHOUT ROWID", ")");
    return replace(a, arena_printf(a, "%s%s", sql, keys.data), "X'", "'\\x");
}

static void empty_database(struct ctx *cx)
{
    if (!is_postgres(cx))
        return;
    struct value schema = value_null();
    OK(db_scalar(cx, "SELECT CAST(current_schema() AS TEXT)", NULL, 0, &schema), "a schema of the test's own");
    must(cx, arena_printf(cx->arena, "DROP SCHEMA %s CASCADE; CREATE SCHEMA %s", schema.s, schema.s));
}

/* ---- what is compared ---- */

/* Every column but those left from an earlier shape, every index, every foreign key: sorted lines. */
static const char *shape_of(struct ctx *cx)
{
    static const char *const keys[] = {
        [DB_SQLITE] =
            "SELECT i.sql FROM sqlite_master i WHERE i.type = 'index' AND i.sql IS NOT NULL UNION SELECT m.name || "
            "' ' || f.\"from\" || ' ' || f.\"table\" || ' ' || f.\"to\" FROM sqlite_master m JOIN "
            "pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY 1",
        [DB_POSTGRES] =
            "SELECT x COLLATE \"C\" FROM (SELECT regexp_replace(indexdef, ' ON [^.]*\\.', ' ON ') AS x FROM pg_indexes"
            " WHERE schemaname = current_schema() UNION SELECT conrelid::regclass || ' ' || conname || "
            "pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = "
            "current_schema()::regnamespace) s ORDER BY 1",
    };
    struct buf out = buf_init(arena_beside(cx->arena));
    const struct db_table *tables = db_tables(cx);
    for (const struct db_table *t = tables; t && t->name; t++)
        for (size_t i = 0; i < t->count; i++)
            if (strcmp(t->columns[i].name, "key_level") != 0) /* of 0001 */
                buf_printf(&out, "%s.%s %d %d\n", t->name, t->columns[i].name, t->columns[i].kind, t->columns[i].key);
    struct rows *rows = db_query(cx, keys[db_engine(cx->db)], NULL, 0);
    while (rows && db_next(rows))
        buf_printf(&out, "%s\n", db_text(rows, 0));
    OK(tables && rows && db_ok(rows), "looked: %s", tap_code(cx));
    return out.data;
}

/* All that is in the columns that the tables have now, whatever columns they get later. */
static struct buf content_of(struct ctx *cx, const struct db_table *tables)
{
    struct buf out = buf_init(arena_beside(cx->arena));
    for (const struct db_table *t = tables; t->name; t++) {
        struct buf sql = buf_init(cx->arena);
        if (dump_is_apart(t->name) || strcmp(t->name, "audit_record") == 0) /* where a chain may begin */
            continue;
        for (size_t i = 0; i < t->count; i++)
            buf_printf(&sql, "%s%s", i ? ", " : "SELECT ", t->columns[i].name);
        buf_printf(&sql, " FROM %s ORDER BY 1, 2", t->name);
        struct rows *rows = db_query(cx, sql.data, NULL, 0);
        buf_printf(&out, "%s\n", t->name);
        while (rows && db_next(rows)) {
            for (int i = 0; i < db_columns(rows); i++) {
                struct value v = db_value(rows, i);
                buf_printf(&out, "%d %lld ", v.kind, (long long)v.i);
                buf_add(&out, v.s, v.n);
                buf_char(&out, '|');
            }
            buf_char(&out, '\n');
        }
        OK(rows && db_ok(rows), "%s is read: %s", t->name, tap_code(cx));
    }
    return out;
}

/* ---- a fixture ---- */

static const struct db_table *set_up(struct ctx *cx, const char *name)
{
    const char *text = fixture_text(cx, name);
    empty_database(cx);
    must(cx, is_postgres(cx) ? for_postgres(cx->arena, text) : text);
    return db_tables(cx);
}

/* Rows are read, changed and found as any others. */
static void test_alive(struct ctx *cx)
{
    struct row_version *versions;
    size_t count = 0;
    cx->zone = 1;
    struct unit *u = row_load(cx, &unit_entity, 1);
    OK(u && u->head.version == 2 && strcmp(u->name, "name 1.2 渭南") == 0, "a row is there: %s", tap_code(cx));
    u->kind = NULL; /* the fixtures' words are no choices */
    u->phone = "0913";
    bool changed = row_save(cx, &unit_entity, u, NULL);
    OK(changed, "it is changed: %s", tap_code(cx));
    OK(row_history(cx, &unit_entity, 1, &versions, &count), "its history is read: %s", tap_code(cx));
    EQ_INT(count, 3);
    struct unit *fresh = row_new(cx, &unit_entity);
    fresh->name = "新的";
    bool added = row_save(cx, &unit_entity, fresh, NULL);
    OK(added, "a new one: %s", tap_code(cx));
    EQ_INT(fresh->head.id, 4);
    EQ_INT(int_of(cx, "SELECT COUNT(*) FROM search_index WHERE entity = 'unit' AND id = 1 AND words LIKE '%渭南%'"), 1);
    struct project *p = row_load(cx, &project_entity, 2);
    OK(p && p->unit == 2, "a project refers to its unit: %s", tap_code(cx));
    p->unit = 99;
    OK(!row_save_over(cx, &project_entity, p, row_load(cx, &project_entity, 2), NULL), "references are guarded");
    err_clear(cx);
}

static void test_one(struct ctx *cx, const char *name, const char *fresh)
{
    const struct db_table *tables = set_up(cx, name);
    tap_note("%s", name);
    struct buf before = content_of(cx, tables);
    OK(!schema_check(cx), "not current");
    EQ_TEXT(failed_with(cx), "SCH-01");
    OK(schema_migrate(cx), "brought up: %s %s", tap_code(cx), cx->err.cause ? cx->err.cause : "");
    OK(schema_check(cx), "current");
    struct buf after = content_of(cx, tables);
    size_t agree = 0;
    while (agree < before.length && before.data[agree] == after.data[agree])
        agree++;
    OK(agree == after.length && agree > 10000, "every row of every table is as it was: %.60s", after.data + agree);
    EQ_TEXT(shape_of(cx), fresh);
    test_alive(cx);
}

static bool discard(void *to, const void *bytes, size_t n)
{
    (void)to, (void)bytes, (void)n;
    return true;
}

/* One backs up before migrating. */
static void test_backup_first(struct ctx *cx, const char *name)
{
    struct sink to = {discard, NULL};
    struct dump_counts counts = {0};
    set_up(cx, name);
    OK(dump_write(cx, &to, &counts) && counts.rows > 100, "%s is backed up as it is: %s", name, tap_code(cx));
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_sql(const struct dirent *e)
{
    return strlen(e->d_name) == 8 && strcmp(e->d_name + 4, ".sql") == 0;
}

static void test(const char *url)
{
    bool postgres = strstr(url, "postgres") != NULL;
    struct dirent **files;
    int count = scandir(FOLDER, &files, is_sql, by_name);
    struct ctx fresh = work_on(postgres ? url : ":memory:");
    OK(schema_migrate(&fresh), "a new database: %s", tap_code(&fresh));
    const char *shape = shape_of(&fresh);
    OK(count >= 6, "%d earlier schemas", count);
    for (int i = 0; i < count; i++) {
        for (int round = 0; round < 2; round++) {
            struct ctx cx = work_on(postgres ? url : ":memory:");
            if (round == 0)
                test_one(&cx, files[i]->d_name, shape);
            else
                test_backup_first(&cx, files[i]->d_name);
            work_done(&cx);
        }
        free(files[i]);
    }
    free(files);
    work_done(&fresh);
}

int main(void)
{
    test("");
    on_postgres(test);
    return tap_done();
}
