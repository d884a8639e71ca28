/* write.c — floor of bench/write.c: libxlsxwriter in constant-memory mode writing the same cells, nothing else.
 *
 *   write FILE    prints the seconds taken
 */
#include "../write_rows.h"

#include <stdlib.h>
#include <time.h>
#include <xlsxwriter.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    double start = now();
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    lxw_workbook *book = workbook_new_opt(argv[1], &options);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "台账");
    lxw_format *text = workbook_add_format(book), *number = workbook_add_format(book);
    format_set_border(text, LXW_BORDER_THIN);
    format_set_border(number, LXW_BORDER_THIN);
    format_set_num_format(number, "#,##0.00");
    char cell[CELL_ROOM];
    for (int row = 0; row < ROWS; row++)
        for (int column = 0; column < COLUMNS; column++) {
            cell_of(row, column, cell);
            if (is_text_column(column))
                worksheet_write_string(sheet, (lxw_row_t)row, (lxw_col_t)column, cell, text);
            else
                worksheet_write_number(sheet, (lxw_row_t)row, (lxw_col_t)column, strtod(cell, NULL), number);
        }
    if (workbook_close(book) != LXW_NO_ERROR)
        return 1;
    printf("%.6f\n", now() - start);
    return 0;
}
