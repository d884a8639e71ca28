/* db.h — one door to SQLite and PostgreSQL.
 *
 * A connection belongs to one thread and one unit of work at a time.  SQL is the common subset of both
 * engines; parameters are written $1, $2 … and are always bound.  Statements are prepared once per connection
 * and kept.  Integers, money, dates and instants are BIGINT; text is TEXT; bytes are BLOB or BYTEA.
 *
 * Both engines behave as one: LIKE tells upper from lower case; text must be UTF-8 without NUL; a result is
 * fixed when its query runs, whatever this connection writes while the rows stream; a statement that fails
 * inside a transaction dooms it.  Text order is bytewise in SQLite; a PostgreSQL database should be made with
 * the C collation (createdb -T template0 -E UTF8 -l C), and db_text_order() says so in a statement otherwise.
 *
 * Failures: STO-01 key taken, 02 reference, 03 busy, 04 disk full, 05 damaged, 06 connection lost, 07 no such
 * database, 08 transaction doomed, 09 statement not accepted, 10 lost while saving, 11 too much at once, 12 text
 * that cannot be stored, 13 stopped, 14 cannot read or write, 15 network disk, 16 no row, 17 cannot connect,
 * 18 the engine is out of memory, 19 database not in UTF-8, 20 the disk does not confirm a write.  See fault.c; no message or cause holds a bound value.
 */
#ifndef STEWARD_STORE_DB_H
#define STEWARD_STORE_DB_H

#include "base/buf.h"
#include "base/field.h"

enum db_engine { DB_SQLITE, DB_POSTGRES };
enum db_open_mode { DB_EXISTING, DB_CREATE /* make the file, or the database's schema, when missing */ };

struct db;
struct rows;

/* `url` is a file path (SQLite) or postgresql://….  SQLite opens in WAL with synchronous FULL, foreign keys on,
 * busy timeout 10 s; refuses a path on a network file system.  NULL with ERR_NOT_FOUND / ERR_SYSTEM and a
 * message that says what to do.  The caller owns the connection until db_close(); rows still open then fail
 * at their next use, and an open transaction is rolled back. */
struct db *db_open(struct ctx *cx, const char *url, enum db_open_mode mode);
void db_close(struct db *db); /* NULL does nothing */
enum db_engine db_engine(const struct db *db);

/* To append to a text expression in ORDER BY where order must be bytewise: " COLLATE BINARY" or " COLLATE \"C\"". */
const char *db_text_order(const struct db *db);

/* A PostgreSQL connection can be lost (STO-06); every later use says so until db_revive() has connected anew,
 * outside any transaction.  db_revive() of a connection that is alive does nothing. */
bool db_alive(const struct db *db);
SW_CHECKED bool db_revive(struct ctx *cx);

/* Stop what runs on this connection; may be called from another thread.  The statement fails with STO-13. */
void db_interrupt(struct db *db);

/* Run cx->db's statement to its end.  ret_changed may be NULL. */
SW_CHECKED bool db_exec(struct ctx *cx, const char *sql, const struct value *params, size_t count,
                        int64_t *ret_changed);
/* Several statements separated by `;`, no parameters (schema); all of them or none. */
SW_CHECKED bool db_script(struct ctx *cx, const char *sql);

/* A running query; NULL on failure.  Rows stream; end it early with db_end(), else it ends itself when
 * db_next() returns false.  False means end or failure: check db_ok(). The arena ends forgotten ones.
 * A statement that writes while rows stream brings the rest of them into memory (at most 256 MiB). */
struct rows *db_query(struct ctx *cx, const char *sql, const struct value *params, size_t count);
bool db_next(struct rows *rows);
void db_end(struct rows *rows);
SW_CHECKED bool db_ok(const struct rows *rows); /* false: the query failed, cx->err says how */
int db_columns(const struct rows *rows);
const char *db_column_name(const struct rows *rows, int column); /* NULL once the rows have ended */
bool db_is_null(const struct rows *rows, int column);
int64_t db_int(const struct rows *rows, int column);      /* 0 for NULL */
const char *db_text(const struct rows *rows, int column); /* NULL for NULL; valid until the next db_next() */
struct value db_value(const struct rows *rows,
                      int column); /* same lifetime; BIGINT → int, TEXT → text, bytes → bytes */

/* First column of the first row: false on failure or, with ERR_NOT_FOUND, when there is no row. */
SW_CHECKED bool db_scalar(struct ctx *cx, const char *sql, const struct value *params, size_t count,
                          struct value *ret_value);

/* As db_scalar(), but the null value when there is no row, and remembered while nobody commits to the database: for the
 * few small things that every request asks.  `sql` is a literal.  PostgreSQL cannot tell without a statement whether
 * anything was committed, so there it runs each time. */
SW_CHECKED bool db_recall(struct ctx *cx, const char *sql, const struct value *params, size_t count,
                          struct value *ret_value);

/* Transactions nest by counting: only the outermost begins and ends.  db_commit() and db_rollback() end one
 * level whether they succeed or not.  A failed statement or a rollback inside dooms the whole: further
 * statements and the outer commit fail with STO-08.  An arena that goes away (or is reset to before the
 * outermost db_begin) with a transaction open rolls it back.
 *
 * One writer at a time: SQLite begins IMMEDIATE; PostgreSQL (READ COMMITTED) takes a lock per cx->zone, so that
 * transactions of one zone follow one another and those of different zones run side by side.  Threads of one process
 * get their turns in the order they ask; waiting ends with STO-03 after 10 s. */
SW_CHECKED bool db_begin(struct ctx *cx);
SW_CHECKED bool db_commit(struct ctx *cx);
void db_rollback(struct ctx *cx);

/* Begins a transaction that only reads: all of it sees the database as of this moment, and others write meanwhile. */
SW_CHECKED bool db_snapshot(struct ctx *cx);

/* `work` in a transaction: commits when it returns true, else rolls back; inside another one it is a part of that. */
SW_CHECKED bool db_transaction(struct ctx *cx, bool (*work)(struct ctx *cx, void *arg), void *arg);

/* From now on db_transaction()s of this connection share their commits with those of other such connections of this
 * process: one flush of the disk makes all that come at the same time durable, and then each returns.  One thread does
 * the work of all, one after another, so `work` must be short, must not wait for another unit of work, and sees what
 * those before it have done.  For the workers of a server.  PostgreSQL does so by itself. */
void db_share_commits(struct db *db);

/* True when it is asked for cx->zone anew within the open transaction, or those that share its commit: for what becomes
 * durable once. */
bool db_once(struct ctx *cx);

/* DB_KEPT bytes that live as long as the open transaction, all zero at its begin, and pass to those that share its commit;
 * NULL outside one.  The audit keeps there where its chain ends (model/trail.c). */
enum { DB_KEPT = 160 };
void *db_kept(struct ctx *cx);

/* Statements run on this connection since it was opened (transaction brackets not counted): for budgets in
 * tests.  And how many of them had to be prepared first. */
int64_t db_statements(const struct db *db);
int64_t db_prepared(const struct db *db);

/* Of all connections of this process: transactions that were committed, that were asked for and not; commits to the disk
 * of SQLite, which transactions may share; how long writers waited for their turn, for work they shared, for the disk. */
struct db_counts {
    int64_t committed, failed, flushes, wait_us;
};
void db_count(struct db_counts *ret);

/* What the engine says of how it would run this: for the test that fails on full scans.  NULL on failure. */
const char *db_plan(struct ctx *cx, const char *sql, const struct value *params, size_t count);

/* The tables there are, as the engine lists them: both list equal ones equally. */
struct db_column {
    const char *name;     /* NULL ends the list */
    enum value_kind kind; /* VALUE_INT, VALUE_TEXT, VALUE_BYTES */
    int key;              /* place in the primary key, from 1 on; 0: not part of it */
};
struct db_table {
    const char *name;          /* NULL ends the list */
    struct db_column *columns; /* the key's first, then the others by name */
    size_t count;
};
struct db_table *db_tables(struct ctx *cx);                                            /* by name; NULL on failure */
const struct db_table *db_table_find(const struct db_table *tables, const char *name); /* NULL when there is none */

/* Text that builds SQL.  Only this program's literals go into `text`; values go through sql_bind(). */
struct sql {
    struct ctx *cx;
    struct buf text;
    struct value *params;
    size_t count, capacity;
};
struct sql sql_new(struct ctx *cx);
void sql_add(struct sql *q, const char *literal, ...)
    __attribute__((format(printf, 2, 3))); /* identifiers from the catalogue only */
void sql_bind(struct sql *q,
              struct value v); /* adds $n and keeps v, whose bytes must last until the statement has run */
SW_CHECKED bool sql_exec(struct sql *q, int64_t *ret_changed);
struct rows *sql_query(struct sql *q);

/* Named statements: the suite prepares every registered one on both engines and compares names and types. */
struct query {
    const char *name;              /* "project_by_code" */
    const char *sql;               /* both engines */
    const char *sqlite, *postgres; /* override for one engine, counted in the tests */
    const struct field *takes;     /* $1… in order; NULL when it takes nothing */
    const struct field *gives;     /* columns in order; NULL when it gives nothing */
};
SW_CHECKED bool query_exec(struct ctx *cx, const struct query *q, const void *in, int64_t *ret_changed);
struct rows *query_rows(struct ctx *cx, const struct query *q, const void *in);
bool query_next(const struct query *q, struct rows *rows, void *out); /* text in `out` is copied into cx's arena */

/* Prepares q on cx->db without running it: as many parameters as `takes` has lines, columns named as `gives`,
 * and of their types as far as the engine says.  Fails with STO-09 and q's name. */
SW_CHECKED bool query_prepare_check(struct ctx *cx, const struct query *q);

#endif
