/* audited.h — what the server records of an exchange beside the rows that it wrote: files that left, attempts refused. */
#ifndef STEWARD_ENDPOINTS_AUDITED_H
#define STEWARD_ENDPOINTS_AUDITED_H

#include "http/http.h"

/* After a handler, `done` as it returned.  A file does not leave unless that could be recorded. */
SW_CHECKED bool audit_exchange(struct request *rq, struct response *rs, bool done);

/* Somebody failed to sign in as `login`: cx->err says why.  It stays as it is. */
void audit_stranger(struct request *rq, const char *login);

#endif
