/* value.h — one value on its way between a struct, a row, a cell and a document. */
#ifndef STEWARD_BASE_VALUE_H
#define STEWARD_BASE_VALUE_H

#include "base/ctx.h"

enum value_kind { VALUE_NULL, VALUE_INT, VALUE_TEXT, VALUE_BYTES };

struct value {
    enum value_kind kind;
    int64_t i;     /* VALUE_INT: also money in 分, date codes, instants, 0/1 */
    const char *s; /* VALUE_TEXT (NUL-terminated UTF-8) and VALUE_BYTES */
    size_t n;      /* length of s */
};

struct value value_null(void);
struct value value_int(int64_t i);
struct value value_text(const char *s); /* NULL gives the null value */
struct value value_bytes(const void *bytes, size_t n);
bool value_equal(struct value a, struct value b);
struct value value_copy(struct arena *a, struct value v);

#endif
