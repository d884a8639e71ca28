/* users.c — other people's accounts, beyond their rows: one-time passwords, locks, sessions. */
#include "base/text.h"
#include "endpoints/admit.h"
#include "endpoints/me.h"
#include "endpoints/params.h"
#include "model/openapi.h"
#include "model/rows.h"
#include "model/trail.h"
#include "people/attempts.h"
#include "people/credential.h"
#include "people/password.h"
#include "people/sign_in.h"

/* The person of /api/v1/user/{id}/….  To make a password is to make an account; locks and sessions are part of keeping one,
 * which the security administrator does too: the routes say so. */
static struct user *need_user(struct request *rq)
{
    const struct rights *rights = rq->cx->rights;
    int64_t id;
    if (!need_id(rq, rq->args[0], &id))
        return NULL;
    rq->cx->rights = NULL; /* his role is looked at, which not everybody may read who may do this */
    struct user *u = row_load(rq->cx, &user_entity, id);
    rq->cx->rights = rights;
    return u;
}

/* Whoever may make accounts must not become one of those who watch him: their passwords are made at the machine. */
static bool need_no_administrator(struct request *rq, const struct user *u)
{
    return !role_is_administrator(u->role) ||
           fail(rq->cx, ERR_DENIED, "AUT-09", NULL,
                "系统、安全、审计管理员的密码不能由别人在网页上重置，请在服务器上运行 steward user password",
                "the password of a system or security administrator or an auditor is not reset by others over the "
                "network; run steward user password at the server");
}

static bool post_password(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    const struct people_settings *s = app_of(rq)->people;
    const struct user *u = need_user(rq);
    struct json j;
    if (!u || !need_no_administrator(rq, u))
        return false;
    const char *password = password_once(cx), *hash = password ? password_hash(cx, s, password) : NULL;
    if (!hash || !credential_set(cx, s, u->head.id, hash, true, NULL))
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_text(&j, "password", password);
    json_object_end(&j);
    return true;
}

static bool post_unlock(struct request *rq, struct response *rs)
{
    const struct user *u = need_user(rq);
    struct ctx *cx = rq->cx;
    rs->status = 204;
    if (!u || !db_begin(cx))
        return false;
    if (attempt_unlock(cx, sign_in_key(cx, cx->zone, u->login)) &&
        trail_note(cx, &(struct trail_entry){.act = "unlock", .entity = "user", .row = u->head.id}))
        return db_commit(cx);
    db_rollback(cx);
    return false;
}

static bool post_sign_out(struct request *rq, struct response *rs)
{
    const struct user *u = need_user(rq);
    rs->status = 204;
    return u && session_end_all(rq->cx, u->head.id, NULL, false);
}

static bool get_sessions(struct request *rq, struct response *rs)
{
    struct session *list;
    size_t count;
    struct json j;
    if (!session_list(rq->cx, app_of(rq)->people, 0, false, &list, &count))
        return false;
    response_json(rs, &j);
    put_sessions(rq, &j, list, count, true);
    return true;
}

/* clang-format off */
static const struct field id_param[] = {PARAM_ID, {0}};

#define DOC(...) &(const struct route_doc){.tag = "people", __VA_ARGS__}
const struct route users_routes[] = {
    {HTTP_POST, "/api/v1/user/{id}/password", post_password, {"发一个一次性密码", "Give a one-time password"}, .right = "user create",
     .doc = DOC(.about = {"只显示这一次；其登录和令牌随之结束", "shown this once; sessions and tokens of the person end"}, .params = id_param, .gives = {.schema = "once"}, .errors = {404})},
    {HTTP_POST, "/api/v1/user/{id}/unlock", post_unlock, {"解锁", "Unlock"}, .right = "user update", .doc = DOC(.params = id_param, .errors = {404})},
    {HTTP_POST, "/api/v1/user/{id}/sign-out", post_sign_out, {"结束其全部登录", "End all sessions of a person"}, .right = "user update", .doc = DOC(.params = id_param, .errors = {404})},
    {HTTP_GET, "/api/v1/sessions", get_sessions, {"谁登录着", "Who is signed in"}, .right = "user update", .doc = DOC(.gives = {.schema = "sessions"})},
    {0},
};
/* clang-format on */
