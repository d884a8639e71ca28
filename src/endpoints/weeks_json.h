/* weeks_json.h — a week, a duty and its reports as the API shows them. */
#ifndef STEWARD_ENDPOINTS_WEEKS_JSON_H
#define STEWARD_ENDPOINTS_WEEKS_JSON_H

#include "base/json.h"
#include "rules/week.h"

void put_week(struct ctx *cx, struct json *j, const struct report_week *w);
SW_CHECKED bool put_duty(struct ctx *cx, struct json *j, const struct report_duty *d, const struct report_week *w);
void put_item(struct json *j, const struct week_item *item);
void put_values(struct json *j, const char *key, const struct week_values *values);

#endif
