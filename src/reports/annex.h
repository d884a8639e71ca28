/* annex.h — the workbook that goes with a report: sheets described as a table, filled from the report's data. */
#ifndef STEWARD_REPORTS_ANNEX_H
#define STEWARD_REPORTS_ANNEX_H

#include "base/buf.h"
#include "base/ctx.h"

struct json_t;

struct annex_column {
    const char *head;
    const char *key; /* member of each row; NULL: its number */
    int width;
};
struct annex_sheet {
    const char *name;                   /* NULL ends the list */
    const char *title;                  /* the date is added */
    const char *list;                   /* member of the data that holds the rows */
    const struct annex_column *columns; /* ends with .head = NULL */
};

/* Text with "as_of" in the data, decimal where a head names a unit in brackets. */
SW_CHECKED bool annex_write(struct ctx *cx, const struct annex_sheet *sheets, const struct json_t *data,
                            struct buf *out);

/* The description as JSON, and back: a report that is kept keeps it. */
const char *annex_json(struct ctx *cx, const struct annex_sheet *sheets);
const struct annex_sheet *annex_of_json(struct ctx *cx, const struct json_t *json);

#endif
