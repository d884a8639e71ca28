/* seal.h — a backup that only a passphrase or a key opens: XChaCha20-Poly1305 in pieces (libsodium's secretstream).
 *
 * A passphrase becomes a key by Argon2id; what that takes stands in the file's first line, and every piece is bound to
 * that line and to all before it.  A key file holds 64 hexadecimal digits.
 *
 *   BAK-06 it is encrypted, and nothing was given to open it    BAK-08 that is no key or passphrase
 *   BAK-07 the passphrase or key is not the right one
 */
#ifndef STEWARD_BACKUP_SEAL_H
#define STEWARD_BACKUP_SEAL_H

#include "base/json.h"

enum { SEAL_KEY_SIZE = 32, SEAL_EXTRA = 17 /* bytes that sealing adds to a piece */ };

struct seal_secret {
    const char *passphrase;   /* NULL, or it is used */
    const unsigned char *key; /* NULL, or SEAL_KEY_SIZE bytes */
};

/* From files, of which at most one is given; NULL files give no secret.  A passphrase is the file's first line. */
SW_CHECKED bool seal_secret_read(struct ctx *cx, const char *passphrase_file, const char *key_file,
                                 struct seal_secret *ret_secret);
bool seal_secret_given(const struct seal_secret *secret);

struct seal;
/* For writing: adds the member "seal" to the file's first line.  NULL on failure. */
struct seal *seal_begin(struct ctx *cx, const struct seal_secret *secret, struct json *head);
/* For reading what the first line says; *ret_seal is NULL when it is not sealed. */
struct json_t;
SW_CHECKED bool seal_open(struct ctx *cx, const struct seal_secret *secret, const struct json_t *head, const char *path,
                          struct seal **ret_seal);

/* One piece, bound to `binding` (n bytes); `to` has room for SEAL_EXTRA bytes more than `from`, or less when unsealing. */
SW_CHECKED bool seal_close_piece(struct seal *s, const void *from, size_t size, const unsigned char *binding, size_t n,
                                 bool last, unsigned char *to);
SW_CHECKED bool seal_open_piece(struct seal *s, const unsigned char *from, size_t size, const unsigned char *binding,
                                size_t n, bool last, unsigned char *to);

#endif
