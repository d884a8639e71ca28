/* explain.c — writes what an entity is as Markdown. */
#include "model/explain.h"

#include "base/text.h"
#include "model/ddl.h"

#include <string.h>

/* clang-format off */
static const struct label type_labels[] = {
    [T_BOOL]    = {"是/否", "yes or no"},
    [T_INT]     = {"整数", "integer"},
    [T_ID]      = {"编号", "id"},
    [T_REF]     = {"引用", "reference"},
    [T_MONEY]   = {"金额（分）", "money (1/100 yuan)"},
    [T_PERCENT] = {"百分比", "percentage"},
    [T_DATE]    = {"日期（可只到月、季、年）", "date (to the day, month, quarter or year)"},
    [T_INSTANT] = {"时刻", "moment"},
    [T_TEXT]    = {"文字", "text"},
    [T_NOTE]    = {"多行文字", "text of many lines"},
    [T_CHOICE]  = {"选项", "choice"},
    [T_JSON]    = {"JSON", "JSON"},
    [T_BYTES]   = {"文件内容", "bytes"},
};
/* clang-format on */

/* Text in a cell of a Markdown table: a bar would end it, a line break too. */
static void cell(struct buf *out, const char *s)
{
    for (; s && *s; s++) {
        if (*s == '|')
            buf_char(out, '\\');
        buf_char(out, *s == '\n' ? ' ' : *s);
    }
}

static const char *bound(struct arena *a, const struct field *f, int64_t i)
{
    if (f->type == T_MONEY)
        return money_show(a, (struct money){i}, LANG_ZH);
    if (f->type == T_PERCENT)
        return arena_printf(a, "%s%%", percent_decimal(a, i));
    return arena_printf(a, "%lld", (long long)i);
}

static void type_words(struct buf *out, const struct field *f)
{
    buf_printf(out, "%s %s", type_labels[f->type].zh, type_labels[f->type].en);
    if (f->type == T_REF)
        buf_printf(out, " → [%s](#%s)", f->ref, f->ref);
    for (const struct choice *c = f->choices; c && c->code; c++) {
        buf_printf(out, "%s`%s` ", c == f->choices ? "：" : "、", c->code);
        cell(out, label_in(c->label, LANG_ZH));
    }
}

/* One more thing in a cell that began at `start`. */
static void also(struct buf *out, size_t start, const char *words)
{
    if (out->length > start)
        buf_text(out, "; ");
    cell(out, words);
}

static const char *limit_words(struct arena *a, const struct field *f)
{
    if (f->type == T_TEXT || f->type == T_NOTE)
        return arena_printf(a, "≤ %lld 字 characters", (long long)f->max);
    return arena_printf(a, "%s … %s", bound(a, f, f->min), bound(a, f, f->max));
}

static void rule_words(struct buf *out, const struct field *f)
{
    size_t start = out->length;
    if (f->flags & FIELD_REQUIRED)
        also(out, start, "必填 required");
    if (field_is_derived(f))
        also(out, start, "计算得出 derived");
    else if (f->flags & FIELD_READONLY)
        also(out, start, "只读 read-only");
    if (f->flags & FIELD_SECRET)
        also(out, start, "保密 secret");
    if (f->flags & FIELD_OPEN)
        also(out, start, "可填其他 other words are kept");
    if (f->max > 0)
        also(out, start, limit_words(out->arena, f));
    if (f->help.zh)
        also(out, start, f->help.zh);
    if (f->help.en)
        also(out, start, f->help.en);
    if (f->synonyms)
        also(out, start, arena_printf(out->arena, "又称 also %s", f->synonyms));
}

static void field_row(struct buf *out, const struct field *f)
{
    buf_printf(out, "| `%s` | ", f->name);
    cell(out, label_in(f->label, LANG_ZH));
    buf_char(out, ' ');
    cell(out, label_in(f->label, LANG_EN));
    buf_text(out, " | ");
    type_words(out, f);
    buf_text(out, " | ");
    rule_words(out, f);
    buf_text(out, " |\n");
}

static void field_table(struct buf *out, const struct entity *e)
{
    buf_text(out, "| 字段 Field | 名称 Label | 类型 Type | 规则与说明 Rules and meaning |\n|---|---|---|---|\n");
    for (const struct field *f = e->fields; f->type != T_END; f++)
        field_row(out, f);
    buf_text(out, "\n另有 and in every entity: ");
    for (const struct field *f = row_head_fields; f->type != T_END; f++)
        buf_printf(out, "%s`%s` %s", f == row_head_fields ? "" : ", ", f->name, f->label.zh);
    buf_text(out, "\n\n");
}

/* "`项目代码` + `月份`" */
static void key_words(struct buf *out, const struct entity *e, const char *fields)
{
    char **words = text_split(out->arena, fields, ' ');
    for (char **w = words; *w; w++) {
        const struct field *f = entity_field(e, *w);
        buf_printf(out, "%s`%s` %s", w == words ? "" : " + ", *w, f ? label_in(f->label, LANG_ZH) : "");
    }
}

static void key_list(struct buf *out, const struct entity *e)
{
    for (size_t i = 0; i < sizeof e->unique / sizeof *e->unique && e->unique[i]; i++) {
        buf_text(out, "- 不重复 unique: ");
        key_words(out, e, e->unique[i]);
        buf_char(out, '\n');
    }
    buf_printf(out, "- 标题 title: `%s`；默认排序 default order: `%s`\n", e->title, e->order ? e->order : "id");
}

static void referrers(struct buf *out, const struct entity *e)
{
    bool any = false;
    for (const struct entity *const *by = entity_catalogue; *by; by++)
        for (const struct field *f = entity_next_column(*by, NULL); f; f = entity_next_column(*by, f))
            if (f->type == T_REF && strcmp(f->ref, e->name) == 0) {
                buf_printf(out, "%s[%s](#%s).%s", any ? ", " : "- 被引用 referred to by: ", (*by)->name, (*by)->name,
                           f->name);
                any = true;
            }
    if (any)
        buf_char(out, '\n');
}

static void derived_list(struct buf *out, const struct entity *e)
{
    for (const struct field *f = e->fields; f->type != T_END; f++)
        if (field_is_derived(f))
            buf_printf(out, "- `%s` = `%s`\n", f->name, f->sql);
}

static void sql_block(struct buf *out, const struct entity *e)
{
    buf_text(out, "\n```sql\n");
    ddl_table(out, e, TABLE_LIVE, DB_SQLITE, NULL);
    buf_text(out, ";\n");
    for (const struct ddl_index *i = ddl_indexes(out->arena, e); i->name; i++)
        buf_printf(out, "%s;\n", i->sql);
    buf_text(out, "```\n");
}

void entity_explain(struct buf *out, const struct entity *e)
{
    buf_printf(out, "## %s\n\n**%s %s**", e->name, label_in(e->label, LANG_ZH), label_in(e->label, LANG_EN));
    if (e->help.zh)
        buf_printf(out, "。%s", e->help.zh);
    if (e->help.en)
        buf_printf(out, ". %s", e->help.en);
    buf_text(out, "\n\n");
    field_table(out, e);
    key_list(out, e);
    referrers(out, e);
    derived_list(out, e);
    sql_block(out, e);
}

void entities_explain(struct buf *out)
{
    buf_text(out, "# 数据对象 Entities\n\n由程序打印，请勿手改 printed by `steward explain --all`, do not edit.\n\n");
    for (const struct entity *const *e = entity_catalogue; *e; e++)
        buf_printf(out, "- [%s](#%s) %s %s\n", (*e)->name, (*e)->name, label_in((*e)->label, LANG_ZH),
                   label_in((*e)->label, LANG_EN));
    for (const struct entity *const *e = entity_catalogue; *e; e++) {
        buf_char(out, '\n');
        entity_explain(out, *e);
    }
}
