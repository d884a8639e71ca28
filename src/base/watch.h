/* watch.h — a thread that looks after something every so often, until it is stopped. */
#ifndef STEWARD_BASE_WATCH_H
#define STEWARD_BASE_WATCH_H

#include "base/ctx.h"

struct watch;

/* `arg` is whose watch it is. */
typedef void watch_look(void *arg, const struct watch *w);

/* Looks at once and then every `seconds`, in a thread that takes no signals.  In cx's arena.  NULL with ERR_SYSTEM "JOB-01"
 * when the thread cannot start. */
struct watch *watch_start(struct ctx *cx, watch_look *look, void *arg, int seconds);

/* Is it being stopped?  For a look that takes long, from within it. */
bool watch_is_closing(const struct watch *w);

/* Wakes it and waits until a look under way has ended; no other follows.  NULL does nothing. */
void watch_stop(struct watch *w);

#endif
