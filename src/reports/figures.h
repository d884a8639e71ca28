/* figures.h — metrics and lists as the ready-to-print members of a report's data. */
#ifndef STEWARD_REPORTS_FIGURES_H
#define STEWARD_REPORTS_FIGURES_H

#include "metric/metric.h"

#include <jansson.h>

/* Which metric, under which condition, a printed member is. */
struct figure_source {
    const json_t *object;
    const char *key;
    const char *metric;
    const char *where; /* NULL: none */
    int64_t value;     /* count, 分, hundredths of a percent; NONE_INT: told elsewhere, or not known */
};

struct figure_sources {
    struct figure_source *list;
    size_t count, capacity;
};

struct figures {
    struct ctx *cx;
    struct view view;
    json_t *definitions;            /* every metric used: name, value, definition */
    struct figure_sources *sources; /* NULL: nobody asks */
};

/* A new object or array that goes with cx's arena. */
json_t *figures_root(struct ctx *cx);
void put_text(json_t *object, const char *key, const char *text); /* NULL puts "" */
void put_count(json_t *object, const char *key, int64_t n);

/* 亿元 to two places, half up: "182.08"; "—" for NONE_INT. */
const char *in_yi(struct ctx *cx, int64_t fen);

/* Note what a member is; later notes on the same one count. */
void note_source(struct figures *f, const json_t *object, const char *key, const char *metric, const char *where);
/* The same with the metric's value. */
void note_value(struct figures *f, const json_t *object, const char *key, const char *metric, const char *where,
                int64_t value);

/* A member that is a metric, under a condition or none. */
struct figure {
    json_t *object;
    const char *key;
    const char *metric;
    const char *where;
    struct metric_number *ret_number; /* may be NULL */
};

/* One row for each group of `by`, over several metrics that share it, under `key` of the report's data:
 * [{name, <column>: printed …, points}]; money as in_yi(), and exact in 万元 under <column>_wan; rows by the value of the
 * column numbered `rank`, greatest first. */
struct figure_column {
    const char *key; /* member in each row */
    const char *metric;
};
struct figure_table {
    const char *key, *by;
    const struct figure_column *columns;
    size_t count, rank;
};

/* Compute them all together, put the printed value of each figure under its key and note the definitions of those without
 * a condition, and put the tables into `root`. */
SW_CHECKED bool put_figures(struct figures *f, const struct figure *list, size_t count, json_t *root,
                            const struct figure_table *tables, size_t table_count);

#endif
