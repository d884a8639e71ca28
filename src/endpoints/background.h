/* background.h — work that takes longer than a request should: a few threads, each job with its own memory and connection.
 *
 * A job is known by an unguessable name.  What it made is kept for an hour after its end, at most JOBS_MOST jobs and
 * KEPT_MOST bytes; the oldest go first.  Followers get its progress as server-sent events.  A job asked to stop stops at
 * its next report of progress and leaves nothing written.
 */
#ifndef STEWARD_ENDPOINTS_BACKGROUND_H
#define STEWARD_ENDPOINTS_BACKGROUND_H

#include "base/buf.h"
#include "base/json.h"

struct jobs;
struct stream;

enum { JOBS_MOST = 100, JOBS_KEPT_MS = 60 * 60 * 1000 };

/* What a job makes. */
struct job_output {
    struct buf result; /* a JSON document; empty: none */
    struct buf file;   /* bytes to download; empty: none */
};

struct job_order {
    const char *kind; /* "preview": jobs_file() finds by it */
    int64_t subject;  /* what it works on, of the zone */
    /* On failure cx->err is the job's problem; what is in *out by then is kept all the same. */
    bool (*work)(struct ctx *cx, const struct job_order *order, struct job_output *out);
    int64_t option;
    void *with; /* what else it needs; outlives the jobs */
};

/* NULL with ERR_SYSTEM "JOB-01" when threads cannot start.  `now_ms`: where the clock stands (tests); NULL: it runs. */
struct jobs *jobs_open(struct ctx *cx, const char *db, int threads, const int64_t *now_ms);
/* Asks every job to stop, waits until they have, and gives everything back.  NULL does nothing. */
void jobs_close(struct jobs *jobs);

/* Start a job in cx's zone, actor, rights and language; its name in cx's arena.  ERR_BUSY "API-15" when too many are under way. */
const char *jobs_start(struct ctx *cx, struct jobs *jobs, const struct job_order *order);
/* A job answers to the person who started it only; to others there is none. */
/* {"id","state","done","total","result"?,"problem"?}; false when there is no such job. */
bool jobs_json(const struct ctx *cx, struct jobs *jobs, const char *id, struct json *j);
/* Events "progress" {"done","total"} go to the stream and, at the end, "done" with the job as jobs_json() but without its
 * result, which may be too large for an event.  True: the stream is the jobs' to close; false: no such job. */
bool jobs_follow(const struct ctx *cx, struct jobs *jobs, const char *id, struct stream *stream);
bool jobs_cancel(const struct ctx *cx, struct jobs *jobs, const char *id);
struct job_counts {
    int waiting, running, kept;
};
void jobs_count(struct jobs *jobs, struct job_counts *ret); /* of everybody */
/* Add to `out` the file of the latest finished job of this kind, zone and subject; false when there is none. */
bool jobs_file(struct jobs *jobs, const char *kind, int64_t zone, int64_t subject, struct buf *out);

#endif
