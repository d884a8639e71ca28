/* entity.c — looks up entities and their fields, collects findings. */
#include "model/entity.h"

#include "base/text.h"

#include <string.h>

/* clang-format off */
static const struct choice ways[] = {
    {"form",    {"表单", "Form"},         NULL},
    {"bulk",    {"批量修改", "Bulk change"}, NULL},
    {"import",  {"导入", "Import"},       NULL},
    {"weekly",  {"周报", "Weekly report"}, NULL},
    {"undo",    {"撤销", "Undo"},         NULL},
    {"deed",    {"办理", "Deed"},         NULL},
    {"api",     {"接口", "API"},          NULL},
    {"cli",     {"命令行", "Command line"}, NULL},
    {"job",     {"后台任务", "Job"},      NULL},
    {"program", {"程序", "Program"},      NULL},
    {0},
};

const struct field row_head_fields[] = {
    {.name = "id",         FIELD_AT(T_ID, struct row_head, id),              .label = {"编号", "Id"},         .flags = FIELD_READONLY},
    {.name = "version",    FIELD_AT(T_INT, struct row_head, version),        .label = {"版本", "Version"},    .flags = FIELD_READONLY},
    {.name = "created_at", FIELD_AT(T_INSTANT, struct row_head, created_at), .label = {"创建时间", "Created at"}, .flags = FIELD_READONLY},
    {.name = "created_by", FIELD_AT(T_TEXT, struct row_head, created_by),    .label = {"创建人", "Created by"},   .flags = FIELD_READONLY},
    {.name = "updated_at", FIELD_AT(T_INSTANT, struct row_head, updated_at), .label = {"更新时间", "Updated at"}, .flags = FIELD_READONLY},
    {.name = "updated_by", FIELD_AT(T_TEXT, struct row_head, updated_by),    .label = {"更新人", "Updated by"},   .flags = FIELD_READONLY},
    {.name = "way",        FIELD_AT(T_CHOICE, struct row_head, way),         .label = {"更新方式", "Updated by way of"}, .choices = ways, .flags = FIELD_READONLY},
    {0},
};
/* clang-format on */

enum { HEAD_FIELDS = sizeof row_head_fields / sizeof *row_head_fields - 1 };

struct findings findings_new(struct ctx *cx)
{
    return (struct findings){.cx = cx};
}

void findings_add(struct findings *fs, const char *rule, const char *field, bool blocking, const char *zh,
                  const char *en, ...)
{
    struct arena *a = fs->cx->arena;
    if (fs->count == fs->capacity) {
        size_t capacity = fs->capacity ? fs->capacity * 2 : 4;
        fs->items = arena_grow(a, fs->items, fs->capacity * sizeof *fs->items, capacity * sizeof *fs->items);
        fs->capacity = capacity;
    }
    va_list args, again;
    va_start(args, en);
    va_copy(again, args);
    fs->items[fs->count++] = (struct finding){
        .rule = rule,
        .field = field,
        .blocking = blocking,
        .message = {arena_vprintf(a, zh, args), arena_vprintf(a, en, again)},
    };
    va_end(again);
    va_end(args);
}

bool findings_block(const struct findings *fs)
{
    for (size_t i = 0; i < fs->count; i++)
        if (fs->items[i].blocking)
            return true;
    return false;
}

const struct entity *entity_find(const char *name)
{
    for (const struct entity *const *e = entity_catalogue; name && *e; e++)
        if (strcmp((*e)->name, name) == 0)
            return *e;
    return NULL;
}

const char *entity_table(const struct entity *e)
{
    return e->table ? e->table : e->name;
}

const struct field *entity_field(const struct entity *e, const char *name)
{
    const struct field *f = field_find(row_head_fields, name);
    return f ? f : field_find(e->fields, name);
}

static bool folds_to(struct arena *a, const char *s, const char *folded)
{
    const char *other = s ? text_fold(a, s) : NULL;
    return other && strcmp(other, folded) == 0;
}

static bool has_synonym(struct arena *a, const struct field *f, const char *folded)
{
    for (char **s = f->synonyms ? text_split(a, f->synonyms, ' ') : NULL; s && *s; s++)
        if (folds_to(a, *s, folded))
            return true;
    return false;
}

static const struct field *by_label(struct arena *a, const struct field *fields, const char *folded)
{
    for (const struct field *f = fields; f->type != T_END; f++)
        if (folds_to(a, f->label.zh, folded) || folds_to(a, f->label.en, folded))
            return f;
    return NULL;
}

/* A synonym never hides a label, and an own field's synonym never hides the head's labels. */
static const struct field *by_words(struct arena *a, const struct entity *e, const char *folded)
{
    const struct field *f = by_label(a, e->fields, folded);
    if (!f)
        f = by_label(a, row_head_fields, folded);
    for (const struct field *own = e->fields; !f && own->type != T_END; own++)
        if (has_synonym(a, own, folded))
            f = own;
    return f;
}

const struct field *entity_field_by_word(struct arena *a, const struct entity *e, const char *word)
{
    const struct field *f = entity_field(e, word);
    if (f || !word)
        return f;
    struct arena_mark mark = arena_mark(a);
    const char *folded = text_fold(a, word);
    if (folded && folded[0])
        f = by_words(a, e, folded);
    arena_reset(a, mark);
    return f;
}

const struct field *entity_reference(const struct entity *e, const struct entity *target)
{
    for (const struct field *f = e->fields; f->type != T_END; f++)
        if (f->type == T_REF && strcmp(f->ref, target->name) == 0)
            return f;
    return NULL;
}

bool field_is_derived(const struct field *f)
{
    return f->sql != NULL;
}

bool field_is_followed(const struct entity *e, const struct field *f)
{
    const struct field *first = e->fields;
    while (first->type != T_END && first->type != T_REF)
        first++;
    return e->flags & ENTITY_FOLLOWS && f == first;
}

const struct field *entity_next_column(const struct entity *e, const struct field *f)
{
    f = f ? f + 1 : row_head_fields;
    if (f == row_head_fields + HEAD_FIELDS)
        f = e->fields;
    while (f->type != T_END && field_is_derived(f))
        f++;
    return f->type == T_END ? NULL : f;
}
