/* cockpit.c — every metric of a zone with 2,000 projects and 110,000 facts, as the cockpit asks for them, against the
 * statements of that prepared once and stepped. */
#include "metric/metric.h"

#include "zone.h"

enum { PROJECTS = 2000, TURNS = 11, LIMIT_MS = 20, METRICS_MOST = 100 };

static double compute_all(void *arg)
{
    struct ctx *cx = arg;
    struct arena_mark mark = arena_mark(cx->arena);
    double begun = now();
    struct metric_ask asks[METRICS_MOST];
    struct metric_answer answers[METRICS_MOST];
    size_t count = 0;
    for (const struct metric *const *m = metric_catalogue; *m && count < METRICS_MOST; m++)
        asks[count++] = (struct metric_ask){.metric = *m};
    need(cx, metric_many(cx, (struct view){{0}}, asks, count, answers), "the metrics");
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
