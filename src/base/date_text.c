/* date_text.c — dates and moments as ISO text and as people read them. */
#include "base/date.h"

#include <string.h>

/* n digits at *p, moving it on; -1 when there are not so many. */
static int digits(const char **p, int n)
{
    int number = 0;
    for (int i = 0; i < n; i++) {
        if ((*p)[i] < '0' || (*p)[i] > '9')
            return -1;
        number = number * 10 + ((*p)[i] - '0');
    }
    *p += n;
    return number;
}

static bool take(const char **p, char c)
{
    if (**p != c)
        return false;
    ++*p;
    return true;
}

bool date_parse_iso(const char *s, struct date *ret_date)
{
    if (!s)
        return false;
    const char *p = s;
    struct date d;
    int year = digits(&p, 4);
    if (!*p) {
        d = date_year(year);
    } else if (!take(&p, '-')) {
        return false;
    } else if (*p == 'H' || *p == 'Q') {
        bool half = *p++ == 'H';
        int nth = digits(&p, 1), most = half ? 2 : 4;
        if (nth < 1 || nth > most)
            return false;
        d = date_make(year, (nth - 1) * 12 / most + 1, 1, half ? DATE_HALF : DATE_QUARTER);
    } else {
        int month = digits(&p, 2);
        d = take(&p, '-') ? date_day(year, month, digits(&p, 2)) : date_month(year, month);
    }
    if (*p || date_is_none(d))
        return false;
    *ret_date = d;
    return true;
}

const char *date_iso(struct arena *a, struct date d)
{
    int year = date_year_of(d), month = date_month_of(d);
    switch (date_precision_of(d)) {
    case DATE_NONE:
        return NULL;
    case DATE_YEAR:
        return arena_printf(a, "%04d", year);
    case DATE_HALF:
        return arena_printf(a, "%04d-H%d", year, month / 6 + 1);
    case DATE_QUARTER:
        return arena_printf(a, "%04d-Q%d", year, month / 3 + 1);
    case DATE_MONTH:
        return arena_printf(a, "%04d-%02d", year, month);
    case DATE_DAY:
        break;
    }
    return arena_printf(a, "%04d-%02d-%02d", year, month, date_day_of(d));
}

static const char *show_zh(struct arena *a, struct date d)
{
    static const char *const quarters[] = {"一", "二", "三", "四"};
    int year = date_year_of(d), month = date_month_of(d);
    switch (date_precision_of(d)) {
    case DATE_NONE:
        return "";
    case DATE_YEAR:
        return arena_printf(a, "%d年", year);
    case DATE_HALF:
        return arena_printf(a, "%d年%s半年", year, month < 7 ? "上" : "下");
    case DATE_QUARTER:
        return arena_printf(a, "%d年%s季度", year, quarters[(month - 1) / 3]);
    case DATE_MONTH:
        return arena_printf(a, "%d年%d月", year, month);
    case DATE_DAY:
        break;
    }
    return arena_printf(a, "%d年%d月%d日", year, month, date_day_of(d));
}

static const char *show_en(struct arena *a, struct date d)
{
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int year = date_year_of(d), month = date_month_of(d);
    switch (date_precision_of(d)) {
    case DATE_NONE:
        return "";
    case DATE_YEAR:
        return arena_printf(a, "%d", year);
    case DATE_HALF:
        return arena_printf(a, "H%d %d", month / 6 + 1, year);
    case DATE_QUARTER:
        return arena_printf(a, "Q%d %d", month / 3 + 1, year);
    case DATE_MONTH:
        return arena_printf(a, "%s %d", months[month - 1], year);
    case DATE_DAY:
        break;
    }
    return arena_printf(a, "%d %s %d", date_day_of(d), months[month - 1], year);
}

const char *date_show(struct arena *a, struct date d, enum lang lang)
{
    return lang == LANG_EN ? show_en(a, d) : show_zh(a, d);
}

enum { MINUTE_MS = 60000, HOUR_MS = 60 * MINUTE_MS, DAY_MS = 24 * HOUR_MS, SHANGHAI_MS = 8 * HOUR_MS };

static struct date first_day(void)
{
    return date_day(1970, 1, 1);
}

/* Local time in Shanghai: days since 1970-01-01, rounded down, and milliseconds into the day. */
static int64_t local_days(struct instant t, int *ret_ms)
{
    int64_t days = t.ms / DAY_MS, ms = t.ms % DAY_MS + SHANGHAI_MS;
    days += ms >= DAY_MS ? 1 : ms < 0 ? -1 : 0;
    *ret_ms = (int)((ms + DAY_MS) % DAY_MS);
    return days;
}

struct date date_of_instant(struct instant t)
{
    int ms;
    int64_t days = local_days(t, &ms);
    if (t.ms == 0 || days != (int)days)
        return (struct date){0};
    return date_add_days(first_day(), (int)days);
}

const char *instant_iso(struct arena *a, struct instant t)
{
    struct date d = date_of_instant(t);
    int ms;
    if (date_is_none(d))
        return NULL;
    local_days(t, &ms);
    return arena_printf(a, "%sT%02d:%02d:%02d.%03d+08:00", date_iso(a, d), ms / HOUR_MS, ms / MINUTE_MS % 60,
                        ms / 1000 % 60, ms % 1000);
}

/* n digits behind one of `signs`; -1 when they are not there. */
static int number_after(const char **p, const char *signs, int n)
{
    if (!**p || !strchr(signs, **p))
        return -1;
    ++*p;
    return digits(p, n);
}

/* Optional ".123": milliseconds, finer ones cut off; -1 when the point has no digits. */
static int fraction_ms(const char **p)
{
    if (!take(p, '.'))
        return 0;
    int ms = 0, n = 0;
    for (int digit; (digit = digits(p, 1)) >= 0; n++)
        ms = n < 3 ? ms * 10 + digit : ms;
    for (int i = n; i < 3; i++)
        ms *= 10;
    return n ? ms : -1;
}

/* "Z", "+08:00", "+0800": minutes east of Greenwich. */
static bool parse_zone(const char **p, int *ret_minutes)
{
    *ret_minutes = 0;
    if (take(p, 'Z'))
        return true;
    bool west = **p == '-';
    int hours = number_after(p, "+-", 2);
    take(p, ':');
    int minutes = digits(p, 2);
    *ret_minutes = (west ? -1 : 1) * (hours * 60 + minutes);
    return hours >= 0 && hours <= 14 && minutes >= 0 && minutes < 60;
}

bool instant_parse_iso(const char *s, struct instant *ret_instant)
{
    if (!s)
        return false;
    const char *p = s;
    int year = digits(&p, 4), month = number_after(&p, "-", 2), day = number_after(&p, "-", 2);
    int hour = number_after(&p, "T ", 2), minute = number_after(&p, ":", 2);
    int second = *p == ':' ? number_after(&p, ":", 2) : 0, ms = fraction_ms(&p), zone;
    struct date d = date_day(year, month, day);
    bool there = !date_is_none(d) && hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 &&
                 second < 60 && ms >= 0;
    if (!there || !parse_zone(&p, &zone) || *p)
        return false;
    int64_t at = (int64_t)date_days_between(first_day(), d) * DAY_MS + hour * HOUR_MS + (minute - zone) * MINUTE_MS +
                 second * 1000 + ms;
    if (at == 0)
        return false;
    *ret_instant = (struct instant){at};
    return true;
}
