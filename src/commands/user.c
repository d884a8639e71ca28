/* user.c — steward user: accounts, as whoever runs the server makes and mends them. */
#include "base/text.h"
#include "commands/workplace.h"
#include "entities/entities.h"
#include "model/list.h"
#include "model/rows.h"
#include "people/accounts.h"
#include "people/attempts.h"
#include "people/credential.h"
#include "people/session.h"
#include "people/sign_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* clang-format off */
static const struct option user_options[] = {
    {"zone", "CODE", {"园区代号", "code of the zone"}},
    {"zone-name", "NAME", {"add：没有这个园区时新建，用这个名称", "add: make the zone when there is none, under this name"}},
    {"name", "NAME", {"add：姓名；token：用途", "add: the person's name; token: what it is for"}},
    {"role", "ROLE", {"add：角色代号，如 office；省略为没有角色", "add: code of a role, such as office; none when left out"}},
    {"unit", "NAME", {"add：单位名称", "add: name of the unit"}},
    {"enterprise", "NAME", {"add：企业名称", "add: name of the enterprise"}},
    {"squad", "NAME", {"add：招商小分队名称", "add: name of the squad"}},
    {"phone", "TEXT", {"add：联系电话", "add: phone"}},
    {"password-stdin", NULL, {"add、password：从标准输入读一行作密码；否则发一次性密码", "add, password: read it as a line of standard input; otherwise one to be used once is made"}},
    {"actions", "read|write", {"token：能做什么，默认 read", "token: what it may do, read by default"}},
    {"expires-on", "DATE", {"token：有效期至；add：账号有效期至", "token: its last day; add: the account's"}},
    {0},
};
/* clang-format on */

struct work {
    struct arguments *args;
    struct people_settings settings;
    const char *login; /* NULL: none was named */
};

static const char *option(const struct work *w, const char *name)
{
    return argument_option(w->args, name);
}

struct user *user_by_login(struct ctx *cx, const char *login)
{
    struct user *like = row_new(cx, &user_entity);
    like->login = login_fold(cx->arena, login);
    struct user *u = row_find(cx, &user_entity, "login", like);
    if (!u)
        fail(cx, ERR_NOT_FOUND, "CMD-04", NULL, "这个园区没有登录名为“%s”的用户；steward user list 列出全部",
             "the zone has no user \"%s\"; steward user list shows them", login);
    return u;
}

static struct user *need_user(struct ctx *cx, const struct work *w)
{
    if (w->login)
        return user_by_login(cx, w->login);
    fail(cx, ERR_USAGE, "CMD-01", NULL, "要写登录名（steward help user 看用法）",
         "name the login (see steward help user)");
    return NULL;
}

/* The id of what the option of e's name names; 0 without it. */
static bool find_named(struct ctx *cx, const struct work *w, const struct entity *e, int64_t *ret_id)
{
    const char *name = option(w, e->name);
    *ret_id = 0;
    return !name || id_by_name(cx, e, name, ret_id);
}

static bool read_password(struct ctx *cx, const struct work *w, const char **ret_password)
{
    enum { LINE = 2048 };
    char *line = arena_alloc(cx->arena, LINE);
    *ret_password = NULL;
    if (!option(w, "password-stdin"))
        return true;
    if (!fgets(line, LINE, stdin))
        return fail(cx, ERR_USAGE, "CMD-03", "password-stdin", "标准输入里没有密码",
                    "there is no password on standard input");
    line[strcspn(line, "\r\n")] = '\0';
    *ret_password = line;
    return true;
}

static void say_once(const struct ctx *cx, const char *login, const char *once)
{
    if (!once)
        return;
    fputs(cx->lang == LANG_ZH ? "一次性密码，登录后要换：\n" : "to be used once, and changed at sign-in:\n", stderr);
    printf("%s\t%s\n", login, once);
}

/* ---- what can be done ---- */

static bool add(struct ctx *cx, struct work *w)
{
    struct user *u = row_new(cx, &user_entity);
    const char *password, *once;
    if (!w->login)
        return need_user(cx, w);
    u->login = login_fold(cx->arena, w->login);
    u->name = option(w, "name") ? option(w, "name") : u->login;
    u->role = option(w, "role");
    u->phone = option(w, "phone");
    if (!option_date(cx, w->args, "expires-on", &u->expires_on) || !find_named(cx, w, &unit_entity, &u->unit) ||
        !find_named(cx, w, &enterprise_entity, &u->enterprise) || !find_named(cx, w, &squad_entity, &u->squad) ||
        !read_password(cx, w, &password) || !account_add(cx, &w->settings, u, password, &once))
        return false;
    say_once(cx, u->login, once);
    return true;
}

static bool list(struct ctx *cx, struct work *w)
{
    (void)w;
    struct rows *rows =
        db_query(cx,
                 "SELECT u.login, u.name, u.role, t.name, u.disabled FROM app_user u"
                 " LEFT JOIN unit t ON t.zone = u.zone AND t.id = u.unit WHERE u.zone = $1 ORDER BY u.login",
                 &(const struct value){.kind = VALUE_INT, .i = cx->zone}, 1);
    while (rows && db_next(rows)) {
        const char *role = db_text(rows, 2), *unit = db_text(rows, 3);
        printf("%s\t%s\t%s\t%s\t%s\n", db_text(rows, 0), db_text(rows, 1), role ? role : "-", unit ? unit : "-",
               db_int(rows, 4) ? (cx->lang == LANG_ZH ? "停用" : "disabled") : "");
    }
    return rows && db_ok(rows);
}

static bool set_password(struct ctx *cx, struct work *w)
{
    const struct user *u = need_user(cx, w);
    const char *password, *once;
    if (!u || !read_password(cx, w, &password) || !account_password(cx, &w->settings, u, password, &once))
        return false;
    say_once(cx, u->login, once);
    return true;
}

static bool disable_or_enable(struct ctx *cx, struct work *w, bool disabled)
{
    struct user *u = need_user(cx, w);
    if (!u)
        return false;
    u->disabled = disabled;
    return row_save(cx, &user_entity, u, NULL);
}

static bool disable(struct ctx *cx, struct work *w)
{
    return disable_or_enable(cx, w, true);
}

static bool enable(struct ctx *cx, struct work *w)
{
    return disable_or_enable(cx, w, false);
}

static bool set_role(struct ctx *cx, struct work *w)
{
    struct user *u = need_user(cx, w);
    const char *role = argument(w->args, 2);
    if (!u)
        return false;
    if (!role)
        return fail(cx, ERR_USAGE, "CMD-01", NULL, "要写角色代号，如 office；写 none 取消角色",
                    "name the role, such as office; none takes it away");
    u->role = strcmp(role, "none") == 0 ? NULL : role;
    return row_save(cx, &user_entity, u, NULL);
}

static bool unlock(struct ctx *cx, struct work *w)
{
    const struct user *u = need_user(cx, w);
    return u && attempt_unlock(cx, sign_in_key(cx, cx->zone, u->login));
}

static bool list_sessions(struct ctx *cx, struct work *w)
{
    const struct user *u = w->login ? need_user(cx, w) : NULL;
    struct session *all;
    size_t count;
    if (w->login && !u)
        return false;
    for (int tokens = 0; tokens < 2; tokens++) {
        if (!session_list(cx, &w->settings, u ? u->head.id : 0, tokens, &all, &count))
            return false;
        for (size_t i = 0; i < count; i++) {
            const struct session *s = &all[i];
            const char *what = s->name ? s->name : s->agent ? s->agent : "-";
            printf("%s\t%s\t%s\t%s\t%s\t%s\n", s->login, s->id, s->way, instant_iso(cx->arena, s->seen_at),
                   s->address ? s->address : "-", what);
        }
    }
    return true;
}

static bool sign_out(struct ctx *cx, struct work *w)
{
    const struct user *u = need_user(cx, w);
    return u && session_end_all(cx, u->head.id, NULL, true);
}

static bool end_code(struct ctx *cx, struct work *w)
{
    const struct user *u = need_user(cx, w);
    return u && credential_end_totp(cx, u->head.id) && session_end_all(cx, u->head.id, NULL, false);
}

static bool make_token(struct ctx *cx, struct work *w)
{
    const struct user *u = need_user(cx, w);
    const char *actions = option(w, "actions");
    struct date last;
    if (!u || !option_date(cx, w->args, "expires-on", &last))
        return false;
    if (actions && strcmp(actions, "read") != 0 && strcmp(actions, "write") != 0)
        return fail(cx, ERR_USAGE, "CMD-03", "actions", "--actions 要写 read 或 write",
                    "--actions takes read or write");
    struct new_session n = {
        .person = u->head.id,
        .way = TOKEN_WAY,
        .name = option(w, "name") ? option(w, "name") : "cli",
        .reads_only = !actions || strcmp(actions, "read") == 0,
        .expires_at = date_is_none(last) ? 0 : token_end(&w->settings, last, cx->now_ms),
    };
    if (!date_is_none(last) && !n.expires_at)
        return fail(cx, ERR_USAGE, "CMD-03", "expires-on", "--expires-on 要在今天以后，且不超过设置 people.token_age",
                    "--expires-on is today or later, within the setting people.token_age");
    const char *token = session_make(cx, &w->settings, &n);
    if (token)
        printf("%s\n", token);
    return token;
}

/* ---- the command ---- */

static const struct verb {
    const char *name;
    bool (*run)(struct ctx *cx, struct work *w);
} verbs[] = {
    {"add", add},           {"list", list},        {"password", set_password}, {"disable", disable},
    {"enable", enable},     {"role", set_role},    {"unlock", unlock},         {"sessions", list_sessions},
    {"sign-out", sign_out}, {"token", make_token}, {"end-code", end_code},     {NULL, NULL},
};

static bool need_zone_named(struct ctx *cx, struct arguments *args)
{
    const char *code = argument_option(args, "zone"), *name = argument_option(args, "zone-name");
    bool make = name && strcmp(argument(args, 0), "add") == 0;
    if (!make)
        return command_open(cx, args, false, true);
    return command_open(cx, args, false, false) && zone_make(cx, code, name);
}

static bool run(struct ctx *cx, struct arguments *args)
{
    struct work w = {.args = args, .login = argument(args, 1)};
    const struct verb *v = verbs;
    const struct settings *s = argument_settings(cx, args);
    while (v->name && strcmp(v->name, argument(args, 0)) != 0)
        v++;
    if (!v->name)
        return fail(cx, ERR_USAGE, "CMD-01", NULL, "steward user 不会“%s”（steward help user 看用法）",
                    "steward user cannot \"%s\" (see steward help user)", argument(args, 0));
    if (!s || !need_zone_named(cx, args))
        return false;
    settings_take(s, &people_section, &w.settings);
    return v->run(cx, &w);
}

const struct command user_command = {
    .name = "user",
    .label = {"用户、密码、登录和令牌", "Users, passwords, sessions and tokens"},
    .usage = "add|list|password|disable|enable|role|unlock|sessions|sign-out|token|end-code [LOGIN] [ROLE] --db DB "
             "--zone CODE …",
    .help =
        {"add 新建用户，没有 --password-stdin 时印出一次性密码，首次登录后要换。\n"
         "password 换密码或重发一次性密码；end-code 停用其动态口令；unlock 解除锁定；sign-out 结束其登录和令牌；\n"
         "token 为程序建一个令牌并印出（只此一次）；role LOGIN none 取消角色。\n"
         "例：\n  steward --db data/steward.db user add wang --zone weinan --name 王强 --role office\n"
         "  steward --db data/steward.db user add li --zone weinan --name 李敏 --role reporter --unit 经发局\n"
         "  steward --db data/steward.db user token wang --zone weinan --name 数据上报 --actions write",
         "add makes a user and, without --password-stdin, prints a password to be used once and changed at sign-in.\n"
         "password sets one, or gives one to be used once; end-code turns codes off; unlock ends a lock; sign-out ends "
         "sessions and tokens;\ntoken makes a token for a program and prints it, this once; role LOGIN none takes the "
         "role away.\nExample:\n  steward --db data/steward.db user add wang --zone weinan --name 王强 --role office\n"
         "  steward --db data/steward.db user token wang --zone weinan --name reporting --actions write"},
    .options = user_options,
    .least = 1,
    .most = 3,
    .needs_db = true,
    .run = run,
};
