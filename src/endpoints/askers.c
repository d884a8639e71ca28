/* askers.c — who asks: what is known of tokens, kept by the process for all its workers. */
#include "endpoints/askers.h"

#include "base/hash.h"
#include "base/log.h"
#include "base/watch.h"
#include "model/rights.h"
#include "model/rows.h"
#include "people/attempts.h"

#include <openssl/crypto.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SETS = 1024, WAYS = 4, ROUND_SECONDS = 60, KEEPER_MEMORY = 64 * 1024 * 1024 };

struct known {
    atomic_int holders; /* the table, and requests that use it */
    struct asker asker;
    struct rights rights;
    int64_t revision;
    uint64_t used; /* when, on the table's clock */
    atomic_int_fast64_t seen_ms, written_ms;
    const char *token; /* as it was sent: to hash it for every request would cost more than all the rest */
    char text[];       /* of asker, and the token */
};

struct askers {
    const char *db;
    const struct people_settings *settings;
    int64_t now_ms; /* the clock stands here; 0: it runs */
    pthread_mutex_t lock;
    uint64_t clock;
    struct known *places[SETS * WAYS];
    struct watch *watch;
};

static void let_go(struct known *k)
{
    if (k && atomic_fetch_sub(&k->holders, 1) == 1)
        free(k);
}

static void let_go_held(void *held)
{
    let_go(*(struct known **)held);
}

/* ---- one of them ---- */

static const char **texts_of(struct asker *a, int i)
{
    const char **const all[] = {&a->token_hash, &a->session, &a->way,  &a->zone_code, &a->zone_name,
                                &a->login,      &a->name,    &a->role, NULL};
    return all[i];
}

/* A copy that stands by itself; NULL when there is no memory. */
static struct known *known_new(const struct asker *asker, const char *token, int64_t revision)
{
    struct asker a = *asker;
    size_t token_size = strlen(token) + 1, size = token_size;
    for (int i = 0; texts_of(&a, i); i++)
        size += *texts_of(&a, i) ? strlen(*texts_of(&a, i)) + 1 : 0;
    struct known *k = calloc(1, sizeof *k + size);
    if (!k)
        return NULL;
    k->token = memcpy(k->text, token, token_size);
    char *to = k->text + token_size;
    for (int i = 0; texts_of(&a, i); i++) {
        const char **text = texts_of(&a, i);
        if (!*text)
            continue;
        size_t n = strlen(*text) + 1;
        memcpy(to, *text, n);
        *text = to;
        to += n;
    }
    k->asker = a;
    k->revision = revision;
    atomic_init(&k->holders, 1);
    atomic_init(&k->seen_ms, a.seen_at);
    atomic_init(&k->written_ms, a.seen_at);
    return k;
}

static bool grant(struct ctx *cx, struct known *k)
{
    const struct asker *a = &k->asker;
    const struct who who = {
        .zone = a->zone,
        .user = a->person,
        .unit = a->unit,
        .enterprise = a->enterprise,
        .squad = a->squad,
        .role = a->role,
        .login = a->login,
        .name = a->name,
    };
    return rights_compile(cx, &who, &k->rights);
}

/* ---- the table ---- */

static struct known **set_of(struct askers *all, const char *token)
{
    return &all->places[quick_hash(HASH_BEGIN, token, strlen(token)) % SETS * WAYS];
}

/* How far two tokens agree must not be told by the time it takes. */
static bool is_of(const struct known *k, const char *token)
{
    size_t n = strlen(token);
    return k && strlen(k->token) == n && CRYPTO_memcmp(k->token, token, n) == 0;
}

static struct known *take(struct askers *all, const char *token)
{
    struct known *found = NULL, **set = set_of(all, token);
    pthread_mutex_lock(&all->lock);
    for (struct known **place = set; place < set + WAYS && !found; place++)
        if (is_of(*place, token))
            found = *place;
    if (found) {
        found->used = ++all->clock;
        atomic_fetch_add(&found->holders, 1);
    }
    pthread_mutex_unlock(&all->lock);
    return found;
}

/* In the place of what was known of the token, else of the one longest unused; NULL: it stands for nobody any more. */
static void put(struct askers *all, const char *token, struct known *k)
{
    struct known **set = set_of(all, token), **best = set;
    pthread_mutex_lock(&all->lock);
    for (struct known **place = set; place < set + WAYS; place++) {
        if (is_of(*place, token)) {
            best = place;
            break;
        }
        if (*best && (!*place || (*place)->used < (*best)->used))
            best = place;
    }
    struct known *old = *best;
    if (k || is_of(old, token)) {
        *best = k;
        if (k)
            k->used = ++all->clock;
    } else
        old = NULL;
    pthread_mutex_unlock(&all->lock);
    let_go(old);
}

/* ---- finding ---- */

static void move_on(atomic_int_fast64_t *moment, int64_t ms)
{
    int_fast64_t before = atomic_load(moment);
    while (before < ms && !atomic_compare_exchange_weak(moment, &before, ms))
        ;
}

/* Is it as it was, and the session's time not over? */
static bool stands(struct ctx *cx, struct askers *all, struct known *k, bool *ret_stands)
{
    int64_t revision;
    struct asker now = k->asker;
    now.seen_at = atomic_load(&k->seen_ms);
    cx->zone = k->asker.zone;
    if (!zone_revision(cx, &revision))
        return false;
    *ret_stands = revision == k->revision && !session_is_over(all->settings, &now, cx->now_ms);
    return true;
}

/* From the database.  The revision is read first: what is written meanwhile makes what was read out of date. */
static bool learn(struct ctx *cx, struct askers *all, const char *token, struct known *before, struct known **ret_known)
{
    int64_t revision, seen = before ? atomic_load(&before->seen_ms) : 0;
    const char *hash = session_hash(cx, token);
    struct asker a;
    *ret_known = NULL;
    if (!hash)
        return false;
    if (!before && (!session_asker(cx, all->settings, hash, 0, &a) || !a.token_hash))
        return cx->err.kind == ERR_NONE;
    cx->zone = before ? before->asker.zone : a.zone;
    if (!zone_revision(cx, &revision) || !session_asker(cx, all->settings, hash, seen, &a))
        return false;
    struct known *k = a.token_hash ? known_new(&a, token, revision) : NULL;
    if (!a.token_hash) {
        put(all, token, NULL);
        return true;
    }
    if (!k || !grant(cx, k)) {
        free(k);
        return cx->err.kind != ERR_NONE ? false : fail_memory(cx);
    }
    if (before)
        atomic_store(&k->written_ms, atomic_load(&before->written_ms));
    move_on(&k->seen_ms, seen);
    atomic_fetch_add(&k->holders, 1); /* the table's, and ours */
    put(all, token, k);
    *ret_known = k;
    return true;
}

bool askers_find(struct ctx *cx, struct askers *all, const char *token, const struct asker **ret_asker)
{
    bool good = false;
    *ret_asker = NULL;
    struct known **held = ARENA_NEW(cx->arena, struct known *);
    arena_defer(cx->arena, let_go_held, held);
    *held = take(all, token);
    if (*held && !stands(cx, all, *held, &good))
        return false;
    if (!good) {
        struct known *fresh;
        if (!learn(cx, all, token, *held, &fresh))
            return false;
        let_go(*held);
        *held = fresh;
    }
    if (!*held)
        return true;
    move_on(&(*held)->seen_ms, cx->now_ms);
    *ret_asker = &(*held)->asker;
    cx->zone = (*held)->asker.zone;
    cx->actor = (*held)->asker.login;
    cx->rights = &(*held)->rights;
    return true;
}

/* ---- the keeper ---- */

/* One whose use is not written down yet, with a holder more; NULL: none from `*place` on. */
static struct known *next_unwritten(struct askers *all, size_t *place)
{
    struct known *found = NULL;
    pthread_mutex_lock(&all->lock);
    for (; *place < SETS * WAYS && !found; (*place)++) {
        struct known *k = all->places[*place];
        if (k && atomic_load(&k->seen_ms) > atomic_load(&k->written_ms))
            found = k;
    }
    if (found)
        atomic_fetch_add(&found->holders, 1);
    pthread_mutex_unlock(&all->lock);
    return found;
}

static bool write_seen(struct ctx *cx, struct askers *all)
{
    size_t place = 0;
    for (struct known *k; (k = next_unwritten(all, &place)); let_go(k)) {
        int64_t seen = atomic_load(&k->seen_ms);
        if (!session_seen(cx, k->asker.token_hash, seen)) {
            let_go(k);
            return false;
        }
        move_on(&k->written_ms, seen);
    }
    return true;
}

static bool round_of(struct ctx *cx, void *arg)
{
    struct askers *all = arg;
    if (all->now_ms)
        cx->now_ms = all->now_ms;
    cx->actor = "job:sessions";
    cx->db = cx->db ? cx->db : db_open(cx, all->db, DB_EXISTING);
    return cx->db && db_revive(cx) && write_seen(cx, all) && session_sweep(cx, all->settings) && attempt_sweep(cx);
}

static void go_round(void *askers, const struct watch *w)
{
    struct askers *all = askers;
    (void)w;
    struct arena *a = arena_new(KEEPER_MEMORY);
    if (!a)
        return;
    struct ctx cx = ctx_init(a);
    if (!ctx_run(&cx, round_of, all)) {
        struct log_line l = log_begin(LEVEL_ERROR, "sessions");
        log_err(&l, &cx.err);
        log_end(&l);
    }
    db_close(cx.db);
    arena_free(a);
}

/* ---- open and close ---- */

struct askers *askers_open(struct ctx *cx, const char *db, const struct people_settings *settings, int64_t now_ms)
{
    struct askers *all = ARENA_NEW(cx->arena, struct askers);
    *all = (struct askers){.db = db, .settings = settings, .now_ms = now_ms};
    pthread_mutex_init(&all->lock, NULL);
    all->watch = watch_start(cx, go_round, all, ROUND_SECONDS);
    if (all->watch)
        return all;
    pthread_mutex_destroy(&all->lock);
    return NULL;
}

void askers_close(struct askers *all)
{
    if (!all)
        return;
    watch_stop(all->watch);
    go_round(all, all->watch);
    for (size_t i = 0; i < SETS * WAYS; i++)
        let_go(all->places[i]);
    pthread_mutex_destroy(&all->lock);
}
