/* write_test.c — new workbooks: the same bytes every time, text that stays text, sheets that print well. */
#include "base/zip.h"
#include "office/workbook_write.h"
#include "tap.h"

#include <string.h>

static const int widths[] = {6, 30, 14};

static const char *part(struct ctx *cx, const struct buf *book, const char *name)
{
    struct zip zip;
    struct buf out = buf_init(cx->arena);
    const struct zip_entry *e = zip_open(cx, "x.xlsx", book->data, book->length, &zip) ? zip_find(&zip, name) : NULL;
    return e && zip_extract(cx, &zip, e, &zip_limits_default, &out) ? out.data : "(none)";
}

/* A small ledger, as reports write them. */
static struct buf ledger(struct ctx *cx)
{
    struct buf out = buf_init(cx->arena);
    struct writer *w = writer_new(cx);
    OK(w && writer_sheet(w, "台账", widths, 3), "a sheet");
    writer_freeze(w, 2, 1, true);
    writer_landscape(w);
    writer_merge(w, 0, 0, 2, "重点项目台账", STYLE_TITLE);
    writer_text(w, 1, 0, "序号", STYLE_HEAD);
    writer_text(w, 1, 1, "项目名称", STYLE_HEAD);
    writer_text(w, 1, 2, "完成率", STYLE_HEAD);
    writer_number(w, 2, 0, "1", STYLE_INTEGER);
    writer_text(w, 2, 1, "=HYPERLINK(\"x\")", STYLE_WRAP);
    writer_number(w, 2, 2, "83.56", STYLE_PERCENT);
    writer_number(w, 3, 0, "2", STYLE_INTEGER);
    writer_text(w, 3, 1, "@<甲> & \"乙\"\n第二行", STYLE_WRAP);
    writer_number(w, 3, 2, NULL, STYLE_PERCENT);
    writer_text(w, 4, 1, NULL, STYLE_TOTAL);
    writer_number(w, 4, 2, "2210000.05", STYLE_TOTAL_DECIMAL);
    OK(writer_finish(w, &out), "finished %s", tap_code(cx));
    return out;
}

static void test_ledger(void)
{
    struct ctx cx = tap_ctx();
    struct buf first = ledger(&cx);
    cx.now_ms += 86400000;
    struct buf second = ledger(&cx);
    OK(first.length == second.length && memcmp(first.data, second.data, first.length) == 0,
       "the same bytes a day later");
    const char *sheet = part(&cx, &first, "xl/worksheets/sheet1.xml"), *book = part(&cx, &first, "xl/workbook.xml"),
               *styles = part(&cx, &first, "xl/styles.xml");
    OK(strstr(sheet, "t=\"inlineStr\"><is><t>=HYPERLINK(\"x\")</t>") && !strstr(sheet, "<f>"),
       "text that looks like a formula is text");
    OK(strstr(sheet, "@&lt;甲&gt; &amp; \"乙\"\n第二行"), "markup and line ends are text");
    OK(strstr(sheet, "<v>0.8356</v>") != NULL, "83.56 %% is stored as exactly 0.8356");
    OK(strstr(sheet, "<v>2210000.05</v>") != NULL, "decimals as given");
    OK(strstr(sheet, "<mergeCell ref=\"A1:C1\"/>") && strstr(sheet, "<autoFilter ref=\"A2:C5\"/>"),
       "title merged, filter over the head");
    OK(strstr(sheet, "xSplit=\"1\" ySplit=\"2\"") && strstr(sheet, "paperSize=\"9\"") &&
           strstr(sheet, "orientation=\"landscape\"") && strstr(sheet, "fitToHeight=\"0\""),
       "frozen head, A4 across, one page wide");
    OK(strstr(book, "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">'台账'!$1:$2</definedName>"),
       "the head is repeated on paper");
    OK(strstr(styles, "<name val=\"宋体\"/>") && strstr(styles, "<name val=\"黑体\"/>") &&
           strstr(styles, "style=\"thin\""),
       "fonts and borders");
    tap_ctx_free(&cx);
}

static void test_sheet_names(void)
{
    struct ctx cx = tap_ctx();
    struct writer *w = writer_new(&cx);
    struct buf out = buf_init(cx.arena);
    static const char *const names[] = {"a/b:c",
                                        "A_B_C",
                                        "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四",
                                        "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四",
                                        "",
                                        NULL,
                                        "History"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        OK(writer_sheet(w, names[i], widths, 3), "sheet %zu", i);
    OK(writer_finish(w, &out), "finished");
    const char *book = part(&cx, &out, "xl/workbook.xml");
    static const char *const want[] = {"\"a_b_c\"",
                                       "\"A_B_C(2)\"",
                                       "\"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一\"",
                                       "\"一二三四五六七八九十一二三四五六七八九十一二三四五六七八(2)\"",
                                       "\"表\"",
                                       "\"表(2)\"",
                                       "\"History(2)\""};
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        OK(strstr(book, want[i]) != NULL, "%s", want[i]);
    tap_ctx_free(&cx);
}

static void test_limits(void)
{
    struct ctx cx = tap_ctx();
    struct buf out = buf_init(cx.arena), text = buf_init(cx.arena);
    struct writer *w = writer_new(&cx);
    OK(writer_sheet(w, "x", widths, 3), "a sheet");
    for (int i = 0; i < 40000; i++)
        buf_text(&text, "长");
    writer_text(w, 0, 0, text.data, STYLE_TEXT);
    writer_number(w, 0, 1, "not a number", STYLE_INTEGER);
    OK(writer_finish(w, &out), "finished");
    const char *sheet = part(&cx, &out, "xl/worksheets/sheet1.xml"), *cell = strstr(sheet, "<t>"),
               *end = cell ? strstr(cell, "</t>") : NULL;
    OK(end && (size_t)(end - cell) == 3 + 32767 * 3 && strncmp(end - 33, "…（内容过长，已截断）", 33) == 0,
       "a text too long for a cell is cut and says so");
    OK(strstr(sheet, "not a number") != NULL, "what is no number is kept as text");

    w = writer_new(&cx);
    OK(writer_sheet(w, "第一张", widths, 3), "a sheet");
    writer_text(w, 5, 0, "a", STYLE_TEXT);
    writer_text(w, 4, 1, "b", STYLE_TEXT);
    OK(!writer_finish(w, &out), "rows out of order are refused");
    EQ_TEXT(tap_code(&cx), "XLS-09");
    EQ_TEXT(cx.err.path, "第一张!B5");

    err_clear(&cx);
    w = writer_new(&cx);
    OK(!writer_sheet(w, "wide", widths, 16385), "too many columns are refused");
    EQ_TEXT(tap_code(&cx), "XLS-09");
    tap_ctx_free(&cx); /* a workbook given up leaves nothing behind: the address sanitizer watches */
}

int main(void)
{
    test_ledger();
    test_sheet_names();
    test_limits();
    return tap_done();
}
