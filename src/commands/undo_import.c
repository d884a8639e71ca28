/* undo_import.c — steward undo-import: a whole import taken back. */
#include "base/json.h"
#include "commands/workplace.h"
#include "ledger/ledger.h"

#include <stdio.h>
#include <stdlib.h>

static const struct option undo_import_options[] = {
    {"zone", "CODE", {"园区代号", "code of the zone"}},
    {"dry-run", NULL, {"只试算:列出将删除、恢复和保留的,不写入", "only say what would happen; write nothing"}},
    {"force-rest", NULL, {"保留导入后被改动的,撤销其余", "keep what has changed since and undo the rest"}},
    {"json", NULL, {"输出 JSON", "print JSON"}},
    {0},
};

static bool run(struct ctx *cx, struct arguments *args)
{
    char *end;
    int64_t id = strtoll(argument(args, 0), &end, 10);
    bool dry = argument_option(args, "dry-run"), force = argument_option(args, "force-rest");
    struct ledger_undone *undone;
    if (*end || id <= 0)
        return fail(cx, ERR_USAGE, "CMD-03", NULL, "要写导入的编号,如 undo-import 12;steward list import_run 列出全部",
                    "name the import by its number, such as undo-import 12; steward list import_run lists them");
    if (!command_open(cx, args, false, true) || !ledger_undo(cx, id, force, dry, &undone))
        return false;
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    if (argument_option(args, "json")) {
        ledger_undone_json(&j, undone);
        printf("%s\n", out.data);
    } else
        fputs(ledger_undone_text(cx, undone), stdout);
    return dry || ledger_undone_whole(undone) ||
           fail(cx, ERR_CONFLICT, "LGR-53", NULL, "有导入后被改动的内容,没有撤销;加 --force-rest 撤销其余",
                "some rows have changed since, nothing was undone; --force-rest undoes the others");
}

const struct command undo_import_command = {
    .name = "undo-import",
    .label = {"撤销整次导入", "Undo a whole import"},
    .usage = "RUN --db DB --zone CODE [--dry-run] [--force-rest] [--json]",
    .help = {"删除这次导入新增的行,恢复它改动和删除的行;一切留在历史里,导入记为“已撤销”。\n"
             "导入后又被改动的行列出来;有这样的行时什么都不写,退出码 1,除非 --force-rest。\n"
             "例:\n  steward --db data/steward.db list import_run --zone weinan\n"
             "  steward --db data/steward.db undo-import 12 --zone weinan --dry-run",
             "Deletes the rows the import made and puts back those it changed or deleted; everything stays in the "
             "history, the "
             "import becomes \"undone\".\nRows changed since are listed; where there are any nothing is written and "
             "the exit "
             "code is 1, unless --force-rest.\nExample:\n  steward --db data/steward.db undo-import 12 --zone weinan "
             "--dry-run"},
    .options = undo_import_options,
    .least = 1,
    .most = 1,
    .needs_db = true,
    .run = run,
};
