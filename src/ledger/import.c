/* import.c — a workbook becomes rows, in one transaction; a dry run is the same, rolled back. */
#include "ledger/import.h"

#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "ledger/written.h"
#include "model/trail.h"

#include <jansson.h>
#include <string.h>

static struct date today(const struct ctx *cx)
{
    return date_of_instant((struct instant){cx->now_ms});
}

/* The date all sheets speak of: as asked, else as they tell; sheets of earlier years and months keep theirs. */
static struct date settle_date(struct ctx *cx, const struct ledger_import *in, struct layout *layouts, int count)
{
    struct date told = layouts_date(cx, in->file_name, layouts, count, today(cx)),
                as_of = date_is_none(in->as_of) ? told : date_last(in->as_of);
    layouts_own_time(cx, layouts, count, as_of);
    return as_of;
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

bool import_layouts(struct ctx *cx, const struct ledger_import *in, struct workbook **ret_workbook,
                    struct layout **ret_layouts, int *ret_count)
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
    if (!import_layouts(cx, in, &w, &layouts, &count))
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

/* A currency we do not convert, in the title or a head. */
static void check_units(struct import *im, const struct layout *l)
{
    struct ctx *cx = im->cx;
    im->layout = l;
    im->row = l->head_first;
    for (int i = -1; i < l->column_count; i++) {
        const struct column *c = i < 0 ? NULL : &l->columns[i];
        bool foreign = c ? c->foreign && !c->unit && c->target && target_is_money(c->target) : l->bad_unit != NULL;
        const char *said = c ? c->head : l->bad_unit;
        if (foreign)
            remark_add(
                im, &im->result->rejected, c ? c->index : -1, "LGR-07",
                (struct label){arena_printf(cx->arena, "“%s”的金额单位不能用:请换算成元、万元或亿元", said),
                               arena_printf(cx->arena,
                                            "the unit of money of \"%s\" cannot be used: convert to 元, 万元 or 亿元",
                                            said)});
    }
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
    like->owner_entity = "import_run"; /* not a file of somebody's, who may delete it */
    struct attachment *known = row_find(cx, &attachment_entity, "sha256 owner_entity", like);
    if (cx->err.kind)
        return false;
    if (!known) {
        like->name = base_name(in->file_name);
        like->content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        like->length = (int64_t)in->size;
        like->content = (struct bytes){in->bytes, in->size};
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
        fail(cx, ERR_CONFLICT, "LGR-08", NULL, "这次上传已经导入过，请重新上传",
             "this upload was imported already; upload the file again");
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

static bool note_run(struct import *im, const struct written *written)
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
    run->written = written_json(cx, written);
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
    return trail_gathered(cx, &(struct trail_entry){.act = "import",
                                                    .entity = import_run_entity.name,
                                                    .row = run->head.id,
                                                    .version = run->head.version,
                                                    .detail = run->summary});
}

/* Sheets of earlier times first, the earliest before others, so that sums grow month by month; else as they stand. */
static const struct layout **by_time(struct ctx *cx, const struct ledger_result *r)
{
    const struct layout **sheets = arena_array(cx->arena, (size_t)r->layout_count + 1, sizeof *sheets);
    for (int i = 0; i < r->layout_count; i++) {
        const struct layout *l = &r->layouts[i];
        int at = i;
        for (; at > 0 && !date_is_none(l->own) &&
               (date_is_none(sheets[at - 1]->own) || sheets[at - 1]->own.code > l->own.code);
             at--)
            sheets[at] = sheets[at - 1];
        sheets[at] = l;
    }
    return sheets;
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
        return fail(
            im->cx, ERR_INPUT, "LGR-01", im->in->file_name,
            "没有一张工作表被认出:需要有“项目名称”等表头;可用 --map 指定表头行和列",
            "No sheet was recognised: heads such as 项目名称 are needed; a mapping can name the head rows and columns");
    if (r->rejected.count)
        return true;
    const struct layout **sheets = by_time(im->cx, r);
    for (const struct ledger_kind *const *k = ledger_kinds; *k; k++)
        for (int i = 0; i < r->layout_count; i++)
            if (sheets[i]->kind == *k && !sheets[i]->reason.zh && !sheet_take(im, w, sheets[i], position++))
                return false;
    return true;
}

static bool run_import(struct import *im, struct workbook *w)
{
    struct ledger_result *r = im->result;
    struct ctx *cx = im->cx;
    buf_text(&r->layout, "[");
    trail_gather(cx, im->keep);
    const struct written *written = written_begin(cx, im->keep);
    bool read = later_load(im) && read_sheets(im, w) && missing_remark(im);
    written_end(cx);
    if (!read)
        return false;
    buf_text(&r->layout, "]");
    bool refused = r->rejected.count > 0 && !im->in->partial;
    if (r->dry_run || refused) {
        db_rollback(cx);
        if (refused && !r->dry_run)
            r->tally_count = 0; /* nothing was written, so nothing was created */
        if (refused)
            return fail(cx, ERR_INPUT, "LGR-05", im->in->file_name,
                        "有 %lld 处被退回,没有写入任何数据;请按提示改正后重新导入",
                        "%lld places were rejected and nothing was written; mend them and import again",
                        (long long)r->rejected.count);
        return true;
    }
    return import_return_ids(im) && note_run(im, written) && db_commit(cx);
}

bool ledger_import(struct ctx *cx, const struct ledger_import *in, struct ledger_result **ret_result)
{
    struct workbook *w;
    struct layout *layouts;
    int count;
    *ret_result = NULL;
    if (!import_layouts(cx, in, &w, &layouts, &count))
        return false;
    struct arena *keep = arena_beside(cx->arena);
    struct ledger_result *r = ARENA_NEW(keep, struct ledger_result);
    *r = (struct ledger_result){
        .arena = keep, .dry_run = in->dry_run, .layouts = layouts, .layout_count = count, .layout = buf_init(keep)};
    r->as_of = settle_date(cx, in, layouts, count);
    for (int i = 0; i < count; i++)
        layout_settle(&layouts[i], r->as_of);
    r->skipped.end = &r->skipped.first;
    r->rejected.end = &r->rejected.first;
    r->warnings.end = &r->warnings.first;
    r->checks.end = &r->checks.first;
    r->changes_end = &r->changes;
    r->same_end = &r->same;
    struct import im = {.cx = cx, .in = in, .result = r, .keep = keep};
    *ret_result = r;
    if (!db_begin(cx))
        return false;
    const char *way = cx->way;
    cx->way = "import";
    bool done = run_import(&im, w);
    cx->way = way;
    if (done)
        return true;
    if (strcmp(cx->err.code, "LGR-05") != 0)
        db_rollback(cx);
    return false;
}
