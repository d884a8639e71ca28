/* template.h — what is told of a template, be it a document (docx.h) or a workbook (workbook_fill.h). */
#ifndef STEWARD_OFFICE_TEMPLATE_H
#define STEWARD_OFFICE_TEMPLATE_H

#include "base/value.h"

struct template_fault {
    const char *code;
    const char *field; /* may be NULL */
    const char *where; /* the paragraph's text; the cell, as "排名!C3" */
    struct label message;
};

#endif
