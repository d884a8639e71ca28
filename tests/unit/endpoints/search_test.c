/* search_test.c — the search box over the sample: Chinese, pinyin, codes; fresh after every write. */
#include "served.h"

#include <string.h>

static json_t *searched(struct served *s, const char *q)
{
    struct reply r = get(s, arena_printf(s->cx.arena, "/api/v1/search?zone=weinan&%s", q));
    EQ_INT(r.status, 200);
    return body_of(s, &r);
}

/* The group of an entity; NULL: nothing of it was found. */
static json_t *group(json_t *answer, const char *entity)
{
    json_t *g;
    size_t i;
    json_array_foreach(at(answer, "groups"), i, g)
    {
        if (strcmp(text_at(g, "entity"), entity) == 0)
            return g;
    }
    return NULL;
}

static void test_sample(struct served *s)
{
    json_t *g = group(searched(s, "q=%E7%94%B5%E6%B1%A0"), "project"); /* 电池 */
    OK(strstr(text_at(g, "items.0.title"), "电池"), "Chinese: %s", text_at(g, "items.0.title"));
    OK(strstr(text_at(g, "items.0.detail"), " · "), "with a second line: %s", text_at(g, "items.0.detail"));
    EQ_TEXT(text_at(g, "items.0.field"), "name");
    EQ_TEXT(text_at(g, "label.zh"), "项目");
    g = group(searched(s, "q=xnydc&limit=2"), "project");
    EQ_INT(json_array_size(at(g, "items")), 2);
    OK(json_is_true(at(g, "more")), "there are more of 新能源电池");
    OK(strstr(text_at(g, "items.1.title"), "新能源电池"), "by initials: %s", text_at(g, "items.1.title"));
    json_t *all = searched(s, "q=CHANTOU"); /* 产投集团 */
    EQ_TEXT(text_at(group(all, "unit"), "items.0.title"), "产投集团");
    OK(!group(all, "project"), "and no project");
    EQ_INT(json_array_size(at(searched(s, "q="), "groups")), 0);
    EQ_INT(json_array_size(at(searched(s, "q=%25"), "groups")), 0);
}

static void test_fresh(struct served *s)
{
    struct reply r =
        call(s, "POST", "/api/v1/lead?zone=weinan", "",
             "{\"name\":\"氢能重卡\",\"code\":\"ZS-2024-07\",\"investor\":\"某某集团\",\"amount\":100000000000}");
    EQ_INT(r.status, 201);
    json_t *g = group(searched(s, "q=zs-2024"), "lead");
    EQ_TEXT(text_at(g, "items.0.title"), "氢能重卡");
    EQ_TEXT(text_at(g, "items.0.field"), "code");
    EQ_TEXT(text_at(g, "items.0.detail"), "某某集团 · 10亿元");
    r = call(s, "DELETE", arena_printf(s->cx.arena, "/api/v1/lead/%lld?zone=weinan", int_at(g, "items.0.id")),
             "If-Match: *\r\n", NULL);
    EQ_INT(r.status, 204);
    EQ_INT(json_array_size(at(searched(s, "q=qnzk"), "groups")), 0);
}

static void test_answers(struct served *s)
{
    struct reply r = get(s, "/api/v1/search?zone=weinan&q=xnydc");
    r = call(s, "GET", "/api/v1/search?zone=weinan&q=xnydc",
             arena_printf(s->cx.arena, "If-None-Match: %s\r\n", header(s, &r, "ETag")), NULL);
    EQ_INT(r.status, 304);
    r = get(s, "/api/v1/search?zone=other&q=xnydc");
    EQ_INT(json_array_size(at(body_of(s, &r), "groups")), 0);
    r = get(s, "/api/v1/search?q=xnydc&zone=nowhere");
    EQ_TEXT(code_of(s, &r), "API-02");
    r = get(s, "/api/v1/search?zone=weinan&q=a&limit=51");
    EQ_TEXT(code_of(s, &r), "API-08");
    r = call(s, "GET", "/api/v1/search?zone=weinan&q=xnydc&limit=1", "Accept-Language: en\r\n", NULL);
    OK(strstr(text_at(group(body_of(s, &r), "project"), "items.0.detail"), "yuan"), "amounts in the reader's language");
}

static void test_all(const char *url)
{
    struct served s = serve(url, true);
    test_sample(&s);
    test_fresh(&s);
    test_answers(&s);
    served_end(&s);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
