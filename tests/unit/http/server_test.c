/* A real server, asked over the wire: routing, methods, conditions, encodings, embedded files, who may ask. */
#include "base/text.h"
#include "http/http.h"
#include "tap.h"
#include "unit/http/client.h"

#include <fcntl.h>
#include <zlib.h>

/* ---- what is served ---- */

static bool show(struct request *rq, struct response *rs)
{
    struct json j;
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_text(&j, "path", rq->path);
    json_key(&j, "args");
    json_array_begin(&j);
    for (int i = 0; i < rq->arg_count; i++)
        json_text(&j, rq->args[i]);
    json_array_end(&j);
    json_put_text(&j, "q", request_query(rq, "q"));
    json_put_text(&j, "none", request_query(rq, "none"));
    json_put_text(&j, "agent", request_header(rq, "User-Agent"));
    json_put_text(&j, "lang", rq->cx->lang == LANG_EN ? "en" : "zh");
    json_put_int(&j, "body", (int64_t)rq->body_size);
    json_put_text(&j, "type", rq->content_type);
    json_object_end(&j);
    return true;
}

static bool tagged(struct request *rq, struct response *rs)
{
    response_etag(rq, rs, rq->args[0]);
    if (rs->status == 304)
        return true;
    struct json j;
    response_json(rs, &j);
    json_array_begin(&j);
    for (int i = 0; i < 2000; i++)
        json_text(&j, "重点项目");
    json_array_end(&j);
    return true;
}

static bool parse(struct request *rq, struct response *rs)
{
    if (!request_json(rq))
        return false;
    struct json j;
    response_json(rs, &j);
    json_text(&j, "parsed");
    return true;
}

static bool refuse_politely(struct request *rq, struct response *rs)
{
    response_header(rs, "X-Half-Done", "yes");
    return fail(rq->cx, ERR_STALE, "T-01", "version", "他人已保存第 %d 版", "somebody saved version %d", 8);
}

static bool fail_silently(struct request *rq, struct response *rs)
{
    (void)rq, (void)rs;
    return false;
}

static bool attach(struct request *rq, struct response *rs)
{
    struct buf bytes = buf_init(rq->cx->arena);
    buf_text(&bytes, "a,b\r\n");
    response_file(rs, "text/csv", "台账\r\nX-Evil: 1.csv", bytes);
    return true;
}

static bool inject(struct request *rq, struct response *rs)
{
    response_header(rs, "X-Echo", request_query(rq, "q"));
    return show(rq, rs);
}

/* clang-format off */
static const struct route routes[] = {
    {HTTP_GET,    "/api/v1/things",        show},
    {HTTP_POST,   "/api/v1/things",        show},
    {HTTP_GET,    "/api/v1/things/{name}", show},
    {HTTP_PATCH,  "/api/v1/things/{name}", show},
    {HTTP_DELETE, "/api/v1/things/{name}", show},
    {HTTP_GET,    "/api/v1/tagged/{tag}",  tagged},
    {HTTP_POST,   "/api/v1/parse",         parse},
    {HTTP_GET,    "/api/v1/stale",         refuse_politely},
    {HTTP_GET,    "/api/v1/silent",        fail_silently},
    {HTTP_GET,    "/api/v1/file",          attach},
    {HTTP_GET,    "/api/v1/inject",        inject},
    {.pattern = NULL},
};

#define BYTES(s) (const unsigned char *)(s)
static const struct asset assets[] = {
    {"/index.html", "text/html; charset=utf-8", "\"i1\"", false, BYTES("<html>plain</html>"), BYTES("gzipped"), BYTES("brotlied"), 18, 7, 8},
    {"/assets/app-3f2a.js", "text/javascript", "j1", true, BYTES("let a"), NULL, BYTES("br"), 5, 0, 2},
    {"/favicon.svg", "image/svg+xml", "f1", false, BYTES("<svg/>"), NULL, NULL, 6, 0, 0},
    {.path = NULL},
};
/* clang-format on */

static struct ctx cx;
static int port;

static struct reply get(const char *target, const char *headers)
{
    return ask(cx.arena, port, "GET", target, headers, NULL);
}

static const char *header(const struct reply *r, const char *name)
{
    return answer_header(cx.arena, r, name);
}

/* ---- the tests ---- */

static void routing(void)
{
    struct reply r = get("/api/v1/things/%E4%BA%8C%20x?q=%E4%BA%BF+1%2B1&q=second&empty",
                         "User-Agent: t\r\nAccept-Language: en\r\n");
    EQ_INT(r.status, 200);
    EQ_TEXT(header(&r, "Content-Type"), "application/json");
    EQ_TEXT(r.body, "{\"path\":\"/api/v1/things/二 x\",\"args\":[\"二 x\"],\"q\":\"亿 "
                    "1+1\",\"none\":null,\"agent\":\"t\",\"lang\":\"en\",\"body\":0,\"type\":null}");
    r = ask(cx.arena, port, "POST", "/api/v1/things", "Content-Type: text/plain\r\n", "12345");
    OK(text_has(r.body, "\"body\":5,\"type\":\"text/plain\""), "a body arrives with its type: %s", r.body);
    EQ_INT(ask(cx.arena, port, "DELETE", "/api/v1/things/1", "", NULL).status, 200);
}

static void methods(void)
{
    struct reply r = ask(cx.arena, port, "PUT", "/api/v1/things/1", "", "x");
    EQ_INT(r.status, 405);
    EQ_TEXT(header(&r, "Allow"), "OPTIONS, GET, HEAD, PATCH, DELETE");
    OK(text_has(r.body, "\"code\":\"HTP-11\""), "405 is a problem");
    r = ask(cx.arena, port, "PROPFIND", "/api/v1/things", "", NULL);
    EQ_INT(r.status, 405);
    EQ_TEXT(header(&r, "Allow"), "OPTIONS, GET, HEAD, POST");
    r = ask(cx.arena, port, "OPTIONS", "/api/v1/things", "", NULL);
    EQ_INT(r.status, 204);
    EQ_TEXT(header(&r, "Allow"), "OPTIONS, GET, HEAD, POST");
    r = ask(cx.arena, port, "HEAD", "/api/v1/things", "", NULL);
    EQ_INT(r.status, 200);
    OK(strtol(header(&r, "Content-Length"), NULL, 10) > 50, "HEAD tells the length");
    EQ_INT(ask(cx.arena, port, "POST", "/favicon.svg", "", "x").status, 405);
    EQ_INT(ask(cx.arena, port, "OPTIONS", "/favicon.svg", "", NULL).status, 204);
    r = get("/api/v1/nothing", "Accept: text/html\r\n");
    EQ_INT(r.status, 404);
    EQ_TEXT(header(&r, "Content-Type"), "application/problem+json");
    OK(text_has(r.body, "\"code\":\"HTP-10\"") && text_has(r.body, "/api/v1/nothing"), "404 names the path");
    EQ_INT(ask(cx.arena, port, "POST", "/api/v1/nothing", "", "x").status, 404);
}

static void failures(void)
{
    struct reply r = get("/api/v1/stale", "Accept-Language: en-GB\r\n");
    EQ_INT(r.status, 412);
    EQ_TEXT(header(&r, "X-Half-Done"), NULL);
    OK(text_has(r.body, "\"detail\":\"somebody saved version 8\",\"detail_zh\":\"他人已保存第 8 版\""), "problem: %s",
       r.body);
    const char *id = header(&r, "X-Request-Id");
    OK(id && text_has(r.body, id), "the problem carries the request id of the header");
    r = get("/api/v1/silent", "");
    EQ_INT(r.status, 500);
    OK(text_has(r.body, "\"code\":\"HTP-99\""), "a handler that gives no reason is a failure of ours");
    r = ask(cx.arena, port, "POST", "/api/v1/parse", "Content-Type: application/json; charset=utf-8\r\n",
            "{\"a\":[1,2]}");
    EQ_INT(r.status, 200);
    r = ask(cx.arena, port, "POST", "/api/v1/parse", "Content-Type: application/merge-patch+json\r\n", "{}");
    EQ_INT(r.status, 200);
    r = ask(cx.arena, port, "POST", "/api/v1/parse", "Content-Type: application/json\r\n", "{\"a\":");
    EQ_INT(r.status, 422);
    OK(text_has(r.body, "JSN-01"), "broken JSON says where: %s", r.body);
    EQ_INT(ask(cx.arena, port, "POST", "/api/v1/parse", "Content-Type: text/plain\r\n", "{}").status, 415);
    EQ_INT(ask(cx.arena, port, "POST", "/api/v1/parse", "", NULL).status, 415);
    EQ_INT(ask(cx.arena, port, "POST", "/api/v1/parse", "Content-Type: application/json\r\nContent-Encoding: gzip\r\n",
               "{}")
               .status,
           415);
}

static void conditions(void)
{
    struct reply r = get("/api/v1/tagged/7", "");
    EQ_INT(r.status, 200);
    EQ_TEXT(header(&r, "ETag"), "\"7\"");
    EQ_TEXT(header(&r, "Cache-Control"), "private, no-cache");
    r = get("/api/v1/tagged/7", "If-None-Match: \"6\", W/\"7\"\r\n");
    EQ_INT(r.status, 304);
    EQ_INT(r.size, 0);
    EQ_TEXT(header(&r, "ETag"), "\"7\"");
    EQ_INT(get("/api/v1/tagged/8", "If-None-Match: \"7\"\r\n").status, 200);
    r = get("/api/v1/things", "");
    EQ_TEXT(header(&r, "Cache-Control"), "no-store");
}

static bool inflates_to(const struct reply *r, size_t size, const char *start)
{
    static char out[65536];
    z_stream z = {
        .next_in = (Bytef *)r->body, .avail_in = (uInt)r->size, .next_out = (Bytef *)out, .avail_out = sizeof out - 1};
    inflateInit2(&z, 15 + 16);
    bool done = inflate(&z, Z_FINISH) == Z_STREAM_END && z.total_out == size && strncmp(out, start, strlen(start)) == 0;
    inflateEnd(&z);
    return done;
}

static void no_compression(void)
{
    struct reply r = get("/api/v1/things", "Accept-Encoding: gzip\r\n");
    EQ_TEXT(header(&r, "Content-Encoding"), NULL); /* too small to be worth it */
    r = get("/api/v1/tagged/7", "Accept-Encoding: gzip\r\n");
    EQ_TEXT(header(&r, "Content-Encoding"), NULL); /* a strong tag names these bytes */
    EQ_INT(r.size, 2 + 2000 * 14 + 1999);
}

static bool big(struct request *rq, struct response *rs)
{
    response_etag(rq, rs, "W/\"list-1\"");
    struct json j;
    response_json(rs, &j);
    json_array_begin(&j);
    for (int i = 0; i < 2000; i++)
        json_text(&j, "重点项目");
    json_array_end(&j);
    return true;
}

static void compression(void)
{
    static const struct route one[] = {{HTTP_GET, "/big", big}, {.pattern = NULL}};
    struct http *h = http_serve(&cx, &(struct http_options){.routes = one, .quiet = true, .workers = 1});
    struct client c = client_open(cx.arena, http_port(h));
    for (int i = 0; i < 3; i++) { /* the worker's compressor is used again */
        client_say(&c, "GET /big HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: br, gzip\r\n\r\n");
        struct reply r = client_reply(&c, false);
        EQ_TEXT(header(&r, "Content-Encoding"), "gzip");
        EQ_TEXT(header(&r, "ETag"), "W/\"list-1\"");
        EQ_TEXT(header(&r, "Vary"), "Accept-Encoding, Accept-Language");
        OK(inflates_to(&r, 2 + 2000 * 14 + 1999, "[\"重点项目\",\"重"),
           "inflates to what was written, %zu bytes on the wire", r.size);
    }
    client_close(&c);
    http_stop(h);
}

static void security_headers(void)
{
    static const char *const targets[] = {"/", "/api/v1/things", "/api/v1/nothing", "/assets/app-3f2a.js", "/a//b"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        struct reply r = get(targets[i], "");
        const char *csp = header(&r, "Content-Security-Policy");
        OK(text_has(csp, "default-src 'self'") && text_has(csp, "frame-ancestors 'none'") && !text_has(csp, "unsafe"),
           "%s: CSP", targets[i]);
        EQ_TEXT(header(&r, "X-Content-Type-Options"), "nosniff");
        EQ_TEXT(header(&r, "Referrer-Policy"), "same-origin");
        EQ_TEXT(header(&r, "Cross-Origin-Opener-Policy"), "same-origin");
        OK(header(&r, "Permissions-Policy") && header(&r, "X-Request-Id") && header(&r, "Date"), "%s: the rest",
           targets[i]);
        EQ_TEXT(header(&r, "Server"), NULL);
    }
}

static void embedded_files(void)
{
    struct reply r = get("/", "Accept: text/html\r\n");
    EQ_TEXT(r.body, "<html>plain</html>");
    EQ_TEXT(header(&r, "Content-Type"), "text/html; charset=utf-8");
    EQ_TEXT(header(&r, "Cache-Control"), "no-cache");
    EQ_TEXT(header(&r, "ETag"), "\"i1\"");
    EQ_TEXT(header(&r, "Vary"), "Accept-Encoding");
    r = get("/", "Accept-Encoding: gzip, deflate, br\r\n");
    EQ_TEXT(r.body, "brotlied");
    EQ_TEXT(header(&r, "Content-Encoding"), "br");
    EQ_TEXT(header(&r, "ETag"), "\"i1-br\"");
    EQ_TEXT(get("/", "Accept-Encoding: gzip\r\n").body, "gzipped");
    EQ_TEXT(get("/", "Accept-Encoding: br;q=0.2, gzip;q=0.8\r\n").body, "gzipped");
    EQ_TEXT(get("/", "Accept-Encoding: br;q=0, gzip;q=0\r\n").body, "<html>plain</html>");
    EQ_TEXT(get("/", "Accept-Encoding: identity, br;q=0.5\r\n").body, "<html>plain</html>");
    EQ_TEXT(get("/", "Accept-Encoding: *\r\n").body, "brotlied");
    EQ_INT(get("/", "Accept-Encoding: br\r\nIf-None-Match: \"i1-br\"\r\n").status, 304);
    EQ_INT(get("/", "If-None-Match: \"i1-br\"\r\n").status, 200);
    r = get("/assets/app-3f2a.js", "Accept-Encoding: gzip\r\n");
    EQ_TEXT(r.body, "let a");
    EQ_TEXT(header(&r, "ETag"), "\"j1\"");
    EQ_TEXT(header(&r, "Cache-Control"), "public, max-age=31536000, immutable");
    r = ask(cx.arena, port, "HEAD", "/favicon.svg", "", NULL);
    EQ_TEXT(header(&r, "Content-Length"), "6");
}

static void deep_links(void)
{
    static const char *const browser = "Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\n";
    EQ_TEXT(get("/projects/42", browser).body, "<html>plain</html>");
    EQ_TEXT(get("/%E9%A1%B9%E7%9B%AE?x=1", browser).body, "<html>plain</html>");
    EQ_INT(get("/projects/42", "Accept: */*\r\n").status, 404);
    EQ_INT(get("/projects/42", "").status, 404);
    EQ_INT(get("/api/v2/x", browser).status, 404);
    EQ_INT(get("/api", browser).status, 404);
    EQ_INT(get("/assets/gone.js", browser).status, 404);
    EQ_INT(ask(cx.arena, port, "POST", "/projects/42", browser, "x").status, 404);
}

static void tricks(void)
{
    static const char *const bad[] = {"/../etc/passwd",
                                      "/assets/../index.html",
                                      "/%2e%2e/x",
                                      "/a//b",
                                      "/a%00b",
                                      "/a%2Fb",
                                      "/%ff",
                                      "/a%zz",
                                      "/a\\b",
                                      "/api/v1/things?q=%00",
                                      "/api/v1/things?q=%ff",
                                      "/api/v1/things?%zz=1",
                                      "http://127.0.0.1/",
                                      "*"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct reply r = get(bad[i], "");
        OK(r.status == 400 && text_has(r.body, "HTP-1"), "%s is refused: %d", bad[i], r.status);
    }
    struct reply r = get("/api/v1/file", "");
    EQ_TEXT(header(&r, "X-Evil"), NULL);
    OK(text_has(header(&r, "Content-Disposition"), "filename*=UTF-8''%E5%8F%B0%E8%B4%A6%0D%0AX-Evil%3A%201.csv"),
       "attachment name is encoded");
    r = get("/api/v1/inject?q=a%0d%0aSet-Cookie:%20stolen=1", "");
    EQ_INT(r.status, 200);
    EQ_TEXT(header(&r, "Set-Cookie"), NULL);
    EQ_TEXT(header(&r, "X-Echo"), NULL);
}

static int status_of(const char *method, const char *host, const char *more)
{
    struct client c = client_open(cx.arena, port);
    bool writes = strcmp(method, "GET") != 0;
    client_say(&c, arena_printf(cx.arena, "%s /api/v1/things HTTP/1.1\r\n%s%s%s\r\n%s", method, host, more,
                                writes ? "Content-Length: 1\r\n" : "", writes ? "x" : ""));
    struct reply r = client_reply(&c, false);
    client_close(&c);
    return r.status;
}

static void who_asks(void)
{
    EQ_INT(status_of("GET", "Host: localhost:8080\r\n", ""), 200);
    EQ_INT(status_of("GET", "Host: [::1]\r\n", ""), 200);
    EQ_INT(status_of("GET", "Host: evil.example\r\n", ""), 421);
    EQ_INT(status_of("GET", "Host: 127.0.0.1.evil.example\r\n", ""), 421);
    EQ_INT(status_of("GET", "", ""), 400);
    EQ_INT(status_of("GET", "Host: localhost\r\nHost: localhost\r\n", ""), 400);
    EQ_INT(status_of("GET", "Host: localhost\r\n", "Origin: http://evil.example\r\nSec-Fetch-Site: cross-site\r\n"),
           200);
    EQ_INT(status_of("POST", "Host: localhost:80\r\n", ""), 200);
    EQ_INT(
        status_of("POST", "Host: localhost:80\r\n", "Origin: http://localhost:80\r\nSec-Fetch-Site: same-origin\r\n"),
        200);
    EQ_INT(status_of("POST", "Host: localhost\r\n", "Origin: https://localhost\r\n"), 200);
    EQ_INT(status_of("POST", "Host: localhost\r\n", "Sec-Fetch-Site: none\r\n"), 200);
    EQ_INT(status_of("POST", "Host: localhost:80\r\n", "Origin: http://localhost:81\r\n"), 403);
    EQ_INT(status_of("POST", "Host: localhost\r\n", "Origin: http://evil.example\r\n"), 403);
    EQ_INT(status_of("POST", "Host: localhost\r\n", "Origin: null\r\n"), 403);
    EQ_INT(status_of("POST", "Host: localhost\r\n", "Origin: file://localhost\r\n"), 403);
    EQ_INT(status_of("POST", "Host: localhost\r\n", "Sec-Fetch-Site: cross-site\r\n"), 403);
    EQ_INT(status_of("POST", "Host: localhost\r\n", "Sec-Fetch-Site: same-site\r\n"), 403);
    EQ_INT(status_of("DELETE", "Host: localhost\r\n", "Origin: http://evil.example\r\n"), 403);
}

/* ---- the log, read back from stderr ---- */

static int log_file;

static const char *log_text_so_far(void)
{
    off_t size = lseek(log_file, 0, SEEK_END);
    char *text = arena_alloc(cx.arena, (size_t)size + 1);
    return pread(log_file, text, (size_t)size, 0) == size ? text : "";
}

static const char *log_line_with(const char *part)
{
    const char *at = strstr(log_text_so_far(), part);
    if (!at)
        return "";
    while (at[-1] != '\n' && memcmp(at, "time=", 5) != 0)
        at--;
    return arena_strndup(cx.arena, at, strcspn(at, "\n"));
}

static void access_log(void)
{
    struct reply r = get("/api/v1/things/x%0aevent=forged?q=secret", "");
    const char *line = log_line_with(header(&r, "X-Request-Id"));
    EQ_INT(r.status, 400);
    OK(text_has(line, "event=request") && text_has(line, "method=GET") && text_has(line, "answer=400") &&
           text_has(line, "code=HTP-12"),
       "one line: %s", line);
    OK(!strstr(log_text_so_far(), "\nevent=forged"), "a path cannot begin a line");
    OK(!strstr(log_text_so_far(), "secret"), "queries stay out of the log");
    r = get("/api/v1/silent", "");
    OK(text_has(log_line_with(header(&r, "X-Request-Id")), "level=error"), "failures of ours are errors");
    OK(strstr(log_text_so_far(), "http_header_refused"), "a refused header is logged");
}

int main(void)
{
    cx = tap_ctx();
    char name[] = "/tmp/steward-log-XXXXXX";
    log_file = mkstemp(name);
    unlink(name);
    int real_stderr = dup(STDERR_FILENO);
    dup2(log_file, STDERR_FILENO);
    struct http *h = http_serve(&cx, &(struct http_options){.routes = routes, .assets = assets});
    port = http_port(h);
    routing();
    methods();
    failures();
    conditions();
    no_compression();
    compression();
    security_headers();
    embedded_files();
    deep_links();
    tricks();
    who_asks();
    access_log();
    http_stop(h);
    dup2(real_stderr, STDERR_FILENO);
    tap_ctx_free(&cx);
    return tap_done();
}
