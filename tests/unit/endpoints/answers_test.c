/* answers_test.c — answers are kept for the question and the revision they belong to, and within bounds. */
#include "endpoints/answers.h"
#include "tap.h"

#include <pthread.h>
#include <string.h>

enum { LARGE = 60 * 1024, MANY = 2000 };

static struct question question(struct ctx *cx, const char *text, int64_t revision)
{
    return (struct question){.text = arena_strdup(cx->arena, text), .size = strlen(text), .revision = revision};
}

static struct response response(struct ctx *cx, const char *body, const char *tag)
{
    struct response rs = {.status = 200, .content_type = "text/plain", .body = buf_init(cx->arena)};
    buf_text(&rs.body, body);
    if (tag)
        response_header(&rs, "ETag", tag);
    return rs;
}

static void keep(struct ctx *cx, struct answers *all, const char *text, int64_t revision, const char *body)
{
    const struct question q = question(cx, text, revision);
    const struct response rs = response(cx, body, "\"7\"");
    answers_keep(all, &q, &rs);
}

/* The body that is kept, or NULL. */
static const char *find(struct ctx *cx, struct answers *all, const char *text, int64_t revision)
{
    const struct question q = question(cx, text, revision);
    struct request rq = {.cx = cx, .method = HTTP_POST}; /* no If-None-Match to look for */
    struct response rs = response(cx, "", NULL);
    if (!answers_find(all, &q, &rq, &rs))
        return NULL;
    OK(strcmp(response_header_of(&rs, "ETag"), "\"7\"") == 0 && strcmp(rs.content_type, "text/plain") == 0,
       "with its tag and type");
    return rs.body.data;
}

static void test_questions(struct ctx *cx, struct answers *all)
{
    EQ_TEXT(find(cx, all, "one", 1), NULL);
    keep(cx, all, "one", 1, "first");
    EQ_TEXT(find(cx, all, "one", 1), "first");
    EQ_TEXT(find(cx, all, "one", 2), NULL);
    EQ_TEXT(find(cx, all, "on", 1), NULL);
    EQ_TEXT(find(cx, all, "one more", 1), NULL);
    keep(cx, all, "one", 2, "second");
    EQ_TEXT(find(cx, all, "one", 2), "second");
    EQ_TEXT(find(cx, all, "one", 1), NULL);
    const struct question untagged = question(cx, "untagged", 1);
    const struct response rs = response(cx, "body", NULL);
    answers_keep(all, &untagged, &rs);
    EQ_TEXT(find(cx, all, "untagged", 1), NULL);
}

static void test_bounds(struct ctx *cx, struct answers *all)
{
    char *large = memset(arena_alloc(cx->arena, LARGE * 2), 'x', LARGE * 2 - 1);
    keep(cx, all, "too large", 1, large);
    EQ_TEXT(find(cx, all, "too large", 1), NULL);
    large[LARGE] = '\0';
    for (int i = 0; i < MANY; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        keep(cx, all, arena_printf(cx->arena, "question %d", i), 1, large);
        arena_reset(cx->arena, mark);
    }
    int kept = 0;
    for (int i = 0; i < MANY; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        const struct question q = question(cx, arena_printf(cx->arena, "question %d", i), 1);
        struct request rq = {.cx = cx, .method = HTTP_POST};
        struct response rs = response(cx, "", NULL);
        kept += answers_find(all, &q, &rq, &rs);
        arena_reset(cx->arena, mark);
    }
    OK(kept > 200 && kept * (size_t)LARGE <= (size_t)16 << 20, "%d of them fit into 16 MiB", kept);
    EQ_TEXT(find(cx, all, "one", 2), NULL);
}

/* Several threads keep and find the same few: whatever is found is whole. */
static void *work(void *answers)
{
    struct ctx cx = tap_ctx();
    static const char *const bodies[] = {"aaaaaaaaaaaaaaaa", "bbbbbbbb", "cc"};
    bool whole = true;
    for (int i = 0; i < 3000; i++) {
        struct arena_mark mark = arena_mark(cx.arena);
        const struct question q = question(&cx, i % 2 ? "odd" : "even", i % 3);
        struct request rq = {.cx = &cx, .method = HTTP_POST};
        struct response rs = response(&cx, "", NULL);
        if (answers_find(answers, &q, &rq, &rs))
            whole = whole && strcmp(rs.body.data, bodies[i % 3]) == 0;
        keep(&cx, answers, q.text, i % 3, bodies[i % 3]);
        arena_reset(cx.arena, mark);
    }
    tap_ctx_free(&cx);
    return whole ? answers : NULL;
}

static void test_threads(struct answers *all)
{
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, work, all);
    for (int i = 0; i < 4; i++) {
        void *whole;
        pthread_join(threads[i], &whole);
        OK(whole, "thread %d found whole answers only", i);
    }
}

int main(void)
{
    struct ctx cx = tap_ctx();
    struct answers *all = answers_new(cx.arena);
    test_questions(&cx, all);
    test_bounds(&cx, all);
    test_threads(all);
    answers_free(all);
    tap_ctx_free(&cx);
    return tap_done();
}
