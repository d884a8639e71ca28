/* keep.h — files that the program makes and keeps with a row. */
#ifndef STEWARD_REPORTS_KEEP_H
#define STEWARD_REPORTS_KEEP_H

#include "base/buf.h"
#include "model/entity.h"

/* The bytes as an attachment of the row. */
SW_CHECKED bool report_keep_file(struct ctx *cx, const struct entity *e, int64_t id, const char *name,
                                 const struct buf *bytes, int64_t *ret_id);

#endif
