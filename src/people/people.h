/* people.h — who works here: the entity, and what an administrator decides about signing in.
 *
 *   AUT-01 wrong name or password         AUT-07 a token that may only read     AUT-12 has the login or the name in it
 *   AUT-02 a code is needed, or wrong     AUT-08 too many sign in at once       AUT-13 among the first to be guessed
 *   AUT-03 disabled, or past its last day AUT-09 an administrator's password    AUT-14 used before
 *   AUT-04 locked for a while             AUT-10 too short                      AUT-15 too few kinds of characters
 *   AUT-05 nobody is signed in            AUT-11 too long                       AUT-16 the old password is wrong
 *   AUT-06 the password must be changed   AUT-17 no such session or token       AUT-18 no code was asked for, or it is on
 *   AUT-19 a write that does not say where it was sent from; AUT-20 to AUT-27: ldap.h, oidc.h; AUT-28, AUT-29: code_lock.h
 */
#ifndef STEWARD_PEOPLE_PEOPLE_H
#define STEWARD_PEOPLE_PEOPLE_H

#include "base/settings.h"
#include "model/rights.h"

struct user {
    struct row_head head;
    const char *login, *name, *role;
    int64_t unit, enterprise, squad;
    const char *phone, *email;
    bool disabled;
    struct date expires_on;
    const char *note;
};
extern const struct entity user_entity;

/* Whose rights a person's are; in cx's zone.  Text is the row's. */
struct who user_who(const struct ctx *cx, const struct user *u);

/* As a login is stored and compared: A–Z in lower case. */
const char *login_fold(struct arena *a, const char *login);

/* May this person act on that day? */
bool user_is_active(bool disabled, struct date expires_on, struct date today);
/* Of the three that watch one another? */
bool role_is_administrator(const char *role);

/* Times in milliseconds. */
struct people_settings {
    int64_t password_length, password_classes, password_kept, password_age;
    const char *password_strength; /* "interactive", "moderate": the cost of a guess */
    int64_t hashing_at_once;
    int64_t idle, longest;              /* of a session: without a request, and in all */
    int64_t token_age;                  /* the longest a token of a program may last */
    int64_t login_tries, address_tries; /* failures in a row before the first lock */
    int64_t lock, lock_longest;         /* the first, doubled each time up to the longest */
    const char *code_key;               /* file of the key that locks the secrets of one-time codes; code_lock.h */
    const unsigned char *code_lock;     /* that key; NULL: there is none */
};
extern const struct people_settings people_standard;
extern const struct settings_section people_section;

#endif
