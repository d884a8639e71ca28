/* sealer.c — the thread that seals the audit. */
#include "endpoints/sealer.h"

#include "base/log.h"
#include "base/watch.h"
#include "model/trail_seal.h"
#include "store/db.h"

enum { SEALER_MEMORY = 64 * 1024 * 1024 };

struct sealer {
    const char *db;
    struct audit_settings set;
    struct refusals *refusals;
    const int64_t *now_ms;
    struct watch *watch; /* NULL: nothing is sealed */
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
static void seal_once(void *sealer, const struct watch *w)
{
    struct sealer *s = sealer;
    struct arena *a = arena_new(SEALER_MEMORY);
    (void)w;
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
    *s = (struct sealer){.db = db, .refusals = refusals, .now_ms = now_ms};
    if (!set)
        return s;
    s->set = *set;
    s->watch = ready(cx, s) ? watch_start(cx, seal_once, s, (int)(set->seal_every / SECOND_MS)) : NULL;
    return s->watch ? s : NULL;
}

void sealer_stop(struct sealer *s)
{
    if (!s || !s->watch)
        return;
    watch_stop(s->watch);
    seal_once(s, s->watch);
}

bool sealer_seals(struct ctx *cx, const struct sealer *s, struct trail_seals *ret_seals)
{
    *ret_seals = (struct trail_seals){0};
    if (!s->set.key)
        return true;
    struct trail_key *key = trail_key_open(cx, s->set.key, false);
    return key && trail_seals_read(cx, s->set.seals, trail_key_public(key), ret_seals);
}
