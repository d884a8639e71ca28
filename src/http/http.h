/* http.h — requests in, answers out, on libmicrohttpd; knows nothing of projects.
 *
 * Worker threads; one request per worker at a time; blocking calls; each worker has its own context (own
 * database connection).  Limits on every size and time; problem+json (RFC 9457) for every failure.
 *
 * The trade: a connection belongs to the worker that accepted it, so a handler that takes a second holds up the
 * other connections of that worker for this second — and no others; a worker at work accepts nothing new.  That
 * buys answers without a thread change.  Whoever has minutes of work gives it to a job and follows it by events.
 */
#ifndef STEWARD_HTTP_HTTP_H
#define STEWARD_HTTP_HTTP_H

#include "base/buf.h"
#include "base/json.h"

enum http_method { HTTP_GET = 1, HTTP_POST = 2, HTTP_PUT = 4, HTTP_PATCH = 8, HTTP_DELETE = 16 };

/* One name=value of a query string, decoded. */
struct query_arg {
    const char *name;
    const char *value; /* "" when there is no "=" */
};

struct request {
    struct ctx *cx;          /* arena, connection, language (Accept-Language) */
    enum http_method method; /* HEAD arrives as HTTP_GET */
    const char *path;        /* decoded, as routed */
    const char *const *args; /* the path's {parameters} in order */
    int arg_count;
    const void *body;
    size_t body_size;
    const char *content_type; /* NULL when there is no body */
    void *handle;             /* the transport's own; NULL in tests that call a handler directly */
    void *app;                /* as given to http_serve() */
    const struct query_arg *query;
    int query_count;
    const char *id;            /* X-Request-Id: the same in the answer, its problem and the log */
    const struct route *route; /* that took it: one of the table given to http_serve() */
    const void *asker;         /* who asks, as whoever stands around the handler has found out; http does not look */
};

const char *request_query(const struct request *rq, const char *name);  /* decoded, the first one; NULL when absent */
const char *request_header(const struct request *rq, const char *name); /* NULL when absent */
const char *request_cookie(const struct request *rq, const char *name); /* NULL when absent */
/* The client's IP address, "192.168.1.7"; behind trusted proxies the one they tell of.  NULL: none (a direct call). */
const char *request_client(const struct request *rq);
bool request_secure(const struct request *rq); /* did it come over TLS, to us or to a trusted proxy? */
/* Parsed body.  NULL with the error set: ERR_UNSUPPORTED "HTP-17" when it is not JSON by its content type. */
struct json_t *request_json(struct request *rq);

struct response {
    int status;
    const char *content_type;
    struct buf body; /* in the request's arena */
    const char *headers[16][2];
    int header_count;
    const void *constant; /* instead of body: bytes that outlive the server */
    size_t constant_size;
    struct stream *stream; /* instead of body: server-sent events */
    const void *note;      /* from the handler to whoever stands around it; not sent */
};

/* Sets a header; the same name again replaces it, but for Set-Cookie.  Name and value stay the caller's and must
 * last as long as the request's arena.  A value that is empty or has CR, LF or another control character
 * is refused: the header is left out and the log says so. */
void response_header(struct response *rs, const char *name, const char *value);
const char *response_header_of(const struct response *rs, const char *name); /* NULL when it was not set */
void response_json(struct response *rs, struct json *j);                     /* opens a JSON body */
/* Sets ETag; turns a matching If-None-Match into 304, after which the body is of no interest.  `tag` is opaque text,
 * quoted here.  Given bare ("7") it is a strong tag, good for If-Match, and the body leaves as it is; given as
 * "W/\"7\"" it is weak and the body may be compressed. */
void response_etag(struct request *rq, struct response *rs, const char *tag);
/* An attachment under `file_name`, any Unicode (RFC 6266); a path in it is cut to its last part. */
void response_file(struct response *rs, const char *content_type, const char *file_name, struct buf bytes);
/* The same, for a browser to show in place. */
void response_shown(struct response *rs, const char *content_type, const char *file_name, struct buf bytes);
void response_problem(struct request *rq, struct response *rs,
                      const struct err *err); /* application/problem+json, both languages */

/* Server-sent events.  The producer posts from any thread; the client's connection is suspended in between.
 * At most 15 KiB wait for a slow client; what would not fit is dropped and a "lagged" event says so: read afresh. */
struct stream *stream_new(void); /* NULL when the machine is out of memory; the caller owes it one stream_close() */
void stream_post(struct stream *s, const char *event, const char *data); /* data may have many lines */
void stream_close(struct stream *s);       /* no more events; freed when the client has gone too */
bool stream_client_gone(struct stream *s); /* also true once the server stops */
void response_stream(struct response *rs, struct stream *s);

enum route_flag {
    ROUTE_OPEN = 1 << 0,   /* answers without sign-in */
    ROUTE_ANYHOW = 1 << 1, /* answers while the database does not */
    ROUTE_FIRST = 1 << 2,  /* answers although the password must be changed first */
};

struct route {
    enum http_method method;
    const char *pattern; /* "/api/v1/metrics/{name}"; a parameter is one whole segment */
    bool (*handle)(struct request *rq, struct response *rs); /* false: cx->err becomes the answer */
    struct label summary;                                    /* for OpenAPI */
    size_t body_limit;                                       /* 0: the server's default (1 MiB) */
    const struct route_doc *doc;                             /* model/openapi.h reads it; http does not */
    const char *right; /* what whoever asks must be granted; http does not read it either */
    unsigned flags;    /* enum route_flag: for whoever stands around it */
};

/* Embedded static files (tools/embed writes the table). */
struct asset {
    const char *path; /* "/assets/index-3f2a.js" */
    const char *content_type;
    const char *etag;
    bool immutable;                             /* name carries a hash */
    const unsigned char *plain, *gzip, *brotli; /* gzip, brotli NULL when not smaller */
    size_t plain_size, gzip_size, brotli_size;
};

struct http;

struct http_options {
    const char *address; /* NULL: "127.0.0.1"; "::1" and "localhost" work too */
    int port;            /* 0: any; http_port() tells */
    int workers;         /* 0: twice the processors, at least 8 */
    /* 0 means the default of each: 1 MiB, 12 KiB, 256 MiB */
    size_t body_limit, header_limit, arena_ceiling;
    /* Silence on a connection, a whole request or answer on the wire, open connections: 30 s, 300 s, 12,000.  When few
     * places are left, who has waited longest for its next request makes room. */
    int idle_seconds, request_seconds, connections;
    int heartbeat_seconds; /* between comments on a silent event stream: 15 s */
    const char *images;    /* another origin that pages may show images from, "https://tiles.example.org"; NULL: none */
    /* Addresses and ranges, separated by spaces, whose X-Forwarded-For and -Proto are believed; NULL: nobody's. */
    const char *proxies;
    /* Names in Host that are answered, separated by spaces, beside localhost.  NULL: any; but on a loopback address
     * without proxies only localhost (DNS rebinding). */
    const char *hosts;
    const char *certificate, *key; /* PEM files: TLS; NULL: plain HTTP */
    int hsts_seconds;              /* Strict-Transport-Security: how long browsers are to insist on TLS; 0: not said */
    bool insecure;                 /* plain HTTP at other than a loopback address is taken, without a proxy before it */
    bool quiet;                    /* no log line per request; failures of ours are logged all the same */
    const struct route *routes;    /* ends with .pattern = NULL */
    const struct asset *assets;    /* ends with .path = NULL; "/" serves index.html, unknown pages too (deep links) */
    /* Called once per worker thread, before its first request, to prepare its context (open the database), and at
     * its end.  When begin fails its error is the answer, and the next request tries again.  What begin puts into
     * *cx is there for every request; if it sets cx->now_ms, the clock stands still (tests). */
    bool (*worker_begin)(struct ctx *cx, void *app);
    void (*worker_end)(struct ctx *cx, void *app);
    void *app;
    struct http **self; /* told which server this is before it answers anybody; NULL: nobody asks */
};

/* NULL with ERR_SYSTEM HTP-01 (port taken), HTP-04 (the system refuses) or ERR_USAGE HTP-02 (no such address here),
 * HTP-03 (plain HTTP at other than a loopback address), HTP-06 (proxies), HTP-07 (certificate).  Options are copied; what they point to must outlive the server. */
struct http *http_serve(struct ctx *cx, const struct http_options *options);
int http_port(const struct http *h);
enum { HTTP_CLASSES = 6 /* 0xx … 5xx */ };
struct http_counts {
    int64_t answers[HTTP_CLASSES], bytes; /* since the start; bytes of bodies as they left */
    int64_t connections, streams, under_way, workers;
};
void http_count(struct http *h, struct http_counts *ret);
/* Reads certificate and key again, for connections to come; on failure those in use stay.  True without TLS. */
SW_CHECKED bool http_reload(struct ctx *cx, struct http *h);
void http_stop(
    struct http *h); /* takes no new connections, finishes requests under way (a few seconds), ends the workers */
/* Which route takes this, and its arguments: for the OpenAPI test.  NULL when none; *ret_methods are then those that the
 * path does take.
 * Where several fit, a literal segment goes before a parameter, whatever the order of the table. */
const struct route *http_route(struct ctx *cx, const struct route *routes, enum http_method method, const char *path,
                               const char *const **ret_args, int *ret_arg_count, unsigned *ret_methods);

#endif
