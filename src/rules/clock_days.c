/* clock_days.c — the arithmetic of limits: which days count. */
#include "rules/clock.h"

static struct date earlier(struct date a, struct date b)
{
    return date_is_none(a) ? b : date_is_none(b) || a.code <= b.code ? a : b;
}

static struct date later(struct date a, struct date b)
{
    return a.code >= b.code ? a : b;
}

/* Days of the limit's kind in (from, to], none of them when to is not after from. */
static int days_in(const struct calendar *c, const struct clock_limit *limit, struct date from, struct date to)
{
    return to.code > from.code ? calendar_between(c, from, to, limit->kind) : 0;
}

int clock_used_between(const struct calendar *c, const struct clock_limit *limit, struct date since, struct date until,
                       struct date on)
{
    const struct date end = earlier(earlier(limit->finished, on), until), begin = later(limit->received, since);
    int used = days_in(c, limit, begin, end);
    for (size_t i = 0; i < limit->pause_count; i++)
        used -= days_in(c, limit, later(begin, limit->pauses[i].from), earlier(end, limit->pauses[i].to));
    return used;
}

int clock_used(const struct calendar *c, const struct clock_limit *limit, struct date on)
{
    return clock_used_between(c, limit, limit->received, (struct date){0}, on);
}

struct date clock_due(const struct calendar *c, const struct clock_limit *limit)
{
    struct date from = limit->received;
    int left = limit->days;
    for (size_t i = 0; i < limit->pause_count; i++) {
        const struct clock_pause *pause = &limit->pauses[i];
        int ran = days_in(c, limit, from, pause->from);
        if (ran >= left)
            break;
        left -= ran;
        if (date_is_none(pause->to))
            return (struct date){0};
        from = pause->to;
    }
    return calendar_add(c, from, left, limit->kind);
}
