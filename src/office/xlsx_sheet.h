/* xlsx_sheet.h — a worksheet being read; shared by the files that read its rows and its cells, and nobody else. */
#ifndef STEWARD_OFFICE_XLSX_SHEET_H
#define STEWARD_OFFICE_XLSX_SHEET_H

#include "office/workbook_inner.h"

enum place { BEFORE_ROWS, IN_ROWS, BEHIND_ROWS };

struct xlsx_reader {
    struct sheet_reader *r;
    struct nest *nest; /* everything that grows */
    struct part part;
    enum place place;
    int64_t row; /* latest number */
    struct cell *cells;
    int count, capacity;
    bool unsorted;
    struct text_pool texts; /* of the row */
    struct gathered value;  /* of the cell */
    struct merge *merges;
    int merge_count, merge_capacity;
    int64_t last_row; /* that is not blank */
    int columns;      /* used so far */
    struct sheet_width *widths;
    int width_count;
    double usual_width;
};

/* xlsx_cell.c: <c> was just opened; read it, and add it to the row unless it is empty.  *column is the latest cell's. */
SW_CHECKED bool xlsx_read_cell(struct xlsx_reader *x, int *column);

/* "AB12" → 27; -1 when it is no cell's address. */
int xlsx_column(const char *s, size_t n);

/* Decimal digits only. */
bool xlsx_digits(const char *s, size_t n, int64_t *ret_number);

static inline bool xlsx_damaged(struct xlsx_reader *x, const char *cause)
{
    xml_malformed(&x->part.xml, cause);
    return false;
}

#endif
