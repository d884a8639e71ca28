/* problem_ledger.c — counts the classified ledger by the conditions of the metrics, and writes it as a workbook. */
#include "reports/problem_ledger.h"

#include "base/text.h"
#include "entities/entities.h"
#include "metric/metric.h"
#include "office/workbook_write.h"

#include <string.h>

/* ---- counting ---- */

enum { RAISED, OPEN, OVERDUE, CLOSED, COUNTS };
static const char *const counted[COUNTS] = {"problem.raised", "problem.open", "problem.overdue", "problem.closed"};

/* Of those groups every one is among the raised: what is open, late or closed was raised. */
static struct ledger_cell *cell_of(const struct problem_ledger *l, const struct group *g)
{
    for (size_t i = 0; i < l->count; i++)
        if (text_equal(l->cells[i].keys[0], g->keys[0]) && text_equal(l->cells[i].keys[1], g->keys[1]))
            return &l->cells[i];
    return NULL;
}

static void add(struct ledger_cell *c, int what, const struct group *g)
{
    int64_t *const places[COUNTS] = {&c->raised, &c->open, &c->overdue, &c->closed};
    *places[what] = g->count;
    if (what == OPEN)
        c->open_days = g->sums[0];
}

static void take_cells(struct ctx *cx, struct problem_ledger *l, const struct groups *g)
{
    l->cells = arena_array(cx->arena, g->count + 1, sizeof *l->cells);
    for (size_t i = 0; i < g->count; i++) {
        struct ledger_cell *c = &l->cells[l->count++];
        *c = (struct ledger_cell){.where = g->items[i].where};
        memcpy(c->keys, g->items[i].keys, sizeof c->keys);
        memcpy(c->labels, g->items[i].labels, sizeof c->labels);
    }
}

static bool count(struct ctx *cx, struct problem_ledger *l, int what, const char *where)
{
    const char *condition = metric_need(cx, counted[what])->where;
    struct groups g;
    const struct groups_query q = {
        .list = {.where = where ? arena_printf(cx->arena, "(%s) and (%s)", condition, where) : condition,
                 .view = l->view},
        .by = arena_printf(cx->arena, "category,%s", l->by),
        .sums = "age_days",
    };
    if (!groups_compute(cx, &problem_entity, &q, &g))
        return false;
    if (what == RAISED)
        take_cells(cx, l, &g);
    for (size_t i = 0; i < g.count; i++) {
        struct ledger_cell *c = cell_of(l, &g.items[i]);
        if (c)
            add(c, what, &g.items[i]);
    }
    add(&l->total, what, &g.total);
    l->view = g.view;
    return true;
}

bool problem_ledger(struct ctx *cx, const char *by, const char *where, struct view view,
                    struct problem_ledger *ret_ledger)
{
    *ret_ledger = (struct problem_ledger){.by = by, .view = view};
    for (int what = 0; what < COUNTS; what++)
        if (!count(cx, ret_ledger, what, where))
            return false;
    return true;
}

/* ---- the workbook ---- */

/* Average of the days that open problems have been open, half up to one place; NULL without any. */
static const char *average_days(struct ctx *cx, const struct ledger_cell *c)
{
    if (!c->open)
        return NULL;
    int64_t tenths = (c->open_days * 20 + c->open) / (c->open * 2);
    return arena_printf(cx->arena, "%lld.%lld", (long long)(tenths / 10), (long long)(tenths % 10));
}

static const char *shown(struct ctx *cx, struct label l)
{
    const char *text = label_in(l, cx->lang);
    return text_is_empty(text) ? cx->lang == LANG_ZH ? "（未填）" : "(not given)" : text;
}

static void write_cell(struct ctx *cx, struct writer *w, int row, const struct ledger_cell *c, enum style whole,
                       enum style decimal)
{
    const int64_t numbers[] = {c->raised, c->closed, c->open, c->overdue};
    for (int i = 0; i < 4; i++)
        writer_number(w, row, 2 + i, arena_printf(cx->arena, "%lld", (long long)numbers[i]), whole);
    writer_number(w, row, 6, average_days(cx, c), decimal);
}

bool problem_ledger_xlsx(struct ctx *cx, const struct problem_ledger *l, struct buf *out)
{
    static const int widths[] = {18, 26, 10, 10, 10, 10, 16};
    static const struct label heads[] = {{"收集", "Raised"},
                                         {"已办结", "Closed"},
                                         {"未办结", "Open"},
                                         {"超期", "Overdue"},
                                         {"平均历时(天)", "Average age (days)"}};
    const bool zh = cx->lang == LANG_ZH;
    struct writer *w = writer_new(cx);
    if (!w || !writer_sheet(w, zh ? "问题分类台账" : "Classified ledger", widths, 7))
        return false;
    writer_freeze(w, 3, 0, false);
    writer_landscape(w);
    writer_merge(w, 0, 0, 6, zh ? "问题分类台账" : "Classified problem ledger", STYLE_TITLE);
    writer_merge(w, 1, 0, 6,
                 arena_printf(cx->arena, zh ? "截至%s" : "As of %s", date_show(cx->arena, l->view.as_of, cx->lang)),
                 STYLE_SUBTITLE);
    writer_text(w, 2, 0, label_in(entity_field(&problem_entity, "category")->label, cx->lang), STYLE_HEAD);
    writer_text(w, 2, 1, label_in(entity_field(&problem_entity, l->by)->label, cx->lang), STYLE_HEAD);
    for (int i = 0; i < 5; i++)
        writer_text(w, 2, 2 + i, label_in(heads[i], cx->lang), STYLE_HEAD);
    for (size_t i = 0; i < l->count; i++) {
        const int row = 3 + (int)i;
        writer_text(w, row, 0, shown(cx, l->cells[i].labels[0]), STYLE_TEXT);
        writer_text(w, row, 1, shown(cx, l->cells[i].labels[1]), STYLE_TEXT);
        write_cell(cx, w, row, &l->cells[i], STYLE_INTEGER, STYLE_DECIMAL);
    }
    writer_text(w, 3 + (int)l->count, 0, zh ? "合计" : "Total", STYLE_TOTAL);
    writer_text(w, 3 + (int)l->count, 1, NULL, STYLE_TOTAL);
    write_cell(cx, w, 3 + (int)l->count, &l->total, STYLE_TOTAL, STYLE_TOTAL_DECIMAL);
    return writer_finish(w, out);
}
