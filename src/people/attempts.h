/* attempts.h — failures to sign in, in a row: after a few, a login and an address are locked, each time for longer.
 *
 * A login that nobody has is locked like any other, so that this tells nobody who is there; only hashes of what was typed
 * are kept, for people type passwords into the wrong box. */
#ifndef STEWARD_PEOPLE_ATTEMPTS_H
#define STEWARD_PEOPLE_ATTEMPTS_H

#include "people/people.h"

struct attempt {
    const char *login;   /* as resolved: "3:wang" in zone 3, ":wang" when nobody has it */
    const char *address; /* NULL: this machine's own command line */
};

/* Counts the attempt as failed before it is made, so that many at once do not slip through: *ret_wait_ms is 0, or how long the
 * lock still stands. */
SW_CHECKED bool attempt_begin(struct ctx *cx, const struct people_settings *s, const struct attempt *t,
                              int64_t *ret_wait_ms);
/* It did not fail, and did not get to the end either: as if it had not been made. */
SW_CHECKED bool attempt_undo(struct ctx *cx, const struct attempt *t);
/* It succeeded: the login begins anew, and the address is not blamed for it. */
SW_CHECKED bool attempt_done(struct ctx *cx, const struct attempt *t);
/* An administrator unlocks a login. */
SW_CHECKED bool attempt_unlock(struct ctx *cx, const char *login);
/* What is a day old goes. */
SW_CHECKED bool attempt_sweep(struct ctx *cx);

#endif
