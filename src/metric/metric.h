/* metric.h — what a metric IS: a named number with a written definition, a date, and the rows behind it.
 *
 * Every count and sum shown anywhere is a metric; cockpit, bulletin, assessment and API consume metrics and
 * never count by themselves, so numbers cannot disagree.  A metric counts or sums rows of one entity that
 * its condition keeps, or divides two sums; condition and value are written in the formula language.
 */
#ifndef STEWARD_METRIC_METRIC_H
#define STEWARD_METRIC_METRIC_H

#include "model/list.h"

struct metric {
    const char *name; /* "project.started" */
    struct label label;
    struct label definition; /* in full sentences: what counts, by which date, which caliber */
    const char *entity;      /* whose rows */
    const char *through;     /* reference whose fields also answer: investment → "project"; NULL: none */
    const char *where;       /* condition; NULL: every row */
    const char *value;       /* expression to sum; NULL: count the rows */
    const char *over;        /* a ratio: value summed / over summed, in percent; NULL: not a ratio */
    const char *expected;    /* of a ratio: the part of `over` that the schedule expects by as_of; NULL: no schedule */
    const char *month;       /* date field that grouping by month goes by; NULL: has none */
    const char *alias; /* fields that answer for standard groupings: "sector=field stage=state"; NULL: own names */
    const char *rows;  /* fields a drill-down shows: "name,unit,started_on" */
};

/* Everything there is; src/catalogue.c makes it from catalogue.def, tests bring their own. Ends with NULL. */
extern const struct metric *const metric_catalogue[];

const struct metric *metric_find(const char *name); /* NULL when there is none */
/* As metric_find(), failing with ERR_INPUT "MET-01" that offers the nearest names. */
const struct metric *metric_need(struct ctx *cx, const char *name);
const char *metric_unit(const struct metric *m); /* "count", "fen", "percent" */
enum type metric_type(const struct metric *m);   /* T_INT, T_MONEY, T_PERCENT */

struct metric_query {
    struct view view;
    const char *where; /* the asker's own condition, over the metric's entity (and through); NULL: none */
    /* A field to group by, or a standard grouping: unit, leader, sector, nature, stage, month (also 责任单位 …, 月份).  An
     * entity that has nothing of a standard kind answers with one group, "not applicable".  NULL: one number. */
    const char *by;
};

struct metric_number {
    int64_t value;       /* count, 分, or hundredths of a percent; NONE_INT: nothing to divide by */
    int64_t schedule;    /* ratio with a schedule: hundredths of a percent expected by now; NONE_INT else */
    int64_t points;      /* value - schedule: hundredths of a point ahead (+) or behind (-) */
    int64_t part, whole; /* the two sums of a ratio, 分 */
    int64_t expected;    /* ratio with a schedule: the part of `whole` that is expected by now, 分 */
};

struct metric_group {
    const char *key;    /* code of a choice, title of a reference, "2023-06", text; NULL: not known */
    struct label label; /* as people see it */
    const char *where;  /* the condition that asks for this group alone; NULL: grouping does not apply */
    struct metric_number number;
};

struct metric_answer {
    const struct metric *metric;
    struct view view; /* with today filled in */
    struct metric_number total;
    struct metric_group *groups; /* by value, greatest first (months in order); NULL without `by` */
    size_t group_count;
    const char *by;
};

/* One of several questions about one view. */
struct metric_ask {
    const struct metric *metric;
    const char *where, *by; /* as in metric_query */
};

/* MET-01 no such metric; MET-02 cannot group by that (lists what it can); FML-… bad condition. */
SW_CHECKED bool metric_compute(struct ctx *cx, const struct metric *m, const struct metric_query *query,
                               struct metric_answer *ret_answer);

/* Several at once, the answers each in its place: those about the same rows by the same groups share a statement. */
SW_CHECKED bool metric_many(struct ctx *cx, struct view view, const struct metric_ask *asks, size_t count,
                            struct metric_answer *ret_answers);

/* The number at the end of each month, the last of them at the date itself: `months` answers, oldest first. */
SW_CHECKED bool metric_series(struct ctx *cx, const struct metric *m, const struct metric_query *query, int months,
                              struct metric_answer *ret_answers);

/* The rows behind the number: a list over the metric's entity. `fields`, `sort`, `cursor`, `limit` of `page` are used. */
SW_CHECKED bool metric_rows(struct ctx *cx, const struct metric *m, const struct metric_query *query,
                            struct list_query *page);

/* As people write it: "135个"? no: "135", "221亿元", "85.8%". */
const char *metric_show(struct ctx *cx, const struct metric *m, int64_t value);
/* "落后时间进度14.2个百分点", "14.2 points behind schedule"; "" without a schedule. */
const char *metric_points_show(struct ctx *cx, const struct metric_number *n);

/* The contract of `metric --json` and GET /api/v1/metrics/{name}: metric, zone, as_of, unit, value, display, definition, groups. */
struct json;
void metric_json(struct ctx *cx, struct json *j, const char *zone_code, const struct metric_answer *answer);
/* Its members only, of its number only: for callers that add their own. */
void metric_number_json(struct ctx *cx, struct json *j, const struct metric *m, const struct metric_number *n);
/* The members only, for callers that add their own. */
void metric_json_members(struct ctx *cx, struct json *j, const char *zone_code, const struct metric_answer *answer);

/* Every metric's formulas parse and type over its entity (at start-up and in tests). */
SW_CHECKED bool metric_audit(struct ctx *cx);

#endif
