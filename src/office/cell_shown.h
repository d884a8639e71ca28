/* cell_shown.h — a cell's text as the workbook shows it: numbers and dates by their format codes. */
#ifndef STEWARD_OFFICE_CELL_SHOWN_H
#define STEWARD_OFFICE_CELL_SHOWN_H

#include "office/workbook.h"

/* "1,714,807.00", "85.8%", "2023年3月"; "" for an empty cell.  Fractions ("# ?/?") are shown as decimals.  In `a`. */
const char *cell_shown(struct arena *a, const struct cell *c);

#endif
