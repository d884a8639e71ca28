/* layout_map.c — a layout as JSON, and a person's corrections to it. */
#include "base/json.h"
#include "base/text.h"
#include "ledger/layout.h"

#include <jansson.h>
#include <string.h>

static const char *nearest_target(struct ctx *cx, const struct ledger_kind *k, const char *id)
{
    int count, best = -1;
    const struct target *list = target_list(cx->arena, k, &count), *nearest = NULL;
    for (int i = 0; i < count; i++) {
        int likeness = text_likeness(cx->arena, list[i].id, id),
            by_label = text_likeness(cx->arena, list[i].label.zh, id);
        if (by_label > likeness)
            likeness = by_label;
        if (likeness > best) {
            best = likeness;
            nearest = &list[i];
        }
    }
    return nearest ? nearest->id : "";
}

static const struct target *target_by_word(struct ctx *cx, const struct ledger_kind *k, const char *word)
{
    int count;
    const struct target *list = target_list(cx->arena, k, &count);
    for (int i = 0; i < count; i++)
        if (strcmp(list[i].id, word) == 0 || strcmp(list[i].label.zh, word) == 0)
            return &list[i];
    return NULL;
}

static bool set_unit(struct ctx *cx, const char *words, const char *where, int64_t *ret_unit)
{
    int64_t unit = money_unit_in(arena_printf(cx->arena, "单位:%s", words));
    if (!unit)
        return fail(cx, ERR_INPUT, "MAP-05", where, "不认识金额单位“%s”;可用 元、千元、万元、百万元、亿元",
                    "Unknown unit of money \"%s\"; use 元, 千元, 万元, 百万元 or 亿元", words);
    *ret_unit = unit;
    return true;
}

static bool correct_column(struct ctx *cx, struct layout *l, const char *name, const json_t *to)
{
    int index = column_index(name);
    struct column *column = NULL;
    for (int i = 0; i < l->column_count; i++)
        if (l->columns[i].index == index || strcmp(l->columns[i].head, name) == 0)
            column = &l->columns[i];
    if (!column)
        return fail(cx, ERR_INPUT, "MAP-03", name, "工作表“%s”的表头里没有“%s”列",
                    "The head of sheet \"%s\" has no column \"%s\"", l->name, name);
    const char *word = json_is_object(to) ? json_string_value(json_object_get(to, "target")) : json_string_value(to);
    column->corrected = true;
    column->confidence = 100;
    if (!word || !*word || strcmp(word, "ignore") == 0) {
        column->target = NULL;
        return true;
    }
    column->target = target_by_word(cx, l->kind, word);
    if (!column->target)
        return fail(cx, ERR_INPUT, "MAP-02", name, "“%s”不是可对应的内容,最接近的是 %s",
                    "\"%s\" is not something a column can mean; the nearest is %s", word,
                    nearest_target(cx, l->kind, word));
    bool dated = column->target->kind >= TARGET_PLAN && column->target->kind <= TARGET_DONE_ALL;
    if (dated && !column->year)
        column->year = head_year(cx, column->head);
    if (json_is_object(to)) {
        const char *unit = json_string_value(json_object_get(to, "unit"));
        if (json_object_get(to, "year")) /* else the one its head names */
            column->year = (int)json_integer_value(json_object_get(to, "year"));
        column->month = (int)json_integer_value(json_object_get(to, "month"));
        if (unit && !set_unit(cx, unit, name, &column->unit))
            return false;
    }
    if (target_is_money(column->target) && !column->unit)
        column->unit = money_unit_in(column->head) ? money_unit_in(column->head) : l->unit;
    for (int i = 0; i < l->column_count; i++) /* the person's word displaces ours */
        if (&l->columns[i] != column && !l->columns[i].corrected && l->columns[i].target &&
            strcmp(l->columns[i].target->id, column->target->id) == 0 && l->columns[i].year == column->year &&
            l->columns[i].month == column->month)
            l->columns[i].target = NULL;
    return true;
}

bool layout_correct(struct ctx *cx, struct workbook *w, struct layout *l, const struct json_t *correction)
{
    const char *kind = json_string_value(json_object_get(correction, "kind"));
    const char *unit = json_string_value(json_object_get(correction, "unit"));
    const json_t *head = json_object_get(correction, "head"), *to;
    const char *name;
    bool again = false;
    if (kind && strcmp(kind, "ignore") == 0) {
        l->kind = NULL;
        l->reason = (struct label){"按列对应的要求不导入", "Left out as the mapping asks"};
        return true;
    }
    if (kind && (!l->kind || strcmp(kind, l->kind->name) != 0)) {
        l->kind = ledger_kind_find(kind);
        again = true;
        if (!l->kind)
            return fail(cx, ERR_INPUT, "MAP-01", l->name,
                        "不认识工作表类型“%s”;可用 projects、problems、reserve、leads、grants、funds、ignore",
                        "Unknown kind of sheet \"%s\"; use projects, problems, reserve, leads, grants, funds or ignore",
                        kind);
    }
    if (!l->kind)
        return fail(cx, ERR_INPUT, "MAP-01", l->name, "工作表“%s”没有认出类型,请用 kind 指定",
                    "Sheet \"%s\" was not recognised: name its kind", l->name);
    int64_t first = json_integer_value(json_array_get(head, 0)), last = json_integer_value(json_array_get(head, 1));
    if (!first)
        first = l->head_first ? l->head_first : 1;
    if (!last)
        last = l->head_last >= first ? l->head_last : first;
    if ((again || json_is_array(head) || l->hidden) && !layout_remap(cx, w, l, first, last))
        return false;
    if (unit) {
        int64_t old = l->unit;
        if (!set_unit(cx, unit, l->name, &l->unit))
            return false;
        l->bad_unit = NULL;
        for (int i = 0; i < l->column_count; i++)
            if (l->columns[i].target && target_is_money(l->columns[i].target) &&
                (!l->columns[i].unit || l->columns[i].unit == old))
                l->columns[i].unit = l->unit;
    }
    json_t *columns = json_object_get(correction, "columns");
    json_object_foreach(columns, name, to) if (!correct_column(cx, l, name, to)) return false;
    return true;
}

bool layouts_correct(struct ctx *cx, struct workbook *w, struct layout *layouts, int count, const struct json_t *map)
{
    json_t *sheets = json_object_get(map, "sheets"), *correction;
    const char *name;
    if (!json_is_object(sheets))
        return fail(cx, ERR_INPUT, "MAP-01", NULL, "列对应文件要有 {\"sheets\":{\"工作表名\":{…}}}",
                    "A mapping file holds {\"sheets\":{\"sheet name\":{…}}}");
    json_object_foreach(sheets, name, correction)
    {
        struct layout *l = NULL;
        for (int i = 0; i < count; i++)
            if (strcmp(layouts[i].name, name) == 0)
                l = &layouts[i];
        if (!l)
            return fail(cx, ERR_INPUT, "MAP-01", name, "工作簿里没有叫“%s”的工作表",
                        "The workbook has no sheet called \"%s\"", name);
        if (!layout_correct(cx, w, l, correction))
            return false;
    }
    return true;
}

static const char *unit_name(int64_t unit)
{
    switch (unit) {
    case MONEY_YUAN:
        return "元";
    case MONEY_QIAN:
        return "千元";
    case MONEY_WAN:
        return "万元";
    case MONEY_BAIWAN:
        return "百万元";
    case MONEY_QIANWAN:
        return "千万元";
    case MONEY_YI:
        return "亿元";
    default:
        return NULL;
    }
}

void layout_json(struct ctx *cx, struct json *j, const struct layout *l)
{
    json_object_begin(j);
    json_put_text(j, "sheet", l->name);
    json_put_int(j, "index", l->position);
    json_put_bool(j, "hidden", l->hidden);
    json_put_text(j, "kind", l->kind ? l->kind->name : NULL);
    if (l->kind)
        json_put_label(j, "kind_label", l->kind->label);
    if (l->reason.zh)
        json_put_label(j, "reason", l->reason);
    json_put_int(j, "confidence", l->confidence);
    json_put_text(j, "title", l->title);
    json_put_text(j, "unit", unit_name(l->unit));
    json_put_text(j, "as_of", date_iso(cx->arena, l->as_of));
    json_key(j, "head");
    json_array_begin(j);
    json_int(j, l->head_first);
    json_int(j, l->head_last);
    json_array_end(j);
    json_key(j, "columns");
    json_array_begin(j);
    for (int i = 0; i < l->column_count; i++) {
        const struct column *c = &l->columns[i];
        json_object_begin(j);
        json_put_text(j, "column", column_name(cx->arena, c->index));
        json_put_text(j, "head", c->head);
        json_put_text(j, "target", c->target ? c->target->id : NULL);
        if (c->target)
            json_put_label(j, "label", c->target->label);
        json_put_int(j, "confidence", c->confidence);
        if (c->target && target_is_money(c->target))
            json_put_text(j, "unit", unit_name(c->unit));
        if (c->year)
            json_put_int(j, "year", c->year);
        if (c->month)
            json_put_int(j, "month", c->month);
        json_put_bool(j, "corrected", c->corrected);
        json_object_end(j);
    }
    json_array_end(j);
    json_object_end(j);
}

void layout_mapping_json(struct ctx *cx, struct json *j, const struct layout *l)
{
    json_object_begin(j);
    json_put_text(j, "kind", l->kind ? l->kind->name : "ignore");
    json_key(j, "columns");
    json_object_begin(j);
    for (int i = 0; i < l->column_count; i++) {
        const struct column *c = &l->columns[i];
        if (!c->corrected)
            continue;
        json_key(j, column_name(cx->arena, c->index));
        json_object_begin(j);
        json_put_text(j, "target", c->target ? c->target->id : "ignore");
        if (c->target && target_is_money(c->target) && c->unit)
            json_put_text(j, "unit", unit_name(c->unit));
        json_object_end(j);
    }
    json_object_end(j);
    json_object_end(j);
}
