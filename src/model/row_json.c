/* row_json.c — rows as JSON objects, both ways. */
#include "base/json.h"
#include "model/rights.h"
#include "model/rows.h"

#include <jansson.h>
#include <string.h>

static void members(struct ctx *cx, struct json *j, const struct entity *e, const struct field *fields, const void *row)
{
    for (const struct field *f = fields; f->type != T_END; f++) {
        if (field_is_derived(f) || (f->flags & FIELD_SECRET) || f->type == T_BYTES || !rights_field(cx, e, f, ACT_READ))
            continue;
        json_key(j, f->name);
        json_value(j, f, field_get(f, row));
    }
}

void row_json(struct ctx *cx, struct json *j, const struct entity *e, const void *row)
{
    members(cx, j, e, row_head_fields, row);
    members(cx, j, e, e->fields, row);
}

static bool is_settable(const struct entity *e, const struct field *f)
{
    return f && f == field_find(e->fields, f->name) && !field_is_derived(f) &&
           !(f->flags & (FIELD_READONLY | FIELD_SECRET)) && f->type != T_BYTES;
}

static bool refuse_member(struct ctx *cx, const struct entity *e, const char *key, const char *path)
{
    bool known = entity_field(e, key);
    return fail(cx, ERR_INPUT, "ROW-05", path,
                known ? "“%1$s”由系统维护，不能提交，请去掉%2$.0s%3$.0s" : "%2$s没有字段“%1$s”，请去掉或改正%3$.0s",
                known ? "\"%1$s\" is kept by the program and cannot be sent; leave it out%2$.0s%3$.0s"
                      : "%3$s has no field \"%1$s\"; leave it out or correct it%2$.0s",
                key, label_in(e->label, LANG_ZH), label_in(e->label, LANG_EN));
}

static bool set_member(struct ctx *cx, const struct entity *e, const char *key, const json_t *v, const char *path,
                       void *row)
{
    const struct field *f = entity_field(e, key);
    const char *where = path && path[0] ? arena_printf(cx->arena, "%s.%s", path, key) : key;
    struct value value;
    if (!is_settable(e, f))
        return refuse_member(cx, e, key, where);
    if (!json_to_value(cx, f, v, where, &value))
        return false;
    field_set(f, row, value);
    return true;
}

bool row_from_json(struct ctx *cx, const struct entity *e, const struct json_t *object, const char *path, void *row)
{
    if (!json_is_object(object))
        return fail(cx, ERR_INPUT, "ROW-04", path, "%1$s应为一个 JSON 对象 {…}%2$.0s",
                    "%2$s must be a JSON object {…}%1$.0s", label_in(e->label, LANG_ZH), label_in(e->label, LANG_EN));
    void *draft = arena_alloc(cx->arena, e->size);
    memcpy(draft, row, e->size);
    const char *key;
    json_t *v;
    json_t *members_of = (json_t *)(uintptr_t)object; /* jansson reads through pointers that are not const */
    json_object_foreach(members_of, key, v)
    {
        if (!set_member(cx, e, key, v, path, draft))
            return false;
    }
    memcpy(row, draft, e->size);
    return true;
}
