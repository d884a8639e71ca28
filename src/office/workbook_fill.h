/* workbook_fill.h — fills an Excel template.
 *
 * A template is any .xlsx with fields in the texts of its cells.  Everything else stays as it is: styles, widths, merges,
 * frozen panes, print settings, formulas, charts (workbook_edit.h).
 *
 *   {{name}} {{a.b}}             a value.  A cell that is one field, spaces aside, and whose value is a decimal becomes
 *                                a number in the cell's style; everything else is text, and never a formula
 *   {{#each list}} … {{/each}}   in the cells of one row: the row repeats for each item, with its constants, formulas and
 *                                merges; what lies below moves down, and ranges that end in the row grow, so that totals
 *                                take all items in.  A list without items leaves the row blank
 *   {{#if x}} … {{#else}} … {{/if}}   inside the text of one cell
 *   {{index}} {{this}}           inside each, as in docx.h
 *
 * A cell with marks is written in its own font throughout, whatever parts of its text were in.
 *
 * Names, data and faults are those of docx.h.  A row has one block at most; blocks do not nest.
 *
 *   XLS-01 … XLS-07 what workbook.h cannot read    XLS-10 not an .xlsx
 *   DOC-02 unknown field, or not a list            DOC-04 too many rows once filled
 *   DOC-03 a mark is not closed, or is none        DOC-09 a block that a workbook cannot hold: over several rows or cells,
 *                                                         or two in a row
 */
#ifndef STEWARD_OFFICE_WORKBOOK_FILL_H
#define STEWARD_OFFICE_WORKBOOK_FILL_H

#include "base/buf.h"
#include "office/template.h"

struct json_t;

/* Deterministic: the same template and data give the same bytes. */
SW_CHECKED bool workbook_fill(struct ctx *cx, const void *template_bytes, size_t size, const struct json_t *data,
                              struct buf *out);

/* As docx_check() and docx_fields(). */
SW_CHECKED bool workbook_fill_check(struct ctx *cx, const void *template_bytes, size_t size,
                                    const struct json_t *sample, const struct template_fault **ret_faults,
                                    size_t *ret_count);
SW_CHECKED bool workbook_fields(struct ctx *cx, const void *template_bytes, size_t size, const char *const **ret_names,
                                size_t *ret_count);

#endif
