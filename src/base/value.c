/* value.c — one value on its way between a struct, a row, a cell and a document. */
#include "base/value.h"

#include <string.h>

struct value value_null(void)
{
    return (struct value){VALUE_NULL};
}

struct value value_int(int64_t i)
{
    return (struct value){.kind = VALUE_INT, .i = i};
}

struct value value_text(const char *s)
{
    return s ? (struct value){.kind = VALUE_TEXT, .s = s, .n = strlen(s)} : value_null();
}

struct value value_bytes(const void *bytes, size_t n)
{
    return bytes ? (struct value){.kind = VALUE_BYTES, .s = bytes, .n = n} : value_null();
}

bool value_equal(struct value a, struct value b)
{
    if (a.kind != b.kind)
        return false;
    switch (a.kind) {
    case VALUE_NULL:
        return true;
    case VALUE_INT:
        return a.i == b.i;
    case VALUE_TEXT:
    case VALUE_BYTES:
        return a.n == b.n && memcmp(a.s, b.s, a.n) == 0;
    }
    return false;
}

struct value value_copy(struct arena *a, struct value v)
{
    if (v.kind == VALUE_TEXT || v.kind == VALUE_BYTES)
        v.s = arena_strndup(a, v.s, v.n);
    return v;
}
