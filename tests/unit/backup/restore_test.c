/* restore_test.c — what was backed up while others wrote comes back byte for byte, on and between both engines. */
#include "backup_fixture.h"

#include <pthread.h>
#include <sys/stat.h>

static char folder[] = "/tmp/steward-backup.XXXXXX";

static const char *place(struct ctx *cx, const char *name)
{
    return arena_printf(cx->arena, "%s/%s", folder, name);
}

/* A fresh SQLite database in the folder. */
static struct ctx fresh(const char *name)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return work_on(path);
}

/* ---- while others write ---- */

struct scribe {
    const char *url;
    _Atomic bool stop;
    _Atomic int written;
};

/* Each transaction adds a unit and an enterprise: at any moment there are as many of one as of the other. */
static void *scribble(void *arg)
{
    struct scribe *s = arg;
    struct ctx cx = work_on(s->url);
    cx.zone = 1;
    while (!s->stop) {
        char name[40];
        snprintf(name, sizeof name, "抄写 %d", s->written);
        struct enterprise *e = row_new(&cx, &enterprise_entity);
        e->name = name;
        if (!db_begin(&cx))
            break;
        save_unit(&cx, name);
        save(&cx, &enterprise_entity, e);
        if (!db_commit(&cx))
            break;
        s->written++;
    }
    work_done(&cx);
    return NULL;
}

static void test_serving(const char *url)
{
    struct ctx cx = work_on(url);
    struct scribe s = {.url = url};
    struct backup_facts made, back;
    pthread_t thread;
    furnish(&cx);
    pthread_create(&thread, NULL, scribble, &s);
    while (s.written < 20)
        usleep(1000);
    const char *path = place(&cx, is_postgres(&cx) ? "serving-pg.backup" : "serving.backup");
    int before = s.written;
    OK(backup_make(&cx, path, NULL, NULL, &made), "a backup while others write: %s", tap_code(&cx));
    while (s.written < before + 5)
        usleep(1000);
    s.stop = true;
    pthread_join(thread, NULL);
    OK(s.written >= before + 5, "who went on writing");

    struct ctx to = fresh(is_postgres(&cx) ? "from-pg.db" : "again.db");
    OK(backup_restore(&to, path, NULL, &back), "restored: %s %s", tap_code(&to), to.err.cause ? to.err.cause : "");
    EQ_INT(back.counts.rows, made.counts.rows);
    EQ_INT(back.counts.tables, made.counts.tables);
    EQ_TEXT(back.file.digest, made.file.digest);
    OK(same(dump_of(&to), dump_in(&to, path)), "its dump is the backup's, byte for byte");
    EQ_INT(int_of(&to, "SELECT (SELECT COUNT(*) FROM unit WHERE name LIKE '抄写%') -"
                       " (SELECT COUNT(*) FROM enterprise)"),
           0);
    OK(int_of(&to, "SELECT COUNT(*) FROM enterprise") >= 20, "of one moment, no transaction in half");
    OK(schema_check(&to), "its schema is current");
    OK(int_of(&to, "SELECT COUNT(*) FROM search_index WHERE words LIKE '%抄写%'") > 0, "its search index is filled");
    struct unit *u = row_new(&to, &unit_entity);
    to.zone = 1;
    u->name = "之后";
    OK(row_save(&to, &unit_entity, u, NULL) &&
           u->head.id > int_of(&to, "SELECT MAX(id) FROM unit_history WHERE zone = 1"),
       "ids go on, none is used again");
    work_done(&to);
    work_done(&cx);
}

/* ---- into what, and all of it or nothing ---- */

static void test_refusals(const char *url)
{
    struct ctx cx = work_on(url);
    struct backup_facts facts;
    const char *path = place(&cx, is_postgres(&cx) ? "refusals-pg.backup" : "refusals.backup");
    furnish(&cx);
    OK(backup_make(&cx, path, NULL, NULL, &facts), "a backup: %s", tap_code(&cx));
    const char *before = dump_of(&cx);
    OK(!backup_restore(&cx, path, NULL, &facts), "into a database with data");
    EQ_TEXT(failed_with(&cx), "BAK-09");
    OK(same(dump_of(&cx), before), "which stays as it was");
    OK(!backup_make(&cx, path, NULL, NULL, &facts), "a backup over a file");
    EQ_TEXT(failed_with(&cx), "BAK-01");
    OK(!backup_make(&cx, place(&cx, "no/such/folder"), NULL, NULL, &facts), "or into no folder");
    EQ_TEXT(failed_with(&cx), "BAK-13");
    OK(!backup_make(&cx, "/dev/full", NULL, NULL, &facts), "or onto a full disk");
    EQ_TEXT(failed_with(&cx), "BAK-13");
    OK(strstr(place(&cx, "x"), folder) && access(place(&cx, "x"), F_OK) != 0, "leaves nothing behind");
    struct stat st;
    OK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600, "only its owner may read a backup");
    work_done(&cx);
}

static void test_half(const char *url)
{
    struct ctx cx = work_on(url);
    struct memory m = {.bytes = buf_init(cx.arena)};
    struct dump_counts counts;
    furnish(&cx);
    buf_text(&m.bytes, dump_of(&cx));
    struct ctx to = fresh(is_postgres(&cx) ? "half-pg.db" : "half.db");
    struct source from = {memory_take, &m};
    m.bytes.length = m.bytes.length * 2 / 3;
    OK(!dump_load(&to, &from, &counts), "a dump that ends early");
    EQ_TEXT(failed_with(&to), "BAK-12");
    EQ_INT(int_of(&to, "SELECT COUNT(*) FROM sqlite_master"), 0);
    work_done(&to);
    work_done(&cx);
}

/* The target's disk is full: SQLite says so when its pages run out. */
static void test_full_target(void)
{
    struct ctx cx = fresh("full-source.db");
    struct backup_facts facts;
    furnish(&cx);
    const char *path = place(&cx, "full.backup");
    OK(backup_make(&cx, path, NULL, NULL, &facts), "a backup: %s", tap_code(&cx));
    struct ctx to = fresh("full-target.db");
    must(&to, "CREATE TABLE x (y BIGINT); DROP TABLE x");
    int64_t pages = int_of(&to, "PRAGMA max_page_count = 250");
    EQ_INT(pages, 250);
    OK(!backup_restore(&to, path, NULL, &facts), "a restore onto a full disk");
    EQ_TEXT(failed_with(&to), "STO-04");
    EQ_INT(int_of(&to, "SELECT COUNT(*) FROM sqlite_master"), 0);
    work_done(&to);
    work_done(&cx);
}

/* ---- from engine to engine ---- */

static void move(struct ctx *from, struct ctx *to, size_t step)
{
    struct memory m = {.bytes = buf_init(from->arena), .step = step};
    struct dump_counts counts;
    buf_text(&m.bytes, dump_of(from));
    struct source source = {memory_take, &m};
    OK(dump_load(to, &source, &counts), "loaded: %s %s", tap_code(to), to->err.cause ? to->err.cause : "");
    OK(same(dump_of(to), dump_of(from)), "both dumps agree, read %zu bytes at a time", step);
}

static void test_move(const char *url)
{
    struct ctx lite = fresh(strstr(url, "postgres") ? "there.db" : "here.db"), other = work_on(url),
               back = fresh(strstr(url, "postgres") ? "back-there.db" : "back-here.db");
    furnish(&lite);
    must(&lite, "CREATE TABLE stray (name TEXT, n BIGINT, PRIMARY KEY (name));"
                "INSERT INTO stray VALUES ('b', 1), ('B', NULL), ('甲', -9223372036854775807);"
                "ALTER TABLE unit ADD COLUMN local_note TEXT; UPDATE unit SET local_note = 'ours' WHERE zone = 2");
    move(&lite, &other, 1);
    EQ_INT(int_of(&other, "SELECT COUNT(*) FROM unit WHERE local_note = 'ours'"), 1);
    move(&other, &back, 0);
    OK(same(dump_of(&back), dump_of(&lite)), "there and back, columns and tables that we do not know included");
    work_done(&lite);
    work_done(&other);
    work_done(&back);
}

/* ---- memory ---- */

static void test_flat(const char *url)
{
    struct ctx cx = work_on(url);
    struct backup_facts facts;
    OK(schema_migrate(&cx), "a new database");
    const char *path = place(&cx, is_postgres(&cx) ? "flat-pg.backup" : "flat.backup");
    must(&cx, "INSERT INTO counter (zone, entity, next) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
              " WHERE i < 60000) SELECT 1, 'x' || i || 'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"
              "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz', i FROM n");
    size_t before = arena_peak(cx.arena);
    OK(backup_make(&cx, path, NULL, NULL, &facts), "9 MiB of rows: %s", tap_code(&cx));
    OK(arena_peak(cx.arena) - before < 2 << 20, "take %zu KiB of memory", (arena_peak(cx.arena) - before) >> 10);
    struct ctx to = fresh(is_postgres(&cx) ? "flat-pg.db" : "flat.db");
    before = arena_peak(to.arena);
    OK(backup_restore(&to, path, NULL, &facts), "and back: %s", tap_code(&to));
    OK(arena_peak(to.arena) - before < 4 << 20, "%zu KiB", (arena_peak(to.arena) - before) >> 10);
    EQ_INT(int_of(&to, "SELECT COUNT(*) FROM counter"), 60000);
    work_done(&to);
    work_done(&cx);
}

int main(void)
{
    if (!mkdtemp(folder))
        return 1;
    on_each_engine(test_serving);
    on_each_engine(test_refusals);
    on_each_engine(test_half);
    test_full_target();
    on_each_engine(test_move);
    on_each_engine(test_flat);
    char command[80];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    OK(system(command) == 0, "cleared away");
    return tap_done();
}
