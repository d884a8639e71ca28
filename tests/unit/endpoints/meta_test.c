/* meta_test.c — what the browser asks before it draws: completion of conditions, where map tiles come from. */
#include "served.h"

#include <string.h>

static const char *escaped(struct served *s, const char *text)
{
    struct buf out = buf_init(s->cx.arena);
    for (; *text; text++)
        buf_printf(&out, "%%%02X", (unsigned char)*text);
    return out.data;
}

static json_t *completed(struct served *s, const char *language, const char *text, const char *more)
{
    struct reply r =
        call(s, "GET", arena_printf(s->cx.arena, "/api/v1/meta/project/complete?text=%s%s", escaped(s, text), more),
             arena_printf(s->cx.arena, "Accept-Language: %s\r\n", language), NULL);
    EQ_INT(r.status, 200);
    return body_of(s, &r);
}

/* "insert:kind …", at most `most`, behind "from-to ". */
static const char *offers(struct served *s, json_t *answer, size_t most)
{
    struct buf out = buf_init(s->cx.arena);
    json_t *item;
    size_t i;
    buf_printf(&out, "%lld-%lld", int_at(answer, "from"), int_at(answer, "to"));
    json_array_foreach(at(answer, "items"), i, item)
    {
        if (i < most)
            buf_printf(&out, " %s:%s", text_at(item, "insert"), text_at(item, "kind"));
    }
    return out.data;
}

static void fill(struct served *s)
{
    call(s, "POST", "/api/v1/unit?zone=weinan", "", "{\"name\":\"O'Neill 局\"}");
    call(s, "POST", "/api/v1/unit?zone=weinan", "", "{\"name\":\"城建局\"}");
    for (int i = 0; i < 3; i++)
        call(s, "POST", "/api/v1/project?zone=weinan", "",
             arena_printf(s->cx.arena, "{\"name\":\"项目%d\",\"unit\":%d,\"sector\":\"%s\"}", i, i ? 2 : 1,
                          i ? "光伏" : "氢能"));
}

static void test_complete(struct served *s)
{
    EQ_TEXT(offers(s, completed(s, "zh", "总投", ""), 2), "0-2 总投资:field");
    EQ_TEXT(offers(s, completed(s, "en", "total_inv", ""), 1), "0-9 total_investment:field");
    EQ_TEXT(offers(s, completed(s, "zh", "建设性质 = ", ""), 2), "7-7 新建:choice 续建:choice");
    EQ_TEXT(offers(s, completed(s, "zh", "总投资 大", ""), 1), "4-5 大于:word");
    EQ_TEXT(offers(s, completed(s, "zh", "天", ""), 1), "0-1 天数(:function");
    EQ_TEXT(offers(s, completed(s, "zh", "建设性质 = 新建", "&at=3"), 1), "0-3 建设性质:field");
    EQ_TEXT(offers(s, completed(s, "zh", "总投", "&at=0"), 1), "0-0 项目代码:field");
    EQ_TEXT(offers(s, completed(s, "zh", "总投", "&at=99"), 1), "0-2 总投资:field");
    json_t *v = completed(s, "zh", "累计完", "&zone=weinan");
    OK(strstr(text_at(v, "items.0.help.zh"), "调度口径"), "with what the field means");
    EQ_TEXT(text_at(v, "items.0.label.en"), "Completed investment");
    EQ_TEXT(offers(s, completed(s, "zh", "责任单位 = ", "&zone=weinan"), 2), "7-7 城建局:choice 'O''Neill 局':choice");
    EQ_TEXT(offers(s, completed(s, "zh", "责任单位 = O", "&zone=weinan"), 1), "7-8 'O''Neill 局':choice");
    EQ_TEXT(offers(s, completed(s, "zh", "项目类别 属于（光", "&zone=weinan"), 1), "8-9 光伏:choice");
    EQ_TEXT(offers(s, completed(s, "zh", "责任单位 = ", ""), 1), "7-7 城建局:choice"); /* of the asker's own zone */
    EQ_INT(json_array_size(at(completed(s, "zh", "总投资 > > ", ""), "items")), 0);
}

static void test_refusals(struct served *s)
{
    struct reply r = get(s, "/api/v1/meta/elephant/complete?text=a");
    EQ_TEXT(code_of(s, &r), "API-03");
    r = get(s, "/api/v1/meta/project/complete?text=a&at=-1");
    EQ_TEXT(code_of(s, &r), "API-08");
    r = get(s, "/api/v1/meta/project/complete?tekst=a");
    EQ_TEXT(code_of(s, &r), "API-08");
}

/* ---- map tiles ---- */

static const char *policy_of(struct served *s, const struct reply *r)
{
    return header(s, r, "Content-Security-Policy");
}

static void test_no_tiles(struct served *s)
{
    struct reply r = get(s, "/api/v1/meta");
    OK(json_is_null(at(body_of(s, &r), "map_tiles")), "no tiles unless they are set");
    OK(strstr(policy_of(s, &r), "img-src 'self' data: blob:;"), "nor images from elsewhere");
}

static void test_tiles(const char *url)
{
    struct served s = {.cx = work_on(url)};
    struct app_options o = {.db = url, .workers = 1, .quiet = true};
    o.map_tiles = "https://tiles.example.org:8443/osm/{z}/{x}/{y}.png";
    need(&s.cx, schema_migrate(&s.cx), "the schema");
    s.cx.zone = int_of(&s.cx, "SELECT id FROM zone WHERE code = 'weinan'");
    s.office = bearer_as(&s.cx, "tiles", "office");
    o.now_ms = s.cx.now_ms;
    s.app = app_start(&s.cx, &o);
    need(&s.cx, s.office && s.app, "a server with map tiles");
    s.port = app_port(s.app);
    struct reply r = get(&s, "/api/v1/meta");
    EQ_TEXT(text_at(body_of(&s, &r), "map_tiles"), o.map_tiles);
    OK(strstr(policy_of(&s, &r), "img-src 'self' data: blob: https://tiles.example.org:8443;"),
       "their host may be shown, and no other: %s", policy_of(&s, &r));
    app_stop(s.app);

    static const char *const wrong[] = {
        "tiles.example.org/{z}/{x}/{y}.png",
        "ftp://tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}.png",
        "https://tiles.example.org/{z}/{x}/{y}/{y}.png",
        "https://{s}.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/{s}/{z}/{x}/{y}.png",
        "https://tiles.example.org; script-src */{z}/{x}/{y}.png",
        "https://tiles.example.org:/{z}/{x}/{y}.png",
        "https://user@tiles.example.org/{z}/{x}/{y}.png",
        "https:///{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}/{y}.png\r\nX: 1",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        o.map_tiles = wrong[i];
        OK(!app_start(&s.cx, &o), "refused, number %zu", i);
        EQ_TEXT(failed_with(&s.cx), "MAP-01");
    }
    work_done(&s.cx);
}

static void test_all(const char *url)
{
    struct served s = serve(url, false);
    fill(&s);
    test_complete(&s);
    test_refusals(&s);
    test_no_tiles(&s);
    served_end(&s);
    test_tiles(url);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
