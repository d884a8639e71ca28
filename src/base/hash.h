/* hash.h — fingerprints (SHA-256, SM3), randomness for keys and tokens, and the quick hash of tables. */
#ifndef STEWARD_BASE_HASH_H
#define STEWARD_BASE_HASH_H

#include "base/ctx.h"

#include <stddef.h>

/* SHA-256 of n bytes as 64 lower-case hex digits in cx's arena.  NULL with ERR_SYSTEM "SYS-01" when the
 * cryptography library fails. */
SW_CHECKED const char *sha256_hex(struct ctx *cx, const void *bytes, size_t n);

/* SM3 (GB/T 32905-2016) of n bytes. */
enum { SM3_SIZE = 32 };
SW_CHECKED bool sm3(struct ctx *cx, const void *bytes, size_t n, unsigned char ret_digest[SM3_SIZE]);

/* Either over a stream, fed in pieces, in hex; goes away with cx's arena. */
struct digest;
SW_CHECKED struct digest *sha256_begin(struct ctx *cx);
SW_CHECKED struct digest *sm3_begin(struct ctx *cx);
void digest_add(struct digest *h, const void *bytes, size_t n);
SW_CHECKED const char *digest_end(struct ctx *cx, struct digest *h);

/* Lower-case hex digits in the arena; and back: false unless they are 2 × n hex digits. */
const char *hex_of(struct arena *a, const void *bytes, size_t n);
bool hex_read(const char *hex, void *ret_bytes, size_t n);

/* n unpredictable bytes, fit for keys.  ERR_SYSTEM "SYS-02" when the machine has none. */
SW_CHECKED bool random_fill(struct ctx *cx, void *ret_bytes, size_t n);

/* An unguessable name of `bytes` random bytes in base64url, without padding: safe in addresses and headers. */
SW_CHECKED const char *random_token(struct ctx *cx, size_t bytes);

/* FNV-1a of n bytes on top of `before`, which is HASH_BEGIN at first.  Quick, and no obstacle to ill will. */
#define HASH_BEGIN UINT64_C(14695981039346656037)
uint64_t quick_hash(uint64_t before, const void *bytes, size_t n);

#endif
