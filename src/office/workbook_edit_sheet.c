/* workbook_edit_sheet.c — one sheet: changed cells, added rows, and everything below moved down. */
#include "base/nest.h"
#include "office/cell_text.h"
#include "office/workbook_edit_inner.h"

#include <stdlib.h>
#include <string.h>

enum { SCRATCH_CEILING = 64 << 20 };

/* A row to model added ones on. */
struct known_row {
    struct tag tag;
    struct span inside;
    bool found;
};

/* The first cell of a group that shares one formula. */
struct master {
    int64_t si, row;
    int column;
    const char *formula;
};

struct column_style {
    int first, last;
    int64_t style;
};

struct sheet_writer {
    const struct sheet_job *job;
    struct arena *arena;
    struct nest *scratch; /* for one row */
    const struct shift *shift;
    struct rewrite w;
    const char *end;
    const char *prefix;            /* of elements: "" or "x:" */
    const struct cell_edit *edits; /* sorted */
    size_t edit_count;
    size_t next_edit; /* of rows that may be missing in the sheet */
    size_t next_add;
    struct known_row *models; /* for each of shift->adds */
    struct master *masters;
    size_t master_count;
    bool unfold;   /* shared formulas become plain ones */
    bool formulas; /* formulas may change */
    bool stale;    /* cells change, so what formulas once gave no longer holds */
    bool fit;
    struct column_style *columns;
    size_t column_count;
};

/* ---- edits in order ---- */

static int compare_edits(const void *left, const void *right)
{
    const struct cell_edit *a = left, *b = right;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return a->column - b->column;
}

/* The edits of a row; of two for one cell the later counts. */
static struct cell_edit *sorted_edits(struct arena *a, const struct sheet_edit *edit, size_t *ret_count)
{
    struct cell_edit *list = arena_array(a, edit->cell_count + 1, sizeof *list),
                     *spare = arena_array(a, edit->cell_count + 1, sizeof *spare);
    for (size_t i = 0; i < edit->cell_count; i++)
        list[i] = edit->cells[i];
    /* merge sort: qsort does not keep the order of equals */
    for (size_t width = 1; width < edit->cell_count; width *= 2) {
        for (size_t from = 0; from < edit->cell_count; from += 2 * width) {
            size_t middle = from + width < edit->cell_count ? from + width : edit->cell_count;
            size_t to = from + 2 * width < edit->cell_count ? from + 2 * width : edit->cell_count;
            for (size_t i = from, l = from, r = middle; i < to; i++)
                spare[i] = l < middle && (r == to || compare_edits(&list[l], &list[r]) <= 0) ? list[l++] : list[r++];
        }
        struct cell_edit *swap = list;
        list = spare;
        spare = swap;
    }
    size_t count = 0;
    for (size_t i = 0; i < edit->cell_count; i++) {
        if (count > 0 && compare_edits(&list[count - 1], &list[i]) == 0)
            count--;
        list[count++] = list[i];
    }
    *ret_count = count;
    return list;
}

static size_t first_edit_from(const struct sheet_writer *s, int64_t row)
{
    size_t low = 0, high = s->edit_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->edits[middle].row < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct edits {
    const struct cell_edit *at, *end;
};

static struct edits edits_of(const struct sheet_writer *s, int64_t row)
{
    return (struct edits){s->edits + first_edit_from(s, row), s->edits + first_edit_from(s, row + 1)};
}

/* ---- numbers in tags ---- */

static int64_t tag_int(const struct tag *t, const char *name, int64_t otherwise)
{
    struct span value;
    return tag_attr(t, name, &value) ? span_int(value, otherwise) : otherwise;
}

static int column_of(const struct tag *cell, int previous)
{
    struct span name;
    int64_t row;
    int column;
    return tag_attr(cell, "r", &name) && cell_parse(name.s, name.n, &row, &column) ? column : previous + 1;
}

/* ---- writing cells ---- */

static bool is_decimal(const char *s)
{
    char *end;
    if (!*s || strspn(s, "+-.0123456789eE") != strlen(s))
        return false;
    (void)strtod(s, &end);
    return !*end;
}

static void write_cell(struct sheet_writer *s, const struct cell_edit *e, int64_t row, int64_t style)
{
    struct buf *out = s->w.out;
    const char *text = e->text ? e->text : "";
    if (e->alert)
        style = alert_style(s->job->styles, style);
    char name[INT_TEXT];
    buf_printf(out, "<%sc r=\"%s\"", s->prefix, cell_name(name, row, e->column));
    if (style > 0)
        buf_printf(out, " s=\"%s\"", int_text(name, style));
    if (e->kind == EDIT_BLANK || !*text) {
        buf_text(out, "/>");
    } else if (e->kind == EDIT_NUMBER && is_decimal(text)) {
        buf_printf(out, "><%sv>%s</%sv></%sc>", s->prefix, text, s->prefix, s->prefix);
    } else {
        buf_printf(out, " t=\"inlineStr\"><%sis><%st xml:space=\"preserve\">", s->prefix, s->prefix);
        cell_text_write(out, cell_text_fit(s->scratch->arena, text));
        buf_printf(out, "</%st></%sis></%sc>", s->prefix, s->prefix, s->prefix);
    }
}

/* The style of a cell that is not there: of its row, its column, or its neighbour on the left. */
static int64_t style_at(const struct sheet_writer *s, const struct tag *row, int column, int64_t left)
{
    struct span custom;
    if (row && tag_attr(row, "customFormat", &custom) && !span_is(custom, "0") && !span_is(custom, "false"))
        return tag_int(row, "s", 0);
    for (size_t i = 0; i < s->column_count; i++)
        if (column >= s->columns[i].first && column <= s->columns[i].last && s->columns[i].style > 0)
            return s->columns[i].style;
    return left;
}

static void write_edits_before(struct sheet_writer *s, struct edits *e, const struct tag *row, int64_t number,
                               int column, int64_t left)
{
    for (; e->at < e->end && e->at->column < column; e->at++)
        write_cell(s, e->at, number, style_at(s, row, e->at->column, left));
}

/* ---- formulas ---- */

/* A cell of the source and the row where it is written: where its own went, or a copy's. */
struct cell_move {
    int64_t row, new_row;
    int column;
};

static const struct master *master_of(const struct sheet_writer *s, int64_t si)
{
    if (si >= 0 && (size_t)si < s->master_count && s->masters[si].si == si)
        return &s->masters[si]; /* they are mostly numbered as they come */
    for (size_t i = s->master_count; i-- > 0;)
        if (s->masters[i].si == si)
            return &s->masters[i];
    return NULL;
}

static const char *formula_moved(struct sheet_writer *s, const struct cell_move *c, int64_t move_rows,
                                 int64_t move_columns, const char *formula)
{
    struct buf out = buf_init(s->scratch->arena);
    const struct formula_place place = {s->job->sheet, c->row, move_rows, move_columns,
                                        .copy_rows = c->new_row - shift_row(s->shift, c->row)};
    formula_write(&out, s->job->shifts, &place, formula);
    return out.data;
}

/* The formula element `f` of the cell; *at is behind `f`. */
static void rewrite_formula(struct sheet_writer *s, const struct tag *f, const char **at, const struct cell_move *c)
{
    struct span inside, kind, ref;
    if (!tag_skip(at, s->end, f, &inside))
        return;
    const char *old = span_text(s->scratch->arena, inside), *now;
    const bool shared = tag_attr(f, "t", &kind) && span_is(kind, "shared");
    struct attr_change changes[3];
    size_t count = 0;
    if (shared && s->unfold) {
        const struct master *m = master_of(s, tag_int(f, "si", -1));
        now = *old || !m ? formula_moved(s, c, 0, 0, old)
                         : formula_moved(s, c, c->row - m->row, c->column - m->column, m->formula);
        changes[count++] = (struct attr_change){"t", NULL};
        changes[count++] = (struct attr_change){"ref", NULL};
        changes[count++] = (struct attr_change){"si", NULL};
    } else {
        now = formula_moved(s, c, 0, 0, old);
        if (tag_attr(f, "ref", &ref)) {
            const char *range = formula_moved(s, c, 0, 0, span_text(s->scratch->arena, ref));
            if (!span_is(ref, range))
                changes[count++] = (struct attr_change){"ref", range};
        }
    }
    if (count == 0 && strcmp(old, now) == 0)
        return;
    rewrite_to(&s->w, f->start, *at);
    tag_write(s->w.out, f, changes, count, false);
    text_write(s->w.out, now);
    buf_printf(s->w.out, "</%sf>", s->prefix);
}

/* ---- rows ---- */

/* A cell that keeps its content: a new name where it moved, and its formula. */
static void rewrite_cell(struct sheet_writer *s, const struct tag *cell, const char *stop, const struct cell_move *c,
                         bool rename)
{
    if (rename) {
        char text[INT_TEXT];
        const struct attr_change name = {"r", cell_name(text, c->new_row, c->column)};
        rewrite_to(&s->w, cell->start, cell->end);
        tag_write(s->w.out, cell, &name, 1, cell->empty);
    }
    if (cell->empty || (!s->formulas && !s->stale))
        return;
    const char *at = cell->end;
    struct tag inner;
    bool formula = false;
    while (tag_next(&at, stop, &inner)) {
        if (inner.close)
            return;
        if (tag_is(&inner, "f")) {
            formula = true;
            if (s->formulas) {
                rewrite_formula(s, &inner, &at, c);
                continue;
            }
        }
        if (!tag_skip(&at, stop, &inner, NULL))
            return;
        if (formula && s->stale && tag_is(&inner, "v"))
            rewrite_to(&s->w, inner.start, at);
    }
}

static void write_row_cells(struct sheet_writer *s, const struct tag *row, struct span inside, int64_t number,
                            int64_t new_number, struct edits edits)
{
    const bool rename = new_number != number || edits.at < edits.end;
    const char *at = inside.s, *end = inside.s + inside.n;
    struct tag cell;
    int column = -1;
    int64_t left = 0;
    while (tag_next(&at, end, &cell)) {
        if (cell.close || !tag_is(&cell, "c")) {
            if (!cell.close && !tag_skip(&at, end, &cell, NULL))
                return;
            continue;
        }
        column = column_of(&cell, column);
        if (edits.at < edits.end && edits.at->column < column) {
            rewrite_to(&s->w, cell.start, cell.start);
            write_edits_before(s, &edits, row, new_number, column, left);
        }
        left = tag_int(&cell, "s", 0);
        if (!tag_skip(&at, end, &cell, NULL))
            return;
        if (edits.at < edits.end && edits.at->column == column) {
            rewrite_to(&s->w, cell.start, at);
            write_cell(s, edits.at++, new_number, left);
        } else {
            rewrite_cell(s, &cell, at, &(struct cell_move){number, new_number, column}, rename);
        }
    }
    if (edits.at < edits.end) {
        rewrite_to(&s->w, end, end);
        write_edits_before(s, &edits, row, new_number, MAX_COLUMN, left);
    }
}

/* Is the row to become as high as its text needs? */
static bool fits_text(const struct sheet_writer *s, const struct tag *row)
{
    struct span custom;
    return s->fit && !(tag_attr(row, "customHeight", &custom) && !span_is(custom, "0") && !span_is(custom, "false"));
}

static void write_row(struct sheet_writer *s, const struct tag *row, struct span inside, int64_t number)
{
    const int64_t new_number = shift_row(s->shift, number);
    struct edits edits = edits_of(s, number);
    const bool edited = edits.at < edits.end;
    if (new_number != number || edited) {
        char text[INT_TEXT];
        const struct attr_change changes[] = {{"r", int_text(text, new_number)}, {"spans", NULL}, {"ht", NULL}};
        rewrite_to(&s->w, row->start, row->end);
        tag_write(s->w.out, row, changes, !edited ? 1 : fits_text(s, row) ? 3 : 2, row->empty && !edited);
    } else if (!s->formulas && !s->stale) {
        return;
    }
    write_row_cells(s, row, inside, number, new_number, edits);
    if (row->empty && edited)
        buf_printf(s->w.out, "</%srow>", s->prefix);
}

/* A row that was not in the sheet. */
static void write_missing_row(struct sheet_writer *s, int64_t number)
{
    struct edits edits = edits_of(s, number);
    const int64_t new_number = shift_row(s->shift, number);
    buf_printf(s->w.out, "<%srow r=\"%lld\">", s->prefix, (long long)new_number);
    write_edits_before(s, &edits, NULL, new_number, MAX_COLUMN, 0);
    buf_printf(s->w.out, "</%srow>", s->prefix);
}

/* A cell of the model that ends before `stop`, once more in another row. */
static void copy_cell(struct sheet_writer *s, const struct tag *cell, const char *stop, const struct cell_move *c)
{
    const char *copied = s->w.copied;
    s->w.copied = cell->start;
    rewrite_cell(s, cell, stop, c, true);
    rewrite_to(&s->w, stop, stop);
    s->w.copied = copied;
}

static void write_added_row(struct sheet_writer *s, size_t add)
{
    const struct row_new *new = &s->shift->adds[add];
    const struct known_row *model = &s->models[add];
    const int64_t number = shift_added(s->shift, add);
    struct edits edits = edits_of(s, -1 - new->index);
    const struct tag *row = model->found ? &model->tag : NULL;
    char text[INT_TEXT];
    if (row) {
        const struct attr_change changes[] = {
            {"r", int_text(text, number)}, {"spans", NULL}, {"hidden", NULL}, {"collapsed", NULL}, {"ht", NULL}};
        tag_write(s->w.out, row, changes, fits_text(s, row) ? 5 : 4, false);
    } else {
        buf_printf(s->w.out, "<%srow r=\"%s\">", s->prefix, int_text(text, number));
    }
    const char *at = model->inside.s, *end = at ? at + model->inside.n : NULL;
    struct tag cell;
    int column = -1;
    int64_t left = 0;
    while (at && tag_next(&at, end, &cell)) {
        const bool is_cell = tag_is(&cell, "c");
        if (!tag_skip(&at, end, &cell, NULL))
            break;
        if (!is_cell)
            continue;
        column = column_of(&cell, column);
        write_edits_before(s, &edits, row, number, column, left);
        left = tag_int(&cell, "s", 0);
        if (edits.at < edits.end && edits.at->column == column)
            write_cell(s, edits.at++, number, left);
        else if (new->copy)
            copy_cell(s, &cell, at, &(struct cell_move){new->like, number, column});
        else if (left > 0)
            write_cell(s, &(struct cell_edit){.column = column}, number, left);
    }
    write_edits_before(s, &edits, row, number, MAX_COLUMN, left);
    buf_printf(s->w.out, "</%srow>", s->prefix);
}

/* Rows that are new and belong above what was row `number`, at `place` in the source. */
static void write_new_rows(struct sheet_writer *s, int64_t number, const char *place)
{
    for (;;) {
        const bool edit = s->next_edit < s->edit_count && s->edits[s->next_edit].row < number;
        const bool add = s->next_add < s->shift->count && s->shift->adds[s->next_add].after < number;
        if (!edit && !add)
            return;
        rewrite_to(&s->w, place, place);
        if (edit && (!add || s->edits[s->next_edit].row <= s->shift->adds[s->next_add].after)) {
            const int64_t row = s->edits[s->next_edit].row;
            write_missing_row(s, row);
            s->next_edit = first_edit_from(s, row + 1);
        } else {
            write_added_row(s, s->next_add++);
        }
    }
}

/* One row of the source after another; false at the end. */
struct row_reader {
    const char *at, *end;
    int64_t number;
    struct tag tag;
    struct span inside;
};

static bool row_next(struct row_reader *r)
{
    while (tag_next(&r->at, r->end, &r->tag)) {
        if (r->tag.close)
            continue;
        if (!tag_skip(&r->at, r->end, &r->tag, &r->inside))
            return false;
        if (tag_is(&r->tag, "row")) {
            r->number = tag_int(&r->tag, "r", r->number + 1);
            return true;
        }
    }
    return false;
}

static void write_rows(struct sheet_writer *s, const struct tag *data, struct span inside)
{
    const bool opened = data->empty && (s->edit_count > 0 || s->shift->count > 0);
    const char *end = inside.s + inside.n;
    struct row_reader rows = {.at = inside.s, .end = end};
    if (opened) {
        rewrite_to(&s->w, data->start, data->end);
        tag_write(s->w.out, data, NULL, 0, false);
    }
    while (row_next(&rows)) {
        const struct arena_mark mark = arena_mark(s->scratch->arena);
        nest_enter(s->scratch);
        write_new_rows(s, rows.number, rows.tag.start);
        write_row(s, &rows.tag, rows.inside, rows.number);
        arena_reset(s->scratch->arena, mark);
        while (s->next_edit < s->edit_count && s->edits[s->next_edit].row <= rows.number)
            s->next_edit++;
    }
    write_new_rows(s, INT64_MAX, end);
    if (opened)
        buf_printf(s->w.out, "</%ssheetData>", s->prefix);
}

/* ---- what must be known before writing ---- */

static void learn_columns(struct sheet_writer *s, struct span cols)
{
    const char *at = cols.s, *end = cols.s + cols.n;
    struct tag t;
    size_t room = 0;
    while (tag_next(&at, end, &t)) {
        if (t.close || !tag_is(&t, "col") || tag_int(&t, "style", 0) == 0)
            continue;
        if (s->column_count == room) {
            s->columns = arena_grow(s->arena, s->columns, room * sizeof *s->columns, (room + 64) * sizeof *s->columns);
            room += 64;
        }
        s->columns[s->column_count++] = (struct column_style){(int)tag_int(&t, "min", 1) - 1,
                                                              (int)tag_int(&t, "max", 1) - 1, tag_int(&t, "style", 0)};
    }
}

static void learn_models(struct sheet_writer *s, const struct row_reader *r, const size_t *by_like)
{
    size_t low = 0, high = s->shift->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->shift->adds[by_like[middle]].like < r->number)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < s->shift->count && s->shift->adds[by_like[low]].like == r->number; low++)
        s->models[by_like[low]] = (struct known_row){r->tag, r->inside, true};
}

/* Masters of shared formulas; whether an edit takes one away. */
static void learn_formulas(struct sheet_writer *s, const struct row_reader *r, size_t *room)
{
    const char *at = r->inside.s, *end = at + r->inside.n;
    struct edits edits = edits_of(s, r->number);
    struct tag t;
    struct span kind, inside;
    int column = -1;
    while (tag_next(&at, end, &t)) {
        if (t.close)
            continue;
        if (tag_is(&t, "c"))
            column = column_of(&t, column);
        if (!tag_is(&t, "f") || !tag_attr(&t, "t", &kind) || !span_is(kind, "shared") ||
            !tag_skip(&at, end, &t, &inside) || inside.n == 0)
            continue;
        if (s->master_count == *room) {
            s->masters =
                arena_grow(s->arena, s->masters, *room * sizeof *s->masters, (*room + 256) * sizeof *s->masters);
            *room += 256;
        }
        s->masters[s->master_count++] =
            (struct master){tag_int(&t, "si", -1), r->number, column, span_text(s->arena, inside)};
        for (const struct cell_edit *e = edits.at; e < edits.end; e++)
            s->unfold |= e->column == column;
    }
}

static void learn(struct sheet_writer *s, struct span xml)
{
    const char *at = xml.s;
    struct tag t;
    struct span inside;
    size_t *by_like = arena_array(s->arena, s->shift->count + 1, sizeof *by_like), room = 0;
    for (size_t i = 0; i < s->shift->count; i++) {
        size_t k = i;
        for (; k > 0 && s->shift->adds[by_like[k - 1]].like > s->shift->adds[i].like; k--)
            by_like[k] = by_like[k - 1];
        by_like[k] = i;
    }
    while (tag_next(&at, s->end, &t)) {
        if (t.close)
            continue;
        if (tag_is(&t, "cols") && tag_skip(&at, s->end, &t, &inside)) {
            learn_columns(s, inside);
        } else if (tag_is(&t, "sheetData") && tag_skip(&at, s->end, &t, &inside)) {
            struct row_reader rows = {.at = inside.s, .end = inside.s + inside.n};
            s->prefix = arena_strndup(s->arena, t.prefix.s, t.prefix.n);
            while (row_next(&rows)) {
                learn_models(s, &rows, by_like);
                learn_formulas(s, &rows, &room);
            }
            return;
        }
    }
}

/* ---- the whole sheet ---- */

/* "A1:T146" with the rows moved and every changed cell inside. */
static void rewrite_dimension(struct sheet_writer *s, const struct tag *t)
{
    struct span ref;
    if (!tag_attr(t, "ref", &ref))
        return;
    const char *colon = memchr(ref.s, ':', ref.n);
    const size_t first_n = colon ? (size_t)(colon - ref.s) : ref.n;
    int64_t top, bottom;
    int left, right;
    if (!cell_parse(ref.s, first_n, &top, &left) ||
        !cell_parse(colon ? colon + 1 : ref.s, colon ? ref.n - first_n - 1 : ref.n, &bottom, &right))
        return;
    top = shift_row(s->shift, top);
    bottom = shift_last(s->shift, 1, bottom, true);
    for (size_t i = 0; i < s->edit_count; i++) {
        const struct cell_edit *e = &s->edits[i];
        const int64_t row = e->row > 0 ? shift_row(s->shift, e->row) : top;
        top = row < top ? row : top;
        bottom = row > bottom ? row : bottom;
        left = e->column < left ? e->column : left;
        right = e->column > right ? e->column : right;
    }
    char first[INT_TEXT], last[INT_TEXT];
    const char *range = arena_printf(s->arena, "%s:%s", cell_name(first, top, left), cell_name(last, bottom, right));
    if (span_is(ref, range))
        return;
    rewrite_to(&s->w, ref.s, ref.s + ref.n);
    buf_text(s->w.out, range);
}

/* Where each added row ends up matters to those after it: all rows must fit into the sheet. */
static bool check_edits(const struct sheet_writer *s, const struct sheet_edit *edit)
{
    struct ctx *cx = s->job->cx;
    for (size_t i = 0; i < s->edit_count; i++) {
        const struct cell_edit *e = &s->edits[i];
        const bool known = e->row > 0 ? e->row <= MAX_ROW : e->row < 0 && -e->row <= (int64_t)edit->add_count;
        if (!known || e->column < 0 || e->column >= MAX_COLUMN)
            return fail(cx, ERR_TOO_LARGE, "XLS-10", s->shift->name, "第%lld行第%d列不在工作表的范围内",
                        "row %lld, column %d is not on the sheet", (long long)e->row, e->column + 1);
    }
    for (size_t i = 0; i < edit->add_count; i++)
        if (edit->adds[i].after < 0 || edit->adds[i].after + (int64_t)edit->add_count > MAX_ROW)
            return fail(cx, ERR_TOO_LARGE, "XLS-10", s->shift->name, "加行后超过工作表的%d行",
                        "the added rows go beyond the sheet's %d rows", MAX_ROW);
    return true;
}

bool sheet_rewrite(const struct sheet_job *job, struct span xml, struct buf *out)
{
    static const struct sheet_edit nothing;
    const struct sheet_edit *edit = job->edit ? job->edit : &nothing;
    struct sheet_writer s = {
        .job = job,
        .arena = job->cx->arena,
        .shift = &job->shifts->sheets[job->sheet],
        .scratch = nest_open(job->cx, SCRATCH_CEILING),
        .w = {out, xml.s},
        .end = xml.s + xml.n,
        .prefix = "",
    };
    if (!s.scratch)
        return false;
    s.edits = sorted_edits(s.arena, edit, &s.edit_count);
    if (!check_edits(&s, edit))
        return false;
    s.next_edit = first_edit_from(&s, 1);
    s.models = arena_array(s.arena, s.shift->count + 1, sizeof *s.models);
    for (int i = 0; i < job->shifts->count; i++)
        s.formulas |= job->shifts->sheets[i].count > 0;
    s.unfold = s.shift->count > 0;
    learn(&s, xml);
    s.formulas |= s.unfold;
    s.stale = s.edit_count > 0 || s.shift->count > 0;
    s.fit = edit->fit;

    const char *at = xml.s;
    struct tag t;
    struct span inside;
    bool found = false;
    while (tag_next(&at, s.end, &t)) {
        if (t.close)
            continue;
        if (tag_is(&t, "dimension")) {
            rewrite_dimension(&s, &t);
        } else if (tag_is(&t, "sheetData") && tag_skip(&at, s.end, &t, &inside)) {
            write_rows(&s, &t, inside);
            found = true;
        } else if (s.formulas) {
            references_rewrite(&s.w, job->shifts, job->sheet, PART_SHEET, &t, &at, s.end);
        }
    }
    rewrite_to(&s.w, s.end, s.end);
    nest_close(s.scratch);
    if (!found)
        return fail(job->cx, ERR_INPUT, "XLS-03", s.shift->name, "工作表“%s”已损坏，无法编辑",
                    "the sheet \"%s\" is damaged and cannot be edited", s.shift->name);
    return true;
}
