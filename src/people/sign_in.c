/* sign_in.c — from a name and a password to a session. */
#include "people/sign_in.h"

#include "base/text.h"
#include "model/rows.h"
#include "people/attempts.h"
#include "people/credential.h"
#include "people/password.h"

#include <string.h>

enum { LOGIN_MOST = 200 };

/* ---- who it is ---- */

bool sign_in_find(struct ctx *cx, const char *login, int64_t *ret_zone, int64_t *ret_person)
{
    const char *at = strrchr(login, '@');
    const char *name = at ? arena_strndup(cx->arena, login, (size_t)(at - login)) : login;
    const struct value params[] = {value_text(login_fold(cx->arena, name)), value_text(at ? at + 1 : "")};
    struct rows *rows = db_query(cx,
                                 "SELECT u.zone, u.id FROM zone z JOIN app_user u ON u.zone = z.id"
                                 " WHERE u.login = $1 AND ($2 = '' OR z.code = $2) LIMIT 2",
                                 params, 2);
    int found = 0;
    *ret_zone = *ret_person = 0;
    while (rows && db_next(rows)) {
        *ret_zone = db_int(rows, 0);
        *ret_person = db_int(rows, 1);
        found++;
    }
    if (found != 1)
        *ret_zone = *ret_person = 0;
    return rows && db_ok(rows);
}

const char *sign_in_key(struct ctx *cx, int64_t zone, const char *login)
{
    const char *folded = login_fold(cx->arena, login);
    return zone ? arena_printf(cx->arena, "%lld:%s", (long long)zone, folded) : arena_printf(cx->arena, ":%s", folded);
}

/* ---- what is said ---- */

static bool fail_wrong(struct ctx *cx)
{
    return fail(cx, ERR_STRANGER, "AUT-01", NULL, "登录名或密码不对；多个园区共用时请写成“登录名@园区代号”",
                "wrong name or password; where several zones share this server, write name@zone-code");
}

static bool fail_locked(struct ctx *cx, int64_t seconds)
{
    return fail(cx, ERR_TOO_OFTEN, "AUT-04", NULL, "失败次数过多，请 %lld 秒后再试，或请安全管理员解锁",
                "too many failures; try again in %lld seconds, or ask the security administrator to unlock",
                (long long)seconds);
}

static bool fail_code(struct ctx *cx, bool given)
{
    return given ? fail(cx, ERR_STRANGER, "AUT-02", "code", "动态口令不对或已用过；也可以用恢复码",
                        "the code is wrong or was used already; a recovery code will do too")
                 : fail(cx, ERR_STRANGER, "AUT-02", "code", "还需要手机上的动态口令，或一个恢复码",
                        "a code of the phone is needed too, or a recovery code");
}

static bool fail_inactive(struct ctx *cx)
{
    return fail(cx, ERR_STRANGER, "AUT-03", NULL, "这个账号已停用或过期，请找系统管理员",
                "this account is disabled or past its last day; ask the system administrator");
}

/* ---- the steps ---- */

struct entry {
    const struct people_settings *settings;
    const struct sign_in *in;
    struct attempt attempt;
    struct user *user; /* NULL: nobody has that login */
    struct credential credential;
    struct signed_in *result;
    const char *way; /* by which the session is made */
};

static bool identify(struct ctx *cx, struct entry *e)
{
    int64_t zone, person;
    const char *login = strlen(e->in->login) <= LOGIN_MOST ? e->in->login : "";
    if (!sign_in_find(cx, login, &zone, &person))
        return false;
    e->attempt = (struct attempt){sign_in_key(cx, 0, login), e->in->address};
    if (!zone)
        return true;
    cx->zone = zone;
    e->user = row_load(cx, &user_entity, person);
    if (!e->user || !credential_load(cx, person, &e->credential))
        return false;
    cx->actor = e->user->login;
    e->attempt.login = sign_in_key(cx, zone, e->user->login);
    return true;
}

static bool admit(struct ctx *cx, struct entry *e)
{
    int64_t wait;
    if (!attempt_begin(cx, e->settings, &e->attempt, &wait))
        return false;
    e->result->wait_seconds = (wait + 999) / 1000;
    return wait == 0 || fail_locked(cx, e->result->wait_seconds);
}

/* Does the directory answer for the zone of this person? */
static bool is_known_there(struct ctx *cx, const struct entry *e, bool *ret_known)
{
    const struct ldap_settings *l = e->in->ldap;
    const struct value param = value_int(cx->zone);
    struct value code = value_null();
    *ret_known = l && !text_is_empty(l->address) && e->user;
    if (!*ret_known || text_is_empty(l->zone))
        return true;
    if (!db_scalar(cx, "SELECT code FROM zone WHERE id = $1", &param, 1, &code))
        return false;
    *ret_known = text_equal(code.s, l->zone);
    return true;
}

/* What the own record does not say, a directory may. */
static bool prove_there(struct ctx *cx, struct entry *e)
{
    bool known, fits;
    if (!is_known_there(cx, e, &known))
        return false;
    if (!known)
        return fail_wrong(cx);
    if (!ldap_fits(cx, e->in->ldap, e->user->login, e->in->password, &fits))
        return false;
    e->way = "ldap";
    return fits || fail_wrong(cx);
}

/* As long for nobody as for somebody. */
static bool prove(struct ctx *cx, struct entry *e)
{
    bool fits, long_one = text_chars(e->in->password) > PASSWORD_MOST;
    if (!password_fits(cx, e->settings, long_one ? "" : e->in->password, e->credential.password, &fits))
        return false;
    return long_one ? fail_wrong(cx) : (fits && e->user) || prove_there(cx, e);
}

static bool prove_code(struct ctx *cx, struct entry *e)
{
    bool fits, given = !text_is_empty(e->in->code);
    if (!e->credential.totp)
        return true;
    e->result->needs_code = true;
    if (!given) /* no failure yet: the password was right */
        return attempt_undo(cx, &e->attempt) && fail_code(cx, false);
    if (!credential_take_code(cx, e->settings, e->user->head.id, &e->credential, e->in->code, &fits))
        return false;
    return fits || fail_code(cx, true);
}

/* Hashed anew when the strength was changed; that this fails is no reason to turn somebody away. */
static void renew(struct ctx *cx, const struct entry *e)
{
    const char *old = e->credential.password, *hash;
    if (!password_is_dated(e->settings, old))
        return;
    hash = password_hash(cx, e->settings, e->in->password);
    if (!hash || !credential_renew(cx, e->user->head.id, old, hash))
        err_clear(cx);
}

static bool open_session(struct ctx *cx, struct entry *e)
{
    const struct new_session n = {
        .person = e->user->head.id, .way = e->way, .address = e->in->address, .agent = e->in->agent};
    if (!db_begin(cx))
        return false;
    e->result->token = attempt_done(cx, &e->attempt) ? session_make(cx, e->settings, &n) : NULL;
    if (e->result->token)
        return db_commit(cx);
    db_rollback(cx);
    return false;
}

bool sign_in(struct ctx *cx, const struct people_settings *s, const struct sign_in *in, struct signed_in *ret_signed_in)
{
    struct entry e = {.settings = s, .in = in, .result = ret_signed_in, .way = "password"};
    *ret_signed_in = (struct signed_in){0};
    if (!identify(cx, &e) || !admit(cx, &e) || !prove(cx, &e) || !prove_code(cx, &e))
        return false;
    if (!user_is_active(e.user->disabled, e.user->expires_on, date_of_instant((struct instant){cx->now_ms})))
        return attempt_undo(cx, &e.attempt) && fail_inactive(cx);
    if (strcmp(e.way, "password") == 0)
        renew(cx, &e);
    if (open_session(cx, &e))
        return true;
    ret_signed_in->token = NULL;
    return false;
}

/* ---- vouched for by another service ---- */

static bool fail_unknown(struct ctx *cx, const char *login)
{
    return fail(cx, ERR_STRANGER, "AUT-23", NULL, "统一登录认得您（%s），但本系统还没有您的账号，请找系统管理员开通",
                "the sign-in service knows you (%s), but you have no account here; ask the system administrator",
                login);
}

bool sign_in_vouched(struct ctx *cx, const struct people_settings *s, const struct vouched *by,
                     struct signed_in *ret_signed_in)
{
    int64_t zone, person;
    *ret_signed_in = (struct signed_in){0};
    if (strlen(by->login) > LOGIN_MOST || strchr(by->login, '@') ||
        !sign_in_find(cx, arena_printf(cx->arena, "%s@%s", by->login, by->zone), &zone, &person))
        return cx->err.kind ? false : fail_unknown(cx, by->login);
    if (!zone)
        return fail_unknown(cx, by->login);
    cx->zone = zone;
    const struct user *user = row_load(cx, &user_entity, person);
    if (!user)
        return false;
    cx->actor = user->login;
    if (!user_is_active(user->disabled, user->expires_on, date_of_instant((struct instant){cx->now_ms})))
        return fail_inactive(cx);
    ret_signed_in->token = session_make(
        cx, s, &(struct new_session){.person = person, .way = by->way, .address = by->address, .agent = by->agent});
    return ret_signed_in->token;
}
