/* lamplighter.c — the thread that computes the lights of what was written. */
#include "endpoints/lamplighter.h"

#include "base/log.h"
#include "base/watch.h"
#include "rules/lights.h"

enum { LOOK_MEMORY = 512 * 1024 * 1024, KEPT_MEMORY = 64 * 1024 * 1024, TICK_SECONDS = 1, ZONES_MOST = 10000 };

struct zone_lights {
    int64_t zone, revision; /* as of the last look */
    struct lights_mark mark;
};

struct lamplighter {
    const char *db;
    const int64_t *now_ms;
    struct arena *arena; /* of the thread: its connection, and what it knows */
    struct ctx home;
    int64_t revisions; /* all of them, summed up */
    struct zone_lights *zones;
    size_t count;
    struct watch *watch;
};

static struct zone_lights *zone_lights_of(struct lamplighter *l, int64_t zone)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->zones[i].zone == zone)
            return &l->zones[i];
    if (l->count == ZONES_MOST)
        return NULL;
    l->zones[l->count] = (struct zone_lights){.zone = zone, .revision = -1};
    return &l->zones[l->count++];
}

/* Zones that were written since, and those whose day is over. */
static bool list_stale(struct lamplighter *l, struct ctx *cx, int64_t *zones, int64_t *revisions, size_t *ret_count)
{
    const struct date today = date_of_instant((struct instant){cx->now_ms});
    struct rows *rows =
        db_query(cx, "SELECT z.id, c.next FROM zone z JOIN counter c ON c.zone = z.id AND c.entity = '*' ORDER BY z.id",
                 NULL, 0);
    while (rows && *ret_count < ZONES_MOST && db_next(rows)) {
        const struct zone_lights *z = zone_lights_of(l, db_int(rows, 0));
        if (!z || (z->revision == db_int(rows, 1) && z->mark.day.code == today.code))
            continue;
        zones[*ret_count] = db_int(rows, 0);
        revisions[(*ret_count)++] = db_int(rows, 1);
    }
    return rows && db_ok(rows);
}

static void log_failure(const struct ctx *cx)
{
    struct log_line line = log_begin(LEVEL_ERROR, "lights_failed");
    log_int(&line, "zone", cx->zone);
    log_err(&line, &cx->err);
    log_end(&line);
}

/* A zone whose rules cannot be computed waits for its next change; the others are none the worse. */
static void catch_up(struct lamplighter *l, struct ctx *cx, int64_t zone, int64_t revision)
{
    struct zone_lights *z = zone_lights_of(l, zone);
    int64_t changed;
    cx->zone = zone;
    cx->actor = "job:lights";
    cx->way = "job";
    z->revision = revision;
    if (lights_catch_up(cx, &z->mark, &changed))
        return;
    z->mark = (struct lights_mark){.day = date_of_instant((struct instant){cx->now_ms})};
    log_failure(cx);
    err_clear(cx);
}

struct looking {
    struct lamplighter *l;
    const struct watch *watch;
};

static bool look(struct ctx *cx, void *arg)
{
    const struct looking *looking = arg;
    struct lamplighter *l = looking->l;
    struct value sum = value_int(0);
    size_t count = 0;
    const struct date today = date_of_instant((struct instant){cx->now_ms});
    if (!db_recall(cx, "SELECT CAST(SUM(next) AS BIGINT) FROM counter WHERE entity = '*'", NULL, 0, &sum))
        return false;
    if (sum.i == l->revisions && (l->count == 0 || l->zones[0].mark.day.code == today.code))
        return true;
    int64_t *zones = arena_array(cx->arena, ZONES_MOST, sizeof *zones),
            *revisions = arena_array(cx->arena, ZONES_MOST, sizeof *revisions);
    if (!list_stale(l, cx, zones, revisions, &count))
        return false;
    l->revisions = sum.i;
    for (size_t i = 0; i < count && !watch_is_closing(looking->watch); i++)
        catch_up(l, cx, zones[i], revisions[i]);
    return true;
}

static bool goes_on(struct ctx *cx, int64_t done, int64_t total)
{
    const struct looking *l = cx->progress_arg;
    (void)done;
    (void)total;
    return !watch_is_closing(l->watch);
}

static bool open_home(struct ctx *cx, void *arg)
{
    cx->db = db_open(cx, ((struct lamplighter *)arg)->db, DB_EXISTING);
    return cx->db;
}

/* A connection that is lost is made anew at the next look. */
static void look_once(void *lamplighter, const struct watch *w)
{
    struct lamplighter *l = lamplighter;
    struct looking looking = {l, w};
    struct arena *a = arena_new(LOOK_MEMORY);
    if (a && !l->home.db && !ctx_run(&l->home, open_home, l)) {
        log_failure(&l->home);
        err_clear(&l->home);
        l->home.db = NULL;
    }
    if (a && l->home.db) {
        struct ctx cx = ctx_init(a);
        cx.db = l->home.db;
        cx.now_ms = l->now_ms ? *l->now_ms : cx.now_ms;
        cx.progress = goes_on;
        cx.progress_arg = &looking;
        if (!ctx_run(&cx, look, &looking))
            log_failure(&cx);
    }
    arena_free(a);
    if (l->home.db && !db_alive(l->home.db)) {
        db_close(l->home.db);
        l->home.db = NULL;
    }
}

struct lamplighter *lamplighter_start(struct ctx *cx, const char *db, const int64_t *now_ms)
{
    struct lamplighter *l = ARENA_NEW(cx->arena, struct lamplighter);
    *l = (struct lamplighter){.db = arena_strdup(cx->arena, db), .now_ms = now_ms, .revisions = -1};
    l->arena = arena_new(KEPT_MEMORY);
    if (!l->arena) {
        fail_memory(cx);
        return NULL;
    }
    l->zones = arena_array(cx->arena, ZONES_MOST, sizeof *l->zones);
    l->home = ctx_init(l->arena);
    l->watch = watch_start(cx, look_once, l, TICK_SECONDS);
    if (l->watch)
        return l;
    lamplighter_stop(l);
    return NULL;
}

void lamplighter_stop(struct lamplighter *l)
{
    if (!l)
        return;
    watch_stop(l->watch);
    db_close(l->home.db);
    arena_free(l->arena);
}
