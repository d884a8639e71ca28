/* workbook.c — opens a workbook of any kind, and counts what is read against the limits. */
#include "base/csv.h"
#include "office/convert.h"
#include "office/workbook_inner.h"

enum {
    CONVERT_SECONDS = 120,
    MEMORY = 64 << 20, /* of merges and of windows while opening */
};

const struct workbook_limits workbook_limits_default = {
    .file_bytes = (size_t)64 << 20,
    .unpacked_bytes = (size_t)2 << 30,
    .ratio = 300,
    .rows = 1048576,
    .columns = 16384,
    .cells = 20000000,
};

void workbook_recode(struct ctx *cx, const char *path)
{
    static const char *const codes[][2] = {
        {"ZIP-01", "XLS-01"}, {"ZIP-02", "XLS-03"}, {"ZIP-03", "XLS-05"}, {"ZIP-04", "XLS-03"}, {"ZIP-05", "XLS-06"},
        {"XML-01", "XLS-03"}, {"XML-02", "XLS-04"}, {"XML-03", "XLS-06"}, {"XML-04", "XLS-03"},
    };
    for (size_t i = 0; cx->err.kind != ERR_NONE && i < sizeof codes / sizeof *codes; i++)
        if (strcmp(cx->err.code, codes[i][0]) == 0) {
            cx->err.code = codes[i][1];
            cx->err.path = path;
            return;
        }
}

bool workbook_damaged(struct ctx *cx, const struct workbook *w, const char *where, const char *cause)
{
    fail(cx, ERR_INPUT, "XLS-03", where ? where : w->name, "文件“%s”%s%s不完整或已损坏，请用办公软件打开后另存，再上传",
         "the file \"%s\"%s%s is incomplete or damaged; open it in an office program and save it again", w->name,
         where ? " › " : "", where ? where : "");
    fail_cause(cx, cause);
    return false;
}

static bool fail_other(struct ctx *cx, const struct workbook *w, struct label looks)
{
    static const struct label unknown = {"无法识别的二进制文件", "a binary file of unknown kind"};
    if (!looks.zh)
        looks = unknown;
    return fail(cx, ERR_UNSUPPORTED, "XLS-01", w->name,
                "文件“%1$s”不是表格，看起来是%2$s%3$.0s；请上传 .xlsx、.xls、.et、.ods 或 .csv 文件",
                "\"%1$s\" is not a workbook: it looks like %2$.0s%3$s; send an .xlsx, .xls, .et, .ods or .csv file",
                w->name, looks.zh, looks.en);
}

static bool fail_locked(struct ctx *cx, const struct workbook *w)
{
    return fail(cx, ERR_UNSUPPORTED, "XLS-05", w->name, "文件“%s”设有打开密码，请在办公软件中取消密码后另存，再上传",
                "\"%s\" is protected by a password; remove it in an office program and save the file again", w->name);
}

/* LibreOffice turns it into .xlsx, which we read. */
static bool open_converted(struct ctx *cx, struct workbook *w, const char *from, const void *bytes, size_t size)
{
    struct buf xlsx = buf_init(cx->arena);
    size_t limit = w->limits.file_bytes;
    w->kind = from;
    switch (office_convert(from, bytes, size, "xlsx", CONVERT_SECONDS, limit, &xlsx)) {
    case CONVERTED:
        return xlsx_open(cx, w, xlsx.data, xlsx.length);
    case CONVERT_MISSING:
        return fail(
            cx, ERR_UNSUPPORTED, "XLS-08", w->name,
            "读取“%s”（.%s 格式）需要 LibreOffice，本机未安装；请另存为 .xlsx 后上传，或请管理员安装 libreoffice-calc",
            "reading \"%s\" (.%s) needs LibreOffice, which is not installed; save it as .xlsx, or have "
            "libreoffice-calc installed",
            w->name, from);
    case CONVERT_REFUSED:
        return ole_is_locked(bytes, size) ? fail_locked(cx, w)
                                          : workbook_damaged(cx, w, NULL, "LibreOffice could not read it");
    case CONVERT_TIMEOUT:
        return fail(cx, ERR_TOO_LARGE, "XLS-06", w->name, "文件“%s”在 %d 秒内未能转换完成，请另存为 .xlsx 后再上传",
                    "\"%s\" could not be converted within %d seconds; save it as .xlsx", w->name, (int)CONVERT_SECONDS);
    case CONVERT_TOO_LARGE:
        return fail(cx, ERR_TOO_LARGE, "XLS-06", w->name, "文件“%s”转换后超过 %zu MiB，请拆分后再上传",
                    "\"%s\" is over %zu MiB once converted; split it", w->name, limit >> 20);
    case CONVERT_SYSTEM:
        break;
    }
    return fail(cx, ERR_SYSTEM, "XLS-08", w->name,
                "转换文件“%s”时系统出错（临时目录不可写或无法启动 LibreOffice），请另存为 .xlsx 后上传",
                "\"%s\" could not be converted (no temporary folder, or LibreOffice does not start); save it as .xlsx",
                w->name);
}

static bool open_package(struct ctx *cx, struct workbook *w, const void *bytes, size_t size)
{
    struct zip z;
    const char *convert;
    if (!zip_open(cx, w->name, bytes, size, &z))
        return false;
    struct label looks = package_sniff(cx, &z, &convert);
    if (convert)
        return open_converted(cx, w, convert, bytes, size);
    if (looks.zh)
        return fail_other(cx, w, looks);
    w->kind = "xlsx";
    return xlsx_open(cx, w, bytes, size);
}

static bool named_text(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot && (strcasecmp(dot, ".csv") == 0 || strcasecmp(dot, ".tsv") == 0 || strcasecmp(dot, ".txt") == 0);
}

/* Systems export CSV under other names too; then it has to look like a table. */
static bool open_text(struct ctx *cx, struct workbook *w, const void *bytes, size_t size)
{
    w->kind = "csv";
    w->bytes = bytes;
    w->size = size;
    struct csv *csv = csv_open(cx, w->name, bytes, size);
    if (!csv)
        return false;
    bool table = csv_delimiter(csv) != 0;
    csv_close(csv);
    if (!table && !named_text(w->name))
        return fail_other(cx, w, (struct label){"纯文本文件", "plain text"});
    return csv_workbook_open(cx, w);
}

static bool open_by_content(struct ctx *cx, struct workbook *w, const void *bytes, size_t size)
{
    struct label looks;
    switch (content_sniff(bytes, size, &looks)) {
    case CONTENT_EMPTY:
        return fail(cx, ERR_INPUT, "XLS-02", w->name, "文件“%s”是空的，请检查是否选错文件或上传中断",
                    "\"%s\" is empty; see whether it is the right file and was sent whole", w->name);
    case CONTENT_ZIP:
        return open_package(cx, w, bytes, size);
    case CONTENT_XLS:
        return open_converted(cx, w, "xls", bytes, size);
    case CONTENT_XML_2003:
        return open_converted(cx, w, "xml", bytes, size);
    case CONTENT_ENCRYPTED:
        return fail_locked(cx, w);
    case CONTENT_TEXT:
        return open_text(cx, w, bytes, size);
    case CONTENT_UNKNOWN:
        return named_text(w->name) ? open_text(cx, w, bytes, size) : fail_other(cx, w, looks);
    case CONTENT_OTHER:
        break;
    }
    return fail_other(cx, w, looks);
}

struct workbook *workbook_open(struct ctx *cx, const char *name, const void *bytes, size_t size,
                               const struct workbook_limits *limits)
{
    struct workbook *w = ARENA_NEW(cx->arena, struct workbook);
    w->name = arena_strdup(cx->arena, name ? name : "?");
    w->limits = limits ? *limits : workbook_limits_default;
    if (size > w->limits.file_bytes) {
        fail(cx, ERR_TOO_LARGE, "XLS-06", w->name, "文件“%s”有 %zu MiB，超过上限 %zu MiB，请拆分后再上传",
             "\"%s\" takes %zu MiB, over the limit of %zu MiB; split it", w->name, size >> 20,
             w->limits.file_bytes >> 20);
        return NULL;
    }
    w->nest = nest_open(cx, MEMORY);
    if (w->nest && open_by_content(cx, w, bytes, size))
        return w;
    workbook_recode(cx, w->name);
    return NULL;
}

const char *workbook_kind(const struct workbook *w)
{
    return w->kind;
}

int workbook_sheets(const struct workbook *w)
{
    return w->count;
}

const struct sheet_info *workbook_sheet(const struct workbook *w, int index)
{
    return index >= 0 && index < w->count ? &w->sheets[index].info : NULL;
}

static bool read_through(struct ctx *cx, struct workbook *w, int index)
{
    struct sheet_reader *r = sheet_open(cx, w, index);
    struct sheet_row row;
    while (r && sheet_next(r, &row))
        ;
    bool good = r && sheet_ok(r);
    sheet_close(r);
    return good;
}

bool workbook_extent(struct ctx *cx, struct workbook *w, int index, const struct sheet_info **ret_info)
{
    *ret_info = &w->sheets[index].info;
    return w->sheets[index].extent_known || read_through(cx, w, index);
}

bool workbook_merges(struct ctx *cx, struct workbook *w, int index, const struct merge **ret_merges, int *ret_count)
{
    if (!w->sheets[index].merges_known && !read_through(cx, w, index))
        return false;
    *ret_merges = w->sheets[index].info.merges;
    *ret_count = w->sheets[index].info.merge_count;
    return true;
}

struct sheet_reader *sheet_open(struct ctx *cx, struct workbook *w, int index)
{
    struct sheet_reader *r = ARENA_NEW(cx->arena, struct sheet_reader);
    r->cx = cx;
    r->w = w;
    r->sheet = &w->sheets[index];
    for (int i = 0; i < w->count; i++)
        r->others += i == index ? 0 : w->sheets[i].cells;
    if (strcmp(w->kind, "csv") == 0 ? csv_sheet_open(r) : xlsx_sheet_open(r))
        return r;
    workbook_recode(cx, r->sheet->info.name);
    return NULL;
}

bool sheet_next(struct sheet_reader *r, struct sheet_row *ret_row)
{
    if (r->ended || r->failed)
        return false;
    if (r->next(r, ret_row))
        return true;
    r->failed = !r->ended;
    if (r->failed)
        workbook_recode(r->cx, r->sheet->info.name);
    return false;
}

bool sheet_ok(const struct sheet_reader *r)
{
    return !r->failed;
}

int sheet_progress(const struct sheet_reader *r)
{
    return r->ended ? 100 : r->progress(r);
}

void sheet_close(struct sheet_reader *r)
{
    if (r && r->close)
        r->close(r);
}

static const char *used_range(const struct sheet_reader *r)
{
    return r->sheet->used ? r->sheet->used : "?";
}

bool reader_count_row(struct sheet_reader *r, int64_t row, int cells)
{
    const struct workbook_limits *limits = &r->w->limits;
    const char *sheet = r->sheet->info.name;
    r->rows++;
    r->cells += cells;
    if (r->rows > limits->rows)
        return fail(r->cx, ERR_TOO_LARGE, "XLS-07", sheet,
                    "文件“%s”工作表“%s”的数据行超过上限 %lld 行（读到第 %lld 行，使用范围 %s），请拆分后再上传",
                    "sheet \"%2$s\" in \"%1$s\" has more than %3$lld rows of data (at row %4$lld of the used range "
                    "%5$s); split it",
                    r->w->name, sheet, (long long)limits->rows, (long long)row, used_range(r));
    if (r->cells + r->others > limits->cells)
        return fail(r->cx, ERR_TOO_LARGE, "XLS-07", sheet,
                    "文件“%s”的非空单元格超过上限 %lld 个（读到工作表“%s”第 %lld 行），请拆分后再上传",
                    "\"%s\" has more than %lld cells that are not empty (at sheet \"%s\", row %lld); split it",
                    r->w->name, (long long)limits->cells, sheet, (long long)row);
    return true;
}

/* 27 → "AB". */
static const char *column_letters(struct arena *a, int column)
{
    char letters[8] = "";
    char *p = letters + sizeof letters - 1;
    for (int n = column + 1; n > 0; n = (n - 1) / 26)
        *--p = (char)('A' + (n - 1) % 26);
    return arena_strdup(a, p);
}

bool reader_fail_columns(struct sheet_reader *r, int64_t row, int column)
{
    struct arena *a = r->cx->arena;
    const char *sheet = r->sheet->info.name;
    return fail(r->cx, ERR_TOO_LARGE, "XLS-07",
                arena_printf(a, "%s!%s%lld", sheet, column_letters(a, column), (long long)row),
                "文件“%s”工作表“%s”第 %lld 行用到了 %s 列，超过上限 %d 列（使用范围 %s），请删除多余的列后再上传",
                "sheet \"%2$s\" in \"%1$s\" uses column %4$s in row %3$lld, beyond the limit of %5$d columns (used "
                "range %6$s); delete the columns that are not needed",
                r->w->name, sheet, (long long)row, column_letters(a, column), r->w->limits.columns, used_range(r));
}
