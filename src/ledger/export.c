/* export.c — ledgers out in our own layout, and the workbook with remarks; export_like.c: in the layout they came in. */
#include "ledger/export.h"
#include "base/json.h"
#include "base/text.h"
#include "ledger/current.h"
#include "ledger/import.h"
#include "model/list.h"
#include "office/workbook_edit.h"

#include <string.h>

/* ---- our own layout ---- */

static const struct ledger_kind *kind_of(const struct entity *e)
{
    for (const struct ledger_kind *const *k = ledger_kinds; *k; k++)
        if ((*k)->entity == e)
            return *k;
    return NULL;
}

/* The columns of our own layout: every target, with the heads that read back to it. */
static struct column *own_columns(struct ctx *cx, const struct entity *e, struct date as_of, int *ret_count)
{
    static const struct ledger_kind none;
    const struct ledger_kind *k = kind_of(e);
    struct ledger_kind plain = none;
    if (!k) {
        plain.entity = e;
        k = &plain;
    }
    int count, n = 0, year = date_year_of(as_of);
    const struct target *targets = target_list(cx->arena, k, &count);
    struct column *columns = arena_array(cx->arena, (size_t)count + 1, sizeof *columns);
    for (int pass = 0; pass < 2; pass++) /* fields first, facts behind */
        for (int i = 0; i < count; i++) {
            const struct target *t = &targets[i];
            bool fact = t->kind != TARGET_FIELD;
            if (fact != (pass == 1) || t->kind == TARGET_ORDINAL || t->kind == TARGET_PERIOD ||
                t->kind == TARGET_PLAN_MONTH || t->kind == TARGET_DONE_MONTH || t->kind == TARGET_DONE_ALL ||
                t->kind == TARGET_STARTED)
                continue;
            struct column *c = &columns[n];
            *c = (struct column){
                .index = n, .head = t->label.zh, .target = t, .unit = target_is_money(t) ? MONEY_WAN : 0};
            n++;
            if (t->kind == TARGET_PLAN)
                c->head = arena_printf(cx->arena, "%d年计划投资(万元)", year);
            else if (t->kind == TARGET_GOAL)
                c->head = arena_printf(cx->arena, "%d年工作目标", year);
            else if (t->kind == TARGET_DONE_BEFORE)
                c->head = arena_printf(cx->arena, "截至%d年底累计完成投资(万元)", year - 1);
            else if (t->kind == TARGET_DONE_YEAR)
                c->head = arena_printf(cx->arena, "%d年1-%d月完成投资(万元)", year, date_month_of(as_of));
            else if (target_is_money(t))
                c->head = arena_printf(cx->arena, "%s(万元)", t->label.zh);
        }
    *ret_count = n;
    return columns;
}

bool export_zone(struct ctx *cx, const char **ret_name)
{
    struct value id = value_int(cx->zone), name;
    if (!db_scalar(cx, "SELECT name FROM zone WHERE id = $1", &id, 1, &name))
        return false;
    *ret_name = arena_strdup(cx->arena, name.s);
    return true;
}

struct export_head export_head_new(struct arena *a, int count)
{
    size_t n = (size_t)count + 1;
    return (struct export_head){
        .heads = arena_array(a, n, sizeof(const char *)), .widths = arena_array(a, n, sizeof(int)), .count = count};
}

bool export_begin(struct writer *w, const struct export_head *head)
{
    const int last = head->count - 1;
    if (!writer_sheet(w, head->sheet, head->widths, head->count))
        return false;
    writer_freeze(w, EXPORT_HEAD_ROW + 1, head->frozen < head->count ? head->frozen : 0, false);
    writer_landscape(w);
    writer_merge(w, 0, 0, last, head->title, STYLE_TITLE);
    writer_merge(w, 1, 0, last, head->subtitle, STYLE_SUBTITLE);
    for (int i = 0; i < head->count; i++)
        writer_text(w, EXPORT_HEAD_ROW, i, head->heads[i], STYLE_HEAD);
    return true;
}

static bool begin_own(struct ctx *cx, struct writer *w, const struct entity *e, const struct column *columns, int n,
                      struct date as_of)
{
    const char *zone;
    const struct ledger_kind *k = kind_of(e);
    struct export_head head = export_head_new(cx->arena, n);
    if (!export_zone(cx, &zone))
        return false;
    for (int i = 0; i < n; i++) {
        head.heads[i] = columns[i].head;
        head.widths[i] = columns[i].target->kind == TARGET_FIELD && columns[i].target->field->type == T_NOTE ? 30
                         : target_is_money(columns[i].target)                                                ? 16
                                                                                                             : 14;
    }
    head.sheet = k ? k->label.zh : e->label.zh;
    head.title = arena_printf(cx->arena, "%s%s", zone, head.sheet);
    head.subtitle = arena_printf(cx->arena, "截至:%s  单位:万元", date_show(cx->arena, as_of, LANG_ZH));
    head.frozen = 2;
    return export_begin(w, &head);
}

bool ledger_export(struct ctx *cx, const struct entity *e, const char *where, struct date as_of, struct buf *out)
{
    struct list ids;
    int n, line = EXPORT_HEAD_ROW + 1;
    if (date_is_none(as_of))
        as_of = date_of_instant((struct instant){cx->now_ms});
    as_of = date_last(as_of);
    struct column *columns = own_columns(cx, e, as_of, &n);
    struct writer *w = writer_new(cx);
    if (!w || !begin_own(cx, w, e, columns, n, as_of) ||
        !list_open(cx, e,
                   &(struct list_query){
                       .where = where, .sort = "id", .fields = "id", .no_limit = true, .view = {.as_of = as_of}},
                   &ids))
        return false;
    while (list_next(&ids)) {
        struct arena_mark mark = arena_mark(cx->arena);
        void *row = row_load(cx, e, list_value(&ids, 0).i);
        if (!row)
            return false;
        row_hide(cx, e, row);
        for (int i = 0; i < n; i++) {
            struct said said;
            bool number;
            if (!current_said(cx, &columns[i], e, row, as_of, &said))
                return false;
            if (said.kind == SAID_PLANNED) /* the plan has a column of its own here */
                said.kind = SAID_NOTHING;
            const char *text = said_write(cx, &columns[i], &said, "2023-01", &number);
            if (text && number)
                writer_number(w, line, i, text, STYLE_DECIMAL);
            else if (text)
                writer_text(w, line, i, text, STYLE_WRAP);
        }
        line++;
        arena_reset(cx->arena, mark);
    }
    return list_ok(&ids) && writer_finish(w, out);
}

/* ---- edits ---- */

static void *joined(struct arena *a, const void *first, size_t first_size, const void *second, size_t second_size)
{
    char *both = arena_array(a, first_size + second_size + 1, 1);
    if (first_size)
        memcpy(both, first, first_size);
    if (second_size)
        memcpy(both + first_size, second, second_size);
    return both;
}

static void edits_add(struct arena *a, struct sheet_edit *to, const struct sheet_edit *more)
{
    struct cell_edit *cells =
        joined(a, to->cells, to->cell_count * sizeof *cells, more->cells, more->cell_count * sizeof *cells);
    for (size_t i = to->cell_count; i < to->cell_count + more->cell_count; i++)
        if (cells[i].row < 0)
            cells[i].row -= (int64_t)to->add_count;
    to->adds = joined(a, to->adds, to->add_count * sizeof *to->adds, more->adds, more->add_count * sizeof *more->adds);
    to->cells = cells;
    to->cell_count += more->cell_count;
    to->add_count += more->add_count;
}

size_t sheet_edits_join(struct arena *a, struct sheet_edit *edits, size_t count)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        size_t k = 0;
        while (k < n && edits[k].sheet != edits[i].sheet)
            k++;
        if (k < n)
            edits_add(a, &edits[k], &edits[i]);
        else
            edits[n++] = edits[i];
    }
    return n;
}

/* ---- the workbook with a column of remarks ---- */

static void join_remark(struct ctx *cx, struct map *rows, const char **texts, size_t *count, const struct remark *r)
{
    int64_t at;
    const char *key = arena_printf(cx->arena, "%lld", (long long)r->row),
               *where = r->column >= 0 ? column_name(cx->arena, r->column) : "";
    const char *line = arena_printf(cx->arena, "%s%s%s %s", where, *where ? ":" : "", r->code ? r->code : "",
                                    label_in(r->message, cx->lang));
    if (map_get(rows, key, &at))
        texts[at] = arena_printf(cx->arena, "%s\n%s", texts[at], line);
    else {
        map_set(rows, key, (int64_t)*count);
        texts[(*count)++] = line;
    }
}

bool ledger_annotate(struct ctx *cx, const struct ledger_import *in, const struct ledger_result *r, struct buf *out)
{
    const struct remarks *lists[] = {&r->rejected, &r->checks, &r->warnings};
    struct sheet_edit *edits = arena_array(cx->arena, (size_t)r->layout_count + 1, sizeof *edits);
    size_t edit_count = 0;
    for (int s = 0; s < r->layout_count; s++) {
        const struct layout *l = &r->layouts[s];
        struct map *rows = map_new(cx->arena);
        const char **texts = arena_array(cx->arena, 3 * REMARKS_MOST + 1, sizeof *texts);
        struct cell_edit *cells = arena_array(cx->arena, 6 * REMARKS_MOST + 2, sizeof *cells);
        size_t lines = 0, n = 0;
        int column = l->column_count ? l->columns[l->column_count - 1].index + 1 : 0;
        for (size_t k = 0; k < 3; k++)
            for (const struct remark *m = lists[k]->first; m; m = m->next) {
                if (!m->row || !m->sheet || strcmp(m->sheet, l->name) != 0)
                    continue;
                join_remark(cx, rows, texts, &lines, m);
            }
        if (!lines)
            continue;
        cells[n++] = (struct cell_edit){
            .row = l->head_first, .column = column, .kind = EDIT_TEXT, .text = "问题", .alert = true};
        for (size_t i = 0; i < lines; i++) {
            int64_t row = 0;
            for (const char *d = map_key(rows, i); *d; d++)
                row = row * 10 + (*d - '0');
            if (row == l->head_first)
                cells[0].text = arena_printf(cx->arena, "问题\n%s", texts[i]);
            else
                cells[n++] = (struct cell_edit){
                    .row = row, .column = column, .kind = EDIT_TEXT, .text = texts[i], .alert = true};
        }
        edits[edit_count++] = (struct sheet_edit){.sheet = l->sheet, .cells = cells, .cell_count = n};
    }
    if (in->size < 2 || memcmp(in->bytes, "PK", 2) != 0)
        return fail(cx, ERR_UNSUPPORTED, "LGR-52", in->file_name, "只有 .xlsx 能带批注存回;请另存为 .xlsx",
                    "Only .xlsx can be given back with remarks; save it as .xlsx");
    edit_count = sheet_edits_join(cx->arena, edits, edit_count);
    return workbook_edit(cx, in->bytes, in->size, edits, edit_count, out);
}
