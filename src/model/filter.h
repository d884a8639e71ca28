/* filter.h — which rows of a scope a list, a count or a grouping is about. */
#ifndef STEWARD_MODEL_FILTER_H
#define STEWARD_MODEL_FILTER_H

#include "model/list.h"

struct search_word;

struct filter {
    struct entity_scope *scope;
    struct expr *where;
    int64_t id;            /* of the only row to look at; 0: any */
    const char **found_in; /* SQL of the columns that search looks in */
    size_t found_in_count;
    char **words;                       /* to search for there; NULL: none */
    const struct search_word *in_index; /* to search for in the index of the rows as they are now; NULL: not there */
    size_t joins;                       /* of the scope, when it was planned */
};

/* `where`, `search` and `id` of a query.  LST-04 the filter is no condition; FML-… bad filter.  Names that the
 * statement uses are looked up now: its FROM comes after. */
SW_CHECKED bool filter_plan(struct entity_scope *scope, const struct list_query *lq, struct filter *ret_filter);
/* Adds FROM and WHERE. */
SW_CHECKED bool filter_sql(const struct filter *filter, struct sql *q);
/* The same for a part that uses no names but those looked up before filter_plan() ended. */
SW_CHECKED bool filter_part_sql(const struct filter *filter, struct sql *q);

#endif
