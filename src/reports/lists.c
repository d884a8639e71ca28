/* lists.c — rows of a list as the ready-to-print members of a report's data. */
#include "reports/lists.h"

#include <string.h>

/* A list's cell as printed. */
static const char *printed(struct ctx *cx, const struct list *l, int column)
{
    struct value v = list_value(l, column);
    const struct field *f = l->columns[column].field;
    if (v.kind == VALUE_NULL)
        return "";
    if (l->columns[column].title)
        return v.s;
    switch (f->type) {
    case T_MONEY:
        return money_show(cx->arena, (struct money){v.i}, LANG_ZH);
    case T_DATE:
        return date_show(cx->arena, (struct date){v.i}, LANG_ZH);
    case T_CHOICE: {
        const struct choice *c = choice_find(f->choices, v.s);
        return c ? c->label.zh : v.s;
    }
    case T_INT:
    case T_ID:
    case T_REF:
        return arena_printf(cx->arena, "%lld", (long long)v.i);
    default:
        return v.kind == VALUE_TEXT ? v.s : "";
    }
}

struct value list_cell(const struct list *l, const char *field)
{
    for (int i = 0; i < l->column_count; i++)
        if (!l->columns[i].title && strcmp(l->columns[i].field->name, field) == 0)
            return list_value(l, i);
    return value_null();
}

json_t *list_rows(struct figures *f, const struct entity *e, const char *where, const char *sort, const char *fields,
                  int most, void (*also)(struct figures *f, const struct list *l, json_t *row))
{
    struct list l;
    json_t *rows = json_array();
    if (!list_open(f->cx, e,
                   &(struct list_query){.where = where, .sort = sort, .fields = fields, .limit = most, .view = f->view},
                   &l))
        goto failed;
    while (list_next(&l)) {
        json_t *row = json_object();
        for (int i = 0; i < l.column_count; i++)
            if (l.columns[i].field->type == T_BOOL)
                json_object_set_new(row, l.columns[i].field->name, json_boolean(list_value(&l, i).i));
            else if (l.columns[i].title || l.columns[i].field->type != T_REF)
                put_text(row, l.columns[i].field->name, printed(f->cx, &l, i));
        if (also)
            also(f, &l, row);
        json_array_append_new(rows, row);
    }
    if (list_ok(&l))
        return rows;
failed:
    json_decref(rows);
    return NULL;
}

bool put_list(json_t *root, const char *key, json_t *rows)
{
    return rows && json_object_set_new(root, key, rows) == 0;
}
