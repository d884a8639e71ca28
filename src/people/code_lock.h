/* code_lock.h — the secrets of one-time codes are kept encrypted, by a key that is not in the database but in a file beside it.
 *
 * So whoever gets hold of the database, or of a backup that is not encrypted, cannot make anybody's codes.  A secret is
 * stored as "x1:" and the hex digits of a nonce and of what XChaCha20-Poly1305 (libsodium) made of it, bound to the
 * zone and the person: one cannot be moved to somebody else.  What does not begin so was stored before there was a key.
 *
 *   AUT-28 the key's file cannot be used     AUT-29 this key does not open the secret: recovery codes still do
 */
#ifndef STEWARD_PEOPLE_CODE_LOCK_H
#define STEWARD_PEOPLE_CODE_LOCK_H

#include "people/people.h"

/* Where the key is: as set, else "<db>.code-key"; NULL for a PostgreSQL database for which none is named. */
const char *code_key_path(struct arena *a, const struct people_settings *s, const char *db);

/* s->code_lock: the key in the file at `path`, which is made when `create` and missing.  NULL path: none. */
SW_CHECKED bool code_lock_open(struct ctx *cx, const char *path, bool create, struct people_settings *s);

/* As it is stored, for a person of cx->zone.  NULL on failure. */
const char *code_lock_close(struct ctx *cx, const struct people_settings *s, int64_t person, const char *secret);
/* The secret that is stored; *ret_secret NULL when the key does not open it. */
SW_CHECKED bool code_lock_read(struct ctx *cx, const struct people_settings *s, int64_t person, const char *stored,
                               const char **ret_secret);
bool code_is_locked(const char *stored);

/* In all zones: locks what was stored before there was a key; counts the persons whose secret this key does not open. */
SW_CHECKED bool code_lock_all(struct ctx *cx, const struct people_settings *s);
SW_CHECKED bool code_lock_foreign(struct ctx *cx, const struct people_settings *s, int64_t *ret_persons);

#endif
