/* oidc.h — signing in at another server: OpenID Connect, authorization code with PKCE (RFC 6749, 7636; OIDC Core 1.0).
 *
 * The person goes there with a question of ours (state, nonce, challenge) and comes back with a code; we change the code for a
 * signed statement of who it is.  The person must be known here: nobody is made by signing in.
 *
 *   AUT-20 the service does not answer as it should · AUT-21 its statement cannot be believed · AUT-22 the answer is to no
 *   question of this browser · AUT-23 nobody here has that name · AUT-24 the service has refused
 */
#ifndef STEWARD_PEOPLE_OIDC_H
#define STEWARD_PEOPLE_OIDC_H

#include "base/settings.h"

struct oidc_settings {
    const char *label;  /* on the button */
    const char *issuer; /* https://…, without a slash at its end */
    const char *client_id, *client_secret;
    const char *scopes;       /* "openid profile" */
    const char *login_claim;  /* the claim that is our login: "preferred_username" */
    const char *zone;         /* code of the zone whose people sign in there */
    const char *certificates; /* file of who signs its certificate, besides the system's */
};
extern const struct settings_section oidc_section; /* [oidc.NAME], one for each */

/* A question, kept by the browser (a cookie) until it comes back. */
struct oidc_question {
    const char *state, *nonce, *verifier; /* random */
    const char *provider;                 /* NAME of the section */
    const char *to;                       /* where the person was going: "/project/12" */
};
SW_CHECKED bool oidc_ask(struct ctx *cx, const char *provider, const char *to, struct oidc_question *ret_question);
/* As one word for a cookie, and back; false when it is none. */
const char *oidc_question_text(struct arena *a, const struct oidc_question *q);
bool oidc_question_read(struct arena *a, const char *text, struct oidc_question *ret_question);

/* Where to send the browser; NULL on failure.  `back`: our address that it comes back to. */
const char *oidc_address(struct ctx *cx, const struct oidc_settings *s, const struct oidc_question *q,
                         const char *back);
/* Whom the service says it is, by the login claim; NULL on failure. */
const char *oidc_login(struct ctx *cx, const struct oidc_settings *s, const struct oidc_question *q, const char *back,
                       const char *code);

#endif
