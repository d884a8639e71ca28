/* reports_test.c — the bulletin over HTTP: as a document, its data, its annex, its PDF; templates of the zone's own. */
#include "served.h"

#include "base/text.h"
#include "office/docx.h"
#include "office/workbook_write.h"
#include "reports/figures.h"

static const char bulletin[] = "/api/v1/reports/monthly_bulletin?zone=weinan&as_of=2023-12-31";
static const char template[] = "/api/v1/reports/monthly_bulletin/template?zone=weinan&as_of=2023-12-31";
static const char docx_type[] =
    "Content-Type: application/vnd.openxmlformats-officedocument.wordprocessingml.document\r\n";

static bool is_package(const struct reply *r)
{
    return r->status == 200 && r->size > 1000 && memcmp(r->body, "PK", 2) == 0;
}

static bool is_same(const struct reply *a, const struct reply *b)
{
    return a->size == b->size && memcmp(a->body, b->body, a->size) == 0;
}

static void test_formats(struct served *s)
{
    struct reply r = get(s, "/api/v1/reports");
    EQ_TEXT(text_at(body_of(s, &r), "items.0.name"), "monthly_bulletin");
    struct reply docx = get(s, bulletin), again = get(s, bulletin);
    OK(is_package(&docx), "a document: %d", docx.status);
    OK(is_same(&docx, &again), "the same bytes each time");
    OK(strstr(header(s, &docx, "Content-Disposition"), "2023-12-31.docx"), "named by its date");
    r = get(s, arena_printf(s->cx.arena, "%s&format=json", bulletin));
    OK(r.status == 200 && json_is_object(body_of(s, &r)) && strstr(r.body, "135"), "its data");
    r = get(s, arena_printf(s->cx.arena, "%s&format=annex", bulletin));
    OK(is_package(&r), "its annex: %d", r.status);
    r = get(s, arena_printf(s->cx.arena, "%s&format=pdf", bulletin));
    OK(r.status == 200 ? memcmp(r.body, "%PDF", 4) == 0 : r.status == 415 && strcmp(code_of(s, &r), "DOC-08") == 0,
       "a PDF, or why there is none: %d", r.status);
    r = get(s, arena_printf(s->cx.arena, "%s&format=odt", bulletin));
    EQ_INT(r.status, 400);
    r = get(s, arena_printf(s->cx.arena, "%s&issue=first", bulletin));
    EQ_INT(r.status, 400);
    r = get(s, "/api/v1/reports/yearbook?zone=weinan");
    EQ_TEXT(code_of(s, &r), "API-17");
}

/* ---- the preview ---- */

/* Does the metric, asked by itself, give what is printed?  In words, in 亿元 or 万元 under such a head, or ahead of schedule. */
static bool prints(struct ctx *cx, const struct metric *m, const struct metric_number *n, const char *text)
{
    const char *ways[6] = {metric_show(cx, m, n->value)};
    if (metric_type(m) == T_MONEY) {
        ways[1] = in_yi(cx, n->value);
        ways[2] = money_decimal(cx->arena, (struct money){n->value}, MONEY_WAN);
    }
    if (n->points != NONE_INT) {
        ways[1] = percent_show(cx->arena, n->schedule);
        ways[2] = metric_points_show(cx, n);
        int64_t tenths = (llabs(n->points) + 5) / 10;
        ways[3] = arena_printf(cx->arena, "%s%lld.%lld",
                               tenths == 0     ? ""
                               : n->points < 0 ? "-"
                                               : "+",
                               (long long)tenths / 10, (long long)tenths % 10);
    }
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (ways[i] && strcmp(ways[i], text) == 0)
            return true;
    return false;
}

struct figures_seen {
    int count, wrong, grouped;
};

static void check_runs(struct served *s, json_t *runs, struct figures_seen *seen)
{
    struct ctx *cx = &s->cx;
    json_t *run;
    size_t i;
    json_array_foreach(runs, i, run)
    {
        const char *name = text_at(run, "metric"), *where = text_at(run, "where"), *text = text_at(run, "text");
        const struct metric *m = name ? metric_find(name) : NULL;
        struct metric_answer a;
        if (!name)
            continue;
        seen->count++;
        seen->grouped += where != NULL;
        bool same =
            m && metric_compute(cx, m, &(struct metric_query){.view = {date_day(2023, 12, 31)}, .where = where}, &a) &&
            prints(cx, m, &a.total, text);
        if (!same && seen->wrong++ < 5)
            tap_note("%s where %s is not %s %s", name, where ? where : "-", text, tap_code(cx));
        err_clear(cx);
    }
}

/* Every run with a figure, in paragraphs and tables, is what its metric says under its condition. */
static struct figures_seen check_blocks(struct served *s, json_t *blocks)
{
    struct figures_seen seen = {0};
    json_t *block, *row, *cell;
    size_t i, k, n;
    json_array_foreach(blocks, i, block)
    {
        check_runs(s, at(block, "runs"), &seen);
        json_array_foreach(at(block, "table.rows"), k, row)
        {
            json_array_foreach(at(row, "cells"), n, cell) check_runs(s, at(cell, "runs"), &seen);
        }
    }
    return seen;
}

static void test_preview(struct served *s)
{
    struct ctx *cx = &s->cx;
    const char *target = arena_printf(cx->arena, "%s&format=preview", bulletin);
    struct reply r = get(s, target);
    json_t *v = body_of(s, &r);
    EQ_INT(r.status, 200);
    EQ_TEXT(text_at(v, "blocks.1.kind"), "masthead");
    EQ_INT(int_at(v, "page.width"), 11906);
    struct figures_seen seen = check_blocks(s, at(v, "blocks"));
    OK(seen.count > 300 && seen.grouped > 250, "figures name their metric: %d, %d of groups", seen.count, seen.grouped);
    EQ_INT(seen.wrong, 0);
    struct buf own = buf_init(cx->arena);
    need(cx, docx_build(cx, "<body><p style=\"Title\">共{{totals.count}}个</p></body>", &own), "a template");
    r = call_bytes(s, "PUT", template, docx_type, own.data, own.length);
    r = get(s, target);
    EQ_TEXT(text_of(s, at(body_of(s, &r), "blocks")), "[{\"kind\":\"title\",\"style\":\"Title\",\"runs\":[{\"text\":"
                                                      "\"共\"},{\"text\":\"135\",\"metric\":\"project.count\"},"
                                                      "{\"text\":\"个\"}]}]");
    r = call(s, "DELETE", template, "", NULL);
    r = get(s, "/api/v1/reports/monthly_bulletin?zone=other&as_of=2023-12-31&format=preview");
    OK(r.status == 200 && !strstr(r.body, "135"), "an empty zone has one too, of its own");
}

static struct reply put(struct served *s, const char *target, const void *bytes, size_t n)
{
    return call_bytes(s, "PUT", target, docx_type, bytes, n);
}

static void test_template(struct served *s)
{
    struct ctx *cx = &s->cx;
    struct buf own = buf_init(cx->arena), wrong = buf_init(cx->arena);
    struct reply built_in = get(s, template), report = get(s, bulletin);
    OK(is_package(&built_in), "the built-in template: %d", built_in.status);
    need(cx,
         docx_build(cx, "<body><p>一份简报</p></body>", &own) &&
             docx_build(cx, "<body><p>{{no_such_number}}和{{nor_this}}</p></body>", &wrong),
         "templates");

    struct reply r = put(s, template, wrong.data, wrong.length);
    json_t *p = body_of(s, &r);
    EQ_INT(r.status, 422);
    EQ_TEXT(text_at(p, "code"), "API-19");
    EQ_INT(json_array_size(at(p, "findings")), 2);
    EQ_TEXT(text_at(p, "findings.0.field"), "no_such_number");
    EQ_TEXT(text_at(p, "findings.1.rule"), "DOC-02");
    r = put(s, template, "not a document", 14);
    EQ_TEXT(code_of(s, &r), "DOC-01");
    r = get(s, template);
    OK(is_same(&r, &built_in), "a faulty template is not taken");

    r = put(s, template, own.data, own.length);
    EQ_INT(r.status, 204);
    r = get(s, template);
    OK(r.size == own.length && memcmp(r.body, own.data, own.length) == 0, "the zone's own is in force");
    r = get(s, bulletin);
    OK(is_package(&r) && !is_same(&r, &report), "and is what the report is filled into");
    r = get(s, "/api/v1/reports/monthly_bulletin/template?zone=other");
    OK(is_same(&r, &built_in), "in this zone only");
    r = put(s, template, built_in.body, built_in.size);
    EQ_INT(r.status, 204);
    r = get(s, bulletin);
    OK(is_same(&r, &report), "what was downloaded can be uploaded");
    r = call(s, "DELETE", template, "", NULL);
    EQ_INT(r.status, 204);
    r = call(s, "DELETE", template, "", NULL);
    EQ_INT(r.status, 204);
    r = get(s, template);
    OK(is_same(&r, &built_in), "back to the built-in one");
}

/* ---- the annex's ---- */

static const char annex_template[] =
    "/api/v1/reports/monthly_bulletin/template?zone=weinan&as_of=2023-12-31&part=annex";
static const char xlsx_type[] = "Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\r\n";

/* A workbook of one row: the head and what is under it. */
static struct buf annex_of(struct ctx *cx, const char *title, const char *row)
{
    struct buf out = buf_init(cx->arena);
    struct writer *w = writer_new(cx);
    need(cx, w && writer_sheet(w, "各单位", (const int[]){20}, 1), "a sheet");
    writer_text(w, 0, 0, title, STYLE_TITLE);
    writer_text(w, 1, 0, row, STYLE_WRAP);
    need(cx, writer_finish(w, &out), "an annex template");
    return out;
}

static void test_annex_template(struct served *s)
{
    struct ctx *cx = &s->cx;
    const char *annex = arena_printf(cx->arena, "%s&format=annex", bulletin);
    struct reply built_in = get(s, annex_template), document = get(s, template), report = get(s, annex);
    OK(is_package(&built_in) && !is_same(&built_in, &document), "the built-in template of the annex: %d",
       built_in.status);
    EQ_TEXT(header(s, &built_in, "Content-Type"),
            strchr(arena_printf(cx->arena, "%.*s", (int)strlen(xlsx_type) - 2, xlsx_type), ':') + 2);
    struct reply r = get(s, "/api/v1/reports/monthly_bulletin?zone=weinan&as_of=2023-12-31&format=annex");
    OK(is_package(&report) && is_same(&r, &report), "the annex is the same bytes each time");

    struct buf wrong = annex_of(cx, "{{as_off}}", "{{#each units}}{{nmae}}{{/each}}");
    r = call_bytes(s, "PUT", annex_template, xlsx_type, wrong.data, wrong.length);
    json_t *p = body_of(s, &r);
    EQ_INT(r.status, 422);
    EQ_TEXT(text_at(p, "code"), "API-19");
    EQ_INT(json_array_size(at(p, "findings")), 2);
    EQ_TEXT(text_at(p, "findings.0.field"), "as_off");
    OK(strstr(text_of(s, at(p, "findings.1")), "各单位!A2"), "with its cell");
    r = call_bytes(s, "PUT", annex_template, xlsx_type, document.body, document.size);
    EQ_TEXT(code_of(s, &r), "XLS-01");
    r = call_bytes(s, "PUT", annex_template, xlsx_type, "a,b\n1,2\n", 8);
    EQ_TEXT(code_of(s, &r), "XLS-10");

    struct buf own = annex_of(cx, "截至{{as_of}}", "{{#each units}}{{name}}{{/each}}");
    r = call_bytes(s, "POST", "/api/v1/reports/monthly_bulletin/template/check?zone=weinan&as_of=2023-12-31&part=annex",
                   xlsx_type, own.data, own.length);
    json_t *v = body_of(s, &r);
    EQ_INT(json_array_size(at(v, "faults")), 0);
    EQ_TEXT(text_of(s, at(v, "fields")), "[\"as_of\",\"units\",\"name\"]");
    r = call_bytes(s, "PUT", annex_template, xlsx_type, own.data, own.length);
    EQ_INT(r.status, 204);
    r = get(s, annex);
    OK(is_package(&r) && !is_same(&r, &report), "the zone's own is in force");
    r = get(s, annex_template);
    OK(r.size == own.length && memcmp(r.body, own.data, own.length) == 0, "and is what one downloads");
    r = get(s, template);
    OK(is_same(&r, &document), "the document keeps its own");
    r = get(s, "/api/v1/reports/monthly_bulletin/template?zone=other&part=annex");
    OK(is_same(&r, &built_in), "in this zone only");
    r = call_bytes(s, "PUT", annex_template, xlsx_type, built_in.body, built_in.size);
    EQ_INT(r.status, 204);
    r = get(s, annex);
    OK(is_same(&r, &report), "what was downloaded can be uploaded");
    r = call(s, "DELETE", annex_template, "", NULL);
    EQ_INT(r.status, 204);
    r = get(s, annex_template);
    OK(is_same(&r, &built_in), "back to the built-in one");
    r = get(s, "/api/v1/reports/meeting_pack/template?zone=weinan&part=annex");
    EQ_INT(r.status, 404);
    EQ_TEXT(code_of(s, &r), "API-18");
    r = get(s, "/api/v1/reports/monthly_bulletin/template?zone=weinan&part=picture");
    EQ_TEXT(code_of(s, &r), "API-08");
}

/* The check of a template says all at once, and keeps nothing. */
static void test_check(struct served *s)
{
    struct ctx *cx = &s->cx;
    static const char check[] = "/api/v1/reports/monthly_bulletin/template/check?zone=weinan&as_of=2023-12-31";
    struct reply built_in = get(s, template);
    struct reply r = call_bytes(s, "POST", check, docx_type, built_in.body, built_in.size);
    json_t *v = body_of(s, &r);
    EQ_INT(r.status, 200);
    EQ_INT(json_array_size(at(v, "faults")), 0);
    const char *fields = text_of(s, at(v, "fields")), *available = text_of(s, at(v, "available"));
    OK(strstr(fields, "\"zone.name\",\"issue.year\"") && strstr(fields, "\"laggards\"") && !strstr(fields, "each"),
       "the fields it uses: %.100s", fields);
    OK(strstr(available, "{\"name\":\"totals.count\",\"sample\":\"135\"}"), "what there is, with its value");
    OK(strstr(available, "\"name\":\"units\",\"items\":[\"name\",\"progress\""), "and what items of lists have");
    struct buf wrong = buf_init(cx->arena);
    need(cx, docx_build(cx, "<body><p>{{totals.cout}}个</p><p>{{#each units}}</p></body>", &wrong), "a template");
    r = call_bytes(s, "POST", check, docx_type, wrong.data, wrong.length);
    v = body_of(s, &r);
    EQ_INT(r.status, 200);
    OK(json_array_size(at(v, "faults")) >= 1, "its faults are told");
    OK(text_at(v, "faults.0.message.zh") && text_at(v, "faults.0.message.en") && text_at(v, "faults.0.place"),
       "with words and place");
    EQ_TEXT(text_of(s, at(v, "fields")), "[\"totals.cout\",\"units\"]");
    r = call_bytes(s, "POST", check, docx_type, "no document", 11);
    EQ_INT(r.status, 422);
    EQ_TEXT(code_of(s, &r), "DOC-01");
    r = get(s, template);
    OK(is_same(&r, &built_in), "nothing was saved");
}

/* ---- past reports ---- */

static const char runs[] = "/api/v1/reports/monthly_bulletin/runs?zone=weinan&as_of=2023-12-31";

static void test_runs(struct served *s)
{
    struct ctx *cx = &s->cx;
    struct reply docx = get(s, arena_printf(cx->arena, "%s&issue=7", bulletin));
    struct reply r = call(s, "POST", arena_printf(cx->arena, "%s&issue=7", runs), "", NULL);
    json_t *v = body_of(s, &r);
    EQ_INT(r.status, 201);
    EQ_TEXT(text_at(v, "name"), "monthly_bulletin");
    EQ_TEXT(text_at(v, "title"), "月通报 2023年第7期");
    EQ_TEXT(text_at(v, "as_of"), "2023-12-31");
    EQ_INT(int_at(v, "issue"), 7);
    EQ_TEXT(text_at(v, "docx_title"), "月通报 2023-12-31.docx");
    OK(text_at(v, "created_at") && text_at(v, "created_by") && text_at(v, "known_at"), "who and when");
    OK(!at(v, "data"), "the data stay inside");
    long long id = int_at(v, "id"), document = int_at(v, "docx"), annex = int_at(v, "annex");
    EQ_TEXT(header(s, &r, "Location"), arena_printf(cx->arena, "/api/v1/report_run/%lld", id));

    struct attachment *a = row_load(cx, &attachment_entity, document);
    OK(a && text_equal(a->owner_entity, "report_run") && a->owner_id == id, "the document belongs to it");
    struct report_run *run = row_load(cx, &report_run_entity, id);
    json_t *data = run && run->data ? json_parse(cx, run->data, strlen(run->data)) : NULL;
    EQ_TEXT(text_at(data, "totals.count"), "135");

    r = get(s, arena_printf(cx->arena, "/api/v1/attachments/%lld/content?zone=weinan", document));
    OK(is_same(&r, &docx), "the document is the one that is made");
    OK(strstr(header(s, &r, "Content-Disposition"), "attachment; "), "for download");
    r = get(s, arena_printf(cx->arena, "/api/v1/attachments/%lld/content?zone=weinan", annex));
    OK(is_package(&r), "so is its annex");
    r = call(s, "DELETE", arena_printf(cx->arena, "/api/v1/attachments/%lld?zone=weinan", document), "If-Match: *\r\n",
             NULL);
    EQ_TEXT(code_of(s, &r), "API-06");

    /* what is kept stays, whatever becomes of the rows */
    r = call(s, "PATCH", "/api/v1/project/12?zone=weinan", "If-Match: *\r\n", "{\"total_investment\":100}");
    EQ_INT(r.status, 200);
    r = get(s, arena_printf(cx->arena, "/api/v1/attachments/%lld/content?zone=weinan", document));
    OK(is_same(&r, &docx), "it stays as it was issued");
    r = call(s, "POST", runs, "Idempotency-Key: once\r\n", NULL);
    struct reply again = call(s, "POST", runs, "Idempotency-Key: once\r\n", NULL);
    EQ_INT(int_at(body_of(s, &r), "issue"), 12);
    EQ_TEXT(again.body, r.body);
    r = get(s, "/api/v1/report_run?zone=weinan&where=name%20%3D%20%22monthly_bulletin%22");
    v = body_of(s, &r);
    EQ_INT(json_array_size(at(v, "items")), 2);
    EQ_INT(int_at(v, "items.1.id"), id);
    r = get(s, "/api/v1/report_run?zone=other");
    EQ_INT(json_array_size(at(body_of(s, &r), "items")), 0);
    r = get(s, arena_printf(cx->arena, "/api/v1/report_run/%lld?zone=other", id));
    EQ_INT(r.status, 404);
    r = call(s, "POST", "/api/v1/reports/yearbook/runs?zone=weinan", "", NULL);
    EQ_TEXT(code_of(s, &r), "API-17");
    r = call(s, "POST", arena_printf(cx->arena, "%s&issue=x", runs), "", NULL);
    EQ_TEXT(code_of(s, &r), "API-08");
    r = call(s, "POST", "/api/v1/report_run?zone=weinan", "", "{\"name\":\"x\"}");
    EQ_TEXT(code_of(s, &r), "API-06");
}

/* ---- replayed ---- */

static void test_replay(struct served *s)
{
    struct ctx *cx = &s->cx;
    struct reply r = call(s, "POST", runs, "Idempotency-Key: replayed\r\n", NULL);
    json_t *v = body_of(s, &r);
    const char *run = arena_printf(cx->arena, "/api/v1/reports/runs/%lld", int_at(v, "id"));
    struct reply issued =
        get(s, arena_printf(cx->arena, "/api/v1/attachments/%lld/content?zone=weinan", int_at(v, "docx")));
    struct reply sheet =
        get(s, arena_printf(cx->arena, "/api/v1/attachments/%lld/content?zone=weinan", int_at(v, "annex")));
    r = get(s, arena_printf(cx->arena, "%s/figures?zone=weinan&metric=project.started", run));
    v = body_of(s, &r);
    const char *before = text_of(s, v);
    const long long count = int_at(v, "count");
    EQ_TEXT(text_at(v, "label.en"), "Started projects");
    OK(count > 0 && json_array_size(at(v, "items")) == (size_t)count && int_at(v, "value") == count, "as many rows");
    OK(text_at(v, "definition.zh") && text_at(v, "columns.0.label.zh"), "with its definition and heads");
    /* one of those rows is edited, the templates too */
    struct buf own = annex_of(cx, "{{as_of}}", "{{#each units}}{{name}}{{/each}}");
    r = call_bytes(s, "PUT", annex_template, xlsx_type, own.data, own.length);
    EQ_INT(r.status, 204);
    const long long id = int_at(v, "items.0.id");
    r = call(s, "PATCH", arena_printf(cx->arena, "/api/v1/project/%lld?zone=weinan", id), "If-Match: *\r\n",
             "{\"name\":\"后来改的名字\",\"started_on\":null}");
    EQ_INT(r.status, 200);
    r = get(s, arena_printf(cx->arena, "%s/replay?zone=weinan", run));
    OK(is_same(&r, &issued), "the document is replayed byte for byte");
    r = get(s, arena_printf(cx->arena, "%s/replay?zone=weinan&format=annex", run));
    OK(is_same(&r, &sheet), "and its annex");
    r = get(s, arena_printf(cx->arena, "%s/figures?zone=weinan&metric=project.started", run));
    EQ_TEXT(text_of(s, body_of(s, &r)), before);
    r = get(s, arena_printf(cx->arena, "%s/replay?zone=weinan&format=preview", run));
    OK(r.status == 200 && strstr(r.body, "\"metric\":\"project.started\"") && !strstr(r.body, "后来改的名字"),
       "its preview marks the frozen figures");
    r = get(s, arena_printf(cx->arena, "%s/figures?zone=weinan", run));
    v = body_of(s, &r);
    OK(json_array_size(at(v, "figures")) > 100, "%zu figures are frozen", json_array_size(at(v, "figures")));
    r = get(s, arena_printf(cx->arena, "%s/figures?zone=weinan&metric=project.started&where=id%%20%%3D%%204711", run));
    EQ_TEXT(code_of(s, &r), "RPT-04");
    r = get(s, arena_printf(cx->arena, "%s/replay?zone=weinan&format=pdf", run));
    EQ_TEXT(code_of(s, &r), "API-08");
    r = get(s, arena_printf(cx->arena, "%s/replay?zone=other", run));
    EQ_TEXT(code_of(s, &r), "RPT-01");
    /* a reporter reads the document; the rows of the whole zone are not his */
    struct user *u = person_make(cx, "reports-reporter", "reporter");
    const char *as = bearer_of(cx, u->head.id, false);
    EQ_INT(call(s, "GET", arena_printf(cx->arena, "%s/replay", run), as, NULL).status, 200);
    r = call(s, "GET", arena_printf(cx->arena, "%s/figures?metric=project.started", run), as, NULL);
    EQ_TEXT(code_of(s, &r), "RGT-01");
}

static void test_all(const char *url)
{
    struct served s = serve(url, true);
    test_formats(&s);
    test_preview(&s);
    test_template(&s);
    test_annex_template(&s);
    test_check(&s);
    test_runs(&s);
    test_replay(&s);
    served_end(&s);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
