/* compare.h — one list at two moments: rows that came, rows that went, rows that say something else. */
#ifndef STEWARD_MODEL_COMPARE_H
#define STEWARD_MODEL_COMPARE_H

#include "model/list.h"

enum compare_kind { COMPARE_ADDED, COMPARE_GONE, COMPARE_CHANGED, COMPARE_KINDS };

/* Both lists are read in the order of their ids, side by side; rows that agree in every field asked for are passed over.
 * With a condition, a row has come or gone as it began or ceased to meet it. */
struct comparison {
    struct list then, now;
    enum compare_kind kind; /* of the row at hand */
    int64_t id;             /* of the row at hand */
    int limit, seen;
    bool more;              /* there is a page after this one; known at its end */
    int64_t last;           /* id where this page ended */
    bool has_then, has_now; /* does a row of the list stand ready? */
    bool use_then, use_now; /* is it at hand? */
};

/* `lq` is the later moment with where, search, fields, cursor and limit (its sort is by id); `then` is the earlier one.
 * The entity's title always comes with the fields.  Fails as list_open() does. */
SW_CHECKED bool compare_open(struct ctx *cx, const struct entity *e, const struct list_query *lq, struct view then,
                             struct comparison *ret_comparison);
bool compare_next(struct comparison *c); /* the next row that differs; false: end of page or failure */
SW_CHECKED bool compare_ok(const struct comparison *c);
/* Does the column of a COMPARE_CHANGED row say something else?  Its values are list_value(&c->then, …) and (&c->now, …). */
bool compare_differs(const struct comparison *c, int column);

/* How many rows of each kind there are in all; limit and cursor do not matter. */
SW_CHECKED bool compare_count(struct ctx *cx, const struct entity *e, const struct list_query *lq, struct view then,
                              int64_t ret_counts[COMPARE_KINDS]);

/* A page as members of an open object: "items":[{"id","kind","changed":[names],"then":row or null,"now":row or null}],
 * "next": cursor or null. */
struct json;
SW_CHECKED bool compare_json_members(struct ctx *cx, const struct entity *e, const struct list_query *lq,
                                     struct view then, struct json *j);
const char *compare_kind_name(enum compare_kind kind); /* "added", "gone", "changed" */

#endif
