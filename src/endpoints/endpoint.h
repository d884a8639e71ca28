/* endpoint.h — what handlers share: how a request names its zone, entity, row, date and page; problems with more to say.
 *
 *                                   API-08 a query parameter does not fit     API-15 too many jobs at once
 *   API-02 no such zone             API-09 no such job                        API-16 no preview to annotate
 *   API-03 no such entity           API-10 Idempotency-Key is malformed       API-17 no such report
 *   API-04 no such row              API-11 If-Match is missing                API-18 the report has no annex
 *   API-05 the key was used for another request                               API-19 the template has faults
 *   API-06 the entity is read-only  API-12 no file was sent                   API-20 a template is not of this report
 *   API-07 the upload was imported already                                    API-21 nothing a file can belong to
 *                                                                             API-22 a file without a usable name
 *                                                                             API-23 days to count and the day to
 */
#ifndef STEWARD_ENDPOINTS_ENDPOINT_H
#define STEWARD_ENDPOINTS_ENDPOINT_H

#include "base/media.h"
#include "endpoints/monitor.h"
#include "http/http.h"
#include "model/list.h"

/* What the server serves: one per process, shared by its workers, const to them but for what locks itself. */
struct app {
    const char *db;             /* as --db names it */
    const char *map_tiles;      /* address of map tiles; NULL: none */
    const struct route *routes; /* all of them; ends with .pattern = NULL */
    const struct route *served; /* the same as the server has them: each with what stands around its handler */
    struct jobs *jobs;
    struct refusals *refusals;
    struct sealer *sealer;
    struct backups *backups;
    struct timekeeper *timekeeper;   /* NULL: no periodic work here */
    struct lamplighter *lamplighter; /* as the timekeeper */
    struct traffic *traffic;
    struct answers *answers;
    struct askers *askers;
    const struct people_settings *people; /* how people sign in */
    const struct federation *federation;  /* where else they may; NULL: nowhere */
    struct http *http;
    struct monitor_settings monitor;
    int64_t now_ms; /* the clock stands here (tests); 0: the machine's */
};
struct app *app_of(const struct request *rq);

/* The zone of a request is that of whoever asks; it may be named by the query parameter `zone` or the header X-Zone. */
const char *zone_code(const struct request *rq);
SW_CHECKED bool need_zone(struct request *rq); /* sets cx->zone; API-02 when another is named */

/* What the route's `right` says: an entity, or "{entity}" for the one that the address names, and an act: "project read"
 * (model/rights.h).  ERR_DENIED RGT-01. */
SW_CHECKED bool need_right(struct request *rq, const char *right);
const struct entity *need_entity(struct request *rq, const char *name); /* NULL: ERR_NOT_FOUND API-03 */
SW_CHECKED bool need_writable(struct request *rq, const struct entity *e);
SW_CHECKED bool need_id(struct request *rq, const char *word, int64_t *ret_id);
/* The version that If-Match names; 0 for "*". */
SW_CHECKED bool need_version(struct request *rq, int64_t *ret_version);

/* Refuses a query parameter that is none of these, for a filter misspelt must not mean no filter.  NULL: takes none. */
SW_CHECKED bool need_params(struct request *rq, const struct field *params);
const char *query_text(const struct request *rq, const char *name); /* NULL when absent or empty */
SW_CHECKED bool read_date(struct request *rq, const char *name, struct date *ret_date);
/* A whole number within these; *ret_number stays as it is when the parameter is left out. */
SW_CHECKED bool read_whole(struct request *rq, const char *name, int64_t least, int64_t most, int64_t *ret_number);
SW_CHECKED bool read_view(struct request *rq, struct view *ret_view); /* as_of, known_at */
/* The same by other names: "from_as_of", "from_known_at". */
SW_CHECKED bool read_moment(struct request *rq, const char *as_of, const char *known_at, struct view *ret_view);
/* where, sort, fields, search, cursor, limit, as_of, known_at */
SW_CHECKED bool read_page(struct request *rq, struct list_query *ret_page);
bool is_asked(const struct request *rq, const char *name); /* "1", "true", "yes" */

/* The JSON body as the struct of `size` bytes that `fields` describes; ERR_INPUT when it does not fit. */
SW_CHECKED bool read_body(struct request *rq, const struct field *fields, size_t size, void *ret_body);

/* An entity tag of the answer's bytes; 304 when the client has them. */
SW_CHECKED bool answer_tagged(struct request *rq, struct response *rs);

/* Does the zone's revision rise with every change of these rows?  Not for rows of no zone, and not for the audit, which
 * grows by sign-ins and refusals too. */
bool revision_tells(const struct entity *e);
/* For what is asked of cx->zone's rows of `e`: the answer kept since the zone was written last, if there is one.  Whether
 * there is tells is_answered(); otherwise go on and compute it, and it will be kept when it has an entity tag. */
SW_CHECKED bool answer_recall(struct request *rq, struct response *rs, const struct entity *e);
/* The same of all that the revision tells, with an entity tag that stands while nothing is written in the zone: a client that has the answer is told so
 * without computing it. */
SW_CHECKED bool answer_by_revision(struct request *rq, struct response *rs);
bool is_answered(const struct response *rs);

/* 202 with the name of the job that was started, and where it is; false when it is NULL. */
SW_CHECKED bool answer_started(struct request *rq, struct response *rs, const char *job);

/* cx->err as the answer, its object left open for more members; close it with json_object_end().  Clears cx->err. */
struct json problem_open(struct request *rq, struct response *rs);
/* A parsed document as text. */
const char *json_document(struct ctx *cx, const struct json_t *tree);

void put_findings(struct json *j, const struct findings *fs); /* "findings":[{rule,field,blocking,message}] */

#endif
