/* background.c — threads that work through jobs, and what is kept of each. */
#include "endpoints/background.h"

#include "base/hash.h"
#include "base/log.h"
#include "http/http.h"
#include "model/rights.h"
#include "store/db.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
    WORK_MEMORY = 1024 * 1024 * 1024,
    KEPT_MEMORY = 256 * 1024 * 1024,
    KEPT_MOST = 256 * 1024 * 1024,
    THREADS_MOST = 16,
    TOKEN_BYTES = 15
};

enum job_state { JOB_WAITING, JOB_RUNNING, JOB_DONE, JOB_FAILED, JOB_CANCELLED };

struct follower {
    struct stream *stream;
    struct follower *next;
};

struct job {
    struct arena *arena; /* holds this and what is kept */
    struct jobs *jobs;
    struct job *next; /* later ones follow */
    const char *id;
    struct job_order order;
    int64_t zone;
    const char *actor, *way, *origin, *request; /* of the request that ordered it */
    const struct rights *rights;                /* of who started it; NULL: the program itself */
    enum lang lang;
    enum job_state state;
    bool cancelled; /* asked to stop */
    int64_t done, total, ended_ms;
    const char *problem; /* JSON */
    struct job_output output;
    struct follower *followers;
};

struct jobs {
    struct arena *arena;
    const char *db;
    const int64_t *now_ms; /* the clock; NULL: the machine's */
    pthread_mutex_t lock;  /* everything below, and every job's members but its order */
    pthread_cond_t wake;
    struct job *first;
    bool closing;
    pthread_t threads[THREADS_MOST];
    int thread_count;
};

static int64_t clock_ms(const struct jobs *jobs)
{
    return jobs->now_ms ? *jobs->now_ms : ctx_init(NULL).now_ms;
}

static bool is_over(const struct job *job)
{
    return job->state > JOB_RUNNING;
}

/* ---- what is told of a job ---- */

static void put_job(const struct job *job, struct json *j, bool result)
{
    static const char *const names[] = {"running", "running", "done", "failed", "cancelled"};
    json_object_begin(j);
    json_put_text(j, "id", job->id);
    json_put_text(j, "state", names[job->state]);
    json_put_int(j, "done", job->done);
    json_put_int(j, "total", job->total);
    if (result && job->output.result.length) {
        json_key(j, "result");
        json_raw(j, job->output.result.data);
    }
    if (job->problem) {
        json_key(j, "problem");
        json_raw(j, job->problem);
    }
    json_object_end(j);
}

static void tell_followers(struct job *job, const char *event, const char *data)
{
    for (struct follower **f = &job->followers; *f;) {
        stream_post((*f)->stream, event, data);
        if (stream_client_gone((*f)->stream)) {
            stream_close((*f)->stream);
            *f = (*f)->next;
        } else
            f = &(*f)->next;
    }
}

static void end_followers(struct job *job)
{
    for (struct follower *f = job->followers; f; f = f->next)
        stream_close(f->stream);
    job->followers = NULL;
}

static void tell_end(struct job *job)
{
    enum { EVENT_MEMORY = 1024 * 1024 };
    struct arena *a = job->followers ? arena_new(EVENT_MEMORY) : NULL;
    if (a) {
        struct buf data = buf_init(a);
        struct json j = json_to(&data);
        put_job(job, &j, false);
        tell_followers(job, "done", data.data);
    }
    end_followers(job);
    arena_free(a);
}

/* ---- keeping ---- */

static void job_free(struct job *job)
{
    end_followers(job);
    arena_free(job->arena);
}

static size_t job_size(const struct job *job)
{
    return job->output.result.length + job->output.file.length;
}

/* Drop what is too old, and the oldest of what is too much. */
static void prune(struct jobs *jobs)
{
    int count = 0;
    size_t bytes = 0;
    for (const struct job *job = jobs->first; job; job = job->next) {
        count++;
        bytes += job_size(job);
    }
    for (struct job **place = &jobs->first; *place;) {
        struct job *job = *place;
        bool old = clock_ms(jobs) - job->ended_ms > JOBS_KEPT_MS, much = count > JOBS_MOST || bytes > KEPT_MOST;
        if (!is_over(job) || !(old || much)) {
            place = &job->next;
            continue;
        }
        count--;
        bytes -= job_size(job);
        *place = job->next;
        job_free(job);
    }
}

static struct job *find(struct jobs *jobs, const char *id)
{
    prune(jobs);
    for (struct job *job = jobs->first; job; job = job->next)
        if (strcmp(job->id, id) == 0)
            return job;
    return NULL;
}

/* A job is of the person who started it. */
static struct job *find_own(const struct ctx *cx, struct jobs *jobs, const char *id)
{
    struct job *job = find(jobs, id);
    const struct who *who = cx->rights ? &cx->rights->who : NULL, *of = job && job->rights ? &job->rights->who : NULL;
    return !job || !who || (of && of->zone == who->zone && of->user == who->user) ? job : NULL;
}

/* ---- at work ---- */

/* Progress of the unit of work; false asks it to stop.  Takes nothing from an arena: to run out of memory here would
 * leave the lock taken. */
static bool report(struct ctx *cx, int64_t done, int64_t total)
{
    struct job *job = cx->progress_arg;
    char data[80];
    snprintf(data, sizeof data, "{\"done\":%lld,\"total\":%lld}", (long long)done, (long long)total);
    pthread_mutex_lock(&job->jobs->lock);
    bool moved = total != job->total || done != job->done, goes_on = !job->cancelled;
    job->done = done;
    job->total = total;
    if (moved)
        tell_followers(job, "progress", data);
    pthread_mutex_unlock(&job->jobs->lock);
    return goes_on;
}

struct attempt {
    struct job *job;
    struct job_output output;
};

static bool run_work(struct ctx *cx, void *arg)
{
    struct attempt *t = arg;
    const struct job_order *o = &t->job->order;
    t->output = (struct job_output){buf_init(cx->arena), buf_init(cx->arena)};
    cx->db = db_open(cx, t->job->jobs->db, DB_EXISTING);
    return cx->db && ctx_progress(cx, 0, 1) && o->work(cx, o, &t->output);
}

static struct buf keep_bytes(struct arena *a, const struct buf *bytes)
{
    struct buf kept = buf_init(a);
    buf_add(&kept, bytes->data, bytes->length);
    return kept;
}

static const char *problem_json(struct arena *a, const struct err *err, enum lang lang)
{
    struct buf out = buf_init(a);
    struct json j = json_to(&out);
    json_object_begin(&j);
    json_put_int(&j, "status", err_http_status(err));
    json_put_text(&j, "code", err->code);
    json_put_text(&j, "detail", label_in(err->message, lang));
    json_put_text(&j, "detail_zh", label_in(err->message, LANG_ZH));
    json_put_text(&j, "detail_en", label_in(err->message, LANG_EN));
    if (err->path)
        json_put_text(&j, "path", err->path);
    json_object_end(&j);
    return out.data;
}

struct keeping {
    struct attempt *attempt;
    const struct err *err;
    struct job_output output;
    const char *problem;
};

/* What is kept is copied out of the memory that the work used, into the job's own. */
static bool run_keep(struct ctx *cx, void *arg)
{
    struct keeping *k = arg;
    k->problem = k->err->kind ? problem_json(cx->arena, k->err, cx->lang) : NULL;
    k->output = (struct job_output){keep_bytes(cx->arena, &k->attempt->output.result),
                                    keep_bytes(cx->arena, &k->attempt->output.file)};
    return true;
}

/* What a job came to, in its own memory. */
struct job_end {
    enum job_state state;
    struct job_output output;
    const char *problem;
};

static struct job_end end_of(const struct job *job, struct attempt *t, const struct err *err)
{
    struct ctx cx = ctx_init(job->arena);
    struct keeping k = {.attempt = t, .err = err};
    enum job_state state = err->kind == ERR_NONE ? JOB_DONE : err->kind == ERR_CANCELLED ? JOB_CANCELLED : JOB_FAILED;
    cx.lang = job->lang;
    if (ctx_run(&cx, run_keep, &k))
        return (struct job_end){state, k.output, k.problem};
    return (struct job_end){.state = JOB_FAILED,
                            .problem =
                                "{\"status\":503,\"code\":\"MEM-01\",\"detail\":\"内存不足 / not enough memory\"}"};
}

/* After this the job may be gone. */
static void end_job(struct job *job, const struct job_end *end)
{
    struct jobs *jobs = job->jobs;
    pthread_mutex_lock(&jobs->lock);
    job->output = end->output;
    job->problem = end->problem;
    job->state = end->state;
    job->ended_ms = clock_ms(jobs);
    tell_end(job);
    prune(jobs);
    pthread_mutex_unlock(&jobs->lock);
}

static void log_job(const struct job *job, const struct err *err, int64_t ms)
{
    struct log_line l = log_begin(err->kind == ERR_SYSTEM ? LEVEL_ERROR : LEVEL_INFO, "job");
    log_text(&l, "kind", job->order.kind);
    log_int(&l, "zone", job->zone);
    log_int(&l, "subject", job->order.subject);
    log_int(&l, "ms", ms);
    if (err->kind)
        log_err(&l, err);
    log_end(&l);
}

static void run_job(struct job *job)
{
    const int64_t begun = ctx_init(NULL).now_ms;
    struct attempt t = {.job = job};
    struct arena *arena = arena_new(WORK_MEMORY);
    struct ctx cx = ctx_init(arena);
    cx.zone = job->zone;
    cx.actor = job->actor;
    cx.way = job->way;
    cx.origin = job->origin;
    cx.request = job->request;
    cx.rights = job->rights;
    cx.lang = job->lang;
    cx.progress = report;
    cx.progress_arg = job;
    cx.now_ms = clock_ms(job->jobs);
    if (!arena)
        cx.err = (struct err){.kind = ERR_MEMORY,
                              .code = "MEM-01",
                              .message = {"内存不足，请稍后重试", "not enough memory; try again later"}};
    else if (ctx_run(&cx, run_work, &t))
        err_clear(&cx);
    log_job(job, &cx.err, ctx_init(NULL).now_ms - begun);
    const struct job_end end = end_of(job, &t, &cx.err);
    db_close(cx.db);
    arena_free(arena); /* what the work held is free before it is told to be over */
    end_job(job, &end);
}

static struct job *next_waiting(struct jobs *jobs)
{
    struct job *job = jobs->first;
    while (job && job->state != JOB_WAITING)
        job = job->next;
    return job;
}

static void *thread_main(void *arg)
{
    struct jobs *jobs = arg;
    pthread_mutex_lock(&jobs->lock);
    while (!jobs->closing) {
        struct job *job = next_waiting(jobs);
        if (!job) {
            struct timespec later;
            clock_gettime(CLOCK_REALTIME, &later);
            later.tv_sec += 60;
            pthread_cond_timedwait(&jobs->wake, &jobs->lock, &later);
            prune(jobs);
            continue;
        }
        job->state = JOB_RUNNING;
        pthread_mutex_unlock(&jobs->lock);
        run_job(job);
        pthread_mutex_lock(&jobs->lock);
    }
    pthread_mutex_unlock(&jobs->lock);
    return NULL;
}

/* ---- opening and closing ---- */

static void start_threads(struct jobs *jobs, int threads)
{
    sigset_t all, before;
    sigfillset(&all); /* signals are the main thread's business */
    pthread_sigmask(SIG_SETMASK, &all, &before);
    for (int i = 0; i < threads && i < THREADS_MOST; i++)
        if (pthread_create(&jobs->threads[jobs->thread_count], NULL, thread_main, jobs) == 0)
            jobs->thread_count++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

struct jobs *jobs_open(struct ctx *cx, const char *db, int threads, const int64_t *now_ms)
{
    struct jobs *jobs = ARENA_NEW(cx->arena, struct jobs);
    *jobs = (struct jobs){.arena = cx->arena, .db = arena_strdup(cx->arena, db), .now_ms = now_ms};
    pthread_mutex_init(&jobs->lock, NULL);
    pthread_cond_init(&jobs->wake, NULL);
    start_threads(jobs, threads);
    if (jobs->thread_count)
        return jobs;
    jobs_close(jobs);
    fail(cx, ERR_SYSTEM, "JOB-01", NULL, "无法启动后台线程，请放宽系统限制",
         "cannot start background threads; raise the system's limits");
    return NULL;
}

void jobs_close(struct jobs *jobs)
{
    if (!jobs)
        return;
    pthread_mutex_lock(&jobs->lock);
    jobs->closing = true;
    for (struct job *job = jobs->first; job; job = job->next)
        job->cancelled = true;
    pthread_cond_broadcast(&jobs->wake);
    pthread_mutex_unlock(&jobs->lock);
    for (int i = 0; i < jobs->thread_count; i++)
        pthread_join(jobs->threads[i], NULL);
    for (struct job *job = jobs->first, *next; job; job = next) {
        next = job->next;
        job_free(job);
    }
    pthread_cond_destroy(&jobs->wake);
    pthread_mutex_destroy(&jobs->lock);
}

/* ---- what handlers ask ---- */

static struct job *job_new(struct ctx *cx, struct jobs *jobs, const struct job_order *order)
{
    const char *id = random_token(cx, TOKEN_BYTES);
    struct arena *a = id ? arena_new(KEPT_MEMORY) : NULL;
    if (!a) {
        fail_memory(cx);
        return NULL;
    }
    struct job *job = ARENA_NEW(a, struct job);
    *job = (struct job){
        .arena = a,
        .jobs = jobs,
        .id = arena_strdup(a, id),
        .order = *order,
        .zone = cx->zone,
        .actor = arena_strdup(a, cx->actor),
        .way = arena_strdup(a, cx->way),
        .origin = arena_strdup(a, cx->origin),
        .request = arena_strdup(a, cx->request),
        .rights = cx->rights ? rights_copy(a, cx->rights) : NULL,
        .lang = cx->lang,
        .total = 1,
    };
    return job;
}

static bool add(struct jobs *jobs, struct job *job)
{
    int under_way = 0;
    struct job **end = &jobs->first;
    for (; *end; end = &(*end)->next)
        under_way += !is_over(*end);
    if (under_way >= JOBS_MOST || jobs->closing)
        return false;
    *end = job;
    pthread_cond_signal(&jobs->wake);
    prune(jobs);
    return true;
}

const char *jobs_start(struct ctx *cx, struct jobs *jobs, const struct job_order *order)
{
    struct job *job = job_new(cx, jobs, order);
    if (!job)
        return NULL;
    const char *id = arena_strdup(cx->arena, job->id); /* once added it may end, and go, at any time */
    pthread_mutex_lock(&jobs->lock);
    bool added = add(jobs, job);
    pthread_mutex_unlock(&jobs->lock);
    if (added)
        return id;
    arena_free(job->arena);
    fail(cx, ERR_BUSY, "API-15", NULL, "后台任务已有 %d 个，请等它们完成后再试",
         "%d jobs are under way already; try again when they are done", JOBS_MOST);
    return NULL;
}

/* Room for what a job would add to `out`, before the lock is taken to add it: to run out of memory inside would leave
 * it taken.  Once a job is over it does not grow. */
static void make_room(struct jobs *jobs, const char *id, struct buf *out)
{
    enum { MEMBERS = 1024 };
    pthread_mutex_lock(&jobs->lock);
    const struct job *job = find(jobs, id);
    size_t size = job ? job_size(job) + (job->problem ? strlen(job->problem) : 0) + MEMBERS : 0;
    pthread_mutex_unlock(&jobs->lock);
    buf_room(out, size);
}

bool jobs_json(const struct ctx *cx, struct jobs *jobs, const char *id, struct json *j)
{
    make_room(jobs, id, j->out);
    pthread_mutex_lock(&jobs->lock);
    const struct job *job = find_own(cx, jobs, id);
    if (job)
        put_job(job, j, true);
    pthread_mutex_unlock(&jobs->lock);
    return job;
}

bool jobs_follow(const struct ctx *cx, struct jobs *jobs, const char *id, struct stream *stream)
{
    pthread_mutex_lock(&jobs->lock);
    struct job *job = find_own(cx, jobs, id);
    if (job) {
        struct follower *f = ARENA_NEW(job->arena, struct follower);
        *f = (struct follower){stream, job->followers};
        job->followers = f;
        if (is_over(job))
            tell_end(job);
    }
    pthread_mutex_unlock(&jobs->lock);
    return job;
}

void jobs_count(struct jobs *jobs, struct job_counts *ret)
{
    *ret = (struct job_counts){0};
    pthread_mutex_lock(&jobs->lock);
    for (const struct job *job = jobs->first; job; job = job->next)
        ++*(job->state == JOB_WAITING ? &ret->waiting : job->state == JOB_RUNNING ? &ret->running : &ret->kept);
    pthread_mutex_unlock(&jobs->lock);
}

bool jobs_cancel(const struct ctx *cx, struct jobs *jobs, const char *id)
{
    pthread_mutex_lock(&jobs->lock);
    struct job *job = find_own(cx, jobs, id);
    if (job)
        job->cancelled = true;
    pthread_mutex_unlock(&jobs->lock);
    return job;
}

bool jobs_file(struct jobs *jobs, const char *kind, int64_t zone, int64_t subject, struct buf *out)
{
    char id[2 * TOKEN_BYTES] = "";
    bool found = false;
    pthread_mutex_lock(&jobs->lock);
    for (const struct job *job = jobs->first; job; job = job->next)
        if (strcmp(job->order.kind, kind) == 0 && job->zone == zone && job->order.subject == subject &&
            job->output.file.length)
            snprintf(id, sizeof id, "%s", job->id);
    pthread_mutex_unlock(&jobs->lock);
    make_room(jobs, id, out);
    pthread_mutex_lock(&jobs->lock);
    const struct job *job = find(jobs, id);
    if (job) {
        buf_add(out, job->output.file.data, job->output.file.length);
        found = true;
    }
    pthread_mutex_unlock(&jobs->lock);
    return found;
}
