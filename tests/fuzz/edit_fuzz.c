/* edit_fuzz.c — any bytes as a sheet: edited or refused, and never beyond its bytes. */
#include "base/zip.h"
#include "office/workbook_edit.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

static const char relations[] = "<Relationships><Relationship Id=\"r\" Type=\"" OFFICE
                                "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
static const char workbook[] =
    "<workbook><sheets><sheet name=\"a\" id=\"r1\"/><sheet name=\"b c\" "
    "id=\"r2\"/></sheets><definedNames><definedName>a!$A$1:$B$3</definedName></definedNames></workbook>";
static const char workbook_relations[] =
    "<Relationships><Relationship Id=\"r1\" Type=\"/worksheet\" Target=\"a.xml\"/><Relationship Id=\"r2\" "
    "Type=\"/worksheet\" Target=\"b.xml\"/>"
    "<Relationship Id=\"r3\" Type=\"/styles\" Target=\"styles.xml\"/></Relationships>";
static const char styles[] = "<styleSheet><fills count=\"1\"><fill/></fills><cellXfs><xf/><xf "
                             "fillId=\"0\"><alignment/></xf></cellXfs></styleSheet>";

static bool work(struct ctx *cx, void *arg)
{
    const struct buf *sheet = arg;
    struct buf package = buf_init(cx->arena), out = buf_init(cx->arena);
    struct zip_writer *w = zip_to(cx, &package);
    const struct {
        const char *name, *text;
        size_t n;
    } parts[] = {{"_rels/.rels", relations, strlen(relations)},
                 {"xl/workbook.xml", workbook, strlen(workbook)},
                 {"xl/_rels/workbook.xml.rels", workbook_relations, strlen(workbook_relations)},
                 {"xl/styles.xml", styles, strlen(styles)},
                 {"xl/a.xml", sheet->data, sheet->length},
                 {"xl/b.xml", sheet->data, sheet->length}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!zip_add(w, parts[i].name, parts[i].text, parts[i].n, ZIP_STORED))
            abort();
    if (!zip_finish(w))
        abort();
    static const struct row_add adds[] = {{2, 2}, {2, 1}, {0, 9}, {9, 2}};
    static const struct cell_edit cells[] = {{-1, 1, EDIT_TEXT, "新", true, NULL},
                                             {2, 1, EDIT_NUMBER, "1", true, NULL},
                                             {1, 0, EDIT_TEXT, "_x0041_", false, NULL},
                                             {5, 3, EDIT_BLANK, NULL, false, NULL}};
    static const struct sheet_edit edit = {0, cells, 4, adds, 4};
    struct zip zip;
    if (workbook_edit(cx, package.data, package.length, &edit, 1, &out)) {
        if (!zip_open(cx, "out.xlsx", out.data, out.length, &zip) || zip.count != sizeof parts / sizeof *parts)
            abort();
    } else if (cx->err.kind == ERR_NONE || !cx->err.message.zh) {
        abort();
    }
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct ctx cx = ctx_init(arena_new(256 << 20));
    struct buf sheet = buf_init(cx.arena);
    buf_add(&sheet, bytes, size); /* its own block: the sanitizer sees a read too far */
    if (!ctx_run(&cx, work, &sheet) && cx.err.kind != ERR_MEMORY)
        abort();
    arena_free(cx.arena);
    return 0;
}
