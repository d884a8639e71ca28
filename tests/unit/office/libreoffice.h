/* libreoffice.h — what LibreOffice makes of a workbook. */
#ifndef STEWARD_TESTS_LIBREOFFICE_H
#define STEWARD_TESTS_LIBREOFFICE_H

#include "office/convert.h"
#include "office/workbook_edit_inner.h"
#include "tap.h"

static inline bool convert(struct ctx *cx, const char *from, const void *bytes, size_t size, const char *to,
                           struct buf *out)
{
    *out = buf_init(cx->arena);
    enum conversion result = office_convert(from, bytes, size, to, 120, 1u << 28, out);
    if (result == CONVERT_MISSING)
        tap_skip("LibreOffice is not installed");
    else
        OK(result == CONVERTED, "LibreOffice turns %s into %s", from, to);
    return result == CONVERTED;
}

/* What LibreOffice shows of the first sheet: a line for each row with something in it, cells ended by '|', empty ones at
 * the end left out. */
static inline const char *shown(struct ctx *cx, const struct buf *fods)
{
    struct buf grid = buf_init(cx->arena), row = buf_init(cx->arena), cell = buf_init(cx->arena);
    const char *at = fods->data, *end = at + fods->length;
    struct tag t;
    struct span repeat, text;
    int64_t rows = 1, cells = 1;
    while (tag_next(&at, end, &t) && !(t.close && tag_is(&t, "table"))) {
        if (tag_is(&t, "table-row") && !t.close) {
            buf_clear(&row);
            rows = tag_attr(&t, "number-rows-repeated", &repeat) ? span_int(repeat, 1) : 1;
        } else if (tag_is(&t, "table-cell") || tag_is(&t, "covered-table-cell")) {
            if (!t.close) {
                buf_clear(&cell);
                cells = tag_attr(&t, "number-columns-repeated", &repeat) ? span_int(repeat, 1) : 1;
            }
            for (; (t.close || t.empty) && cells > 0 && cells < 100; cells--)
                buf_printf(&row, "%s|", cell.data);
        } else if (tag_is(&t, "p") && !t.close && tag_skip(&at, end, &t, &text)) {
            buf_text(&cell, span_text(cx->arena, text));
        } else if (tag_is(&t, "table-row")) {
            while (row.length > 1 && row.data[row.length - 1] == '|' && row.data[row.length - 2] == '|')
                row.data[--row.length] = '\0';
            for (; rows > 0 && row.length > 1; rows--)
                buf_printf(&grid, "%s\n", row.data);
        }
    }
    return grid.data;
}

#endif
