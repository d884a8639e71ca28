/* attachments.h — files of a row go with it. */
#ifndef STEWARD_ENDPOINTS_ATTACHMENTS_H
#define STEWARD_ENDPOINTS_ATTACHMENTS_H

#include "model/entity.h"

/* Delete the files of a row of e that is gone, in the transaction that deleted it; the history keeps them as it keeps the row. */
SW_CHECKED bool attachments_delete_of(struct ctx *cx, const struct entity *e, int64_t id);

#endif
