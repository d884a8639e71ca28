/* route.c — which route takes a path. */
#include "http/exchange.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_ARGS = 8 };

/* Does the path fit the pattern?  Notes where in the path each parameter stands. */
static bool fits(const char *pattern, const char *path, const char *ret_starts[MOST_ARGS],
                 size_t ret_lengths[MOST_ARGS], int *ret_count)
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

struct search {
    const char *path;
    enum http_method method;
    const struct route *best;
    unsigned methods;
};

/* The first `same` bytes of pattern and path are known to be equal. */
static void consider(struct search *s, const struct route *r, size_t same)
{
    const char *starts[MOST_ARGS];
    size_t lengths[MOST_ARGS];
    int count;
    if (!fits(r->pattern + same, s->path + same, starts, lengths, &count))
        return;
    s->methods |= r->method;
    if (r->method == s->method && (!s->best || is_closer(r->pattern, s->best->pattern)))
        s->best = r;
}

static const struct route *conclude(struct ctx *cx, const struct search *s, const char *const **ret_args,
                                    int *ret_arg_count, unsigned *ret_methods)
{
    const char *starts[MOST_ARGS];
    size_t lengths[MOST_ARGS];
    int count;
    *ret_methods = s->best ? s->method : s->methods;
    if (s->best && fits(s->best->pattern, s->path, starts, lengths, &count)) {
        *ret_args = copy_args(cx, starts, lengths, count);
        *ret_arg_count = count;
    }
    return s->best;
}

const struct route *http_route(struct ctx *cx, const struct route *routes, enum http_method method, const char *path,
                               const char *const **ret_args, int *ret_arg_count, unsigned *ret_methods)
{
    struct search s = {.path = path, .method = method};
    for (const struct route *r = routes; r && r->pattern; r++)
        consider(&s, r, 0);
    return conclude(cx, &s, ret_args, ret_arg_count, ret_methods);
}

/* ---- the same for a server with hundreds of routes ----
 *
 * A pattern's head is what stands before its first parameter.  Only patterns whose head begins the path can fit, and
 * heads are whole patterns or end in a slash: so a path of n segments has n + 1 heads to look up among the sorted.  A
 * longer one is closer, for where the shorter ends it has a literal. */

static int compare(const char *a, size_t a_length, const char *b, size_t b_length)
{
    int order = memcmp(a, b, a_length < b_length ? a_length : b_length);
    return order ? order : (a_length > b_length) - (a_length < b_length);
}

static int by_head(const void *a, const void *b)
{
    const struct route_entry *x = a, *y = b;
    int order = compare(x->route->pattern, x->head, y->route->pattern, y->head);
    return order ? order : (x->route > y->route) - (x->route < y->route);
}

struct route_index route_index_of(struct arena *a, const struct route *routes)
{
    struct route_index index = {.count = 0};
    while (routes && routes[index.count].pattern)
        index.count++;
    index.entries = arena_array(a, index.count + 1, sizeof *index.entries);
    for (size_t i = 0; i < index.count; i++)
        index.entries[i] = (struct route_entry){&routes[i], strcspn(routes[i].pattern, "{")};
    qsort(index.entries, index.count, sizeof *index.entries, by_head);
    return index;
}

static void consider_head(struct search *s, const struct route_index *index, size_t head)
{
    size_t low = 0, high = index->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct route_entry *e = &index->entries[middle];
        if (compare(e->route->pattern, e->head, s->path, head) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (const struct route_entry *e = &index->entries[low], *end = index->entries + index->count;
         e < end && compare(e->route->pattern, e->head, s->path, head) == 0; e++)
        consider(s, e->route, head);
}

const struct route *route_find(struct ctx *cx, const struct route_index *index, enum http_method method,
                               const char *path, const char *const **ret_args, int *ret_arg_count,
                               unsigned *ret_methods)
{
    struct search s = {.path = path, .method = method};
    for (size_t head = strlen(path); head > 0 && !s.best; head--)
        if (path[head] == '\0' || path[head - 1] == '/')
            consider_head(&s, index, head);
    return conclude(cx, &s, ret_args, ret_arg_count, ret_methods);
}
