/* once.h — Idempotency-Key: a POST sent twice, because its answer was lost, is done once and answered alike.
 *
 * The first answer is kept in the transaction that did the work, for a day.  The same key with another address or
 * body is refused (ERR_CONFLICT "API-05").  Without the header nothing is kept.
 */
#ifndef STEWARD_ENDPOINTS_ONCE_H
#define STEWARD_ENDPOINTS_ONCE_H

#include "http/http.h"

/* Inside the transaction, before the work: *ret_answer is what was answered the first time, or NULL: do it now. */
SW_CHECKED bool once_look(struct request *rq, const char **ret_answer);
/* After the work, still inside the transaction. */
SW_CHECKED bool once_keep(struct request *rq, int status, const char *answer);

#endif
