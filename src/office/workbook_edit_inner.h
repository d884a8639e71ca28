/* workbook_edit_inner.h — what the parts of the workbook editor share; nobody else includes it.
 *
 * Parts are edited as text: tags are found, some are written anew, every other byte is copied. */
#ifndef STEWARD_OFFICE_WORKBOOK_EDIT_INNER_H
#define STEWARD_OFFICE_WORKBOOK_EDIT_INNER_H

#include "base/buf.h"
#include "office/workbook_edit.h"

enum { MAX_ROW = 1048576, MAX_COLUMN = 16384 };

/* ---- workbook_edit_text.c: XML as text ---- */

struct span {
    const char *s;
    size_t n;
};
struct span span_of(const char *s);
bool span_is(struct span a, const char *s);
const char *span_text(struct arena *a, struct span raw); /* entities resolved */
int64_t span_int(struct span s, int64_t otherwise);      /* decimal digits and nothing else */

struct tag {
    const char *start, *end; /* with its brackets */
    struct span prefix;      /* "x:" or nothing */
    struct span name;        /* without prefix */
    bool close, empty;
};

/* The next tag at or after *at, which moves behind it; comments, CDATA and the like are passed over. */
bool tag_next(const char **at, const char *end, struct tag *ret);
bool tag_is(const struct tag *t, const char *name);
/* The value as it stands; by name without prefix. */
bool tag_attr(const struct tag *t, const char *name, struct span *ret_value);
/* Pass over the element that `t` opens; *at is behind `t`. ret_inside (may be NULL): what lies between its tags. */
bool tag_skip(const char **at, const char *end, const struct tag *t, struct span *ret_inside);

struct attr_change {
    const char *name;
    const char *value; /* NULL: take it away */
};
/* The opening tag with some attributes changed or added; `empty` says how it ends. */
void tag_write(struct buf *out, const struct tag *t, const struct attr_change *changes, size_t count, bool empty);

void text_write(struct buf *out, const char *s);      /* escaped; characters XML cannot hold are left out */
void attribute_write(struct buf *out, const char *s); /* the same within quotes */
void cell_text_write(struct buf *out, const char *s); /* the same for cells: "_x000D_" stays what it is */

/* A part being rewritten: what was not touched is copied when something behind it is. */
struct rewrite {
    struct buf *out;
    const char *copied; /* up to here */
};
void rewrite_to(struct rewrite *w, const char *start,
                const char *continue_at); /* copy up to start, go on at continue_at */

/* ---- workbook_edit_shift.c: where rows move, and references with them ---- */

struct row_new { /* an added row */
    int64_t after, like;
    int64_t index; /* in adds */
    bool copy;
    int64_t total;
};

struct shift { /* of one sheet */
    const char *name;
    const struct row_new *adds; /* by after, then by index */
    size_t count;
};

struct shifts { /* of the workbook */
    struct arena *arena;
    const struct shift *sheets;
    int count;
};

int64_t shift_row(const struct shift *s, int64_t row);
int64_t shift_added(const struct shift *s, size_t i); /* where the i-th of its added rows ends up */
/* The end of rows first…last; `grow`: rows put right under `last` belong to it when modelled on a row of it. */
int64_t shift_last(const struct shift *s, int64_t first, int64_t last, bool grow);

/* "A5:B9 C1" of sheet s, moved. */
void references_write(struct buf *out, const struct shift *s, const char *references, bool grow);

/* Where a formula stands, and where it is to stand for its relative references. */
struct formula_place {
    int sheet;                       /* unqualified references are to it; -1: to none */
    int64_t row;                     /* original; 0: nowhere in particular */
    int64_t move_rows, move_columns; /* unfolding shared formulas; before any shift */
    int64_t copy_rows;               /* how far a copy lies below it; after any shift */
};
void formula_write(struct buf *out, const struct shifts *all, const struct formula_place *place, const char *formula);

/* "AB12"; column is 0-based. */
bool cell_parse(const char *s, size_t n, int64_t *ret_row, int *ret_column);
enum { INT_TEXT = 24 };
const char *cell_name(char text[INT_TEXT], int64_t row, int column);
const char *int_text(char text[INT_TEXT], int64_t n);

/* Elements other than rows that name cells: merges, filters, validations, comments, anchors … */
enum part_kind { PART_SHEET, PART_WORKBOOK, PART_TABLE, PART_COMMENTS, PART_DRAWING, PART_VML, PART_CHART };
/* Write the attributes or the text of `t` anew when they name cells that moved; *at is behind `t` and may move on. */
void references_rewrite(struct rewrite *w, const struct shifts *all, int sheet, enum part_kind kind,
                        const struct tag *t, const char **at, const char *end);
/* A whole part of which nothing else changes. */
void part_rewrite(struct buf *out, const struct shifts *all, int sheet, enum part_kind kind, struct span xml);

/* ---- workbook_edit_styles.c: highlighted copies of cell styles ---- */

struct alert_styles {
    struct arena *arena;
    struct span xml;            /* styles.xml; empty when there is none */
    int64_t cell_styles, fills; /* how many there are */
    int64_t *bases;             /* style alerted, in the order of the new styles */
    size_t count;
};
void alert_styles_init(struct alert_styles *a, struct arena *arena, struct span xml);
int64_t alert_style(struct alert_styles *a, int64_t base); /* number of the highlighted copy */
void alert_styles_write(struct buf *out, const struct alert_styles *a);

/* ---- workbook_edit_sheet.c: one sheet ---- */

struct sheet_job {
    struct ctx *cx;
    const struct shifts *shifts;
    int sheet;
    const struct sheet_edit *edit; /* NULL: only references to moved cells change */
    struct alert_styles *styles;
};
SW_CHECKED bool sheet_rewrite(const struct sheet_job *job, struct span xml, struct buf *out);

#endif
