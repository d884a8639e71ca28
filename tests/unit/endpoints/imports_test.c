/* imports_test.c — a workbook over HTTP: uploaded, recognised, corrected, tried, imported; stopped halfway; given back. */
#include "served.h"

static const char octets[] = "Content-Type: application/octet-stream\r\n";

static struct reply upload(struct served *s, const char *more, struct value bytes)
{
    const char *target = arena_printf(s->cx.arena, "/api/v1/imports?zone=weinan%s", more);
    return call_bytes(s, "POST", target, octets, bytes.s, bytes.n);
}

static const char *import_address(struct served *s, long long run, const char *rest)
{
    return arena_printf(s->cx.arena, "/api/v1/imports/%lld%s%szone=weinan", run, rest, strchr(rest, '?') ? "&" : "?");
}

static json_t *run_job(struct served *s, long long run, const char *what)
{
    struct reply r = call(s, "POST", import_address(s, run, what), "", NULL);
    if (r.status != 202)
        OK(false, "%s answers %d: %s", what, r.status, r.body);
    return job_end(s, text_at(body_of(s, &r), "job"));
}

static long long projects(struct served *s)
{
    struct reply r = get(s, "/api/v1/metrics/project.count?zone=weinan&as_of=2023-12-31");
    return int_at(body_of(s, &r), "value");
}

static long long rows_of(struct served *s, const char *entity)
{
    struct reply r = get(s, arena_printf(s->cx.arena, "/api/v1/%s?zone=weinan&count=1&limit=1", entity));
    return int_at(body_of(s, &r), "count");
}

static json_t *sheet_of_kind(json_t *sheets, const char *kind)
{
    json_t *sheet;
    size_t i;
    json_array_foreach(sheets, i, sheet)
    {
        const char *k = text_at(sheet, "kind");
        if (k && strcmp(k, kind) == 0)
            return sheet;
    }
    return NULL;
}

static long long test_upload(struct served *s)
{
    struct reply r = upload(s, "&file_name=%E5%8F%B0%E8%B4%A6.xlsx&as_of=2023-12-31", sample_bytes(&s->cx));
    json_t *v = body_of(s, &r);
    long long run = int_at(v, "run");
    EQ_INT(r.status, 201);
    EQ_TEXT(text_at(v, "file_name"), "台账.xlsx");
    EQ_TEXT(text_at(v, "state"), "uploaded");
    EQ_TEXT(text_at(v, "recognised.as_of"), "2023-12-31");
    OK(sheet_of_kind(at(v, "recognised.sheets"), "projects"), "a sheet of projects is recognised");
    struct reply again = get(s, import_address(s, run, ""));
    EQ_TEXT(again.body, r.body);
    EQ_INT(projects(s), 0);
    r = upload(s, "", (struct value){VALUE_BYTES, 0, "not a workbook", 14});
    OK(r.status >= 400 && r.status < 500, "what is no workbook is refused: %d %s", r.status, code_of(s, &r));
    r = upload(s, "", (struct value){VALUE_BYTES, 0, "", 0});
    EQ_TEXT(code_of(s, &r), "API-12");
    return run;
}

static void test_mapping(struct served *s, long long run)
{
    struct reply r = get(s, import_address(s, run, ""));
    json_t *sheet = sheet_of_kind(at(body_of(s, &r), "recognised.sheets"), "projects");
    const char *name = text_at(sheet, "sheet");
    json_t *mapping = json_pack("{s:{s:{s:{s:s}}},s:s}", "sheets", name, "columns", "C", "note", "as_of", "2023-11-30");
    r = call(s, "PUT", import_address(s, run, "/mapping"), "", text_of(s, mapping));
    json_t *v = body_of(s, &r);
    EQ_INT(r.status, 200);
    EQ_TEXT(text_at(v, "recognised.as_of"), "2023-11-30");
    sheet = sheet_of_kind(at(v, "recognised.sheets"), "projects");
    OK(strstr(text_of(s, sheet), "\"target\":\"note\""), "the column means what it was told to");
    r = call(s, "PUT", import_address(s, run, "/mapping"), "", "{\"sheets\":{\"没有这张\":{}}}");
    EQ_INT(r.status, 422);
    EQ_TEXT(code_of(s, &r), "MAP-01");
    r = get(s, import_address(s, run, ""));
    EQ_TEXT(text_at(body_of(s, &r), "as_of"), "2023-11-30");
    r = call(s, "PUT", import_address(s, run, "/mapping"), "", "{\"sheets\":{},\"as_of\":\"2023-12-31\"}");
    EQ_TEXT(text_at(body_of(s, &r), "recognised.as_of"), "2023-12-31");
    json_decref(mapping);
}

static void test_preview(struct served *s, long long run)
{
    struct reply r = get(s, import_address(s, run, "/annotated"));
    EQ_INT(r.status, 404);
    EQ_TEXT(code_of(s, &r), "API-16");
    json_t *job = run_job(s, run, "/preview");
    EQ_TEXT(text_at(job, "state"), "done");
    EQ_INT(int_at(job, "result.created.project"), 135);
    EQ_INT(int_at(job, "result.rejected_count"), 0);
    OK(json_is_true(at(job, "result.dry_run")), "a dry run");
    OK(json_array_size(at(job, "result.changes")) > 100, "every change is listed: %zu",
       json_array_size(at(job, "result.changes")));
    EQ_INT(projects(s), 0);
    r = get(s, import_address(s, run, "/annotated"));
    EQ_INT(r.status, 200);
    OK(r.size > 1000 && memcmp(r.body, "PK", 2) == 0, "a workbook comes back: %zu bytes", r.size);
    OK(strstr(header(s, &r, "Content-Disposition"), "filename*=UTF-8''"), "under its name");
}

static void test_commit(struct served *s, long long run)
{
    json_t *job = run_job(s, run, "/commit");
    EQ_TEXT(text_at(job, "state"), "done");
    EQ_INT(int_at(job, "result.run"), run);
    EQ_INT(projects(s), 135);
    struct reply r = get(s, import_address(s, run, ""));
    json_t *v = body_of(s, &r);
    EQ_TEXT(text_at(v, "state"), "committed");
    EQ_INT(int_at(v, "version"), 4);
    OK(sheet_of_kind(at(v, "recognised.sheets"), "projects"), "it still says what it was read as");
    EQ_INT(rows_of(s, "import_run"), 1);
    r = call(s, "POST", import_address(s, run, "/commit"), "", NULL);
    EQ_INT(r.status, 409);
    EQ_TEXT(code_of(s, &r), "API-07");
    r = call(s, "PUT", import_address(s, run, "/mapping"), "", "{\"sheets\":{}}");
    EQ_INT(r.status, 409);
}

/* The same workbook again changes nothing; the export in its layout has the same rows. */
static void test_again(struct served *s)
{
    struct reply r = upload(s, "&as_of=2023-12-31", sample_bytes(&s->cx));
    long long run = int_at(body_of(s, &r), "run");
    json_t *job = run_job(s, run, "/commit");
    EQ_INT(json_object_size(at(job, "result.created")), 0);
    EQ_INT(json_object_size(at(job, "result.updated")), 0);
    EQ_INT(int_at(job, "result.unchanged.project"), 135);
    EQ_INT(rows_of(s, "attachment"), 1);
    r = get(s, arena_printf(s->cx.arena, "/api/v1/export/project?zone=weinan&like=%lld", run));
    OK(r.status == 200 && memcmp(r.body, "PK", 2) == 0, "the export in its layout: %d", r.status);
    r = get(s, "/api/v1/export/project?zone=weinan&as_of=2023-12-31&where=started");
    OK(r.status == 200 && memcmp(r.body, "PK", 2) == 0, "and in ours: %d", r.status);
}

/* ---- a workbook with faults ---- */

static struct value workbook_of(struct served *s, int rows, const char *last_amount)
{
    struct buf csv = buf_init(s->cx.arena);
    buf_text(&csv, "项目名称,总投资(万元),建设单位\n");
    for (int i = 0; i < rows; i++)
        buf_printf(&csv, "%d批项目第%d号,%s,%d批建设单位%d\n", rows, i, i == rows - 1 ? last_amount : "1200", rows,
                   i % 50);
    return (struct value){VALUE_BYTES, 0, csv.data, csv.length};
}

static void test_rejected(struct served *s)
{
    struct reply r = upload(s, "&file_name=bad.csv&as_of=2023-12-31", workbook_of(s, 3, "2000万件"));
    long long run = int_at(body_of(s, &r), "run"), before = projects(s);
    json_t *job = run_job(s, run, "/preview");
    EQ_TEXT(text_at(job, "state"), "done");
    EQ_INT(int_at(job, "result.rejected_count"), 1);
    EQ_INT(int_at(job, "result.rejected.0.row"), 4);
    job = run_job(s, run, "/commit");
    EQ_TEXT(text_at(job, "state"), "failed");
    EQ_TEXT(text_at(job, "problem.code"), "LGR-05");
    EQ_INT(int_at(job, "result.rejected_count"), 1);
    EQ_INT(projects(s), before);
    job = run_job(s, run, "/commit?partial=1");
    EQ_TEXT(text_at(job, "state"), "done");
    EQ_INT(projects(s), before + 2);
}

/* Two people press the button at once: one import is made, the other is told. */
static void test_twice(struct served *s)
{
    struct reply r = upload(s, "&file_name=twice.csv&as_of=2023-12-31", workbook_of(s, 400, "1"));
    long long run = int_at(body_of(s, &r), "run"), before = projects(s);
    const char *commit = import_address(s, run, "/commit"), *ends[2];
    struct reply both[2];
    for (int i = 0; i < 2; i++)
        both[i] = call(s, "POST", commit, "", NULL);
    for (int i = 0; i < 2; i++) {
        json_t *v = both[i].status == 202 ? job_end(s, text_at(body_of(s, &both[i]), "job")) : body_of(s, &both[i]);
        ends[i] = both[i].status != 202 ? text_at(v, "code") : at(v, "problem") ? text_at(v, "problem.code") : "done";
    }
    int first = strcmp(ends[0], "done") == 0 ? 0 : 1;
    EQ_TEXT(ends[first], "done");
    OK(strcmp(ends[!first], "LGR-08") == 0 || strcmp(ends[!first], "API-07") == 0, "the other is refused: %s",
       ends[!first]);
    EQ_INT(projects(s), before + 400);
    r = get(s, import_address(s, run, ""));
    EQ_INT(int_at(body_of(s, &r), "version"), 2);
}

/* ---- following and stopping ---- */

static void test_events(struct served *s)
{
    enum { MANY = 2000 }; /* so that the job is still at work when somebody asks to follow it */
    struct reply r = upload(s, "&file_name=many.csv&as_of=2023-12-31", workbook_of(s, MANY, "1"));
    long long run = int_at(body_of(s, &r), "run");
    r = call(s, "POST", import_address(s, run, "/preview"), "", NULL);
    const char *job = arena_strdup(s->cx.arena, text_at(body_of(s, &r), "job"));
    struct client c = client_open(s->cx.arena, s->port);
    struct buf ask = buf_init(s->cx.arena);
    buf_printf(&ask, "GET /api/v1/jobs/%s/events HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s\r\n", job, s->port, s->office);
    client_send(&c, ask.data, ask.length);
    OK(client_sees(&c, "text/event-stream"), "a stream of events");
    OK(client_sees(&c, "event: progress"), "progress is told");
    OK(client_sees(&c, "event: done"), "and the end");
    OK(client_sees(&c, "\"state\":\"done\""), "with the state");
    OK(!memmem(c.in.data, c.in.length, "\"result\"", 8), "but not the result, which may be too large for an event");
    OK(client_sees(&c, "\r\n0\r\n"), "then the stream ends");
    client_close(&c);
    json_t *v = job_end(s, job);
    EQ_INT(int_at(v, "result.created.project"), MANY);
    r = get(s, arena_printf(s->cx.arena, "/api/v1/jobs/%s/events", job));
    OK(r.status == 200 && strstr(r.body, "event: done"), "who comes late hears the end at once");
    r = get(s, "/api/v1/jobs/none/events");
    EQ_INT(r.status, 404);
    r = get(s, "/api/v1/jobs/none");
    EQ_TEXT(code_of(s, &r), "API-09");
}

/* Start an import of many rows and wait until it is in the middle of them; its job. */
static const char *begin_long_commit(struct served *s, long long *ret_run)
{
    const struct timespec moment = {.tv_nsec = 10000000};
    struct reply r = upload(s, "&file_name=long.csv&as_of=2023-12-31", workbook_of(s, 6000, "1"));
    *ret_run = int_at(body_of(s, &r), "run");
    r = call(s, "POST", import_address(s, *ret_run, "/commit"), "", NULL);
    const char *job = arena_strdup(s->cx.arena, text_at(body_of(s, &r), "job"));
    json_t *v;
    do {
        nanosleep(&moment, NULL);
        r = get(s, arena_printf(s->cx.arena, "/api/v1/jobs/%s", job));
        v = body_of(s, &r);
    } while (strcmp(text_at(v, "state"), "running") == 0 && int_at(v, "done") * 10 < int_at(v, "total"));
    OK(strcmp(text_at(v, "state"), "running") == 0, "it is under way: %lld of %lld", int_at(v, "done"),
       int_at(v, "total"));
    return job;
}

/* An import that is stopped leaves nothing, and can be started again. */
static void test_cancel(struct served *s)
{
    long long run, before = projects(s), enterprises = rows_of(s, "enterprise");
    const char *id = begin_long_commit(s, &run);
    struct reply r = call(s, "DELETE", arena_printf(s->cx.arena, "/api/v1/jobs/%s", id), "", NULL);
    EQ_INT(r.status, 202);
    json_t *job = job_end(s, id);
    EQ_TEXT(text_at(job, "state"), "cancelled");
    EQ_TEXT(text_at(job, "problem.code"), "CTX-01");
    EQ_INT(projects(s), before);
    r = get(s, import_address(s, run, ""));
    EQ_TEXT(text_at(body_of(s, &r), "state"), "uploaded");
    EQ_INT(rows_of(s, "enterprise"), enterprises);
}

/* The server stops while an import is at work: it ends soon, and nothing of it was written. */
static void test_stop(struct served *s, const char *url)
{
    long long run, before = projects(s);
    begin_long_commit(s, &run);
    time_t begun = time(NULL);
    app_stop(s->app);
    OK(time(NULL) - begun < 20, "it stops in good time");
    s->app = app_start(&s->cx, &(struct app_options){.db = url, .workers = 2, .now_ms = s->cx.now_ms, .quiet = true});
    s->port = app_port(s->app);
    EQ_INT(projects(s), before);
}

static void test_all(const char *url)
{
    struct served s = serve(url, false);
    long long run = test_upload(&s);
    test_mapping(&s, run);
    test_preview(&s, run);
    test_commit(&s, run);
    test_again(&s);
    test_rejected(&s);
    test_twice(&s);
    test_events(&s);
    test_cancel(&s);
    test_stop(&s, url);
    served_end(&s);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
