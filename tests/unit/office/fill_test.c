/* fill_test.c — Excel templates: values, repeated rows with what refers to them, and what cannot be filled. */
#include "libreoffice.h"
#include "office/workbook_fill.h"
#include "workbook_fixture.h"

#include <jansson.h>

#define T(cell, text) "<c r=\"" cell "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define S(cell, text) "<c r=\"" cell "\" s=\"1\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define N(cell, n)    "<c r=\"" cell "\"><v>" n "</v></c>"
#define F(cell, f, v) "<c r=\"" cell "\"><f>" f "</f><v>" v "</v></c>"
#define R(row, cells) "<row r=\"" row "\">" cells "</row>"

static const char types[] =
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" "
    "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/><Override "
    "PartName=\"/xl/workbook.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.%s.main+xml\"/><Override "
    "PartName=\"/xl/styles.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/></Types>";

/* A template of two sheets, 排名 and 汇总. */
struct template
{
    const char *rows, *behind; /* of 排名 */
    const char *other;         /* rows of 汇总 */
    const char *kind;          /* of the workbook, "spreadsheetml.sheet" */
};

static struct buf made(struct ctx *cx, struct template t)
{
    struct buf out = buf_init(cx->arena);
    struct zip_writer *w = zip_to(cx, &out);
    book_part(w, "[Content_Types].xml", arena_printf(cx->arena, types, t.kind ? t.kind : "spreadsheetml.sheet"), NULL);
    book_part(w, "_rels/.rels", RELS(REL("rId1", "officeDocument", "xl/workbook.xml")), NULL);
    book_part(w, "xl/workbook.xml",
              "<workbook " MAIN " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
              "<sheets><sheet name=\"排名\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"汇总\" sheetId=\"2\" "
              "r:id=\"rId2\"/></sheets><definedNames><definedName name=\"_xlnm.Print_Area\" "
              "localSheetId=\"0\">排名!$A$1:$D$4</definedName></definedNames></workbook>",
              NULL);
    book_part(w, "xl/_rels/workbook.xml.rels",
              RELS(REL("rId1", "worksheet", "worksheets/sheet1.xml") REL("rId2", "worksheet", "worksheets/sheet2.xml")
                       REL("rId3", "styles", "styles.xml")),
              NULL);
    book_part(w, "xl/styles.xml",
              "<styleSheet " MAIN "><fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills>"
              "<borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>"
              "<cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"4\"/></cellXfs></styleSheet>",
              NULL);
    book_part(w, "xl/worksheets/sheet1.xml",
              arena_printf(cx->arena, "<worksheet " MAIN "><sheetData>%s</sheetData>%s</worksheet>", t.rows,
                           t.behind ? t.behind : ""),
              NULL);
    book_part(
        w, "xl/worksheets/sheet2.xml",
        arena_printf(cx->arena, "<worksheet " MAIN "><sheetData>%s</sheetData></worksheet>", t.other ? t.other : ""),
        NULL);
    OK(zip_finish(w), "a template is packed");
    return out;
}

static json_t *sample(void)
{
    json_t *data =
        json_loads("{\"title\":\"排名\",\"total\":\"371.50\",\"code\":\"0371\",\"account\":\"6222021001112223334\","
                   "\"count\":3,\"yes\":true,\"no\":\"\",\"more\":\"+45.0\",\"phone\":\"+8613800000000\",\"formula\":"
                   "\"=1+1\",\"zone\":{\"name\":\"渭南\"},"
                   "\"none\":[],\"one\":[{\"name\":\"甲\",\"done\":\"1\"}],\"words\":[\"a\",\"b\"],"
                   "\"units\":[{\"name\":\"甲\",\"done\":\"10\",\"plan\":\"20\"},{\"name\":\"乙\",\"done\":\"2.50\","
                   "\"plan\":\"5\"},{\"name\":\"丙 & 丁\",\"done\":\"\",\"plan\":\"-4\"}]}",
                   0, NULL);
    OK(data, "sample data");
    return data;
}

/* The whole part of what was filled, or the code of the failure and its place. */
static const char *part(struct ctx *cx, const struct buf *file, const char *name)
{
    struct zip zip;
    struct buf text = buf_init(cx->arena);
    OK(zip_open(cx, "out.xlsx", file->data, file->length, &zip) &&
           zip_extract(cx, &zip, zip_find(&zip, name), &zip_limits_default, &text),
       "%s", name);
    return text.data;
}

static bool fill(struct ctx *cx, struct template t, struct buf *out)
{
    json_t *data = sample();
    struct buf template = made(cx, t);
    *out = buf_init(cx->arena);
    err_clear(cx);
    const bool done = workbook_fill(cx, template.data, template.length, data, out);
    json_decref(data);
    return done;
}

static const char *failed(struct ctx *cx)
{
    return arena_printf(cx->arena, "%s %s", tap_code(cx), cx->err.path ? cx->err.path : "");
}

/* What our own reader sees of a sheet; the failure when there is one. */
static const char *filled(struct ctx *cx, struct template t, int sheet)
{
    struct buf out;
    if (!fill(cx, t, &out))
        return failed(cx);
    struct workbook *w = workbook_open(cx, "out.xlsx", out.data, out.length, NULL);
    return w ? show_sheet(cx, w, sheet) : tap_code(cx);
}

static const char *filled_rows(struct ctx *cx, const char *rows)
{
    return filled(cx, (struct template){.rows = rows}, 0);
}

static const char *sheet_xml(struct ctx *cx, struct template t, const char *name)
{
    struct buf out;
    return fill(cx, t, &out) ? part(cx, &out, name) : failed(cx);
}

static void test_values(void)
{
    struct ctx cx = tap_ctx();
    EQ_TEXT(filled_rows(&cx, R("1", T("A1", "{{title}}（{{ zone.name }}）") T("B1", "共{{count}}个"))),
            "1 A:\"排名（渭南）\" B:\"共3个\"");
    EQ_TEXT(filled_rows(&cx, R("1", T("A1", "{{total}}") T("B1", "{{count}}") T("C1", "{{code}}") T("D1", "{{account}}")
                                        T("E1", "{{total}}万") T("F1", "{{yes}}") T("G1", "{{no}}") T("H1", "{{more}}")
                                            T("I1", "{{phone}}"))),
            "1 A:371.5 B:3 C:\"0371\" D:\"6222021001112223334\" E:\"371.50万\" F:\"是\" H:45 I:\"+8613800000000\"");
    EQ_TEXT(filled_rows(&cx, R("1", T("A1", "{{#if yes}}{{total}}{{#else}}无{{/if}}")
                                        T("B1", "{{#if no}}有{{#else}}{{#if yes}}没有{{/if}}{{/if}}")
                                            T("C1", "{{#if no}}有{{/if}}"))),
            "1 A:371.5 B:\"没有\"");
    EQ_TEXT(filled_rows(
                &cx, R("1", T("A1", "{{#each units}} {{index}}") T("B1", " {{name}} ") T("C1", "{{plan}} {{/each}}"))),
            "1 A:1 B:\"甲\" C:20\n2 A:2 B:\"乙\" C:5\n3 A:3 B:\"丙 & 丁\" C:-4");
    EQ_TEXT(filled_rows(&cx, R("1", T("A1", "{ {title}} }} {") F("B1", "\"{{title}}\"", "{{title}}"))),
            "1 A:\"{ {title}} }} {\" B=\"{{title}}\"");
    const char *xml = sheet_xml(&cx, (struct template){.rows = R("1", S("A1", "{{total}}") S("B1", "{{formula}}"))},
                                "xl/worksheets/sheet1.xml");
    OK(strstr(xml, "<c r=\"A1\" s=\"1\"><v>371.50</v></c>"), "a number takes the cell's style: %s", xml);
    OK(strstr(xml, "<c r=\"B1\" s=\"1\" t=\"inlineStr\"><is><t xml:space=\"preserve\">=1+1</t>"),
       "no value is a formula");
    tap_ctx_free(&cx);
}

#define ROW                                                                                                            \
    R("3", T("A3", "{{#each units}}{{index}}") S("B3", "{{name}}") T("C3", "{{done}}") T("D3", "{{plan}}")             \
               F("E3", "C3/D3", "1") T("F3", "万元{{/each}}"))

static void test_rows(void)
{
    struct ctx cx = tap_ctx();
    EQ_TEXT(filled_rows(&cx, R("1", T("A1", "{{title}}"))
                                 R("3", T("A3", "{{#each units}}{{index}}") T("B3", "{{name}}") T("C3", "{{done}}")
                                            N("D3", "7") T("E3", "个{{zone.name}}{{/each}}")) R("4", T("A4", "合计"))),
            "1 A:\"排名\"\n3 A:1 B:\"甲\" C:10 D:7 E:\"个渭南\"\n4 A:2 B:\"乙\" C:2.5 D:7 E:\"个渭南\"\n"
            "5 A:3 B:\"丙 & 丁\" D:7 E:\"个渭南\"\n6 A:\"合计\"");
    EQ_TEXT(filled_rows(&cx, R("3", T("A3", "{{#each one}}{{name}}{{/each}}") T("B3", "固定")) R("4", T("A4", "合计"))),
            "3 A:\"甲\" B:\"固定\"\n4 A:\"合计\"");
    EQ_TEXT(filled_rows(&cx, R("3", T("A3", "{{#each none}}{{name}}{{/each}}") N("B3", "7") F("C3", "B3*2", "14"))
                                 R("4", T("A4", "合计"))),
            "4 A:\"合计\"");
    EQ_TEXT(filled_rows(&cx, R("1", T("A1", "{{#each words}}{{this}}{{/each}}"))
                                 R("2", T("A2", "{{#each units}}{{name}}{{/each}}"))),
            "1 A:\"a\"\n2 A:\"b\"\n3 A:\"甲\"\n4 A:\"乙\"\n5 A:\"丙 & 丁\"");
    struct buf once, again;
    OK(fill(&cx, (struct template){.rows = ROW}, &once) && fill(&cx, (struct template){.rows = ROW}, &again) &&
           once.length == again.length && memcmp(once.data, again.data, once.length) == 0,
       "the same template and data give the same bytes");
    tap_ctx_free(&cx);
}

/* What refers to the row: its own formulas, totals, other sheets, merges, the print area. */
static void test_references(void)
{
    struct ctx cx = tap_ctx();
    const struct template t = {
        .rows = R("3", T("A3", "{{#each units}}{{index}}") T("B3", "{{name}}") T("C3", "{{done}}") T("D3", "{{plan}}")
                           F("E3", "C3/D3", "1") F("F3", "SUM(C$3:C3)", "1") F("G3", "RANK(C3,C$3:C$3)+C$4", "1")
                               F("H3", "汇总!B3*$B$9", "1") T("I3", "{{/each}}"))
            R("4", T("A4", "合计") F("C4", "SUM(C3:C3)", "0") F("D4", "SUM(D$3:D3)+B9", "0")),
        .behind = "<mergeCells count=\"2\"><mergeCell ref=\"I3:J3\"/><mergeCell ref=\"A4:B4\"/></mergeCells>",
        .other = R("1", F("A1", "排名!C4+SUM(排名!C3:C3)", "0")),
    };
    const char *xml = sheet_xml(&cx, t, "xl/worksheets/sheet1.xml");
    static const char *const wanted[] = {
        "<c r=\"E3\"><f>C3/D3</f></c>",
        "<c r=\"E5\"><f>C5/D5</f></c>",
        "<c r=\"F3\"><f>SUM(C$3:C3)</f></c>",
        "<c r=\"F5\"><f>SUM(C$3:C5)</f></c>",
        "<c r=\"G3\"><f>RANK(C3,C$3:C$5)+C$6</f></c>",
        "<c r=\"G4\"><f>RANK(C4,C$3:C$5)+C$6</f></c>",
        "<c r=\"H5\"><f>汇总!B5*$B$11</f></c>",
        "<c r=\"C6\"><f>SUM(C3:C5)</f></c>",
        "<c r=\"D6\"><f>SUM(D$3:D5)+B11</f></c>",
        ("<mergeCells><mergeCell ref=\"I3:J3\"/><mergeCell ref=\"I4:J4\"/><mergeCell ref=\"I5:J5\"/><mergeCell "
         "ref=\"A6:B6\"/></mergeCells>"),
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        OK(strstr(xml, wanted[i]), "%s", wanted[i]);
    OK(strstr(sheet_xml(&cx, t, "xl/worksheets/sheet2.xml"), "<f>排名!C6+SUM(排名!C3:C5)</f>"),
       "another sheet's total");
    const char *book = sheet_xml(&cx, t, "xl/workbook.xml");
    OK(strstr(book, "排名!$A$1:$D$6") && strstr(book, "fullCalcOnLoad=\"1\""), "print area, and a new calculation");
    if (cx.err.kind)
        tap_note("%s", xml);
    tap_ctx_free(&cx);
}

/* A shared formula of which the row holds the first cell, an array, and heights: one that people set stays. */
static void test_rows_as_they_are(void)
{
    struct ctx cx = tap_ctx();
    const char *xml = sheet_xml(
        &cx,
        (struct template){
            .rows = "<row r=\"2\" ht=\"15\" spans=\"1:4\">" T(
                "A2", "{{#each units}}{{done}}{{/each}}") "<c r=\"B2\"><f t=\"shared\" ref=\"B2:C2\" "
                                                          "si=\"0\">A2*2</f><v>1</v></c>"
                                                          "<c r=\"C2\"><f t=\"shared\" si=\"0\"/><v>1</v></c>"
                                                          "<c r=\"D2\"><f t=\"array\" "
                                                          "ref=\"D2\">SUM(A2*B2)</f><v>1</v></c></row>"
                                                          "<row r=\"5\" ht=\"40\" customHeight=\"1\">" T(
                                                              "A5", "{{#each words}}{{this}}{{/each}}") "</row>"},
        "xl/worksheets/sheet1.xml");
    OK(strstr(xml, "<c r=\"B4\"><f>A4*2</f></c><c r=\"C4\"><f>B4*2</f></c>"), "shared formulas: %s", xml);
    OK(strstr(xml, "<c r=\"D2\"><f t=\"array\" ref=\"D2\">SUM(A2*B2)</f></c>") &&
           strstr(xml, "<c r=\"D4\"><f t=\"array\" ref=\"D4\">SUM(A4*B4)</f></c>"),
       "arrays");
    OK(strstr(xml, "<row r=\"2\">") && strstr(xml, "<row r=\"4\">"), "rows become as high as their text");
    OK(strstr(xml, "<row r=\"7\" ht=\"40\" customHeight=\"1\">") &&
           strstr(xml, "<row r=\"8\" ht=\"40\" customHeight=\"1\">"),
       "unless somebody set it");
    tap_ctx_free(&cx);
}

static void test_faults(void)
{
    struct ctx cx = tap_ctx();
    static const struct {
        const char *rows, *code;
    } cases[] = {
        {R("3", T("C3", "{{totle}}")), "DOC-02 排名!C3"},
        {R("3", T("C3", "{{zone}}")), "DOC-02 排名!C3"},
        {R("3", T("C3", "{{#each total}}{{/each}}")), "DOC-02 排名!C3"},
        {R("3", T("C3", "{{#each nobody}}{{/each}}")), "DOC-02 排名!C3"},
        {R("3", T("C3", "{{#if totle}}{{/if}}")), "DOC-02 排名!C3"},
        {R("3", T("A3", "{{#each units}}") T("B3", "{{nmae}}{{/each}}")), "DOC-02 排名!B3"},
        {R("3", T("A3", "{{name")), "DOC-03 排名!A3"},
        {R("3", T("A3", "{{#while x}}")), "DOC-03 排名!A3"},
        {R("3", T("A3", "{{#each }}{{/each}}")), "DOC-03 排名!A3"},
        {R("3", T("A3", "{{#else}}")), "DOC-03 排名!A3"},
        {R("3", T("AA3", "{{#each units}}")) R("4", T("A4", "{{/each}}")), "DOC-09 排名!AA3"},
        {R("3", T("A3", "{{/each}}")), "DOC-09 排名!A3"},
        {R("3", T("A3", "{{#each units}}{{/each}}") T("B3", "{{#each one}}{{/each}}")), "DOC-09 排名!B3"},
        {R("3", T("A3", "{{#if yes}}") T("B3", "{{/if}}")), "DOC-09 排名!A3"},
        {R("3", T("A3", "{{/if}}")), "DOC-09 排名!A3"},
        {R("1048575", T("A1048575", "{{#each units}}{{name}}{{/each}}")), "DOC-04 排名!A1048575"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        EQ_TEXT(filled_rows(&cx, cases[i].rows), cases[i].code);
    tap_ctx_free(&cx);
}

static void test_check(void)
{
    struct ctx cx = tap_ctx();
    json_t *data = sample();
    const struct template_fault *faults;
    const char *const *names;
    size_t count = 0;
    struct buf template =
        made(&cx, (struct template){.rows = R("1", T("A1", "{{totle}}") T("B1", "{{#if no}}{{zone.nane}}{{/if}}"))
                                        R("2", T("A2", "{{#each units}}{{nmae}}{{/each}}") T("B2", "{{name}}")),
                                    .other = R("9", T("D9", "{{#each units}}") T("E9", "{{title}}"))});
    OK(workbook_fill_check(&cx, template.data, template.length, data, &faults, &count), "checked");
    EQ_INT(count, 4);
    static const char *const wanted[][3] = {{"DOC-02", "totle", "排名!A1"},
                                            {"DOC-02", "zone.nane", "排名!B1"},
                                            {"DOC-02", "nmae", "排名!A2"},
                                            {"DOC-09", "units", "汇总!D9"}};
    for (size_t i = 0; i < count && i < 4; i++) {
        EQ_TEXT(faults[i].code, wanted[i][0]);
        EQ_TEXT(faults[i].field, wanted[i][1]);
        EQ_TEXT(faults[i].where, wanted[i][2]);
        OK(faults[i].message.zh && faults[i].message.en, "in both languages");
    }
    OK(count == 4 && strstr(faults[0].message.zh, "title") && strstr(faults[1].message.en, "zone.name"),
       "with near names");
    OK(workbook_fields(&cx, template.data, template.length, &names, &count) && count == 7, "the fields it uses");
    EQ_TEXT(count == 7 ? arena_printf(cx.arena, "%s %s %s %s", names[0], names[1], names[3], names[6]) : NULL,
            "totle no units title");
    struct buf sound = made(&cx, (struct template){.rows = ROW});
    OK(workbook_fill_check(&cx, sound.data, sound.length, data, &faults, &count) && count == 0, "a sound template");
    json_decref(data);
    tap_ctx_free(&cx);
}

static void refuse(struct ctx *cx, const void *bytes, size_t size, const char *code)
{
    json_t *data = sample();
    const struct template_fault *faults;
    size_t count;
    struct buf out = buf_init(cx->arena);
    OK(!workbook_fill_check(cx, bytes, size, data, &faults, &count), "refused: %s", code);
    EQ_TEXT(tap_code(cx), code);
    err_clear(cx);
    OK(!workbook_fill(cx, bytes, size, data, &out) && out.length == 0, "nor is it filled");
    err_clear(cx);
    json_decref(data);
}

static void test_refused(void)
{
    struct ctx cx = tap_ctx();
    struct buf sound = made(&cx, (struct template){.rows = ROW}),
               macros = made(&cx, (struct template){.rows = ROW, .kind = "ms-excel.sheet.macroEnabled"});
    refuse(&cx, "", 0, "XLS-02");
    refuse(&cx, "名称,金额\n{{a}},{{b}}\n", strlen("名称,金额\n{{a}},{{b}}\n"), "XLS-10");
    refuse(&cx, "%PDF-1.7\n", 9, "XLS-01");
    refuse(&cx, macros.data, macros.length, "XLS-10");
    refuse(&cx, sound.data, sound.length - 40, "XLS-03");
    struct buf bomb = made(&cx, (struct template){.rows = "<row r=\"1\"><c r=\"A1\"><v>1</row>"});
    refuse(&cx, bomb.data, bomb.length, "XLS-03");
    tap_ctx_free(&cx);
}

static void test_many(void)
{
    struct ctx cx = tap_ctx();
    json_t *data = json_object(), *list = json_array();
    enum { MANY = 20000 };
    for (int i = 0; i < MANY; i++)
        json_array_append_new(list, json_pack("{s:i}", "n", i + 1));
    json_object_set_new(data, "list", list);
    struct buf template =
        made(&cx, (struct template){.rows = R("1", T("A1", "{{#each list}}{{n}}{{/each}}") F("B1", "A1*2", "0"))
                                        R("2", F("A2", "SUM(A1:A1)", "0"))}),
               out = buf_init(cx.arena);
    OK(workbook_fill(&cx, template.data, template.length, data, &out), "%d rows", MANY);
    const char *xml = part(&cx, &out, "xl/worksheets/sheet1.xml");
    OK(strstr(xml, "<c r=\"A20000\"><v>20000</v></c><c r=\"B20000\"><f>A20000*2</f></c>") &&
           strstr(xml, "<c r=\"A20001\"><f>SUM(A1:A20000)</f></c>"),
       "the last of them, and their sum");
    json_decref(data);
    tap_ctx_free(&cx);
}

static void test_libreoffice(void)
{
    struct ctx cx = tap_ctx();
    struct buf out, fods;
    OK(fill(&cx,
            (struct template){.rows = R("1", T("A1", "{{title}}"))
                                  ROW R("4", T("A4", "合计") F("C4", "SUM(C3:C3)", "0") F("E4", "C4/SUM(D3:D3)", "0"))},
            &out),
       "filled");
    if (convert(&cx, "xlsx", out.data, out.length, "fods", &fods))
        EQ_TEXT(shown(&cx, &fods), "排名|\n1|甲|10|20|0.5|万元|\n2|乙|2.5|5|0.5|万元|\n3|丙 & 丁||-4|0|万元|\n"
                                   "合计||12.5||0.595238095238095|\n");
    tap_ctx_free(&cx);
}

int main(void)
{
    test_values();
    test_rows();
    test_references();
    test_rows_as_they_are();
    test_faults();
    test_check();
    test_refused();
    test_many();
    test_libreoffice();
    return tap_done();
}
