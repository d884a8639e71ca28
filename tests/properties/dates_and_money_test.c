/* dates_and_money_test.c — seeded: whatever is written reads back the same, order is kept, and no 分 is lost against
 * 128-bit arithmetic.  SEED=n repeats a run. */
#include "base/date.h"
#include "base/money.h"
#include "tap.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef __int128 wide;

enum { ROUNDS = 200000, FIRST_YEAR = 1949, LAST_YEAR = 2100 };

struct property {
    struct ctx cx;
    uint64_t random;
};

/* splitmix64 */
static uint64_t next(struct property *p)
{
    uint64_t z = p->random += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static int64_t between(struct property *p, int64_t low, int64_t high)
{
    return low + (int64_t)(next(p) % (uint64_t)(high - low + 1));
}

/* Small numbers are as likely as large ones. */
static int64_t any_fen(struct property *p)
{
    int64_t fen = (int64_t)(next(p) >> 1) >> between(p, 0, 62);
    return next(p) % 2 ? fen : -fen;
}

static struct date any_date(struct property *p)
{
    enum date_precision precision = (enum date_precision)between(p, DATE_YEAR, DATE_DAY);
    return date_make((int)between(p, FIRST_YEAR, LAST_YEAR), (int)between(p, 1, 12), (int)between(p, 1, 28), precision);
}

/* Run `holds` on many random cases, each from a clean arena; it writes what it tried for the message. */
static void property(struct property *p, const char *name, bool (*holds)(struct property *p, char tried[static 256]))
{
    for (int round = 0; round < ROUNDS; round++) {
        char tried[256] = "";
        if (!holds(p, tried)) {
            OK(false, "%s: not for %s", name, tried);
            return;
        }
        arena_clear(p->cx.arena);
    }
    OK(true, "%s", name);
}

/* ---- dates ---- */

static bool reads_as(const char *text, int default_year, struct date want)
{
    struct date d = {0};
    enum date_mood mood;
    return date_parse_loose(text, default_year, &d, &mood) && d.code == want.code && mood == DATE_ACTUAL;
}

/* One of the ways to write a date. */
static const char *written(struct property *p, struct date d)
{
    static const char *const days[] = {"%d-%02d-%02d", "%d.%d.%d",       "%d/%d/%d",   "%d年%d月%d日",
                                       "%d%02d%02d",   "%d年 %d月 %d号", "%d．%d．%d", "%d年%02d月%02d日"};
    static const char *const months[] = {"%d-%02d", "%d.%d",      "%d/%d",   "%d年%d月",
                                         "%d%02d",  "%d年%d月份", "%d.%d月", "%d年%d"};
    struct arena *a = p->cx.arena;
    int year = date_year_of(d), month = date_month_of(d), quarter = (month + 2) / 3;
    size_t way = next(p) % 8;
    switch (date_precision_of(d)) {
    case DATE_DAY:
        return arena_printf(a, days[way], year, month, date_day_of(d));
    case DATE_MONTH:
        return arena_printf(a, months[way], year, month);
    case DATE_QUARTER:
        return arena_printf(a, way % 2 ? "%d年第%d季度" : "%dQ%d", year, quarter);
    case DATE_HALF:
        return arena_printf(a, "%d年%s半年", year, month < 7 ? "上" : "下");
    default:
        return arena_printf(a, way % 2 ? "%d年" : "%d", year);
    }
}

/* Every day of our time against a calendar kept by hand. */
static void every_day(struct property *p)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    struct date start = date_day(FIRST_YEAR, 1, 1);
    int wrong = 0, count = 0, weekday = 6; /* 1949-01-01 was a Saturday */
    for (int year = FIRST_YEAR; year <= LAST_YEAR; year++)
        for (int month = 1; month <= 12; month++) {
            bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            int length = lengths[month - 1] + (month == 2 && leap);
            for (int day = 1; day <= length; day++, count++, weekday = weekday % 7 + 1) {
                struct date d = date_day(year, month, day), again = {0};
                wrong += date_add_days(start, count).code != d.code || date_days_between(start, d) != count;
                wrong += date_weekday(d) != weekday || date_from_serial(17899 + count, false).code != d.code;
                wrong += !date_parse_iso(date_iso(p->cx.arena, d), &again) || again.code != d.code;
                wrong += !reads_as(written(p, d), 0, d);
            }
            wrong += date_last(date_month(year, month)).code != date_day(year, month, length).code;
            wrong += !date_is_none(date_day(year, month, length + 1));
            arena_clear(p->cx.arena);
        }
    EQ_INT(wrong, 0);
    EQ_INT(count, 55517);
}

static bool date_reads_back(struct property *p, char tried[static 256])
{
    struct date d = any_date(p), again = {0};
    const char *text = written(p, d);
    snprintf(tried, 256, "%s", text);
    return date_parse_iso(date_iso(p->cx.arena, d), &again) && again.code == d.code &&
           reads_as(date_show(p->cx.arena, d, LANG_ZH), 0, d) && reads_as(text, (int)between(p, 1949, 2100), d);
}

static bool period_reads_back(struct property *p, char tried[static 256])
{
    static const char *const dashes[] = {"至", "~", "—", " - ", "到", "——"};
    struct date x = any_date(p), y = any_date(p);
    bool ordered = date_high_code(x) <= date_high_code(y);
    const char *from = written(p, x), *to = written(p, y);
    const char *text = arena_printf(p->cx.arena, "%s%s%s", from, dashes[next(p) % 6], to);
    snprintf(tried, 256, "%s", text);
    struct date_range r;
    if (!date_parse_range(text, &r))
        return !ordered;
    return ordered && r.from.code == x.code && r.to.code == y.code && r.mood == DATE_ACTUAL;
}

/* Codes order dates as their first days do, and a span holds exactly the days between its ends. */
static bool codes_keep_order(struct property *p, char tried[static 256])
{
    struct date x = any_date(p), y = any_date(p);
    snprintf(tried, 256, "%" PRId64 " %" PRId64, x.code, y.code);
    int days = date_days_between(x, y);
    int64_t low = date_low_code(x), high = date_high_code(x);
    bool inside =
        date_days_between(date_first(x), date_first(y)) >= 0 && date_days_between(date_first(y), date_last(x)) >= 0;
    return (days > 0   ? x.code < y.code
            : days < 0 ? x.code > y.code
                       : true) &&
           low <= x.code && x.code <= high && inside == (low <= y.code && y.code <= high);
}

static bool months_add_up(struct property *p, char tried[static 256])
{
    struct date d = any_date(p);
    int n = (int)between(p, -500, 500);
    snprintf(tried, 256, "%" PRId64 " + %d months", d.code, n);
    struct date there = date_add_months(d, n);
    int months = (date_year_of(there) - date_year_of(d)) * 12 + date_month_of(there) - date_month_of(d);
    bool counted = date_precision_of(d) >= DATE_MONTH ? months == n : abs(months - n) < 12;
    return counted && date_precision_of(there) == date_precision_of(d) &&
           (date_precision_of(d) < DATE_MONTH || date_add_months(there, -n).code == d.code);
}

static bool moment_reads_back(struct property *p, char tried[static 256])
{
    struct instant t = {between(p, -INT64_C(2208988800000), INT64_C(253402271999999))}, again = {0};
    const char *text = instant_iso(p->cx.arena, t);
    snprintf(tried, 256, "%" PRId64, t.ms);
    return instant_parse_iso(text, &again) && again.ms == t.ms &&
           strncmp(text, date_iso(p->cx.arena, date_of_instant(t)), 10) == 0;
}

/* ---- money ---- */

static const int64_t units[] = {MONEY_FEN, MONEY_YUAN, MONEY_QIAN, MONEY_WAN, MONEY_BAIWAN, MONEY_QIANWAN, MONEY_YI};

static int64_t any_unit(struct property *p)
{
    return units[next(p) % (sizeof units / sizeof *units)];
}

static wide power_of_ten(int n)
{
    wide power = 1;
    while (n-- > 0)
        power *= 10;
    return power;
}

/* A decimal of at most 15 digits, so that no rounding of binary noise comes in between: digits / 10^places × unit. */
static bool parsing_is_exact(struct property *p, char tried[static 256])
{
    int64_t unit = any_unit(p), digits = (int64_t)(next(p) % (uint64_t)power_of_ten((int)between(p, 1, 15)));
    int places = (int)between(p, 0, 15);
    int64_t scale = (int64_t)power_of_ten(places);
    bool negative = next(p) % 2;
    char text[64];
    snprintf(text, sizeof text, "%s%" PRId64 ".%0*" PRId64, negative ? "-" : "", digits / scale, places & 15,
             digits % scale);
    if (places == 0)
        *strchr(text, '.') = 0;
    snprintf(tried, 256, "%s in units of %" PRId64, text, unit);
    wide want = ((wide)digits * unit * 2 + scale) / ((wide)scale * 2); /* half away from zero */
    struct money m = MONEY_NONE;
    bool parsed = money_parse(text, unit, &m);
    return want > INT64_MAX ? !parsed : parsed && m.fen == (negative ? -(int64_t)want : (int64_t)want);
}

static bool decimal_reads_back(struct property *p, char tried[static 256])
{
    struct money m = {any_fen(p)}, again = MONEY_NONE;
    int64_t unit = any_unit(p);
    const char *text = money_decimal(p->cx.arena, m, unit);
    snprintf(tried, 256, "%s in units of %" PRId64, text, unit);
    size_t n = strlen(text);
    bool trimmed = !strchr(text, '.') || (text[n - 1] != '0' && text[n - 1] != '.');
    return trimmed && money_parse(text, unit, &again) && again.fen == m.fen;
}

/* What is shown is off by less than half its last place, and exact where four decimals do. */
static bool shown_is_near(struct property *p, char tried[static 256])
{
    struct money m = {any_fen(p)}, again = MONEY_NONE;
    enum lang lang = next(p) % 2 ? LANG_ZH : LANG_EN;
    const char *text = money_show(p->cx.arena, m, lang);
    snprintf(tried, 256, "%s for %" PRId64, text, m.fen);
    if (!money_parse(text, MONEY_YUAN, &again))
        return llabs(m.fen) > (long long)(INT64_MAX - MONEY_YI); /* rounded up beyond the last */
    int64_t unit = strstr(text, "亿")   ? MONEY_YI
                   : strstr(text, "万") ? MONEY_WAN
                   : strstr(text, "bn") ? MONEY_YI * 10
                   : strstr(text, "m ") ? MONEY_WAN * 100
                                        : MONEY_YUAN;
    int64_t step = unit / 10000 > 0 ? unit / 10000 : 1;
    return llabs(again.fen - m.fen) * 2 <= step && (m.fen % step != 0 || again.fen == m.fen);
}

static bool sums_are_exact(struct property *p, char tried[static 256])
{
    struct money x = {any_fen(p)}, y = {any_fen(p)}, sum = MONEY_NONE;
    snprintf(tried, 256, "%" PRId64 " + %" PRId64, x.fen, y.fen);
    wide want = (wide)x.fen + y.fen;
    bool fits = want <= INT64_MAX && want >= -INT64_MAX;
    return money_add(x, y, &sum) == fits && (!fits || sum.fen == (int64_t)want);
}

/* share is the one whole number with share − ½ ≤ 10000 part / whole < share + ½. */
static bool shares_round_half_up(struct property *p, char tried[static 256])
{
    int64_t part = any_fen(p), whole = any_fen(p), share = percent_of(part, whole);
    snprintf(tried, 256, "%" PRId64 " / %" PRId64 " = %" PRId64, part, whole, share);
    if (whole == 0)
        return share == NONE_INT;
    wide n = (wide)part * 20000, by = whole;
    if (by < 0)
        n = -n, by = -by;
    if (share == NONE_INT)
        return n / by / 2 >= INT64_MAX || n / by / 2 <= -INT64_MAX;
    return (2 * (wide)share - 1) * by <= n && n < (2 * (wide)share + 1) * by;
}

int main(void)
{
    const char *seed = getenv("SEED");
    struct property p = {tap_ctx(), seed ? strtoull(seed, NULL, 10) : 20231231};
    tap_note("SEED=%" PRIu64, p.random);
    every_day(&p);
    property(&p, "a date reads back, in ISO and as clerks write it", date_reads_back);
    property(&p, "a period reads back", period_reads_back);
    property(&p, "codes keep the order of days", codes_keep_order);
    property(&p, "months add up and take off", months_add_up);
    property(&p, "a moment reads back", moment_reads_back);
    property(&p, "amounts are parsed exactly", parsing_is_exact);
    property(&p, "the exact decimal reads back", decimal_reads_back);
    property(&p, "what is shown is near, and exact where it can be", shown_is_near);
    property(&p, "sums are exact or refused", sums_are_exact);
    property(&p, "shares are rounded half up", shares_round_half_up);
    tap_ctx_free(&p.cx);
    return tap_done();
}
