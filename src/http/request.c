/* request.c — decoding what a request line carries, and reading requests. */
#include "base/text.h"
#include "http/exchange.h"

#include <string.h>
#include <strings.h>

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

const char *decode_percent(struct ctx *cx, const char *raw)
{
    size_t length = strlen(raw);
    if (!memchr(raw, '%', length))
        return text_is_utf8(raw, length) ? raw : NULL;
    char *text = arena_strdup(cx->arena, raw);
    char *to = text;
    for (const char *from = text; *from; from++, to++) {
        *to = *from;
        if (*from != '%')
            continue;
        int high = hex_digit(from[1]);
        int low = high < 0 ? -1 : hex_digit(from[2]);
        if (low < 0 || high + low == 0)
            return NULL;
        *to = (char)(high * 16 + low);
        from += 2;
    }
    *to = '\0';
    return text_is_utf8(text, (size_t)(to - text)) ? text : NULL;
}

/* Does the segment that starts at p name its own or the parent folder? */
static bool is_dots(const char *p)
{
    size_t n = strcspn(p, "/");
    return (n == 1 && p[0] == '.') || (n == 2 && p[0] == '.' && p[1] == '.');
}

static bool is_clean_path(const char *path)
{
    if (path[0] != '/')
        return false;
    for (const char *p = path; *p; p++) {
        if ((unsigned char)*p < 0x20 || *p == 0x7f || *p == '\\')
            return false;
        if (*p == '/' && (p[1] == '/' || is_dots(p + 1)))
            return false;
    }
    return true;
}

const char *decode_path(struct ctx *cx, const char *raw)
{
    if (strchr(raw, '%') && strcasestr(raw, "%2f")) /* once decoded it would be a separator that was none */
        return NULL;
    const char *path = decode_percent(cx, raw);
    return path && is_clean_path(path) ? path : NULL;
}

const char *request_query(const struct request *rq, const char *name)
{
    for (int i = 0; i < rq->query_count; i++)
        if (strcmp(rq->query[i].name, name) == 0)
            return rq->query[i].value;
    return NULL;
}

const char *request_header(const struct request *rq, const char *name)
{
    const struct exchange *x = rq->handle;
    return x ? MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, name) : NULL;
}

const char *request_cookie(const struct request *rq, const char *name)
{
    const struct exchange *x = rq->handle;
    return x ? MHD_lookup_connection_value(x->connection, MHD_COOKIE_KIND, name) : NULL;
}

/* application/json, application/merge-patch+json, with or without parameters. */
static bool is_json(const char *content_type)
{
    size_t n = content_type ? strcspn(content_type, "; \t") : 0;
    return (n == 16 && strncasecmp(content_type, "application/json", n) == 0) ||
           (n > 17 && strncasecmp(content_type, "application/", 12) == 0 &&
            strncasecmp(content_type + n - 5, "+json", 5) == 0);
}

struct json_t *request_json(struct request *rq)
{
    if (!is_json(rq->content_type)) {
        fail(rq->cx, ERR_UNSUPPORTED, "HTP-17", NULL, "请求正文应为 JSON，Content-Type 应为 application/json",
             "the request body must be JSON, sent as Content-Type: application/json");
        return NULL;
    }
    return json_parse(rq->cx, rq->body, rq->body_size);
}
