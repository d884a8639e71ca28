/* send.c — answers on the wire: the headers every answer has, compression, the library's response objects. */
#include "base/text.h"
#include "http/exchange.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

enum { COMPRESS_FROM = 1024, COMPRESS_LEVEL = 1, MOST_HEADERS = 32 };

struct headers {
    const char *pairs[MOST_HEADERS][2];
    int count;
};

/* Element styles are set through the object model, which CSP allows; no inline script or style is needed.
 * clang-format off */
static const char *const always[][2] = {
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), microphone=(), geolocation=(self), payment=(), usb=()"},
};
/* clang-format on */

const char *send_policy(struct arena *a, const char *images)
{
    return arena_printf(a,
                        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:%s%s; "
                        "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src "
                        "'none'",
                        images ? " " : "", images ? images : "");
}

static void add(struct headers *h, const char *name, const char *value)
{
    h->pairs[h->count][0] = name;
    h->pairs[h->count][1] = value;
    h->count++;
}

static void add_unless_set(struct headers *h, const struct response *rs, const char *name, const char *value)
{
    if (rs->header_count == 0 || !response_header_of(rs, name))
        add(h, name, value);
}

static const char *default_caching(const struct response *rs)
{
    return response_header_of(rs, "ETag") ? "private, no-cache" : "no-store";
}

/* A 304 is only about what the client keeps, with the headers it came with (RFC 9110 §15.4.5). */
static void add_content_headers(struct headers *h, const struct response *rs, const char *policy)
{
    if (rs->status == 304)
        return;
    if (rs->content_type)
        add(h, "Content-Type", rs->content_type);
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        add_unless_set(h, rs, always[i][0], always[i][1]);
    add_unless_set(h, rs, "Content-Security-Policy", policy);
}

static struct headers collect(const struct exchange *x)
{
    const struct response *rs = &x->rs;
    struct headers h;
    h.count = 0;
    add_content_headers(&h, rs, x->http->policy);
    add(&h, "X-Request-Id", x->id);
    if (x->secure && x->http->strict)
        add(&h, "Strict-Transport-Security", x->http->strict);
    add_unless_set(&h, rs, "Cache-Control", default_caching(rs));
    add_unless_set(&h, rs, "Vary", "Accept-Encoding, Accept-Language");
    for (int i = 0; i < rs->header_count; i++)
        add(&h, rs->headers[i][0], rs->headers[i][1]);
    return h;
}

/* ---- compression ---- */

/* A strong tag names these very bytes, and If-Match relies on it: such a body leaves as it is. */
static bool is_worth_compressing(const struct exchange *x)
{
    const struct response *rs = &x->rs;
    const char *etag = response_header_of(rs, "ETag");
    return !rs->constant && !rs->stream && rs->body.length >= COMPRESS_FROM && rs->content_type &&
           (text_has(rs->content_type, "json") || text_starts(rs->content_type, "text/")) &&
           (!etag || text_starts(etag, "W/")) && !response_header_of(rs, "Content-Encoding") &&
           accept_quality(request_header(&x->rq, "Accept-Encoding"), "gzip", true) > 0;
}

static bool deflate_ready(struct worker *w)
{
    enum { GZIP_FORMAT = 15 + 16 };
    if (w->deflate_ready)
        return deflateReset(&w->deflate) == Z_OK;
    w->deflate_ready =
        deflateInit2(&w->deflate, COMPRESS_LEVEL, Z_DEFLATED, GZIP_FORMAT, 8, Z_DEFAULT_STRATEGY) == Z_OK;
    return w->deflate_ready;
}

static bool run_compress(struct ctx *cx, void *exchange)
{
    struct exchange *x = exchange;
    struct buf *body = &x->rs.body;
    z_stream *z = &x->worker->deflate;
    if (!deflate_ready(x->worker))
        return false;
    struct buf out = buf_init(cx->arena);
    size_t room = deflateBound(z, body->length);
    z->next_out = (Bytef *)buf_room(&out, room);
    z->avail_out = (uInt)room;
    z->next_in = (Bytef *)body->data;
    z->avail_in = (uInt)body->length;
    if (room > UINT32_MAX || deflate(z, Z_FINISH) != Z_STREAM_END)
        return false;
    out.length = z->total_out;
    *body = out;
    response_header(&x->rs, "Content-Encoding", "gzip");
    return true;
}

static void compress_body(struct exchange *x)
{
    struct ctx aside = x->cx; /* keeps a failure here from becoming the request's */
    if (is_worth_compressing(x) && !ctx_run(&aside, run_compress, x))
        return; /* the body leaves as it is */
}

/* ---- through the library ---- */

static bool has_no_body(int status)
{
    return status == 204 || status == 304;
}

static struct MHD_Response *response_object(struct exchange *x)
{
    struct response *rs = &x->rs;
    if (rs->stream)
        return stream_attach(rs->stream, x->http, x->connection);
    if (has_no_body(rs->status))
        return MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    if (rs->constant) {
        x->sent = rs->constant_size;
        void *bytes = (void *)(uintptr_t)rs->constant; /* the library takes no const, and changes nothing */
        return MHD_create_response_from_buffer(rs->constant_size, bytes, MHD_RESPMEM_PERSISTENT);
    }
    x->sent = rs->body.length;
    return MHD_create_response_from_buffer(rs->body.length, rs->body.data, MHD_RESPMEM_MUST_COPY);
}

enum MHD_Result send_queue(struct exchange *x)
{
    compress_body(x);
    struct MHD_Response *object = response_object(x);
    if (!object)
        return MHD_NO;
    struct headers h = collect(x);
    enum MHD_Result done = MHD_YES;
    for (int i = 0; i < h.count && done == MHD_YES; i++)
        done = MHD_add_response_header(object, h.pairs[i][0], h.pairs[i][1]);
    if (done == MHD_YES && atomic_load(&x->http->stopping))
        done = MHD_add_response_header(object, "Connection", "close");
    if (done == MHD_YES)
        done = MHD_queue_response(x->connection, (unsigned)x->rs.status, object);
    MHD_destroy_response(object);
    return done;
}

/* ---- past the library ---- */

static ssize_t send_raw(struct exchange *x, const char *bytes, size_t n)
{
    if (!x->http->tls)
        return send(x->link->socket, bytes, n, MSG_NOSIGNAL | MSG_DONTWAIT);
    gnutls_session_t session = MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_GNUTLS_SESSION)->tls_session;
    ssize_t sent = gnutls_record_send(session, bytes, n);
    gnutls_bye(session, GNUTLS_SHUT_WR);
    return sent;
}

static bool run_send_raw(struct ctx *cx, void *exchange)
{
    struct exchange *x = exchange;
    struct buf out = buf_init(cx->arena);
    struct headers h = collect(x);
    buf_printf(&out, "HTTP/1.1 %d %s\r\nConnection: close\r\nContent-Length: %zu\r\n", x->rs.status,
               MHD_get_reason_phrase_for((unsigned)x->rs.status), x->rs.body.length);
    for (int i = 0; i < h.count; i++)
        buf_printf(&out, "%s: %s\r\n", h.pairs[i][0], h.pairs[i][1]);
    buf_text(&out, "\r\n");
    buf_add(&out, x->rs.body.data, x->rs.body.length);
    x->sent = x->rs.body.length;
    /* A fresh answer of two kilobytes always fits the socket's empty buffer. */
    return send_raw(x, out.data, out.length) == (ssize_t)out.length;
}

void send_at_once(struct exchange *x)
{
    if (!ctx_run(&x->cx, run_send_raw, x))
        x->sent = 0; /* the client has gone, or sees the connection close */
    shutdown(x->link->socket, SHUT_WR);
}
