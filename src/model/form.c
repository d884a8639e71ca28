/* form.c — describes entities to the browser. */
#include "model/form.h"

#include "base/text.h"
#include "model/rights.h"

static void put_flag(struct json *j, const char *key, bool flag)
{
    if (flag)
        json_put_bool(j, key, true);
}

static void put_help(struct json *j, struct label help)
{
    if (help.zh || help.en)
        json_put_label(j, "help", help);
}

static void put_words(struct json *j, const char *words)
{
    json_array_begin(j);
    for (char **w = text_split(j->out->arena, words, ' '); *w; w++)
        json_text(j, *w);
    json_array_end(j);
}

static void put_choices(struct json *j, const struct choice *choices)
{
    json_key(j, "choices");
    json_array_begin(j);
    for (const struct choice *c = choices; c->code; c++) {
        json_object_begin(j);
        json_put_text(j, "code", c->code);
        json_put_label(j, "label", c->label);
        json_object_end(j);
    }
    json_array_end(j);
}

static void put_limits(struct json *j, const struct field *f)
{
    bool text = f->type == T_TEXT || f->type == T_NOTE;
    if (f->max > 0 && !text)
        json_put_int(j, "min", f->min);
    if (f->max > 0)
        json_put_int(j, "max", f->max); /* of text: characters */
    if (f->type == T_MONEY)
        json_put_text(j, "unit", "fen");
    if (f->type == T_PERCENT)
        json_put_text(j, "unit", "percent");
}

/* May the actor fill it in, in a new row or an old one? */
static bool may_fill(const struct ctx *cx, const struct entity *e, const struct field *f)
{
    return rights_field(cx, e, f, ACT_CREATE) || rights_field(cx, e, f, ACT_UPDATE);
}

static void put_field(const struct ctx *cx, struct json *j, const struct entity *e, const struct field *f, bool head)
{
    json_object_begin(j);
    json_put_text(j, "name", f->name);
    json_put_text(j, "type", type_name(f->type));
    json_put_label(j, "label", f->label);
    put_help(j, f->help);
    put_flag(j, "head", head);
    put_flag(j, "required", f->flags & FIELD_REQUIRED);
    put_flag(j, "readonly", (f->flags & (FIELD_READONLY | FIELD_KEPT)) || field_is_derived(f) || !may_fill(cx, e, f));
    put_flag(j, "derived", field_is_derived(f));
    put_flag(j, "list", f->flags & FIELD_LIST);
    put_flag(j, "search", f->flags & FIELD_SEARCH);
    put_flag(j, "group", f->flags & FIELD_GROUP);
    put_flag(j, "open", f->flags & FIELD_OPEN);
    put_flag(j, "cycle", f->flags & FIELD_CYCLE);
    put_flag(j, "day", f->flags & FIELD_DAY);
    if (f->ref)
        json_put_text(j, "ref", f->ref);
    if (f->through)
        json_put_text(j, "through", f->through);
    if (f->dates)
        json_put_text(j, "dates", f->dates);
    if (f->choices)
        put_choices(j, f->choices);
    put_limits(j, f);
    if (f->group)
        json_put_text(j, "rights", f->group);
    if (f->synonyms) {
        json_key(j, "synonyms");
        put_words(j, f->synonyms);
    }
    json_object_end(j);
}

static void put_fields(const struct ctx *cx, struct json *j, const struct entity *e, const struct field *fields,
                       bool head)
{
    for (const struct field *f = fields; f->type != T_END; f++)
        if (!(f->flags & FIELD_SECRET) && f->type != T_BYTES && rights_field(cx, e, f, ACT_READ))
            put_field(cx, j, e, f, head);
}

void form_json(const struct ctx *cx, struct json *j, const struct entity *e)
{
    json_object_begin(j);
    json_put_text(j, "name", e->name);
    json_put_label(j, "label", e->label);
    put_help(j, e->help);
    json_put_text(j, "title", e->title);
    json_put_text(j, "order", e->order ? e->order : "id");
    put_flag(j, "global", e->flags & ENTITY_GLOBAL);
    put_flag(j, "internal", e->flags & ENTITY_INTERNAL);
    json_key(j, "keys");
    json_array_begin(j);
    for (size_t i = 0; i < sizeof e->unique / sizeof *e->unique && e->unique[i]; i++)
        put_words(j, e->unique[i]);
    json_array_end(j);
    json_key(j, "fields");
    json_array_begin(j);
    put_fields(cx, j, e, e->fields, false);
    put_fields(cx, j, e, row_head_fields, true);
    json_array_end(j);
    json_object_end(j);
}

void form_list_json(const struct ctx *cx, struct json *j)
{
    json_array_begin(j);
    for (const struct entity *const *e = entity_catalogue; *e; e++) {
        if (rights_reach(cx, *e, ACT_READ) == REACH_NONE)
            continue;
        json_object_begin(j);
        json_put_text(j, "name", (*e)->name);
        json_put_label(j, "label", (*e)->label);
        put_flag(j, "internal", (*e)->flags & ENTITY_INTERNAL);
        json_object_end(j);
    }
    json_array_end(j);
}
