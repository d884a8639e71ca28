/* annex.h — the workbook that goes with a report: sheets described as a table, from which its built-in template is made. */
#ifndef STEWARD_REPORTS_ANNEX_H
#define STEWARD_REPORTS_ANNEX_H

#include "office/workbook_write.h"

struct json_t;

struct annex_column {
    const char *head;
    const char *key; /* member of each row; NULL: its number */
    int width;
    enum style style;
};
struct annex_sheet {
    const char *name;                   /* NULL ends the list */
    const char *title;                  /* the date is added: "as_of" of the data */
    const char *list;                   /* member of the data that holds the rows */
    const struct annex_column *columns; /* ends with .head = NULL */
};

/* A template as workbook_fill() takes it: title, head, and the row that repeats. */
SW_CHECKED bool annex_template(struct ctx *cx, const struct annex_sheet *sheets, struct buf *out);

/* An annex from a description that was frozen as JSON, cell by cell as it was made before annexes had templates: what was
 * issued then must come out the same, byte for byte, and there is no template to fill. */
SW_CHECKED bool annex_write_frozen(struct ctx *cx, const struct json_t *sheets, const struct json_t *data,
                                   struct buf *out);

#endif
