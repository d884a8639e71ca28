/* credential.h — what proves who somebody is: password, codes of a phone, recovery codes.  Of persons of cx->zone. */
#ifndef STEWARD_PEOPLE_CREDENTIAL_H
#define STEWARD_PEOPLE_CREDENTIAL_H

#include "people/people.h"

enum { RECOVERY_CODES = 10 };

struct credential {
    const char *password; /* hash; NULL: cannot sign in with one */
    bool must_change;
    int64_t changed_at;
    const char *previous;   /* hashes, latest first, a line each */
    const char *totp;       /* secret in base32, locked (code_lock.h); NULL: off */
    const char *totp_asked; /* as totp, until the first code shows that the phone has it */
    int64_t totp_step;      /* of the code used last */
    const char *recovery;   /* hashes of the codes left, a line each */
};

/* All unknown when the person has none. */
SW_CHECKED bool credential_load(struct ctx *cx, int64_t person, struct credential *ret_credential);

/* What password_judge() says, and AUT-14: one of the last few.  Takes a while for each of these. */
SW_CHECKED bool credential_judge(struct ctx *cx, const struct people_settings *s, const struct user *u,
                                 const char *password, const char *field, struct findings *fs);
/* `hash`: of password_hash(), which must not be made within a transaction.  Ends the person's sessions but `but` (the hash of
 * its token; NULL: none), and, when he must change it, his tokens too. */
SW_CHECKED bool credential_set(struct ctx *cx, const struct people_settings *s, int64_t person, const char *hash,
                               bool must_change, const char *but);
/* The same password under a new strength. */
SW_CHECKED bool credential_renew(struct ctx *cx, int64_t person, const char *old_hash, const char *hash);

/* ---- codes ---- */

/* Is it the phone's code or a recovery code?  Either is used up by it.  AUT-29 the phone's cannot be told. */
SW_CHECKED bool credential_take_code(struct ctx *cx, const struct people_settings *s, int64_t person,
                                     const struct credential *c, const char *code, bool *ret_fits);
/* A new secret, which stays without effect until its first code has come.  NULL on failure. */
const char *credential_ask_totp(struct ctx *cx, const struct people_settings *s, int64_t person);
/* The first code: turns codes on, and gives new recovery codes.  AUT-18 nothing was asked for, AUT-02 the code is wrong. */
SW_CHECKED bool credential_start_totp(struct ctx *cx, const struct people_settings *s, int64_t person, const char *code,
                                      const char *ret_recovery[RECOVERY_CODES]);
SW_CHECKED bool credential_end_totp(struct ctx *cx, int64_t person);

#endif
