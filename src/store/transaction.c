/* transaction.c — transactions that nest by counting, and end with the unit of work that began them. */
#include "store/engine.h"

/* The transaction is over, however it ended. */
void transaction_forget(struct db *db)
{
    if (!db->transaction)
        return;
    db->transaction->db = NULL;
    db->transaction = NULL;
}

static void roll_back(struct db *db)
{
    rows_abandon(db, false);
    if (db->transaction && db->transaction->writes)
        store_count_end(false);
    if (!db->lost)
        db->engine->rollback(db);
    transaction_forget(db);
}

/* The arena of the unit of work goes away: what was not committed did not happen. */
static void roll_back_forgotten(void *arg)
{
    struct transaction *t = arg;
    if (t->db)
        roll_back(t->db);
}

static bool begin(struct ctx *cx, bool (*engine_begin)(struct ctx *cx, struct db *db))
{
    struct db *db = cx->db;
    struct transaction *t = ARENA_NEW(cx->arena, struct transaction);
    arena_defer(cx->arena, roll_back_forgotten, t);
    if (!rows_hold(cx, db))
        return false;
    *t = (struct transaction){.db = db, .depth = 1};
    db->transaction = t; /* before it begins: what that takes is given back, whatever happens */
    t->writes = engine_begin == db->engine->begin;
    const int64_t asked = store_now_us();
    bool begun = engine_begin(cx, db);
    if (t->writes)
        store_count_wait(asked);
    if (!begun)
        roll_back(db);
    return begun;
}

bool db_begin(struct ctx *cx)
{
    if (!store_ready(cx))
        return false;
    if (!cx->db->transaction)
        return begin(cx, cx->db->engine->begin);
    cx->db->transaction->depth++;
    return true;
}

bool db_snapshot(struct ctx *cx)
{
    if (!store_ready(cx))
        return false;
    if (!cx->db->transaction)
        return begin(cx, cx->db->engine->snapshot);
    return store_fail(cx, cx->db, FAULT_STATEMENT, NULL, "a snapshot inside a transaction");
}

static bool commit_outermost(struct ctx *cx)
{
    struct db *db = cx->db;
    const bool writes = db->transaction->writes;
    const int64_t asked = store_now_us();
    bool done = store_ready(cx) && rows_hold(cx, db) && db->engine->commit(cx, db);
    if (writes)
        store_count_wait(asked);
    if (done) {
        if (writes)
            store_count_end(true);
        transaction_forget(db);
        return true;
    }
    roll_back(db);
    return false;
}

bool db_commit(struct ctx *cx)
{
    struct transaction *t = cx->db ? cx->db->transaction : NULL;
    if (!t)
        return store_fail(cx, NULL, FAULT_DOOMED, NULL, "commit outside any transaction");
    if (--t->depth == 0)
        return commit_outermost(cx);
    return t->doomed ? store_fail(cx, cx->db, FAULT_DOOMED, NULL, NULL) : true;
}

void db_rollback(struct ctx *cx)
{
    struct transaction *t = cx->db ? cx->db->transaction : NULL;
    if (!t)
        return;
    t->doomed = true;
    if (--t->depth == 0)
        roll_back(cx->db);
}

void db_share_commits(struct db *db)
{
    db->shares = db->may_share;
}

bool db_transaction(struct ctx *cx, bool (*work)(struct ctx *cx, void *arg), void *arg)
{
    if (!store_ready(cx))
        return false;
    struct db *db = cx->db;
    if (db->shares && !db->transaction) {
        const int64_t asked = store_now_us();
        bool done = rows_hold(cx, db) && db->engine->together(cx, db, work, arg);
        store_count_wait(asked);
        store_count_end(done);
        return done;
    }
    if (!db_begin(cx))
        return false;
    if (work(cx, arg))
        return db_commit(cx);
    db_rollback(cx);
    return false;
}

bool db_once(struct ctx *cx)
{
    struct transaction *t = cx->db ? cx->db->transaction : NULL;
    if (!t)
        return true;
    bool anew = t->notes.once != cx->zone;
    t->notes.once = cx->zone;
    return anew;
}

void *db_kept(struct ctx *cx)
{
    return cx->db && cx->db->transaction ? cx->db->transaction->notes.kept : NULL;
}
