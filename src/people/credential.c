/* credential.c — passwords and codes of persons, as they are kept. */
#include "people/credential.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/text.h"
#include "model/trail.h"
#include "people/code_lock.h"
#include "people/password.h"
#include "people/session.h"
#include "people/totp.h"
#include "store/db.h"

#include <openssl/crypto.h>
#include <string.h>

static const char *kept_text(struct ctx *cx, const struct rows *rows, int column)
{
    return arena_strdup(cx->arena, db_text(rows, column));
}

bool credential_load(struct ctx *cx, int64_t person, struct credential *ret_credential)
{
    const struct value params[] = {value_int(cx->zone), value_int(person)};
    struct rows *rows =
        db_query(cx,
                 "SELECT password, must_change, changed_at, previous, totp, totp_asked, totp_step, recovery"
                 " FROM credential WHERE zone = $1 AND person = $2",
                 params, 2);
    *ret_credential = (struct credential){0};
    if (!rows || !db_next(rows))
        return rows && db_ok(rows);
    *ret_credential = (struct credential){
        .password = kept_text(cx, rows, 0),
        .must_change = db_int(rows, 1) != 0,
        .changed_at = db_int(rows, 2),
        .previous = kept_text(cx, rows, 3),
        .totp = kept_text(cx, rows, 4),
        .totp_asked = kept_text(cx, rows, 5),
        .totp_step = db_int(rows, 6),
        .recovery = kept_text(cx, rows, 7),
    };
    db_end(rows);
    return true;
}

/* ---- passwords ---- */

static bool was_used(struct ctx *cx, const struct people_settings *s, const struct credential *c, const char *password,
                     bool *ret_used)
{
    char **hashes = text_split(cx->arena, c->previous, '\n');
    if (c->password && !password_fits(cx, s, password, c->password, ret_used))
        return false;
    for (int64_t i = 1; i < s->password_kept && *hashes && !*ret_used; i++, hashes++)
        if (!password_fits(cx, s, password, *hashes, ret_used))
            return false;
    return true;
}

bool credential_judge(struct ctx *cx, const struct people_settings *s, const struct user *u, const char *password,
                      const char *field, struct findings *fs)
{
    struct credential c;
    bool used = false;
    password_judge(s, password, u->login, u->name, field, fs);
    if (findings_block(fs) || s->password_kept == 0)
        return true;
    if (!credential_load(cx, u->head.id, &c) || !was_used(cx, s, &c, password, &used))
        return false;
    if (used)
        findings_add(fs, "AUT-14", field, true, "不能与最近 %lld 个密码相同",
                     "It must not be one of the last %lld passwords", (long long)s->password_kept);
    return true;
}

/* The password that goes and those before it, as many as are compared with. */
static const char *line_up(struct ctx *cx, const struct people_settings *s, const struct credential *c)
{
    struct buf out = buf_init(cx->arena);
    char **before = text_split(cx->arena, c->previous, '\n');
    buf_text(&out, c->password);
    for (int64_t i = 2; i < s->password_kept && *before; i++, before++)
        buf_printf(&out, "%s%s", out.length ? "\n" : "", *before);
    return out.length ? out.data : NULL;
}

static bool set(struct ctx *cx, const struct people_settings *s, int64_t person, const char *hash, bool must_change,
                const char *but)
{
    struct credential c;
    if (!credential_load(cx, person, &c))
        return false;
    const struct value params[] = {value_int(cx->zone),    value_int(person),     value_text(hash),
                                   value_int(must_change), value_int(cx->now_ms), value_text(line_up(cx, s, &c))};
    return db_exec(cx,
                   "INSERT INTO credential (zone, person, password, must_change, changed_at, previous, totp_step)"
                   " VALUES ($1, $2, $3, $4, $5, $6, 0) ON CONFLICT (zone, person)"
                   " DO UPDATE SET password = $3, must_change = $4, changed_at = $5, previous = $6",
                   params, 6, NULL) &&
           session_end_all(cx, person, but, must_change) &&
           trail_note(cx, &(struct trail_entry){.act = "password", .entity = "user", .row = person});
}

/* In a transaction of its own, or part of the one that is open. */
static bool ended(struct ctx *cx, bool done)
{
    if (done)
        return db_commit(cx);
    db_rollback(cx);
    return false;
}

bool credential_set(struct ctx *cx, const struct people_settings *s, int64_t person, const char *hash, bool must_change,
                    const char *but)
{
    return db_begin(cx) && ended(cx, set(cx, s, person, hash, must_change, but));
}

bool credential_renew(struct ctx *cx, int64_t person, const char *old_hash, const char *hash)
{
    const struct value params[] = {value_int(cx->zone), value_int(person), value_text(old_hash), value_text(hash)};
    return db_exec(cx, "UPDATE credential SET password = $4 WHERE zone = $1 AND person = $2 AND password = $3", params,
                   4, NULL);
}

/* ---- codes ---- */

/* Letters and digits only, small. */
static const char *plain_code(struct arena *a, const char *code)
{
    struct buf out = buf_init(a);
    for (const char *c = login_fold(a, code); *c; c++)
        if (*c != ' ' && *c != '-')
            buf_char(&out, *c);
    return out.data;
}

static const char *recovery_hash(struct ctx *cx, int64_t person, const char *code)
{
    const char *text =
        arena_printf(cx->arena, "%lld:%lld:%s", (long long)cx->zone, (long long)person, plain_code(cx->arena, code));
    return sha256_hex(cx, text, strlen(text));
}

/* Statements that say what they expect to find: of two servers at once only one changes the row. */
static bool use_step(struct ctx *cx, int64_t person, int64_t step, bool *ret_used)
{
    const struct value params[] = {value_int(cx->zone), value_int(person), value_int(step)};
    int64_t changed = 0;
    bool done = db_exec(cx, "UPDATE credential SET totp_step = $3 WHERE zone = $1 AND person = $2 AND totp_step < $3",
                        params, 3, &changed);
    *ret_used = changed == 1;
    return done;
}

static bool use_recovery(struct ctx *cx, int64_t person, const struct credential *c, const char *code, bool *ret_used)
{
    const char *hash = recovery_hash(cx, person, code);
    struct buf left = buf_init(cx->arena);
    bool found = false;
    int64_t changed = 0;
    if (!hash)
        return false;
    for (char **line = text_split(cx->arena, c->recovery, '\n'); *line; line++)
        if (strlen(*line) == strlen(hash) && CRYPTO_memcmp(*line, hash, strlen(hash)) == 0)
            found = true;
        else
            buf_printf(&left, "%s%s", left.length ? "\n" : "", *line);
    const struct value params[] = {value_int(cx->zone), value_int(person), value_text(c->recovery),
                                   value_text(left.length ? left.data : NULL)};
    if (found && !db_exec(cx, "UPDATE credential SET recovery = $4 WHERE zone = $1 AND person = $2 AND recovery = $3",
                          params, 4, &changed))
        return false;
    *ret_used = changed == 1;
    return true;
}

static bool fail_foreign(struct ctx *cx)
{
    return fail(
        cx, ERR_STRANGER, "AUT-29", "code",
        "服务器打不开您的动态口令密钥（恢复备份时缺了密钥文件）；请用恢复码登录，再停用并重新启用动态口令；没有恢复码的"
        "请找系统管理员",
        "this server cannot open the secret of your codes (its key file was not restored): sign in by a "
        "recovery code, then turn codes off and on anew; without one ask the system administrator");
}

bool credential_take_code(struct ctx *cx, const struct people_settings *s, int64_t person, const struct credential *c,
                          const char *code, bool *ret_fits)
{
    const char *plain = plain_code(cx->arena, code), *secret;
    int64_t step = 0;
    *ret_fits = false;
    if (!c->totp)
        return true;
    if (!code_lock_read(cx, s, person, c->totp, &secret) ||
        (secret && !totp_step_of(cx, secret, plain, c->totp_step, &step)))
        return false;
    if (step)
        return use_step(cx, person, step, ret_fits);
    return use_recovery(cx, person, c, plain, ret_fits) && (*ret_fits || secret || fail_foreign(cx));
}

const char *credential_ask_totp(struct ctx *cx, const struct people_settings *s, int64_t person)
{
    const char *secret = totp_secret(cx), *locked = secret ? code_lock_close(cx, s, person, secret) : NULL;
    const struct value params[] = {value_int(cx->zone), value_int(person), value_text(locked)};
    bool done =
        locked && db_exec(cx,
                          "INSERT INTO credential (zone, person, must_change, changed_at, totp_step, totp_asked)"
                          " VALUES ($1, $2, 0, 0, 0, $3)"
                          " ON CONFLICT (zone, person) DO UPDATE SET totp_asked = $3",
                          params, 3, NULL);
    return done ? secret : NULL;
}

/* "k7mq2-x9dwp": ten letters and digits that are not mistaken for one another, 50 bits. */
static bool new_recovery(struct ctx *cx, int64_t person, const char *codes[RECOVERY_CODES], struct buf *hashes)
{
    static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789"; /* 32 */
    enum { LENGTH = 10 };
    for (int i = 0; i < RECOVERY_CODES; i++) {
        unsigned char bytes[LENGTH];
        struct buf code = buf_init(cx->arena);
        if (!random_fill(cx, bytes, sizeof bytes))
            return false;
        for (int k = 0; k < LENGTH; k++)
            buf_printf(&code, k == LENGTH / 2 ? "-%c" : "%c", letters[bytes[k] & 31]);
        const char *hash = recovery_hash(cx, person, code.data);
        if (!hash)
            return false;
        buf_printf(hashes, "%s%s", i ? "\n" : "", hash);
        codes[i] = code.data;
    }
    return true;
}

static bool note_codes(struct ctx *cx, int64_t person, const char *detail)
{
    return trail_note(cx, &(struct trail_entry){.act = "totp", .entity = "user", .row = person, .detail = detail});
}

bool credential_start_totp(struct ctx *cx, const struct people_settings *s, int64_t person, const char *code,
                           const char *ret_recovery[RECOVERY_CODES])
{
    struct credential c;
    const char *secret;
    struct buf hashes = buf_init(cx->arena);
    int64_t step, changed;
    if (!credential_load(cx, person, &c))
        return false;
    if (!code_lock_read(cx, s, person, c.totp_asked, &secret))
        return false;
    if (!secret)
        return fail(cx, ERR_CONFLICT, "AUT-18", NULL, "请先取得动态口令的密钥", "ask for a secret first");
    if (!totp_step_of(cx, secret, plain_code(cx->arena, code), 0, &step))
        return false;
    if (!step)
        return fail(cx, ERR_INPUT, "AUT-02", "code", "动态口令不对；请核对手机时间后再试",
                    "the code is wrong; check the phone's clock and try again");
    if (!new_recovery(cx, person, ret_recovery, &hashes))
        return false;
    const struct value params[] = {value_int(cx->zone), value_int(person), value_text(c.totp_asked), value_int(step),
                                   value_text(hashes.data)};
    return db_exec(cx,
                   "UPDATE credential SET totp = $3, totp_asked = NULL, totp_step = $4, recovery = $5"
                   " WHERE zone = $1 AND person = $2 AND totp_asked = $3",
                   params, 5, &changed) &&
           (changed == 1 || fail(cx, ERR_CONFLICT, "AUT-18", NULL, "密钥已换过，请用最新的",
                                 "the secret was changed meanwhile; use the latest")) &&
           note_codes(cx, person, "{\"on\":true}");
}

bool credential_end_totp(struct ctx *cx, int64_t person)
{
    const struct value params[] = {value_int(cx->zone), value_int(person)};
    return db_exec(
               cx,
               "UPDATE credential SET totp = NULL, totp_asked = NULL, recovery = NULL WHERE zone = $1 AND person = $2",
               params, 2, NULL) &&
           note_codes(cx, person, "{\"on\":false}");
}
