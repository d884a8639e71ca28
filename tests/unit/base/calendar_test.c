/* calendar_test.c — the national calendar, counting in it, and a zone's changes, against counting day by day. */
#include "base/calendar.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

static const char *iso(struct ctx *cx, struct date d)
{
    const char *s = date_iso(cx->arena, d);
    return s ? s : "none";
}

static struct date day_of(const char *text)
{
    struct date d = {0};
    OK(date_parse_iso(text, &d), "%s is a day", text);
    return d;
}

/* From Weinan's desks: what the notices are remembered for. */
static void test_days(void)
{
    static const struct {
        const char *day;
        enum day_reason reason;
        const char *name;
    } cases[] = {
        {"2015-09-03", DAY_HOLIDAY, "抗战胜利70周年纪念日"},
        {"2015-09-04", DAY_HOLIDAY, "抗战胜利70周年纪念日"},
        {"2015-09-06", DAY_MAKE_UP, "抗战胜利70周年纪念日"},
        {"2020-01-31", DAY_HOLIDAY, "春节"},
        {"2020-02-01", DAY_HOLIDAY, "春节"},
        {"2020-02-02", DAY_HOLIDAY, "春节"},
        {"2020-02-03", DAY_WEEKDAY, NULL},
        {"2024-02-09", DAY_WEEKDAY, NULL},
        {"2024-02-18", DAY_MAKE_UP, "春节"},
        {"2025-10-06", DAY_HOLIDAY, "国庆节、中秋节"},
        {"2025-10-11", DAY_MAKE_UP, "国庆节、中秋节"},
        {"2026-02-23", DAY_HOLIDAY, "春节"},
        {"2026-02-24", DAY_WEEKDAY, NULL},
        {"2026-02-28", DAY_MAKE_UP, "春节"},
        {"2026-09-26", DAY_HOLIDAY, "中秋节"},
        {"2026-11-28", DAY_WEEKEND, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct day_facts facts = calendar_day_facts(calendar_national(), day_of(cases[i].day));
        EQ_INT(facts.reason, cases[i].reason);
        EQ_TEXT(facts.name.zh, cases[i].name);
        EQ_INT(facts.working, cases[i].reason == DAY_WEEKDAY || cases[i].reason == DAY_MAKE_UP);
    }
}

static void test_years(void)
{
    const struct calendar *c = calendar_national();
    EQ_TEXT(calendar_notice(2013), "国办发明电〔2012〕33号");
    EQ_TEXT(calendar_notice(2026), "国办发明电〔2025〕7号");
    EQ_TEXT(calendar_notice(2027), NULL);
    OK(!calendar_is_estimated(c, 2013) && !calendar_is_estimated(c, 2026), "2013–2026 are published");
    OK(calendar_is_estimated(c, 2012) && calendar_is_estimated(c, 2027) && calendar_is_estimated(c, 2100),
       "others are not");
    /* Statutory days of 2027, 13 on which work rests whatever the weekday: Monday to Friday less by 13. */
    int weekdays = 0;
    for (struct date d = date_day(2027, 1, 1); date_year_of(d) == 2027; d = date_add_days(d, 1))
        weekdays += date_weekday(d) <= 5;
    EQ_INT(calendar_between(c, date_day(2026, 12, 31), date_day(2027, 12, 31), DAY_WORKING), weekdays - 13);
    EQ_TEXT(calendar_day_facts(c, date_day(2027, 2, 5)).name.zh, "春节"); /* 除夕; 2027's New Year is February 6 */
    EQ_TEXT(calendar_day_facts(c, date_day(2030, 2, 3)).name.en, "Spring Festival");
    OK(!calendar_is_working(c, date_day(2027, 5, 3)), "May 1 and 2, 2027, are a weekend: Monday is given instead");
}

/* n days on, one at a time. */
static struct date walk(const struct calendar *c, struct date from, int n)
{
    for (int left = abs(n); left > 0; left -= calendar_is_working(c, from))
        from = date_add_days(from, n > 0 ? 1 : -1);
    return from;
}

static void test_counting(struct ctx *cx)
{
    const struct calendar *c = calendar_national();
    /* Received on the last day before a holiday, three working days: the first days after it. */
    EQ_TEXT(iso(cx, calendar_add(c, day_of("2026-09-30"), 3, DAY_WORKING)), "2026-10-10"); /* 8, 9, and 10: make-up */
    EQ_TEXT(iso(cx, calendar_add(c, day_of("2026-10-01"), 1, DAY_WORKING)), "2026-10-08");
    EQ_TEXT(iso(cx, calendar_add(c, day_of("2026-09-30"), 3, DAY_NATURAL)), "2026-10-03");
    EQ_TEXT(iso(cx, calendar_add(c, day_of("2026-10-08"), -1, DAY_WORKING)), "2026-09-30");
    EQ_TEXT(iso(cx, calendar_add(c, day_of("2026-10-03"), 0, DAY_WORKING)), "2026-10-03");
    EQ_TEXT(iso(cx, calendar_add(c, (struct date){0}, 3, DAY_WORKING)), "none");
    EQ_TEXT(iso(cx, calendar_add(c, date_day(9999, 12, 30), 3, DAY_WORKING)), "none");
    EQ_TEXT(iso(cx, calendar_add(c, date_day(1900, 1, 3), -3, DAY_WORKING)), "none");
    EQ_INT(calendar_between(c, day_of("2026-09-30"), day_of("2026-10-10"), DAY_WORKING), 3);
    EQ_INT(calendar_between(c, day_of("2026-10-08"), day_of("2026-09-30"), DAY_WORKING), -1);
    EQ_INT(calendar_between(c, day_of("2026-10-08"), day_of("2026-10-01"), DAY_NATURAL), -7);
    EQ_INT(calendar_between(c, (struct date){0}, day_of("2026-09-30"), DAY_WORKING), 0);
    EQ_TEXT(iso(cx, calendar_add(c, date_month(2026, 10), 1, DAY_WORKING)), "2026-10-08"); /* the month's first day */
    int off = 0;
    for (int i = -400; i <= 400; i++) {
        struct date from = date_add_days(date_day(2025, 6, 1), i * 7 + i % 5),
                    on = calendar_add(c, from, i, DAY_WORKING);
        off += walk(c, from, i).code != on.code || calendar_between(c, from, on, DAY_WORKING) != i;
    }
    EQ_INT(off, 0);
}

static void test_changes(struct ctx *cx)
{
    const struct calendar_change own[] = {
        {date_day(2026, 9, 1), false, false, {"高考场地征用", "Site requisitioned"}},
        {date_day(2026, 9, 5), true, false, {"园区加班", "Overtime of the zone"}},
        {date_day(2026, 10, 1), true, false, {"值守", "On duty"}},
        {date_day(2026, 9, 1), false, false, {"园区运动会", "Sports day"}},
        {{0}, true, false, {NULL, NULL}},
    };
    const struct calendar *base = calendar_national(), *c = calendar_with(cx->arena, base, own, 5);
    struct day_facts facts = calendar_day_facts(c, date_day(2026, 9, 1));
    EQ_INT(facts.reason, DAY_OWN);
    EQ_TEXT(facts.name.zh, "园区运动会");
    OK(!facts.working && calendar_is_working(c, date_day(2026, 9, 5)) && calendar_is_working(c, date_day(2026, 10, 1)),
       "each day as the zone has it");
    EQ_INT(calendar_between(c, date_day(2026, 8, 31), date_day(2026, 12, 31), DAY_WORKING),
           calendar_between(base, date_day(2026, 8, 31), date_day(2026, 12, 31), DAY_WORKING) + 1);
    OK(calendar_is_working(base, date_day(2026, 9, 1)), "the national calendar stays as it is");
    OK(calendar_is_estimated(calendar_with(cx->arena, base, own, 5), 2027), "a zone's own days announce no year");
    const struct calendar_change notice[] = {{date_day(2027, 1, 1), false, true, {"元旦", "New Year"}},
                                             {date_day(2027, 5, 8), true, true, {"劳动节", "Labour Day"}}};
    c = calendar_with(cx->arena, base, notice, 2);
    OK(!calendar_is_estimated(c, 2027) && calendar_is_estimated(c, 2028), "a notice announces its year");
    EQ_INT(calendar_day_facts(c, date_day(2027, 5, 8)).reason, DAY_MAKE_UP);
    EQ_INT(calendar_day_facts(c, date_day(2027, 5, 3)).reason, DAY_WEEKDAY); /* what was estimated is gone */
}

/* A zone that rests for years is still counted in. */
static void test_long_rest(struct ctx *cx)
{
    enum { DAYS = 1500 };
    struct calendar_change *rest = arena_array(cx->arena, DAYS, sizeof *rest);
    for (int i = 0; i < DAYS; i++)
        rest[i] = (struct calendar_change){date_add_days(date_day(2026, 3, 1), i), false, false, {"停工", "Shut"}};
    const struct calendar *c = calendar_with(cx->arena, calendar_national(), rest, DAYS);
    EQ_TEXT(iso(cx, calendar_add(c, date_day(2026, 2, 27), 1, DAY_WORKING)), "2026-02-28");
    EQ_TEXT(iso(cx, calendar_add(c, date_day(2026, 2, 27), 2, DAY_WORKING)),
            iso(cx, walk(c, date_day(2026, 2, 27), 2)));
    EQ_TEXT(iso(cx, calendar_add(c, date_day(2030, 5, 1), -20, DAY_WORKING)),
            iso(cx, walk(c, date_day(2030, 5, 1), -20)));
}

int main(void)
{
    struct ctx cx = tap_ctx();
    test_days();
    test_years();
    test_counting(&cx);
    test_changes(&cx);
    test_long_rest(&cx);
    tap_ctx_free(&cx);
    return tap_done();
}
