/* sqlite.h — between the files that make up SQLite's side of the store: sqlite.c (statements and rows), sqlite_commit.c
 * (transactions), sqlite_connect.c (opening), sqlite_fault.c, sqlite_file.c and sqlite_mark.c. */
#ifndef STEWARD_STORE_SQLITE_H
#define STEWARD_STORE_SQLITE_H

#include "store/engine.h"
#include "store/turns.h"

#include <sqlite3.h>

struct sqlite {
    struct db db;
    sqlite3 *handle;
    const uint64_t volatile *header; /* see sqlite_mark.c */
    struct turns *turns;             /* of its file; NULL for a database in memory */
    bool together;                   /* its transactions share commits: they run on the joint connection */
    bool has_turn;
    struct sqlite *joint; /* while its transaction runs there */
    struct db *guest;     /* of the joint connection: whose transaction runs on it */
};

/* Where db's statements run now. */
static inline struct sqlite *sqlite_of(struct db *db)
{
    struct sqlite *s = (struct sqlite *)db;
    return s->joint ? s->joint : s;
}

/* Whose statements run on it. */
static inline struct db *sqlite_guest(struct sqlite *s)
{
    return s->guest ? s->guest : &s->db;
}

/* ---- failures ---- */

enum fault sqlite_fault(const struct sqlite *s, int rc);
/* Fails with rc as the cause; `refuse_sql` for a failure of the SQL itself, all of which may be shown. */
bool sqlite_refuse(struct ctx *cx, struct sqlite *s, int rc);
bool sqlite_refuse_sql(struct ctx *cx, struct sqlite *s, int rc, const char *sql);

/* ---- connecting ---- */

/* The file is there (made 0600 when `mode` allows) and on a disk where SQLite's locks work. */
SW_CHECKED bool sqlite_file_ready(struct ctx *cx, const char *path, enum db_open_mode mode);
/* A connection as the store wants it, or NULL with the error. */
struct sqlite *sqlite_connect(struct ctx *cx, const char *path);
void sqlite_disconnect(struct sqlite *s);
extern const struct engine sqlite_engine;

/* `header` keeps the place for the next time, NULL at first.  False for a database in memory. */
bool sqlite_mark(sqlite3 *handle, const uint64_t volatile **header, struct mark *ret_mark);

/* ---- statements ---- */

SW_CHECKED bool sqlite_exec(struct ctx *cx, struct db *db, const char *sql, const struct value *params, size_t count,
                            int64_t *ret_changed);
/* Rows that are in memory, and rows at their end, no longer need their statements. */
void sqlite_free_statements(struct db *db);
void sqlite_drop_statements(struct sqlite *s);

/* ---- transactions ---- */

SW_CHECKED bool sqlite_begin(struct ctx *cx, struct db *db);
SW_CHECKED bool sqlite_snapshot(struct ctx *cx, struct db *db);
SW_CHECKED bool sqlite_commit(struct ctx *cx, struct db *db);
void sqlite_rollback(struct db *db);
SW_CHECKED bool sqlite_together(struct ctx *cx, struct db *db, bool (*work)(struct ctx *cx, void *arg), void *arg);
void sqlite_together_drop(void *owned); /* by the queue of writers, when its last user leaves */
void sqlite_interrupt(struct db *db);

#endif
