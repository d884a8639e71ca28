/* workbook_fixture.h — makes small workbooks by hand, and shows what was read from one as text. */
#ifndef STEWARD_TESTS_WORKBOOK_FIXTURE_H
#define STEWARD_TESTS_WORKBOOK_FIXTURE_H

#include "base/zip.h"
#include "office/workbook.h"
#include "tap.h"

#include <string.h>

#define REL_TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define RELS(lines)                                                                                                    \
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" lines "</Relationships>"
#define REL(id, kind, target) "<Relationship Id=\"" id "\" Type=\"" REL_TYPE kind "\" Target=\"" target "\"/>"
#define MAIN                  "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""

/* Parts of a workbook; what is NULL gets a plain default, "" leaves the part out. */
struct book {
    const char *root_rels, *workbook, *rels, *styles, *strings;
    const char *sheet;       /* the whole of sheet1.xml */
    const char *rows;        /* or only what stands inside <sheetData> */
    const char *behind_rows; /* and behind it */
};

static inline void book_part(struct zip_writer *w, const char *name, const char *given, const char *otherwise)
{
    const char *text = given ? given : otherwise;
    if (text && *text && !zip_add(w, name, text, strlen(text), ZIP_DEFLATED))
        OK(false, "part %s written", name);
}

static inline struct buf book_make(struct ctx *cx, const struct book *b)
{
    struct buf out = buf_init(cx->arena);
    struct zip_writer *w = zip_to(cx, &out);
    const char *sheet = arena_printf(cx->arena, "<worksheet " MAIN "><sheetData>%s</sheetData>%s</worksheet>",
                                     b->rows ? b->rows : "", b->behind_rows ? b->behind_rows : "");
    book_part(w, "_rels/.rels", b->root_rels, RELS(REL("rId1", "officeDocument", "xl/workbook.xml")));
    book_part(w, "xl/workbook.xml", b->workbook,
              "<workbook " MAIN
              " xmlns:r=\"x\"><sheets><sheet name=\"表一\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
    book_part(w, "xl/_rels/workbook.xml.rels", b->rels,
              RELS(REL("rId1", "worksheet", "worksheets/sheet1.xml") REL("rId2", "styles", "styles.xml")
                       REL("rId3", "sharedStrings", "sharedStrings.xml")));
    book_part(w, "xl/styles.xml", b->styles, "<styleSheet " MAIN "/>");
    book_part(w, "xl/sharedStrings.xml", b->strings, NULL);
    book_part(w, "xl/worksheets/sheet1.xml", b->sheet, sheet);
    if (!zip_finish(w))
        OK(false, "package finished");
    return out;
}

static inline void show_cell(struct buf *out, const struct cell *c)
{
    const char *letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    if (c->column < 26)
        buf_printf(out, " %c", letters[c->column]);
    else
        buf_printf(out, " #%d", c->column);
    buf_text(out, c->formula ? "=" : ":");
    if (c->kind == CELL_TEXT)
        buf_printf(out, "\"%s\"", c->text);
    else if (c->kind == CELL_DATE)
        buf_printf(out, "@%s", c->text);
    else if (c->kind == CELL_ERROR)
        buf_printf(out, "!%s", c->text);
    else if (c->kind != CELL_EMPTY)
        buf_text(out, c->text);
    buf_text(out, c->percent ? "%" : "");
    buf_text(out, c->bold ? "*" : "");
}

/* `1 A:"名称"* B:12 C:@2023-03-05`, a line for each row; what stopped it at the end. */
static inline const char *show_sheet(struct ctx *cx, struct workbook *w, int index)
{
    struct buf out = buf_init(cx->arena);
    struct sheet_reader *r = sheet_open(cx, w, index);
    struct sheet_row row;
    while (r && sheet_next(r, &row)) {
        buf_printf(&out, "%s%lld%s", out.length ? "\n" : "", (long long)row.number, row.hidden ? "(hidden)" : "");
        for (int i = 0; i < row.count; i++)
            show_cell(&out, &row.cells[i]);
    }
    if (!r || !sheet_ok(r))
        buf_printf(&out, "%s%s", out.length ? "\n" : "", tap_code(cx));
    return out.data;
}

/* The first sheet of the workbook made of these parts, or the failure's code. */
static inline const char *show_book(struct ctx *cx, struct book b)
{
    struct buf file = book_make(cx, &b);
    err_clear(cx);
    struct workbook *w = workbook_open(cx, "样例.xlsx", file.data, file.length, NULL);
    return w ? show_sheet(cx, w, 0) : tap_code(cx);
}

static inline const char *show_rows(struct ctx *cx, const char *rows)
{
    return show_book(cx, (struct book){.rows = rows});
}

#endif
