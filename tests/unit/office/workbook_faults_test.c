/* workbook_faults_test.c — what is not a workbook, is damaged or hostile: each gives its code, its place and the mend. */
#include "workbook_fixture.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <xlsxwriter.h>

/* Open and read everything; what it failed with, or "". */
static const char *read_all(struct ctx *cx, const char *name, const void *bytes, size_t size,
                            const struct workbook_limits *limits)
{
    struct sheet_row row;
    struct workbook *w = workbook_open(cx, name, bytes, size, limits);
    for (int i = 0; w && i < workbook_sheets(w); i++) {
        struct sheet_reader *r = sheet_open(cx, w, i);
        while (r && sheet_next(r, &row))
            ;
    }
    return tap_code(cx);
}

static void fails(struct ctx *cx, const char *name, const void *bytes, size_t size, const char *code, const char *words)
{
    char *copy = arena_strndup(cx->arena, bytes, size);
    EQ_TEXT(read_all(cx, name, copy, size, NULL), code);
    const struct err *e = &cx->err;
    OK(e->kind != ERR_NONE && strstr(e->message.zh, name) && strstr(e->message.en, name),
       "%s: both messages name the file", name);
    OK(e->kind != ERR_NONE && strstr(e->message.zh, words), "%s: %s", name, e->message.zh);
    err_clear(cx);
}

static void fails_buf(struct ctx *cx, const char *name, struct buf b, const char *code, const char *words)
{
    fails(cx, name, b.data, b.length, code, words);
}

static struct buf package_of(struct ctx *cx, const char *const *names, int count)
{
    struct buf out = buf_init(cx->arena);
    struct zip_writer *w = zip_to(cx, &out);
    bool good = true;
    for (int i = 0; i < count; i++)
        good = good && zip_add(w, names[i], "<a/>", 4, ZIP_STORED);
    OK(good && zip_finish(w), "a package of %s", names[0]);
    return out;
}

static void other_kinds_of_file(struct ctx *cx)
{
    static const char *const word[] = {"[Content_Types].xml", "_rels/.rels", "word/document.xml"};
    static const char *const slides[] = {"[Content_Types].xml", "ppt/presentation.xml"};
    static const char *const photos[] = {"photo1.jpg", "photo2.jpg"};
    fails_buf(cx, "报告.xlsx", package_of(cx, word, 3), "XLS-01", "Word 文档");
    fails_buf(cx, "汇报.xlsx", package_of(cx, slides, 2), "XLS-01", "PowerPoint");
    fails_buf(cx, "照片.xlsx", package_of(cx, photos, 2), "XLS-01", "ZIP 压缩包");
    fails(cx, "红头.xlsx", "%PDF-1.7\n%\xE2\xE3\xCF\xD3", 15, "XLS-01", "PDF");
    fails(cx, "截图.xlsx", "\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16, "XLS-01", "PNG");
    fails(cx, "网页.xls", "<html><body><table><tr><td>1</td></tr></table>", 46, "XLS-01", "另存为 .xlsx");
    fails(cx, "杂.xlsx", "\1\2\3\0\0\4\5\6\7", 9, "XLS-01", "无法识别");
    fails(cx, "便笺.xlsx", "明天开会\n带上材料\n", 26, "XLS-01", "纯文本");
    fails(cx, "空.xlsx", "", 0, "XLS-02", "空的");
    fails(cx, "空白.csv", "\xEF\xBB\xBF\r\n", 5, "XLS-02", "空的");
}

static void put(char *at, uint32_t n, int bytes)
{
    for (int i = 0; i < bytes; i++)
        at[i] = (char)(n >> 8 * i & 0xFF);
}

/* An OLE2 file of four sectors: header, table, directory with one stream, the stream. */
static const char *ole_file(struct ctx *cx, const char *stream, const char *content, size_t n)
{
    char *f = arena_alloc(cx->arena, 2048);
    memcpy(f, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    put(f + 30, 9, 2);
    put(f + 48, 1, 4);
    put(f + 512, 0xFFFFFFFD, 4), put(f + 516, 0xFFFFFFFE, 4), put(f + 520, 0xFFFFFFFE, 4);
    char *entry = f + 1024 + 128;
    for (size_t i = 0; stream[i]; i++)
        entry[2 * i] = stream[i];
    put(entry + 64, (uint32_t)(2 * strlen(stream) + 2), 2);
    put(entry + 116, 2, 4);
    memcpy(f + 1536, content, n);
    return f;
}

static void old_and_locked(struct ctx *cx)
{
    fails(cx, "加密.xlsx", ole_file(cx, "EncryptedPackage", "", 0), 2048, "XLS-05", "取消密码");
    fails(cx, "报告.xls", ole_file(cx, "WordDocument", "", 0), 2048, "XLS-01", "Word");
    fails(cx, "断.xls", ole_file(cx, "Workbook", "", 0), 300, "XLS-01", "不完整");
    fails(cx, "未知.xls", ole_file(cx, "Nothing", "", 0), 2048, "XLS-01", "不完整");
    struct buf b = book_make(cx, &(struct book){.rows = "<row/>"});
    b.data[strlen("PK\1\2....") + (size_t)((char *)memmem(b.data, b.length, "PK\1\2", 4) - b.data)] |= 1;
    fails_buf(cx, "部件加密.xlsx", b, "XLS-05", "取消密码");
}

static void hostile_xml(struct ctx *cx)
{
    static const char laughs[] =
        "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;&lol;&lol;\">]>"
        "<worksheet><sheetData><row><c t=\"str\"><v>&lol2;</v></c></row></sheetData></worksheet>";
    fails_buf(cx, "实体.xlsx", book_make(cx, &(struct book){.sheet = laughs}), "XLS-04", "DTD");
    fails_buf(cx, "实体二.xlsx",
              book_make(cx, &(struct book){.strings = "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><sst/>"}), "XLS-04",
              "DTD");
    fails_buf(cx, "实体三.xlsx", book_make(cx, &(struct book){.rows = "<row><c t=\"str\"><v>&lol;</v></c></row>"}),
              "XLS-03", "表一");
    fails_buf(cx, "错位.xlsx", book_make(cx, &(struct book){.rows = "<row><c><v>1</c></v></row>"}), "XLS-03", "表一");
    fails_buf(cx, "断尾.xlsx",
              book_make(cx, &(struct book){.sheet = "<worksheet><sheetData><row><c><v>1</v></c></row>"}), "XLS-03",
              "表一");
    fails_buf(cx, "编码.xlsx", book_make(cx, &(struct book){.rows = "<row><c t=\"str\"><v>\xD6\xD0</v></c></row>"}),
              "XLS-03", "UTF-8");
    fails_buf(cx, "声明.xlsx",
              book_make(cx, &(struct book){.sheet = "<?xml version='1.0' encoding='GBK'?><worksheet/>"}), "XLS-03",
              "UTF-8");
    fails_buf(cx, "双表.xlsx",
              book_make(cx, &(struct book){.sheet = "<worksheet><sheetData/><sheetData/></worksheet>"}), "XLS-03",
              "表一");
    fails_buf(cx, "非表.xlsx", book_make(cx, &(struct book){.sheet = "<chartsheet><sheetData/></chartsheet>"}),
              "XLS-03", "表一");
    fails_buf(cx, "缺表.xlsx", book_make(cx, &(struct book){.rels = RELS("")}), "XLS-03", "损坏");
    fails_buf(cx, "缺样式.xlsx", book_make(cx, &(struct book){.styles = ""}), "XLS-03", "损坏");
    fails_buf(cx, "缺一切.xlsx", book_make(cx, &(struct book){.workbook = ""}), "XLS-03", "损坏");
}

/* Ten times 1 GiB of zeros, 10 MB packed: refused by what the directory declares. */
static void zip_bombs(struct ctx *cx)
{
    struct buf file = buf_init(cx->arena);
    struct zip_writer *z = zip_to(cx, &file);
    char *zeros = arena_alloc(cx->arena, 1 << 20);
    bool good =
        zip_add(z, "_rels/.rels", "<Relationships/>", 16, ZIP_STORED) && zip_begin(z, "xl/workbook.xml", ZIP_DEFLATED);
    for (int i = 0; good && i < 256; i++)
        good = zip_put(z, zeros, 1 << 20);
    OK(good && zip_end(z) && zip_finish(z), "a bomb of 256 MiB in %zu KiB", file.length >> 10);
    size_t before = arena_used(cx->arena);
    clock_t start = clock();
    EQ_TEXT(read_all(cx, "炸弹.xlsx", file.data, file.length, NULL), "XLS-06");
    OK(clock() - start < CLOCKS_PER_SEC / 2, "refused at once");
    OK(arena_used(cx->arena) - before < 1 << 20, "without memory");
    OK(strstr(cx->err.message.zh, "炸弹.xlsx") && strstr(cx->err.message.en, "xl/workbook.xml"), "%s",
       cx->err.message.en);
    err_clear(cx);
}

static void limits(struct ctx *cx)
{
    struct buf b = book_make(
        cx, &(struct book){.sheet = "<worksheet><dimension ref=\"A1:C900\"/><sheetData>"
                                    "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>1</v></c></row>"
                                    "<row r=\"900\"><c r=\"C900\"><v>1</v></c></row></sheetData></worksheet>"});
    struct workbook_limits l = workbook_limits_default;
    l.rows = 1;
    EQ_TEXT(read_all(cx, "行.xlsx", b.data, b.length, &l), "XLS-07");
    OK(strstr(cx->err.message.zh, "表一") && strstr(cx->err.message.zh, "A1:C900") &&
           strstr(cx->err.message.en, "row 900"),
       "%s", cx->err.message.zh);
    err_clear(cx);
    l = workbook_limits_default;
    l.columns = 2;
    EQ_TEXT(read_all(cx, "列.xlsx", b.data, b.length, &l), "XLS-07");
    EQ_TEXT(cx->err.path, "表一!C900");
    err_clear(cx);
    l = workbook_limits_default;
    l.cells = 2;
    EQ_TEXT(read_all(cx, "格.xlsx", b.data, b.length, &l), "XLS-07");
    err_clear(cx);
    l = workbook_limits_default;
    l.file_bytes = 100;
    EQ_TEXT(read_all(cx, "大.xlsx", b.data, b.length, &l), "XLS-06");
    err_clear(cx);

    char *text = arena_alloc(cx->arena, 300001);
    memset(text, 'x', 300000);
    const char *rows = arena_printf(cx->arena, "<row><c t=\"str\"><v>%s</v></c></row>", text);
    EQ_TEXT(show_rows(cx, rows), "XLS-06");
    EQ_TEXT(show_book(cx, (struct book){.strings = arena_printf(cx->arena, "<sst><si><t>%s</t></si></sst>", text)}),
            "XLS-06");
    text[32767 * 4] = '\0';
    rows = arena_printf(cx->arena, "<row><c t=\"str\"><v>%s</v></c></row>", text);
    EQ_INT(strlen(show_rows(cx, rows)), 32767 * 4 + strlen("1 A:\"\""));
    char *huge = arena_alloc(cx->arena, (17 << 20) + 1);
    memset(huge, 'x', 17 << 20);
    for (size_t i = 0; i < 17 << 20; i += 7) /* not a bomb by its ratio */
        huge[i] = (char)('A' + i * 2654435761u % 31);
    EQ_TEXT(show_rows(cx, arena_printf(cx->arena, "<row><c t=\"str\"><v>%s</v></c></row>", huge)), "XLS-06");
    err_clear(cx);
}

/* A small workbook as libxlsxwriter makes it. */
static struct value real_workbook(struct ctx *cx)
{
    char path[] = "/tmp/steward-test-XXXXXX";
    struct value file = value_null();
    int fd = mkstemp(path);
    OK(fd >= 0 && close(fd) == 0, "temporary file");
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "台账");
    lxw_format *date = workbook_add_format(book);
    format_set_num_format(date, "yyyy-mm");
    for (lxw_row_t row = 0; row < 6; row++) {
        worksheet_write_string(sheet, row, 0, row % 2 ? "电子信息产业园" : "智慧物流中心", NULL);
        worksheet_write_number(sheet, row, 1, row * 1234.5, NULL);
        worksheet_write_number(sheet, row, 2, 45000 + row, date);
    }
    worksheet_merge_range(sheet, 8, 0, 8, 2, "合计", NULL);
    OK(workbook_close(book) == LXW_NO_ERROR && file_read(cx, path, 1 << 20, &file), "written by libxlsxwriter");
    unlink(path);
    return file;
}

/* Everything the workbook says, with merges and the sheet's name; or the failure's code. */
static const char *all_of(struct ctx *cx, const char *bytes, size_t size)
{
    struct workbook *w = workbook_open(cx, "台账.xlsx", bytes, size, NULL);
    if (!w)
        return tap_code(cx);
    const char *rows = show_sheet(cx, w, 0);
    const struct sheet_info *info = workbook_sheet(w, 0);
    return arena_printf(cx->arena, "%s %d %s\n%s\n%d", workbook_kind(w), workbook_sheets(w), info->name, rows,
                        info->merge_count);
}

static void damage_never_loses_rows_silently(struct ctx *cx)
{
    struct value file = real_workbook(cx);
    const char *whole = all_of(cx, file.s, file.n);
    OK(strstr(whole, "B:1234.5 C:@2023-03-16") && strstr(whole, "合计"), "the whole workbook reads");
    int taken = 0, unexplained = 0, wrong = 0;
    for (size_t n = 0; n < file.n; n++) {
        struct arena_mark mark = arena_mark(cx->arena);
        taken += strcmp(read_all(cx, "断.xlsx", arena_strndup(cx->arena, file.s, n), n, NULL), "") == 0;
        unexplained += cx->err.kind == ERR_NONE || strncmp(cx->err.code, "XLS-0", 5) != 0 ||
                       !strstr(cx->err.message.zh, "断.xlsx");
        err_clear(cx);
        arena_reset(cx->arena, mark);
    }
    EQ_INT(taken, 0);
    EQ_INT(unexplained, 0);
    for (size_t at = 0; at < file.n; at++) {
        struct arena_mark mark = arena_mark(cx->arena);
        char *copy = arena_strndup(cx->arena, file.s, file.n);
        copy[at] ^= 0x11;
        const char *got = all_of(cx, copy, file.n);
        if (cx->err.kind == ERR_NONE && strcmp(got, whole) != 0 && wrong++ < 3)
            tap_note("byte %zu changed: %s", at, got);
        err_clear(cx);
        arena_reset(cx->arena, mark);
    }
    EQ_INT(wrong, 0);
}

/* A checksum that is wrong shows at the end at the latest. */
static void checksums_are_checked(struct ctx *cx)
{
    struct buf b = book_make(cx, &(struct book){.rows = "<row><c><v>12345</v></c></row>"});
    struct zip z;
    OK(zip_open(cx, "a", b.data, b.length, &z), "opened");
    struct buf out = buf_init(cx->arena);
    struct zip_writer *w = zip_to(cx, &out);
    for (size_t i = 0; i < z.count; i++) {
        struct zip_entry e = z.entries[i];
        e.crc ^= strstr(e.name, "sheet1.xml") != NULL;
        if (!zip_copy(w, &z, &e))
            OK(false, "copied");
    }
    OK(zip_finish(w), "written with a wrong checksum");
    fails_buf(cx, "校验.xlsx", out, "XLS-03", "损坏");
}

int main(void)
{
    struct ctx cx = tap_ctx();
    other_kinds_of_file(&cx);
    old_and_locked(&cx);
    hostile_xml(&cx);
    zip_bombs(&cx);
    limits(&cx);
    damage_never_loses_rows_silently(&cx);
    checksums_are_checked(&cx);
    tap_ctx_free(&cx);
    return tap_done();
}
