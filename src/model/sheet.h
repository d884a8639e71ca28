/* sheet.h — an entity as columns of a sheet: heads, widths, and what stands in each cell.
 *
 * For lists that go out as they are seen, and for our own layout: heads are the Chinese labels, money in 万元 with the
 * unit in the head, dates as 2023-03, choices by label, references by title, booleans 是/否.  What is written so reads
 * back to the same value.
 */
#ifndef STEWARD_MODEL_SHEET_H
#define STEWARD_MODEL_SHEET_H

#include "model/entity.h"
#include "model/list.h"

enum sheet_kind {
    SHEET_TEXT,    /* one line */
    SHEET_WRAP,    /* many lines */
    SHEET_INTEGER, /* a decimal without places: years, counts, ids */
    SHEET_DECIMAL, /* a decimal: amounts in 万元 */
    SHEET_PERCENT, /* percent points, "83.56" */
};

struct sheet_column {
    const struct field *field; /* what it shows, or the reference whose title it shows */
    const struct field *shown; /* how its value is written: the title's own field for a reference */
    const char *head;          /* "总投资(万元)" */
    enum sheet_kind kind;
    int width; /* in characters of a sheet */
    int place; /* of its value in the list: list_value(l, place) */
};

/* The columns of an open list as people want them: a reference by its title only, no version, no JSON.  *ret_count of
 * them, in the list's order.  The id is left out unless `with_id`. */
struct sheet_column *sheet_columns(struct ctx *cx, const struct list *l, bool with_id, int *ret_count);

/* What stands in the cell: text, or for the number kinds a decimal; NULL: an empty cell. */
const char *sheet_cell(struct ctx *cx, const struct sheet_column *c, struct value v);

#endif
