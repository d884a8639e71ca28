/* notice_fuzz.c — any text as a notice on public holidays: it is refused, or every day it gives is a day, announced, and counts. */
#include "base/calendar_notice.h"

#include <stdlib.h>

struct input {
    const void *bytes;
    size_t size;
};

static bool run(struct ctx *cx, void *arg)
{
    const struct input *in = arg;
    struct calendar_change *changes;
    size_t count;
    int year;
    if (!calendar_notice_read(cx, arena_strndup(cx->arena, in->bytes, in->size), &year, &changes, &count)) {
        if (cx->err.kind != ERR_INPUT)
            abort();
        return true;
    }
    const struct calendar *c = calendar_with(cx->arena, calendar_national(), changes, count);
    for (size_t i = 0; i < count; i++)
        if (date_precision_of(changes[i].day) != DATE_DAY || !changes[i].announced ||
            calendar_is_estimated(c, date_year_of(changes[i].day)))
            abort();
    const struct date first = date_day(year, 1, 1), later = calendar_add(c, first, 100, DAY_WORKING);
    if (!date_is_none(later) && calendar_between(c, first, later, DAY_WORKING) != 100)
        abort();
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *a = arena_new((size_t)256 << 20);
    struct ctx cx = ctx_init(a);
    struct input in = {bytes, size};
    if (!ctx_run(&cx, run, &in) && cx.err.kind == ERR_NONE)
        abort();
    arena_free(a);
    return 0;
}
