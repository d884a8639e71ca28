/* groups_test.c — groups over HTTP agree with the lists that their conditions give. */
#include "served.h"

#define GROUPS "/api/v1/project/groups?zone=weinan&as_of=2023-12-31"

/* What a formula needs before it can stand in an address. */
static const char *escaped(struct served *s, const char *text)
{
    struct buf out = buf_init(s->cx.arena);
    for (; *text; text++)
        buf_printf(&out, "%%%02X", (unsigned char)*text);
    return out.data;
}

static long long listed(struct served *s, const char *where)
{
    struct reply r =
        get(s, arena_printf(s->cx.arena, "/api/v1/project?zone=weinan&as_of=2023-12-31&limit=1&count=1&where=%s",
                            escaped(s, where)));
    return int_at(body_of(s, &r), "count");
}

static void test_agree(struct served *s, const char *by)
{
    struct reply r = get(s, arena_printf(s->cx.arena, GROUPS "&sums=total_investment,planned_in_year&by=%s", by));
    json_t *v = body_of(s, &r), *g;
    size_t i;
    long long count = 0, money = 0;
    EQ_INT(r.status, 200);
    json_array_foreach(at(v, "groups"), i, g)
    {
        if (listed(s, text_at(g, "where")) != int_at(g, "count"))
            OK(false, "%s keeps %lld rows, not %lld", text_at(g, "where"), listed(s, text_at(g, "where")),
               int_at(g, "count"));
        count += int_at(g, "count");
        money += int_at(g, "sums.total_investment");
    }
    OK(i > 1, "by %s: %zu groups", by, i);
    EQ_INT(count, int_at(v, "total.count"));
    EQ_INT(money, int_at(v, "total.sums.total_investment"));
    EQ_INT(count, listed(s, "id > 0"));
}

static void test_answers(struct served *s)
{
    struct reply r = get(s, GROUPS "&by=nature,unit");
    const char *tag = header(s, &r, "ETag");
    EQ_TEXT(text_at(body_of(s, &r), "by.1"), "unit");
    r = call(s, "GET", GROUPS "&by=nature,unit", arena_printf(s->cx.arena, "If-None-Match: %s\r\n", tag), NULL);
    EQ_INT(r.status, 304);
    r = get(s, GROUPS "&by=nosuch");
    EQ_INT(r.status, 400);
    EQ_TEXT(code_of(s, &r), "GRP-01");
    r = get(s, "/api/v1/project/groups?zone=other&by=unit");
    EQ_INT(int_at(body_of(s, &r), "total.count"), 0);
    r = get(s, "/api/v1/project/groups?by=unit&zone=nowhere");
    EQ_TEXT(code_of(s, &r), "API-02");
    r = get(s, "/api/v1/zone/groups?by=level");
    EQ_INT(int_at(body_of(s, &r), "groups.0.count"), 1); /* one's own */
    r = get(s, "/api/v1/elephant/groups?zone=weinan");
    EQ_TEXT(code_of(s, &r), "API-03");
}

static void test_all(const char *url)
{
    struct served s = serve(url, true);
    test_agree(&s, "unit");
    test_agree(&s, "stage,nature");
    test_agree(&s, "started_on");
    test_agree(&s, "leader");
    test_answers(&s);
    served_end(&s);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
