/* sign_in_test.c — signing in over HTTP: cookies, refusals in their forms, what a session and a token may, and their ends. */
#include "people/accounts.h"
#include "people/totp.h"
#include "served.h"

#define GOOD "a stone in the river 7"
#define JSON "Content-Type: application/json\r\n"

static struct user *person(struct served *s, const char *login, const char *role, const char *password)
{
    struct user *u = row_new(&s->cx, &user_entity);
    const char *once;
    u->login = login;
    u->name = "王强";
    u->role = role;
    need(&s->cx, account_add(&s->cx, &people_standard, u, password, &once), login);
    return u;
}

static struct reply sign(struct served *s, const char *login, const char *password, const char *code,
                         const char *headers)
{
    json_t *body = json_pack("{ss ss ss*}", "login", login, "password", password, "code", code);
    /* "Cookie: x" keeps the tests' own header away: nobody has signed in yet. */
    struct reply r =
        call(s, "POST", "/api/v1/sign-in",
             arena_printf(s->cx.arena, "%s%s", strstr(headers, "Cookie:") ? "" : "Cookie: x=1\r\n", headers),
             text_of(s, body));
    json_decref(body);
    return r;
}

/* The header of a browser that has this session, on one of our own pages. */
static const char *browser(struct served *s, const struct reply *r)
{
    const char *cookie = header(s, r, "Set-Cookie");
    return arena_printf(s->cx.arena, "Cookie: %.*s\r\nOrigin: http://127.0.0.1:%d\r\n",
                        (int)strcspn(cookie ? cookie : "", ";"), cookie ? cookie : "", s->port);
}

static void test_strangers(struct served *s)
{
    static const char *const headers[] = {
        "Cookie: x=1\r\n",
        "Cookie: steward_session=\r\n",
        "Cookie: steward_session=rubbish\r\n",
        "Authorization: Bearer stw_rubbish\r\n",
        "Authorization: Bearer \r\n",
        "Authorization: Basic b2ZmaWNlOm9mZmljZQ==\r\n",
    };
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        struct reply r = call(s, "GET", "/api/v1/project?zone=weinan", headers[i], NULL);
        EQ_INT(r.status, 401);
        EQ_TEXT(code_of(s, &r), "AUT-05");
        EQ_TEXT(header(s, &r, "WWW-Authenticate"), "Bearer");
        EQ_TEXT(header(s, &r, "Content-Type"), "application/problem+json");
        r = call(s, "GET", "/api/v1/project/1?zone=nowhere&nonsense=1", headers[i], NULL);
        EQ_TEXT(code_of(s, &r), "AUT-05"); /* nothing is told before it is known who asks */
    }
    EQ_INT(call(s, "GET", "/healthz", "Cookie: x=1\r\n", NULL).status, 200);
    EQ_INT(call(s, "GET", "/openapi.json", "Cookie: x=1\r\n", NULL).status, 200);
    EQ_INT(call(s, "GET", "/api/v1/sign-in", "Cookie: x=1\r\n", NULL).status, 200);
}

static void test_session(struct served *s)
{
    struct reply r = sign(s, "wang", GOOD, NULL, "");
    EQ_INT(r.status, 200);
    const char *cookie = header(s, &r, "Set-Cookie");
    if (!OK(cookie, "a cookie"))
        return;
    OK(strncmp(cookie, "steward_session=", 16) == 0 && strstr(cookie, "; HttpOnly") &&
           strstr(cookie, "; SameSite=Lax") && strstr(cookie, "; Path=/") && !strstr(cookie, "Secure"),
       "its flags: %s", cookie);
    EQ_TEXT(header(s, &r, "Cache-Control"), "no-store");
    json_t *v = body_of(s, &r);
    EQ_TEXT(text_at(v, "login"), "wang");
    EQ_TEXT(text_at(v, "zone.code"), "weinan");
    EQ_TEXT(text_at(v, "rights.project.read"), "zone");
    OK(json_is_false(at(v, "must_change")) && json_is_false(at(v, "totp")), "nothing in his way");

    const char *mine = browser(s, &r);
    r = call(s, "GET", "/api/v1/me", mine, NULL);
    EQ_TEXT(text_at(body_of(s, &r), "name"), "王强");
    EQ_INT(call(s, "GET", "/api/v1/project?zone=weinan", mine, NULL).status, 200);
    EQ_INT(call(s, "GET", "/api/v1/project", mine, NULL).status, 200);
    r = call(s, "GET", "/api/v1/project?zone=other", mine, NULL);
    EQ_INT(r.status, 404);
    EQ_TEXT(code_of(s, &r), "API-02");

    /* Fixation: a token that somebody put there is not taken over, and every sign-in gives another. */
    r = sign(s, "wang", GOOD, NULL, "Cookie: steward_session=chosen-by-another\r\n");
    const char *second = header(s, &r, "Set-Cookie");
    OK(second && !strstr(second, "chosen-by-another") && strcmp(second, cookie) != 0, "always a new one");
    r = call(s, "GET", "/api/v1/me", "Cookie: steward_session=chosen-by-another\r\n", NULL);
    EQ_INT(r.status, 401);

    r = call(s, "GET", "/api/v1/me/sessions", mine, NULL);
    v = body_of(s, &r);
    EQ_INT(json_array_size(at(v, "items")), 2);
    r = call(s, "POST", "/api/v1/sign-out", mine, NULL);
    EQ_INT(r.status, 204);
    const char *gone = header(s, &r, "Set-Cookie");
    OK(gone && strstr(gone, "steward_session=;") && strstr(gone, "Max-Age=0"), "the cookie goes");
    EQ_INT(call(s, "GET", "/api/v1/me", mine, NULL).status, 401);
}

/* A page elsewhere makes the browser send its cookie along. */
static void test_cross_site(struct served *s)
{
    struct reply r = sign(s, "wang", GOOD, NULL, "");
    const char *cookie = header(s, &r, "Set-Cookie");
    cookie =
        arena_printf(s->cx.arena, "Cookie: %.*s\r\n", (int)strcspn(cookie ? cookie : "", ";"), cookie ? cookie : "");
    const struct {
        const char *more, *code;
        int status;
    } cases[] = {
        {"", "AUT-19", 403},
        {"Origin: https://evil.example\r\n", "HTP-15", 403},
        {"Origin: null\r\n", "HTP-15", 403},
        {"Sec-Fetch-Site: cross-site\r\n", "HTP-15", 403},
        {"Sec-Fetch-Site: same-site\r\n", "HTP-15", 403},
        {"Sec-Fetch-Site: same-origin\r\n", NULL, 201},
        {arena_printf(s->cx.arena, "Origin: http://127.0.0.1:%d\r\n", s->port), NULL, 201},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        r = call(s, "POST", "/api/v1/unit", arena_printf(s->cx.arena, "%s%s", cookie, cases[i].more),
                 arena_printf(s->cx.arena, "{\"name\":\"跨站 %zu\"}", i));
        EQ_INT(r.status, cases[i].status);
        if (cases[i].code)
            EQ_TEXT(code_of(s, &r), cases[i].code);
    }
    r = sign(s, "wang", GOOD, NULL, "Origin: https://evil.example\r\n");
    EQ_TEXT(code_of(s, &r), "HTP-15"); /* nor is anybody signed in from there */
}

static void test_refusals(struct served *s)
{
    struct reply r = sign(s, "wang", "wrong", NULL, "");
    EQ_INT(r.status, 401);
    EQ_TEXT(code_of(s, &r), "AUT-01");
    OK(!header(s, &r, "Set-Cookie"), "no cookie");
    const char *text = arena_strndup(s->cx.arena, r.body, r.size);
    r = sign(s, "nobody", "wrong", NULL, "");
    json_t *one = json_parse(&s->cx, text, strlen(text)), *two = body_of(s, &r);
    EQ_TEXT(text_at(one, "detail"), text_at(two, "detail"));
    static const char *const bodies[] = {"{}",
                                         "[]",
                                         "{\"login\":\"wang\"}",
                                         "{\"login\":1,\"password\":2}",
                                         "{\"login\":\"wang\",\"password\":\"x\",\"zone\":1}",
                                         "{"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        r = call(s, "POST", "/api/v1/sign-in", "Cookie: x=1\r\n", bodies[i]);
        EQ_INT(r.status, 422);
    }
    for (int i = 0; i < 5; i++)
        (void)sign(s, "locked", "wrong", NULL, "");
    r = sign(s, "locked", GOOD, NULL, "");
    EQ_INT(r.status, 429);
    EQ_TEXT(code_of(s, &r), "AUT-04");
    EQ_TEXT(header(s, &r, "Retry-After"), "30");
    EQ_INT(int_at(body_of(s, &r), "wait_seconds"), 30);
    /* Somebody who may unlocks it. */
    long long id = int_of(&s->cx, "SELECT id FROM app_user WHERE login = 'locked'");
    const char *unlock = arena_printf(s->cx.arena, "/api/v1/user/%lld/unlock", id);
    r = call(s, "POST", unlock, s->office, NULL);
    EQ_INT(r.status, 403);
    EQ_INT(call(s, "POST", unlock, s->security, NULL).status, 204);
    EQ_INT(sign(s, "locked", GOOD, NULL, "").status, 200);
}

/* Names that would break lines of a log, a header or a statement. */
static void test_injection(struct served *s)
{
    static const char *const names[] = {"a\r\nSet-Cookie: steward_session=evil",
                                        "a\nlevel=info event=request",
                                        "%0d%0aX: 1",
                                        "\xE2\x80\xAEgnaw",
                                        "'; DROP TABLE app_user; --",
                                        "a\tb",
                                        "\x1b[31m"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct reply r = sign(s, names[i], "wrong", NULL, "");
        OK(r.status == 401 || r.status == 422, "refused: %d", r.status);
        OK(!header(s, &r, "Set-Cookie") && !header(s, &r, "X"), "no header of its own");
        json_t *row = json_pack("{ss ss}", "login", names[i], "name", "x");
        r = call(s, "POST", "/api/v1/user", s->system, text_of(s, row));
        const char *cleaned = text_at(body_of(s, &r), "login"); /* what is not seen is taken away */
        OK(r.status == 422 || (cleaned && strcmp(cleaned, "gnaw") == 0), "nor can anybody be called so: %d", r.status);
        json_decref(row);
    }
    EQ_INT(int_of(&s->cx, "SELECT COUNT(*) FROM app_user WHERE login = 'wang'"), 1);
}

static void test_tokens(struct served *s)
{
    struct reply r = sign(s, "wang", GOOD, NULL, "");
    const char *mine = browser(s, &r);
    r = call(s, "POST", "/api/v1/me/tokens", mine,
             "{\"name\":\"数据上报\",\"actions\":\"read\",\"expires_on\":\"2024-01-31\"}");
    EQ_INT(r.status, 201);
    const char *token = arena_strdup(s->cx.arena, text_at(body_of(s, &r), "token"));
    OK(strncmp(token, "stw_", 4) == 0, "shown this once: %.8s…", token);
    const char *reads = arena_printf(s->cx.arena, "Authorization: Bearer %s\r\n", token);
    EQ_INT(call(s, "GET", "/api/v1/unit", reads, NULL).status, 200);
    r = call(s, "POST", "/api/v1/unit", reads, "{\"name\":\"不行\"}");
    EQ_INT(r.status, 403);
    EQ_TEXT(code_of(s, &r), "AUT-07");
    r = call(s, "GET", "/api/v1/me", arena_printf(s->cx.arena, "Cookie: steward_session=%s\r\n", token), NULL);
    EQ_INT(r.status, 401); /* each its own way */
    r = call(s, "GET", "/api/v1/me/tokens", mine, NULL);
    json_t *v = body_of(s, &r);
    EQ_TEXT(text_at(v, "items.0.name"), "数据上报");
    EQ_TEXT(text_at(v, "items.0.shown"), arena_strndup(s->cx.arena, token, 8));
    OK(!strstr(arena_strndup(s->cx.arena, r.body, r.size), token), "and never again");
    r = call(s, "POST", "/api/v1/me/tokens", mine,
             "{\"name\":\"x\",\"actions\":\"read\",\"expires_on\":\"2023-12-30\"}");
    EQ_INT(r.status, 422);
    r = call(s, "POST", "/api/v1/me/tokens", mine,
             "{\"name\":\"x\",\"actions\":\"all\",\"expires_on\":\"2024-01-31\"}");
    EQ_INT(r.status, 422);
    r = call(s, "DELETE", arena_printf(s->cx.arena, "/api/v1/me/tokens/%s", text_at(v, "items.0.id")), mine, NULL);
    EQ_INT(r.status, 204);
    EQ_INT(call(s, "GET", "/api/v1/unit", reads, NULL).status, 401);
    /* One that is past its day. */
    struct user *u = row_load(&s->cx, &user_entity, int_of(&s->cx, "SELECT id FROM app_user WHERE login = 'wang'"));
    const char *old =
        session_make(&s->cx, &people_standard,
                     &(const struct new_session){.person = u->head.id, .way = TOKEN_WAY, .expires_at = s->cx.now_ms});
    EQ_INT(call(s, "GET", "/api/v1/unit", arena_printf(s->cx.arena, "Authorization: Bearer %s\r\n", old), NULL).status,
           401);
}

static void test_first_password(struct served *s)
{
    struct user *u = person(s, "fresh", "office", NULL);
    struct reply r = call(s, "POST", arena_printf(s->cx.arena, "/api/v1/user/%lld/password", (long long)u->head.id),
                          s->office, NULL);
    EQ_INT(r.status, 403);
    r = call(s, "POST", arena_printf(s->cx.arena, "/api/v1/user/%lld/password", (long long)u->head.id), s->security,
             NULL);
    EQ_INT(r.status, 403); /* who grants roles makes no accounts */
    r = call(s, "POST", arena_printf(s->cx.arena, "/api/v1/user/%lld/password", (long long)u->head.id), s->system,
             NULL);
    EQ_INT(r.status, 200);
    const char *once = arena_strdup(s->cx.arena, text_at(body_of(s, &r), "password"));
    r = sign(s, "fresh", once, NULL, "");
    EQ_INT(r.status, 200);
    OK(json_is_true(at(body_of(s, &r), "must_change")), "it must be changed");
    const char *mine = browser(s, &r);
    r = call(s, "GET", "/api/v1/unit", mine, NULL);
    EQ_INT(r.status, 403);
    EQ_TEXT(code_of(s, &r), "AUT-06");
    EQ_INT(call(s, "GET", "/api/v1/me", mine, NULL).status, 200);
    r = call(s, "POST", "/api/v1/me/password", mine, "{\"old\":\"x\",\"new\":\"another stone 7\"}");
    EQ_INT(r.status, 422);
    EQ_TEXT(text_at(body_of(s, &r), "findings.0.rule"), "AUT-16");
    r = call(s, "POST", "/api/v1/me/password", mine,
             arena_printf(s->cx.arena, "{\"old\":\"%s\",\"new\":\"short\"}", once));
    EQ_TEXT(text_at(body_of(s, &r), "findings.0.rule"), "AUT-10");
    EQ_TEXT(text_at(body_of(s, &r), "findings.0.field"), "new");
    r = call(s, "POST", "/api/v1/me/password", mine,
             arena_printf(s->cx.arena, "{\"old\":\"%s\",\"new\":\"%s\"}", once, once));
    EQ_TEXT(text_at(body_of(s, &r), "findings.0.rule"), "AUT-14");
    r = call(s, "POST", "/api/v1/me/password", mine,
             arena_printf(s->cx.arena, "{\"old\":\"%s\",\"new\":\"another stone 7\"}", once));
    EQ_INT(r.status, 204);
    EQ_INT(call(s, "GET", "/api/v1/unit", mine, NULL).status, 200);
    EQ_INT(sign(s, "fresh", once, NULL, "").status, 401);
    /* Nobody becomes one of those who watch him. */
    long long auditor = int_of(&s->cx, "SELECT id FROM app_user WHERE login = 'auditor'");
    r = call(s, "POST", arena_printf(s->cx.arena, "/api/v1/user/%lld/password", auditor), s->system, NULL);
    EQ_INT(r.status, 403);
    EQ_TEXT(code_of(s, &r), "AUT-09");
    /* Who gives passwords sees no roles, but whether they are theirs. */
    for (const struct role *role = role_catalogue; role->code; role++) {
        if (strcmp(role->code, "enterprise") == 0 || strcmp(role->code, "squad") == 0)
            continue; /* need one of their own */
        u = person(s, arena_printf(s->cx.arena, "some-%s", role->code), role->code, NULL);
        r = call(s, "GET", arena_printf(s->cx.arena, "/api/v1/user/%lld", (long long)u->head.id), s->system, NULL);
        OK(!at(body_of(s, &r), "role") && json_is_true(at(body_of(s, &r), "administrator")) == role->administrator,
           "%s: %s administrator", role->code, role->administrator ? "an" : "no");
    }
}

static const char *code_now(struct served *s, const char *secret)
{
    size_t n;
    const void *key = base32_bytes(s->cx.arena, secret, &n);
    const char *code = "";
    need(&s->cx, totp_code(&s->cx, "SHA1", key, n, s->cx.now_ms / 1000 / TOTP_SECONDS, TOTP_DIGITS, &code), "a code");
    return code;
}

static void test_codes(struct served *s)
{
    struct reply r = sign(s, "wang", GOOD, NULL, "");
    const char *mine = browser(s, &r);
    r = call(s, "PUT", "/api/v1/me/totp", mine, "{\"code\":\"123456\"}");
    EQ_TEXT(code_of(s, &r), "AUT-18");
    r = call(s, "POST", "/api/v1/me/totp", mine, NULL);
    const char *secret = arena_strdup(s->cx.arena, text_at(body_of(s, &r), "secret"));
    OK(strstr(text_at(body_of(s, &r), "uri"), secret), "with an address for phones");
    r = call(s, "PUT", "/api/v1/me/totp", mine, "{\"code\":\"000000\"}");
    EQ_INT(r.status, 422);
    r = call(s, "PUT", "/api/v1/me/totp", mine, arena_printf(s->cx.arena, "{\"code\":\"%s\"}", code_now(s, secret)));
    EQ_INT(r.status, 200);
    const char *recovery = arena_strdup(s->cx.arena, text_at(body_of(s, &r), "recovery.0"));
    EQ_INT(json_array_size(at(body_of(s, &r), "recovery")), 10);
    r = call(s, "GET", "/api/v1/me", mine, NULL);
    OK(json_is_true(at(body_of(s, &r), "totp")), "it is on");
    r = sign(s, "wang", GOOD, NULL, "");
    EQ_INT(r.status, 401);
    EQ_TEXT(code_of(s, &r), "AUT-02");
    EQ_TEXT(text_at(body_of(s, &r), "needs"), "code");
    EQ_INT(sign(s, "wang", GOOD, code_now(s, secret), "").status, 401); /* it was used to turn codes on */
    EQ_INT(sign(s, "wang", GOOD, recovery, "").status, 200);
    EQ_INT(sign(s, "wang", GOOD, recovery, "").status, 401);
    r = call(s, "DELETE", "/api/v1/me/totp", mine, "{\"password\":\"wrong\"}");
    EQ_INT(r.status, 422);
    r = call(s, "DELETE", "/api/v1/me/totp", mine, "{\"password\":\"" GOOD "\"}");
    EQ_INT(r.status, 204);
    EQ_INT(sign(s, "wang", GOOD, NULL, "").status, 200);
}

/* What is known of somebody is forgotten the moment it changes. */
static void test_changes(struct served *s)
{
    struct user *u = person(s, "changing", "office", GOOD);
    struct reply r = sign(s, "changing", GOOD, NULL, "");
    const char *mine = browser(s, &r);
    EQ_INT(call(s, "GET", "/api/v1/project", mine, NULL).status, 200);
    const char *address = arena_printf(s->cx.arena, "/api/v1/user/%lld", (long long)u->head.id);
    r = call(s, "PATCH", address, arena_printf(s->cx.arena, "If-Match: *\r\n%s", s->system), "{\"role\":\"viewer\"}");
    EQ_TEXT(code_of(s, &r), "RGT-02"); /* who makes accounts grants no roles */
    r = call(s, "PATCH", address, arena_printf(s->cx.arena, "If-Match: *\r\n%s", s->security), "{\"role\":\"viewer\"}");
    EQ_INT(r.status, 200);
    EQ_INT(call(s, "GET", "/api/v1/project", mine, NULL).status, 401);
    r = sign(s, "changing", GOOD, NULL, "");
    mine = browser(s, &r);
    EQ_INT(call(s, "GET", "/api/v1/project", mine, NULL).status, 200);
    EQ_INT(call(s, "POST", "/api/v1/project", mine, "{\"name\":\"x\"}").status, 403);
    EQ_INT(call(s, "POST", arena_printf(s->cx.arena, "%s/sign-out", address), s->security, NULL).status, 204);
    EQ_INT(call(s, "GET", "/api/v1/project", mine, NULL).status, 401);
    r = sign(s, "changing", GOOD, NULL, "");
    mine = browser(s, &r);
    const char *second = (r = sign(s, "changing", GOOD, NULL, ""), browser(s, &r));
    r = call(s, "GET", "/api/v1/sessions", s->security, NULL);
    OK(json_array_size(at(body_of(s, &r), "items")) >= 2, "who is signed in");
    EQ_INT(call(s, "GET", "/api/v1/sessions", s->office, NULL).status, 403);
    EQ_INT(call(s, "POST", "/api/v1/me/sign-out-everywhere", mine, NULL).status, 204);
    EQ_INT(call(s, "GET", "/api/v1/me", second, NULL).status, 401);
    /* An account without a role sees nothing. */
    person(s, "roleless", NULL, GOOD);
    r = sign(s, "roleless", GOOD, NULL, "");
    EQ_INT(r.status, 200);
    mine = browser(s, &r);
    EQ_INT(call(s, "GET", "/api/v1/project", mine, NULL).status, 403);
    EQ_INT(call(s, "GET", "/api/v1/unit/1", mine, NULL).status, 403);
}

static void test_all(const char *url)
{
    struct served s = serve(url, false);
    person(&s, "wang", "office", GOOD);
    person(&s, "locked", "office", GOOD);
    test_strangers(&s);
    test_session(&s);
    test_cross_site(&s);
    test_refusals(&s);
    test_injection(&s);
    test_tokens(&s);
    test_first_password(&s);
    test_codes(&s);
    test_changes(&s);
    served_end(&s);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
