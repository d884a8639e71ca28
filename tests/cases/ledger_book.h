/* ledger_book.h — builds the workbooks that the case files under ledgers/ describe, as .xlsx or .csv bytes. */
#ifndef STEWARD_TESTS_CASES_LEDGER_BOOK_H
#define STEWARD_TESTS_CASES_LEDGER_BOOK_H

#include "base/buf.h"
#include "base/date.h"
#include "base/text.h"
#include "base/zip.h"
#include "tap.h"

#include <iconv.h>
#include <stdlib.h>
#include <string.h>

enum { BOOK_SHEETS = 8, BOOK_FORMATS = 40 };

struct book_sheet {
    const char *name;
    bool hidden;
    struct buf rows, merges;
    int row, merge_count;
};

struct book {
    struct ctx *cx;
    const char *file_name;
    bool csv, gb18030;
    struct book_sheet sheets[BOOK_SHEETS];
    int sheet_count;
    const char *formats[BOOK_FORMATS]; /* style n + 1 shows numbers by formats[n] */
    int format_count;
};

static inline void book_escape(struct buf *out, const char *s)
{
    for (; *s; s++)
        if (*s == '&')
            buf_text(out, "&amp;");
        else if (*s == '<')
            buf_text(out, "&lt;");
        else if (*s == '"')
            buf_text(out, "&quot;");
        else if (s[0] == '\\' && s[1] == 'n') {
            buf_char(out, '\n');
            s++;
        } else
            buf_char(out, *s);
}

static inline bool book_is_number(const char *s)
{
    char *end;
    if (!strchr("-0123456789", *s) || !*s)
        return false;
    (void)strtod(s, &end);
    return !*end;
}

static inline int book_style(struct book *b, const char *format)
{
    for (int i = 0; i < b->format_count; i++)
        if (strcmp(b->formats[i], format) == 0)
            return i + 1;
    b->formats[b->format_count] = arena_strdup(b->cx->arena, format);
    return ++b->format_count;
}

static inline struct book_sheet *book_sheet_add(struct book *b, const char *name)
{
    struct book_sheet *s = &b->sheets[b->sheet_count++];
    *s = (struct book_sheet){
        .name = arena_strdup(b->cx->arena, name), .rows = buf_init(b->cx->arena), .merges = buf_init(b->cx->arena)};
    return s;
}

/* Days since 1899-12-30, as cells count them. */
static inline int book_serial(const char *iso)
{
    struct date d;
    if (!date_parse_iso(iso, &d))
        OK(false, "%s is no date", iso);
    return date_days_between(date_day(1900, 1, 1), d) + 2;
}

/* The cell's XML by its marker: 12 · 'text · @2023-03-05 [format] · %0.35 · =FORMULA=value · #REF! · text. */
static inline void book_cell_xml(struct book *b, struct buf *out, const char *at, char *s)
{
    char *equals = strrchr(s, '=');
    if (*s == '@') {
        char *space = strchr(s, ' ');
        if (space)
            *space = '\0';
        int style = book_style(b, space ? space + 1 : "yyyy-mm-dd");
        buf_printf(out, "<c r=\"%s\" s=\"%d\"><v>%d</v></c>", at, style, book_serial(s + 1));
    } else if (*s == '%') {
        buf_printf(out, "<c r=\"%s\" s=\"%d\"><v>%s</v></c>", at, book_style(b, "0.00%"), s + 1);
    } else if (*s == '=' && equals > s) {
        *equals++ = '\0';
        buf_printf(out, "<c r=\"%s\"%s><f>", at, !*equals || book_is_number(equals) ? "" : " t=\"str\"");
        book_escape(out, s + 1);
        buf_text(out, "</f>");
        if (*equals) {
            buf_text(out, "<v>");
            book_escape(out, equals);
            buf_text(out, "</v>");
        }
        buf_text(out, "</c>");
    } else if (*s == '#' && strchr(s, '!')) {
        buf_printf(out, "<c r=\"%s\" t=\"e\"><v>%s</v></c>", at, s);
    } else if (book_is_number(s)) {
        buf_printf(out, "<c r=\"%s\"><v>%s</v></c>", at, s);
    } else {
        buf_printf(out, "<c r=\"%s\" t=\"inlineStr\"><is><t xml:space=\"preserve\">", at);
        book_escape(out, *s == '\'' ? s + 1 : s);
        buf_text(out, "</t></is></c>");
    }
}

static inline void book_cell_csv(struct buf *out, const char *s)
{
    if (*s == '\'' || *s == '@')
        s++;
    buf_char(out, '"');
    for (; *s; s++) {
        if (*s == '"')
            buf_char(out, '"');
        if (s[0] == '\\' && s[1] == 'n') {
            buf_char(out, '\n');
            s++;
        } else
            buf_char(out, *s);
    }
    buf_char(out, '"');
}

/* One line of cells between | and |, the row below the last one. */
static inline void book_row(struct book *b, const char *line, bool hidden)
{
    struct book_sheet *s = &b->sheets[b->sheet_count - 1];
    struct arena *a = b->cx->arena;
    int column = 0;
    s->row++;
    if (!b->csv)
        buf_printf(&s->rows, "<row r=\"%d\"%s>", s->row, hidden ? " hidden=\"1\"" : "");
    for (line++; *line; column++) {
        size_t n = strcspn(line, "|");
        char *cell = text_clean(a, arena_strndup(a, line, n));
        if (line[n] == '\0')
            break;
        line += n + 1;
        if (b->csv && column)
            buf_char(&s->rows, ',');
        if (!cell)
            continue;
        if (b->csv)
            book_cell_csv(&s->rows, cell);
        else
            book_cell_xml(b, &s->rows, arena_printf(a, "%c%d", 'A' + column, s->row), cell);
    }
    buf_text(&s->rows, b->csv ? "\r\n" : "</row>");
}

static inline void book_merge(struct book *b, const char *range)
{
    struct book_sheet *s = &b->sheets[b->sheet_count - 1];
    buf_printf(&s->merges, "<mergeCell ref=\"%s\"/>", range);
    s->merge_count++;
}

static inline void book_part(struct zip_writer *w, const char *name, const struct buf *part)
{
    if (!zip_add(w, name, part->data, part->length, ZIP_DEFLATED))
        OK(false, "%s is packed", name);
}

static inline void book_styles(struct book *b, struct zip_writer *w)
{
    struct buf p = buf_init(b->cx->arena);
    buf_printf(&p,
               "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><numFmts count=\"%d\">",
               b->format_count);
    for (int i = 0; i < b->format_count; i++) {
        buf_printf(&p, "<numFmt numFmtId=\"%d\" formatCode=\"", 164 + i);
        book_escape(&p, b->formats[i]);
        buf_text(&p, "\"/>");
    }
    buf_printf(&p,
               "</numFmts><fonts count=\"1\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts><fills "
               "count=\"1\"><fill><patternFill patternType=\"none\"/></fill></fills>"
               "<borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs "
               "count=\"%d\"><xf numFmtId=\"0\"/>",
               b->format_count + 1);
    for (int i = 0; i < b->format_count; i++)
        buf_printf(&p, "<xf numFmtId=\"%d\" applyNumberFormat=\"1\"/>", 164 + i);
    buf_text(&p, "</cellXfs></styleSheet>");
    book_part(w, "xl/styles.xml", &p);
}

static inline void book_sheets(struct book *b, struct zip_writer *w)
{
    struct arena *a = b->cx->arena;
    static const char office[] = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    struct buf types = buf_init(a), book = buf_init(a), rels = buf_init(a);
    buf_text(&types,
             "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default "
             "Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
             "<Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" "
             "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
             "<Override PartName=\"/xl/styles.xml\" "
             "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>");
    buf_printf(&book,
               "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"%s\"><sheets>",
               office);
    buf_printf(&rels,
               "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship "
               "Id=\"rId99\" Type=\"%s/styles\" Target=\"styles.xml\"/>",
               office);
    for (int i = 0; i < b->sheet_count; i++) {
        const struct book_sheet *s = &b->sheets[i];
        struct buf p = buf_init(a);
        buf_printf(
            &p,
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>%s</sheetData>",
            s->rows.data);
        if (s->merge_count)
            buf_printf(&p, "<mergeCells count=\"%d\">%s</mergeCells>", s->merge_count, s->merges.data);
        buf_text(&p, "</worksheet>");
        book_part(w, arena_printf(a, "xl/worksheets/sheet%d.xml", i + 1), &p);
        buf_printf(&types,
                   "<Override PartName=\"/xl/worksheets/sheet%d.xml\" "
                   "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>",
                   i + 1);
        buf_printf(&book, "<sheet name=\"%s\" sheetId=\"%d\" r:id=\"rId%d\"%s/>", s->name, i + 1, i + 1,
                   s->hidden ? " state=\"hidden\"" : "");
        buf_printf(&rels, "<Relationship Id=\"rId%d\" Type=\"%s/worksheet\" Target=\"worksheets/sheet%d.xml\"/>", i + 1,
                   office, i + 1);
    }
    buf_text(&types, "</Types>");
    buf_text(&book, "</sheets></workbook>");
    buf_text(&rels, "</Relationships>");
    book_part(w, "xl/workbook.xml", &book);
    book_part(w, "xl/_rels/workbook.xml.rels", &rels);
    book_part(w, "[Content_Types].xml", &types);
    struct buf top = buf_init(a);
    buf_printf(&top,
               "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship "
               "Id=\"rId1\" Type=\"%s/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
               office);
    book_part(w, "_rels/.rels", &top);
}

static inline struct buf book_recode(struct book *b, const struct buf *utf8)
{
    struct buf out = buf_init(b->cx->arena);
    iconv_t cd = iconv_open("GB18030", "UTF-8");
    char *from = utf8->data, piece[4096];
    size_t left = utf8->length;
    while (left) {
        char *to = piece;
        size_t room = sizeof piece;
        size_t done = iconv(cd, &from, &left, &to, &room);
        buf_add(&out, piece, sizeof piece - room);
        if (done == (size_t)-1 && room == sizeof piece)
            break;
    }
    iconv_close(cd);
    return out;
}

static inline struct buf book_bytes(struct book *b)
{
    struct buf out = buf_init(b->cx->arena);
    if (b->csv)
        return b->gb18030 ? book_recode(b, &b->sheets[0].rows) : b->sheets[0].rows;
    struct zip_writer *w = zip_to(b->cx, &out);
    book_sheets(b, w);
    book_styles(b, w);
    if (!zip_finish(w))
        OK(false, "%s is packed", b->file_name);
    return out;
}

#endif
