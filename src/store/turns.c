/* turns.c — the queues of writers, one for each database file. */
#include "store/turns.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

enum { UNASKED_US = 50 * 1000 }; /* a wait that is not worth asking for how long one may wait */

struct turns {
    struct turns *next;
    dev_t device;
    ino_t file;
    int users;
    void *owned;
    void (*drop)(void *owned);
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t arrival;
    bool taken;
    int length, expected;
    struct turn *first, *last;
};

static pthread_mutex_t files_lock = PTHREAD_MUTEX_INITIALIZER;
static struct turns *files;

/* ---- the queue of a file ---- */

static struct turns *turns_new(const struct stat *st, void (*drop)(void *owned))
{
    struct turns *t = calloc(1, sizeof *t);
    if (!t)
        return NULL;
    t->device = st->st_dev;
    t->file = st->st_ino;
    t->drop = drop;
    pthread_mutex_init(&t->lock, NULL);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&t->arrival, &attributes);
    pthread_condattr_destroy(&attributes);
    t->next = files;
    files = t;
    return t;
}

struct turns *turns_of(const char *path, void (*drop)(void *owned))
{
    struct stat st;
    if (stat(path, &st) != 0)
        return NULL;
    pthread_mutex_lock(&files_lock);
    struct turns *t = files;
    while (t && (t->device != st.st_dev || t->file != st.st_ino))
        t = t->next;
    if (!t)
        t = turns_new(&st, drop);
    if (t)
        t->users++;
    pthread_mutex_unlock(&files_lock);
    return t;
}

static void unlink_file(const struct turns *t)
{
    struct turns **place = &files;
    while (*place != t)
        place = &(*place)->next;
    *place = t->next;
}

void turns_leave(struct turns *t)
{
    if (!t)
        return;
    pthread_mutex_lock(&files_lock);
    bool last = --t->users == 0;
    if (last)
        unlink_file(t);
    pthread_mutex_unlock(&files_lock);
    if (!last)
        return;
    if (t->owned)
        t->drop(t->owned);
    pthread_cond_destroy(&t->arrival);
    pthread_mutex_destroy(&t->lock);
    free(t);
}

void **turns_owned(struct turns *t)
{
    return &t->owned;
}

/* ---- turns ---- */

struct turn turn_new(bool shares)
{
    struct turn me = {.shares = shares};
    sem_init(&me.called, 0, 0);
    return me;
}

static struct timespec moment_after(struct timespec t, int64_t us)
{
    us += t.tv_nsec / 1000;
    return (struct timespec){t.tv_sec + us / 1000000, us % 1000000 * 1000};
}

static struct timespec moment_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t;
}

/* True when it is one's turn at once. */
static bool stand_in(struct turns *t, struct turn *me)
{
    pthread_mutex_lock(&t->lock);
    bool is_free = !t->taken;
    t->taken = true;
    if (!is_free) {
        *(t->first ? &t->last->next : &t->first) = me;
        t->last = me;
        if (++t->length == t->expected)
            pthread_cond_signal(&t->arrival);
    }
    pthread_mutex_unlock(&t->lock);
    return is_free;
}

/* False when somebody has called meanwhile. */
static bool step_out(struct turns *t, const struct turn *me)
{
    pthread_mutex_lock(&t->lock);
    bool is_waiting = me->state == TURN_WAITING;
    struct turn *before = NULL, **place = &t->first;
    for (; is_waiting && *place != me; place = &before->next)
        before = *place;
    if (is_waiting) {
        *place = me->next;
        t->last = t->last == me ? before : t->last;
        t->length--;
    }
    pthread_mutex_unlock(&t->lock);
    return is_waiting;
}

static bool is_called_by(struct turn *me, struct timespec until)
{
    int failed;
    do
        failed = sem_clockwait(&me->called, CLOCK_MONOTONIC, &until);
    while (failed && errno == EINTR);
    return !failed;
}

enum turn_state turn_wait(struct turns *t, struct turn *me, int (*patience)(void *arg), void *arg)
{
    if (stand_in(t, me))
        return TURN_MINE;
    const struct timespec begun = moment_now();
    if (is_called_by(me, moment_after(begun, UNASKED_US)))
        return me->state;
    bool called = is_called_by(me, moment_after(begun, patience(arg) * INT64_C(1000)));
    if (!called && step_out(t, me))
        return TURN_WAITING;
    while (!called && sem_wait(&me->called) != 0)
        ;
    return me->state;
}

static struct turn *pop(struct turns *t, enum turn_state state)
{
    struct turn *first = t->first;
    t->first = first->next;
    t->length--;
    first->state = state;
    return first;
}

void turn_pass(struct turns *t)
{
    pthread_mutex_lock(&t->lock);
    t->taken = t->first;
    if (t->first)
        sem_post(&pop(t, TURN_MINE)->called);
    pthread_mutex_unlock(&t->lock);
}

/* Woken once for all of them: to be woken for each would cost more than what it is to do. */
static void wait_for(struct turns *t, int expected, int64_t linger_us)
{
    const struct timespec until = moment_after(moment_now(), linger_us);
    t->expected = expected;
    while (t->length < expected && pthread_cond_timedwait(&t->arrival, &t->lock, &until) == 0)
        ;
    t->expected = 0;
}

struct turn *turn_join(struct turns *t, int expected, int64_t linger_us)
{
    pthread_mutex_lock(&t->lock);
    if (!t->first && expected > 0 && linger_us > 0)
        wait_for(t, expected, linger_us);
    struct turn *next = t->first && t->first->shares ? pop(t, TURN_TAKEN) : NULL;
    pthread_mutex_unlock(&t->lock);
    return next;
}

void turn_over(struct turn *its)
{
    its->state = TURN_OVER;
    sem_post(&its->called);
}
