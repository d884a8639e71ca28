/* jwt.h — a signed statement of another server (RFC 7519), believed only with its signature (RS256, ES256). */
#ifndef STEWARD_PEOPLE_JWT_H
#define STEWARD_PEOPLE_JWT_H

#include "base/ctx.h"

struct json_t;

/* What a token must say to be believed. */
struct jwt_wanted {
    const char *issuer, *audience, *nonce;
    int64_t now_ms;
};

/* The token's claims when one of `keys` (a JWK set, RFC 7517) has signed it, and it is for us, now.  NULL with ERR_STRANGER
 * AUT-21; the cause says what is amiss. */
struct json_t *jwt_claims(struct ctx *cx, const char *token, const struct json_t *keys,
                          const struct jwt_wanted *wanted);

/* Bytes ↔ text without padding (RFC 4648 §5).  NULL when it is none. */
const char *base64url_of(struct arena *a, const void *bytes, size_t n);
const void *base64url_bytes(struct arena *a, const char *text, size_t n, size_t *ret_size);

#endif
