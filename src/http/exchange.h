/* exchange.h — what the files of this room share; nobody outside includes it.
 *
 *   server.c    socket, worker threads, connections, deadlines, stopping
 *   exchange.c  the life of one request: body, checks, route, handler, answer, log line
 *   worker.c    the context each thread keeps
 *   address.c   where the server listens              tls.c        certificate and key
 *   guard.c     requests refused for how they come: framing, Host, cross-site
 *   client.c    whose request it is, behind proxies
 *   request.c   decoding and reading requests        negotiate.c  Accept-* headers
 *   response.c  building answers                     problem.c    failures as problem+json
 *   send.c      answers on the wire                  stream.c     server-sent events
 *   route.c     path → handler                       static.c     path → embedded file
 */
#ifndef STEWARD_HTTP_EXCHANGE_H
#define STEWARD_HTTP_EXCHANGE_H

#include "http/http.h"
#include "http/tls.h"

#include <gnutls/abstract.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <zlib.h>

/* A route table made ready for many requests. */
struct route_entry {
    const struct route *route;
    size_t head; /* bytes of its pattern before the first parameter */
};
struct route_index {
    struct route_entry *entries; /* sorted by head */
    size_t count;
};
struct route_index route_index_of(struct arena *a, const struct route *routes);
/* As http_route(). */
const struct route *route_find(struct ctx *cx, const struct route_index *index, enum http_method method,
                               const char *path, const char *const **ret_args, int *ret_arg_count,
                               unsigned *ret_methods);

/* Addresses whose first `bits` are those of `first`; IPv4 as ::ffff:a.b.c.d. */
struct address_range {
    struct in6_addr first;
    int bits;
};
struct proxies {
    struct address_range *ranges;
    size_t count;
};
SW_CHECKED bool proxies_read(struct ctx *cx, const char *text, struct proxies *ret);

struct http {
    struct arena *arena;         /* holds this */
    struct http_options options; /* defaults filled in */
    struct MHD_Daemon *daemon;
    int listener;
    int port;
    struct route_index routes;
    struct proxies proxies;
    const char *const *hosts; /* names of ours, ends with NULL; NULL: any is taken */
    struct tls *tls;          /* NULL: plain HTTP */
    const char *strict;       /* Strict-Transport-Security of answers over TLS; NULL: none */
    const char *policy;       /* Content-Security-Policy of every answer that has none of its own */
    size_t largest_body;      /* of all routes */
    pthread_key_t worker_key;
    pthread_t clock;
    pthread_mutex_t lock; /* the two lists and `stopping` */
    pthread_cond_t wake;  /* for the clock, when it is to end */
    struct link *links;
    int link_count;
    struct stream *streams;
    atomic_bool stopping;
    atomic_int under_way;     /* requests between their first header and their last byte */
    atomic_size_t body_bytes; /* in all links together */
    atomic_uint_fast32_t requests;
    atomic_uint_fast64_t answers[HTTP_CLASSES], bytes_sent;
    uint32_t boot; /* makes request ids differ from those before a restart */
};

/* One client connection; it and the body of its request under way live in its arena. */
struct link {
    struct http *http;
    struct link *before, *after;
    struct arena *arena;
    struct arena_mark mark; /* what stays between requests */
    int socket;
    struct in6_addr peer;             /* who is at the other end; an IPv4 address as ::ffff:a.b.c.d */
    char peer_text[INET6_ADDRSTRLEN]; /* "" until the first request, and where it is not known */
    atomic_int_fast64_t deadline;     /* ms on the monotonic clock: the clock thread cuts the connection; 0 never */
    atomic_int_fast64_t waits_since;  /* of the same clock; 0: a request is under way, or it has been cut */
    atomic_int_fast64_t sends_since;  /* of the same clock: a body has begun and not ended; 0 */
    struct buf body;
    size_t body_limit;
    size_t body_counted; /* in http's body_bytes */
    bool refused;        /* answered already; the rest of the body is swallowed */
};

/* What a worker thread keeps between requests. */
struct worker {
    struct http *http;
    struct ctx fresh;       /* as worker_begin left it; each request starts from a copy */
    struct arena_mark mark; /* what stays between requests */
    bool ready;             /* worker_begin has succeeded */
    bool clock_stands;      /* worker_begin has set the time */
    z_stream deflate;
    bool deflate_ready;
};

/* One request and its answer. */
struct exchange {
    struct http *http;
    struct link *link;
    struct worker *worker;
    struct MHD_Connection *connection;
    int64_t started_us;
    const char *target; /* path as sent, without the query */
    const char *method; /* as sent */
    struct ctx cx;
    struct request rq;
    struct response rs;
    int status;        /* of a refusal that has no err_kind of its own; 0 */
    const char *allow; /* for 405 and OPTIONS */
    size_t sent;       /* bytes of the body, as it leaves */
    char id[20];
    char client[INET6_ADDRSTRLEN]; /* "" when unknown */
    bool secure;                   /* came over TLS */
};

gnutls_certificate_retrieve_function2 *tls_retrieve(void); /* what the library asks for a certificate */
void client_find(struct exchange *x);                      /* sets client and secure */

int64_t monotonic_us(void);
void link_expires_in(struct link *l, int seconds); /* 0: never */
void link_waits(struct link *l);                   /* for the next request's headers */
void link_sends(struct link *l);                   /* a body, of which so much has come: it has time at this pace */

enum MHD_Result exchange_step(void *http, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload_data, size_t *upload_data_size, void **state);
void exchange_done(void *http, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode how);

struct worker *worker_current(struct http *h);         /* NULL when the machine is out of memory */
bool worker_prepare(struct worker *w, struct ctx *cx); /* cx: this request's; false with worker_begin's error */
void worker_finish(void *worker);                      /* pthread destructor */

/* A listening socket, or -1 with HTP-01 … HTP-04. */
int address_listen(struct ctx *cx, const struct http_options *o, int *ret_port);
bool address_is_loopback(const char *address); /* "127.0.0.1", "localhost", "::1" */
/* Is a Host header ("localhost:8080", "[::1]") one of these names, with or without a port? */
bool host_is_one_of(const char *host, const char *const *names);
extern const char *const loopback_hosts[]; /* ends with NULL */

SW_CHECKED bool guard_framing(struct exchange *x);
SW_CHECKED bool guard_origin(struct exchange *x);
/* For fail() with an HTTP status that no err_kind has: fail(with_status(x, 421), …). */
struct ctx *with_status(struct exchange *x, int status);

/* Strict percent-decoding; `raw` itself where nothing is escaped: NULL on a bad escape, a control character or text that is no UTF-8. */
const char *decode_percent(struct ctx *cx, const char *raw);
/* A path from a request line: also NULL on "//", "." and ".." segments, encoded slashes and backslashes. */
const char *decode_path(struct ctx *cx, const char *raw);

/* Quality of `want` in an Accept, Accept-Encoding or Accept-Language header, 0 … 1000; -1 when not named.
 * "zh" is named by "zh-CN"; "*" names everything when `stars`. */
int accept_quality(const char *header, const char *want, bool stars);
enum lang accept_language(const char *header);
bool tag_matches(const char *if_none_match, const char *etag); /* weak comparison, RFC 9110 §13.1.2 */

/* The embedded file at x's path, or the application's page for one of its own addresses; NULL when neither. */
const struct asset *static_find(const struct exchange *x);
void static_answer(struct exchange *x, const struct asset *a);

void problem_write(struct exchange *x); /* x->cx.err as the answer; never fails */
const char *status_title(int status, enum lang lang);

/* The Content-Security-Policy; `images`: an origin beside our own, or NULL. */
const char *send_policy(struct arena *a, const char *images);

/* Hand x's answer to the library; MHD_NO closes the connection. */
enum MHD_Result send_queue(struct exchange *x);
/* While a body still comes in the library takes no answer: write x's straight to the socket, and no more after it. */
void send_at_once(struct exchange *x);

/* Connect a stream with the connection that will carry it; NULL when memory is out. */
struct MHD_Response *stream_attach(struct stream *s, struct http *h, struct MHD_Connection *connection);
void streams_beat(struct http *h); /* with h->lock held: a comment on every silent stream, to notice who has gone */
int streams_count(const struct http *h); /* with h->lock held */
void streams_end(struct http *h);        /* every stream ends once what waits in it is sent; new ones at once */

#endif
