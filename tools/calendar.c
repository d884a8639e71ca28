/* calendar.c — prints share/calendars/cn.txt as the C tables of src/base/calendar_table.h: ranges as days, the years not yet
 * announced from the statutory holidays.  A line that is wrong stops the build and is named. */
#include "base/calendar_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAYS_MOST = 4000, YEARS_MOST = 200, NAMES_MOST = 30, TEXT_MOST = 100 };

struct name {
    char zh[TEXT_MOST], en[TEXT_MOST];
};
struct day {
    struct date day;
    bool working;
    int name;
};

static struct name names[NAMES_MOST];
static struct day days[DAYS_MOST];
static struct {
    int year;
    char notice[TEXT_MOST];
} years[YEARS_MOST];
static int name_count, day_count, year_count, line_number, last_year;

static void stop(const char *why)
{
    fprintf(stderr, "calendar: line %d: %s\n", line_number, why);
    exit(1);
}

static int name_of(const char *zh)
{
    for (int i = 0; i < name_count; i++)
        if (strcmp(names[i].zh, zh) == 0)
            return i;
    stop("no such name; give it in a line \"name\"");
    return 0;
}

/* Days of one year come in any order; a year comes after those before it. */
static void add_day(struct date day, bool working, int name)
{
    int place = day_count;
    if (date_is_none(day) || day_count == DAYS_MOST)
        stop("no such day, or too many");
    for (; place > 0 && days[place - 1].day.code >= day.code; place--)
        if (days[place - 1].day.code == day.code)
            stop("a day comes twice");
    memmove(days + place + 1, days + place, (size_t)(day_count++ - place) * sizeof *days);
    days[place] = (struct day){day, working, name};
}

static struct date day_in(int year, const char *month_day)
{
    int month = 0, day = 0;
    if (sscanf(month_day, "%d-%d", &month, &day) != 2)
        stop("a day is written month-day");
    return date_day(year, month, day);
}

static void take_rest(char *words)
{
    char first[TEXT_MOST], last[TEXT_MOST], name[TEXT_MOST];
    int n = sscanf(words, "%99s %99s %99s", first, last, name);
    if (n < 2)
        stop("rest takes a day, perhaps another, and a name");
    struct date from = day_in(last_year, first), to = n == 3 ? day_in(last_year, last) : from;
    if (to.code < from.code)
        stop("the second day is before the first");
    for (; from.code <= to.code; from = date_add_days(from, 1))
        add_day(from, false, name_of(n == 3 ? name : last));
}

static void take_work(char *words)
{
    char day[TEXT_MOST], name[TEXT_MOST];
    if (sscanf(words, "%99s %99s", day, name) != 2 || date_weekday(day_in(last_year, day)) <= 5)
        stop("work takes a Saturday or Sunday and a name");
    add_day(day_in(last_year, day), true, name_of(name));
}

static void begin_year(int year)
{
    if (year <= last_year)
        stop("years ascend");
    last_year = year;
}

static void take_year(char *words)
{
    int year = 0;
    char notice[TEXT_MOST];
    if (sscanf(words, "%d %99s", &year, notice) != 2 || year_count == YEARS_MOST)
        stop("year takes a year and its notice");
    begin_year(year);
    if (year_count && years[year_count - 1].year != year - 1)
        stop("a published year is missing");
    years[year_count].year = year;
    snprintf(years[year_count++].notice, TEXT_MOST, "%s", notice);
}

static bool is_taken(struct date day)
{
    for (int i = day_count - 1; i >= 0; i--)
        if (days[i].day.code == day.code)
            return true;
    return false;
}

/* The statutory days first, then for each on a weekend the next working day. */
static void take_lunar(char *words)
{
    int year = 0;
    char spring[TEXT_MOST], bright[TEXT_MOST], dragon[TEXT_MOST], autumn[TEXT_MOST];
    if (sscanf(words, "%d %99s %99s %99s %99s", &year, spring, bright, dragon, autumn) != 5)
        stop("lunar takes a year and four days");
    begin_year(year);
    const struct {
        struct date first;
        int length;
        const char *name;
    } statutory[] = {
        {date_day(year, 1, 1), 1, "元旦"},   {date_add_days(day_in(year, spring), -1), 4, "春节"},
        {day_in(year, bright), 1, "清明节"}, {date_day(year, 5, 1), 2, "劳动节"},
        {day_in(year, dragon), 1, "端午节"}, {date_day(year, 10, 1), 3, "国庆节"},
        {day_in(year, autumn), 1, "中秋节"},
    };
    enum { COUNT = sizeof statutory / sizeof *statutory };
    int moved[COUNT] = {0};
    for (int i = 0; i < COUNT; i++)
        for (int n = 0; n < statutory[i].length; n++) {
            struct date day = date_add_days(statutory[i].first, n);
            moved[i] += date_weekday(day) > 5 || is_taken(day);
            if (!is_taken(day))
                add_day(day, false, name_of(statutory[i].name));
        }
    for (int i = 0; i < COUNT; i++)
        for (struct date day = statutory[i].first; moved[i] > 0; day = date_add_days(day, 1))
            if (day.code > statutory[i].first.code && date_weekday(day) <= 5 && !is_taken(day)) {
                add_day(day, false, name_of(statutory[i].name));
                moved[i]--;
            }
}

static void take_name(char *words)
{
    char *bar = strstr(words, " | ");
    if (!bar || name_count == NAMES_MOST)
        stop("name takes the Chinese, \" | \" and the English");
    *bar = '\0';
    snprintf(names[name_count].zh, TEXT_MOST, "%s", words);
    snprintf(names[name_count++].en, TEXT_MOST, "%s", bar + 3);
}

static void take(char *line)
{
    static const struct {
        const char *word;
        void (*take)(char *words);
    } kinds[] = {
        {"name ", take_name}, {"year ", take_year}, {"rest ", take_rest}, {"work ", take_work}, {"lunar ", take_lunar}};
    if (*line == '\0' || *line == '#')
        return;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strncmp(line, kinds[i].word, strlen(kinds[i].word)) == 0) {
            kinds[i].take(line + strlen(kinds[i].word));
            return;
        }
    stop("no such line");
}

static void print(void)
{
    int gained = 0;
    printf("#include \"base/calendar_table.h\"\nstatic const struct calendar_line days[] = {\n");
    for (int i = 0; i < day_count; i++) {
        const struct day *d = &days[i];
        gained += d->working - (date_weekday(d->day) <= 5);
        printf("    {{%lld}, %d, false, false, %d, {\"%s\", \"%s\"}},\n", (long long)d->day.code, d->working, gained,
               names[d->name].zh, names[d->name].en);
    }
    printf("};\nconst struct calendar calendar_cn = {days, %d};\nconst struct calendar_year calendar_cn_years[] = {\n",
           day_count);
    for (int i = 0; i < year_count; i++)
        printf("    {%d, \"%s\"},\n", years[i].year, years[i].notice);
    printf("};\nconst int calendar_cn_year_count = %d;\n", year_count);
}

int main(void)
{
    char line[400];
    while (fgets(line, sizeof line, stdin)) {
        line_number++;
        line[strcspn(line, "\n")] = '\0';
        take(line);
    }
    print();
    return 0;
}
