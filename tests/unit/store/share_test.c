/* share_test.c — transactions that share a commit: each is whole by itself, and what happens to one does not happen to others. */
#include "unit/store/engines.h"

#include <pthread.h>
#include <time.h>

enum { TASKS = 12 };

struct job {
    pthread_t thread;
    struct ctx cx;
    int number;
    pthread_t worked_on; /* by which thread */
    bool done;
    bool once; /* as db_once() told it */
    int64_t kept;
    const char *code;
    bool (*work)(struct ctx *cx, struct job *job);
};

static void pause_for(int ms)
{
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000L}, NULL);
}

static bool add(struct ctx *cx, int64_t number)
{
    const struct value v = value_int(number);
    return db_exec(cx, "INSERT INTO t (n) VALUES ($1)", &v, 1, NULL) &&
           db_exec(cx, "UPDATE total SET n = n + 1", NULL, 0, NULL);
}

static bool work_plainly(struct ctx *cx, struct job *job)
{
    return add(cx, job->number);
}

static bool work_nested(struct ctx *cx, struct job *job)
{
    return db_begin(cx) && add(cx, job->number) && db_commit(cx);
}

static bool work_and_refuse(struct ctx *cx, struct job *job)
{
    return add(cx, job->number) && fail(cx, ERR_INPUT, "TST-01", NULL, "不行", "no");
}

static bool work_twice(struct ctx *cx, struct job *job)
{
    return add(cx, job->number) && add(cx, job->number);
}

/* As a caller that goes on although a statement failed. */
static bool work_carelessly(struct ctx *cx, struct job *job)
{
    if (!work_twice(cx, job))
        err_clear(cx);
    return true;
}

static bool work_for_nobody(struct ctx *cx, struct job *job)
{
    return add(cx, job->number) && db_exec(cx, "INSERT INTO child (t) VALUES (-1)", NULL, 0, NULL);
}

static bool work_beyond_memory(struct ctx *cx, struct job *job)
{
    bool done = add(cx, job->number);
    arena_fail_after(cx->arena, 1);
    (void)arena_alloc(cx->arena, 1); /* unwinds */
    return done;
}

/* Rows that are still open when the transaction ends: one not read to its end, one held. */
static bool work_with_rows(struct ctx *cx, struct job *job)
{
    struct rows *held = db_query(cx, "SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3", NULL, 0);
    if (!db_next(held) || !add(cx, job->number))
        return false;
    struct rows *open = db_query(cx, "SELECT n FROM t ORDER BY n", NULL, 0);
    return db_next(open);
}

/* Counts in what the transaction keeps; every other one fails after that. */
static bool work_and_keep(struct ctx *cx, struct job *job)
{
    int64_t *kept = db_kept(cx);
    job->once = db_once(cx);
    job->kept = ++*kept;
    return job->number % 2 ? work_and_refuse(cx, job) : add(cx, job->number);
}

static bool run_job(struct ctx *cx, void *job)
{
    struct job *j = job;
    j->worked_on = pthread_self();
    return j->work(cx, j);
}

static void *run(void *job)
{
    struct job *j = job;
    j->done = db_transaction(&j->cx, run_job, j);
    j->code = tap_code(&j->cx);
    return NULL;
}

static void jobs_open(struct job *jobs, const char *url)
{
    for (int i = 0; i < TASKS; i++) {
        jobs[i] = (struct job){.cx = work_on(url), .work = work_plainly};
        db_share_commits(jobs[i].cx.db);
    }
}

/* They stand in the queue behind a transaction of cx when it ends, so the first of them does the work of all. */
static void together(struct ctx *cx, struct job *jobs, int first_number)
{
    OK(db_begin(cx), "one writes by itself");
    for (int i = 0; i < TASKS; i++) {
        jobs[i].number = first_number + i;
        pthread_create(&jobs[i].thread, NULL, run, &jobs[i]);
    }
    pause_for(200);
    OK(db_commit(cx), "and ends");
    for (int i = 0; i < TASKS; i++)
        pthread_join(jobs[i].thread, NULL);
}

static int threads_that_worked(const struct job *jobs)
{
    int n = 0;
    for (int i = 0; i < TASKS; i++) {
        bool is_new = true;
        for (int k = 0; k < i; k++)
            is_new = is_new && !pthread_equal(jobs[i].worked_on, jobs[k].worked_on);
        n += is_new;
    }
    return n;
}

static int64_t stored(struct ctx *cx, int64_t number)
{
    struct value n, v = value_int(number);
    return db_scalar(cx, "SELECT count(*) FROM t WHERE n = $1", &v, 1, &n) ? n.i : -1;
}

static void all_go_well(struct ctx *cx, struct job *jobs)
{
    together(cx, jobs, 100);
    bool all = true;
    for (int i = 0; i < TASKS; i++)
        all = all && jobs[i].done && stored(cx, 100 + i) == 1;
    OK(all, "each is done");
    EQ_INT(int_of(cx, "SELECT n FROM total"), TASKS);
    EQ_INT(threads_that_worked(jobs), is_postgres(cx) ? TASKS : 1);
}

/* One in the middle goes wrong; the others are there, and it is not. */
static void one_goes_wrong(struct ctx *cx, struct job *jobs, bool (*work)(struct ctx *cx, struct job *job),
                           const char *code)
{
    enum { WRONG = TASKS / 2 };
    static int first = 1000;
    int64_t before = int_of(cx, "SELECT n FROM total");
    jobs[WRONG].work = work;
    first += 100;
    together(cx, jobs, first);
    jobs[WRONG].work = work_plainly;
    OK(!jobs[WRONG].done && stored(cx, first + WRONG) == 0, "one fails and leaves nothing");
    EQ_TEXT(jobs[WRONG].code, code);
    err_clear(&jobs[WRONG].cx);
    bool all = true;
    for (int i = 0; i < TASKS; i++)
        all = all && (i == WRONG || (jobs[i].done && stored(cx, first + i) == 1));
    OK(all, "the others are done");
    EQ_INT(int_of(cx, "SELECT n FROM total"), before + TASKS - 1);
    OK(db_transaction(&jobs[WRONG].cx, run_job, &jobs[WRONG]), "and the one that failed works again: %s",
       tap_code(&jobs[WRONG].cx));
}

static void rows_outlive(struct ctx *cx, struct job *jobs)
{
    struct job *j = &jobs[1];
    j->work = work_with_rows;
    together(cx, jobs, 5000);
    OK(j->done, "rows that are open at the end are no obstacle: %s", j->code);
    j->work = work_plainly;
    struct job *k = &jobs[2];
    k->work = work_nested;
    k->number = 5900;
    OK(db_transaction(&k->cx, run_job, k) && stored(cx, 5900) == 1, "a transaction inside is a part of it");
    k->work = work_plainly;
    struct value two = value_int(5901);
    OK(db_exec(&k->cx, "INSERT INTO t (n) VALUES ($1)", &two, 1, NULL) && stored(cx, 5901) == 1,
       "a statement by itself is one too");
}

/* What one has done once, or keeps, those after it go on from; of one that failed they know nothing. */
static void notes_are_passed_on(struct ctx *cx, struct job *jobs)
{
    int once = 0, done = 0;
    int64_t most = 0, sum = 0;
    for (int i = 0; i < TASKS; i++) {
        jobs[i].work = work_and_keep;
        jobs[i].cx.zone = 1;
    }
    together(cx, jobs, 8000);
    for (int i = 0; i < TASKS; i++) {
        struct job *j = &jobs[i];
        done += j->done;
        once += j->done && j->once;
        sum += j->done ? j->kept : 0;
        most = j->done && j->kept > most ? j->kept : most;
        err_clear(&j->cx);
        j->work = work_plainly;
    }
    EQ_INT(done, TASKS / 2);
    EQ_INT(once, is_postgres(cx) ? done : 1);
    EQ_INT(most, is_postgres(cx) ? 1 : done);
    EQ_INT(sum, is_postgres(cx) ? done : done * (done + 1) / 2);
    jobs[0].number = 8100;
    jobs[0].work = work_and_keep;
    OK(db_transaction(&jobs[0].cx, run_job, &jobs[0]) && jobs[0].once && jobs[0].kept == 1,
       "and the next commit begins anew");
    jobs[0].work = work_plainly;
}

static void waiting_ends(struct ctx *cx, struct job *jobs)
{
    struct job *j = &jobs[3];
    j->number = 6000;
    if (is_postgres(cx))
        return;
    OK(db_exec(&j->cx, "PRAGMA busy_timeout = 300", NULL, 0, NULL), "an impatient one");
    OK(db_begin(cx), "one writes and writes");
    pthread_create(&j->thread, NULL, run, j);
    pthread_join(j->thread, NULL);
    OK(!j->done && strcmp(j->code, "STO-03") == 0, "the other gives up: %s", j->code);
    err_clear(&j->cx);
    db_rollback(cx);
    OK(db_transaction(&j->cx, run_job, j), "and has its turn when that is over");
}

static bool work_long(struct ctx *cx, struct job *job)
{
    return add(cx, job->number) &&
           db_exec(cx,
                   "UPDATE total SET n = n + (WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k"
                   " WHERE i < 2000000000) SELECT count(*) FROM k)",
                   NULL, 0, NULL);
}

static void can_be_stopped(struct ctx *cx, struct job *jobs)
{
    struct job *j = &jobs[4];
    j->number = 7000;
    j->work = work_long;
    pthread_create(&j->thread, NULL, run, j);
    pause_for(300);
    db_interrupt(j->cx.db);
    pthread_join(j->thread, NULL);
    OK(!j->done && strcmp(j->code, "STO-13") == 0 && stored(cx, 7000) == 0, "stopped from another thread: %s", j->code);
    err_clear(&j->cx);
    j->work = work_plainly;
    OK(db_transaction(&j->cx, run_job, j), "and works again: %s", tap_code(&j->cx));
}

static void share(const char *url)
{
    struct ctx cx = work_on(url);
    struct job jobs[TASKS];
    must(&cx, "CREATE TABLE t (n BIGINT PRIMARY KEY)");
    must(&cx, "CREATE TABLE child (t BIGINT REFERENCES t (n) DEFERRABLE INITIALLY DEFERRED)");
    must(&cx, "CREATE TABLE total (n BIGINT); INSERT INTO total VALUES (0)");
    jobs_open(jobs, url);
    all_go_well(&cx, jobs);
    one_goes_wrong(&cx, jobs, work_and_refuse, "TST-01");
    one_goes_wrong(&cx, jobs, work_twice, "STO-01");
    one_goes_wrong(&cx, jobs, work_carelessly, "STO-08");
    one_goes_wrong(&cx, jobs, work_for_nobody, "STO-02");
    if (!is_postgres(&cx)) /* there the thread is its own, and memory unwinds to its own unit of work */
        one_goes_wrong(&cx, jobs, work_beyond_memory, "MEM-01");
    rows_outlive(&cx, jobs);
    notes_are_passed_on(&cx, jobs);
    waiting_ends(&cx, jobs);
    can_be_stopped(&cx, jobs);
    for (int i = 0; i < TASKS; i++)
        work_done(&jobs[i].cx);
    work_done(&cx);
}

int main(void)
{
    on_each_engine(share);
    return tap_done();
}
