/* verify.c — steward verify: is the audit whole, and are the rows as it says?  And of a file: is the backup whole? */
#include "base/json.h"
#include "commands/safekeeping.h"
#include "commands/workplace.h"
#include "model/trail_check.h"
#include "model/trail_settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const struct option verify_options[] = {
    {"zone", "CODE", {"只看这个园区；不写则全部", "only this zone; all of them by default"}},
    {"seals", "FILE", {"封存记录的文件，如抄在别处的一份", "file of the seals, such as a copy kept elsewhere"}},
    {"public-key",
     "HEX",
     {"封存密钥的公钥；不写则取自密钥文件", "public key of the seals; from the key's file by default"}},
    {"audit", NULL, {"备份文件：连同里面的审计和数据一起校验", "of a backup: the audit and the data in it too"}},
    SAFEKEEPING_OPTIONS,
    {0},
};

/* The key's public half, when its file can be read here; an auditor elsewhere may have none. */
static const char *public_key(struct ctx *cx, struct arguments *args, const struct audit_settings *set)
{
    const char *given = argument_option(args, "public-key");
    struct trail_key *key = given || !set->key ? NULL : trail_key_open(cx, set->key, false);
    err_clear(cx);
    return given ? given : key ? trail_key_public(key) : NULL;
}

static bool read_seals(struct ctx *cx, struct arguments *args, struct trail_seals *ret_seals)
{
    const struct settings *s = argument_settings(cx, args);
    if (!s)
        return false;
    struct audit_settings set = audit_settings_of(cx->arena, s, argument_db(args));
    const char *file = argument_option(args, "seals");
    file = file ? file : set.seals;
    *ret_seals = (struct trail_seals){.key = public_key(cx, args, &set)};
    return !file || trail_seals_read(cx, file, ret_seals->key, ret_seals);
}

static void print(struct ctx *cx, struct arguments *args, const struct trail_report *r)
{
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    if (argument_option(args, "json")) {
        trail_report_json(cx, &j, r);
        buf_char(&out, '\n');
    } else
        trail_report_text(cx, &out, r);
    fputs(out.data, stdout);
}

/* Looks at cx->db and says what it found. */
static bool verify_audit(struct ctx *cx, struct arguments *args, const struct trail_seals *seals)
{
    struct trail_report *r = ARENA_NEW(cx->arena, struct trail_report);
    bar_begin(cx);
    bool looked = trail_check(cx, argument_option(args, "zone"), seals, r);
    bar_end(cx);
    if (!looked)
        return false;
    print(cx, args, r);
    return r->fault_count == 0 ||
           fail(cx, ERR_INPUT, "AUD-01", NULL, "审计或数据被改动过，共 %lld 处，见上",
                "the audit or the data was tampered with in %lld places, see above", (long long)r->fault_count);
}

static bool verify_database(struct ctx *cx, struct arguments *args)
{
    struct trail_seals seals;
    return command_need_db(cx, args) && read_seals(cx, args, &seals) &&
           command_open(cx, args, false, argument_option(args, "zone")) && verify_audit(cx, args, &seals);
}

/* The audit of a backup is looked at in a database made of it for the moment. */
static bool verify_copy(struct ctx *cx, struct arguments *args, const struct seal_secret *secret)
{
    const char *tmp = getenv("TMPDIR");
    char *folder = arena_printf(cx->arena, "%s/steward-verify.XXXXXX", tmp ? tmp : "/tmp");
    struct backup_facts facts;
    struct trail_seals seals;
    if (!read_seals(cx, args, &seals))
        return false;
    if (!mkdtemp(folder))
        return fail(cx, ERR_SYSTEM, "CMD-09", NULL, "不能在 %s 建临时文件夹", "cannot make a folder for the moment: %s",
                    folder);
    const char *db = arena_printf(cx->arena, "%s/copy.db", folder);
    cx->db = db_open(cx, db, DB_CREATE);
    bool whole = cx->db && backup_restore(cx, argument(args, 0), secret, &facts) && verify_audit(cx, args, &seals);
    database_discard(cx, db);
    rmdir(folder);
    return whole;
}

static bool verify_file(struct ctx *cx, struct arguments *args)
{
    struct seal_secret secret;
    struct backup_facts facts;
    if (!option_secret(cx, args, &secret))
        return false;
    if (argument_option(args, "audit"))
        return verify_copy(cx, args, &secret);
    bar_begin(cx);
    bool whole = backup_verify(cx, argument(args, 0), &secret, &facts);
    bar_end(cx);
    if (whole)
        print_facts(cx, args, &facts, (struct label){"备份完好", "the backup is whole"}, argument(args, 0));
    return whole;
}

static bool run(struct ctx *cx, struct arguments *args)
{
    return argument(args, 0) ? verify_file(cx, args) : verify_database(cx, args);
}

const struct command verify_command = {
    .name = "verify",
    .label = {"校验审计和数据没有被改动，或备份完好",
              "Prove that audit and data were not tampered with, or a backup whole"},
    .usage = "[FILE] [--audit] [--db DB] [--zone CODE] [--seals FILE] [--public-key HEX] [--json]",
    .help =
        {"不写 "
         "FILE：逐条重算数据库里每个园区的审计链，再把每一行的每一版与审计比对；指出第一条被改、被插、被删、被换的记录"
         "，"
         "以及绕过程序改动的行。服务运行时也可以做。末尾被截去要靠封存文件才看得出：把它抄到别处，用 --seals 指明。\n"
         "写 FILE：不需要数据库，逐段核对备份的校验和，逐行读一遍，核对表数和行数；加 --audit "
         "再校验其中的审计和数据。\n"
         "完好则退出码 0，否则 1。\n"
         "例：\n  steward --db data/steward.db verify\n  steward --db data/steward.db verify --seals "
         "/mnt/usb/steward.seals\n"
         "  steward verify /backup/steward.backup\n  steward verify /backup/steward.backup --audit --seals "
         "/mnt/usb/steward.seals",
         "Without FILE: computes the audit chain of every zone anew, then compares every version of every row with it; "
         "names the first record that was changed, inserted, removed or moved, and rows that were changed past the "
         "program. May be done while the server runs. A tail that was cut off is noticed by the seals' file only: copy "
         "it elsewhere and name it by --seals.\n"
         "With FILE: needs no database; every checksum, every row and the counts of the backup are looked at, and with "
         "--audit the audit and the data in it too.\nExit code 0 when all is whole, else 1.\n"
         "Example:\n  steward --db data/steward.db verify\n  steward --db data/steward.db verify --seals "
         "/mnt/usb/steward.seals\n  steward verify /backup/steward.backup --audit"},
    .options = verify_options,
    .most = 1,
    .run = run,
};
