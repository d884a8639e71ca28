/* week_sheet.h — a unit's weekly report as a workbook: out with keys, back with its differences told cell by cell.
 *
 * Every row carries its report in a hidden column and what each cell said when it went out in further ones, so a cell that
 * was changed in the sheet is told from one that was changed here meanwhile.  Columns may be moved and rows sorted; reading
 * writes nothing: whoever brings the sheet chooses, and fills in the reports with what he chose.
 *
 * Remarks: WKS-01 no head with the columns of this sheet · WKS-02 no project of this desk · WKS-03 no amount · WKS-04 the
 * project stands there twice · WKS-05 too long.
 */
#ifndef STEWARD_LEDGER_WEEK_SHEET_H
#define STEWARD_LEDGER_WEEK_SHEET_H

#include "base/buf.h"
#include "rules/week.h"

SW_CHECKED bool week_sheet_write(struct ctx *cx, const struct report_week *week, const struct report_duty *duty,
                                 struct buf *out);

struct sheet_difference {
    const struct field *field; /* of week_value_fields */
    const char *cell;          /* "D7" */
    bool conflict;             /* changed here too since it went out */
};
struct sheet_report {
    const struct week_item *item;
    int64_t row;
    struct week_values sheet, exported;
    struct sheet_difference differences[5];
    int count;
};
struct sheet_remark {
    const char *code, *cell;
    struct label message;
};
struct week_sheet {
    const char *sheet;
    struct sheet_report *reports; /* every row of the sheet that is a project's, with or without differences */
    size_t count;
    struct sheet_remark *remarks;
    size_t remark_count;
};
/* False when it is no workbook; what is wrong in its cells are remarks. */
SW_CHECKED bool week_sheet_read(struct ctx *cx, const struct report_duty *duty, const char *file_name,
                                const void *bytes, size_t size, struct week_sheet *ret_sheet);

#endif
