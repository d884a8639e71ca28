/* xlsx_fuzz.c — any bytes as a workbook, and any bytes as the parts of one: read to the end or refused, never a crash. */
#include "base/zip.h"
#include "office/cell_shown.h"

#include <stdlib.h>
#include <string.h>

static const struct workbook_limits limits = {
    .file_bytes = 1 << 20, .unpacked_bytes = 8 << 20, .ratio = 300, .rows = 10000, .columns = 16384, .cells = 100000};

static void read_all(struct ctx *cx, const void *bytes, size_t size)
{
    struct sheet_row row;
    size_t seen = 0;
    struct workbook *w = workbook_open(cx, "模糊.xlsx", bytes, size, &limits);
    for (int i = 0; w && i < workbook_sheets(w); i++) {
        struct sheet_reader *r = sheet_open(cx, w, i);
        while (r && sheet_next(r, &row))
            for (int c = 0; c < row.count; c++)
                seen += strlen(cell_shown(cx->arena, &row.cells[c]));
        if (r && sheet_ok(r) && sheet_progress(r) != 100)
            abort();
    }
    if (!w && cx->err.kind == ERR_NONE)
        abort(); /* refused without a reason */
    if (seen == SIZE_MAX)
        abort();
}

/* The bytes as a format code, over numbers and a day. */
static void show_as(struct ctx *cx, const void *bytes, size_t size)
{
    static const struct {
        double number;
        const char *text;
    } numbers[] = {
        {0, "0"}, {45000.75, "45000.75"}, {-1714807.125, "-1714807.125"}, {1e300, "1e+300"}, {1e-7, "0.0000001"}};
    const char *code = arena_strndup(cx->arena, bytes, size);
    if (memchr(bytes, 0, size))
        return;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct cell c = {.kind = CELL_NUMBER, .number = numbers[i].number, .text = numbers[i].text, .format = code};
        if (!cell_shown(cx->arena, &c))
            abort();
        c.kind = CELL_DATE;
        c.date = date_from_serial(45000.75, false);
        if (!cell_shown(cx->arena, &c))
            abort();
        c.kind = CELL_TEXT;
        if (!cell_shown(cx->arena, &c))
            abort();
    }
}

static bool add(struct zip_writer *z, const char *name, const char *text, size_t n)
{
    return zip_add(z, name, text, n, ZIP_STORED);
}

static bool add_text(struct zip_writer *z, const char *name, const char *text)
{
    return add(z, name, text, strlen(text));
}

/* The bytes, parted at the first two zero bytes, as sheet, strings and styles. */
static bool wrap(struct ctx *cx, const char *bytes, size_t size, struct buf *out)
{
    struct zip_writer *z = zip_to(cx, out);
    const char *end = bytes + size, *one = memchr(bytes, 0, size),
               *two = one ? memchr(one + 1, 0, (size_t)(end - one - 1)) : NULL;
    if (!one)
        one = end;
    if (!two)
        two = end;
    return add_text(z, "_rels/.rels", "<a/>") &&
           add_text(z, "xl/workbook.xml", "<workbook><sheets><sheet name='a' r:id='a'/></sheets></workbook>") &&
           add_text(z, "xl/_rels/workbook.xml.rels",
                    "<a><Relationship Id='a' Type='/worksheet' Target='s'/><Relationship Id='b' Type='/sharedStrings' "
                    "Target='t'/>"
                    "<Relationship Id='c' Type='/styles' Target='u'/></a>") &&
           add(z, "xl/s", bytes, (size_t)(one - bytes)) &&
           add(z, "xl/t", one < end ? one + 1 : end, one < end ? (size_t)(two - one - 1) : 0) &&
           add(z, "xl/u", two < end ? two + 1 : "<a/>", two < end ? (size_t)(end - two - 1) : 4) && zip_finish(z);
}

struct input {
    const void *bytes;
    size_t size;
};

static bool run(struct ctx *cx, void *arg)
{
    const struct input *in = arg;
    struct buf package = buf_init(cx->arena);
    read_all(cx, in->bytes, in->size);
    err_clear(cx);
    show_as(cx, in->bytes, in->size);
    if (wrap(cx, in->bytes, in->size, &package))
        read_all(cx, package.data, package.length);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *a = arena_new((size_t)256 << 20);
    struct ctx cx = ctx_init(a);
    struct input in = {bytes, size};
    setenv("PATH", "/nowhere", 1); /* no LibreOffice */
    if (!ctx_run(&cx, run, &in) && cx.err.kind == ERR_NONE)
        abort();
    arena_free(a);
    return 0;
}
