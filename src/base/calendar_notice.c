/* calendar_notice.c — "1月1日至3日放假": days and what is said of them, sentence by sentence. */
#include "base/calendar_notice.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { DAYS_MOST = 400, SPANS_MOST = 20 };

struct span {
    struct date from, to;
};

struct reader {
    struct ctx *cx;
    const char *at;
    int notice_year, year, month;  /* what the notice is for; of the date read last */
    const char *name;              /* of the holiday that the paragraph is about */
    struct span spans[SPANS_MOST]; /* dates of which it is not yet said what they are */
    size_t span_count;
    bool through; /* 至 was read: the next date ends the span before it */
    struct calendar_change *changes;
    size_t count;
};

static bool take(struct reader *r, const char *word)
{
    size_t n = strlen(word);
    if (strncmp(r->at, word, n) != 0)
        return false;
    r->at += n;
    return true;
}

static void skip_character(struct reader *r)
{
    do
        r->at++;
    while (((unsigned char)*r->at & 0xC0) == 0x80);
}

/* "(星期日)": what is inside is no day of its own. */
static void skip_brackets(struct reader *r)
{
    const char *end = strchr(r->at, ')');
    r->at = end ? end + 1 : r->at;
}

static void add_day(struct reader *r, struct date day)
{
    struct date d = date_day(r->year, r->month, date_day_of(day));
    if (r->through && r->span_count)
        r->spans[r->span_count - 1].to = d;
    else if (r->span_count < SPANS_MOST)
        r->spans[r->span_count++] = (struct span){d, d};
    r->through = false;
}

/* "2026年", "1月", "4日" and what else begins with a number. */
static void take_number(struct reader *r)
{
    char *end;
    long n = strtol(r->at, &end, 10);
    r->at = end;
    if (take(r, "年") && n > 1900 && n < 9999)
        r->year = (int)n;
    else if (take(r, "月") && n >= 1 && n <= 12)
        r->month = (int)n;
    else if (r->month && take(r, "日") && n >= 1 && n <= 31)
        add_day(r, date_day(2000, 1, (int)n));
}

/* What the dates before were: every one of them. */
static void settle(struct reader *r, bool working)
{
    for (size_t i = 0; i < r->span_count; i++)
        for (struct date d = r->spans[i].from;
             !date_is_none(d) && d.code <= r->spans[i].to.code && r->count < DAYS_MOST; d = date_add_days(d, 1))
            r->changes[r->count++] = (struct calendar_change){d, working, true, {r->name, r->name}};
    r->span_count = 0;
}

/* "一、元旦：" begins what is said of a holiday. */
static bool take_name(struct reader *r)
{
    static const char *const ordinals[] = {"一、", "二、", "三、", "四、", "五、", "六、", "七、", "八、", "九、"};
    for (size_t i = 0; i < sizeof ordinals / sizeof *ordinals; i++) {
        const size_t n = strlen(ordinals[i]);
        if (strncmp(r->at, ordinals[i], n) != 0)
            continue;
        const char *name = r->at + n, *colon = strchr(name, ':'), *full_stop = strstr(name, "。");
        if (!colon || (full_stop && colon > full_stop))
            return false;
        r->name = arena_strndup(r->cx->arena, name, (size_t)(colon - name));
        r->at = colon + 1;
        r->year = r->notice_year;
        r->span_count = 0;
        r->month = 0;
        return true;
    }
    return false;
}

static void read_on(struct reader *r)
{
    if (*r->at >= '0' && *r->at <= '9')
        take_number(r);
    else if (take(r, "("))
        skip_brackets(r);
    else if (take(r, "至"))
        r->through = true;
    else if (take(r, "上班"))
        settle(r, true);
    else if (take(r, "放假") || take(r, "补休") || take(r, "调休"))
        settle(r, false);
    else if (!take_name(r))
        skip_character(r);
}

/* "关于2026年部分节假日安排" */
static int year_of(const char *text)
{
    for (const char *about = strstr(text, "关于"); about; about = strstr(about + 1, "关于")) {
        const char *number = about + strlen("关于");
        char *end;
        long year = strtol(number, &end, 10);
        if (year > 1900 && year < 9999 && strncmp(end, "年", strlen("年")) == 0)
            return (int)year;
    }
    return 0;
}

bool calendar_notice_read(struct ctx *cx, const char *text, int *ret_year, struct calendar_change **ret_changes,
                          size_t *ret_count)
{
    const char *folded = text_fold(cx->arena, text); /* however it was pasted: one line, half-width */
    const int year = year_of(folded);
    struct reader r = {.cx = cx, .at = folded, .notice_year = year};
    r.changes = arena_array(cx->arena, DAYS_MOST, sizeof *r.changes);
    while (*r.at) {
        if (r.name)
            read_on(&r);
        else if (!take_name(&r)) /* up to the first holiday nothing is said of days */
            skip_character(&r);
    }
    if (!year || !r.count)
        return fail(cx, ERR_INPUT, "CAL-02", "text",
                    "没有读出放假安排：请粘贴通知全文，连同标题“关于……年部分节假日安排的通知”",
                    "no holidays could be read: paste the whole notice with its title, which names the year");
    *ret_year = year;
    *ret_changes = r.changes;
    *ret_count = r.count;
    return true;
}
