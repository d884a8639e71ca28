/* docx_build.c — a new .docx from a text: the short forms of docx.h become WordprocessingML. */
#include "office/docx.h"
#include "office/docx_package.h"
#include "office/docx_xml.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_TABLE_COLUMNS = 32 };

struct builder {
    struct ctx *cx;
    struct buf *out;
};

struct look { /* of the runs at hand */
    bool bold;
};

static bool is(const xmlNode *n, const char *name)
{
    return n->type == XML_ELEMENT_NODE && !n->ns && strcmp((const char *)n->name, name) == 0;
}

static const char *attribute(const xmlNode *n, const char *name)
{
    for (const xmlAttr *a = n->properties; a; a = a->next)
        if (!a->ns && strcmp((const char *)a->name, name) == 0)
            return a->children && a->children->content ? (const char *)a->children->content : "";
    return NULL;
}

static bool fail_build(struct builder *b, const xmlNode *n, const char *zh, const char *en)
{
    return fail(b->cx, ERR_SYSTEM, "DOC-05",
                arena_printf(b->cx->arena, "<%s> line %ld", (const char *)n->name, xmlGetLineNo(n)),
                "内置模板有误：%s%.0s", "a built-in template is wrong: %.0s%s", zh, en);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Line ends of the source, with the space around them, are not part of the text: Chinese needs no space there. */
static const char *unfold(struct arena *a, const char *s)
{
    struct buf text = buf_init(a);
    while (*s) {
        size_t n = 0;
        bool folded = false;
        while (is_space(s[n]))
            folded |= s[n++] == '\n';
        if (!folded)
            buf_add(&text, s, n);
        s += n;
        n = strcspn(s, " \n\t\r");
        buf_add(&text, s, n);
        s += n;
    }
    return text.data;
}

static void write_run(struct builder *b, const char *s, struct look look)
{
    if (!*s)
        return;
    buf_text(b->out, look.bold ? "<w:r><w:rPr><w:b/></w:rPr>" : "<w:r>");
    buf_text(b->out, "<w:t xml:space=\"preserve\">");
    word_write_text(b->out, s, strlen(s));
    buf_text(b->out, "</w:t></w:r>");
}

static void write_as_is(struct builder *b, const xmlNode *n)
{
    if (n->type == XML_TEXT_NODE)
        word_write_text(b->out, (const char *)n->content, strlen((const char *)n->content));
    if (n->type != XML_ELEMENT_NODE)
        return;
    word_write_start(b->out, n, false);
    for (const xmlNode *c = n->children; c; c = c->next)
        write_as_is(b, c);
    word_write_end(b->out, n);
}

static bool write_inline(struct builder *b, const xmlNode *holder, struct look look)
{
    for (const xmlNode *n = holder->children; n; n = n->next) {
        if (n->type == XML_TEXT_NODE) {
            write_run(b, unfold(b->cx->arena, (const char *)n->content), look);
        } else if (is(n, "b")) {
            if (!write_inline(b, n, (struct look){.bold = true}))
                return false;
        } else if (is(n, "br")) {
            buf_text(b->out, "<w:r><w:br/></w:r>");
        } else if (n->type == XML_ELEMENT_NODE && n->ns) {
            write_as_is(b, n);
        } else if (n->type == XML_ELEMENT_NODE) {
            return fail_build(b, n, "段落里不能有这个元素", "this does not belong in a paragraph");
        }
    }
    return true;
}

static bool write_paragraph(struct builder *b, const xmlNode *n, const char *style, const char *align)
{
    buf_printf(b->out, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>", style);
    if (align)
        buf_printf(b->out, "<w:jc w:val=\"%s\"/>", align);
    buf_text(b->out, "</w:pPr>");
    if (!write_inline(b, n, (struct look){0}))
        return false;
    buf_text(b->out, "</w:p>");
    return true;
}

/* ---- tables ---- */

struct table {
    int widths[MAX_TABLE_COLUMNS]; /* twentieths of a point */
    int columns;
    bool small;
};

/* "6 20 10": parts of the text width. */
static bool read_widths(struct builder *b, const xmlNode *n, struct table *t)
{
    const char *s = attribute(n, "widths");
    long parts[MAX_TABLE_COLUMNS], sum = 0;
    while (s && *s) {
        char *end;
        long part = strtol(s, &end, 10);
        if (end == s || part <= 0 || t->columns == MAX_TABLE_COLUMNS)
            return fail_build(b, n, "widths 应为若干正整数", "widths must be positive integers");
        parts[t->columns++] = part;
        sum += part;
        s = end + strspn(end, " ");
    }
    if (t->columns == 0)
        return fail_build(b, n, "表格缺少 widths", "a table needs widths");
    for (int i = 0; i < t->columns; i++)
        t->widths[i] = (int)(parts[i] * TEXT_WIDTH / sum);
    return true;
}

static bool write_cell(struct builder *b, const struct table *t, const xmlNode *cell, int *column, bool head)
{
    const char *span_text = attribute(cell, "span");
    int span = span_text ? (int)strtol(span_text, NULL, 10) : 1, width = 0;
    if (span < 1 || *column + span > t->columns)
        return fail_build(b, cell, "单元格比列多", "there are more cells than columns");
    for (int i = 0; i < span; i++)
        width += t->widths[(*column)++];
    buf_printf(b->out, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", width);
    if (span > 1)
        buf_printf(b->out, "<w:gridSpan w:val=\"%d\"/>", span);
    if (head)
        buf_text(b->out, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F2F2F2\"/>");
    buf_text(b->out, "<w:vAlign w:val=\"center\"/></w:tcPr>");
    const char *style = head ? t->small ? "TableHeadSmall" : "TableHead" : t->small ? "TableTextSmall" : "TableText";
    if (!write_paragraph(b, cell, style, attribute(cell, "align")))
        return false;
    buf_text(b->out, "</w:tc>");
    return true;
}

static bool write_row(struct builder *b, const struct table *t, const xmlNode *row)
{
    const bool head = attribute(row, "head") != NULL;
    buf_printf(b->out, "<w:tr><w:trPr><w:cantSplit/>%s</w:trPr>", head ? "<w:tblHeader/>" : "");
    int column = 0;
    for (const xmlNode *cell = row->children; cell; cell = cell->next)
        if (is(cell, "td") && !write_cell(b, t, cell, &column, head))
            return false;
    if (column != t->columns)
        return fail_build(b, row, "单元格比列少", "there are fewer cells than columns");
    buf_text(b->out, "</w:tr>");
    return true;
}

static bool write_table(struct builder *b, const xmlNode *n)
{
    struct table t = {.small = attribute(n, "small") != NULL};
    if (!read_widths(b, n, &t))
        return false;
    buf_printf(b->out,
               "<w:tbl><w:tblPr><w:tblStyle w:val=\"Ranking\"/><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:jc "
               "w:val=\"center\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>",
               TEXT_WIDTH);
    for (int i = 0; i < t.columns; i++)
        buf_printf(b->out, "<w:gridCol w:w=\"%d\"/>", t.widths[i]);
    buf_text(b->out, "</w:tblGrid>");
    for (const xmlNode *row = n->children; row; row = row->next)
        if (is(row, "tr") && !write_row(b, &t, row))
            return false;
    buf_text(b->out, "</w:tbl>");
    return true;
}

static bool write_body(struct builder *b, const xmlNode *body)
{
    for (const xmlNode *n = body->children; n; n = n->next) {
        bool done = true;
        if (is(n, "p")) {
            const char *style = attribute(n, "style");
            done = write_paragraph(b, n, style ? style : "Body", NULL);
        } else if (is(n, "table")) {
            done = write_table(b, n);
        } else if (n->type == XML_ELEMENT_NODE && n->ns) {
            write_as_is(b, n);
        } else if (n->type == XML_ELEMENT_NODE) {
            done = fail_build(b, n, "正文里不能有这个元素", "this does not belong in a body");
        }
        if (!done)
            return false;
    }
    return true;
}

bool docx_build(struct ctx *cx, const char *body_xml, struct buf *out)
{
    xmlDoc *doc = word_parse(cx, "body", body_xml, strlen(body_xml));
    if (!doc)
        return false;
    struct buf text = buf_init(cx->arena);
    struct builder b = {.cx = cx, .out = &text};
    buf_text(&text, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
                    "<w:document xmlns:w=\"" WORD_NS
                    "\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>");
    if (!write_body(&b, xmlDocGetRootElement(doc)))
        return false;
    buf_text(&text, docx_section);
    buf_text(&text, "</w:body></w:document>");
    struct zip_writer *w = zip_to(cx, out);
    return docx_package_parts(cx, w) && zip_add(w, "word/document.xml", text.data, text.length, ZIP_DEFLATED) &&
           zip_finish(w);
}
