/* measure.h — time, medians, and the one line that each claim prints: ours, floor, ratio, bar, ok or OVER. */
#ifndef STEWARD_BENCH_MEASURE_H
#define STEWARD_BENCH_MEASURE_H

#include "base/ctx.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static inline int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The value that a share `part` of all lie below; sorts them. */
static inline double quantile(double *values, size_t count, double part)
{
    qsort(values, count, sizeof *values, by_size);
    size_t i = (size_t)((double)count * part);
    return values[i < count ? i : count - 1];
}

static inline double median(double *values, size_t count)
{
    return quantile(values, count, 0.5);
}

/* Two things measured turn about, so that noise hits both alike; medians of each and of their ratio. */
struct pair {
    double ours, floor, ratio;
};

enum { TURNS_MOST = 101 };

static inline struct pair measure_pair(int turns, double (*ours)(void *arg), double (*floor)(void *arg), void *arg)
{
    double a[TURNS_MOST], b[TURNS_MOST], ratios[TURNS_MOST];
    for (int i = 0; i < turns; i++) {
        b[i] = floor(arg);
        a[i] = ours(arg);
        ratios[i] = a[i] / b[i];
    }
    size_t n = (size_t)turns;
    return (struct pair){median(a, n), median(b, n), median(ratios, n)};
}

/* Rates are to reach their share of the floor's, times to stay within a multiple of it. */
enum bar_kind { BAR_AT_LEAST, BAR_AT_MOST };

/* Prints the line; false when the bar is missed.  A bar of 0 leaves the ratio free; `limit` bounds ours by itself, in
 * its unit, unless it is 0. */
static inline bool claim(const char *name, const char *unit, struct pair p, enum bar_kind kind, double bar,
                         double limit)
{
    bool within = bar <= 0 || (kind == BAR_AT_LEAST ? p.ratio >= bar : p.ratio <= bar);
    bool good = within && (limit <= 0 || p.ours <= limit);
    printf("%-34s ours %9.6g %-4s floor %9.6g %-4s ratio %5.2f  bar", name, p.ours, unit, p.floor, unit, p.ratio);
    if (bar > 0)
        printf(" %s %.2f", kind == BAR_AT_LEAST ? ">=" : "<=", bar);
    if (limit > 0)
        printf("%s <= %g %s", bar > 0 ? " and" : "", limit, unit);
    printf("  %s\n", good ? "ok" : "OVER");
    fflush(stdout);
    return good;
}

/* A claim without a floor. */
static inline bool claim_limit(const char *name, const char *unit, double ours, double limit)
{
    printf("%-34s ours %9.6g %-4s bar <= %g %s  %s\n", name, ours, unit, limit, unit, ours <= limit ? "ok" : "OVER");
    fflush(stdout);
    return ours <= limit;
}

/* Ends the program when a step of the preparation fails. */
static inline void need(const struct ctx *cx, bool done, const char *what)
{
    if (done)
        return;
    fprintf(stderr, "bench: %s: %s (%s)\n", what, cx && cx->err.message.en ? cx->err.message.en : "failed",
            cx && cx->err.cause ? cx->err.cause : "");
    exit(1);
}

/* BENCH_QUICK=1 leaves out what takes long to prepare. */
static inline bool is_quick(void)
{
    const char *quick = getenv("BENCH_QUICK");
    return quick && *quick == '1';
}

#endif
