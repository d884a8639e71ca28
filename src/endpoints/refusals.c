/* refusals.c — counts refused attempts by where they come from, and records as many as are worth reading. */
#include "endpoints/refusals.h"

#include "base/hash.h"
#include "base/json.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { PLACES = 256, MINUTE = 60 * 1000 };

/* What came from one origin within a minute, of one kind.  Two that fall on one place share it. */
struct place {
    const char *act, *outcome; /* literals */
    char origin[48];
    int64_t minute, zone;
    int written;
    int64_t more; /* than were written */
};

struct refusals {
    pthread_mutex_t lock;
    struct place places[PLACES];
};

struct refusals *refusals_new(struct arena *a)
{
    struct refusals *r = ARENA_NEW(a, struct refusals);
    pthread_mutex_init(&r->lock, NULL);
    return r;
}

void refusals_free(struct refusals *r)
{
    if (r)
        pthread_mutex_destroy(&r->lock);
}

static struct place *place_of(struct refusals *r, const char *origin, const char *act)
{
    return &r->places[quick_hash(quick_hash(HASH_BEGIN, origin, strlen(origin)), act, strlen(act)) % PLACES];
}

/* One record for all that was only counted. */
static bool record_more(struct ctx *cx, const struct place *p)
{
    int64_t zone = cx->zone;
    const char *origin = cx->origin;
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    json_object_begin(&j);
    json_put_int(&j, "more", p->more);
    json_put_text(&j, "minute", instant_iso(cx->arena, (struct instant){p->minute * MINUTE}));
    json_object_end(&j);
    cx->zone = p->zone;
    cx->origin = p->origin;
    bool done = trail_note(cx, &(struct trail_entry){.act = p->act, .outcome = p->outcome, .detail = out.data});
    cx->zone = zone;
    cx->origin = origin;
    return done;
}

/* Takes out what a place counted before this minute; *ret_over.more is 0 when there is nothing to tell. */
static void turn(struct place *p, int64_t minute, struct place *ret_over)
{
    *ret_over = (struct place){0};
    if (p->minute == minute)
        return;
    *ret_over = *p;
    *p = (struct place){.minute = minute};
}

bool refusals_note(struct ctx *cx, struct refusals *r, const struct trail_entry *entry)
{
    const char *origin = cx->origin ? cx->origin : "";
    struct place over;
    pthread_mutex_lock(&r->lock);
    struct place *p = place_of(r, origin, entry->act);
    turn(p, cx->now_ms / MINUTE, &over);
    snprintf(p->origin, sizeof p->origin, "%s", origin);
    bool written = p->written < REFUSALS_MOST;
    p->written += written;
    p->more += !written;
    p->zone = cx->zone;
    p->act = entry->act;
    p->outcome = entry->outcome;
    pthread_mutex_unlock(&r->lock);
    return (!over.more || record_more(cx, &over)) && (!written || trail_note(cx, entry));
}

bool refusals_flush(struct ctx *cx, struct refusals *r)
{
    for (int i = 0; i < PLACES; i++) {
        struct place over;
        pthread_mutex_lock(&r->lock);
        turn(&r->places[i], cx->now_ms / MINUTE, &over);
        pthread_mutex_unlock(&r->lock);
        if (over.more && !record_more(cx, &over))
            return false;
    }
    return true;
}
