/* sealer.h — the server seals the audit while it runs: at its start, every few minutes when there is something new, at its end. */
#ifndef STEWARD_ENDPOINTS_SEALER_H
#define STEWARD_ENDPOINTS_SEALER_H

#include "endpoints/refusals.h"
#include "model/trail_settings.h"

struct sealer;

/* NULL settings, or a database without files for the seals (PostgreSQL where none are named): nothing is sealed, and the log
 * says so.  SEL-01, SEL-02 when the key cannot be had; JOB-01 when the thread cannot start.  `now_ms`: where the clock
 * stands (tests); NULL: it runs. */
struct sealer *sealer_start(struct ctx *cx, const char *db, const struct audit_settings *set, struct refusals *refusals,
                            const int64_t *now_ms);
void sealer_stop(struct sealer *s); /* NULL does nothing */

/* Seals and key as verifying needs them. */
struct trail_seals;
SW_CHECKED bool sealer_seals(struct ctx *cx, const struct sealer *s, struct trail_seals *ret_seals);

#endif
