/* edit_test.c — a workbook given back: changed cells, added rows, and everything else as it was. */
#include "base/zip.h"
#include "libreoffice.h"
#include "office/workbook_edit_inner.h"

#include <stdio.h>
#include <string.h>

#define MAIN                                                                                                           \
    "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "                                             \
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define RELS   "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\""
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

struct text_part {
    const char *name, *text;
};

static struct buf package(struct ctx *cx, const struct text_part *parts, size_t count)
{
    struct buf out = buf_init(cx->arena);
    struct zip_writer *w = zip_to(cx, &out);
    bool done = true;
    for (size_t i = 0; i < count; i++)
        done = done && zip_add(w, parts[i].name, parts[i].text, strlen(parts[i].text), ZIP_DEFLATED);
    OK(done && zip_finish(w), "a workbook is packed");
    return out;
}

/* A workbook of two sheets: 台账 with the rows given, and 汇总 that refers to it. */
static struct buf workbook(struct ctx *cx, const char *sheet)
{
    const struct text_part parts[] = {
        {"[Content_Types].xml",
         "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" "
         "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" "
         "ContentType=\"application/xml\"/>"
         "<Override PartName=\"/xl/workbook.xml\" "
         "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
         "<Override PartName=\"/xl/worksheets/sheet1.xml\" "
         "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
         "<Override PartName=\"/xl/worksheets/sheet2.xml\" "
         "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
         "<Override PartName=\"/xl/styles.xml\" "
         "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>"
         "<Override PartName=\"/xl/calcChain.xml\" "
         "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml\"/></Types>"},
        {"_rels/.rels", "<Relationships " RELS "><Relationship Id=\"rId1\" Type=\"" OFFICE
                        "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
        {"xl/workbook.xml",
         "<workbook " MAIN "><sheets><sheet name=\"台账\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"汇总 表\" "
         "sheetId=\"2\" r:id=\"rId2\"/></sheets>"
         "<definedNames><definedName name=\"_xlnm.Print_Area\" localSheetId=\"0\">台账!$A$1:$D$4</definedName>"
         "<definedName name=\"合计\">台账!$C$4</definedName></definedNames></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         "<Relationships " RELS "><Relationship Id=\"rId1\" Type=\"" OFFICE
         "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
         "<Relationship Id=\"rId2\" Type=\"" OFFICE "/worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/>"
         "<Relationship Id=\"rId3\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/>"
         "<Relationship Id=\"rId4\" Type=\"" OFFICE "/calcChain\" Target=\"calcChain.xml\"/></Relationships>"},
        {"xl/worksheets/sheet1.xml", sheet},
        {"xl/worksheets/sheet2.xml",
         "<worksheet " MAIN "><sheetData><row r=\"1\"><c r=\"A1\"><f>台账!C4*2+SUM('台账'!C2:C3)+'汇总 "
         "表'!B9+B9</f><v>0</v></c></row></sheetData></worksheet>"},
        {"xl/worksheets/_rels/sheet1.xml.rels", "<Relationships " RELS "><Relationship Id=\"rId1\" Type=\"" OFFICE
                                                "/comments\" Target=\"../comments1.xml\"/></Relationships>"},
        {"xl/comments1.xml", "<comments " MAIN "><commentList><comment ref=\"B4\" "
                             "authorId=\"0\"><text><t>核对</t></text></comment></commentList></comments>"},
        {"xl/styles.xml",
         "<styleSheet " MAIN
         "><fonts count=\"1\"><font/></fonts><fills count=\"2\"><fill><patternFill/></fill><fill><patternFill "
         "patternType=\"gray125\"/></fill></fills>"
         "<borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>"
         "<cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"4\" fillId=\"1\"><alignment "
         "horizontal=\"center\"/></xf></cellXfs></styleSheet>"},
        {"xl/calcChain.xml", "<calcChain " MAIN "><c r=\"C4\" i=\"1\"/></calcChain>"},
    };
    return package(cx, parts, sizeof parts / sizeof *parts);
}

static const char *part(struct ctx *cx, const struct buf *book, const char *name)
{
    struct zip zip;
    struct buf out = buf_init(cx->arena);
    const struct zip_entry *e = zip_open(cx, "x.xlsx", book->data, book->length, &zip) ? zip_find(&zip, name) : NULL;
    return e && zip_extract(cx, &zip, e, &zip_limits_default, &out) ? out.data : "(none)";
}

static bool edited(struct ctx *cx, const struct buf *book, const struct sheet_edit *edit, struct buf *out)
{
    *out = buf_init(cx->arena);
    bool done = workbook_edit(cx, book->data, book->length, edit, 1, out);
    OK(done, "edited %s %s", tap_code(cx), done ? "" : cx->err.message.en);
    return done;
}

/* Sheet 1 with `rows` and `rest`, after the edit. */
static const char *sheet_after(struct ctx *cx, const char *rows, const char *rest, const struct sheet_edit *edit)
{
    struct buf out,
        book = workbook(
            cx, arena_printf(cx->arena, "<worksheet " MAIN "><sheetData>%s</sheetData>%s</worksheet>", rows, rest));
    if (!edited(cx, &book, edit, &out))
        return "";
    const char *xml = strstr(part(cx, &out, "xl/worksheets/sheet1.xml"), "<sheetData>");
    return xml ? xml : "";
}

#define CELLS(list) .cells = list, .cell_count = sizeof list / sizeof *list
#define ADDS(list)  .adds = list, .add_count = sizeof list / sizeof *list

static void test_cells(void)
{
    struct ctx cx = tap_ctx();
    const struct cell_edit cells[] = {
        {.row = 2, .column = 1, .kind = EDIT_NUMBER, .text = "12.50"},
        {.row = 1, .column = 0, .kind = EDIT_TEXT, .text = "=1+1"},
        {.row = 1, .column = 0, .kind = EDIT_TEXT, .text = "=<&> _x000D_ 二"},
        {.row = 2, .column = 3, .kind = EDIT_TEXT, .text = "新列"},
        {.row = 2, .column = 2, .kind = EDIT_BLANK},
        {.row = 4, .column = 0, .kind = EDIT_TEXT, .text = "新行"},
    };
    const struct sheet_edit edit = {CELLS(cells)};
    EQ_TEXT(sheet_after(&cx,
                        "<row r=\"1\" ht=\"20\"><c r=\"A1\" s=\"1\" t=\"s\"><v>0</v></c><c r=\"B1\"><v>7</v></c></row>"
                        "<row r=\"2\" spans=\"1:3\"><c r=\"A2\"><v>1</v></c><c r=\"B2\" "
                        "s=\"1\"><f>A2*2</f><v>2</v></c>\n<c r=\"C2\" s=\"1\"/></row>"
                        "<row r=\"3\"><c r=\"A3\"><v>3</v></c></row><row r=\"5\"/>",
                        "<pageMargins/>", &edit),
            "<sheetData><row r=\"1\" ht=\"20\"><c r=\"A1\" s=\"1\" t=\"inlineStr\"><is><t "
            "xml:space=\"preserve\">=&lt;&amp;&gt; _x005F_x000D_ 二</t></is></c><c r=\"B1\"><v>7</v></c></row>"
            "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\" s=\"1\"><v>12.50</v></c>\n<c r=\"C2\" s=\"1\"/><c "
            "r=\"D2\" s=\"1\" t=\"inlineStr\"><is><t xml:space=\"preserve\">新列</t></is></c></row>"
            "<row r=\"3\"><c r=\"A3\"><v>3</v></c></row><row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t "
            "xml:space=\"preserve\">新行</t></is></c></row><row r=\"5\"/></sheetData><pageMargins/></worksheet>");
    const struct cell_edit one[] = {{.row = 3, .column = 2, .kind = EDIT_TEXT, .text = "x"}};
    const struct sheet_edit into_nothing = {CELLS(one)};
    struct buf out, empty = workbook(&cx, "<worksheet " MAIN "><dimension ref=\"A1\"/><sheetData/></worksheet>");
    if (edited(&cx, &empty, &into_nothing, &out))
        EQ_TEXT(strstr(part(&cx, &out, "xl/worksheets/sheet1.xml"), "<dim"),
                "<dimension ref=\"A1:C3\"/><sheetData><row r=\"3\"><c r=\"C3\" t=\"inlineStr\"><is><t "
                "xml:space=\"preserve\">x</t></is></c></row></sheetData></worksheet>");
    /* rows and cells that do not say where they are; a prefix */
    struct buf terse = workbook(
        &cx, "<x:worksheet "
             "xmlns:x=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><x:sheetData><x:row><x:c/></"
             "x:row><x:row/><x:row><x:c/><x:c/><x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>");
    if (edited(&cx, &terse, &into_nothing, &out))
        EQ_TEXT(strstr(part(&cx, &out, "xl/worksheets/sheet1.xml"), "<x:sheetData"),
                "<x:sheetData><x:row><x:c/></x:row><x:row/><x:row r=\"3\"><x:c r=\"A3\"/><x:c r=\"B3\"/><x:c r=\"C3\" "
                "t=\"inlineStr\"><x:is><x:t "
                "xml:space=\"preserve\">x</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>");
    tap_ctx_free(&cx);
}

static void test_alerts(void)
{
    struct ctx cx = tap_ctx();
    const struct cell_edit cells[] = {
        {.row = 1, .column = 0, .kind = EDIT_TEXT, .text = "a", .alert = true},
        {.row = 1, .column = 1, .kind = EDIT_TEXT, .text = "b", .alert = true},
        {.row = 1, .column = 2, .kind = EDIT_TEXT, .text = "c", .alert = true},
    };
    const struct sheet_edit edit = {CELLS(cells)};
    struct buf out,
        book = workbook(&cx, "<worksheet " MAIN "><sheetData><row r=\"1\"><c r=\"A1\" s=\"1\"/><c r=\"B1\"/><c "
                             "r=\"C1\" s=\"1\"/></row></sheetData></worksheet>");
    if (!edited(&cx, &book, &edit, &out))
        return;
    const char *sheet = part(&cx, &out, "xl/worksheets/sheet1.xml"), *styles = part(&cx, &out, "xl/styles.xml");
    OK(strstr(sheet, "r=\"A1\" s=\"2\"") && strstr(sheet, "r=\"B1\" s=\"3\"") && strstr(sheet, "r=\"C1\" s=\"2\""),
       "one highlighted copy for each style");
    OK(strstr(styles, "<fills count=\"3\">") &&
           strstr(styles, "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFFFF00\"/>"),
       "a yellow fill");
    EQ_TEXT(strstr(styles, "<cellXfs"),
            "<cellXfs count=\"4\"><xf numFmtId=\"0\"/><xf numFmtId=\"4\" fillId=\"1\"><alignment "
            "horizontal=\"center\"/></xf>"
            "<xf numFmtId=\"4\" fillId=\"2\" applyFill=\"1\"><alignment horizontal=\"center\"/></xf><xf numFmtId=\"0\" "
            "fillId=\"2\" applyFill=\"1\"/></cellXfs></styleSheet>");
    tap_ctx_free(&cx);
}

static void test_rows(void)
{
    struct ctx cx = tap_ctx();
    const struct row_add adds[] = {{.after = 3, .like = 2}, {.after = 1, .like = 2}, {.after = 3, .like = 2}};
    const struct cell_edit cells[] = {
        {.row = -1, .column = 0, .kind = EDIT_TEXT, .text = "甲"},
        {.row = -3, .column = 3, .kind = EDIT_NUMBER, .text = "9"},
        {.row = 3, .column = 0, .kind = EDIT_NUMBER, .text = "5"},
    };
    const struct sheet_edit edit = {CELLS(cells), ADDS(adds)};
    const char *sheet =
        "<worksheet " MAIN
        "><dimension ref=\"A1:C4\"/><sheetViews><sheetView><pane ySplit=\"1\" topLeftCell=\"A2\"/><selection "
        "sqref=\"A4\" activeCell=\"A4\"/></sheetView></sheetViews><sheetData>"
        "<row r=\"1\"><c r=\"A1\"><v>0</v></c></row>"
        "<row r=\"2\" ht=\"30\" customHeight=\"1\"><c r=\"A2\" s=\"1\"><v>1</v></c><c r=\"C2\" s=\"1\"><f t=\"shared\" "
        "ref=\"C2:C3\" si=\"0\">A2*$B$4</f><v>1</v></c></row>"
        "<row r=\"3\"><c r=\"A3\"><v>2</v></c><c r=\"C3\"><f t=\"shared\" si=\"0\"/><v>2</v></c></row>"
        "<row r=\"4\"><c r=\"B4\"><f>\"A3\"&amp;LOG10(A3)+Sheet9!A3+A$3+3:4</f></c><c "
        "r=\"C4\"><f>SUM(C2:C3)+SUM(C:C)</f><v>3</v></c></row></sheetData>"
        "<autoFilter ref=\"A1:C3\"/><mergeCells count=\"2\"><mergeCell ref=\"A4:B4\"/><mergeCell "
        "ref=\"D1:D3\"/></mergeCells>"
        "<conditionalFormatting sqref=\"C2:C3 "
        "A4\"><cfRule><formula>C2&gt;$A$4</formula></cfRule></conditionalFormatting>"
        "<dataValidations><dataValidation "
        "sqref=\"A2:A3\"><formula1>$A$2:$A$4</formula1></dataValidation></dataValidations>"
        "<hyperlinks><hyperlink ref=\"A4\" location=\"台账!A2\"/></hyperlinks><rowBreaks><brk id=\"3\" "
        "max=\"4\"/></rowBreaks><colBreaks><brk id=\"3\"/></colBreaks></worksheet>";
    struct buf out, book = workbook(&cx, sheet);
    if (!edited(&cx, &book, &edit, &out))
        return;
    EQ_TEXT(part(&cx, &out, "xl/worksheets/sheet1.xml"),
            "<worksheet " MAIN
            "><dimension ref=\"A1:D7\"/><sheetViews><sheetView><pane ySplit=\"1\" topLeftCell=\"A3\"/><selection "
            "sqref=\"A7\" activeCell=\"A7\"/></sheetView></sheetViews><sheetData>"
            "<row r=\"1\"><c r=\"A1\"><v>0</v></c></row>"
            "<row r=\"2\" ht=\"30\" customHeight=\"1\"><c r=\"A2\" s=\"1\"/><c r=\"C2\" s=\"1\"/></row>"
            "<row r=\"3\" ht=\"30\" customHeight=\"1\"><c r=\"A3\" s=\"1\"><v>1</v></c><c r=\"C3\" "
            "s=\"1\"><f>A3*$B$7</f></c></row>"
            "<row r=\"4\"><c r=\"A4\"><v>5</v></c><c r=\"C4\"><f>A4*$B$7</f></c></row>"
            "<row r=\"5\" ht=\"30\" customHeight=\"1\"><c r=\"A5\" s=\"1\" t=\"inlineStr\"><is><t "
            "xml:space=\"preserve\">甲</t></is></c><c r=\"C5\" s=\"1\"/></row>"
            "<row r=\"6\" ht=\"30\" customHeight=\"1\"><c r=\"A6\" s=\"1\"/><c r=\"C6\" s=\"1\"/><c r=\"D6\" "
            "s=\"1\"><v>9</v></c></row>"
            "<row r=\"7\"><c r=\"B7\"><f>\"A3\"&amp;LOG10(A4)+Sheet9!A3+A$4+4:7</f></c><c "
            "r=\"C7\"><f>SUM(C3:C6)+SUM(C:C)</f></c></row></sheetData>"
            "<autoFilter ref=\"A1:C6\"/><mergeCells count=\"2\"><mergeCell ref=\"A7:B7\"/><mergeCell "
            "ref=\"D1:D4\"/></mergeCells>"
            "<conditionalFormatting sqref=\"C3:C6 "
            "A7\"><cfRule><formula>C3&gt;$A$7</formula></cfRule></conditionalFormatting>"
            "<dataValidations><dataValidation "
            "sqref=\"A3:A6\"><formula1>$A$3:$A$7</formula1></dataValidation></dataValidations>"
            "<hyperlinks><hyperlink ref=\"A7\" location=\"台账!A3\"/></hyperlinks><rowBreaks><brk id=\"4\" "
            "max=\"4\"/></rowBreaks><colBreaks><brk id=\"3\"/></colBreaks></worksheet>");
    OK(strstr(part(&cx, &out, "xl/worksheets/sheet2.xml"), "<f>台账!C7*2+SUM('台账'!C3:C6)+'汇总 表'!B9+B9</f>"),
       "formulas of other sheets follow");
    OK(strstr(part(&cx, &out, "xl/comments1.xml"), "ref=\"B7\""), "comments follow");
    const char *names = part(&cx, &out, "xl/workbook.xml");
    OK(strstr(names, "台账!$A$1:$D$7") && strstr(names, "台账!$C$7"), "names follow");
    OK(strstr(names, "</definedNames><calcPr fullCalcOnLoad=\"1\"/></workbook>"), "a full calculation is asked for");
    EQ_TEXT(part(&cx, &out, "xl/calcChain.xml"), "(none)");
    OK(!strstr(part(&cx, &out, "[Content_Types].xml"), "calcChain") &&
           !strstr(part(&cx, &out, "xl/_rels/workbook.xml.rels"), "calcChain"),
       "nobody mentions the calculation chain");
    tap_ctx_free(&cx);
}

static void test_running_totals(void)
{
    struct ctx cx = tap_ctx();
    const struct row_add adds[] = {{.after = 2, .like = 2}};
    const struct sheet_edit edit = {ADDS(adds)};
    EQ_TEXT(sheet_after(
                &cx,
                "<row r=\"1\"><c r=\"A1\"><f>SUM(B1:B2)</f></c></row><row r=\"2\"><c "
                "r=\"A2\"><f>SUM(B$1:B2)</f></c></row><row r=\"3\"><c r=\"A3\"><f>SUM(B1:B2)+SUM(B1:B1)</f></c></row>",
                "", &edit),
            "<sheetData><row r=\"1\"><c r=\"A1\"><f>SUM(B1:B2)</f></c></row><row r=\"2\"><c "
            "r=\"A2\"><f>SUM(B$1:B2)</f></c></row><row r=\"3\"></row>"
            "<row r=\"4\"><c r=\"A4\"><f>SUM(B1:B3)+SUM(B1:B1)</f></c></row></sheetData></worksheet>");
    tap_ctx_free(&cx);
}

/* A total of subtotals takes in rows that stand outside of them; its share, which the new row does not have, does not. */
static void test_joined_totals(void)
{
    struct ctx cx = tap_ctx();
    const struct row_add adds[] = {{.after = 1, .like = 3, .total = 1}, {.after = 1, .like = 3, .total = 1}};
    const struct cell_edit cells[] = {
        {.row = -1, .column = 0, .kind = EDIT_NUMBER, .text = "5"},
        {.row = -1, .column = 2, .kind = EDIT_TEXT, .text = "乙"},
        {.row = -2, .column = 0, .kind = EDIT_NUMBER, .text = "6"},
    };
    const struct sheet_edit edit = {CELLS(cells), ADDS(adds)};
    EQ_TEXT(
        sheet_after(&cx,
                    "<row r=\"1\"><c r=\"A1\"><f>A2</f></c><c r=\"B1\"><f>A1/9</f></c><c r=\"C1\"><f>C2</f></c></row>"
                    "<row r=\"2\"><c r=\"A2\"><f>SUM(A3:A3)</f></c></row><row r=\"3\"><c r=\"A3\"><v>1</v></c></row>",
                    "", &edit),
        "<sheetData><row r=\"1\"><c r=\"A1\"><f>A4+A2+A3</f></c><c r=\"B1\"><f>A1/9</f></c><c "
        "r=\"C1\"><f>C4</f></c></row>"
        "<row r=\"2\"><c r=\"A2\"><v>5</v></c><c r=\"C2\" t=\"inlineStr\"><is><t "
        "xml:space=\"preserve\">乙</t></is></c></row>"
        "<row r=\"3\"><c r=\"A3\"><v>6</v></c></row>"
        "<row r=\"4\"><c r=\"A4\"><f>SUM(A5:A5)</f></c></row><row r=\"5\"><c r=\"A5\"><v>1</v></c></row>"
        "</sheetData></worksheet>");
    tap_ctx_free(&cx);
}

static void test_shared_formula_without_master(void)
{
    struct ctx cx = tap_ctx();
    const struct cell_edit cells[] = {{.row = 1, .column = 1, .kind = EDIT_NUMBER, .text = "4"}};
    const struct sheet_edit edit = {CELLS(cells)};
    EQ_TEXT(sheet_after(&cx,
                        "<row r=\"1\"><c r=\"B1\"><f t=\"shared\" ref=\"B1:B2\" si=\"3\">A1+$A$9</f></c></row><row "
                        "r=\"2\"><c r=\"B2\"><f t=\"shared\" si=\"3\"/></c></row>",
                        "", &edit),
            "<sheetData><row r=\"1\"><c r=\"B1\"><v>4</v></c></row><row r=\"2\"><c "
            "r=\"B2\"><f>A2+$A$9</f></c></row></sheetData></worksheet>");
    tap_ctx_free(&cx);
}

static void test_untouched(void)
{
    struct ctx cx = tap_ctx();
    const char *sheet = "<?xml version='1.0'?><!-- <row> -->\r\n<worksheet " MAIN
                        "><sheetData><row r='1'   ht = \"3\"><c r='A1' t=\"str\"><f>1 +  1</f><v>2</v></c "
                        "></row></sheetData></worksheet>";
    struct buf out, book = workbook(&cx, sheet);
    const struct sheet_edit edit = {.sheet = 0};
    if (edited(&cx, &book, &edit, &out))
        EQ_TEXT(part(&cx, &out, "xl/worksheets/sheet1.xml"), sheet);
    tap_ctx_free(&cx);
}

static void test_refused(void)
{
    struct ctx cx = tap_ctx();
    struct buf out = buf_init(cx.arena), book = workbook(&cx, "<worksheet " MAIN "><sheetData/></worksheet>");
    const struct cell_edit far[] = {{.row = 1048577, .column = 0, .kind = EDIT_TEXT, .text = "x"}},
                           unknown[] = {{.row = -1, .column = 0}};
    const struct row_add many[] = {{.after = 1048576, .like = 1}};
    const struct sheet_edit edits[] = {{CELLS(far)}, {CELLS(unknown)}, {ADDS(many)}, {.sheet = 2}, {.sheet = -1}};
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        err_clear(&cx);
        OK(!workbook_edit(&cx, book.data, book.length, &edits[i], 1, &out), "edit %zu is refused", i);
        EQ_TEXT(tap_code(&cx), "XLS-10");
    }
    err_clear(&cx);
    OK(!workbook_edit(&cx, "a,b\n", 4, edits, 0, &out), "no workbook");
    EQ_TEXT(tap_code(&cx), "XLS-10");
    err_clear(&cx);
    struct buf cut = workbook(&cx, "<worksheet " MAIN "><sheetData><row r=\"1\"><c r=\"A1\">");
    const struct sheet_edit none = {.sheet = 0};
    OK(!workbook_edit(&cx, cut.data, cut.length, &none, 1, &out), "a sheet cut off");
    EQ_TEXT(tap_code(&cx), "XLS-03");
    tap_ctx_free(&cx);
}

/* ---- with LibreOffice ---- */

static void test_libreoffice_workbook(void)
{
    struct ctx cx = tap_ctx();
    static const char csv[] = "name,total,share\nalpha,1,x\nbeta,3,y\nsum,=SUM(B2:B3),=B3*2\n";
    struct buf made, out, again;
    if (!convert(&cx, "csv", csv, strlen(csv), "xlsx", &made))
        return;
    const struct row_add adds[] = {{.after = 3, .like = 3}, {.after = 1, .like = 2}};
    const struct cell_edit cells[] = {
        {.row = -1, .column = 0, .kind = EDIT_TEXT, .text = "=伽马"},
        {.row = -1, .column = 1, .kind = EDIT_NUMBER, .text = "4"},
        {.row = -2, .column = 0, .kind = EDIT_TEXT, .text = "+first"},
        {.row = 2, .column = 1, .kind = EDIT_NUMBER, .text = "2.5"},
        {.row = 1, .column = 3, .kind = EDIT_TEXT, .text = "note \"x\"", .alert = true},
    };
    const struct sheet_edit edit = {CELLS(cells), ADDS(adds)};
    if (edited(&cx, &made, &edit, &out) && convert(&cx, "xlsx", out.data, out.length, "fods", &again)) {
        const char *sheet = part(&cx, &out, "xl/worksheets/sheet1.xml");
        OK(strstr(sheet, ">SUM(B3:B5)<") && strstr(sheet, ">B4*2<"), "formulas follow");
        EQ_TEXT(shown(&cx, &again),
                "name|total|share|note \"x\"|\n+first|\nalpha|2.5|x|\nbeta|3|y|\n=伽马|4|\nsum|9.5|6|\n");
    }
    tap_ctx_free(&cx);
}

/* The n-th line, from 1. */
static struct span line(const char *text, int number)
{
    while (number-- > 1 && text)
        text = (text = strchr(text, '\n')) ? text + 1 : NULL;
    return (struct span){text ? text : "", text ? strcspn(text, "\n") : 0};
}

static const char *ledger_text(struct ctx *cx, struct span l)
{
    return arena_strndup(cx->arena, l.s, l.n);
}

static void test_ledger(void)
{
    struct ctx cx = tap_ctx();
    static char bytes[1 << 20];
    FILE *file = fopen("share/samples/weinan-2023.xlsx", "rb");
    size_t size = file ? fread(bytes, 1, sizeof bytes, file) : 0;
    if (file)
        fclose(file);
    OK(size > 0, "share/samples/weinan-2023.xlsx");
    const struct buf before = {.data = bytes, .length = size};
    const struct row_add adds[] = {{.after = 100, .like = 100}, {.after = 100, .like = 100}};
    const struct cell_edit cells[] = {
        {.row = -1, .column = 1, .kind = EDIT_TEXT, .text = "新增项目甲", .alert = true},
        {.row = -2, .column = 6, .kind = EDIT_NUMBER, .text = "12345"},
        {.row = 50, .column = 1, .kind = EDIT_TEXT, .text = "改名"},
        {.row = 3, .column = 20, .kind = EDIT_TEXT, .text = "问题"},
    };
    const struct sheet_edit edit = {CELLS(cells), ADDS(adds)};
    struct buf out, old_fods, new_fods;
    if (!size || !edited(&cx, &before, &edit, &out))
        return;
    const char *names[] = {"xl/worksheets/sheet2.xml", "xl/worksheets/sheet6.xml", "xl/theme/theme1.xml"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        OK(strcmp(part(&cx, &before, names[i]), part(&cx, &out, names[i])) == 0, "%s is untouched", names[i]);
    const char *old_sheet = part(&cx, &before, "xl/worksheets/sheet1.xml"),
               *new_sheet = part(&cx, &out, "xl/worksheets/sheet1.xml");
    const char *from = strstr(old_sheet, "<row r=\"51\">"), *to = strstr(old_sheet, "<row r=\"101\">"),
               *kept = strstr(new_sheet, "<row r=\"51\">");
    OK(from && to && kept && memcmp(from, kept, (size_t)(to - from)) == 0, "rows 51 to 100 are the same bytes");
    OK(strstr(new_sheet, "<mergeCell ref=\"A148:T148\"/>") && strstr(new_sheet, "<dimension ref=\"A1:U148\"/>"),
       "merges and dimension follow");
    if (convert(&cx, "xlsx", bytes, size, "fods", &old_fods) &&
        convert(&cx, "xlsx", out.data, out.length, "fods", &new_fods)) {
        const char *old = shown(&cx, &old_fods), *new = shown(&cx, &new_fods);
        int same = 0;
        for (int i = 1; i <= 146; i++) {
            struct span a = line(old, i), b = line(new, i + (i > 100 ? 2 : 0));
            same += a.n > 0 && a.n == b.n && memcmp(a.s, b.s, a.n) == 0;
        }
        EQ_INT(same, 144); /* all but rows 3 and 50 */
        EQ_TEXT(ledger_text(&cx, line(new, 101)), "|新增项目甲|");
        EQ_TEXT(ledger_text(&cx, line(new, 102)), "||||||12,345|");
        OK(strstr(ledger_text(&cx, line(new, 50)), "|改名|") && strstr(ledger_text(&cx, line(new, 3)), "|问题|"),
           "changed cells");
    }
    tap_ctx_free(&cx);
}

int main(void)
{
    test_cells();
    test_alerts();
    test_rows();
    test_running_totals();
    test_joined_totals();
    test_shared_formula_without_master();
    test_untouched();
    test_refused();
    test_libreoffice_workbook();
    test_ledger();
    return tap_done();
}
