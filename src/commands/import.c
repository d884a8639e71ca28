/* import.c — steward import: a clerk's workbook into a zone. */
#include "base/json.h"
#include "commands/workplace.h"
#include "entities/entities.h"
#include "ledger/ledger.h"
#include "model/rows.h"
#include "office/workbook.h"
#include "rules/lights.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct option import_options[] = {
    {"zone", "CODE", {"园区代号,没有时新建", "code of the zone, made when missing"}},
    {"zone-name", "NAME", {"新建园区的名称", "name of a zone that is made"}},
    {"as-of",
     "DATE",
     {"台账的截止日期;默认取标题中的日期", "date the ledger speaks of; by default the one in its title"}},
    {"dry-run", NULL, {"只试算:列出将新增、更新、退回的行,不写入", "only say what would happen; write nothing"}},
    {"partial", NULL, {"有退回时仍导入其余各行", "take the good rows although others are rejected"}},
    {"map", "FILE", {"列对应的更正(JSON)", "corrections of the column mapping (JSON)"}},
    {"annotate", "FILE", {"另存一份带“问题”列的工作簿", "also write a copy of the workbook with a column of remarks"}},
    {"json", NULL, {"输出 JSON", "print JSON"}},
    {0},
};

static bool show_progress(struct ctx *cx, int64_t done, int64_t total)
{
    (void)cx;
    if (total > 0)
        fprintf(stderr, "\r%3d%% ", (int)(done * 100 / total));
    return true;
}

static bool run(struct ctx *cx, struct arguments *args)
{
    struct ledger_import in = {.file_name = argument(args, 0),
                               .dry_run = argument_option(args, "dry-run") != NULL,
                               .partial = argument_option(args, "partial") != NULL};
    struct value bytes, map;
    struct ledger_result *result = NULL;
    const char *annotated = argument_option(args, "annotate");
    if (!option_date(cx, args, "as-of", &in.as_of) ||
        !file_read(cx, in.file_name, workbook_limits_default.file_bytes, &bytes))
        return false;
    in.bytes = bytes.s;
    in.size = bytes.n;
    if (argument_option(args, "map")) {
        if (!file_read(cx, argument_option(args, "map"), 1 << 20, &map))
            return false;
        in.map = json_parse(cx, map.s, map.n);
        if (!in.map)
            return false;
    }
    if (!command_open(cx, args, true, true))
        return false;
    if (isatty(STDERR_FILENO))
        cx->progress = show_progress;
    if (!db_begin(cx) || !zone_make(cx, argument_option(args, "zone"), argument_option(args, "zone-name")))
        return false;
    bool done = ledger_import(cx, &in, &result);
    if (cx->progress)
        fputs("\r     \r", stderr);
    if (done && !in.dry_run)
        done = db_commit(cx);
    else
        db_rollback(cx);
    if (!result || (done && !in.dry_run && !lights_follow(cx, ledger_result_as_of(result))))
        return false;
    if (argument_option(args, "json")) {
        struct buf out = buf_init(cx->arena);
        struct json j = json_to(&out);
        ledger_result_json(cx, &j, result);
        printf("%s\n", out.data);
    } else {
        fputs(ledger_result_text(cx, result), stdout);
    }
    if (annotated) {
        struct err kept = cx->err;
        struct buf out = buf_init(cx->arena);
        err_clear(cx);
        if (!ledger_annotate(cx, &in, result, &out) || !file_write(cx, annotated, out.data, out.length))
            return false;
        cx->err = kept;
    }
    return done;
}

const struct command import_command = {
    .name = "import",
    .label = {"导入台账工作簿", "Import a ledger workbook"},
    .usage = "FILE --db DB --zone CODE [--zone-name NAME] [--as-of DATE] [--dry-run] [--partial] [--map FILE] "
             "[--annotate FILE] [--json]",
    .help =
        {"自动认表头、列和金额单位,先查错再在一个事务里写入;同一文件再导入不产生变化。\n有退回的行时什么都不写,退出码 "
         "1。\n例:\n  steward --db data/steward.db import 台账.xlsx --zone weinan --zone-name 渭南高新区 --dry-run",
         "Finds heads, columns and units of money by itself, checks, then writes in one transaction; the same file "
         "again changes nothing.\nRejected rows keep everything out: exit code 1.\nExample:\n  steward --db "
         "data/steward.db import ledger.xlsx --zone weinan --dry-run"},
    .options = import_options,
    .least = 1,
    .most = 1,
    .needs_db = true,
    .run = run,
};
