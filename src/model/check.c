/* check.c — the rules that every row of every entity obeys. */
#include "base/json.h"
#include "base/text.h"
#include "model/rows.h"
#include "model/statement.h"

#include <jansson.h>
#include <string.h>

/* What every finding here says: the field's label in both languages comes first in the arguments. */
#define FOUND(fs, rule, f, zh, en, ...)                                                                                \
    findings_add((fs), (rule), (f)->name, true, (zh), (en), label_in((f)->label, LANG_ZH),                             \
                 label_in((f)->label, LANG_EN) __VA_OPT__(, ) __VA_ARGS__)

static void check_required(const struct field *f, struct value v, struct findings *fs)
{
    bool blank = v.kind == VALUE_NULL || (v.kind == VALUE_TEXT && text_is_empty(v.s));
    if ((f->flags & FIELD_REQUIRED) && blank)
        FOUND(fs, "MDL-01", f, "“%1$s”不能为空%2$.0s", "%2$s is required%1$.0s");
}

static void check_length(const struct field *f, struct value v, struct findings *fs)
{
    if (f->max <= 0 || v.n <= (size_t)f->max) /* never more characters than bytes */
        return;
    size_t chars = text_chars(v.s);
    if (chars > (size_t)f->max)
        FOUND(fs, "MDL-02", f, "“%1$s”有 %3$zu 个字，最多 %4$lld 个，请缩短%2$.0s",
              "%2$s has %3$zu characters; at most %4$lld fit%1$.0s", chars, (long long)f->max);
}

static const char *shown(struct arena *a, const struct field *f, int64_t i, enum lang lang)
{
    switch (f->type) {
    case T_MONEY:
        return money_show(a, (struct money){i}, lang);
    case T_PERCENT:
        return arena_printf(a, "%s%%", percent_decimal(a, i));
    default:
        return arena_printf(a, "%lld", (long long)i);
    }
}

static void check_range(const struct field *f, struct value v, struct findings *fs)
{
    if (f->max <= 0 || (v.i >= f->min && v.i <= f->max))
        return;
    struct arena *a = fs->cx->arena;
    FOUND(fs, "MDL-03", f, "“%1$s”应在 %3$s 与 %4$s 之间，现为 %5$s%2$.0s%6$.0s%7$.0s%8$.0s",
          "%2$s must be between %6$s and %7$s, it is %8$s%1$.0s%3$.0s%4$.0s%5$.0s", shown(a, f, f->min, LANG_ZH),
          shown(a, f, f->max, LANG_ZH), shown(a, f, v.i, LANG_ZH), shown(a, f, f->min, LANG_EN),
          shown(a, f, f->max, LANG_EN), shown(a, f, v.i, LANG_EN));
}

static const char *choices_listed(struct arena *a, const struct choice *choices, enum lang lang)
{
    enum { MOST = 20 };
    struct buf out = buf_init(a);
    for (const struct choice *c = choices; c->code; c++) {
        if (c - choices == MOST) {
            buf_text(&out, "…");
            break;
        }
        if (c != choices)
            buf_text(&out, lang == LANG_ZH ? "、" : ", ");
        buf_text(&out, label_in(c->label, lang));
    }
    return out.data;
}

static void check_choice(const struct field *f, struct value v, struct findings *fs)
{
    if ((f->flags & FIELD_OPEN) || choice_find(f->choices, v.s))
        return;
    struct arena *a = fs->cx->arena;
    FOUND(fs, "MDL-04", f, "“%1$s”没有“%3$s”这一选项，可选：%4$s%2$.0s%5$.0s",
          "%2$s has no choice \"%3$s\"; there are: %5$s%1$.0s%4$.0s", v.s, choices_listed(a, f->choices, LANG_ZH),
          choices_listed(a, f->choices, LANG_EN));
}

static void check_json(const struct field *f, struct value v, struct findings *fs)
{
    json_t *document = json_loadb(v.s, v.n, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);
    if (!document)
        FOUND(fs, "MDL-07", f, "“%1$s”不是有效的 JSON%2$.0s", "%2$s is not valid JSON%1$.0s");
    json_decref(document);
}

static void check_day(const struct field *f, struct value v, struct findings *fs)
{
    if ((f->flags & FIELD_DAY) && date_precision_of((struct date){v.i}) != DATE_DAY)
        FOUND(fs, "MDL-08", f, "“%1$s”要写到日，如 2026-10-08%2$.0s", "%2$s takes a day, such as 2026-10-08%1$.0s");
}

static void check_field(const struct field *f, struct value v, struct findings *fs)
{
    check_required(f, v, fs);
    if (v.kind == VALUE_NULL)
        return;
    switch (f->type) {
    case T_TEXT:
    case T_NOTE:
        check_length(f, v, fs);
        break;
    case T_INT:
    case T_MONEY:
    case T_PERCENT:
        check_range(f, v, fs);
        break;
    case T_CHOICE:
        check_choice(f, v, fs);
        break;
    case T_DATE:
        check_day(f, v, fs);
        break;
    case T_JSON:
        check_json(f, v, fs);
        break;
    default:
        break;
    }
}

void row_check_local(struct ctx *cx, const struct entity *e, const void *row, struct findings *fs)
{
    (void)cx;
    for (const struct field *f = e->fields; f->type != T_END; f++)
        if (!field_is_derived(f))
            check_field(f, column_value(f, row), fs);
    if (e->check)
        e->check(row, fs);
}

/* ---- with queries ---- */

static bool check_reference(struct ctx *cx, const struct field *f, int64_t id, struct findings *fs)
{
    const struct entity *target = entity_find(f->ref);
    struct sql q = sql_new(cx);
    sql_add(&q, "SELECT 1 FROM %s", entity_table(target));
    where_row(&q, target);
    sql_add(&q, "id = ");
    sql_bind(&q, value_int(id));
    struct rows *rows = sql_query(&q);
    if (!rows)
        return false;
    if (db_next(rows)) {
        db_end(rows);
        return true;
    }
    FOUND(fs, "MDL-05", f, "“%1$s”指向的%3$s（编号 %5$lld）不存在，请重新选择%2$.0s%4$.0s",
          "%2$s refers to %4$s %5$lld, which does not exist; choose again%1$.0s%3$.0s",
          label_in(target->label, LANG_ZH), label_in(target->label, LANG_EN), (long long)id);
    return db_ok(rows);
}

/* What a person knows the row by: its title when that is text. */
static const char *title_column(const struct entity *e)
{
    const struct field *f = e->title ? entity_field(e, e->title) : NULL;
    bool text = f && !field_is_derived(f) && (f->type == T_TEXT || f->type == T_CHOICE);
    return text ? f->name : "CAST(NULL AS TEXT)";
}

static void add_taken(const struct entity *e, char **key, const struct rows *other, struct findings *fs)
{
    struct buf zh = buf_init(fs->cx->arena), en = buf_init(fs->cx->arena);
    for (char **name = key; *name; name++) {
        const struct field *f = entity_field(e, *name);
        buf_printf(&zh, "%s%s", zh.length ? " + " : "", label_in(f->label, LANG_ZH));
        buf_printf(&en, "%s%s", en.length ? " + " : "", label_in(f->label, LANG_EN));
    }
    const char *title = db_text(other, 1);
    findings_add(fs, "MDL-06", key[0], true, "“%1$s”与已有的%3$s重复：编号 %5$lld %6$s%2$.0s%4$.0s",
                 "there is already a %4$s with the same %2$s: id %5$lld %6$s%1$.0s%3$.0s", zh.data, en.data,
                 label_in(e->label, LANG_ZH), label_in(e->label, LANG_EN), (long long)db_int(other, 0),
                 title ? title : "");
}

static bool check_key(struct ctx *cx, const struct entity *e, const char *key, const void *row, struct findings *fs)
{
    char **words = field_words(cx->arena, key);
    struct sql q = sql_new(cx);
    sql_add(&q, "SELECT id, %s FROM %s", title_column(e), entity_table(e));
    where_row(&q, e);
    for (char **name = words; *name; name++) {
        const struct field *f = entity_field(e, *name);
        struct value v = column_value(f, row);
        if (v.kind == VALUE_NULL)
            return true;
        sql_add(&q, "%s = ", f->name);
        sql_bind(&q, v);
        sql_add(&q, " AND ");
    }
    sql_add(&q, "id <> ");
    sql_bind(&q, value_int(((const struct row_head *)row)->id));
    sql_add(&q, " LIMIT 1");
    struct rows *rows = sql_query(&q);
    if (!rows)
        return false;
    if (!db_next(rows))
        return db_ok(rows);
    add_taken(e, words, rows, fs);
    db_end(rows);
    return true;
}

static bool is_as_stored(const struct field *f, const void *row, const void *old)
{
    return old && value_equal(column_value(f, row), column_value(f, old));
}

static bool key_is_as_stored(struct ctx *cx, const struct entity *e, const char *key, const void *row, const void *old)
{
    for (char **name = field_words(cx->arena, key); *name; name++)
        if (!is_as_stored(entity_field(e, *name), row, old))
            return false;
    return true;
}

bool row_check(struct ctx *cx, const struct entity *e, const void *row, const void *old, struct findings *fs)
{
    row_check_local(cx, e, row, fs);
    for (const struct field *f = e->fields; f->type != T_END; f++) {
        if (f->type != T_REF || field_is_derived(f) || is_as_stored(f, row, old))
            continue;
        struct value id = column_value(f, row);
        if (id.kind == VALUE_INT && !check_reference(cx, f, id.i, fs))
            return false;
    }
    for (size_t i = 0; i < sizeof e->unique / sizeof *e->unique && e->unique[i]; i++)
        if (!key_is_as_stored(cx, e, e->unique[i], row, old) && !check_key(cx, e, e->unique[i], row, fs))
            return false;
    return true;
}

bool findings_refuse(struct ctx *cx, const struct findings *fs)
{
    for (size_t i = 0; i < fs->count; i++) {
        const struct finding *f = &fs->items[i];
        enum err_kind kind = strcmp(f->rule, "MDL-06") == 0 ? ERR_CONFLICT : ERR_INPUT;
        if (f->blocking)
            return fail(cx, kind, f->rule, f->field, "%1$s%2$.0s", "%2$s%1$.0s", f->message.zh, f->message.en);
    }
    return true;
}
