/* verify.c — steward verify: is a backup whole? */
#include "commands/safekeeping.h"

static const struct option verify_options[] = {SAFEKEEPING_OPTIONS, {0}};

static bool run(struct ctx *cx, struct arguments *args)
{
    struct seal_secret secret;
    struct backup_facts facts;
    if (!option_secret(cx, args, &secret))
        return false;
    bar_begin(cx);
    bool whole = backup_verify(cx, argument(args, 0), &secret, &facts);
    bar_end(cx);
    if (whole)
        print_facts(cx, args, &facts, (struct label){"备份完好", "the backup is whole"}, argument(args, 0));
    return whole;
}

const struct command verify_command = {
    .name = "verify",
    .label = {"检查备份是否完好", "Check that a backup is whole"},
    .usage = "FILE [--passphrase-file FILE | --key-file FILE] [--json]",
    .help = {"不需要数据库：逐段核对校验和，逐行读一遍，核对表数和行数。完好退出码 0，损坏 1。\n例：\n  steward verify "
             "/backup/steward.backup",
             "Needs no database: every checksum, every row, and the counts are looked at. Exit code 0 when it is "
             "whole, 1 when it is damaged.\nExample:\n  steward verify /backup/steward.backup"},
    .options = verify_options,
    .least = 1,
    .most = 1,
    .run = run,
};
