/* exchange.c — the life of one request: its body, checks, route, handler, answer, log line. */
#include "http/exchange.h"
#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LINGER_SECONDS = 10,
    BODY_BUDGET = 256 * 1024 * 1024,
    PACE = 1024 /* bytes a second: who sends a body more slowly is cut */
};

int64_t monotonic_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* A tick late at most, and four times as fast: every request sets its limits three times, in seconds. */
static int64_t tick_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void link_expires_in(struct link *l, int seconds)
{
    atomic_store(&l->deadline, seconds ? tick_ms() + seconds * INT64_C(1000) : 0);
}

/* The library's own limit is on silence only; a client that sends its headers byte by byte is never silent. */
void link_waits(struct link *l)
{
    link_expires_in(l, 2 * l->http->options.idle_seconds);
    atomic_store(&l->waits_since, tick_ms());
}

/* As long as silence may last, and a second more for each kilobyte: so a byte now and then keeps no connection. */
void link_sends(struct link *l)
{
    const struct http_options *o = &l->http->options;
    int64_t began = atomic_load(&l->sends_since), seconds = o->idle_seconds + (int64_t)(l->body.length / PACE);
    if (!began)
        atomic_store(&l->sends_since, began = tick_ms());
    seconds = seconds < o->request_seconds ? seconds : o->request_seconds;
    atomic_store(&l->deadline, began + seconds * 1000);
}

struct ctx *with_status(struct exchange *x, int status)
{
    x->status = status;
    return &x->cx;
}

/* ---- an exchange begins and ends ---- */

static void name_request(struct exchange *x)
{
    enum { DIGITS = 16 };
    uint64_t n = (uint64_t)x->http->boot << 32 | (uint32_t)atomic_fetch_add(&x->http->requests, 1);
    for (int i = DIGITS; i-- > 0; n >>= 4)
        x->id[i] = "0123456789abcdef"[n & 15];
}

static bool exchange_open(struct exchange *x, struct link *l, struct MHD_Connection *connection, const char *url,
                          const char *method)
{
    struct worker *w = worker_current(l->http);
    if (!w)
        return false;
    *x = (struct exchange){
        .http = l->http,
        .link = l,
        .worker = w,
        .connection = connection,
        .started_us = monotonic_us(),
        .target = url,
        .method = method,
    };
    name_request(x);
    return true;
}

/* What a refusal and its problem need, before the checks that may call them. */
static void exchange_introduce(struct exchange *x)
{
    x->rq.cx = &x->cx;
    x->rq.handle = x;
    x->rq.app = x->http->options.app;
    x->rq.id = x->id;
    x->cx.request = x->id;
    x->cx.lang = accept_language(request_header(&x->rq, "Accept-Language"));
    client_find(x);
    x->cx.origin = request_client(&x->rq);
}

static void exchange_log(const struct exchange *x)
{
    const struct err *err = &x->cx.err;
    if (x->http->options.quiet && (err->kind == ERR_NONE || x->rs.status < 500))
        return;
    struct log_line l = log_begin(x->rs.status < 500 ? LEVEL_INFO : LEVEL_ERROR, "request");
    log_text(&l, "id", x->id);
    log_text(&l, "client", x->client[0] ? x->client : NULL);
    log_text(&l, "method", x->method);
    log_text(&l, "target", x->target);
    log_int(&l, "answer", x->rs.status);
    log_int(&l, "bytes", (int64_t)x->sent);
    log_int(&l, "us", monotonic_us() - x->started_us);
    if (err->kind != ERR_NONE)
        log_err(&l, err);
    log_end(&l);
}

static void exchange_close(struct exchange *x)
{
    atomic_fetch_add_explicit(&x->http->answers[x->rs.status / 100 % HTTP_CLASSES], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&x->http->bytes_sent, x->sent, memory_order_relaxed);
    exchange_log(x);
    arena_reset(x->cx.arena, x->worker->mark);
}

/* ---- what is asked ---- */

/* 0 for a method that no route has. */
static enum http_method method_named(const char *name)
{
    /* clang-format off */
    static const struct { const char *name; enum http_method method; } methods[] = {
        {"GET", HTTP_GET}, {"HEAD", HTTP_GET}, {"POST", HTTP_POST}, {"PUT", HTTP_PUT}, {"PATCH", HTTP_PATCH},
        {"DELETE", HTTP_DELETE},
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (strcmp(methods[i].name, name) == 0)
            return methods[i].method;
    return 0;
}

static const char *allow_of(struct ctx *cx, unsigned methods)
{
    struct buf out = buf_init(cx->arena);
    buf_text(&out, "OPTIONS");
    buf_text(&out, methods & HTTP_GET ? ", GET, HEAD" : "");
    buf_text(&out, methods & HTTP_POST ? ", POST" : "");
    buf_text(&out, methods & HTTP_PUT ? ", PUT" : "");
    buf_text(&out, methods & HTTP_PATCH ? ", PATCH" : "");
    buf_text(&out, methods & HTTP_DELETE ? ", DELETE" : "");
    return out.data;
}

static bool read_path(struct exchange *x)
{
    x->rq.path = decode_path(&x->cx, x->target);
    if (x->rq.path)
        return true;
    x->rq.path = "";
    return fail(&x->cx, ERR_USAGE, "HTP-12", NULL, "地址有误：含有错误的转义、非 UTF-8 文字、“//”或“..”",
                "the address is malformed: a bad escape, text that is no UTF-8, \"//\" or \"..\"");
}

struct query_reader {
    struct exchange *x;
    struct query_arg *args;
    int count;
    bool ok;
};

static enum MHD_Result read_query_arg(void *reader, enum MHD_ValueKind kind, const char *name, const char *value)
{
    (void)kind;
    struct query_reader *r = reader;
    struct query_arg arg = {decode_percent(&r->x->cx, name), decode_percent(&r->x->cx, value ? value : "")};
    r->ok = arg.name && arg.value;
    r->args[r->count++] = arg;
    return r->ok ? MHD_YES : MHD_NO;
}

static bool read_query(struct exchange *x)
{
    struct query_reader r = {.x = x, .ok = true};
    int count = MHD_get_connection_values(x->connection, MHD_GET_ARGUMENT_KIND, NULL, NULL);
    if (count <= 0)
        return true;
    r.args = arena_array(x->cx.arena, (size_t)count, sizeof *r.args);
    MHD_get_connection_values(x->connection, MHD_GET_ARGUMENT_KIND, read_query_arg, &r);
    x->rq.query = r.args;
    x->rq.query_count = r.count;
    return r.ok || fail(&x->cx, ERR_USAGE, "HTP-13", NULL, "查询参数有误：含有错误的转义或非 UTF-8 文字",
                        "the query string is malformed: a bad escape or text that is no UTF-8");
}

static void read_body(struct exchange *x)
{
    x->rq.body = x->link->body.data ? x->link->body.data : "";
    x->rq.body_size = x->link->body.length;
    if (x->link->body.data)
        x->rq.content_type = request_header(&x->rq, "Content-Type");
}

/* ---- who answers ---- */

static bool answer_options(struct exchange *x)
{
    x->rs.status = 204;
    response_header(&x->rs, "Allow", x->allow);
    return true;
}

static bool dispatch(struct exchange *x)
{
    unsigned methods;
    x->rq.method = method_named(x->method);
    const struct route *route =
        route_find(&x->cx, &x->http->routes, x->rq.method, x->rq.path, &x->rq.args, &x->rq.arg_count, &methods);
    x->rq.route = route;
    if (route)
        return route->handle(&x->rq, &x->rs);
    const struct asset *asset = methods ? NULL : static_find(x);
    if (asset && x->rq.method == HTTP_GET) {
        static_answer(x, asset);
        return true;
    }
    if (!methods && !asset)
        return fail(&x->cx, ERR_NOT_FOUND, "HTP-10", NULL, "没有这个地址：%s", "there is nothing at %s", x->rq.path);
    x->allow = allow_of(&x->cx, asset ? HTTP_GET : methods);
    if (strcmp(x->method, "OPTIONS") == 0)
        return answer_options(x);
    return fail(with_status(x, 405), ERR_USAGE, "HTP-11", NULL, "这个地址不支持该请求方法，可用的方法见 Allow 头",
                "this address does not take that method; the Allow header lists those it takes");
}

static bool run_answer(struct ctx *cx, void *exchange)
{
    struct exchange *x = exchange;
    x->rs = (struct response){.status = 200, .body = buf_init(cx->arena)};
    if (!guard_framing(x) || !guard_origin(x) || !read_path(x) || !read_query(x))
        return false;
    read_body(x);
    return dispatch(x);
}

static enum MHD_Result answer(struct link *l, struct MHD_Connection *connection, const char *url, const char *method)
{
    struct exchange x;
    atomic_store(&l->sends_since, 0);
    link_expires_in(l, 0);
    if (!exchange_open(&x, l, connection, url, method))
        return MHD_NO;
    bool prepared = worker_prepare(x.worker, &x.cx);
    exchange_introduce(&x);
    if (!prepared || !ctx_run(&x.cx, run_answer, &x))
        problem_write(&x);
    else
        err_clear(&x.cx);
    enum MHD_Result queued = send_queue(&x);
    if (!x.rs.stream)
        link_expires_in(l, l->http->options.request_seconds);
    exchange_close(&x);
    return queued;
}

/* ---- bodies ---- */

static bool has_body(struct MHD_Connection *connection)
{
    const char *length = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Length");
    return (length && strcmp(length, "0") != 0) ||
           MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Transfer-Encoding");
}

static bool refuse_size(struct exchange *x)
{
    return fail(&x->cx, ERR_TOO_LARGE, "HTP-16", NULL, "请求正文超过上限 %zu 字节，请拆分后重发",
                "the request body exceeds %zu bytes; send it in parts", x->link->body_limit);
}

static bool refuse_busy(struct exchange *x)
{
    return fail(&x->cx, ERR_BUSY, "HTP-21", NULL, "同时上传的内容过多，请稍后重试",
                "too much is being uploaded at once; try again in a moment");
}

/* Before a body comes: may it be sent here, is it framed well, and does its declared length fit the route's limit? */
static bool run_admit(struct ctx *cx, void *exchange)
{
    struct exchange *x = exchange;
    const char *const *args;
    int count;
    unsigned methods;
    if (!guard_framing(x) || !guard_origin(x) || !read_path(x))
        return false;
    const struct route *r =
        route_find(cx, &x->http->routes, method_named(x->method), x->rq.path, &args, &count, &methods);
    x->link->body_limit = r && r->body_limit ? r->body_limit : x->http->options.body_limit;
    const char *declared = request_header(&x->rq, "Content-Length");
    return !declared || strtoull(declared, NULL, 10) <= x->link->body_limit || refuse_size(x);
}

/* The body will not be taken: say so now, then swallow what still comes for a while.  Closing at once would make the
 * network drop the answer together with what was not read. */
static void turn_away(struct exchange *x)
{
    problem_write(x);
    send_at_once(x);
    x->link->refused = true;
    link_expires_in(x->link, LINGER_SECONDS);
}

static enum MHD_Result begin_body(struct link *l, struct MHD_Connection *connection, const char *url,
                                  const char *method)
{
    struct exchange x;
    enum MHD_Result result = MHD_YES;
    if (!exchange_open(&x, l, connection, url, method))
        return MHD_NO;
    x.cx = x.worker->fresh;
    exchange_introduce(&x);
    if (ctx_run(&x.cx, run_admit, &x)) {
        arena_reset(x.cx.arena, x.worker->mark);
        return MHD_YES;
    }
    bool client_waits = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Expect");
    if (client_waits || x.status == 400) {
        problem_write(&x);
        result = send_queue(&x); /* and the library closes */
    } else
        turn_away(&x);
    exchange_close(&x);
    return result;
}

struct piece {
    struct link *link;
    const char *bytes;
    size_t size;
};

static bool run_keep(struct ctx *cx, void *piece)
{
    (void)cx;
    struct piece *p = piece;
    if (!p->link->body.data)
        p->link->body = buf_init(p->link->arena);
    buf_add(&p->link->body, p->bytes, p->size);
    return true;
}

static bool keep(struct link *l, const char *bytes, size_t size)
{
    struct ctx cx = {.arena = l->arena};
    struct piece piece = {l, bytes, size};
    l->body_counted += size;
    size_t all = atomic_fetch_add(&l->http->body_bytes, size) + size;
    return all <= BODY_BUDGET + l->http->largest_body && ctx_run(&cx, run_keep, &piece);
}

static enum MHD_Result take_body(struct link *l, struct MHD_Connection *connection, const char *url, const char *method,
                                 const char *bytes, size_t size)
{
    if (l->refused)
        return MHD_YES;
    bool fits = size <= l->body_limit - l->body.length;
    if (fits && keep(l, bytes, size)) {
        link_sends(l);
        return MHD_YES;
    }
    struct exchange x;
    if (!exchange_open(&x, l, connection, url, method))
        return MHD_NO;
    x.cx = x.worker->fresh;
    exchange_introduce(&x);
    fits ? refuse_busy(&x) : refuse_size(&x);
    turn_away(&x);
    exchange_close(&x);
    return MHD_YES;
}

static void drop_body(struct link *l)
{
    atomic_fetch_sub(&l->http->body_bytes, l->body_counted);
    l->body_counted = 0;
    l->body = (struct buf){.length = 0};
    l->refused = false;
    atomic_store(&l->sends_since, 0);
    arena_reset(l->arena, l->mark);
}

/* ---- the library's side ---- */

/* Called when the headers are in, for each piece of the body, and when all of it is in. */
enum MHD_Result exchange_step(void *http, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload_data, size_t *upload_data_size, void **state)
{
    (void)version;
    struct http *h = http;
    struct link *l = *state;
    if (!l) {
        *state = l = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
        if (!l)
            return MHD_NO;
        atomic_fetch_add(&h->under_way, 1);
        atomic_store(&l->waits_since, 0);
        link_expires_in(l, h->options.request_seconds);
        if (!has_body(connection))
            return MHD_YES;
        link_sends(l);
        return begin_body(l, connection, url, method);
    }
    if (*upload_data_size) {
        size_t size = *upload_data_size;
        *upload_data_size = 0;
        return take_body(l, connection, url, method, upload_data, size);
    }
    return l->refused ? MHD_NO : answer(l, connection, url, method);
}

void exchange_done(void *http, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode how)
{
    (void)connection, (void)how;
    struct http *h = http;
    struct link *l = *state;
    if (!l)
        return;
    *state = NULL;
    drop_body(l);
    link_waits(l);
    atomic_fetch_sub(&h->under_way, 1);
}
