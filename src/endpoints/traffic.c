/* traffic.c — counters of requests, in the form that Prometheus reads. */
#include "endpoints/traffic.h"

#include "endpoints/exposition.h"

#include <stdatomic.h>
#include <string.h>
#include <time.h>

/* Upper bounds of the latency buckets; the last has none. */
static const int64_t bounds_us[] = {1000, 5000, 25000, 100000, 500000, 2500000};
enum { BUCKETS = sizeof bounds_us / sizeof *bounds_us + 1, CLASSES = 6 /* 0xx … 5xx */ };

struct route_traffic {
    atomic_uint_fast64_t by_class[CLASSES];
    atomic_uint_fast64_t by_time[BUCKETS];
    atomic_uint_fast64_t us;
};

struct traffic {
    size_t count;
    int64_t started;
    atomic_uint_fast64_t statements;
    struct route_traffic routes[];
};

struct traffic *traffic_new(struct arena *a, size_t count)
{
    struct traffic *t = arena_alloc(a, sizeof *t + count * sizeof *t->routes);
    t->count = count;
    t->started = (int64_t)time(NULL);
    return t;
}

int64_t traffic_started(const struct traffic *t)
{
    return t->started;
}

void traffic_count(struct traffic *t, size_t route, int status, int64_t us, int64_t statements)
{
    struct route_traffic *r = &t->routes[route];
    size_t bucket = 0;
    while (bucket < BUCKETS - 1 && us > bounds_us[bucket])
        bucket++;
    atomic_fetch_add_explicit(&r->by_class[status / 100 % CLASSES], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&r->by_time[bucket], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&r->us, (uint64_t)us, memory_order_relaxed);
    atomic_fetch_add_explicit(&t->statements, (uint64_t)statements, memory_order_relaxed);
}

/* ---- as text ---- */

static unsigned long long read_counter(const atomic_uint_fast64_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

static const char *method_name(enum http_method method)
{
    return method == HTTP_GET     ? "GET"
           : method == HTTP_POST  ? "POST"
           : method == HTTP_PUT   ? "PUT"
           : method == HTTP_PATCH ? "PATCH"
                                  : "DELETE";
}

/* "method=\"GET\",route=\"/healthz\"" */
static const char *labels_of(struct arena *a, const struct route *r)
{
    return arena_printf(a, "method=\"%s\",route=\"%s\"", method_name(r->method), r->pattern);
}

static void put_requests(const struct traffic *t, const struct route *routes, struct buf *out)
{
    expose_head(out, "http_requests_total", "counter", "Requests answered, by route and class of status.");
    for (size_t i = 0; i < t->count; i++)
        for (int c = 1; c < CLASSES; c++)
            if (read_counter(&t->routes[i].by_class[c]))
                expose(out, "http_requests_total",
                       arena_printf(out->arena, "%s,status=\"%dxx\"", labels_of(out->arena, &routes[i]), c),
                       (int64_t)read_counter(&t->routes[i].by_class[c]));
}

static void put_buckets(const struct route_traffic *r, const char *labels, struct buf *out)
{
    int64_t so_far = 0;
    for (size_t b = 0; b < BUCKETS; b++) {
        const char *le = b == BUCKETS - 1 ? "+Inf"
                                          : arena_printf(out->arena, "%lld.%03lld", (long long)(bounds_us[b] / 1000000),
                                                         (long long)(bounds_us[b] / 1000 % 1000));
        so_far += (int64_t)read_counter(&r->by_time[b]);
        expose(out, "http_request_seconds_bucket", arena_printf(out->arena, "%s,le=\"%s\"", labels, le), so_far);
    }
    expose_seconds(out, "http_request_seconds_sum", labels, (int64_t)read_counter(&r->us));
    expose(out, "http_request_seconds_count", labels, so_far);
}

static bool is_used(const struct route_traffic *r)
{
    for (size_t b = 0; b < BUCKETS; b++)
        if (read_counter(&r->by_time[b]))
            return true;
    return false;
}

static void put_times(const struct traffic *t, const struct route *routes, struct buf *out)
{
    expose_head(out, "http_request_seconds", "histogram", "Time from routing a request to its answer.");
    for (size_t i = 0; i < t->count; i++)
        if (is_used(&t->routes[i]))
            put_buckets(&t->routes[i], labels_of(out->arena, &routes[i]), out);
}

void traffic_text(const struct traffic *t, const struct route *routes, struct buf *out)
{
    put_requests(t, routes, out);
    put_times(t, routes, out);
    expose_one(out, "db_statements_total", "counter", "Statements run for requests.",
               (int64_t)read_counter(&t->statements));
    expose_one(out, "start_time_seconds", "gauge", "When the server started, in seconds since 1970.", t->started);
}
