/* report.c — steward report: documents made of metrics. */
#include "reports/report.h"

#include "commands/workplace.h"
#include "office/docx.h"
#include "office/workbook.h"
#include "reports/replay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct option report_options[] = {
    {"zone", "CODE", {"园区代号", "code of the zone"}},
    {"as-of", "DATE", {"统计日期,如 2023-12-31", "date, such as 2023-12-31"}},
    {"known-at", "TIME", {"按当时所知重出", "as known at a moment"}},
    {"meeting",
     "ID",
     {"会议材料、会议纪要的会议编号,省略为最近一次",
      "id of the meeting, for its pack or minutes; the latest when left out"}},
    {"o", "FILE", {"写到哪个文件(.docx 或 .pdf)", "file to write (.docx or .pdf)"}},
    {"annex", "FILE.xlsx", {"同时写 Excel 附表", "also write the Excel annex"}},
    {"template", "FILE.docx", {"用自己的模板", "use a template of your own"}},
    {"annex-template", "FILE.xlsx", {"附表用自己的模板", "use a template of your own for the annex"}},
    {"keep", NULL, {"同时留存为历次报告", "also keep it among the past reports"}},
    {"replay",
     "ID",
     {"重放留存的报告（编号见 list report_run）：与发出的逐字节相同",
      "make a kept report again, byte for byte what was issued (list report_run shows the ids)"}},
    {0},
};

static bool ends_with(const char *s, const char *tail)
{
    size_t n = strlen(s), k = strlen(tail);
    return n >= k && strcmp(s + n - k, tail) == 0;
}

static bool write_document(struct ctx *cx, const struct report *r, const struct report_request *rq, const char *file)
{
    struct buf docx = buf_init(cx->arena), pdf = buf_init(cx->arena);
    if (!report_make(cx, r, REPORT_DOCUMENT, rq, &docx))
        return false;
    bool as_pdf = ends_with(file, ".pdf");
    if (as_pdf && !office_to_pdf(cx, "report.docx", docx.data, docx.length, &pdf))
        return false;
    return as_pdf ? file_write(cx, file, pdf.data, pdf.length) : file_write(cx, file, docx.data, docx.length);
}

/* A template of one's own; none when the option is not there. */
static bool read_template(struct ctx *cx, struct arguments *args, const char *option, struct bytes *ret_bytes)
{
    const char *path = argument_option(args, option);
    struct value bytes = {0};
    if (path && !file_read(cx, path, (size_t)16 << 20, &bytes))
        return false;
    *ret_bytes = (struct bytes){bytes.s, bytes.n};
    return true;
}

static const char *report_names(struct ctx *cx)
{
    struct buf out = buf_init(cx->arena);
    for (const struct report *const *r = report_catalogue; *r; r++)
        buf_printf(&out, "%s%s", out.length ? ", " : "", (*r)->name);
    return out.data;
}

/* The kept report, and its annex when asked for. */
static bool run_replay(struct ctx *cx, struct arguments *args, const char *file)
{
    const char *annex = argument_option(args, "annex"), *number = argument_option(args, "replay");
    struct buf docx = buf_init(cx->arena), sheet = buf_init(cx->arena);
    struct replay r;
    char *end;
    const long long id = strtoll(number, &end, 10);
    if (*end || id <= 0)
        return fail(cx, ERR_USAGE, "CMD-03", "replay", "--replay 要写编号，如 --replay 12",
                    "--replay takes a number, such as --replay 12");
    if (!command_open(cx, args, false, true) || !replay_open(cx, id, &r) || !replay_docx(cx, &r, &docx) ||
        !file_write(cx, file, docx.data, docx.length) || !note_export(cx, "report_run", file))
        return false;
    printf("%s\n", file);
    if (!annex)
        return true;
    if (!replay_annex(cx, &r, &sheet) || !file_write(cx, annex, sheet.data, sheet.length))
        return false;
    printf("%s\n", annex);
    return true;
}

static bool run(struct ctx *cx, struct arguments *args)
{
    const char *name = argument(args, 0);
    const struct report *r = name ? report_find(name) : NULL;
    const char *file = argument_option(args, "o"), *annex = argument_option(args, "annex"),
               *known = argument_option(args, "known-at");
    struct report_request rq = {0};
    struct buf sheet;
    if (argument_option(args, "replay") && file)
        return run_replay(cx, args, file);
    if (!name && !argument_option(args, "replay"))
        return fail(cx, ERR_USAGE, "CMD-01", NULL, "要写出哪个报告，如 monthly_bulletin；或用 --replay 编号",
                    "name the report, such as monthly_bulletin; or --replay ID");
    if (name && !r)
        return fail(cx, ERR_INPUT, "CMD-06", NULL, "没有叫“%s”的报告;有 %s", "There is no report \"%s\"; there are %s",
                    name, report_names(cx));
    if (!file)
        return fail(cx, ERR_USAGE, "CMD-01", "o", "要用 -o 指定输出文件", "-o must name the file to write");
    if (known && !instant_parse_iso(known, &rq.view.known_at))
        return fail(cx, ERR_USAGE, "CMD-03", "known-at", "--known-at 要写成 2024-01-05T09:00:00+08:00",
                    "--known-at takes a time such as 2024-01-05T09:00:00+08:00");
    if (r->of && argument_option(args, r->of->name)) {
        char *end;
        rq.of = strtoll(argument_option(args, r->of->name), &end, 10);
        if (rq.of <= 0 || *end)
            return fail(cx, ERR_USAGE, "CMD-03", r->of->name, "--%1$s 要写编号,如 --%1$s 12",
                        "--%1$s takes an id, such as --%1$s 12", r->of->name);
    }
    if (annex && !r->annex)
        return fail(cx, ERR_USAGE, "CMD-03", "annex", "%1$s没有附表%2$.0s", "%2$s has no annex%1$.0s", r->label.zh,
                    r->label.en);
    if (!option_date(cx, args, "as-of", &rq.view.as_of) || !command_open(cx, args, false, true))
        return false;
    sheet = buf_init(cx->arena);
    if (!read_template(cx, args, "template", &rq.templates[REPORT_DOCUMENT]) ||
        !read_template(cx, args, "annex-template", &rq.templates[REPORT_ANNEX]) ||
        (annex && !report_make(cx, r, REPORT_ANNEX, &rq, &sheet)) || /* before anything is written */
        !write_document(cx, r, &rq, file) || !note_export(cx, "report_run", file))
        return false;
    printf("%s\n", file);
    if (argument_option(args, "keep")) {
        int64_t kept;
        if (!report_keep(cx, r, &rq, &kept))
            return false;
        printf("report_run %lld\n", (long long)kept);
    }
    if (!annex)
        return true;
    if (!file_write(cx, annex, sheet.data, sheet.length))
        return false;
    printf("%s\n", annex);
    return true;
}

const struct command report_command = {
    .name = "report",
    .label = {"出报告", "Make a report"},
    .usage = "NAME --db DB --zone CODE --as-of DATE -o FILE.docx [--meeting ID] [--annex FILE.xlsx] [--template "
             "FILE.docx] [--annex-template FILE.xlsx] [--keep]\n"
             "       steward report --replay ID --db DB --zone CODE -o FILE.docx [--annex FILE.xlsx]",
    .help =
        {"例:\n  steward --db data/steward.db report monthly_bulletin --zone weinan --as-of 2023-12-31 -o "
         "通报.docx --annex 附表.xlsx\n  steward --db data/steward.db report --replay 3 --zone weinan -o 第3号.docx",
         "Example:\n  steward --db data/steward.db report monthly_bulletin --zone weinan --as-of 2023-12-31 -o "
         "bulletin.docx --annex annex.xlsx\n  steward --db data/steward.db report --replay 3 --zone weinan -o "
         "issued.docx"},
    .options = report_options,
    .most = 1,
    .needs_db = true,
    .run = run,
};
