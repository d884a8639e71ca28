/* export_list.c — a list as a workbook: the rows, columns and order that the asker sees. */
#include "ledger/export.h"
#include "ledger/ledger.h"
#include "model/sheet.h"

/* "渭南高新区项目", and under it the dates that the list was made for. */
static bool name_list(struct ctx *cx, const struct entity *e, struct view view, struct export_head *head)
{
    const char *zone;
    struct date as_of = date_is_none(view.as_of) ? date_of_instant((struct instant){cx->now_ms}) : view.as_of;
    if (!export_zone(cx, &zone))
        return false;
    head->sheet = label_in(e->label, LANG_ZH);
    head->title = arena_printf(cx->arena, "%s%s", zone, head->sheet);
    head->subtitle = arena_printf(cx->arena, "截至:%s", date_show(cx->arena, as_of, LANG_ZH));
    if (view.known_at.ms)
        head->subtitle =
            arena_printf(cx->arena, "%s  按 %s 已登记的内容", head->subtitle, instant_iso(cx->arena, view.known_at));
    return true;
}

static void write_row(struct writer *w, const struct list *l, const struct sheet_column *columns, int n, int line)
{
    static const enum style styles[] = {
        [SHEET_TEXT] = STYLE_TEXT,       [SHEET_WRAP] = STYLE_WRAP,       [SHEET_INTEGER] = STYLE_INTEGER,
        [SHEET_DECIMAL] = STYLE_DECIMAL, [SHEET_PERCENT] = STYLE_PERCENT,
    };
    for (int i = 0; i < n; i++) {
        const char *cell = sheet_cell(l->cx, &columns[i], list_value(l, columns[i].place));
        bool text = columns[i].kind == SHEET_TEXT || columns[i].kind == SHEET_WRAP;
        if (text)
            writer_text(w, line, i, cell, styles[columns[i].kind]);
        else
            writer_number(w, line, i, cell, styles[columns[i].kind]);
    }
}

bool ledger_export_list(struct ctx *cx, const struct entity *e, const struct list_query *lq, struct buf *out)
{
    struct list_query all = *lq;
    struct list l;
    int n, line = EXPORT_HEAD_ROW + 1;
    all.no_limit = true;
    all.cursor = NULL;
    if (!list_open(cx, e, &all, &l))
        return false;
    const struct sheet_column *columns = sheet_columns(cx, &l, false, &n);
    if (n == 0) /* nothing but the id was asked for */
        columns = sheet_columns(cx, &l, true, &n);
    struct export_head head = export_head_new(cx->arena, n);
    for (int i = 0; i < n; i++) {
        head.heads[i] = columns[i].head;
        head.widths[i] = columns[i].width;
    }
    struct writer *w = writer_new(cx);
    if (!w || !name_list(cx, e, lq->view, &head) || !export_begin(w, &head))
        return false;
    while (list_next(&l)) {
        struct arena_mark mark = arena_mark(cx->arena);
        write_row(w, &l, columns, n, line++);
        arena_reset(cx->arena, mark);
    }
    return list_ok(&l) && writer_finish(w, out);
}
