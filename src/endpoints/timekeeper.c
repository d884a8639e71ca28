/* timekeeper.c — the thread that looks which jobs of which zones are due, and does them one after another. */
#include "endpoints/timekeeper.h"

#include "base/log.h"
#include "base/map.h"
#include "base/settings.h"
#include "base/watch.h"
#include "jobs/job.h"
#include "store/db.h"

enum { WORK_MEMORY = 512 * 1024 * 1024, NOTES_MEMORY = 64 * 1024 * 1024, TICK_SECONDS = 15, ZONES_MOST = 10000 };
#define RETRY_MS (10 * MINUTE_MS)

struct timekeeper {
    const char *db;
    const int64_t *now_ms;
    struct arena *arena; /* of the thread */
    struct map *next;    /* "zone/job" → when to look again, so that the database is asked only when it is time */
    struct watch *watch;
};

static int64_t now_of(const struct timekeeper *k)
{
    return k->now_ms ? *k->now_ms : ctx_init(NULL).now_ms;
}

/* ---- one job of one zone ---- */

struct turn {
    struct timekeeper *k;
    const struct watch *watch;
    const struct zone_job *job;
    int64_t next; /* when to look again */
};

static bool goes_on(struct ctx *cx, int64_t done, int64_t total)
{
    const struct turn *t = cx->progress_arg;
    (void)done;
    (void)total;
    return !watch_is_closing(t->watch);
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
static int64_t do_job(struct timekeeper *k, const struct watch *w, int64_t zone, const struct zone_job *job)
{
    struct turn t = {.k = k, .watch = w, .job = job, .next = now_of(k) + RETRY_MS};
    struct arena *a = arena_new(WORK_MEMORY);
    if (!a)
        return t.next;
    struct ctx cx = ctx_init(a);
    cx.zone = zone;
    cx.now_ms = now_of(k);
    cx.progress = goes_on;
    cx.progress_arg = &t;
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

struct looking {
    struct timekeeper *k;
    const struct watch *watch;
};

static bool do_due(struct ctx *cx, void *arg)
{
    const struct looking *l = arg;
    struct timekeeper *k = l->k;
    struct zones zones = {.db = k->db};
    bool listed = list_zones(cx, &zones);
    db_close(cx->db);
    cx->db = NULL;
    for (size_t i = 0; listed && i < zones.count; i++)
        for (const struct zone_job *const *j = job_catalogue; *j && !watch_is_closing(l->watch); j++) {
            const char *key = arena_printf(cx->arena, "%lld/%s", (long long)zones.ids[i], (*j)->name);
            if (is_time(k, key))
                map_set(k->next, key, do_job(k, l->watch, zones.ids[i], *j));
        }
    return listed;
}

static void look(void *keeper, const struct watch *w)
{
    struct looking l = {keeper, w};
    struct arena *a = arena_new(WORK_MEMORY);
    struct ctx cx = ctx_init(a);
    if (a && !ctx_run(&cx, do_due, &l)) {
        db_close(cx.db);
        log_failure(&cx, NULL);
    }
    arena_free(a);
}

struct timekeeper *timekeeper_start(struct ctx *cx, const char *db, const int64_t *now_ms)
{
    struct timekeeper *k = ARENA_NEW(cx->arena, struct timekeeper);
    *k = (struct timekeeper){.db = arena_strdup(cx->arena, db), .now_ms = now_ms, .arena = arena_new(NOTES_MEMORY)};
    if (!k->arena) {
        fail_memory(cx);
        return NULL;
    }
    k->next = map_new(k->arena);
    k->watch = watch_start(cx, look, k, TICK_SECONDS);
    if (k->watch)
        return k;
    timekeeper_stop(k);
    return NULL;
}

void timekeeper_stop(struct timekeeper *k)
{
    if (!k)
        return;
    watch_stop(k->watch);
    arena_free(k->arena);
}
