/* engine.h — what a database engine is to the store.  Included by files of this room only.
 *
 * db.c, rows.c and transaction.c hold the rules both engines share; sqlite.c and postgres.c each fill in one
 * `struct engine`.  Engine functions are called with a database that is open, connected and not doomed; they
 * report failures with store_fail(), which also dooms the transaction around them.
 */
#ifndef STEWARD_STORE_ENGINE_H
#define STEWARD_STORE_ENGINE_H

#include "store/db.h"

#include <stddef.h>

enum step { STEP_ROW, STEP_DONE, STEP_FAILED };

/* What preparing a statement tells without running it; lives in cx's arena. */
struct shape {
    size_t params;
    int columns;
    const char **names;
    enum value_kind *kinds; /* VALUE_NULL where the engine does not say */
};

/* Two that are equal: nobody has committed in between, in this process or another. */
struct mark {
    uint64_t words[6];
};

struct engine {
    enum db_engine kind;
    const char *text_order;
    bool (*exec)(struct ctx *cx, struct db *db, const char *sql, const struct value *params, size_t count,
                 int64_t *ret_changed);
    bool (*script)(struct ctx *cx, struct db *db, const char *sql);
    /* Starts r's statement, sets r->columns and r->values, and reads the first row. */
    enum step (*query)(struct ctx *cx, struct rows *r, const char *sql, const struct value *params, size_t count);
    enum step (*step)(struct ctx *cx, struct rows *r); /* the next row into r->values */
    void (*keep)(struct rows *r);                      /* what r->values point to now outlives the next steps */
    const char *(*column_name)(const struct rows *r, int column);
    void (*finish)(struct rows *r);                  /* gives back what query() took; harmless when that was nothing */
    bool (*begin)(struct ctx *cx, struct db *db);    /* when it fails, rollback() follows */
    bool (*snapshot)(struct ctx *cx, struct db *db); /* as begin(), to read as of one moment, with nobody waiting */
    bool (*commit)(struct ctx *cx, struct db *db);
    void (*rollback)(struct db *db);
    bool (*shape)(struct ctx *cx, struct db *db, const char *sql, const enum value_kind *takes, size_t count,
                  struct shape *ret_shape);
    const char *plan_prefix;
    int plan_column;
    /* What is committed, as far as that can be told without a statement; false when it cannot. */
    bool (*mark)(struct db *db, struct mark *ret_mark);
    /* db_transaction() that shares its commit. */
    bool (*together)(struct ctx *cx, struct db *db, bool (*work)(struct ctx *cx, void *arg), void *arg);
    void (*interrupt)(struct db *db);
    bool (*revive)(struct ctx *cx, struct db *db);
    void (*close)(struct db *db); /* frees db */
};

struct db *sqlite_open(struct ctx *cx, const char *path, enum db_open_mode mode);
struct db *postgres_open(struct ctx *cx, const char *url, enum db_open_mode mode);

/* Prepared statements of one connection, found by their text.  Bounded: each text has one place in a set of
 * four, and the one longest unused makes room.  Engines put their own data behind `struct statement`. */
struct statement {
    const char *sql; /* owned by the engine */
    size_t length;
    int64_t used; /* when, on the cache's clock */
    bool busy;    /* rows stream from it: neither reused nor dropped */
    bool loose;   /* found no place: dropped after use */
};
enum { CACHE_SETS = 128, CACHE_WAYS = 4 };
struct statement_cache {
    struct statement *place[CACHE_SETS][CACHE_WAYS];
    int64_t clock;
};
struct statement *cache_find(struct statement_cache *c, const char *sql); /* one that is not busy, or NULL */
/* Returns what had to make room for `s`, or NULL.  Marks `s` loose when all its places are busy. */
struct statement *cache_put(struct statement_cache *c, struct statement *s);
/* Drops every statement; nothing may be running. */
void cache_empty(struct statement_cache *c, void (*drop)(struct db *db, struct statement *s), struct db *db);

/* What db_recall() remembers of one connection, all of it from the time of `mark`.  Bounded: each question has one
 * place, and the next one that falls on it takes it. */
struct recalled {
    const char *sql;
    size_t key_size;
    char key[96]; /* its parameters */
    struct value answer;
    char text[64]; /* the answer's, if it is text */
};
enum { RECALL_PLACES = 64 };
struct recall {
    struct mark mark;
    struct recalled places[RECALL_PLACES];
};

/* What a transaction knows of itself; those that share a commit go on from each other's. */
struct transaction_notes {
    int64_t once; /* the zone that db_once() was last asked for; 0: none */
    max_align_t kept[DB_KEPT / sizeof(max_align_t)];
};

/* The outermost open transaction; lives in the arena of the unit of work that began it. */
struct transaction {
    struct db *db; /* NULL once it has ended */
    int depth;
    bool doomed; /* only a rollback is left */
    bool writes; /* counted in db_count() */
    struct transaction_notes notes;
};

struct db {
    const struct engine *engine;
    struct statement_cache cache;
    struct recall recall;
    struct rows *open; /* rows not at their end, newest first */
    struct transaction *transaction;
    int64_t statements;
    int64_t prepared;
    bool lost;      /* the connection is gone; see db_revive() */
    bool may_share; /* its transactions with others of this process, by engine->together(), */
    bool shares;    /* and they do */
};

enum rows_state {
    ROWS_FIRST,     /* the first row has been read and not yet delivered */
    ROWS_STREAM,    /* the engine has more */
    ROWS_HELD,      /* the rest is in memory */
    ROWS_DONE,      /* no more rows, and the statement still held */
    ROWS_ABANDONED, /* the transaction or the connection went away under them */
    ROWS_OVER,
};

struct rows {
    struct ctx *cx;
    struct db *db; /* NULL once over */
    struct rows *older, *newer;
    enum rows_state state;
    bool failed;
    int columns;
    struct value *values; /* of the row delivered last */
    struct arena *rest;   /* ROWS_HELD: owner of what follows */
    struct held_row *next;
    struct statement *statement; /* the engine's */
    void *result, *kept;         /* the engine's */
};

/* Bring all rows that stream into memory, so that another statement may run and cannot change what they
 * deliver.  False when that failed. */
SW_CHECKED bool rows_hold(struct ctx *cx, struct db *db);
/* Rows that stream (and those held in memory too) fail at their next use. */
void rows_abandon(struct db *db, bool held_too);
void transaction_forget(struct db *db);

/* Is there a connection, alive, with no doomed transaction? */
SW_CHECKED bool store_ready(struct ctx *cx);

enum fault {
    FAULT_UNIQUE,
    FAULT_REFERENCE,
    FAULT_BUSY,
    FAULT_FULL,
    FAULT_CORRUPT,
    FAULT_LOST,
    FAULT_MISSING,
    FAULT_DOOMED,
    FAULT_STATEMENT,
    FAULT_UNKNOWN_OUTCOME,
    FAULT_TOO_LARGE,
    FAULT_TEXT,
    FAULT_CANCELLED,
    FAULT_DISK,
    FAULT_NETWORK_DISK,
    FAULT_NO_ROW,
    FAULT_CONNECT,
    FAULT_MEMORY,
    FAULT_ENCODING,
    FAULT_SYNC,
};

/* Fails with the fault's kind, code and words, and dooms db's open transaction (db may be NULL).  `where` goes
 * into the message: a table, a path; never a bound value.  `cause` is the engine's words for the log. */
bool store_fail(struct ctx *cx, struct db *db, enum fault fault, const char *where, const char *cause);

/* The engine's words up to the first quoted or bracketed piece, which may be somebody's data. */
const char *words_without_values(struct arena *a, const char *words);

/* Refuses text that the other engine could not hold: NUL inside, or not UTF-8. */
SW_CHECKED bool params_check(struct ctx *cx, struct db *db, const struct value *params, size_t count);

/* The name of a file system that SQLite's locks do not work on, or NULL.  `magic` is statfs's f_type; `type`
 * is the mount's type, looked at where the magic says only "FUSE". */
const char *filesystem_refused(uint64_t magic, const char *type);

/* counts.c: for db_count(). */
int64_t store_now_us(void);
void store_count_wait(int64_t since_us);
void store_count_end(bool committed);
void store_count_flush(void);

#endif
