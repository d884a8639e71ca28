/* workbook_write.c — writes a new .xlsx in constant memory: our styles and rules over libxlsxwriter. */
#include "office/workbook_write.h"
#include "base/text.h"
#include "office/cell_text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum {
    NAME_CHARS = 31,
    MAX_COLUMNS = 16384,
    PAPER_A4 = 9,
    CREATED = 946684800, /* 2000-01-01: a fixed date keeps the bytes the same */
};

static const char HEI[] = "黑体", SONG[] = "宋体";

/* clang-format off */
static const struct look {
    const char *font;
    double size;
    bool bold, border, wrap;
    uint8_t align;
    uint32_t fill; /* 0: none */
    const char *number;
} looks[] = {
    [STYLE_PLAIN]         = {SONG, 11, .align = LXW_ALIGN_NONE},
    [STYLE_TITLE]         = {HEI,  16, .align = LXW_ALIGN_CENTER},
    [STYLE_SUBTITLE]      = {SONG, 11, .align = LXW_ALIGN_RIGHT},
    [STYLE_HEAD]          = {HEI,  11, .border = true, .wrap = true, .align = LXW_ALIGN_CENTER, .fill = 0xDDEBF7},
    [STYLE_TEXT]          = {SONG, 11, .border = true, .align = LXW_ALIGN_LEFT},
    [STYLE_WRAP]          = {SONG, 11, .border = true, .wrap = true, .align = LXW_ALIGN_LEFT},
    [STYLE_INTEGER]       = {SONG, 11, .border = true, .align = LXW_ALIGN_RIGHT, .number = "#,##0"},
    [STYLE_DECIMAL]       = {SONG, 11, .border = true, .align = LXW_ALIGN_RIGHT, .number = "#,##0.00"},
    [STYLE_SIGNED]        = {SONG, 11, .border = true, .align = LXW_ALIGN_RIGHT, .number = "+0.0;-0.0;0.0"},
    [STYLE_PERCENT]       = {SONG, 11, .border = true, .align = LXW_ALIGN_RIGHT, .number = "0.0%"},
    [STYLE_CENTER]        = {SONG, 11, .border = true, .align = LXW_ALIGN_CENTER},
    [STYLE_TOTAL]         = {SONG, 11, .bold = true, .border = true, .align = LXW_ALIGN_RIGHT, .fill = 0xF2F2F2, .number = "#,##0"},
    [STYLE_TOTAL_DECIMAL] = {SONG, 11, .bold = true, .border = true, .align = LXW_ALIGN_RIGHT, .fill = 0xF2F2F2, .number = "#,##0.00"},
    [STYLE_NOTE]          = {SONG, 10, .wrap = true, .align = LXW_ALIGN_LEFT},
};
/* clang-format on */
enum { STYLES = sizeof looks / sizeof *looks };

struct writer {
    struct ctx *cx;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *formats[STYLES];
    char *path;
    char **names; /* of the sheets so far */
    int sheets;
    int columns;
    int filter_row; /* -1: no autofilter */
    int last_row;
    lxw_error error; /* the first refused cell … */
    char *where;     /* … and its place */
};

static void writer_abandon(void *arg)
{
    struct writer *w = arg;
    if (w->book)
        lxw_workbook_free(w->book);
    if (w->path)
        unlink(w->path);
}

static lxw_format *format_new(lxw_workbook *book, const struct look *look)
{
    lxw_format *f = workbook_add_format(book);
    format_set_font_name(f, look->font);
    format_set_font_size(f, look->size);
    format_set_font_family(f, 3);
    format_set_font_charset(f, 134); /* GB2312 */
    format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
    if (look->align)
        format_set_align(f, look->align);
    if (look->bold)
        format_set_bold(f);
    if (look->border)
        format_set_border(f, LXW_BORDER_THIN);
    if (look->wrap)
        format_set_text_wrap(f);
    if (look->fill)
        format_set_bg_color(f, look->fill);
    if (look->number)
        format_set_num_format(f, look->number);
    return f;
}

/* libxlsxwriter writes to a path; ours is a file of our own in the temporary folder. */
static char *temporary_path(struct ctx *cx)
{
    const char *folder = getenv("TMPDIR");
    char *path = arena_printf(cx->arena, "%s/steward-XXXXXX.xlsx", folder && *folder ? folder : "/tmp");
    int fd = mkstemps(path, 5);
    if (fd < 0) {
        fail(cx, ERR_SYSTEM, "XLS-09", NULL, "无法建立临时文件“%s”，请检查磁盘空间和目录权限",
             "cannot make the temporary file \"%s\"; check disk space and permissions", path);
        fail_cause(cx, strerror(errno));
        return NULL;
    }
    close(fd);
    return path;
}

struct writer *writer_new(struct ctx *cx)
{
    struct writer *w = ARENA_NEW(cx->arena, struct writer);
    w->cx = cx;
    arena_defer(cx->arena, writer_abandon, w);
    w->path = temporary_path(cx);
    if (!w->path)
        return NULL;
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .use_zip64 = LXW_FALSE};
    w->book = workbook_new_opt(w->path, &options);
    if (!w->book) {
        fail(cx, ERR_MEMORY, "XLS-09", NULL, "内存不足，无法建立工作簿", "not enough memory for a workbook");
        return NULL;
    }
    for (int i = 0; i < STYLES; i++)
        w->formats[i] = format_new(w->book, &looks[i]);
    lxw_doc_properties properties = {.created = CREATED};
    workbook_set_properties(w->book, &properties);
    return w;
}

/* The first `chars` code points of s. */
static char *text_head(struct arena *a, const char *s, size_t chars)
{
    const char *p = s;
    while (*p && chars--)
        do
            p++;
        while ((*p & 0xC0) == 0x80);
    return arena_strndup(a, s, (size_t)(p - s));
}

static bool name_taken(const struct writer *w, const char *name)
{
    for (int i = 0; i < w->sheets; i++)
        if (strcasecmp(w->names[i], name) == 0)
            return true;
    return strcasecmp(name, "history") == 0; /* reserved by Excel */
}

static char *sheet_name(const struct writer *w, const char *wanted)
{
    struct arena *a = w->cx->arena;
    char *name = text_head(a, text_is_empty(wanted) ? "表" : wanted, NAME_CHARS);
    for (char *p = name; *p; p++)
        if (strchr("[]:*?/\\'", *p) || (unsigned char)*p < ' ')
            *p = '_';
    char *unique = name;
    for (int n = 2; name_taken(w, unique); n++) {
        const char *suffix = arena_printf(a, "(%d)", n);
        unique = arena_printf(a, "%s%s", text_head(a, name, NAME_CHARS - strlen(suffix)), suffix);
    }
    return unique;
}

/* What is known only once the rows are there. */
static void sheet_end(struct writer *w)
{
    if (!w->sheet || w->filter_row < 0 || w->columns == 0)
        return;
    int last = w->last_row > w->filter_row ? w->last_row : w->filter_row;
    worksheet_autofilter(w->sheet, (lxw_row_t)w->filter_row, 0, (lxw_row_t)last, (lxw_col_t)(w->columns - 1));
}

bool writer_sheet(struct writer *w, const char *name, const int *widths, int columns)
{
    if (columns > MAX_COLUMNS)
        return fail(w->cx, ERR_TOO_LARGE, "XLS-09", name, "一张表最多%d列，这里要写%d列，请减少列数",
                    "a sheet holds at most %d columns, this one has %d; choose fewer", MAX_COLUMNS, columns);
    sheet_end(w);
    w->names = arena_grow(w->cx->arena, w->names, (size_t)w->sheets * sizeof *w->names,
                          (size_t)(w->sheets + 1) * sizeof *w->names);
    char *unique = sheet_name(w, name);
    w->names[w->sheets++] = unique;
    w->sheet = workbook_add_worksheet(w->book, unique);
    if (!w->sheet)
        return fail(w->cx, ERR_SYSTEM, "XLS-09", unique, "无法建立工作表“%s”", "cannot add the sheet \"%s\"", unique);
    w->columns = columns;
    w->filter_row = -1;
    w->last_row = 0;
    for (int c = 0; c < columns; c++)
        if (widths[c] > 0)
            worksheet_set_column(w->sheet, (lxw_col_t)c, (lxw_col_t)c, widths[c], NULL);
        else if (widths[c] < 0)
            worksheet_set_column_opt(w->sheet, (lxw_col_t)c, (lxw_col_t)c, -widths[c], NULL,
                                     &(lxw_row_col_options){.hidden = LXW_TRUE});
    worksheet_set_paper(w->sheet, PAPER_A4);
    worksheet_fit_to_pages(w->sheet, 1, 0);
    worksheet_set_footer(w->sheet, "&C第 &P 页，共 &N 页");
    return true;
}

void writer_freeze(struct writer *w, int row, int column, bool filter)
{
    worksheet_freeze_panes(w->sheet, (lxw_row_t)row, (lxw_col_t)column);
    if (row > 0)
        worksheet_repeat_rows(w->sheet, 0, (lxw_row_t)(row - 1));
    if (filter && row > 0)
        w->filter_row = row - 1;
}

void writer_landscape(struct writer *w)
{
    worksheet_set_landscape(w->sheet);
}

/* Keep the first refused cell for writer_finish(). */
static void wrote(struct writer *w, lxw_error error, int row, int column)
{
    if (row > w->last_row)
        w->last_row = row;
    if (error == LXW_NO_ERROR || w->error != LXW_NO_ERROR)
        return;
    char place[LXW_MAX_CELL_NAME_LENGTH];
    lxw_rowcol_to_cell(place, (lxw_row_t)row, (lxw_col_t)column);
    w->error = error;
    w->where = arena_printf(w->cx->arena, "%s!%s", w->names[w->sheets - 1], place);
}

void writer_text(struct writer *w, int row, int column, const char *text, enum style style)
{
    lxw_row_t r = (lxw_row_t)row;
    lxw_col_t c = (lxw_col_t)column;
    lxw_format *f = w->formats[style];
    wrote(w,
          text && *text ? worksheet_write_string(w->sheet, r, c, cell_text_fit(w->cx->arena, text), f)
                        : worksheet_write_blank(w->sheet, r, c, f),
          row, column);
}

void writer_number(struct writer *w, int row, int column, const char *decimal, enum style style)
{
    if (!decimal || !*decimal) {
        writer_text(w, row, column, NULL, style);
        return;
    }
    char *end;
    double number = strtod(decimal, &end);
    if (*end || strspn(decimal, "+-.0123456789eE") != strlen(decimal)) {
        writer_text(w, row, column, decimal, style);
        return;
    }
    if (style == STYLE_PERCENT) {
        /* The reading of "83.56e-2" is the double nearest to 0.8356; 83.56 / 100 may miss it by one bit. */
        char scaled[64];
        int n = snprintf(scaled, sizeof scaled, "%se-2", decimal);
        number = n < (int)sizeof scaled && !strpbrk(decimal, "eE") ? strtod(scaled, NULL) : number / 100;
    }
    wrote(w, worksheet_write_number(w->sheet, (lxw_row_t)row, (lxw_col_t)column, number, w->formats[style]), row,
          column);
}

void writer_height(struct writer *w, int row, int points)
{
    wrote(w, worksheet_set_row(w->sheet, (lxw_row_t)row, points, NULL), row, 0);
}

void writer_merge(struct writer *w, int row, int first_column, int last_column, const char *text, enum style style)
{
    if (first_column == last_column) {
        writer_text(w, row, first_column, text, style);
        return;
    }
    lxw_row_t r = (lxw_row_t)row;
    wrote(w,
          worksheet_merge_range(w->sheet, r, (lxw_col_t)first_column, r, (lxw_col_t)last_column,
                                cell_text_fit(w->cx->arena, text ? text : ""), w->formats[style]),
          row, first_column);
}

static bool take_file(struct writer *w, struct buf *out)
{
    FILE *file = fopen(w->path, "rb");
    struct stat st;
    bool done = file && fstat(fileno(file), &st) == 0;
    if (done) {
        size_t size = (size_t)st.st_size;
        char *to = buf_room(out, size);
        done = fread(to, 1, size, file) == size;
        out->length += done ? size : 0;
    }
    const char *cause = strerror(errno);
    if (file)
        fclose(file);
    if (done)
        return true;
    fail(w->cx, ERR_SYSTEM, "XLS-09", NULL, "读取生成的工作簿失败，请重试",
         "cannot read the workbook just written; try again");
    fail_cause(w->cx, cause);
    return false;
}

bool writer_finish(struct writer *w, struct buf *out)
{
    if (w->error != LXW_NO_ERROR) {
        fail(w->cx, ERR_SYSTEM, "XLS-09", w->where, "单元格%s无法写入（超出工作表范围，或没有按行的先后写）",
             "cell %s cannot be written (beyond the sheet, or rows out of order)", w->where);
        fail_cause(w->cx, lxw_strerror(w->error));
        return false;
    }
    sheet_end(w);
    lxw_error error = workbook_close(w->book); /* frees it, whatever happens */
    w->book = NULL;
    if (error != LXW_NO_ERROR) {
        fail(w->cx, ERR_SYSTEM, "XLS-09", NULL, "写工作簿失败，请检查临时目录的磁盘空间",
             "cannot write the workbook; check disk space for temporary files");
        fail_cause(w->cx, lxw_strerror(error));
        return false;
    }
    bool done = take_file(w, out);
    unlink(w->path);
    w->path = NULL;
    return done;
}
