/* take.c — takes a sheet row by row: what it says, which record it is, what changes. */
#include "base/json.h"
#include "base/text.h"
#include "ledger/import.h"

#include <string.h>

struct sheet {
    struct import *im;
    const struct layout *layout;
    struct index *index;
    struct totals *totals;
    struct sections sections;
    struct said *said;     /* of the row at hand, by position in layout.columns */
    struct said *row_said; /* of the data row that following ROW_MORE rows add to */
    bool *unitless;        /* columns whose missing unit was remarked upon */
    int64_t row_number;
    int64_t late;           /* rows that differ from what a later ledger said */
    struct date late_until; /* the soonest of those */
    bool pending, refused;
};

/* A start or completion that lies after the ledger's date, or says 计划, is a plan. */
static const struct field *date_home(const struct entity *e, const struct field *f, const struct said *said,
                                     struct date as_of)
{
    if (e != &project_entity)
        return f;
    bool later = said->kind == SAID_PLANNED || date_low_code((struct date){said->value.i}) > date_high_code(as_of);
    if (later && strcmp(f->name, "started_on") == 0)
        return entity_field(e, "planned_start");
    if (later && (strcmp(f->name, "completed_on") == 0 || strcmp(f->name, "operating_on") == 0))
        return entity_field(e, "planned_completion");
    return f;
}

static void set_if_unknown(const struct entity *e, void *row, const char *field, struct value v)
{
    const struct field *f = entity_field(e, field);
    if (field_get(f, row).kind == VALUE_NULL)
        field_set(f, row, v);
}

/* Put what a row says into the entity's struct; names of other rows become ids. */
static bool apply_said(struct sheet *s, const struct said *said, void *row)
{
    const struct entity *e = s->layout->kind->entity;
    for (int i = 0; i < s->layout->column_count; i++) {
        const struct column *c = &s->layout->columns[i];
        if (!c->target || said[i].kind == SAID_NOTHING)
            continue;
        const struct field *f = c->target->field;
        if (c->target->kind == TARGET_PERIOD && said[i].kind == SAID_PERIOD) {
            field_set(entity_field(e, "build_from"), row, said[i].value);
            field_set(entity_field(e, "build_to"), row, said[i].until);
        } else if (c->target->kind == TARGET_STARTED && said[i].kind == SAID_YES && said[i].value.kind == VALUE_INT) {
            set_if_unknown(e, row, date_home(e, entity_field(e, "started_on"), &said[i], s->im->result->as_of)->name,
                           said[i].value);
        } else if (c->target->kind == TARGET_FIELD && said[i].kind == SAID_NAME) {
            int64_t id;
            if (!import_named(s->im, entity_find(f->ref), said[i].text, c->index, &id))
                return false;
            if (id)
                field_set(f, row, value_int(id));
            else if (e == &problem_entity)
                field_set(entity_field(e, "subject"), row, value_text(said[i].text));
        } else if (c->target->kind == TARGET_FIELD && said[i].kind == SAID_NO && f->type == T_DATE) {
            field_set(f, row, value_null());
        } else if (c->target->kind == TARGET_FIELD && (said[i].kind == SAID_VALUE || said[i].kind == SAID_PLANNED)) {
            field_set(f->type == T_DATE ? date_home(e, f, &said[i], s->im->result->as_of) : f, row, said[i].value);
        }
    }
    return true;
}

static const struct field *title_field(const struct entity *e)
{
    return entity_field(e, e->title);
}

static bool reference_title(struct import *im, const struct field *f, struct value v, const char **ret_title)
{
    const struct entity *to = entity_find(f->ref);
    struct value key[] = {value_int(im->cx->zone), v}, title;
    *ret_title = NULL;
    if (v.kind == VALUE_NULL)
        return true;
    if (!db_scalar(
            im->cx,
            arena_printf(im->cx->arena, "SELECT %s FROM %s WHERE zone = $1 AND id = $2", to->title, entity_table(to)),
            key, 2, &title))
        return false;
    *ret_title = title.kind == VALUE_TEXT ? title.s : arena_printf(im->cx->arena, "#%lld", (long long)v.i);
    return true;
}

static bool list_changes(struct import *im, const struct entity *e, const void *row, const void *old)
{
    const char *from, *to;
    if (!im->change && !im->again)
        return true;
    for (const struct field *f = e->fields; f->name; f++) {
        if (field_is_derived(f))
            continue;
        struct value now = field_get(f, row), was = old ? field_get(f, old) : value_null();
        if (value_equal(now, was))
            continue;
        if (f->type != T_REF) {
            from = field_show(im->cx, f, was);
            to = field_show(im->cx, f, now);
        } else if (!reference_title(im, f, was, &from) || !reference_title(im, f, now, &to))
            return false;
        change_cell(im, import_column(im, e, f->name), f->label, from, to);
    }
    return true;
}

/* A ledger without states says by 办结时间 what is closed. */
static void default_problem(const struct sheet *s, struct problem *q)
{
    bool closed = !date_is_none(q->closed_on);
    for (int i = 0; i < s->layout->column_count; i++) {
        const struct column *c = &s->layout->columns[i];
        closed |= c->target && s->row_said[i].kind == SAID_YES && strcmp(c->target->id, "closed_on") == 0;
    }
    for (int i = 0; i < s->layout->column_count; i++) { /* "已办结。道路已修复" says more than its state */
        const struct column *c = &s->layout->columns[i];
        const char *text = s->row_said[i].text;
        if (c->target && s->row_said[i].kind == SAID_VALUE && strcmp(c->target->id, "state") == 0 && !q->measure &&
            text_chars(text) > 10)
            q->measure = text;
    }
    if (!q->state)
        q->state = closed ? "closed" : "raised";
}

/* Remember which row of the sheet holds which record, for the export in this layout. */
static void note_row(struct sheet *s, int64_t number, int64_t id)
{
    struct buf *b = &s->im->result->layout;
    buf_printf(b, "%s[%lld,%lld]", b->length && b->data[b->length - 1] == '[' ? "" : ",", (long long)number,
               (long long)id);
}

/* A sheet of an earlier time only fills gaps.  Does it say otherwise somewhere? */
static bool keep_known(const struct entity *e, void *row, const void *old)
{
    bool kept = false;
    for (const struct field *f = e->fields; f->name; f++)
        if (!field_is_derived(f) && field_get(f, old).kind != VALUE_NULL) {
            kept |= !value_equal(field_get(f, row), field_get(f, old));
            field_set(f, row, field_get(f, old));
        }
    return kept;
}

/* The ledger comes late: what later ones said of these rows was kept, which nobody should have to find out. */
static void remark_late(struct sheet *s)
{
    struct ctx *cx = s->im->cx;
    const char *ours = date_show(cx->arena, s->im->result->as_of, LANG_ZH),
               *theirs = date_show(cx->arena, s->late_until, LANG_ZH);
    s->im->row = 0;
    bool projects = s->layout->kind->entity == &project_entity;
    remark_add(
        s->im, &s->im->result->warnings, -1, "LGR-43",
        (struct label){
            arena_printf(cx->arena, "本表截至%s,截至%s的台账已先导入:有 %lld 行与它不同,以较晚的为准,本表只补空缺%s",
                         ours, theirs, (long long)s->late, projects ? ",并记当时的完成投资、包联、停工和阶段" : ""),
            arena_printf(cx->arena,
                         "this sheet is of %s, and the ledger of %s was imported before: %lld rows differ from it, and "
                         "the later one stands; this one fills gaps%s",
                         date_show(cx->arena, s->im->result->as_of, LANG_EN),
                         date_show(cx->arena, s->late_until, LANG_EN), (long long)s->late,
                         projects ? " and adds the money done, people, standstill and stage of its time" : "")});
}

/* Store the data row whose lines are all read. */
static bool finish_row(struct sheet *s)
{
    struct import *im = s->im;
    struct ctx *cx = im->cx;
    const struct entity *e = s->layout->kind->entity;
    bool doubled;
    void *old;
    if (!s->pending)
        return true;
    s->pending = false;
    im->row = s->row_number;
    void *said = row_new(cx, e), *parsed; /* by its own cells; with what the sections above it add */
    if (!apply_said(s, s->row_said, said))
        return cx->err.kind == ERR_NONE;
    parsed = row_copy(cx, e, said);
    if (!sections_apply(im, &s->sections, said, parsed))
        return false;
    const struct field *title = title_field(e);
    const struct field *must = entity_field(e, s->layout->kind->must);
    if (field_get(must, parsed).kind == VALUE_NULL) {
        remark_add(im, &im->result->rejected, -1, "LGR-06",
                   (struct label){arena_printf(cx->arena, "这一行没有%s", must->label.zh),
                                  arena_printf(cx->arena, "this row has no %s", must->label.en)});
        return true;
    }
    if (!index_match(im, s->index, parsed, &old, &doubled))
        return false;
    if (doubled)
        return true;
    void *row = old ? row_copy(cx, e, old) : parsed;
    im->looking = true; /* its names were made and remarked upon above */
    bool applied = !old || (apply_said(s, s->row_said, row) && sections_apply(im, &s->sections, said, row));
    im->looking = false;
    if (!applied)
        return cx->err.kind == ERR_NONE;
    im->until = old ? later_than(im, ((struct row_head *)old)->id) : (struct date){0};
    im->kept = old && import_is_earlier(im) && keep_known(e, row, old);
    if (e == &problem_entity)
        default_problem(s, row);
    change_begin(im, e, ((struct row_head *)row)->id, field_get(title, row).s, !old);
    if (!list_changes(im, e, row, old))
        return false;
    if (!import_save(im, e, row, old))
        return cx->err.kind == ERR_NONE;
    int64_t id = ((struct row_head *)row)->id;
    if (im->change)
        im->change->id = id;
    if (!old && !warn_near_miss(im, s->index, row, -1))
        return false;
    index_put(im, s->index, row);
    index_seen(im, s->index, row, !old);
    note_row(s, s->row_number, id);
    bool stored = e != &project_entity || facts_store(im, s->row_said, &s->sections, old, row);
    change_end(im);
    if (im->kept && !date_is_none(im->until)) {
        s->late++;
        if (date_is_none(s->late_until) || im->until.code < s->late_until.code)
            s->late_until = im->until;
    }
    return stored || cx->err.kind == ERR_NONE; /* a fact that was refused is remarked upon */
}

/* A line that goes on with the record above. */
static void add_line(struct sheet *s, const struct ledger_row *row)
{
    for (int i = 0; i < s->layout->column_count; i++)
        if (!row->carried[i] && s->layout->columns[i].target)
            s->row_said[i] = said_join(s->im->keep, &s->layout->columns[i], &s->row_said[i], &s->said[i]);
}

static struct said keep_said(struct arena *a, struct said said)
{
    said.text = arena_strdup(a, said.text);
    said.value = value_copy(a, said.value);
    return said;
}

/* A column without any unit of money is one fault of its head, however many rows it has. */
static void blame_head(struct sheet *s, int i)
{
    struct import *im = s->im;
    struct ctx *cx = im->cx;
    const struct column *c = &s->layout->columns[i];
    int64_t row = im->row;
    if (s->unitless[i])
        return;
    s->unitless[i] = true;
    im->row = s->layout->head_last;
    remark_add(
        im, &im->result->rejected, c->index, "LGR-03",
        (struct label){
            arena_printf(cx->arena,
                         "“%s”没有写金额单位(第 %lld 行起):请在标题写“单位:万元”、在表头写“(万元)”,或用列对应指定 unit",
                         c->head, (long long)row),
            arena_printf(cx->arena,
                         "\"%s\" has no unit of money (from row %lld on): write 单位:万元 in the title or (万元) in "
                         "the head, or name the unit in a mapping",
                         c->head, (long long)row)});
    im->row = row;
}

/* Read every cell of the row; false when one of them refuses the row. */
static bool read_cells(struct sheet *s, const struct ledger_row *row, bool quiet)
{
    bool taken = true;
    int year = date_year_of(s->im->result->as_of);
    for (int i = 0; i < s->layout->column_count; i++) {
        struct said_fault fault;
        struct column column = column_in_row(s->im->cx, s->layout, i, row->cells);
        s->said[i] = said_read(s->im->cx, &column, row->cells[i], year, &fault);
        if (fault.code && strcmp(fault.code, "LGR-03") == 0 && !quiet)
            blame_head(s, i);
        else if (!quiet)
            remark_fault(s->im, s->layout->columns[i].index, &fault);
        taken &= !fault.rejects;
    }
    return taken;
}

static struct label skipped_as(struct ctx *cx, const struct ledger_row *row)
{
    if (row_is_layout(row->class))
        return row->reason;
    if (row->class == ROW_TOTAL)
        return (struct label){"合计行", "total"};
    return (struct label){arena_printf(cx->arena, "分类行:%s", row->section),
                          arena_printf(cx->arena, "section: %s", row->section)};
}

static bool take_data(struct sheet *s, const struct ledger_row *row)
{
    s->refused = !read_cells(s, row, false);
    totals_data(s->totals, s->said, true);
    if (s->refused)
        return true;
    s->pending = true;
    s->row_number = row->number;
    for (int i = 0; i < s->layout->column_count; i++)
        s->row_said[i] = row->goes_on ? keep_said(s->im->keep, s->said[i]) : s->said[i];
    return row->goes_on || finish_row(s); /* only some rows wait for lines that go on with them */
}

static bool take_row(struct sheet *s, const struct ledger_row *row)
{
    struct import *im = s->im;
    im->row = row->number;
    if (row->class == ROW_MORE && (s->pending || s->refused)) {
        if (read_cells(s, row, false) && s->pending) {
            add_line(s, row);
            totals_data(s->totals, s->said, false);
        }
        return true;
    }
    if (!finish_row(s))
        return false;
    im->row = row->number;
    if (row->class == ROW_DATA || row->class == ROW_MORE)
        return take_data(s, row);
    remark_skip(im, row->number, skipped_as(im->cx, row));
    if (row_is_layout(row->class))
        return true;
    read_cells(s, row, true);
    totals_mark(s->totals, row, s->said);
    return row->class == ROW_TOTAL || sections_take(im, &s->sections, row);
}

static bool report_progress(struct import *im, int sheet, int percent)
{
    return ctx_progress(im->cx, (int64_t)sheet * 100 + percent, (int64_t)im->result->layout_count * 100);
}

static void begin_layout(struct import *im, const struct layout *l)
{
    struct json j;
    struct buf *b = &im->result->layout;
    struct buf mapping = buf_init(im->cx->arena);
    j = json_to(&mapping);
    layout_json(im->cx, &j, l);
    buf_printf(b, "%s{\"layout\":%s,\"rows\":[", b->length > 1 ? "," : "", mapping.data);
}

bool sheet_take(struct import *im, struct workbook *w, const struct layout *l, int position)
{
    size_t n = (size_t)l->column_count + 1;
    struct sheet s = {.im = im, .layout = l};
    struct ledger_row row;
    im->layout = l;
    s.said = arena_array(im->keep, n, sizeof *s.said);
    s.row_said = arena_array(im->keep, n, sizeof *s.row_said);
    s.unitless = arena_array(im->keep, n, sizeof *s.unitless);
    s.totals = totals_new(im);
    if (!index_of(im, l->kind, &s.index) || !sections_begin(im, &s.sections))
        return false;
    begin_layout(im, l);
    struct sheet_rows *rows = sheet_rows_open(im->cx, w, l);
    if (!rows)
        return false;
    for (int64_t count = 0; sheet_rows_next(rows, &row); count++) {
        if (!take_row(&s, &row) || (count % 64 == 0 && !report_progress(im, position, sheet_rows_progress(rows))))
            return false;
    }
    if (!sheet_rows_ok(rows) || !finish_row(&s))
        return false;
    totals_check(s.totals);
    if (s.late)
        remark_late(&s);
    buf_text(&im->result->layout, "]}");
    return true;
}
