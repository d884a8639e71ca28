/* calendar_table.h — the national calendar as tools/calendar.c prints it, for calendar.c alone. */
#ifndef STEWARD_BASE_CALENDAR_TABLE_H
#define STEWARD_BASE_CALENDAR_TABLE_H

#include "base/calendar.h"

/* A day that is not, or not only, what its weekday says. */
struct calendar_line {
    struct date day;
    bool working, own, announced;
    int gained; /* working days that this day and those before it in the table add to Mondays to Fridays */
    struct label name;
};
struct calendar {
    const struct calendar_line *days; /* ascending */
    int count;
};
struct calendar_year {
    int year;
    const char *notice;
};
extern const struct calendar calendar_cn;
extern const struct calendar_year calendar_cn_years[]; /* published; ascending, without gaps */
extern const int calendar_cn_year_count;

#endif
