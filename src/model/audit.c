/* audit.c — checks at start that every entity is described completely and consistently. */
#include "base/text.h"
#include "model/entity.h"

#include <ctype.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

/* Identifiers are never quoted, so none may be a word that either engine reserves. */
static const char reserved[] =
    " abort action add after all alter always analyse analyze and any array as asc asymmetric attach authorization"
    " autoincrement before begin between binary both by cascade case cast check collate collation column commit"
    " concurrently conflict constraint create cross current current_catalog current_date current_role current_schema"
    " current_time current_timestamp current_user database default deferrable deferred delete desc detach distinct do"
    " drop each else end escape except exclude exclusive exists explain fail false fetch filter first following for"
    " foreign freeze from full generated glob grant group groups having if ignore ilike immediate in index indexed"
    " initially inner insert instead intersect into is isnull join key last lateral leading left like limit localtime"
    " localtimestamp match materialized natural no not nothing notnull null nulls of offset on only or order others"
    " outer over overlaps partition placing plan pragma preceding primary raise range recursive references"
    " regexp reindex release rename replace restrict returning right rollback row rows savepoint select session_user"
    " set similar some symmetric system_user table tablesample temp temporary then ties to trailing transaction"
    " trigger true unbounded union unique update user using vacuum values variadic verbose view virtual when where"
    " window with without ";

/* Columns and tables that the model adds to every entity. */
static const char taken[] = " zone id version created_at created_by updated_at updated_by way ended_at ended_by"
                            " ended_way deleted ";

enum { NAME_MOST = 40, INDEX_NAME_MOST = 63 /* PostgreSQL cuts longer ones */ };

static bool is_among(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = strstr(list, word); at; at = strstr(at + 1, word))
        if (at[-1] == ' ' && at[n] == ' ')
            return true;
    return false;
}

/* What is wrong with entity e (and its field, when there is one): a fault of the program, so English is enough for
 * the details. */
static bool reject(struct ctx *cx, const struct entity *e, const char *field, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static bool reject(struct ctx *cx, const struct entity *e, const char *field, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *what = arena_vprintf(cx->arena, format, args);
    va_end(args);
    const char *where = field ? arena_printf(cx->arena, "%s.%s", e->name, field) : e->name;
    return fail(cx, ERR_SYSTEM, "ENT-01", where, "实体描述有误：%s：%s", "an entity is described wrongly: %s: %s",
                where, what);
}

static bool is_identifier(const char *name)
{
    if (!name || !islower((unsigned char)name[0]))
        return false;
    for (const char *c = name; *c; c++)
        if (!islower((unsigned char)*c) && !isdigit((unsigned char)*c) && *c != '_')
            return false;
    return strlen(name) <= NAME_MOST;
}

static bool audit_name(struct ctx *cx, const struct entity *e, const char *field, const char *name)
{
    if (!is_identifier(name))
        return reject(cx, e, field, "a name is lower-case letters, digits and _, at most %d of them", NAME_MOST);
    if (is_among(reserved, name))
        return reject(cx, e, field, "the name is a reserved word of SQL");
    if (field && is_among(taken, name))
        return reject(cx, e, field, "every table has a column of this name already");
    return true;
}

static bool audit_choices(struct ctx *cx, const struct entity *e, const struct field *f)
{
    if (!f->choices || !f->choices[0].code)
        return reject(cx, e, f->name, "a choice without choices");
    for (const struct choice *c = f->choices; c->code; c++) {
        if (choice_find(f->choices, c->code) != c)
            return reject(cx, e, f->name, "choice '%s' is there twice", c->code);
        if (!c->label.zh || !c->label.en)
            return reject(cx, e, f->name, "choice '%s' needs a label in both languages", c->code);
    }
    return true;
}

static bool audit_reference(struct ctx *cx, const struct entity *e, const struct field *f)
{
    const struct entity *target = f->ref ? entity_find(f->ref) : NULL;
    if (!target)
        return reject(cx, e, f->name, "refers to '%s', which is no entity", f->ref ? f->ref : "");
    if ((e->flags & ENTITY_GLOBAL) && !(target->flags & ENTITY_GLOBAL))
        return reject(cx, e, f->name, "a global entity cannot refer to '%s' of some zone", f->ref);
    const char *title = arena_printf(cx->arena, "%s_title", f->name);
    if (entity_field(e, title))
        return reject(cx, e, f->name, "lists need the name '%s' for its title", title);
    return true;
}

/* {plan_year.amount, year = …}: plan_year has the column, and one row at most for each row of e and year. */
static bool is_own_row(struct ctx *cx, const struct entity *e, const struct entity *target, const char *rest)
{
    const struct field *ref = entity_reference(target, e);
    size_t n = strcspn(rest, ",");
    const char *key = rest[n] ? rest + n + strlen(", ") : "";
    const char *unique =
        ref ? arena_printf(cx->arena, "%s%s%.*s", ref->name, *key ? " " : "", (int)strcspn(key, " "), key) : "";
    bool found = false;
    for (size_t i = 0; i < sizeof target->unique / sizeof *target->unique && target->unique[i]; i++)
        found = found || strcmp(target->unique[i], unique) == 0;
    return found && entity_field(target, arena_strndup(cx->arena, rest, n));
}

/* Every {word} in the SQL of a derived field is t, an entity, or something of the one row of an entity. */
static bool audit_derived(struct ctx *cx, const struct entity *e, const struct field *f)
{
    for (const char *p = strchr(f->sql, '{'); p; p = strchr(p + 1, '{')) {
        const char *word = arena_strndup(cx->arena, p + 1, strcspn(p + 1, "}"));
        const char *dot = strchr(word, '.');
        const struct entity *named = entity_find(dot ? arena_strndup(cx->arena, word, (size_t)(dot - word)) : word);
        if (strcmp(word, "t") != 0 && !named)
            return reject(cx, e, f->name, "its SQL names {%s}, which is no entity", word);
        if (dot && !is_own_row(cx, e, named, dot + 1))
            return reject(cx, e, f->name, "its SQL names {%s}, of which a row may have many", word);
    }
    if (f->flags & FIELD_REQUIRED)
        return reject(cx, e, f->name, "a derived field cannot be required");
    return true;
}

/* A life cycle is a choice; a derived one is made by dated rows of an entity that refers here. */
static bool audit_cycle(struct ctx *cx, const struct entity *e, const struct field *f)
{
    const struct entity *by = f->through ? entity_find(f->through) : NULL;
    bool refers = false;
    if (f->type != T_CHOICE)
        return reject(cx, e, f->name, "a life cycle is a choice");
    for (const struct field *r = by ? by->fields : NULL; r && r->type != T_END; r++)
        refers = refers || (r->type == T_REF && strcmp(r->ref, e->name) == 0);
    if (field_is_derived(f) && !(refers && entity_field(by, f->name)))
        return reject(cx, e, f->name, "a derived life cycle needs an entity whose rows refer here and tell '%s'",
                      f->name);
    return true;
}

/* The date of a step of a life cycle of its entity. */
static bool audit_dates(struct ctx *cx, const struct entity *e, const struct field *f)
{
    for (const struct field *c = e->fields; c->type != T_END; c++)
        if ((c->flags & FIELD_CYCLE) && choice_find(c->choices, f->dates))
            return f->type == T_DATE || reject(cx, e, f->name, "only a date tells when '%s' was reached", f->dates);
    return reject(cx, e, f->name, "no life cycle has the step '%s'", f->dates);
}

static bool audit_field(struct ctx *cx, const struct entity *e, const struct field *f)
{
    if (!audit_name(cx, e, f->name, f->name))
        return false;
    if (!f->label.zh || !f->label.en)
        return reject(cx, e, f->name, "needs a label in both languages");
    if (field_find(e->fields, f->name) != f)
        return reject(cx, e, f->name, "the name is there twice");
    if (f->max > 0 && f->min > f->max)
        return reject(cx, e, f->name, "its range is empty");
    if (f->type == T_CHOICE && !audit_choices(cx, e, f))
        return false;
    if (f->type == T_REF && !audit_reference(cx, e, f))
        return false;
    if ((f->flags & FIELD_CYCLE) && !audit_cycle(cx, e, f))
        return false;
    if (f->dates && !audit_dates(cx, e, f))
        return false;
    return !field_is_derived(f) || audit_derived(cx, e, f);
}

/* ---- every byte ---- */

static size_t type_alignment(enum type type)
{
    switch (type) {
    case T_BOOL:
        return alignof(bool);
    case T_BYTES:
        return alignof(struct bytes);
    case T_TEXT:
    case T_NOTE:
    case T_CHOICE:
    case T_JSON:
        return alignof(const char *);
    default:
        return alignof(int64_t);
    }
}

static size_t align_up(size_t at, size_t alignment)
{
    return (at + alignment - 1) / alignment * alignment;
}

static int by_offset(const void *a, const void *b)
{
    const struct field *const *x = a, *const *y = b;
    return (*x)->offset < (*y)->offset ? -1 : (*x)->offset > (*y)->offset;
}

/* Members in the order of the struct: each begins where the one before ends, but for alignment. */
static bool audit_bytes(struct ctx *cx, const struct entity *e)
{
    size_t count = 0, at = 0;
    for (const struct field *f = entity_next_column(e, NULL); f; f = entity_next_column(e, f))
        count++;
    const struct field **members = arena_array(cx->arena, count, sizeof *members);
    count = 0;
    for (const struct field *f = entity_next_column(e, NULL); f; f = entity_next_column(e, f))
        members[count++] = f;
    qsort(members, count, sizeof *members, by_offset);
    for (size_t i = 0; i < count; i++) {
        const struct field *f = members[i];
        if (f->offset < at)
            return reject(cx, e, f->name, "shares bytes of the struct with another field");
        if (f->offset != align_up(at, type_alignment(f->type)))
            return reject(cx, e, f->name, "the %zu bytes of the struct before it are not described", f->offset - at);
        at = f->offset + type_size(f->type);
    }
    if (align_up(at, alignof(struct row_head)) != e->size)
        return reject(cx, e, NULL, "%zu bytes at the end of the struct are not described", e->size - at);
    return true;
}

/* ---- the whole ---- */

static bool audit_key(struct ctx *cx, const struct entity *e, const char *what, const char *fields)
{
    char **words = text_split(cx->arena, fields, ' ');
    size_t length = strlen(entity_table(e)) + strlen("_key") + 1;
    for (char **w = words; *w; w++) {
        const struct field *f = entity_field(e, *w);
        if (!f || field_is_derived(f) || f->type == T_BYTES)
            return reject(cx, e, *w, "named by %s, but is no column that can be indexed", what);
        length += strlen(*w) + 1;
    }
    if (!words[0] || length > INDEX_NAME_MOST)
        return reject(cx, e, NULL, "%s '%s' is empty or makes too long a name", what, fields);
    return true;
}

static bool audit_order(struct ctx *cx, const struct entity *e)
{
    for (char **w = text_split(cx->arena, e->order, ','); *w; w++)
        if (!entity_field(e, *w + ((*w)[0] == '-')))
            return reject(cx, e, *w, "named by the default order, but is no field");
    return true;
}

/* What the search box offers has a place of its own, a title in words and a second line of fields. */
static bool audit_found(struct ctx *cx, const struct entity *e)
{
    if (!e->found)
        return true;
    for (const struct entity *const *other = entity_catalogue; *other; other++)
        if (*other != e && (*other)->found == e->found)
            return reject(cx, e, NULL, "'%s' has place %d in the search box too", (*other)->name, e->found);
    if (!(entity_field(e, e->title)->flags & FIELD_SEARCH) || (e->flags & ENTITY_GLOBAL))
        return reject(cx, e, e->title, "what the search box offers is of a zone, and its title is searched");
    for (char **w = text_split(cx->arena, e->detail, ','); *w; w++)
        if (!entity_field(e, *w))
            return reject(cx, e, *w, "named by its second line, but is no field");
    return true;
}

static bool audit_whole(struct ctx *cx, const struct entity *e)
{
    if (!audit_name(cx, e, NULL, entity_table(e)))
        return false;
    if (entity_find(e->name) && entity_find(e->name) != e)
        return reject(cx, e, NULL, "the name is there twice");
    if (!e->label.zh || !e->label.en)
        return reject(cx, e, NULL, "needs a label in both languages");
    if (!e->title || !entity_field(e, e->title))
        return reject(cx, e, e->title, "its title is no field");
    for (size_t i = 0; i < sizeof e->unique / sizeof *e->unique && e->unique[i]; i++)
        if (!audit_key(cx, e, "a unique key", e->unique[i]))
            return false;
    for (size_t i = 0; i < sizeof e->indexes / sizeof *e->indexes && e->indexes[i]; i++)
        if (!audit_key(cx, e, "an index", e->indexes[i]))
            return false;
    return audit_found(cx, e) && (!e->order || audit_order(cx, e));
}

bool entity_audit_one(struct ctx *cx, const struct entity *e)
{
    bool derived = false;
    for (const struct field *f = e->fields; f->type != T_END; f++) {
        if (!audit_field(cx, e, f))
            return false;
        if (derived && !field_is_derived(f))
            return reject(cx, e, f->name, "stored fields come before derived ones");
        derived = field_is_derived(f);
    }
    return audit_whole(cx, e) && audit_bytes(cx, e);
}

bool entity_audit(struct ctx *cx)
{
    for (const struct entity *const *e = entity_catalogue; *e; e++)
        if (!entity_audit_one(cx, *e))
            return false;
    return true;
}
