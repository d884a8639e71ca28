/* import.c — a workbook becomes rows, in one transaction; a dry run is the same, rolled back. */
#include "ledger/import.h"

#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"

#include <jansson.h>
#include <string.h>

/* What sections above a row say of it. */
struct sections {
    const char *nature, *sector; /* code; text */
    int64_t unit;
    const char *category, *field;
};

struct sheet {
    struct import *im;
    const struct layout *layout;
    struct index *index;
    struct totals *totals;
    struct sections sections;
    struct said *said;
    /* The data row that following ROW_MORE rows add to. */
    void *row, *old;
    struct said *row_said;
    int64_t row_number;
    bool pending, refused;
};

static struct date today(const struct ctx *cx)
{
    return date_of_instant((struct instant){cx->now_ms});
}

/* The date all sheets speak of: as asked, else the latest that a title names, else the file's name, else today. */
static struct date settle_date(struct ctx *cx, const struct ledger_import *in, const struct layout *layouts, int count)
{
    struct date best = {0};
    struct date_range range;
    if (!date_is_none(in->as_of))
        return date_last(in->as_of);
    for (int i = 0; i < count; i++)
        if (layouts[i].kind && !layouts[i].hidden && date_precision_of(layouts[i].as_of) > date_precision_of(best))
            best = layouts[i].as_of;
    for (const char *p = in->file_name; date_is_none(best) && p && (p = strstr(p, "20")); p++)
        if (date_parse_range(arena_strndup(cx->arena, p, strcspn(p, ".(（ _")), &range) && range.mood == DATE_ACTUAL)
            best = range.to;
    struct date last = date_last(best);
    if (date_is_none(best) || (date_precision_of(best) == DATE_YEAR && last.code > today(cx).code))
        return today(cx);
    return last;
}

static bool remembered(struct ctx *cx, struct workbook *w, struct layout *l)
{
    struct sheet_layout *like = row_new(cx, &sheet_layout_entity);
    like->fingerprint = l->fingerprint;
    if (!l->fingerprint)
        return true;
    struct sheet_layout *known = row_find(cx, &sheet_layout_entity, "fingerprint", like);
    if (!known || !known->mapping)
        return cx->err.kind == ERR_NONE;
    json_t *mapping = json_parse(cx, known->mapping, strlen(known->mapping));
    return mapping && layout_correct(cx, w, l, mapping);
}

static bool recognise(struct ctx *cx, const struct ledger_import *in, struct workbook **ret_workbook, struct layout **ret_layouts, int *ret_count)
{
    struct workbook *w = workbook_open(cx, in->file_name, in->bytes, in->size, &workbook_limits_default);
    if (!w || !layouts_find(cx, w, ret_layouts, ret_count))
        return false;
    for (int i = 0; i < *ret_count; i++)
        if ((*ret_layouts)[i].kind && !remembered(cx, w, &(*ret_layouts)[i]))
            return false;
    if (in->map && !layouts_correct(cx, w, *ret_layouts, *ret_count, in->map))
        return false;
    *ret_workbook = w;
    return true;
}

bool ledger_recognise(struct ctx *cx, const struct ledger_import *in, struct json *j)
{
    struct workbook *w;
    struct layout *layouts;
    int count;
    if (!recognise(cx, in, &w, &layouts, &count))
        return false;
    json_object_begin(j);
    json_put_text(j, "as_of", date_iso(cx->arena, settle_date(cx, in, layouts, count)));
    json_key(j, "sheets");
    json_array_begin(j);
    for (int i = 0; i < count; i++)
        layout_json(cx, j, &layouts[i]);
    json_array_end(j);
    json_object_end(j);
    return true;
}

/* Amounts need a unit: 10,000 times too much is worse than a question. */
static void check_units(struct import *im, const struct layout *l)
{
    struct ctx *cx = im->cx;
    im->layout = l;
    im->row = l->head_first;
    if (l->bad_unit)
        remark_add(im, &im->result->rejected, -1, "LGR-07",
                   (struct label){arena_printf(cx->arena, "不认识金额单位“%s”:请换算成元、万元或亿元", l->bad_unit), arena_printf(cx->arena, "unknown unit of money \"%s\": convert to 元, 万元 or 亿元", l->bad_unit)});
    for (int i = 0; i < l->column_count && !l->bad_unit; i++)
        if (l->columns[i].target && target_is_money(l->columns[i].target) && !l->columns[i].unit)
            remark_add(im, &im->result->rejected, l->columns[i].index, "LGR-03",
                       (struct label){arena_printf(cx->arena, "“%s”没有写金额单位:请在标题写“单位:万元”、在表头写“(万元)”,或用列对应指定 unit", l->columns[i].head),
                                      arena_printf(cx->arena, "\"%s\" has no unit of money: write 单位:万元 in the title or (万元) in the head, or name the unit in a mapping", l->columns[i].head)});
}

static bool take_section(struct sheet *s, const struct ledger_row *row)
{
    struct ctx *cx = s->im->cx;
    const char *label = row->section;
    const struct choice *c;
    if (text_is_empty(label))
        return true;
    if (row->section_level == 1)
        s->sections = (struct sections){0};
    if (s->layout->kind->entity == &project_entity) {
        c = choice_within(cx->arena, project_natures, label);
        size_t n = strlen(label);
        bool unit = (n > 3 && (strcmp(label + n - 3, "局") == 0 || strcmp(label + n - 3, "镇") == 0 || strcmp(label + n - 3, "办") == 0)) ||
                    (n > 6 && (strcmp(label + n - 6, "街道") == 0 || strcmp(label + n - 6, "集团") == 0 || strcmp(label + n - 6, "公司") == 0 || strcmp(label + n - 6, "事处") == 0));
        if (c)
            s->sections.nature = c->code;
        else if (unit)
            return import_named(s->im, &unit_entity, label, -1, &s->sections.unit);
        else
            s->sections.sector = arena_strdup(s->im->keep, label);
    } else if (s->layout->kind->entity == &problem_entity) {
        c = choice_within(cx->arena, problem_categories, label);
        s->sections.category = c ? c->code : arena_strdup(s->im->keep, label);
    } else {
        s->sections.field = arena_strdup(s->im->keep, label);
    }
    return true;
}

static void set_if_unknown(const struct entity *e, void *row, const char *field, struct value v)
{
    const struct field *f = entity_field(e, field);
    if (field_get(f, row).kind == VALUE_NULL && v.kind != VALUE_NULL)
        field_set(f, row, v);
}

static bool apply_sections(struct sheet *s, void *row)
{
    const struct entity *e = s->layout->kind->entity;
    int64_t id;
    if (e == &project_entity) {
        set_if_unknown(e, row, "nature", value_text(s->sections.nature));
        set_if_unknown(e, row, "sector", value_text(s->sections.sector));
        if (s->sections.unit)
            set_if_unknown(e, row, "unit", value_int(s->sections.unit));
    } else if (e == &problem_entity) {
        set_if_unknown(e, row, "category", value_text(s->sections.category));
    } else if (s->sections.field && e == &reserve_entity) {
        if (!import_named(s->im, &planning_field_entity, s->sections.field, -1, &id))
            return false;
        set_if_unknown(e, row, "field", value_int(id));
    } else if (s->sections.field && e == &lead_entity) {
        set_if_unknown(e, row, "sector", value_text(s->sections.field));
    } else if (s->sections.field && e == &grant_entity) {
        set_if_unknown(e, row, "kind", value_text(s->sections.field));
    }
    return true;
}

/* A start or completion that lies after the ledger's date, or says 计划, is a plan. */
static const struct field *date_home(const struct entity *e, const struct field *f, const struct said *said, struct date as_of)
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
            set_if_unknown(e, row, "started_on", said[i].value);
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

static const char *reference_title(struct import *im, const struct field *f, struct value v)
{
    if (v.kind == VALUE_NULL)
        return NULL;
    for (int i = 0; i < im->named_count; i++)
        if (strcmp(im->named[i]->name, f->ref) == 0)
            for (size_t k = 0; k < map_count(im->names[i]); k++)
                if (map_value(im->names[i], k) == v.i)
                    return map_key(im->names[i], k);
    return arena_printf(im->cx->arena, "#%lld", (long long)v.i);
}

static void list_changes(struct import *im, const struct entity *e, const void *row, const void *old)
{
    if (!im->change)
        return;
    for (const struct field *f = e->fields; f->name; f++) {
        if (field_is_derived(f))
            continue;
        struct value now = field_get(f, row), was = old ? field_get(f, old) : value_null();
        if (value_equal(now, was))
            continue;
        if (f->type == T_REF)
            change_cell(im, f->label, reference_title(im, f, was), reference_title(im, f, now));
        else
            change_cell(im, f->label, field_show(im->cx, f, was), field_show(im->cx, f, now));
    }
}

static void default_problem(struct problem *q)
{
    if (!q->state)
        q->state = date_is_none(q->closed_on) ? "raised" : "closed";
}

/* Remember which row of the sheet holds which record, for the export in this layout. */
static void note_row(struct sheet *s, int64_t number, int64_t id)
{
    struct buf *b = &s->im->result->layout;
    buf_printf(b, "%s[%lld,%lld]", b->length && b->data[b->length - 1] == '[' ? "" : ",", (long long)number, (long long)id);
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
    void *parsed = row_new(cx, e);
    if (!apply_said(s, s->row_said, parsed) || !apply_sections(s, parsed))
        return cx->err.kind == ERR_NONE;
    const struct field *title = title_field(e);
    const struct field *must = entity_field(e, s->layout->kind->must);
    if (field_get(must, parsed).kind == VALUE_NULL) {
        remark_add(im, &im->result->rejected, -1, "LGR-06",
                   (struct label){arena_printf(cx->arena, "这一行没有%s", must->label.zh), arena_printf(cx->arena, "this row has no %s", must->label.en)});
        return true;
    }
    if (!index_match(im, s->index, parsed, &old, &doubled))
        return false;
    if (doubled)
        return true;
    void *row = old ? row_copy(cx, e, old) : parsed;
    if (old && (!apply_said(s, s->row_said, row) || !apply_sections(s, row)))
        return cx->err.kind == ERR_NONE;
    if (e == &problem_entity)
        default_problem(row);
    change_begin(im, e, ((struct row_head *)row)->id, field_get(title, row).s, !old);
    list_changes(im, e, row, old);
    if (!import_save(im, e, row, old))
        return cx->err.kind == ERR_NONE;
    int64_t id = ((struct row_head *)row)->id;
    if (im->change)
        im->change->id = id;
    if (!old && !warn_near_miss(im, s->index, row, -1))
        return false;
    index_put(im, s->index, row);
    map_set(s->index->seen, arena_printf(cx->arena, "%lld", (long long)id), s->row_number);
    note_row(s, s->row_number, id);
    if (e == &project_entity && !facts_store(im, s->row_said, id, old, row))
        return cx->err.kind == ERR_NONE;
    return true;
}

/* A line that goes on with the project above: amounts add up, other words join. */
static void add_line(struct sheet *s, const struct ledger_row *row)
{
    for (int i = 0; i < s->layout->column_count; i++) {
        struct said *to = &s->row_said[i], *from = &s->said[i];
        if (row->carried[i] || from->kind == SAID_NOTHING || !s->layout->columns[i].target)
            continue;
        if (to->kind == SAID_NOTHING)
            *to = *from;
        else if (target_is_money(s->layout->columns[i].target) && to->kind == SAID_VALUE && from->kind == SAID_VALUE)
            to->value.i += from->value.i;
        else if (to->kind == SAID_VALUE && to->value.kind == VALUE_TEXT && from->value.kind == VALUE_TEXT && s->layout->columns[i].target->kind == TARGET_FIELD &&
                 s->layout->columns[i].target->field->type == T_NOTE && strcmp(to->value.s, from->value.s) != 0)
            to->value.s = to->text = arena_printf(s->im->keep, "%s\n%s", to->value.s, from->value.s);
    }
}

static struct said keep_said(struct arena *a, struct said said)
{
    said.text = arena_strdup(a, said.text);
    said.value = value_copy(a, said.value);
    return said;
}

/* Read every cell of the row; false when one of them refuses the row. */
static bool read_cells(struct sheet *s, const struct ledger_row *row, bool quiet)
{
    bool taken = true;
    int year = date_year_of(s->im->result->as_of);
    for (int i = 0; i < s->layout->column_count; i++) {
        struct said_fault fault;
        s->said[i] = said_read(s->im->cx, &s->layout->columns[i], row->cells[i], year, &fault);
        if (!quiet)
            remark_fault(s->im, s->layout->columns[i].index, &fault);
        taken &= !fault.rejects;
    }
    return taken;
}

static bool take_row(struct sheet *s, const struct ledger_row *row)
{
    struct import *im = s->im;
    im->row = row->number;
    if (row->class == ROW_MORE && s->layout->kind->entity == &project_entity && (s->pending || s->refused)) {
        if (read_cells(s, row, false) && s->pending) {
            add_line(s, row);
            totals_data(s->totals, s->said, false);
        }
        return true;
    }
    if (!finish_row(s))
        return false;
    im->row = row->number;
    switch (row->class) {
    case ROW_LAYOUT:
        remark_skip(im, row->number, row->reason);
        return true;
    case ROW_SECTION:
    case ROW_TOTAL:
        read_cells(s, row, true);
        totals_mark(s->totals, row, s->said);
        remark_skip(im, row->number, row->class == ROW_TOTAL ? (struct label){"合计行", "total"}
                                                             : (struct label){arena_printf(im->cx->arena, "分类行:%s", row->section), arena_printf(im->cx->arena, "section: %s", row->section)});
        return row->class == ROW_TOTAL || take_section(s, row);
    default:
        s->refused = !read_cells(s, row, false);
        totals_data(s->totals, s->said, true);
        if (s->refused)
            return true;
        s->pending = true;
        s->row_number = row->number;
        for (int i = 0; i < s->layout->column_count; i++)
            s->row_said[i] = s->layout->kind->entity == &project_entity ? keep_said(im->keep, s->said[i]) : s->said[i];
        /* only project rows wait for lines that go on with them */
        return s->layout->kind->entity == &project_entity ? true : finish_row(s);
    }
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

static bool read_sheet(struct import *im, struct workbook *w, const struct layout *l, int position)
{
    size_t n = (size_t)l->column_count + 1;
    struct sheet s = {.im = im, .layout = l};
    struct ledger_row row;
    im->layout = l;
    s.said = arena_array(im->keep, n, sizeof *s.said);
    s.row_said = arena_array(im->keep, n, sizeof *s.row_said);
    s.totals = totals_new(im);
    if (!index_of(im, l->kind, &s.index))
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
    buf_text(&im->result->layout, "]}");
    return true;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool keep_file(struct ctx *cx, const struct ledger_import *in, int64_t *ret_attachment)
{
    struct attachment *like = row_new(cx, &attachment_entity);
    like->sha256 = sha256_hex(cx, in->bytes, in->size);
    if (!like->sha256)
        return false;
    struct attachment *known = row_find(cx, &attachment_entity, "sha256", like);
    if (cx->err.kind)
        return false;
    if (!known) {
        like->name = base_name(in->file_name);
        like->content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        like->length = (int64_t)in->size;
        like->content = (struct bytes){in->bytes, in->size};
        like->owner_entity = "import_run";
        if (!row_save_over(cx, &attachment_entity, like, NULL, NULL))
            return false;
        known = like;
    }
    *ret_attachment = known->head.id;
    return true;
}

static bool remember_layouts(struct import *im)
{
    struct ctx *cx = im->cx;
    for (int i = 0; i < im->result->layout_count; i++) {
        const struct layout *l = &im->result->layouts[i];
        bool corrected = false;
        for (int c = 0; c < l->column_count; c++)
            corrected |= l->columns[c].corrected;
        if (!corrected || !l->fingerprint)
            continue;
        struct sheet_layout *like = row_new(cx, &sheet_layout_entity);
        like->fingerprint = l->fingerprint;
        struct sheet_layout *known = row_find(cx, &sheet_layout_entity, "fingerprint", like);
        if (cx->err.kind)
            return false;
        struct buf b = buf_init(cx->arena);
        struct json j = json_to(&b);
        layout_mapping_json(cx, &j, l);
        struct sheet_layout *now = known ? row_copy(cx, &sheet_layout_entity, known) : like;
        now->mapping = b.data;
        if (!row_save_over(cx, &sheet_layout_entity, now, known, NULL))
            return false;
    }
    return true;
}

/* A new run over the file as it was given, or the upload that waits for it; *ret_old is the upload as stored. */
static struct import_run *run_of(struct ctx *cx, const struct ledger_import *in, const struct import_run **ret_old)
{
    *ret_old = NULL;
    if (!in->run) {
        struct import_run *run = row_new(cx, &import_run_entity);
        run->file_name = base_name(in->file_name);
        return keep_file(cx, in, &run->attachment) ? run : NULL;
    }
    const struct import_run *old = *ret_old = row_load(cx, &import_run_entity, in->run);
    if (old && strcmp(old->state, "uploaded") != 0) {
        fail(cx, ERR_CONFLICT, "LGR-08", NULL, "这次上传已经导入过，请重新上传", "this upload was imported already; upload the file again");
        return NULL;
    }
    return old ? row_copy(cx, &import_run_entity, old) : NULL;
}

bool ledger_upload(struct ctx *cx, const struct ledger_import *in, int64_t *ret_run)
{
    struct import_run *run = row_new(cx, &import_run_entity);
    run->file_name = base_name(in->file_name);
    run->state = "uploaded";
    run->as_of = in->as_of;
    if (!db_begin(cx))
        return false;
    if (!keep_file(cx, in, &run->attachment) || !row_save_over(cx, &import_run_entity, run, NULL, NULL)) {
        db_rollback(cx);
        return false;
    }
    *ret_run = run->head.id;
    return db_commit(cx);
}

static bool note_run(struct import *im)
{
    struct ctx *cx = im->cx;
    const struct import_run *old;
    struct import_run *run = run_of(cx, im->in, &old);
    if (!run || !remember_layouts(im))
        return false;
    struct buf mapping = buf_init(cx->arena);
    struct json j = json_to(&mapping);
    json_array_begin(&j);
    for (int i = 0; i < im->result->layout_count; i++)
        layout_json(cx, &j, &im->result->layouts[i]);
    json_array_end(&j);
    run->state = "committed";
    run->as_of = im->result->as_of;
    run->mapping = mapping.data;
    run->layout = im->result->layout.data;
    run->committed_at.ms = cx->now_ms;
    struct buf summary = buf_init(cx->arena);
    j = json_to(&summary);
    json_object_begin(&j);
    for (int i = 0; i < im->result->tally_count; i++) {
        const struct tally *t = &im->result->tallies[i];
        json_key(&j, t->entity->name);
        json_object_begin(&j);
        json_put_int(&j, "created", t->created);
        json_put_int(&j, "updated", t->updated);
        json_put_int(&j, "unchanged", t->unchanged);
        json_object_end(&j);
    }
    json_object_end(&j);
    run->summary = summary.data;
    if (!row_save_over(cx, &import_run_entity, run, old, NULL))
        return false;
    im->result->run = run->head.id;
    return true;
}

/* Sheets in the order of ledger_kinds: projects first, so that problems find theirs. */
static bool read_sheets(struct import *im, struct workbook *w)
{
    struct ledger_result *r = im->result;
    int known = 0, position = 0;
    for (int i = 0; i < r->layout_count; i++) {
        const struct layout *l = &r->layouts[i];
        im->layout = l;
        if (!l->kind || l->reason.zh)
            remark_skip(im, 0, l->reason);
        else {
            known++;
            check_units(im, l);
        }
    }
    if (!known)
        return fail(im->cx, ERR_INPUT, "LGR-01", im->in->file_name, "没有一张工作表被认出:需要有“项目名称”等表头;可用 --map 指定表头行和列",
                    "No sheet was recognised: heads such as 项目名称 are needed; a mapping can name the head rows and columns");
    if (r->rejected.count)
        return true;
    for (const struct ledger_kind *const *k = ledger_kinds; *k; k++)
        for (int i = 0; i < r->layout_count; i++)
            if (r->layouts[i].kind == *k && !r->layouts[i].reason.zh && !read_sheet(im, w, &r->layouts[i], position++))
                return false;
    return true;
}

static bool run_import(struct import *im, struct workbook *w)
{
    struct ledger_result *r = im->result;
    struct ctx *cx = im->cx;
    buf_text(&r->layout, "[");
    if (!read_sheets(im, w))
        return false;
    buf_text(&r->layout, "]");
    bool refused = r->rejected.count > 0 && !im->in->partial;
    if (r->dry_run || refused) {
        db_rollback(cx);
        if (refused)
            return fail(cx, ERR_INPUT, "LGR-05", im->in->file_name, "有 %lld 处被退回,没有写入任何数据;请按提示改正后重新导入", "%lld places were rejected and nothing was written; mend them and import again",
                        (long long)r->rejected.count);
        return true;
    }
    return note_run(im) && db_commit(cx);
}

bool ledger_import(struct ctx *cx, const struct ledger_import *in, struct ledger_result **ret_result)
{
    struct workbook *w;
    struct layout *layouts;
    int count;
    *ret_result = NULL;
    if (!recognise(cx, in, &w, &layouts, &count))
        return false;
    struct arena *keep = arena_beside(cx->arena);
    struct ledger_result *r = ARENA_NEW(keep, struct ledger_result);
    *r = (struct ledger_result){.arena = keep, .dry_run = in->dry_run, .layouts = layouts, .layout_count = count, .layout = buf_init(keep)};
    r->as_of = settle_date(cx, in, layouts, count);
    r->skipped.end = &r->skipped.first;
    r->rejected.end = &r->rejected.first;
    r->warnings.end = &r->warnings.first;
    r->checks.end = &r->checks.first;
    r->changes_end = &r->changes;
    struct import im = {.cx = cx, .in = in, .result = r, .keep = keep};
    *ret_result = r;
    if (!db_begin(cx))
        return false;
    if (run_import(&im, w))
        return true;
    if (strcmp(cx->err.code, "LGR-05") != 0)
        db_rollback(cx);
    return false;
}
