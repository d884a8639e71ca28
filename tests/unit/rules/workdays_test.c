/* workdays_test.c — a zone's own days over the national calendar, and what a day may say. */
#include "rules/workdays.h"

#include "zoned.h"

static struct calendar_day *day_new(struct ctx *cx, struct date day, const char *kind, const char *name)
{
    struct calendar_day *d = row_new(cx, &calendar_day_entity);
    d->day = day;
    d->kind = kind;
    d->name = name;
    return d;
}

static void test_zone(const char *url)
{
    struct ctx cx = zone_on(url);
    const int64_t weinan = cx.zone;
    OK(zone_calendar(&cx) == calendar_national(), "without days of its own a zone works by the national calendar");
    must_be(&cx, row_save(&cx, &calendar_day_entity, day_new(&cx, date_day(2026, 12, 7), "rest", "集中搬迁"), NULL),
            "a day");
    must_be(&cx, row_save(&cx, &calendar_day_entity, day_new(&cx, date_day(2026, 12, 12), "work", "攻坚日"), NULL),
            "a day");
    const struct calendar *c = zone_calendar(&cx);
    OK(c && !calendar_is_working(c, date_day(2026, 12, 7)) && calendar_is_working(c, date_day(2026, 12, 12)),
       "both count");
    EQ_TEXT(calendar_day_facts(c, date_day(2026, 12, 7)).name.zh, "集中搬迁");
    zone_new(&cx, "other");
    c = zone_calendar(&cx);
    OK(c && calendar_is_working(c, date_day(2026, 12, 7)), "another zone does not rest for it");
    cx.zone = weinan;

    struct calendar_day *notice = day_new(&cx, date_day(2027, 5, 8), "work", "劳动节");
    notice->announced = true;
    must_be(&cx, row_save(&cx, &calendar_day_entity, notice, NULL), "a day of a notice");
    c = zone_calendar(&cx);
    OK(c && !calendar_is_estimated(c, 2027), "2027 is announced now");
    notice = day_new(&cx, date_day(2026, 5, 10), "work", "劳动节");
    notice->announced = true;
    OK(!row_save(&cx, &calendar_day_entity, notice, NULL), "2026 was announced already");
    EQ_TEXT(failed_with(&cx), "CAL-01");
    OK(!row_save(&cx, &calendar_day_entity, day_new(&cx, date_month(2026, 12), "rest", "整月"), NULL),
       "a month is no day");
    EQ_TEXT(failed_with(&cx), "MDL-08");
    OK(!row_save(&cx, &calendar_day_entity, day_new(&cx, date_day(2026, 12, 7), "work", "又上班"), NULL),
       "a day comes once");
    EQ_TEXT(failed_with(&cx), "MDL-06");
    work_done(&cx);
}

int main(void)
{
    on_each_engine(test_zone);
    return tap_done();
}
