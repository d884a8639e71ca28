/* export.c — steward export: a ledger out, in the layout it came in or in ours. */
#include "commands/workplace.h"
#include "ledger/ledger.h"
#include "office/workbook.h"
#include "store/db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct option export_options[] = {
    {"zone", "CODE", {"园区代号", "code of the zone"}},
    {"like",
     "IMPORT_RUN",
     {"按某次导入的原版式;latest 为最近一次", "in the layout of an import; latest for the latest"}},
    {"where", "EXPR", {"只导出符合条件的(我们的版式)", "only rows that fit (our layout)"}},
    {"as-of", "DATE", {"统计日期;默认今天", "date; today by default"}},
    {"o", "FILE.xlsx", {"写到哪个文件", "file to write"}},
    {0},
};

static bool find_run(struct ctx *cx, const char *word, int64_t *ret_run)
{
    struct value zone = value_int(cx->zone), id;
    char *end;
    *ret_run = strtoll(word, &end, 10);
    if (!*end && *ret_run > 0)
        return true;
    if (strcmp(word, "latest") != 0)
        return fail(cx, ERR_USAGE, "CMD-03", "like", "--like 要是导入编号或 latest",
                    "--like takes the number of an import, or latest");
    if (!db_scalar(cx, "SELECT MAX(id) FROM import_run WHERE zone = $1 AND state = 'committed'", &zone, 1, &id))
        return false;
    *ret_run = id.i;
    return id.kind == VALUE_INT ? true
                                : fail(cx, ERR_NOT_FOUND, "CMD-05", "like", "这个园区还没有导入过工作簿",
                                       "No workbook has been imported into this zone yet");
}

static bool run(struct ctx *cx, struct arguments *args)
{
    const struct entity *e = entity_find(argument(args, 0));
    const char *like = argument_option(args, "like"), *file = argument_option(args, "o");
    struct date as_of;
    int64_t run_id;
    struct buf out;
    if (!e)
        return fail(cx, ERR_INPUT, "CMD-04", NULL, "没有叫“%s”的对象", "There is no entity \"%s\"", argument(args, 0));
    if (!file)
        return fail(cx, ERR_USAGE, "CMD-01", "o", "要用 -o 指定输出文件", "-o must name the file to write");
    if (!option_date(cx, args, "as-of", &as_of) || !command_open(cx, args, false, true))
        return false;
    out = buf_init(cx->arena);
    if (like ? !find_run(cx, like, &run_id) || !ledger_export_like(cx, e, run_id, &out)
             : !ledger_export(cx, e, argument_option(args, "where"), as_of, &out))
        return false;
    if (!file_write(cx, file, out.data, out.length) || !note_export(cx, e->name, file))
        return false;
    printf("%s\n", file);
    return true;
}

const struct command export_command = {
    .name = "export",
    .label = {"导出工作簿", "Export a workbook"},
    .usage = "ENTITY --db DB --zone CODE [--like IMPORT_RUN] [--where EXPR] [--as-of DATE] -o FILE.xlsx",
    .help =
        {"--like 按导入时的原版式导出:样式、合并、列宽不变,只更新变了的格,新项目加在后面。\n例:\n  steward --db "
         "data/steward.db export project --zone weinan --like latest -o 台账.xlsx",
         "--like keeps the layout of an import: styles, merges and widths stay, changed cells are updated, new rows go "
         "below.\nExample:\n  steward --db data/steward.db export project --zone weinan --like latest -o ledger.xlsx"},
    .options = export_options,
    .least = 1,
    .most = 1,
    .needs_db = true,
    .run = run,
};
