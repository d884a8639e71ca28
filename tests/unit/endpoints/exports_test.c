/* exports_test.c — a list goes out as it is shown: its rows, its columns, in their order. */
#include "served.h"

#include <string.h>

/* The cells of the first sheet from the head down: "a|b|c\nd|e|f". */
static const char *sheet_of(struct served *s, const struct reply *r, size_t rows_most)
{
    struct ctx *cx = &s->cx;
    struct buf out = buf_init(cx->arena);
    struct sheet_row row;
    struct workbook *w = workbook_open(cx, "list.xlsx", r->body, r->size, NULL);
    struct sheet_reader *reader = w ? sheet_open(cx, w, 0) : NULL;
    for (size_t n = 0; reader && n < rows_most && sheet_next(reader, &row);) {
        if (row.number < 3)
            continue;
        buf_text(&out, n++ ? "\n" : "");
        for (int i = 0, column = 0; i < row.count; i++) {
            for (; column < row.cells[i].column; column++)
                buf_char(&out, '|');
            buf_text(&out, row.cells[i].text);
        }
    }
    OK(reader && sheet_ok(reader), "a workbook: %d", r->status);
    return out.data;
}

static struct reply list_of(struct served *s, const char *query)
{
    return get(s, arena_printf(s->cx.arena, "/api/v1/project?zone=weinan&as_of=2023-12-31&%s", query));
}

static struct reply sheet(struct served *s, const char *query)
{
    return get(s, arena_printf(s->cx.arena, "/api/v1/export/project?zone=weinan&as_of=2023-12-31&%s", query));
}

static void test_as_shown(struct served *s)
{
    static const char arranged[] = "fields=total_investment,name,unit,nature,in_statistics&sort=-total_investment"
                                   "&where=nature%20%3D%20new";
    struct reply r = list_of(s, arena_printf(s->cx.arena, "%s&limit=1000", arranged));
    json_t *items = at(body_of(s, &r), "items"), *item;
    struct buf want = buf_init(s->cx.arena);
    size_t i;
    buf_text(&want, "总投资(万元)|项目名称|责任单位|建设性质|已纳统");
    json_array_foreach(items, i, item)
        buf_printf(&want, "\n%s|%s|%s|新建|%s",
                   json_is_integer(at(item, "total_investment"))
                       ? money_decimal(s->cx.arena, (struct money){int_at(item, "total_investment")}, MONEY_WAN)
                       : "",
                   text_at(item, "name"), text_at(item, "unit_title") ? text_at(item, "unit_title") : "",
                   json_is_true(at(item, "in_statistics")) ? "是" : "否");
    OK(i > 20, "%zu rows", i);
    r = sheet(s, arranged);
    EQ_INT(r.status, 200);
    EQ_TEXT(sheet_of(s, &r, 2000), want.data);
}

static void test_more(struct served *s)
{
    struct reply r = sheet(s, "search=%E7%94%B5%E6%B1%A0&fields=name&sort=name");
    const char *found = sheet_of(s, &r, 3);
    OK(strncmp(found, "项目名称\n", strlen("项目名称\n")) == 0 && strstr(found, "电池"), "what was searched for: %s",
       found);
    r = sheet(s, "fields=name&known_at=2001-01-01T00:00:00Z");
    EQ_TEXT(sheet_of(s, &r, 3), "项目名称");
    r = sheet(s, "fields=id&sort=id&where=id%20%3D%203");
    EQ_TEXT(sheet_of(s, &r, 3), "编号\n3");
    r = sheet(s, "where=id%20%3D%203");
    OK(strncmp(sheet_of(s, &r, 1), "项目代码|项目名称|", strlen("项目代码|项目名称|")) == 0,
       "without an arrangement, the layout that reads back");
    r = sheet(s, "fields=colour");
    EQ_TEXT(code_of(s, &r), "LST-01");
    r = sheet(s, "sort=note");
    EQ_TEXT(code_of(s, &r), "LST-01");
}

/* The same list before and after a change, a deletion and nothing. */
static void test_compared(struct served *s)
{
    struct ctx *cx = &s->cx;
    const char *when = instant_iso(cx->arena, (struct instant){cx->now_ms});
    size_t local = strcspn(when, "+"); /* a plus sign is a space in an address */
    const char *query = arena_printf(
        cx->arena, "zone=weinan&fields=name,chief&where=name%%20in%%20(%%22x1%%22,%%22x2%%22)&from_known_at=%.*s%%2B%s",
        (int)local, when, when + local + 1);
    struct reply r = call(s, "POST", "/api/v1/unit?zone=weinan", "", "{\"name\":\"x1\"}");
    long long first = int_at(body_of(s, &r), "id");
    r = call(s, "POST", "/api/v1/unit?zone=weinan", "", "{\"name\":\"x2\"}");
    long long second = int_at(body_of(s, &r), "id");
    r = call(s, "PATCH", arena_printf(cx->arena, "/api/v1/unit/%lld?zone=weinan", first), "If-Match: *\r\n",
             "{\"chief\":\"张三\"}");
    EQ_INT(r.status, 200);
    r = call(s, "DELETE", arena_printf(cx->arena, "/api/v1/unit/%lld?zone=weinan", second), "If-Match: *\r\n", NULL);
    EQ_INT(r.status, 204);

    r = get(s, arena_printf(cx->arena, "/api/v1/unit/compare?%s&count=1&limit=1", query));
    json_t *v = body_of(s, &r);
    EQ_INT(r.status, 200);
    EQ_TEXT(text_of(s, at(v, "counts")), "{\"added\":0,\"gone\":1,\"changed\":1}");
    EQ_TEXT(text_of(s, at(v, "items.0.changed")), "[\"chief\"]");
    OK(json_is_null(at(v, "items.0.then.chief")), "what it said");
    EQ_TEXT(text_at(v, "items.0.now.chief"), "张三");
    r = get(s, arena_printf(cx->arena, "/api/v1/unit/compare?%s&cursor=%s", query, text_at(v, "next")));
    v = body_of(s, &r);
    EQ_TEXT(text_at(v, "items.0.kind"), "gone");
    OK(json_is_null(at(v, "next")), "the last page");

    r = get(s, arena_printf(cx->arena, "/api/v1/export/unit/compare?%s", query));
    EQ_TEXT(sheet_of(s, &r, 9),
            arena_printf(cx->arena, "变化|编号|名称|字段|原值|现值\n改动|%lld|x1|负责人||张三\n不再有|%lld|x2", first,
                         second));
    r = get(s, "/api/v1/unit/compare?zone=weinan&from_known_at=yesterday");
    EQ_INT(r.status, 400);
    EQ_TEXT(text_at(body_of(s, &r), "path"), "from_known_at");
    r = get(s, "/api/v1/unit/compare?zone=weinan&sort=name");
    EQ_TEXT(code_of(s, &r), "API-08");
}

static void test_all(const char *url)
{
    struct served s = serve(url, true);
    test_as_shown(&s);
    test_more(&s);
    test_compared(&s);
    served_end(&s);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
