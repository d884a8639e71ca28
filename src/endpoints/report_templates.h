/* report_templates.h — what the endpoints of reports share with those of their templates. */
#ifndef STEWARD_ENDPOINTS_REPORT_TEMPLATES_H
#define STEWARD_ENDPOINTS_REPORT_TEMPLATES_H

#include "endpoints/endpoint.h"
#include "entities/entities.h"
#include "reports/report.h"

/* The report that the path names, and its zone; NULL: API-17. */
const struct report *need_report(struct request *rq);

/* Is there such a part?  API-18 when not. */
SW_CHECKED bool need_part(struct ctx *cx, const struct report *r, enum report_part part);

/* The zone's own templates, attachments of the report, go into what is asked for. */
SW_CHECKED bool use_own_templates(struct ctx *cx, const struct report *r, struct report_request *ask);

#endif
