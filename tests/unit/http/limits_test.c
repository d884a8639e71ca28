/* Limits on size, time and memory: each answers clearly, and the server lives on. */
#include "base/text.h"
#include "http/http.h"
#include "tap.h"
#include "unit/http/client.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

enum { SMALL = 1000, LARGE = 3 * 1024 * 1024, ANSWER = 32 * 1024 * 1024, CLIENTS = 64, EACH = 20 };

/* ---- what is served ---- */

static bool measure(struct request *rq, struct response *rs)
{
    const unsigned char *bytes = rq->body;
    int64_t sum = 0;
    for (size_t i = 0; i < rq->body_size; i++)
        sum += bytes[i];
    struct json j;
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_int(&j, "size", (int64_t)rq->body_size);
    json_put_int(&j, "sum", sum);
    json_object_end(&j);
    return true;
}

static bool devour(struct request *rq, struct response *rs)
{
    (void)rs;
    for (int i = 0; i < 100000; i++)
        arena_alloc(rq->cx->arena, 10000);
    return true;
}

/* Fills memory to the brim, and only then fails: there is no room for its message. */
static bool fail_when_full(struct request *rq, struct response *rs)
{
    (void)rs;
    while (arena_used(rq->cx->arena) < 3 * 1024 * 1024)
        arena_alloc(rq->cx->arena, 1000);
    fail(rq->cx, ERR_CONFLICT, "T-02", NULL, "第 %d 行重复", "row %d is there twice", 3);
    for (int i = 0; i < 10000000; i++)
        arena_alloc(rq->cx->arena, 16);
    return true;
}

/* The n-th allocation from here on fails, in the handler or in what the server does after it. */
static bool fail_later(struct request *rq, struct response *rs)
{
    arena_fail_after(rq->cx->arena, strtol(rq->args[0], NULL, 10));
    response_header(rs, "Cache-Control", arena_printf(rq->cx->arena, "no-cache"));
    rs->content_type = "text/plain";
    for (int i = 0; i < 1000; i++)
        buf_text(&rs->body, "十个字的一行文字而已\n");
    return request_query(rq, "fail") ? fail(rq->cx, ERR_CONFLICT, "T-03", NULL, "冲突", "conflict") : true;
}

static bool large_answer(struct request *rq, struct response *rs)
{
    static char bytes[ANSWER]; /* more than the sockets hold */
    (void)rq;
    rs->content_type = "application/octet-stream";
    rs->constant = bytes;
    rs->constant_size = sizeof bytes;
    return true;
}

/* clang-format off */
static const struct route routes[] = {
    {HTTP_POST, "/small",  measure, .body_limit = SMALL},
    {HTTP_POST, "/large",  measure, .body_limit = LARGE},
    {HTTP_GET,  "/hello",  measure},
    {HTTP_GET,  "/devour", devour},
    {HTTP_GET,  "/full",   fail_when_full},
    {HTTP_GET,  "/fail/{n}", fail_later},
    {HTTP_GET,  "/answer", large_answer},
    {.pattern = NULL},
};
/* clang-format on */

static struct ctx cx;
static struct http *server;
static int port;

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool lives_on(void)
{
    return ask(cx.arena, port, "GET", "/hello", "", NULL).status == 200;
}

static char *filled(size_t n, char c)
{
    char *s = arena_alloc(cx.arena, n + 1);
    memset(s, c, n);
    return s;
}

/* ---- size ---- */

static void bodies(void)
{
    struct reply r = ask(cx.arena, port, "POST", "/small", "", filled(SMALL, 'a'));
    EQ_TEXT(r.body, "{\"size\":1000,\"sum\":97000}");
    r = ask(cx.arena, port, "POST", "/small", "", filled(SMALL + 1, 'a'));
    EQ_INT(r.status, 413);
    EQ_TEXT(answer_header(cx.arena, &r, "Content-Type"), "application/problem+json");
    EQ_TEXT(answer_header(cx.arena, &r, "Connection"), "close");
    OK(answer_header(cx.arena, &r, "Content-Security-Policy"), "with the headers of every answer");
    OK(text_has(r.body, "\"code\":\"HTP-16\"") && text_has(r.body, "1000"), "the problem names the limit: %s", r.body);
    r = ask(cx.arena, port, "POST", "/large", "", filled(LARGE, 'b'));
    EQ_TEXT(r.body, arena_printf(cx.arena, "{\"size\":%d,\"sum\":%d}", LARGE, LARGE * 98));
    r = ask(cx.arena, port, "POST", "/nowhere", "", filled(2 * 1024 * 1024, 'b'));
    EQ_INT(r.status, 413);
    r = ask(cx.arena, port, "POST", "/small", "Content-Length: 99999999999999999999999\r\n", NULL);
    EQ_INT(r.status, 413);
    r = ask(cx.arena, port, "POST", "/small", "Content-Length: -1\r\n", NULL);
    EQ_INT(r.status, 400);
}

/* The client goes on sending and reads late, as browsers do: the answer must still be there. */
static void body_refused_while_sending(const char *headers, const char *before_each, const char *after_each)
{
    struct client c = client_open(cx.arena, port);
    client_say(&c, "POST /small HTTP/1.1\r\nHost: localhost\r\n");
    client_say(&c, headers);
    client_say(&c, "\r\n");
    const char *chunk = filled(0x4000, 'x');
    int sent = 0;
    while (sent < 128 && client_say(&c, before_each) && client_say(&c, chunk) && client_say(&c, after_each))
        sent++;
    EQ_INT(sent, 128);
    struct reply r = client_reply(&c, false);
    EQ_INT(r.status, 413);
    OK(text_has(r.body, "HTP-16"), "the problem arrives whole");
    client_close(&c);
}

static void chunks(void)
{
    struct client c = client_open(cx.arena, port);
    client_say(&c, "POST /small HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: "
                   "chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: 1\r\n\r\n");
    EQ_TEXT(client_reply(&c, false).body, "{\"size\":5,\"sum\":495}");
    client_say(&c, "POST /small HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    EQ_TEXT(client_reply(&c, false).body, "{\"size\":0,\"sum\":0}");
    client_say(&c, "POST /small HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
    EQ_INT(client_reply(&c, false).status, 400);
    client_close(&c);
    body_refused_while_sending("Transfer-Encoding: chunked\r\n", "4000\r\n", "\r\n");
    body_refused_while_sending("Content-Length: 2097152\r\n", "", "");
}

static int status_of_raw(const char *text)
{
    struct client c = client_open(cx.arena, port);
    client_say(&c, text);
    struct reply r = client_reply(&c, false);
    client_close(&c);
    return r.status;
}

static void framing(void)
{
    EQ_INT(status_of_raw("POST /small HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: "
                         "chunked\r\n\r\n0\r\n\r\n"),
           400);
    EQ_INT(
        status_of_raw("POST /small HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
        400);
    EQ_INT(status_of_raw("POST /small HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\nabcd"),
           400);
    EQ_INT(status_of_raw("POST /small HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1x\r\n\r\nabcd"), 400);
    EQ_INT(status_of_raw("GET / x HTTP/1.1\r\nHost: localhost\r\n\r\n"), 0); /* closed at once: no request line */
    EQ_INT(status_of_raw("nonsense\r\n\r\n"), 0);
    struct client c = client_open(cx.arena, port);
    client_say(&c, "POST /small HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    EQ_INT(client_reply(&c, true).status, 100);
    client_say(&c, "abc");
    EQ_INT(client_reply(&c, false).status, 200);
    client_say(&c, "POST /small HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 3000\r\n\r\n");
    EQ_INT(client_reply(&c, false).status, 413);
    OK(client_is_closed(&c), "a refused expectation closes");
    client_close(&c);
}

static void headers(void)
{
    const char *cookie = filled(10000, 'c');
    EQ_INT(ask(cx.arena, port, "GET", "/hello", arena_printf(cx.arena, "Cookie: a=%s\r\n", cookie), NULL).status, 200);
    struct reply r = ask(cx.arena, port, "GET", "/hello",
                         arena_printf(cx.arena, "Cookie: a=%s%s\r\n", cookie, filled(4000, 'd')), NULL);
    EQ_INT(r.status, 431);
    OK(text_has(r.body, "HTP-20"), "431 is a problem");
    r = ask(cx.arena, port, "GET", "/hello", arena_printf(cx.arena, "Cookie: a=%s\r\n", filled(100000, 'd')), NULL);
    EQ_INT(r.status, 431);
    r = ask(cx.arena, port, "GET", arena_printf(cx.arena, "/%s", filled(100000, 'd')), "", NULL);
    OK(r.status == 414 || r.status == 431, "an endless address: %d", r.status);
    struct buf many = buf_init(cx.arena);
    for (int i = 0; i < 5000; i++)
        buf_printf(&many, "A%d: b\r\n", i);
    r = ask(cx.arena, port, "GET", "/hello", many.data, NULL);
    OK(r.status == 431 || r.status == 413, "thousands of headers: %d", r.status);
    OK(lives_on(), "the server lives on");
}

/* ---- time ---- */

/* One byte each 200 ms, so that the line is never silent for a second; how long until the server has enough? */
static int64_t ms_until_cut(const char *start, const char *drip)
{
    int64_t begun = now_ms();
    struct client c = client_open(cx.arena, port);
    client_say(&c, start);
    bool open = true;
    while (open && now_ms() - begun < 7000) {
        struct pollfd p = {.fd = c.socket, .events = POLLIN};
        open = poll(&p, 1, 200) == 0 && client_say(&c, drip);
    }
    client_close(&c);
    return now_ms() - begun;
}

static void slow_clients(void)
{
    int64_t ms = ms_until_cut("", "");
    OK(ms >= 900 && ms < 3500, "silence is cut after idle_seconds: %lld ms", (long long)ms);
    ms = ms_until_cut("GET /hello HTTP/1.1\r\nHost: localhost\r\nX: ", "x");
    OK(ms >= 1500 && ms < 5000, "dripping headers are cut: %lld ms", (long long)ms);
    ms = ms_until_cut("POST /large HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n", "x");
    OK(ms >= 900 && ms < 3500, "a dripping body is cut like silence: %lld ms", (long long)ms);
    ms = ms_until_cut("POST /large HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n", filled(1000, 'x'));
    OK(ms >= 2500 && ms < 6000, "one that comes at a pace has until request_seconds: %lld ms", (long long)ms);
    ms = ms_until_cut("POST /large HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nabc", "");
    OK(ms >= 900 && ms < 3500, "a stalled body is cut after idle_seconds: %lld ms", (long long)ms);
    OK(lives_on(), "the server lives on");
}

static void slow_readers(void)
{
    struct client c = client_open(cx.arena, port);
    client_say(&c, "GET /answer HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const struct timespec while_reading_nothing = {.tv_sec = 4};
    nanosleep(&while_reading_nothing, NULL);
    struct reply r = client_reply(&c, false);
    OK(r.status == 200 && r.size < ANSWER, "who does not read is cut: %zu bytes of %d", r.size, ANSWER);
    client_close(&c);
    r = ask(cx.arena, port, "GET", "/answer", "", NULL);
    EQ_INT(r.size, ANSWER);
}

/* ---- memory ---- */

static void memory(void)
{
    for (int i = 0; i < 10; i++) {
        struct reply r = ask(cx.arena, port, "GET", "/devour", "", NULL);
        if (i > 0 && r.status == 503)
            continue;
        EQ_INT(r.status, 503);
        OK(text_has(r.body, "\"code\":\"MEM-01\""), "a greedy request gets a problem: %s", r.body);
        EQ_TEXT(answer_header(cx.arena, &r, "Retry-After"), "1");
    }
    struct reply r = ask(cx.arena, port, "GET", "/full", "", NULL);
    OK(r.status == 409 || r.status == 503, "failing with full memory is answered: %d", r.status);
    OK(lives_on(), "the server lives on");
}

static void failing_allocations(void)
{
    /* A server of its own: what is left of a countdown hits the worker's next request. */
    struct http *h = http_serve(&cx, &(struct http_options){.routes = routes, .quiet = true, .workers = 1});
    int full = 0, conflicts = 0, others = 0, fine = 0;
    for (int n = 1; n <= 60; n++)
        for (int fails = 0; fails < 2; fails++) {
            const char *target = arena_printf(cx.arena, "/fail/%d%s", n, fails ? "?fail" : "");
            int status = ask(cx.arena, http_port(h), "GET", target, "Accept-Encoding: gzip\r\n", NULL).status;
            fine += status == 200;
            full += status == 503;
            conflicts += status == 409;
            others += status != 200 && status != 409 && status != 503;
        }
    http_stop(h);
    EQ_INT(others, 0);
    OK(fine > 20 && full > 10 && conflicts > 20, "fine %d, out of memory %d, conflict %d", fine, full, conflicts);
}

/* ---- many ---- */

static void connections(void)
{
    struct client c = client_open(cx.arena, port);
    for (int i = 0; i < 3; i++) {
        client_say(&c, "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
        EQ_INT(client_reply(&c, false).status, 200);
    }
    client_say(
        &c, "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\nPOST /small HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
            "2\r\n\r\nabGET /gone HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EQ_INT(client_reply(&c, false).status, 200);
    EQ_TEXT(client_reply(&c, false).body, "{\"size\":2,\"sum\":195}");
    EQ_INT(client_reply(&c, false).status, 404);
    client_say(&c, "GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    EQ_INT(client_reply(&c, false).status, 200);
    OK(client_is_closed(&c), "closed when asked to");
    client_close(&c);
    c = client_open(cx.arena, port);
    client_say(&c, "GET /hello HTTP/1.0\r\nHost: localhost\r\n\r\n");
    EQ_INT(client_reply(&c, false).status, 200);
    OK(client_is_closed(&c), "HTTP/1.0 closes");
    client_close(&c);
}

static atomic_int right_answers;

static void *one_client(void *number)
{
    struct arena *a = arena_new(64 * 1024 * 1024);
    struct client c = client_open(a, port);
    for (int i = 0; i < EACH; i++) {
        size_t n = (*(const size_t *)number * 37 + (size_t)i * 911) % 50000;
        struct buf out = buf_init(a);
        buf_printf(&out, "POST /large HTTP/1.1\r\nHost: localhost\r\nContent-Length: %zu\r\n\r\n", n);
        memset(buf_room(&out, n), 'a' + i, n);
        out.length += n;
        client_send(&c, out.data, out.length);
        struct reply r = client_reply(&c, false);
        if (r.body && strcmp(r.body, arena_printf(a, "{\"size\":%zu,\"sum\":%zu}", n, n * (size_t)('a' + i))) == 0)
            atomic_fetch_add(&right_answers, 1);
    }
    client_close(&c);
    arena_free(a);
    return NULL;
}

static void crowd(void)
{
    pthread_t threads[CLIENTS];
    size_t numbers[CLIENTS];
    for (size_t i = 0; i < CLIENTS; i++) {
        numbers[i] = i;
        pthread_create(&threads[i], NULL, one_client, &numbers[i]);
    }
    for (size_t i = 0; i < CLIENTS; i++)
        pthread_join(threads[i], NULL);
    EQ_INT(right_answers, CLIENTS * EACH);
}

/* More clients than there are places: who only waits, or does not end a body, makes room for who asks. */
static void waiting_clients(const char *start)
{
    enum { PLACES = 32, WAITING = 40, ASKING = 40 };
    struct http_options options = {.routes = routes, .quiet = true, .workers = 4, .connections = PLACES};
    struct http *h = http_serve(&cx, &options);
    struct client waiting[WAITING];
    int answered = 0, cut = 0;
    for (int i = 0; i < WAITING; i++) {
        waiting[i] = client_open(cx.arena, http_port(h));
        client_say(&waiting[i], start);
    }
    for (int i = 0; i < ASKING; i++) {
        nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
        answered += ask(cx.arena, http_port(h), "GET", "/hello", "", NULL).status == 200;
    }
    for (int i = 0; i < WAITING; i++) {
        char byte;
        cut += recv(waiting[i].socket, &byte, 1, MSG_DONTWAIT) == 0;
        client_close(&waiting[i]);
    }
    EQ_INT(answered, ASKING);
    OK(cut > 0 && cut < WAITING, "%d of %d that only waited were cut (%.4s)", cut, WAITING, start);
    http_stop(h);
}

int main(void)
{
    cx = tap_ctx();
    struct http_options options = {
        .routes = routes,
        .quiet = true,
        .arena_ceiling = 4 * 1024 * 1024,
        .idle_seconds = 1,
        .request_seconds = 3,
    };
    server = http_serve(&cx, &options);
    port = http_port(server);
    bodies();
    chunks();
    framing();
    headers();
    connections();
    memory();
    failing_allocations();
    slow_clients();
    slow_readers();
    crowd();
    waiting_clients("");
    waiting_clients("POST /small HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\nabc");
    http_stop(server);
    tap_ctx_free(&cx);
    return tap_done();
}
