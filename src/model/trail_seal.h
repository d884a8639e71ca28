/* trail_seal.h — seals: where the chains stood, signed with a key that is kept outside the database, in a file beside it.
 *
 * Whoever can write the database could compute a whole chain anew; what it cannot do is sign that chain's end, or take
 * back a line that was printed, logged or copied away.  The key (Ed25519) is made on the first start with mode 0600.
 * A line of the seals' file is "zone number hash time key signature", in the clear but for the signature, which is over
 * "steward-seal zone number hash time".
 */
#ifndef STEWARD_MODEL_TRAIL_SEAL_H
#define STEWARD_MODEL_TRAIL_SEAL_H

#include "base/ctx.h"

struct trail_seal {
    int64_t zone, record;
    const char *hash;
    int64_t at_ms;
    const char *key; /* the public key, hex */
    bool genuine;    /* its signature fits `key` */
};
struct trail_seals {
    const char *key; /* of this installation, hex; NULL: not known */
    struct trail_seal *items;
    size_t count;
};

/* The private key; made when `create` and missing.  SEL-01 cannot be read or written, SEL-02 is none. */
struct trail_key;
struct trail_key *trail_key_open(struct ctx *cx, const char *path, bool create);
const char *trail_key_public(const struct trail_key *key); /* hex */

/* Is this the signature of "steward-seal zone record hash at" by that key? */
bool trail_seal_genuine(struct ctx *cx, const struct trail_seal *s, const char *signature);

/* The signature, hex; NULL on failure.  And members of an open object: "record", "hash", "at", "key", "signature". */
const char *trail_seal_sign(struct ctx *cx, const struct trail_key *key, const struct trail_seal *s);
struct json;
void trail_seal_json(struct json *j, const struct trail_seal *s, const char *signature);
/* Does the JSON hold these members, for that record of cx->zone and its hash, with a genuine signature?  *ret_key: whose. */
bool trail_seal_fits(struct ctx *cx, const char *json, int64_t record, const char *hash, const char **ret_key);

/* All lines of the file; none when there is no file.  SEL-03 a line that is none. */
SW_CHECKED bool trail_seals_read(struct ctx *cx, const char *path, const char *public_key,
                                 struct trail_seals *ret_seals);

/* Seals the chains of all zones of cx->db that have grown since they were sealed last: a line of the file each, flushed
 * to the disk, and a line of the log; after a day, or a thousand records, a record of the chain too. */
SW_CHECKED bool trail_seal(struct ctx *cx, const struct trail_key *key, const char *seals_path);

#endif
