/* replay_test.c — seeded: a report that was issued is made again byte for byte, and its figures open into the same rows,
 * after any later edits of data, template and zone.  SEED=n repeats a run. */
#include "base/hash.h"
#include "base/json.h"
#include "ledger/ledger.h"
#include "model/list.h"
#include "office/docx.h"
#include "office/workbook.h"
#include "reports/annex.h"
#include "reports/freeze.h"
#include "reports/keep.h"
#include "reports/replay.h"
#include "zoned.h"

#include <inttypes.h>
#include <jansson.h>

enum { ROUNDS = 6, EDITS = 25 };

struct property {
    struct ctx cx;
    uint64_t random;
};

/* splitmix64 */
static uint64_t next(struct property *p)
{
    uint64_t z = p->random += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static int64_t pick(struct property *p, int64_t count)
{
    return 1 + (int64_t)(next(p) % (uint64_t)count);
}

static void import_sample(struct ctx *cx)
{
    struct value bytes;
    struct ledger_result *result;
    must_be(cx, file_read(cx, "share/samples/weinan-2023.xlsx", 1 << 24, &bytes), "the sample");
    const struct ledger_import in = {
        .file_name = "weinan-2023.xlsx", .bytes = bytes.s, .size = bytes.n, .as_of = date_day(2023, 12, 31)};
    must_be(cx, ledger_import(cx, &in, &result), "the import");
}

/* ---- later edits ---- */

/* Sets one member of some row of e; rows that are gone, and edits that rules refuse, are as good as none. */
static void edit(struct property *p, const struct entity *e, int64_t count, const char *field, struct value v)
{
    struct ctx *cx = &p->cx;
    void *row = row_load(cx, e, pick(p, count));
    if (row) {
        field_set(entity_field(e, field), row, v);
        (void)!row_save(cx, e, row, NULL);
    }
    err_clear(cx);
}

static void remove_one(struct property *p, const struct entity *e, int64_t count)
{
    struct ctx *cx = &p->cx;
    const struct row_head *row = row_load(cx, e, pick(p, count));
    if (row)
        (void)!row_delete(cx, e, row->id, row->version);
    err_clear(cx);
}

static struct bytes annex_template_of_one(struct ctx *cx)
{
    struct buf out = buf_init(cx->arena);
    struct writer *w = writer_new(cx);
    must_be(cx, w && writer_sheet(w, "各单位", (const int[]){20, 10}, 2), "a sheet");
    writer_text(w, 0, 0, "截至{{as_of}}", STYLE_TITLE);
    writer_text(w, 1, 0, "{{#each units}}{{name}}", STYLE_WRAP);
    writer_text(w, 1, 1, "{{count}}{{/each}}", STYLE_INTEGER);
    must_be(cx, writer_finish(w, &out), "an annex template");
    return (struct bytes){out.data, out.length};
}

static void own_template(struct property *p)
{
    struct ctx *cx = &p->cx;
    struct buf docx = buf_init(cx->arena);
    struct attachment *a = row_new(cx, &attachment_entity);
    must_be(
        cx,
        docx_build(cx, "<body><p style=\"Title\">{{zone.name}}的另一份模板</p><p>{{totals.count}}</p></body>", &docx),
        "a template");
    a->name = "monthly_bulletin.docx";
    a->owner_entity = "report";
    a->content = (struct bytes){docx.data, docx.length};
    a->length = (int64_t)docx.length;
    must_be(cx, row_save(cx, &attachment_entity, a, NULL), "the zone's own template");
}

static void edit_something(struct property *p)
{
    struct ctx *cx = &p->cx;
    const char *name = arena_printf(cx->arena, "改名 %d", (int)pick(p, 1000000));
    switch (next(p) % 9) {
    case 0:
        edit(p, &project_entity, 135, "name", value_text(name));
        break;
    case 1:
        edit(p, &project_entity, 135, "total_investment", value_int(pick(p, 1000) * MONEY_YI / 10));
        break;
    case 2:
        edit(p, &project_entity, 135, "started_on", value_int(date_month(2024, 5).code));
        break;
    case 3:
        edit(p, &investment_entity, 300, "amount", value_int(pick(p, 100) * MONEY_YI / 100));
        break;
    case 4:
        remove_one(p, &investment_entity, 300);
        break;
    case 5:
        edit(p, &unit_entity, 16, "name", value_text(name));
        break;
    case 6:
        edit(p, &problem_entity, 60, "state", value_text("closed"));
        break;
    case 7:
        remove_one(p, &problem_entity, 60);
        break;
    default:
        cx->zone ? edit(p, &zone_entity, 1, "issuer", value_text(name)) : (void)0;
    }
}

/* ---- issued and replayed ---- */

struct issued {
    int64_t run;
    struct bytes docx, annex;
    const char *figures; /* every figure with its rows, as told at once */
};

static struct bytes file_of(struct ctx *cx, int64_t id)
{
    const struct attachment *a = row_load(cx, &attachment_entity, id);
    must_be(cx, a, "an issued file");
    return a->content;
}

static const char *tell_figures(struct ctx *cx, const struct replay *r)
{
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    size_t i;
    json_t *figure;
    json_array_begin(&j);
    json_array_foreach(json_object_get(r->frozen, "figures"), i, figure)
    {
        json_object_begin(&j);
        must_be(cx,
                replay_rows_json(cx, r, json_string_value(json_object_get(figure, "metric")),
                                 json_string_value(json_object_get(figure, "where")), &j),
                "a figure's rows");
        json_object_end(&j);
    }
    json_array_end(&j);
    return out.data;
}

static struct issued issue(struct ctx *cx, int month, struct bytes annex_template)
{
    struct issued it;
    struct replay r;
    const struct report_request rq = {.view.as_of = date_make(2023, month, 1, DATE_MONTH),
                                      .templates[REPORT_ANNEX] = annex_template};
    must_be(cx, report_keep(cx, report_find("monthly_bulletin"), &rq, &it.run), "the bulletin is issued");
    must_be(cx, replay_open(cx, it.run, &r), "it can be replayed");
    it.docx = file_of(cx, r.run->docx);
    it.annex = file_of(cx, r.run->annex);
    it.figures = tell_figures(cx, &r);
    return it;
}

/* The issue as it was kept before annexes had templates: with a description of the annex, made cell by cell. */
static struct issued issue_before_templates(struct ctx *cx, int month)
{
    static const char described[] =
        ",\"annex\":[{\"name\":\"责任单位排名\",\"title\":\"排名\",\"list\":\"units\",\"columns\":["
        "{\"head\":\"名次\",\"key\":null,\"width\":6},{\"head\":\"名称\",\"key\":\"name\",\"width\":20},"
        "{\"head\":\"总投资(万元)\",\"key\":\"total_investment_wan\",\"width\":16}]}]}";
    struct issued it = issue(cx, month, (struct bytes){0});
    struct report_run *run = row_load(cx, &report_run_entity, it.run);
    struct buf annex = buf_init(cx->arena);
    struct replay r;
    int64_t file;
    run->frozen = arena_printf(cx->arena, "%.*s%s", (int)strlen(run->frozen) - 1, run->frozen, described);
    run->annex_template = 0;
    must_be(cx, replay_open(cx, it.run, &r), "the issue");
    const json_t *frozen = json_parse(cx, run->frozen, strlen(run->frozen));
    must_be(cx, annex_write_frozen(cx, json_object_get(frozen, "annex"), r.data, &annex), "its annex");
    run->annex_digest = sha256_hex(cx, annex.data, annex.length);
    must_be(cx,
            report_keep_file(cx, &report_run_entity, it.run, "附表.xlsx", &annex, &file) &&
                row_save_over(cx, &report_run_entity, run, r.run, NULL),
            "the issue of before");
    it.annex = (struct bytes){annex.data, annex.length};
    return it;
}

/* Numbers as they were told from texts then: of the characters of a number, decimal under a head with a unit. */
static void test_before_templates(struct ctx *cx)
{
    struct buf out = buf_init(cx->arena);
    struct sheet_row row;
    static const char sheets[] =
        "[{\"name\":\"表\",\"title\":\"表\",\"list\":\"l\",\"columns\":[{\"head\":\"号\",\"key\":"
        "null,\"width\":6},{\"head\":\"额(万元)\",\"key\":\"a\",\"width\":9},{\"head\":\"码\","
        "\"key\":\"b\",\"width\":9}]}]",
                      data[] =
                          "{\"as_of\":\"今天\",\"l\":[{\"a\":\"-1.5\",\"b\":\"0371\"},{\"a\":\"-\",\"b\":\"12%\"}]}";
    must_be(cx,
            annex_write_frozen(cx, json_parse(cx, sheets, strlen(sheets)), json_parse(cx, data, strlen(data)), &out),
            "an annex of before");
    struct workbook *w = workbook_open(cx, "annex.xlsx", out.data, out.length, NULL);
    struct sheet_reader *r = w ? sheet_open(cx, w, 0) : NULL;
    struct buf told = buf_init(cx->arena);
    must_be(cx, r, "a sheet");
    while (sheet_next(r, &row))
        for (int i = 0; i < row.count; i++)
            buf_printf(&told, "%s%s ", row.cells[i].kind == CELL_NUMBER ? "#" : "", row.cells[i].text);
    EQ_TEXT(told.data, "表(截至今天) 号 额(万元) 码 #1 #-1.5 #371 #2 - 12% ");
}

static bool is_same(const struct buf *made, struct bytes issued)
{
    return made->length == issued.size && memcmp(made->data, issued.data, issued.size) == 0;
}

static bool replays(struct ctx *cx, const struct issued *it)
{
    struct replay r;
    struct buf docx = buf_init(cx->arena), annex = buf_init(cx->arena), preview = buf_init(cx->arena);
    struct json j = json_to(&preview);
    must_be(cx,
            replay_open(cx, it->run, &r) && replay_docx(cx, &r, &docx) && replay_annex(cx, &r, &annex) &&
                replay_preview(cx, &r, &j),
            "the replay");
    return is_same(&docx, it->docx) && is_same(&annex, it->annex) && strcmp(tell_figures(cx, &r), it->figures) == 0;
}

/* What is frozen is what the metric said: value, printed text and number of rows agree while nothing is edited. */
static void test_figures(struct ctx *cx, const struct issued *it)
{
    struct replay r;
    size_t i;
    json_t *figure;
    int counted = 0, wrong = 0;
    must_be(cx, replay_open(cx, it->run, &r), "the replay");
    json_array_foreach(json_object_get(r.frozen, "figures"), i, figure)
    {
        const char *metric = json_string_value(json_object_get(figure, "metric")),
                   *where = json_string_value(json_object_get(figure, "where"));
        const struct metric *m = metric_find(metric);
        struct metric_answer now;
        must_be(cx, metric_compute(cx, m, &(struct metric_query){.view.as_of = r.run->as_of, .where = where}, &now),
                metric);
        const json_t *value = json_object_get(figure, "value");
        wrong += value && json_integer_value(value) != now.total.value;
        if (metric_type(m) == T_INT) {
            counted++;
            wrong += now.total.value != (int64_t)json_array_size(json_object_get(figure, "ids"));
        }
    }
    OK(counted > 100 && wrong == 0, "%d frozen counts have as many rows, and every value is the metric's (%d wrong)",
       counted, wrong);
}

static void test_damaged(struct ctx *cx, const struct issued *it)
{
    struct replay r;
    struct buf out = buf_init(cx->arena);
    must_be(cx, replay_open(cx, it->run, &r), "the replay");
    json_object_set_new(json_object_get(r.data, "zone"), "name", json_string("别处"));
    OK(!replay_docx(cx, &r, &out), "data that somebody has changed do not pass for what was issued");
    EQ_TEXT(failed_with(cx), "RPT-03");
    OK(!replay_open(cx, 4711, &r), "nor is there a report that was never kept");
    EQ_TEXT(failed_with(cx), "RPT-01");
    must(cx, arena_printf(cx->arena, "UPDATE report_run SET frozen = NULL WHERE id = %lld", (long long)it->run));
    OK(!replay_open(cx, it->run, &r), "one of before the freezing says so");
    EQ_TEXT(failed_with(cx), "RPT-02");
}

static void test_replays(const char *url)
{
    const char *seed = getenv("SEED");
    struct property p = {zone_on(url), seed ? strtoull(seed, NULL, 10) : 20261126};
    struct ctx *cx = &p.cx;
    import_sample(cx);
    const struct issued november = issue(cx, 11, annex_template_of_one(cx)),
                        december = issue(cx, 12, (struct bytes){0}), before = issue_before_templates(cx, 10);
    OK(november.annex.size && november.annex.size != december.annex.size, "an annex of one's own template");
    test_before_templates(cx);
    test_figures(cx, &december);
    OK(replays(cx, &november) && replays(cx, &december) && replays(cx, &before), "at once");
    for (int round = 0; round < ROUNDS; round++) {
        const struct arena_mark mark = arena_mark(cx->arena);
        const uint64_t begun = p.random;
        if (round == 1)
            own_template(&p);
        for (int i = 0; i < EDITS; i++)
            edit_something(&p);
        OK(replays(cx, &november) && replays(cx, &december) && replays(cx, &before),
           "after %d more edits (SEED=%" PRIu64 ")", EDITS, begun);
        arena_reset(cx->arena, mark);
    }
    const struct issued later = issue(cx, 12, (struct bytes){0});
    OK(later.docx.size && strcmp(later.figures, december.figures) != 0,
       "a bulletin of the same day made now is another");
    test_damaged(cx, &december);
    work_done(cx);
}

int main(void)
{
    on_each_engine(test_replays);
    return tap_done();
}
