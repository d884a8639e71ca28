/* answers.c — answers kept while the zone they are about is not written to. */
#include "endpoints/answers.h"

#include "base/hash.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { SETS = 1024, WAYS = 4, LARGEST = 64 * 1024, ROOM = 16 * 1024 * 1024 };

struct kept {
    atomic_int holders; /* the table, and requests that copy it */
    int64_t revision;
    uint64_t used; /* when, on the table's clock */
    const char *content_type;
    size_t question_size, tag_size, body_size;
    char bytes[]; /* of question, tag and body */
};

struct answers {
    pthread_mutex_t lock;
    uint64_t clock;
    size_t size; /* bytes kept */
    size_t hand; /* goes round the places when there is no room */
    struct kept *places[SETS * WAYS];
};

struct answers *answers_new(struct arena *a)
{
    struct answers *all = ARENA_NEW(a, struct answers);
    pthread_mutex_init(&all->lock, NULL);
    return all;
}

static void let_go(struct kept *k)
{
    if (k && atomic_fetch_sub(&k->holders, 1) == 1)
        free(k);
}

static void let_go_held(void *held)
{
    let_go(*(struct kept **)held);
}

static size_t size_of(const struct kept *k)
{
    return sizeof *k + k->question_size + k->tag_size + k->body_size;
}

static void empty(struct answers *all, struct kept **place)
{
    if (!*place)
        return;
    all->size -= size_of(*place);
    let_go(*place);
    *place = NULL;
}

void answers_free(struct answers *all)
{
    if (!all)
        return;
    for (size_t i = 0; i < SETS * WAYS; i++)
        empty(all, &all->places[i]);
    pthread_mutex_destroy(&all->lock);
}

/* ---- with the lock held ---- */

static bool is_about(const struct kept *k, const struct question *q)
{
    return k && k->question_size == q->size && memcmp(k->bytes, q->text, q->size) == 0;
}

/* The place of an answer to the question, of whatever revision; else that of the answer in its set longest unused. */
static struct kept **place_of(struct answers *all, const struct question *q)
{
    uint64_t hash = quick_hash(HASH_BEGIN, q->text, q->size);
    struct kept **set = &all->places[hash % SETS * WAYS], **best = set;
    for (struct kept **place = set; place < set + WAYS; place++) {
        if (is_about(*place, q))
            return place;
        if (*best && (!*place || (*place)->used < (*best)->used))
            best = place;
    }
    return best;
}

static struct kept *take(struct answers *all, const struct question *q)
{
    struct kept *k = *place_of(all, q);
    if (!is_about(k, q) || k->revision != q->revision)
        return NULL;
    k->used = ++all->clock;
    atomic_fetch_add(&k->holders, 1);
    return k;
}

static void put(struct answers *all, const struct question *q, struct kept *k)
{
    struct kept **place = place_of(all, q);
    empty(all, place);
    while (all->size + size_of(k) > ROOM)
        empty(all, &all->places[all->hand++ % (SETS * WAYS)]);
    all->size += size_of(k);
    k->used = ++all->clock;
    *place = k;
}

/* ---- what requests call ---- */

bool answers_find(struct answers *all, const struct question *q, struct request *rq, struct response *rs)
{
    struct arena *a = rq->cx->arena;
    struct kept **held = ARENA_NEW(a, struct kept *);
    arena_defer(a, let_go_held, held);
    pthread_mutex_lock(&all->lock);
    struct kept *k = *held = take(all, q);
    pthread_mutex_unlock(&all->lock);
    if (!k)
        return false;
    const char *tag = k->bytes + k->question_size;
    rs->content_type = k->content_type;
    const char *etag = arena_strndup(a, tag, k->tag_size);
    if (strncmp(etag, "W/", 2) == 0)
        response_etag(rq, rs, etag);
    else /* a row's version, which says nothing of its titles: never a 304 */
        response_header(rs, "ETag", etag);
    buf_clear(&rs->body);
    buf_add(&rs->body, tag + k->tag_size, k->body_size);
    return true;
}

void answers_keep(struct answers *all, const struct question *q, const struct response *rs)
{
    const char *tag = response_header_of(rs, "ETag");
    if (!tag || rs->body.length > LARGEST)
        return;
    struct kept kept = {
        .holders = 1,
        .revision = q->revision,
        .content_type = rs->content_type,
        .question_size = q->size,
        .tag_size = strlen(tag),
        .body_size = rs->body.length,
    };
    struct kept *k = malloc(size_of(&kept));
    if (!k)
        return;
    *k = kept;
    memcpy(k->bytes, q->text, q->size);
    memcpy(k->bytes + q->size, tag, k->tag_size);
    memcpy(k->bytes + q->size + k->tag_size, rs->body.data, rs->body.length);
    pthread_mutex_lock(&all->lock);
    put(all, q, k);
    pthread_mutex_unlock(&all->lock);
}
