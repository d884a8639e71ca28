/* bulletin.c — the monthly bulletin of the sample's 135 projects, document and annex, against zipping the finished parts
 * of both. */
#include "base/zip.h"
#include "entities/entities.h"
#include "ledger/ledger.h"
#include "model/rows.h"
#include "office/workbook.h"
#include "reports/report.h"

#include "zone.h"

enum { TURNS = 15, PARTS_MOST = 64, LIMIT_MS = 60 };

static const struct report_request year_end = {.view = {.as_of = {202312315}}};

/* As a report is kept: the data once, the document and the annex of them. */
static void make_both(struct ctx *cx, struct buf *docx, struct buf *annex)
{
    const struct report *r = report_find("monthly_bulletin");
    struct json_t *data = r->data(cx, &year_end);
    need(cx,
         data && report_fill(cx, r, REPORT_DOCUMENT, &year_end, data, docx) &&
             report_fill(cx, r, REPORT_ANNEX, &year_end, data, annex),
         "the bulletin");
}

static double write_both(void *arg)
{
    struct ctx *cx = arg;
    struct arena_mark mark = arena_mark(cx->arena);
    struct buf docx = buf_init(cx->arena), annex = buf_init(cx->arena);
    double begun = now();
    make_both(cx, &docx, &annex);
    double took = now() - begun;
    arena_reset(cx->arena, mark);
    return took * 1e3;
}

struct part {
    const char *name;
    struct buf bytes;
};

static struct part parts[PARTS_MOST];
static int part_count;

static void unpack(struct ctx *cx, const char *name, const struct buf *file)
{
    struct zip z;
    need(cx, zip_open(cx, name, file->data, file->length, &z), name);
    for (size_t i = 0; i < z.count && part_count < PARTS_MOST; i++) {
        struct part *p = &parts[part_count++];
        p->name = arena_printf(cx->arena, "%s/%s", name, z.entries[i].name);
        p->bytes = buf_init(cx->arena);
        need(cx, zip_extract(cx, &z, &z.entries[i], &zip_limits_default, &p->bytes), p->name);
    }
}

static double zip_parts(void *arg)
{
    struct ctx *cx = arg;
    struct arena_mark mark = arena_mark(cx->arena);
    struct buf out = buf_init(cx->arena);
    double begun = now();
    struct zip_writer *w = zip_to(cx, &out);
    for (int i = 0; i < part_count; i++)
        need(cx, zip_add(w, parts[i].name, parts[i].bytes.data, parts[i].bytes.length, ZIP_DEFLATED), parts[i].name);
    need(cx, zip_finish(w), "the zip");
    double took = now() - begun;
    arena_reset(cx->arena, mark);
    return took * 1e3;
}

/* The sample in a zone of its own. */
static void import_sample(struct ctx *cx)
{
    static const char path[] = "share/samples/weinan-2023.xlsx";
    struct value bytes;
    struct ledger_result *result;
    struct zone *z = row_new(cx, &zone_entity);
    z->code = z->name = "weinan";
    need(cx, schema_migrate(cx) && row_save(cx, &zone_entity, z, NULL), "a zone");
    cx->zone = z->head.id;
    need(cx, file_read(cx, path, 1 << 24, &bytes), path);
    struct ledger_import in = {.file_name = path, .bytes = bytes.s, .size = bytes.n, .as_of = year_end.view.as_of};
    need(cx, ledger_import(cx, &in, &result), "the import");
}

int main(void)
{
    struct place place = place_new();
    struct ctx cx = zone_open(&place);
    import_sample(&cx);
    struct buf docx = buf_init(cx.arena), annex = buf_init(cx.arena);
    make_both(&cx, &docx, &annex);
    unpack(&cx, "bulletin.docx", &docx);
    unpack(&cx, "annex.xlsx", &annex);
    bool good = claim("monthly bulletin, DOCX and annex", "ms", measure_pair(TURNS, write_both, zip_parts, &cx),
                      BAR_AT_MOST, 4, LIMIT_MS);
    zone_close(&cx);
    place_clear(&place);
    return !good;
}
