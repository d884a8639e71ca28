/* concurrency_test.c — several connections at once: writers follow one another, and waiting has an end. */
#include "unit/store/engines.h"

#include <pthread.h>
#include <time.h>

enum { WRITERS = 4, ROUNDS = 100 };

struct job {
    pthread_t thread;
    const char *url;
    struct db *db;
    bool done;
    char code[16];
};

static int64_t milliseconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void pause_for(int ms)
{
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000L}, NULL);
}

static bool increment(struct ctx *cx)
{
    struct value v;
    if (!db_begin(cx))
        return false;
    if (!db_scalar(cx, "SELECT n FROM counter", NULL, 0, &v)) {
        db_rollback(cx);
        return false;
    }
    v.i++;
    if (!db_exec(cx, "UPDATE counter SET n = $1", &v, 1, NULL)) {
        db_rollback(cx);
        return false;
    }
    return db_commit(cx);
}

static void *increments(void *arg)
{
    struct job *job = arg;
    struct ctx cx = tap_ctx();
    cx.zone = 7;
    cx.db = db_open(&cx, job->url, DB_EXISTING);
    job->done = cx.db;
    for (int i = 0; i < ROUNDS && job->done; i++)
        job->done = increment(&cx);
    snprintf(job->code, sizeof job->code, "%s", tap_code(&cx));
    db_close(cx.db);
    tap_ctx_free(&cx);
    return NULL;
}

static void writers_follow_one_another(struct ctx *cx, const char *url)
{
    struct job jobs[WRITERS] = {0};
    must(cx, "CREATE TABLE counter (n BIGINT); INSERT INTO counter VALUES (0)");
    for (int i = 0; i < WRITERS; i++) {
        jobs[i].url = url;
        pthread_create(&jobs[i].thread, NULL, increments, &jobs[i]);
    }
    for (int i = 0; i < WRITERS; i++) {
        pthread_join(jobs[i].thread, NULL);
        OK(jobs[i].done, "writer %d: %s", i, jobs[i].code);
    }
    EQ_INT(int_of(cx, "SELECT n FROM counter"), WRITERS * ROUNDS);
}

static void *begins(void *arg)
{
    struct job *job = arg;
    struct ctx cx = tap_ctx();
    cx.db = job->db;
    job->done = db_begin(&cx);
    snprintf(job->code, sizeof job->code, "%s", tap_code(&cx));
    tap_ctx_free(&cx); /* rolls back */
    return NULL;
}

static void waiting_ends(struct ctx *cx, struct ctx *other)
{
    struct job job = {.db = other->db};
    OK(db_begin(cx), "one writes");
    pthread_create(&job.thread, NULL, begins, &job);
    pause_for(300);
    OK(db_commit(cx), "and commits");
    pthread_join(job.thread, NULL);
    OK(job.done, "the other has waited for its turn %s", job.code);

    /* Ten seconds by default (see open_test.c); one here. */
    OK(db_exec(other, is_postgres(other) ? "SET lock_timeout = '1s'" : "PRAGMA busy_timeout = 1000", NULL, 0, NULL),
       "an impatient one");
    OK(db_begin(cx), "one writes and writes");
    int64_t start = milliseconds();
    job.done = true;
    pthread_create(&job.thread, NULL, begins, &job);
    pthread_join(job.thread, NULL);
    int64_t waited = milliseconds() - start;
    OK(!job.done, "the other gives up");
    EQ_TEXT(job.code, "STO-03");
    OK(waited >= 900, "not before its time: %lld ms", (long long)waited);
    db_rollback(cx);
    OK(db_begin(other) && db_commit(other), "and works again when the first is done");
}

static void readers_see_a_whole(struct ctx *cx, struct ctx *other)
{
    int64_t before = int_of(other, "SELECT n FROM counter");
    OK(db_begin(cx) && db_exec(cx, "UPDATE counter SET n = -1", NULL, 0, NULL), "an unfinished change");
    EQ_INT(int_of(other, "SELECT n FROM counter"), before);
    EQ_INT(int_of(cx, "SELECT n FROM counter"), -1);
    db_rollback(cx);

    struct rows *rows = db_query(other, "SELECT n FROM counter UNION ALL SELECT 1 UNION ALL SELECT 2", NULL, 0);
    OK(db_next(rows), "one reads");
    must(cx, "UPDATE counter SET n = 5");
    OK(db_begin(other) && db_exec(other, "UPDATE counter SET n = n + 1", NULL, 0, NULL) && db_commit(other),
       "and may still write after another has: %s", tap_code(other));
    OK(db_next(rows) && db_next(rows) && !db_next(rows) && db_ok(rows), "and reads on");
    EQ_INT(int_of(cx, "SELECT n FROM counter"), 6);
}

static void zones_side_by_side(struct ctx *cx, struct ctx *other)
{
    if (!is_postgres(cx))
        return;
    cx->zone = 1;
    other->zone = 2;
    int64_t start = milliseconds();
    OK(db_begin(cx) && db_begin(other) && db_commit(other) && db_commit(cx), "two zones write at once");
    OK(milliseconds() - start < 5000, "without waiting");
    cx->zone = other->zone = 0;
}

static void *interrupts(void *arg)
{
    struct job *job = arg;
    pause_for(200);
    db_interrupt(job->db);
    return NULL;
}

static void can_be_stopped(struct ctx *cx)
{
    struct job job = {.db = cx->db};
    pthread_create(&job.thread, NULL, interrupts, &job);
    struct value v;
    OK(!db_scalar(cx,
                  "WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 2000000000) SELECT "
                  "count(*) FROM k",
                  NULL, 0, &v),
       "stopped from another thread");
    pthread_join(job.thread, NULL);
    EQ_INT(cx->err.kind, ERR_CANCELLED);
    EQ_TEXT(failed_with(cx), "STO-13");
    EQ_INT(int_of(cx, "SELECT 1"), 1);
}

static void *opens(void *arg)
{
    struct job *job = arg;
    struct ctx cx = tap_ctx();
    struct db *db = db_open(&cx, job->url, DB_CREATE);
    job->done = db;
    snprintf(job->code, sizeof job->code, "%s", tap_code(&cx));
    db_close(db);
    tap_ctx_free(&cx);
    return NULL;
}

/* The very first opening, by several at once. */
static void open_together(const char *url)
{
    struct job jobs[WRITERS] = {0};
    for (int i = 0; i < WRITERS; i++) {
        jobs[i].url = url;
        pthread_create(&jobs[i].thread, NULL, opens, &jobs[i]);
    }
    for (int i = 0; i < WRITERS; i++) {
        pthread_join(jobs[i].thread, NULL);
        OK(jobs[i].done, "opened by several at once %s", jobs[i].code);
    }
}

static void concurrency(const char *url)
{
    open_together(url);
    struct ctx cx = work_on(url), other = work_on(url);
    writers_follow_one_another(&cx, url);
    readers_see_a_whole(&cx, &other);
    zones_side_by_side(&cx, &other);
    can_be_stopped(&cx);
    waiting_ends(&cx, &other);
    work_done(&cx);
    work_done(&other);
}

int main(void)
{
    on_each_engine(concurrency);
    return tap_done();
}
