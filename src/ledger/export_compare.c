/* export_compare.c — a list at two moments as a workbook: a line for each difference. */
#include "base/text.h"
#include "ledger/export.h"
#include "ledger/ledger.h"
#include "model/compare.h"
#include "model/sheet.h"

enum place { PLACE_KIND, PLACE_ID, PLACE_TITLE, PLACE_FIELD, PLACE_THEN, PLACE_NOW, PLACES };

static const struct {
    const char *head;
    int width;
} places[PLACES] = {{"变化", 8}, {"编号", 8}, {"名称", 30}, {"字段", 22}, {"原值", 26}, {"现值", 26}};

static const char *const kinds[COMPARE_KINDS] = {"新增", "不再有", "改动"};

struct compare_sheet {
    struct writer *w;
    struct comparison c;
    const struct sheet_column *columns;
    int count, title; /* place of the title among the columns; -1: none */
    int line;
};

static const char *moment(struct ctx *cx, struct view view)
{
    struct date as_of = date_is_none(view.as_of) ? date_of_instant((struct instant){cx->now_ms}) : view.as_of;
    const char *day = date_show(cx->arena, as_of, LANG_ZH);
    return view.known_at.ms
               ? arena_printf(cx->arena, "%s(按 %s 已登记的内容)", day, instant_iso(cx->arena, view.known_at))
               : day;
}

static bool name_sheet(struct ctx *cx, const struct entity *e, struct view then, struct view now,
                       struct export_head *head)
{
    const char *zone;
    if (!export_zone(cx, &zone))
        return false;
    head->sheet = "对比";
    head->title = arena_printf(cx->arena, "%s%s对比", zone, label_in(e->label, LANG_ZH));
    head->subtitle = arena_printf(cx->arena, "%s → %s", moment(cx, then), moment(cx, now));
    for (int i = 0; i < PLACES; i++) {
        head->heads[i] = places[i].head;
        head->widths[i] = places[i].width;
    }
    return true;
}

static void write_cell(struct compare_sheet *s, int place, const struct sheet_column *column, const struct list *l)
{
    const char *cell = sheet_cell(l->cx, column, list_value(l, column->place));
    enum style number = column->kind == SHEET_INTEGER   ? STYLE_INTEGER
                        : column->kind == SHEET_PERCENT ? STYLE_PERCENT
                                                        : STYLE_DECIMAL;
    if (column->kind == SHEET_TEXT || column->kind == SHEET_WRAP)
        writer_text(s->w, s->line, place, cell, column->kind == SHEET_TEXT ? STYLE_TEXT : STYLE_WRAP);
    else
        writer_number(s->w, s->line, place, cell, number);
}

/* What row it is about; `column` NULL: the row as a whole. */
static void begin_line(struct compare_sheet *s, const struct sheet_column *column)
{
    const struct comparison *c = &s->c;
    const struct list *l = c->use_now ? &c->now : &c->then;
    writer_text(s->w, s->line, PLACE_KIND, kinds[c->kind], STYLE_TEXT);
    writer_number(s->w, s->line, PLACE_ID, arena_printf(l->cx->arena, "%lld", (long long)c->id), STYLE_INTEGER);
    if (s->title >= 0)
        write_cell(s, PLACE_TITLE, &s->columns[s->title], l);
    if (column)
        writer_text(s->w, s->line, PLACE_FIELD, column->head, STYLE_TEXT);
}

static void write_row(struct compare_sheet *s)
{
    if (s->c.kind != COMPARE_CHANGED) {
        begin_line(s, NULL);
        s->line++;
        return;
    }
    for (int i = 0; i < s->count; i++) {
        if (!compare_differs(&s->c, s->columns[i].place))
            continue;
        begin_line(s, &s->columns[i]);
        write_cell(s, PLACE_THEN, &s->columns[i], &s->c.then);
        write_cell(s, PLACE_NOW, &s->columns[i], &s->c.now);
        s->line++;
    }
}

static int title_place(const struct entity *e, const struct sheet_column *columns, int count)
{
    for (int i = 0; i < count; i++)
        if (text_equal(columns[i].field->name, e->title))
            return i;
    return -1;
}

bool ledger_export_compare(struct ctx *cx, const struct entity *e, const struct list_query *lq, struct view then,
                           struct buf *out)
{
    struct compare_sheet s = {.line = EXPORT_HEAD_ROW + 1};
    struct list_query all = *lq;
    struct export_head head = export_head_new(cx->arena, PLACES);
    all.no_limit = true;
    all.cursor = NULL;
    if (!compare_open(cx, e, &all, then, &s.c))
        return false;
    s.columns = sheet_columns(cx, &s.c.now, false, &s.count);
    s.title = title_place(e, s.columns, s.count);
    s.w = writer_new(cx);
    if (!s.w || !name_sheet(cx, e, then, lq->view, &head) || !export_begin(s.w, &head))
        return false;
    while (compare_next(&s.c)) {
        struct arena_mark mark = arena_mark(cx->arena);
        write_row(&s);
        arena_reset(cx->arena, mark);
    }
    return compare_ok(&s.c) && writer_finish(s.w, out);
}
