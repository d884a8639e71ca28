/* me.c — whoever asks: profile, password, sessions, codes of a phone, tokens of programs. */
#include "endpoints/me.h"

#include "base/text.h"
#include "endpoints/admit.h"
#include "endpoints/params.h"
#include "endpoints/rows.h"
#include "entities/entities.h"
#include "model/openapi.h"
#include "model/rights.h"
#include "model/rows.h"
#include "people/credential.h"
#include "people/password.h"
#include "people/totp.h"

#include <string.h>

static const struct people_settings *settings_of(const struct request *rq)
{
    return app_of(rq)->people;
}

/* ---- who ---- */

static bool unit_title(struct ctx *cx, const struct asker *a, const char **ret_title)
{
    *ret_title = NULL;
    if (!a->unit)
        return true;
    const struct unit *u = row_load(cx, &unit_entity, a->unit);
    *ret_title = u ? u->name : NULL;
    return u;
}

/* Where the zone's figures stand: the date of the ledger that was taken over last; none when there is none. */
static bool figures_date(struct ctx *cx, struct date *ret_date)
{
    const struct value params[] = {value_int(cx->zone)};
    struct rows *rows =
        db_query(cx,
                 "SELECT as_of FROM import_run WHERE zone = $1 AND state = 'committed' AND as_of IS NOT NULL "
                 "ORDER BY committed_at DESC LIMIT 1",
                 params, 1);
    *ret_date = (struct date){0};
    if (rows && db_next(rows))
        *ret_date = (struct date){(int32_t)db_int(rows, 0)};
    db_end(rows);
    return rows && db_ok(rows);
}

bool answer_me(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    const struct asker *a = asker_of(rq);
    const struct choice *role = a->role ? choice_find(role_choices, a->role) : NULL;
    const struct rights *rights = cx->rights;
    const char *title;
    struct date figures;
    struct json j;
    cx->rights = NULL; /* one's own unit has a name whatever one may read */
    bool found = unit_title(cx, a, &title) && figures_date(cx, &figures);
    cx->rights = rights;
    if (!found)
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_int(&j, "id", a->person);
    json_put_text(&j, "login", a->login);
    json_put_text(&j, "name", a->name);
    json_put_text(&j, "role", a->role);
    json_put_label(&j, "role_label", role ? role->label : (struct label){"未分配角色", "No role yet"});
    a->unit ? json_put_int(&j, "unit", a->unit) : json_put_text(&j, "unit", NULL);
    json_put_text(&j, "unit_title", title);
    json_key(&j, "zone");
    json_object_begin(&j);
    json_put_text(&j, "code", a->zone_code);
    json_put_text(&j, "name", a->zone_name);
    json_object_end(&j);
    json_put_text(&j, "as_of", date_is_none(figures) ? NULL : date_iso(cx->arena, figures));
    json_put_text(&j, "way", a->way);
    json_put_bool(&j, "totp", a->totp);
    json_put_bool(&j, "must_change", a->must_change);
    json_key(&j, "rights");
    rights_json(rights, &j);
    json_object_end(&j);
    return true;
}

/* ---- password ---- */

struct password_body {
    const char *old, *new;
};

struct password_alone {
    const char *password;
};

/* clang-format off */
static const struct field password_body[] = {
    {.name = "old", FIELD_AT(T_TEXT, struct password_body, old), .label = {"现在的密码", "Present password"}, .max = 1000, .flags = FIELD_REQUIRED},
    {.name = "new", FIELD_AT(T_TEXT, struct password_body, new), .label = {"新密码", "New password"}, .max = 1000, .flags = FIELD_REQUIRED},
    {0},
};
static const struct field password_alone[] = {
    {.name = "password", FIELD_AT(T_TEXT, struct password_alone, password), .label = {"密码", "Password"}, .max = 1000, .flags = FIELD_REQUIRED},
    {0},
};
/* clang-format on */

/* Is it the asker's password?  A finding about `field` when it is not. */
static bool judge_own(struct request *rq, const char *password, const char *field, struct findings *fs)
{
    struct credential c;
    bool fits;
    if (!credential_load(rq->cx, asker_of(rq)->person, &c) ||
        !password_fits(rq->cx, settings_of(rq), password, c.password, &fits))
        return false;
    if (!fits)
        findings_add(fs, "AUT-16", field, true, "现在的密码不对", "The present password is wrong");
    return true;
}

static bool change_password(struct request *rq, const struct password_body *body, struct findings *fs)
{
    struct ctx *cx = rq->cx;
    const struct asker *a = asker_of(rq);
    const struct user self = {.head = {.id = a->person}, .login = a->login, .name = a->name};
    const struct people_settings *s = settings_of(rq);
    if (!judge_own(rq, body->old, "old", fs) || !findings_refuse(cx, fs) ||
        !credential_judge(cx, s, &self, body->new, "new", fs) || !findings_refuse(cx, fs))
        return false;
    const char *hash = password_hash(cx, s, body->new);
    return hash && credential_set(cx, s, a->person, hash, false, a->token_hash);
}

static bool post_password(struct request *rq, struct response *rs)
{
    struct writing w = {.findings = findings_new(rq->cx)};
    struct password_body body;
    if (!read_body(rq, password_body, sizeof body, &body))
        return false;
    if (!change_password(rq, &body, &w.findings))
        return answer_failure(rq, rs, &w);
    rs->status = 204;
    return true;
}

struct password_draft {
    const char *new;
};

static const struct field password_draft[] = {
    {.name = "new",
     FIELD_AT(T_TEXT, struct password_draft, new),
     .label = {"新密码", "New password"},
     .max = 1000,
     .flags = FIELD_REQUIRED},
    {0},
};

/* What there is to say of a password while it is typed; whether it was used before is found out when it is changed. */
static bool post_password_check(struct request *rq, struct response *rs)
{
    const struct asker *a = asker_of(rq);
    struct findings fs = findings_new(rq->cx);
    struct password_draft body;
    struct json j;
    if (!read_body(rq, password_draft, sizeof body, &body))
        return false;
    password_judge(settings_of(rq), body.new, a->login, a->name, "new", &fs);
    response_json(rs, &j);
    json_object_begin(&j);
    put_findings(&j, &fs);
    json_object_end(&j);
    return true;
}

/* ---- sessions ---- */

void put_sessions(struct request *rq, struct json *j, const struct session *list, size_t count, bool whose)
{
    struct arena *a = rq->cx->arena;
    json_object_begin(j);
    json_key(j, "items");
    json_array_begin(j);
    for (size_t i = 0; i < count; i++) {
        const struct session *s = &list[i];
        json_object_begin(j);
        json_put_text(j, "id", s->id);
        json_put_text(j, "way", s->way);
        if (s->name)
            json_put_text(j, "name", s->name);
        if (s->shown) {
            json_put_text(j, "shown", s->shown);
            json_put_text(j, "actions", s->actions);
        }
        if (whose) {
            json_put_int(j, "user", s->person);
            json_put_text(j, "login", s->login);
            json_put_text(j, "user_name", s->person_name);
        }
        json_put_text(j, "address", s->address);
        json_put_text(j, "agent", s->agent);
        json_put_text(j, "made_at", instant_iso(a, s->made_at));
        json_put_text(j, "seen_at", instant_iso(a, s->seen_at));
        json_put_text(j, "expires_at", instant_iso(a, s->expires_at));
        json_put_bool(j, "current", strcmp(s->token_hash, asker_of(rq)->token_hash) == 0);
        json_object_end(j);
    }
    json_array_end(j);
    json_object_end(j);
}

static bool answer_sessions(struct request *rq, struct response *rs, bool tokens)
{
    struct session *list;
    size_t count;
    struct json j;
    if (!session_list(rq->cx, settings_of(rq), asker_of(rq)->person, tokens, &list, &count))
        return false;
    response_json(rs, &j);
    put_sessions(rq, &j, list, count, false);
    return true;
}

static bool get_sessions(struct request *rq, struct response *rs)
{
    return answer_sessions(rq, rs, false);
}

static bool delete_session(struct request *rq, struct response *rs)
{
    rs->status = 204;
    return session_end(rq->cx, asker_of(rq)->person, rq->args[0], false);
}

static bool post_sign_out_everywhere(struct request *rq, struct response *rs)
{
    give_session(rq, rs, NULL);
    rs->status = 204;
    return session_end_all(rq->cx, asker_of(rq)->person, NULL, false);
}

/* ---- codes ---- */

struct code_body {
    const char *code;
};

static const struct field code_body[] = {
    {.name = "code",
     FIELD_AT(T_TEXT, struct code_body, code),
     .label = {"动态口令", "Code"},
     .max = 40,
     .flags = FIELD_REQUIRED},
    {0},
};

static bool post_totp(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    const struct asker *a = asker_of(rq);
    const char *secret = credential_ask_totp(cx, settings_of(rq), a->person);
    struct json j;
    if (!secret)
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_text(&j, "secret", secret);
    json_put_text(&j, "uri", totp_uri(cx->arena, "Steward", a->login, secret));
    json_object_end(&j);
    return true;
}

/* That codes are on is part of what is known of the asker. */
static bool touch(struct ctx *cx, bool done)
{
    if (done && zone_touch(cx))
        return db_commit(cx);
    db_rollback(cx);
    return false;
}

static bool put_totp(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    const char *recovery[RECOVERY_CODES];
    struct code_body body;
    struct json j;
    if (!read_body(rq, code_body, sizeof body, &body) || !db_begin(cx) ||
        !touch(cx, credential_start_totp(cx, settings_of(rq), asker_of(rq)->person, body.code, recovery)))
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    json_key(&j, "recovery");
    json_array_begin(&j);
    for (int i = 0; i < RECOVERY_CODES; i++)
        json_text(&j, recovery[i]);
    json_array_end(&j);
    json_object_end(&j);
    return true;
}

static bool delete_totp(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    struct writing w = {.findings = findings_new(cx)};
    struct password_alone body;
    if (!read_body(rq, password_alone, sizeof body, &body) || !judge_own(rq, body.password, "password", &w.findings))
        return false;
    if (!findings_refuse(cx, &w.findings))
        return answer_failure(rq, rs, &w);
    rs->status = 204;
    return db_begin(cx) && touch(cx, credential_end_totp(cx, asker_of(rq)->person));
}

/* ---- tokens of programs ---- */

struct token_body {
    const char *name, *actions;
    struct date expires_on;
};

/* clang-format off */
static const struct choice token_actions[] = {
    {"read",  {"只读", "Read"}, NULL},
    {"write", {"读写", "Read and write"}, NULL},
    {0},
};

static const struct field token_body[] = {
    {.name = "name", FIELD_AT(T_TEXT, struct token_body, name), .label = {"用途", "What it is for"}, .max = 60, .flags = FIELD_REQUIRED},
    {.name = "actions", FIELD_AT(T_CHOICE, struct token_body, actions), .choices = token_actions, .label = {"可以做什么", "What it may do"}, .flags = FIELD_REQUIRED},
    {.name = "expires_on", FIELD_AT(T_DATE, struct token_body, expires_on), .label = {"有效期至", "Last day"}, .flags = FIELD_REQUIRED},
    {0},
};
/* clang-format on */

static bool get_tokens(struct request *rq, struct response *rs)
{
    return answer_sessions(rq, rs, true);
}

static bool make_token(struct request *rq, const struct token_body *body, struct findings *fs, const char **ret_token,
                       int64_t *ret_end)
{
    struct ctx *cx = rq->cx;
    *ret_token = NULL;
    *ret_end = token_end(settings_of(rq), body->expires_on, cx->now_ms);
    if (!*ret_end) {
        long long days = settings_of(rq)->token_age / DAY_MS;
        findings_add(fs, "MDL-03", "expires_on", true, "有效期从今天起，最长 %lld 天",
                     "The last day is today or later, at most %lld days away", days);
        return findings_refuse(cx, fs);
    }
    *ret_token = session_make(cx, settings_of(rq),
                              &(const struct new_session){
                                  .person = asker_of(rq)->person,
                                  .way = TOKEN_WAY,
                                  .name = body->name,
                                  .address = cx->origin,
                                  .reads_only = strcmp(body->actions, "read") == 0,
                                  .expires_at = *ret_end,
                              });
    return *ret_token;
}

static bool post_token(struct request *rq, struct response *rs)
{
    struct writing w = {.findings = findings_new(rq->cx)};
    struct token_body body;
    const char *token;
    int64_t end;
    struct json j;
    if (!read_body(rq, token_body, sizeof body, &body))
        return false;
    if (!make_token(rq, &body, &w.findings, &token, &end))
        return answer_failure(rq, rs, &w);
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_text(&j, "token", token);
    json_put_text(&j, "name", body.name);
    json_put_text(&j, "actions", body.actions);
    json_put_text(&j, "expires_at", instant_iso(rq->cx->arena, (struct instant){end}));
    json_object_end(&j);
    rs->status = 201;
    return true;
}

static bool delete_token(struct request *rq, struct response *rs)
{
    rs->status = 204;
    return session_end(rq->cx, asker_of(rq)->person, rq->args[0], true);
}

/* clang-format off */
static const struct field id_param[] = {{.name = "id", .type = T_TEXT, .label = {"编号", "Id"}, .flags = FIELD_REQUIRED}, {0}};

#define DOC(...) &(const struct route_doc){.tag = "people", __VA_ARGS__}
const struct route me_routes[] = {
    {HTTP_GET, "/api/v1/me", answer_me, {"我是谁，可以做什么", "Who I am and what I may do"},
     .doc = DOC(.gives = {.schema = "me"}), .flags = ROUTE_FIRST},
    {HTTP_POST, "/api/v1/me/password", post_password, {"更换密码", "Change the password"}, .body_limit = 8192,
     .doc = DOC(.about = {"其他登录随之结束", "other sessions end"}, .takes = {.fields = password_body}, .errors = {415, 422}), .flags = ROUTE_FIRST},
    {HTTP_POST, "/api/v1/me/password/check", post_password_check, {"一个密码行不行", "Will a password do"}, .body_limit = 8192,
     .doc = DOC(.about = {"输入时的提示，不保存", "what is said while it is typed; saves nothing"}, .takes = {.fields = password_draft}, .gives = {.schema = "findings"}, .errors = {415, 422}), .flags = ROUTE_FIRST},
    {HTTP_GET, "/api/v1/me/sessions", get_sessions, {"我在哪些地方登录着", "Where I am signed in"},
     .doc = DOC(.gives = {.schema = "sessions"})},
    {HTTP_DELETE, "/api/v1/me/sessions/{id}", delete_session, {"结束一个登录", "End a session"},
     .doc = DOC(.params = id_param, .errors = {404})},
    {HTTP_POST, "/api/v1/me/sign-out-everywhere", post_sign_out_everywhere, {"在所有地方退出", "Sign out everywhere"}, .doc = DOC(.errors = {0})},
    {HTTP_POST, "/api/v1/me/totp", post_totp, {"取动态口令的密钥", "Ask for the secret of codes"},
     .doc = DOC(.about = {"第一个动态口令到后才生效", "without effect until the first code has come"}, .gives = {.schema = "totp_secret"})},
    {HTTP_PUT, "/api/v1/me/totp", put_totp, {"启用动态口令", "Turn codes on"},
     .doc = DOC(.about = {"恢复码只显示这一次", "the recovery codes are shown this once"}, .takes = {.fields = code_body}, .gives = {.schema = "recovery"}, .errors = {409, 415, 422})},
    {HTTP_DELETE, "/api/v1/me/totp", delete_totp, {"停用动态口令", "Turn codes off"},
     .doc = DOC(.takes = {.fields = password_alone}, .errors = {415, 422})},
    {HTTP_GET, "/api/v1/me/tokens", get_tokens, {"我的令牌", "My tokens"},
     .doc = DOC(.gives = {.schema = "sessions"})},
    {HTTP_POST, "/api/v1/me/tokens", post_token, {"新建令牌", "Make a token"},
     .doc = DOC(.about = {"令牌只显示这一次", "the token is shown this once"}, .takes = {.fields = token_body}, .gives = {.schema = "token"}, .status = 201, .errors = {415, 422})},
    {HTTP_DELETE, "/api/v1/me/tokens/{id}", delete_token, {"作废令牌", "End a token"},
     .doc = DOC(.params = id_param, .errors = {404})},
    {0},
};
/* clang-format on */
