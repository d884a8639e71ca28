/* docx.h — fills a Word template, and makes new ones in the layout of GB/T 9704-2012.
 *
 * A template is any .docx with fields in its text; Word may split a field over several runs, we join them.  The
 * body, headers, footers, foot- and endnotes are filled; every other part is copied byte for byte.
 *
 *   {{name}} {{a.b}}                     a value, in the formatting of the place where the field begins
 *   {{#each list}} … {{/each}}           repeats what is between: whole paragraphs, whole table rows when both
 *                                        marks stand in one table row (or in rows of their own), or text inside a paragraph
 *   {{#if name}} … {{#else}} … {{/if}}   kept when the value is true, a number other than 0, a text or list not empty
 *   {{index}} {{this}}                   inside each: 1, 2, 3 …, and the item itself in a list of plain values
 *
 * Paragraphs and rows that hold nothing but marks of blocks disappear.  Line ends in a value become line breaks,
 * tabs tabs.  A table left without rows disappears; a cell left without paragraphs gets an empty one.
 *
 * Data are a tree of JSON (jansson): objects, arrays, strings, integers, booleans.  Inner names win over outer.
 * A missing name is an error that names the field and the nearest names (DOC-02), so that a report never has
 * a silent hole; docx_check() lists all of them at once for an uploaded template.
 *
 *   DOC-01 not a .docx, or damaged        DOC-04 too large, as it is or once filled
 *   DOC-02 unknown field, or not a list   DOC-05 a built-in template is wrong
 *   DOC-03 a block is not closed, or closes another
 *   DOC-08 no PDF: LibreOffice is not installed, or cannot do it
 */
#ifndef STEWARD_OFFICE_DOCX_H
#define STEWARD_OFFICE_DOCX_H

#include "base/buf.h"
#include "office/template.h"

struct json_t;

/* Deterministic: the same template and data give the same bytes. */
SW_CHECKED bool docx_fill(struct ctx *cx, const void *template_bytes, size_t size, const struct json_t *data,
                          struct buf *out);

/* The same for a preview: around each value that `mark` gives a number ≥ 0 for stands that number, invisible in Word, which
 * docx_preview() tells with the value. */
struct docx_marking {
    int (*mark)(void *arg, const struct json_t *value);
    void *arg;
};
SW_CHECKED bool docx_fill_marked(struct ctx *cx, const void *template_bytes, size_t size, const struct json_t *data,
                                 const struct docx_marking *marking, struct buf *out);

/* A document's text as blocks that a page can lay out, in the order they print (headers, footers, pictures and text boxes are
 * left out): members of an open object.  Lengths are in twentieths of a point, sizes too.
 *   "page":{"width","height","top","right","bottom","left"}
 *   "styles":{id:{"kind","name","font"?,"size"?,"bold"?,"color"?,"align"?,"line"?,"first_line"?,"left"?,"right"?,"before"?,"after"?,
 *             "rule"?,"page_break"?}}
 *   "blocks":[{"kind","style","align"?, … what differs from the style,"runs":[{"text","bold"?,"italic"?,"underline"?,"font"?,
 *             "size"?,"color"?, … what tell() adds}]} or {"kind":"table","table":{"widths":[…],"rows":[{"head","cells":[{"runs",
 *             "align"?,"span"?,"down"?}]}]}}]
 * Line ends in a text are "\n", tabs "\t".  `tell` adds members for a marked value to its open object. */
struct json;
struct docx_telling {
    void (*tell)(void *arg, int mark, struct json *j);
    void *arg;
};
SW_CHECKED bool docx_preview(struct ctx *cx, const void *bytes, size_t size, const struct docx_telling *telling,
                             struct json *j);

/* Every fault of a template against a sample of the data; the first 200.  The sample should have an item in every list:
 * what stands inside {{#each}} of an empty list cannot be judged.  Names are judged once the blocks of a part are sound. */
SW_CHECKED bool docx_check(struct ctx *cx, const void *template_bytes, size_t size, const struct json_t *sample,
                           const struct template_fault **ret_faults, size_t *ret_count);

/* The names a template uses, each once, in the order of the text: {{a.b}}, {{#each a}}, {{#if a}}. */
SW_CHECKED bool docx_fields(struct ctx *cx, const void *template_bytes, size_t size, const char *const **ret_names,
                            size_t *ret_count);

/* A new .docx from a text of our own, as templates are kept in share/templates, in the layout of GB/T 9704-2012 (type
 * area 156 × 225 mm, 22 lines of 28 characters, page numbers outside):
 *
 *   <body>
 *     <p style="Heading1">text <b>bold</b><br/></p>    without style: Body
 *     <table widths="1 3 2" small="yes">               shares of the text width; small: 五号 instead of 小四
 *       <tr head="yes"><td>…</td></tr>                 repeated on every page; rows are never split
 *       <tr><td align="left" span="2">…</td></tr>      left, center (default), right
 *     </table>
 *     <w:…>                                            WordprocessingML (xmlns:w declared on body) goes in as it is
 *   </body>
 *
 * Line ends of the source inside a paragraph, with the space around them, are not part of its text.
 *
 *   Body 正文            MastheadZone, Masthead 版头（红）     Heading1 一、 Heading2 （一） Heading3 1.
 *   Title 标题           DocNumber 发文字号（下有红色分隔线）   Salutation 主送机关
 *   AnnexNote 附件说明   Signature, SignDate 署名、成文日期    Annex “附件”（另起一页） AnnexTitle 附件标题
 *   TableCaption 表题    TableNote 表注                        Ranking 表格样式 */
SW_CHECKED bool docx_build(struct ctx *cx, const char *body_xml, struct buf *out);

/* DOCX or XLSX (by the extension of `name`) to PDF by LibreOffice when installed; ERR_UNSUPPORTED "DOC-08" saying what to
 * install when not. */
SW_CHECKED bool office_to_pdf(struct ctx *cx, const char *name, const void *bytes, size_t size, struct buf *out);

#endif
