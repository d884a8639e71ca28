/* saved_view_test.c — arrangements of a page are kept as they are sent, and are objects of a bearable size. */
#include "served.h"

#include <string.h>

static struct reply post(struct served *s, const char *json)
{
    return call(s, "POST", "/api/v1/saved_view?zone=weinan", "", json);
}

static const char *with_query(struct served *s, size_t letters)
{
    char *filter = arena_alloc(s->cx.arena, letters + 1);
    memset(filter, 'a', letters);
    return arena_printf(s->cx.arena, "{\"name\":\"长\",\"page\":\"project\",\"query\":{\"where\":\"%s\"}}", filter);
}

static void test_views(struct served *s)
{
    struct reply r = post(s, "{\"name\":\"在建\",\"page\":\"project\",\"shared\":true,\"position\":2,"
                             "\"query\":{\"where\":\"stage = 在建\",\"sort\":\"-total_investment\"}}");
    json_t *v = body_of(s, &r);
    EQ_INT(r.status, 201);
    EQ_TEXT(text_at(v, "query.sort"), "-total_investment");
    OK(json_is_true(at(v, "shared")), "shared");
    r = post(s, "{\"name\":\"原样\",\"page\":\"project\",\"position\":1}");
    OK(r.status == 201 && json_is_null(at(body_of(s, &r), "query")), "a view may be the plain page");
    post(s, "{\"name\":\"超期\",\"page\":\"problem\",\"query\":{\"where\":\"overdue\"}}");
    r = get(s, "/api/v1/saved_view?zone=weinan&where=page%20%3D%20%22project%22");
    v = body_of(s, &r);
    EQ_INT(json_array_size(at(v, "items")), 2);
    EQ_TEXT(text_at(v, "items.0.name"), "原样");
    EQ_TEXT(text_at(v, "items.1.query.where"), "stage = 在建");
    r = get(s, "/api/v1/saved_view?zone=other");
    EQ_INT(json_array_size(at(body_of(s, &r), "items")), 0);
}

static void test_refusals(struct served *s)
{
    static const char *const wrong[] = {"[1]", "\"sort=name\"", "7", "true"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct reply r =
            post(s, arena_printf(s->cx.arena, "{\"name\":\"错\",\"page\":\"project\",\"query\":%s}", wrong[i]));
        EQ_TEXT(text_at(body_of(s, &r), "findings.0.rule"), "VEW-01");
    }
    struct reply r = post(s, with_query(s, 8192 - 12));
    EQ_INT(r.status, 201);
    r = post(s, with_query(s, 8192 - 11));
    EQ_TEXT(text_at(body_of(s, &r), "findings.0.rule"), "VEW-02");
    r = post(s, "{\"query\":{}}");
    EQ_INT(json_array_size(at(body_of(s, &r), "findings")), 2);
}

static void test_all(const char *url)
{
    struct served s = serve(url, false);
    test_views(&s);
    test_refusals(&s);
    served_end(&s);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
