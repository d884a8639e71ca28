/* timekeeper.h — the server does each zone's periodic work (jobs/job.h) when it is due. */
#ifndef STEWARD_ENDPOINTS_TIMEKEEPER_H
#define STEWARD_ENDPOINTS_TIMEKEEPER_H

#include "base/ctx.h"

struct timekeeper;

/* NULL with JOB-01 when the thread cannot start.  `now_ms`: where the clock stands (tests); NULL: it runs. */
struct timekeeper *timekeeper_start(struct ctx *cx, const char *db, const int64_t *now_ms);
/* A job under way is asked to stop and waited for.  NULL does nothing. */
void timekeeper_stop(struct timekeeper *k);

#endif
