/* open_test.c — opening, and what happens when a file or a server is not as it should be. */
#include "store/engine.h"
#include "unit/store/engines.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>

static const char *open_fails(const char *url, enum db_open_mode mode)
{
    static char code[16];
    struct ctx cx = tap_ctx();
    struct db *db = db_open(&cx, url, mode);
    snprintf(code, sizeof code, "%s", db ? "opened" : tap_code(&cx));
    if (!db)
        tap_note("%s (%s)", cx.err.message.en, cx.err.cause ? cx.err.cause : "");
    db_close(db);
    tap_ctx_free(&cx);
    return code;
}

static void write_at(const char *path, off_t at, const char *bytes, size_t n)
{
    int fd = open(path, O_WRONLY | O_CREAT, 0644);
    OK(fd >= 0 && pwrite(fd, bytes, n, at) == (ssize_t)n, "written into %s", path);
    close(fd);
}

static void missing_and_made(const char *file)
{
    struct stat st;
    struct ctx cx = tap_ctx();
    OK(!db_open(&cx, file, DB_EXISTING), "a file that is not there");
    EQ_INT(cx.err.kind, ERR_NOT_FOUND);
    OK(strstr(cx.err.message.en, file) && strstr(cx.err.message.zh, "steward migrate"),
       "the message names the file and the command");
    EQ_TEXT(failed_with(&cx), "STO-07");
    OK(stat(file, &st) != 0, "is not made by looking");
    tap_ctx_free(&cx);
    EQ_TEXT(open_fails(file, DB_CREATE), "opened");
    OK(stat(file, &st) == 0 && (st.st_mode & 0777) == 0600, "is made for its owner only");
    EQ_TEXT(open_fails(file, DB_EXISTING), "opened");
    EQ_TEXT(open_fails("/", DB_CREATE), "STO-14");
    EQ_TEXT(open_fails("/nowhere/at/all.db", DB_CREATE), "STO-14");
}

static void settings(const char *file)
{
    struct ctx cx = work_on(file);
    struct value v;
    OK(db_scalar(&cx, "PRAGMA journal_mode", NULL, 0, &v) && strcmp(v.s, "wal") == 0, "write-ahead log");
    EQ_INT(int_of(&cx, "PRAGMA synchronous"), 2);
    EQ_INT(int_of(&cx, "PRAGMA foreign_keys"), 1);
    EQ_INT(int_of(&cx, "PRAGMA busy_timeout"), 10000);
    EQ_INT(int_of(&cx, "PRAGMA trusted_schema"), 0);
    EQ_INT(int_of(&cx, "PRAGMA cell_size_check"), 1);
    OK(!db_exec(&cx, "INSERT INTO sqlite_schema VALUES ('table', 'x', 'x', 0, '')", NULL, 0, NULL),
       "the schema cannot be written to");
    err_clear(&cx);
    OK(db_alive(cx.db) && db_revive(&cx), "a file is always alive");
    work_done(&cx);
}

static void disk_full(const char *file)
{
    struct ctx cx = work_on(file);
    must(&cx, "CREATE TABLE t (n BIGINT PRIMARY KEY, s TEXT)");
    must(&cx, "INSERT INTO t VALUES (1, 'kept')");
    OK(db_exec(&cx, "PRAGMA max_page_count = 20", NULL, 0, NULL), "a small disk");
    struct value big = value_bytes(arena_alloc(cx.arena, 1 << 20), 1 << 20);
    OK(db_begin(&cx) && !db_exec(&cx, "INSERT INTO t VALUES (2, $1)", &big, 1, NULL), "does not take it");
    EQ_TEXT(failed_with(&cx), "STO-04");
    OK(!db_exec(&cx, "INSERT INTO t VALUES (3, 'x')", NULL, 0, NULL), "nor anything after it in this transaction");
    EQ_TEXT(failed_with(&cx), "STO-08");
    db_rollback(&cx);
    EQ_INT(int_of(&cx, "SELECT sum(n) FROM t"), 1);
    work_done(&cx);
}

static void damaged(const char *file)
{
    struct ctx cx = work_on(file);
    must(&cx, "WITH RECURSIVE k(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM k WHERE i < 5000) INSERT INTO t SELECT i, "
              "'some text' FROM k");
    work_done(&cx);
    char noise[4096];
    memset(noise, 0xA5, sizeof noise);
    for (int page = 2; page < 12; page++)
        write_at(file, (off_t)page * 4096, noise, sizeof noise);
    cx = work_on(file);
    struct value v;
    OK(!db_scalar(&cx, "SELECT count(s) FROM t WHERE s <> ''", NULL, 0, &v), "damage is noticed");
    EQ_TEXT(failed_with(&cx), "STO-05");
    work_done(&cx);
    write_at(file, 0, "this is a letter, and not a database at all", 40);
    EQ_TEXT(open_fails(file, DB_EXISTING), "STO-05");
}

static void network_disks(void)
{
    EQ_TEXT(filesystem_refused(0x6969, NULL), "NFS");
    EQ_TEXT(filesystem_refused(0xFF534D42, NULL), "CIFS");
    EQ_TEXT(filesystem_refused(0xFE534D42, NULL), "SMB2");
    EQ_TEXT(filesystem_refused(0x65735546, "fuse.sshfs"), "fuse.sshfs");
    EQ_TEXT(filesystem_refused(0x65735546, "fuseblk"), NULL);
    EQ_TEXT(filesystem_refused(0x65735546, NULL), NULL);
    EQ_TEXT(filesystem_refused(0xEF53, "ext4"), NULL);
    EQ_TEXT(filesystem_refused(0x794C7630, "overlay"), NULL);
    EQ_TEXT(filesystem_refused(0x01021997, "9p"), NULL);
}

static bool on_nfs;

/* In the place of the system's: says what disk a path is on. */
int statfs(const char *path, struct statfs *ret)
{
    int (*real)(const char *path, struct statfs *ret);
    *(void **)&real = dlsym(RTLD_NEXT, "statfs");
    int failed = real(path, ret);
    if (!failed && on_nfs)
        ret->f_type = 0x6969;
    return failed;
}

static void refuses_network_disks(const char *file)
{
    struct ctx cx = tap_ctx();
    on_nfs = true;
    OK(!db_open(&cx, file, DB_CREATE), "a new database is not made on a network disk");
    OK(strstr(cx.err.message.en, "NFS") && strstr(cx.err.message.en, "locks") && strstr(cx.err.message.zh, "文件锁"),
       "and it says why: %s", cx.err.message.en);
    EQ_TEXT(failed_with(&cx), "STO-15");
    OK(access(file, F_OK) != 0, "nothing is left there");
    on_nfs = false;
    struct db *db = db_open(&cx, file, DB_CREATE);
    db_close(db);
    on_nfs = true;
    OK(db && !db_open(&cx, file, DB_EXISTING), "nor is one opened that has moved there");
    EQ_TEXT(failed_with(&cx), "STO-15");
    on_nfs = false;
    unlink(file);
    tap_ctx_free(&cx);
}

static void files(const char *file)
{
    refuses_network_disks(file);
    missing_and_made(file);
    settings(file);
    disk_full(file);
    damaged(file);
}

static void in_memory(void)
{
    struct ctx cx = work_on(":memory:");
    must(&cx, "CREATE TABLE t (n BIGINT); INSERT INTO t VALUES (1)");
    EQ_INT(int_of(&cx, "SELECT n FROM t"), 1);
    work_done(&cx);
}

/* End the server's process of cx's connection, as an administrator or a crash would. */
static void cut(struct ctx *cx, struct ctx *other)
{
    struct value pid = value_int(int_of(cx, "SELECT pg_backend_pid()")), v;
    OK(db_scalar(other, "SELECT pg_terminate_backend(CAST($1 AS int), 5000)", &pid, 1, &v) && v.i == 1, "cut off");
}

static void connection_lost(struct ctx *cx, struct ctx *other)
{
    must(cx, "CREATE TABLE t (n BIGINT)");
    cut(cx, other);
    OK(!db_exec(cx, "INSERT INTO t VALUES (1)", NULL, 0, NULL), "the connection is gone");
    EQ_TEXT(failed_with(cx), "STO-06");
    OK(!db_alive(cx->db) && !db_exec(cx, "SELECT 1", NULL, 0, NULL), "and stays so");
    EQ_TEXT(failed_with(cx), "STO-06");
    OK(db_revive(cx) && db_alive(cx->db), "until it is revived");
    EQ_INT(int_of(cx, "SELECT count(*) FROM t"), 0);

    OK(db_begin(cx) && db_exec(cx, "INSERT INTO t VALUES (2)", NULL, 0, NULL), "in a transaction");
    cut(cx, other);
    OK(!db_exec(cx, "INSERT INTO t VALUES (3)", NULL, 0, NULL), "gone");
    EQ_TEXT(failed_with(cx), "STO-06");
    OK(!db_revive(cx), "not revived inside the transaction");
    err_clear(cx);
    db_rollback(cx);
    OK(db_revive(cx), "but after it");
    EQ_INT(int_of(cx, "SELECT count(*) FROM t"), 0);

    OK(db_begin(cx) && db_exec(cx, "INSERT INTO t VALUES (4)", NULL, 0, NULL), "in a transaction");
    cut(cx, other);
    OK(!db_commit(cx), "lost while saving");
    EQ_TEXT(failed_with(cx), "STO-10");
    OK(db_revive(cx), "revived: %s", tap_code(cx));

    struct value many = value_int(1000000);
    struct rows *rows = db_query(cx, "SELECT i, repeat('x', 100) FROM generate_series(1, $1) i", &many, 1);
    OK(db_next(rows), "rows stream");
    struct value pid = value_null();
    OK(db_scalar(other,
                 "SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT i, repeat%' AND pid <> pg_backend_pid()",
                 NULL, 0, &pid),
       "found");
    struct value v;
    OK(db_scalar(other, "SELECT pg_terminate_backend(CAST($1 AS int), 5000)", &pid, 1, &v), "cut off in the middle");
    while (db_next(rows)) {
    }
    OK(!db_ok(rows), "rows that stop in the middle are no end of rows");
    EQ_TEXT(failed_with(cx), "STO-06");
    OK(db_revive(cx), "revived");
    EQ_INT(int_of(cx, "SELECT 1"), 1);
}

static void server(const char *url)
{
    EQ_TEXT(open_fails(url, DB_EXISTING), "STO-07");
    struct ctx cx = work_on(url), other = work_on(url);
    struct value v;
    OK(db_scalar(&cx, "SHOW lock_timeout", NULL, 0, &v) && strcmp(v.s, "10s") == 0, "waits ten seconds");
    connection_lost(&cx, &other);
    work_done(&cx);
    work_done(&other);
    EQ_TEXT(open_fails(url, DB_EXISTING), "opened");
    char elsewhere[1024];
    snprintf(elsewhere, sizeof elsewhere, "postgresql:///nowhere%s", strchr(getenv("STEWARD_TEST_PG"), '?'));
    EQ_TEXT(open_fails(elsewhere, DB_CREATE), "STO-07");
}

static void no_server(void)
{
    struct ctx cx = tap_ctx();
    OK(!db_open(&cx, "postgresql://zone:s3cret@127.0.0.1:1/steward", DB_EXISTING), "no server there");
    OK(!strstr(cx.err.message.zh, "s3cret") && !strstr(cx.err.message.en, "s3cret") && !strstr(cx.err.cause, "s3cret"),
       "the password stays out of it: %s", cx.err.cause);
    EQ_TEXT(failed_with(&cx), "STO-17");
    OK(!db_open(&cx, "postgresql://zone:s3cret@[::1/steward?x", DB_EXISTING) && !strstr(cx.err.cause, "s3cret"),
       "nor of a malformed address: %s", cx.err.cause);
    EQ_TEXT(failed_with(&cx), "STO-17");
    tap_ctx_free(&cx);
}

int main(void)
{
    network_disks();
    on_sqlite(files);
    in_memory();
    no_server();
    on_postgres(server);
    return tap_done();
}
