/* workbook_write.c — writes a new .xlsx: each row goes, packed, into a package in memory. */
#include "office/workbook_write.h"

#include "base/text.h"
#include "office/workbook_edit_inner.h"
#include "office/workbook_write_inner.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    CELL_CHARS = 32767,
    PAPER_A4 = 9,
    PIECE = 32 << 10, /* of XML, packed at a time */
};

static const char CUT_MARK[] = "…（内容过长，已截断）";

/* A cell of the row being written: where its XML behind the place stands. */
struct cell {
    size_t start, n; /* n 0: none */
};

struct writer {
    struct ctx *cx;
    struct arena *arena; /* beside cx's, which callers reset after each row */
    struct buf package;
    struct zip_writer *zip;
    struct sheet_written *sheets;
    int count;
    bool failed; /* to pack: cx says how */
    /* the latest sheet */
    struct sheet_written *sheet; /* NULL: none is open */
    struct buf xml;              /* of it, not yet packed */
    struct buf columns, merges;
    int freeze_column, merge_count;
    bool begun, landscape;
    /* its latest row */
    struct buf cells;
    struct cell *row;
    int row_columns, row_room;
    const char *refused; /* place of the first cell that cannot be written */
};

struct writer *writer_new(struct ctx *cx)
{
    struct arena *a = arena_beside(cx->arena);
    struct writer *w = ARENA_NEW(a, struct writer);
    *w = (struct writer){.cx = cx, .arena = a};
    struct buf *const bufs[] = {&w->package, &w->xml, &w->columns, &w->merges, &w->cells};
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
        *bufs[i] = buf_init(a);
    w->zip = zip_to(cx, &w->package);
    return w;
}

/* ---- sheets ---- */

static void write_pane(struct writer *w)
{
    char corner[INT_TEXT], beside[INT_TEXT], below[INT_TEXT];
    const int row = w->sheet->head_rows, column = w->freeze_column;
    cell_name(corner, row + 1, column);
    cell_name(beside, 1, column);
    cell_name(below, row + 1, 0);
    if (row && column)
        buf_printf(&w->xml,
                   "<pane xSplit=\"%d\" ySplit=\"%d\" topLeftCell=\"%s\" activePane=\"bottomRight\" state=\"frozen\"/>"
                   "<selection pane=\"topRight\" activeCell=\"%s\" sqref=\"%s\"/>"
                   "<selection pane=\"bottomLeft\" activeCell=\"%s\" sqref=\"%s\"/>"
                   "<selection pane=\"bottomRight\"/>",
                   column, row, corner, beside, beside, below, below);
    else if (row)
        buf_printf(&w->xml,
                   "<pane ySplit=\"%d\" topLeftCell=\"%s\" activePane=\"bottomLeft\" state=\"frozen\"/>"
                   "<selection pane=\"bottomLeft\"/>",
                   row, corner);
    else if (column)
        buf_printf(&w->xml,
                   "<pane xSplit=\"%d\" topLeftCell=\"%s\" activePane=\"topRight\" state=\"frozen\"/>"
                   "<selection pane=\"topRight\"/>",
                   column, corner);
}

/* What stands before the rows. */
static void rows_begin(struct writer *w)
{
    if (w->begun)
        return;
    w->begun = true;
    buf_printf(&w->xml,
               XML_HEAD "<worksheet xmlns=\"" MAIN_NS "\" xmlns:r=\"" OFFICE_NS "\"><sheetPr>"
                        "<pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView%s workbookViewId=\"0\">",
               w->count == 1 ? " tabSelected=\"1\"" : "");
    write_pane(w);
    buf_text(&w->xml, "</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>");
    if (w->columns.length)
        buf_printf(&w->xml, "<cols>%s</cols>", w->columns.data);
    buf_text(&w->xml, "<sheetData>");
}

static void pack(struct writer *w)
{
    w->failed = w->failed || !zip_put(w->zip, w->xml.data, w->xml.length);
    buf_clear(&w->xml);
}

static void row_end(struct writer *w)
{
    char letters[LETTERS], number[INT_TEXT];
    if (w->row_columns == 0)
        return;
    int_text(number, w->sheet->last_row + 1);
    buf_printf(&w->xml, "<row r=\"%s\">", number);
    for (int c = 0; c < w->row_columns; c++) {
        const struct cell *cell = &w->row[c];
        if (cell->n == 0)
            continue;
        column_letters(letters, c);
        buf_text(&w->xml, "<c r=\"");
        buf_text(&w->xml, letters);
        buf_text(&w->xml, number);
        buf_add(&w->xml, w->cells.data + cell->start, cell->n);
    }
    buf_text(&w->xml, "</row>");
    memset(w->row, 0, (size_t)w->row_columns * sizeof *w->row);
    w->row_columns = 0;
    buf_clear(&w->cells);
    if (w->xml.length >= PIECE)
        pack(w);
}

/* What stands behind the rows. */
static void sheet_end(struct writer *w)
{
    char end[INT_TEXT];
    if (!w->sheet)
        return;
    rows_begin(w);
    row_end(w);
    buf_text(&w->xml, "</sheetData>");
    if (w->sheet->filtered)
        buf_printf(&w->xml, "<autoFilter ref=\"A%d:%s\"/>", w->sheet->head_rows,
                   cell_name(end, sheet_last(w->sheet), w->sheet->columns - 1));
    if (w->merge_count)
        buf_printf(&w->xml, "<mergeCells count=\"%d\">%s</mergeCells>", w->merge_count, w->merges.data);
    buf_printf(&w->xml,
               "<pageMargins left=\"0.7\" right=\"0.7\" top=\"0.75\" bottom=\"0.75\" header=\"0.3\" footer=\"0.3\"/>"
               "<pageSetup paperSize=\"%d\" fitToHeight=\"0\" orientation=\"%s\"/><headerFooter>"
               "<oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>",
               PAPER_A4, w->landscape ? "landscape" : "portrait");
    pack(w);
    w->failed = w->failed || !zip_end(w->zip);
    w->sheet = NULL;
}

/* Of seven pixels a character, and five more. */
static void add_column(struct writer *w, int column, int width)
{
    if (width)
        buf_printf(&w->columns, "<col min=\"%d\" max=\"%d\" width=\"%d.7109375\"%s customWidth=\"1\"/>", column + 1,
                   column + 1, abs(width), width < 0 ? " hidden=\"1\"" : "");
}

bool writer_sheet(struct writer *w, const char *name, const int *widths, int columns)
{
    if (columns > MAX_COLUMN)
        return fail(w->cx, ERR_TOO_LARGE, "XLS-09", name, "一张表最多%d列，这里要写%d列，请减少列数",
                    "a sheet holds at most %d columns, this one has %d; choose fewer", MAX_COLUMN, columns);
    sheet_end(w);
    const size_t size = sizeof *w->sheets;
    w->sheets = arena_grow(w->arena, w->sheets, (size_t)w->count * size, (size_t)(w->count + 1) * size);
    const struct sheet_written sheet = {.name = sheet_name_new(w->arena, w->sheets, w->count, name),
                                        .columns = columns};
    w->sheet = &w->sheets[w->count++];
    *w->sheet = sheet;
    w->begun = w->landscape = false;
    w->freeze_column = w->merge_count = 0;
    buf_clear(&w->merges);
    buf_clear(&w->columns);
    for (int c = 0; c < columns; c++)
        add_column(w, c, widths[c]);
    return !w->failed && zip_begin(w->zip, sheet_part(w->arena, w->count - 1), ZIP_DEFLATED);
}

void writer_freeze(struct writer *w, int row, int column, bool filter)
{
    w->sheet->head_rows = row;
    w->sheet->filtered = filter && row > 0;
    w->freeze_column = column;
}

void writer_landscape(struct writer *w)
{
    w->landscape = true;
}

/* ---- cells ---- */

/* Make room for a cell that is written now; NULL when there is no such place.  The first refused is kept for
 * writer_finish(). */
static struct cell *cell_at(struct writer *w, int row, int column)
{
    char place[INT_TEXT];
    struct sheet_written *s = w->sheet;
    if (row < s->last_row || row >= MAX_ROW || column < 0 || column >= MAX_COLUMN) {
        if (!w->refused)
            w->refused = arena_printf(w->arena, "%s!%s", s->name, cell_name(place, row + 1, column));
        return NULL;
    }
    rows_begin(w);
    if (row > s->last_row)
        row_end(w);
    s->last_row = row;
    if (column >= w->row_room) {
        int room = column < 2 * w->row_room ? 2 * w->row_room : column + 1;
        w->row = arena_grow(w->arena, w->row, (size_t)w->row_room * sizeof *w->row, (size_t)room * sizeof *w->row);
        w->row_room = room;
    }
    if (column >= w->row_columns)
        w->row_columns = column + 1;
    w->row[column].start = w->cells.length;
    return &w->row[column];
}

/* A cell holds 32,767 UTF-16 units; at most that many bytes is certainly not more. */
static const char *fitting(struct writer *w, const char *text)
{
    if (strlen(text) <= CELL_CHARS)
        return text;
    size_t units = 0;
    for (const unsigned char *p = (const unsigned char *)text; *p; p++)
        units += (*p & 0xC0) != 0x80 ? 1 + (*p >= 0xF0) : 0;
    if (units <= CELL_CHARS)
        return text;
    size_t keep = CELL_CHARS - text_chars(CUT_MARK), used = 0;
    const char *p = text;
    while (*p) {
        size_t step = 1 + ((unsigned char)*p >= 0xF0);
        if (used + step > keep)
            break;
        used += step;
        do
            p++;
        while ((*p & 0xC0) == 0x80);
    }
    return arena_printf(w->cx->arena, "%.*s%s", (int)(p - text), text, CUT_MARK);
}

static void write_style(struct writer *w, enum style style)
{
    buf_text(&w->cells, "\" s=\"");
    buf_int(&w->cells, style + 1); /* 0 is that of empty cells */
}

void writer_text(struct writer *w, int row, int column, const char *text, enum style style)
{
    struct cell *cell = cell_at(w, row, column);
    if (!cell)
        return;
    write_style(w, style);
    if (text && *text) {
        text = fitting(w, text);
        bool keep = isspace((unsigned char)*text) || isspace((unsigned char)text[strlen(text) - 1]);
        buf_text(&w->cells, "\" t=\"inlineStr\"><is><t");
        buf_text(&w->cells, keep ? " xml:space=\"preserve\">" : ">");
        cell_text_write(&w->cells, text);
        buf_text(&w->cells, "</t></is></c>");
    } else
        buf_text(&w->cells, "\"/>");
    cell->n = w->cells.length - cell->start;
}

void writer_number(struct writer *w, int row, int column, const char *decimal, enum style style)
{
    if (!decimal || !*decimal) {
        writer_text(w, row, column, NULL, style);
        return;
    }
    char *end;
    double number = strtod(decimal, &end);
    if (*end || strspn(decimal, "+-.0123456789eE") != strlen(decimal)) {
        writer_text(w, row, column, decimal, style);
        return;
    }
    if (style == STYLE_PERCENT) {
        /* The reading of "83.56e-2" is the double nearest to 0.8356; 83.56 / 100 may miss it by one bit. */
        char scaled[64];
        int n = snprintf(scaled, sizeof scaled, "%se-2", decimal);
        number = n < (int)sizeof scaled && !strpbrk(decimal, "eE") ? strtod(scaled, NULL) : number / 100;
    }
    struct cell *cell = cell_at(w, row, column);
    if (!cell)
        return;
    write_style(w, style);
    buf_printf(&w->cells, "\"><v>%.16G</v></c>", number);
    cell->n = w->cells.length - cell->start;
}

void writer_merge(struct writer *w, int row, int first_column, int last_column, const char *text, enum style style)
{
    char first[INT_TEXT], last[INT_TEXT];
    writer_text(w, row, first_column, text, style);
    for (int c = first_column + 1; c <= last_column; c++)
        writer_text(w, row, c, NULL, style);
    if (first_column == last_column)
        return;
    buf_printf(&w->merges, "<mergeCell ref=\"%s:%s\"/>", cell_name(first, row + 1, first_column),
               cell_name(last, row + 1, last_column));
    w->merge_count++;
}

/* ---- the workbook ---- */

/* The sheets as they were packed. */
static bool copy_sheets(struct writer *w, struct zip_writer *to)
{
    struct zip sheets;
    if (!zip_open(w->cx, "xlsx", w->package.data, w->package.length, &sheets))
        return false;
    for (size_t i = 0; i < sheets.count; i++)
        if (!zip_copy(to, &sheets, &sheets.entries[i]))
            return false;
    return true;
}

bool writer_finish(struct writer *w, struct buf *out)
{
    if (w->refused)
        return fail(w->cx, ERR_SYSTEM, "XLS-09", w->refused, "单元格%s无法写入（超出工作表范围，或没有按行的先后写）",
                    "cell %s cannot be written (beyond the sheet, or rows out of order)", w->refused);
    sheet_end(w);
    struct zip_writer *zip = zip_to(w->cx, out);
    return !w->failed && zip_finish(w->zip) && workbook_parts(w->cx, zip, w->sheets, w->count) && copy_sheets(w, zip) &&
           zip_finish(zip);
}
