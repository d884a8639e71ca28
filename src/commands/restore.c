/* restore.c — steward restore: a backup into a new database, all of it or nothing. */
#include "commands/safekeeping.h"
#include "store/db.h"

static const struct option restore_options[] = {SAFEKEEPING_OPTIONS, {0}};

/* All of it, and a record in the audit that says where it comes from, or nothing. */
static bool restore(struct ctx *cx, const char *path, const struct seal_secret *secret, const struct beside *places,
                    struct backup_facts *ret_facts)
{
    if (!db_begin(cx))
        return false;
    if (backup_restore(cx, path, secret, ret_facts) && backup_note(cx, "restore", path, ret_facts) &&
        beside_restore(cx, ret_facts->beside, places, &ret_facts->beside))
        return db_commit(cx);
    db_rollback(cx);
    return false;
}

static bool run(struct ctx *cx, struct arguments *args)
{
    struct seal_secret secret;
    struct backup_facts facts;
    const char *address = argument_db(args);
    bool is_new = database_is_new(address);
    const struct settings *s = argument_settings(cx, args);
    const struct beside *places = s ? database_beside(cx, s, address, true) : NULL;
    if (!places || !option_secret(cx, args, &secret))
        return false;
    cx->db = db_open(cx, address, DB_CREATE);
    if (!cx->db)
        return false;
    bar_begin(cx);
    bool restored = restore(cx, argument(args, 0), &secret, places, &facts);
    bar_end(cx);
    if (restored)
        print_facts(cx, args, &facts, (struct label){"已恢复", "restored"}, argument(args, 0));
    else if (is_new)
        database_discard(cx, address);
    return restored;
}

const struct command restore_command = {
    .name = "restore",
    .label = {"从备份恢复到一个新的数据库", "Restore a backup into a new database"},
    .usage = "FILE --db DB [--passphrase-file FILE | --key-file FILE] [--json]",
    .help = {"DB 必须是新的或空的：SQLite 文件路径，或 postgresql:// 地址；哪种数据库的备份都可以。边读边校验，"
             "有一处不对就什么都不写。旧版本的备份会升到本程序的结构。备份里的设置和密钥写到数据库旁，不覆盖已有的。\n"
             "例：\n  steward --db data/new.db restore "
             "/backup/steward.backup\n  steward --db postgresql://localhost/steward restore /backup/steward.backup "
             "--key-file key",
             "DB must be new or empty: path of a SQLite file, or a postgresql:// address; a backup of either restores "
             "into either. Everything is checked while it is read, and one fault keeps all of it out. Backups of older "
             "versions are brought up to date. Settings and keys that it holds are written beside the database, over "
             "nothing.\nExamples:\n  steward --db data/new.db restore "
             "/backup/steward.backup\n  steward --db postgresql://localhost/steward restore /backup/steward.backup "
             "--key-file key"},
    .options = restore_options,
    .least = 1,
    .most = 1,
    .needs_db = true,
    .run = run,
};
