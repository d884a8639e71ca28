/* job_test.c — when jobs are due, and what a run leaves behind. */
#include "jobs/job.h"

#include "base/date.h"
#include "zoned.h"

static int64_t at(const char *iso)
{
    struct instant t = {0};
    OK(instant_parse_iso(iso, &t), "%s is a moment", iso);
    return t.ms;
}

static void test_times(struct ctx *cx)
{
    static const struct {
        const char *when, *last, *now, *next; /* next NULL: now */
    } cases[] = {
        {"daily 06:00", NULL, "2026-11-26T05:00:00+08:00", NULL},
        {"daily 06:00", "2026-11-25T06:00:10+08:00", "2026-11-26T05:59:00+08:00", "2026-11-26T06:00:00+08:00"},
        {"daily 06:00", "2026-11-25T06:00:10+08:00", "2026-11-26T06:00:00+08:00", NULL},
        {"daily 06:00", "2026-11-26T06:00:00+08:00", "2026-11-26T06:00:00+08:00", "2026-11-27T06:00:00+08:00"},
        {"daily 00:10", "2026-11-20T00:10:00+08:00", "2026-11-26T23:00:00+08:00", NULL}, /* the server was down: once */
        {"weekly 1 16:05", "2026-11-23T16:05:00+08:00", "2026-11-26T12:00:00+08:00", "2026-11-30T16:05:00+08:00"},
        {"weekly 1 16:05", "2026-11-23T16:04:59+08:00", "2026-11-23T16:05:00+08:00", NULL},
        {"weekly 7 00:00", "2026-11-22T00:00:00+08:00", "2026-11-23T12:00:00+08:00", "2026-11-29T00:00:00+08:00"},
        {"every 10m", "2026-11-26T12:00:00+08:00", "2026-11-26T12:09:59+08:00", "2026-11-26T12:10:00+08:00"},
        {"every 1h", "2026-11-26T12:00:00+08:00", "2026-11-26T13:00:00+08:00", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct zone_job job = {.name = "x", .when = cases[i].when};
        int64_t now = at(cases[i].now), next = zone_job_next(&job, cases[i].last ? at(cases[i].last) : 0, now);
        EQ_TEXT(instant_iso(cx->arena, (struct instant){next}),
                instant_iso(cx->arena, (struct instant){cases[i].next ? at(cases[i].next) : now}));
    }
    const struct zone_job weekly = {.name = "x", .when = "weekly 1 16:05"}, often = {.name = "x", .when = "every 10m"};
    EQ_TEXT(zone_job_when(cx->arena, &weekly, LANG_ZH), "每周一 16:05");
    EQ_TEXT(zone_job_when(cx->arena, &often, LANG_EN), "every 10 minutes");
    OK(zone_jobs_audit(cx), "the program's own jobs can be read");
}

static int64_t to_change;
static bool fails;

static bool run(struct ctx *cx, struct zone_job_result *ret_result)
{
    OK(cx->zone && !cx->rights && strcmp(cx->way, "job") == 0, "it runs for a zone, as the program, as a job");
    ret_result->changed = to_change;
    return !fails || fail(cx, ERR_BUSY, "TST-01", NULL, "忙", "busy");
}

static void test_runs(const char *url)
{
    struct ctx cx = zone_on(url);
    const struct zone_job daily = {.name = "daily_test", .when = "daily 06:00", .run = run},
                          often = {.name = "often_test", .when = "every 10m", .run = run};
    struct zone_job_result result;
    const char *actor = cx.actor;
    int64_t last;
    OK(zone_job_last(&cx, &daily, &last) && last == 0, "never done");
    to_change = 0;
    OK(zone_job_run(&cx, &daily, &result) && zone_job_run(&cx, &often, &result), "both run");
    EQ_INT(int_of(&cx, "SELECT COUNT(*) FROM job_run"), 1); /* of every few minutes, nothing done: no row */
    OK(zone_job_last(&cx, &daily, &last) && last == cx.now_ms, "the daily one knows when");
    EQ_INT(int_of(&cx, "SELECT COUNT(*) FROM job_run WHERE created_by = 'job:daily_test' AND way = 'job'"), 1);
    to_change = 3;
    OK(zone_job_run(&cx, &often, &result) && result.changed == 3, "it changed three rows");
    EQ_INT(int_of(&cx, "SELECT changed FROM job_run WHERE name = 'often_test'"), 3);
    fails = true;
    cx.now_ms += 1000;
    OK(!zone_job_run(&cx, &daily, &result), "one that fails says so");
    EQ_TEXT(failed_with(&cx), "TST-01");
    OK(zone_job_last(&cx, &daily, &last) && last == cx.now_ms - 1000, "a failed run is not done");
    EQ_INT(int_of(&cx, "SELECT COUNT(*) FROM job_run WHERE outcome = 'failed' AND failure LIKE '%TST-01%'"), 1);
    OK(cx.actor == actor && !cx.way, "whoever ran it is himself again");
    fails = false;
    work_done(&cx);
}

int main(void)
{
    struct ctx cx = tap_ctx();
    test_times(&cx);
    tap_ctx_free(&cx);
    on_each_engine(test_runs);
    return tap_done();
}
