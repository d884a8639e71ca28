/* week_test.c — weeks of reporting over the sample zone: opened, filled in, submitted, confirmed, closed; who may what. */
#include "rules/week.h"

#include "cases/weinan.h"
#include "jobs/job.h"
#include "ledger/week_sheet.h"
#include "metric/metric.h"
#include "model/list.h"
#include "model/rights.h"
#include "office/workbook_write.h"

/* ---- what there is ---- */

static int64_t count(struct ctx *cx, const struct entity *e, const char *where)
{
    int64_t n = -1;
    const struct list_query lq = {.where = where};
    if (!list_count(cx, e, &lq, &n))
        tap_note("%s where %s: %s", e->name, where ? where : "-", cx->err.message.en);
    err_clear(cx);
    return n;
}

static int64_t number(struct ctx *cx, const char *metric, const char *where)
{
    const struct metric *m = metric_need(cx, metric);
    const struct metric_query asked = {.where = where};
    struct metric_answer answer;
    need(cx, m && metric_compute(cx, m, &asked, &answer), metric);
    return answer.total.value;
}

static const char *refusal(struct ctx *cx, bool done)
{
    const char *code = done ? "done" : cx->err.code;
    err_clear(cx);
    return code;
}

static void set_clock(struct ctx *cx, const char *moment)
{
    struct instant at;
    OK(instant_parse_iso(moment, &at), "%s", moment);
    cx->now_ms = at.ms;
}

static void act_as(struct ctx *cx, const struct rights *r)
{
    cx->rights = r;
    cx->actor = r ? r->who.login : "tester";
    err_clear(cx);
}

static struct rights rights_of(struct ctx *cx, const char *role, int64_t unit)
{
    struct rights r;
    const struct who who = {.zone = cx->zone, .user = 1, .unit = unit, .role = role, .login = role, .name = role};
    need(cx, rights_compile(cx, &who, &r), role);
    return r;
}

static struct report_duty *duty_of(struct ctx *cx, const struct report_week *w, int64_t unit)
{
    struct report_duty *like = row_new(cx, &report_duty_entity);
    like->week = w->head.id;
    like->unit = unit;
    struct report_duty *d = row_find(cx, &report_duty_entity, "week unit", like);
    need(cx, d != NULL, "the duty");
    return d;
}

static struct report_week *opened(struct ctx *cx)
{
    struct report_week *w;
    need(cx, week_open(cx, date_of_instant((struct instant){cx->now_ms}), &w), "the week opens");
    return w;
}

static const char *at(struct ctx *cx, struct instant t)
{
    return instant_iso(cx->arena, t);
}

/* ---- when it is due ---- */

static void set_zone(struct ctx *cx, int64_t day, const char *time, int64_t grace, const char *scope)
{
    struct zone *z = row_load(cx, &zone_entity, cx->zone);
    z->weekly_due_day = day;
    z->weekly_due_time = time;
    z->weekly_grace_days = grace;
    z->weekly_scope = scope;
    EQ_TEXT(refusal(cx, row_save(cx, &zone_entity, z, NULL)), "done");
}

static void test_times(struct ctx *cx)
{
    struct week_ticked t;
    set_clock(cx, "2023-09-20T08:00:00+08:00");
    OK(week_tick(cx, &t), "no week is opened before the office has opened one");
    EQ_INT(t.opened, 0);
    struct report_week *w = opened(cx);
    EQ_TEXT(w->name, "2023-W38");
    EQ_INT(w->starts_on.code, date_day(2023, 9, 18).code);
    EQ_TEXT(at(cx, w->due_at), "2023-09-25T16:00:00.000+08:00");
    EQ_TEXT(at(cx, w->closes_at), "2023-09-26T16:00:00.000+08:00");
    tap_note("Monday 2 October 2023 is a holiday, and the 7th is worked instead");
    set_clock(cx, "2023-09-27T08:00:00+08:00");
    w = opened(cx);
    EQ_TEXT(at(cx, w->due_at), "2023-10-07T16:00:00.000+08:00");
    EQ_TEXT(at(cx, w->closes_at), "2023-10-08T16:00:00.000+08:00");
    EQ_INT(w->month.code, date_month(2023, 9).code);
    tap_note("a zone that asks for Friday 9:30, of the week itself, and closes it then and there");
    set_zone(cx, 5, "09:30", 0, "stage = building");
    set_clock(cx, "2023-10-30T08:00:00+08:00");
    w = opened(cx);
    EQ_TEXT(at(cx, w->due_at), "2023-11-03T09:30:00.000+08:00");
    EQ_TEXT(at(cx, w->closes_at), "2023-11-03T09:30:00.000+08:00");
    EQ_INT(w->month.code, date_month(2023, 11).code); /* the Thursday is the 2nd */
    EQ_INT(count(cx, &weekly_report_entity, "due_on = 2023-11-03"),
           count(cx, &project_entity, "stage = building and unit is not empty"));
    set_zone(cx, NONE_INT, NULL, NONE_INT, "no such field > 1");
    set_clock(cx, "2023-11-07T08:00:00+08:00");
    EQ_TEXT(refusal(cx, week_open(cx, date_day(2023, 11, 7), &w)), "WEK-07");
    set_zone(cx, NONE_INT, NULL, NONE_INT, NULL);
    EQ_TEXT(refusal(cx, week_open(cx, date_day(2023, 11, 14), &w)), "WEK-08");
    EQ_TEXT(refusal(cx, week_need(cx, date_day(2023, 11, 7)) != NULL), "WEK-01");
    struct zone *z = row_load(cx, &zone_entity, cx->zone);
    z->weekly_due_time = "25:00";
    EQ_TEXT(refusal(cx, row_save(cx, &zone_entity, z, NULL)), "ZON-03");
}

/* ---- one unit's week ---- */

struct scene {
    struct rights reporter, chief, other, office, viewer;
    int64_t unit;
    struct report_week *week;
};

static struct scene set_scene(struct ctx *cx)
{
    struct scene s = {0};
    struct list l;
    set_clock(cx, "2023-11-22T09:00:00+08:00");
    s.week = opened(cx);
    const struct list_query most = {
        .sort = "id", .fields = "unit,expected", .where = "week = 4 and expected >= 3", .limit = 2};
    need(cx, list_open(cx, &report_duty_entity, &most, &l) && list_next(&l), "a duty");
    s.unit = list_value(&l, 2).i;
    need(cx, list_next(&l), "another");
    s.other = rights_of(cx, "chief", list_value(&l, 2).i);
    (void)list_next(&l);
    s.reporter = rights_of(cx, "reporter", s.unit);
    s.chief = rights_of(cx, "chief", s.unit);
    s.office = rights_of(cx, "office", 0);
    s.viewer = rights_of(cx, "viewer", 0);
    return s;
}

static struct week_item *desk(struct ctx *cx, const struct scene *s, size_t *ret_count)
{
    struct week_item *items;
    need(cx, week_desk(cx, duty_of(cx, s->week, s->unit), &items, ret_count), "the desk");
    return items;
}

static const char *do_to(struct ctx *cx, const struct scene *s, enum week_act act, const char *reason)
{
    return refusal(cx, week_do(cx, act, duty_of(cx, s->week, s->unit)->head.id, 0, reason));
}

static const char *fill(struct ctx *cx, const struct week_item *item, const struct week_values *values)
{
    int64_t version;
    return refusal(cx, week_fill(cx, item, item->report->head.version, values, &version));
}

static const char *state_of(struct ctx *cx, int64_t report)
{
    struct list l;
    const struct list_query one = {.id = report, .fields = "state", .limit = 1};
    need(cx, list_open(cx, &weekly_report_entity, &one, &l) && list_next(&l), "a report");
    const char *state = arena_strdup(cx->arena, list_value(&l, 2).s);
    (void)list_next(&l);
    return state;
}

static struct investment *invested(struct ctx *cx, int64_t project, struct date month)
{
    struct investment *like = row_new(cx, &investment_entity);
    like->project = project;
    like->month = month;
    like->caliber = "dispatch";
    return row_find(cx, &investment_entity, "project caliber month", like);
}

static void test_filling(struct ctx *cx, struct scene *s)
{
    size_t n;
    act_as(cx, &s->reporter);
    struct week_item *items = desk(cx, s, &n);
    const struct project *p = row_load(cx, &project_entity, items[0].report->project);
    EQ_INT(n, count(cx, &weekly_report_entity, "week = 4"));
    EQ_TEXT(items[0].now.image_progress, p->image_progress);
    OK(!items[0].reported, "nothing was reported before");
    EQ_TEXT(do_to(cx, s, WEEK_SUBMIT, NULL), "WEK-03");
    EQ_TEXT(fill(cx, &items[1], &items[1].now), "done");
    OK(!((struct weekly_report *)row_load(cx, &weekly_report_entity, items[1].report->head.id))->changed,
       "nothing changed");
    struct week_values v = items[0].now;
    v.image_progress = "主体结构完成 80%";
    v.month_investment = (struct money){1234500};
    v.done = "完成三层浇筑";
    v.difficulty = "施工用电容量不足";
    EQ_TEXT(fill(cx, &items[0], &v), "done");
    EQ_TEXT(fill(cx, &items[0], &v), "ROW-02");
    EQ_TEXT(state_of(cx, items[0].report->head.id), "filled");
    EQ_TEXT(((struct weekly_report *)row_load(cx, &weekly_report_entity, items[0].report->head.id))->changed,
            "image_progress month_investment done difficulty");
    EQ_TEXT(((struct project *)row_load(cx, &project_entity, p->head.id))->image_progress, p->image_progress);
    act_as(cx, &s->other);
    EQ_TEXT(refusal(cx, week_item(cx, items[0].report->head.id) != NULL), "ROW-01");
    EQ_TEXT(fill(cx, &items[0], &v), "RGT-03");
    act_as(cx, &s->viewer);
    EQ_TEXT(fill(cx, &items[0], &v), "RGT-01");
    EQ_TEXT(do_to(cx, s, WEEK_SUBMIT, NULL), "RGT-01");
}

static void test_confirming(struct ctx *cx, struct scene *s)
{
    size_t n;
    int64_t problem;
    act_as(cx, &s->reporter);
    struct week_item *items = desk(cx, s, &n);
    const int64_t report = items[0].report->head.id, project = items[0].report->project;
    EQ_TEXT(do_to(cx, s, WEEK_CONFIRM, NULL), "RGT-01");
    act_as(cx, &s->chief);
    EQ_TEXT(do_to(cx, s, WEEK_CONFIRM, NULL), "WEK-02");
    act_as(cx, &s->reporter);
    EQ_TEXT(do_to(cx, s, WEEK_SUBMIT, NULL), "done");
    EQ_TEXT(state_of(cx, report), "submitted");
    act_as(cx, &s->other);
    EQ_TEXT(do_to(cx, s, WEEK_CONFIRM, NULL), "ROW-01");
    act_as(cx, &s->chief);
    EQ_TEXT(do_to(cx, s, WEEK_SEND_BACK, " "), "WEK-04");
    EQ_TEXT(do_to(cx, s, WEEK_SEND_BACK, "投资额再核一下"), "done");
    EQ_TEXT(state_of(cx, report), "sent_back");
    act_as(cx, &s->reporter);
    set_clock(cx, "2023-11-27T17:00:00+08:00"); /* an hour late, but it came in time the first time */
    EQ_TEXT(fill(cx, &items[2], &items[2].now), "done");
    EQ_TEXT(do_to(cx, s, WEEK_SUBMIT, NULL), "done");
    act_as(cx, &s->chief);
    EQ_TEXT(do_to(cx, s, WEEK_CONFIRM, NULL), "done");
    const struct project *p = row_load(cx, &project_entity, project);
    EQ_TEXT(p->image_progress, "主体结构完成 80%");
    EQ_TEXT(p->difficulty, "施工用电容量不足");
    EQ_TEXT(p->head.way, "weekly");
    EQ_TEXT(p->head.updated_by, "chief");
    const struct investment *i = invested(cx, project, date_month(2023, 11));
    OK(i && i->amount.fen == 1234500, "the month's investment is there");
    EQ_TEXT(fill(cx, &items[0], &items[0].now), "WEK-02");
    EQ_TEXT(refusal(cx, week_problem(cx, items[1].report->head.id, "utilities", &problem)), "WEK-05");
    EQ_TEXT(refusal(cx, week_problem(cx, report, "utilities", &problem)), "done");
    EQ_TEXT(((struct problem *)row_load(cx, &problem_entity, problem))->description, "施工用电容量不足");
    EQ_TEXT(refusal(cx, week_problem(cx, report, "utilities", &problem)), "WEK-06");
    act_as(cx, NULL);
    const char *of_unit = arena_printf(cx->arena, "week = 4 and unit = %lld", (long long)s->unit);
    EQ_INT(number(cx, "report.due", of_unit), n);
    EQ_INT(number(cx, "report.filed", of_unit), 3);
    EQ_INT(number(cx, "report.on_time", of_unit), 2);
    EQ_INT(number(cx, "report.completeness", of_unit), percent_of(3, (int64_t)n));
    EQ_INT(number(cx, "report.timeliness", of_unit), percent_of(2, (int64_t)n));
}

static int64_t missed(struct ctx *cx, int64_t project)
{
    struct list l;
    const struct list_query one = {.id = project, .fields = "reports_missed", .limit = 1};
    need(cx, list_open(cx, &project_entity, &one, &l) && list_next(&l), "a project");
    int64_t n = list_value(&l, 2).i;
    (void)list_next(&l);
    return n;
}

static int64_t project_of(struct ctx *cx, int64_t unit)
{
    struct list l;
    const struct list_query first = {
        .where = arena_printf(cx->arena, "week = 4 and unit = %lld", (long long)unit), .fields = "project", .limit = 1};
    need(cx, list_open(cx, &weekly_report_entity, &first, &l) && list_next(&l), "a report");
    const int64_t project = list_value(&l, 2).i;
    (void)list_next(&l);
    return project;
}

static void test_closing(struct ctx *cx, struct scene *s)
{
    const struct zone_job *job = zone_job_find("weeks");
    struct zone_job_result t;
    size_t n;
    act_as(cx, &s->chief);
    EQ_TEXT(refusal(cx, week_close(cx, s->week->head.id)), "RGT-01");
    act_as(cx, NULL);
    OK(zone_job_run(cx, job, &t), "the job");
    EQ_INT(t.changed, 4); /* three closed that were opened to see when they are due, the next one opened */
    set_clock(cx, "2023-11-28T16:00:00+08:00");
    OK(zone_job_run(cx, job, &t), "the job");
    EQ_INT(t.changed, 1);
    OK(zone_job_run(cx, job, &t), "the job again");
    EQ_INT(t.changed, 0);
    EQ_TEXT(duty_of(cx, s->week, s->unit)->state, "locked");
    EQ_TEXT(duty_of(cx, s->week, s->other.who.unit)->state, "missed");
    struct week_item *items = desk(cx, s, &n);
    EQ_TEXT(state_of(cx, items[0].report->head.id), "locked");
    EQ_INT(missed(cx, items[0].report->project), 0);
    if (n > 3)
        EQ_TEXT(state_of(cx, items[3].report->head.id), "missed");
    const int64_t none = project_of(cx, s->other.who.unit);
    OK(missed(cx, none) >= 1, "weeks without a report");
    EQ_INT(missed(cx, none), count(cx, &weekly_report_entity,
                                   arena_printf(cx->arena, "project = %lld and state = missed", (long long)none)));
    act_as(cx, &s->reporter);
    EQ_TEXT(fill(cx, &items[0], &items[0].now), "WEK-02");
    act_as(cx, &s->chief);
    EQ_TEXT(do_to(cx, s, WEEK_REOPEN, "数字填错"), "RGT-01");
    act_as(cx, &s->office);
    EQ_TEXT(do_to(cx, s, WEEK_REOPEN, NULL), "WEK-04");
    EQ_TEXT(do_to(cx, s, WEEK_REOPEN, "数字填错"), "done");
    act_as(cx, &s->reporter);
    struct week_values v = items[0].now;
    v.month_investment = (struct money){9900};
    EQ_TEXT(fill(cx, &items[0], &v), "done");
    EQ_TEXT(do_to(cx, s, WEEK_SUBMIT, NULL), "done");
    act_as(cx, &s->chief);
    EQ_TEXT(do_to(cx, s, WEEK_CONFIRM, NULL), "done");
    EQ_TEXT(duty_of(cx, s->week, s->unit)->state, "locked");
    EQ_INT(invested(cx, items[0].report->project, date_month(2023, 11))->amount.fen, 9900);
}

/* What the form says since goes before what was reported; what was typed last week is where this one starts. */
static void test_next_week(struct ctx *cx, struct scene *s)
{
    size_t n;
    act_as(cx, NULL);
    struct report_week *next = opened(cx);
    OK(next->head.id != s->week->head.id, "the next week");
    s->week = next;
    struct week_item *items = desk(cx, s, &n);
    struct project *p = row_load(cx, &project_entity, items[0].report->project);
    OK(items[0].reported, "it was reported before");
    EQ_TEXT(items[0].now.done, "完成三层浇筑");
    EQ_INT(items[0].now.month_investment.fen, 9900); /* the Thursday is 30 November */
    p->image_progress = "主体封顶";
    need(cx, row_save(cx, &project_entity, p, NULL), "a form");
    items = desk(cx, s, &n);
    EQ_TEXT(items[0].now.image_progress, "主体封顶");
    EQ_TEXT(items[0].last.image_progress, "主体结构完成 80%");
}

/* ---- the same as a workbook ---- */

static struct week_sheet read_back(struct ctx *cx, const struct scene *s, const struct buf *bytes)
{
    struct week_sheet sheet;
    need(cx, week_sheet_read(cx, duty_of(cx, s->week, s->unit), "周报.xlsx", bytes->data, bytes->length, &sheet),
         "the sheet is read");
    return sheet;
}

static void test_sheet_round(struct ctx *cx, const struct scene *s)
{
    struct buf out = buf_init(cx->arena);
    size_t n;
    int64_t version;
    const struct week_item *items = desk(cx, s, &n);
    need(cx, week_sheet_write(cx, s->week, duty_of(cx, s->week, s->unit), &out), "the sheet goes out");
    struct week_sheet sheet = read_back(cx, s, &out);
    EQ_INT(sheet.count, n);
    EQ_INT(sheet.remark_count, 0);
    for (size_t i = 0; i < sheet.count; i++)
        EQ_INT(sheet.reports[i].count, 0);
    EQ_INT(sheet.reports[0].sheet.month_investment.fen, items[0].now.month_investment.fen);
    struct week_values v = items[0].now;
    v.done = "系统里改的";
    need(cx, week_fill(cx, &items[0], 0, &v, &version), "filled in here meanwhile");
    sheet = read_back(cx, s, &out);
    EQ_INT(sheet.reports[0].count, 0); /* the sheet says what it did: nothing to take from it */
    EQ_TEXT(sheet.reports[0].exported.done, items[0].now.done);
}

/* As a clerk leaves it: columns moved, the hidden ones partly gone, errors here and there. */
static void test_sheet_edited(struct ctx *cx, const struct scene *s)
{
    static const char *const heads[] = {"本周完成", "项目名称", "本月完成投资(万元)", "形象进度", "原:本周完成"};
    static const int widths[] = {20, 20, 20, 20, -20};
    size_t n;
    const struct week_item *items = desk(cx, s, &n);
    struct buf out = buf_init(cx->arena);
    struct writer *w = writer_new(cx);
    need(cx, w && writer_sheet(w, "改过的", widths, 5), "a sheet");
    writer_text(w, 0, 0, "某单位周报", STYLE_TITLE);
    const char *rows[][5] = {
        {"表里改的", items[0].project, "1,234.5", items[0].now.image_progress, "完成三层浇筑"},
        {"没有冲突", items[1].project, NULL, "主体完工", items[1].now.done},
        {NULL, items[2].project, "约一点", items[2].now.image_progress, NULL},
        {"x", "没有这个项目", "1", NULL, NULL},
        {"x", items[0].project, "2", NULL, NULL},
    };
    for (int c = 0; c < 5; c++)
        writer_text(w, 1, c, heads[c], STYLE_HEAD);
    for (int i = 0; i < 5; i++)
        for (int c = 0; c < 5; c++)
            writer_text(w, 2 + i, c, rows[i][c], STYLE_TEXT);
    need(cx, writer_finish(w, &out), "written");
    const struct week_sheet sheet = read_back(cx, s, &out);
    EQ_TEXT(sheet.sheet, "改过的");
    EQ_INT(sheet.count, 3);
    EQ_INT(sheet.reports[0].count, 2);
    EQ_TEXT(sheet.reports[0].differences[0].field->name, "month_investment");
    EQ_TEXT(sheet.reports[0].differences[0].cell, "C3");
    EQ_INT(sheet.reports[0].sheet.month_investment.fen, 1234500000);
    EQ_TEXT(sheet.reports[0].differences[1].cell, "A3");
    OK(sheet.reports[0].differences[1].conflict, "changed in both");
    EQ_INT(sheet.reports[1].count, 2);
    OK(!sheet.reports[1].differences[0].conflict && !sheet.reports[1].differences[1].conflict,
       "changed in the sheet only");
    EQ_INT(sheet.remark_count, 3);
    EQ_TEXT(sheet.remarks[0].code, "WKS-03");
    EQ_TEXT(sheet.remarks[0].cell, "C5");
    EQ_TEXT(sheet.remarks[1].code, "WKS-02");
    EQ_TEXT(sheet.remarks[1].cell, "B6");
    EQ_TEXT(sheet.remarks[2].code, "WKS-04");
}

static void test_sheet_of_another(struct ctx *cx, const struct scene *s)
{
    static const char csv[] = "姓名,电话\n张三,1\n";
    struct buf bytes = buf_init(cx->arena);
    buf_text(&bytes, csv);
    const struct week_sheet sheet = read_back(cx, s, &bytes);
    EQ_INT(sheet.count, 0);
    EQ_TEXT(sheet.remarks[0].code, "WKS-01");
}

static void test(const char *url)
{
    struct ctx cx = with_sample(url);
    test_times(&cx);
    struct scene s = set_scene(&cx);
    test_filling(&cx, &s);
    test_confirming(&cx, &s);
    test_closing(&cx, &s);
    test_next_week(&cx, &s);
    test_sheet_round(&cx, &s);
    test_sheet_edited(&cx, &s);
    test_sheet_of_another(&cx, &s);
    work_done(&cx);
}

int main(void)
{
    on_each_engine(test);
    return tap_done();
}
