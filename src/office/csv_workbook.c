/* csv_workbook.c — a .csv file as a workbook of one sheet. */
#include "base/csv.h"
#include "office/number_text.h"
#include "office/workbook_inner.h"

#include <stdlib.h>

struct csv_reader {
    struct csv *csv;
    struct nest *nest;
    struct cell *cells;
    int capacity;
    int64_t last_row;
    int columns;
};

/* "data/台账.csv" → "台账". */
static const char *sheet_name(struct arena *a, const char *name)
{
    const char *slash = strrchr(name, '/'), *base = slash ? slash + 1 : name, *dot = strrchr(base, '.');
    return dot && dot > base ? arena_strndup(a, base, (size_t)(dot - base)) : arena_strdup(a, base);
}

bool csv_workbook_open(struct ctx *cx, struct workbook *w)
{
    w->sheets = ARENA_NEW(cx->arena, struct sheet);
    w->sheets->info.name = sheet_name(cx->arena, w->name);
    w->sheets->info.usual_width = SHEET_USUAL_WIDTH;
    w->sheets->merges_known = true;
    w->count = 1;
    return true;
}

/* Excel is made to keep ="0012" as text that way; people mean 0012. */
static const char *without_formula(const char *s, char *last)
{
    if (s[0] != '=' || s[1] != '"' || last < s + 2 || *last != '"' || memchr(s + 2, '"', (size_t)(last - s - 2)))
        return s;
    *last = '\0';
    return s + 2;
}

/* Only what comes back unchanged is a number: 007, 1.50 and 18-digit codes stay as they were typed. */
static struct cell to_cell(char *field, int column)
{
    struct cell c = {.kind = CELL_TEXT, .column = column};
    char text[NUMBER_TEXT_MAX];
    size_t n = strlen(field), text_n;
    c.text = without_formula(field, field + n - (n > 0));
    if (c.text == field && number_text(field, n, &c.number, text, &text_n) && text_n == n &&
        memcmp(text, field, n) == 0)
        c.kind = CELL_NUMBER;
    return c;
}

static int fill_cells(struct csv_reader *x, const struct csv_row *row)
{
    int count = 0;
    if (row->count > x->capacity) {
        x->cells = arena_grow(x->nest->arena, x->cells, (size_t)x->capacity * sizeof *x->cells,
                              (size_t)row->count * 2 * sizeof *x->cells);
        x->capacity = row->count * 2;
    }
    for (int i = 0; i < row->count; i++)
        if (*row->fields[i])
            x->cells[count++] = to_cell(row->fields[i], i);
    return count;
}

static bool next_row(struct sheet_reader *r, struct sheet_row *ret_row)
{
    struct csv_reader *x = r->inner;
    struct csv_row row;
    nest_enter(x->nest);
    while (csv_next(x->csv, &row)) {
        int count = fill_cells(x, &row);
        if (count == 0)
            continue;
        int last = x->cells[count - 1].column;
        if (last >= r->w->limits.columns ? !reader_fail_columns(r, row.number, last)
                                         : !reader_count_row(r, row.number, count))
            return false;
        x->last_row = row.number;
        x->columns = last >= x->columns ? last + 1 : x->columns;
        *ret_row = (struct sheet_row){.number = row.number, .cells = x->cells, .count = count};
        return true;
    }
    r->ended = csv_ok(x->csv);
    if (r->ended) {
        r->sheet->extent_known = true;
        r->sheet->info.rows = x->last_row;
        r->sheet->info.columns = x->columns;
    }
    return false;
}

static int progress(const struct sheet_reader *r)
{
    const struct csv_reader *x = r->inner;
    return r->w->size ? (int)(csv_consumed(x->csv) * 100 / r->w->size) : 100;
}

static void close_reader(struct sheet_reader *r)
{
    struct csv_reader *x = r->inner;
    csv_close(x->csv);
    nest_close(x->nest);
    r->ended = true;
}

bool csv_sheet_open(struct sheet_reader *r)
{
    enum { MEMORY = 64 << 20 };
    struct csv_reader *x = ARENA_NEW(r->cx->arena, struct csv_reader);
    x->csv = csv_open(r->cx, r->w->name, r->w->bytes, r->w->size);
    x->nest = x->csv ? nest_open(r->cx, MEMORY) : NULL;
    r->inner = x;
    r->next = next_row;
    r->progress = progress;
    r->close = close_reader;
    return x->nest;
}
