/* workbook_edit_learn.c — what must be known of a sheet and of its edits before it is written anew. */
#include "office/workbook_edit_sheet.h"

/* ---- edits in order ---- */

static int compare_edits(const void *left, const void *right)
{
    const struct cell_edit *a = left, *b = right;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return a->column - b->column;
}

struct cell_edit *edits_sorted(struct arena *a, const struct sheet_edit *edit, size_t *ret_count)
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

size_t edits_from(const struct sheet_writer *s, int64_t row)
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

struct edits edits_of(const struct sheet_writer *s, int64_t row)
{
    return (struct edits){s->edits + edits_from(s, row), s->edits + edits_from(s, row + 1)};
}

/* ---- rows of the source ---- */

bool row_next(struct row_reader *r)
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

/* ---- what else must be known ---- */

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

void sheet_learn(struct sheet_writer *s, struct span xml)
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
