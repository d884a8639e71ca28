/* workbook_edit_sheet.c — one sheet: changed cells, added rows, and everything below moved down. */
#include "office/workbook_edit_sheet.h"

#include <string.h>

enum { SCRATCH_CEILING = 64 << 20 };

/* ---- rows ---- */

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
            cells_write_before(s, &edits, row, new_number, column, left);
        }
        left = tag_int(&cell, "s", 0);
        if (!tag_skip(&at, end, &cell, NULL))
            return;
        if (edits.at < edits.end && edits.at->column == column) {
            rewrite_to(&s->w, cell.start, at);
            cell_write(s, edits.at++, new_number, left);
        } else {
            cell_rewrite(s, &cell, at, &(struct cell_move){number, new_number, column}, rename);
        }
    }
    if (edits.at < edits.end) {
        rewrite_to(&s->w, end, end);
        cells_write_before(s, &edits, row, new_number, MAX_COLUMN, left);
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
    cells_write_before(s, &edits, NULL, new_number, MAX_COLUMN, 0);
    buf_printf(s->w.out, "</%srow>", s->prefix);
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
        cells_write_before(s, &edits, row, number, column, left);
        left = tag_int(&cell, "s", 0);
        if (edits.at < edits.end && edits.at->column == column)
            cell_write(s, edits.at++, number, left);
        else if (new->copy)
            cell_copy(s, &cell, at, &(struct cell_move){new->like, number, column});
        else if (left > 0)
            cell_write(s, &(struct cell_edit){.column = column}, number, left);
    }
    cells_write_before(s, &edits, row, number, MAX_COLUMN, left);
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
            s->next_edit = edits_from(s, row + 1);
        } else {
            write_added_row(s, s->next_add++);
        }
    }
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
    s.edits = edits_sorted(s.arena, edit, &s.edit_count);
    if (!check_edits(&s, edit))
        return false;
    s.next_edit = edits_from(&s, 1);
    s.models = arena_array(s.arena, s.shift->count + 1, sizeof *s.models);
    for (int i = 0; i < job->shifts->count; i++)
        s.formulas |= job->shifts->sheets[i].count > 0;
    s.unfold = s.shift->count > 0;
    sheet_learn(&s, xml);
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
