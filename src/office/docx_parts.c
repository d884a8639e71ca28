/* docx_parts.c — opens a Word package: which of its parts hold text. */
#include "office/docx_parts.h"
#include "office/docx.h"

#include <string.h>

enum { MAX_TEMPLATE = 64 * 1024 * 1024 };
static const struct zip_limits part_limits = {.unpacked = 64 * 1024 * 1024, .ratio = 300};

/* The package's errors, said as those of a template. */
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

bool docx_holds_text(const struct docx_parts *p, const char *name)
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

bool docx_open(struct ctx *cx, const void *bytes, size_t size, struct docx_parts *ret_parts)
{
    struct docx_parts p = {0};
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
        const char *type = *part == '/' ? attribute(cx, n, "ContentType") : "";
        if (*part != '/' || !zip_find(&p.zip, part + 1))
            continue;
        if (ends_with(type, ".main+xml") && !p.body)
            p.body = part + 1;
        if (ends_with(type, ".styles+xml"))
            p.styles = part + 1;
        if (holds_text(type) && !docx_holds_text(&p, part + 1))
            p.texts[p.count++] = part + 1;
    }
    if (p.count == 0)
        return fail(cx, ERR_INPUT, "DOC-01", NULL, "这不是 Word 的 .docx 文件；.doc 请先用 Word 另存为 .docx",
                    "this is not a .docx file of Word; save a .doc as .docx with Word first");
    *ret_parts = p;
    return true;
}

xmlDoc *docx_part(struct ctx *cx, const struct docx_parts *p, const char *name)
{
    struct buf xml = buf_init(cx->arena);
    if (zip_extract(cx, &p->zip, zip_find(&p->zip, name), &part_limits, &xml))
        return word_parse(cx, name, xml.data, xml.length);
    fail_package(cx);
    return NULL;
}
