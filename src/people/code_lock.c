/* code_lock.c — locks and unlocks the secrets of one-time codes. */
#include "people/code_lock.h"

#include "base/hash.h"
#include "base/key_file.h"
#include "base/text.h"
#include "store/db.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

enum {
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    SECRET_MOST = 128
};
static const char mark[] = "x1:";

_Static_assert(KEY_FILE_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key");

const char *code_key_path(struct arena *a, const struct people_settings *s, const char *db)
{
    if (!text_is_empty(s->code_key))
        return s->code_key;
    return !db || text_starts(db, "postgres") ? NULL : arena_printf(a, "%s.code-key", db);
}

static bool fail_key(struct ctx *cx, const char *path, enum key_file found)
{
    const char *why = strerror(errno);
    if (found == KEY_UNFIT)
        return fail(cx, ERR_SYSTEM, "AUT-28", path,
                    "里面没有动态口令的密钥（64 位十六进制）；请从备份取回，或移开它以另造一把",
                    "holds no key of one-time codes (64 hex digits); restore it, or move it away to have another made");
    fail(cx, ERR_SYSTEM, "AUT-28", path, "不能读写动态口令的密钥：%s；请检查 people.code_key、路径和权限",
         "the key of one-time codes cannot be read or written: %s; check people.code_key, the path and who may write "
         "there",
         why);
    fail_cause(cx, why);
    return false;
}

bool code_lock_open(struct ctx *cx, const char *path, bool create, struct people_settings *s)
{
    unsigned char *key = path ? arena_alloc(cx->arena, KEY_FILE_SIZE) : NULL;
    s->code_lock = NULL;
    if (!path)
        return true;
    if (sodium_init() < 0)
        return fail(cx, ERR_SYSTEM, "SYS-03", NULL, "本机的 libsodium 无法使用",
                    "libsodium does not work on this machine");
    enum key_file found = key_file_open(cx, path, create, key);
    if (found != KEY_READ)
        return fail_key(cx, path, found);
    s->code_lock = key;
    return true;
}

bool code_is_locked(const char *stored)
{
    return stored && text_starts(stored, mark);
}

static const char *bound_to(struct ctx *cx, int64_t person)
{
    return arena_printf(cx->arena, "%lld:%lld", (long long)cx->zone, (long long)person);
}

const char *code_lock_close(struct ctx *cx, const struct people_settings *s, int64_t person, const char *secret)
{
    unsigned char box[NONCE + SECRET_MOST + TAG];
    const char *to = bound_to(cx, person);
    const size_t n = strlen(secret);
    unsigned long long made;
    if (!s->code_lock)
        return secret;
    if (n > SECRET_MOST || !random_fill(cx, box, NONCE))
        return NULL;
    crypto_aead_xchacha20poly1305_ietf_encrypt(box + NONCE, &made, (const unsigned char *)secret, n,
                                               (const unsigned char *)to, strlen(to), NULL, box, s->code_lock);
    return arena_printf(cx->arena, "%s%s", mark, hex_of(cx->arena, box, NONCE + (size_t)made));
}

/* False when it cannot be opened. */
static bool open_box(struct ctx *cx, const struct people_settings *s, int64_t person, const char *stored,
                     const char **ret_secret)
{
    unsigned char box[NONCE + SECRET_MOST + TAG];
    char *secret = arena_alloc(cx->arena, SECRET_MOST + 1);
    const char *to = bound_to(cx, person), *hex = stored + sizeof mark - 1;
    const size_t n = strlen(hex) / 2;
    unsigned long long got = 0;
    if (!s->code_lock || n < NONCE + TAG || n > sizeof box || !hex_read(hex, box, n) ||
        crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)secret, &got, NULL, box + NONCE, n - NONCE,
                                                   (const unsigned char *)to, strlen(to), box, s->code_lock) != 0)
        return false;
    secret[got] = '\0';
    *ret_secret = secret;
    return true;
}

bool code_lock_read(struct ctx *cx, const struct people_settings *s, int64_t person, const char *stored,
                    const char **ret_secret)
{
    *ret_secret = code_is_locked(stored) ? NULL : stored;
    if (code_is_locked(stored) && !open_box(cx, s, person, stored, ret_secret))
        *ret_secret = NULL;
    return !cx->err.kind;
}

/* ---- all of them ---- */

struct kept {
    int64_t zone, person;
    const char *totp, *asked;
};

/* Everybody who has a secret, or asked for one. */
static bool load_all(struct ctx *cx, struct kept **ret_kept, size_t *ret_count)
{
    size_t room = 64, count = 0;
    struct kept *all = arena_array(cx->arena, room, sizeof *all);
    struct rows *rows = db_query(cx,
                                 "SELECT zone, person, totp, totp_asked FROM credential"
                                 " WHERE totp IS NOT NULL OR totp_asked IS NOT NULL ORDER BY zone, person",
                                 NULL, 0);
    while (rows && db_next(rows)) {
        if (count == room) {
            all = arena_grow(cx->arena, all, room * sizeof *all, 2 * room * sizeof *all);
            room *= 2;
        }
        all[count++] = (struct kept){db_int(rows, 0), db_int(rows, 1), arena_strdup(cx->arena, db_text(rows, 2)),
                                     arena_strdup(cx->arena, db_text(rows, 3))};
    }
    *ret_kept = all;
    *ret_count = count;
    return rows && db_ok(rows);
}

/* NULL stays NULL, and what is locked stays as it is. */
static bool relock(struct ctx *cx, const struct people_settings *s, int64_t person, const char *stored,
                   const char **ret_stored)
{
    *ret_stored = !stored || code_is_locked(stored) ? stored : code_lock_close(cx, s, person, stored);
    return *ret_stored || !stored;
}

static bool lock_one(struct ctx *cx, const struct people_settings *s, const struct kept *k)
{
    const char *totp, *asked;
    cx->zone = k->zone;
    if (!relock(cx, s, k->person, k->totp, &totp) || !relock(cx, s, k->person, k->asked, &asked))
        return false;
    if (totp == k->totp && asked == k->asked)
        return true;
    const struct value params[] = {value_int(k->zone), value_int(k->person), value_text(totp), value_text(asked)};
    return db_exec(cx, "UPDATE credential SET totp = $3, totp_asked = $4 WHERE zone = $1 AND person = $2", params, 4,
                   NULL);
}

bool code_lock_all(struct ctx *cx, const struct people_settings *s)
{
    const int64_t zone = cx->zone;
    struct kept *all;
    size_t count;
    if (!db_begin(cx))
        return false;
    bool done = load_all(cx, &all, &count);
    for (size_t i = 0; done && i < count; i++)
        done = lock_one(cx, s, &all[i]);
    cx->zone = zone;
    if (done)
        return db_commit(cx);
    db_rollback(cx);
    return false;
}

bool code_lock_foreign(struct ctx *cx, const struct people_settings *s, int64_t *ret_persons)
{
    const int64_t zone = cx->zone;
    struct kept *all;
    size_t count;
    const char *secret;
    *ret_persons = 0;
    bool done = load_all(cx, &all, &count);
    for (size_t i = 0; done && i < count; i++) {
        cx->zone = all[i].zone;
        done = code_lock_read(cx, s, all[i].person, all[i].totp, &secret);
        *ret_persons += all[i].totp && !secret;
    }
    cx->zone = zone;
    return done;
}
