/* fill_fuzz.c — any bytes as an Excel template, or as a sheet of one: checked, filled or refused. */
#include "base/zip.h"
#include "office/workbook.h"
#include "office/workbook_fill.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#define MAIN   "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELS   "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\""

static const char types[] =
    "<Types><Override PartName=\"/xl/workbook.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
    "</Types>";
static const char relations[] = "<Relationships " RELS "><Relationship Id=\"r\" Type=\"" OFFICE
                                "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
static const char workbook[] =
    "<workbook " MAIN " xmlns:r=\"" OFFICE
    "\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/><sheet name=\"b c\" sheetId=\"2\" "
    "r:id=\"r2\"/></sheets><definedNames><definedName name=\"x\">a!$A$1:$B$3</definedName>"
    "</definedNames></workbook>";
static const char workbook_relations[] =
    "<Relationships " RELS "><Relationship Id=\"r1\" Type=\"" OFFICE "/worksheet\" Target=\"a.xml\"/><Relationship "
    "Id=\"r2\" Type=\"" OFFICE "/worksheet\" Target=\"b.xml\"/></Relationships>";
static const char other[] =
    "<worksheet " MAIN "><sheetData><row r=\"1\"><c r=\"A1\"><f>a!B2+SUM(a!A1:A2)</f><v>1</v></c>"
    "</row></sheetData></worksheet>";
static const char data_text[] =
    "{\"a\":\"1\",\"b\":{\"c\":\"x\\ny\",\"d\":true},\"l\":[{\"a\":1,\"m\":[1,2]},{\"a\":\"=<&>\","
    "\"m\":[]},{\"a\":\"-2.50\"}],\"e\":[]}";

/* A template whose first sheet is these bytes; a package as it is. */
static struct buf template_of(struct ctx *cx, const uint8_t *bytes, size_t size)
{
    struct buf out = buf_init(cx->arena), sheet = buf_init(cx->arena);
    if (zip_looks_like(bytes, size)) {
        buf_add(&out, bytes, size);
        return out;
    }
    buf_text(&sheet, "<worksheet " MAIN "><sheetData>");
    buf_add(&sheet, bytes, size);
    buf_text(&sheet, "</worksheet>");
    const struct {
        const char *name, *text;
    } parts[] = {{"[Content_Types].xml", types}, {"_rels/.rels", relations},
                 {"xl/workbook.xml", workbook},  {"xl/_rels/workbook.xml.rels", workbook_relations},
                 {"xl/a.xml", sheet.data},       {"xl/b.xml", other}};
    struct zip_writer *w = zip_to(cx, &out);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!zip_add(w, parts[i].name, parts[i].text, strlen(parts[i].text), ZIP_STORED))
            abort();
    if (!zip_finish(w))
        abort();
    return out;
}

/* A whole package; its sheets can be read, or it is said why not: parts are edited as text, whatever else stands in them. */
static void check_filled(struct ctx *cx, const struct buf *xlsx)
{
    struct zip zip;
    const struct sheet_info *info;
    if (!zip_open(cx, "out.xlsx", xlsx->data, xlsx->length, &zip))
        abort();
    struct workbook *w = workbook_open(cx, "out.xlsx", xlsx->data, xlsx->length, NULL);
    for (int i = 0; w && i < workbook_sheets(w) && workbook_extent(cx, w, i, &info); i++)
        ;
    if (cx->err.kind != ERR_NONE && !cx->err.message.zh)
        abort();
}

struct input {
    const uint8_t *bytes;
    size_t size;
    json_t *data;
};

static bool work(struct ctx *cx, void *arg)
{
    const struct input *in = arg;
    struct buf template = template_of(cx, in->bytes, in->size), out = buf_init(cx->arena);
    const struct template_fault *faults;
    const char *const *names;
    size_t count;
    if (!workbook_fill_check(cx, template.data, template.length, in->data, &faults, &count) ||
        !workbook_fields(cx, template.data, template.length, &names, &count)) {
        if (!cx->err.message.zh)
            abort();
        err_clear(cx);
    }
    if (workbook_fill(cx, template.data, template.length, in->data, &out))
        check_filled(cx, &out);
    else if (cx->err.kind == ERR_NONE || !cx->err.message.zh)
        abort();
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct ctx cx = ctx_init(arena_new(256 << 20));
    struct input in = {bytes, size, json_loads(data_text, 0, NULL)};
    if (!ctx_run(&cx, work, &in) && cx.err.kind != ERR_MEMORY)
        abort();
    arena_free(cx.arena);
    json_decref(in.data);
    return 0;
}
