/* stream.c — server-sent events: a small buffer between a producer's thread and a suspended connection. */
#include "http/exchange.h"

#include <stdio.h>
#include <string.h>

enum { ROOM = 15 * 1024, MOST_EVENT = ROOM / 2 };

static const char lagged[] = "event: lagged\ndata: {}\n\n";

struct stream {
    struct arena *arena;           /* holds this */
    struct http *http;             /* NULL until attached */
    struct stream *before, *after; /* in http's list, under its lock */
    pthread_mutex_t lock;          /* everything below; taken after http's lock, never before it */
    int holders;                   /* the producer, the connection */
    struct MHD_Connection *connection;
    bool suspended;
    bool closed;    /* no more events */
    bool gone;      /* nobody reads */
    bool mid_event; /* the client has the beginning of the first event here */
    size_t length;
    char waiting[ROOM];
};

static void append(struct stream *s, const char *bytes, size_t n)
{
    memcpy(s->waiting + s->length, bytes, n);
    s->length += n;
}

struct stream *stream_new(void)
{
    struct arena *a = arena_new(64 * 1024);
    if (!a)
        return NULL;
    struct stream *s = ARENA_NEW(a, struct stream);
    s->arena = a;
    s->holders = 1;
    pthread_mutex_init(&s->lock, NULL);
    static const char greeting[] = "retry: 3000\n\n"; /* ms until the browser comes back when the connection breaks */
    append(s, greeting, strlen(greeting));
    return s;
}

/* With s->lock held, which it gives back. */
static void let_go(struct stream *s)
{
    bool last = --s->holders == 0;
    pthread_mutex_unlock(&s->lock);
    if (!last)
        return;
    pthread_mutex_destroy(&s->lock);
    arena_free(s->arena);
}

static void wake(struct stream *s)
{
    if (!s->suspended)
        return;
    s->suspended = false;
    MHD_resume_connection(s->connection);
}

/* ---- the producer's side ---- */

/* Drop what waits, but for the rest of an event whose beginning has left, and say so. */
static void drop_waiting(struct stream *s)
{
    const char *end = s->mid_event ? memmem(s->waiting, s->length, "\n\n", 2) : NULL;
    s->length = end ? (size_t)(end + 2 - s->waiting) : 0;
    append(s, lagged, strlen(lagged));
}

static bool put(char *event, size_t *length, const char *bytes, size_t n)
{
    if (n > MOST_EVENT - *length)
        return false;
    memcpy(event + *length, bytes, n);
    *length += n;
    return true;
}

/* Each line of a value gets its own field line, so that no value can end an event or begin another. */
static bool put_lines(char *event, size_t *length, const char *field, const char *value)
{
    for (bool more = true; more;) {
        size_t n = strcspn(value, "\r\n");
        if (!put(event, length, field, strlen(field)) || !put(event, length, ": ", 2) ||
            !put(event, length, value, n) || !put(event, length, "\n", 1))
            return false;
        value += n;
        more = *value != '\0';
        value += value[0] == '\r' && value[1] == '\n' ? 2 : more;
    }
    return true;
}

static bool format_event(char event[MOST_EVENT], size_t *ret_length, const char *name, const char *data)
{
    *ret_length = 0;
    size_t n = name ? strcspn(name, "\r\n") : 0;
    if (n &&
        (!put(event, ret_length, "event: ", 7) || !put(event, ret_length, name, n) || !put(event, ret_length, "\n", 1)))
        return false;
    return put_lines(event, ret_length, "data", data ? data : "") && put(event, ret_length, "\n", 1);
}

void stream_post(struct stream *s, const char *event, const char *data)
{
    char text[MOST_EVENT];
    size_t n;
    bool fits = format_event(text, &n, event, data);
    pthread_mutex_lock(&s->lock);
    if (!s->closed && !s->gone) {
        if (!fits || n > ROOM - sizeof lagged - s->length)
            drop_waiting(s);
        if (fits && n <= ROOM - sizeof lagged - s->length)
            append(s, text, n);
        wake(s);
    }
    pthread_mutex_unlock(&s->lock);
}

void stream_close(struct stream *s)
{
    pthread_mutex_lock(&s->lock);
    s->closed = true;
    wake(s);
    let_go(s);
}

bool stream_client_gone(struct stream *s)
{
    pthread_mutex_lock(&s->lock);
    bool gone = s->gone;
    pthread_mutex_unlock(&s->lock);
    return gone;
}

void response_stream(struct response *rs, struct stream *s)
{
    pthread_mutex_lock(&s->lock);
    s->holders++; /* the connection's, from now on: the producer may close before it is attached */
    pthread_mutex_unlock(&s->lock);
    rs->stream = s;
    rs->content_type = "text/event-stream";
    response_header(rs, "Cache-Control", "no-store");
    response_header(rs, "X-Accel-Buffering", "no"); /* proxies that hold answers back to compress them */
}

/* ---- the connection's side ---- */

/* The library asks for bytes; when there are none the connection sleeps until wake(). */
static ssize_t stream_read(void *stream, uint64_t position, char *to, size_t most)
{
    (void)position;
    struct stream *s = stream;
    ssize_t result = 0;
    pthread_mutex_lock(&s->lock);
    if (s->length > 0) {
        size_t n = s->length < most ? s->length : most;
        memcpy(to, s->waiting, n);
        s->mid_event = n < 2 || memcmp(to + n - 2, "\n\n", 2) != 0;
        s->length -= n;
        memmove(s->waiting, s->waiting + n, s->length);
        result = (ssize_t)n;
    } else if (s->closed || s->gone)
        result = MHD_CONTENT_READER_END_OF_STREAM;
    else {
        s->suspended = true;
        MHD_suspend_connection(s->connection);
    }
    pthread_mutex_unlock(&s->lock);
    return result;
}

static void list_add(struct http *h, struct stream *s)
{
    s->after = h->streams;
    if (s->after)
        s->after->before = s;
    h->streams = s;
}

static void list_remove(struct http *h, struct stream *s)
{
    if (s->before)
        s->before->after = s->after;
    else
        h->streams = s->after;
    if (s->after)
        s->after->before = s->before;
}

static void stream_detach(void *stream)
{
    struct stream *s = stream;
    pthread_mutex_lock(&s->http->lock);
    list_remove(s->http, s);
    pthread_mutex_unlock(&s->http->lock);
    pthread_mutex_lock(&s->lock);
    s->gone = true;
    s->connection = NULL;
    let_go(s);
}

struct MHD_Response *stream_attach(struct stream *s, struct http *h, struct MHD_Connection *connection)
{
    enum { BLOCK = 4096 };
    struct MHD_Response *object =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, stream_read, s, stream_detach);
    if (!object) {
        pthread_mutex_lock(&s->lock);
        s->gone = true;
        let_go(s);
        return NULL;
    }
    pthread_mutex_lock(&h->lock);
    pthread_mutex_lock(&s->lock);
    s->http = h;
    s->connection = connection;
    s->gone = atomic_load(&h->stopping);
    list_add(h, s);
    pthread_mutex_unlock(&s->lock);
    pthread_mutex_unlock(&h->lock);
    return object;
}

int streams_count(const struct http *h)
{
    int n = 0;
    for (const struct stream *s = h->streams; s; s = s->after)
        n++;
    return n;
}

void streams_beat(struct http *h)
{
    for (struct stream *s = h->streams; s; s = s->after) {
        pthread_mutex_lock(&s->lock);
        if (s->length == 0 && !s->closed)
            append(s, ":\n\n", 3);
        wake(s);
        pthread_mutex_unlock(&s->lock);
    }
}

void streams_end(struct http *h)
{
    pthread_mutex_lock(&h->lock);
    for (struct stream *s = h->streams; s; s = s->after) {
        pthread_mutex_lock(&s->lock);
        s->gone = true;
        wake(s);
        pthread_mutex_unlock(&s->lock);
    }
    pthread_mutex_unlock(&h->lock);
}
