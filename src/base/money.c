/* money.c — exact money: sums, shares, and how people read them. */
#include "base/money.h"

#include "base/buf.h"

#include <stdlib.h>

typedef __int128 wide; /* holds the product of two int64 */

bool money_is_none(struct money m)
{
    return m.fen == NONE_INT;
}

bool money_add(struct money a, struct money b, struct money *ret_sum)
{
    int64_t sum = NONE_INT;
    if (money_is_none(a) || money_is_none(b)) {
        *ret_sum = MONEY_NONE;
        return true;
    }
    if (__builtin_add_overflow(a.fen, b.fen, &sum) || sum == NONE_INT)
        return false;
    ret_sum->fen = sum;
    return true;
}

/* n / by, rounded half up; n is not negative. */
static wide divide_rounded(wide n, int64_t by)
{
    return (n + by / 2) / by;
}

static void put_grouped(struct buf *b, uint64_t n)
{
    if (n >= 1000) {
        put_grouped(b, n / 1000);
        buf_printf(b, ",%03d", (int)(n % 1000));
    } else {
        buf_int(b, (int64_t)n);
    }
}

/* The fraction `part` / `whole` in decimals, no trailing zeros; `whole` is a power of ten. */
static void put_fraction(struct buf *b, uint64_t part, uint64_t whole)
{
    if (part)
        buf_char(b, '.');
    while (part) {
        part *= 10;
        buf_char(b, (char)('0' + part / whole));
        part %= whole;
    }
}

static uint64_t magnitude(int64_t n)
{
    return n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
}

const char *money_decimal(struct arena *a, struct money m, int64_t unit)
{
    if (money_is_none(m))
        return NULL;
    struct buf b = buf_init(a);
    uint64_t fen = magnitude(m.fen), whole = (uint64_t)unit;
    if (m.fen < 0)
        buf_char(&b, '-');
    buf_printf(&b, "%llu", (unsigned long long)(fen / whole));
    put_fraction(&b, fen % whole, whole);
    return b.data;
}

/* clang-format off */
static const struct shown_unit {
    int64_t fen;
    const char *words;
} shown_units[2][3] = { /* from small to great */
    [LANG_ZH] = {{MONEY_YUAN, "元"},    {MONEY_WAN, "万元"},         {MONEY_YI, "亿元"}},
    [LANG_EN] = {{MONEY_YUAN, " yuan"}, {MONEY_WAN * 100, " m yuan"}, {MONEY_YI * 10, " bn yuan"}},
};
/* clang-format on */

const char *money_show(struct arena *a, struct money m, enum lang lang)
{
    enum { PLACES = 10000 }; /* four decimals */
    if (money_is_none(m))
        return "";
    const struct shown_unit *unit = shown_units[lang], *greatest = unit + 2;
    wide fen = magnitude(m.fen), shown = divide_rounded(fen * PLACES, unit->fen);
    while (unit < greatest && shown * unit->fen >= (wide)unit[1].fen * PLACES) {
        unit++;
        shown = divide_rounded(fen * PLACES, unit->fen);
    }
    struct buf b = buf_init(a);
    if (m.fen < 0)
        buf_char(&b, '-');
    put_grouped(&b, (uint64_t)(shown / PLACES));
    put_fraction(&b, (uint64_t)(shown % PLACES), PLACES);
    buf_text(&b, unit->words);
    return b.data;
}

/* n / by rounded half up (towards +∞), by > 0. */
static wide divide_half_up(wide n, wide by)
{
    wide doubled = 2 * n + by, floor = doubled / (2 * by);
    return floor - (doubled % (2 * by) < 0);
}

int64_t percent_of(int64_t part, int64_t whole)
{
    if (part == NONE_INT || whole == NONE_INT || whole == 0)
        return NONE_INT;
    wide n = (wide)part * 10000, by = whole;
    wide share = by < 0 ? divide_half_up(-n, -by) : divide_half_up(n, by);
    return share > INT64_MAX || share <= NONE_INT ? NONE_INT : (int64_t)share;
}

const char *percent_decimal(struct arena *a, int64_t hundredths)
{
    return money_decimal(a, (struct money){hundredths}, 100);
}

const char *percent_show(struct arena *a, int64_t hundredths)
{
    if (hundredths == NONE_INT)
        return "";
    int64_t tenths = (int64_t)divide_half_up(hundredths, 10);
    uint64_t shown = magnitude(tenths);
    return arena_printf(a, "%s%llu.%d%%", tenths < 0 ? "-" : "", (unsigned long long)(shown / 10), (int)(shown % 10));
}
