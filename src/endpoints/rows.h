/* rows.h — what the endpoints that read rows share with those that write them. */
#ifndef STEWARD_ENDPOINTS_ROWS_H
#define STEWARD_ENDPOINTS_ROWS_H

#include "endpoints/endpoint.h"

extern const struct field zone_only[]; /* the query of a request that names its zone and nothing else */

/* Entity, zone and id of /api/v1/{entity}/{id}…, with no query parameters but `params`. */
SW_CHECKED bool need_row(struct request *rq, const struct field *params, const struct entity **ret_entity,
                         int64_t *ret_id);

/* The row as lists show it, with every field: titles of references and derived fields too.  ROW-01 when it is not there. */
SW_CHECKED bool show_row(struct ctx *cx, const struct entity *e, int64_t id, struct view view, struct json *j,
                         int64_t *ret_version);
const char *version_tag(struct ctx *cx, int64_t version);
/* show_row() as the answer, with its ETag. */
SW_CHECKED bool answer_row(struct request *rq, struct response *rs, const struct entity *e, int64_t id);

#endif
