/* admit.h — what stands before every handler: who asks, and may he be heard at all. */
#ifndef STEWARD_ENDPOINTS_ADMIT_H
#define STEWARD_ENDPOINTS_ADMIT_H

#include "endpoints/endpoint.h"
#include "people/session.h"

#define SESSION_COOKIE "steward_session"

/* Finds who asks, by the session's cookie or "Authorization: Bearer …", and puts it into the request and its context.  False with
 * AUT-05 when the route is not open and nobody is signed in, AUT-06, AUT-07, AUT-19. */
SW_CHECKED bool admit(struct request *rq, const struct route *route);

/* Who asks; never NULL in a route that is not open. */
const struct asker *asker_of(const struct request *rq);

/* Hands the browser its session, or takes it away (NULL). */
void give_session(struct request *rq, struct response *rs, const char *token);

#endif
