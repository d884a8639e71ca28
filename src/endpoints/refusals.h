/* refusals.h — refused attempts and failed sign-ins into the audit, without letting whoever makes them fill the disk. */
#ifndef STEWARD_ENDPOINTS_REFUSALS_H
#define STEWARD_ENDPOINTS_REFUSALS_H

#include "model/trail.h"

struct refusals;

struct refusals *refusals_new(struct arena *a);
void refusals_free(struct refusals *r); /* NULL does nothing */

/* Records the entry in a transaction of its own; its act and outcome are literals.  Of one origin and act REFUSALS_MOST a
 * minute are recorded one by one; the others are counted, and one record says how many there were. */
enum { REFUSALS_MOST = 20 };
SW_CHECKED bool refusals_note(struct ctx *cx, struct refusals *r, const struct trail_entry *entry);
/* The records that say how many, of minutes that are over. */
SW_CHECKED bool refusals_flush(struct ctx *cx, struct refusals *r);

#endif
