/* write_rows.h — the ledger that bench/write.c and its floor both write: 100,000 rows of 20 cells. */
#ifndef STEWARD_BENCH_WRITE_ROWS_H
#define STEWARD_BENCH_WRITE_ROWS_H

#include <stdbool.h>
#include <stdio.h>

enum { ROWS = 100000, COLUMNS = 20, TEXT_COLUMNS = 8, CELL_ROOM = 160 };

/* The first columns hold text, the others money in 万元. */
static inline bool is_text_column(int column)
{
    return column < TEXT_COLUMNS;
}

static inline void cell_of(int row, int column, char text[CELL_ROOM])
{
    static const char *const units[] = {"经济发展局", "招商合作局", "住房和城乡建设局", "城投公司", "科技创新局"};
    const unsigned n = (unsigned)row * 2654435761u + (unsigned)column;
    if (!is_text_column(column))
        snprintf(text, CELL_ROOM, "%u.%02u", n % 90000u, n % 100u);
    else if (column == 1)
        snprintf(text, CELL_ROOM, "高新区第%d号重点建设项目", row);
    else if (column == 4)
        snprintf(text, CELL_ROOM, "总建筑面积%u平方米，建设生产线%u条及配套道路、管网、绿化等设施。", n % 90000 + 1000,
                 n % 9 + 1);
    else
        snprintf(text, CELL_ROOM, "%s", units[n % 5]);
}

#endif
