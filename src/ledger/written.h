/* written.h — which rows an import wrote, and from which version to which: what undoing it needs. */
#ifndef STEWARD_LEDGER_WRITTEN_H
#define STEWARD_LEDGER_WRITTEN_H

#include "model/rows.h"

/* One row: its version before the import (0: it was not there) and after (0: it was deleted). */
struct written_row {
    const struct entity *entity;
    int64_t id, before, after;
};

/* Listen on cx->watch, in `keep`, until written_end(). */
struct written *written_begin(struct ctx *cx, struct arena *keep);
void written_end(struct ctx *cx);

/* {"project":{"created":[1,135,140,141],"changed":[id,before,after,…]}}: new rows of version 1 as ranges, first and last. */
const char *written_json(struct ctx *cx, const struct written *w);
/* The same read back: what refers before what it refers to, later rows first.  LGR-52 when it cannot be read. */
SW_CHECKED bool written_read(struct ctx *cx, const char *json, struct written_row **ret_rows, size_t *ret_count);

#endif
