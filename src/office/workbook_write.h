/* workbook_write.h — writes a new .xlsx in constant memory (libxlsxwriter), row by row.
 *
 * The same calls give the same bytes: no clock, no user name, a fixed creation date.  Cells that cannot be written
 * as asked (a row above the one before, beyond the sheet) make writer_finish() fail with XLS-09; texts over the
 * 32,767 characters a cell can hold are cut and end in 「…（内容过长，已截断）」.
 */
#ifndef STEWARD_OFFICE_WORKBOOK_WRITE_H
#define STEWARD_OFFICE_WORKBOOK_WRITE_H

#include "base/buf.h"
#include "base/value.h"

struct writer; /* one workbook being written */

enum style {
    STYLE_PLAIN,         /* no border */
    STYLE_TITLE,         /* 黑体 16, centred */
    STYLE_SUBTITLE,      /* under the title: date, unit */
    STYLE_HEAD,          /* 黑体 11, shaded, centred, wrapped */
    STYLE_TEXT,          /* bordered */
    STYLE_WRAP,          /* bordered, many lines */
    STYLE_INTEGER,       /* 1,234 */
    STYLE_DECIMAL,       /* 1,234.50 */
    STYLE_SIGNED,        /* +3.2, -1.0 */
    STYLE_PERCENT,       /* 83.6%: takes percent_decimal()'s "83.56", stores the fraction */
    STYLE_CENTER,        /* bordered, centred */
    STYLE_TOTAL,         /* bold, shaded; integers 1,234 */
    STYLE_TOTAL_DECIMAL, /* bold, shaded; 1,234.50 */
    STYLE_NOTE,          /* small, wrapped, no border: footnotes */
};

/* NULL with XLS-09 when no temporary file can be made. */
struct writer *writer_new(struct ctx *cx);
/* A new sheet; name is cut to 31 characters and cleaned of []:*?/\ and made unique.  Widths in characters; 0: the usual one,
 * negative: a hidden column. */
SW_CHECKED bool writer_sheet(struct writer *w, const char *name, const int *widths, int columns);
/* Freeze above `row` and left of `column` (0-based); repeat rows 0..row-1 on paper; autofilter on the head. Call right after writer_sheet. */
void writer_freeze(struct writer *w, int row, int column, bool filter);
void writer_landscape(struct writer *w);                   /* A4 across, fit to width */
void writer_height(struct writer *w, int row, int points); /* before anything is written in the row */
/* Rows must be written top to bottom. Text is always text: never a formula. */
void writer_text(struct writer *w, int row, int column, const char *text, enum style style); /* NULL writes a blank */
void writer_number(struct writer *w, int row, int column, const char *decimal,
                   enum style style); /* NULL writes a blank */
void writer_merge(struct writer *w, int row, int first_column, int last_column, const char *text, enum style style);
/* Close and take the bytes. */
SW_CHECKED bool writer_finish(struct writer *w, struct buf *out);

#endif
