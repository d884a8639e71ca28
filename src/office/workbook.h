/* workbook.h — reads what clerks send: .xlsx (.xlsm, .xltx) by our own streaming reader, .csv, and .xls/.et/.ods/.xlsb
 * and the 2003 XML workbook through LibreOffice.
 *
 * Memory stays flat whatever the size of a sheet: rows stream, one at a time.  A file is data from outside:
 * every limit below is checked before memory is spent, and every failure names what is wrong and the mend.
 *
 *   XLS-01 not a workbook (says what it looks like instead)   XLS-05 password-protected
 *   XLS-02 empty file                                         XLS-06 too large once unpacked, or compressed beyond reason
 *   XLS-03 truncated or damaged                               XLS-07 more rows or columns than the limit, with used range
 *   XLS-04 entities or DTD inside (refused)                   XLS-08 needs LibreOffice, which is not installed
 *   CSV-01 no encoding fits                                   CSV-02 a quote is never closed (line)
 *   FIL-01 cannot read or write a file on disk · FIL-02 not a file · FIL-03 over the limit
 */
#ifndef STEWARD_OFFICE_WORKBOOK_H
#define STEWARD_OFFICE_WORKBOOK_H

#include "base/date.h"
#include "base/value.h"

struct workbook;

struct workbook_limits {
    size_t file_bytes; /* default 64 MiB */
    size_t
        unpacked_bytes; /* per part; default 2 GiB of sheet XML, streamed; an eighth of it, 256 MiB, for shared strings */
    int ratio;          /* unpacked : packed, default 300 (beyond the first 10 MiB) */
    int64_t rows;       /* default 1,048,576 per sheet; blank formatted rows do not count */
    int columns;        /* default 16,384 */
    int64_t cells;      /* non-empty cells per workbook; default 20,000,000 */
};
extern const struct workbook_limits workbook_limits_default;

enum cell_kind { CELL_EMPTY, CELL_TEXT, CELL_NUMBER, CELL_DATE, CELL_BOOL, CELL_ERROR };

struct cell {
    enum cell_kind kind;
    bool formula; /* the value is a formula's cached result; CELL_EMPTY when none was kept (text "" is a result) */
    bool percent; /* shown as a percentage: the number is a fraction */
    bool bold;    /* for head detection */
    int column;   /* 0 = A */
    const char
        *text; /* as shown for text; the number's own decimal text for numbers ("1714807", "8.7"); the day in ISO 8601
                          for dates; "TRUE", "FALSE"; "#REF!" for errors; NULL for CELL_EMPTY.
                          Numbers are given at 15 significant digits, so 8.699999999999999 reads "8.7". */
    double number;      /* CELL_NUMBER, CELL_DATE (the serial), CELL_BOOL */
    struct date date;   /* CELL_DATE: to the day */
    const char *format; /* the number format code: says whether a date shows only month or year; may be NULL */
};

struct sheet_row {
    int64_t number; /* 1-based, as Excel shows it */
    bool hidden;
    struct cell *cells; /* non-empty cells, by column */
    int count;
};

struct merge {
    int64_t first_row, last_row; /* 1-based, inclusive */
    int first_column, last_column;
};

/* Columns of one width, as <cols> says. */
struct sheet_width {
    int first, last; /* 0 = A */
    double chars;    /* 0: hidden */
};

struct sheet_info {
    const char *name;
    bool hidden; /* hidden or very hidden */
    /* Known only once a reader has passed the end: XLSX puts merges behind the rows. */
    const struct merge *merges; /* workbook_merges() */
    int merge_count;
    int64_t rows; /* workbook_extent(): number of the last row that is not blank */
    int columns;  /* up to the last that is used */
    const struct sheet_width *widths;
    int width_count;
    double usual_width; /* of all other columns */
};

/* Recognises the kind by content, never by name alone (`name` only helps messages and .csv).  The bytes must stay alive as
 * long as the workbook.  NULL on failure. */
struct workbook *workbook_open(struct ctx *cx, const char *name, const void *bytes, size_t size,
                               const struct workbook_limits *limits);
const char *
workbook_kind(const struct workbook *w); /* "xlsx" "csv"; through LibreOffice: "xls" (also .et) "ods" "xlsb" "xml" */
int workbook_sheets(const struct workbook *w);
const struct sheet_info *workbook_sheet(const struct workbook *w, int index);
/* The merges of a sheet, reading it once to its end if needed. */
SW_CHECKED bool workbook_merges(struct ctx *cx, struct workbook *w, int index, const struct merge **ret_merges,
                                int *ret_count);

/* All that is known of a sheet, reading it once to its end if needed. */
SW_CHECKED bool workbook_extent(struct ctx *cx, struct workbook *w, int index, const struct sheet_info **ret_info);

/* Stream a sheet from the top.  The row and its texts live until the next call; the arena may be reset between rows.
 * Blank rows are passed over.  Open a new reader to read again.  NULL on failure. */
struct sheet_reader;
struct sheet_reader *sheet_open(struct ctx *cx, struct workbook *w, int index);
bool sheet_next(struct sheet_reader *r, struct sheet_row *ret_row); /* false: end or failure */
SW_CHECKED bool sheet_ok(const struct sheet_reader *r);
int sheet_progress(const struct sheet_reader *r); /* 0…100 of the packed bytes */
void sheet_close(struct sheet_reader *r);         /* give its memory back before the arena does; NULL does nothing */

/* The whole of a file on disk, with a limit; bytes in the arena. */
SW_CHECKED bool file_read(struct ctx *cx, const char *path, size_t limit, struct value *ret_bytes);
SW_CHECKED bool file_write(struct ctx *cx, const char *path, const void *bytes,
                           size_t size); /* by rename: never half-written */

#endif
