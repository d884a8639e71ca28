/* workbook_marks.h — what the marks in a row of a workbook template ask for.  Inside src/office only. */
#ifndef STEWARD_OFFICE_WORKBOOK_MARKS_H
#define STEWARD_OFFICE_WORKBOOK_MARKS_H

#include "office/template_faults.h"
#include "office/workbook.h"

enum piece_kind { PIECE_TEXT, PIECE_VALUE, PIECE_IF };

struct piece {
    enum piece_kind kind;
    const char *text; /* a name, unless PIECE_TEXT */
    size_t otherwise,
        end; /* PIECE_IF: the piece behind {{#else}}, that behind {{/if}}; the same when there is no #else */
};

struct marked_cell {
    int column;
    const char *where; /* "排名!C3" */
    struct piece *pieces;
    size_t count, room;
};

struct marked_row {
    const char *list; /* it repeats for each item; NULL: it does not */
    const char *where;
    struct marked_cell *cells; /* that hold marks */
    int count;
};

/* False when the row holds no marks.  Adds its faults; what is returned then is not to be filled. */
bool marked_row_read(struct faults *f, const char *sheet, const struct sheet_row *row, struct marked_row *ret);

#endif
