/* tap.c — one page of test harness: prints TAP, read by prove. */
#include "tap.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int count, failures;

static bool report(bool ok, const char *file, int line, const char *name)
{
    printf("%sok %d - %s\n", ok ? "" : "not ", ++count, name);
    if (!ok) {
        failures++;
        printf("# at %s:%d\n", file, line);
    }
    fflush(stdout);
    return ok;
}

bool tap_ok(bool ok, const char *file, int line, const char *format, ...)
{
    char name[512];
    va_list args;
    va_start(args, format);
    vsnprintf(name, sizeof name, format, args);
    va_end(args);
    return report(ok, file, line, name);
}

bool tap_equal_text(const char *got, const char *want, const char *file, int line, const char *what)
{
    bool ok = got && want ? strcmp(got, want) == 0 : got == want;
    report(ok, file, line, what);
    if (!ok)
        printf("#  got: %s\n# want: %s\n", got ? got : "(none)", want ? want : "(none)");
    return ok;
}

bool tap_equal_int(long long got, long long want, const char *file, int line, const char *what)
{
    report(got == want, file, line, what);
    if (got != want)
        printf("#  got: %lld\n# want: %lld\n", got, want);
    return got == want;
}

void tap_note(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    printf("# ");
    vprintf(format, args);
    printf("\n");
    va_end(args);
}

void tap_skip(const char *why)
{
    printf("ok %d # SKIP %s\n", ++count, why);
}

int tap_done(void)
{
    printf("1..%d\n", count);
    return failures ? 1 : 0;
}

struct ctx tap_ctx(void)
{
    struct ctx cx = ctx_init(arena_new((size_t)1 << 30));
    cx.now_ms = 1703995200000; /* 2023-12-31 12:00 +08:00 */
    cx.actor = "test";
    return cx;
}

void tap_ctx_free(struct ctx *cx)
{
    arena_free(cx->arena);
    cx->arena = NULL;
}

const char *tap_code(const struct ctx *cx)
{
    return cx->err.kind == ERR_NONE ? "" : cx->err.code;
}
