/* exposition.h — the text format that Prometheus reads, version 0.0.4; every name gets "steward_" before it. */
#ifndef STEWARD_ENDPOINTS_EXPOSITION_H
#define STEWARD_ENDPOINTS_EXPOSITION_H

#include "base/buf.h"

#define EXPOSITION_TYPE "text/plain; version=0.0.4; charset=utf-8"

/* What follows, until the next head, is of this family.  `kind`: "counter", "gauge", "histogram". */
void expose_head(struct buf *out, const char *name, const char *kind, const char *help);
/* `labels`: "a=\"b\"", or NULL; their values need no escape. */
void expose(struct buf *out, const char *name, const char *labels, int64_t value);
void expose_seconds(struct buf *out, const char *name, const char *labels, int64_t us);
/* A family of one sample. */
void expose_one(struct buf *out, const char *name, const char *kind, const char *help, int64_t value);

#endif
