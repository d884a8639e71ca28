/* cell_shown_test.c — numbers and dates as their formats show them. */
#include "office/cell_shown.h"
#include "office/number_format.h"
#include "office/number_text.h"
#include "tap.h"
#include "unit/office/workbook_fixture.h"

/* What Excel shows for a stored number under a format; NULL is General. */
/* clang-format off */
static const struct { const char *number, *format, *want; } cases[] = {
    {"1714807", NULL, "1714807"}, {"8.7", "General", "8.7"}, {"-8.7", "G/通用格式", "-8.7"}, {"5", "General\"个\"", "5个"},
    {"-5", "G/通用格式\"个\"", "-5个"},
    {"1714807", "#,##0", "1,714,807"}, {"1714807.456", "#,##0.00", "1,714,807.46"}, {"12", "#,##0", "12"}, {"0", "#,##0", "0"},
    {"0.5", "0", "1"}, {"1.5", "0", "2"}, {"2.675", "0.00", "2.68"}, {"-2.5", "0", "-3"}, {"-0.4", "0", "0"}, {"999.995", "0.00", "1000.00"},
    {"1.005", "0.00", "1.01"}, {"0.25", "#.#", ".3"}, {"3", "0.##", "3."}, {"3.5", "0.0#", "3.5"}, {"7", "000", "007"},
    {"13912345678", "000-0000-0000", "139-1234-5678"}, {"0", "#", ""}, {"0.856", "0.0%", "85.6%"}, {"0.85649", "0.00%", "85.65%"}, {"1", "0%", "100%"},
    {"-0.034", "0.0%", "-3.4%"}, {"123456789", "#,##0,", "123,457"}, {"123456789", "0.0,,\"百万\"", "123.5百万"}, {"28580", "0!.0,", "2.9"},
    {"1234.5", "\"¥\"#,##0.00", "¥1,234.50"}, {"1234.5", "[$¥-804]#,##0.00", "¥1,234.50"}, {"1234.5", "[$-804]#,##0", "1,235"},
    {"-5", "0;(0)", "(5)"}, {"-5", "0.0_);[Red]\\(0.0\\)", "(5.0)"}, {"0", "0;-0;\"—\"", "—"}, {"7", "0;-0;\"—\"", "7"}, {"-7", "0;-0;\"—\"", "-7"},
    {"1234", "_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "1,234.00"}, {"-1234", "_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "-1,234.00"},
    {"0", "_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "-"},
    {"15000", "[>=10000]0.0,\"千\";0", "15.0千"}, {"800", "[>=10000]0.0,\"千\";0", "800"}, {"50", "[<60]\"不及格\";[<90]\"良\";\"优\"", "不及格"},
    {"75", "[<60]\"不及格\";[<90]\"良\";\"优\"", "良"}, {"95", "[<60]\"不及格\";[<90]\"良\";\"优\"", "优"},
    {"12345", "0.00E+00", "1.23E+04"}, {"5.25", "# ?/?", "5.25"}, {"42", "@", "42"}, {"5", "0\"天\"", "5天"}, {"5", "0\\年", "5年"},
    {"1.5", "[h]:mm", "36:00"}, {"0.0625", "[mm]\"分\"", "90分"}, {"161020000000000000", "0", "161020000000000000"}, {"3", ";;;", ""},
    {"45000", "yyyy/m/d", "2023/3/15"}, {"45000", "yyyy\"年\"m\"月\"", "2023年3月"}, {"45000", "yyyy\"年\"m\"月\"d\"日\";@", "2023年3月15日"},
    {"45000", "[$-804]yyyy-mm-dd;@", "2023-03-15"}, {"45000", "yy.mm", "23.03"}, {"45000", "m\"月\"d\"日\"", "3月15日"}, {"45000", "aaaa", "星期三"},
    {"45000", "aaa", "周三"}, {"45000", "d-mmm-yy", "15-Mar-23"}, {"45000", "mmmm dddd", "March Wednesday"}, {"45000.75", "yyyy/m/d h:mm", "2023/3/15 18:00"},
    {"45000.75", "h:mm AM/PM", "6:00 PM"}, {"45000.75", "上午/下午h\"时\"mm\"分\"", "下午6时00分"}, {"45000.3125", "hh:mm:ss", "07:30:00"}, {"45000.3125", "yyyy-mm", "2023-03"},
};
/* clang-format on */

static const char *shown(struct ctx *cx, const char *number, const char *format)
{
    struct number_format f = number_format_read(format);
    struct cell c = {.kind = CELL_NUMBER, .format = f.code};
    char text[NUMBER_TEXT_MAX];
    size_t n;
    if (!number_text(number, strlen(number), &c.number, text, &n))
        return "no number";
    c.text = arena_strndup(cx->arena, text, n);
    if (f.date) {
        c.kind = CELL_DATE;
        c.date = date_from_serial(c.number, false);
    }
    return cell_shown(cx->arena, &c);
}

static void numbers(struct ctx *cx)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *got = shown(cx, cases[i].number, cases[i].format);
        OK(strcmp(got, cases[i].want) == 0, "%s as %s is %s (got %s)", cases[i].number,
           cases[i].format ? cases[i].format : "General", cases[i].want, got);
    }
}

static void others(struct ctx *cx)
{
    struct arena *a = cx->arena;
    EQ_TEXT(cell_shown(a, &(struct cell){.kind = CELL_EMPTY}), "");
    EQ_TEXT(cell_shown(a, &(struct cell){.kind = CELL_TEXT, .text = "甲", .format = "0.00"}), "甲");
    EQ_TEXT(cell_shown(a, &(struct cell){.kind = CELL_TEXT, .text = "甲", .format = "\"项目：\"@"}), "项目：甲");
    EQ_TEXT(cell_shown(a, &(struct cell){.kind = CELL_TEXT, .text = "甲", .format = "0;-0;0;@\"园\""}), "甲园");
    EQ_TEXT(cell_shown(a, &(struct cell){.kind = CELL_BOOL, .text = "TRUE", .number = 1}), "TRUE");
    EQ_TEXT(cell_shown(a, &(struct cell){.kind = CELL_ERROR, .text = "#REF!", .format = "0"}), "#REF!");
}

/* Codes from outside: whatever they hold, something comes back. */
static void damaged(struct ctx *cx)
{
    static const char *const codes[] = {
        "\"",     "[",
        "\\",     "_",
        "*",      "0.",
        ".",      ",",
        "%",      "0;;;;;;",
        "[>]0",   "[>=x]0;1",
        "\"年",   "[h",
        "E+",     "0E+",
        "yyyy\"", "0%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        OK(shown(cx, "45000.5", codes[i]), "a number as %s", codes[i]);
        OK(shown(cx, "-1e-300", codes[i]), "a small one as %s", codes[i]);
    }
}

/* The file's own widths, merges and extent are known once it is read through. */
static void extent(struct ctx *cx)
{
    struct book b = {.sheet =
                         "<worksheet " MAIN
                         "><sheetFormatPr defaultColWidth=\"10.5\"/><cols><col min=\"2\" max=\"3\" width=\"24.25\"/>"
                         "<col min=\"4\" max=\"4\" width=\"8\" hidden=\"1\"/></cols><sheetData>"
                         "<row r=\"2\"><c r=\"B2\"><v>1</v></c></row><row r=\"7\"><c r=\"E7\"><v>1</v></c></row><row "
                         "r=\"9\"/></sheetData>"
                         "<mergeCells><mergeCell ref=\"A1:C1\"/></mergeCells></worksheet>"};
    struct buf file = book_make(cx, &b);
    struct workbook *w = workbook_open(cx, "a.xlsx", file.data, file.length, NULL);
    const struct sheet_info *info;
    if (!OK(w && workbook_extent(cx, w, 0, &info), "it is read"))
        return;
    EQ_INT(info->rows, 7);
    EQ_INT(info->columns, 5);
    EQ_INT(info->merge_count, 1);
    EQ_INT(info->width_count, 2);
    EQ_INT(info->usual_width * 100, 1050);
    EQ_INT(info->widths[0].first, 1);
    EQ_INT(info->widths[0].last, 2);
    EQ_INT(info->widths[0].chars * 100, 2425);
    EQ_INT(info->widths[1].chars, 0);
    static const char csv[] = "a,b\n\n1,2,3\n";
    w = workbook_open(cx, "a.csv", csv, sizeof csv - 1, NULL);
    if (!OK(w && workbook_extent(cx, w, 0, &info), "so is a csv"))
        return;
    EQ_INT(info->rows, 3);
    EQ_INT(info->columns, 3);
}

int main(void)
{
    struct ctx cx = tap_ctx();
    numbers(&cx);
    others(&cx);
    damaged(&cx);
    extent(&cx);
    tap_ctx_free(&cx);
    return tap_done();
}
