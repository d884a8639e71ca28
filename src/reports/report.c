/* report.c — finds reports and fills their templates. */
#include "reports/report.h"

#include "office/docx.h"

#include <string.h>

const struct report *report_find(const char *name)
{
    for (const struct report *const *r = report_catalogue; *r; r++)
        if (strcmp((*r)->name, name) == 0)
            return *r;
    return NULL;
}

bool report_docx(struct ctx *cx, const struct report *r, const struct report_request *rq, struct buf *out)
{
    struct buf built = buf_init(cx->arena);
    struct json_t *data = r->data(cx, rq);
    if (!data)
        return false;
    if (rq->template_bytes)
        return docx_fill(cx, rq->template_bytes, rq->template_size, data, out);
    return r->template_docx(cx, &built) && docx_fill(cx, built.data, built.length, data, out);
}
