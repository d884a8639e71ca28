/* worker.c — the context each worker thread keeps between requests: its arena, its database connection. */
#include "base/log.h"
#include "http/exchange.h"

static bool set_up(struct http *h, struct arena *a, struct worker **ret_worker)
{
    struct worker *w = ARENA_NEW(a, struct worker);
    w->http = h;
    w->fresh = ctx_init(a);
    w->mark = arena_mark(a);
    *ret_worker = w;
    return pthread_setspecific(h->worker_key, w) == 0;
}

struct worker *worker_current(struct http *h)
{
    struct worker *w = pthread_getspecific(h->worker_key);
    if (w)
        return w;
    struct arena *a = arena_new(h->options.arena_ceiling);
    if (!a || !set_up(h, a, &w)) {
        arena_free(a);
        return NULL;
    }
    return w;
}

static bool run_begin(struct ctx *cx, void *worker)
{
    const struct http_options *o = &((struct worker *)worker)->http->options;
    return !o->worker_begin || o->worker_begin(cx, o->app);
}

static int64_t time_now(void)
{
    return ctx_init(NULL).now_ms;
}

bool worker_prepare(struct worker *w, struct ctx *cx)
{
    *cx = w->fresh;
    if (!w->clock_stands)
        cx->now_ms = time_now();
    if (w->ready)
        return true;
    int64_t now = cx->now_ms;
    if (!ctx_run(cx, run_begin, w))
        return false;
    w->fresh = *cx;
    w->mark = arena_mark(cx->arena);
    w->clock_stands = cx->now_ms != now;
    w->ready = true;
    return true;
}

static bool run_end(struct ctx *cx, void *worker)
{
    const struct http_options *o = &((struct worker *)worker)->http->options;
    if (o->worker_end)
        o->worker_end(cx, o->app);
    return true;
}

void worker_finish(void *worker)
{
    struct worker *w = worker;
    struct ctx cx = w->fresh;
    if (w->ready && !ctx_run(&cx, run_end, w)) {
        struct log_line l = log_begin(LEVEL_ERROR, "http_worker_end");
        log_err(&l, &cx.err);
        log_end(&l);
    }
    if (w->deflate_ready)
        deflateEnd(&w->deflate);
    arena_free(cx.arena);
}
