/* Starting, the contexts of workers, stopping. */
#include "base/text.h"
#include "http/http.h"
#include "tap.h"
#include "unit/http/client.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

/* What the workers do is counted here; no globals behind the server. */
struct house {
    atomic_int begun, ended, deferred, served;
    atomic_bool broken; /* worker_begin fails */
    bool stopped_clock;
};

static bool begin(struct ctx *cx, void *app)
{
    struct house *house = app;
    arena_alloc(cx->arena, 100000); /* goes with the arena */
    if (atomic_load(&house->broken))
        return fail(cx, ERR_SYSTEM, "T-10", NULL, "数据库打不开", "the database does not open");
    cx->db = (struct db *)arena_strdup(cx->arena, "connection");
    cx->actor = "tester";
    if (house->stopped_clock)
        cx->now_ms = 1703995200000;
    atomic_fetch_add(&house->begun, 1);
    return true;
}

static void end(struct ctx *cx, void *app)
{
    struct house *house = app;
    if (text_equal((const char *)cx->db, "connection"))
        atomic_fetch_add(&house->ended, 1);
}

static void count_defer(void *counter)
{
    atomic_fetch_add((atomic_int *)counter, 1);
}

static bool show(struct request *rq, struct response *rs)
{
    struct house *house = rq->app;
    struct json j;
    arena_defer(rq->cx->arena, count_defer, &house->deferred);
    atomic_fetch_add(&house->served, 1);
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_text(&j, "db", (const char *)rq->cx->db);
    json_put_text(&j, "actor", rq->cx->actor);
    json_put_int(&j, "now", rq->cx->now_ms);
    json_put_int(&j, "used", (int64_t)arena_used(rq->cx->arena));
    json_object_end(&j);
    rq->cx->actor = "somebody else"; /* ends with this request */
    return true;
}

static bool take_a_while(struct request *rq, struct response *rs)
{
    const struct timespec t = {.tv_nsec = 700000000};
    nanosleep(&t, NULL);
    return show(rq, rs);
}

/* clang-format off */
static const struct route routes[] = {
    {HTTP_GET,  "/show", show},
    {HTTP_POST, "/show", show},
    {HTTP_GET,  "/slow", take_a_while},
    {.pattern = NULL},
};
/* clang-format on */

static struct ctx cx;

static void pause_ms(long ms)
{
    const struct timespec t = {.tv_nsec = ms * 1000000};
    nanosleep(&t, NULL);
}

static struct http *serve(struct house *house, int workers)
{
    struct http_options options = {
        .routes = routes, .quiet = true, .workers = workers, .worker_begin = begin, .worker_end = end, .app = house};
    return http_serve(&cx, &options);
}

static const char *show_on(struct client *c)
{
    client_say(c, "GET /show HTTP/1.1\r\nHost: localhost\r\n\r\n");
    struct reply r = client_reply(c, false);
    return r.body;
}

static void one_worker(void)
{
    struct house house = {.stopped_clock = true};
    struct http *h = serve(&house, 1);
    struct client c = client_open(cx.arena, http_port(h));
    const char *first = show_on(&c);
    OK(text_has(first, "\"db\":\"connection\",\"actor\":\"tester\",\"now\":1703995200000"),
       "the handler has what begin prepared: %s", first);
    for (int i = 0; i < 50; i++)
        if (!text_equal(show_on(&c), first)) {
            OK(false, "request %d differs from the first: memory stays or the context leaks", i);
            break;
        }
    EQ_INT(house.begun, 1);
    EQ_INT(house.deferred, 51);
    EQ_INT(house.ended, 0);
    client_close(&c);
    http_stop(h);
    EQ_INT(house.ended, 1);
}

static void broken_database(void)
{
    struct house house = {.broken = true};
    struct http *h = serve(&house, 1);
    for (int i = 0; i < 3; i++) {
        struct reply r = ask(cx.arena, http_port(h), "GET", "/show", "", NULL);
        EQ_INT(r.status, 500);
        OK(text_has(r.body, "\"code\":\"T-10\""), "begin's failure is the answer");
    }
    house.broken = false;
    EQ_INT(ask(cx.arena, http_port(h), "GET", "/show", "", NULL).status, 200);
    EQ_INT(house.begun, 1);
    http_stop(h);
    EQ_INT(house.ended, 1);
}

static void *ask_slow(void *port)
{
    struct arena *a = arena_new(1024 * 1024);
    struct reply r = ask(a, *(int *)port, "GET", "/slow", "", NULL);
    bool good = r.status == 200 && text_has(r.body, "tester");
    arena_free(a);
    return good ? port : NULL;
}

static void workers_in_parallel(void)
{
    enum { MANY = 8 };
    struct house house = {.begun = 0};
    struct http *h = serve(&house, MANY);
    int port = http_port(h);
    pthread_t threads[MANY / 2];
    for (int i = 0; i < MANY / 2; i++)
        pthread_create(&threads[i], NULL, ask_slow, &port);
    pause_ms(200);
    struct timespec before, after;
    clock_gettime(CLOCK_MONOTONIC, &before);
    EQ_INT(ask(cx.arena, port, "GET", "/show", "", NULL).status, 200);
    clock_gettime(CLOCK_MONOTONIC, &after);
    OK((after.tv_sec - before.tv_sec) * 1000 + (after.tv_nsec - before.tv_nsec) / 1000000 < 400,
       "a new client does not wait for slow handlers");
    for (int i = 0; i < MANY / 2; i++) {
        void *good;
        pthread_join(threads[i], &good);
        OK(good, "slow request %d is answered", i);
    }
    OK(house.begun >= 2 && house.begun <= MANY, "each worker has its own context: %d", house.begun);
    http_stop(h);
    EQ_INT(house.ended, house.begun);
}

static void *stop(void *h)
{
    http_stop(h);
    return NULL;
}

static void stops_gracefully(void)
{
    struct house house = {.begun = 0};
    struct http *h = serve(&house, 4);
    int port = http_port(h);
    struct client idle = client_open(cx.arena, port), half = client_open(cx.arena, port), late;
    show_on(&idle);
    pthread_t slow, stopper;
    pthread_create(&slow, NULL, ask_slow, &port);
    client_say(&half, "POST /show HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\na");
    pause_ms(200);
    pthread_create(&stopper, NULL, stop, h);
    pause_ms(100);
    late = client_open(cx.arena, port);
    OK(late.socket < 0, "no new connections");
    client_say(&half, "bc");
    struct reply r = client_reply(&half, false);
    EQ_INT(r.status, 200);
    EQ_TEXT(answer_header(cx.arena, &r, "Connection"), "close");
    void *good;
    pthread_join(slow, &good);
    OK(good, "a request under way is finished");
    pthread_join(stopper, NULL);
    OK(client_is_closed(&idle), "idle connections are closed");
    EQ_INT(house.ended, house.begun);
    client_close(&idle);
    client_close(&half);
    client_close(&late);
}

static const char *code_of(struct http_options options)
{
    err_clear(&cx);
    struct http *h = http_serve(&cx, &options);
    if (h)
        http_stop(h);
    return tap_code(&cx);
}

static void addresses(void)
{
    struct http *h = http_serve(&cx, &(struct http_options){.routes = routes, .quiet = true});
    int port = http_port(h);
    EQ_TEXT(code_of((struct http_options){.port = port}), "HTP-01");
    OK(text_has(cx.err.message.en, arena_printf(cx.arena, "port %d", port)) && text_has(cx.err.message.zh, "--port"),
       "says which port and what to do: %s", cx.err.message.en);
    http_stop(h);
    EQ_TEXT(code_of((struct http_options){.port = port}), "");
    EQ_TEXT(code_of((struct http_options){.address = "nonsense"}), "HTP-02");
    EQ_TEXT(code_of((struct http_options){.address = "192.0.2.1", .insecure = true}), "HTP-02");
    EQ_TEXT(code_of((struct http_options){.port = 65536}), "HTP-02");
    EQ_TEXT(code_of((struct http_options){.address = "localhost"}), "");
    EQ_TEXT(code_of((struct http_options){.address = "127.0.0.2"}), "");
    EQ_TEXT(code_of((struct http_options){.address = "0.0.0.0"}), "HTP-03");
    OK(text_has(cx.err.message.en, "certificate") && text_has(cx.err.message.zh, "proxies"), "says what to do");
    EQ_TEXT(code_of((struct http_options){.address = "::"}), "HTP-03");
    EQ_TEXT(code_of((struct http_options){.address = "0.0.0.0", .insecure = true}), "");
    EQ_TEXT(code_of((struct http_options){.address = "0.0.0.0", .proxies = "127.0.0.1"}), "");
    EQ_TEXT(code_of((struct http_options){.proxies = "127.0.0.1 10.0.0.0/33"}), "HTP-06");
    EQ_TEXT(code_of((struct http_options){.proxies = "nginx"}), "HTP-06");
    EQ_TEXT(code_of((struct http_options){.certificate = "/nowhere"}), "HTP-07");
    EQ_TEXT(code_of((struct http_options){.certificate = "/nowhere", .key = "/nowhere"}), "HTP-07");
    err_clear(&cx);
}

static void stops_again_and_again(void)
{
    for (int i = 0; i < 20; i++) {
        struct house house = {.begun = 0};
        struct http *h = serve(&house, 3);
        if (i % 2)
            ask(cx.arena, http_port(h), "GET", "/show", "", NULL);
        http_stop(h);
        if (house.begun != house.ended)
            EQ_INT(house.ended, house.begun);
    }
    OK(true, "started and stopped 20 times");
}

/* One client after the other, so that workers keep waking up; until nobody answers any more. */
static void *ask_on_and_on(void *port)
{
    struct arena *a = arena_new(1024 * 1024);
    struct arena_mark start = arena_mark(a);
    struct client c;
    while ((c = client_open(a, *(int *)port)).socket >= 0) {
        show_on(&c);
        client_close(&c);
        arena_reset(a, start);
    }
    arena_free(a);
    return NULL;
}

static void stops_under_load(void)
{
    enum { ROUNDS = 60, CLIENTS = 3 };
    for (int i = 0; i < ROUNDS; i++) {
        struct house house = {.begun = 0};
        struct http *h = serve(&house, 8);
        int port = http_port(h);
        pthread_t clients[CLIENTS];
        for (int k = 0; k < CLIENTS; k++)
            pthread_create(&clients[k], NULL, ask_on_and_on, &port);
        pause_ms(10);
        http_stop(h);
        for (int k = 0; k < CLIENTS; k++)
            pthread_join(clients[k], NULL);
        if (house.begun != house.ended)
            EQ_INT(house.ended, house.begun);
    }
    OK(true, "stopped %d times while clients were asking", ROUNDS);
}

int main(void)
{
    cx = tap_ctx();
    one_worker();
    broken_database();
    workers_in_parallel();
    stops_gracefully();
    addresses();
    stops_again_and_again();
    stops_under_load();
    tap_ctx_free(&cx);
    return tap_done();
}
