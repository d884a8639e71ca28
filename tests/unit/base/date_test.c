/* date_test.c — calendar arithmetic, ISO text, how dates are shown, moments in Shanghai. */
#include "base/date.h"
#include "tap.h"

#include <math.h>

static const struct date none = {0};

static const char *iso(struct ctx *cx, struct date d)
{
    const char *s = date_iso(cx->arena, d);
    return s ? s : "none";
}

static void test_codes(struct ctx *cx)
{
    EQ_INT(date_month(2023, 3).code, 202303014);
    EQ_INT(date_day(2023, 3, 5).code, 202303055);
    EQ_INT(date_year(2023).code, 202301011);
    EQ_INT(date_make(2024, 5, 17, DATE_QUARTER).code, 202404013);
    EQ_INT(date_make(2024, 12, 31, DATE_HALF).code, 202407012);
    EQ_INT(date_make(2024, 12, 31, DATE_MONTH).code, 202412014);
    OK(date_is_none(date_day(2023, 2, 29)), "2023 has no February 29");
    OK(date_is_none(date_day(1900, 2, 29)), "1900 was no leap year");
    OK(!date_is_none(date_day(2000, 2, 29)), "2000 was a leap year");
    OK(date_is_none(date_day(2023, 13, 1)) && date_is_none(date_day(2023, 0, 1)), "twelve months a year");
    OK(date_is_none(date_day(2023, 4, 31)) && date_is_none(date_day(2023, 4, 0)), "thirty days in April");
    OK(date_is_none(date_year(1899)) && date_is_none(date_year(10000)), "years 1900–9999");
    OK(date_is_none(date_make(2023, 1, 1, DATE_NONE)), "no precision, no date");
    struct date d = date_day(2023, 3, 5);
    EQ_INT(date_year_of(d), 2023);
    EQ_INT(date_month_of(d), 3);
    EQ_INT(date_day_of(d), 5);
    EQ_INT(date_precision_of(d), DATE_DAY);
    EQ_INT(date_year_of(none), 0);
    EQ_TEXT(iso(cx, none), "none");
}

static void test_spans(struct ctx *cx)
{
    /* clang-format off */
    static const struct { int month, day; enum date_precision precision; const char *first, *last; } cases[] = {
        {3, 5, DATE_DAY,     "2024-03-05", "2024-03-05"},
        {2, 1, DATE_MONTH,   "2024-02-01", "2024-02-29"},
        {12, 1, DATE_MONTH,  "2024-12-01", "2024-12-31"},
        {5, 1, DATE_QUARTER, "2024-04-01", "2024-06-30"},
        {11, 1, DATE_QUARTER, "2024-10-01", "2024-12-31"},
        {1, 1, DATE_HALF,    "2024-01-01", "2024-06-30"},
        {9, 1, DATE_HALF,    "2024-07-01", "2024-12-31"},
        {6, 1, DATE_YEAR,    "2024-01-01", "2024-12-31"},
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct date d = date_make(2024, cases[i].month, cases[i].day, cases[i].precision);
        EQ_TEXT(iso(cx, date_first(d)), cases[i].first);
        EQ_TEXT(iso(cx, date_last(d)), cases[i].last);
    }
    EQ_INT(date_low_code(date_month(2023, 3)), 202303011);
    EQ_INT(date_high_code(date_month(2023, 3)), 202303315);
    EQ_INT(date_low_code(date_day(2023, 3, 5)), 202303051);
    EQ_INT(date_high_code(date_day(2023, 3, 5)), 202303055);
    EQ_INT(date_low_code(none), 0);
    EQ_INT(date_high_code(none), 0);
    OK(date_is_none(date_first(none)) && date_is_none(date_last(none)), "none has neither a first nor a last day");
    OK(date_is_none(date_last((struct date){202399014})), "a code that is no date has no last day");
}

static void test_arithmetic(struct ctx *cx)
{
    EQ_TEXT(iso(cx, date_add_days(date_day(2023, 12, 31), 1)), "2024-01-01");
    EQ_TEXT(iso(cx, date_add_days(date_day(2024, 3, 1), -1)), "2024-02-29");
    EQ_TEXT(iso(cx, date_add_days(date_month(2024, 3), 30)), "2024-03-31");
    EQ_TEXT(iso(cx, date_add_days(date_day(1900, 1, 1), -1)), "none");
    EQ_TEXT(iso(cx, date_add_days(date_day(9999, 12, 31), 1)), "none");
    EQ_TEXT(iso(cx, date_add_days(none, 1)), "none");
    EQ_TEXT(iso(cx, date_add_months(date_day(2023, 1, 31), 1)), "2023-02-28");
    EQ_TEXT(iso(cx, date_add_months(date_day(2024, 3, 31), -1)), "2024-02-29");
    EQ_TEXT(iso(cx, date_add_months(date_month(2023, 11), 2)), "2024-01");
    EQ_TEXT(iso(cx, date_add_months(date_year(2023), 12)), "2024");
    EQ_TEXT(iso(cx, date_add_months(date_make(2023, 4, 1, DATE_QUARTER), -6)), "2022-Q4");
    EQ_TEXT(iso(cx, date_add_months(date_month(1900, 1), -1)), "none");
    EQ_TEXT(iso(cx, date_add_months(date_month(2023, 1), 2000000000)), "none");
    EQ_INT(date_days_between(date_day(2023, 12, 31), date_day(2024, 12, 31)), 366);
    EQ_INT(date_days_between(date_day(2024, 3, 1), date_day(2024, 2, 28)), -2);
    EQ_INT(date_days_between(date_month(2023, 3), date_day(2023, 3, 5)), 4);
    EQ_INT(date_days_between(none, date_day(2023, 3, 5)), 0);
    EQ_INT(date_weekday(date_day(2023, 12, 31)), 7);
    EQ_INT(date_weekday(date_day(2024, 1, 1)), 1);
    EQ_INT(date_weekday(date_day(1900, 1, 1)), 1);
    EQ_INT(date_weekday(none), 0);
}

static void test_serials(struct ctx *cx)
{
    /* clang-format off */
    static const struct { double serial; bool base_1904; const char *want; } cases[] = {
        {1, false, "1900-01-01"},       {59, false, "1900-02-28"},   {60, false, "1900-02-28"},
        {61, false, "1900-03-01"},      {36526, false, "2000-01-01"}, {45000, false, "2023-03-15"},
        {45000.75, false, "2023-03-15"}, {2958465, false, "9999-12-31"}, {2958466, false, "none"},
        {0, false, "none"},             {0.5, false, "none"},        {-1, false, "none"},
        {0, true, "1904-01-01"},        {43538, true, "2023-03-15"}, {-1, true, "none"},
        {1e300, false, "none"},         {HUGE_VAL, false, "none"},   {NAN, false, "none"},
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        EQ_TEXT(iso(cx, date_from_serial(cases[i].serial, cases[i].base_1904)), cases[i].want);
}

static void test_text(struct ctx *cx)
{
    /* clang-format off */
    static const struct { const char *iso, *zh, *en; } cases[] = {
        {"2023",       "2023年",       "2023"},
        {"2023-H1",    "2023年上半年",   "H1 2023"},
        {"2023-H2",    "2023年下半年",   "H2 2023"},
        {"2024-Q1",    "2024年一季度",   "Q1 2024"},
        {"2024-Q2",    "2024年二季度",   "Q2 2024"},
        {"2024-Q3",    "2024年三季度",   "Q3 2024"},
        {"2024-Q4",    "2024年四季度",   "Q4 2024"},
        {"2023-03",    "2023年3月",     "Mar 2023"},
        {"2023-12",    "2023年12月",    "Dec 2023"},
        {"2023-03-05", "2023年3月5日",   "5 Mar 2023"},
        {"1900-01-01", "1900年1月1日",   "1 Jan 1900"},
        {"9999-12-31", "9999年12月31日", "31 Dec 9999"},
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct date d = none;
        OK(date_parse_iso(cases[i].iso, &d), "%s is a date", cases[i].iso);
        EQ_TEXT(iso(cx, d), cases[i].iso);
        EQ_TEXT(date_show(cx->arena, d, LANG_ZH), cases[i].zh);
        EQ_TEXT(date_show(cx->arena, d, LANG_EN), cases[i].en);
    }
    EQ_TEXT(date_show(cx->arena, none, LANG_ZH), "");
    EQ_TEXT(date_show(cx->arena, none, LANG_EN), "");
    static const char *const wrong[] = {
        "",
        "2",
        "202",
        "20233",
        "2023-",
        "2023-1",
        "2023-3-5",
        "2023-13",
        "2023-00",
        "2023-02-30",
        "2023-03-5",
        "2023-03-",
        "2023-03-055",
        "2023-H0",
        "2023-H3",
        "2023-Q0",
        "2023-Q5",
        "2023-Q",
        "2023-Q11",
        "2023-h1",
        "2023/03",
        " 2023",
        "2023 ",
        "-2023",
        "1899",
        "0000",
        "2023-03-05T00:00:00",
        "２０２３",
        "2023-0\xff",
        "+2023",
        "20-23",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct date d = {42};
        OK(!date_parse_iso(wrong[i], &d) && d.code == 42, "\"%s\" is no ISO date", wrong[i]);
    }
    struct date d;
    OK(!date_parse_iso(NULL, &d), "NULL is no date");
}

static void test_moments(struct ctx *cx)
{
    /* clang-format off */
    static const struct { int64_t ms; const char *iso; } cases[] = {
        {1703980800000,   "2023-12-31T08:00:00.000+08:00"},
        {1,               "1970-01-01T08:00:00.001+08:00"},
        {-1,              "1970-01-01T07:59:59.999+08:00"},
        {-28800001,       "1969-12-31T23:59:59.999+08:00"},
        {-28800000,       "1970-01-01T00:00:00.000+08:00"},
        {57599999,        "1970-01-01T23:59:59.999+08:00"},
        {57600000,        "1970-01-02T00:00:00.000+08:00"},
        {1709139600123,   "2024-02-29T01:00:00.123+08:00"},
        {253402271999999, "9999-12-31T23:59:59.999+08:00"},
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct instant t = {0};
        EQ_TEXT(instant_iso(cx->arena, (struct instant){cases[i].ms}), cases[i].iso);
        OK(instant_parse_iso(cases[i].iso, &t), "%s is a moment", cases[i].iso);
        EQ_INT(t.ms, cases[i].ms);
    }
    EQ_TEXT(instant_iso(cx->arena, (struct instant){0}), NULL);
    EQ_TEXT(instant_iso(cx->arena, (struct instant){253402272000000}), NULL);
    EQ_TEXT(instant_iso(cx->arena, (struct instant){INT64_MAX}), NULL);
    EQ_TEXT(instant_iso(cx->arena, (struct instant){INT64_MIN}), NULL);
    EQ_TEXT(iso(cx, date_of_instant((struct instant){1703951999999})), "2023-12-30");
    EQ_TEXT(iso(cx, date_of_instant((struct instant){1703952000000})), "2023-12-31");
    EQ_TEXT(iso(cx, date_of_instant((struct instant){0})), "none");

    /* clang-format off */
    static const struct { const char *text; int64_t ms; } readable[] = {
        {"2023-12-31T00:00:00Z",             1703980800000},
        {"2023-12-31T00:00Z",                1703980800000},
        {"2023-12-31 08:00:00+08:00",        1703980800000},
        {"2023-12-31T08:00:00+0800",         1703980800000},
        {"2023-12-30T19:00:00-05:00",        1703980800000},
        {"2023-12-31T05:30:00+05:30",        1703980800000},
        {"2023-12-31T00:00:00.5Z",           1703980800500},
        {"2023-12-31T00:00:00.123456789Z",   1703980800123},
        {"1970-01-01T00:00:00Z",             0},
        {"2023-12-31T00:00:00",              0},
        {"2023-12-31",                       0},
        {"2023-12-31T",                      0},
        {"2023-12-31T24:00:00Z",             0},
        {"2023-12-31T00:60:00Z",             0},
        {"2023-12-31T00:00:60Z",             0},
        {"2023-12-31T00:00:00.Z",            0},
        {"2023-12-31T00:00:00+15:00",        0},
        {"2023-12-31T00:00:00+08:60",        0},
        {"2023-12-31T00:00:00+08",           0},
        {"2023-12-31T00:00:00Z ",            0},
        {"2023-12-31T00:00:00ZZ",            0},
        {"2023-12-31t00:00:00Z",             0},
        {"2023-02-30T00:00:00Z",             0},
        {"2023-12-31TT00:00Z",               0},
        {"20231231T000000Z",                 0},
        {"",                                 0},
        {NULL,                               0},
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof readable / sizeof *readable; i++) {
        struct instant t = {0};
        bool read = instant_parse_iso(readable[i].text, &t);
        OK(read == (readable[i].ms != 0) && t.ms == readable[i].ms, "moment \"%s\"",
           readable[i].text ? readable[i].text : "NULL");
    }
}

int main(void)
{
    struct ctx cx = tap_ctx();
    test_codes(&cx);
    test_spans(&cx);
    test_arithmetic(&cx);
    test_serials(&cx);
    test_text(&cx);
    test_moments(&cx);
    tap_ctx_free(&cx);
    return tap_done();
}
