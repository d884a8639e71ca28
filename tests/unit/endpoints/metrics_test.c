/* metrics_test.c — every number of the sample over HTTP, its groups, its rows, and what is refused. */
#include "metric/metric.h"
#include "served.h"

#include <string.h>

static const char weinan[] = "zone=weinan&as_of=2023-12-31";

static json_t *metric(struct served *s, const char *name, const char *more)
{
    struct reply r = get(s, arena_printf(s->cx.arena, "/api/v1/metrics/%s?%s%s", name, weinan, more));
    if (r.status != 200)
        OK(false, "%s answers %d: %s", name, r.status, r.body);
    return body_of(s, &r);
}

/* clang-format off */
static const struct { const char *name; long long value; } figures[] = {
    {"project.count",                 135},
    {"project.started",               100},
    {"project.new_started",           31},
    {"project.in_statistics",         93},
    {"project.not_in_statistics",     7},
    {"project.completed",             28},
    {"project.halted",                1},
    {"problem.raised",                91},
    {"reserve.count",                 36},
};
/* clang-format on */

static void test_figures(struct served *s)
{
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        json_t *m = metric(s, figures[i].name, "");
        OK(int_at(m, "value") == figures[i].value, "%s is %lld: %lld", figures[i].name, figures[i].value,
           int_at(m, "value"));
    }
    json_t *planned = metric(s, "reserve.total_investment", "");
    EQ_INT(int_at(planned, "value"), 2858000000000LL);
    EQ_TEXT(text_at(planned, "unit"), "fen");
    EQ_TEXT(text_at(planned, "as_of"), "2023-12-31");
    EQ_TEXT(text_at(planned, "zone"), "weinan");
    OK(text_at(planned, "definitions.en"), "the definition is there in English");
    json_t *done = metric(s, "investment.completed", "");
    OK(int_at(done, "value") / 10000000000LL == 221, "22.1 bn yuan completed in all: %lld", int_at(done, "value"));
}

static void test_list(struct served *s)
{
    struct reply r = get(s, arena_printf(s->cx.arena, "/api/v1/metrics?%s", weinan));
    json_t *all = body_of(s, &r);
    EQ_INT(r.status, 200);
    EQ_TEXT(text_at(all, "as_of"), "2023-12-31");
    OK(json_array_size(at(all, "items")) >= 20, "all metrics: %zu", json_array_size(at(all, "items")));
    const char *tag = header(s, &r, "ETag");
    struct reply again = call(s, "GET", arena_printf(s->cx.arena, "/api/v1/metrics?%s", weinan),
                              arena_printf(s->cx.arena, "If-None-Match: %s\r\n", tag), NULL);
    EQ_INT(again.status, 304);
    EQ_INT(again.size, 0);
    r = get(s, arena_printf(s->cx.arena, "/api/v1/metrics?%s&names=project.started,project.count", weinan));
    all = body_of(s, &r);
    EQ_INT(json_array_size(at(all, "items")), 2);
    EQ_TEXT(text_at(all, "items.0.metric"), "project.started");
    EQ_INT(int_at(all, "items.0.value"), 100);
}

static void test_groups_and_rows(struct served *s)
{
    json_t *m = metric(s, "project.started", "&by=nature");
    long long sum = 0;
    for (size_t i = 0; i < json_array_size(at(m, "groups")); i++)
        sum += int_at(json_array_get(at(m, "groups"), i), "value");
    EQ_TEXT(text_at(m, "by"), "nature");
    EQ_INT(sum, 100);

    int64_t rows = 0;
    const char *cursor = "";
    for (int page = 0; page < 10 && cursor; page++) {
        struct reply r = get(s, arena_printf(s->cx.arena, "/api/v1/metrics/project.started/rows?%s&limit=30%s%s",
                                             weinan, *cursor ? "&cursor=" : "", cursor));
        json_t *v = body_of(s, &r);
        rows += (int64_t)json_array_size(at(v, "items"));
        cursor = text_at(v, "next");
    }
    EQ_INT(rows, 100);
}

/* At the end of each month the number is the metric's own, as of that day. */
static void test_series(struct served *s)
{
    json_t *m = metric(s, "project.started/series", "&months=6"), *points = at(m, "series");
    EQ_INT(json_array_size(points), 6);
    EQ_INT(int_at(m, "value"), 100);
    EQ_TEXT(text_at(m, "series.0.as_of"), "2023-07-31");
    EQ_TEXT(text_at(m, "series.4.as_of"), "2023-11-30");
    EQ_TEXT(text_at(m, "series.5.as_of"), "2023-12-31");
    for (size_t i = 0; i < json_array_size(points); i++) {
        json_t *p = json_array_get(points, i);
        struct reply r = get(
            s, arena_printf(s->cx.arena, "/api/v1/metrics/project.started?zone=weinan&as_of=%s", text_at(p, "as_of")));
        EQ_INT(int_at(p, "value"), int_at(body_of(s, &r), "value"));
    }
    m = metric(s, "investment.progress/series", "&months=1");
    EQ_INT(int_at(m, "series.0.expected"), int_at(m, "series.0.whole"));
    OK(int_at(m, "series.0.whole") > int_at(m, "series.0.part"), "less than the plan is done");

    struct reply r = get(s, "/api/v1/metrics/project.started/series?zone=weinan&as_of=2023-08-10&months=2");
    m = body_of(s, &r);
    EQ_TEXT(text_at(m, "series.0.as_of"), "2023-07-31");
    EQ_TEXT(text_at(m, "series.1.as_of"), "2023-08-10");
    r = get(s, "/api/v1/metrics/project.started/series?zone=weinan&months=61");
    EQ_INT(r.status, 400);
    EQ_TEXT(text_at(body_of(s, &r), "path"), "months");
}

/* Open problems fall into bands of age, each with the condition that keeps it. */
static void test_ages(struct served *s)
{
    json_t *m = metric(s, "problem.open", "&by=age_band"), *groups = at(m, "groups");
    long long sum = 0;
    EQ_INT(int_at(m, "value"), 18);
    for (size_t i = 0; i < json_array_size(groups); i++)
        sum += int_at(json_array_get(groups, i), "value");
    EQ_INT(sum, 18);
    OK(json_array_size(groups) > 1, "more than one band: %zu", json_array_size(groups));
    json_t *old = metric(s, "problem.open", "&where=age_days%20%3E%2090");
    json_t *band = metric(s, "problem.open", "&where=age_band%20%3D%20quarters");
    EQ_INT(int_at(old, "value"), int_at(band, "value"));
}

static void test_refusals(struct served *s)
{
    struct reply r = get(s, "/api/v1/metrics/project.startd?zone=weinan");
    EQ_INT(r.status, 404);
    EQ_TEXT(code_of(s, &r), "MET-01");
    r = get(s, "/api/v1/metrics/project.started");
    EQ_TEXT(text_at(body_of(s, &r), "zone"), "weinan"); /* that of whoever asks */
    r = get(s, "/api/v1/metrics/project.started?zone=nowhere");
    EQ_INT(r.status, 404);
    EQ_TEXT(code_of(s, &r), "API-02");
    r = get(s, "/api/v1/metrics/project.started?zone=weinan&as_of=31.12.2023");
    EQ_INT(r.status, 400);
    EQ_TEXT(text_at(body_of(s, &r), "path"), "as_of");
    r = get(s, "/api/v1/metrics/project.started?zone=weinan&filter=x");
    EQ_INT(r.status, 400);
    EQ_TEXT(text_at(body_of(s, &r), "path"), "filter");
    r = get(s, "/api/v1/metrics/project.started?zone=weinan&where=nonsense%20%3D%3D%3D");
    OK(r.status == 422 && strncmp(code_of(s, &r), "FML-", 4) == 0, "a bad condition: %d %s", r.status, code_of(s, &r));
    r = get(s, "/api/v1/metrics/project.started?zone=other&as_of=2023-12-31");
    EQ_INT(int_at(body_of(s, &r), "value"), 0);
}

/* What each metric is made of, and that the bulletin prints it. */
static void test_catalogue(struct served *s)
{
    struct reply r = get(s, "/api/v1/meta/metrics?zone=weinan&as_of=2023-12-31");
    json_t *items = at(body_of(s, &r), "items"), *m, *progress = NULL;
    size_t i, used = 0;
    json_array_foreach(items, i, m)
    {
        OK(metric_find(text_at(m, "name")), "%s is a metric", text_at(m, "name"));
        used += json_array_size(at(m, "used"));
        progress = strcmp(text_at(m, "name"), "investment.progress") == 0 ? m : progress;
    }
    EQ_TEXT(text_at(progress, "over"), "planned_in_year");
    EQ_TEXT(text_at(progress, "unit"), "percent");
    EQ_TEXT(text_at(progress, "rows.0"), "name");
    EQ_TEXT(text_at(progress, "used.0.name"), "monthly_bulletin");
    OK(json_is_null(at(progress, "where")), "no condition is null");
    OK(used > 10 && used <= i, "the bulletin prints %zu of %zu", used, i);
    r = call(s, "GET", "/api/v1/meta/metrics?zone=weinan&as_of=2023-12-31",
             arena_printf(s->cx.arena, "If-None-Match: %s\r\n", header(s, &r, "ETag")), NULL);
    EQ_INT(r.status, 304);
    r = get(s, "/api/v1/meta/metrics?zone=nowhere");
    EQ_TEXT(code_of(s, &r), "API-02");
}

static void test_all(const char *url)
{
    struct served s = serve(url, true);
    test_figures(&s);
    test_list(&s);
    test_groups_and_rows(&s);
    test_series(&s);
    test_ages(&s);
    test_refusals(&s);
    test_catalogue(&s);
    served_end(&s);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
