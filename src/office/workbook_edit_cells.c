/* workbook_edit_cells.c — cells of a sheet: written anew, moved with their formulas, copied into added rows. */
#include "office/cell_text.h"
#include "office/workbook_edit_sheet.h"

#include <stdlib.h>
#include <string.h>

/* ---- numbers in tags ---- */

int64_t tag_int(const struct tag *t, const char *name, int64_t otherwise)
{
    struct span value;
    return tag_attr(t, name, &value) ? span_int(value, otherwise) : otherwise;
}

int column_of(const struct tag *cell, int previous)
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

void cell_write(struct sheet_writer *s, const struct cell_edit *e, int64_t row, int64_t style)
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

void cells_write_before(struct sheet_writer *s, struct edits *e, const struct tag *row, int64_t number, int column,
                        int64_t left)
{
    for (; e->at < e->end && e->at->column < column; e->at++)
        cell_write(s, e->at, number, style_at(s, row, e->at->column, left));
}

/* ---- formulas ---- */

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

/* A total's formula with the numbers of added rows that it has to take in. */
static const char *formula_joined(struct sheet_writer *s, const struct cell_move *c, const char *formula)
{
    for (size_t i = 0; i < s->shift->count; i++) {
        const struct row_new *new = &s->shift->adds[i];
        if (new->total != c->row)
            continue;
        char name[INT_TEXT];
        struct edits edits = edits_of(s, -1 - new->index);
        for (; edits.at < edits.end; edits.at++)
            if (edits.at->column == c->column && edits.at->kind == EDIT_NUMBER)
                formula = arena_printf(s->scratch->arena, "%s+%s", formula,
                                       cell_name(name, shift_added(s->shift, i), c->column));
    }
    return formula;
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
    now = formula_joined(s, c, now);
    if (count == 0 && strcmp(old, now) == 0)
        return;
    rewrite_to(&s->w, f->start, *at);
    tag_write(s->w.out, f, changes, count, false);
    text_write(s->w.out, now);
    buf_printf(s->w.out, "</%sf>", s->prefix);
}

/* ---- cells that keep what they hold ---- */

void cell_rewrite(struct sheet_writer *s, const struct tag *cell, const char *stop, const struct cell_move *c,
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

void cell_copy(struct sheet_writer *s, const struct tag *cell, const char *stop, const struct cell_move *c)
{
    const char *copied = s->w.copied;
    s->w.copied = cell->start;
    cell_rewrite(s, cell, stop, c, true);
    rewrite_to(&s->w, stop, stop);
    s->w.copied = copied;
}
