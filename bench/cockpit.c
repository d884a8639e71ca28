/* cockpit.c — every metric of a zone with 2,000 projects and 110,000 facts, against its statements prepared once and
 * stepped. */
#include "metric/metric.h"

#include "zone.h"

enum { PROJECTS = 2000, TURNS = 11, LIMIT_MS = 20 };

static double compute_all(void *arg)
{
    struct ctx *cx = arg;
    struct arena_mark mark = arena_mark(cx->arena);
    double begun = now();
    for (const struct metric *const *m = metric_catalogue; *m; m++) {
        struct metric_answer answer;
        need(cx, metric_compute(cx, *m, &(struct metric_query){0}, &answer), (*m)->name);
    }
    double took = now() - begun;
    arena_reset(cx->arena, mark);
    return took * 1e3;
}

int main(void)
{
    struct place place = place_new();
    zone_make(&place, PROJECTS, true);
    hear_all();
    struct ctx cx = zone_open(&place);
    hear_no_more();
    heard.count = 0;
    compute_all(&cx);
    bare_prepare(place.file);
    bool good = claim("every metric of a zone", "ms", measure_pair(TURNS, compute_all, bare_step, &cx), BAR_AT_MOST,
                      1.3, LIMIT_MS);
    zone_close(&cx);
    place_clear(&place);
    return !good;
}
