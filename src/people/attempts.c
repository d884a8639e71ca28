/* attempts.c — counts failures to sign in, and locks. */
#include "people/attempts.h"

#include "base/hash.h"
#include "store/db.h"

#include <string.h>

#define FORGOTTEN_MS (24 * 60 * 60 * INT64_C(1000))

struct tally {
    int64_t failed, tried_at, locked_until;
};

static const char *key_of(struct ctx *cx, const char *kind, const char *what)
{
    const char *text = arena_printf(cx->arena, "%s %s", kind, what);
    return sha256_hex(cx, text, strlen(text));
}

static bool load(struct ctx *cx, const char *key, struct tally *ret_tally)
{
    const struct value param = value_text(key);
    struct rows *rows =
        db_query(cx, "SELECT failed, tried_at, locked_until FROM sign_in_attempt WHERE key = $1", &param, 1);
    *ret_tally = (struct tally){0};
    if (!rows || !db_next(rows))
        return rows && db_ok(rows);
    struct tally t = {db_int(rows, 0), db_int(rows, 1), db_int(rows, 2)};
    db_end(rows);
    if (cx->now_ms - t.tried_at < FORGOTTEN_MS)
        *ret_tally = t;
    return true;
}

static bool store(struct ctx *cx, const char *key, const struct tally *t)
{
    const struct value params[] = {value_text(key), value_int(t->failed), value_int(t->tried_at),
                                   value_int(t->locked_until)};
    return db_exec(cx,
                   "INSERT INTO sign_in_attempt (key, failed, tried_at, locked_until) VALUES ($1, $2, $3, $4)"
                   " ON CONFLICT (key) DO UPDATE SET failed = $2, tried_at = $3, locked_until = $4",
                   params, 4, NULL);
}

/* Nothing at first, then `lock`, twice that, and so on. */
static int64_t lock_of(const struct people_settings *s, int64_t failed, int64_t tries)
{
    int64_t lock = s->lock;
    if (failed < tries)
        return 0;
    for (int64_t i = tries; i < failed && lock < s->lock_longest; i++)
        lock *= 2;
    return lock < s->lock_longest ? lock : s->lock_longest;
}

static void count(const struct ctx *cx, const struct people_settings *s, struct tally *t, int64_t tries)
{
    t->failed++;
    t->tried_at = cx->now_ms;
    int64_t lock = lock_of(s, t->failed, tries);
    t->locked_until = lock ? cx->now_ms + lock : 0;
}

/* What is refused counts neither against the login nor against the address. */
static bool begin(struct ctx *cx, const struct people_settings *s, const struct attempt *t, int64_t *ret_wait_ms)
{
    const char *login = key_of(cx, "login", t->login), *address = t->address ? key_of(cx, "address", t->address) : NULL;
    struct tally by_login, by_address = {0};
    if (!login || (t->address && !address) || !load(cx, login, &by_login) ||
        (address && !load(cx, address, &by_address)))
        return false;
    int64_t until = by_login.locked_until > by_address.locked_until ? by_login.locked_until : by_address.locked_until;
    if (until > cx->now_ms) {
        *ret_wait_ms = until - cx->now_ms;
        return true;
    }
    count(cx, s, &by_login, s->login_tries);
    count(cx, s, &by_address, s->address_tries);
    return store(cx, login, &by_login) && (!address || store(cx, address, &by_address));
}

static bool ended(struct ctx *cx, bool done)
{
    if (done)
        return db_commit(cx);
    db_rollback(cx);
    return false;
}

bool attempt_begin(struct ctx *cx, const struct people_settings *s, const struct attempt *t, int64_t *ret_wait_ms)
{
    *ret_wait_ms = 0;
    return db_begin(cx) && ended(cx, begin(cx, s, t, ret_wait_ms));
}

static bool forget_login(struct ctx *cx, const char *login)
{
    const struct value key = value_text(key_of(cx, "login", login));
    return key.s && db_exec(cx, "DELETE FROM sign_in_attempt WHERE key = $1", &key, 1, NULL);
}

/* Any lock there is came from this attempt, or it would not have been admitted. */
static bool take_back(struct ctx *cx, const char *kind, const char *what)
{
    const struct value key = value_text(key_of(cx, kind, what));
    return key.s && db_exec(cx,
                            "UPDATE sign_in_attempt SET failed = failed - 1, locked_until = 0"
                            " WHERE key = $1 AND failed > 0",
                            &key, 1, NULL);
}

bool attempt_undo(struct ctx *cx, const struct attempt *t)
{
    return take_back(cx, "login", t->login) && (!t->address || take_back(cx, "address", t->address));
}

bool attempt_done(struct ctx *cx, const struct attempt *t)
{
    return forget_login(cx, t->login) && (!t->address || take_back(cx, "address", t->address));
}

bool attempt_unlock(struct ctx *cx, const char *login)
{
    return forget_login(cx, login);
}

bool attempt_sweep(struct ctx *cx)
{
    const struct value before = value_int(cx->now_ms - FORGOTTEN_MS);
    return db_exec(cx, "DELETE FROM sign_in_attempt WHERE tried_at < $1", &before, 1, NULL);
}
