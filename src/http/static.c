/* static.c — embedded files: which one, in which encoding, and the application's page for deep links. */
#include "base/text.h"
#include "http/exchange.h"

#include <string.h>

static const struct asset *asset_at(const struct asset *assets, const char *path)
{
    for (const struct asset *a = assets; a && a->path; a++)
        if (strcmp(a->path, path) == 0)
            return a;
    return NULL;
}

/* Pages of the application have addresses of their own; the browser asks for them as pages. */
static bool is_deep_link(const struct exchange *x)
{
    return x->rq.method == HTTP_GET && !text_starts(x->rq.path, "/api/") && strcmp(x->rq.path, "/api") != 0 &&
           !text_starts(x->rq.path, "/assets/") &&
           accept_quality(request_header(&x->rq, "Accept"), "text/html", false) > 0;
}

const struct asset *static_find(const struct exchange *x)
{
    const struct asset *assets = x->http->options.assets;
    const struct asset *a = asset_at(assets, x->rq.path);
    if (!a && (strcmp(x->rq.path, "/") == 0 || is_deep_link(x)))
        a = asset_at(assets, "/index.html");
    return a;
}

struct variant {
    const char *coding; /* NULL: as it is */
    const unsigned char *bytes;
    size_t size;
};

/* The variant the client likes best; among equals the smallest. */
static struct variant best_variant(const struct asset *a, const char *accept)
{
    const struct variant variants[] = {
        {"br", a->brotli, a->brotli_size}, {"gzip", a->gzip, a->gzip_size}, {NULL, a->plain, a->plain_size}};
    int identity = accept_quality(accept, "identity", false);
    struct variant best = variants[2];
    int best_quality = identity > 0 ? identity - 1 : 0; /* counts when named, and loses a tie */
    for (int i = 1; i >= 0; i--) {
        int quality = variants[i].bytes ? accept_quality(accept, variants[i].coding, true) : 0;
        if (quality > 0 && quality >= best_quality) {
            best = variants[i];
            best_quality = quality;
        }
    }
    return best;
}

static const char *bare_tag(struct ctx *cx, const char *etag)
{
    size_t n = strlen(etag);
    return n > 1 && etag[0] == '"' ? arena_strndup(cx->arena, etag + 1, n - 2) : etag;
}

void static_answer(struct exchange *x, const struct asset *a)
{
    struct response *rs = &x->rs;
    struct variant v = best_variant(a, request_header(&x->rq, "Accept-Encoding"));
    rs->content_type = a->content_type;
    rs->constant = v.bytes;
    rs->constant_size = v.size;
    response_header(rs, "Cache-Control", a->immutable ? "public, max-age=31536000, immutable" : "no-cache");
    response_header(rs, "Vary", "Accept-Encoding");
    if (v.coding)
        response_header(rs, "Content-Encoding", v.coding);
    if (a->etag) /* other bytes, other strong tag */
        response_etag(&x->rq, rs,
                      arena_printf(x->cx.arena, "\"%s%s%s\"", bare_tag(&x->cx, a->etag), v.coding ? "-" : "",
                                   v.coding ? v.coding : ""));
}
