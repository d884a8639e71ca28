/* openapi_schema.c — writes JSON Schema (2020-12, as OpenAPI 3.1 takes it) from field tables. */
#include "model/openapi_schema.h"

void schema_text(struct json *j, const char *key, struct label l)
{
    if (!l.zh && !l.en)
        return;
    const char *zh = l.zh ? l.zh : "", *en = l.en ? l.en : "";
    json_put_text(j, key, arena_printf(j->out->arena, "%s%s%s", zh, l.zh && l.en ? " " : "", en));
}

void schema_reference(struct json *j, const char *name)
{
    json_object_begin(j);
    json_put_text(j, "$ref", arena_printf(j->out->arena, "#/components/schemas/%s", name));
    json_object_end(j);
}

/* "type": one name, or several as a list. */
static void put_type(struct json *j, const char *first, const char *second, const char *third)
{
    json_key(j, "type");
    if (!second && !third) {
        json_text(j, first);
        return;
    }
    json_array_begin(j);
    json_text(j, first);
    if (second)
        json_text(j, second);
    if (third)
        json_text(j, third);
    json_array_end(j);
}

static void put_choices(struct json *j, const struct field *f, bool nullable)
{
    json_key(j, f->flags & FIELD_OPEN ? "examples" : "enum");
    json_array_begin(j);
    for (const struct choice *c = f->choices; c && c->code; c++)
        json_text(j, c->code);
    if (nullable && !(f->flags & FIELD_OPEN))
        json_none(j);
    json_array_end(j);
}

static void put_range(struct json *j, const struct field *f)
{
    if (f->max <= 0)
        return;
    json_put_int(j, "minimum", f->min);
    json_put_int(j, "maximum", f->max);
}

static void put_kind(struct json *j, const struct field *f, enum schema_use use, bool nullable)
{
    const char *null = nullable ? "null" : NULL;
    bool sent = use != SCHEMA_READ && !field_is_derived(f);
    switch (f->type) {
    case T_BOOL:
        put_type(j, "boolean", NULL, null);
        break;
    case T_INT:
    case T_ID:
    case T_REF:
        put_type(j, "integer", NULL, null);
        json_put_text(j, "format", "int64");
        put_range(j, f);
        break;
    case T_MONEY:
        put_type(j, "integer", sent ? "string" : NULL, null);
        json_put_text(j, "format", "int64");
        put_range(j, f);
        break;
    case T_PERCENT:
        put_type(j, "string", NULL, null);
        json_put_text(j, "pattern", "^-?\\d+(\\.\\d{1,2})?$");
        break;
    case T_DATE:
        put_type(j, "string", NULL, null);
        json_put_text(j, "pattern",
                      f->flags & FIELD_DAY ? "^\\d{4}-\\d{2}-\\d{2}$" : "^\\d{4}(-H[12]|-Q[1-4]|-\\d{2}(-\\d{2})?)?$");
        break;
    case T_INSTANT:
        put_type(j, "string", NULL, null);
        json_put_text(j, "format", "date-time");
        break;
    case T_TEXT:
    case T_NOTE:
        put_type(j, "string", NULL, null);
        if (f->max > 0)
            json_put_int(j, "maxLength", f->max);
        break;
    case T_CHOICE:
        put_type(j, "string", NULL, null);
        put_choices(j, f, nullable);
        break;
    case T_BYTES:
        put_type(j, "string", NULL, null);
        json_put_text(j, "format", "byte");
        break;
    case T_JSON: /* anything */
    case T_END:
        break;
    }
}

static struct label unit_words(const struct field *f)
{
    switch (f->type) {
    case T_MONEY:
        return (struct label){"单位：分", "in 1/100 yuan"};
    case T_PERCENT:
        return (struct label){"百分比", "percent"};
    case T_REF:
        return (struct label){"编号", "an id"};
    default:
        return (struct label){0};
    }
}

/* "总投资 Total investment。help (单位：分 in 1/100 yuan)" */
static const char *field_words(struct arena *a, const struct field *f)
{
    struct label unit = unit_words(f);
    struct buf out = buf_init(a);
    buf_printf(&out, "%s %s", label_in(f->label, LANG_ZH), label_in(f->label, LANG_EN));
    if (f->help.zh)
        buf_printf(&out, "。%s", f->help.zh);
    if (f->help.en)
        buf_printf(&out, ". %s", f->help.en);
    if (unit.zh)
        buf_printf(&out, " (%s %s)", unit.zh, unit.en);
    return out.data;
}

/* Heads and booleans are always known; so is what was sent because it had to be. */
static bool is_nullable(const struct field *f, enum schema_use use)
{
    if (f->type == T_BOOL || f->type == T_JSON || field_find(row_head_fields, f->name) == f)
        return false;
    return use == SCHEMA_READ || !(f->flags & FIELD_REQUIRED);
}

void schema_of_field(struct json *j, const struct field *f, enum schema_use use)
{
    json_object_begin(j);
    put_kind(j, f, use, is_nullable(f, use));
    json_put_text(j, "description", field_words(j->out->arena, f));
    json_object_end(j);
}

static bool is_shown(const struct field *f)
{
    return !(f->flags & FIELD_SECRET) && f->type != T_BYTES;
}

static bool is_sent(const struct field *f)
{
    return is_shown(f) && !(f->flags & FIELD_READONLY) && !field_is_derived(f);
}

static bool is_changed(const struct field *f)
{
    return is_sent(f) && !(f->flags & FIELD_KEPT);
}

static void put_properties(struct json *j, const struct field *fields, enum schema_use use,
                           bool (*wanted)(const struct field *))
{
    for (const struct field *f = fields; f->type != T_END; f++)
        if (wanted(f)) {
            json_key(j, f->name);
            schema_of_field(j, f, use);
        }
}

/* "title" members that lists write beside references. */
static void put_titles(struct json *j, const struct field *fields)
{
    for (const struct field *f = fields; f->type != T_END; f++)
        if (f->type == T_REF && is_shown(f)) {
            json_key(j, arena_printf(j->out->arena, "%s_title", f->name));
            json_object_begin(j);
            put_type(j, "string", NULL, "null");
            schema_text(j, "description", f->label);
            json_object_end(j);
        }
}

static bool is_plain(const struct field *f)
{
    return is_shown(f) && !field_is_derived(f);
}

static void put_required(struct json *j, const struct field *fields, bool (*wanted)(const struct field *), bool all)
{
    for (const struct field *f = fields; f->type != T_END; f++)
        if (wanted(f) && (all || (f->flags & FIELD_REQUIRED)))
            json_text(j, f->name);
}

static bool has_required(const struct field *fields)
{
    for (const struct field *f = fields; f->type != T_END; f++)
        if (is_sent(f) && (f->flags & FIELD_REQUIRED))
            return true;
    return false;
}

static void begin_object(struct json *j, struct label about)
{
    json_object_begin(j);
    json_put_text(j, "type", "object");
    schema_text(j, "description", about);
}

void schema_of_fields(struct json *j, const struct field *fields, enum schema_use use, struct label about)
{
    begin_object(j, about);
    if (use == SCHEMA_READ || has_required(fields)) {
        json_key(j, "required");
        json_array_begin(j);
        put_required(j, fields, is_shown, use == SCHEMA_READ);
        json_array_end(j);
    }
    json_key(j, "properties");
    json_object_begin(j);
    put_properties(j, fields, use, is_shown);
    json_object_end(j);
    json_object_end(j);
}

static void key_of(struct json *j, const struct entity *e, const char *kind)
{
    json_key(j, kind ? arena_printf(j->out->arena, "%s_%s", e->name, kind) : e->name);
}

/* A row: every stored member stands there, known or null; derived fields and titles do where one row is asked for. */
static void row_schema(struct json *j, const struct entity *e)
{
    key_of(j, e, NULL);
    begin_object(j, e->label);
    json_key(j, "required");
    json_array_begin(j);
    put_required(j, row_head_fields, is_plain, true);
    put_required(j, e->fields, is_plain, true);
    json_array_end(j);
    json_key(j, "properties");
    json_object_begin(j);
    put_properties(j, row_head_fields, SCHEMA_READ, is_shown);
    put_properties(j, e->fields, SCHEMA_READ, is_shown);
    put_titles(j, e->fields);
    json_key(j, "findings");
    json_raw(
        j, "{\"type\":\"array\",\"description\":\"保存时的提醒，没有则无此项; what rules warned of when it was saved, "
           "absent when nothing\",\"items\":{\"$ref\":\"#/components/schemas/finding\"}}");
    json_object_end(j);
    json_object_end(j);
}

static void item_schema(struct json *j, const struct entity *e)
{
    key_of(j, e, "item");
    begin_object(j, e->label);
    json_key(j, "required");
    json_array_begin(j);
    json_text(j, "id");
    json_text(j, "version");
    json_array_end(j);
    json_key(j, "properties");
    json_object_begin(j);
    put_properties(j, row_head_fields, SCHEMA_READ, is_shown);
    put_properties(j, e->fields, SCHEMA_READ, is_shown);
    put_titles(j, e->fields);
    json_object_end(j);
    json_object_end(j);
}

static void list_schema(struct json *j, const struct entity *e)
{
    key_of(j, e, "list");
    begin_object(j, e->label);
    json_key(j, "required");
    json_raw(j, "[\"items\",\"next\"]");
    json_key(j, "properties");
    json_object_begin(j);
    json_key(j, "items");
    json_object_begin(j);
    json_put_text(j, "type", "array");
    json_key(j, "items");
    schema_reference(j, arena_printf(j->out->arena, "%s_item", e->name));
    json_object_end(j);
    json_key(j, "next");
    json_object_begin(j);
    put_type(j, "string", NULL, "null");
    json_put_text(j, "description", "下一页的标记，没有下一页时为 null; the cursor of the next page, null on the last");
    json_object_end(j);
    json_key(j, "count");
    json_raw(j, "{\"type\":\"integer\",\"description\":\"总行数，要求时才有; all rows, when asked for\"}");
    json_object_end(j);
    json_object_end(j);
}

static void sent_schema(struct json *j, const struct entity *e, const char *kind, enum schema_use use)
{
    key_of(j, e, kind);
    begin_object(j, e->label);
    json_put_bool(j, "additionalProperties", false);
    if (use == SCHEMA_WRITE && has_required(e->fields)) {
        json_key(j, "required");
        json_array_begin(j);
        put_required(j, e->fields, is_sent, false);
        json_array_end(j);
    }
    json_key(j, "properties");
    json_object_begin(j);
    put_properties(j, e->fields, use, use == SCHEMA_CHANGE ? is_changed : is_sent);
    json_object_end(j);
    json_object_end(j);
}

static void version_schema(struct json *j, const struct entity *e)
{
    key_of(j, e, "version");
    json_object_begin(j);
    json_key(j, "allOf");
    json_array_begin(j);
    schema_reference(j, e->name);
    json_raw(j,
             "{\"type\":\"object\",\"required\":[\"ended_at\",\"ended_by\",\"ended_way\",\"deleted\"],\"properties\":{"
             "\"ended_at\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},"
             "\"ended_by\":{\"type\":[\"string\",\"null\"]},\"ended_way\":{\"type\":[\"string\",\"null\"]},"
             "\"deleted\":{\"type\":\"boolean\"}}}");
    json_array_end(j);
    json_object_end(j);
}

static void history_schema(struct json *j, const struct entity *e)
{
    key_of(j, e, "history");
    begin_object(j, e->label);
    json_key(j, "required");
    json_raw(j, "[\"items\"]");
    json_key(j, "properties");
    json_object_begin(j);
    json_key(j, "items");
    json_object_begin(j);
    json_put_text(j, "type", "array");
    json_key(j, "items");
    schema_reference(j, arena_printf(j->out->arena, "%s_version", e->name));
    json_object_end(j);
    json_object_end(j);
    json_object_end(j);
}

void schemas_of_entity(struct json *j, const struct entity *e)
{
    row_schema(j, e);
    item_schema(j, e);
    list_schema(j, e);
    if (!(e->flags & ENTITY_INTERNAL)) {
        sent_schema(j, e, "write", SCHEMA_WRITE);
        sent_schema(j, e, "change", SCHEMA_CHANGE);
    }
    version_schema(j, e);
    history_schema(j, e);
}
