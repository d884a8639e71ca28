/* workbook_edit_sheet.h — what the parts of rewriting one sheet share; nobody else includes it. */
#ifndef STEWARD_OFFICE_WORKBOOK_EDIT_SHEET_H
#define STEWARD_OFFICE_WORKBOOK_EDIT_SHEET_H

#include "base/nest.h"
#include "office/workbook_edit_inner.h"

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

/* ---- workbook_edit_learn.c: what must be known before writing ---- */

/* The edits in order; of two for one cell the later counts. */
struct cell_edit *edits_sorted(struct arena *a, const struct sheet_edit *edit, size_t *ret_count);

struct edits {
    const struct cell_edit *at, *end;
};
size_t edits_from(const struct sheet_writer *s, int64_t row); /* index of the first at or below it */
struct edits edits_of(const struct sheet_writer *s, int64_t row);

/* One row of the source after another; false at the end. */
struct row_reader {
    const char *at, *end;
    int64_t number;
    struct tag tag;
    struct span inside;
};
bool row_next(struct row_reader *r);

/* Column styles, the models of added rows, shared formulas. */
void sheet_learn(struct sheet_writer *s, struct span xml);

/* ---- workbook_edit_cells.c ---- */

int64_t tag_int(const struct tag *t, const char *name, int64_t otherwise);
int column_of(const struct tag *cell, int previous);

void cell_write(struct sheet_writer *s, const struct cell_edit *e, int64_t row, int64_t style);
/* Edits of cells that are not there, up to `column`; `row` may be NULL, `left` is the style of the neighbour. */
void cells_write_before(struct sheet_writer *s, struct edits *e, const struct tag *row, int64_t number, int column,
                        int64_t left);

/* A cell of the source and the row where it is written: where its own went, or a copy's. */
struct cell_move {
    int64_t row, new_row;
    int column;
};
/* A cell that keeps its content: a new name where it moved, and its formula. */
void cell_rewrite(struct sheet_writer *s, const struct tag *cell, const char *stop, const struct cell_move *c,
                  bool rename);
/* A cell of a model that ends before `stop`, once more in another row. */
void cell_copy(struct sheet_writer *s, const struct tag *cell, const char *stop, const struct cell_move *c);

#endif
