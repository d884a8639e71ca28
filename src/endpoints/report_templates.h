/* report_templates.h — what the endpoints of reports share with those of their templates. */
#ifndef STEWARD_ENDPOINTS_REPORT_TEMPLATES_H
#define STEWARD_ENDPOINTS_REPORT_TEMPLATES_H

#include "endpoints/endpoint.h"
#include "entities/entities.h"
#include "reports/report.h"

/* The report that the path names, and its zone; NULL: API-17. */
const struct report *need_report(struct request *rq);

/* The zone's own template, an attachment of the report; NULL without an error when it uses the built-in one. */
const struct attachment *own_template(struct ctx *cx, const struct report *r);
SW_CHECKED bool use_own_template(struct ctx *cx, const struct report *r, struct report_request *ask);

#endif
