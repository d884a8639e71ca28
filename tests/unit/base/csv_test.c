/* csv_test.c — delimited text in every encoding, delimiter and line end that programs write. */
#include "base/buf.h"
#include "base/csv.h"
#include "tap.h"

#include <iconv.h>
#include <string.h>

/* `1|a|b` a line for each record; what it failed with at the end. */
static const char *show_bytes(struct ctx *cx, const char *bytes, size_t n)
{
    struct buf out = buf_init(cx->arena);
    struct csv_row row;
    err_clear(cx);
    char *copy = arena_strndup(cx->arena, bytes, n);
    struct csv *c = csv_open(cx, "表.csv", copy, n);
    while (c && csv_next(c, &row)) {
        buf_printf(&out, "%s%lld", out.length ? "\n" : "", (long long)row.number);
        for (int i = 0; i < row.count; i++)
            buf_printf(&out, "|%s", row.fields[i]);
    }
    OK(!c || csv_ok(c) == (cx->err.kind == ERR_NONE), "it says when it fails");
    buf_text(&out, tap_code(cx));
    return out.data;
}

static const char *show(struct ctx *cx, const char *text)
{
    return show_bytes(cx, text, strlen(text));
}

static struct buf encoded(struct ctx *cx, const char *text, const char *encoding, const char *mark, size_t mark_n)
{
    struct buf out = buf_init(cx->arena);
    size_t n = strlen(text), room = n * 4;
    char *from = arena_strdup(cx->arena, text), *to = arena_alloc(cx->arena, room), *start = to;
    iconv_t cd = iconv_open(encoding, "UTF-8");
    OK(iconv(cd, &from, &n, &to, &room) == 0 && n == 0, "written in %s", encoding);
    iconv_close(cd);
    buf_add(&out, mark, mark_n);
    buf_add(&out, start, (size_t)(to - start));
    return out;
}

static void fields(struct ctx *cx)
{
    EQ_TEXT(show(cx, "a,b\r\nc,d\r\n"), "1|a|b\n2|c|d");
    EQ_TEXT(show(cx, "a,b\nc,d"), "1|a|b\n2|c|d");
    EQ_TEXT(show(cx, "a,b\rc,d\r"), "1|a|b\n2|c|d");
    EQ_TEXT(show(cx, "a,,\n,\n\n \n"), "1|a||\n2||\n4| ");
    EQ_TEXT(show(cx, "\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\"\n\"\",x"), "1|a,b|say \"hi\"|two\nlines\n2||x");
    EQ_TEXT(show(cx, "a \"quoted\" word,\"b\"tail,c\n"), "1|a \"quoted\" word|btail|c");
    EQ_TEXT(show(cx, "one\ntwo\n"), "1|one\n2|two");
    EQ_TEXT(show(cx, ""), "");
    EQ_TEXT(show(cx, "a,b\n\"c,d\ne,f\n"), "1|a|bCSV-02");
    OK(strstr(cx->err.message.zh, "第 2 行") && strstr(cx->err.message.en, "line 2") &&
           strstr(cx->err.path, "表.csv:2"),
       "it names the line: %s", cx->err.message.en);
}

static char delimiter_of(struct ctx *cx, const char *text)
{
    return csv_delimiter(csv_open(cx, "表.csv", text, strlen(text)));
}

static void delimiters(struct ctx *cx)
{
    err_clear(cx);
    EQ_INT(delimiter_of(cx, "序号,名称,投资\n1,a,2\n"), ',');
    EQ_INT(delimiter_of(cx, "序号\t名称\t投资\n1\ta,b,c,d\t2\n2\tx\t3\n"), '\t');
    EQ_INT(delimiter_of(cx, "名称;投资\n\"a,b\";1,5\nc;2,5\n"), ';');
    EQ_INT(delimiter_of(cx, "重点项目台账,2023\n序号;名称;投资\n1;a;2\n2;b;3\n"), ';');
    EQ_INT(delimiter_of(cx, "只有一列\n甲\n"), 0);
    EQ_TEXT(show(cx, "sep=|\r\na|b,c\r\n"), "1|a|b,c");
}

static void encodings(struct ctx *cx)
{
    static const char text[] = "序号,项目名称\n1,“电子信息”产业园㐀😀\n";
    static const char want[] = "1|序号|项目名称\n2|1|“电子信息”产业园㐀😀";
    /* clang-format off */
    static const struct { const char *encoding, *mark; size_t mark_n; } cases[] = {
        {"UTF-8", "", 0},    {"UTF-8", "\xEF\xBB\xBF", 3},
        {"UTF-16LE", "", 0}, {"UTF-16LE", "\xFF\xFE", 2},
        {"UTF-16BE", "", 0}, {"UTF-16BE", "\xFE\xFF", 2},
        {"GB18030", "", 0},
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf b = encoded(cx, text, cases[i].encoding, cases[i].mark, cases[i].mark_n);
        EQ_TEXT(csv_encoding(b.data, b.length), cases[i].encoding);
        EQ_TEXT(show_bytes(cx, b.data, b.length), want);
    }
    EQ_TEXT(show_bytes(cx, "\xFF\xFE\x41", 3), "CSV-01");
    EQ_TEXT(show_bytes(cx, "\x01\x00\x00\x00\xFF\xFF", 6), "CSV-01");
    EQ_TEXT(show_bytes(cx, "\xEF\xBB\xBF\xFF", 4), "CSV-01");
    OK(strstr(cx->err.message.zh, "表.csv") && strstr(cx->err.message.zh, "UTF-8"), "it names the file and the mend");
}

/* Larger than any window: every record comes whole, in each encoding. */
static void long_files(struct ctx *cx)
{
    static const char *const encodings_tried[] = {"UTF-8", "UTF-16LE", "GB18030"};
    struct buf text = buf_init(cx->arena);
    for (int i = 0; i < 20000; i++)
        buf_printf(&text, "%d,项目%d,\"含逗号,和\n换行\"\r\n", i, i);
    for (int k = 0; k < 3; k++) {
        struct buf b = encoded(cx, text.data, encodings_tried[k], "", 0);
        struct csv *c = csv_open(cx, "长.csv", b.data, b.length);
        struct csv_row row;
        struct arena_mark mark = arena_mark(cx->arena);
        int good = 0;
        while (csv_next(c, &row)) {
            char *name = arena_printf(cx->arena, "项目%d", (int)row.number - 1);
            good += row.count == 3 && strcmp(row.fields[1], name) == 0 &&
                    strcmp(row.fields[2], "含逗号,和\n换行") == 0 && row.line == row.number * 2 - 1;
            arena_reset(cx->arena, mark);
        }
        EQ_INT(good, 20000);
        OK(csv_ok(c), "%s read to the end", encodings_tried[k]);
    }
}

int main(void)
{
    struct ctx cx = tap_ctx();
    fields(&cx);
    delimiters(&cx);
    encodings(&cx);
    long_files(&cx);
    tap_ctx_free(&cx);
    return tap_done();
}
