/* workbook_edit.h — gives a workbook back in the layout it came in.
 *
 * A copy of an .xlsx package with some cells changed, rows added and columns appended: every style, width,
 * merge, frozen pane, print setting and untouched cell stays byte for byte.  Cells keep their style; a cell that
 * was not there takes that of its row, its column or its neighbour on the left; an added row takes the style and
 * height of the row it is modelled on.  Formulas in changed cells give way to the value, calcChain is dropped and
 * full calculation on load is asked for when formulas remain; in a sheet whose cells change they lose their old results.
 *
 * Rows are inserted with everything below moved down: rows, merges, conditional formats, validations, filters,
 * links, page breaks, comments, tables, drawings, print areas and other names, and the references of formulas, also
 * of those in other sheets and charts.  Ranges that span the place grow; so do ranges that end at the row a new
 * row is put under and hold the row it is modelled on, so that totals take it in (but not running totals, which stand
 * in the range themselves and whose end is relative; nor merges).
 *
 * An added row that copies its model takes its texts, numbers and merges too, and its formulas with their relative
 * references moved as far as it lies below the model, as copying does in Excel.
 *
 *   XLS-10 not an .xlsx, or an edit off the sheet    XLS-03 damaged    ZIP-… as base/zip.h
 */
#ifndef STEWARD_OFFICE_WORKBOOK_EDIT_H
#define STEWARD_OFFICE_WORKBOOK_EDIT_H

#include "base/buf.h"
#include "base/value.h"

enum edit_kind { EDIT_BLANK, EDIT_TEXT, EDIT_NUMBER };

struct cell_edit {
    int64_t
        row; /* 1-based, of the original sheet; for added rows: the index into `adds`, counted from -1 down (-1 is adds[0]) */
    int column; /* 0 = A */
    enum edit_kind kind;
    const char *text;    /* decimal text for EDIT_NUMBER */
    bool alert;          /* give the cell a highlighted style (annotated copies) */
    const char *comment; /* unused for now: NULL */
};

struct row_add {
    int64_t after; /* original row number below which it goes; several with the same `after` keep their order */
    int64_t like;  /* original row whose cell styles and height it takes */
    bool copy;     /* what its cells hold too */
    int64_t total; /* original row whose formulas add its numbers, column by column, though none spans it; 0: none */
};

struct sheet_edit {
    int sheet;                     /* index */
    const struct cell_edit *cells; /* sorted by row, column or not: the editor sorts */
    size_t cell_count;
    const struct row_add *adds;
    size_t add_count;
    bool
        fit; /* rows that change and whose height nobody set become as high as their text needs when the file is opened */
};

/* Text never becomes a formula: `= + - @` at the start stays text by cell type. False on failure. */
SW_CHECKED bool workbook_edit(struct ctx *cx, const void *bytes, size_t size, const struct sheet_edit *edits,
                              size_t count, struct buf *out);

#endif
