/* date.c — business dates in one integer: calendar arithmetic. */
#include "base/date.h"

enum { FIRST_YEAR = 1900, LAST_YEAR = 9999 };

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
    return month < 1 || month > 12 ? 0 : days[month - 1] + (month == 2 && is_leap(year));
}

/* Months that a date of this precision lasts; 0 when there is no such precision. */
static int months_of(enum date_precision precision)
{
    switch (precision) {
    case DATE_YEAR:
        return 12;
    case DATE_HALF:
        return 6;
    case DATE_QUARTER:
        return 3;
    case DATE_MONTH:
    case DATE_DAY:
        return 1;
    default:
        return 0;
    }
}

bool date_is_none(struct date d)
{
    return d.code == 0;
}

struct date date_make(int year, int month, int day, enum date_precision precision)
{
    int months = months_of(precision);
    bool there = year >= FIRST_YEAR && year <= LAST_YEAR && day >= 1 && day <= month_days(year, month) && months;
    if (!there)
        return (struct date){0};
    if (precision < DATE_DAY)
        day = 1;
    month -= (month - 1) % months;
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
    int months = months_of(precision);
    if (precision == DATE_DAY || months == 0)
        return date_first(d);
    int year = date_year_of(d), month = date_month_of(d) + months - 1;
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
