/* template_data.c — what names mean inside a template: scopes of JSON, innermost first. */
#include "office/template_data.h"
#include "base/text.h"

#include <string.h>

static void free_json(void *value)
{
    json_decref(value);
}

static const json_t *index_of(struct ctx *cx, const struct scope *s)
{
    json_t *number = json_integer(s->index);
    if (number)
        arena_defer(cx->arena, free_json, number);
    return number;
}

static const json_t *head_find(struct ctx *cx, const struct scope *s, const char *head, size_t n)
{
    for (; s; s = s->outer) {
        const json_t *found = json_object_getn(s->data, head, n);
        if (found)
            return found;
        if (s->index > 0 && n == 5 && memcmp(head, "index", n) == 0)
            return index_of(cx, s);
        if (s->index > 0 && n == 4 && memcmp(head, "this", n) == 0)
            return s->data;
    }
    return NULL;
}

const json_t *scope_find(struct ctx *cx, const struct scope *s, const char *name)
{
    size_t n = strcspn(name, ".");
    const json_t *found = head_find(cx, s, name, n);
    while (found && name[n] == '.') {
        name += n + 1;
        n = strcspn(name, ".");
        found = json_object_getn(found, name, n);
    }
    return found;
}

bool data_is_true(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_TRUE:
        return true;
    case JSON_INTEGER:
        return json_integer_value(value) != 0;
    case JSON_REAL:
        return json_real_value(value) < 0 || json_real_value(value) > 0;
    case JSON_STRING:
        return json_string_length(value) > 0;
    case JSON_ARRAY:
        return json_array_size(value) > 0;
    case JSON_OBJECT:
        return json_object_size(value) > 0;
    default:
        return false;
    }
}

const char *data_text(struct ctx *cx, const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_STRING:
        return json_string_value(value);
    case JSON_INTEGER:
        return arena_printf(cx->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    case JSON_REAL:
        return arena_printf(cx->arena, "%.15g", json_real_value(value));
    case JSON_TRUE:
        return "是";
    case JSON_FALSE:
        return "否";
    case JSON_NULL:
        return "";
    default:
        return NULL;
    }
}

enum { LIKE_ENOUGH = 50 };

struct nearest {
    struct arena *arena;
    const char *wanted, *wanted_tail;
    const char *names[NEAREST];
    int likeness[NEAREST];
};

static const char *tail_of(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot ? dot + 1 : name;
}

static void consider(struct nearest *n, const char *name)
{
    int whole = text_likeness(n->arena, n->wanted, name);
    int tail = text_likeness(n->arena, n->wanted_tail, tail_of(name)) - 5; /* "started" for "totals.started" */
    int likeness = whole > tail ? whole : tail;
    if (likeness < LIKE_ENOUGH)
        return;
    for (int i = 0; i < NEAREST; i++) {
        if (n->names[i] && strcmp(n->names[i], name) == 0)
            return;
        if (!n->names[i] || likeness > n->likeness[i]) {
            for (int k = NEAREST - 1; k > i; k--) {
                n->names[k] = n->names[k - 1];
                n->likeness[k] = n->likeness[k - 1];
            }
            n->names[i] = name;
            n->likeness[i] = likeness;
            return;
        }
    }
}

int scope_nearest(struct ctx *cx, const struct scope *s, const char *name, const char *ret_names[NEAREST])
{
    struct nearest n = {.arena = cx->arena, .wanted = name, .wanted_tail = tail_of(name)};
    for (; s; s = s->outer) {
        const char *key, *inner_key;
        json_t *value, *inner;
        json_t *object = (json_t *)(uintptr_t)s->data; /* jansson's iterators take no const */
        json_object_foreach(object, key, value)
        {
            consider(&n, key);
            json_object_foreach(value, inner_key, inner) consider(&n, arena_printf(cx->arena, "%s.%s", key, inner_key));
        }
    }
    int count = 0;
    for (; count < NEAREST && n.names[count]; count++)
        ret_names[count] = n.names[count];
    return count;
}
