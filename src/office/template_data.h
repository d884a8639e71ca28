/* template_data.h — what names mean inside a template: scopes of JSON, innermost first.  Inside src/office only. */
#ifndef STEWARD_OFFICE_TEMPLATE_DATA_H
#define STEWARD_OFFICE_TEMPLATE_DATA_H

#include "base/ctx.h"

#include <jansson.h>

struct scope {
    const json_t *data;
    long index; /* 1-based inside each; 0 outside */
    const struct scope *outer;
};

/* What "a.b" means here; NULL when nothing.  `index` and `this` (the item itself) mean something inside each. */
const json_t *scope_find(struct ctx *cx, const struct scope *s, const char *name);

/* True, a number other than 0, a text or list not empty. */
bool data_is_true(const json_t *value);

/* As it is printed; NULL for lists and objects. */
const char *data_text(struct ctx *cx, const json_t *value);

/* The names most like `name` that mean something here, up to three, nearest first; their number. */
enum { NEAREST = 3 };
int scope_nearest(struct ctx *cx, const struct scope *s, const char *name, const char *ret_names[NEAREST]);

#endif
