/* arith.c — every operation on numbers, once: its SQL beside the C that must give the same number.
 *
 * In the SQL, #2a is operand a where something of rank 2 or tighter fits without brackets.
 *
 * Integers must not overflow: SQLite would go on in floating point, PostgreSQL would stop the whole list for one
 * row with a slip of the pen.  So an operation that could grow beyond ±9×10^15 (90 万亿元; what JSON carries
 * exactly) is unknown instead.  Stored numbers are within that too, and a formula has fewer than 1,000 of them,
 * so that sums stay below 9×10^18 and need no guard.  Quotients are cut off toward nought, as both engines do.
 */
#include "formula/expr.h"

#include <string.h>

#define LIMIT       9000000000000000
#define SHARE_LIMIT (LIMIT * 1000) /* of a product that is then divided by 10,000 */
#define OVER_LIMIT  (LIMIT / 10)   /* of a numerator that is first multiplied by 10,000 */
#define RATIO_LIMIT (LIMIT / DECIMAL_ONE)

static int64_t magnitude(int64_t n)
{
    return n < 0 ? -n : n;
}

static bool add(int64_t a, int64_t b, int64_t *ret)
{
    return !__builtin_add_overflow(a, b, ret);
}

static bool subtract(int64_t a, int64_t b, int64_t *ret)
{
    return !__builtin_sub_overflow(a, b, ret);
}

static bool negate(int64_t a, int64_t b, int64_t *ret)
{
    (void)b;
    *ret = -a;
    return true;
}

static bool times(int64_t a, int64_t b, int64_t *ret)
{
    if (magnitude(a) > LIMIT / (magnitude(b) + 1))
        return false;
    *ret = a * b;
    return true;
}

static bool times_share(int64_t a, int64_t b, int64_t *ret)
{
    if (magnitude(a) > SHARE_LIMIT / (magnitude(b) + 1))
        return false;
    *ret = a * b / DECIMAL_ONE;
    return true;
}

static bool over(int64_t a, int64_t b, int64_t *ret)
{
    if (b == 0)
        return false;
    *ret = a / b;
    return true;
}

static bool over_share(int64_t a, int64_t b, int64_t *ret)
{
    if (b == 0 || magnitude(a) > OVER_LIMIT || magnitude(a / b) >= RATIO_LIMIT)
        return false;
    *ret = a * DECIMAL_ONE / b;
    return true;
}

static bool scale(int64_t a, int64_t b, int64_t *ret)
{
    (void)b;
    if (magnitude(a) > RATIO_LIMIT)
        return false;
    *ret = a * DECIMAL_ONE;
    return true;
}

static bool least(int64_t a, int64_t b, int64_t *ret)
{
    *ret = a <= b ? a : b;
    return true;
}

static bool greatest(int64_t a, int64_t b, int64_t *ret)
{
    *ret = a >= b ? a : b;
    return true;
}

static bool absolute(int64_t a, int64_t b, int64_t *ret)
{
    (void)b;
    *ret = magnitude(a);
    return true;
}

static bool round_decimal(int64_t a, int64_t b, int64_t *ret)
{
    (void)b;
    *ret = a / 10000 + a % 10000 / 5000;
    return true;
}

static bool round_hundreds(int64_t a, int64_t b, int64_t *ret)
{
    (void)b;
    *ret = (a / 100 + a % 100 / 50) * 100;
    return true;
}

static bool year(int64_t code, int64_t b, int64_t *ret)
{
    (void)b;
    *ret = code / 100000;
    return true;
}

static bool month(int64_t code, int64_t b, int64_t *ret)
{
    (void)b;
    if (code % 10 < DATE_MONTH)
        return false;
    *ret = code / 1000 % 100;
    return true;
}

static bool days(int64_t from, int64_t to, int64_t *ret)
{
    *ret = to - from;
    return true;
}

/* Days since 0000-02-29: the year is taken to begin in March, so that the leap day ends it. */
static bool day_of_date(int64_t code, int64_t b, int64_t *ret)
{
    (void)b;
    int64_t n = code / 100000 * 12 + code / 1000 % 100 - 3, d = code / 10 % 100;
    *ret = n / 12 * 365 + n / 48 - n / 1200 + n / 4800 + (n % 12 * 153 + 2) / 5 + d;
    return true;
}

/* The last month that a date may mean, counted. */
static bool month_of_date(int64_t code, int64_t b, int64_t *ret)
{
    static const int64_t beyond[10] = {[DATE_YEAR] = 11, [DATE_HALF] = 5, [DATE_QUARTER] = 2};
    (void)b;
    *ret = code / 100000 * 12 + code / 1000 % 100 + beyond[code % 10];
    return true;
}

/* 1970-01-01 is day 719469; Shanghai is eight hours ahead. */
static bool day_of_instant(int64_t ms, int64_t b, int64_t *ret)
{
    (void)b;
    *ret = (ms + 62162150400000) / 86400000;
    return true;
}

/* clang-format off */
const struct arith
arith_add           = {"+", 1, 1, "#1a + #2b", add},
arith_subtract      = {"-", 1, 1, "#1a - #2b", subtract},
arith_negate        = {"-", 3, 3, "(-#3a)", negate},
arith_times         = {"*", 2, 3, "CASE WHEN ABS(#0a) <= 9000000000000000 / (ABS(#0b) + 1) THEN #3a * #3b END", times},
arith_times_share   = {"*", 2, 3, "CASE WHEN ABS(#0a) <= 9000000000000000000 / (ABS(#0b) + 1) THEN #3a * #3b / 10000 END", times_share},
arith_over          = {"/", 2, 2, "#2a / NULLIF(#0b, 0)", over},
arith_over_share    = {"/", 2, 3, "CASE WHEN ABS(#0a) <= 900000000000000 AND ABS(#3a / NULLIF(#0b, 0)) < 900000000000"
                                  " THEN #3a * 10000 / NULLIF(#0b, 0) END", over_share},
arith_scale         = {NULL, 3, 3, "CASE WHEN ABS(#0a) <= 900000000000 THEN #3a * 10000 END", scale},
arith_least         = {"min", 3, 3, "CASE WHEN #1a <= #1b THEN #0a WHEN #1a > #1b THEN #0b END", least},
arith_greatest      = {"max", 3, 3, "CASE WHEN #1a >= #1b THEN #0a WHEN #1a < #1b THEN #0b END", greatest},
arith_abs           = {"abs", 3, 3, "ABS(#0a)", absolute},
arith_round_decimal = {"round", 3, 1, "#2a / 10000 + #2a % 10000 / 5000", round_decimal},
arith_round_hundreds= {"round", 3, 2, "(#2a / 100 + #2a % 100 / 50) * 100", round_hundreds},
arith_year          = {"year", 3, 2, "#2a / 100000", year},
arith_month         = {"month", 3, 3, "CASE WHEN #2a % 10 >= 4 THEN #2a / 1000 % 100 END", month},
arith_days          = {"days", 3, 1, "#1b - #2a", days},
arith_months        = {"months", 3, 1, "#1b - #2a", days},
arith_month_of_date = {NULL, 3, 1, "#2a / 100000 * 12 + #2a / 1000 % 100 + CASE #2a % 10 WHEN 1 THEN 11 WHEN 2 THEN 5 WHEN 3 THEN 2 ELSE 0 END", month_of_date},
arith_day_of_date   = {NULL, 3, 3, DATE_DAY_SQL("#2a"), day_of_date},
arith_day_of_instant= {NULL, 3, 2, "(#1a + 62162150400000) / 86400000", day_of_instant};
/* clang-format on */

bool arith_repeats(const struct arith *arith, char operand)
{
    int times_named = 0;
    for (const char *s = arith->sql; (s = strchr(s, '#')); s++)
        times_named += s[2] == operand;
    return times_named > 1;
}
