/* cursor.h — where a page of a list ended, as an opaque word: the sort and the last row's values. */
#ifndef STEWARD_MODEL_CURSOR_H
#define STEWARD_MODEL_CURSOR_H

#include "base/field.h"

/* base64url of {"sort":…,"after":[…]}. */
const char *cursor_write(struct ctx *cx, const char *sort, const struct value *after, size_t count);

/* False with ERR_USAGE "LST-02" unless `cursor` was made for this sort with values of these fields' kinds. */
SW_CHECKED bool cursor_read(struct ctx *cx, const char *cursor, const char *sort, const struct field *const *fields,
                            size_t count, struct value *ret_after);

#endif
