/* background_test.c — jobs: they run, fail, are stopped, run out of memory, are too many, grow old; closing ends them. */
#include "endpoints/background.h"
#include "unit/store/engines.h"

#include <jansson.h>
#include <stdatomic.h>
#include <time.h>

static int64_t now_ms = 1703995200000;

struct bench {
    struct ctx cx;
    struct jobs *jobs;
};

static void nap(void)
{
    const struct timespec moment = {.tv_nsec = 2000000};
    nanosleep(&moment, NULL);
}

/* ---- work to be done ---- */

static bool work_add(struct ctx *cx, const struct job_order *order, struct job_output *out)
{
    buf_printf(&out->result, "{\"sum\":%lld,\"zone\":%lld}", (long long)(order->subject + order->option),
               (long long)cx->zone);
    buf_text(&out->file, "bytes");
    return ctx_progress(cx, 7, 9);
}

static bool work_refuse(struct ctx *cx, const struct job_order *order, struct job_output *out)
{
    buf_text(&out->result, "{\"half\":true}");
    return fail(cx, ERR_INPUT, "TST-01", "row 3", "第 %lld 行不对", "row %lld is wrong", (long long)order->subject);
}

/* Until it is asked to stop; what it wrote by then must go. */
static bool work_on_and_on(struct ctx *cx, const struct job_order *order, struct job_output *out)
{
    (void)out;
    const struct value v = value_int(order->subject + order->option);
    bool goes_on = db_begin(cx) && db_exec(cx, "INSERT INTO work (n) VALUES ($1)", &v, 1, NULL);
    for (int64_t i = 0; goes_on; i++) {
        nap();
        goes_on = ctx_progress(cx, i % 1000, 1000);
    }
    db_rollback(cx);
    return false;
}

static bool work_greedily(struct ctx *cx, const struct job_order *order, struct job_output *out)
{
    (void)order, (void)out;
    arena_alloc(cx->arena, (size_t)2 << 30);
    return true;
}

static atomic_bool held;

static void let_go_slowly(void *flag)
{
    for (int i = 0; i < 20; i++)
        nap();
    *(atomic_bool *)flag = false;
}

static bool work_holding(struct ctx *cx, const struct job_order *order, struct job_output *out)
{
    (void)order, (void)out;
    held = true;
    arena_defer(cx->arena, let_go_slowly, &held);
    return true;
}

static const struct job_order add_order = {.kind = "add", .work = work_add},
                              refuse_order = {.kind = "refuse", .work = work_refuse, .subject = 3},
                              endless_order = {.kind = "endless", .work = work_on_and_on},
                              greedy_order = {.kind = "greedy", .work = work_greedily},
                              holding_order = {.kind = "holding", .work = work_holding};

/* ---- asking ---- */

static json_t *look(struct bench *b, const char *id)
{
    struct buf out = buf_init(b->cx.arena);
    struct json j = json_to(&out);
    return jobs_json(&b->cx, b->jobs, id, &j) ? json_parse(&b->cx, out.data, out.length) : NULL;
}

static const char *state(struct bench *b, const char *id)
{
    return json_string_value(json_object_get(look(b, id), "state"));
}

static json_t *wait_end(struct bench *b, const char *id)
{
    for (int i = 0; i < 5000; i++, nap()) {
        const char *s = state(b, id);
        if (!s || strcmp(s, "running") != 0)
            break;
    }
    return look(b, id);
}

static void wait_progress(struct bench *b, const char *id)
{
    for (int i = 0; i < 5000 && json_integer_value(json_object_get(look(b, id), "done")) == 0; i++)
        nap();
}

static const char *text(json_t *v, const char *key)
{
    return json_string_value(json_object_get(v, key));
}

/* ---- tests ---- */

static void test_done(struct bench *b)
{
    struct job_order order = add_order;
    order.subject = 40;
    order.option = 2;
    const char *id = jobs_start(&b->cx, b->jobs, &order);
    json_t *v = wait_end(b, id);
    EQ_TEXT(text(v, "state"), "done");
    EQ_INT(json_integer_value(json_object_get(json_object_get(v, "result"), "sum")), 42);
    EQ_INT(json_integer_value(json_object_get(json_object_get(v, "result"), "zone")), 5);
    EQ_INT(json_integer_value(json_object_get(v, "done")), 7);
    EQ_INT(json_integer_value(json_object_get(v, "total")), 9);
    struct buf file = buf_init(b->cx.arena);
    OK(jobs_file(b->jobs, "add", 5, 40, &file) && strcmp(file.data, "bytes") == 0, "its file is kept");
    OK(!jobs_file(b->jobs, "add", 6, 40, &file), "for its zone only");
    OK(!jobs_file(b->jobs, "add", 5, 41, &file), "and its subject");
    OK(!look(b, "none") && !jobs_cancel(&b->cx, b->jobs, "none"), "there is no other job");
}

static void test_failed(struct bench *b)
{
    json_t *v = wait_end(b, jobs_start(&b->cx, b->jobs, &refuse_order)), *problem = json_object_get(v, "problem");
    EQ_TEXT(text(v, "state"), "failed");
    EQ_TEXT(text(problem, "code"), "TST-01");
    EQ_TEXT(text(problem, "path"), "row 3");
    EQ_TEXT(text(problem, "detail_en"), "row 3 is wrong");
    EQ_INT(json_integer_value(json_object_get(problem, "status")), 422);
    OK(json_is_true(json_object_get(json_object_get(v, "result"), "half")), "what it made by then is kept");
    v = wait_end(b, jobs_start(&b->cx, b->jobs, &greedy_order));
    EQ_TEXT(text(v, "state"), "failed");
    EQ_TEXT(text(json_object_get(v, "problem"), "code"), "MEM-01");
}

/* What only one may hold is free for the next once a job is told to be over. */
static void test_let_go(struct bench *b)
{
    json_t *v = wait_end(b, jobs_start(&b->cx, b->jobs, &holding_order));
    OK(!held, "a job that is over holds nothing");
    EQ_TEXT(text(v, "state"), "done");
}

static void test_cancelled(struct bench *b)
{
    const char *first = jobs_start(&b->cx, b->jobs, &endless_order);
    wait_progress(b, first);
    const char *waiting = jobs_start(&b->cx, b->jobs, &endless_order), *last = jobs_start(&b->cx, b->jobs, &add_order);
    OK(jobs_cancel(&b->cx, b->jobs, waiting) && jobs_cancel(&b->cx, b->jobs, first), "both are asked to stop");
    EQ_TEXT(text(wait_end(b, first), "state"), "cancelled");
    EQ_TEXT(text(wait_end(b, waiting), "state"), "cancelled");
    EQ_TEXT(text(wait_end(b, last), "state"), "done");
    EQ_INT(int_of(&b->cx, "SELECT COUNT(*) FROM work"), 0);
}

static void test_old(struct bench *b)
{
    const char *id = jobs_start(&b->cx, b->jobs, &add_order);
    wait_end(b, id);
    now_ms += JOBS_KEPT_MS;
    EQ_TEXT(state(b, id), "done");
    now_ms += 1;
    OK(!look(b, id), "after an hour it is forgotten");
}

/* One runs on and on, the others wait: the hundred and first is refused.  Then, of those done, the oldest go. */
static void test_many(struct bench *b)
{
    const char *endless = jobs_start(&b->cx, b->jobs, &endless_order), *second = NULL, *last = NULL;
    for (int i = 0; i < JOBS_MOST - 1; i++) {
        last = jobs_start(&b->cx, b->jobs, &add_order);
        second = second ? second : last;
    }
    OK(!jobs_start(&b->cx, b->jobs, &add_order), "too many");
    EQ_TEXT(failed_with(&b->cx), "API-15");
    jobs_cancel(&b->cx, b->jobs, endless);
    EQ_TEXT(text(wait_end(b, last), "state"), "done");
    wait_end(b, jobs_start(&b->cx, b->jobs, &add_order));
    wait_end(b, jobs_start(&b->cx, b->jobs, &add_order));
    OK(!look(b, endless) && !look(b, second), "the oldest are forgotten");
    EQ_TEXT(state(b, last), "done");
}

/* Closing while one is at work and one waits: both end, nothing is left written. */
static void test_closing(struct bench *b)
{
    const char *id = jobs_start(&b->cx, b->jobs, &endless_order);
    OK(jobs_start(&b->cx, b->jobs, &endless_order), "one more waits");
    wait_progress(b, id);
    jobs_close(b->jobs);
    EQ_INT(int_of(&b->cx, "SELECT COUNT(*) FROM work"), 0);
}

static void test_all(const char *url)
{
    struct bench b = {.cx = work_on(url)};
    must(&b.cx, "CREATE TABLE work (n BIGINT)");
    b.cx.zone = 5;
    b.jobs = jobs_open(&b.cx, url, 1, &now_ms);
    test_done(&b);
    test_failed(&b);
    test_let_go(&b);
    test_cancelled(&b);
    test_old(&b);
    test_many(&b);
    test_closing(&b);
    work_done(&b.cx);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
