/* field.c — moves values in and out of the structs that field tables describe. */
#include "base/field.h"
#include "base/text.h"

#include <string.h>

/* clang-format off */
static const struct type_facts {
    const char *name;
    size_t size;
} facts[] = {
    [T_END]     = {"end",     0},
    [T_BOOL]    = {"bool",    sizeof(bool)},
    [T_INT]     = {"int",     sizeof(int64_t)},
    [T_ID]      = {"id",      sizeof(int64_t)},
    [T_REF]     = {"ref",     sizeof(int64_t)},
    [T_MONEY]   = {"money",   sizeof(struct money)},
    [T_PERCENT] = {"percent", sizeof(int64_t)},
    [T_DATE]    = {"date",    sizeof(struct date)},
    [T_INSTANT] = {"instant", sizeof(struct instant)},
    [T_TEXT]    = {"text",    sizeof(const char *)},
    [T_NOTE]    = {"note",    sizeof(const char *)},
    [T_CHOICE]  = {"choice",  sizeof(const char *)},
    [T_JSON]    = {"json",    sizeof(const char *)},
    [T_BYTES]   = {"bytes",   sizeof(struct bytes)},
};
/* clang-format on */

size_t type_size(enum type type)
{
    return facts[type].size;
}

const char *type_name(enum type type)
{
    return facts[type].name;
}

const struct field *field_find(const struct field *fields, const char *name)
{
    for (const struct field *f = fields; name && f->type != T_END; f++)
        if (strcmp(f->name, name) == 0)
            return f;
    return NULL;
}

const struct choice *choice_find(const struct choice *choices, const char *code)
{
    for (const struct choice *c = choices; code && c && c->code; c++)
        if (strcmp(c->code, code) == 0)
            return c;
    return NULL;
}

static bool same_folded(struct arena *a, const char *folded, const char *s)
{
    const char *other = text_fold(a, s);
    return other && strcmp(folded, other) == 0;
}

static bool choice_answers_to(struct arena *a, const struct choice *c, const char *folded)
{
    if (same_folded(a, folded, c->code) || same_folded(a, folded, c->label.zh) || same_folded(a, folded, c->label.en))
        return true;
    char **synonyms = c->synonyms ? text_split(a, c->synonyms, ' ') : NULL;
    for (char **s = synonyms; s && *s; s++)
        if (same_folded(a, folded, *s))
            return true;
    return false;
}

const struct choice *choice_match(struct arena *a, const struct choice *choices, const char *words)
{
    const struct choice *found = choice_find(choices, words);
    if (found || !words)
        return found;
    struct arena_mark mark = arena_mark(a);
    const char *folded = text_fold(a, words);
    for (const struct choice *c = choices; folded && folded[0] && c && c->code && !found; c++)
        if (choice_answers_to(a, c, folded))
            found = c;
    arena_reset(a, mark);
    return found;
}

/* Unknown is NONE_INT where nought is a number, and 0 where nought names nothing. */
static int64_t unknown_of(enum type type)
{
    return type == T_INT || type == T_PERCENT || type == T_MONEY ? NONE_INT : 0;
}

static struct value int_or_unknown(enum type type, int64_t i)
{
    return i == unknown_of(type) ? value_null() : value_int(i);
}

struct value field_get(const struct field *f, const void *row)
{
    const void *member = (const char *)row + f->offset;
    if (f->sql)
        return value_null(); /* a derived field has no member */
    switch (f->type) {
    case T_BOOL:
        return value_int(*(const bool *)member);
    case T_INT:
    case T_ID:
    case T_REF:
    case T_PERCENT:
        return int_or_unknown(f->type, *(const int64_t *)member);
    case T_MONEY:
        return int_or_unknown(f->type, ((const struct money *)member)->fen);
    case T_DATE:
        return int_or_unknown(f->type, ((const struct date *)member)->code);
    case T_INSTANT:
        return int_or_unknown(f->type, ((const struct instant *)member)->ms);
    case T_TEXT:
    case T_NOTE:
    case T_CHOICE:
    case T_JSON:
        return value_text(*(const char *const *)member);
    case T_BYTES:
        return value_bytes(((const struct bytes *)member)->data, ((const struct bytes *)member)->size);
    case T_END:
        break;
    }
    return value_null();
}

void field_set(const struct field *f, void *row, struct value v)
{
    void *member = (char *)row + f->offset;
    int64_t i = v.kind == VALUE_INT ? v.i : unknown_of(f->type);
    if (f->sql)
        return;
    switch (f->type) {
    case T_BOOL:
        *(bool *)member = i != 0;
        break;
    case T_INT:
    case T_ID:
    case T_REF:
    case T_PERCENT:
        *(int64_t *)member = i;
        break;
    case T_MONEY:
        ((struct money *)member)->fen = i;
        break;
    case T_DATE:
        ((struct date *)member)->code = i;
        break;
    case T_INSTANT:
        ((struct instant *)member)->ms = i;
        break;
    case T_TEXT:
    case T_NOTE:
    case T_CHOICE:
    case T_JSON:
        *(const char **)member = v.kind == VALUE_TEXT ? v.s : NULL;
        break;
    case T_BYTES:
        *(struct bytes *)member = v.kind == VALUE_BYTES ? (struct bytes){v.s, v.n} : (struct bytes){NULL, 0};
        break;
    case T_END:
        break;
    }
}

void fields_blank(const struct field *fields, void *row)
{
    for (const struct field *f = fields; f->type != T_END; f++)
        field_set(f, row, value_null());
}
