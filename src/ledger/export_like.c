/* export_like.c — a ledger out in the layout it came in: the kept workbook with its cells brought up to date, new records in the
 * section they belong to, totals restated. */
#include "base/json.h"
#include "base/text.h"
#include "ledger/current.h"
#include "ledger/export.h"
#include "ledger/import.h"
#include "model/list.h"
#include "office/workbook_edit.h"

#include <jansson.h>
#include <string.h>

enum { LINES_MOST = 200, SHEETS_MOST = 64 };

/* The export as a whole. */
struct like {
    struct ctx *cx;
    const struct entity *entity;
    struct date as_of;
    struct arena *keep, *lines;
    struct map *known; /* records the import put into the workbook */
};

/* A stretch of rows under the same section rows. */
struct segment {
    struct sections sections;
    int64_t last_row; /* new records go below it */
    int64_t ordinal;  /* of its last record */
    bool outside;     /* it came to hold records although none stood there: no section sums them up */
};

struct line;

struct like_sheet {
    struct like *like;
    int sheet; /* index in the workbook */
    const struct layout *layout;
    struct map *ids; /* row number → record */
    struct cell_edit *cells;
    size_t count, capacity;
    struct row_add *adds;
    size_t add_count, add_room;
    struct segment *segments;
    size_t segment_count, segment_room;
    int64_t total_row;       /* of all records; 0: none */
    int64_t model_row;       /* a record's, whose styles new ones take; 0: none yet */
    const char **last_texts; /* by position in layout.columns: how its cells are written */
    struct import im;        /* what totals and sections need of one */
    struct sections sections;
    struct totals *was, *now;
    struct said *said_was, *said_now;
    int64_t id; /* of the record whose lines are read */
    struct line *at;
    int line_count;
};

static void edit_cell(struct like_sheet *k, int64_t row, int column, const char *text, bool number)
{
    struct arena *keep = k->like->keep;
    if (k->count == k->capacity) {
        size_t more = k->capacity ? k->capacity * 2 : 64;
        k->cells = arena_grow(keep, k->cells, k->capacity * sizeof *k->cells, more * sizeof *k->cells);
        k->capacity = more;
    }
    k->cells[k->count++] = (struct cell_edit){.row = row,
                                              .column = column,
                                              .kind = !text    ? EDIT_BLANK
                                                      : number ? EDIT_NUMBER
                                                               : EDIT_TEXT,
                                              .text = arena_strdup(keep, text)};
}

static void restate(void *arg, int64_t row, const struct column *column, int64_t value)
{
    struct like_sheet *k = arg;
    if (!column->unit) /* each row names its own */
        return;
    edit_cell(k, row, column->index, money_decimal(k->like->keep, (struct money){value}, column->unit), true);
}

/* A total or section: what it states, unless a formula does. */
static void mark_total(struct like_sheet *k, const struct ledger_row *row)
{
    const struct layout *l = k->layout;
    for (int i = 0; i < l->column_count; i++) {
        struct said_fault fault;
        struct column c = column_in_row(k->like->cx, l, i, row->cells);
        k->said_was[i] = said_read(k->like->cx, &c, row->cells[i], date_year_of(k->like->as_of), &fault);
    }
    bool above = k->segment_count == 1 && !k->model_row;
    if (row->class == ROW_TOTAL && (above ? !k->total_row : totals_is_whole(k->was, k->said_was)))
        k->total_row = row->number;
    for (int i = 0; i < l->column_count; i++)
        if (row->cells[i] && row->cells[i]->formula)
            k->said_was[i] = (struct said){0};
    totals_mark(k->was, row, k->said_was);
    totals_mark(k->now, row, k->said_was);
}

/* ---- records that are in the workbook ---- */

/* The lines of the record at hand: a project over several rows states its amounts and words in parts. */
struct line {
    int64_t row;
    struct said *said; /* by position in layout.columns */
    const char **texts;
    bool *kept;     /* cells that stay as they are written: carried, not taken, not ours */
    int64_t *units; /* of its amounts */
};

static struct line read_line(struct like_sheet *k, const struct ledger_row *row)
{
    size_t n = (size_t)k->layout->column_count + 1;
    struct line line = {row->number, arena_array(k->like->lines, n, sizeof *line.said),
                        arena_array(k->like->lines, n, sizeof *line.texts),
                        arena_array(k->like->lines, n, sizeof *line.kept),
                        arena_array(k->like->lines, n, sizeof *line.units)};
    for (int i = 0; i < k->layout->column_count; i++) {
        const struct column *c = &k->layout->columns[i], here = column_in_row(k->like->cx, k->layout, i, row->cells);
        struct said_fault fault;
        struct said said = said_read(k->like->cx, &here, row->cells[i], date_year_of(k->like->as_of), &fault);
        line.units[i] = here.unit;
        said.text = arena_strdup(k->like->lines, said.text);
        said.value = value_copy(k->like->lines, said.value);
        line.said[i] = said;
        line.texts[i] = row->cells[i] ? arena_strdup(k->like->lines, row->cells[i]->text) : NULL;
        line.kept[i] = !c->target || c->target->kind == TARGET_ORDINAL || c->target->kind == TARGET_MONEY_UNIT ||
                       row->carried[i] || fault.code;
    }
    return line;
}

/* What the lines say together, as the import put it. */
static struct said said_by_lines(struct like_sheet *k, int i, int *ret_lines)
{
    struct said whole = {0};
    *ret_lines = 0;
    for (int n = 0; n < k->line_count; n++) {
        const struct said *part = &k->at[n].said[i];
        if (k->at[n].kept[i] || part->kind == SAID_NOTHING)
            continue;
        whole = ++*ret_lines == 1 ? *part : said_join(k->like->cx->arena, &k->layout->columns[i], &whole, part);
    }
    return whole;
}

/* Write what the record says now where its lines said otherwise: into the first, which keeps amounts of the others beside it. */
static void write_lines(struct like_sheet *k, int i, const struct said *was, const struct said *now, int parts)
{
    struct column here = k->layout->columns[i], *c = &here;
    struct said first = *now;
    here.unit = k->at[0].units[i];
    bool number, amount = target_is_money(c->target) && parts > 1 && now->kind == SAID_VALUE;
    if (amount)
        first.value.i = now->value.i - was->value.i + k->at[0].said[i].value.i * (k->at[0].said[i].kind == SAID_VALUE);
    const char *text = said_write(k->like->cx, c, &first, k->last_texts[i], &number);
    edit_cell(k, k->at[0].row, c->index, text, number);
    for (int n = 1; n < k->line_count && !amount; n++)
        if (!k->at[n].kept[i] && k->at[n].said[i].kind != SAID_NOTHING)
            edit_cell(k, k->at[n].row, c->index, NULL, false);
}

/* Bring the lines of one record up to date; a record deleted since leaves them as they were. */
static bool finish_lines(struct like_sheet *k)
{
    struct ctx *cx = k->like->cx;
    if (!k->line_count)
        return true;
    const void *record = row_load(cx, k->like->entity, k->id);
    bool gone = !record && cx->err.kind == ERR_NOT_FOUND;
    if (gone)
        err_clear(cx);
    else if (!record)
        return false;
    for (int i = 0; i < k->layout->column_count; i++) {
        int parts;
        struct said *was = &k->said_was[i], *now = &k->said_now[i];
        *was = *now = said_by_lines(k, i, &parts);
        for (int n = 0; n < k->line_count; n++)
            if (k->at[n].texts[i])
                k->last_texts[i] = arena_strdup(k->like->keep, k->at[n].texts[i]);
        if (gone || k->at[0].kept[i])
            continue;
        if (!current_said(cx, &k->layout->columns[i], k->like->entity, record, k->like->as_of, now))
            return false;
        if (!said_agree(cx, &k->layout->columns[i], was, now))
            write_lines(k, i, was, now, parts);
    }
    totals_data(k->was, k->said_was, true);
    totals_data(k->now, k->said_now, true);
    k->line_count = 0;
    arena_clear(k->like->lines);
    return true;
}

static bool add_line(struct like_sheet *k, const struct ledger_row *row)
{
    if (k->line_count < LINES_MOST)
        k->at[k->line_count++] = read_line(k, row);
    return row->goes_on || finish_lines(k);
}

/* ---- records that came later ---- */

static void begin_segment(struct like_sheet *k, int64_t row)
{
    if (k->segment_count == k->segment_room) {
        size_t more = k->segment_room ? k->segment_room * 2 : 16;
        k->segments =
            arena_grow(k->like->keep, k->segments, k->segment_room * sizeof *k->segments, more * sizeof *k->segments);
        k->segment_room = more;
    }
    k->segments[k->segment_count++] = (struct segment){.sections = k->sections, .last_row = row};
}

static struct segment *last_segment(struct like_sheet *k)
{
    return &k->segments[k->segment_count - 1];
}

static int claims(const struct sections *s)
{
    int n = 0;
    for (int i = 0; i < SECTION_LEVELS; i++)
        n += s->at[i].code || s->at[i].unit || s->at[i].stage || s->at[i].text;
    return n;
}

static bool tells_stage(const struct sections *s)
{
    return sections_stage(s) || sections_halted(s);
}

/* Does the project stand where the sections say? */
static bool stands_there(struct like_sheet *k, const struct sections *sections, const void *record, bool *ret_there)
{
    struct ctx *cx = k->like->cx;
    const struct column stage = {.target = target_find(cx->arena, k->layout->kind, "stage")};
    const struct project *p = record;
    const char *there = sections_stage(sections);
    struct said now;
    *ret_there = false;
    if (!current_said(cx, &stage, k->like->entity, record, k->like->as_of, &now))
        return false;
    bool by_date = strcmp(now.value.s, "preparing") == 0 && !date_is_none(p->started_on);
    *ret_there = !there                    ? now.kind == SAID_HALTED
                 : now.kind == SAID_HALTED ? false
                                           : strcmp(by_date ? "building" : now.value.s, there) == 0;
    return true;
}

/* Would the record read back as it is from under these sections? */
static bool belongs(struct like_sheet *k, const struct segment *segment, const void *record, bool *ret_belongs)
{
    struct ctx *cx = k->like->cx;
    const struct entity *e = k->like->entity;
    if (tells_stage(&segment->sections)) {
        if (!stands_there(k, &segment->sections, record, ret_belongs) || !*ret_belongs)
            return cx->err.kind == ERR_NONE;
    }
    void *said = row_new(cx, e), *row = row_copy(cx, e, record);
    for (int i = 0; i < k->layout->column_count; i++) {
        const struct target *t = k->layout->columns[i].target;
        if (t && t->kind == TARGET_FIELD)
            field_set(t->field, said, field_get(t->field, record));
    }
    if (!sections_apply(&k->im, &segment->sections, said, row))
        return false;
    *ret_belongs = row_equal(e, row, record);
    return true;
}

struct spot {
    struct like_sheet *sheet;
    struct segment *segment;
};

/* Under the sections that say most of what it is; else at the end, but not under a stage where it does not stand: .segment NULL
 * where there is no other place, as for a project of no batch in a list of 开工一批 and 投产一批. */
static bool find_spot(struct like_sheet *sheets, int count, const void *record, struct spot *ret_spot)
{
    int best = -1;
    *ret_spot = (struct spot){0};
    for (int s = count - 1; s >= 0; s--)
        for (size_t i = sheets[s].segment_count; i-- > 0;) {
            struct segment *segment = &sheets[s].segments[i];
            bool fits = false;
            if (!ret_spot->segment && !tells_stage(&segment->sections))
                *ret_spot = (struct spot){&sheets[s], segment};
            if (!belongs(&sheets[s], segment, record, &fits))
                return false;
            if (fits && claims(&segment->sections) > best) {
                best = claims(&segment->sections);
                *ret_spot = (struct spot){&sheets[s], segment};
            }
        }
    return true;
}

static bool add_record(struct like_sheet *k, struct segment *segment, const void *record)
{
    struct like *like = k->like;
    struct ctx *cx = like->cx;
    const struct layout *l = k->layout;
    if (k->add_count == k->add_room) {
        size_t more = k->add_room ? k->add_room * 2 : 16;
        k->adds = arena_grow(like->keep, k->adds, k->add_room * sizeof *k->adds, more * sizeof *k->adds);
        k->add_room = more;
    }
    bool outside =
        segment == k->segments && k->segment_count > 1 && segment->ordinal == 0; /* of what sections sum up */
    k->adds[k->add_count++] = (struct row_add){.after = segment->last_row,
                                               .like = k->model_row ? k->model_row : segment->last_row,
                                               .total = outside || segment->outside ? k->total_row : 0};
    segment->outside |= outside;
    segment->ordinal++;
    for (int i = 0; i < l->column_count; i++) {
        const struct column *c = &l->columns[i];
        struct said *now = &k->said_now[i];
        bool number = !c->target || c->target->kind != TARGET_MONEY_UNIT;
        if (!current_said(cx, c, like->entity, record, like->as_of, now))
            return false;
        const char *text = c->target && c->target->kind == TARGET_ORDINAL
                               ? arena_printf(cx->arena, "%lld", (long long)segment->ordinal)
                           : c->target && c->target->kind == TARGET_MONEY_UNIT
                               ? "万元" /* what amounts without a unit are written in */
                               : said_write(cx, c, now, k->last_texts[i], &number);
        if (text)
            edit_cell(k, -(int64_t)k->add_count, c->index, text, number);
    }
    totals_insert(k->now, segment->last_row, k->said_now);
    return true;
}

static bool add_new(struct like *like, struct like_sheet *sheets, int count)
{
    struct ctx *cx = like->cx;
    struct list ids;
    if (!list_open(cx, like->entity,
                   &(struct list_query){.sort = "id", .fields = "id", .no_limit = true, .view = {.as_of = like->as_of}},
                   &ids))
        return false;
    while (list_next(&ids)) {
        int64_t ignored, id = list_value(&ids, 0).i;
        struct spot spot;
        if (map_get(like->known, arena_printf(cx->arena, "%lld", (long long)id), &ignored))
            continue;
        const void *record = row_load(cx, like->entity, id);
        if (!record || !find_spot(sheets, count, record, &spot) ||
            (spot.segment && !add_record(spot.sheet, spot.segment, record)))
            return false;
    }
    return list_ok(&ids);
}

/* ---- a sheet ---- */

static void learn_rows(struct like_sheet *k, const json_t *rows)
{
    struct arena *keep = k->like->keep;
    size_t i;
    json_t *pair;
    k->ids = map_new(keep);
    json_array_foreach(rows, i, pair)
    {
        int64_t id = json_integer_value(json_array_get(pair, 1));
        map_set(k->ids, arena_printf(keep, "%lld", (long long)json_integer_value(json_array_get(pair, 0))), id);
        map_set(k->like->known, arena_printf(keep, "%lld", (long long)id), 1);
    }
}

static void sheet_init(struct like_sheet *k, struct like *like, const struct layout *l)
{
    struct arena *keep = like->keep;
    size_t columns = (size_t)l->column_count + 1;
    *k = (struct like_sheet){.like = like,
                             .sheet = l->sheet,
                             .layout = l,
                             .im = {.cx = like->cx, .keep = keep, .layout = l, .looking = true}};
    k->was = totals_new(&k->im);
    k->now = totals_new(&k->im);
    k->said_was = arena_array(keep, columns, sizeof *k->said_was);
    k->said_now = arena_array(keep, columns, sizeof *k->said_now);
    k->last_texts = arena_array(keep, columns, sizeof *k->last_texts);
    k->at = arena_array(keep, LINES_MOST, sizeof *k->at);
}

/* Where the next record would go, and under which number. */
static void note_place(struct like_sheet *k, const struct ledger_row *row)
{
    struct segment *segment = last_segment(k);
    bool record = row->class == ROW_DATA || row->class == ROW_MORE;
    if (record || (row->class != ROW_SECTION && k->segment_count == 1 && segment->ordinal == 0 && !k->model_row))
        segment->last_row = row->number; /* also below the totals that stand over everything */
    if (record)
        k->model_row = row->number;
    if (row->class == ROW_DATA) {
        const struct column *c = layout_target(k->layout, TARGET_ORDINAL);
        const struct cell *cell = c ? row->cells[c - k->layout->columns] : NULL;
        int n = 0;
        segment->ordinal = cell && cell->text && text_number(cell->text, &n) > 0 ? n : segment->ordinal + 1;
    }
}

static bool take_row(struct like_sheet *k, const struct ledger_row *row)
{
    int64_t id;
    if (row->class == ROW_MORE && k->line_count) {
        note_place(k, row);
        return add_line(k, row);
    }
    if (!finish_lines(k))
        return false;
    if (row->class == ROW_SECTION || row->class == ROW_TOTAL)
        mark_total(k, row);
    if (row->class == ROW_SECTION) {
        if (!sections_take(&k->im, &k->sections, row))
            return false;
        begin_segment(k, row->number);
    }
    note_place(k, row);
    if (!map_get(k->ids, arena_printf(k->like->cx->arena, "%lld", (long long)row->number), &id))
        return true;
    k->id = id;
    return add_line(k, row);
}

static bool read_sheet(struct like_sheet *k, struct workbook *w)
{
    struct ledger_row row;
    if (!sections_begin(&k->im, &k->sections))
        return false;
    begin_segment(k, k->layout->head_last);
    struct sheet_rows *rows = sheet_rows_open(k->like->cx, w, k->layout);
    while (rows && sheet_rows_next(rows, &row))
        if (!take_row(k, &row))
            return false;
    return rows && sheet_rows_ok(rows) && finish_lines(k);
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

/* The sheets of the entity in the kept workbook, brought up to date. */
static bool edit_workbook(struct like *like, const struct import_run *run, const struct attachment *file,
                          struct buf *out)
{
    struct ctx *cx = like->cx;
    struct layout *layouts, *layout = NULL;
    struct like_sheet *sheets = arena_array(like->keep, SHEETS_MOST, sizeof *sheets);
    struct sheet_edit edits[SHEETS_MOST];
    int count, n = 0;
    size_t i;
    json_t *then = json_parse(cx, run->layout, strlen(run->layout)), *sheet;
    struct workbook *w =
        workbook_open(cx, file->name, file->content.data, file->content.size, &workbook_limits_default);
    if (!then || !w || !layouts_find(cx, w, &layouts, &count))
        return false;
    if (strcmp(workbook_kind(w), "xlsx") != 0)
        return fail(cx, ERR_UNSUPPORTED, "LGR-52", file->name,
                    "只有 .xlsx 能按原版式导出;请不带 --like 用我们的版式导出",
                    "Only .xlsx can be exported in its own layout; export without --like in ours");
    json_array_foreach(then, i, sheet)
    {
        json_t *was = json_object_get(sheet, "layout");
        const struct ledger_kind *kind = ledger_kind_find(json_string_value(json_object_get(was, "kind")));
        if (!kind || kind->entity != like->entity || n == SHEETS_MOST)
            continue;
        if (!same_layout(cx, w, layouts, count, was, &layout))
            return false;
        sheet_init(&sheets[n], like, layout);
        learn_rows(&sheets[n], json_object_get(sheet, "rows"));
        if (!read_sheet(&sheets[n++], w))
            return false;
    }
    if (n == 0)
        return fail(cx, ERR_INPUT, "LGR-51", NULL, "导入 %1$lld 的工作簿里没有%2$s表%3$.0s",
                    "The workbook of import %1$lld has no sheet of %3$s%2$.0s", (long long)run->head.id,
                    like->entity->label.zh, like->entity->label.en);
    if (!add_new(like, sheets, n))
        return false;
    for (int s = 0; s < n; s++) {
        struct like_sheet *k = &sheets[s];
        totals_restate(k->was, k->now, restate, k);
        edits[s] = (struct sheet_edit){
            .sheet = k->sheet, .cells = k->cells, .cell_count = k->count, .adds = k->adds, .add_count = k->add_count};
    }
    size_t edited = sheet_edits_join(like->keep, edits, (size_t)n);
    return workbook_edit(cx, file->content.data, file->content.size, edits, edited, out);
}

bool ledger_export_like(struct ctx *cx, const struct entity *e, int64_t run_id, struct buf *out)
{
    const struct import_run *run = row_load(cx, &import_run_entity, run_id);
    const struct attachment *file = run ? row_load(cx, &attachment_entity, run->attachment) : NULL;
    if (!file)
        return false;
    if (!run->layout)
        return fail(cx, ERR_INPUT, "LGR-51", NULL, "导入 %lld 没有写入数据,没有可沿用的版式",
                    "Import %lld wrote nothing, so there is no layout to follow", (long long)run_id);
    struct arena *keep = arena_beside(cx->arena);
    struct like like = {.cx = cx,
                        .entity = e,
                        .as_of = run->as_of,
                        .keep = keep,
                        .lines = arena_beside(cx->arena),
                        .known = map_new(keep)};
    return edit_workbook(&like, run, file, out);
}
