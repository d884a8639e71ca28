/* answers.h — answers kept while the zone they are about is not written to.
 *
 * A question is all that an answer depends on: the zone, the address, the language, the day, who asks.  Together with
 * the zone's revision, which every write of whatever process raises, it stands for one answer.  They are kept by the
 * process for all its workers, at most 16 MiB of them and 64 KiB each; those longest unused make room.
 */
#ifndef STEWARD_ENDPOINTS_ANSWERS_H
#define STEWARD_ENDPOINTS_ANSWERS_H

#include "http/http.h"

struct question {
    const char *text; /* in the request's arena */
    size_t size;
    int64_t revision;
};

struct answers;
struct answers *answers_new(struct arena *a);
void answers_free(struct answers *all); /* NULL does nothing */

/* The answer as it was, or a 304 when the client has it; false when it is not here. */
bool answers_find(struct answers *all, const struct question *q, struct request *rq, struct response *rs);
/* Only what has an ETag. */
void answers_keep(struct answers *all, const struct question *q, const struct response *rs);

#endif
