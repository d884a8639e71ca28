/* workbook_fill.c — fills and checks Excel templates: what their marks ask for becomes edits of the workbook. */
#include "office/workbook_fill.h"
#include "base/map.h"
#include "base/zip.h"
#include "office/template_marks.h"
#include "office/workbook_edit_inner.h"
#include "office/workbook_inner.h"
#include "office/workbook_marks.h"

#include <ctype.h>
#include <string.h>

/* A template is small, whatever is filled into it. */
static const struct workbook_limits template_limits = {
    .file_bytes = 16 << 20,
    .unpacked_bytes = 64 << 20,
    .ratio = 300,
    .rows = 100000,
    .columns = MAX_COLUMN,
    .cells = 500000,
};
enum { CELLS_MOST = 4 * 1000 * 1000 };

/* ---- opening ---- */

static struct workbook *refuse_kind(struct ctx *cx)
{
    fail(cx, ERR_UNSUPPORTED, "XLS-10", NULL,
         "模板要是 .xlsx 工作簿；.xls、.csv、.xlsm、.xltx 请先用 Excel 另存为 .xlsx",
         "a template is an .xlsx workbook; save .xls, .csv, .xlsm or .xltx as .xlsx with Excel first");
    return NULL;
}

static struct workbook *refuse_other(struct ctx *cx, struct label looks)
{
    fail(cx, ERR_UNSUPPORTED, "XLS-01", NULL,
         "模板不是 .xlsx 工作簿，看起来是%1$s；请下载正在使用的模板，在它上面改%2$.0s",
         "the template is no .xlsx workbook: it looks like %2$s; download the template in force and change that%1$.0s",
         looks.zh, looks.en);
    return NULL;
}

/* Another kind of workbook, or, where *ret_looks says what, none.  What is filled keeps its kind: one with macros, or Excel's own kind of template, would not open
 * as an .xlsx. */
static bool is_other_package(struct ctx *cx, const void *bytes, size_t size, struct label *ret_looks)
{
    static const struct zip_limits limits = {.unpacked = 1 << 20, .ratio = 300};
    struct zip zip;
    struct buf types = buf_init(cx->arena);
    const char *convert;
    *ret_looks = (struct label){0};
    if (!zip_open(cx, "template.xlsx", bytes, size, &zip)) {
        err_clear(cx);
        return false; /* workbook_open() says what is wrong */
    }
    const struct label looks = package_sniff(cx, &zip, &convert);
    if (looks.zh) {
        *ret_looks = convert ? *ret_looks : looks;
        return true;
    }
    const struct zip_entry *e = zip_find(&zip, "[Content_Types].xml");
    if (!e || !zip_extract(cx, &zip, e, &limits, &types))
        err_clear(cx);
    return convert || !strstr(types.data, "spreadsheetml.sheet.main+xml");
}

static struct workbook *open_template(struct ctx *cx, const void *bytes, size_t size)
{
    struct label looks;
    switch (content_sniff(bytes, size, &looks)) {
    case CONTENT_XLS:
    case CONTENT_XML_2003:
    case CONTENT_TEXT:
        return refuse_kind(cx);
    case CONTENT_OTHER:
        return refuse_other(cx, looks);
    case CONTENT_ZIP:
        if (is_other_package(cx, bytes, size, &looks))
            return looks.zh ? refuse_other(cx, looks) : refuse_kind(cx);
        break;
    default:
        break;
    }
    return workbook_open(cx, "template.xlsx", bytes, size, &template_limits);
}

/* ---- values ---- */

struct filling {
    struct faults *faults;
    struct scope top;
    struct sheet_edit edit; /* of the sheet at hand */
    struct cell_edit *cells;
    struct row_add *adds;
    size_t cell_room, add_room, cell_total;
};

/* What a cell's pieces came to. */
struct filled {
    struct buf text;
    const json_t *value; /* the latest, and its text */
    const char *said;
    int parts; /* 1: that value and nothing else but spaces */
};

/* A decimal within the digits Excel keeps; not 0371, nor the number of an account or, +86…, of a telephone. */
static bool is_number(const char *s)
{
    enum { DIGITS = 15 };
    const bool plus = *s == '+';
    s += plus || *s == '-';
    const size_t whole = strspn(s, "0123456789");
    const size_t part = s[whole] == '.' ? strspn(s + whole + 1, "0123456789") : 0;
    return whole > 0 && (whole == 1 || *s != '0') && whole + part <= DIGITS && (part > 0 || !plus) &&
           s[whole + (part > 0) + part] == '\0';
}

static void fill_value(struct filling *f, const struct scope *s, const struct marked_cell *c, const char *name,
                       struct filled *to)
{
    struct ctx *cx = f->faults->cx;
    const json_t *value = scope_find(cx, s, name);
    const char *text = value ? data_text(cx, value) : NULL;
    if (!value)
        fault_unknown(f->faults, s, name, c->where);
    else if (!text)
        fault_not_value(f->faults, name, c->where);
    else
        buf_text(&to->text, text);
    to->value = value;
    to->said = text ? text : "";
    to->parts++;
}

/* Both branches of an #if when all faults are wanted. */
static void fill_pieces(struct filling *f, const struct scope *s, const struct marked_cell *c, size_t from, size_t to,
                        struct filled *filled)
{
    for (size_t i = from; i < to && faults_go_on(f->faults);) {
        const struct piece *p = &c->pieces[i++];
        if (p->kind == PIECE_VALUE) {
            fill_value(f, s, c, p->text, filled);
        } else if (p->kind == PIECE_TEXT) {
            buf_text(&filled->text, p->text);
            filled->parts += mark_is_blank(p->text) ? 0 : 2;
        } else {
            const json_t *condition = scope_find(f->faults->cx, s, p->text);
            if (!condition)
                fault_unknown(f->faults, s, p->text, c->where);
            const bool yes = condition && data_is_true(condition);
            if (yes || f->faults->all)
                fill_pieces(f, s, c, i, p->otherwise, filled);
            if (!yes || f->faults->all)
                fill_pieces(f, s, c, p->otherwise, p->end, filled);
            i = p->end;
        }
    }
}

/* ---- rows ---- */

static void add_edit(struct filling *f, struct cell_edit e)
{
    if (f->edit.cell_count == f->cell_room) {
        const size_t more = f->cell_room ? f->cell_room * 2 : 64;
        f->cells = arena_grow(f->faults->cx->arena, f->cells, f->cell_room * sizeof *f->cells, more * sizeof *f->cells);
        f->cell_room = more;
    }
    f->cells[f->edit.cell_count++] = e;
}

/* A row below `row` that repeats it; its number as edits count them. */
static int64_t add_row(struct filling *f, int64_t row)
{
    if (f->edit.add_count == f->add_room) {
        const size_t more = f->add_room ? f->add_room * 2 : 64;
        f->adds = arena_grow(f->faults->cx->arena, f->adds, f->add_room * sizeof *f->adds, more * sizeof *f->adds);
        f->add_room = more;
    }
    f->adds[f->edit.add_count++] = (struct row_add){.after = row, .like = row, .copy = true};
    return -(int64_t)f->edit.add_count;
}

static void fill_cells(struct filling *f, const struct scope *s, const struct marked_row *m, int64_t row)
{
    for (int i = 0; i < m->count && faults_go_on(f->faults); i++) {
        const struct marked_cell *c = &m->cells[i];
        struct filled filled = {.text = buf_init(f->faults->cx->arena)};
        fill_pieces(f, s, c, 0, c->count, &filled);
        const char *text = filled.parts == 1 ? filled.said : filled.text.data;
        const bool number =
            filled.parts == 1 && (json_is_number(filled.value) || json_is_string(filled.value)) && is_number(text);
        add_edit(f, (struct cell_edit){.row = row,
                                       .column = c->column,
                                       .kind = number ? EDIT_NUMBER : EDIT_TEXT,
                                       .text = text + (number && *text == '+')});
    }
}

static void blank_row(struct filling *f, const struct sheet_row *row)
{
    for (int i = 0; i < row->count; i++)
        add_edit(f, (struct cell_edit){.row = row->number, .column = row->cells[i].column, .kind = EDIT_BLANK});
}

static void repeat_row(struct filling *f, const struct sheet_row *row, const struct marked_row *m)
{
    const json_t *list = scope_find(f->faults->cx, &f->top, m->list);
    struct scope item = {.outer = &f->top};
    const size_t count = json_array_size(list), most = f->faults->all && count > 1 ? 1 : count;
    if (!list)
        fault_unknown(f->faults, &f->top, m->list, m->where);
    else if (!json_is_array(list))
        fault_not_list(f->faults, m->list, m->where);
    else if (count == 0)
        blank_row(f, row);
    f->cell_total += count * (size_t)row->count;
    if (row->number + (int64_t)(f->edit.add_count + count) > MAX_ROW || f->cell_total > CELLS_MOST)
        faults_add(f->faults, "DOC-04", m->list, m->where, "“%s”有%zu项，填好后一张工作表放不下，请缩小数据范围",
                   "\"%s\" has %zu items, more than a sheet can take; use fewer data", m->list, count);
    for (size_t i = 0; i < most && faults_go_on(f->faults); i++) {
        item.data = json_array_get(list, i);
        item.index = (long)i + 1;
        fill_cells(f, &item, m, i == 0 ? row->number : add_row(f, row->number));
    }
}

/* ---- sheets ---- */

static void fill_row(struct filling *f, const char *sheet, const struct sheet_row *row)
{
    const size_t before = f->faults->count;
    struct marked_row m;
    if (!marked_row_read(f->faults, sheet, row, &m) || f->faults->count > before)
        return;
    if (m.list)
        repeat_row(f, row, &m);
    else
        fill_cells(f, &f->top, &m, row->number);
}

static bool fill_sheet(struct filling *f, struct workbook *w, int index, struct sheet_edit *ret_edit)
{
    struct sheet_reader *r = sheet_open(f->faults->cx, w, index);
    struct sheet_row row;
    f->edit = (struct sheet_edit){.sheet = index, .fit = true};
    f->cells = NULL;
    f->adds = NULL;
    f->cell_room = f->add_room = 0;
    while (r && faults_go_on(f->faults) && sheet_next(r, &row))
        fill_row(f, workbook_sheet(w, index)->name, &row);
    const bool good = r && sheet_ok(r) && f->faults->cx->err.kind == ERR_NONE;
    sheet_close(r);
    *ret_edit = f->edit;
    ret_edit->cells = f->cells;
    ret_edit->adds = f->adds;
    return good;
}

/* The edits of every sheet that holds marks, or the faults. */
static bool plan(struct faults *faults, const void *bytes, size_t size, const json_t *data,
                 struct sheet_edit **ret_edits, size_t *ret_count)
{
    struct workbook *w = open_template(faults->cx, bytes, size);
    struct filling f = {.faults = faults, .top = {.data = data}};
    const int sheets = w ? workbook_sheets(w) : 0;
    struct sheet_edit *edits = arena_array(faults->cx->arena, (size_t)sheets + 1, sizeof *edits);
    size_t count = 0;
    for (int i = 0; i < sheets && faults_go_on(faults); i++) {
        if (!fill_sheet(&f, w, i, &edits[count]))
            return false;
        count += edits[count].cell_count > 0;
    }
    *ret_edits = edits;
    *ret_count = count;
    return w != NULL;
}

bool workbook_fill(struct ctx *cx, const void *template_bytes, size_t size, const json_t *data, struct buf *out)
{
    struct faults faults = {.cx = cx};
    struct sheet_edit *edits;
    size_t count;
    return plan(&faults, template_bytes, size, data, &edits, &count) &&
           workbook_edit(cx, template_bytes, size, edits, count, out);
}

bool workbook_fill_check(struct ctx *cx, const void *template_bytes, size_t size, const json_t *sample,
                         const struct template_fault **ret_faults, size_t *ret_count)
{
    struct faults faults = {.cx = cx, .all = true};
    struct sheet_edit *edits;
    size_t count;
    if (!plan(&faults, template_bytes, size, sample, &edits, &count))
        return false;
    *ret_faults = faults.list;
    *ret_count = faults.count;
    return true;
}

/* ---- what a template uses ---- */

static bool sheet_fields(struct ctx *cx, struct workbook *w, int index, struct map *names)
{
    struct sheet_reader *r = sheet_open(cx, w, index);
    struct sheet_row row;
    while (r && sheet_next(r, &row))
        for (int i = 0; i < row.count; i++)
            if (row.cells[i].kind == CELL_TEXT && !row.cells[i].formula)
                mark_names(cx->arena, row.cells[i].text, names);
    const bool good = r && sheet_ok(r);
    sheet_close(r);
    return good;
}

bool workbook_fields(struct ctx *cx, const void *template_bytes, size_t size, const char *const **ret_names,
                     size_t *ret_count)
{
    struct map *names = map_new(cx->arena);
    struct workbook *w = open_template(cx, template_bytes, size);
    const int sheets = w ? workbook_sheets(w) : 0;
    for (int i = 0; i < sheets; i++)
        if (!sheet_fields(cx, w, i, names))
            return false;
    *ret_names = mark_names_list(cx->arena, names, ret_count);
    return w != NULL;
}
