/* calendar.h — working days: Monday to Friday, less public holidays, plus make-up days.
 *
 * The national calendar is data, share/calendars/cn.txt, built into the program: published years as the State Council's
 * notices have them, later ones estimated from the statutory holidays.  A calendar says which days are not what their
 * weekday says; any day of 1900–9999 can be asked.  Of dates less precise than a day the first day counts.
 */
#ifndef STEWARD_BASE_CALENDAR_H
#define STEWARD_BASE_CALENDAR_H

#include "base/date.h"

enum day_kind { DAY_WORKING, DAY_NATURAL }; /* 工作日 / 日 */

/* What somebody lays down for a day, over what the calendar has. */
struct calendar_change {
    struct date day;
    bool working;
    bool
        announced; /* by a notice of the State Council that this program does not hold yet: its year is estimated no more */
    struct label name;
};

/* Why a day is worked or not. */
enum day_reason {
    DAY_WEEKDAY, /* Monday to Friday: worked */
    DAY_WEEKEND, /* not worked */
    DAY_HOLIDAY, /* not worked, a weekend that a holiday spans included */
    DAY_MAKE_UP, /* worked, though a weekend */
    DAY_OWN,     /* a change that no notice announced: worked or not as it says */
};
struct day_facts {
    enum day_reason reason;
    bool working;
    struct label name; /* of the holiday or the change; empty for other days */
};

struct calendar;

const struct calendar *calendar_national(void);
/* `base` with these changes, of which the last for a day counts.  What `base` has for a year with an announced change gives
 * way to the changes. */
struct calendar *calendar_with(struct arena *a, const struct calendar *base, const struct calendar_change *changes,
                               size_t count);

bool calendar_is_working(const struct calendar *c, struct date day);
struct day_facts calendar_day_facts(const struct calendar *c, struct date day);

/* Not published: its holidays are the statutory ones, without the make-up days that a notice will add. */
bool calendar_is_estimated(const struct calendar *c, int year);
bool calendar_is_estimated_in(const struct calendar *c, struct date from, struct date to); /* any year of these days */
const char *calendar_notice(int year); /* 国办发明电〔2025〕7号; NULL for a year that the national calendar estimates */

/* The n-th day of this kind after `from`, which is day 0 whatever kind of day it is; −n: the n-th before it; 0: `from`
 * itself.  None for no date, and beyond 1900–9999. */
struct date calendar_add(const struct calendar *c, struct date from, int n, enum day_kind kind);
/* The n that gives the latest day up to `to`: days of this kind in (from, to]; when to < from, −(those in [to, from)).
 * So calendar_between(c, d, calendar_add(c, d, n)) is n.  0 when either is none. */
int calendar_between(const struct calendar *c, struct date from, struct date to, enum day_kind kind);

#endif
