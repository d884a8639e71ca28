/* group_key.c — classes of rows: their SQL, their names, and the condition that keeps one of them. */
#include "model/group_key.h"

#include "base/buf.h"
#include "base/text.h"

#include <string.h>

static bool is_class(const struct field *f)
{
    return f->type != T_MONEY && f->type != T_JSON && f->type != T_BYTES && f->type != T_NOTE && f->type != T_INSTANT;
}

enum group_fit group_key_find(struct entity_scope *s, const char *word, struct group_key *ret_key)
{
    struct ctx *cx = scope_ctx(s);
    struct name own = {0}, title;
    if (!scope_name(s, word, false, &own)) {
        err_clear(cx);
        return GROUP_UNKNOWN;
    }
    title = own;
    if (own.field->type == T_REF && !scope_name(s, word, true, &title)) {
        err_clear(cx);
        return GROUP_UNKNOWN;
    }
    if (!is_class(title.field))
        return GROUP_NO_CLASS;
    bool monthly = title.field->type == T_DATE;
    *ret_key = (struct group_key){
        .field = title.field,
        .path = own.path,
        .sql = monthly ? arena_printf(cx->arena, "%s / 1000", title.sql) : title.sql,
    };
    return GROUP_FITS;
}

static struct date month_of(struct value v)
{
    return date_month((int)(v.i / 100), (int)(v.i % 100));
}

static const char *whole_number(struct ctx *cx, struct value v)
{
    return arena_printf(cx->arena, "%lld", (long long)v.i);
}

const char *group_key_name(struct ctx *cx, const struct group_key *key, struct value v, struct label *ret_label)
{
    const struct field *f = key->field;
    const char *name;
    *ret_label = (struct label){"未填", "Not given"};
    if (v.kind == VALUE_NULL)
        return NULL;
    switch (f->type) {
    case T_DATE:
        *ret_label =
            (struct label){date_show(cx->arena, month_of(v), LANG_ZH), date_show(cx->arena, month_of(v), LANG_EN)};
        return date_iso(cx->arena, month_of(v));
    case T_BOOL:
        *ret_label = v.i ? (struct label){"是", "Yes"} : (struct label){"否", "No"};
        return v.i ? "true" : "false";
    case T_PERCENT:
        name = percent_decimal(cx->arena, v.i);
        break;
    case T_INT:
    case T_ID:
        name = whole_number(cx, v);
        break;
    default:
        name = arena_strdup(cx->arena, v.s);
    }
    const struct choice *c = f->choices ? choice_find(f->choices, name) : NULL;
    *ret_label = c ? c->label : (struct label){name, name};
    return name;
}

/* In quotes that the text does not hold itself, where that can be; else its own quotes are doubled. */
static const char *quoted(struct ctx *cx, const char *text)
{
    struct buf out = buf_init(cx->arena);
    char quote = text_has(text, "\"") || text_has(text, "＂") ? '\'' : '"';
    buf_char(&out, quote);
    for (const char *c = text; *c; c++) {
        if (*c == quote)
            buf_char(&out, quote);
        buf_char(&out, *c);
    }
    buf_char(&out, quote);
    return out.data;
}

const char *group_key_where(struct ctx *cx, const struct group_key *key, struct value v)
{
    struct label label;
    const char *name = group_key_name(cx, key, v, &label);
    if (!name)
        return arena_printf(cx->arena, "%s is empty", key->path);
    switch (key->field->type) {
    case T_DATE:
    case T_BOOL:
    case T_INT:
    case T_ID:
        return arena_printf(cx->arena, "%s = %s", key->path, name);
    case T_PERCENT:
        return arena_printf(cx->arena, "%s = %s%%", key->path, name);
    default:
        return arena_printf(cx->arena, "%s = %s", key->path, quoted(cx, name));
    }
}
