/* sealer.c — the thread that seals the audit. */
#include "endpoints/sealer.h"

#include "base/log.h"
#include "model/trail_seal.h"
#include "store/db.h"

#include <pthread.h>
#include <signal.h>
#include <time.h>

enum { SEALER_MEMORY = 64 * 1024 * 1024 };

struct sealer {
    const char *db;
    struct audit_settings set;
    struct refusals *refusals;
    const int64_t *now_ms;
    pthread_mutex_t lock; /* `closing` */
    pthread_cond_t wake;
    bool closing, has_thread;
    pthread_t thread;
};

static bool seal(struct ctx *cx, void *arg)
{
    const struct sealer *s = arg;
    cx->db = db_open(cx, s->db, DB_EXISTING);
    if (!cx->db || !refusals_flush(cx, s->refusals))
        return false;
    if (!s->set.key)
        return true;
    struct trail_key *key = trail_key_open(cx, s->set.key, true);
    return key && trail_seal(cx, key, s->set.seals);
}

/* What goes wrong is said in the log, and tried again the next time. */
static void seal_once(struct sealer *s)
{
    struct arena *a = arena_new(SEALER_MEMORY);
    if (!a)
        return;
    struct ctx cx = ctx_init(a);
    cx.actor = "system";
    cx.now_ms = s->now_ms ? *s->now_ms : cx.now_ms;
    if (!ctx_run(&cx, seal, s)) {
        struct log_line l = log_begin(LEVEL_ERROR, "audit_not_sealed");
        log_err(&l, &cx.err);
        log_end(&l);
    }
    db_close(cx.db);
    arena_free(a);
}

static void *watch(void *arg)
{
    struct sealer *s = arg;
    pthread_mutex_lock(&s->lock);
    while (!s->closing) {
        struct timespec until;
        pthread_mutex_unlock(&s->lock);
        seal_once(s);
        pthread_mutex_lock(&s->lock);
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += s->set.seal_every / SECOND_MS;
        while (!s->closing && pthread_cond_timedwait(&s->wake, &s->lock, &until) == 0)
            ;
    }
    pthread_mutex_unlock(&s->lock);
    seal_once(s);
    return NULL;
}

/* The key is there from the first start on, or the server does not start. */
static bool ready(struct ctx *cx, const struct sealer *s)
{
    if (s->set.key)
        return trail_key_open(cx, s->set.key, true);
    struct log_line l = log_begin(LEVEL_WARN, "audit_not_sealed");
    log_text(&l, "why", "name files by the settings audit.key and audit.seals");
    log_end(&l);
    return true;
}

struct sealer *sealer_start(struct ctx *cx, const char *db, const struct audit_settings *set, struct refusals *refusals,
                            const int64_t *now_ms)
{
    struct sealer *s = ARENA_NEW(cx->arena, struct sealer);
    sigset_t all, before;
    *s = (struct sealer){.db = db, .refusals = refusals, .now_ms = now_ms, .set.seal_every = 5 * MINUTE_MS};
    if (set)
        s->set = *set;
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->wake, NULL);
    if (!set)
        return s;
    if (!ready(cx, s)) {
        sealer_stop(s);
        return NULL;
    }
    sigfillset(&all); /* signals are the main thread's business */
    pthread_sigmask(SIG_SETMASK, &all, &before);
    s->has_thread = pthread_create(&s->thread, NULL, watch, s) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (s->has_thread)
        return s;
    sealer_stop(s);
    fail(cx, ERR_SYSTEM, "JOB-01", NULL, "无法启动后台线程，请放宽系统限制",
         "cannot start background threads; raise the system's limits");
    return NULL;
}

void sealer_stop(struct sealer *s)
{
    if (!s)
        return;
    pthread_mutex_lock(&s->lock);
    s->closing = true;
    pthread_cond_broadcast(&s->wake);
    pthread_mutex_unlock(&s->lock);
    if (s->has_thread)
        pthread_join(s->thread, NULL);
    pthread_cond_destroy(&s->wake);
    pthread_mutex_destroy(&s->lock);
}

bool sealer_seals(struct ctx *cx, const struct sealer *s, struct trail_seals *ret_seals)
{
    *ret_seals = (struct trail_seals){0};
    if (!s->set.key)
        return true;
    struct trail_key *key = trail_key_open(cx, s->set.key, false);
    return key && trail_seals_read(cx, s->set.seals, trail_key_public(key), ret_seals);
}
