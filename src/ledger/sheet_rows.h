/* sheet_rows.h — the rows of a recognised sheet, one by one: data, sections, totals, and what is only layout. */
#ifndef STEWARD_LEDGER_SHEET_ROWS_H
#define STEWARD_LEDGER_SHEET_ROWS_H

#include "ledger/layout.h"

enum row_class {
    ROW_DATA,
    ROW_MORE,    /* goes on with the data row before: its name is merged down, or left empty in a csv */
    ROW_SECTION, /* 一 先进制造业(52个) */
    ROW_TOTAL,   /* 合计 小计 */
    ROW_TITLE,   /* above the head, or repeated below it; from here on the row is only layout, `reason` says which */
    ROW_HEAD,    /* the head itself, its repetitions, column numbers */
    ROW_NOTE,    /* footnotes, page marks, and what stands beside the columns */
};

static inline bool row_is_layout(enum row_class class)
{
    return class >= ROW_TITLE;
}

struct ledger_row {
    int64_t number; /* as Excel shows it */
    enum row_class class;
    struct label reason;           /* of layout */
    const struct sheet_row *sheet; /* as it stands in the sheet, all cells */
    const struct cell **cells;     /* by position in layout.columns; NULL: empty; merged cells carried down */
    bool *carried;                 /* the cell's value came from a merge that began above */
    const char *section;           /* ROW_SECTION: its bare label, "先进制造业" */
    int section_level;             /* 1…3: the way of numbering seen first is the highest */
    int64_t count_claimed;         /* sections and totals: "(52个)", "135个"; -1: none */
    bool hidden;
    bool goes_on; /* a ROW_MORE may follow */
};

/* Is a row that begins so, folded, a total or a footnote? */
bool row_ends_table(const char *folded);

/* "一、工业项目(12个)", numbered as sections are → 工业项目; NULL when it is not. */
const char *section_numbered(struct ctx *cx, const char *text);

struct sheet_rows;

/* The layout may be of no kind: every row below its head, if it has one, is a note then.  NULL on failure. */
struct sheet_rows *sheet_rows_open(struct ctx *cx, struct workbook *w, const struct layout *l);
/* The next row below the head that is not empty.  It, and everything allocated in cx's arena since, lives until the next call: what a
 * caller keeps of a row goes into an arena of its own.  False: end or failure. */
bool sheet_rows_next(struct sheet_rows *rows, struct ledger_row *ret_row);
/* The same for every row that is not blank: titles, the head, and what no column takes too. */
bool sheet_rows_any(struct sheet_rows *rows, struct ledger_row *ret_row);
SW_CHECKED bool sheet_rows_ok(const struct sheet_rows *rows);
int sheet_rows_progress(const struct sheet_rows *rows); /* 0…100 */

#endif
