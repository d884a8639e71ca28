/* layout.h — what a sheet is and where things stand in it: title, head, columns, units. */
#ifndef STEWARD_LEDGER_LAYOUT_H
#define STEWARD_LEDGER_LAYOUT_H

#include "ledger/target.h"
#include "office/workbook.h"

struct json;
struct json_t;

struct column {
    int index;        /* 0 = A */
    const char *head; /* as shown: "投资情况/总投资" */
    const struct target *target;
    int confidence;  /* 0…100 */
    int64_t unit;    /* money: 分 per unit; 0: not known */
    int year, month; /* of plans and money done; 0: the ledger's own */
    bool foreign;    /* the head names a currency we do not convert ("亿美元") */
    bool corrected;  /* by a person */
};

struct layout {
    int position; /* among the layouts of the workbook: first one for each sheet, then the further tables of sheets */
    int sheet;    /* index in the workbook */
    const char *name;            /* the sheet's; of a further table with its first row: "Sheet1(14)" */
    int64_t first_row, last_row; /* the table's, where the sheet holds several; else 0 */
    bool hidden;
    const struct ledger_kind *kind; /* NULL: not recognised, see `reason` */
    int confidence;
    struct label reason;           /* why it is not read */
    const char *title;             /* rows above the head, joined by " · "; NULL */
    int64_t head_first, head_last; /* 1-based rows of the head */
    int64_t unit;                  /* named in the title; 0: none */
    const char *bad_unit;          /* a unit we do not know ("万美元"); NULL */
    struct date as_of;             /* the date of the workbook's figures as far as this sheet's words tell; none */
    struct date own;               /* an earlier year or month that the sheet is called after; none */
    struct column *columns;
    int column_count;
    const struct merge *merges;
    int merge_count;
    const char *fingerprint; /* of kind-blind head texts: the same layout next month has the same */
};

/* Read every sheet's top and recognise it. */
SW_CHECKED bool layouts_find(struct ctx *cx, struct workbook *w, struct layout **ret_layouts, int *ret_count);

/* Read the head again at the rows that a person names (MAP-04 when they are not near the top); l->kind is set. */
SW_CHECKED bool layout_remap(struct ctx *cx, struct workbook *w, struct layout *l, int64_t first, int64_t last);

/* Apply a correction: {"kind":"projects","head":[3,4],"unit":"万元","columns":{"G":"total_investment","H":{"target":"plan","year":2023}}}.
 * MAP-01 unknown sheet or kind, MAP-02 unknown target (offers the nearest), MAP-03 no such column. */
SW_CHECKED bool layout_correct(struct ctx *cx, struct workbook *w, struct layout *l, const struct json_t *correction);
/* A --map file: {"sheets":{"重点项目台账":{…}}} over all layouts. */
SW_CHECKED bool layouts_correct(struct ctx *cx, struct workbook *w, struct layout *layouts, int count,
                                const struct json_t *map);

/* As shown to people and programs, and as remembered. */
void layout_json(struct ctx *cx, struct json *j, const struct layout *l);
/* The correction that would bring this layout about: what is remembered. */
void layout_mapping_json(struct ctx *cx, struct json *j, const struct layout *l);

/* The date that the title, the sheet's or the file's name, and the heads tell (layout_date.c); fills every as_of. */
struct date layouts_date(struct ctx *cx, const char *file_name, struct layout *layouts, int count, struct date today);

/* Of sheets called after years or months ("2023年", "3月"), the earlier ones' plans and what was done are of that time. */
void layouts_own_time(struct ctx *cx, struct layout *layouts, int count, struct date as_of);

/* Of columns that mean the same at as_of the surest stays; none: of those whose heads agree. */
void layout_settle(struct layout *l, struct date as_of);

const char *column_name(struct arena *a, int index); /* 0 → "A", 27 → "AB" */
int column_index(const char *name);                  /* -1 when it is not one */
const struct column *layout_column(const struct layout *l, int index);
const struct column *layout_target(const struct layout *l, enum target_kind kind); /* first such column; NULL */

/* The i-th column as it stands in a row whose `cells` are by position in l->columns: where a column of the sheet names the unit
 * of each row's amounts and the head none, the row's unit. */
struct column column_in_row(struct ctx *cx, const struct layout *l, int i, const struct cell *const *cells);

#endif
