/* timekeeper.c — the thread that looks which jobs of which zones are due, and does them one after another. */
#include "endpoints/timekeeper.h"

#include "base/log.h"
#include "base/map.h"
#include "base/settings.h"
#include "jobs/job.h"
#include "store/db.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <time.h>

enum { WORK_MEMORY = 512 * 1024 * 1024, NOTES_MEMORY = 64 * 1024 * 1024, TICK_SECONDS = 15, ZONES_MOST = 10000 };
#define RETRY_MS (10 * MINUTE_MS)

struct timekeeper {
    const char *db;
    const int64_t *now_ms;
    struct arena *arena; /* of the thread */
    struct map *next;    /* "zone/job" → when to look again, so that the database is asked only when it is time */
    pthread_mutex_t lock;
    pthread_cond_t wake;
    atomic_bool closing;
    bool has_thread;
    pthread_t thread;
};

static int64_t now_of(const struct timekeeper *k)
{
    return k->now_ms ? *k->now_ms : ctx_init(NULL).now_ms;
}

/* ---- one job of one zone ---- */

struct turn {
    struct timekeeper *k;
    const struct zone_job *job;
    int64_t next; /* when to look again */
};

static bool goes_on(struct ctx *cx, int64_t done, int64_t total)
{
    const struct timekeeper *k = cx->progress_arg;
    (void)done;
    (void)total;
    return !k->closing;
}

static bool take_turn(struct ctx *cx, void *arg)
{
    struct turn *t = arg;
    struct zone_job_result result;
    int64_t last;
    cx->db = db_open(cx, t->k->db, DB_EXISTING);
    if (!cx->db || !zone_job_last(cx, t->job, &last))
        return false;
    t->next = zone_job_next(t->job, last, cx->now_ms);
    if (t->next > cx->now_ms)
        return true;
    t->next = cx->now_ms + RETRY_MS; /* should it fail */
    if (!zone_job_run(cx, t->job, &result))
        return false;
    t->next = zone_job_next(t->job, cx->now_ms, cx->now_ms);
    return true;
}

static void log_failure(const struct ctx *cx, const struct zone_job *job)
{
    struct log_line l = log_begin(LEVEL_ERROR, "job_failed");
    log_text(&l, "name", job ? job->name : "");
    log_int(&l, "zone", cx->zone);
    log_err(&l, &cx->err);
    log_end(&l);
}

/* Returns when to look again. */
static int64_t do_job(struct timekeeper *k, int64_t zone, const struct zone_job *job)
{
    struct turn t = {.k = k, .job = job, .next = now_of(k) + RETRY_MS};
    struct arena *a = arena_new(WORK_MEMORY);
    if (!a)
        return t.next;
    struct ctx cx = ctx_init(a);
    cx.zone = zone;
    cx.now_ms = now_of(k);
    cx.progress = goes_on;
    cx.progress_arg = k;
    if (!ctx_run(&cx, take_turn, &t))
        log_failure(&cx, job);
    db_close(cx.db);
    arena_free(a);
    return t.next;
}

/* ---- all of them ---- */

struct zones {
    const char *db;
    int64_t *ids;
    size_t count;
};

static bool list_zones(struct ctx *cx, void *arg)
{
    struct zones *z = arg;
    cx->db = db_open(cx, z->db, DB_EXISTING);
    struct rows *rows = cx->db ? db_query(cx, "SELECT id FROM zone ORDER BY id", NULL, 0) : NULL;
    if (!rows)
        return false;
    z->ids = arena_array(cx->arena, ZONES_MOST, sizeof *z->ids);
    while (z->count < ZONES_MOST && db_next(rows))
        z->ids[z->count++] = db_int(rows, 0);
    db_end(rows);
    return db_ok(rows);
}

static bool is_time(struct timekeeper *k, const char *key)
{
    int64_t next;
    return !map_get(k->next, key, &next) || next <= now_of(k);
}

static bool do_due(struct ctx *cx, void *arg)
{
    struct timekeeper *k = arg;
    struct zones zones = {.db = k->db};
    bool listed = list_zones(cx, &zones);
    db_close(cx->db);
    cx->db = NULL;
    for (size_t i = 0; listed && i < zones.count; i++)
        for (const struct zone_job *const *j = job_catalogue; *j && !k->closing; j++) {
            const char *key = arena_printf(cx->arena, "%lld/%s", (long long)zones.ids[i], (*j)->name);
            if (is_time(k, key))
                map_set(k->next, key, do_job(k, zones.ids[i], *j));
        }
    return listed;
}

static void look(struct timekeeper *k)
{
    struct arena *a = arena_new(WORK_MEMORY);
    struct ctx cx = ctx_init(a);
    if (a && !ctx_run(&cx, do_due, k)) {
        db_close(cx.db);
        log_failure(&cx, NULL);
    }
    arena_free(a);
}

static void *watch(void *arg)
{
    struct timekeeper *k = arg;
    pthread_mutex_lock(&k->lock);
    while (!k->closing) {
        pthread_mutex_unlock(&k->lock);
        look(k);
        pthread_mutex_lock(&k->lock);
        struct timespec later;
        clock_gettime(CLOCK_REALTIME, &later);
        later.tv_sec += TICK_SECONDS;
        if (!k->closing)
            pthread_cond_timedwait(&k->wake, &k->lock, &later);
    }
    pthread_mutex_unlock(&k->lock);
    return NULL;
}

struct timekeeper *timekeeper_start(struct ctx *cx, const char *db, const int64_t *now_ms)
{
    struct timekeeper *k = ARENA_NEW(cx->arena, struct timekeeper);
    sigset_t all, before;
    *k = (struct timekeeper){.db = arena_strdup(cx->arena, db), .now_ms = now_ms};
    k->arena = arena_new(NOTES_MEMORY);
    k->next = k->arena ? map_new(k->arena) : NULL;
    pthread_mutex_init(&k->lock, NULL);
    pthread_cond_init(&k->wake, NULL);
    sigfillset(&all); /* signals are the main thread's business */
    pthread_sigmask(SIG_SETMASK, &all, &before);
    k->has_thread = k->arena && pthread_create(&k->thread, NULL, watch, k) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (k->has_thread)
        return k;
    timekeeper_stop(k);
    fail(cx, ERR_SYSTEM, "JOB-01", NULL, "无法启动后台线程，请放宽系统限制",
         "cannot start background threads; raise the system's limits");
    return NULL;
}

void timekeeper_stop(struct timekeeper *k)
{
    if (!k)
        return;
    pthread_mutex_lock(&k->lock);
    k->closing = true;
    pthread_cond_broadcast(&k->wake);
    pthread_mutex_unlock(&k->lock);
    if (k->has_thread)
        pthread_join(k->thread, NULL);
    arena_free(k->arena);
    pthread_cond_destroy(&k->wake);
    pthread_mutex_destroy(&k->lock);
}
