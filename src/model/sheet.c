/* sheet.c — heads, widths and cells of exported lists. */
#include "model/sheet.h"

#include "base/text.h"

#include <string.h>

/* clang-format off */
static const struct form {
    enum sheet_kind kind;
    int width;
} forms[] = {
    [T_BOOL]    = {SHEET_TEXT,     8},
    [T_INT]     = {SHEET_INTEGER, 10},
    [T_ID]      = {SHEET_INTEGER, 10},
    [T_REF]     = {SHEET_INTEGER, 10},
    [T_MONEY]   = {SHEET_DECIMAL, 16},
    [T_PERCENT] = {SHEET_PERCENT, 10},
    [T_DATE]    = {SHEET_TEXT,    14},
    [T_INSTANT] = {SHEET_TEXT,    20},
    [T_TEXT]    = {SHEET_TEXT,    20},
    [T_NOTE]    = {SHEET_WRAP,    36},
    [T_CHOICE]  = {SHEET_TEXT,    12},
    [T_JSON]    = {SHEET_TEXT,    20},
    [T_BYTES]   = {SHEET_TEXT,    20},
};
/* clang-format on */

static struct sheet_column column_of(struct ctx *cx, const struct list_column *c, int place)
{
    const char *label = label_in(c->field->label, LANG_ZH);
    const struct form *form = &forms[c->shown->type];
    return (struct sheet_column){
        .field = c->field,
        .shown = c->shown,
        .head = c->shown->type == T_MONEY ? arena_printf(cx->arena, "%s(万元)", label) : label,
        .kind = form->kind,
        .width = form->width,
        .place = place,
    };
}

/* Does a title of the same reference follow? */
static bool is_titled(const struct list *l, int place)
{
    return place + 1 < l->column_count && l->columns[place + 1].title;
}

static bool is_wanted(const struct list *l, int place, bool with_id)
{
    const struct field *f = l->columns[place].field;
    if (f == &row_head_fields[0])
        return with_id;
    return f->type != T_JSON && strcmp(f->name, "version") != 0 && !is_titled(l, place);
}

struct sheet_column *sheet_columns(struct ctx *cx, const struct list *l, bool with_id, int *ret_count)
{
    struct sheet_column *columns = arena_array(cx->arena, (size_t)l->column_count + 1, sizeof *columns);
    int count = 0;
    for (int i = 0; i < l->column_count; i++)
        if (is_wanted(l, i, with_id))
            columns[count++] = column_of(cx, &l->columns[i], i);
    *ret_count = count;
    return columns;
}

static const char *choice_label(const struct field *f, const char *code)
{
    const struct choice *c = choice_find(f->choices, code);
    return c ? label_in(c->label, LANG_ZH) : code;
}

/* "2023-12-31 08:00" in Shanghai: no sheet wants more. */
static const char *instant_cell(struct ctx *cx, int64_t ms)
{
    char *iso = arena_strdup(cx->arena, instant_iso(cx->arena, (struct instant){ms}));
    char *t = iso ? strchr(iso, 'T') : NULL;
    if (!t)
        return iso;
    *t = ' ';
    t[6] = '\0';
    return iso;
}

static const char *number_cell(struct ctx *cx, const struct field *f, int64_t i)
{
    struct arena *a = cx->arena;
    switch (f->type) {
    case T_BOOL:
        return i ? "是" : "否";
    case T_MONEY:
        return money_decimal(a, (struct money){i}, MONEY_WAN);
    case T_PERCENT:
        return percent_decimal(a, i);
    case T_DATE:
        return date_iso(a, (struct date){i});
    case T_INSTANT:
        return instant_cell(cx, i);
    default:
        return arena_printf(a, "%lld", (long long)i);
    }
}

const char *sheet_cell(struct ctx *cx, const struct sheet_column *c, struct value v)
{
    if (v.kind == VALUE_INT)
        return number_cell(cx, c->shown, v.i);
    if (v.kind != VALUE_TEXT)
        return NULL;
    return c->shown->type == T_CHOICE ? choice_label(c->shown, v.s) : v.s;
}
