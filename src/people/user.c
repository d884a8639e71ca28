/* user.c — a person who may sign in: the row; what proves who he is stands apart (credential.c). */
#include "base/text.h"
#include "model/rights.h"
#include "people/people.h"
#include "people/session.h"

#include <string.h>

#define U struct user

/* clang-format off */
static const struct field user_fields[] = {
    {.name = "login", FIELD_AT(T_TEXT, U, login), .label = {"登录名", "Login"}, .max = 40, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH,
     .help = {"小写字母、数字、汉字和 . _ -，登录时大小写不分", "Lower-case letters, digits, Chinese characters and . _ -; signing in takes upper case too"}},
    {.name = "name", FIELD_AT(T_TEXT, U, name), .label = {"姓名", "Name"}, .max = 60, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH,
     .help = {"包联中写的姓名：本人的项目由它认出", "As pairings write it: a person's own projects are known by it"}},
    {.name = "role", FIELD_AT(T_CHOICE, U, role), .choices = role_choices, .label = {"角色", "Role"}, .group = "rights", .flags = FIELD_LIST | FIELD_GROUP,
     .help = {"决定能看什么、能改什么；空着什么都不能", "Decides what may be seen and changed; without one, nothing"}},
    {.name = "unit", FIELD_AT(T_REF, U, unit), .ref = "unit", .label = {"单位", "Unit"}, .flags = FIELD_LIST | FIELD_GROUP},
    {.name = "enterprise", FIELD_AT(T_REF, U, enterprise), .ref = "enterprise", .label = {"企业", "Enterprise"}},
    {.name = "squad", FIELD_AT(T_REF, U, squad), .ref = "squad", .label = {"招商小分队", "Squad"}},
    {.name = "phone", FIELD_AT(T_TEXT, U, phone), .label = {"联系电话", "Phone"}, .max = 60, .group = "contact"},
    {.name = "email", FIELD_AT(T_TEXT, U, email), .label = {"电子邮箱", "E-mail"}, .max = 120, .group = "contact"},
    {.name = "disabled", FIELD_AT(T_BOOL, U, disabled), .label = {"停用", "Disabled"}, .flags = FIELD_LIST,
     .help = {"不能登录，已登录的立即退出", "Cannot sign in, and is signed out at once"}},
    {.name = "expires_on", FIELD_AT(T_DATE, U, expires_on), .label = {"有效期至", "Last day"}, .help = {"含当日；空着不过期", "That day included; empty: none"}},
    {.name = "note", FIELD_AT(T_NOTE, U, note), .label = {"备注", "Note"}, .max = 2000},
    {.name = "administrator", .type = T_BOOL, .label = {"三员", "Administrator"},
     .help = {"系统、安全、审计管理员，密码只在服务器上重置", "A system or security administrator or an auditor: passwords are reset at the server only"},
     .sql = "CASE WHEN {t}.role IN ('sysadmin', 'secadmin', 'auditor') THEN 1 ELSE 0 END"}, /* as role_is_administrator() */
    {0},
};
/* clang-format on */

const char *login_fold(struct arena *a, const char *login)
{
    char *folded = arena_strdup(a, login);
    for (char *c = folded; c && *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c += 'a' - 'A';
    return folded;
}

bool user_is_active(bool disabled, struct date expires_on, struct date today)
{
    return !disabled && (date_is_none(expires_on) || today.code <= date_high_code(expires_on));
}

bool role_is_administrator(const char *role)
{
    const struct role *r = role ? role_find(role) : NULL;
    return r && r->administrator;
}

/* Bytes of the login character at s, 0 when it may not stand in one: a-z 0-9 . _ - and U+4E00 … U+9FFF. */
static size_t login_character(const char *s)
{
    const unsigned char *u = (const unsigned char *)s;
    if ((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9') || *s == '.' || *s == '_' || *s == '-')
        return 1;
    if (u[0] < 0xE4 || u[0] > 0xE9 || (u[1] & 0xC0) != 0x80 || (u[2] & 0xC0) != 0x80)
        return 0;
    return u[0] > 0xE4 || u[1] >= 0xB8 ? 3 : 0;
}

static void user_check(const void *row, struct findings *fs)
{
    const struct user *u = row;
    const char *c = u->login;
    for (size_t n; c && *c && (n = login_character(c)); c += n)
        ;
    if (c && *c)
        findings_add(fs, "USR-01", "login", true, "登录名只能用小写字母、数字、汉字和 . _ -",
                     "The login takes lower-case letters, digits, Chinese characters and . _ -");
    if (text_equal(u->role, "enterprise") && !u->enterprise)
        findings_add(fs, "USR-02", "enterprise", true, "角色“企业”要选定企业",
                     "The role Enterprise needs its enterprise");
    if (text_equal(u->role, "squad") && !u->squad)
        findings_add(fs, "USR-03", "squad", true, "角色“招商小分队”要选定小分队", "The role Squad needs its squad");
}

/* What somebody was signed in to do may have gone: he signs in again. */
static bool user_stored(struct ctx *cx, const void *row, const void *old)
{
    const struct user *now = row, *before = old;
    if (!before)
        return true;
    if (!now)
        return person_forget(cx, before->head.id);
    bool same = text_equal(now->role, before->role) && text_equal(now->login, before->login) &&
                now->disabled == before->disabled && now->unit == before->unit &&
                now->enterprise == before->enterprise && now->squad == before->squad;
    return same || session_end_all(cx, now->head.id, NULL, now->disabled);
}

struct who user_who(const struct ctx *cx, const struct user *u)
{
    return (struct who){
        .zone = cx->zone,
        .user = u->head.id,
        .unit = u->unit,
        .enterprise = u->enterprise,
        .squad = u->squad,
        .role = u->role,
        .login = u->login,
        .name = u->name,
    };
}

const struct entity user_entity = {
    .name = "user",
    .table = "app_user", /* "user" is an SQL word */
    .label = {"用户", "User"},
    .help = {"可以登录的人", "Somebody who may sign in"},
    .flags = ENTITY_GUARDED,
    .size = sizeof(struct user),
    .fields = user_fields,
    .title = "name",
    .unique = {"login"},
    .order = "login",
    .check = user_check,
    .stored = user_stored,
};
