/* accounts.h — accounts as an administrator makes them. */
#ifndef STEWARD_PEOPLE_ACCOUNTS_H
#define STEWARD_PEOPLE_ACCOUNTS_H

#include "people/people.h"

/* Gives the person a password: `password` after it was judged, or, when that is NULL, one to be used once, which is then
 * *ret_once.  Not within a transaction. */
SW_CHECKED bool account_password(struct ctx *cx, const struct people_settings *s, const struct user *u,
                                 const char *password, const char **ret_once);
/* A new person of cx->zone with a password. */
SW_CHECKED bool account_add(struct ctx *cx, const struct people_settings *s, struct user *u, const char *password,
                            const char **ret_once);

/* The three administrators of every zone that has nobody yet, each told to `say`. */
SW_CHECKED bool accounts_first(struct ctx *cx, const struct people_settings *s,
                               void (*say)(struct ctx *cx, const char *zone, const char *login, const char *password));

#endif
