/* sqlite_commit.c — transactions of SQLite, and those of several connections made durable by one commit.
 *
 * Making a transaction durable costs a flush of the disk, far more than the work inside.  So where connections share
 * commits, whoever has the turn to write also does the work of those who queue behind, on its own thread: each as a
 * savepoint of one transaction, on a joint connection whose cache stays warm.  It commits when nobody is left, and only
 * then do all of them return.  Nothing is seen or acknowledged before it is durable; one that fails takes back its own
 * savepoint.  See docs/decisions/0019.
 */
#include "store/sqlite.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    TOGETHER_MOST = 64,      /* transactions that share a commit, */
    TOGETHER_US = 5000,      /* unless the first has waited so long, and another commit's time */
    LINGER_US = 1000,        /* the longest wait for others to come, where others have come before, */
    FEW = 4,                 /* and that begins again with so many */
    CHECKPOINT_PAGES = 1000, /* of the log, as SQLite has it */
};

/* One transaction that shares; lives on the stack of who asked for it. */
struct task {
    struct turn turn;  /* first: the queue knows only this */
    struct task *next; /* done, and waiting for the commit */
    int calls;         /* so many behind it, once it is called itself */
    struct ctx *cx;
    bool (*work)(struct ctx *cx, void *arg);
    void *arg;
    struct transaction transaction;
    bool done;
    bool durable;
    enum fault fault; /* when done, but not durable */
    char words[160];
};

/* What the queue of writers owns: the joint connection and what runs on it. */
struct together {
    struct sqlite *joint;
    struct task *leader, *done;
    struct transaction_notes notes; /* as the last of them left it that was done */
    int count, count_before;        /* of those that share this commit, and the one before */
    int64_t begun_us, commit_us;    /* when the transaction began, how long the last commit took */
    int log_pages;
};

static int plain(struct sqlite *s, const char *sql)
{
    return sqlite3_exec(s->handle, sql, NULL, NULL, NULL);
}

static bool in_transaction(const struct sqlite *s)
{
    return !sqlite3_get_autocommit(s->handle);
}

/* ---- the turn ---- */

static int note_int(void *number, int columns, char **values, char **names)
{
    (void)columns, (void)names;
    *(int *)number = (int)strtol(values[0], NULL, 10);
    return 0;
}

static int patience(void *sqlite)
{
    int milliseconds = 0;
    sqlite3_exec(((struct sqlite *)sqlite)->handle, "PRAGMA busy_timeout", note_int, &milliseconds, NULL);
    return milliseconds;
}

static bool refuse_late(struct ctx *cx, struct sqlite *s)
{
    return store_fail(cx, &s->db, FAULT_BUSY, NULL, "others of this program write");
}

static void pass_turn(struct sqlite *s)
{
    s->has_turn = false;
    turn_pass(s->turns);
}

/* ---- a transaction by itself ---- */

bool sqlite_begin(struct ctx *cx, struct db *db)
{
    struct sqlite *s = (struct sqlite *)db;
    struct turn me = turn_new(false);
    s->has_turn = s->turns && turn_wait(s->turns, &me, patience, s) == TURN_MINE;
    if (s->turns && !s->has_turn)
        return refuse_late(cx, s);
    return sqlite_exec(cx, db, "BEGIN IMMEDIATE", NULL, 0, NULL);
}

/* The moment is that of the first read. */
bool sqlite_snapshot(struct ctx *cx, struct db *db)
{
    return sqlite_exec(cx, db, "BEGIN DEFERRED", NULL, 0, NULL) &&
           sqlite_exec(cx, db, "SELECT 1 FROM sqlite_master LIMIT 1", NULL, 0, NULL);
}

bool sqlite_commit(struct ctx *cx, struct db *db)
{
    struct sqlite *s = (struct sqlite *)db;
    if (!sqlite_exec(cx, db, "COMMIT", NULL, 0, NULL))
        return false;
    if (s->has_turn) {
        store_count_flush();
        pass_turn(s);
    }
    return true;
}

/* Also after a beginning that failed, and where some failure (disk full, out of memory) has rolled back already. */
void sqlite_rollback(struct db *db)
{
    struct sqlite *s = (struct sqlite *)db;
    if (in_transaction(s))
        plain(s, "ROLLBACK");
    if (s->has_turn)
        pass_turn(s);
}

/* ---- the joint connection; all of this by whoever has the turn ---- */

static struct together *together_of(struct sqlite *s)
{
    void **owned = turns_owned(s->turns);
    if (!*owned)
        *owned = calloc(1, sizeof(struct together));
    return *owned;
}

void sqlite_together_drop(void *owned)
{
    struct together *g = owned;
    if (g->joint)
        sqlite_disconnect(g->joint);
    free(g);
}

static int note_pages(void *together, sqlite3 *handle, const char *name, int pages)
{
    (void)handle, (void)name;
    ((struct together *)together)->log_pages = pages;
    return SQLITE_OK;
}

/* Connected when it is first needed. */
static bool joint_ready(struct ctx *cx, const struct sqlite *s, struct together *g)
{
    if (g->joint)
        return true;
    g->joint = sqlite_connect(cx, sqlite3_db_filename(s->handle, "main"));
    if (g->joint)
        sqlite3_wal_hook(g->joint->handle, note_pages, g); /* in the place of the automatic checkpoint */
    return g->joint;
}

static pthread_mutex_t joint_lock = PTHREAD_MUTEX_INITIALIZER; /* who is where, for sqlite_interrupt() */

static void stand_on(struct sqlite *s, struct sqlite *joint)
{
    pthread_mutex_lock(&joint_lock);
    s->joint = joint;
    pthread_mutex_unlock(&joint_lock);
}

static void enter(struct sqlite *s, struct sqlite *joint)
{
    joint->guest = &s->db;
    stand_on(s, joint);
}

static void leave(struct sqlite *s)
{
    sqlite_free_statements(&s->db);
    s->joint->guest = NULL;
    stand_on(s, NULL);
}

void sqlite_interrupt(struct db *db)
{
    pthread_mutex_lock(&joint_lock);
    sqlite3_interrupt(sqlite_of(db)->handle);
    pthread_mutex_unlock(&joint_lock);
}

/* ---- committing for all ---- */

/* To wake a thread takes long, so it is shared: each that is called calls the others behind it, half by half.  A task lives
 * until it is called; the list is read before. */
static void call(struct task *first, int count)
{
    if (count == 0)
        return;
    first->calls = count - 1;
    turn_over(&first->turn);
}

static void call_others(const struct task *t)
{
    const int near = (t->calls + 1) / 2, far = t->calls - near;
    struct task *second = t->next;
    for (int i = 0; i < near; i++)
        second = second->next;
    call(second, far);
    call(t->next, near);
}

/* The leader's own task, which was done first, is the last of the list and needs no call. */
static void tell_all(struct together *g, bool durable, enum fault fault, const char *words)
{
    int others = 0;
    for (struct task *t = g->done; t; t = t->next) {
        others += t != g->leader;
        t->durable = durable;
        t->fault = fault;
        snprintf(t->words, sizeof t->words, "%s", words);
    }
    call(g->done, others);
    g->done = NULL;
    g->count_before = g->count;
    g->count = 0;
}

/* The transaction cannot go on, because of what happened to one that shares it. */
static void give_up(struct together *g, int rc)
{
    enum fault fault = sqlite_fault(g->joint, rc);
    bool others_too = fault == FAULT_FULL || fault == FAULT_DISK || fault == FAULT_SYNC || fault == FAULT_CORRUPT;
    if (in_transaction(g->joint))
        plain(g->joint, "ROLLBACK");
    tell_all(g, false, others_too ? fault : FAULT_BUSY, "a transaction that shared the commit has failed");
}

static void commit_for_all(struct together *g)
{
    struct sqlite *joint = g->joint;
    const int64_t begun = store_now_us();
    int rc = plain(joint, g->done ? "COMMIT" : "ROLLBACK");
    char words[160];
    snprintf(words, sizeof words, "SQLite %d: %s", rc, sqlite3_errmsg(joint->handle));
    enum fault fault = rc == SQLITE_OK ? FAULT_DISK : sqlite_fault(joint, rc);
    if (in_transaction(joint))
        plain(joint, "ROLLBACK");
    g->commit_us = store_now_us() - begun;
    if (rc == SQLITE_OK && g->done)
        store_count_flush();
    tell_all(g, rc == SQLITE_OK, fault, words);
    if (g->log_pages >= CHECKPOINT_PAGES)
        sqlite3_wal_checkpoint_v2(joint->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    g->log_pages = 0;
}

/* ---- the tasks ---- */

static bool begin_task(struct ctx *cx, struct task *t, struct together *g)
{
    struct db *db = cx->db;
    struct sqlite *s = (struct sqlite *)db;
    t->transaction = (struct transaction){.db = db, .depth = 1};
    db->transaction = &t->transaction;
    if (!joint_ready(cx, s, g))
        return false;
    enter(s, g->joint);
    bool begun = in_transaction(g->joint);
    if (!begun && !sqlite_exec(cx, db, "BEGIN IMMEDIATE", NULL, 0, NULL))
        return false;
    if (!begun) {
        g->begun_us = store_now_us();
        g->notes = (struct transaction_notes){0};
    }
    t->transaction.notes = g->notes;
    return sqlite_exec(cx, db, "SAVEPOINT own", NULL, 0, NULL);
}

/* What SQLite looks at when a transaction of its own commits; a savepoint that is released does not. */
static bool references_hold(struct ctx *cx, struct sqlite *joint)
{
    int broken = 0, most;
    sqlite3_db_status(joint->handle, SQLITE_DBSTATUS_DEFERRED_FKS, &broken, &most, false);
    return !broken || store_fail(cx, cx->db, FAULT_REFERENCE, NULL, "FOREIGN KEY constraint failed");
}

struct run {
    struct task *task;
    struct together *together;
};

/* A unit of work within the asker's, since the thread may be another one: memory that runs out unwinds to here. */
static bool run_inside(struct ctx *cx, void *run)
{
    struct task *t = ((struct run *)run)->task;
    struct together *g = ((struct run *)run)->together;
    return begin_task(cx, t, g) && t->work(cx, t->arg) && store_ready(cx) && rows_hold(cx, cx->db) &&
           references_hold(cx, g->joint) && sqlite_exec(cx, cx->db, "RELEASE own", NULL, 0, NULL);
}

static void take_back(struct together *g, struct db *db)
{
    const int rc = sqlite3_extended_errcode(g->joint->handle);
    rows_abandon(db, false);
    sqlite_free_statements(db);
    if (!in_transaction(g->joint) || plain(g->joint, "ROLLBACK TO own") != SQLITE_OK ||
        plain(g->joint, "RELEASE own") != SQLITE_OK)
        give_up(g, rc);
}

/* One that failed is over at once. */
static void run_task(struct together *g, struct task *t)
{
    struct db *db = t->cx->db;
    struct sqlite *s = (struct sqlite *)db;
    struct run run = {t, g};
    t->done = ctx_run(t->cx, run_inside, &run);
    if (!t->done && s->joint)
        take_back(g, db);
    if (s->joint)
        leave(s);
    transaction_forget(db);
    if (!t->done) {
        turn_over(&t->turn);
        return;
    }
    g->notes = t->transaction.notes;
    t->next = g->done;
    g->done = t;
    g->count++;
}

/* As many as shared the last commit are waited for, and for a part of what a commit without them would cost; not for all
 * of them at once, since there is work to do as soon as a few are there. */
static struct task *next_task(struct turns *turns, const struct together *g)
{
    const int64_t linger = g->commit_us / 2 < LINGER_US ? g->commit_us / 2 : LINGER_US;
    const int missing = g->count_before - g->count;
    bool enough = g->count >= TOGETHER_MOST || store_now_us() - g->begun_us > TOGETHER_US + g->commit_us;
    return enough ? NULL : (struct task *)turn_join(turns, missing < FEW ? missing : FEW, linger);
}

/* Does `first`, and all that can share with it. */
static void lead(struct turns *turns, struct together *g, struct task *first)
{
    g->leader = first;
    for (struct task *t = first; t; t = next_task(turns, g))
        run_task(g, t);
    if (g->joint && in_transaction(g->joint))
        commit_for_all(g);
}

bool sqlite_together(struct ctx *cx, struct db *db, bool (*work)(struct ctx *cx, void *arg), void *arg)
{
    struct sqlite *s = (struct sqlite *)db;
    struct task mine = {.turn = turn_new(true), .cx = cx, .work = work, .arg = arg};
    enum turn_state state = turn_wait(s->turns, &mine.turn, patience, s);
    if (state == TURN_WAITING)
        return refuse_late(cx, s);
    struct together *g = state == TURN_MINE ? together_of(s) : NULL;
    if (g)
        lead(s->turns, g, &mine);
    if (state == TURN_MINE)
        turn_pass(s->turns);
    else
        call_others(&mine);
    if (state == TURN_MINE && !g)
        return store_fail(cx, db, FAULT_MEMORY, NULL, NULL);
    bool is_file = mine.fault == FAULT_DISK || mine.fault == FAULT_SYNC;
    return mine.done &&
           (mine.durable ||
            store_fail(cx, db, mine.fault, is_file ? sqlite3_db_filename(s->handle, "main") : NULL, mine.words));
}
