/* workbook_real_test.c — workbooks as programs make them: the sample ledger, libxlsxwriter, LibreOffice. */
#include "office/convert.h"
#include "workbook_fixture.h"

#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

/* Text of a cell of the first sheet; "" when it is empty. */
static const char *cell_at(struct ctx *cx, struct workbook *w, int sheet, int64_t row_number, int column)
{
    struct sheet_reader *r = sheet_open(cx, w, sheet);
    struct sheet_row row;
    const char *found = "";
    while (sheet_next(r, &row))
        for (int i = 0; i < row.count && row.number == row_number; i++)
            if (row.cells[i].column == column && row.cells[i].text)
                found = arena_strdup(cx->arena, row.cells[i].text);
    return found;
}

static void the_sample_ledger(struct ctx *cx)
{
    struct value file;
    OK(file_read(cx, "share/samples/weinan-2023.xlsx", 1 << 20, &file), "read from disk");
    struct workbook *w = workbook_open(cx, "weinan-2023.xlsx", file.s, file.n, NULL);
    OK(w, "opened");
    EQ_INT(workbook_sheets(w), 6);
    EQ_TEXT(workbook_sheet(w, 0)->name, "重点项目台账");
    EQ_TEXT(cell_at(cx, w, 0, 3, 1), "项目名称");
    EQ_TEXT(cell_at(cx, w, 0, 3, 12), "是否\n纳统");
    const struct merge *merges;
    int count, rows = 0;
    OK(workbook_merges(cx, w, 0, &merges, &count), "merges");
    EQ_INT(count, 20);
    for (int i = 0; i < workbook_sheets(w); i++) {
        struct sheet_reader *r = sheet_open(cx, w, i);
        struct sheet_row row;
        while (sheet_next(r, &row))
            rows++;
        OK(sheet_ok(r), "%s read to its end", workbook_sheet(w, i)->name);
    }
    EQ_INT(rows, 365);
}

/* One sheet of every kind of cell that libxlsxwriter writes. */
static struct value written(struct ctx *cx, bool in_cells)
{
    char path[] = "/tmp/steward-test-XXXXXX";
    struct value file = value_null();
    int fd = mkstemp(path);
    OK(fd >= 0 && close(fd) == 0, "temporary file");
    lxw_workbook_options options = {.constant_memory = in_cells};
    lxw_workbook *book = workbook_new_opt(path, &options);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "台账");
    lxw_format *head = workbook_add_format(book), *date = workbook_add_format(book), *share = workbook_add_format(book);
    format_set_bold(head);
    format_set_num_format(date, "yyyy\"年\"m\"月\"");
    format_set_num_format_index(share, 10);
    worksheet_write_string(sheet, 0, 0, "名称", head);
    worksheet_write_string(sheet, 0, 1, " 前后空格 ", NULL);
    worksheet_write_string(sheet, 0, 2, "换\n行<&>", NULL);
    worksheet_write_number(sheet, 1, 0, 8.7, NULL);
    worksheet_write_number(sheet, 1, 1, 610500000000.0, NULL);
    worksheet_write_number(sheet, 1, 2, 44990, date);
    worksheet_write_number(sheet, 1, 3, 0.8356, share);
    worksheet_write_boolean(sheet, 1, 4, 1, NULL);
    worksheet_write_formula_num(sheet, 1, 5, "=A2*2", NULL, 17.4);
    worksheet_write_formula_str(sheet, 1, 6, "=\"a\"", NULL, "a");
    worksheet_write_blank(sheet, 1, 7, head);
    worksheet_set_row_opt(sheet, 1, LXW_DEF_ROW_HEIGHT, NULL, &(lxw_row_col_options){.hidden = true});
    OK(workbook_close(book) == LXW_NO_ERROR && file_read(cx, path, 1 << 20, &file), "written by libxlsxwriter");
    unlink(path);
    return file;
}

#define WANT(boolean)                                                                                                  \
    "1 A:\"名称\"* B:\" 前后空格 \" C:\"换\n行<&>\"\n2(hidden) A:8.7 B:610500000000 C:@2023-03-05 D:0.8356% " boolean  \
    " F=17.4 G=\"a\""

static void from_libxlsxwriter(struct ctx *cx)
{
    for (int in_cells = 0; in_cells < 2; in_cells++) {
        struct value file = written(cx, in_cells);
        struct workbook *w = workbook_open(cx, "a.xlsx", file.s, file.n, NULL);
        EQ_TEXT(show_sheet(cx, w, 0), WANT("E:TRUE"));
    }
}

/* An .xls with a password to open it: the record of the writer's name turned into FILEPASS, of RC4. */
static void locked(struct ctx *cx, struct buf xls)
{
    char *record = memmem(xls.data, xls.length, "\x5C\x00\x70\x00", 4);
    OK(record, "the record of the writer's name");
    if (!record)
        return;
    memset(record + 4, 7, 0x70);
    memcpy(record, "\x2F\x00\x70\x00\1\0\1\0\1\0", 10);
    OK(!workbook_open(cx, "加密.xls", xls.data, xls.length, NULL), "a locked .xls is refused");
    EQ_TEXT(tap_code(cx), "XLS-05");
    err_clear(cx);
}

/* The kinds we read through LibreOffice. */
static void from_libreoffice(struct ctx *cx)
{
    static const char *const kinds[] = {"xls", "ods"};
    struct value file = written(cx, false);
    for (int i = 0; i < 2; i++) {
        struct buf other = buf_init(cx->arena);
        enum conversion done = office_convert("xlsx", file.s, file.n, kinds[i], 120, 1 << 20, &other);
        if (done == CONVERT_MISSING) {
            tap_skip("LibreOffice is not installed");
            continue;
        }
        EQ_INT(done, CONVERTED);
        struct workbook *w = workbook_open(cx, "台账.et", other.data, other.length, NULL);
        OK(w, "%s opened: %s", kinds[i], w ? "" : cx->err.message.en);
        if (!w)
            continue;
        EQ_TEXT(workbook_kind(w), kinds[i]);
        EQ_TEXT(show_sheet(cx, w, 0), WANT("E=TRUE")); /* LibreOffice writes truth as a formula */
        if (i == 0)
            locked(cx, other);
    }
}

static void conversion_faults(struct ctx *cx)
{
    char path[4096];
    struct buf out = buf_init(cx->arena);
    const char *given = getenv("PATH");
    snprintf(path, sizeof path, "%s", given ? given : "");
    struct value file = written(cx, false);
    enum conversion hurried = office_convert("xlsx", file.s, file.n, "ods", 0, 1 << 20, &out);
    OK(hurried == CONVERT_TIMEOUT || hurried == CONVERT_MISSING, "no time, no result");
    EQ_INT(out.length, 0);

    setenv("PATH", "/nowhere", 1);
    static const char workbook_2003[] =
        "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>";
    OK(!workbook_open(cx, "旧.xls", workbook_2003, sizeof workbook_2003 - 1, NULL),
       "without LibreOffice it is refused");
    EQ_TEXT(tap_code(cx), "XLS-08");
    OK(strstr(cx->err.message.zh, "旧.xls") && strstr(cx->err.message.zh, "另存为 .xlsx"), "%s", cx->err.message.zh);
    err_clear(cx);
    setenv("PATH", path, 1);
}

static void files(struct ctx *cx)
{
    char path[] = "/tmp/steward-test-XXXXXX";
    struct value back;
    int fd = mkstemp(path);
    OK(fd >= 0 && close(fd) == 0, "temporary file");
    OK(file_write(cx, path, "one", 3) && file_write(cx, path, "four", 4), "written twice");
    OK(file_read(cx, path, 4, &back) && back.n == 4 && memcmp(back.s, "four", 4) == 0, "the latter is there");
    OK(!file_read(cx, path, 3, &back), "over the limit");
    EQ_TEXT(tap_code(cx), "FIL-03");
    err_clear(cx);
    unlink(path);
    OK(!file_read(cx, path, 3, &back), "not there");
    EQ_TEXT(tap_code(cx), "FIL-01");
    EQ_INT(cx->err.kind, ERR_NOT_FOUND);
    err_clear(cx);
    OK(!file_read(cx, "/tmp", 3, &back), "a folder");
    EQ_TEXT(tap_code(cx), "FIL-02");
    err_clear(cx);
    OK(!file_write(cx, "/nowhere/at/all", "x", 1), "no such folder");
    EQ_TEXT(tap_code(cx), "FIL-01");
    err_clear(cx);
}

int main(void)
{
    struct ctx cx = tap_ctx();
    the_sample_ledger(&cx);
    from_libxlsxwriter(&cx);
    from_libreoffice(&cx);
    conversion_faults(&cx);
    files(&cx);
    tap_ctx_free(&cx);
    return tap_done();
}
