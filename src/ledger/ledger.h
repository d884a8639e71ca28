/* ledger.h — any Excel in: a clerk's workbook becomes rows, in one transaction, after saying what will happen.
 *
 * A dry run is the import itself, rolled back: what it lists is what a commit does.  A row that is rejected keeps
 * the whole workbook out (unless `partial`), so that nothing is half-written.
 *
 *   LGR-01 no sheet was recognised             LGR-05 rejected rows: nothing was written
 *   LGR-02 one key twice, or sheets that differ   LGR-06 a row without its name
 *   LGR-03 amounts without a unit of money     LGR-07 a unit of money we do not know
 *   LGR-08 the upload was imported already     LGR-09 no such sheet
 *   LGR-10 … LGR-19 cells (said.h)             LGR-20 the row itself is refused (with the rule's id in the message)
 *   LGR-30 a total differs from its rows       LGR-31 a count differs from its rows
 *   LGR-32 completed money does not add up     LGR-40 a name much like one on record
 *   LGR-43 a ledger of a later date was imported before: it keeps what it said
 *   LGR-44 projects of the ledger before are not in this one
 *   LGR-50 not imported, or undone already     LGR-51 imported before writes were noted · LGR-52 its notes do not read
 *   LGR-53 not undone: rows have changed since
 *   LGR-41 a reference by name that is not on record   LGR-42 a warning of a rule
 */
#ifndef STEWARD_LEDGER_LEDGER_H
#define STEWARD_LEDGER_LEDGER_H

#include "base/buf.h"
#include "ledger/layout.h"

struct json;
struct json_t;

struct ledger_import {
    const char *file_name;
    const void *bytes;
    size_t size;
    struct date as_of;        /* none: the workbook's own, else today */
    const struct json_t *map; /* corrections; NULL: none */
    bool dry_run;             /* roll back at the end */
    bool partial;             /* take the good rows although others are rejected */
    bool annotate;            /* keep a copy of the workbook with a column of remarks in the result */
    int64_t run;              /* the upload that this is (ledger_upload()): a commit marks it; 0: a commit makes one */
};

struct ledger_result;

/* Keep the file as an attachment and note a run in state "uploaded", for an import later on: nothing else is written. */
SW_CHECKED bool ledger_upload(struct ctx *cx, const struct ledger_import *in, int64_t *ret_run);

/* Recognise and map only: what the wizard shows first.  Remembered corrections of the zone are applied. */
SW_CHECKED bool ledger_recognise(struct ctx *cx, const struct ledger_import *in, struct json *j);

/* Rows from … from + limit - 1 of a sheet (counted from 0) as the workbook shows them, and what each is taken for:
 * {"name","kind","rows","columns","from","widths":[characters],"merges":[[r1,c1,r2,c2]],"lines":[{"row","role","cells"}]},
 * roles title, head, section, data, total, note, blank.  `taken`: the layouts of an import that was done (import_run.mapping),
 * so that they are shown as they were read then; NULL: as they would be read now. */
SW_CHECKED bool ledger_sheet_json(struct ctx *cx, const struct ledger_import *in, const struct json_t *taken, int sheet,
                                  int64_t from, int limit, struct json *j);

/* The import.  False with LGR-05 when rows were rejected (the result is there all the same), or another error
 * (then *ret_result may be NULL).  cx->zone is the zone.  Remembers corrected mappings unless dry. */
SW_CHECKED bool ledger_import(struct ctx *cx, const struct ledger_import *in, struct ledger_result **ret_result);

/* {"created":{entity:n},"updated":…,"unchanged":…,"skipped":[…],"rejected":[…],"checks":[…],"warnings":[…],"changes":[…],
 *  "sheets":[…],"as_of","dry_run","run"} */
void ledger_result_json(struct ctx *cx, struct json *j, const struct ledger_result *r);
/* A few lines for a terminal, in cx->lang. */
const char *ledger_result_text(struct ctx *cx, const struct ledger_result *r);
int64_t ledger_result_run(const struct ledger_result *r);       /* id of the import_run; 0 when dry */
struct date ledger_result_as_of(const struct ledger_result *r); /* the day that the workbook is about */
/* The workbook with a column of remarks beside each sheet's last column and the cells marked; .xlsx only. */
SW_CHECKED bool ledger_annotate(struct ctx *cx, const struct ledger_import *in, const struct ledger_result *r,
                                struct buf *out);

/* Take a whole import back, in one transaction: rows it made are deleted, rows it changed or deleted are put back to what they
 * were, and the run becomes "undone"; all of it in the history.  Rows changed since, and rows that such rows need, are kept
 * and listed; unless `force_rest`, nothing at all is written then.  A dry run is the undo, rolled back. */
struct ledger_undone;
SW_CHECKED bool ledger_undo(struct ctx *cx, int64_t run, bool force_rest, bool dry_run,
                            struct ledger_undone **ret_undone);
bool ledger_undone_whole(const struct ledger_undone *r); /* was anything written? */
/* {"run","dry_run","undone","deleted":{entity:n},"restored":{…},"kept":[{"entity","id","title","reason"}],"kept_count"} */
void ledger_undone_json(struct json *j, const struct ledger_undone *r);
const char *ledger_undone_text(struct ctx *cx, const struct ledger_undone *r); /* a few lines, in cx->lang */

/* Export in the layout an import came in: the kept workbook with its cells brought up to date and new rows added. */
SW_CHECKED bool ledger_export_like(struct ctx *cx, const struct entity *e, int64_t run, struct buf *out);
/* Export in our own layout: every field, Chinese heads, money in 万元; importing it again changes nothing. */
SW_CHECKED bool ledger_export(struct ctx *cx, const struct entity *e, const char *where, struct date as_of,
                              struct buf *out);
/* Export the list as it is shown: its rows in its order, its columns, references by their titles (limit and cursor are
 * left aside). */
struct list_query;
SW_CHECKED bool ledger_export_list(struct ctx *cx, const struct entity *e, const struct list_query *query,
                                   struct buf *out);
/* A list at two moments (model/compare.h), `then` and the query's own: a line for each difference. */
struct view;
SW_CHECKED bool ledger_export_compare(struct ctx *cx, const struct entity *e, const struct list_query *lq,
                                      struct view then, struct buf *out);

#endif
