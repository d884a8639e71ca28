/* Server-sent events over a real connection: order, many lines, laggards, clients that leave, the end. */
#include "base/text.h"
#include "http/http.h"
#include "tap.h"
#include "unit/http/client.h"

#include <pthread.h>
#include <time.h>

/* The handler gives its stream to the test through app. */
struct desk {
    pthread_mutex_t lock;
    struct stream *latest;
};

static bool open_stream(struct request *rq, struct response *rs)
{
    struct desk *desk = rq->app;
    struct stream *s = stream_new();
    stream_post(s, "hello", "{\"first\":true}");
    response_stream(rs, s);
    pthread_mutex_lock(&desk->lock);
    desk->latest = s;
    pthread_mutex_unlock(&desk->lock);
    return true;
}

static bool plain(struct request *rq, struct response *rs)
{
    (void)rq;
    struct json j;
    response_json(rs, &j);
    json_text(&j, "ok");
    return true;
}

static const struct route routes[] = {
    {HTTP_GET, "/events", open_stream}, {HTTP_GET, "/plain", plain}, {.pattern = NULL}};

static struct ctx cx;
static struct desk desk = {.lock = PTHREAD_MUTEX_INITIALIZER};
static int port;

static void pause_ms(long ms)
{
    const struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    nanosleep(&t, NULL);
}

static bool gone_within(struct stream *s, int ms)
{
    for (; ms > 0 && !stream_client_gone(s); ms -= 20)
        pause_ms(20);
    return stream_client_gone(s);
}

/* Connects and waits for the greeting; the stream is the caller's to close. */
static struct stream *listen_in(struct client *c)
{
    *c = client_open(cx.arena, port);
    client_say(c, "GET /events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");
    if (!client_sees(c, "event: hello\n"))
        return NULL;
    pthread_mutex_lock(&desk.lock);
    struct stream *s = desk.latest;
    pthread_mutex_unlock(&desk.lock);
    return s;
}

static void events(void)
{
    struct client c;
    struct stream *s = listen_in(&c);
    OK(client_sees(&c, "text/event-stream"), "the type of an event stream");
    OK(client_sees(&c, "retry: 3000\n\n"), "tells when to come back");
    OK(client_sees(&c, "event: hello\ndata: {\"first\":true}\n\n"), "what was posted before the connection");
    pause_ms(100); /* the connection sleeps */
    stream_post(s, "changed", "one\ntwo\r\nthree");
    OK(client_sees(&c, "event: changed\ndata: one\ndata: two\ndata: three\n\n"),
       "wakes for an event, each line a field");
    stream_post(s, "evil\ndata: forged", "x\n\nevent: forged");
    OK(client_sees(&c, "event: evil\ndata: x\ndata: \ndata: event: forged\n\n"), "values cannot forge events");
    stream_post(s, NULL, "");
    OK(client_sees(&c, "data: \n\n"), "an event of no name and no data");
    EQ_INT(ask(cx.arena, port, "GET", "/plain", "", NULL).status, 200);
    stream_post(s, "last", "bye");
    stream_close(s);
    OK(client_sees(&c, "event: last\ndata: bye\n\n"), "what waited is sent before the end");
    OK(client_sees(&c, "\r\n0\r\n"), "then the answer ends");
    client_say(&c, "GET /plain HTTP/1.1\r\nHost: localhost\r\n\r\n");
    OK(client_sees(&c, "\"ok\""), "and the connection lives on");
    client_close(&c);
}

static void order(void)
{
    struct client c;
    struct stream *s = listen_in(&c);
    bool all = true;
    for (int i = 0; i < 2000; i++) {
        const char *data = arena_printf(cx.arena, "%d.", i);
        stream_post(s, "n", data);
        if (i % 50 == 49)
            all = all && client_sees(&c, arena_printf(cx.arena, "data: %s\n", data));
    }
    OK(all, "2000 events arrive");
    const char *at = c.in.data;
    int next = 0;
    for (; at && next < 2000; next++)
        at = strstr(at, arena_printf(cx.arena, "data: %d.\n", next));
    OK(at && !strstr(c.in.data, "lagged"), "in order, none dropped");
    stream_close(s);
    client_close(&c);
}

static void laggards(void)
{
    struct client c;
    struct stream *s = listen_in(&c);
    char big[4000];
    memset(big, 'b', sizeof big);
    big[sizeof big - 1] = '\0';
    for (int i = 0; i < 3000; i++) /* 12 MB: more than the sockets hold */
        stream_post(s, "big", big);
    stream_post(s, "after", "the flood");
    OK(client_sees(&c, "event: lagged\ndata: {}\n\n"), "a slow client is told that it missed events");
    OK(client_sees(&c, "event: after\ndata: the flood\n\n"), "and hears the latest");
    char huge[20000];
    memset(huge, 'h', sizeof huge);
    huge[sizeof huge - 1] = '\0';
    c.in.length = 0;
    stream_post(s, "huge", huge);
    OK(client_sees(&c, "event: lagged\n"), "an event too large becomes a lagged one");
    stream_close(s);
    client_close(&c);
}

static void heartbeat(void)
{
    struct client c;
    struct stream *s = listen_in(&c);
    OK(client_sees(&c, "\r\n:\n\n"), "a comment on a silent stream");
    client_close(&c);
    OK(gone_within(s, 5000), "a client that left is noticed without an event");
    stream_post(s, "x", "to nobody");
    stream_close(s);
}

static void client_leaves(void)
{
    struct client c;
    struct stream *s = listen_in(&c);
    OK(!stream_client_gone(s), "the client is there");
    client_close(&c);
    for (int i = 0; i < 100 && !stream_client_gone(s); i++) {
        stream_post(s, "x", "are you there?");
        pause_ms(20);
    }
    OK(stream_client_gone(s), "a client that left is noticed by writing to it");
    stream_close(s);
}

static void never_sent(void)
{
    struct stream *s = stream_new();
    for (int i = 0; i < 1000; i++)
        stream_post(s, "x", "nobody ever listens");
    OK(!stream_client_gone(s), "a stream without connection takes what it is given");
    stream_close(s);
}

/* Posting from several threads while clients come and go. */
static void *post_many(void *stream)
{
    for (int i = 0; i < 500; i++)
        stream_post(stream, "n", "{\"some\":\"thing\"}");
    return NULL;
}

static void many_threads(void)
{
    for (int round = 0; round < 10; round++) {
        struct client c;
        struct stream *s = listen_in(&c);
        pthread_t threads[4];
        for (int i = 0; i < 4; i++)
            pthread_create(&threads[i], NULL, post_many, s);
        if (round % 2)
            client_close(&c);
        for (int i = 0; i < 4; i++)
            pthread_join(threads[i], NULL);
        stream_close(s);
        if (round % 2 == 0)
            OK(client_sees(&c, "\r\n0\r\n"), "round %d ends well", round);
        client_close(&c);
    }
}

int main(void)
{
    cx = tap_ctx();
    struct http_options options = {
        .routes = routes, .quiet = true, .app = &desk, .heartbeat_seconds = 1, .idle_seconds = 1};
    struct http *h = http_serve(&cx, &options);
    port = http_port(h);
    events();
    order();
    laggards();
    heartbeat();
    client_leaves();
    never_sent();
    many_threads();

    struct client c, d;
    struct stream *s = listen_in(&c), *t = listen_in(&d);
    http_stop(h);
    OK(client_is_closed(&c) && client_is_closed(&d), "stopping ends the streams");
    OK(stream_client_gone(s) && stream_client_gone(t), "and tells the producers");
    stream_post(s, "x", "after the end");
    stream_close(s);
    stream_close(t);
    client_close(&c);
    client_close(&d);
    tap_ctx_free(&cx);
    return tap_done();
}
