/* watch.c — looks, waits, looks again. */
#include "base/watch.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <time.h>

struct watch {
    watch_look *look;
    void *arg;
    int seconds;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    atomic_bool closing; /* set under the lock, so that no wait misses it */
    pthread_t thread;
};

static void wait_a_turn(struct watch *w)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += w->seconds;
    pthread_mutex_lock(&w->lock);
    while (!w->closing && pthread_cond_timedwait(&w->wake, &w->lock, &until) == 0)
        ;
    pthread_mutex_unlock(&w->lock);
}

static void *keep_looking(void *arg)
{
    struct watch *w = arg;
    while (!w->closing) {
        w->look(w->arg, w);
        wait_a_turn(w);
    }
    return NULL;
}

static void end(struct watch *w)
{
    pthread_cond_destroy(&w->wake);
    pthread_mutex_destroy(&w->lock);
}

struct watch *watch_start(struct ctx *cx, watch_look *look, void *arg, int seconds)
{
    struct watch *w = ARENA_NEW(cx->arena, struct watch);
    sigset_t all, before;
    *w = (struct watch){.look = look, .arg = arg, .seconds = seconds};
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->wake, NULL);
    sigfillset(&all); /* signals are the main thread's business */
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(&w->thread, NULL, keep_looking, w) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (started)
        return w;
    end(w);
    fail(cx, ERR_SYSTEM, "JOB-01", NULL, "无法启动后台线程，请放宽系统限制",
         "cannot start background threads; raise the system's limits");
    return NULL;
}

bool watch_is_closing(const struct watch *w)
{
    return w->closing;
}

void watch_stop(struct watch *w)
{
    if (!w)
        return;
    pthread_mutex_lock(&w->lock);
    w->closing = true;
    pthread_cond_broadcast(&w->wake);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    end(w);
}
