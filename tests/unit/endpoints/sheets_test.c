/* sheets_test.c — an uploaded workbook's sheets over HTTP, as they look and as they are read, before and after the import. */
#include "served.h"

#include "base/text.h"
#include "unit/office/workbook_fixture.h"

static const char octets[] = "Content-Type: application/octet-stream\r\n";

static long long upload(struct served *s, const char *name, struct value bytes)
{
    const char *target = arena_printf(s->cx.arena, "/api/v1/imports?zone=weinan&as_of=2023-12-31&file_name=%s", name);
    struct reply r = call_bytes(s, "POST", target, octets, bytes.s, bytes.n);
    EQ_INT(r.status, 201);
    return int_at(body_of(s, &r), "run");
}

static struct reply sheet(struct served *s, long long run, const char *rest)
{
    return get(s, arena_printf(s->cx.arena, "/api/v1/imports/%lld/sheets/%s%szone=weinan", run, rest,
                               strchr(rest, '?') ? "&" : "?"));
}

/* The roles of the lines, by first letters. */
static const char *roles(struct served *s, json_t *v)
{
    struct buf out = buf_init(s->cx.arena);
    json_t *line;
    size_t i;
    json_array_foreach(at(v, "lines"), i, line) buf_char(&out, text_at(line, "role")[0]);
    return out.data;
}

static long long commit(struct served *s, long long run)
{
    struct reply r =
        call(s, "POST", arena_printf(s->cx.arena, "/api/v1/imports/%lld/commit?zone=weinan", run), "", NULL);
    json_t *job = job_end(s, text_at(body_of(s, &r), "job"));
    EQ_TEXT(text_at(job, "state"), "done");
    return run;
}

/* The sample's first sheet: title, two rows of head, sections, data, totals; a committed run shows the same. */
static void test_sample(struct served *s)
{
    long long run = upload(s, "a.xlsx", sample_bytes(&s->cx));
    struct reply r = sheet(s, run, "0");
    json_t *v = body_of(s, &r);
    EQ_INT(r.status, 200);
    EQ_INT(json_array_size(at(v, "lines")), 60);
    EQ_TEXT(text_at(v, "kind"), "projects");
    EQ_INT(json_array_size(at(v, "widths")), int_at(v, "columns"));
    EQ_INT(int_at(v, "lines.0.row"), 1);
    EQ_TEXT(text_at(v, "lines.0.role"), "title");
    OK(strstr(roles(s, v), "tthhtsddd"), "titles, head, total, section, data: %s", roles(s, v));
    OK(json_array_size(at(v, "merges")) > 0 && json_array_size(at(v, "merges.0")) == 4, "merges are told");
    const char *before = r.body;
    r = sheet(s, run, "0?from=61&limit=200");
    v = body_of(s, &r);
    EQ_INT(int_at(v, "lines.0.row"), 61);
    EQ_INT(json_array_size(at(v, "lines")), int_at(v, "rows") - 60);
    OK(text_starts(roles(s, v), "dd") && strstr(roles(s, v), "dn"), "sections go on, a note ends it: %s", roles(s, v));
    r = sheet(s, commit(s, run), "0");
    EQ_TEXT(r.body, before);
    r = sheet(s, run, "0?from=100000");
    EQ_INT(json_array_size(at(body_of(s, &r), "lines")), 0);
}

/* A correction shows at once, and stays as it was read then when the layout is learnt otherwise later. */
static void test_corrected(struct served *s)
{
    static const char csv[] = "项目名称,总投资(万元),责任单位\n甲园区,100,工信局\n\n合计,100,\n备注：略,,\n";
    long long run = upload(s, "b.csv", (struct value){VALUE_BYTES, 0, csv, sizeof csv - 1});
    struct reply r = sheet(s, run, "0");
    json_t *v = body_of(s, &r);
    EQ_TEXT(roles(s, v), "hdbtn");
    EQ_TEXT(text_at(v, "lines.1.cells.1"), "100");
    OK(text_at(v, "lines.4.reason.zh"), "a note says why it is one");
    const char *target = arena_printf(s->cx.arena, "/api/v1/imports/%lld/mapping?zone=weinan", run);
    r = call(s, "PUT", target, "", "{\"sheets\":{\"b\":{\"kind\":\"ignore\"}}}");
    EQ_INT(r.status, 200);
    r = sheet(s, run, "0");
    EQ_TEXT(roles(s, body_of(s, &r)), "hnbnn");
}

static void test_hidden(struct served *s)
{
    static const char rows[] = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>其他</t></is></c></row>"
                               "<row r=\"3\" hidden=\"1\"><c r=\"C3\" t=\"inlineStr\"><is><t>藏</t></is></c></row>";
    struct buf file = book_make(&s->cx, &(struct book){.rows = rows});
    long long run = upload(s, "c.xlsx", (struct value){VALUE_BYTES, 0, file.data, file.length});
    struct reply r = sheet(s, run, "0");
    json_t *v = body_of(s, &r);
    EQ_TEXT(roles(s, v), "nbn");
    OK(!text_at(v, "kind") && text_at(v, "reason.zh"), "a sheet that is not read says why");
    OK(json_is_true(at(v, "lines.2.hidden")), "a hidden row is marked");
    EQ_TEXT(text_of(s, at(v, "lines.2.cells")), "[\"\",\"\",\"藏\"]");
}

static void test_refused(struct served *s)
{
    long long run = upload(s, "d.xlsx", sample_bytes(&s->cx));
    struct reply r = sheet(s, run, "99");
    EQ_INT(r.status, 404);
    EQ_TEXT(code_of(s, &r), "LGR-09");
    r = sheet(s, run, "x");
    EQ_TEXT(code_of(s, &r), "LGR-09");
    r = sheet(s, run, "0?limit=201");
    EQ_INT(r.status, 400);
    EQ_TEXT(code_of(s, &r), "API-08");
    r = sheet(s, run, "0?from=0");
    EQ_TEXT(code_of(s, &r), "API-08");
    r = sheet(s, run + 100, "0");
    EQ_INT(r.status, 404);
    r = get(s, arena_printf(s->cx.arena, "/api/v1/imports/%lld/sheets/0?zone=other", run));
    EQ_INT(r.status, 404);
}

static void test_all(const char *url)
{
    struct served s = serve(url, false);
    test_sample(&s);
    test_corrected(&s);
    test_hidden(&s);
    test_refused(&s);
    served_end(&s);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
