/* me.h — what answers about whoever asks share. */
#ifndef STEWARD_ENDPOINTS_ME_H
#define STEWARD_ENDPOINTS_ME_H

#include "endpoints/endpoint.h"

struct session; /* people/session.h */

/* Who the asker is and what he may do, as the answer. */
SW_CHECKED bool answer_me(struct request *rq, struct response *rs);

/* {"items":[…]}: sessions, or tokens of programs; `whose` adds the persons. */
void put_sessions(struct request *rq, struct json *j, const struct session *list, size_t count, bool whose);

#endif
