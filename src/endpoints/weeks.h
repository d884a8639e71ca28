/* weeks.h — what the endpoints of the weekly report share: whose desk is asked for, and how it is shown. */
#ifndef STEWARD_ENDPOINTS_WEEKS_H
#define STEWARD_ENDPOINTS_WEEKS_H

#include "http/http.h"
#include "rules/week.h"

/* That of ?unit= and ?date=, else the asker's own of the week at hand; *ret_week and *ret_duty are NULL when there is none. */
SW_CHECKED bool read_desk(struct request *rq, struct report_week **ret_week, struct report_duty **ret_duty);

extern const struct field desk_params[]; /* zone, unit, date */

void put_week(struct ctx *cx, struct json *j, const struct report_week *w);
SW_CHECKED bool put_duty(struct ctx *cx, struct json *j, const struct report_duty *d, const struct report_week *w);
void put_item(struct json *j, const struct week_item *item);
void put_values(struct json *j, const char *key, const struct week_values *values);

#endif
