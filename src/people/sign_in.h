/* sign_in.h — from a name and a password to a session. */
#ifndef STEWARD_PEOPLE_SIGN_IN_H
#define STEWARD_PEOPLE_SIGN_IN_H

#include "people/ldap.h"
#include "people/session.h"

struct sign_in {
    const char *login;           /* "wang", or "wang@weinan" where zones share a name */
    const char *password, *code; /* of the phone, or for recovery; NULL: none was sent */
    const char *address, *agent;
    const struct ldap_settings *ldap; /* a directory that knows passwords too; NULL: none */
};

struct signed_in {
    const char *token;    /* NULL: not signed in */
    int64_t wait_seconds; /* AUT-04: until it may be tried again */
    bool needs_code;      /* AUT-02 */
};

/* Sets cx->zone and cx->actor to those of whom it is about, when there is such a person.  False with AUT-01 … AUT-04, AUT-08.
 * A login that nobody has costs and says the same as a wrong password. */
SW_CHECKED bool sign_in(struct ctx *cx, const struct people_settings *s, const struct sign_in *in,
                        struct signed_in *ret_signed_in);

/* Somebody whom another service vouches for, by his login in the zone of that code.  AUT-23 nobody here has it, AUT-03. */
struct vouched {
    const char *zone, *login, *way, *address, *agent;
};
SW_CHECKED bool sign_in_vouched(struct ctx *cx, const struct people_settings *s, const struct vouched *by,
                                struct signed_in *ret_signed_in);

/* The person of that login ("wang", "wang@weinan"); *ret_zone is 0 when there is none, or several. */
SW_CHECKED bool sign_in_find(struct ctx *cx, const char *login, int64_t *ret_zone, int64_t *ret_person);
/* What attempts of that person are counted under. */
const char *sign_in_key(struct ctx *cx, int64_t zone, const char *login);

#endif
