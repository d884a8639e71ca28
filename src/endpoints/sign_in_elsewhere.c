/* sign_in_elsewhere.c — signing in at another server: the browser is sent there with a question and comes back with an answer. */
#include "base/log.h"
#include "base/text.h"
#include "endpoints/admit.h"
#include "endpoints/federation.h"
#include "model/openapi.h"
#include "people/sign_in.h"

#include <openssl/crypto.h>
#include <stdatomic.h>
#include <string.h>

#define QUESTION_COOKIE "steward_oidc"

enum { AT_ONCE = 4, QUESTION_SECONDS = 600, TO_MOST = 500 };

/* Whoever is not signed in may start this, and the other server may be slow: so many at a time wait for it. */
static atomic_int waiting;

static bool enter(struct ctx *cx)
{
    if (atomic_fetch_add(&waiting, 1) < AT_ONCE)
        return true;
    atomic_fetch_sub(&waiting, 1);
    return fail(cx, ERR_BUSY, "AUT-08", NULL, "同时登录的人太多，请稍后再试",
                "too many people are signing in; try again");
}

static void leave(void)
{
    atomic_fetch_sub(&waiting, 1);
}

static const struct oidc_provider *need_provider(struct request *rq)
{
    const struct federation *f = app_of(rq)->federation;
    for (size_t i = 0; f && i < f->count; i++)
        if (strcmp(f->providers[i].name, rq->args[0]) == 0)
            return &f->providers[i];
    fail(rq->cx, ERR_NOT_FOUND, "AUT-27", NULL, "没有叫“%s”的统一登录", "there is no sign-in service \"%s\"",
         rq->args[0]);
    return NULL;
}

/* A page of ours, and nothing that a browser could take for another server. */
static const char *local_page(const char *to)
{
    if (text_is_empty(to) || to[0] != '/' || to[1] == '/' || strlen(to) > TO_MOST)
        return "/";
    for (const char *c = to; *c; c++)
        if (*c == '\\' || (unsigned char)*c <= ' ' || (unsigned char)*c >= 0x7F)
            return "/";
    return to;
}

static const char *back_address(struct request *rq)
{
    return arena_printf(rq->cx->arena, "%s://%s/api/v1/sign-in/oidc/%s/back", request_secure(rq) ? "https" : "http",
                        request_header(rq, "Host"), rq->args[0]);
}

static void send_to(struct response *rs, const char *address)
{
    rs->status = 303;
    response_header(rs, "Location", address);
    response_header(rs, "Cache-Control", "no-store");
}

static void keep_question(struct request *rq, struct response *rs, const char *text, int seconds)
{
    response_header(rs, "Set-Cookie",
                    arena_printf(rq->cx->arena,
                                 QUESTION_COOKIE "=%s; Path=/api/v1/sign-in; HttpOnly; SameSite=Lax; Max-Age=%d%s",
                                 text, seconds, request_secure(rq) ? "; Secure" : ""));
}

static bool get_there(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    const struct oidc_provider *p = need_provider(rq);
    struct oidc_question q;
    if (!p || !oidc_ask(cx, p->name, local_page(request_query(rq, "to")), &q) || !enter(cx))
        return false;
    const char *address = oidc_address(cx, &p->settings, &q, back_address(rq));
    leave();
    if (!address)
        return false;
    keep_question(rq, rs, oidc_question_text(cx->arena, &q), QUESTION_SECONDS);
    send_to(rs, address);
    return true;
}

static bool fail_no_question(struct ctx *cx)
{
    return fail(cx, ERR_STRANGER, "AUT-22", NULL, "这次统一登录不是从本浏览器发起的，或已过十分钟，请重新登录",
                "this sign-in was not begun in this browser, or more than ten minutes ago; begin again");
}

static bool same_text(const char *a, const char *b)
{
    return strlen(a) == strlen(b) && CRYPTO_memcmp(a, b, strlen(a)) == 0;
}

/* The question that this answers: the one that the browser keeps. */
static bool need_question(struct request *rq, const struct oidc_provider *p, struct oidc_question *ret_question)
{
    const char *kept = request_cookie(rq, QUESTION_COOKIE), *state = request_query(rq, "state");
    return (kept && state && oidc_question_read(rq->cx->arena, kept, ret_question) &&
            same_text(ret_question->state, state) && strcmp(ret_question->provider, p->name) == 0) ||
           fail_no_question(rq->cx);
}

static const char *need_code(struct request *rq)
{
    const char *code = query_text(rq, "code");
    if (code)
        return code;
    fail(rq->cx, ERR_STRANGER, "AUT-24", NULL, "统一登录没有通过，请重试",
         "the sign-in service has refused; try again");
    fail_cause(rq->cx, query_text(rq, "error") ? query_text(rq, "error") : "no code");
    return NULL;
}

static bool come_back(struct request *rq, const struct oidc_provider *p, struct oidc_question *q,
                      const char **ret_token)
{
    struct ctx *cx = rq->cx;
    struct signed_in result;
    if (!need_question(rq, p, q))
        return false;
    const char *code = need_code(rq);
    if (!code || !enter(cx))
        return false;
    const char *login = oidc_login(cx, &p->settings, q, back_address(rq), code);
    leave();
    const struct vouched by = {
        .zone = p->settings.zone,
        .login = login,
        .way = arena_printf(cx->arena, "oidc:%s", p->name),
        .address = cx->origin,
        .agent = request_header(rq, "User-Agent"),
    };
    cx->rights = NULL; /* the program itself looks who it is */
    if (!login || !sign_in_vouched(cx, app_of(rq)->people, &by, &result))
        return false;
    *ret_token = result.token;
    return true;
}

/* A person is looking at this: what went wrong is shown by the page to sign in, by its code. */
static bool get_back(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    const struct oidc_provider *p = need_provider(rq);
    struct oidc_question q;
    const char *token = NULL;
    if (!p)
        return false;
    if (!come_back(rq, p, &q, &token)) {
        struct log_line l = log_begin(LEVEL_WARN, "sign_in_elsewhere");
        log_text(&l, "provider", p->name);
        log_err(&l, &cx->err);
        log_end(&l);
        send_to(rs, arena_printf(cx->arena, "/sign-in?problem=%s", cx->err.code));
        err_clear(cx);
    } else {
        give_session(rq, rs, token);
        send_to(rs, q.to);
    }
    keep_question(rq, rs, "", 0);
    return true;
}

/* clang-format off */
static const struct field there_params[] = {
    PARAM_NAME("统一登录", "Service"),
    {.name = "to", .type = T_TEXT, .label = {"登录后去哪一页", "The page to go to then"}, .max = TO_MOST},
    {0},
};

static const struct field back_params[] = {
    PARAM_NAME("统一登录", "Service"),
    {.name = "code", .type = T_TEXT, .label = {"授权码", "Code"}},
    {.name = "state", .type = T_TEXT, .label = {"状态", "State"}},
    {.name = "iss", .type = T_TEXT, .label = {"签发者", "Issuer"}},
    {.name = "scope", .type = T_TEXT, .label = {"范围", "Scope"}},
    {.name = "session_state", .type = T_TEXT, .label = {"会话状态", "Session state"}},
    {.name = "error", .type = T_TEXT, .label = {"错误", "Error"}},
    {.name = "error_description", .type = T_TEXT, .label = {"错误说明", "Error in words"}},
    {0},
};

const struct route sign_in_elsewhere_routes[] = {
    {HTTP_GET, "/api/v1/sign-in/oidc/{name}", get_there, {"去统一登录", "Go to sign in elsewhere"},
     .doc = &(const struct route_doc){.tag = "people", .about = {"303 到该服务；浏览器用", "303 to the service; for browsers"}, .params = there_params, .status = 303, .errors = {404}}, .flags = ROUTE_OPEN},
    {HTTP_GET, "/api/v1/sign-in/oidc/{name}/back", get_back, {"从统一登录回来", "Come back from there"},
     .doc = &(const struct route_doc){.tag = "people", .about = {"303 到原来要去的页面，或登录页", "303 to the page that was wanted, or to the page to sign in"}, .params = back_params, .status = 303, .errors = {404}}, .flags = ROUTE_OPEN},
    {0},
};
/* clang-format on */
