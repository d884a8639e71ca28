/* docx.c — fills and checks Word templates: which parts of the package hold text, and what becomes of the others. */
#include "office/docx.h"
#include "base/text.h"
#include "base/zip.h"
#include "office/docx_render.h"

#include <string.h>

enum { MAX_TEMPLATE = 64 * 1024 * 1024 };
static const struct zip_limits part_limits = {.unpacked = 64 * 1024 * 1024, .ratio = 300};

/* The packages's errors, said as those of a template. */
static bool fail_package(struct ctx *cx)
{
    const struct err cause = cx->err;
    err_clear(cx);
    if (cause.kind == ERR_TOO_LARGE)
        fail(cx, ERR_TOO_LARGE, "DOC-04", cause.path, "模板过大：%s", "the template is too large: %s",
             label_in(cause.message, cx->lang));
    else
        fail(cx, ERR_INPUT, "DOC-01", cause.path,
             "这不是 Word 的 .docx 文件，或文件已损坏；.doc 请先用 Word 另存为 .docx",
             "this is not a .docx file of Word, or it is damaged; save a .doc as .docx with Word first");
    fail_cause(cx, label_in(cause.message, LANG_EN));
    return false;
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n >= m && strcmp(s + n - m, end) == 0;
}

/* The parts with text in them, by content type. */
static bool holds_text(const char *content_type)
{
    static const char *const endings[] = {".document.main+xml", ".template.main+xml", ".header+xml", ".footer+xml",
                                          ".footnotes+xml",     ".endnotes+xml",      NULL};
    for (const char *const *e = endings; *e; e++)
        if (ends_with(content_type, *e))
            return true;
    return false;
}

struct package {
    struct zip zip;
    const char **texts; /* names of the parts with text, without the leading '/' */
    size_t count;
};

static bool holds(const struct package *p, const char *name)
{
    for (size_t i = 0; i < p->count; i++)
        if (strcasecmp(p->texts[i], name) == 0)
            return true;
    return false;
}

static const char *attribute(struct ctx *cx, const xmlNode *n, const char *name)
{
    for (const xmlAttr *a = n->properties; a; a = a->next)
        if (strcmp((const char *)a->name, name) == 0 && a->children && a->children->content)
            return arena_strdup(cx->arena, (const char *)a->children->content);
    return "";
}

static bool package_open(struct ctx *cx, const void *bytes, size_t size, struct package *ret)
{
    struct package p = {0};
    if (size > MAX_TEMPLATE)
        return fail(cx, ERR_TOO_LARGE, "DOC-04", NULL, "模板超过%dMB，请压缩其中的图片",
                    "the template is over %d MB; make its pictures smaller", MAX_TEMPLATE >> 20);
    if (!zip_open(cx, "template.docx", bytes, size, &p.zip))
        return fail_package(cx);
    const struct zip_entry *types = zip_find(&p.zip, "[Content_Types].xml");
    struct buf xml = buf_init(cx->arena);
    if (types && !zip_extract(cx, &p.zip, types, &part_limits, &xml))
        return fail_package(cx);
    xmlDoc *doc = types ? word_parse(cx, types->name, xml.data, xml.length) : NULL;
    if (types && !doc)
        return false;
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    p.texts = arena_array(cx->arena, p.zip.count + 1, sizeof *p.texts);
    for (const xmlNode *n = root ? root->children : NULL; n && p.count < p.zip.count; n = n->next) {
        const char *part = n->type == XML_ELEMENT_NODE ? attribute(cx, n, "PartName") : "";
        if (*part == '/' && holds_text(attribute(cx, n, "ContentType")) && zip_find(&p.zip, part + 1) &&
            !holds(&p, part + 1))
            p.texts[p.count++] = part + 1;
    }
    if (p.count == 0)
        return fail(cx, ERR_INPUT, "DOC-01", NULL, "这不是 Word 的 .docx 文件；.doc 请先用 Word 另存为 .docx",
                    "this is not a .docx file of Word; save a .doc as .docx with Word first");
    *ret = p;
    return true;
}

/* Fill one part.  *ret_found is false when it holds no marks. */
static bool fill_part(struct faults *f, const struct zip *zip, const struct zip_entry *e, const json_t *data,
                      struct buf *out, bool *ret_found)
{
    struct ctx *cx = f->cx;
    struct buf xml = buf_init(cx->arena);
    if (!zip_extract(cx, zip, e, &part_limits, &xml))
        return fail_package(cx);
    xmlDoc *doc = word_parse(cx, e->name, xml.data, xml.length);
    if (!doc)
        return false;
    f->part = e->name;
    const size_t before = f->count;
    marks_find(f, xmlDocGetRootElement(doc), ret_found);
    if (*ret_found && f->count == before && faults_go_on(f))
        docx_render(f, doc, data, out);
    return cx->err.kind == ERR_NONE;
}

bool docx_fill(struct ctx *cx, const void *template_bytes, size_t size, const struct json_t *data, struct buf *out)
{
    struct package p;
    if (!package_open(cx, template_bytes, size, &p))
        return false;
    struct faults faults = {.cx = cx};
    struct zip_writer *writer = zip_to(cx, out);
    struct buf filled = buf_init(cx->arena);
    for (size_t i = 0; i < p.zip.count; i++) {
        const struct zip_entry *e = &p.zip.entries[i];
        bool found = false;
        buf_clear(&filled);
        if (holds(&p, e->name) && !fill_part(&faults, &p.zip, e, data, &filled, &found))
            return false;
        if (!(found ? zip_add(writer, e->name, filled.data, filled.length, ZIP_DEFLATED) : zip_copy(writer, &p.zip, e)))
            return false;
    }
    return zip_finish(writer);
}

bool docx_check(struct ctx *cx, const void *template_bytes, size_t size, const struct json_t *sample,
                const struct docx_fault **ret_faults, size_t *ret_count)
{
    struct package p;
    if (!package_open(cx, template_bytes, size, &p))
        return false;
    struct faults faults = {.cx = cx, .all = true};
    struct buf scratch = buf_init(cx->arena);
    for (size_t i = 0; i < p.count; i++) {
        bool found;
        buf_clear(&scratch);
        if (!fill_part(&faults, &p.zip, zip_find(&p.zip, p.texts[i]), sample, &scratch, &found))
            return false;
    }
    *ret_faults = faults.list;
    *ret_count = faults.count;
    return true;
}
