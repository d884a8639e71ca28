/* list.h — lists of any entity: filtered, sorted, paged, as of and as known at a date. */
#ifndef STEWARD_MODEL_LIST_H
#define STEWARD_MODEL_LIST_H

#include "model/rows.h"
#include "model/scope.h"

struct list_query {
    const char *where; /* formula; NULL: all */
    const char *sort;  /* "sector,-total_investment,unit.name"; NULL: the entity's own order; ties by id, unknown last;
                         * a reference goes by its id (the order of entry), its title by a path */
    const char
        *fields; /* "name,unit,stage"; "*": all; NULL: the stored ones and those derived ones that lists show, since
                         * what is derived costs a search a row; id and version always come first */
    bool heads;  /* without names in `fields`: the rest of the head too, before them */
    int64_t id;  /* only this row; 0: any */
    const char *cursor;  /* as given by the page before; NULL: from the start */
    const char *through; /* a reference whose fields also answer in where and sort; NULL: none */
    const char *search;  /* words in fields marked FIELD_SEARCH */
    int limit;           /* 1…LIST_LIMIT_MOST; 0: LIST_LIMIT */
    bool no_limit;       /* exports: all rows (limit ignored) */
    struct view view;
};
enum { LIST_LIMIT = 50, LIST_LIMIT_MOST = 1000 };

/* One column of the answer. */
struct list_column {
    const struct field *field;
    bool title;                /* an extra column: the title of the reference before it, "unit_title" */
    const struct field *shown; /* what the value is: `field`, or the title's own field */
};

struct list {
    struct ctx *cx;
    const struct entity *entity;
    const struct list_column *columns;
    int column_count;
    int seen;  /* rows delivered so far */
    bool more; /* there is a page after this one; known at its end */
    struct list_plan *plan;
};

/* Start a list.  ERR_USAGE: LST-01 unknown field in sort or fields, LST-02 bad cursor, LST-03 bad limit; LST-04 the
 * filter is no condition; FML-… bad filter. */
SW_CHECKED bool list_open(struct ctx *cx, const struct entity *e, const struct list_query *lq, struct list *ret_list);
bool list_next(struct list *l); /* false: end of page or failure */
SW_CHECKED bool list_ok(const struct list *l);
struct value list_value(const struct list *l, int column); /* valid until the next list_next() */
const char *list_cursor(struct list *l);                   /* after the last row: NULL when this was the last page */

/* The row at hand as a JSON object; a reference comes as id with "<field>_title" beside. */
struct json;
void list_row_json(struct list *l, struct json *j);

/* How many rows the filter leaves. */
SW_CHECKED bool list_count(struct ctx *cx, const struct entity *e, const struct list_query *lq, int64_t *ret_count);

/* The whole page as JSON: {"items":[…],"next":cursor or null}. */
SW_CHECKED bool list_json(struct ctx *cx, const struct entity *e, const struct list_query *lq, struct json *j);

/* The same as members of an object already open, the rows under the key `items`. */
SW_CHECKED bool list_json_members(struct ctx *cx, const struct entity *e, const struct list_query *lq, struct json *j,
                                  const char *items);

/* What the engine says of how it would run the list (its first step): for tests that refuse full scans. */
const char *list_explain(struct ctx *cx, const struct entity *e, const struct list_query *lq);

#endif
