/* history_test.c — a change undone over HTTP: tried, done, refused with what stands in the way; deleted rows listed and brought back. */
#include "served.h"

#define UNIT "/api/v1/unit"

static long long post(struct served *s, const char *entity, const char *body)
{
    struct reply r = call(s, "POST", arena_printf(s->cx.arena, "/api/v1/%s?zone=weinan", entity), "", body);
    EQ_INT(r.status, 201);
    return int_at(body_of(s, &r), "id");
}

static void patch(struct served *s, long long id, const char *body)
{
    struct reply r = call(s, "PATCH", arena_printf(s->cx.arena, UNIT "/%lld?zone=weinan", id), "If-Match: *\r\n", body);
    EQ_INT(r.status, 200);
}

static struct reply undo(struct served *s, long long id, const char *body)
{
    return call(s, "POST", arena_printf(s->cx.arena, UNIT "/%lld/undo?zone=weinan", id), "", body);
}

static json_t *list(struct served *s, const char *query)
{
    struct reply r = get(s, arena_printf(s->cx.arena, UNIT "?zone=weinan%s", query));
    EQ_INT(r.status, 200);
    return body_of(s, &r);
}

static void test_change(struct served *s)
{
    long long id = post(s, "unit", "{\"name\":\"甲局\",\"phone\":\"1\"}");
    patch(s, id, "{\"phone\":\"2\",\"chief\":\"张三\"}");
    struct reply r = undo(s, id, "{\"version\":2,\"dry_run\":true}");
    json_t *v = body_of(s, &r);
    EQ_INT(r.status, 200);
    EQ_TEXT(text_at(v, "kind"), "change");
    OK(json_is_true(at(v, "dry_run")) && json_is_true(at(v, "changed")), "it says what would happen");
    EQ_TEXT(text_at(v, "row.phone"), "1");
    EQ_INT(int_at(list(s, "&where=phone%20%3D%20%222%22&count=1"), "count"), 1);

    r = undo(s, id, "{\"version\":2}");
    v = body_of(s, &r);
    EQ_INT(r.status, 200);
    EQ_INT(int_at(v, "row.version"), 3);
    EQ_INT(json_array_size(at(v, "fields")), 2);
    r = get(s, arena_printf(s->cx.arena, UNIT "/%lld/history?zone=weinan", id));
    EQ_INT(json_array_size(at(body_of(s, &r), "items")), 3);

    patch(s, id, "{\"phone\":\"9\"}");
    patch(s, id, "{\"phone\":\"10\"}");
    r = undo(s, id, "{\"version\":4}");
    v = body_of(s, &r);
    EQ_INT(r.status, 409);
    EQ_TEXT(text_at(v, "code"), "UND-02");
    EQ_TEXT(text_at(v, "fields.0.field"), "phone");
    EQ_TEXT(text_at(v, "fields.0.before"), "1");
    EQ_TEXT(text_at(v, "fields.0.after"), "9");
    EQ_TEXT(text_at(v, "fields.0.now"), "10");
    EQ_INT(int_at(v, "fields.0.version"), 5);
    OK(text_at(v, "fields.0.by") && text_at(v, "fields.0.at"), "by whom and when too");
}

static void test_refused(struct served *s)
{
    long long id = post(s, "unit", "{\"name\":\"乙局\"}");
    struct reply r = undo(s, id, "{}");
    EQ_INT(r.status, 422);
    EQ_TEXT(code_of(s, &r), "UND-05");
    r = undo(s, id, "{\"version\":7}");
    EQ_INT(r.status, 404);
    EQ_TEXT(code_of(s, &r), "UND-01");
    r = call(s, "POST", arena_printf(s->cx.arena, UNIT "/%lld/undo?zone=other", id), "", "{\"version\":1}");
    EQ_INT(r.status, 404);
    r = call(s, "POST", "/api/v1/import_run/1/undo?zone=weinan", "", "{\"version\":1}");
    EQ_INT(r.status, 403);
    EQ_TEXT(code_of(s, &r), "API-06");
}

/* A row with a file: not undone away, deleted with it, back with it. */
static void test_deleted(struct served *s)
{
    long long id = post(s, "unit", "{\"name\":\"丙局\"}");
    const char *where = arena_printf(s->cx.arena, "/api/v1/attachments?zone=weinan&entity=unit&id=%lld&name=a.txt", id);
    struct reply r = call_bytes(s, "POST", where, "Content-Type: application/octet-stream\r\n", "hi", 2);
    EQ_INT(r.status, 201);
    r = undo(s, id, "{\"version\":1}");
    EQ_INT(r.status, 409);
    EQ_TEXT(code_of(s, &r), "UND-04");
    const char *row = arena_printf(s->cx.arena, UNIT "/%lld?zone=weinan", id);
    r = call(s, "DELETE", row, "If-Match: *\r\n", NULL);
    EQ_INT(r.status, 204);
    json_t *gone =
        list(s, "&deleted=1&count=1&where=name%20%3D%20%22%E4%B8%99%E5%B1%80%22&fields=name,updated_at,updated_by");
    EQ_INT(int_at(gone, "count"), 1);
    EQ_INT(int_at(gone, "items.0.id"), id);
    OK(text_at(gone, "items.0.updated_by"), "who deleted it is told");
    r = undo(s, id, "{\"version\":1}");
    json_t *v = body_of(s, &r);
    EQ_INT(r.status, 200);
    EQ_TEXT(text_at(v, "kind"), "deletion");
    EQ_TEXT(text_at(v, "row.name"), "丙局");
    EQ_INT(int_at(list(s, "&deleted=1&count=1&where=name%20%3D%20%22%E4%B8%99%E5%B1%80%22"), "count"), 0);
    r = get(s, arena_printf(
                   s->cx.arena,
                   "/api/v1/attachment?zone=weinan&where=owner_entity%%3D%%22unit%%22%%20and%%20owner_id%%3D%lld", id));
    EQ_TEXT(text_at(body_of(s, &r), "items.0.name"), "a.txt");
    long long plain = post(s, "unit", "{\"name\":\"丁局\"}");
    r = undo(s, plain, "{\"version\":1}");
    v = body_of(s, &r);
    EQ_INT(r.status, 200);
    EQ_TEXT(text_at(v, "kind"), "creation");
    OK(json_is_null(at(v, "row")), "a row that was made by mistake goes");
}

static void test(const char *url)
{
    struct served s = serve(url, false);
    test_change(&s);
    test_refused(&s);
    test_deleted(&s);
    served_end(&s);
}

int main(void)
{
    on_each_engine(test);
    return tap_done();
}
