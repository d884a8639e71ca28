/* layout_tables.h — the tables that stand one below another in a sheet. */
#ifndef STEWARD_LEDGER_LAYOUT_TABLES_H
#define STEWARD_LEDGER_LAYOUT_TABLES_H

#include "ledger/layout.h"

struct map;

enum { TABLES_MOST = 8 };

/* The first rows of the sheet's tables, told by heads that differ; fewer than two: the sheet is one table.  `words`: what
 * stands in heads (head_reader_words()). */
SW_CHECKED bool layout_tables(struct ctx *cx, struct workbook *w, int sheet, const struct map *words, int64_t *starts,
                              int most, int *ret_count);

#endif
