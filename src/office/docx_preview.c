/* docx_preview.c — a filled document as blocks for a page: paragraphs, tables, and the marks of the filler. */
#include "office/docx_look.h"
#include "office/docx_parts.h"
#include "office/docx_render.h"

#include <stdlib.h>
#include <string.h>

struct preview {
    struct ctx *cx;
    struct json *j;
    const struct docx_telling *telling;
    struct doc_styles styles;
    int mark; /* of the value at hand; -1: none */
    /* the run being gathered: texts of one look and mark are one */
    struct buf text;
    struct look look; /* of the text gathered */
    int text_mark;
    const struct look *base; /* what the block says already */
    const struct look *paragraph;
    bool line_end; /* stands before the next text: a cell's paragraphs */
};

/* ---- runs ---- */

static void end_run(struct preview *p)
{
    if (p->text.length == 0)
        return;
    json_object_begin(p->j);
    json_put_text(p->j, "text", p->text.data);
    look_run_json(p->j, &p->look, p->base);
    if (p->text_mark >= 0)
        p->telling->tell(p->telling->arg, p->text_mark, p->j);
    json_object_end(p->j);
    buf_clear(&p->text);
}

static void add_text(struct preview *p, const char *s, const struct look *look)
{
    if (!*s)
        return;
    if (p->line_end) {
        p->line_end = false;
        if (p->text.length == 0) { /* a marked value ended there */
            p->look = *look;
            p->text_mark = -1;
        }
        buf_char(&p->text, '\n');
    }
    if (p->text.length && (p->text_mark != p->mark || !look_equal_runs(&p->look, look)))
        end_run(p);
    p->look = *look;
    p->text_mark = p->mark;
    buf_text(&p->text, s);
}

/* A picture, a text box: that there is something is all we say. */
static void put_object(struct preview *p)
{
    end_run(p);
    json_object_begin(p->j);
    json_put_text(p->j, "text", "");
    json_put_bool(p->j, "object", true);
    json_object_end(p->j);
}

static void read_mark(struct preview *p, const xmlNode *n)
{
    if (strcmp((const char *)n->name, MARK_TARGET) != 0 || !p->telling)
        return;
    const char *number = n->content ? (const char *)n->content : "";
    p->mark = *number ? (int)strtol(number, NULL, 10) : -1;
}

static void read_run(struct preview *p, const xmlNode *run)
{
    static const char *const objects[] = {"drawing", "pict", "object", NULL};
    struct look look = *p->paragraph;
    look_read(p->cx, word_child(run, "rPr"), &look);
    for (const xmlNode *n = run->children; n; n = n->next) {
        if (n->type == XML_PI_NODE)
            read_mark(p, n);
        else if (word_is(n, "t"))
            add_text(p, word_text(n), &look);
        else if (word_is(n, "tab"))
            add_text(p, "\t", &look);
        else if (word_is(n, "br") || word_is(n, "cr"))
            add_text(p, "\n", &look);
        else if (word_is(n, "noBreakHyphen"))
            add_text(p, "-", &look);
        else if (word_is_any(n, objects) ||
                 (n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, "AlternateContent") == 0))
            put_object(p);
    }
}

/* Runs stand in the paragraph, or in what wraps some of them: links, insertions, fields, content controls. */
static void read_runs(struct preview *p, const xmlNode *holder)
{
    static const char *const skipped[] = {"pPr", "del", "moveFrom", "sdtPr", "sdtEndPr", NULL};
    for (const xmlNode *n = holder->children; n; n = n->next) {
        if (word_is(n, "r"))
            read_run(p, n);
        else if (n->type == XML_ELEMENT_NODE && !word_is_any(n, skipped))
            read_runs(p, n);
    }
}

static const struct doc_style *style_at(struct preview *p, const xmlNode *paragraph)
{
    const xmlNode *own = word_child(word_child(paragraph, "pPr"), "pStyle");
    return style_of(&p->styles, own ? word_attribute(p->cx, own, "val") : NULL);
}

static struct look base_of(struct preview *p, const xmlNode *paragraph, const struct doc_style *style)
{
    struct look look = style ? style->look : look_unsaid;
    look_read(p->cx, word_child(paragraph, "pPr"), &look);
    return look;
}

/* ---- paragraphs and tables ---- */

static void put_paragraph(struct preview *p, const xmlNode *n)
{
    const struct doc_style *style = style_at(p, n);
    struct look base = base_of(p, n, style);
    json_object_begin(p->j);
    json_put_text(p->j, "kind", style ? style->kind : "paragraph");
    if (style)
        json_put_text(p->j, "style", style->id);
    look_json(p->j, &base, style ? &style->look : &look_unsaid);
    json_key(p->j, "runs");
    json_array_begin(p->j);
    p->base = p->paragraph = &base;
    read_runs(p, n);
    end_run(p);
    json_array_end(p->j);
    json_object_end(p->j);
}

/* Paragraphs of a cell, those of a table inside it too, one under the other. */
static void read_cell(struct preview *p, const xmlNode *holder)
{
    for (const xmlNode *n = holder->children; n; n = n->next) {
        struct look look;
        if (!word_is(n, "p")) {
            if (n->type == XML_ELEMENT_NODE)
                read_cell(p, n);
            continue;
        }
        look = base_of(p, n, style_at(p, n));
        p->paragraph = &look;
        read_runs(p, n);
        p->line_end = true;
    }
}

static const xmlNode *first_paragraph(const xmlNode *holder)
{
    for (const xmlNode *n = holder->children; n; n = n->next) {
        const xmlNode *found = word_is(n, "p") ? n : n->type == XML_ELEMENT_NODE ? first_paragraph(n) : NULL;
        if (found)
            return found;
    }
    return NULL;
}

static void put_cell(struct preview *p, const xmlNode *cell)
{
    const xmlNode *properties = word_child(cell, "tcPr"), *paragraph = first_paragraph(cell);
    const xmlNode *down = word_child(properties, "vMerge");
    const char *restart = word_attribute(p->cx, down, "val");
    int span = word_number(p->cx, word_child(properties, "gridSpan"), "val", 1);
    const struct doc_style *style = paragraph ? style_at(p, paragraph) : NULL;
    struct look base = paragraph ? base_of(p, paragraph, style) : look_unsaid;
    json_object_begin(p->j);
    if (style)
        json_put_text(p->j, "style", style->id);
    if (base.align)
        json_put_text(p->j, "align", base.align);
    if (span > 1)
        json_put_int(p->j, "span", span);
    if (down)
        json_put_text(p->j, "down", restart && strcmp(restart, "restart") == 0 ? "begins" : "goes_on");
    json_key(p->j, "runs");
    json_array_begin(p->j);
    p->base = &base;
    read_cell(p, cell);
    end_run(p);
    p->line_end = false;
    json_array_end(p->j);
    json_object_end(p->j);
}

static void put_row(struct preview *p, const xmlNode *row)
{
    json_object_begin(p->j);
    json_put_bool(p->j, "head", word_child(word_child(row, "trPr"), "tblHeader") != NULL);
    json_key(p->j, "cells");
    json_array_begin(p->j);
    for (const xmlNode *n = row->children; n; n = n->next)
        if (word_is(n, "tc"))
            put_cell(p, n);
    json_array_end(p->j);
    json_object_end(p->j);
}

static void put_table(struct preview *p, const xmlNode *table)
{
    const xmlNode *grid = word_child(table, "tblGrid");
    json_object_begin(p->j);
    json_put_text(p->j, "kind", "table");
    json_key(p->j, "table");
    json_object_begin(p->j);
    json_key(p->j, "widths");
    json_array_begin(p->j);
    for (const xmlNode *n = grid ? grid->children : NULL; n; n = n->next)
        if (word_is(n, "gridCol"))
            json_int(p->j, word_number(p->cx, n, "w", 0));
    json_array_end(p->j);
    json_key(p->j, "rows");
    json_array_begin(p->j);
    for (const xmlNode *n = table->children; n; n = n->next)
        if (word_is(n, "tr"))
            put_row(p, n);
    json_array_end(p->j);
    json_object_end(p->j);
    json_object_end(p->j);
}

static void put_blocks(struct preview *p, const xmlNode *holder)
{
    for (const xmlNode *n = holder ? holder->children : NULL; n; n = n->next) {
        if (word_is(n, "p"))
            put_paragraph(p, n);
        else if (word_is(n, "tbl"))
            put_table(p, n);
        else if (word_is(n, "sdt"))
            put_blocks(p, word_child(n, "sdtContent"));
    }
}

/* ---- the page ---- */

static void put_page(struct preview *p, const xmlNode *body)
{
    static const struct {
        const char *element, *attribute, *key;
        int usual;
    } sizes[] = {
        {"pgSz", "w", "width", 11906},     {"pgSz", "h", "height", 16838},      {"pgMar", "top", "top", 1440},
        {"pgMar", "right", "right", 1800}, {"pgMar", "bottom", "bottom", 1440}, {"pgMar", "left", "left", 1800},
    };
    const xmlNode *section = word_child(body, "sectPr");
    json_key(p->j, "page");
    json_object_begin(p->j);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        json_put_int(p->j, sizes[i].key,
                     word_number(p->cx, word_child(section, sizes[i].element), sizes[i].attribute, sizes[i].usual));
    json_object_end(p->j);
}

static void mark_used(struct preview *p, const xmlNode *holder)
{
    for (const xmlNode *n = holder->children; n; n = n->next) {
        const struct doc_style *style = word_is(n, "p") ? style_at(p, n) : NULL;
        if (style)
            p->styles.list[style - p->styles.list].used = true;
        if (n->type == XML_ELEMENT_NODE)
            mark_used(p, n);
    }
}

static void put_styles(struct preview *p, const xmlNode *body)
{
    mark_used(p, body);
    json_key(p->j, "styles");
    json_object_begin(p->j);
    for (size_t i = 0; i < p->styles.count; i++) {
        const struct doc_style *style = &p->styles.list[i];
        if (!style->used)
            continue;
        json_key(p->j, style->id);
        json_object_begin(p->j);
        json_put_text(p->j, "kind", style->kind);
        json_put_text(p->j, "name", style->name);
        look_json(p->j, &style->look, &look_unsaid);
        json_object_end(p->j);
    }
    json_object_end(p->j);
}

bool docx_preview(struct ctx *cx, const void *bytes, size_t size, const struct docx_telling *telling, struct json *j)
{
    struct docx_parts parts;
    if (!docx_open(cx, bytes, size, &parts))
        return false;
    const xmlDoc *doc = docx_part(cx, &parts, parts.body ? parts.body : parts.texts[0]), *styles = NULL;
    if (!doc || (parts.styles && !(styles = docx_part(cx, &parts, parts.styles))))
        return false;
    struct preview p = {.cx = cx, .j = j, .telling = telling, .mark = -1, .text = buf_init(cx->arena)};
    const xmlNode *body = word_child(xmlDocGetRootElement(doc), "body");
    p.styles = styles_find(cx, styles);
    put_page(&p, body);
    if (body)
        put_styles(&p, body);
    json_key(j, "blocks");
    json_array_begin(j);
    put_blocks(&p, body);
    json_array_end(j);
    return true;
}
