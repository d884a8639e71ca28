/* date.c — business dates in one integer: calendar arithmetic, ISO text, moments. */
#include "base/date.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_YEAR = 1900, LAST_YEAR = 9999 };

static const int64_t ms_per_day = 86400000;
static const int64_t shanghai_ms = 8 * 3600 * 1000;

/* Days since 1970-01-01.  The year is counted from March, so that the leap day comes last. */
static int64_t days_of(int year, int month, int day)
{
    int y = month > 2 ? year : year - 1;
    int era = (y >= 0 ? y : y - 399) / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (int64_t)era * 146097 + day_of_era - 719468;
}

struct civil {
    int year, month, day;
};

static struct civil civil_of(int64_t days)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int day_of_era = (int)(days - era * 146097);
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int from_march = (5 * day_of_year + 2) / 153;
    int month = from_march < 10 ? from_march + 3 : from_march - 9;
    int day = day_of_year - (153 * from_march + 2) / 5 + 1;
    return (struct civil){(int)(year_of_era + era * 400) + (month <= 2), month, day};
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

/* Months that a date of this precision lasts. */
static int months_of(enum date_precision precision)
{
    static const int months[] = {[DATE_YEAR] = 12, [DATE_HALF] = 6, [DATE_QUARTER] = 3, [DATE_MONTH] = 1, [DATE_DAY] = 1};
    return months[precision];
}

bool date_is_none(struct date d)
{
    return d.code == 0;
}

struct date date_make(int year, int month, int day, enum date_precision precision)
{
    const struct date none = {0};
    if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1 || day > month_days(year, month))
        return none;
    if (precision < DATE_YEAR || precision > DATE_DAY)
        return none;
    if (precision < DATE_DAY)
        day = 1;
    month -= (month - 1) % months_of(precision);
    return (struct date){(((int64_t)year * 100 + month) * 100 + day) * 10 + precision};
}

struct date date_day(int year, int month, int day)
{
    return date_make(year, month, day, DATE_DAY);
}

struct date date_month(int year, int month)
{
    return date_make(year, month, 1, DATE_MONTH);
}

struct date date_year(int year)
{
    return date_make(year, 1, 1, DATE_YEAR);
}

int date_year_of(struct date d)
{
    return (int)(d.code / 100000);
}

int date_month_of(struct date d)
{
    return (int)(d.code / 1000 % 100);
}

int date_day_of(struct date d)
{
    return (int)(d.code / 10 % 100);
}

enum date_precision date_precision_of(struct date d)
{
    return (enum date_precision)(d.code % 10);
}

static int64_t date_days(struct date d)
{
    return days_of(date_year_of(d), date_month_of(d), date_day_of(d));
}

struct date date_first(struct date d)
{
    return date_day(date_year_of(d), date_month_of(d), date_day_of(d));
}

struct date date_last(struct date d)
{
    enum date_precision precision = date_precision_of(d);
    if (date_is_none(d) || precision == DATE_DAY)
        return d;
    int year = date_year_of(d), month = date_month_of(d) + months_of(precision) - 1;
    return date_day(year, month, month_days(year, month));
}

int64_t date_low_code(struct date d)
{
    return date_is_none(d) ? 0 : date_first(d).code - DATE_DAY + DATE_YEAR;
}

int64_t date_high_code(struct date d)
{
    return date_last(d).code;
}

struct date date_add_days(struct date d, int days)
{
    if (date_is_none(d))
        return d;
    struct civil c = civil_of(date_days(d) + days);
    return date_day(c.year, c.month, c.day);
}

struct date date_add_months(struct date d, int months)
{
    if (date_is_none(d))
        return d;
    int64_t total = (int64_t)date_year_of(d) * 12 + date_month_of(d) - 1 + months;
    if (total < FIRST_YEAR * 12 || total > LAST_YEAR * 12 + 11)
        return (struct date){0};
    int year = (int)(total / 12), month = (int)(total % 12) + 1;
    int day = date_day_of(d), most = month_days(year, month);
    return date_make(year, month, day < most ? day : most, date_precision_of(d));
}

int date_days_between(struct date from, struct date to)
{
    return date_is_none(from) || date_is_none(to) ? 0 : (int)(date_days(to) - date_days(from));
}

int date_weekday(struct date d)
{
    if (date_is_none(d))
        return 0;
    int64_t from_monday = (date_days(d) + 3) % 7; /* 1970-01-01 was a Thursday */
    return (int)(from_monday < 0 ? from_monday + 7 : from_monday) + 1;
}

struct date date_from_serial(double serial, bool base_1904)
{
    enum { DAY_0_OF_1900 = -25568, DAY_0_OF_1904 = -24107, DAY_THAT_NEVER_WAS = 60, FAR = 3000000 };
    if (!(serial >= 0 && serial < FAR)) /* also not a number */
        return (struct date){0};
    int64_t days = (int64_t)serial;
    if (base_1904)
        days += DAY_0_OF_1904;
    else
        days += DAY_0_OF_1900 - (days >= DAY_THAT_NEVER_WAS);
    struct civil c = civil_of(days);
    return date_day(c.year, c.month, c.day);
}

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
    bool is = **p == c;
    *p += is;
    return is;
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
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
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

/* Rounded down, also below zero. */
static int64_t floor_div(int64_t n, int64_t by)
{
    return n / by - (n % by < 0);
}

struct date date_of_instant(struct instant t)
{
    if (t.ms == 0)
        return (struct date){0};
    struct civil c = civil_of(floor_div(t.ms + shanghai_ms, ms_per_day));
    return date_day(c.year, c.month, c.day);
}

const char *instant_iso(struct arena *a, struct instant t)
{
    struct date d = date_of_instant(t);
    if (date_is_none(d))
        return NULL;
    int64_t local = t.ms + shanghai_ms;
    int ms = (int)(local - floor_div(local, ms_per_day) * ms_per_day);
    return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d.%03d+08:00", date_year_of(d), date_month_of(d), date_day_of(d),
                        ms / 3600000, ms / 60000 % 60, ms / 1000 % 60, ms % 1000);
}

/* Optional ".digits": milliseconds, finer ones cut off.  -1 when the point has no digits. */
static int fraction_ms(const char **p)
{
    if (!take(p, '.'))
        return 0;
    int ms = 0, n = 0;
    for (int digit; (digit = digits(p, 1)) >= 0; n++)
        if (n < 3)
            ms = ms * 10 + digit;
    for (int i = n; i < 3; i++)
        ms *= 10;
    return n ? ms : -1;
}

/* "Z" or "+08:00": minutes east of Greenwich. */
static bool parse_zone(const char **p, int *ret_minutes)
{
    *ret_minutes = 0;
    if (take(p, 'Z'))
        return true;
    int sign = take(p, '+') ? 1 : take(p, '-') ? -1 : 0;
    int hours = digits(p, 2);
    take(p, ':');
    int minutes = digits(p, 2);
    *ret_minutes = sign * (hours * 60 + minutes);
    return sign && hours >= 0 && hours <= 14 && minutes >= 0 && minutes < 60;
}

bool instant_parse_iso(const char *s, struct instant *ret_instant)
{
    if (!s || strlen(s) < 16 || s[4] != '-' || s[7] != '-' || (s[10] != 'T' && s[10] != ' ') || s[13] != ':')
        return false;
    const char *p = s;
    int year = digits(&p, 4), month = (p++, digits(&p, 2)), day = (p++, digits(&p, 2));
    p++;
    int hour = digits(&p, 2);
    p++;
    int minute = digits(&p, 2), second = take(&p, ':') ? digits(&p, 2) : 0, ms = fraction_ms(&p), zone;
    struct date d = date_day(year, month, day);
    bool good = !date_is_none(d) && hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
    if (!good || ms < 0 || !parse_zone(&p, &zone) || *p)
        return false;
    int64_t at = date_days(d) * ms_per_day + ((hour * 60 + minute - zone) * 60 + second) * INT64_C(1000) + ms;
    if (at == 0) /* stands for none */
        return false;
    *ret_instant = (struct instant){at};
    return true;
}
