/* job.h — what a JOB is: periodic work for each zone, done by the program when it is due.
 *
 * A job is one object in a file of this room and a line in catalogue.def.  It runs with cx->zone set, as actor "job:NAME",
 * with all rights, on a connection of its own; what it writes it writes in transactions of its own.  It must be idempotent:
 * run twice, the second run changes nothing.  The server runs what is due (endpoints/timekeeper.c), `steward job NAME` runs
 * it at once.
 */
#ifndef STEWARD_JOBS_JOB_H
#define STEWARD_JOBS_JOB_H

#include "base/ctx.h"

struct zone_job_result {
    int64_t changed; /* rows written */
};

struct zone_job {
    const char *name; /* "clocks_daily" */
    struct label label, help;
    const char *when; /* Beijing time: "daily 06:00", "weekly 1 16:05" (1 Monday … 7 Sunday), "every 10m", "every 1h" */
    bool (*run)(struct ctx *cx, struct zone_job_result *ret_result);
};

extern const struct zone_job *const job_catalogue[]; /* src/catalogue.c; ends with NULL */

const struct zone_job *zone_job_find(const char *name); /* NULL when there is none */

/* When it is due next, having been done last at `last` (0: never): `now` when it is due already. */
int64_t zone_job_next(const struct zone_job *job, int64_t last, int64_t now);
const char *zone_job_when(struct arena *a, const struct zone_job *job, enum lang lang); /* "每天 06:00" */

/* Run it for cx->zone now and keep a row of it (entity job_run), whatever comes of it.  False when it failed. */
SW_CHECKED bool zone_job_run(struct ctx *cx, const struct zone_job *job, struct zone_job_result *ret_result);
/* When it was last done for cx->zone, by the rows; 0: never, or it leaves no rows. */
SW_CHECKED bool zone_job_last(struct ctx *cx, const struct zone_job *job, int64_t *ret_last);

/* The start-up audit: names are unique, times can be read.  ERR_SYSTEM "JOB-02". */
SW_CHECKED bool zone_jobs_audit(struct ctx *cx);

#endif
