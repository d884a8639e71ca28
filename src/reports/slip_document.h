/* slip_document.h — a slip as the document that is sent: by the zone's template for its kind, or the built-in one. */
#ifndef STEWARD_REPORTS_SLIP_DOCUMENT_H
#define STEWARD_REPORTS_SLIP_DOCUMENT_H

#include "entities/entities.h"
#include "reports/report.h"

/* The report that prints a slip; it is asked .of the slip. */
const struct report *slip_report_of(struct ctx *cx, const struct slip *s);

/* The slip as it was just issued, kept as a file of it: what was sent stays what it was. */
SW_CHECKED bool slip_keep_document(struct ctx *cx, struct slip *s, const struct report *r,
                                   const struct report_request *rq);

#endif
