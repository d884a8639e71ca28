/* layout_top.h — the first rows of a sheet or table, as its head is looked for and its columns are settled. */
#ifndef STEWARD_LEDGER_LAYOUT_TOP_H
#define STEWARD_LEDGER_LAYOUT_TOP_H

#include "ledger/layout.h"

enum { TOP_ROWS = 60, HEAD_ROWS = 4, HEAD_COLUMNS = 200 };

/* The top of a sheet as a grid of texts; numbers only say that they are there. */
struct top {
    int rows, columns;
    int64_t number[TOP_ROWS];
    const char *text[TOP_ROWS][HEAD_COLUMNS]; /* NULL: empty */
    bool numeric[TOP_ROWS][HEAD_COLUMNS];
};

/* The unit of money that a head names, else the title's; 0: none. */
int64_t head_unit(struct ctx *cx, const struct layout *l, const char *leaf, const char *full);
/* What the cells below tell of columns whose heads may mean two things; the cells begin at `first_row` of top. */
void layout_settle_by_cells(struct ctx *cx, struct layout *l, const struct top *top, int first_row);

#endif
