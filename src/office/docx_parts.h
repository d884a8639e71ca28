/* docx_parts.h — a Word package and its parts.  Inside src/office only. */
#ifndef STEWARD_OFFICE_DOCX_PARTS_H
#define STEWARD_OFFICE_DOCX_PARTS_H

#include "base/zip.h"
#include "office/docx_xml.h"

struct docx_parts {
    struct zip zip;
    const char **texts; /* names of the parts with text, without the leading '/' */
    size_t count;
    const char *body, *styles; /* NULL when there is none */
};

/* DOC-01 when it is no .docx, DOC-04 when it is too large.  The bytes must outlive it. */
SW_CHECKED bool docx_open(struct ctx *cx, const void *bytes, size_t size, struct docx_parts *ret_parts);
bool docx_holds_text(const struct docx_parts *p, const char *name);
/* A part that is there, parsed. */
xmlDoc *docx_part(struct ctx *cx, const struct docx_parts *p, const char *name);

#endif
