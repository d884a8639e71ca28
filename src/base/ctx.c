/* ctx.c — one unit of work: where it unwinds to, and its first failure. */
#include "base/ctx.h"

#include <time.h>

const char *label_in(struct label label, enum lang lang)
{
    const char *first = lang == LANG_EN ? label.en : label.zh;
    const char *other = lang == LANG_EN ? label.zh : label.en;
    return first ? first : other ? other : "";
}

struct ctx ctx_init(struct arena *a)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (struct ctx){
        .arena = a,
        .actor = "system",
        .now_ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000,
        .lang = LANG_ZH,
    };
}

/* Memory is exhausted: nothing here may allocate. */
static void fail_ceiling(struct ctx *cx)
{
    if (cx->err.kind != ERR_NONE)
        return;
    cx->err = (struct err){
        .kind = ERR_MEMORY,
        .code = "MEM-01",
        .message =
            {"这项操作需要的内存超过了上限，请缩小范围（如减少行数、缩短时间段）后重试",
             "this work needs more memory than it may use; narrow it (fewer rows, a shorter period) and try again"},
    };
}

bool ctx_run(struct ctx *cx, bool (*work)(struct ctx *cx, void *arg), void *arg)
{
    struct arena *const arena = cx->arena;
    jmp_buf here;
    jmp_buf *const outer = arena_unwind_to(arena, &here);
    volatile bool done = false;
    if (setjmp(here) == 0)
        done = work(cx, arg);
    else {
        cx->watch = NULL; /* it may have lived in what is gone */
        fail_ceiling(cx);
    }
    arena_unwind_to(arena, outer);
    return done;
}

bool fail(struct ctx *cx, enum err_kind kind, const char *code, const char *path, const char *zh, const char *en, ...)
{
    if (cx->err.kind != ERR_NONE)
        return false;
    va_list args, again;
    va_start(args, en);
    va_copy(again, args);
    struct err err = {
        .kind = kind,
        .code = code,
        .path = arena_strdup(cx->arena, path),
        .message.zh = arena_vprintf(cx->arena, zh, args),
        .message.en = arena_vprintf(cx->arena, en, again),
    };
    va_end(again);
    va_end(args);
    cx->err = err;
    return false;
}

bool fail_memory(struct ctx *cx)
{
    return fail(cx, ERR_MEMORY, "MEM-01", NULL, "内存不足，请稍后重试", "not enough memory; try again later");
}

void fail_cause(struct ctx *cx, const char *cause)
{
    if (cx->err.kind != ERR_NONE && !cx->err.cause)
        cx->err.cause = arena_strdup(cx->arena, cause);
}

void err_clear(struct ctx *cx)
{
    cx->err = (struct err){ERR_NONE};
}

bool ctx_progress(struct ctx *cx, int64_t done, int64_t total)
{
    if (!cx->progress || cx->progress(cx, done, total))
        return true;
    return fail(cx, ERR_CANCELLED, "CTX-01", NULL, "已按要求停止，未作任何更改",
                "stopped as asked; nothing was changed");
}

/* clang-format off */
static const struct outcome {
    int exit_code;
    int http_status;
} outcomes[] = {
    [ERR_NONE]         = {0, 200},
    [ERR_USAGE]        = {2, 400},
    [ERR_INPUT]        = {1, 422},
    [ERR_STRANGER]     = {1, 401},
    [ERR_DENIED]       = {1, 403},
    [ERR_NOT_FOUND]    = {1, 404},
    [ERR_CONFLICT]     = {1, 409},
    [ERR_STALE]        = {1, 412},
    [ERR_TOO_LARGE]    = {1, 413},
    [ERR_UNSUPPORTED]  = {1, 415},
    [ERR_PRECONDITION] = {1, 428},
    [ERR_TOO_OFTEN]    = {1, 429},
    [ERR_CANCELLED]    = {1, 409},
    [ERR_MEMORY]       = {3, 503},
    [ERR_BUSY]         = {3, 503},
    [ERR_SYSTEM]       = {3, 500},
};
/* clang-format on */

int err_exit_code(const struct err *err)
{
    return outcomes[err->kind].exit_code;
}

int err_http_status(const struct err *err)
{
    return outcomes[err->kind].http_status;
}
