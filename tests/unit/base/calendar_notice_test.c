/* calendar_notice_test.c — the notices as they were published give the national calendar, day by day, and nothing else does. */
#include "base/calendar_notice.h"

#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *notices(struct ctx *cx)
{
    enum { MOST = 1 << 20 };
    char *text = arena_alloc(cx->arena, MOST);
    FILE *f = fopen("tests/cases/calendars/notices.txt", "rb");
    if (!f || fread(text, 1, MOST - 1, f) == 0) {
        printf("Bail out! no notices\n");
        exit(1);
    }
    fclose(f);
    return text;
}

/* What later notices changed: 国发明电〔2015〕1号, 国办发明电〔2019〕3号, 国办发明电〔2020〕1号. */
static const struct {
    int year, month, day;
    bool working;
} amended[] = {
    {2015, 9, 3, false}, {2015, 9, 4, false},  {2015, 9, 5, false}, {2015, 9, 6, true},
    {2019, 4, 28, true}, {2019, 5, 2, false},  {2019, 5, 3, false}, {2019, 5, 4, false},
    {2019, 5, 5, true},  {2020, 1, 31, false}, {2020, 2, 1, false}, {2020, 2, 2, false},
};

enum { NOTICES = 14, FIRST = 2013 };

struct published {
    struct calendar_change *changes[NOTICES];
    size_t counts[NOTICES];
};

static bool is_worked(const struct published *p, struct date day)
{
    bool working = date_weekday(day) <= 5;
    for (int n = 0; n < NOTICES; n++)
        for (size_t i = 0; i < p->counts[n]; i++)
            if (p->changes[n][i].day.code == day.code)
                working = p->changes[n][i].working;
    for (size_t i = 0; i < sizeof amended / sizeof *amended; i++)
        if (date_day(amended[i].year, amended[i].month, amended[i].day).code == day.code)
            working = amended[i].working;
    return working;
}

static void test_published(struct ctx *cx)
{
    struct published p = {0};
    const char *text = notices(cx);
    for (int n = 0; n < NOTICES; n++) {
        const char *next = strstr(text, "\n\n");
        const char *one = next ? arena_strndup(cx->arena, text, (size_t)(next - text)) : text;
        int year = 0;
        OK(calendar_notice_read(cx, one, &year, &p.changes[n], &p.counts[n]), "the notice is read");
        EQ_INT(year, FIRST + n);
        OK(strstr(one, calendar_notice(year)), "%s is the notice for %d", calendar_notice(year), year);
        text = next ? next + 2 : text;
    }
    int wrong = 0;
    for (struct date d = date_day(FIRST, 1, 1); d.code < date_day(FIRST + NOTICES, 1, 1).code; d = date_add_days(d, 1))
        if (is_worked(&p, d) != calendar_is_working(calendar_national(), d)) {
            wrong++;
            tap_note("%s", date_iso(cx->arena, d));
        }
    EQ_INT(wrong, 0);
}

static const char *read_failing(struct ctx *cx, const char *text)
{
    int year;
    size_t count;
    struct calendar_change *changes;
    const char *code = calendar_notice_read(cx, text, &year, &changes, &count) ? "" : tap_code(cx);
    err_clear(cx);
    return code;
}

static void test_pasted(struct ctx *cx)
{
    int year;
    size_t count;
    struct calendar_change *changes;
    /* Full-width digits, half-width punctuation, lines broken anywhere. */
    OK(calendar_notice_read(
           cx,
           "国务院办公厅关于２０２７年\n部分节假日安排的通知\n一、元旦: 1月1日(周五) 至\n3日(周日)放假,共3天。"
           "二、国庆节、中秋节：9月15日放假。10月１日至7日放假调休，9月26日(周日)、10月9日(周六) 上班。",
           &year, &changes, &count),
       "however it was pasted");
    EQ_INT(year, 2027);
    EQ_INT(count, 3 + 1 + 7 + 2);
    EQ_TEXT(changes[0].name.zh, "元旦");
    EQ_TEXT(changes[4].name.zh, "国庆节、中秋节");
    EQ_TEXT(date_iso(cx->arena, changes[12].day), "2027-10-09");
    OK(changes[12].working && changes[12].announced && !changes[4].working, "work and rest");
    EQ_TEXT(read_failing(cx, ""), "CAL-02");
    EQ_TEXT(read_failing(cx, "一、元旦：1月1日放假。"), "CAL-02"); /* of which year? */
    EQ_TEXT(read_failing(cx, "关于2027年部分节假日安排的通知"), "CAL-02");
    EQ_TEXT(read_failing(cx, "关于2027年部分节假日安排的通知 一、元旦：（1月1日"), "CAL-02");
    EQ_TEXT(read_failing(cx, "关于2027年 一、元旦：99999999999999999999月88日至"), "CAL-02");
}

int main(void)
{
    struct ctx cx = tap_ctx();
    test_published(&cx);
    test_pasted(&cx);
    tap_ctx_free(&cx);
    return tap_done();
}
