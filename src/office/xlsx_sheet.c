/* xlsx_sheet.c — the rows of a worksheet, streamed: memory stays flat whatever the size. */
#include "office/xlsx_sheet.h"

#include <stdlib.h>

enum {
    ROW_TEXT = 64 << 20, /* most text of one row */
    MERGES = 200000,
    WIDTHS = 512, /* stretches of columns whose width is kept */
    ROWS_MAX = 1048576,
    WIDEST = 16384,
};

static int by_column(const void *a, const void *b)
{
    return ((const struct cell *)a)->column - ((const struct cell *)b)->column;
}

static bool sort_cells(struct xlsx_reader *x)
{
    if (!x->unsorted)
        return true;
    qsort(x->cells, (size_t)x->count, sizeof *x->cells, by_column);
    for (int i = 1; i < x->count; i++)
        if (x->cells[i].column == x->cells[i - 1].column)
            return xlsx_damaged(x, "two cells at one address");
    return true;
}

/* <row> was just opened: its cells up to </row>. */
static bool read_row(struct xlsx_reader *x, bool *ret_hidden)
{
    struct xml *xml = &x->part.xml;
    int column = -1;
    x->row++;
    x->count = 0;
    x->unsorted = false;
    text_pool_clear(&x->texts);
    for (int i = 0; i < xml->attr_count; i++) {
        const struct xml_attr *a = &xml->attrs[i];
        if (a->name_n == 1 && *a->name == 'r' && !xlsx_digits(a->value, a->value_n, &x->row))
            return xlsx_damaged(x, "bad row number");
        if (a->name_n == 6 && memcmp(a->name, "hidden", 6) == 0)
            *ret_hidden = a->value_n > 0 && (*a->value == '1' || *a->value == 't');
    }
    if (x->row < 1 || x->row > ROWS_MAX)
        return xlsx_damaged(x, "no such row");
    if (xml->empty)
        return true;
    for (;;)
        switch (xml_next(xml)) {
        case XML_OPEN:
            if (xml_is(xml, "c") ? !xlsx_read_cell(x, &column) : !xml_skip(xml))
                return false;
            break;
        case XML_CLOSE:
            return sort_cells(x);
        case XML_TEXT:
            break;
        case XML_END:
        case XML_FAILED:
            return false;
        }
}

/* "B3:D4"; a single address is no merge. */
static bool read_merge(struct xlsx_reader *x)
{
    const struct xml_attr *a = xml_attr(&x->part.xml, "ref");
    const char *colon = a ? memchr(a->value, ':', a->value_n) : NULL;
    if (!colon)
        return true;
    struct merge m;
    const char *parts[] = {a->value, colon + 1}, *ends[] = {colon, a->value + a->value_n};
    int columns[2];
    int64_t rows[2];
    for (int i = 0; i < 2; i++) {
        const char *p = parts[i];
        columns[i] = xlsx_column(p, (size_t)(ends[i] - p));
        while (p < ends[i] && (unsigned)(*p | 0x20) - 'a' < 26)
            p++;
        if (columns[i] < 0 || !xlsx_digits(p, (size_t)(ends[i] - p), &rows[i]) || rows[i] < 1 || rows[i] > ROWS_MAX)
            return xlsx_damaged(x, "bad merge");
    }
    if (x->merge_count == MERGES)
        return fail(x->r->cx, ERR_TOO_LARGE, "XLS-07", x->r->sheet->info.name,
                    "文件“%s”工作表“%s”的合并单元格超过 %d 处，请取消不必要的合并后再上传",
                    "sheet \"%2$s\" in \"%1$s\" has more than %3$d merged areas; unmerge what need not be merged",
                    x->r->w->name, x->r->sheet->info.name, (int)MERGES);
    m = (struct merge){rows[0], rows[1], columns[0], columns[1]};
    if (x->merge_count == x->merge_capacity) {
        int capacity = x->merge_capacity ? x->merge_capacity * 2 : 64;
        x->merges =
            arena_grow(x->nest->arena, x->merges, (size_t)x->merge_capacity * sizeof m, (size_t)capacity * sizeof m);
        x->merge_capacity = capacity;
    }
    x->merges[x->merge_count++] = m;
    return true;
}

/* The sheet has been read to its end, and its checksum was right: what it says about merges is worth keeping. */
static void finish(struct xlsx_reader *x)
{
    struct sheet *sheet = x->r->sheet;
    x->r->ended = true;
    if (x->r->cells > sheet->cells)
        sheet->cells = x->r->cells;
    if (sheet->merges_known)
        return;
    struct nest *keep = x->r->w->nest;
    size_t size = (size_t)x->merge_count * sizeof *x->merges, widths = (size_t)x->width_count * sizeof *x->widths;
    nest_enter(keep);
    sheet->info.merges = size ? memcpy(arena_alloc(keep->arena, size), x->merges, size) : NULL;
    sheet->info.merge_count = x->merge_count;
    sheet->info.widths = widths ? memcpy(arena_alloc(keep->arena, widths), x->widths, widths) : NULL;
    sheet->info.width_count = x->width_count;
    sheet->info.usual_width = x->usual_width;
    sheet->info.rows = x->last_row;
    sheet->info.columns = x->columns;
    sheet->merges_known = sheet->extent_known = true;
}

static void keep_used_range(struct xlsx_reader *x)
{
    const struct xml_attr *ref = xml_attr(&x->part.xml, "ref");
    struct nest *keep = x->r->w->nest;
    if (x->r->sheet->used || !ref || ref->value_n > 32)
        return;
    nest_enter(keep);
    x->r->sheet->used = arena_strndup(keep->arena, ref->value, ref->value_n);
}

static double attr_number(const struct xml *x, const char *name, double otherwise)
{
    const struct xml_attr *a = xml_attr(x, name);
    char text[32] = "";
    if (!a || a->value_n == 0 || a->value_n >= sizeof text)
        return otherwise;
    memcpy(text, a->value, a->value_n);
    double n = strtod(text, NULL);
    return n >= 0 && n <= WIDEST ? n : otherwise;
}

static bool is_true(const struct xml_attr *a)
{
    return a && a->value_n > 0 && (*a->value == '1' || *a->value == 't');
}

/* <col min="2" max="4" width="12.5"/> */
static void read_width(struct xlsx_reader *x)
{
    const struct xml *xml = &x->part.xml;
    int first = (int)attr_number(xml, "min", 0), last = (int)attr_number(xml, "max", 0);
    if (first < 1 || last < first || x->width_count == WIDTHS)
        return;
    if (!x->widths)
        x->widths = arena_array(x->nest->arena, WIDTHS, sizeof *x->widths);
    x->widths[x->width_count++] = (struct sheet_width){
        first - 1, last - 1, is_true(xml_attr(xml, "hidden")) ? 0 : attr_number(xml, "width", x->usual_width)};
}

/* An element outside the rows. */
static bool read_other(struct xlsx_reader *x)
{
    struct xml *xml = &x->part.xml;
    if (x->place == BEFORE_ROWS && xml_is(xml, "sheetData")) {
        x->place = xml->empty ? BEHIND_ROWS : IN_ROWS;
        return true;
    }
    if (xml_is(xml, "sheetData"))
        return xlsx_damaged(x, "two tables of rows");
    if (x->place == BEFORE_ROWS && xml_is(xml, "dimension"))
        keep_used_range(x);
    if (x->place == BEFORE_ROWS && xml_is(xml, "sheetFormatPr"))
        x->usual_width = attr_number(xml, "defaultColWidth", x->usual_width);
    if (x->place == BEFORE_ROWS && xml_is(xml, "col"))
        read_width(x);
    if (x->place == BEHIND_ROWS && xml_is(xml, "mergeCell") && !read_merge(x))
        return false;
    if (xml->depth + xml->empty == 1) /* the root */
        return xml_is(xml, "worksheet") || xlsx_damaged(x, "not a worksheet");
    bool list = x->place == BEHIND_ROWS ? xml_is(xml, "mergeCells") : x->place == BEFORE_ROWS && xml_is(xml, "cols");
    return list || xml_skip(xml);
}

static bool next_row(struct sheet_reader *r, struct sheet_row *ret_row)
{
    struct xlsx_reader *x = r->inner;
    struct xml *xml = &x->part.xml;
    nest_enter(x->nest);
    for (;;) {
        bool good = true, hidden = false;
        enum xml_event event = xml_next(xml);
        if (event == XML_OPEN && x->place == IN_ROWS && xml_is(xml, "row")) {
            good = read_row(x, &hidden);
            if (good && x->count > 0 && reader_count_row(r, x->row, x->count)) {
                int last = x->cells[x->count - 1].column;
                x->last_row = x->row;
                x->columns = last >= x->columns ? last + 1 : x->columns;
                *ret_row = (struct sheet_row){.number = x->row, .hidden = hidden, .cells = x->cells, .count = x->count};
                return true;
            }
            good = good && x->count == 0;
        } else if (event == XML_OPEN)
            good = read_other(x);
        else if (event == XML_CLOSE && x->place == IN_ROWS)
            x->place = BEHIND_ROWS;
        else if (event == XML_END) {
            finish(x);
            return false;
        }
        if (!good || event == XML_FAILED)
            return false;
    }
}

static int progress(const struct sheet_reader *r)
{
    const struct xlsx_reader *x = r->inner;
    uint64_t packed = r->sheet->part->packed;
    return packed ? (int)(zip_stream_consumed(x->part.stream) * 100 / packed) : 100;
}

static void close_reader(struct sheet_reader *r)
{
    struct xlsx_reader *x = r->inner;
    part_close(&x->part);
    nest_close(x->nest);
    r->ended = true;
}

bool xlsx_sheet_open(struct sheet_reader *r)
{
    enum { MEMORY = 256 << 20 };
    struct xlsx_reader *x = ARENA_NEW(r->cx->arena, struct xlsx_reader);
    const char *where = arena_printf(r->cx->arena, "%s › %s", r->w->name, r->sheet->info.name);
    x->r = r;
    x->usual_width = SHEET_USUAL_WIDTH;
    x->nest = nest_open(r->cx, MEMORY);
    if (!x->nest ||
        !part_open(&x->part, r->cx, r->w, r->sheet->part, r->w->limits.unpacked_bytes, where, x->nest->arena))
        return false;
    x->texts = text_pool_init(x->nest->arena, ROW_TEXT);
    x->value.arena = x->nest->arena;
    x->value.data = arena_alloc(x->nest->arena, x->value.room = 4096);
    r->inner = x;
    r->next = next_row;
    r->progress = progress;
    r->close = close_reader;
    return true;
}
