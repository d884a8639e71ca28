/* export.h — how every workbook that goes out begins: a title, the dates it was made for, the heads. */
#ifndef STEWARD_LEDGER_EXPORT_H
#define STEWARD_LEDGER_EXPORT_H

#include "office/workbook_edit.h"
#include "office/workbook_write.h"

enum { EXPORT_HEAD_ROW = 2 }; /* counted from 0; rows follow */

struct export_head {
    const char *sheet, *title, *subtitle;
    const char **heads;
    int *widths; /* in characters */
    int count;
    int frozen; /* columns that stay when the sheet is scrolled */
};

/* `count` heads to fill in. */
struct export_head export_head_new(struct arena *a, int count);
SW_CHECKED bool export_begin(struct writer *w, const struct export_head *head);
/* The name of cx's zone. */
SW_CHECKED bool export_zone(struct ctx *cx, const char **ret_name);

/* Edits of tables in one sheet become one, as workbook_edit() takes them; returns how many are left. */
size_t sheet_edits_join(struct arena *a, struct sheet_edit *edits, size_t count);

#endif
