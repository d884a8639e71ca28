/* workbook_csv_test.c — delimited text as a workbook of one sheet. */
#include "workbook_fixture.h"

static const char *show(struct ctx *cx, const char *name, const char *bytes, size_t n)
{
    err_clear(cx);
    char *copy = arena_strndup(cx->arena, bytes, n);
    struct workbook *w = workbook_open(cx, name, copy, n, NULL);
    return w ? show_sheet(cx, w, 0) : tap_code(cx);
}

static void cells(struct ctx *cx)
{
    static const char text[] = "序号,项目名称,总投资\r\n1,甲,1200.5\r\n\r\n2,\"乙,丙\",-3\r\n,,\r\n";
    EQ_TEXT(show(cx, "台账.csv", text, sizeof text - 1),
            "1 A:\"序号\" B:\"项目名称\" C:\"总投资\"\n2 A:1 B:\"甲\" C:1200.5\n4 A:2 B:\"乙,丙\" C:-3");
    static const char codes[] = "007,1.50,+5,610500197001010011,=\"0012\",=\"a\"\"b\",1e3, 5\n";
    EQ_TEXT(show(cx, "台账.csv", codes, sizeof codes - 1),
            "1 A:\"007\" B:\"1.50\" C:\"+5\" D:\"610500197001010011\" E:\"0012\" F:\"=\"a\"\"b\"\" G:\"1e3\" H:\" 5\"");
    EQ_TEXT(show(cx, "台账.txt", "一列\n二\n", 11), "1 A:\"一列\"\n2 A:\"二\"");
}

static void known_by_content(struct ctx *cx)
{
    static const char tabs[] = "a\tb\n1\t2\n";
    struct workbook *w = workbook_open(cx, "导出/系统导出.xls", tabs, sizeof tabs - 1, NULL);
    OK(w, "text named .xls is read when it is a table");
    EQ_TEXT(workbook_kind(w), "csv");
    EQ_INT(workbook_sheets(w), 1);
    EQ_TEXT(workbook_sheet(w, 0)->name, "系统导出");
    const struct merge *merges;
    int count = 1;
    OK(workbook_merges(cx, w, 0, &merges, &count) && count == 0, "no merges");
    EQ_TEXT(show(cx, "gbk.csv", "\xD0\xF2\xBA\xC5,\xC3\xFB\xB3\xC6\n", 10), "1 A:\"序号\" B:\"名称\"");
    EQ_TEXT(show(cx, "坏.csv", "\x01\x02\x00\x00\xFF\xFF\xFE", 7), "CSV-01");
    EQ_TEXT(show(cx, "引号.csv", "a,b\n1,\"2\n3,4\n", 13), "1 A:\"a\" B:\"b\"\nCSV-02");
}

static void limits(struct ctx *cx)
{
    struct workbook_limits l = workbook_limits_default;
    l.rows = 2;
    l.columns = 3;
    err_clear(cx);
    struct workbook *w = workbook_open(cx, "a.csv", "1\n2\n3\n", 6, &l);
    EQ_TEXT(show_sheet(cx, w, 0), "1 A:1\n2 A:2\nXLS-07");
    err_clear(cx);
    w = workbook_open(cx, "a.csv", "1,2,3\n1,2,3,4\n", 14, &l);
    EQ_TEXT(show_sheet(cx, w, 0), "1 A:1 B:2 C:3\nXLS-07");
    EQ_TEXT(cx->err.path, "a!D2");
    err_clear(cx);
}

int main(void)
{
    struct ctx cx = tap_ctx();
    cells(&cx);
    known_by_content(&cx);
    limits(&cx);
    tap_ctx_free(&cx);
    return tap_done();
}
