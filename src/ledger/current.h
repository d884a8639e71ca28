/* current.h — what a column would say of a record now: the reverse of said.h, for exports. */
#ifndef STEWARD_LEDGER_CURRENT_H
#define STEWARD_LEDGER_CURRENT_H

#include "ledger/said.h"

/* What is on record for `row` (of l->kind's entity) under `column` at as_of.  SAID_NOTHING when nothing is. */
SW_CHECKED bool current_said(struct ctx *cx, const struct column *column, const struct entity *e, const void *row,
                             struct date as_of, struct said *ret_said);

/* Do the cell and the record say the same?  A blank amount is nought, a blank yes-or-no is no. */
bool said_agree(struct ctx *cx, const struct column *column, const struct said *cell, const struct said *now);

/* As it is written in a cell; `like` is the text now in the cell (or one above), whose way of writing dates is kept; may be NULL.
 * *ret_number: it is a number. NULL for nothing. */
const char *said_write(struct ctx *cx, const struct column *column, const struct said *said, const char *like,
                       bool *ret_number);

#endif
