/* response.c — building answers: headers, JSON, entity tags, attachments. */
#include "base/log.h"
#include "http/exchange.h"

#include <string.h>
#include <strings.h>

static bool is_header_name(const char *s)
{
    size_t n = 0;
    while (((s[n] | 32) >= 'a' && (s[n] | 32) <= 'z') || (s[n] >= '0' && s[n] <= '9') || s[n] == '-' || s[n] == '_')
        n++;
    return n > 0 && s[n] == '\0';
}

static bool is_header_value(const char *s)
{
    size_t n = 0;
    for (; s[n]; n++)
        if (((unsigned char)s[n] < 0x20 && s[n] != '\t') || s[n] == 0x7f)
            return false;
    return n > 0; /* the library takes none that is empty */
}

static void log_refused(const char *name, const char *why)
{
    struct log_line l = log_begin(LEVEL_ERROR, "http_header_refused");
    log_text(&l, "name", name);
    log_text(&l, "why", why);
    log_end(&l);
}

static int header_place(const struct response *rs, const char *name)
{
    int i = 0;
    if (strcasecmp(name, "Set-Cookie") == 0)
        return rs->header_count;
    while (i < rs->header_count && strcasecmp(rs->headers[i][0], name) != 0)
        i++;
    return i;
}

void response_header(struct response *rs, const char *name, const char *value)
{
    if (!is_header_name(name) || !value || !is_header_value(value)) {
        log_refused(name, "empty or with control characters");
        return;
    }
    int i = header_place(rs, name);
    if (i == (int)(sizeof rs->headers / sizeof *rs->headers)) {
        log_refused(name, "too many headers");
        return;
    }
    rs->headers[i][0] = name;
    rs->headers[i][1] = value;
    if (i == rs->header_count)
        rs->header_count++;
}

const char *response_header_of(const struct response *rs, const char *name)
{
    for (int i = 0; i < rs->header_count; i++)
        if (strcasecmp(rs->headers[i][0], name) == 0)
            return rs->headers[i][1];
    return NULL;
}

void response_json(struct response *rs, struct json *j)
{
    rs->content_type = "application/json";
    buf_clear(&rs->body);
    *j = json_to(&rs->body);
}

void response_etag(struct request *rq, struct response *rs, const char *tag)
{
    bool quoted = tag[0] == '"' || strncmp(tag, "W/\"", 3) == 0;
    const char *etag = quoted ? tag : arena_printf(rq->cx->arena, "\"%s\"", tag);
    response_header(rs, "ETag", etag);
    if (rq->method == HTTP_GET && tag_matches(request_header(rq, "If-None-Match"), etag))
        rs->status = 304;
}

static const char *last_part(const char *file_name)
{
    for (const char *p = file_name; *p; p++)
        if (*p == '/' || *p == '\\')
            file_name = p + 1;
    return *file_name ? file_name : "download";
}

/* For clients that do not read filename*: each run of other characters becomes one "_". */
static void add_ascii_name(struct buf *out, const char *name)
{
    for (bool replaced = false; *name; name++) {
        unsigned char c = (unsigned char)*name;
        bool plain = c > 0x20 && c < 0x7f && !strchr("\"\\%;,", c);
        if (plain || !replaced)
            buf_char(out, plain ? (char)c : '_');
        replaced = !plain;
    }
}

/* RFC 8187: what is no attr-char is percent-encoded. */
static void add_encoded_name(struct buf *out, const char *name)
{
    for (; *name; name++) {
        unsigned char c = (unsigned char)*name;
        if (c < 0x80 && (strchr("!#$&+-.^_`|~", c) || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z')))
            buf_char(out, (char)c);
        else
            buf_printf(out, "%%%02X", c);
    }
}

static void dispose(struct response *rs, const char *how, const char *content_type, const char *file_name,
                    struct buf bytes)
{
    const char *name = last_part(file_name);
    struct buf disposition = buf_init(bytes.arena);
    buf_printf(&disposition, "%s; filename=\"", how);
    add_ascii_name(&disposition, name);
    buf_text(&disposition, "\"; filename*=UTF-8''");
    add_encoded_name(&disposition, name);
    rs->content_type = content_type;
    rs->body = bytes;
    response_header(rs, "Content-Disposition", disposition.data);
}

void response_file(struct response *rs, const char *content_type, const char *file_name, struct buf bytes)
{
    dispose(rs, "attachment", content_type, file_name, bytes);
}

void response_shown(struct response *rs, const char *content_type, const char *file_name, struct buf bytes)
{
    dispose(rs, "inline", content_type, file_name, bytes);
}
