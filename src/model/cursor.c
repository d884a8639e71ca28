/* cursor.c — packs and unpacks the place where a page of a list ended. */
#include "model/cursor.h"

#include "base/json.h"
#include "model/statement.h"

#include <jansson.h>
#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static const char *encode(struct arena *a, const char *bytes, size_t n)
{
    struct buf out = buf_init(a);
    for (size_t i = 0; i < n; i += 3) {
        size_t left = n - i < 3 ? n - i : 3;
        unsigned triple = 0;
        for (size_t k = 0; k < 3; k++)
            triple = triple << 8 | (k < left ? (unsigned char)bytes[i + k] : 0);
        for (size_t k = 0; k <= left; k++)
            buf_char(&out, alphabet[triple >> (18 - 6 * k) & 63]);
    }
    return out.data;
}

/* NULL when a character is not of the alphabet. */
static const char *decode(struct arena *a, const char *word, size_t *ret_n)
{
    struct buf out = buf_init(a);
    unsigned bits = 0;
    int have = 0;
    for (const char *c = word; *c; c++) {
        const char *digit = strchr(alphabet, *c);
        if (!digit)
            return NULL;
        bits = bits << 6 | (unsigned)(digit - alphabet);
        have += 6;
        if (have >= 8) {
            have -= 8;
            buf_char(&out, (char)(bits >> have & 255));
        }
    }
    *ret_n = out.length;
    return out.data;
}

const char *cursor_write(struct ctx *cx, const char *sort, const struct value *after, size_t count)
{
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    json_object_begin(&j);
    json_put_text(&j, "sort", sort);
    json_key(&j, "after");
    json_array_begin(&j);
    for (size_t i = 0; i < count; i++) {
        if (after[i].kind == VALUE_INT)
            json_int(&j, after[i].i);
        else
            json_text(&j, after[i].kind == VALUE_TEXT ? after[i].s : NULL);
    }
    json_array_end(&j);
    json_object_end(&j);
    return encode(cx->arena, out.data, out.length);
}

static bool read_value(const json_t *v, const struct field *f, struct value *ret_value)
{
    if (json_is_null(v))
        *ret_value = value_null();
    else if (type_is_text(f->type) && json_is_string(v))
        *ret_value = value_text(json_string_value(v));
    else if (!type_is_text(f->type) && json_is_integer(v))
        *ret_value = value_int(json_integer_value(v));
    else
        return false;
    return true;
}

static bool read_document(const json_t *document, const char *sort, const struct field *const *fields, size_t count,
                          struct value *after)
{
    const char *made_for = json_string_value(json_object_get(document, "sort"));
    const json_t *values = json_object_get(document, "after");
    if (!made_for || strcmp(made_for, sort) != 0 || json_array_size(values) != count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!read_value(json_array_get(values, i), fields[i], &after[i]))
            return false;
    return after[count - 1].kind == VALUE_INT; /* the id */
}

bool cursor_read(struct ctx *cx, const char *cursor, const char *sort, const struct field *const *fields, size_t count,
                 struct value *ret_after)
{
    size_t n;
    const char *bytes = decode(cx->arena, cursor, &n);
    struct value *after = arena_array(cx->arena, count, sizeof *after);
    const json_t *document = bytes ? json_parse(cx, bytes, n) : NULL;
    if (!document || !read_document(document, sort, fields, count, after)) {
        err_clear(cx); /* the parser's words would only puzzle: a cursor is opaque */
        return fail(cx, ERR_USAGE, "LST-02", "cursor", "翻页标记无效或与排序不符，请从第一页重新开始",
                    "the cursor is not valid for this list and sort; start again from the first page");
    }
    memcpy(ret_after, after, count * sizeof *after);
    return true;
}
