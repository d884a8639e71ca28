/* query_fuzz.c — any bytes as a path, a query value, a header or a file name: taken apart by the rules, or refused. */
#include "base/text.h"
#include "http/exchange.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* clang-format off */
static const struct route routes[] = {
    {HTTP_GET,  "/"},
    {HTTP_GET,  "/{one}"},
    {HTTP_GET,  "/a/{one}"},
    {HTTP_GET,  "/a/b"},
    {HTTP_POST, "/{one}/{two}/c"},
    {HTTP_GET,  "/{one}/b/{three}"},
    {.pattern = NULL},
};
/* clang-format on */

static void must(bool holds)
{
    if (!holds)
        abort();
}

static const char *encoded(struct ctx *cx, const char *text)
{
    struct buf out = buf_init(cx->arena);
    for (; *text; text++)
        buf_printf(&out, "%%%02x", (unsigned char)*text);
    return out.data;
}

/* What was decoded is text, and encodes into something that decodes to it. */
static void check_decoding(struct ctx *cx, const char *raw)
{
    const char *text = decode_percent(cx, raw);
    if (!text)
        return;
    must(strlen(text) <= strlen(raw) && text_is_utf8(text, strlen(text)));
    must(text_equal(decode_percent(cx, encoded(cx, text)), text));
}

/* The pattern with its arguments filled in is the path again. */
static void check_route(struct ctx *cx, const char *path, enum http_method method)
{
    const char *const *args;
    int count, used = 0;
    unsigned methods;
    const struct route *r = http_route(cx, routes, method, path, &args, &count, &methods);
    must(!r || (methods & method));
    struct route_index index = route_index_of(cx->arena, routes);
    const char *const *found_args;
    int found_count;
    unsigned found_methods;
    must(route_find(cx, &index, method, path, &found_args, &found_count, &found_methods) == r &&
         found_methods == methods);
    if (!r)
        return;
    struct buf again = buf_init(cx->arena);
    for (const char *p = r->pattern; *p; p++) {
        if (*p != '{') {
            buf_char(&again, *p);
            continue;
        }
        must(used < count && *args[used] && !strchr(args[used], '/'));
        buf_text(&again, args[used++]);
        p = strchr(p, '}');
    }
    must(used == count && text_equal(again.data, path));
}

static void check_path(struct ctx *cx, const char *raw)
{
    const char *path = decode_path(cx, raw);
    if (!path)
        return;
    must(path[0] == '/' && !strstr(path, "//") && !strstr(path, "/../") && !strstr(path, "/./") && !strchr(path, '\\'));
    must(!strpbrk(path, "\r\n\t\x7f"));
    check_route(cx, path, HTTP_GET);
    check_route(cx, path, HTTP_POST);
}

static void check_headers(struct ctx *cx, const char *header)
{
    static const char *const wanted[] = {"gzip", "br", "zh", "text/html"};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        int named = accept_quality(header, wanted[i], false), starred = accept_quality(header, wanted[i], true);
        must(named >= -1 && named <= 1000 && starred >= -1 && starred <= 1000 && (named == -1 || named == starred));
    }
    must(accept_language(header) == LANG_ZH || accept_language(header) == LANG_EN);
    must(!tag_matches(header, "\"7\"") || strchr(header, '*') || strstr(header, "\"7\""));
    if (host_is_one_of(header, loopback_hosts))
        must(strcasestr(header, "localhost") == header || strstr(header, "127.0.0.1") == header ||
             strstr(header, "[::1]") == header);
    struct response rs = {0};
    struct buf none = buf_init(cx->arena);
    response_file(&rs, "text/csv", header, none);
    must(rs.header_count == 1 && !strpbrk(rs.headers[0][1], "\r\n\\") &&
         text_starts(rs.headers[0][1], "attachment; filename=\""));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct ctx cx = ctx_init(arena_new(64 << 20));
    const char *text = arena_strndup(cx.arena, (const char *)bytes, size);
    check_decoding(&cx, text);
    check_path(&cx, text);
    check_headers(&cx, text);
    arena_free(cx.arena);
    return 0;
}
