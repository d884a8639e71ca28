/* totp.h — time-based one-time codes (RFC 6238): SHA-1, six digits, a new one every 30 seconds. */
#ifndef STEWARD_PEOPLE_TOTP_H
#define STEWARD_PEOPLE_TOTP_H

#include "base/ctx.h"

#include <stddef.h>

enum { TOTP_SECONDS = 30, TOTP_DIGITS = 6, TOTP_SECRET = 20 /* bytes */ };

/* The code of a step with `digits` digits, by the hash named "SHA1", "SHA256" or "SHA512". */
SW_CHECKED bool totp_code(struct ctx *cx, const char *hash, const void *secret, size_t n, int64_t step, int digits,
                          const char **ret_code);

/* Is `code` the one of now, of 30 seconds before or after, and of a later step than `used`?  *ret_step is its step, 0 when it
 * is none. */
SW_CHECKED bool totp_step_of(struct ctx *cx, const char *secret, const char *code, int64_t used, int64_t *ret_step);

/* A new secret in base32, as people type it into their phones, and the address that phones read from a picture. */
const char *totp_secret(struct ctx *cx);
const char *totp_uri(struct arena *a, const char *issuer, const char *login, const char *secret);

/* RFC 4648 without padding; small letters and spaces are taken.  NULL when it is none. */
const char *base32_of(struct arena *a, const void *bytes, size_t n);
const void *base32_bytes(struct arena *a, const char *text, size_t *ret_size);

#endif
