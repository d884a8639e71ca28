/* password.c — argon2id by libsodium, a few at a time. */
#include "people/password.h"

#include "base/buf.h"
#include "base/text.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <time.h>

enum { PATIENCE_SECONDS = 10 };

static struct {
    pthread_mutex_t lock;
    pthread_cond_t free;
    int64_t busy;
} places = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0};

/* libsodium may be asked to begin as often as anyone likes. */
static bool begin(struct ctx *cx)
{
    return sodium_init() >= 0 ||
           fail(cx, ERR_SYSTEM, "SYS-02", NULL, "密码学库无法启动", "the cryptography library does not start");
}

static bool take_place(struct ctx *cx, int64_t most)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += PATIENCE_SECONDS;
    pthread_mutex_lock(&places.lock);
    int waited = 0;
    while (places.busy >= most && waited == 0)
        waited = pthread_cond_timedwait(&places.free, &places.lock, &until);
    bool taken = places.busy < most;
    places.busy += taken;
    pthread_mutex_unlock(&places.lock);
    return taken || fail(cx, ERR_BUSY, "AUT-08", NULL, "同时登录的人太多，请稍后再试",
                         "too many people are signing in at once; try again in a moment");
}

static void give_place(void)
{
    pthread_mutex_lock(&places.lock);
    places.busy--;
    pthread_cond_signal(&places.free);
    pthread_mutex_unlock(&places.lock);
}

static bool is_moderate(const struct people_settings *s)
{
    return text_equal(s->password_strength, "moderate");
}

static unsigned long long operations(const struct people_settings *s)
{
    return is_moderate(s) ? crypto_pwhash_OPSLIMIT_MODERATE : crypto_pwhash_OPSLIMIT_INTERACTIVE;
}

static size_t memory(const struct people_settings *s)
{
    return is_moderate(s) ? crypto_pwhash_MEMLIMIT_MODERATE : crypto_pwhash_MEMLIMIT_INTERACTIVE;
}

static bool fail_hashing(struct ctx *cx)
{
    return fail(cx, ERR_BUSY, "AUT-08", NULL, "内存不足，暂时无法核对密码，请稍后再试",
                "not enough memory to check the password now; try again in a moment");
}

const char *password_hash(struct ctx *cx, const struct people_settings *s, const char *password)
{
    char *hash = arena_alloc(cx->arena, crypto_pwhash_STRBYTES);
    if (!begin(cx) || !take_place(cx, s->hashing_at_once))
        return NULL;
    int failed = crypto_pwhash_str(hash, password, strlen(password), operations(s), memory(s));
    give_place();
    if (failed)
        fail_hashing(cx);
    return failed ? NULL : hash;
}

bool password_fits(struct ctx *cx, const struct people_settings *s, const char *password, const char *hash,
                   bool *ret_fits)
{
    *ret_fits = false;
    if (text_is_empty(hash))
        return password_hash(cx, s, password) != NULL;
    if (!begin(cx) || !take_place(cx, s->hashing_at_once))
        return false;
    *ret_fits = crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
    give_place();
    return true;
}

bool password_is_dated(const struct people_settings *s, const char *hash)
{
    return crypto_pwhash_str_needs_rehash(hash, operations(s), memory(s)) != 0;
}

const char *password_once(struct ctx *cx)
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    enum { GROUPS = 4, GROUP = 4 };
    struct buf out = buf_init(cx->arena);
    if (!begin(cx))
        return NULL;
    for (int i = 0; i < GROUPS * GROUP; i++) {
        if (i && i % GROUP == 0)
            buf_char(&out, '-');
        buf_char(&out, letters[randombytes_uniform(sizeof letters - 1)]);
    }
    return out.data;
}
