/* week_sheet.c — a unit's weekly report as a workbook, out and back. */
#include "commands/week_sheet.h"

#include "base/json.h"
#include "base/text.h"
#include "commands/workplace.h"
#include "ledger/week_sheet.h"
#include "model/rows.h"
#include "office/workbook.h"

#include <stdio.h>

enum { SHEET_LIMIT = 8 * 1024 * 1024 };

static struct report_duty *need_duty(struct ctx *cx, struct arguments *args, const struct report_week *week)
{
    const char *name = argument_option(args, "unit");
    struct report_duty *like = row_new(cx, &report_duty_entity), *found;
    if (!name) {
        fail(cx, ERR_USAGE, "CMD-01", "unit", "要用 --unit 指定单位名称", "--unit must name the unit");
        return NULL;
    }
    like->week = week->head.id;
    if (!id_by_name(cx, &unit_entity, name, &like->unit))
        return NULL;
    found = row_find(cx, &report_duty_entity, "week unit", like);
    if (!found && !cx->err.kind)
        fail(cx, ERR_NOT_FOUND, "WEK-01", "unit", "%1$s这一周没有“%2$s”的填报任务",
             "in week %1$s \"%2$s\" has no duty to report", week->name, name);
    return found;
}

bool week_sheet_out(struct ctx *cx, struct arguments *args, const struct report_week *week)
{
    const char *file = argument_option(args, "o");
    struct buf out = buf_init(cx->arena);
    if (!file)
        return fail(cx, ERR_USAGE, "CMD-01", "o", "要用 -o 指定输出文件", "-o must name the file to write");
    const struct report_duty *d = need_duty(cx, args, week);
    if (!d || !week_sheet_write(cx, week, d, &out) || !file_write(cx, file, out.data, out.length) ||
        !note_export(cx, "weekly_report", file))
        return false;
    printf("%s\n", file);
    return true;
}

/* ---- and back ---- */

struct bringing {
    const struct week_sheet *sheet;
    bool same;            /* what was not touched is filled in as unchanged */
    int64_t filled, left; /* cells */
};

static const char *shown(struct ctx *cx, const struct field *f, const struct week_values *values)
{
    const struct value v = field_get(f, values);
    if (v.kind == VALUE_NULL)
        return "—";
    return f->type == T_MONEY ? money_decimal(cx->arena, (struct money){v.i}, MONEY_WAN) : v.s;
}

static void print_differences(struct ctx *cx, const struct sheet_report *r)
{
    const bool zh = cx->lang == LANG_ZH;
    for (int i = 0; i < r->count; i++) {
        const struct sheet_difference *d = &r->differences[i];
        printf("%s\t%s\t%s\t%s → %s%s\n", d->cell, r->item->project, label_in(d->field->label, cx->lang),
               shown(cx, d->field, &r->item->now), shown(cx, d->field, &r->sheet),
               !d->conflict ? ""
               : zh         ? "\t这里也改过,没有采用"
                            : "\tchanged here too, not taken");
    }
}

/* The report takes the cells that nobody changed here meanwhile. */
static bool fill_report(struct ctx *cx, struct bringing *b, const struct sheet_report *r)
{
    struct week_values values = r->item->now;
    int64_t version;
    int taken = 0;
    for (int i = 0; i < r->count; i++) {
        const struct sheet_difference *d = &r->differences[i];
        if (!d->conflict)
            field_set(d->field, &values, field_get(d->field, &r->sheet));
        taken += !d->conflict;
    }
    b->filled += taken;
    b->left += r->count - taken;
    const bool blank = r->count == 0 && b->same && !r->item->report->filled_at.ms;
    return (taken == 0 && !blank) || week_fill(cx, r->item, r->item->report->head.version, &values, &version);
}

static bool fill_all(struct ctx *cx, void *bringing)
{
    struct bringing *b = bringing;
    for (size_t i = 0; i < b->sheet->count; i++)
        if (!fill_report(cx, b, &b->sheet->reports[i]))
            return false;
    return true;
}

static bool refuse_remarks(struct ctx *cx, const struct week_sheet *s)
{
    for (size_t i = 0; i < s->remark_count; i++)
        fprintf(stderr, "%s\t%s\t%s\n", s->remarks[i].cell, s->remarks[i].code,
                label_in(s->remarks[i].message, cx->lang));
    return s->remark_count == 0 ||
           fail(cx, ERR_INPUT, "WKS-06", NULL, "工作簿里有 %zu 处要改,什么都没有写入",
                "%zu places in the workbook need mending; nothing was written", s->remark_count);
}

bool week_sheet_bring(struct ctx *cx, struct arguments *args, const struct report_week *week)
{
    const char *file = argument(args, 1);
    struct value bytes;
    struct week_sheet s;
    struct bringing b = {.sheet = &s, .same = argument_option(args, "same")};
    if (!file)
        return fail(cx, ERR_USAGE, "CMD-01", NULL, "要写出带回的工作簿，如 week bring 周报.xlsx --unit 城市管理局",
                    "name the workbook that came back, such as week bring week.xlsx --unit NAME");
    const struct report_duty *d = need_duty(cx, args, week);
    if (!d || !file_read(cx, file, SHEET_LIMIT, &bytes) || !week_sheet_read(cx, d, file, bytes.s, bytes.n, &s))
        return false;
    for (size_t i = 0; i < s.count; i++)
        print_differences(cx, &s.reports[i]);
    if (!refuse_remarks(cx, &s))
        return false;
    if (argument_option(args, "dry-run"))
        return true;
    if (!db_transaction(cx, fill_all, &b))
        return false;
    printf(cx->lang == LANG_ZH ? "采用 %lld 格，留下 %lld 格\n" : "%lld cells taken, %lld left\n", (long long)b.filled,
           (long long)b.left);
    return true;
}
