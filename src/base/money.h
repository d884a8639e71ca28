/* money.h — money is an exact integer number of 分 (1/100 yuan), end to end; never floating point. */
#ifndef STEWARD_BASE_MONEY_H
#define STEWARD_BASE_MONEY_H

#include "base/ctx.h"

struct money {
    int64_t fen; /* MONEY_NONE: not known, which is not nought */
};
#define NONE_INT   INT64_MIN
#define MONEY_NONE ((struct money){NONE_INT})

bool money_is_none(struct money m);

/* Units people write in; the value is 分 per unit. */
enum money_unit {
    MONEY_FEN = 1,
    MONEY_YUAN = 100,
    MONEY_QIAN = 100000,
    MONEY_WAN = 1000000,
    MONEY_BAIWAN = 100000000,
    MONEY_QIANWAN = 1000000000LL,
    MONEY_YI = 10000000000LL
};

/* "12,345.67", "1.2亿元", "3亿5000万元", "约3500万元", "(120)", "1.2e5", full-width digits, in `unit` (a power of ten)
 * where the text names none.  Exact: the decimal text is scaled, never a double; digits finer than 1 分 are rounded
 * half away from zero.  Where there are such digits, a cell's binary noise ("8.699999999999999") is rounded at 15
 * significant digits first.  False when it is not an amount, or names a quantity that is not money ("5万亩",
 * "2000万件", "10万千瓦", "5000美元"), or does not fit. */
bool money_parse(const char *s, int64_t unit, struct money *ret_money);

/* The unit a head or title names: "(万元)", "单位:亿元", "总投资/万元", "总投资 万元"; 0 when none ("亿元以上项目",
 * "万元/亩"). */
int64_t money_unit_in(const char *s);

/* Exact decimal of m in unit, no trailing zeros: 2210000 (万元). NULL for none. */
const char *money_decimal(struct arena *a, struct money m, int64_t unit);
/* As people write it: "221亿元", "3,500万元", "120元" (zh); "22.1 bn yuan", "35 m yuan" (en).  At most four decimals,
 * rounded half away from zero.  "" for none. */
const char *money_show(struct arena *a, struct money m, enum lang lang);

/* Checked sums: false on overflow.  What is unknown makes the sum unknown. */
SW_CHECKED bool money_add(struct money a, struct money b, struct money *ret_sum);

/* part / whole in hundredths of a percent (8356 = 83.56 %), rounded half up; NONE_INT when whole is 0, when one is
 * unknown, and when the share does not fit. */
int64_t percent_of(int64_t part, int64_t whole);
const char *percent_decimal(struct arena *a, int64_t hundredths); /* "83.56"; NULL for none */
const char *percent_show(struct arena *a, int64_t hundredths);    /* "83.6%": one place, half up; "" for none */

#endif
