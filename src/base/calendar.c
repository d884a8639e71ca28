/* calendar.c — counts working days: weekdays by arithmetic, and the days that differ from a sorted table. */
#include "base/calendar_table.h"

const struct calendar *calendar_national(void)
{
    return &calendar_cn;
}

/* Days since 1900-01-01, a Monday. */
static int day_number(struct date d)
{
    return date_days_between(date_day(1900, 1, 1), d);
}

static bool is_weekday(struct date day)
{
    return date_weekday(day) <= 5;
}

/* How many days of the table are not after `day`. */
static int days_until(const struct calendar *c, struct date day)
{
    int low = 0, high = c->count;
    while (low < high) {
        int middle = (low + high) / 2;
        if (c->days[middle].day.code <= day.code)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const struct calendar_line *find_day(const struct calendar *c, struct date day)
{
    int n = days_until(c, day);
    return n > 0 && c->days[n - 1].day.code == day.code ? &c->days[n - 1] : NULL;
}

/* ---- one day ---- */

struct day_facts calendar_day_facts(const struct calendar *c, struct date day)
{
    day = date_first(day);
    const struct calendar_line *named = find_day(c, day);
    bool weekday = is_weekday(day);
    if (!named)
        return (struct day_facts){weekday ? DAY_WEEKDAY : DAY_WEEKEND, weekday, {NULL, NULL}};
    enum day_reason reason = named->own ? DAY_OWN : named->working ? DAY_MAKE_UP : DAY_HOLIDAY;
    return (struct day_facts){reason, named->working, named->name};
}

bool calendar_is_working(const struct calendar *c, struct date day)
{
    return !date_is_none(day) && calendar_day_facts(c, day).working;
}

const char *calendar_notice(int year)
{
    int n = year - calendar_cn_years[0].year;
    return n >= 0 && n < calendar_cn_year_count ? calendar_cn_years[n].notice : NULL;
}

bool calendar_is_estimated(const struct calendar *c, int year)
{
    if (calendar_notice(year))
        return false;
    for (int n = days_until(c, date_day(year, 12, 31)); n > 0 && date_year_of(c->days[n - 1].day) == year; n--)
        if (c->days[n - 1].announced)
            return false;
    return true;
}

bool calendar_is_estimated_in(const struct calendar *c, struct date from, struct date to)
{
    int first = date_year_of(from), last = date_year_of(to);
    for (int year = first < last ? first : last; year <= first || year <= last; year++)
        if (calendar_is_estimated(c, year))
            return true;
    return false;
}

/* ---- counting ---- */

/* Working days from 1900-01-01 through this day. */
static int worked_through(const struct calendar *c, struct date day)
{
    int number = day_number(day) + 1, week = number / 7, rest = number % 7, n = days_until(c, day);
    return week * 5 + (rest < 5 ? rest : 5) + (n ? c->days[n - 1].gained : 0);
}

static int worked_before(const struct calendar *c, struct date day)
{
    struct date before = date_add_days(day, -1);
    return date_is_none(before) ? 0 : worked_through(c, before);
}

/* The first day by which `worked` days have been worked since 1900; none when it is not within `span` days of `from`. */
static struct date find_worked(const struct calendar *c, struct date from, int worked, int span)
{
    const struct date first = date_day(1900, 1, 1);
    int low = day_number(from) - span, high = day_number(from) + span;
    low = low < 0 ? 0 : low;
    while (low < high) {
        int middle = low + (high - low) / 2;
        struct date day = date_add_days(first, middle);
        if (date_is_none(day) || worked_through(c, day) >= worked)
            high = middle;
        else
            low = middle + 1;
    }
    struct date day = date_add_days(first, low);
    bool found = !date_is_none(day) && worked_through(c, day) >= worked && worked_before(c, day) < worked;
    return found ? day : (struct date){0};
}

struct date calendar_add(const struct calendar *c, struct date from, int n, enum day_kind kind)
{
    enum { DAYS_MOST = 9000 * 366 };
    from = date_first(from);
    if (n == 0 || date_is_none(from) || n > DAYS_MOST || n < -DAYS_MOST)
        return n == 0 ? from : (struct date){0};
    if (kind == DAY_NATURAL)
        return date_add_days(from, n);
    int worked = n > 0 ? worked_through(c, from) + n : worked_before(c, from) + n + 1;
    if (worked < 1)
        return (struct date){0};
    /* Two days a working day and a month over are enough, unless a zone rests for long. */
    struct date found = {0};
    for (int64_t span = 2 * (int64_t)(n < 0 ? -n : n) + 31; date_is_none(found) && span < 2 * DAYS_MOST; span *= 4)
        found = find_worked(c, from, worked, (int)span);
    return found;
}

int calendar_between(const struct calendar *c, struct date from, struct date to, enum day_kind kind)
{
    from = date_first(from);
    to = date_first(to);
    if (date_is_none(from) || date_is_none(to))
        return 0;
    if (kind == DAY_NATURAL)
        return date_days_between(from, to);
    return to.code >= from.code ? worked_through(c, to) - worked_through(c, from)
                                : worked_before(c, to) - worked_before(c, from);
}

/* ---- changes ---- */

static bool is_announced(const struct calendar_change *changes, size_t count, int year)
{
    for (size_t i = 0; i < count; i++)
        if (changes[i].announced && date_year_of(changes[i].day) == year)
            return true;
    return false;
}

/* In its place, or in that of the day's earlier line. */
static void put_day(struct calendar_line *days, int *count, const struct calendar_line *day)
{
    const struct calendar so_far = {days, *count};
    int place = days_until(&so_far, day->day);
    if (place == 0 || days[place - 1].day.code != day->day.code) {
        for (int i = (*count)++; i > place; i--)
            days[i] = days[i - 1];
        place++;
    }
    days[place - 1] = *day;
}

struct calendar *calendar_with(struct arena *a, const struct calendar *base, const struct calendar_change *changes,
                               size_t count)
{
    struct calendar *c = ARENA_NEW(a, struct calendar);
    struct calendar_line *days = arena_array(a, (size_t)base->count + count + 1, sizeof *days);
    int n = 0, gained = 0;
    for (int i = 0; i < base->count; i++)
        if (!is_announced(changes, count, date_year_of(base->days[i].day)))
            days[n++] = base->days[i];
    for (const struct calendar_change *change = changes; change < changes + count; change++)
        if (!date_is_none(change->day))
            put_day(days, &n,
                    &(struct calendar_line){
                        .day = date_first(change->day),
                        .working = change->working,
                        .own = !change->announced,
                        .announced = change->announced,
                        .name = {arena_strdup(a, change->name.zh), arena_strdup(a, change->name.en)},
                    });
    for (int i = 0; i < n; i++)
        days[i].gained = gained += days[i].working - is_weekday(days[i].day);
    *c = (struct calendar){days, n};
    return c;
}
