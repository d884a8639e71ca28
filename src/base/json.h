/* json.h — writes JSON straight into a buffer; reading is jansson's, with limits and our errors. */
#ifndef STEWARD_BASE_JSON_H
#define STEWARD_BASE_JSON_H

#include "base/buf.h"
#include "base/field.h"

struct json_t; /* jansson */

/* A writer puts commas and colons where they belong; opening and closing must pair. */
struct json {
    struct buf *out;
    bool comma;
};

struct json json_to(struct buf *out);
void json_object_begin(struct json *j); /* json_object, json_array, json_null are taken by jansson */
void json_object_end(struct json *j);
void json_array_begin(struct json *j);
void json_array_end(struct json *j);
void json_key(struct json *j, const char *key);
void json_none(struct json *j); /* null */
void json_bool(struct json *j, bool b);
void json_int(struct json *j, int64_t n);
void json_text(struct json *j, const char *s);            /* NULL writes null */
void json_raw(struct json *j, const char *json_document); /* NULL writes null */
/* key and value in one go */
void json_put_int(struct json *j, const char *key, int64_t n);
void json_put_text(struct json *j, const char *key, const char *s);
void json_put_bool(struct json *j, const char *key, bool b);
/* {"zh":…,"en":…} */
void json_put_label(struct json *j, const char *key, struct label l);

/* A field's value as the API shows it: money and ints as integers, dates as ISO text, percent as decimal text. */
void json_value(struct json *j, const struct field *f, struct value v);

/* Parse with limits (depth, size, duplicate keys refused); the tree is freed with cx's arena.
 * NULL with ERR_INPUT "JSN-01" naming line and column. */
struct json_t *json_parse(struct ctx *cx, const char *s, size_t n);

/* A JSON value as the field's value: the inverse of json_value.  ERR_INPUT with path when it does not fit. */
SW_CHECKED bool json_to_value(struct ctx *cx, const struct field *f, const struct json_t *v, const char *path,
                              struct value *ret_value);

#endif
