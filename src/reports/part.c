/* part.c — the files a report consists of, each filled from a template. */
#include "reports/part.h"

#include "base/media.h"
#include "office/docx.h"
#include "office/workbook_fill.h"
#include "reports/annex.h"
#include "reports/report.h"

static bool has_document(const struct report *r)
{
    return r->template_xml != NULL;
}

static bool build_document(struct ctx *cx, const struct report *r, struct buf *out)
{
    return docx_build(cx, r->template_xml, out);
}

static bool has_annex(const struct report *r)
{
    return r->annex != NULL;
}

static bool build_annex(struct ctx *cx, const struct report *r, struct buf *out)
{
    return annex_template(cx, r->annex, out);
}

/* clang-format off */
const struct report_part_ways report_parts[REPORT_PARTS] = {
    [REPORT_DOCUMENT] = {"document", ".docx", DOCX_TYPE, has_document, build_document, docx_fill, docx_check, docx_fields},
    [REPORT_ANNEX]    = {"annex",    ".xlsx", XLSX_TYPE, has_annex,    build_annex,    workbook_fill, workbook_fill_check, workbook_fields},
};
/* clang-format on */
