/* ddl.c — steward ddl: the whole schema as SQL. */
#include "commands/command.h"
#include "model/schema.h"

#include <stdio.h>
#include <string.h>

static bool run(struct ctx *cx, struct arguments *args)
{
    const char *engine = argument(args, 0);
    bool postgres = strcmp(engine, "postgres") == 0;
    if (!postgres && strcmp(engine, "sqlite") != 0)
        return fail(cx, ERR_USAGE, "CMD-07", NULL, "只有 sqlite 和 postgres 两种数据库，没有“%s”",
                    "the engines are sqlite and postgres, not \"%s\"", engine);
    struct buf out = buf_init(cx->arena);
    schema_ddl(&out, postgres ? DB_POSTGRES : DB_SQLITE);
    fputs(out.data, stdout);
    return true;
}

const struct command ddl_command = {
    .name = "ddl",
    .label = {"印出建表语句", "Print the schema as SQL"},
    .usage = "sqlite|postgres",
    .help =
        {"由各对象的说明生成，只供阅读；建库用 import 或 migrate。\n例：\n  steward ddl postgres",
         "Made from the entities, for reading; import and migrate make a database.\nExample:\n  steward ddl postgres"},
    .least = 1,
    .most = 1,
    .run = run,
};
