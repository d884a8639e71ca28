/* oidc.c — signing in at another server: the question, and the change of a code for who it is. */
#include "people/oidc.h"

#include "base/fetch.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "people/jwt.h"

#include <jansson.h>
#include <openssl/sha.h>
#include <string.h>

enum { RANDOM_BYTES = 32 };

#define O struct oidc_settings

/* clang-format off */
static const struct setting oidc_settings[] = {
    {{.name = "label", FIELD_AT(T_TEXT, O, label), .max = 60, .label = {"按钮上的名称", "Name on the button"}, .help = {"如 政务统一认证", "such as City SSO"}}},
    {{.name = "issuer", FIELD_AT(T_TEXT, O, issuer), .max = 300, .label = {"签发者", "Issuer"},
      .help = {"OpenID Connect 服务的地址，https://…；其 /.well-known/openid-configuration 说明其余", "address of the OpenID Connect service, https://…; its /.well-known/openid-configuration tells the rest"}}},
    {{.name = "client_id", FIELD_AT(T_TEXT, O, client_id), .max = 200, .label = {"客户端编号", "Client id"}, .help = {"在该服务登记的本系统", "this system as registered there"}}},
    {{.name = "client_secret", FIELD_AT(T_TEXT, O, client_secret), .max = 500, .flags = FIELD_SECRET, .label = {"客户端密钥", "Client secret"}, .help = {"没有时为公开客户端", "a public client when empty"}}},
    {{.name = "scopes", FIELD_AT(T_TEXT, O, scopes), .max = 200, .label = {"范围", "Scopes"}}},
    {{.name = "login_claim", FIELD_AT(T_TEXT, O, login_claim), .max = 60, .label = {"登录名取自", "Claim with the login"}, .help = {"与本系统账号的登录名对应", "equals the login of an account here"}}},
    {{.name = "zone", FIELD_AT(T_TEXT, O, zone), .max = 40, .label = {"园区", "Zone"}, .help = {"由此登录的人所属园区的代号", "code of the zone whose people sign in there"}}},
    {{.name = "certificates", FIELD_AT(T_TEXT, O, certificates), .max = 300, .label = {"信任的证书", "Certificates"}, .help = {"PEM 文件，系统信任的以外", "a PEM file, besides those that the system trusts"}}},
    {{.type = T_END}},
};
/* clang-format on */

const struct settings_section oidc_section = {
    .name = "oidc",
    .label = {"统一登录（OpenID Connect）", "Sign-in elsewhere (OpenID Connect)"},
    .settings = oidc_settings,
    .size = sizeof(struct oidc_settings),
    .standard = &(const struct oidc_settings){.scopes = "openid profile", .login_claim = "preferred_username"},
    .many = true,
};

/* ---- the question ---- */

static const char *random_text(struct ctx *cx)
{
    unsigned char bytes[RANDOM_BYTES];
    return random_fill(cx, bytes, sizeof bytes) ? base64url_of(cx->arena, bytes, sizeof bytes) : NULL;
}

bool oidc_ask(struct ctx *cx, const char *provider, const char *to, struct oidc_question *ret_question)
{
    *ret_question = (struct oidc_question){.state = random_text(cx),
                                           .nonce = random_text(cx),
                                           .verifier = random_text(cx),
                                           .provider = provider,
                                           .to = to};
    return ret_question->state && ret_question->nonce && ret_question->verifier;
}

const char *oidc_question_text(struct arena *a, const struct oidc_question *q)
{
    return arena_printf(a, "%s.%s.%s.%s.%s", q->state, q->nonce, q->verifier, q->provider,
                        base64url_of(a, q->to, strlen(q->to)));
}

bool oidc_question_read(struct arena *a, const char *text, struct oidc_question *ret_question)
{
    char **parts = text_split(a, text, '.');
    size_t n = 0, size = 0;
    while (parts[n])
        n++;
    const char *to = n == 5 ? base64url_bytes(a, parts[4], strlen(parts[4]), &size) : NULL;
    if (!to || strlen(to) != size)
        return false;
    *ret_question = (struct oidc_question){parts[0], parts[1], parts[2], parts[3], to};
    return *parts[0] && *parts[1] && *parts[2] && *parts[3];
}

/* ---- the service ---- */

static bool fail_service(struct ctx *cx, const char *why)
{
    err_clear(cx);
    fail(cx, ERR_SYSTEM, "AUT-20", NULL, "统一登录服务没有正常应答，请稍后再试，或改用密码登录",
         "the sign-in service does not answer as it should; try again later, or sign in with your password");
    fail_cause(cx, why);
    return false;
}

static json_t *ask_service(struct ctx *cx, const struct fetch *ask)
{
    struct fetched answer;
    if (!fetch(cx, ask, &answer)) {
        (void)fail_service(cx, cx->err.cause ? cx->err.cause : "no answer");
        return NULL;
    }
    json_t *document = json_parse(cx, answer.body.data, answer.body.length);
    if (answer.status == 200 && json_is_object(document))
        return document;
    (void)fail_service(cx,
                       arena_printf(cx->arena, "status %d from %s: %.200s", answer.status, ask->url, answer.body.data));
    return NULL;
}

/* Its own description; the issuer it names must be the one we trust. */
static json_t *describe(struct ctx *cx, const struct oidc_settings *s)
{
    const struct fetch ask = {.url = arena_printf(cx->arena, "%s/.well-known/openid-configuration", s->issuer),
                              .certificates = s->certificates};
    json_t *about = ask_service(cx, &ask);
    const char *issuer = about ? json_string_value(json_object_get(about, "issuer")) : NULL;
    if (about && text_equal(issuer, s->issuer))
        return about;
    if (about)
        (void)fail_service(cx, "the service names another issuer");
    return NULL;
}

static const char *need_address(struct ctx *cx, const json_t *about, const char *name)
{
    const char *address = json_string_value(json_object_get(about, name));
    if (address && fetch_may_ask(address))
        return address;
    (void)fail_service(cx, arena_printf(cx->arena, "the service has no usable %s", name));
    return NULL;
}

const char *oidc_address(struct ctx *cx, const struct oidc_settings *s, const struct oidc_question *q, const char *back)
{
    const json_t *about = describe(cx, s);
    const char *address = about ? need_address(cx, about, "authorization_endpoint") : NULL;
    unsigned char digest[SHA256_DIGEST_LENGTH];
    struct buf query = buf_init(cx->arena);
    if (!address)
        return NULL;
    SHA256((const unsigned char *)q->verifier, strlen(q->verifier), digest);
    form_add(&query, "response_type", "code");
    form_add(&query, "client_id", s->client_id);
    form_add(&query, "redirect_uri", back);
    form_add(&query, "scope", s->scopes);
    form_add(&query, "state", q->state);
    form_add(&query, "nonce", q->nonce);
    form_add(&query, "code_challenge", base64url_of(cx->arena, digest, sizeof digest));
    form_add(&query, "code_challenge_method", "S256");
    return arena_printf(cx->arena, "%s%c%s", address, strchr(address, '?') ? '&' : '?', query.data);
}

/* What the code is changed for: the signed statement, and a token to ask for more. */
static bool change_code(struct ctx *cx, const struct oidc_settings *s, const json_t *about,
                        const struct oidc_question *q, const char *back, const char *code, const char **ret_statement,
                        const char **ret_token)
{
    struct buf form = buf_init(cx->arena);
    form_add(&form, "grant_type", "authorization_code");
    form_add(&form, "code", code);
    form_add(&form, "redirect_uri", back);
    form_add(&form, "code_verifier", q->verifier);
    form_add(&form, "client_id", s->client_id);
    const struct fetch ask = {
        .url = need_address(cx, about, "token_endpoint"),
        .form = form.data,
        .user = text_is_empty(s->client_secret) ? NULL : s->client_id,
        .password = s->client_secret,
        .certificates = s->certificates,
    };
    const json_t *given = ask.url ? ask_service(cx, &ask) : NULL;
    if (!given)
        return false;
    *ret_statement = json_string_value(json_object_get(given, "id_token"));
    *ret_token = json_string_value(json_object_get(given, "access_token"));
    return *ret_statement || fail_service(cx, "the service gave no id_token");
}

static const json_t *believe(struct ctx *cx, const struct oidc_settings *s, const json_t *about,
                             const struct oidc_question *q, const char *statement)
{
    const struct fetch ask = {.url = need_address(cx, about, "jwks_uri"), .certificates = s->certificates};
    const json_t *keys = ask.url ? ask_service(cx, &ask) : NULL;
    const struct jwt_wanted wanted = {s->issuer, s->client_id, q->nonce, cx->now_ms};
    return keys ? jwt_claims(cx, statement, keys, &wanted) : NULL;
}

/* Claims that the statement leaves out: of the same person, or not at all (OIDC Core §5.3.2). */
static const json_t *ask_claims(struct ctx *cx, const struct oidc_settings *s, const json_t *about,
                                const json_t *claims, const char *token)
{
    const struct fetch ask = {
        .url = need_address(cx, about, "userinfo_endpoint"), .bearer = token, .certificates = s->certificates};
    const json_t *more = ask.url && token ? ask_service(cx, &ask) : NULL;
    const char *subject = json_string_value(json_object_get(claims, "sub"));
    if (more && subject && text_equal(subject, json_string_value(json_object_get(more, "sub"))))
        return more;
    if (!cx->err.kind)
        (void)fail_service(cx, "userinfo is about somebody else");
    return NULL;
}

const char *oidc_login(struct ctx *cx, const struct oidc_settings *s, const struct oidc_question *q, const char *back,
                       const char *code)
{
    const json_t *about = describe(cx, s);
    const char *statement, *token;
    if (!about || !change_code(cx, s, about, q, back, code, &statement, &token))
        return NULL;
    const json_t *claims = believe(cx, s, about, q, statement);
    if (claims && !json_object_get(claims, s->login_claim))
        claims = ask_claims(cx, s, about, claims, token);
    const char *login = claims ? json_string_value(json_object_get(claims, s->login_claim)) : NULL;
    if (claims && text_is_empty(login))
        (void)fail_service(cx, arena_printf(cx->arena, "there is no claim %s", s->login_claim));
    return text_is_empty(login) ? NULL : login;
}
