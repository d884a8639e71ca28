/* xml_test.c — the pull scanner: what it finds, whatever pieces the text comes in, and what it refuses. */
#include "base/buf.h"
#include "base/xml.h"
#include "tap.h"

struct pieces {
    const char *text;
    size_t n, step;
};

static bool give(void *arg, void *to, size_t room, size_t *ret_n)
{
    struct pieces *p = arg;
    size_t n = p->n < p->step ? p->n : p->step;
    n = n < room ? n : room;
    memcpy(to, p->text, n);
    p->text += n;
    p->n -= n;
    *ret_n = n;
    return true;
}

/* (a x=1 y=2 "text" (b/) ) and so on; what it failed with at the end. */
static const char *scan_pieces(struct ctx *cx, const char *text, size_t n, size_t step)
{
    struct pieces p = {text, n, step};
    struct buf out = buf_init(cx->arena);
    struct xml x;
    enum xml_event event;
    err_clear(cx);
    xml_init(&x, cx, cx->arena, "样例", give, &p);
    while ((event = xml_next(&x)) != XML_END && event != XML_FAILED)
        if (event == XML_OPEN) {
            buf_printf(&out, "(%.*s", (int)x.name_n, x.name);
            for (int i = 0; i < x.attr_count; i++)
                buf_printf(&out, " %.*s=%.*s", (int)x.attrs[i].name_n, x.attrs[i].name, (int)x.attrs[i].value_n,
                           x.attrs[i].value);
            buf_text(&out, x.empty ? "/)" : "");
        } else if (event == XML_TEXT) {
            char *decoded = arena_alloc(cx->arena, x.text_n + 1);
            size_t size = x.text_n;
            if (!x.cdata && !xml_decode(&x, x.text, x.text_n, decoded, &size))
                break;
            buf_printf(&out, "[%.*s]", (int)size, x.cdata ? x.text : decoded);
        } else
            buf_char(&out, ')');
    buf_text(&out, tap_code(cx));
    return out.data;
}

static const char *scan(struct ctx *cx, const char *text)
{
    return scan_pieces(cx, text, strlen(text), SIZE_MAX);
}

static void finds(struct ctx *cx)
{
    EQ_TEXT(scan(cx, "<a/>"), "(a/)");
    EQ_TEXT(scan(cx, "\xEF\xBB\xBF<?xml version='1.0' encoding='UTF-8' standalone=\"yes\"?>\r\n<a>b</a>\n"),
            "[\n](a[b])[\n]");
    EQ_TEXT(scan(cx, "<p:a xmlns:p=\"urn:x\" xmlns=\"y\" p:b = '1' c=\"2>3\" ><p:d/></p:a>"), "(a b=1 c=2>3(d/))");
    EQ_TEXT(scan(cx, "<a>&lt;&amp;&gt;&quot;&apos;&#33;&#x4E2D;&#128512;</a>"), "(a[<&>\"'!中😀])");
    EQ_TEXT(scan(cx, "<a><!-- <b> --><![CDATA[<b>&amp;]]>x<?php > ?></a>"), "(a[<b>&amp;][x])");
    EQ_TEXT(scan(cx, "<a\tb='x&quot;y'\n></a >"), "(a b=x&quot;y)");
}

static void refuses(struct ctx *cx)
{
    /* clang-format off */
    static const struct { const char *text, *want; } cases[] = {
        {"", "XML-01"},
        {"   ", "[   ]XML-01"},
        {"<a>", "(aXML-01"},
        {"<a></b>", "(aXML-01"},
        {"<abcdefgh></abcdefgi>", "(abcdefghXML-01"},
        {"</a>", "XML-01"},
        {"<a></a></a>", "(a)XML-01"},
        {"<a", "XML-01"},
        {"<a b", "XML-01"},
        {"<a b=1/>", "XML-01"},
        {"<a b='1/>", "XML-01"},
        {"<a b='<'/>", "XML-01"},
        {"<a =''/>", "XML-01"},
        {"<a / >", "XML-01"},
        {"< a/>", "XML-01"},
        {"<a>&nbsp;</a>", "(aXML-01"},
        {"<a>&#0;</a>", "(aXML-01"},
        {"<a>&#xD800;</a>", "(aXML-01"},
        {"<a>&#99999999999;</a>", "(aXML-01"},
        {"<a>&amp</a>", "(aXML-01"},
        {"<a>\xFF</a>", "(aXML-04"},
        {"<a>\xE4\xB8</a>", "(aXML-04"},
        {"<a>\xED\xA0\x80</a>", "(aXML-04"},
        {"<a/>text", "(a/)XML-01"},
        {"text<a/>", "XML-01"},
        {"<!-- never closed", "XML-01"},
        {"<a><![CDATA[x]]</a>", "(aXML-01"},
        {"<!DOCTYPE a><a/>", "XML-02"},
        {"<a><!ENTITY b 'c'></a>", "(aXML-02"},
        {"<?xml version='1.0' encoding='GB2312'?><a/>", "XML-04"},
        {"\xFF\xFE<", "XML-04"},
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        EQ_TEXT(scan(cx, cases[i].text), cases[i].want);
    EQ_TEXT(scan_pieces(cx, "<a \0/>", 6, 100), "XML-01");
    EQ_TEXT(scan_pieces(cx, "<\0a/>", 5, 100), "XML-04");
    char *deep = arena_alloc(cx->arena, 3 * 200 + 1);
    for (int i = 0; i < 200; i++)
        memcpy(deep + 3 * i, "<a>", 3);
    OK(strstr(scan(cx, deep), "XML-01"), "nested too deep");
}

static void does_not_mind_how_the_text_comes(struct ctx *cx)
{
    static const char text[] =
        "<?xml version='1.0'?><!-- c --><a x='1' yy=\"2\"><b/>text &amp; more<![CDATA[ ]] ]]><c>中文</c ></a>";
    const char *whole = scan(cx, text);
    int different = 0;
    for (size_t step = 1; step < sizeof text; step++)
        different += strcmp(scan_pieces(cx, text, sizeof text - 1, step), whole) != 0;
    EQ_INT(different, 0);
    int taken = 0;
    for (size_t n = 0; n < sizeof text - 1; n++)
        taken += strstr(scan_pieces(cx, text, n, 7), "XML-0") == NULL;
    EQ_INT(taken, 0);
}

static void long_texts_and_limits(struct ctx *cx)
{
    size_t n = 3 << 20;
    char *text = arena_alloc(cx->arena, 20 << 20);
    memset(text, 'x', 20 << 20);
    memcpy(text, "<a>", 3);
    memcpy(text + n, "</a>", 4);
    EQ_INT(strlen(scan_pieces(cx, text, n + 4, 100000)), n - 3 + strlen("(a[])"));
    memset(text + n, 'x', 4);
    EQ_TEXT(scan_pieces(cx, text, 20 << 20, SIZE_MAX), "(aXML-03");
}

static void skips_and_attributes(struct ctx *cx)
{
    static const char text[] = "<a><b n='&lt;1&gt;' bad='&x;'><c><d/></c>t</b><e/></a>";
    struct pieces p = {text, sizeof text - 1, 5};
    struct xml x;
    xml_init(&x, cx, cx->arena, "样例", give, &p);
    err_clear(cx);
    OK(xml_next(&x) == XML_OPEN && xml_next(&x) == XML_OPEN && xml_is(&x, "b") && !xml_is(&x, "bb"), "at <b>");
    EQ_TEXT(xml_attr_text(&x, cx->arena, "n"), "<1>");
    OK(!xml_attr_text(&x, cx->arena, "none") && cx->err.kind == ERR_NONE, "no such attribute");
    OK(!xml_attr_text(&x, cx->arena, "bad") && strcmp(tap_code(cx), "XML-01") == 0, "faulty attribute");
    OK(xml_skip(&x) && xml_next(&x) == XML_OPEN && xml_is(&x, "e") && xml_skip(&x) && xml_next(&x) == XML_CLOSE &&
           xml_next(&x) == XML_END && xml_next(&x) == XML_END,
       "skipped to <e/>, and the end stays the end");
}

int main(void)
{
    struct ctx cx = tap_ctx();
    finds(&cx);
    refuses(&cx);
    does_not_mind_how_the_text_comes(&cx);
    long_texts_and_limits(&cx);
    skips_and_attributes(&cx);
    tap_ctx_free(&cx);
    return tap_done();
}
