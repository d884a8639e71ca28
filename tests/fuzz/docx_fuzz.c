/* docx_fuzz.c — any bytes as a template, or as the body of one: checked, filled or refused; what is filled is well-formed. */
#include "base/json.h"
#include "base/zip.h"
#include "office/docx.h"
#include "office/docx_xml.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const char types[] =
    "<Types><Override PartName=\"/word/document.xml\" ContentType=\".document.main+xml\"/></Types>";
static const char data_text[] =
    "{\"a\":\"1\",\"b\":{\"c\":\"x\\ny\",\"d\":true},\"l\":[{\"a\":1,\"m\":[1,2]},{\"a\":\"<&>\",\"m\":[]}],\"e\":[]}";

/* A template whose document is these bytes; a package as it is. */
static struct buf template_of(struct ctx *cx, const uint8_t *bytes, size_t size)
{
    struct buf out = buf_init(cx->arena);
    if (zip_looks_like(bytes, size)) {
        buf_add(&out, bytes, size);
        return out;
    }
    struct buf document = buf_init(cx->arena);
    buf_text(&document, "<w:document xmlns:w=\"" WORD_NS "\"><w:body>");
    buf_add(&document, bytes, size);
    buf_text(&document, "</w:body></w:document>");
    struct zip_writer *w = zip_to(cx, &out);
    if (!zip_add(w, "[Content_Types].xml", types, strlen(types), ZIP_STORED) ||
        !zip_add(w, "word/document.xml", document.data, document.length, ZIP_STORED) || !zip_finish(w))
        abort();
    return out;
}

static void check_filled(struct ctx *cx, const struct buf *docx)
{
    struct zip zip;
    struct buf xml = buf_init(cx->arena);
    if (!zip_open(cx, "out.docx", docx->data, docx->length, &zip))
        abort();
    const struct zip_entry *e = zip_find(&zip, "word/document.xml");
    if (e && (!zip_extract(cx, &zip, e, &zip_limits_default, &xml) || !word_parse(cx, "out", xml.data, xml.length)))
        abort();
}

static int mark(void *arg, const json_t *value)
{
    (void)arg;
    return json_is_string(value) ? (int)json_string_length(value) : -1;
}

static void tell(void *arg, int n, struct json *j)
{
    (void)arg;
    json_put_int(j, "mark", n);
}

/* What fills also fills with marks, and shows as a JSON document. */
static void check_preview(struct ctx *cx, const struct buf *template, const json_t *data)
{
    struct buf docx = buf_init(cx->arena), text = buf_init(cx->arena);
    struct json j = json_to(&text);
    json_object_begin(&j);
    if (!docx_fill_marked(cx, template->data, template->length, data, &(struct docx_marking){mark, NULL}, &docx) ||
        !docx_preview(cx, docx.data, docx.length, &(struct docx_telling){tell, NULL}, &j)) {
        if (!cx->err.message.zh)
            abort();
        return;
    }
    json_object_end(&j);
    json_t *v = json_loadb(text.data, text.length, 0, NULL);
    if (!v)
        abort();
    json_decref(v);
}

static bool fuzz(struct ctx *cx, const uint8_t *bytes, size_t size, json_t *data)
{
    struct buf template = template_of(cx, bytes, size), out = buf_init(cx->arena);
    const struct template_fault *faults;
    size_t count;
    if (!docx_check(cx, template.data, template.length, data, &faults, &count)) {
        if (!cx->err.message.zh)
            abort();
        err_clear(cx);
    }
    if (docx_fill(cx, template.data, template.length, data, &out)) {
        check_filled(cx, &out);
        check_preview(cx, &template, data);
    } else if (cx->err.kind == ERR_NONE || !cx->err.message.zh)
        abort();
    return true;
}

struct input {
    const uint8_t *bytes;
    size_t size;
    json_t *data;
};

static bool work(struct ctx *cx, void *arg)
{
    const struct input *in = arg;
    return fuzz(cx, in->bytes, in->size, in->data);
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
