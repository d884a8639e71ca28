/* date.h — business dates that keep the precision they were given.
 *
 * People know dates to the day, month, quarter, half or year ("2023.3", "2024年二季度").  A date is its first
 * day and its precision in one integer, yyyymmdd × 10 + precision, which sorts, compares and indexes as one
 * number in every engine: 2023-03 is 202303014.  "2023-03" has come as soon as March begins, and has passed
 * when March is over.
 */
#ifndef STEWARD_BASE_DATE_H
#define STEWARD_BASE_DATE_H

#include "base/ctx.h"

enum date_precision { DATE_NONE = 0, DATE_YEAR = 1, DATE_HALF = 2, DATE_QUARTER = 3, DATE_MONTH = 4, DATE_DAY = 5 };

struct date {
    int64_t code; /* yyyymmdd × 10 + precision; 0: no date */
};

/* A moment: milliseconds since 1970-01-01 UTC; 0: none. */
struct instant {
    int64_t ms;
};

bool date_is_none(struct date d);
/* Of the day's year, half, quarter or month; none when there is no such day in 1900–9999. */
struct date date_make(int year, int month, int day, enum date_precision precision);
struct date date_day(int year, int month, int day);
struct date date_month(int year, int month);
struct date date_year(int year);
int date_year_of(struct date d);
int date_month_of(struct date d);
int date_day_of(struct date d);
enum date_precision date_precision_of(struct date d);

/* First and last day that the date may mean, as day-precise dates. */
struct date date_first(struct date d);
struct date date_last(struct date d);

/* The smallest and greatest code whose day lies within d: what a filter compares with.  0 for none. */
int64_t date_low_code(struct date d);
int64_t date_high_code(struct date d);

/* None in, or a result outside 1900–9999, gives none (0 for the counts). */
struct date date_add_days(struct date d, int days);      /* of the first day; precision becomes day */
struct date date_add_months(struct date d, int months);  /* clamps to the month's end; keeps precision */
int date_days_between(struct date from, struct date to); /* of the first days; to - from */
int date_weekday(struct date d);                         /* 1 Monday … 7 Sunday, of the first day */

/* Excel serial day number (1900 system, or 1904); none outside 1900–9999.  Serial 60 (the day that never was)
 * gives 1900-02-28. */
struct date date_from_serial(double serial, bool base_1904);

/* ISO 8601 and its reductions, ours in JSON and on the command line: 2023, 2023-H1, 2023-Q2, 2023-03, 2023-03-05. */
bool date_parse_iso(const char *s, struct date *ret_date);
const char *date_iso(struct arena *a, struct date d);                  /* NULL for none */
const char *date_show(struct arena *a, struct date d, enum lang lang); /* 2023年3月 · 2024年二季度; "" for none */

/* Dates as clerks write them: "2023.3", "2023.10" (October, not January), "2023年3月5日", "2023/3/5", "20230305",
 * "2024年二季度", "2024年上半年", "2023年底", "23年3月", "3月" (with default_year), "计划2024年一季度", "预计2023.11",
 * full-width digits.  Of 1949–2100 only.  What the words around say is told apart: */
enum date_mood {
    DATE_ACTUAL,  /* a plain date, or one with 已 实际 */
    DATE_PLANNED, /* 计划 预计 拟 力争 …, a deadline (底前), or a date beside 未… */
    DATE_NOT_YET, /* 未开工 未竣工 未 …, 拟开工, 前期: no date, and it says so */
    DATE_ABSENT,  /* empty, "/", "—", "无", "-", "待定": no date */
};
struct date_range {
    struct date from, to; /* "2022-2024", "2023年3月—2025年12月"; a single date fills both; to: none for "2022年至今" */
    enum date_mood mood;
};
/* False when the text is none of this; a period is no date, a word we do not know is not guessed at.  default_year is
 * the year of dates that name none; 0 refuses them. */
bool date_parse_loose(const char *s, int default_year, struct date *ret_date, enum date_mood *ret_mood);
bool date_parse_range(const char *s, struct date_range *ret_range);

/* Today and the full local time in Asia/Shanghai (UTC+8, no summer time since 1992). */
struct date date_of_instant(struct instant t);
const char *instant_iso(struct arena *a, struct instant t); /* 2023-12-31T08:00:00.000+08:00; NULL for none */
/* "2023-12-31T08:00[:00[.000]]" with Z or an offset, also with a space for the T.  False for anything else, and for
 * the very moment that stands for none. */
bool instant_parse_iso(const char *s, struct instant *ret_instant);

#endif
