/* date_fuzz.c — any bytes as a date, a period and a moment: what is read is sound and reads back the same. */
#include "base/date.h"
#include "base/text.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

struct input {
    const uint8_t *bytes;
    size_t size;
};

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_date(struct arena *a, struct date d)
{
    struct date iso, shown;
    enum date_mood mood;
    must(date_year_of(d) >= 1949 && date_year_of(d) <= 2100);
    must(date_parse_iso(date_iso(a, d), &iso) && iso.code == d.code);
    must(date_parse_loose(date_show(a, d, LANG_ZH), 0, &shown, &mood) && shown.code == d.code && mood == DATE_ACTUAL);
    must(date_low_code(d) <= d.code && d.code <= date_high_code(d));
}

static bool says_no_date(enum date_mood mood)
{
    return mood == DATE_NOT_YET || mood == DATE_ABSENT;
}

static void check_loose(struct arena *a, const char *s, int default_year)
{
    struct date d;
    enum date_mood mood;
    if (!date_parse_loose(s, default_year, &d, &mood))
        return;
    must(date_is_none(d) == says_no_date(mood));
    if (!date_is_none(d))
        check_date(a, d);
    must(!text_is_empty(s) || mood == DATE_ABSENT);
}

static void check_range(struct arena *a, const char *s)
{
    struct date_range r;
    if (!date_parse_range(s, &r))
        return;
    must(date_is_none(r.from) == says_no_date(r.mood));
    if (!date_is_none(r.from))
        check_date(a, r.from);
    if (date_is_none(r.to))
        return;
    check_date(a, r.to);
    must(!date_is_none(r.from) && date_high_code(r.from) <= date_high_code(r.to));
}

static void check_moment(struct arena *a, const char *s)
{
    struct instant t, again;
    if (!instant_parse_iso(s, &t))
        return;
    const char *iso = instant_iso(a, t); /* NULL when its day lies before 1900 or after 9999 in Shanghai */
    must(!iso || (instant_parse_iso(iso, &again) && again.ms == t.ms));
}

static bool read_input(struct ctx *cx, void *arg)
{
    const struct input *in = arg;
    int default_year = in->size && in->bytes[0] % 2 ? 1949 + in->bytes[0] / 2 : 0;
    const char *s = arena_strndup(cx->arena, (const char *)in->bytes, in->size);
    check_loose(cx->arena, s, default_year);
    check_range(cx->arena, s);
    check_moment(cx->arena, s);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct ctx cx = ctx_init(arena_new(1 << 20));
    must(ctx_run(&cx, read_input, &(struct input){bytes, size}));
    arena_free(cx.arena);
    return 0;
}
