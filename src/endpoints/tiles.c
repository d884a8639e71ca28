/* tiles.c — reads the address of map tiles; its host goes into a header, so nothing else may stand in it. */
#include "endpoints/tiles.h"

#include "base/text.h"

#include <string.h>

#define DIGITS  "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* Bytes of "https://host[:port]"; 0 when it does not begin so. */
static size_t origin_length(const char *url)
{
    const char *host = text_starts(url, "https://") ? url + 8 : text_starts(url, "http://") ? url + 7 : NULL;
    size_t n = host ? strspn(host, DIGITS LETTERS ".-") : 0;
    if (n == 0)
        return 0;
    const char *end = host + n;
    if (*end == ':') {
        size_t port = strspn(end + 1, DIGITS);
        end += port >= 1 && port <= 5 ? port + 1 : 0;
    }
    return *end == '/' ? (size_t)(end - url) : 0;
}

static int braces_in(const char *path)
{
    int n = 0;
    for (; *path; path++)
        n += *path == '{' || *path == '}';
    return n;
}

static bool has_once(const char *path, const char *mark)
{
    const char *at = strstr(path, mark);
    return at && !strstr(at + 1, mark);
}

bool tiles_origin(struct ctx *cx, const char *url, const char **ret_origin)
{
    size_t n = origin_length(url);
    const char *path = url + n;
    bool fits = n && strspn(path, DIGITS LETTERS "/{}._-~%?=&@") == strlen(path) && has_once(path, "{z}") &&
                has_once(path, "{x}") && has_once(path, "{y}") && braces_in(path) == 6;
    if (!fits)
        return fail(cx, ERR_USAGE, "MAP-01", "map-tiles",
                    "地图瓦片地址要写成 https://主机/{z}/{x}/{y}.png 的样子，而不是“%s”",
                    "map tiles take an address such as https://host/{z}/{x}/{y}.png, not \"%s\"", url);
    *ret_origin = arena_strndup(cx->arena, url, n);
    return true;
}
