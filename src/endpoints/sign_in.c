/* sign_in.c — signing in and out. */
#include "people/sign_in.h"

#include "base/text.h"
#include "endpoints/admit.h"
#include "endpoints/askers.h"
#include "endpoints/audited.h"
#include "endpoints/federation.h"
#include "endpoints/me.h"
#include "model/openapi.h"

#include <string.h>

struct sign_in_body {
    const char *login, *password, *code;
};

/* clang-format off */
static const struct field sign_in_body[] = {
    {.name = "login", FIELD_AT(T_TEXT, struct sign_in_body, login), .label = {"登录名", "Login"}, .max = 200, .flags = FIELD_REQUIRED,
     .help = {"多个园区重名时写成 登录名@园区代号", "name@zone-code where zones share a name"}},
    {.name = "password", FIELD_AT(T_TEXT, struct sign_in_body, password), .label = {"密码", "Password"}, .max = 1000, .flags = FIELD_REQUIRED},
    {.name = "code", FIELD_AT(T_TEXT, struct sign_in_body, code), .label = {"动态口令或恢复码", "Code of the phone, or for recovery"}, .max = 40},
    {0},
};
/* clang-format on */

static bool get_ways(struct request *rq, struct response *rs)
{
    const struct federation *f = app_of(rq)->federation;
    struct json j;
    response_json(rs, &j);
    json_object_begin(&j);
    json_key(&j, "ways");
    json_array_begin(&j);
    json_text(&j, "password");
    if (f && !text_is_empty(f->ldap.address))
        json_text(&j, "ldap");
    json_array_end(&j);
    json_key(&j, "oidc");
    json_array_begin(&j);
    for (size_t i = 0; f && i < f->count; i++) {
        const char *label = f->providers[i].settings.label;
        json_object_begin(&j);
        json_put_text(&j, "name", f->providers[i].name);
        json_put_text(&j, "label", text_is_empty(label) ? f->providers[i].name : label);
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    return true;
}

/* A refusal, with what the page needs to go on. */
static bool refuse_sign_in(struct request *rq, struct response *rs, const struct signed_in *result)
{
    bool known = rq->cx->err.kind == ERR_STRANGER || rq->cx->err.kind == ERR_TOO_OFTEN;
    if (!known || (!result->needs_code && !result->wait_seconds))
        return false;
    struct json j = problem_open(rq, rs);
    if (result->needs_code)
        json_put_text(&j, "needs", "code");
    if (result->wait_seconds) {
        const char *seconds = arena_printf(rq->cx->arena, "%lld", (long long)result->wait_seconds);
        json_put_int(&j, "wait_seconds", result->wait_seconds);
        response_header(rs, "Retry-After", seconds);
    }
    json_object_end(&j);
    return true;
}

static bool post_sign_in(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    struct sign_in_body body;
    struct signed_in result;
    const struct asker *a;
    if (!read_body(rq, sign_in_body, sizeof body, &body))
        return false;
    const struct sign_in in = {
        .login = body.login,
        .password = body.password,
        .code = body.code,
        .address = cx->origin,
        .agent = request_header(rq, "User-Agent"),
        .ldap = app_of(rq)->federation ? &app_of(rq)->federation->ldap : NULL,
    };
    cx->rights = NULL; /* the program itself looks who it is */
    if (!sign_in(cx, app_of(rq)->people, &in, &result)) {
        bool is_half_way = result.needs_code && text_is_empty(body.code);
        if (!is_half_way && (cx->err.kind == ERR_STRANGER || cx->err.kind == ERR_TOO_OFTEN))
            audit_stranger(rq, body.login);
        return refuse_sign_in(rq, rs, &result);
    }
    if (!askers_find(cx, app_of(rq)->askers, result.token, &a))
        return false;
    rq->asker = a;
    give_session(rq, rs, result.token);
    return answer_me(rq, rs);
}

static bool post_sign_out(struct request *rq, struct response *rs)
{
    const struct asker *a = asker_of(rq);
    bool program = strcmp(a->way, TOKEN_WAY) == 0;
    give_session(rq, rs, NULL);
    rs->status = 204;
    return program || session_end(rq->cx, a->person, a->session, false);
}

/* clang-format off */
const struct route sign_in_routes[] = {
    {HTTP_GET, "/api/v1/sign-in", get_ways, {"有哪些登录方式", "How people may sign in"},
     .doc = &(const struct route_doc){.tag = "people", .gives = {.schema = "sign_in_ways"}}, .flags = ROUTE_OPEN},
    {HTTP_POST, "/api/v1/sign-in", post_sign_in, {"登录", "Sign in"}, .body_limit = 8192,
     .doc = &(const struct route_doc){.tag = "people", .about = {"成功后由 Cookie 带着登录；401 AUT-02 表示还要动态口令", "the session comes as a cookie; 401 AUT-02 asks for a code"},
         .takes = {.fields = sign_in_body}, .gives = {.schema = "me"}, .errors = {415, 422, 429}}, .flags = ROUTE_OPEN},
    {HTTP_POST, "/api/v1/sign-out", post_sign_out, {"退出", "Sign out"},
     .doc = &(const struct route_doc){.tag = "people"}, .flags = ROUTE_FIRST},
    {0},
};
/* clang-format on */
