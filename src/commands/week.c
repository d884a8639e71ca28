/* week.c — steward week: opens a week of reporting, closes it, says who has reported, takes reports out and back as workbooks. */
#include "rules/week.h"
#include "base/json.h"
#include "commands/week_sheet.h"
#include "commands/workplace.h"
#include "model/list.h"

#include <stdio.h>
#include <string.h>

static const struct option week_options[] = {
    {"zone", "CODE", {"园区代号", "code of the zone"}},
    {"date", "DATE", {"哪一天的周;默认手头的一周", "a day of the week; the week at hand by default"}},
    {"json", NULL, {"输出 JSON", "print JSON"}},
    {"unit", "NAME", {"sheet、bring:哪个单位", "sheet, bring: of which unit"}},
    {"o", "FILE.xlsx", {"sheet:写到哪个文件", "sheet: file to write"}},
    {"dry-run", NULL, {"bring:只列出不同,不写入", "bring: list what differs, write nothing"}},
    {"same", NULL, {"bring:没改的项目按无变化填报", "bring: fill in projects nobody touched as unchanged"}},
    {0},
};

static const char *const duty_fields = "unit,state,expected,filled,filed,submitted_at";
enum { UNIT_TITLE = 3, STATE, EXPECTED, FILLED, FILED, SUBMITTED };

static const char *state_shown(const struct ctx *cx, const struct entity *e, const char *state)
{
    return label_in(choice_find(entity_field(e, "state")->choices, state)->label, cx->lang);
}

static bool print_lines(struct ctx *cx, const struct report_week *w, struct list *l)
{
    const char *tail = cx->lang == LANG_ZH ? "截止 %s\t%s\n" : "due %s\t%s\n";
    printf("%s\t", w->name);
    printf(tail, instant_iso(cx->arena, w->due_at), state_shown(cx, &report_week_entity, w->state));
    while (list_next(l)) {
        struct arena_mark mark = arena_mark(cx->arena);
        const struct value at = list_value(l, SUBMITTED);
        printf("%s\t%s\t%lld/%lld\t%s\n", list_value(l, UNIT_TITLE).s,
               state_shown(cx, &report_duty_entity, list_value(l, STATE).s), (long long)list_value(l, FILED).i,
               (long long)list_value(l, EXPECTED).i,
               at.kind == VALUE_NULL ? "" : instant_iso(cx->arena, (struct instant){at.i}));
        arena_reset(cx->arena, mark);
    }
    return list_ok(l);
}

static bool print_json(struct ctx *cx, const struct report_week *w, struct list *l)
{
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    json_object_begin(&j);
    row_json(cx, &j, &report_week_entity, w);
    json_key(&j, "duties");
    json_array_begin(&j);
    while (list_next(l))
        list_row_json(l, &j);
    json_array_end(&j);
    json_object_end(&j);
    if (!list_ok(l))
        return false;
    printf("%s\n", out.data);
    return true;
}

static bool print_week(struct ctx *cx, struct arguments *args, const struct report_week *w)
{
    struct list l;
    const struct list_query duties = {.where = arena_printf(cx->arena, "week = %lld", (long long)w->head.id),
                                      .fields = duty_fields,
                                      .sort = "unit",
                                      .no_limit = true};
    if (!list_open(cx, &report_duty_entity, &duties, &l))
        return false;
    return argument_option(args, "json") ? print_json(cx, w, &l) : print_lines(cx, w, &l);
}

/* That of --date, or the one at hand. */
static struct report_week *find(struct ctx *cx, struct date day)
{
    struct report_week *w;
    const struct date today = date_of_instant((struct instant){cx->now_ms});
    if (!date_is_none(day))
        return week_need(cx, day);
    if (!week_at_hand(cx, 0, &w))
        return NULL;
    return w ? w : week_need(cx, today);
}

static bool run(struct ctx *cx, struct arguments *args)
{
    const char *what = argument(args, 0);
    struct date day;
    struct report_week *w;
    if (!option_date(cx, args, "date", &day) || !command_open(cx, args, false, true))
        return false;
    if (strcmp(what, "open") == 0) {
        if (!week_open(cx, date_is_none(day) ? date_of_instant((struct instant){cx->now_ms}) : day, &w))
            return false;
    } else if (strcmp(what, "close") == 0) {
        w = find(cx, day);
        if (!w || !week_close(cx, w->head.id))
            return false;
        w = row_load(cx, &report_week_entity, w->head.id);
    } else if (strcmp(what, "status") == 0) {
        w = find(cx, day);
    } else if (strcmp(what, "sheet") == 0 || strcmp(what, "bring") == 0) {
        w = find(cx, day);
        return w && (*what == 's' ? week_sheet_out(cx, args, w) : week_sheet_bring(cx, args, w));
    } else {
        return fail(cx, ERR_USAGE, "CMD-01", NULL,
                    "没有“week %s”;有 open(发出任务)、close(锁定)、status(谁报了)、sheet(导出工作簿)、bring(导回)",
                    "there is no \"week %s\"; there are open, close, status, sheet and bring", what);
    }
    return w && print_week(cx, args, w);
}

const struct command week_command = {
    .name = "week",
    .label = {"周报:发任务、锁定、查谁报了、工作簿往返",
              "Weekly reports: open, close, who has reported, out and back as workbooks"},
    .usage =
        "open|close|status|sheet|bring [FILE.xlsx] --db DB --zone CODE [--date DATE] [--unit NAME] [-o FILE.xlsx] …",
    .help =
        {"第一周由 open 发出,以后服务器每周自动发出、到期锁定。\n例:\n  steward --db data/steward.db week open --zone "
         "weinan\n  steward --db data/steward.db week status --zone weinan --date 2026-11-23\n"
         "  steward --db data/steward.db week sheet --zone weinan --unit 城市管理局 -o 周报.xlsx\n"
         "  steward --db data/steward.db week bring 周报.xlsx --zone weinan --unit 城市管理局 --same",
         "The first week is opened by hand; then the server opens one each week and closes it when its time has "
         "come.\nExample:\n  steward --db data/steward.db week open --zone weinan\n  steward --db data/steward.db "
         "week status --zone weinan --date 2026-11-23\n  steward --db data/steward.db week sheet --zone weinan --unit "
         "城市管理局 -o week.xlsx\n  steward --db data/steward.db week bring week.xlsx --zone weinan --unit 城市管理局 "
         "--same"},
    .options = week_options,
    .least = 1,
    .most = 2,
    .needs_db = true,
    .run = run,
};
