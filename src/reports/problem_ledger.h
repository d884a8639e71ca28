/* problem_ledger.h — the classified ledger (分类台账): problems by category and unit, with counts and ages. */
#ifndef STEWARD_REPORTS_PROBLEM_LEDGER_H
#define STEWARD_REPORTS_PROBLEM_LEDGER_H

#include "model/groups.h"

/* One cell, row or column of it; the conditions say which problems. */
struct ledger_cell {
    const char *keys[GROUP_LEVELS]; /* category, and what it is crossed with; NULL: not known */
    struct label labels[GROUP_LEVELS];
    int64_t raised, open, overdue, closed;
    int64_t open_days; /* of the open ones together */
    const char *where; /* NULL: all */
};

struct problem_ledger {
    const char *by; /* "unit": a field that problems are grouped by */
    struct ledger_cell *cells;
    size_t count;
    struct ledger_cell total;
    struct view view;
};

/* `by`: "unit", "leader", "source", "state"…; `where`: the asker's own condition, or NULL. */
SW_CHECKED bool problem_ledger(struct ctx *cx, const char *by, const char *where, struct view view,
                               struct problem_ledger *ret_ledger);
SW_CHECKED bool problem_ledger_xlsx(struct ctx *cx, const struct problem_ledger *ledger, struct buf *out);

#endif
