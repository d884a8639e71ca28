/* export.c — ledgers out: in the layout they came in, in our own, and the workbook with remarks. */
#include "base/json.h"
#include "base/text.h"
#include "ledger/current.h"
#include "ledger/import.h"
#include "model/list.h"
#include "office/workbook_edit.h"
#include "office/workbook_write.h"

#include <jansson.h>
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
                t->kind == TARGET_DONE_MONTH || t->kind == TARGET_DONE_ALL || t->kind == TARGET_STARTED)
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

static bool zone_name(struct ctx *cx, const char **ret_name)
{
    struct value id = value_int(cx->zone), name;
    if (!db_scalar(cx, "SELECT name FROM zone WHERE id = $1", &id, 1, &name))
        return false;
    *ret_name = name.s;
    return true;
}

static bool begin_own(struct ctx *cx, struct writer *w, const struct entity *e, const struct column *columns, int n,
                      struct date as_of)
{
    const char *zone;
    int *widths = arena_array(cx->arena, (size_t)n + 1, sizeof *widths);
    for (int i = 0; i < n; i++)
        widths[i] = columns[i].target->kind == TARGET_FIELD && columns[i].target->field->type == T_NOTE ? 30
                    : target_is_money(columns[i].target)                                                ? 16
                                                                                                        : 14;
    const struct ledger_kind *k = kind_of(e);
    if (!zone_name(cx, &zone) || !writer_sheet(w, k ? k->label.zh : e->label.zh, widths, n))
        return false;
    writer_freeze(w, 3, 2, false);
    writer_landscape(w);
    writer_merge(w, 0, 0, n - 1, arena_printf(cx->arena, "%s%s", zone, k ? k->label.zh : e->label.zh), STYLE_TITLE);
    writer_merge(w, 1, 0, n - 1, arena_printf(cx->arena, "截至:%s  单位:万元", date_show(cx->arena, as_of, LANG_ZH)),
                 STYLE_SUBTITLE);
    for (int i = 0; i < n; i++)
        writer_text(w, 2, i, columns[i].head, STYLE_HEAD);
    return true;
}

bool ledger_export(struct ctx *cx, const struct entity *e, const char *where, struct date as_of, struct buf *out)
{
    struct list ids;
    int n, line = 3;
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
        const void *row = row_load(cx, e, list_value(&ids, 0).i);
        if (!row)
            return false;
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

/* ---- the layout it came in ---- */

enum { LINES_MOST = 200 };

struct line;

struct like {
    struct ctx *cx;
    const struct entity *entity;
    struct date as_of;
    struct arena *keep;
    struct map *ids; /* row number → record, of the sheet at hand */
    struct cell_edit *cells;
    size_t count, capacity;
    struct row_add *adds;
    size_t add_count;
    int64_t last_row, data_rows;
    const char **last_texts;
    struct import im; /* what totals need of one */
    struct totals *was, *now;
    struct said *said_was, *said_now;
    int64_t id; /* of the record whose lines are read */
    struct arena *lines;
    struct line *at;
    int line_count;
};

static void edit_cell(struct like *k, int64_t row, int column, const char *text, bool number)
{
    if (k->count == k->capacity) {
        size_t more = k->capacity ? k->capacity * 2 : 64;
        k->cells = arena_grow(k->keep, k->cells, k->capacity * sizeof *k->cells, more * sizeof *k->cells);
        k->capacity = more;
    }
    k->cells[k->count++] = (struct cell_edit){.row = row,
                                              .column = column,
                                              .kind = !text    ? EDIT_BLANK
                                                      : number ? EDIT_NUMBER
                                                               : EDIT_TEXT,
                                              .text = arena_strdup(k->keep, text)};
}

static void restate(void *arg, int64_t row, const struct column *column, int64_t value)
{
    struct like *k = arg;
    edit_cell(k, row, column->index, money_decimal(k->keep, (struct money){value}, column->unit), true);
}

/* A total or section: what it states, unless a formula does. */
static void like_total(struct like *k, const struct layout *l, const struct ledger_row *row)
{
    for (int i = 0; i < l->column_count; i++) {
        struct said_fault fault;
        bool formula = row->cells[i] && row->cells[i]->formula;
        k->said_was[i] = formula ? (struct said){0}
                                 : said_read(k->cx, &l->columns[i], row->cells[i], date_year_of(k->as_of), &fault);
    }
    totals_mark(k->was, row, k->said_was);
    totals_mark(k->now, row, k->said_was);
}

/* The lines of the record at hand: a project over several rows states its amounts and words in parts. */
struct line {
    int64_t row;
    struct said *said; /* by position in layout.columns */
    const char **texts;
    bool *kept; /* cells that stay as they are written: carried, not taken, not ours */
};

static struct line read_line(struct like *k, const struct layout *l, const struct ledger_row *row)
{
    size_t n = (size_t)l->column_count + 1;
    struct line line = {row->number, arena_array(k->lines, n, sizeof *line.said),
                        arena_array(k->lines, n, sizeof *line.texts), arena_array(k->lines, n, sizeof *line.kept)};
    for (int i = 0; i < l->column_count; i++) {
        const struct column *c = &l->columns[i];
        struct said_fault fault;
        struct said said = said_read(k->cx, c, row->cells[i], date_year_of(k->as_of), &fault);
        said.text = arena_strdup(k->lines, said.text);
        said.value = value_copy(k->lines, said.value);
        line.said[i] = said;
        line.texts[i] = row->cells[i] ? arena_strdup(k->lines, row->cells[i]->text) : NULL;
        line.kept[i] = !c->target || c->target->kind == TARGET_ORDINAL || row->carried[i] || fault.code;
    }
    return line;
}

/* What the lines say together, as the import put it. */
static struct said said_by_lines(struct like *k, const struct layout *l, int i, int *ret_lines)
{
    struct said whole = {0};
    *ret_lines = 0;
    for (int n = 0; n < k->line_count; n++) {
        const struct said *part = &k->at[n].said[i];
        if (k->at[n].kept[i] || part->kind == SAID_NOTHING)
            continue;
        whole = ++*ret_lines == 1 ? *part : said_join(k->cx->arena, &l->columns[i], &whole, part);
    }
    return whole;
}

/* Write what the record says now where its lines said otherwise: into the first, which keeps amounts of the others beside it. */
static void write_lines(struct like *k, const struct layout *l, int i, const struct said *was, const struct said *now,
                        int parts)
{
    const struct column *c = &l->columns[i];
    struct said first = *now;
    bool number, amount = target_is_money(c->target) && parts > 1 && now->kind == SAID_VALUE;
    if (amount)
        first.value.i = now->value.i - was->value.i + k->at[0].said[i].value.i * (k->at[0].said[i].kind == SAID_VALUE);
    const char *text = said_write(k->cx, c, &first, k->last_texts[i], &number);
    edit_cell(k, k->at[0].row, c->index, text, number);
    for (int n = 1; n < k->line_count && !amount; n++)
        if (!k->at[n].kept[i] && k->at[n].said[i].kind != SAID_NOTHING)
            edit_cell(k, k->at[n].row, c->index, NULL, false);
}

/* Bring the lines of one record up to date; a record deleted since leaves them as they were. */
static bool finish_lines(struct like *k, const struct layout *l)
{
    struct ctx *cx = k->cx;
    if (!k->line_count)
        return true;
    const void *record = row_load(cx, k->entity, k->id);
    bool gone = !record && cx->err.kind == ERR_NOT_FOUND;
    if (gone)
        err_clear(cx);
    else if (!record)
        return false;
    for (int i = 0; i < l->column_count; i++) {
        int parts;
        struct said *was = &k->said_was[i], *now = &k->said_now[i];
        *was = *now = said_by_lines(k, l, i, &parts);
        for (int n = 0; n < k->line_count; n++)
            if (k->at[n].texts[i])
                k->last_texts[i] = arena_strdup(k->keep, k->at[n].texts[i]);
        if (gone || k->at[0].kept[i])
            continue;
        if (!current_said(cx, &l->columns[i], k->entity, record, k->as_of, now))
            return false;
        if (!said_agree(cx, &l->columns[i], was, now))
            write_lines(k, l, i, was, now, parts);
    }
    totals_data(k->was, k->said_was, true);
    totals_data(k->now, k->said_now, true);
    k->line_count = 0;
    arena_clear(k->lines);
    return true;
}

static bool add_line(struct like *k, const struct layout *l, const struct ledger_row *row)
{
    if (k->line_count < LINES_MOST)
        k->at[k->line_count++] = read_line(k, l, row);
    return row->goes_on || finish_lines(k, l);
}

/* Records that came later go below the last row. */
static bool like_new(struct like *k, const struct layout *l, const struct map *known)
{
    struct ctx *cx = k->cx;
    struct list ids;
    size_t capacity = 0;
    if (!list_open(cx, k->entity,
                   &(struct list_query){.sort = "id", .fields = "id", .no_limit = true, .view = {.as_of = k->as_of}},
                   &ids))
        return false;
    while (list_next(&ids)) {
        int64_t row_number, id = list_value(&ids, 0).i;
        if (map_get(known, arena_printf(cx->arena, "%lld", (long long)id), &row_number))
            continue;
        const void *record = row_load(cx, k->entity, id);
        if (!record)
            return false;
        if (k->add_count == capacity) {
            size_t more = capacity ? capacity * 2 : 16;
            k->adds = arena_grow(k->keep, k->adds, capacity * sizeof *k->adds, more * sizeof *k->adds);
            capacity = more;
        }
        k->adds[k->add_count++] = (struct row_add){.after = k->last_row, .like = k->last_row};
        for (int i = 0; i < l->column_count; i++) {
            const struct column *c = &l->columns[i];
            struct said *now = &k->said_now[i];
            bool number = true;
            if (!current_said(cx, c, k->entity, record, k->as_of, now))
                return false;
            const char *text = c->target && c->target->kind == TARGET_ORDINAL
                                   ? arena_printf(cx->arena, "%lld", (long long)(k->data_rows + (int64_t)k->add_count))
                                   : said_write(cx, c, now, k->last_texts[i], &number);
            if (text)
                edit_cell(k, -(int64_t)k->add_count, c->index, text, number);
        }
        totals_data(k->now, k->said_now, true);
    }
    return list_ok(&ids);
}

static bool like_sheet(struct like *k, struct workbook *w, const struct layout *l, const json_t *row_list,
                       struct map *known)
{
    struct ledger_row row;
    size_t i;
    json_t *pair;
    size_t columns = (size_t)l->column_count + 1;
    k->ids = map_new(k->keep);
    k->im = (struct import){.cx = k->cx, .keep = k->keep, .layout = l};
    k->was = totals_new(&k->im);
    k->now = totals_new(&k->im);
    k->said_was = arena_array(k->keep, columns, sizeof *k->said_was);
    k->said_now = arena_array(k->keep, columns, sizeof *k->said_now);
    k->at = arena_array(k->keep, LINES_MOST, sizeof *k->at);
    k->line_count = 0;
    k->last_row = l->head_last;
    k->data_rows = 0;
    k->last_texts = arena_array(k->keep, (size_t)l->column_count + 1, sizeof *k->last_texts);
    json_array_foreach(row_list, i, pair)
    {
        int64_t id = json_integer_value(json_array_get(pair, 1));
        map_set(k->ids, arena_printf(k->keep, "%lld", (long long)json_integer_value(json_array_get(pair, 0))), id);
        map_set(known, arena_printf(k->keep, "%lld", (long long)id), 1);
    }
    struct sheet_rows *rows = sheet_rows_open(k->cx, w, l);
    if (!rows)
        return false;
    while (sheet_rows_next(rows, &row)) {
        int64_t id;
        if (row.class == ROW_DATA || row.class == ROW_MORE)
            k->last_row = row.number;
        if (row.class == ROW_SECTION || row.class == ROW_TOTAL) {
            if (!finish_lines(k, l))
                return false;
            like_total(k, l, &row);
        }
        k->data_rows += row.class == ROW_DATA;
        if (row.class == ROW_MORE && k->line_count) {
            if (!add_line(k, l, &row))
                return false;
            continue;
        }
        if (!finish_lines(k, l))
            return false;
        if (map_get(k->ids, arena_printf(k->cx->arena, "%lld", (long long)row.number), &id)) {
            k->id = id;
            if (!add_line(k, l, &row))
                return false;
        }
    }
    return sheet_rows_ok(rows) && finish_lines(k, l);
}

/* The layout as it was used then, not as it would be guessed now. */
static bool same_layout(struct ctx *cx, struct workbook *w, struct layout *layouts, int count, json_t *then,
                        struct layout **ret_layout)
{
    const char *name = json_string_value(json_object_get(then, "sheet"));
    json_t *columns = json_object_get(then, "columns"), *column, *chosen = json_object();
    size_t i;
    arena_defer(cx->arena, (void (*)(void *))json_decref, chosen);
    json_array_foreach(columns, i, column)
    {
        json_t *to = json_object();
        json_t *target = json_object_get(column, "target");
        json_object_set_new(to, "target", json_is_string(target) ? json_incref(target) : json_string("ignore"));
        const char *const parts[] = {"unit", "year", "month"};
        for (size_t p = 0; p < 3; p++)
            if (json_object_get(column, parts[p]) && !json_is_null(json_object_get(column, parts[p])))
                json_object_set(to, parts[p], json_object_get(column, parts[p]));
        json_object_set_new(chosen, json_string_value(json_object_get(column, "column")), to);
    }
    json_t *correction = json_object();
    arena_defer(cx->arena, (void (*)(void *))json_decref, correction);
    json_object_set(correction, "kind", json_object_get(then, "kind"));
    json_object_set(correction, "head", json_object_get(then, "head"));
    json_object_set(correction, "columns", chosen);
    for (int k = 0; k < count; k++)
        if (name && strcmp(layouts[k].name, name) == 0) {
            *ret_layout = &layouts[k];
            return layout_correct(cx, w, &layouts[k], correction);
        }
    return fail(cx, ERR_SYSTEM, "LGR-50", name, "保存的工作簿里找不到工作表“%s”",
                "The kept workbook has no sheet \"%s\"", name ? name : "");
}

static void finish_sheet(struct like *k, struct sheet_edit *edit)
{
    totals_restate(k->was, k->now, restate, k);
    *edit = (struct sheet_edit){
        .sheet = edit->sheet, .cells = k->cells, .cell_count = k->count, .adds = k->adds, .add_count = k->add_count};
    k->cells = NULL;
    k->count = k->capacity = 0;
}

bool ledger_export_like(struct ctx *cx, const struct entity *e, int64_t run_id, struct buf *out)
{
    struct import_run *run = row_load(cx, &import_run_entity, run_id);
    struct attachment *file = run ? row_load(cx, &attachment_entity, run->attachment) : NULL;
    struct layout *layouts, *last = NULL;
    struct sheet_edit edits[64];
    size_t edit_count = 0, i;
    int count;
    if (!file)
        return false;
    if (!run->layout)
        return fail(cx, ERR_INPUT, "LGR-51", NULL, "导入 %lld 没有写入数据,没有可沿用的版式",
                    "Import %lld wrote nothing, so there is no layout to follow", (long long)run_id);
    json_t *then = json_parse(cx, run->layout, strlen(run->layout)), *sheet;
    struct workbook *w =
        workbook_open(cx, file->name, file->content.data, file->content.size, &workbook_limits_default);
    if (!then || !w || !layouts_find(cx, w, &layouts, &count))
        return false;
    if (strcmp(workbook_kind(w), "xlsx") != 0)
        return fail(cx, ERR_UNSUPPORTED, "LGR-52", file->name,
                    "只有 .xlsx 能按原版式导出;请不带 --like 用我们的版式导出",
                    "Only .xlsx can be exported in its own layout; export without --like in ours");
    struct like k = {
        .cx = cx, .entity = e, .as_of = run->as_of, .keep = arena_beside(cx->arena), .lines = arena_beside(cx->arena)};
    struct map *known = map_new(k.keep);
    json_array_foreach(then, i, sheet)
    {
        struct layout *l = NULL;
        json_t *layout = json_object_get(sheet, "layout");
        const struct ledger_kind *kind = ledger_kind_find(json_string_value(json_object_get(layout, "kind")));
        if (!kind || kind->entity != e || edit_count == 64)
            continue;
        if (last) /* only the last sheet takes new records */
            finish_sheet(&k, &edits[edit_count - 1]);
        if (!same_layout(cx, w, layouts, count, layout, &l) ||
            !like_sheet(&k, w, l, json_object_get(sheet, "rows"), known))
            return false;
        edits[edit_count++] = (struct sheet_edit){.sheet = l->sheet};
        last = l;
    }
    if (!last)
        return fail(cx, ERR_INPUT, "LGR-51", NULL, "导入 %lld 的工作簿里没有%s表",
                    "The workbook of import %lld has no sheet of %s", (long long)run_id,
                    cx->lang == LANG_ZH ? e->label.zh : e->label.en);
    if (!like_new(&k, last, known))
        return false;
    finish_sheet(&k, &edits[edit_count - 1]);
    return workbook_edit(cx, file->content.data, file->content.size, edits, edit_count, out);
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
    return workbook_edit(cx, in->bytes, in->size, edits, edit_count, out);
}
