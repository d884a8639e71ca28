/* backups.h — the server backs itself up: by its plan, and when it is asked to. */
#ifndef STEWARD_ENDPOINTS_BACKUPS_H
#define STEWARD_ENDPOINTS_BACKUPS_H

#include "backup/plan.h"

struct app;
struct backups;
struct beside;

/* What backups take along is `beside` (NULL: nothing).  With a plan that names a folder a thread watches the clock and starts a job when one is due; a failed one is tried again
 * an hour later.  NULL plan: none.  app->jobs must be there already, and outlive it.  BAK-08 when the secret is none;
 * JOB-01 when the thread cannot start. */
struct backups *backups_open(struct ctx *cx, const struct app *app, const struct backup_plan *plan,
                             const struct beside *beside);
void backups_close(struct backups *b); /* NULL does nothing */

#endif
