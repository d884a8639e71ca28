/* traffic.h — counts what the server answered, by route and status, how long it took, and what it asked of the database. */
#ifndef STEWARD_ENDPOINTS_TRAFFIC_H
#define STEWARD_ENDPOINTS_TRAFFIC_H

#include "base/buf.h"
#include "http/http.h"

struct traffic;

/* For `count` routes; lives in `a`.  Counting takes no lock. */
struct traffic *traffic_new(struct arena *a, size_t count);
int64_t traffic_started(const struct traffic *t); /* seconds since 1970: when counting began */
void traffic_count(struct traffic *t, size_t route, int status, int64_t us, int64_t statements);
/* In the Prometheus text format, with the routes' methods and patterns as labels. */
void traffic_text(const struct traffic *t, const struct route *routes, struct buf *out);

#endif
