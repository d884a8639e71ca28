/* schema_test.c — the schema as printed works; an older database becomes the same without losing a row. */
#include "unit/model/sample.h"

static void test_print(struct ctx *cx)
{
    struct buf lite = buf_init(cx->arena), post = buf_init(cx->arena);
    schema_ddl(&lite, DB_SQLITE);
    schema_ddl(&post, DB_POSTGRES);
    OK(strstr(lite.data, "CREATE TABLE work (\n    zone BIGINT NOT NULL,\n    id BIGINT NOT NULL,\n"),
       "zone and id lead");
    OK(strstr(lite.data, "PRIMARY KEY (zone, id),\n    FOREIGN KEY (zone, agency) REFERENCES agency (zone, id) "
                         "DEFERRABLE INITIALLY DEFERRED\n)"),
       "keys of zone and id");
    OK(strstr(lite.data, "FOREIGN KEY (realm) REFERENCES realm (id)"), "a global row is referred to by its id");
    OK(strstr(lite.data, "CREATE UNIQUE INDEX work_key_code ON work (zone, code);"), "a unique key");
    OK(strstr(lite.data, "CREATE INDEX work_by_name ON work (zone, name, id);"), "an index ends with the id");
    OK(strstr(lite.data, "CREATE INDEX work_by_agency ON work (zone, agency, id);"), "every reference has one");
    OK(!strstr(lite.data, "CREATE INDEX payment_by_work "), "unless a key begins with it");
    OK(strstr(lite.data, "CREATE INDEX remark_by_weight_words ON remark (zone, weight, words, id);"),
       "and the default order");
    OK(strstr(post.data, "    photo BYTEA,\n") && strstr(lite.data, "    photo BLOB,\n"), "bytes");
    OK(strstr(post.data, "    name TEXT COLLATE \"C\",\n"), "text is ordered bytewise");
    OK(!strstr(lite.data, "paid"), "derived fields are not stored");
    OK(strstr(post.data, "ALTER TABLE work ADD CONSTRAINT work_ref_agency FOREIGN KEY"),
       "PostgreSQL adds references last");
    buf_clear(&lite);
    struct buf again = buf_init(cx->arena);
    schema_ddl(&lite, DB_SQLITE);
    schema_ddl(&again, DB_SQLITE);
    EQ_TEXT(again.data, lite.data);
}

/* Every table, column and index there is, in one text. */
static const char *shape_of(struct ctx *cx)
{
    struct buf out = buf_init(cx->arena);
    struct rows *rows =
        db_query(cx,
                 is_postgres(cx) ? "SELECT CAST(x AS TEXT) FROM (SELECT table_name || '.' || column_name || ' ' || "
                                   "data_type AS x FROM information_schema.columns"
                                   " WHERE table_schema = current_schema() UNION SELECT regexp_replace(indexdef, ' ON "
                                   "[^.]*\\.', ' ON ') FROM pg_indexes WHERE schemaname = current_schema()"
                                   " UNION SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint WHERE "
                                   "connamespace = current_schema()::regnamespace) s ORDER BY 1"
                                 : "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name",
                 NULL, 0);
    while (rows && db_next(rows))
        buf_printf(&out, "%s\n", db_text(rows, 0));
    OK(rows && db_ok(rows), "looked: %s", tap_code(cx));
    return out.data;
}

static void test_start(struct ctx *cx)
{
    OK(schema_check(cx), "a migrated database is current");
    int64_t before = db_statements(cx->db);
    OK(schema_migrate(cx), "migrating it again");
    OK(db_statements(cx->db) - before <= 2, "costs two small queries");
    EQ_INT(int_of(cx, "SELECT COUNT(*) FROM schema_version"), 1);

    must(cx, "UPDATE schema_version SET fingerprint = 'other'");
    OK(!schema_check(cx), "another shape is not current");
    OK(strstr(cx->err.message.en, "steward migrate"), "and says what to do");
    EQ_TEXT(failed_with(cx), "SCH-01");
    must(cx, "UPDATE schema_version SET version = 1000");
    OK(!schema_check(cx), "a newer one is refused");
    EQ_TEXT(failed_with(cx), "SCH-02");
    OK(!schema_migrate(cx), "by migrate too");
    EQ_TEXT(failed_with(cx), "SCH-02");
    must(cx, "DELETE FROM schema_version");
}

/* Tables as an older program may have made them: no remarks; payments and works with less, and with more. */
static void make_older(struct ctx *cx)
{
    const char *bytes = is_postgres(cx) ? "BYTEA" : "BLOB";
    const char *head = "zone BIGINT NOT NULL, id BIGINT NOT NULL, version BIGINT NOT NULL, created_at BIGINT NOT NULL,"
                       " created_by TEXT NOT NULL, updated_at BIGINT NOT NULL, updated_by TEXT NOT NULL";
    must(cx, "DROP TABLE remark; DROP TABLE remark_history; DROP TABLE payment; DROP TABLE work");
    must(cx,
         arena_printf(
             cx->arena,
             "CREATE TABLE work (%s, name TEXT, code TEXT, colour TEXT, budget BIGINT, share BIGINT, begun BIGINT,"
             " seen BIGINT, note TEXT, settings TEXT, password TEXT, photo %s, own_idea TEXT, PRIMARY KEY (zone, id))",
             head, bytes));
    must(cx, "CREATE INDEX work_by_colour ON work (zone, colour, id); CREATE INDEX elsewhere ON work (zone, share)");
    must(cx, arena_printf(cx->arena,
                          "CREATE TABLE payment (%s, work BIGINT, month BIGINT, kind TEXT, PRIMARY KEY (zone, id),"
                          " CONSTRAINT payment_ref_work FOREIGN KEY (zone, work) REFERENCES work (zone, id) DEFERRABLE "
                          "INITIALLY DEFERRED)",
                          head));
    must(cx, "ALTER TABLE work_history DROP COLUMN rank; ALTER TABLE work_history DROP COLUMN way;"
             " ALTER TABLE work_history DROP COLUMN ended_way");
    must(cx,
         "INSERT INTO work (zone, id, version, created_at, created_by, updated_at, updated_by, name, begun, own_idea)"
         " VALUES (7, 3, 1, 5, 'a', 5, 'a', '老项目', 202301014, '留下')");
    must(cx, "INSERT INTO payment (zone, id, version, created_at, created_by, updated_at, updated_by, work, month)"
             " VALUES (7, 1, 1, 5, 'a', 5, 'a', 3, 202301014)");
    must(cx, "INSERT INTO counter (zone, entity, next) VALUES (7, 'payment', 2), (7, 'work', 4)");
}

static void test_upgrade(struct ctx *cx)
{
    make_older(cx);
    OK(schema_migrate(cx), "an older database is brought up: %s %s", tap_code(cx), cx->err.cause ? cx->err.cause : "");
    OK(schema_check(cx), "and is current then");
    struct work *w = row_load(cx, &work_entity, 3);
    OK(w && strcmp(w->name, "老项目") == 0 && w->rank == NONE_INT && !w->agency && !w->active, "its rows are whole");
    OK(w && !w->head.way, "by which way they were written is not known");
    w->rank = 2;
    OK(row_save(cx, &work_entity, w, NULL), "they go on: %s", tap_code(cx));
    EQ_INT(int_of(cx, "SELECT COUNT(*) FROM work_history WHERE ended_way = 'program' AND way IS NULL"), 1);
    EQ_INT(int_of(cx, "SELECT COUNT(*) FROM work WHERE own_idea = '留下'"), 1);
    struct payment *p = row_load(cx, &payment_entity, 1);
    OK(p && p->work == 3 && money_is_none(p->amount), "those that refer to them too");
    w->agency = 77;
    OK(!row_save_over(cx, &work_entity, w, row_load(cx, &work_entity, 3), NULL),
       "a reference that was added is guarded");
    EQ_TEXT(failed_with(cx), "STO-02");
    w->agency = 0;
    w->rank = 1;
    saved(cx, &work_entity, w);
    p->head.id = 0;
    p->kind = "plan";
    saved(cx, &payment_entity, p);
    p->head.id = 0;
    OK(!row_save_over(cx, &payment_entity, p, NULL, NULL), "so is a key");
    EQ_TEXT(failed_with(cx), "MDL-06");
    const char *shape = shape_of(cx);
    OK(!strstr(shape, "work_by_colour"), "an index that is ours and no longer wanted goes");
    OK(strstr(shape, "own_idea"), "a column that is not ours stays");
}

static void test_type(struct ctx *cx)
{
    must(cx, "DELETE FROM schema_version; DROP TABLE remark; CREATE TABLE remark (zone BIGINT NOT NULL, id BIGINT NOT "
             "NULL, version TEXT)");
    OK(!schema_migrate(cx), "a column of another type is refused");
    OK(strstr(cx->err.message.en, "remark.version"), "by name: %s", cx->err.message.en);
    EQ_TEXT(failed_with(cx), "SCH-03");
    EQ_INT(int_of(cx, "SELECT COUNT(*) FROM schema_version"), 0);
}

static void test(const char *url)
{
    struct ctx cx = work_on(url);
    cx.zone = 7;
    cx.actor = "tester";
    OK(!schema_check(&cx), "an empty database is not current");
    EQ_TEXT(failed_with(&cx), "SCH-01");
    OK(schema_migrate(&cx), "it is filled: %s %s", tap_code(&cx), cx.err.cause ? cx.err.cause : "");
    const char *fresh = shape_of(&cx);
    test_print(&cx);
    test_start(&cx);
    OK(schema_migrate(&cx), "a lost version is noted again");
    EQ_TEXT(shape_of(&cx), fresh);
    must(&cx, "DELETE FROM schema_version");
    test_upgrade(&cx);
    test_type(&cx);
    work_done(&cx);
}

int main(void)
{
    on_each_engine(test);
    return tap_done();
}
