/* week_sheet.c — writes a unit's weekly report as a workbook, and tells what was changed in it. */
#include "ledger/week_sheet.h"

#include "base/text.h"
#include "ledger/export.h"
#include "ledger/layout.h"
#include "model/rows.h"
#include "office/workbook.h"

#include <stdlib.h>
#include <string.h>

enum {
    VALUES = 5,
    KEY = 0,
    NUMBER,
    NAME,
    FIRST_VALUE,
    FIRST_EXPORTED = FIRST_VALUE + VALUES,
    COLUMNS = FIRST_EXPORTED + VALUES
};

static const char *const heads[COLUMNS] = {
    "周报键",      "项目编号",    "项目名称",    "形象进度",    "本月完成投资(万元)",
    "本周完成",    "下周计划",    "存在问题",    "原:形象进度", "原:本月完成投资(万元)",
    "原:本周完成", "原:下周计划", "原:存在问题",
};
static const int widths[COLUMNS] = {-12, 10, 32, 40, 16, 40, 40, 40, -12, -12, -12, -12, -12};

/* ---- out ---- */

static void write_value(struct ctx *cx, struct writer *w, int line, int column, const struct field *f,
                        const struct week_values *values)
{
    const struct value v = field_get(f, values);
    if (f->type == T_MONEY)
        writer_number(w, line, column,
                      v.kind == VALUE_NULL ? NULL : money_decimal(cx->arena, (struct money){v.i}, MONEY_WAN),
                      STYLE_DECIMAL);
    else
        writer_text(w, line, column, v.s, STYLE_WRAP);
}

static void write_item(struct ctx *cx, struct writer *w, int line, const struct week_item *item)
{
    writer_text(w, line, KEY, arena_printf(cx->arena, "W%lld", (long long)item->report->head.id), STYLE_TEXT);
    writer_number(w, line, NUMBER, arena_printf(cx->arena, "%lld", (long long)item->report->project), STYLE_INTEGER);
    writer_text(w, line, NAME, item->project, STYLE_WRAP);
    for (int i = 0; i < VALUES; i++)
        write_value(cx, w, line, FIRST_VALUE + i, &week_value_fields[i], &item->now);
    for (int i = 0; i < VALUES; i++)
        write_value(cx, w, line, FIRST_EXPORTED + i, &week_value_fields[i], &item->now);
}

bool week_sheet_write(struct ctx *cx, const struct report_week *week, const struct report_duty *duty, struct buf *out)
{
    struct week_item *items;
    size_t count;
    const struct unit *unit = row_load(cx, &unit_entity, duty->unit);
    struct export_head head = export_head_new(cx->arena, COLUMNS);
    if (!unit || !week_desk(cx, duty, &items, &count))
        return false;
    head.sheet = "周报";
    head.title = arena_printf(cx->arena, "%s %s 周报", unit->name, week->name);
    head.subtitle = arena_printf(cx->arena, "投资填%s至今完成,单位万元;只改有变化的格,隐藏的列请勿改动",
                                 date_show(cx->arena, week->month, LANG_ZH));
    head.frozen = FIRST_VALUE;
    for (int i = 0; i < COLUMNS; i++) {
        head.heads[i] = heads[i];
        head.widths[i] = widths[i];
    }
    struct writer *w = writer_new(cx);
    if (!w || !export_begin(w, &head))
        return false;
    for (size_t i = 0; i < count; i++)
        write_item(cx, w, EXPORT_HEAD_ROW + 1 + (int)i, &items[i]);
    return writer_finish(w, out);
}

/* ---- back ---- */

struct reading {
    struct ctx *cx;
    struct week_sheet *result;
    const struct week_item *items;
    size_t item_count, room, remark_room;
    bool *seen;
    int place[COLUMNS]; /* where each head stands; -1: it is gone */
    bool begun;         /* the head was found */
};

static const char *cell_at(struct ctx *cx, int64_t row, int column)
{
    return arena_printf(cx->arena, "%s%lld", column_name(cx->arena, column), (long long)row);
}

static void remark(struct reading *r, const char *code, const char *cell, const char *zh, const char *en)
{
    struct week_sheet *s = r->result;
    if (s->remark_count == r->remark_room) {
        const size_t more = r->remark_room ? r->remark_room * 2 : 8, size = sizeof *s->remarks;
        s->remarks = arena_grow(r->cx->arena, s->remarks, r->remark_room * size, more * size);
        r->remark_room = more;
    }
    s->remarks[s->remark_count++] = (struct sheet_remark){code, cell, {zh, en}};
}

static const struct cell *cell_of(const struct sheet_row *row, int column)
{
    for (int i = 0; i < row->count && column >= 0; i++)
        if (row->cells[i].column == column)
            return &row->cells[i];
    return NULL;
}

static const char *text_of(struct reading *r, const struct sheet_row *row, int column)
{
    const struct cell *c = cell_of(row, r->place[column]);
    return c && c->text ? text_clean(r->cx->arena, c->text) : NULL;
}

/* The row that has the heads of keys or names, and at least one value to fill in. */
static bool is_head(struct reading *r, const struct sheet_row *row)
{
    int found = 0;
    for (int h = 0; h < COLUMNS; h++) {
        r->place[h] = -1;
        for (int i = 0; i < row->count; i++)
            if (row->cells[i].kind == CELL_TEXT &&
                text_equal(text_fold(r->cx->arena, row->cells[i].text), text_fold(r->cx->arena, heads[h])))
                r->place[h] = row->cells[i].column;
        found += h >= FIRST_VALUE && h < FIRST_EXPORTED && r->place[h] >= 0;
    }
    return found && (r->place[KEY] >= 0 || r->place[NUMBER] >= 0 || r->place[NAME] >= 0);
}

/* By the hidden key, else by the number that is seen, else by its name. */
static const struct week_item *item_of(struct reading *r, const struct sheet_row *row)
{
    const char *key = text_of(r, row, KEY), *number = text_of(r, row, NUMBER), *name = text_of(r, row, NAME);
    for (size_t i = 0; i < r->item_count; i++) {
        const struct weekly_report *w = r->items[i].report;
        if (key      ? key[0] == 'W' && strtoll(key + 1, NULL, 10) == w->head.id
            : number ? strtoll(number, NULL, 10) == w->project
                     : text_equal(name, r->items[i].project))
            return &r->items[i];
    }
    return NULL;
}

/* What the sheet says in that column; false: a remark says what is wrong with it. */
static bool read_value(struct reading *r, const struct sheet_row *row, int column, const struct field *f,
                       struct week_values *values)
{
    struct ctx *cx = r->cx;
    const char *text = text_of(r, row, column);
    struct money amount;
    if (text_is_empty(text))
        field_set(f, values, value_null());
    else if (f->type != T_MONEY)
        field_set(f, values, value_text(text));
    else if (money_parse(text, MONEY_WAN, &amount))
        field_set(f, values, value_int(amount.fen));
    else {
        remark(r, "WKS-03", cell_at(cx, row->number, r->place[column]),
               arena_printf(cx->arena, "“%s”不是金额,请填数字,单位万元", text),
               arena_printf(cx->arena, "\"%s\" is no amount: give a number of 万元", text));
        return false;
    }
    if (f->max > 0 && text && text_chars(text) > (size_t)f->max) {
        remark(r, "WKS-05", cell_at(cx, row->number, r->place[column]),
               arena_printf(cx->arena, "最多 %lld 个字,请缩短", (long long)f->max),
               arena_printf(cx->arena, "at most %lld characters fit", (long long)f->max));
        return false;
    }
    return true;
}

static struct week_values cleaned(struct ctx *cx, const struct week_values *values)
{
    struct week_values v = *values;
    for (const struct field *f = week_value_fields; f->type != T_END; f++)
        if (f->type == T_NOTE) {
            const struct value text = field_get(f, values);
            field_set(f, &v, value_text(text.kind == VALUE_TEXT ? text_clean(cx->arena, text.s) : NULL));
        }
    return v;
}

/* A column that is gone says what it did when it went out. */
static void compare(struct reading *r, const struct sheet_row *row, struct sheet_report *to)
{
    const struct week_values now = cleaned(r->cx, &to->item->now);
    to->sheet = to->exported = now;
    for (int i = 0; i < VALUES; i++) {
        const struct field *f = &week_value_fields[i];
        if (r->place[FIRST_EXPORTED + i] >= 0 && !read_value(r, row, FIRST_EXPORTED + i, f, &to->exported))
            continue;
        if (r->place[FIRST_VALUE + i] < 0 || !read_value(r, row, FIRST_VALUE + i, f, &to->sheet))
            continue;
        if (week_same(f, &to->sheet, &to->exported) || week_same(f, &to->sheet, &now))
            continue;
        to->differences[to->count++] = (struct sheet_difference){
            f, cell_at(r->cx, row->number, r->place[FIRST_VALUE + i]), !week_same(f, &now, &to->exported)};
    }
}

static void read_row(struct reading *r, const struct sheet_row *row)
{
    struct week_sheet *s = r->result;
    if (!text_of(r, row, KEY) && !text_of(r, row, NUMBER) && !text_of(r, row, NAME))
        return;
    const struct week_item *item = item_of(r, row);
    const int named = r->place[NAME] >= 0 ? r->place[NAME] : r->place[NUMBER] >= 0 ? r->place[NUMBER] : r->place[KEY];
    if (!item || r->seen[item - r->items]) {
        remark(r, item ? "WKS-04" : "WKS-02", cell_at(r->cx, row->number, named),
               item ? "这个项目在表里出现了两次,只取前一行" : "不是本单位本周要填的项目,这一行不取",
               item ? "this project stands in the sheet twice; the first row counts"
                    : "this is no project that the unit reports on this week; the row is left out");
        return;
    }
    r->seen[item - r->items] = true;
    if (s->count == r->room) {
        const size_t more = r->room ? r->room * 2 : 32, size = sizeof *s->reports;
        s->reports = arena_grow(r->cx->arena, s->reports, r->room * size, more * size);
        r->room = more;
    }
    s->reports[s->count] = (struct sheet_report){.item = item, .row = row->number};
    compare(r, row, &s->reports[s->count++]);
}

static bool read_sheet(struct reading *r, struct workbook *book, int index)
{
    struct sheet_row row;
    struct sheet_reader *reader = sheet_open(r->cx, book, index);
    if (!reader)
        return false;
    r->begun = false;
    while (sheet_next(reader, &row))
        if (r->begun)
            read_row(r, &row);
        else
            r->begun = is_head(r, &row);
    const bool done = sheet_ok(reader);
    sheet_close(reader);
    return done;
}

bool week_sheet_read(struct ctx *cx, const struct report_duty *duty, const char *file_name, const void *bytes,
                     size_t size, struct week_sheet *ret_sheet)
{
    struct week_item *items;
    struct reading r = {.cx = cx, .result = ret_sheet};
    *ret_sheet = (struct week_sheet){0};
    if (!week_desk(cx, duty, &items, &r.item_count))
        return false;
    r.items = items;
    r.seen = arena_array(cx->arena, r.item_count + 1, sizeof *r.seen);
    struct workbook *book = workbook_open(cx, file_name, bytes, size, &workbook_limits_default);
    if (!book)
        return false;
    for (int i = 0; i < workbook_sheets(book) && !r.begun; i++) {
        ret_sheet->sheet = workbook_sheet(book, i)->name;
        if (!read_sheet(&r, book, i))
            return false;
    }
    if (!r.begun)
        remark(
            &r, "WKS-01", "A1", "没有找到周报的表头(项目名称、形象进度……),请用导出的工作簿填写",
            "the head of a weekly report (项目名称, 形象进度 …) is not there: fill in the workbook that was exported");
    return true;
}
