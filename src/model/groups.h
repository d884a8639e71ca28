/* groups.h — the rows of a list counted and summed by classes, in one statement. */
#ifndef STEWARD_MODEL_GROUPS_H
#define STEWARD_MODEL_GROUPS_H

#include "model/list.h"

enum { GROUPS_MOST = 1000, GROUP_LEVELS = 2, GROUP_SUMS = 8 };

struct groups_query {
    struct list_query list; /* where, search, view are used */
    const char *by;         /* "unit" or "unit,stage"; dates go by month; NULL: only the total */
    const char *sums;       /* "total_investment,planned_in_year"; NULL: none */
};

struct group {
    const char *keys[GROUP_LEVELS]; /* code of a choice, title of a reference, "2023-06", text; NULL: not known */
    struct label labels[GROUP_LEVELS];
    int64_t count;
    int64_t sums[GROUP_SUMS];
    const char *where; /* the condition that keeps just this group; NULL for the total */
};

struct groups {
    const char *by[GROUP_LEVELS]; /* as formulas name them */
    size_t levels;
    const char *sums[GROUP_SUMS];
    size_t sum_count;
    /* As people expect them: choices in their order, dates and numbers upwards, yes before no, others by count, what is
     * not known last; within a first key by the second in the same way. */
    struct group *items;
    size_t count;
    struct group total; /* what the groups add up to */
    struct view view;   /* with today filled in */
};

/* GRP-01 cannot group by that; GRP-02 cannot sum that; GRP-03 more than GROUPS_MOST groups; LST-04, FML-… . */
SW_CHECKED bool groups_compute(struct ctx *cx, const struct entity *e, const struct groups_query *query,
                               struct groups *ret_groups);

/* As formula_complete() over a scope, also with what its rows say of texts and references (of cx->zone; none: without). */
const struct completion *groups_complete(struct ctx *cx, struct entity_scope *scope, const char *text, size_t caret,
                                         size_t *ret_count);

/* The contract of GET /api/v1/{entity}/groups: by, as_of, groups, total. */
struct json;
void groups_json(struct ctx *cx, struct json *j, const struct groups *groups);

#endif
