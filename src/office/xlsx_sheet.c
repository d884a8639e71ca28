/* xlsx_sheet.c — the rows of a worksheet, streamed: no allocation per cell, memory flat whatever the size. */
#include "office/number_text.h"
#include "office/workbook_inner.h"

#include <stdlib.h>

enum {
    ROW_TEXT = 64 << 20, /* most text of one row */
    MERGES = 200000,
    ROWS_MAX = 1048576,
    COLUMNS_MAX = 16384,
};

enum place { BEFORE_ROWS, IN_ROWS, BEHIND_ROWS };

struct xlsx_reader {
    struct sheet_reader *r;
    struct nest *nest; /* everything that grows */
    struct part part;
    enum place place;
    int64_t row; /* latest number */
    struct cell *cells;
    int count, capacity;
    bool unsorted;
    struct text_pool texts; /* of the row */
    struct gathered value;  /* of the cell */
    struct merge *merges;
    int merge_count, merge_capacity;
};

/* What <c> says of itself. */
struct cell_head {
    int column;
    uint32_t style;
    char type; /* n s(hared) t(ext) b e d */
};

static bool damaged(struct xlsx_reader *x, const char *cause)
{
    xml_malformed(&x->part.xml, cause);
    return false;
}

static bool digits(const char *s, uint32_t n, int64_t *ret_number)
{
    int64_t number = 0;
    if (n == 0 || n > 12)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9')
            return false;
        number = number * 10 + (s[i] - '0');
    }
    *ret_number = number;
    return true;
}

/* "AB12" → 27; the row part says what the row already said. */
static int column_of(const char *s, uint32_t n)
{
    int column = 0;
    uint32_t i = 0;
    for (; i < n && i < 4; i++) {
        unsigned letter = (unsigned)(s[i] | 0x20) - 'a';
        if (letter > 25)
            break;
        column = column * 26 + (int)letter + 1;
    }
    return i == 0 || i == 4 || i == n || s[i] < '0' || s[i] > '9' ? -1 : column - 1;
}

static char type_of(const char *s, uint32_t n)
{
    if (n == 1)
        return *s; /* n s b e d */
    return n == 3 && memcmp(s, "str", 3) == 0 ? 't' : n == 9 && memcmp(s, "inlineStr", 9) == 0 ? 't' : '?';
}

static bool read_head(struct xlsx_reader *x, int expected, struct cell_head *ret_head)
{
    struct cell_head h = {.column = expected, .type = 'n'};
    const struct xml *xml = &x->part.xml;
    for (int i = 0; i < xml->attr_count; i++) {
        const struct xml_attr *a = &xml->attrs[i];
        int64_t style;
        if (a->name_n != 1)
            continue;
        if (*a->name == 'r') {
            if ((h.column = column_of(a->value, a->value_n)) < 0)
                return damaged(x, "bad cell address");
        } else if (*a->name == 't')
            h.type = type_of(a->value, a->value_n);
        else if (*a->name == 's' && digits(a->value, a->value_n, &style))
            h.style = (uint32_t)style;
    }
    *ret_head = h;
    return true;
}

static const char *keep_text(struct xlsx_reader *x, const char *s, size_t n)
{
    const char *kept = text_pool_add(&x->texts, s, n, NULL);
    if (!kept)
        fail(x->r->cx, ERR_TOO_LARGE, "XLS-06", x->r->sheet->info.name,
             "文件“%s”工作表“%s”第 %lld 行的文字过长（单元格上限 32,767 字），请缩短后再上传",
             "row %3$lld of sheet \"%2$s\" in \"%1$s\" holds too much text (a cell takes 32,767 characters); cut it", x->r->w->name,
             x->r->sheet->info.name, (long long)x->row);
    return kept;
}

static bool set_text(struct xlsx_reader *x, struct cell *c)
{
    gather_unescape(&x->value);
    c->kind = x->value.n > 0 || c->formula ? CELL_TEXT : CELL_EMPTY;
    return (c->text = keep_text(x, x->value.data, x->value.n));
}

static bool set_date(struct xlsx_reader *x, struct cell *c)
{
    char text[] = "0000-00-00";
    int64_t day = c->date.code / 10;
    for (int i = 9; i >= 0; i--)
        if (text[i] != '-') {
            text[i] = (char)('0' + day % 10);
            day /= 10;
        }
    c->kind = CELL_DATE;
    return (c->text = keep_text(x, text, sizeof text - 1));
}

static bool set_number(struct xlsx_reader *x, const struct cell_style *style, struct cell *c)
{
    char text[NUMBER_TEXT_MAX];
    const char *s = x->value.data, *end = s + x->value.n;
    size_t n;
    while (s < end && (*s == ' ' || *s == '\n' || *s == '\t'))
        s++;
    while (end > s && (end[-1] == ' ' || end[-1] == '\n' || end[-1] == '\t'))
        end--;
    if (s == end)
        return true; /* no value was kept: empty */
    if (!number_text(s, (size_t)(end - s), &c->number, text, &n))
        return set_text(x, c); /* nothing that was written is lost */
    c->kind = CELL_NUMBER;
    if (style && style->date) {
        c->date = date_from_serial(c->number, x->r->w->base_1904);
        if (!date_is_none(c->date))
            return set_date(x, c);
    }
    return (c->text = keep_text(x, text, n));
}

static bool set_shared(struct xlsx_reader *x, struct cell *c)
{
    int64_t index;
    if (x->value.n == 0)
        return true;
    if (!digits(x->value.data, (uint32_t)(x->value.n < 100 ? x->value.n : 100), &index) || index > UINT32_MAX ||
        !(c->text = strings_at(&x->r->w->strings, (uint32_t)index)))
        return damaged(x, "shared string out of range");
    if (*c->text)
        c->kind = CELL_TEXT;
    return true;
}

static bool set_bool(struct xlsx_reader *x, struct cell *c)
{
    if (x->value.n == 0)
        return true;
    c->kind = CELL_BOOL;
    c->number = x->value.data[0] == '1' || (x->value.data[0] | 0x20) == 't';
    c->text = c->number != 0 ? "TRUE" : "FALSE";
    return true;
}

/* A day in ISO 8601, as strict workbooks keep it. */
static bool set_iso_date(struct xlsx_reader *x, struct cell *c)
{
    char day[11] = "";
    memcpy(day, x->value.data, x->value.n < 10 ? x->value.n : 10);
    if (!date_parse_iso(day, &c->date) || date_precision_of(c->date) != DATE_DAY)
        return set_text(x, c);
    c->number = date_days_between(date_day(1899, 12, 30), c->date);
    return set_date(x, c);
}

static bool set_value(struct xlsx_reader *x, char type, const struct cell_style *style, struct cell *c)
{
    switch (type) {
    case 's':
        return set_shared(x, c);
    case 't':
        return set_text(x, c);
    case 'b':
        return set_bool(x, c);
    case 'd':
        return set_iso_date(x, c);
    case 'e':
        c->kind = CELL_ERROR;
        return (c->text = keep_text(x, x->value.data, x->value.n));
    default:
        return set_number(x, style, c);
    }
}

/* What stands between <c> and </c>: the value gathered, and whether there is a formula. */
static bool read_content(struct xlsx_reader *x, bool *ret_formula, bool *ret_value)
{
    struct xml *xml = &x->part.xml;
    x->value.n = 0;
    for (;;)
        switch (xml_next(xml)) {
        case XML_OPEN:
            if (xml_is(xml, "v")) {
                *ret_value = true;
                if (!gather_text(&x->value, xml))
                    return false;
            } else if (xml_is(xml, "is")) {
                *ret_value = true;
                if (!gather_rich(&x->value, xml))
                    return false;
            } else {
                *ret_formula = *ret_formula || xml_is(xml, "f");
                if (!xml_skip(xml))
                    return false;
            }
            break;
        case XML_CLOSE:
            return true;
        case XML_TEXT:
            break;
        case XML_END:
        case XML_FAILED:
            return false;
        }
}

static bool add_cell(struct xlsx_reader *x, const struct cell *c)
{
    if (c->column >= x->r->w->limits.columns || c->column >= COLUMNS_MAX)
        return reader_fail_columns(x->r, x->row, c->column);
    if (x->count > 0 && x->cells[x->count - 1].column >= c->column)
        x->unsorted = true;
    if (x->count >= COLUMNS_MAX)
        return damaged(x, "more cells than columns");
    if (x->count == x->capacity) {
        int capacity = x->capacity ? x->capacity * 2 : 64;
        x->cells = arena_grow(x->nest->arena, x->cells, (size_t)x->capacity * sizeof *x->cells, (size_t)capacity * sizeof *x->cells);
        x->capacity = capacity;
    }
    x->cells[x->count++] = *c;
    return true;
}

/* <c> was just opened. */
static bool read_cell(struct xlsx_reader *x, int *column)
{
    struct cell_head head;
    const struct workbook *w = x->r->w;
    bool value = false;
    if (!read_head(x, *column + 1, &head))
        return false;
    *column = head.column;
    if (x->part.xml.empty)
        return true;
    const struct cell_style *style = head.style < (uint32_t)w->style_count ? &w->styles[head.style] : NULL;
    struct cell c = {.column = head.column};
    if (!read_content(x, &c.formula, &value))
        return false;
    if (value && !set_value(x, head.type, style, &c))
        return false;
    if (c.kind == CELL_EMPTY && !c.formula)
        return true;
    if (style) {
        c.format = style->format;
        c.percent = style->percent && c.kind == CELL_NUMBER;
        c.bold = style->bold;
    }
    return add_cell(x, &c);
}

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
            return damaged(x, "two cells at one address");
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
        if (a->name_n == 1 && *a->name == 'r' && !digits(a->value, a->value_n, &x->row))
            return damaged(x, "bad row number");
        if (a->name_n == 6 && memcmp(a->name, "hidden", 6) == 0)
            *ret_hidden = a->value_n > 0 && (*a->value == '1' || *a->value == 't');
    }
    while (!xml->empty)
        switch (xml_next(xml)) {
        case XML_OPEN:
            if (xml_is(xml, "c") ? !read_cell(x, &column) : !xml_skip(xml))
                return false;
            xml->empty = false; /* the cell's, not the row's */
            break;
        case XML_CLOSE:
            return sort_cells(x);
        case XML_TEXT:
            break;
        case XML_END:
        case XML_FAILED:
            return false;
        }
    return true;
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
        columns[i] = column_of(p, (uint32_t)(ends[i] - p));
        while (p < ends[i] && (unsigned)(*p | 0x20) - 'a' < 26)
            p++;
        if (columns[i] < 0 || !digits(p, (uint32_t)(ends[i] - p), &rows[i]))
            return damaged(x, "bad merge");
    }
    if (x->merge_count == MERGES)
        return fail(x->r->cx, ERR_TOO_LARGE, "XLS-07", x->r->sheet->info.name,
                    "文件“%s”工作表“%s”的合并单元格超过 %d 处，请取消不必要的合并后再上传",
                    "sheet \"%2$s\" in \"%1$s\" has more than %3$d merged areas; unmerge what need not be merged", x->r->w->name,
                    x->r->sheet->info.name, (int)MERGES);
    m = (struct merge){rows[0], rows[1], columns[0], columns[1]};
    if (x->merge_count == x->merge_capacity) {
        int capacity = x->merge_capacity ? x->merge_capacity * 2 : 64;
        x->merges = arena_grow(x->nest->arena, x->merges, (size_t)x->merge_capacity * sizeof m, (size_t)capacity * sizeof m);
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
    size_t size = (size_t)x->merge_count * sizeof *x->merges;
    nest_enter(keep);
    sheet->info.merges = x->merge_count ? memcpy(arena_alloc(keep->arena, size), x->merges, size) : NULL;
    sheet->info.merge_count = x->merge_count;
    sheet->merges_known = true;
}

/* An element outside the rows. */
static bool read_other(struct xlsx_reader *x)
{
    struct xml *xml = &x->part.xml;
    if (x->place == BEFORE_ROWS && xml_is(xml, "sheetData")) {
        x->place = xml->empty ? BEHIND_ROWS : IN_ROWS;
        return true;
    }
    if (x->place == BEHIND_ROWS && xml_is(xml, "mergeCell") && !read_merge(x))
        return false;
    if (xml->depth + xml->empty == 1) /* the root */
        return xml_is(xml, "worksheet") || damaged(x, "not a worksheet");
    return (x->place == BEHIND_ROWS && xml_is(xml, "mergeCells")) || xml_skip(xml);
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
    x->nest = nest_open(r->cx, MEMORY);
    if (!x->nest || !part_open(&x->part, r->cx, r->w, r->sheet->part, r->w->limits.unpacked_bytes, where, x->nest->arena))
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
