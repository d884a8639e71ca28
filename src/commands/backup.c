/* backup.c — steward backup: everything into one file, while others work. */
#include "commands/safekeeping.h"
#include "store/db.h"

#include <string.h>
#include <unistd.h>

static const struct option backup_options[] = {SAFEKEEPING_OPTIONS, {0}};

static bool run(struct ctx *cx, struct arguments *args)
{
    struct seal_secret secret;
    struct backup_facts facts;
    const struct settings *s = argument_settings(cx, args);
    if (!s || !option_secret(cx, args, &secret))
        return false;
    const struct beside *beside = database_beside(cx, s, argument_db(args), seal_secret_given(&secret));
    if (!beside)
        return false;
    cx->db = db_open(cx, argument_db(args), DB_EXISTING); /* of an older schema too: one backs up before migrating */
    if (!cx->db)
        return false;
    bar_begin(cx);
    const char *path = argument(args, 0);
    bool made = backup_make(cx, path, beside, &secret, &facts);
    bar_end(cx);
    if (made && !backup_note(cx, "backup", path, &facts)) { /* nothing leaves without the audit knowing */
        if (strcmp(path, "-") != 0)
            unlink(path);
        return false;
    }
    if (made)
        print_facts(cx, args, &facts, (struct label){"已备份", "backup made"}, path);
    return made;
}

const struct command backup_command = {
    .name = "backup",
    .label = {"把全部内容备份成一个文件", "Back everything up into one file"},
    .usage = "FILE --db DB [--passphrase-file FILE | --key-file FILE] [--json]",
    .help = {"服务运行时也可用：取某一时刻的全部数据（各园区、历史、附件、设置），压缩、带校验和，可加密；FILE 为 - "
             "则写到标准输出。\n不覆盖已有的文件；中途失败不留下半个文件；做完记入各园区的审计。\n例：\n  steward --db "
             "data/steward.db backup "
             "/backup/steward.backup\n  openssl rand -hex 32 > key && steward --db data/steward.db backup "
             "/backup/steward.backup --key-file key\n  steward --db data/steward.db backup - | ssh backup-host 'cat > "
             "steward.backup'",
             "Works while a server runs: all data as of one moment (every zone, history, attachments), packed, with "
             "checksums, encrypted if you like; FILE may be - for standard output.\nOverwrites nothing, and leaves no "
             "half of a file behind; the audit of every zone tells of it.\nExamples:\n  steward --db data/steward.db "
             "backup /backup/steward.backup\n  "
             "openssl rand -hex 32 > key && steward --db data/steward.db backup /backup/steward.backup --key-file "
             "key\n  steward --db data/steward.db backup - | ssh backup-host 'cat > steward.backup'"},
    .options = backup_options,
    .least = 1,
    .most = 1,
    .needs_db = true,
    .run = run,
};
