/* workbook_marks.c — what the marks in a row of a workbook template ask for. */
#include "office/workbook_marks.h"
#include "office/template_marks.h"
#include "office/workbook_edit_inner.h"

#include <string.h>

struct row_reading {
    struct faults *faults;
    struct marked_row *row;
    bool closed; /* {{/each}} was there */
};

/* ---- the pieces of a cell ---- */

static struct piece *add_piece(struct row_reading *r, struct marked_cell *c, enum piece_kind kind, const char *text)
{
    if (c->count == c->room) {
        const size_t more = c->room ? c->room * 2 : 4;
        c->pieces = arena_grow(r->faults->cx->arena, c->pieces, c->room * sizeof *c->pieces, more * sizeof *c->pieces);
        c->room = more;
    }
    c->pieces[c->count] = (struct piece){.kind = kind, .text = text};
    return &c->pieces[c->count++];
}

/* The marks of the row's block say which list; they leave nothing in the cell. */
static void read_each(struct row_reading *r, const struct marked_cell *c, const struct mark *m)
{
    if (m->kind == MARK_EACH && r->row->list) {
        faults_add(
            r->faults, "DOC-09", m->inside, c->where,
            "一行里有两个 #each：“{{#each %s}}”和“{{%s}}”；一行只能按一个列表重复，请放到两行或两张工作表",
            "a row holds two blocks, \"{{#each %s}}\" and \"{{%s}}\"; a row repeats for one list: use two rows or "
            "two sheets",
            r->row->list, m->inside);
    } else if (m->kind == MARK_EACH) {
        r->row->list = m->name;
        r->row->where = c->where;
    } else if (!r->row->list || r->closed) {
        faults_add(r->faults, "DOC-09", m->inside, c->where,
                   "“{{/each}}”前面同一行里没有“{{#each …}}”；工作簿模板里 #each 和 /each 要写在同一行",
                   "no \"{{#each …}}\" stands before \"{{/each}}\" in its row; in a workbook both go into one row");
    } else {
        r->closed = true;
    }
}

enum { IFS_MOST = 16, NO_ELSE = 0 };

/* The #if that are open in a cell, innermost last. */
struct open_ifs {
    size_t pieces[IFS_MOST];
    int count;
};

static void read_if(struct row_reading *r, struct marked_cell *c, const struct mark *m, struct open_ifs *open)
{
    struct piece *p = open->count ? &c->pieces[open->pieces[open->count - 1]] : NULL;
    if (m->kind == MARK_IF && open->count == IFS_MOST) {
        faults_add(r->faults, "DOC-03", m->inside, c->where, "#if 套了 %d 层以上，请减少", "#if nests deeper than %d",
                   IFS_MOST);
    } else if (m->kind == MARK_IF) {
        open->pieces[open->count++] = c->count;
        add_piece(r, c, PIECE_IF, m->name);
    } else if (m->kind == MARK_ELSE) {
        if (!p || p->otherwise != NO_ELSE)
            fault_loose_else(r->faults, m->inside, c->where);
        else
            p->otherwise = c->count;
    } else if (!p) {
        faults_add(r->faults, "DOC-09", m->inside, c->where,
                   "“{{/if}}”前面同一单元格里没有“{{#if …}}”；工作簿模板里 #if 和 /if 要写在同一个单元格",
                   "no \"{{#if …}}\" stands before \"{{/if}}\" in its cell; in a workbook both go into one cell");
    } else {
        p->end = c->count;
        p->otherwise = p->otherwise == NO_ELSE ? c->count : p->otherwise;
        open->count--;
    }
}

static void read_mark(struct row_reading *r, struct marked_cell *c, const struct mark *m, struct open_ifs *open)
{
    if ((m->kind == MARK_EACH || m->kind == MARK_IF) && !*m->name) {
        fault_nameless_mark(r->faults, m->inside, c->where);
        return;
    }
    switch (m->kind) {
    case MARK_VALUE:
        add_piece(r, c, PIECE_VALUE, m->name);
        break;
    case MARK_EACH:
    case MARK_END_EACH:
        read_each(r, c, m);
        break;
    case MARK_IF:
    case MARK_ELSE:
    case MARK_END_IF:
        read_if(r, c, m, open);
        break;
    case MARK_UNKNOWN:
        fault_strange_mark(r->faults, m->inside, c->where);
        break;
    }
}

static void add_text(struct row_reading *r, struct marked_cell *c, const char *s, size_t n)
{
    if (n > 0)
        add_piece(r, c, PIECE_TEXT, arena_strndup(r->faults->cx->arena, s, n));
}

static void read_cell(struct row_reading *r, struct marked_cell *c, const char *text)
{
    struct open_ifs open = {.count = 0};
    size_t from = 0, start, end;
    bool half = false;
    for (; mark_next(text, from, &start, &end); from = end) {
        const struct mark m = mark_read(r->faults->cx->arena, text, start, end);
        half |= mark_opens(text, from, start);
        add_text(r, c, text + from, start - from);
        read_mark(r, c, &m, &open);
    }
    if (half || mark_opens(text, from, strlen(text)))
        fault_half_mark(r->faults, c->where);
    add_text(r, c, text + from, strlen(text + from));
    if (open.count > 0)
        faults_add(r->faults, "DOC-09", c->pieces[open.pieces[open.count - 1]].text, c->where,
                   "“{{#if %s}}”没有在同一个单元格里用“{{/if}}”结束；工作簿模板里 #if 只管一个单元格之内",
                   "\"{{#if %s}}\" is not closed by \"{{/if}}\" in its cell; in a workbook #if stays inside one cell",
                   c->pieces[open.pieces[open.count - 1]].text);
}

/* ---- the row ---- */

static bool holds_mark(const struct cell *c)
{
    return c->kind == CELL_TEXT && !c->formula && strstr(c->text, "{{");
}

bool marked_row_read(struct faults *f, const char *sheet, const struct sheet_row *row, struct marked_row *ret)
{
    struct arena *a = f->cx->arena;
    struct row_reading r = {.faults = f, .row = ret};
    char name[INT_TEXT];
    *ret = (struct marked_row){.count = 0};
    for (int i = 0; i < row->count; i++) {
        const struct cell *cell = &row->cells[i];
        if (!holds_mark(cell))
            continue;
        if (!ret->cells)
            ret->cells = arena_array(a, (size_t)(row->count - i), sizeof *ret->cells);
        struct marked_cell *c = &ret->cells[ret->count++];
        *c = (struct marked_cell){
            .column = cell->column,
            .where = arena_printf(a, "%s!%s", sheet, cell_name(name, row->number, cell->column)),
        };
        read_cell(&r, c, cell->text);
    }
    if (ret->list && !r.closed)
        faults_add(f, "DOC-09", ret->list, ret->where,
                   "“{{#each %s}}”没有在同一行里用“{{/each}}”结束；工作簿模板里一块只能是一行，每项一行",
                   "\"{{#each %s}}\" is not closed by \"{{/each}}\" in its row; in a workbook a block is one row, "
                   "repeated for each item",
                   ret->list);
    return ret->count > 0;
}
