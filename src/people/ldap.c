/* ldap.c — a password that another directory knows, on libldap. */
#include "people/ldap.h"

#include "base/text.h"

#include <ldap.h>
#include <string.h>
#include <sys/time.h>

#define L struct ldap_settings

/* clang-format off */
static const struct setting ldap_settings[] = {
    {{.name = "address", FIELD_AT(T_TEXT, L, address), .max = 300, .label = {"目录服务", "Directory"}, .help = {"如 ldaps://dc.example:636；空着为不用", "such as ldaps://dc.example:636; none when empty"}}},
    {{.name = "start_tls", FIELD_AT(T_BOOL, L, start_tls), .label = {"StartTLS", "StartTLS"}, .help = {"ldap:// 地址先加密再登录", "an ldap:// address is encrypted before anybody binds"}}},
    {{.name = "bind_dn", FIELD_AT(T_TEXT, L, bind_dn), .max = 300, .label = {"查找用的账号", "Who looks people up"}, .help = {"如 cn=steward,dc=example；空着为匿名", "such as cn=steward,dc=example; anonymous when empty"}}},
    {{.name = "password", FIELD_AT(T_TEXT, L, password), .max = 300, .flags = FIELD_SECRET, .label = {"查找用的密码", "Its password"}}},
    {{.name = "base", FIELD_AT(T_TEXT, L, base), .max = 300, .label = {"在哪里找", "Where people are"}, .help = {"如 ou=people,dc=example", "such as ou=people,dc=example"}}},
    {{.name = "filter", FIELD_AT(T_TEXT, L, filter), .max = 300, .label = {"怎样找", "How they are found"}, .help = {"{login} 处填登录名", "{login} is the login"}}},
    {{.name = "zone", FIELD_AT(T_TEXT, L, zone), .max = 40, .label = {"园区", "Zone"}, .help = {"由此登录的人所属园区的代号；空着为各园区", "code of the zone whose people it knows; all zones when empty"}}},
    {{.name = "certificates", FIELD_AT(T_TEXT, L, certificates), .max = 300, .label = {"信任的证书", "Certificates"}, .help = {"PEM 文件，系统信任的以外", "a PEM file, besides those that the system trusts"}}},
    {{.name = "timeout", FIELD_AT(T_INT, L, timeout), .min = 500, .max = 60 * SECOND_MS, .label = {"等多久", "How long to wait"}}, UNIT_DURATION},
    {{.type = T_END}},
};
/* clang-format on */

const struct settings_section ldap_section = {
    .name = "ldap",
    .label = {"目录服务（LDAP）", "Directory (LDAP)"},
    .settings = ldap_settings,
    .size = sizeof(struct ldap_settings),
    .standard = &(const struct ldap_settings){.filter = "(uid={login})", .timeout = 5 * SECOND_MS},
};

static bool fail_directory(struct ctx *cx, int result)
{
    fail(cx, ERR_SYSTEM, "AUT-25", NULL, "目录服务没有正常应答，请稍后再试，或找系统管理员",
         "the directory does not answer as it should; try again later, or ask the system administrator");
    fail_cause(cx, ldap_err2string(result));
    return false;
}

/* Passwords go in the clear to nobody but this machine. */
static bool is_private(const struct ldap_settings *s)
{
    static const char *const here[] = {"ldap://127.0.0.1", "ldap://localhost", "ldap://[::1]"};
    if (s->start_tls || strncmp(s->address, "ldaps://", strlen("ldaps://")) == 0)
        return true;
    for (size_t i = 0; i < sizeof here / sizeof *here; i++)
        if (strncmp(s->address, here[i], strlen(here[i])) == 0 && strchr(":/", s->address[strlen(here[i])]))
            return true;
    return false;
}

/* ---- connections ---- */

static int set_up(LDAP *ld, const struct ldap_settings *s)
{
    const int version = LDAP_VERSION3, demand = LDAP_OPT_X_TLS_DEMAND, own = 0;
    const struct timeval wait = {s->timeout / 1000, s->timeout % 1000 * 1000};
    int done = ldap_set_option(ld, LDAP_OPT_PROTOCOL_VERSION, &version);
    ldap_set_option(ld, LDAP_OPT_NETWORK_TIMEOUT, &wait);
    ldap_set_option(ld, LDAP_OPT_TIMEOUT, &wait);
    ldap_set_option(ld, LDAP_OPT_REFERRALS, LDAP_OPT_OFF);
    ldap_set_option(ld, LDAP_OPT_X_TLS_REQUIRE_CERT, &demand);
    if (s->certificates)
        ldap_set_option(ld, LDAP_OPT_X_TLS_CACERTFILE, s->certificates);
    if (done == LDAP_OPT_SUCCESS)
        done = ldap_set_option(ld, LDAP_OPT_X_TLS_NEWCTX, &own);
    return done == LDAP_OPT_SUCCESS && s->start_tls ? ldap_start_tls_s(ld, NULL, NULL) : done;
}

static int bind_as(LDAP *ld, const char *dn, const char *password)
{
    struct berval secret = {strlen(password), (char *)(uintptr_t)password}; /* libldap only reads it */
    return ldap_sasl_bind_s(ld, dn, LDAP_SASL_SIMPLE, &secret, NULL, NULL, NULL);
}

static void end_connection(void *arg)
{
    LDAP **ld = arg;
    if (*ld)
        ldap_unbind_ext_s(*ld, NULL, NULL);
    *ld = NULL;
}

/* Ends with the arena, or by end_connection(). */
static bool connect_as(struct ctx *cx, const struct ldap_settings *s, const char *dn, const char *password,
                       LDAP ***ret_ld, int *ret_result)
{
    LDAP **ld = ARENA_NEW(cx->arena, LDAP *);
    *ld = NULL;
    arena_defer(cx->arena, end_connection, ld);
    int result = ldap_initialize(ld, s->address);
    if (result == LDAP_SUCCESS)
        result = set_up(*ld, s);
    if (result != LDAP_SUCCESS)
        return fail_directory(cx, result);
    *ret_result = bind_as(*ld, dn, password);
    *ret_ld = ld;
    return true;
}

/* ---- people ---- */

/* RFC 4515 §3: what would mean something in a filter. */
static void add_escaped(struct buf *out, const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; c++)
        buf_printf(out, strchr("*()\\", *c) || *c < ' ' ? "\\%02x" : "%c", *c);
}

static const char *filter_for(struct arena *a, const struct ldap_settings *s, const char *login)
{
    static const char mark[] = "{login}";
    struct buf out = buf_init(a);
    const char *rest = s->filter, *at;
    while ((at = strstr(rest, mark))) {
        buf_add(&out, rest, (size_t)(at - rest));
        add_escaped(&out, login);
        rest = at + sizeof mark - 1;
    }
    buf_text(&out, rest);
    return out.data;
}

/* The name of the one entry that the filter finds; NULL in *ret_dn when there is none, or more than one. */
static bool find_person(struct ctx *cx, const struct ldap_settings *s, LDAP *ld, const char *login, const char **ret_dn)
{
    char no_attributes[] = LDAP_NO_ATTRS, *none[] = {no_attributes, NULL};
    LDAPMessage *found = NULL;
    int result = ldap_search_ext_s(ld, s->base ? s->base : "", LDAP_SCOPE_SUBTREE, filter_for(cx->arena, s, login),
                                   none, 1, NULL, NULL, NULL, 2, &found);
    const bool answered = result == LDAP_SUCCESS || result == LDAP_SIZELIMIT_EXCEEDED || result == LDAP_NO_SUCH_OBJECT;
    *ret_dn = NULL;
    if (answered && ldap_count_entries(ld, found) == 1) {
        char *dn = ldap_get_dn(ld, ldap_first_entry(ld, found));
        *ret_dn = arena_strdup(cx->arena, dn); /* memory that runs out here leaves one name behind */
        ldap_memfree(dn);
    }
    ldap_msgfree(found);
    return answered || fail_directory(cx, result);
}

bool ldap_fits(struct ctx *cx, const struct ldap_settings *s, const char *login, const char *password, bool *ret_fits)
{
    LDAP **ld;
    const char *dn;
    int result;
    *ret_fits = false;
    if (!is_private(s))
        return fail(cx, ERR_SYSTEM, "AUT-26", NULL, "目录服务的连接没有加密，请改用 ldaps:// 或 start_tls",
                    "the connection to the directory is not encrypted; use ldaps:// or start_tls");
    if (text_is_empty(password) || text_is_empty(login)) /* a bind without a password succeeds as nobody */
        return true;
    if (!connect_as(cx, s, s->bind_dn ? s->bind_dn : "", s->password ? s->password : "", &ld, &result))
        return false;
    if (result != LDAP_SUCCESS)
        return fail_directory(cx, result);
    if (!find_person(cx, s, *ld, login, &dn))
        return false;
    end_connection(ld);
    if (!dn)
        return true;
    if (!connect_as(cx, s, dn, password, &ld, &result))
        return false;
    end_connection(ld);
    *ret_fits = result == LDAP_SUCCESS;
    return *ret_fits || result == LDAP_INVALID_CREDENTIALS || result == LDAP_UNWILLING_TO_PERFORM ||
           fail_directory(cx, result);
}
