/* clock_test.c — a clock from receipt to end: due dates, stops, desks, what it refuses, and days that change under it. */
#include "rules/clock.h"
#include "rules/workdays.h"

#include "zoned.h"

static const char *iso(struct ctx *cx, struct date d)
{
    const char *s = date_iso(cx->arena, d);
    return s ? s : "none";
}

static int64_t unit_new(struct ctx *cx, const char *name)
{
    struct unit *u = row_new(cx, &unit_entity);
    u->name = name;
    must_be(cx, row_save(cx, &unit_entity, u, NULL), name);
    return u->head.id;
}

static struct clock_state state(struct ctx *cx, int64_t id, struct date on)
{
    struct clock_state s = {0};
    must_be(cx, clock_state(cx, id, on, &s), "its state");
    return s;
}

static struct clock *started(struct ctx *cx, int64_t unit)
{
    struct clock *c = row_new(cx, &clock_entity);
    c->name = "建设工程规划许可";
    c->received_on = date_day(2026, 9, 28);
    c->limit_days = 7;
    c->limit_kind = "working";
    c->unit = unit;
    c->person = "李敏";
    must_be(cx, clock_start(cx, c), "a clock");
    return c;
}

static void test_life(const char *url)
{
    struct ctx cx = zone_on(url);
    const int64_t planning = unit_new(&cx, "规划局"), housing = unit_new(&cx, "住建局");
    const int64_t id = started(&cx, planning)->head.id;
    /* From Monday, September 28: 29, 30, then 8, 9, 10 (make-up), 12, 13. */
    struct clock_state s = state(&cx, id, date_day(2026, 10, 8));
    EQ_TEXT(iso(&cx, s.clock.due_on), "2026-10-13");
    EQ_INT(s.used, 3);
    EQ_INT(s.left, 4);
    OK(!s.overdue && !s.estimated && s.desk_count == 1, "it runs");
    EQ_INT(int_of(&cx, "SELECT due_on FROM clock"), date_day(2026, 10, 13).code);

    OK(clock_halt(&cx, id, "correction", "缺日照分析", date_day(2026, 10, 8)), "stopped for papers");
    s = state(&cx, id, date_day(2026, 10, 20));
    EQ_TEXT(iso(&cx, s.clock.due_on), "none");
    EQ_TEXT(iso(&cx, s.clock.stopped_on), "2026-10-08");
    EQ_INT(s.used, 3); /* the day of the stop still counted */
    OK(!clock_halt(&cx, id, "publicity", NULL, date_day(2026, 10, 9)), "it cannot be stopped twice");
    EQ_TEXT(failed_with(&cx), "CLK-02");
    OK(!clock_resume(&cx, id, date_day(2026, 10, 7)), "nor resumed before it was stopped");
    EQ_TEXT(failed_with(&cx), "CLK-04");
    OK(!clock_resume(&cx, id, date_month(2026, 10)), "nor some time in October");
    EQ_TEXT(failed_with(&cx), "CLK-06");
    OK(clock_resume(&cx, id, date_day(2026, 10, 19)), "resumed");
    s = state(&cx, id, date_day(2026, 10, 20));
    EQ_TEXT(iso(&cx, s.clock.due_on), "2026-10-23");
    EQ_INT(s.used, 4);
    OK(!clock_resume(&cx, id, date_day(2026, 10, 20)), "it runs already");
    EQ_TEXT(failed_with(&cx), "CLK-03");

    OK(clock_hand_on(&cx, id, housing, "王强", date_day(2026, 10, 20)), "handed on");
    OK(!clock_hand_on(&cx, id, 4711, NULL, date_day(2026, 10, 21)), "to nobody");
    EQ_TEXT(failed_with(&cx), "MDL-05");
    s = state(&cx, id, date_day(2026, 10, 26));
    EQ_INT(s.desk_count, 2);
    EQ_INT(s.desks[0].days, 4);
    EQ_INT(s.desks[1].days, 4);
    EQ_INT(s.overdue, 1);
    EQ_INT(s.clock.unit, housing);
    OK(clock_finish(&cx, id, date_day(2026, 10, 26)), "finished");
    s = state(&cx, id, date_day(2027, 3, 1));
    EQ_INT(s.used, 8);
    EQ_INT(s.overdue, 1);
    OK(!clock_hand_on(&cx, id, planning, NULL, date_day(2026, 10, 27)), "it is over");
    EQ_TEXT(failed_with(&cx), "CLK-01");
    work_done(&cx);
}

static void test_units_of_time(const char *url)
{
    struct ctx cx = zone_on(url);
    struct clock *same_day = row_new(&cx, &clock_entity), *natural = row_new(&cx, &clock_entity);
    same_day->name = "当日办结";
    same_day->received_on = date_day(2026, 10, 3); /* a holiday */
    same_day->limit_days = 0;
    natural->name = "环评报告书";
    natural->received_on = date_day(2026, 12, 1);
    natural->limit_days = 60;
    natural->limit_kind = "natural";
    OK(clock_start(&cx, same_day) && clock_start(&cx, natural), "two clocks");
    EQ_TEXT(iso(&cx, state(&cx, same_day->head.id, date_day(2026, 10, 3)).clock.due_on), "2026-10-03");
    EQ_INT(state(&cx, same_day->head.id, date_day(2026, 10, 8)).overdue, 1); /* the first working day after */
    struct clock_state s = state(&cx, natural->head.id, date_day(2026, 12, 31));
    EQ_TEXT(iso(&cx, s.clock.due_on), "2027-01-30");
    EQ_INT(s.used, 30);
    OK(s.estimated, "2027 is not announced yet");
    struct clock *wrong = row_new(&cx, &clock_entity);
    wrong->name = "没有时限";
    wrong->received_on = date_day(2026, 10, 3);
    OK(!clock_start(&cx, wrong), "a clock without a limit");
    EQ_TEXT(failed_with(&cx), "CLK-05");
    work_done(&cx);
}

/* The zone rests on a day that a limit counts on: the due date moves when the job has run, and only then. */
static void test_refresh(const char *url)
{
    struct ctx cx = zone_on(url);
    int64_t changed;
    const int64_t id = started(&cx, 0)->head.id, over = started(&cx, 0)->head.id;
    OK(clock_finish(&cx, over, date_day(2026, 9, 30)), "one is over");
    struct calendar_day *d = row_new(&cx, &calendar_day_entity);
    d->day = date_day(2026, 10, 12);
    d->kind = "rest";
    d->name = "高新区搬迁";
    must_be(&cx, row_save(&cx, &calendar_day_entity, d, NULL), "a day");
    OK(clocks_refresh(&cx, &changed) && changed == 1, "one due date moves");
    EQ_TEXT(iso(&cx, state(&cx, id, date_day(2026, 10, 8)).clock.due_on), "2026-10-14");
    OK(clocks_refresh(&cx, &changed) && changed == 0, "and then none");
    work_done(&cx);
}

static void test_announced(const char *url)
{
    static const char notice[] =
        "国务院办公厅关于2027年部分节假日安排的通知\n一、元旦：1月1日至3日放假。\n二、春节：2月5日至11日放假"
        "调休，共7天。1月31日（周日）、2月20日（周六）上班。",
                      shorter[] = "关于2027年部分节假日安排的通知\n一、元旦：2026年12月31日至2027年1月2日放假。";
    struct ctx cx = zone_on(url);
    struct calendar_taken t;
    OK(zone_calendar_announce(&cx, notice, true, &t) && t.count == 12 && t.changed == 0, "only looked at");
    EQ_INT(int_of(&cx, "SELECT COUNT(*) FROM calendar_day"), 0);
    OK(zone_calendar_announce(&cx, notice, false, &t) && t.changed == 12, "taken");
    OK(zone_calendar_announce(&cx, notice, false, &t) && t.changed == 0, "and again");
    OK(!calendar_is_estimated(zone_calendar(&cx), 2027), "2027 is announced");
    OK(zone_calendar_announce(&cx, shorter, false, &t), "a corrected notice");
    EQ_INT(int_of(&cx, "SELECT COUNT(*) FROM calendar_day"), 3); /* and nothing of the first */
    EQ_INT(int_of(&cx, "SELECT COUNT(*) FROM calendar_day WHERE announced = 1"), 2);
    OK(!zone_calendar_announce(&cx, "关于2026年部分节假日安排的通知 一、元旦：1月1日放假。", false, &t),
       "2026 is here");
    EQ_TEXT(failed_with(&cx), "CAL-03");
    work_done(&cx);
}

int main(void)
{
    on_each_engine(test_life);
    on_each_engine(test_units_of_time);
    on_each_engine(test_refresh);
    on_each_engine(test_announced);
    return tap_done();
}
