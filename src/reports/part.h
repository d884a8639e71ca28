/* part.h — the files a report consists of, each filled from a template: its document, and the workbook that goes with it. */
#ifndef STEWARD_REPORTS_PART_H
#define STEWARD_REPORTS_PART_H

#include "base/buf.h"
#include "office/template.h"

struct json_t;
struct report;

enum report_part { REPORT_DOCUMENT, REPORT_ANNEX, REPORT_PARTS };

/* What the parts differ in. */
struct report_part_ways {
    const char *name;   /* "document" */
    const char *ending; /* of its files: ".docx" */
    const char *content_type;
    bool (*has)(const struct report *r);
    bool (*build)(struct ctx *cx, const struct report *r, struct buf *out); /* the built-in template */
    bool (*fill)(struct ctx *cx, const void *template_bytes, size_t size, const struct json_t *data, struct buf *out);
    bool (*check)(struct ctx *cx, const void *template_bytes, size_t size, const struct json_t *sample,
                  const struct template_fault **ret_faults, size_t *ret_count);
    bool (*fields)(struct ctx *cx, const void *template_bytes, size_t size, const char *const **ret_names,
                   size_t *ret_count);
};
extern const struct report_part_ways report_parts[REPORT_PARTS];

#endif
