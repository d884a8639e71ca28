/* workbook_write_inner.h — what the two files that write new workbooks share; nobody else includes it. */
#ifndef STEWARD_OFFICE_WORKBOOK_WRITE_INNER_H
#define STEWARD_OFFICE_WORKBOOK_WRITE_INNER_H

#include "base/zip.h"
#include "office/workbook_write.h"

#define XML_HEAD  "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN_NS   "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE_NS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

struct sheet_written {
    const char *name;
    int columns;
    int last_row;  /* 0-based */
    int head_rows; /* frozen above, and repeated on paper */
    bool filtered; /* from the last of them down */
};

/* Where its filter ends, 1-based. */
static inline int sheet_last(const struct sheet_written *s)
{
    return (s->last_row > s->head_rows - 1 ? s->last_row : s->head_rows - 1) + 1;
}

/* What the next sheet is called: cut, cleaned and unlike the others. */
const char *sheet_name_new(struct arena *a, const struct sheet_written *sheets, int count, const char *wanted);
/* "xl/worksheets/sheet1.xml" of the first, 0. */
const char *sheet_part(struct arena *a, int sheet);

/* Everything but the sheets. */
SW_CHECKED bool workbook_parts(struct ctx *cx, struct zip_writer *zip, const struct sheet_written *sheets, int count);

#endif
