/* askers.h — who asks: tokens, the persons behind them and what these may do, known to the process.
 *
 * What was found out about a token holds while the zone's revision stands (every end of a session and every change of a
 * person or a right raises it) and the session's time is not over.  So a request of somebody who is known asks the database
 * nothing on SQLite, and for the revision only on PostgreSQL.  When a session was last used is kept here too, and written
 * down once a minute by a thread that also clears away what has ended. */
#ifndef STEWARD_ENDPOINTS_ASKERS_H
#define STEWARD_ENDPOINTS_ASKERS_H

#include "http/http.h"
#include "people/session.h"

struct askers;

/* NULL with JOB-01 when no thread can be started.  `db` and `settings` outlive it. */
struct askers *askers_open(struct ctx *cx, const char *db, const struct people_settings *settings, int64_t now_ms);
void askers_close(struct askers *all); /* NULL does nothing */

/* Sets cx->zone, cx->actor and cx->rights to those of whom the token stands for, *ret_asker to NULL when that is nobody.  Good
 * for as long as cx's arena is not reset. */
SW_CHECKED bool askers_find(struct ctx *cx, struct askers *all, const char *token, const struct asker **ret_asker);

#endif
