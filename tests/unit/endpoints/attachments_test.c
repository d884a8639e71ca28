/* attachments_test.c — files of rows over HTTP: kept, listed, shown safely, deleted; other zones see nothing. */
#include "served.h"

#include "base/text.h"

static const char octets[] = "Content-Type: application/octet-stream\r\n";
static const char png[] = "\x89PNG\r\n\x1a\n picture";

static struct reply send_file(struct served *s, const char *query, const char *headers, const void *bytes, size_t n)
{
    return call_bytes(s, "POST", arena_printf(s->cx.arena, "/api/v1/attachments?%s", query),
                      arena_printf(s->cx.arena, "%s%s", octets, headers), bytes, n);
}

static struct reply content(struct served *s, long long id, const char *zone)
{
    return get(s, arena_printf(s->cx.arena, "/api/v1/attachments/%lld/content?zone=%s", id, zone));
}

static long long keep(struct served *s, const char *name, const void *bytes, size_t n)
{
    struct reply r =
        send_file(s, arena_printf(s->cx.arena, "zone=weinan&entity=project&id=12&name=%s", name), "", bytes, n);
    EQ_INT(r.status, 201);
    return int_at(body_of(s, &r), "id");
}

static long long test_keep(struct served *s)
{
    struct reply r =
        send_file(s, "zone=weinan&entity=project&id=12&name=..%2F%E7%8E%B0%E5%9C%BA.png", "", png, sizeof png - 1);
    json_t *v = body_of(s, &r);
    long long id = int_at(v, "id");
    EQ_INT(r.status, 201);
    EQ_TEXT(text_at(v, "name"), "现场.png");
    EQ_TEXT(text_at(v, "content_type"), "image/png");
    EQ_INT(int_at(v, "length"), sizeof png - 1);
    EQ_TEXT(text_at(v, "owner_entity"), "project");
    EQ_INT(int_at(v, "owner_id"), 12);
    OK(text_at(v, "sha256") && text_at(v, "created_at"), "with its hash and time");
    OK(!at(v, "content"), "but not its bytes");
    EQ_TEXT(header(s, &r, "ETag"), "\"1\"");
    EQ_TEXT(header(s, &r, "Location"), arena_printf(s->cx.arena, "/api/v1/attachment/%lld", id));
    keep(s, "second.txt", "words", 5);
    r = get(
        s,
        "/api/v1/attachment?zone=weinan&where=owner_entity%20%3D%20%22project%22%20and%20owner_id%20%3D%2012&sort=id");
    v = body_of(s, &r);
    EQ_INT(json_array_size(at(v, "items")), 2);
    EQ_TEXT(text_at(v, "items.0.name"), "现场.png");
    return id;
}

static void test_content(struct served *s, long long id)
{
    struct reply r = content(s, id, "weinan");
    EQ_INT(r.status, 200);
    OK(r.size == sizeof png - 1 && memcmp(r.body, png, r.size) == 0, "the bytes as they came");
    EQ_TEXT(header(s, &r, "Content-Type"), "image/png");
    EQ_TEXT(header(s, &r, "X-Content-Type-Options"), "nosniff");
    OK(text_starts(header(s, &r, "Content-Disposition"), "inline; "), "a picture shows in place");
    const char *policy = header(s, &r, "Content-Security-Policy");
    OK(strstr(policy, "default-src 'none'") && strstr(policy, "sandbox"), "in a sandbox");
    const char *tag = arena_strdup(s->cx.arena, header(s, &r, "ETag"));
    r = call(s, "GET", arena_printf(s->cx.arena, "/api/v1/attachments/%lld/content?zone=weinan", id),
             arena_printf(s->cx.arena, "If-None-Match: %s\r\n", tag), NULL);
    EQ_INT(r.status, 304);
    static const char html[] = "<script>alert(1)</script>";
    static const char *const names[] = {"a.html", "a.svg", "a.png", "a.pdf", "a.xml"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        r = content(s, keep(s, names[i], html, sizeof html - 1), "weinan");
        OK(text_starts(header(s, &r, "Content-Disposition"), "attachment; ") &&
               strcmp(header(s, &r, "Content-Type"), "application/octet-stream") == 0,
           "a page called %s is only a download", names[i]);
    }
    r = content(s, keep(s, "b.pdf", "%PDF-1.7 x", 10), "weinan");
    EQ_TEXT(header(s, &r, "Content-Type"), "application/pdf");
    OK(text_starts(header(s, &r, "Content-Disposition"), "inline; "), "a PDF shows in place");
    OK(strstr(header(s, &r, "Content-Security-Policy"), "default-src 'none'"), "and asks for nothing");
}

static void test_zones(struct served *s, long long id)
{
    struct reply r = content(s, id, "other");
    EQ_INT(r.status, 404);
    r = get(s, arena_printf(s->cx.arena, "/api/v1/attachment/%lld?zone=other", id));
    EQ_INT(r.status, 404);
    r = get(s, "/api/v1/attachment?zone=other");
    EQ_INT(json_array_size(at(body_of(s, &r), "items")), 0);
    r = call(s, "DELETE", arena_printf(s->cx.arena, "/api/v1/attachments/%lld?zone=other", id), "If-Match: *\r\n",
             NULL);
    EQ_INT(r.status, 404);
    r = send_file(s, "zone=other&entity=project&id=12&name=a.png", "", png, sizeof png - 1);
    EQ_INT(r.status, 404);
    EQ_TEXT(code_of(s, &r), "ROW-01");
}

static void test_refused(struct served *s)
{
    static const struct {
        const char *query, *code;
        int status;
    } cases[] = {
        {"zone=nowhere&entity=project&id=12&name=a", "API-02", 404},
        {"zone=weinan&entity=nothing&id=12&name=a", "API-21", 422},
        {"zone=weinan&entity=import_run&id=1&name=a", "API-21", 422},
        {"zone=weinan&entity=zone&id=1&name=a", "API-21", 422},
        {"zone=weinan&id=12&name=a", "API-21", 422},
        {"zone=weinan&entity=project&name=a", "API-04", 404},
        {"zone=weinan&entity=project&id=99999&name=a", "ROW-01", 404},
        {"zone=weinan&entity=project&id=12&name=..", "API-22", 422},
        {"zone=weinan&entity=project&id=12", "API-22", 422},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reply r = send_file(s, cases[i].query, "", "x", 1);
        OK(r.status == cases[i].status && strcmp(code_of(s, &r), cases[i].code) == 0, "%s is refused: %d %s",
           cases[i].query, r.status, code_of(s, &r));
    }
    struct reply r = send_file(s, "zone=weinan&entity=project&id=12&name=a", "", "", 0);
    EQ_TEXT(code_of(s, &r), "API-12");
}

/* Sent twice with one key, it is kept once. */
static void test_once(struct served *s)
{
    const char *query = "zone=weinan&entity=project&id=13&name=a.txt", *key = "Idempotency-Key: file-1\r\n";
    struct reply first = send_file(s, query, key, "one", 3), again = send_file(s, query, key, "one", 3),
                 other = send_file(s, query, key, "two", 3);
    EQ_INT(again.status, 201);
    EQ_TEXT(again.body, first.body);
    EQ_TEXT(code_of(s, &other), "API-05");
    struct reply r = get(s, "/api/v1/attachment?zone=weinan&where=owner_id%20%3D%2013");
    EQ_INT(json_array_size(at(body_of(s, &r), "items")), 1);
}

static void test_delete(struct served *s, long long id)
{
    const char *target = arena_printf(s->cx.arena, "/api/v1/attachments/%lld?zone=weinan", id);
    struct reply r = call(s, "DELETE", target, "", NULL);
    EQ_INT(r.status, 428);
    r = call(s, "DELETE", target, "If-Match: \"7\"\r\n", NULL);
    EQ_INT(r.status, 412);
    r = call(s, "DELETE", target, "If-Match: \"1\"\r\n", NULL);
    EQ_INT(r.status, 204);
    r = content(s, id, "weinan");
    EQ_INT(r.status, 404);
    r = get(s, "/api/v1/attachment?zone=weinan&where=owner_entity%20%3D%20%22import_run%22");
    long long kept = int_at(body_of(s, &r), "items.0.id");
    OK(kept > 0, "the ledger as it was imported is kept");
    r = call(s, "DELETE", arena_printf(s->cx.arena, "/api/v1/attachments/%lld?zone=weinan", kept), "If-Match: *\r\n",
             NULL);
    EQ_TEXT(code_of(s, &r), "API-06");
}

/* A row that goes takes its files along; the history has both. */
static void test_owner_gone(struct served *s)
{
    struct reply r = call(s, "POST", "/api/v1/unit?zone=weinan", "", "{\"name\":\"临时专班\",\"kind\":\"bureau\"}");
    long long unit = int_at(body_of(s, &r), "id"), ids[2];
    for (int i = 0; i < 2; i++) {
        r = send_file(s, arena_printf(s->cx.arena, "zone=weinan&entity=unit&id=%lld&name=%d.txt", unit, i), "", "x", 1);
        ids[i] = int_at(body_of(s, &r), "id");
    }
    r = call(s, "DELETE", arena_printf(s->cx.arena, "/api/v1/unit/%lld?zone=weinan", unit), "If-Match: *\r\n", NULL);
    EQ_INT(r.status, 204);
    for (int i = 0; i < 2; i++) {
        r = content(s, ids[i], "weinan");
        EQ_INT(r.status, 404);
    }
    r = get(s, arena_printf(s->cx.arena, "/api/v1/attachment/%lld/history?zone=weinan", ids[0]));
    OK(json_is_true(at(body_of(s, &r), "items.0.deleted")), "its history says so");
}

/* Large files come and go whole; beyond 64 MiB they are refused. */
static void test_large(struct served *s)
{
    enum { LARGE = 20 << 20 };
    char *bytes = arena_alloc(s->cx.arena, LARGE);
    for (size_t i = 0; i < LARGE; i++)
        bytes[i] = (char)(i * 31 >> 3);
    struct reply r = content(s, keep(s, "large.bin", bytes, LARGE), "weinan");
    OK(r.size == LARGE && memcmp(r.body, bytes, LARGE) == 0, "20 MiB come back whole");
}

static void test_all(const char *url)
{
    struct served s = serve(url, true);
    long long id = test_keep(&s);
    test_content(&s, id);
    test_zones(&s, id);
    test_refused(&s);
    test_once(&s);
    test_delete(&s, id);
    test_owner_gone(&s);
    test_large(&s);
    served_end(&s);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
