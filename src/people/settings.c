/* settings.c — what an administrator decides about signing in, with its defaults. */
#include "people/people.h"

#define S struct people_settings

const struct people_settings people_standard = {
    .password_length = 10,
    .password_classes = 2,
    .password_kept = 5,
    .password_age = 90 * (int64_t)DAY_MS,
    .password_strength = "interactive",
    .hashing_at_once = 2,
    .idle = HOUR_MS,
    .longest = 12 * HOUR_MS,
    .token_age = 366 * (int64_t)DAY_MS,
    .login_tries = 5,
    .address_tries = 30,
    .lock = 30 * SECOND_MS,
    .lock_longest = HOUR_MS,
};

/* clang-format off */
static const struct choice strengths[] = {
    {"interactive", {"每次 64 MiB", "64 MiB a time"}, NULL},
    {"moderate",    {"每次 256 MiB，更慢", "256 MiB a time, slower"}, NULL},
    {0},
};

static const struct setting people_settings[] = {
    {{.name = "password_length", FIELD_AT(T_INT, S, password_length), .min = 8, .max = 64,
      .label = {"密码最少几个字符", "The fewest characters of a password"}}},
    {{.name = "password_classes", FIELD_AT(T_INT, S, password_classes), .min = 1, .max = 4,
      .label = {"密码至少几种字符", "The fewest kinds of characters of a password"},
      .help = {"小写、大写、数字、其他；不少于 20 个字符的密码不受此限", "of lower case, upper case, digits, others; passwords of 20 characters or more are free"}}},
    {{.name = "password_kept", FIELD_AT(T_INT, S, password_kept), .min = 0, .max = 24,
      .label = {"不能与最近几个密码相同", "How many last passwords may not be used again"},
      .help = {"0 为不查", "0: none"}}},
    {{.name = "password_age", FIELD_AT(T_INT, S, password_age), .min = 0, .max = 3650 * (int64_t)DAY_MS,
      .label = {"密码多久后要更换", "How long a password is good for"},
      .help = {"0 为不过期", "0: for ever"}}, UNIT_DURATION},
    {{.name = "password_strength", FIELD_AT(T_CHOICE, S, password_strength), .choices = strengths,
      .label = {"密码散列（argon2id）的强度", "Strength of the passwords' hashes (argon2id)"},
      .help = {"改后在下次登录时逐个换新", "changed ones are hashed anew when people sign in next"}}},
    {{.name = "hashing_at_once", FIELD_AT(T_INT, S, hashing_at_once), .min = 1, .max = 64,
      .label = {"同时核对几个密码", "How many passwords are checked at a time"},
      .help = {"每个占用一份内存，其余排队", "each takes its memory; others wait"}}},
    {{.name = "idle", FIELD_AT(T_INT, S, idle), .min = 5 * MINUTE_MS, .max = 30 * (int64_t)DAY_MS,
      .label = {"多久不用就退出", "How long a session lasts without being used"}}, UNIT_DURATION},
    {{.name = "longest", FIELD_AT(T_INT, S, longest), .min = 5 * MINUTE_MS, .max = 90 * (int64_t)DAY_MS,
      .label = {"一次登录最长多久", "How long a session lasts at most"}}, UNIT_DURATION},
    {{.name = "token_age", FIELD_AT(T_INT, S, token_age), .min = DAY_MS, .max = 3660 * (int64_t)DAY_MS,
      .label = {"程序的令牌最长多久", "How long a program's token lasts at most"}}, UNIT_DURATION},
    {{.name = "login_tries", FIELD_AT(T_INT, S, login_tries), .min = 1, .max = 100,
      .label = {"同一登录名连续失败几次后锁定", "Failures in a row after which a login is locked"}}},
    {{.name = "address_tries", FIELD_AT(T_INT, S, address_tries), .min = 1, .max = 10000,
      .label = {"同一地址连续失败几次后锁定", "Failures after which an address is locked"},
      .help = {"单位共用一个出口时要大一些", "larger where an office shares one address"}}},
    {{.name = "lock", FIELD_AT(T_INT, S, lock), .min = SECOND_MS, .max = DAY_MS,
      .label = {"第一次锁定多久", "How long the first lock lasts"},
      .help = {"此后每次加倍", "each later one twice as long"}}, UNIT_DURATION},
    {{.name = "lock_longest", FIELD_AT(T_INT, S, lock_longest), .min = SECOND_MS, .max = 7 * (int64_t)DAY_MS,
      .label = {"锁定最长多久", "How long a lock lasts at most"}}, UNIT_DURATION},
    {{.name = "code_key", FIELD_AT(T_TEXT, S, code_key), .max = 1000,
      .label = {"加密动态口令密钥的密钥文件", "File of the key that encrypts the secrets of one-time codes"},
      .help = {"默认在 SQLite 文件旁，名为“<数据库>.code-key”，首次启动时生成；PostgreSQL 须指明，否则不加密。丢了它，大家要用恢复码登录并重新启用",
               "by default beside the SQLite file as \"<database>.code-key\", made on the first start; must be named for PostgreSQL, else nothing is encrypted. Without it people sign in by recovery codes and turn codes on anew"}}},
    {{.type = T_END}},
};
/* clang-format on */

const struct settings_section people_section = {
    .name = "people",
    .label = {"登录", "Signing in"},
    .settings = people_settings,
    .size = sizeof(struct people_settings),
    .standard = &people_standard,
};
