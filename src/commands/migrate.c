/* migrate.c — steward migrate: makes a database, or brings one up to this program's schema. */
#include "commands/command.h"
#include "model/schema.h"
#include "store/db.h"

#include <stdio.h>
#include <string.h>

static const struct option migrate_options[] = {
    {"check", NULL, {"只检查是否为当前结构，不改动", "only see whether it is current; change nothing"}},
    {0},
};

static bool is_current(struct ctx *cx, bool *ret_current)
{
    *ret_current = schema_check(cx);
    if (*ret_current || strcmp(cx->err.code, "SCH-01") != 0)
        return *ret_current;
    err_clear(cx);
    return true;
}

static bool run(struct ctx *cx, struct arguments *args)
{
    bool check = argument_option(args, "check") != NULL, current;
    cx->db = db_open(cx, argument_db(args), check ? DB_EXISTING : DB_CREATE);
    if (!cx->db)
        return false;
    if (check)
        return schema_check(cx);
    if (!is_current(cx, &current) || (!current && !schema_migrate(cx)))
        return false;
    puts(current
             ? (cx->lang == LANG_ZH ? "数据库已是当前结构" : "the database has the current schema already")
             : (cx->lang == LANG_ZH ? "数据库已更新到当前结构" : "the database was brought up to the current schema"));
    return true;
}

const struct command migrate_command = {
    .name = "migrate",
    .label = {"建立数据库，或更新它的结构", "Make a database, or bring its schema up to date"},
    .usage = "--db DB [--check]",
    .help = {"在一个事务里补上缺少的表、列和索引；先备份。由更新版本的程序建立的数据库不会改动。\n例：\n  steward --db "
             "data/steward.db migrate",
             "Adds the tables, columns and indexes that are missing, in one transaction; make a backup first. A "
             "database of a newer program is left alone.\nExample:\n  steward --db "
             "data/steward.db migrate"},
    .options = migrate_options,
    .needs_db = true,
    .run = run,
};
