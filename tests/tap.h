/* tap.h — one page of test harness: prints TAP, read by prove. */
#ifndef STEWARD_TESTS_TAP_H
#define STEWARD_TESTS_TAP_H

#include "base/ctx.h"

/* Each check prints one line; the name may be a format. */
bool tap_ok(bool ok, const char *file, int line, const char *format, ...) __attribute__((format(printf, 4, 5)));
bool tap_equal_text(const char *got, const char *want, const char *file, int line, const char *what);
bool tap_equal_int(long long got, long long want, const char *file, int line, const char *what);
void tap_note(const char *format, ...) __attribute__((format(printf, 1, 2)));
void tap_skip(const char *why);
int tap_done(void); /* prints the plan; the exit code of main() */

#define OK(condition, ...) tap_ok((condition), __FILE__, __LINE__, __VA_ARGS__)
#define EQ_TEXT(got, want) tap_equal_text((got), (want), __FILE__, __LINE__, #got)
#define EQ_INT(got, want)  tap_equal_int((long long)(got), (long long)(want), __FILE__, __LINE__, #got)

/* A context with a fresh arena of 1 GiB, clock at 2023-12-31 12:00 Shanghai; ended by tap_ctx_free(). */
struct ctx tap_ctx(void);
void tap_ctx_free(struct ctx *cx);
/* What cx failed with, e.g. "XLS-01", or "" when it did not. */
const char *tap_code(const struct ctx *cx);

#endif
