/* import.h — what the parts of the import share; only ledger/ includes it. */
#ifndef STEWARD_LEDGER_IMPORT_H
#define STEWARD_LEDGER_IMPORT_H

#include "base/map.h"
#include "ledger/ledger.h"
#include "ledger/said.h"
#include "ledger/sheet_rows.h"
#include "model/rows.h"

enum { REMARKS_MOST = 5000, CHANGES_MOST = 5000 };

struct remark {
    const char *sheet;
    int64_t row;      /* 0: the sheet as a whole */
    int column;       /* -1: the row as a whole */
    const char *code; /* NULL for skipped rows */
    struct label message;
    struct remark *next;
};

struct remarks {
    struct remark *first, **end;
    int64_t count; /* all of them; the list holds the first REMARKS_MOST */
};

/* One cell's old and new value, as shown. */
struct change_cell {
    struct label label;
    int column; /* of the sheet that said it; -1: several, or none by itself */
    const char *before, *after;
    struct change_cell *next;
};

struct change {
    const char *sheet, *title;
    int64_t row, id;
    const struct entity *entity;
    bool created;
    struct change_cell *cells, **end; /* none: the row is as it was */
    struct change *next;
};

struct tally {
    const struct entity *entity;
    int64_t created, updated, unchanged;
};

struct ledger_result {
    struct arena *arena; /* owns everything below; goes with the arena the import was given */
    struct date as_of;
    bool dry_run;
    int64_t run;
    struct layout *layouts;
    int layout_count;
    struct tally tallies[32];
    int tally_count;
    struct remarks skipped, rejected, warnings, checks;
    struct change *changes, **changes_end;
    struct change *same, **same_end; /* rows that are as on record; the first CHANGES_MOST */
    int64_t change_count, same_count;
    struct buf layout; /* JSON for import_run.layout: which row holds which record */
};

/* Where a record stands in this workbook. */
struct place {
    const struct layout *layout; /* of the sheet */
    int64_t row, id;
    bool created; /* it was not on record */
};

/* Rows of one kind that are on record, found by any of its keys. */
struct index {
    const struct ledger_kind *kind;
    struct map *by_key[4]; /* folded key → id; -1: several rows share it */
    struct map *seen;      /* "id" → index into places */
    struct place *places;  /* rows of this workbook */
    size_t place_count, place_room;
    size_t known; /* names that were on record before this workbook, by the weakest key */
};

struct import {
    struct ctx *cx;
    const struct ledger_import *in;
    struct ledger_result *result;
    struct arena *keep;          /* result->arena */
    const struct layout *layout; /* of the sheet being read */
    int64_t row;                 /* of it */
    struct map *later; /* "kind id" → when a later ledger, imported already, next spoke of the record (later.c) */
    struct date until; /* that of the record at hand: what this sheet says of it held until then; none: to this day */
    bool kept;         /* something on record was kept although the row at hand says otherwise */
    const struct place *again; /* where another sheet spoke of the record at hand before; NULL: nowhere */
    struct change *change;     /* of the row being stored; NULL when there are too many */
    struct index indexes[8];
    int index_count;
    struct map *names[8]; /* entities referred to by name: folded name → id */
    const struct entity *named[8];
    int named_count;
    struct {
        int64_t next, end;
    } ids[sizeof((struct ledger_result *)0)->tallies /
          sizeof(struct tally)]; /* beside each tally: taken for rows to come */
    bool looking; /* names that are not on record are not made: an export reads a sheet as an import does */
};

/* import.c: what each sheet is, remembered corrections and those of `in` applied. */
SW_CHECKED bool import_layouts(struct ctx *cx, const struct ledger_import *in, struct workbook **ret_workbook,
                               struct layout **ret_layouts, int *ret_count);

/* later.c: once, at the beginning; then of a record of the sheet at hand: the date, later than ours, at which the next of the ledgers
 * imported so far spoke of it.  None: what we say is the latest. */
SW_CHECKED bool later_load(struct import *im);
struct date later_than(const struct import *im, int64_t id);
/* The records in the sheets of an import (import_run.layout, which take.c writes), each by its key, as `value`; `into` lives elsewhere than in
 * cx->arena. */
SW_CHECKED bool run_records(struct ctx *cx, const char *layout, struct map *into, int64_t value);
const char *record_key(struct ctx *cx, const char *kind, int64_t id);
/* Does the row at hand tell how things stood, and not how they stand? */
bool import_is_earlier(const struct import *im);

/* take.c: a whole sheet, `position`-th of those taken. */
SW_CHECKED bool sheet_take(struct import *im, struct workbook *w, const struct layout *l, int position);

/* sections.c: what the sheet's name and the section rows above a data row say of it; the deepest word counts. */
struct section {
    const char *field, *code; /* a field whose choices the label names: nature, category, stage, kind */
    int64_t unit;
    const char *stage; /* of projects: where the label says they stand; "halted" is none of the stages */
    const char *text;  /* any other label */
};
enum { SECTION_LEVELS = 4 }; /* the sheet, 一、 (一) and unnumbered ones */
struct sections {
    struct section at[SECTION_LEVELS];
};
SW_CHECKED bool sections_begin(struct import *im, struct sections *s);
SW_CHECKED bool sections_take(struct import *im, struct sections *s, const struct ledger_row *row);
/* Bring `row` to what the sections say, but for the fields that the row's own cells state in `said`. */
SW_CHECKED bool sections_apply(struct import *im, const struct sections *s, const void *said, void *row);
/* The stage that they tell; NULL: none. */
const char *sections_stage(const struct sections *s);
bool sections_halted(const struct sections *s); /* 停工项目 */

/* result.c */
void remark_skip(struct import *im, int64_t row, struct label reason);
void remark_add(struct import *im, struct remarks *list, int column, const char *code, struct label message);
void remark_fault(struct import *im, int column, const struct said_fault *fault);
void change_begin(struct import *im, const struct entity *e, int64_t id, const char *title, bool created);
/* `from`: the column of the sheet that says so; NULL: no column by itself. */
void change_cell(struct import *im, const struct column *from, struct label label, const char *before,
                 const char *after);
/* The row at hand is taken: it is listed with its differences, or as one without any.  A refused row is not listed. */
void change_end(struct import *im);
/* What would mend a remark of this code; empty when its message says so already (remedy.c). */
struct label remark_remedy(const char *code);
struct tally *tally_of(struct ledger_result *r, const struct entity *e);

/* store.c */
/* Save with row_save_over() and count it; rule warnings become warnings of the row.  False: rejected (remark made, error cleared)
 * or failed (cx->err). */
SW_CHECKED bool import_save(struct import *im, const struct entity *e, void *row, const void *old);
/* At the end: ids that were taken for rows that did not come. */
SW_CHECKED bool import_return_ids(struct import *im);
SW_CHECKED bool import_delete(struct import *im, const struct entity *e, const void *row);
/* The row of e that is called `name`, made when missing; 0 with a warning when e is not made by name. */
SW_CHECKED bool import_named(struct import *im, const struct entity *e, const char *name, int column, int64_t *ret_id);
const char *field_show(struct ctx *cx, const struct field *f, struct value v);
/* The column of the sheet at hand that fills a field; NULL when none does. */
const struct column *import_column(const struct import *im, const struct entity *e, const char *field);

/* match.c */
SW_CHECKED bool index_of(struct import *im, const struct ledger_kind *k, struct index **ret_index);
/* The row on record that `row` is, NULL when it is new.  Two rows of a sheet with one key: a rejection, *ret_double; a row of
 * another sheet goes on with the first (im->again). */
SW_CHECKED bool index_match(struct import *im, struct index *ix, const void *row, void **ret_old, bool *ret_double);
void index_put(struct import *im, struct index *ix, const void *row);
/* im->row of im->layout holds it. */
void index_seen(struct import *im, struct index *ix, const void *row, bool created);
/* Where this workbook names it; NULL: nowhere. */
const struct place *index_place(struct import *im, const struct index *ix, int64_t id);
SW_CHECKED bool warn_near_miss(struct import *im, struct index *ix, const void *row, int column);

/* missing.c, at the end: projects of the ledger before that this one no longer names, and new ones that may be they, renamed. */
SW_CHECKED bool missing_remark(struct import *im);

/* facts.c: the dated facts of a project row; done.c: its money done; standing.c: its stage and standstill. */
/* What the first column of a kind of target said; NULL when it said nothing. */
const struct said *fact_said(const struct import *im, const struct said *said, enum target_kind kind,
                             const struct column **ret_column);
struct label fact_in_year(struct import *im, const char *zh, const char *en, int year);
const char *fact_money(struct import *im, struct money m);
SW_CHECKED bool done_store(struct import *im, const struct said *said, int64_t project, bool fresh);
/* The highest list of key projects that the project is on at the date; NULL: none. */
struct key_listing;
SW_CHECKED bool key_listing_at(struct ctx *cx, int64_t project, struct date as_of, struct key_listing **ret_listing);
SW_CHECKED bool standing_store(struct import *im, const struct said *said, const struct sections *sections,
                               const struct project *now, bool fresh);
/* The stage at a date, as the dated changes have it. */
SW_CHECKED bool stage_at(struct import *im, int64_t project, struct date date, const char **ret_stage);
SW_CHECKED bool facts_store(struct import *im, const struct said *said, const struct sections *sections,
                            const struct project *old, const struct project *now);

/* totals.c */
struct totals;
struct totals *totals_new(struct import *im);
void totals_data(struct totals *t, const struct said *said, bool counts);
void totals_mark(struct totals *t, const struct ledger_row *row, const struct said *said);
/* Do these amounts of a total add up all rows so far? */
bool totals_is_whole(const struct totals *t, const struct said *stated);
/* A data row that goes in below `row`: later totals hold it. */
void totals_insert(struct totals *t, int64_t row, const struct said *said);
void totals_check(struct totals *t);
/* For an export in the layout it came in: each total that agreed with its rows then, and whose rows have changed since. */
void totals_restate(const struct totals *was, const struct totals *now,
                    void (*restate)(void *arg, int64_t row, const struct column *column, int64_t value), void *arg);

#endif
