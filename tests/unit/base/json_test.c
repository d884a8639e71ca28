/* json_test.c — writing JSON, parsing it with limits, and field values there and back. */
#include "base/json.h"
#include "tap.h"

#include <jansson.h>
#include <string.h>

static const char *text_written(struct ctx *cx, const char *s)
{
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    json_text(&j, s);
    return out.data;
}

static void writing(void)
{
    struct ctx cx = tap_ctx();
    struct buf out = buf_init(cx.arena);
    struct json j = json_to(&out);
    json_object_begin(&j);
    json_put_int(&j, "n", -5);
    json_key(&j, "list");
    json_array_begin(&j);
    json_int(&j, 1);
    json_array_begin(&j);
    json_array_end(&j);
    json_object_begin(&j);
    json_object_end(&j);
    json_none(&j);
    json_bool(&j, true);
    json_raw(&j, "{\"x\":1}");
    json_raw(&j, NULL);
    json_array_end(&j);
    json_put_text(&j, "t", NULL);
    json_put_bool(&j, "b", false);
    json_put_label(&j, "l", (struct label){"项目", NULL});
    json_object_end(&j);
    EQ_TEXT(out.data, "{\"n\":-5,\"list\":[1,[],{},null,true,{\"x\":1},null],\"t\":null,\"b\":false,"
                      "\"l\":{\"zh\":\"项目\",\"en\":null}}");

    EQ_TEXT(text_written(&cx, "a\"b\\c/\b\f\n\r\t\x01\x1f\x7f"), "\"a\\\"b\\\\c/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"");
    EQ_TEXT(text_written(&cx, "line\xE2\x80\xA8para\xE2\x80\xA9"
                              "dash\xE2\x80\x94"),
            "\"line\\u2028para\\u2029dash\xE2\x80\x94\"");
    EQ_TEXT(text_written(&cx, "😀项"), "\"😀项\"");
    /* overlong, surrogate, beyond Unicode, lone continuation, cut off */
    EQ_TEXT(text_written(&cx, "\xC0\xAF"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
    EQ_TEXT(text_written(&cx, "\xED\xA0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
    EQ_TEXT(text_written(&cx, "\xF4\x90\x80\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
    EQ_TEXT(text_written(&cx, "a\x80z"), "\"a\xEF\xBF\xBDz\"");
    EQ_TEXT(text_written(&cx, "a\xE9\xA1"), "\"a\xEF\xBF\xBD\xEF\xBF\xBD\"");
    tap_ctx_free(&cx);
}

/* Any bytes become a JSON document that jansson takes. */
static void any_bytes_are_valid(void)
{
    struct ctx cx = tap_ctx();
    uint64_t state = 42;
    int bad = 0;
    for (int round = 0; round < 20000; round++) {
        struct arena_mark mark = arena_mark(cx.arena);
        char s[12] = "";
        for (int i = 0; i < 11; i++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            bool special = state >> 60 < 8;
            s[i] = special ? "\xE2\x80\xA8\xF0\x9F\"\\\n"[state >> 56 & 7] : (char)(state >> 40);
        }
        const char *text = text_written(&cx, s);
        bad += !json_parse(&cx, text, strlen(text));
        err_clear(&cx);
        arena_reset(cx.arena, mark);
    }
    EQ_INT(bad, 0);
    tap_ctx_free(&cx);
}

static void lists_leave_nothing_behind(void)
{
    struct ctx cx = tap_ctx();
    struct buf out = buf_init(cx.arena);
    buf_room(&out, 1 << 20);
    size_t used = arena_used(cx.arena);
    struct json j = json_to(&out);
    struct field date = {.name = "d", .type = T_DATE};
    json_array_begin(&j);
    for (int i = 0; i < 1000; i++)
        json_value(&j, &date, value_int(202303014));
    json_array_end(&j);
    OK(out.length == 1000 * strlen("\"2023-03\",") + 1, "a thousand dates");
    EQ_INT(arena_used(cx.arena), used);
    struct buf other = buf_init(cx.arena); /* grows all the time, from small */
    j = json_to(&other);
    json_array_begin(&j);
    for (int i = 0; i < 1000; i++)
        json_value(&j, &date, value_int(202303014));
    json_array_end(&j);
    OK(other.length == out.length && memcmp(other.data, out.data, out.length) == 0, "the same in a buffer that grows");
    tap_ctx_free(&cx);
}

static void parse_fails(const char *s, const char *zh)
{
    struct ctx cx = tap_ctx();
    OK(!json_parse(&cx, s, strlen(s)) && cx.err.kind == ERR_INPUT, "refused: %.40s", s);
    EQ_TEXT(tap_code(&cx), "JSN-01");
    EQ_TEXT(cx.err.message.zh, zh);
    tap_ctx_free(&cx);
}

static void parsing(void)
{
    struct ctx cx = tap_ctx();
    const char *s = "{\"id\": 9007199254740993, \"min\": -9223372036854775808, \"名\": \"项目\"}";
    json_t *v = json_parse(&cx, s, strlen(s));
    OK(json_integer_value(json_object_get(v, "id")) == 9007199254740993, "64-bit integers are exact");
    OK(json_integer_value(json_object_get(v, "min")) == INT64_MIN, "down to the least");
    EQ_TEXT(json_string_value(json_object_get(v, "名")), "项目");
    const char *brackets =
        "\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[[[\"";
    OK(json_parse(&cx, brackets, strlen(brackets)) != NULL, "brackets in text do not nest");

    char deep[129] = "";
    memset(deep, '[', 64);
    memset(deep + 64, ']', 64);
    OK(json_parse(&cx, deep, 128) != NULL, "64 levels are taken");
    tap_ctx_free(&cx);

    parse_fails("{\"a\":1,\n \"a\":2}", "JSON 第 2 行第 4 列：同一个键出现了两次");
    parse_fails("[1,2", "JSON 第 1 行第 4 列：内容不完整，提前结束");
    parse_fails("[1] x", "JSON 第 1 行第 5 列：结尾之后还有多余内容");
    parse_fails("[nil]", "JSON 第 1 行第 4 列：语法有误");
    parse_fails("\"\xFF\"", "JSON 第 1 行第 1 列：不是 UTF-8 编码");
    parse_fails("\"\\u0000\"", "JSON 第 1 行第 8 列：含有空字符（U+0000）");
    parse_fails("[9223372036854775808]", "JSON 第 1 行第 20 列：数字太大");
    parse_fails("", "JSON 第 1 行第 0 列：内容不完整，提前结束");
    parse_fails("\n[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
                "JSON 第 2 行第 65 列：嵌套超过 64 层");
}

static void size_limit(void)
{
    struct ctx cx = tap_ctx();
    size_t n = 16 * 1024 * 1024 + 1;
    char *s = memset(arena_alloc(cx.arena, n), ' ', n);
    OK(!json_parse(&cx, s, n) && cx.err.kind == ERR_TOO_LARGE, "over 16 MiB is too large");
    EQ_TEXT(tap_code(&cx), "JSN-02");
    err_clear(&cx);
    s[0] = '1';
    OK(json_parse(&cx, s, n - 1) != NULL, "16 MiB is taken");
    tap_ctx_free(&cx);
}

/* ---- fields ---- */

static const struct choice stages[] = {
    {"planned", {"拟建", "planned"}, NULL},
    {"building", {"在建", "under construction"}, "续建"},
    {.code = NULL},
};

/* The value JSON `in` means for f, written back; or the error code and Chinese message. */
static const char *round_trip(struct ctx *cx, struct field f, const char *in)
{
    f.name = "f";
    struct value v = value_int(-77);
    json_t *tree = json_parse(cx, in, strlen(in));
    struct buf out = buf_init(cx->arena);
    if (!tree || !json_to_value(cx, &f, tree, "rows[3].f", &v)) {
        OK(v.kind == VALUE_INT && v.i == -77, "nothing is given on failure");
        OK(cx->err.kind == ERR_INPUT && strcmp(cx->err.path, "rows[3].f") == 0, "the path is told");
        buf_printf(&out, "%s %s", cx->err.code, cx->err.message.zh);
        err_clear(cx);
        return out.data;
    }
    struct json j = json_to(&out);
    json_value(&j, &f, v);
    return out.data;
}

#define TRIP(in, ...) round_trip(&cx, (struct field){__VA_ARGS__}, (in))

static void fields_there_and_back(void)
{
    struct ctx cx = tap_ctx();
    EQ_TEXT(TRIP("null", .type = T_MONEY), "null");
    EQ_TEXT(TRIP("true", .type = T_BOOL), "true");
    EQ_TEXT(TRIP("false", .type = T_BOOL), "false");
    EQ_TEXT(TRIP("0", .type = T_INT), "0");
    EQ_TEXT(TRIP("9223372036854775807", .type = T_INT), "9223372036854775807");
    EQ_TEXT(TRIP("0", .type = T_REF), "null");
    EQ_TEXT(TRIP("12", .type = T_REF), "12");
    EQ_TEXT(TRIP("12345", .type = T_MONEY), "12345");
    EQ_TEXT(TRIP("\"1.5亿元\"", .type = T_MONEY), "15000000000");
    EQ_TEXT(TRIP("\"120\"", .type = T_MONEY), "12000");
    EQ_TEXT(TRIP("\"83.56\"", .type = T_PERCENT), "\"83.56\"");
    EQ_TEXT(TRIP("\"-3%\"", .type = T_PERCENT), "\"-3\"");
    EQ_TEXT(TRIP("100", .type = T_PERCENT), "\"100\"");
    EQ_TEXT(TRIP("\"2023-03\"", .type = T_DATE), "\"2023-03\"");
    EQ_TEXT(TRIP("\"2024-Q2\"", .type = T_DATE), "\"2024-Q2\"");
    EQ_TEXT(TRIP("\"2023-12-31T00:00:00Z\"", .type = T_INSTANT), "\"2023-12-31T08:00:00.000+08:00\"");
    EQ_TEXT(TRIP("\" 渭南\\r\\n高新区 \"", .type = T_TEXT), "\"渭南 高新区\"");
    EQ_TEXT(TRIP("\"一\\r\\n二\"", .type = T_NOTE), "\"一\\n二\"");
    EQ_TEXT(TRIP("\"  \"", .type = T_TEXT), "null");
    EQ_TEXT(TRIP("\"续建\"", .type = T_CHOICE, .choices = stages), "\"building\"");
    EQ_TEXT(TRIP("\"其他\"", .type = T_CHOICE, .choices = stages, .flags = FIELD_OPEN), "\"其他\"");
    EQ_TEXT(TRIP("{\"a\": [1, null]}", .type = T_JSON), "{\"a\":[1,null]}");
    EQ_TEXT(TRIP("\"secret\"", .type = T_TEXT, .flags = FIELD_SECRET), "null");
    EQ_TEXT(TRIP("5", .type = T_INT, .min = 5, .max = 10), "5");
    EQ_TEXT(TRIP("\"四个汉字\"", .type = T_TEXT, .max = 4), "\"四个汉字\"");
    tap_ctx_free(&cx);
}

static void fields_refused(void)
{
    struct ctx cx = tap_ctx();
    struct label total = {"总投资", "total"};
    EQ_TEXT(TRIP("1.5", .type = T_INT, .label = total), "FLD-01 “总投资”应为整数");
    EQ_TEXT(TRIP("\"3\"", .type = T_INT), "FLD-01 “f”应为整数");
    EQ_TEXT(TRIP("-9223372036854775808", .type = T_INT),
            "FLD-02 “f”超出范围，应在 -9223372036854775807 与 9223372036854775807 之间");
    EQ_TEXT(TRIP("11", .type = T_INT, .min = 5, .max = 10), "FLD-02 “f”超出范围，应在 5 与 10 之间");
    EQ_TEXT(TRIP("4", .type = T_INT, .min = 5, .max = 10), "FLD-02 “f”超出范围，应在 5 与 10 之间");
    EQ_TEXT(TRIP("\"2亿元\"", .type = T_MONEY, .max = 10000000000), "FLD-02 “f”超出范围，应在 0元 与 1亿元 之间");
    EQ_TEXT(TRIP("1.5", .type = T_MONEY), "FLD-01 “f”应为整数（分），或带单位的金额，如“1.5亿元”");
    EQ_TEXT(TRIP("\"5万亩\"", .type = T_MONEY), "FLD-01 “f”不是金额，请写成“1.5亿元”“3500万元”或以元计的数字");
    EQ_TEXT(TRIP("-1", .type = T_ID), "FLD-01 “f”应为编号（正整数）");
    EQ_TEXT(TRIP("1", .type = T_BOOL), "FLD-01 “f”应为 true 或 false");
    EQ_TEXT(TRIP("\"2023-02-30\"", .type = T_DATE),
            "FLD-01 “f”应为日期，如 \"2023-03-05\"、\"2023-03\"、\"2023-Q2\"、\"2023\"");
    EQ_TEXT(TRIP("5", .type = T_TEXT), "FLD-01 “f”应为文字");
    EQ_TEXT(TRIP("\"五个汉字了\"", .type = T_TEXT, .max = 4), "FLD-03 “f”有 5 个字，最多 4 个字");
    EQ_TEXT(TRIP("\"停建\"", .type = T_CHOICE, .choices = stages), "FLD-04 “f”没有“停建”这一选项，可选：拟建、在建");
    EQ_TEXT(TRIP("\"eA==\"", .type = T_BYTES), "FLD-01 “f”不能用 JSON 提交");
    for (const char *const *s =
             (const char *const[]){"\"83.567\"", "\"\"", "\".5\"", "\"5.\"", "\"1.2.3\"", "\"99999999999999999999\"",
                                   "\"92233720368547758.08\"", "\"5x\"", "1.5", "true", NULL};
         *s; s++)
        OK(strncmp(TRIP(*s, .type = T_PERCENT), "FLD-01", 6) == 0, "no percentage: %s", *s);

    json_t *v = json_parse(&cx, "11", 2);
    struct field f = {.name = "n", .type = T_INT, .label = {"数", "number"}, .max = 10};
    struct value got;
    OK(!json_to_value(&cx, &f, v, NULL, &got), "over the most");
    EQ_TEXT(cx.err.message.en, "number is out of range: it must be between 0 and 10");
    EQ_TEXT(cx.err.path, "n");
    tap_ctx_free(&cx);
}

static void what_does_not_fit_is_null(void)
{
    struct ctx cx = tap_ctx();
    struct buf out = buf_init(cx.arena);
    struct json j = json_to(&out);
    json_array_begin(&j);
    json_value(&j, &(struct field){.type = T_BYTES}, value_bytes("x", 1));
    json_value(&j, &(struct field){.type = T_INT}, value_text("x"));
    json_value(&j, &(struct field){.type = T_TEXT}, value_int(1));
    json_value(&j, &(struct field){.type = T_DATE}, value_null());
    json_array_end(&j);
    EQ_TEXT(out.data, "[null,null,null,null]");
    tap_ctx_free(&cx);
}

static bool parse_work(struct ctx *cx, void *s)
{
    return json_parse(cx, s, strlen(s)) != NULL;
}

/* Whatever allocation fails, nothing leaks (the address sanitizer watches) and the failure is told. */
static void memory_runs_out(void)
{
    char s[] = "{\"a\": [1, 2, {\"b\": \"文字\"}], \"a\": 2}";
    int failures = 0;
    for (long n = 1; n < 100; n++) {
        struct ctx cx = tap_ctx();
        arena_fail_after(cx.arena, n);
        OK(!ctx_run(&cx, parse_work, s), "failing allocation %ld", n);
        bool ran_out = cx.err.kind == ERR_MEMORY;
        failures += ran_out;
        tap_ctx_free(&cx);
        if (!ran_out)
            break;
    }
    OK(failures > 1 && failures < 99, "each of %d allocations failed once", failures);
}

int main(void)
{
    writing();
    any_bytes_are_valid();
    lists_leave_nothing_behind();
    parsing();
    size_limit();
    fields_there_and_back();
    fields_refused();
    what_does_not_fit_is_null();
    memory_runs_out();
    return tap_done();
}
