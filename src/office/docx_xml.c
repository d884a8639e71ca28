/* docx_xml.c — WordprocessingML as a tree: read it safely, walk it, write it back. */
#include "office/docx_xml.h"

#include <libxml/parser.h>
#include <limits.h>
#include <string.h>

#define STRICT_NS "http://purl.oclc.org/ooxml/wordprocessingml/main"

static void free_tree(void *tree)
{
    xmlFreeDoc(tree);
}

xmlDoc *word_parse(struct ctx *cx, const char *part, const void *bytes, size_t size)
{
    if (size > INT_MAX) {
        fail(cx, ERR_TOO_LARGE, "DOC-04", part, "模板部件过大", "this part of the template is too large");
        return NULL;
    }
    const int options =
        XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA | XML_PARSE_COMPACT;
    xmlParserCtxt *parser = xmlNewParserCtxt();
    xmlDoc *doc = parser ? xmlCtxtReadMemory(parser, bytes, (int)size, part, NULL, options) : NULL;
    if (doc && !doc->intSubset && xmlDocGetRootElement(doc)) {
        arena_defer(cx->arena, free_tree, doc);
        xmlFreeParserCtxt(parser);
        return doc;
    }
    if (doc) {
        fail(cx, ERR_INPUT, "DOC-01", part, "模板内含有DTD或实体，已拒绝；请用 Word 另存为 .docx 后重试",
             "the template holds a DTD or entities and is refused; save it again as .docx with Word");
    } else {
        fail(cx, ERR_INPUT, "DOC-01", part, "模板已损坏，无法读取；请用 Word 打开并另存为 .docx 后重试",
             "the template is damaged; open it with Word and save it again as .docx");
        if (parser)
            fail_cause(cx, parser->lastError.message);
    }
    xmlFreeDoc(doc);
    xmlFreeParserCtxt(parser);
    return NULL;
}

static bool in_word(const xmlNode *n)
{
    if (!n->ns)
        return false;
    const char *href = (const char *)n->ns->href;
    return strcmp(href, WORD_NS) == 0 || strcmp(href, STRICT_NS) == 0;
}

/* Names differ far more often than namespaces do, and mostly in their first letter. */
static bool is_named(const xmlNode *n, const char *name)
{
    return (char)*n->name == *name && strcmp((const char *)n->name, name) == 0 && in_word(n);
}

bool word_is(const xmlNode *n, const char *name)
{
    return n && n->type == XML_ELEMENT_NODE && is_named(n, name);
}

bool word_is_any(const xmlNode *n, const char *const *names)
{
    if (!n || n->type != XML_ELEMENT_NODE)
        return false;
    for (; *names; names++)
        if (is_named(n, *names))
            return true;
    return false;
}

const char *word_text(const xmlNode *t)
{
    const xmlNode *text = t->children;
    return text && text->type == XML_TEXT_NODE && text->content ? (const char *)text->content : "";
}

void word_set_text(xmlNode *t, const char *s, size_t n)
{
    xmlNode *text = n ? xmlNewDocTextLen(t->doc, (const xmlChar *)s, (int)n)
                      : NULL; /* before the old text goes: s may be part of it */
    while (t->children) {
        xmlNode *old = t->children;
        xmlUnlinkNode(old);
        xmlFreeNode(old);
    }
    if (text)
        xmlAddChild(t, text);
}

/* `attribute`: within quotes, where line ends and tabs would be read as spaces. */
static void write_escaped(struct buf *out, const char *s, size_t n, bool attribute)
{
    const char *from = s;
    for (const char *p = s; p < s + n; p++) {
        unsigned char c = (unsigned char)*p;
        const char *instead = NULL;
        if (c == '&')
            instead = "&amp;";
        else if (c == '<')
            instead = "&lt;";
        else if (c == '>')
            instead = "&gt;";
        else if (c == '"' && attribute)
            instead = "&quot;";
        else if (c == '\r')
            instead = "&#13;";
        else if (c == '\n' && attribute)
            instead = "&#10;";
        else if (c == '\t' && attribute)
            instead = "&#9;";
        else if (c < ' ' && c != '\n' && c != '\t')
            instead = "";
        else if (c == 0xEF && p + 2 < s + n && memcmp(p, "\xEF\xBF", 2) == 0 && (unsigned char)p[2] >= 0xBE)
            instead = ""; /* U+FFFE and U+FFFF */
        if (!instead)
            continue;
        buf_add(out, from, (size_t)(p - from));
        buf_text(out, instead);
        from = p + (c == 0xEF ? 3 : 1);
    }
    if (from < s + n)
        buf_add(out, from, (size_t)(s + n - from));
}

void word_write_text(struct buf *out, const char *s, size_t n)
{
    write_escaped(out, s, n, false);
}

void word_write_attribute(struct buf *out, const char *s)
{
    write_escaped(out, s, strlen(s), true);
}

static void write_name(struct buf *out, const xmlNs *ns, const xmlChar *name)
{
    if (ns && ns->prefix) {
        buf_text(out, (const char *)ns->prefix);
        buf_char(out, ':');
    }
    buf_text(out, (const char *)name);
}

static bool is_unique_id(const xmlAttr *a)
{
    return strcmp((const char *)a->name, "paraId") == 0 || strcmp((const char *)a->name, "textId") == 0;
}

/* Copied nodes repeat the declarations of where they came from. */
static bool is_declared_above(const xmlNode *n, const xmlNs *ns)
{
    for (const xmlNode *above = n->parent; above && above->type == XML_ELEMENT_NODE; above = above->parent)
        for (const xmlNs *known = above->nsDef; known; known = known->next)
            if (xmlStrEqual(known->prefix, ns->prefix))
                return xmlStrEqual(known->href, ns->href);
    return false;
}

void word_write_start(struct buf *out, const xmlNode *n, bool again)
{
    buf_char(out, '<');
    write_name(out, n->ns, n->name);
    for (const xmlNs *ns = n->nsDef; ns; ns = ns->next) {
        if (is_declared_above(n, ns))
            continue;
        buf_text(out, ns->prefix ? " xmlns:" : " xmlns");
        buf_text(out, (const char *)ns->prefix);
        buf_text(out, "=\"");
        word_write_attribute(out, ns->href ? (const char *)ns->href : "");
        buf_char(out, '"');
    }
    for (const xmlAttr *a = n->properties; a; a = a->next) {
        if (again && is_unique_id(a))
            continue;
        buf_char(out, ' ');
        write_name(out, a->ns, a->name);
        buf_text(out, "=\"");
        for (const xmlNode *text = a->children; text; text = text->next)
            if (text->type == XML_TEXT_NODE && text->content)
                word_write_attribute(out, (const char *)text->content);
        buf_char(out, '"');
    }
    buf_text(out, n->children ? ">" : "/>");
}

void word_write_end(struct buf *out, const xmlNode *n)
{
    if (!n->children)
        return;
    buf_text(out, "</");
    write_name(out, n->ns, n->name);
    buf_char(out, '>');
}
