/* transaction_test.c — all or nothing, however deep, however it ends. */
#include "unit/store/engines.h"

static bool add(struct ctx *cx, int64_t n)
{
    struct value v = value_int(n);
    return db_exec(cx, "INSERT INTO t (n) VALUES ($1)", &v, 1, NULL);
}

static int64_t stored(struct ctx *cx)
{
    return int_of(cx, "SELECT count(*) FROM t");
}

static void nest(struct ctx *cx)
{
    OK(db_begin(cx) && add(cx, 1) && db_begin(cx) && add(cx, 2) && db_commit(cx) && add(cx, 3) && db_commit(cx),
       "nested");
    EQ_INT(stored(cx), 3);
    OK(db_begin(cx) && add(cx, 4), "begin again");
    db_rollback(cx);
    EQ_INT(stored(cx), 3);
    OK(!db_commit(cx), "commit outside");
    EQ_TEXT(failed_with(cx), "STO-08");
    db_rollback(cx); /* outside: nothing to do */
}

static void inner_rollback_dooms(struct ctx *cx)
{
    OK(db_begin(cx) && add(cx, 10) && db_begin(cx) && add(cx, 11), "nested");
    db_rollback(cx);
    OK(!add(cx, 12), "nothing more may be stored");
    EQ_TEXT(failed_with(cx), "STO-08");
    OK(!db_begin(cx), "nor begun");
    EQ_TEXT(failed_with(cx), "STO-08");
    OK(!db_commit(cx), "nor committed");
    EQ_TEXT(failed_with(cx), "STO-08");
    EQ_INT(stored(cx), 3);
    OK(add(cx, 13), "afterwards all is well again");
    EQ_INT(stored(cx), 4);
}

static void failure_dooms(struct ctx *cx)
{
    OK(db_begin(cx) && add(cx, 20) && !add(cx, 1), "a key that is taken");
    EQ_TEXT(failed_with(cx), "STO-01");
    OK(!add(cx, 21), "the engines agree: the transaction is doomed");
    EQ_TEXT(failed_with(cx), "STO-08");
    OK(!db_commit(cx), "and cannot be committed");
    EQ_TEXT(failed_with(cx), "STO-08");
    EQ_INT(stored(cx), 4);
    OK(db_begin(cx) && !db_exec(cx, "SELECT wrong", NULL, 0, NULL), "so does a statement that does not parse");
    err_clear(cx);
    OK(!db_commit(cx), "doomed");
    err_clear(cx);
    struct value nul = {.kind = VALUE_TEXT, .s = "\0", .n = 1}, v;
    OK(db_begin(cx) && !db_scalar(cx, "SELECT n FROM t WHERE n < 0", NULL, 0, &v), "a row that is not there");
    EQ_TEXT(failed_with(cx), "STO-16");
    OK(add(cx, 22) && db_commit(cx), "dooms nothing");
    OK(db_begin(cx) && !db_exec(cx, "SELECT $1", &nul, 1, NULL) && !db_commit(cx), "text that cannot be stored does");
    err_clear(cx);
    EQ_INT(stored(cx), 5);
}

static void arena_rolls_back(struct ctx *cx, const char *url)
{
    struct arena_mark mark = arena_mark(cx->arena);
    OK(db_begin(cx) && add(cx, 30), "begun in a loop's memory");
    arena_reset(cx->arena, mark);
    EQ_INT(stored(cx), 5);
    OK(!db_commit(cx), "which is over");
    EQ_TEXT(failed_with(cx), "STO-08");
    mark = arena_mark(cx->arena);
    OK(db_begin(cx) && add(cx, 31) && db_commit(cx), "committed before");
    OK(db_begin(cx), "and another");
    arena_reset(cx->arena, mark);
    OK(add(cx, 32), "nothing is open");
    EQ_INT(stored(cx), 7);

    struct ctx work = tap_ctx();
    work.db = cx->db;
    OK(db_begin(&work) && add(&work, 33), "a unit of work");
    struct rows *rows = db_query(&work, "SELECT n FROM t", NULL, 0);
    OK(db_next(rows), "in the middle of rows");
    tap_ctx_free(&work);
    EQ_INT(stored(cx), 7);

    struct ctx other = work_on(url);
    OK(db_begin(&other) && add(&other, 34), "a connection");
    db_close(other.db);
    tap_ctx_free(&other); /* after: must not touch what is closed */
    EQ_INT(stored(cx), 7);
}

static bool greedy(struct ctx *cx, void *arg)
{
    (void)arg;
    if (!db_begin(cx) || !add(cx, 40))
        return false;
    for (;;)
        arena_alloc(cx->arena, 1 << 20);
}

static void memory_rolls_back(struct ctx *cx)
{
    struct arena *small = arena_new(4 << 20);
    struct ctx work = ctx_init(small);
    work.db = cx->db;
    OK(!ctx_run(&work, greedy, NULL), "a unit of work that runs out of memory");
    EQ_INT(work.err.kind, ERR_MEMORY);
    arena_free(small);
    EQ_INT(stored(cx), 7);
}

/* Reads rows, interrupts them with writes, reads a scalar: a bit of everything that takes memory. */
static bool busy_work(struct ctx *cx, void *arg)
{
    (void)arg;
    struct value v;
    if (!db_begin(cx))
        return false;
    struct rows *rows = db_query(cx, "SELECT n FROM t ORDER BY n", NULL, 0);
    while (rows && db_next(rows))
        if (!add(cx, 2000 + db_int(rows, 0)))
            return false;
    return db_ok(rows) && db_scalar(cx, "SELECT 'text' || $1", (struct value[]){value_text("x")}, 1, &v) &&
           db_commit(cx);
}

static void memory_fails_anywhere(struct ctx *cx)
{
    bool done = false, whole = true;
    long n = 0;
    while (!done && n < 1000) {
        struct ctx work = tap_ctx();
        work.db = cx->db;
        arena_fail_after(work.arena, ++n);
        done = ctx_run(&work, busy_work, NULL);
        whole = whole && (done || work.err.kind == ERR_MEMORY);
        tap_ctx_free(&work);
        whole = whole && stored(cx) == (done ? 14 : 7);
    }
    OK(whole, "memory that fails at any of %ld places leaves all or nothing", n);
    OK(done && n > 5, "and at last it works");
    must(cx, "DELETE FROM t WHERE n > 2000");
}

static void rows_across(struct ctx *cx)
{
    struct rows *rows = db_query(cx, "SELECT n FROM t ORDER BY n", NULL, 0);
    int64_t seen = 0;
    bool right = true;
    for (; db_next(rows); seen++) {
        right = right && db_begin(cx) && add(cx, 1000 + db_int(rows, 0));
        if (seen % 2)
            db_rollback(cx);
        else
            right = right && db_commit(cx);
    }
    OK(db_ok(rows) && right, "a transaction per row of a running query");
    EQ_INT(seen, 7);
    EQ_INT(stored(cx), 7 + 4);
    OK(db_begin(cx), "begin");
    rows = db_query(cx, "SELECT n FROM t ORDER BY n", NULL, 0);
    OK(db_next(rows) && db_commit(cx), "commit while rows stream");
    for (seen = 1; db_next(rows); seen++) {
    }
    OK(db_ok(rows) && seen == 11, "all of them are delivered");
    OK(db_begin(cx), "begin");
    rows = db_query(cx, "SELECT n FROM t ORDER BY n", NULL, 0);
    OK(db_next(rows), "a row");
    db_rollback(cx);
    OK(!db_next(rows) && !db_ok(rows), "rows of a transaction that was rolled back say so");
    EQ_TEXT(failed_with(cx), "STO-08");
}

static void transactions(const char *url)
{
    struct ctx cx = work_on(url);
    must(&cx, "CREATE TABLE t (n BIGINT PRIMARY KEY)");
    nest(&cx);
    inner_rollback_dooms(&cx);
    failure_dooms(&cx);
    arena_rolls_back(&cx, url);
    memory_rolls_back(&cx);
    memory_fails_anywhere(&cx);
    rows_across(&cx);
    work_done(&cx);
}

int main(void)
{
    on_each_engine(transactions);
    return tap_done();
}
