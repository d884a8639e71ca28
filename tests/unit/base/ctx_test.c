/* ctx_test.c — a unit of work: the first failure, memory that runs out, nesting, codes for the edges. */
#include "base/ctx.h"
#include "tap.h"

#include <string.h>

static void first_failure_wins(void)
{
    struct ctx cx = tap_ctx();
    char path[] = "rows[3].total";
    OK(!fail(&cx, ERR_INPUT, "XLS-03", path, "第 %d 行有误", "row %d is off", 3), "fail() is false");
    path[5] = '9';
    fail_cause(&cx, "first cause");
    OK(!fail(&cx, ERR_SYSTEM, "DB-01", NULL, "别的", "another"), "a second failure is false too");
    fail_cause(&cx, "second cause");
    EQ_INT(cx.err.kind, ERR_INPUT);
    EQ_TEXT(cx.err.code, "XLS-03");
    EQ_TEXT(cx.err.path, "rows[3].total");
    EQ_TEXT(cx.err.message.zh, "第 3 行有误");
    EQ_TEXT(cx.err.message.en, "row 3 is off");
    EQ_TEXT(cx.err.cause, "first cause");
    err_clear(&cx);
    EQ_INT(cx.err.kind, ERR_NONE);
    fail_cause(&cx, "a cause of nothing");
    OK(cx.err.cause == NULL, "no failure has no cause");
    tap_ctx_free(&cx);
}

static bool succeed(struct ctx *cx, void *arg)
{
    *(int *)arg += (int)arena_used(cx->arena) >= 0;
    return true;
}

static bool exhaust(struct ctx *cx, void *arg)
{
    (void)arg;
    for (int i = 0; i < 1000000; i++)
        arena_alloc(cx->arena, 1 << 20);
    return true;
}

static bool reject_and_exhaust(struct ctx *cx, void *arg)
{
    (void)fail(cx, ERR_INPUT, "XLS-03", NULL, "有误", "off");
    return exhaust(cx, arg);
}

/* Runs out of memory inside, gives it back, and goes on. */
static bool survive_inner(struct ctx *cx, void *arg)
{
    struct arena_mark mark = arena_mark(cx->arena);
    if (ctx_run(cx, exhaust, NULL) || cx->err.kind != ERR_MEMORY)
        return false;
    arena_reset(cx->arena, mark);
    err_clear(cx);
    *(int *)arg += 1;
    return exhaust(cx, NULL); /* must come back to the outer unit of work, not to the finished inner one */
}

static void mark_run(void *count)
{
    ++*(int *)count;
}

static bool defer_and_exhaust(struct ctx *cx, void *count)
{
    arena_defer(cx->arena, mark_run, count);
    return exhaust(cx, NULL);
}

static void units_of_work(void)
{
    struct ctx cx = ctx_init(arena_new(8 << 20));
    int count = 0;
    OK(ctx_run(&cx, succeed, &count) && count == 1, "work that succeeds");
    OK(!ctx_run(&cx, exhaust, NULL), "work that needs too much memory comes back");
    EQ_INT(cx.err.kind, ERR_MEMORY);
    EQ_TEXT(cx.err.code, "MEM-01");
    arena_clear(cx.arena);
    err_clear(&cx);

    count = 0;
    OK(!ctx_run(&cx, survive_inner, &count) && count == 1 && cx.err.kind == ERR_MEMORY, "units of work nest");
    arena_clear(cx.arena);
    err_clear(&cx);

    OK(!ctx_run(&cx, reject_and_exhaust, NULL) && strcmp(cx.err.code, "XLS-03") == 0, "an earlier failure is kept");
    arena_clear(cx.arena);
    err_clear(&cx);

    count = 0;
    OK(!ctx_run(&cx, defer_and_exhaust, &count) && count == 0, "unwinding leaves what was deferred to the owner");
    arena_free(cx.arena);
    EQ_INT(count, 1);
}

static bool until_half(struct ctx *cx, int64_t done, int64_t total)
{
    *(int64_t *)cx->progress_arg = done;
    return done * 2 < total;
}

static void progress(void)
{
    struct ctx cx = tap_ctx();
    OK(ctx_progress(&cx, 1, 2), "nobody listens: go on");
    int64_t seen = 0;
    cx.progress = until_half;
    cx.progress_arg = &seen;
    OK(ctx_progress(&cx, 40, 100) && seen == 40, "told, and going on");
    OK(!ctx_progress(&cx, 50, 100), "asked to stop");
    EQ_INT(cx.err.kind, ERR_CANCELLED);
    tap_ctx_free(&cx);
}

static void codes_for_the_edges(void)
{
    /* clang-format off */
    static const struct { enum err_kind kind; int exit_code, status; } want[] = {
        {ERR_NONE, 0, 200}, {ERR_USAGE, 2, 400}, {ERR_INPUT, 1, 422}, {ERR_DENIED, 1, 403}, {ERR_NOT_FOUND, 1, 404},
        {ERR_CONFLICT, 1, 409}, {ERR_STALE, 1, 412}, {ERR_TOO_LARGE, 1, 413}, {ERR_UNSUPPORTED, 1, 415},
        {ERR_PRECONDITION, 1, 428}, {ERR_MEMORY, 3, 503}, {ERR_BUSY, 3, 503}, {ERR_SYSTEM, 3, 500},
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        struct err err = {.kind = want[i].kind};
        OK(err_exit_code(&err) == want[i].exit_code && err_http_status(&err) == want[i].status,
           "kind %d: exit %d, HTTP %d", want[i].kind, want[i].exit_code, want[i].status);
    }
    struct err cancelled = {.kind = ERR_CANCELLED};
    EQ_INT(err_exit_code(&cancelled), 1);
}

static void labels(void)
{
    EQ_TEXT(label_in((struct label){"项目", "project"}, LANG_ZH), "项目");
    EQ_TEXT(label_in((struct label){"项目", "project"}, LANG_EN), "project");
    EQ_TEXT(label_in((struct label){NULL, "project"}, LANG_ZH), "project");
    EQ_TEXT(label_in((struct label){"项目", NULL}, LANG_EN), "项目");
    EQ_TEXT(label_in((struct label){NULL, NULL}, LANG_EN), "");
}

int main(void)
{
    first_failure_wins();
    units_of_work();
    progress();
    codes_for_the_edges();
    labels();
    return tap_done();
}
