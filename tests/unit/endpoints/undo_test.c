/* undo_test.c — an import taken back over HTTP: tried, refused where people have been at it since, forced, kept in the history. */
#include "served.h"

static const char octets[] = "Content-Type: application/octet-stream\r\n";

#define HEAD "项目名称,总投资(万元),责任单位,开工时间,是否纳统,包联领导\n"

static long long take(struct served *s, const char *csv)
{
    struct reply r =
        call_bytes(s, "POST", "/api/v1/imports?zone=weinan&as_of=2023-12-31&file_name=a.csv", octets, csv, strlen(csv));
    long long run = int_at(body_of(s, &r), "run");
    r = call(s, "POST", arena_printf(s->cx.arena, "/api/v1/imports/%lld/commit?zone=weinan", run), "", NULL);
    json_t *job = job_end(s, text_at(body_of(s, &r), "job"));
    EQ_TEXT(text_at(job, "state"), "done");
    return run;
}

static struct reply undo(struct served *s, long long run, const char *more)
{
    return call(s, "POST", arena_printf(s->cx.arena, "/api/v1/imports/%lld/undo?zone=weinan%s", run, more), "", NULL);
}

static json_t *rows(struct served *s, const char *entity)
{
    struct reply r = get(s, arena_printf(s->cx.arena, "/api/v1/%s?zone=weinan&sort=id&as_of=2023-12-31", entity));
    return at(body_of(s, &r), "items");
}

/* How many rows a search finds. */
static size_t found(struct served *s, const char *words)
{
    struct reply r = get(s, arena_printf(s->cx.arena, "/api/v1/search?zone=weinan&q=%s", words));
    size_t n = 0, i;
    json_t *group;
    json_array_foreach(at(body_of(s, &r), "groups"), i, group) n += json_array_size(at(group, "items"));
    return n;
}

static const char *state(struct served *s, long long run)
{
    struct reply r = get(s, arena_printf(s->cx.arena, "/api/v1/imports/%lld?zone=weinan", run));
    return text_at(body_of(s, &r), "state");
}

static const char *patch(struct served *s, const char *entity, long long id, const char *body)
{
    struct reply r =
        call(s, "PATCH", arena_printf(s->cx.arena, "/api/v1/%s/%lld?zone=weinan", entity, id), "If-Match: *\r\n", body);
    EQ_INT(r.status, 200);
    return r.body;
}

/* Two ledgers; the second changes one project, ends a leader, takes an entry into statistics away and adds a project. */
static void test_both(struct served *s)
{
    long long first = take(s, HEAD "甲园区,100,工信局,2023-03,是,张三\n乙园区,200,工信局,,,\n");
    long long second =
        take(s, HEAD "甲园区,150,招商局,2023-05,否,李四\n乙园区,200,工信局,,,\n丙园区,300,工信局,2023-06,是,\n");
    EQ_INT(json_array_size(rows(s, "project")), 3);
    EQ_INT(json_array_size(rows(s, "statistics_entry")), 1);

    struct reply r = undo(s, second, "&dry_run=true");
    json_t *v = body_of(s, &r);
    EQ_INT(r.status, 200);
    OK(json_is_true(at(v, "dry_run")) && json_is_false(at(v, "undone")), "a dry run");
    EQ_INT(int_at(v, "deleted.project"), 1);
    EQ_INT(int_at(v, "restored.project"), 1);
    EQ_INT(int_at(v, "restored.statistics_entry"), 1);
    EQ_INT(int_at(v, "kept_count"), 0);
    EQ_INT(json_array_size(rows(s, "project")), 3);
    EQ_TEXT(state(s, second), "committed");

    EQ_INT(found(s, "bingyuanqu"), 1);
    r = undo(s, second, "");
    OK(json_is_true(at(body_of(s, &r), "undone")), "it is undone");
    EQ_INT(found(s, "bingyuanqu"), 0);
    EQ_INT(found(s, "jiayuanqu"), 1);
    EQ_TEXT(state(s, second), "undone");
    v = rows(s, "project");
    EQ_INT(json_array_size(v), 2);
    EQ_INT(int_at(v, "0.total_investment"), 100000000);
    EQ_TEXT(text_at(v, "0.unit_title"), "工信局");
    EQ_TEXT(text_at(v, "0.started_on"), "2023-03");
    OK(json_is_true(at(v, "0.in_statistics")), "the entry into statistics is back");
    EQ_TEXT(text_at(v, "0.leader"), "张三");
    EQ_INT(json_array_size(rows(s, "stage_change")), 1);
    r = get(s, "/api/v1/project/1/history?zone=weinan");
    v = body_of(s, &r);
    EQ_INT(json_array_size(at(v, "items")), 3);
    EQ_INT(int_at(v, "items.1.total_investment"), 150000000);

    r = undo(s, second, "");
    EQ_INT(r.status, 409);
    EQ_TEXT(code_of(s, &r), "LGR-50");
    r = undo(s, first, "");
    OK(json_is_true(at(body_of(s, &r), "undone")), "so is the one before, whose rows changed and came back");
    EQ_INT(json_array_size(rows(s, "project")), 0);
    EQ_INT(json_array_size(rows(s, "unit")), 0);
    r = get(s, "/api/v1/metrics/project.count?zone=weinan&as_of=2023-12-31");
    EQ_INT(int_at(body_of(s, &r), "value"), 0);
    r = call(s, "POST", arena_printf(s->cx.arena, "/api/v1/imports/%lld/commit?zone=weinan", first), "", NULL);
    EQ_TEXT(code_of(s, &r), "API-07");
}

/* What people did since is listed and stays; nothing is written unless the rest is asked for. */
static void test_changed_since(struct served *s)
{
    long long run =
        take(s, HEAD
             "丁园区,100,住建局,2023-03,是,王五\n戊园区,200,城管局,,,\n己园区,300,水务局,,,\n庚园区,400,交通局,,,\n");
    json_t *v = rows(s, "project");
    long long changed = int_at(v, "0.id"), referred = int_at(v, "1.id"), with_file = int_at(v, "2.id"),
              gone = int_at(v, "3.id");
    patch(s, "project", changed, "{\"note\":\"重要\"}");
    struct reply r = call(s, "POST", "/api/v1/problem?zone=weinan", "",
                          arena_printf(s->cx.arena, "{\"project\":%lld,\"description\":\"缺电\"}", referred));
    EQ_INT(r.status, 201);
    r = call_bytes(
        s, "POST",
        arena_printf(s->cx.arena, "/api/v1/attachments?zone=weinan&entity=project&id=%lld&name=a.txt", with_file),
        octets, "x", 1);
    EQ_INT(r.status, 201);
    r = call(s, "DELETE", arena_printf(s->cx.arena, "/api/v1/project/%lld?zone=weinan", gone), "If-Match: *\r\n", NULL);
    EQ_INT(r.status, 204);

    r = undo(s, run, "");
    v = body_of(s, &r);
    EQ_INT(r.status, 200);
    OK(json_is_false(at(v, "undone")), "nothing is written");
    EQ_TEXT(state(s, run), "committed");
    EQ_INT(json_array_size(rows(s, "project")), 3);
    EQ_INT(int_at(v, "kept_count"), 6); /* three projects and the units they have */
    const char *all = text_of(s, at(v, "kept"));
    OK(strstr(all, "重要") == NULL && strstr(all, "丁园区") && strstr(all, "修改"), "what was changed");
    OK(strstr(all, "戊园区") && strstr(all, "仍引用它"), "what a problem refers to");
    OK(strstr(all, "己园区") && strstr(all, "附件"), "what has files");
    OK(!strstr(all, "庚园区"), "what is gone needs nothing");

    r = undo(s, run, "&force_rest=true");
    v = body_of(s, &r);
    OK(json_is_true(at(v, "undone")), "the rest is undone");
    EQ_INT(int_at(v, "kept_count"), 6);
    EQ_TEXT(state(s, run), "undone");
    EQ_INT(json_array_size(rows(s, "project")), 3);
    EQ_INT(json_array_size(rows(s, "unit")), 3);
    EQ_INT(json_array_size(rows(s, "statistics_entry")), 0);
}

static void test_refused(struct served *s)
{
    struct reply r = call_bytes(s, "POST", "/api/v1/imports?zone=weinan&file_name=b.csv", octets, HEAD "辛园区,1,,,,\n",
                                strlen(HEAD "辛园区,1,,,,\n"));
    long long run = int_at(body_of(s, &r), "run");
    r = undo(s, run, "");
    EQ_INT(r.status, 409);
    EQ_TEXT(code_of(s, &r), "LGR-50");
    r = undo(s, run + 50, "");
    EQ_INT(r.status, 404);
    run = take(s, HEAD "壬园区,1,,,,\n");
    r = call(s, "POST", arena_printf(s->cx.arena, "/api/v1/imports/%lld/undo?zone=other", run), "", NULL);
    EQ_INT(r.status, 404);
    EQ_TEXT(state(s, run), "committed");
    struct import_run *old = row_load(&s->cx, &import_run_entity, run),
                      *now = row_copy(&s->cx, &import_run_entity, old);
    now->written = NULL; /* as an import of an earlier version left it */
    need(&s->cx, row_save_over(&s->cx, &import_run_entity, now, old, NULL), "an old run");
    r = undo(s, run, "");
    EQ_INT(r.status, 409);
    EQ_TEXT(code_of(s, &r), "LGR-51");
}

static void test_all(const char *url)
{
    struct served s = serve(url, false);
    test_both(&s);
    test_changed_since(&s);
    test_refused(&s);
    served_end(&s);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
