/* timekeeper_test.c — the server does each zone's periodic work once when it is due, and not again before the next time. */
#include "endpoints/timekeeper.h"

#include "base/settings.h"
#include "zoned.h"

#include <time.h>

static int64_t runs(struct ctx *cx)
{
    return int_of(cx, "SELECT COUNT(*) FROM job_run WHERE name = 'clocks_daily' AND outcome = 'done'");
}

/* Until there are so many runs, at most ten seconds. */
static int64_t wait_for(struct ctx *cx, int64_t wanted)
{
    const struct timespec moment = {.tv_nsec = 20000000};
    for (int i = 0; i < 500 && runs(cx) < wanted; i++)
        nanosleep(&moment, NULL);
    return runs(cx);
}

/* A server that is started, has had time to look at every zone, and is stopped. */
static void serve_at(struct ctx *cx, const char *url, int64_t now_ms, int64_t wanted)
{
    struct timekeeper *k = timekeeper_start(cx, url, &now_ms);
    must_be(cx, k, "the timekeeper");
    EQ_INT(wait_for(cx, wanted), wanted);
    timekeeper_stop(k);
}

static void test(const char *url)
{
    struct ctx cx = zone_on(url);
    zone_new(&cx, "other");
    serve_at(&cx, url, cx.now_ms, 2); /* of each zone */
    EQ_INT(int_of(&cx, "SELECT COUNT(DISTINCT zone) FROM job_run WHERE name = 'clocks_daily'"), 2);
    serve_at(&cx, url, cx.now_ms + HOUR_MS, 2); /* started again within the day */
    serve_at(&cx, url, cx.now_ms + DAY_MS, 4);
    EQ_INT(int_of(&cx, "SELECT COUNT(*) FROM job_run WHERE outcome = 'failed'"), 0);
    work_done(&cx);
}

int main(void)
{
    on_each_engine(test);
    return tap_done();
}
