/* workbook_xlsx_test.c — what .xlsx packages say, by parts made by hand: every way programs write the same thing. */
#include "workbook_fixture.h"

static void texts(struct ctx *cx)
{
    EQ_TEXT(
        show_book(cx,
                  (struct book){.strings = "<sst " MAIN " count=\"3\"><si><t>项目</t></si>"
                                           "<si><r><rPr><b/></rPr><t>两</t></r><r><t xml:space=\"preserve\"> 段</t></r>"
                                           "<rPh sb=\"0\" eb=\"1\"><t>liang</t></rPh><phoneticPr fontId=\"1\"/></si>"
                                           "<si><t/></si><si/></sst>",
                                .rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
                                        "<c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"D1\" t=\"s\"><v>3</v></c>"
                                        "<c r=\"E1\" t=\"s\"/></row>"}),
        "1 A:\"项目\" B:\"两 段\"");
    EQ_TEXT(
        show_rows(
            cx,
            "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&#39033;&#x76EE; &lt;&amp;&quot;&apos;&gt;</t></is></c>"
            "<c r=\"B1\" t=\"inlineStr\"><is><r><t>a</t></r><r><t>b</t></r></is></c>"
            "<c r=\"C1\" t=\"str\"><v>文</v></c><c r=\"D1\" t=\"inlineStr\"><is><t></t></is></c></row>"),
        "1 A:\"项目 <&\"'>\" B:\"ab\" C:\"文\"");
    EQ_TEXT(
        show_rows(
            cx,
            "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>一_x000D_\n二_x0009_三_x005F_x0041_ _x00 _y0041_</v></c>"
            "<c r=\"B1\" t=\"str\"><v>a\r\nb\rc</v></c><c r=\"C1\" t=\"str\"><v><![CDATA[1 < 2 & 3]]></v></c></row>"),
        "1 A:\"一\n二\t三_x0041_ _x00 _y0041_\" B:\"a\nb\nc\" C:\"1 < 2 & 3\"");
    EQ_TEXT(show_rows(cx, "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>"), "XLS-03");
}

static void values_and_formulas(struct ctx *cx)
{
    EQ_TEXT(show_rows(cx, "<row r=\"1\"><c r=\"A1\"><v>1714807</v></c><c r=\"B1\" t=\"n\"><v>8.6999999999999993</v></c>"
                          "<c r=\"C1\"><v>1.6102e+17</v></c><c r=\"D1\"><v> -0.50 </v></c><c "
                          "r=\"E1\"><v>4.4000000000000004E-2</v></c></row>"),
            "1 A:1714807 B:8.7 C:161020000000000000 D:-0.5 E:0.044");
    EQ_TEXT(show_rows(cx, "<row r=\"1\"><c r=\"A1\" t=\"b\"><v>1</v></c><c r=\"B1\" t=\"b\"><v>0</v></c><c r=\"C1\" "
                          "t=\"e\"><v>#REF!</v></c>"
                          "<c r=\"D1\"><v>abc</v></c><c r=\"E1\"><v></v></c></row>"),
            "1 A:TRUE B:FALSE C:!#REF! D:\"abc\"");
    EQ_TEXT(show_rows(cx,
                      "<row r=\"1\"><c r=\"A1\"><f>B1+1</f><v>3</v></c><c r=\"B1\" t=\"str\"><f>\"x\"</f><v>x</v></c>"
                      "<c r=\"C1\"><f t=\"shared\" si=\"0\"/></c><c r=\"D1\" t=\"str\"><f>\"\"</f><v></v></c>"
                      "<c r=\"E1\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c></row>"),
            "1 A=3 B=\"x\" C= D=\"\" E=!#DIV/0!");
}

#define STYLES                                                                                                         \
    "<styleSheet " MAIN                                                                                                \
    "><numFmts count=\"7\"><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/>"              \
    "<numFmt numFmtId=\"165\" formatCode=\"0.00&quot;days&quot;\"/><numFmt numFmtId=\"166\" formatCode=\"[h]:mm\"/>"   \
    "<numFmt numFmtId=\"167\" formatCode=\"[$-804]yyyy/m;@\"/><numFmt numFmtId=\"168\" formatCode=\"#,##0.0\\d\"/>"    \
    "<numFmt numFmtId=\"169\" formatCode=\"0.0%\"/><numFmt numFmtId=\"170\" formatCode=\"0.00E+00\"/></numFmts>"       \
    "<fonts><font><sz val=\"11\"/></font><font><b/></font><font><b val=\"0\"/></font></fonts>"                         \
    "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>"                                                      \
    "<xf numFmtId=\"0\" fontId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/>"              \
    "<xf numFmtId=\"167\"/><xf numFmtId=\"168\"/><xf numFmtId=\"169\"/><xf numFmtId=\"170\"/><xf numFmtId=\"14\"/>"    \
    "<xf numFmtId=\"57\"/><xf numFmtId=\"31\"/><xf numFmtId=\"9\" fontId=\"1\"/><xf numFmtId=\"0\" fontId=\"2\"/>"     \
    "</cellXfs><dxfs><dxf><font><b/></font><numFmt numFmtId=\"164\" formatCode=\"0\"/></dxf></dxfs></styleSheet>"

static void styles(struct ctx *cx)
{
    struct buf rows = buf_init(cx->arena);
    buf_text(&rows, "<row r=\"1\">");
    for (int style = 0; style < 14; style++)
        buf_printf(&rows, "<c s=\"%d\"><v>44990.5</v></c>", style);
    buf_text(&rows, "</row>");
    EQ_TEXT(show_book(cx, (struct book){.styles = STYLES, .rows = rows.data}),
            "1 A:44990.5 B:@2023-03-05 C:44990.5 D:44990.5 E:@2023-03-05 F:44990.5 G:44990.5% H:44990.5 I:@2023-03-05 "
            "J:@2023-03-05 K:@2023-03-05 L:44990.5%* M:44990.5 N:44990.5");
    EQ_TEXT(show_book(cx, (struct book){.styles = STYLES,
                                        .rows = "<row r=\"1\"><c r=\"A1\" s=\"8\"><v>20230305</v></c>"
                                                "<c r=\"B1\" s=\"8\" t=\"str\"><v>2023.3</v></c>"
                                                "<c r=\"C1\" s=\"11\" t=\"str\"><v>x</v></c></row>"}),
            "1 A:20230305 B:\"2023.3\" C:\"x\"*");
    struct buf file = book_make(
        cx, &(struct book){.styles = STYLES, .rows = "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>44990</v></c></row>"});
    struct workbook *w = workbook_open(cx, "a.xlsx", file.data, file.length, NULL);
    struct sheet_reader *r = sheet_open(cx, w, 0);
    struct sheet_row row;
    OK(sheet_next(r, &row) && row.count == 1 && row.cells[0].number == 44990, "the serial is kept");
    EQ_TEXT(row.cells[0].format, "yyyy\"年\"m\"月\"");
    EQ_INT(date_precision_of(row.cells[0].date), DATE_DAY);
}

static void date_systems(struct ctx *cx)
{
    EQ_TEXT(
        show_book(cx, (struct book){.styles = STYLES,
                                    .workbook = "<workbook " MAIN " xmlns:r=\"x\"><workbookPr date1904=\"1\"/><sheets>"
                                                "<sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
                                    .rows = "<row r=\"1\"><c r=\"A1\" s=\"8\"><v>43528</v></c></row>"}),
        "1 A:@2023-03-05");
    EQ_TEXT(
        show_rows(
            cx,
            "<row r=\"1\"><c r=\"A1\" t=\"d\"><v>2023-03-05T08:00:00</v></c><c r=\"B1\" t=\"d\"><v>soon</v></c></row>"),
        "1 A:@2023-03-05 B:\"soon\"");
}

static void positions(struct ctx *cx)
{
    EQ_TEXT(
        show_rows(cx,
                  "<row><c><v>1</v></c><c><v>2</v></c></row><row r=\"5\"><c r=\"C5\"><v>3</v></c><c><v>4</v></c></row>"
                  "<row><c><v>5</v></c></row>"),
        "1 A:1 B:2\n5 C:3 D:4\n6 A:5");
    EQ_TEXT(show_rows(cx, "<row r=\"9\"><c r=\"B9\"><v>2</v></c><c r=\"A9\"><v>1</v></c></row><row r=\"3\"><c "
                          "r=\"A3\"><v>3</v></c></row>"),
            "9 A:1 B:2\n3 A:3");
    EQ_TEXT(show_rows(cx, "<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>"), "1 #16383:1");
    EQ_TEXT(show_rows(cx, "<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>"), "XLS-07");
    EQ_TEXT(show_rows(cx, "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>"), "XLS-03");
    EQ_TEXT(show_rows(cx, "<row r=\"1\"><c r=\"?1\"><v>1</v></c></row>"), "XLS-03");
    EQ_TEXT(show_rows(cx, "<row r=\"1048576\"><c><v>1</v></c></row>"), "1048576 A:1");
    EQ_TEXT(show_rows(cx, "<row r=\"1048577\"><c><v>1</v></c></row>"), "XLS-03");
    EQ_TEXT(show_rows(cx, "<row r=\"0\"><c><v>1</v></c></row>"), "XLS-03");
    EQ_TEXT(show_rows(cx, "<row r=\"one\"><c><v>1</v></c></row>"), "XLS-03");
}

static void blank_rows_do_not_count(struct ctx *cx)
{
    EQ_TEXT(show_rows(
                cx, "<row r=\"1\" s=\"1\" customFormat=\"1\"/><row r=\"2\"><c r=\"A2\" s=\"1\"/><c r=\"B2\"></c></row>"
                    "<row r=\"3\" hidden=\"1\"><c r=\"A3\"><v>1</v></c></row><row r=\"4\" "
                    "hidden=\"false\"><c><v>2</v></c></row>"),
            "3(hidden) A:1\n4 A:2");
    EQ_TEXT(show_rows(cx, ""), "");
    EQ_TEXT(show_book(cx, (struct book){.sheet = "<worksheet " MAIN "><sheetData/></worksheet>"}), "");
}

/* 1,048,576 rows of formatting only: read to the end without a row, fast, and within a limit of ten rows. */
static void formatted_sheets_are_fast(struct ctx *cx)
{
    struct buf rows = buf_init(cx->arena);
    for (int i = 1; i <= 1048576; i++)
        buf_printf(&rows, "<row r=\"%d\" s=\"3\" customFormat=\"1\" ht=\"%d.5\" customHeight=\"1\">%s</row>", i, i % 97,
                   i == 1000000 ? "<c r=\"A1000000\"><v>7</v></c>" : "<c s=\"3\"/>");
    struct buf file = book_make(cx, &(struct book){.rows = rows.data});
    struct workbook_limits limits = workbook_limits_default;
    limits.rows = 10;
    struct workbook *w = workbook_open(cx, "formatted.xlsx", file.data, file.length, &limits);
    size_t before = arena_used(cx->arena);
    EQ_TEXT(w ? show_sheet(cx, w, 0) : tap_code(cx), "1000000 A:7");
    OK(arena_used(cx->arena) - before < 64 << 10, "without memory of its own");
}

static void other_dialects(struct ctx *cx)
{
    EQ_TEXT(
        show_book(
            cx,
            (struct book){
                .sheet =
                    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<x:worksheet "
                    "xmlns:x=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
                    "<x:sheetData>\n <x:row r='1'>\n  <x:c r='A1' t='inlineStr'><x:is><x:t>前缀</x:t></x:is></x:c>\n"
                    "<x:c r='B1' ><x:v>2</x:v></x:c ></x:row></x:sheetData></x:worksheet>"}),
        "1 A:\"前缀\" B:2");
    EQ_TEXT(
        show_book(
            cx,
            (struct book){
                .root_rels =
                    "<Relationships><Relationship Id=\"a\" Target=\"/xl/workbook.xml\" "
                    "Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument\"/></Relationships>",
                .rels = "<Relationships><Relationship Id=\"rId1\" Target=\"/xl/worksheets/sheet1.xml\" "
                        "Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet\"/></Relationships>",
                .rows = "<row><c><v>1</v></c></row>"}),
        "1 A:1");
    EQ_TEXT(show_book(cx, (struct book){.rels = RELS(REL("rId1", "worksheet", "./../xl//worksheets/Sheet1.xml")),
                                        .rows = "<row><c><v>1</v></c></row>"}),
            "1 A:1");
    EQ_TEXT(
        show_book(
            cx, (struct book){.sheet = "\xEF\xBB\xBF<worksheet><!-- > --><sheetPr><a "
                                       "b=\"x>y\"/></sheetPr><sheetData><row><c><!-- v --><v>1<!-- 5 -->2</v></c></row>"
                                       "</sheetData><extLst><ext><row/></ext></extLst></worksheet>\n"}),
        "1 A:12");
}

static void sheets(struct ctx *cx)
{
    struct book b = {
        .workbook = "<workbook " MAIN " xmlns:r=\"x\"><sheets><sheet name=\"图\" sheetId=\"1\" r:id=\"c\"/>"
                    "<sheet name=\"甲&amp;乙\" sheetId=\"2\" state=\"veryHidden\" r:id=\"rId1\"/>"
                    "<sheet name=\"丙\" sheetId=\"3\" state=\"visible\" r:id=\"rId1\"/></sheets></workbook>",
        .rels =
            RELS(REL("c", "chartsheet", "chartsheets/sheet1.xml") REL("rId1", "worksheet", "worksheets/sheet1.xml")),
        .rows = "<row><c><v>1</v></c></row>",
        .behind_rows =
            "<autoFilter ref=\"A1:C9\"/><mergeCells count=\"3\"><mergeCell ref=\"A1:T1\"/><mergeCell ref=\"AA3:AB40\"/>"
            "<mergeCell ref=\"C3\"/></mergeCells><dataValidations><dataValidation prompt=\"a>b\"><formula1>1</formula1>"
            "</dataValidation></dataValidations>",
    };
    struct buf file = book_make(cx, &b);
    struct workbook *w = workbook_open(cx, "a.xlsx", file.data, file.length, NULL);
    EQ_TEXT(workbook_kind(w), "xlsx");
    EQ_INT(workbook_sheets(w), 2);
    EQ_TEXT(workbook_sheet(w, 0)->name, "甲&乙");
    OK(workbook_sheet(w, 0)->hidden && !workbook_sheet(w, 1)->hidden, "hidden is told from visible");
    OK(!workbook_sheet(w, 2), "no third sheet");
    const struct merge *merges;
    int count;
    OK(workbook_merges(cx, w, 1, &merges, &count), "merges read");
    EQ_INT(count, 2);
    OK(merges[1].first_row == 3 && merges[1].last_row == 40 && merges[1].first_column == 26 &&
           merges[1].last_column == 27,
       "AA3:AB40");
    EQ_INT(workbook_sheet(w, 0)->merge_count, 0);
}

/* Callers reset the arena after each row: what the reader keeps must survive. */
static void survives_resets_between_rows(struct ctx *cx)
{
    struct buf rows = buf_init(cx->arena);
    int total = 0;
    for (int i = 1; i <= 500; i++) {
        buf_text(&rows, "<row>");
        for (int c = 0; c < i; c++)
            buf_printf(&rows, "<c t=\"inlineStr\"><is><t>第%d行第%d列，用来撑大文字的内容</t></is></c>", i, c);
        buf_text(&rows, "</row>");
    }
    struct buf file = book_make(
        cx, &(struct book){.rows = rows.data, .behind_rows = "<mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells>"});
    struct workbook *w = workbook_open(cx, "a.xlsx", file.data, file.length, NULL);
    struct sheet_reader *r = sheet_open(cx, w, 0);
    struct sheet_row row;
    struct arena_mark mark = arena_mark(cx->arena);
    while (sheet_next(r, &row)) {
        const char *want = arena_printf(cx->arena, "第%d行第%d列，用来撑大文字的内容", (int)row.number, row.count - 1);
        total += row.count == row.number && strcmp(row.cells[row.count - 1].text, want) == 0;
        arena_reset(cx->arena, mark);
        memset(arena_alloc(cx->arena, 100000), 0xAA, 100000);
        arena_reset(cx->arena, mark);
    }
    OK(sheet_ok(r) && total == 500, "all rows whole");
    EQ_INT(workbook_sheet(w, 0)->merge_count, 1);
    EQ_INT(sheet_progress(r), 100);
}

int main(void)
{
    struct ctx cx = tap_ctx();
    texts(&cx);
    values_and_formulas(&cx);
    styles(&cx);
    date_systems(&cx);
    positions(&cx);
    blank_rows_do_not_count(&cx);
    formatted_sheets_are_fast(&cx);
    other_dialects(&cx);
    sheets(&cx);
    survives_resets_between_rows(&cx);
    tap_ctx_free(&cx);
    return tap_done();
}
