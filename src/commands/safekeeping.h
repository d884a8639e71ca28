/* safekeeping.h — what the commands around backups share: their secret, a bar of progress, what they print. */
#ifndef STEWARD_COMMANDS_SAFEKEEPING_H
#define STEWARD_COMMANDS_SAFEKEEPING_H

#include "backup/backup.h"
#include "commands/command.h"

/* clang-format off */
#define SAFEKEEPING_OPTIONS                                                                                            \
    {"passphrase-file", "FILE",                                                                                        \
     {"口令在这个文件的第一行；也可用环境变量 STEWARD_BACKUP_PASSPHRASE",                                               \
      "the first line of FILE is the passphrase; or the environment's STEWARD_BACKUP_PASSPHRASE"}},                     \
    {"key-file", "FILE",                                                                                               \
     {"密钥文件，64 位十六进制数字；也可用环境变量 STEWARD_BACKUP_KEY_FILE",                                            \
      "file of 64 hexadecimal digits, the key; or the environment's STEWARD_BACKUP_KEY_FILE"}},                         \
    {"json", NULL, {"输出 JSON", "print JSON"}}
/* clang-format on */

/* By option, else by the settings backup.passphrase and backup.key_file; none when nothing is given. */
SW_CHECKED bool option_secret(struct ctx *cx, struct arguments *args, struct seal_secret *ret_secret);

/* What a backup of the database takes along, and where restoring puts it: the settings ("<db>.conf"), the keys by which the
 * audit is sealed and secrets of codes are locked, where the settings name them.  NULL on failure. */
const struct beside *database_beside(struct ctx *cx, const struct settings *s, const char *db, bool sealed);

/* A bar on the terminal's stderr while it works; nothing where stderr is no terminal. */
void bar_begin(struct ctx *cx);
void bar_end(struct ctx *cx);

/* Takes away a SQLite file that this command made; `made`: it was not there before. */
bool database_is_new(const char *address);
void database_discard(struct ctx *cx, const char *address);

/* One line, or JSON where --json was given. */
void print_facts(struct ctx *cx, struct arguments *args, const struct backup_facts *facts, struct label what,
                 const char *path);

#endif
