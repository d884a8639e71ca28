/* password.h — passwords: how they are hashed, which are good enough, and those made for somebody once. */
#ifndef STEWARD_PEOPLE_PASSWORD_H
#define STEWARD_PEOPLE_PASSWORD_H

#include "people/people.h"

enum { PASSWORD_MOST = 200 }; /* characters */

/* argon2id, of the strength that the settings say.  Only so many at once as they allow, for each takes its 64 or 256 MiB:
 * others wait, in the end with ERR_BUSY "AUT-08".  NULL on failure. */
const char *password_hash(struct ctx *cx, const struct people_settings *s, const char *password);
/* Is it the password of that hash?  NULL stands for somebody who has none or is not there: it costs as much, and fits
 * nothing. */
SW_CHECKED bool password_fits(struct ctx *cx, const struct people_settings *s, const char *password, const char *hash,
                              bool *ret_fits);
/* Was the hash made with another strength than the settings say? */
bool password_is_dated(const struct people_settings *s, const char *hash);

/* AUT-10 … AUT-13, AUT-15 about the field `field`. */
void password_judge(const struct people_settings *s, const char *password, const char *login, const char *name,
                    const char *field, struct findings *fs);

/* One to be told to somebody, who must choose his own: 16 characters that are not mistaken for one another. */
const char *password_once(struct ctx *cx);

#endif
