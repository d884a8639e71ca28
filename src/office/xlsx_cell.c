/* xlsx_cell.c — one cell: its value by type and style, without an allocation of its own. */
#include "office/number_text.h"
#include "office/xlsx_sheet.h"

enum { COLUMNS_MAX = 16384 };

/* What <c> says of itself. */
struct cell_head {
    int column;
    int64_t style;
    char type; /* n s(hared) t(ext) b e d */
};

bool xlsx_digits(const char *s, size_t n, int64_t *ret_number)
{
    int64_t number = 0;
    if (n == 0 || n > 12)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9')
            return false;
        number = number * 10 + (s[i] - '0');
    }
    *ret_number = number;
    return true;
}

/* "AB12" → 27; the row part says what the row already said. */
int xlsx_column(const char *s, size_t n)
{
    int column = 0;
    size_t i = 0;
    for (; i < n && i < 4; i++) {
        unsigned letter = (unsigned)(s[i] | 0x20) - 'a';
        if (letter > 25)
            break;
        column = column * 26 + (int)letter + 1;
    }
    return i == 0 || i == 4 || i == n || s[i] < '0' || s[i] > '9' ? -1 : column - 1;
}

static char type_of(const char *s, size_t n)
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
        if (a->name_n != 1)
            continue;
        if (*a->name == 'r') {
            if ((h.column = xlsx_column(a->value, a->value_n)) < 0)
                return xlsx_damaged(x, "bad cell address");
        } else if (*a->name == 't')
            h.type = type_of(a->value, a->value_n);
        else if (*a->name == 's' && !xlsx_digits(a->value, a->value_n, &h.style))
            return xlsx_damaged(x, "bad style number");
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
             "row %3$lld of sheet \"%2$s\" in \"%1$s\" holds too much text (a cell takes 32,767 characters); cut it",
             x->r->w->name, x->r->sheet->info.name, (long long)x->row);
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
    if (!xlsx_digits(x->value.data, x->value.n, &index) || index > UINT32_MAX ||
        !(c->text = strings_at(&x->r->w->strings, (uint32_t)index)))
        return xlsx_damaged(x, "shared string out of range");
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
        return xlsx_damaged(x, "more cells than columns");
    if (x->count == x->capacity) {
        int capacity = x->capacity ? x->capacity * 2 : 64;
        x->cells = arena_grow(x->nest->arena, x->cells, (size_t)x->capacity * sizeof *x->cells,
                              (size_t)capacity * sizeof *x->cells);
        x->capacity = capacity;
    }
    x->cells[x->count++] = *c;
    return true;
}

/* <c> was just opened. */
bool xlsx_read_cell(struct xlsx_reader *x, int *column)
{
    struct cell_head head;
    const struct workbook *w = x->r->w;
    bool value = false;
    if (!read_head(x, *column + 1, &head))
        return false;
    *column = head.column;
    if (x->part.xml.empty)
        return true;
    const struct cell_style *style = head.style < w->style_count ? &w->styles[head.style] : NULL;
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
