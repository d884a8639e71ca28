/* once.h — Idempotency-Key: a POST sent twice, because its answer was lost, is done once and answered alike.
 *
 * The first answer is kept in the transaction that did the work, for a day.  The same key with another address or
 * body is refused (ERR_CONFLICT "API-05").  Without the header nothing is kept.
 */
#ifndef STEWARD_ENDPOINTS_ONCE_H
#define STEWARD_ENDPOINTS_ONCE_H

#include "http/http.h"
#include "model/entity.h"

/* Inside the transaction, before the work: *ret_answer is what was answered the first time, or NULL: do it now. */
SW_CHECKED bool once_look(struct request *rq, const char **ret_answer);
/* After the work, still inside the transaction. */
SW_CHECKED bool once_keep(struct request *rq, int status, const char *answer);

/* A POST that makes one row of e: `make` in a transaction, answered 201 with the row, its address and its ETag; sent again
 * under its key, answered alike without being done again. */
SW_CHECKED bool once_create(struct request *rq, struct response *rs, const struct entity *e,
                            bool (*make)(struct request *rq, void *arg, int64_t *ret_id), void *arg);

#endif
