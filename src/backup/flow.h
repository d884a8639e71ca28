/* flow.h — where bytes go to and come from, piece by piece, so that nothing is ever whole in memory. */
#ifndef STEWARD_BACKUP_FLOW_H
#define STEWARD_BACKUP_FLOW_H

#include "base/ctx.h"

#include <stddef.h>

struct sink {
    bool (*put)(void *to, const void *bytes, size_t n);
    void *to;
};

struct source {
    bool (*take)(void *from, void *to, size_t room, size_t *ret_n); /* *ret_n is 0 at the end only */
    void *from;
};

#endif
