/* ldap.h — a password that another directory knows (LDAP, RFC 4511): the person is looked up there and binds with it. */
#ifndef STEWARD_PEOPLE_LDAP_H
#define STEWARD_PEOPLE_LDAP_H

#include "base/settings.h"

struct ldap_settings {
    const char *address; /* "ldaps://dc.example:636"; ldap:// only with start_tls or to this machine */
    bool start_tls;
    const char *bind_dn, *password; /* who looks people up; none: anonymous */
    const char *base, *filter;      /* where; "(uid={login})" */
    const char *zone;               /* code of the zone whose people it knows */
    const char *certificates;       /* file of who signs its certificate, besides the system's */
    int64_t timeout;                /* milliseconds */
};
extern const struct settings_section ldap_section; /* [ldap]; without an address there is none */

/* *ret_fits: the directory has one such person, and the password is his.  False with ERR_SYSTEM AUT-25 when it does not answer, and
 * AUT-26 when the connection would be in the clear. */
SW_CHECKED bool ldap_fits(struct ctx *cx, const struct ldap_settings *s, const char *login, const char *password,
                          bool *ret_fits);

#endif
