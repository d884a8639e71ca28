/* route.c — which route takes a path. */
#include "http/exchange.h"

#include <string.h>

enum { MOST_ARGS = 8 };

/* Does the path fit the pattern?  Notes where in the path each parameter stands. */
static bool fits(const char *pattern, const char *path, const char *ret_starts[MOST_ARGS], size_t ret_lengths[MOST_ARGS],
                 int *ret_count)
{
    int count = 0;
    while (*pattern) {
        if (*pattern != '{') {
            if (*pattern++ != *path++)
                return false;
            continue;
        }
        size_t length = strcspn(path, "/");
        if (length == 0 || count == MOST_ARGS)
            return false;
        ret_starts[count] = path;
        ret_lengths[count++] = length;
        path += length;
        pattern = strchr(pattern, '}');
        if (!pattern)
            return false;
        pattern++;
    }
    *ret_count = count;
    return *path == '\0';
}

/* Of two patterns that fit the same path: at the first place where only one has a parameter, the literal goes first. */
static bool is_closer(const char *a, const char *b)
{
    for (;;) {
        size_t in_a = strcspn(a, "/"), in_b = strcspn(b, "/");
        bool open_a = *a == '{', open_b = *b == '{';
        if (open_a != open_b)
            return open_b;
        if (!a[in_a] || !b[in_b])
            return false;
        a += in_a + 1;
        b += in_b + 1;
    }
}

static const char *const *copy_args(struct ctx *cx, const char *const starts[], const size_t lengths[], int count)
{
    const char **args = arena_array(cx->arena, (size_t)count + 1, sizeof *args);
    for (int i = 0; i < count; i++)
        args[i] = arena_strndup(cx->arena, starts[i], lengths[i]);
    return args;
}

const struct route *http_route(struct ctx *cx, const struct route *routes, enum http_method method, const char *path,
                               const char *const **ret_args, int *ret_arg_count, unsigned *ret_methods)
{
    const struct route *best = NULL;
    const char *starts[MOST_ARGS];
    size_t lengths[MOST_ARGS];
    int count;
    *ret_methods = 0;
    for (const struct route *r = routes; r && r->pattern; r++) {
        if (!fits(r->pattern, path, starts, lengths, &count))
            continue;
        *ret_methods |= r->method;
        if (r->method == method && (!best || is_closer(r->pattern, best->pattern)))
            best = r;
    }
    if (best && fits(best->pattern, path, starts, lengths, &count)) {
        *ret_args = copy_args(cx, starts, lengths, count);
        *ret_arg_count = count;
    }
    return best;
}
