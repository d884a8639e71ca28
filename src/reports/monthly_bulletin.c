/* monthly_bulletin.c — the monthly bulletin (月通报): what the month's metrics and lists say (domain §4). */
#include "base/text.h"
#include "entities/entities.h"
#include "reports/annex.h"
#include "reports/figures.h"
#include "reports/lists.h"
#include "reports/report.h"

#include <stdlib.h>
#include <string.h>

extern const char monthly_bulletin_template[]; /* share/templates/monthly_bulletin.xml, embedded by the build */

enum { RED_LIST = 20, OVERDUE_LIST = 30, GAP_LIST = 50, LIGHT_LIST = 60 };

/* Red: more than 30 points behind the time schedule (domain §5, percentage-point comparator). */
#define RED_WHERE                                                                                                      \
    "planned_in_year > 0 and not completed and stage != 'withdrawn' and (expected_in_year - completed_in_year) * 10 "  \
    "> planned_in_year * 3"

static const struct figure_column ranking[] = {
    {"progress", "investment.progress"},      {"count", "project.count"},
    {"started", "project.started"},           {"in_statistics", "project.in_statistics"},
    {"completed", "project.completed"},       {"planned", "investment.planned"},
    {"done", "investment.completed_in_year"}, {"total_investment", "project.total_investment"},
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static bool put_totals(struct figures *f, json_t *root)
{
    json_t *t = json_object();
    struct metric_number progress;
    const struct figure list[] = {
        {t, "count", "project.count"},
        {t, "started", "project.started"},
        {t, "new_started", "project.new_started"},
        {t, "in_statistics", "project.in_statistics"},
        {t, "completed", "project.completed"},
        {t, "halted", "project.halted"},
        {t, "total_investment", "project.total_investment"},
        {t, "planned", "investment.planned"},
        {t, "completed_in_year", "investment.completed_in_year"},
        {t, "completed_all", "investment.completed"},
        {t, "progress", "investment.progress", .ret_number = &progress},
        {t, "not_in_statistics", "project.started", "not in_statistics"},
    };
    static const struct figure_table tables[] = {
        {"units", "unit", ranking, COUNT(ranking), 0},
        {"leaders", "leader", ranking, COUNT(ranking), 0},
        {"sectors", "sector", ranking, COUNT(ranking), 5},
    };
    json_object_set_new(root, "totals", t);
    if (!put_figures(f, list, COUNT(list), root, tables, COUNT(tables)))
        return false;
    put_text(t, "points", metric_points_show(f->cx, &progress));
    put_text(t, "schedule", progress.schedule == NONE_INT ? "—" : percent_show(f->cx->arena, progress.schedule));
    note_source(f, t, "points", "investment.progress", NULL);
    note_source(f, t, "schedule", "investment.progress", NULL);
    return true;
}

static bool put_problems(struct figures *f, json_t *root)
{
    static const struct figure_column columns[] = {
        {"raised", "problem.raised"}, {"closed", "problem.closed"}, {"overdue", "problem.overdue"}};
    json_t *p = json_object();
    struct metric_number raised, closed;
    const struct figure list[] = {
        {p, "raised", "problem.raised", .ret_number = &raised},
        {p, "closed", "problem.closed", .ret_number = &closed},
        {p, "open", "problem.raised", "not closed"},
        {p, "overdue", "problem.overdue"},
        {p, "handed_out", "problem.handed_out"},
        {p, "handed_out_month", "problem.handed_out",
         "month(assigned_on) = month(as_of) and year(assigned_on) = year(as_of)"},
        {p, "closed_month", "problem.closed", "month(closed_on) = month(as_of) and year(closed_on) = year(as_of)"},
        {p, "on_time", "problem.closed_on_time"},
        {p, "slips", "slip.issued"},
        {p, "slips_answered", "slip.answered"},
    };
    static const struct figure_table table = {"problem_categories", "category", columns, COUNT(columns), 0};
    json_object_set_new(root, "problems", p);
    if (!put_figures(f, list, COUNT(list), root, &table, 1))
        return false;
    int64_t rate = percent_of(closed.value, raised.value);
    put_text(p, "closing_rate", rate == NONE_INT ? "—" : percent_show(f->cx->arena, rate));
    return true;
}

static bool put_others(struct figures *f, json_t *root)
{
    static const struct figure_column fields[] = {{"count", "reserve.count"},
                                                  {"total_investment", "reserve.total_investment"}};
    json_t *reserve = json_object(), *leads = json_object(), *grants = json_object(), *funds = json_object();
    json_object_set_new(root, "reserve", reserve);
    json_object_set_new(root, "leads", leads);
    json_object_set_new(root, "grants", grants);
    json_object_set_new(root, "funds", funds);
    const struct figure list[] = {
        {reserve, "count", "reserve.count"},
        {reserve, "total_investment", "reserve.total_investment"},
        {reserve, "converted", "reserve.count", "state = 'converted'"},
        {leads, "count", "lead.count"},
        {leads, "signed", "lead.signed"},
        {leads, "signed_amount", "lead.signed_amount"},
        {leads, "signed_big", "lead.signed", "amount >= 10亿"},
        {grants, "count", "grant.count"},
        {grants, "received", "grant.received"},
        {funds, "count", "fund.count"},
        {funds, "size", "fund.size"},
    };
    static const struct figure_table table = {"reserve_fields", "field", fields, COUNT(fields), 1};
    return put_figures(f, list, COUNT(list), root, &table, 1);
}

static void add_progress(struct figures *f, const struct list *l, json_t *row)
{
    struct ctx *cx = f->cx;
    struct value done = list_cell(l, "completed_in_year"), planned = list_cell(l, "planned_in_year");
    long long id = list_cell(l, "id").i;
    const char *of_project = arena_printf(cx->arena, "project.id = %lld", id);
    put_text(row, "planned", money_decimal(cx->arena, (struct money){planned.i}, MONEY_WAN));
    put_text(row, "done", money_decimal(cx->arena, (struct money){done.i}, MONEY_WAN));
    put_text(row, "progress", percent_show(cx->arena, percent_of(done.i, planned.i)));
    note_source(f, row, "planned", "investment.planned", of_project);
    note_source(f, row, "done", "investment.completed_in_year", of_project);
    note_source(f, row, "progress", "investment.progress", arena_printf(cx->arena, "id = %lld", id));
}

static void add_days_over(struct figures *f, const struct list *l, json_t *row)
{
    struct date due = {list_cell(l, "due_on").i};
    put_text(row, "days",
             arena_printf(f->cx->arena, "%d", date_days_between(date_last(due), date_last(f->view.as_of))));
}

static void add_days(struct figures *f, const struct list *l, json_t *row)
{
    add_days_over(f, l, row);
    if (!*json_string_value(json_object_get(row, "project")))
        put_text(row, "project", json_string_value(json_object_get(row, "subject")));
}

/* The lamps of the row's own colour: "进度灯、纳统灯". */
static void add_lamps(struct figures *f, const struct list *l, json_t *row)
{
    const struct value colour = list_cell(l, "light");
    struct buf out = buf_init(f->cx->arena);
    for (int i = 0; i < l->column_count; i++) {
        const struct field *lamp = l->columns[i].field;
        const struct value v = list_value(l, i);
        if (strncmp(lamp->name, "light_", 6) != 0 || lamp->type != T_CHOICE || v.kind != VALUE_TEXT ||
            !text_equal(v.s, colour.s))
            continue;
        buf_text(&out, out.length ? "、" : "");
        buf_text(&out, lamp->label.zh);
    }
    put_text(row, "lamps", out.data);
}

/* A light's projects, those that have had it longest first. */
static json_t *light_rows(struct figures *f, const char *where)
{
    return list_rows(f, &project_entity, where, "light_since",
                     "name,unit,leader,light_since,light,light_start,light_progress,light_money,light_statistics,"
                     "light_approvals,light_reporting",
                     LIGHT_LIST, add_lamps);
}

static bool put_lights(struct figures *f, json_t *root)
{
    static const struct figure_column colours[] = {
        {"red", "light.red"}, {"yellow", "light.yellow"}, {"green", "light.green"}};
    json_t *lights = json_object();
    const struct figure list[] = {
        {lights, "red", "light.red"}, {lights, "yellow", "light.yellow"}, {lights, "green", "light.green"}};
    static const struct figure_table table = {"light_units", "unit", colours, COUNT(colours), 0};
    json_object_set_new(root, "lights", lights);
    return put_figures(f, list, COUNT(list), root, &table, 1) &&
           put_list(root, "reds", light_rows(f, "light = 'red'")) &&
           put_list(root, "yellows", light_rows(f, "light = 'yellow'"));
}

static bool put_reporting(struct figures *f, json_t *root)
{
    static const struct figure_column columns[] = {{"timeliness", "report.timeliness"},
                                                   {"due", "report.due"},
                                                   {"filed", "report.filed"},
                                                   {"on_time", "report.on_time"},
                                                   {"completeness", "report.completeness"}};
    json_t *r = json_object();
    const struct figure list[] = {
        {r, "due", "report.due"},
        {r, "filed", "report.filed"},
        {r, "on_time", "report.on_time"},
        {r, "timeliness", "report.timeliness"},
        {r, "completeness", "report.completeness"},
    };
    static const struct figure_table table = {"report_units", "unit", columns, COUNT(columns), 0};
    json_object_set_new(root, "reporting", r);
    return put_figures(f, list, COUNT(list), root, &table, 1);
}

static bool put_promises(struct figures *f, json_t *root)
{
    static const struct figure_column columns[] = {{"made", "promise.made"},
                                                   {"kept", "promise.kept"},
                                                   {"overdue", "promise.overdue"},
                                                   {"fulfilment", "promise.fulfilment"}};
    json_t *p = json_object();
    const struct figure list[] = {
        {p, "made", "promise.made"},
        {p, "kept", "promise.kept"},
        {p, "overdue", "promise.overdue"},
        {p, "fulfilment", "promise.fulfilment"},
    };
    static const struct figure_table table = {"promise_units", "unit", columns, COUNT(columns), 0};
    json_object_set_new(root, "promises", p);
    return put_figures(f, list, COUNT(list), root, &table, 1) &&
           put_list(root, "broken_promises",
                    list_rows(f, &promise_entity, "overdue and made_on <= as_of", "due_on", "what,unit,person,due_on",
                              OVERDUE_LIST, add_days_over));
}

static bool put_lists(struct figures *f, json_t *root)
{
    return put_list(root, "gap",
                    list_rows(f, &project_entity,
                              "started and not halted and not in_statistics and stage != 'withdrawn'", "started_on",
                              "name,unit,leader,started_on", GAP_LIST, NULL)) &&
           put_list(root, "laggards",
                    list_rows(f, &project_entity, RED_WHERE, "completed_in_year,-planned_in_year",
                              "name,unit,leader,planned_in_year,completed_in_year", RED_LIST, add_progress)) &&
           put_list(root, "overdue",
                    list_rows(f, &problem_entity, "overdue and (raised_on <= as_of or raised_on is empty)", "due_on",
                              "project,subject,category,unit,leader,due_on,description", OVERDUE_LIST, add_days));
}

static bool put_heading(struct figures *f, const struct report_request *rq, json_t *root)
{
    struct ctx *cx = f->cx;
    struct zone *z = row_load(cx, &zone_entity, cx->zone);
    json_t *zone = json_object(), *issue = json_object();
    json_object_set_new(root, "zone", zone);
    json_object_set_new(root, "issue", issue);
    if (!z)
        return false;
    int month = date_month_of(f->view.as_of);
    put_text(zone, "name", z->name);
    put_text(issue, "year", arena_printf(cx->arena, "%d", date_year_of(f->view.as_of)));
    put_text(issue, "month", arena_printf(cx->arena, "%d", month));
    put_text(issue, "number", arena_printf(cx->arena, "%d", rq->issue ? rq->issue : month));
    put_text(root, "as_of", date_show(cx->arena, f->view.as_of, LANG_ZH));
    put_text(root, "issuer", z->issuer ? z->issuer : arena_printf(cx->arena, "%s项目办", z->name));
    return true;
}

static bool begin(struct ctx *cx, const struct report_request *rq, struct figures *f)
{
    *f = (struct figures){cx, {report_date(cx, rq), rq->view.known_at}, NULL, rq->sources};
    return true;
}

static struct json_t *bulletin_data(struct ctx *cx, const struct report_request *rq)
{
    struct figures f;
    enum lang lang = cx->lang;
    json_t *root = figures_root(cx);
    if (!begin(cx, rq, &f))
        return NULL;
    cx->lang = LANG_ZH; /* an official document is Chinese whatever the reader's screen shows */
    f.definitions = json_array();
    json_object_set_new(root, "definitions", f.definitions);
    bool done = put_heading(&f, rq, root) && put_totals(&f, root) && put_problems(&f, root) && put_lights(&f, root) &&
                put_reporting(&f, root) && put_promises(&f, root) && put_others(&f, root) && put_lists(&f, root);
    cx->lang = lang;
    return done ? root : NULL;
}

/* ---- the annex ---- */

/* clang-format off */
static const struct annex_column rank_columns[] = {
    {"名次", NULL, 6, STYLE_CENTER}, {"名称", "name", 20, STYLE_WRAP}, {"项目数", "count", 8, STYLE_INTEGER},
    {"已开工", "started", 8, STYLE_INTEGER}, {"已纳统", "in_statistics", 8, STYLE_INTEGER}, {"已竣工", "completed", 8, STYLE_INTEGER},
    {"总投资(万元)", "total_investment_wan", 16, STYLE_DECIMAL}, {"年度计划(万元)", "planned_wan", 16, STYLE_DECIMAL}, {"本年完成(万元)", "done_wan", 16, STYLE_DECIMAL},
    {"完成率", "progress", 10, STYLE_CENTER}, {"较时间进度(百分点)", "points", 24, STYLE_SIGNED},
    {0},
};
static const struct annex_column red_columns[] = {
    {"序号", NULL, 6, STYLE_CENTER}, {"项目名称", "name", 40, STYLE_WRAP}, {"责任单位", "unit", 18, STYLE_WRAP},
    {"包联领导", "leader", 14, STYLE_WRAP}, {"年度计划(万元)", "planned", 16, STYLE_DECIMAL}, {"本年完成(万元)", "done", 16, STYLE_DECIMAL},
    {"完成率", "progress", 10, STYLE_CENTER},
    {0},
};
static const struct annex_column light_columns[] = {
    {"序号", NULL, 6, STYLE_CENTER}, {"项目名称", "name", 40, STYLE_WRAP}, {"责任单位", "unit", 18, STYLE_WRAP},
    {"包联领导", "leader", 14, STYLE_WRAP}, {"亮灯", "lamps", 24, STYLE_WRAP}, {"亮灯时间", "light_since", 16, STYLE_CENTER},
    {0},
};
static const struct annex_column reporting_columns[] = {
    {"序号", NULL, 6, STYLE_CENTER}, {"责任单位", "name", 24, STYLE_WRAP}, {"应报", "due", 8, STYLE_INTEGER},
    {"已报", "filed", 8, STYLE_INTEGER}, {"按时", "on_time", 8, STYLE_INTEGER}, {"完整率", "completeness", 10, STYLE_CENTER},
    {"及时率", "timeliness", 10, STYLE_CENTER},
    {0},
};
static const struct annex_column promise_columns[] = {
    {"序号", NULL, 6, STYLE_CENTER}, {"责任单位", "name", 24, STYLE_WRAP}, {"承诺", "made", 8, STYLE_INTEGER},
    {"兑现", "kept", 8, STYLE_INTEGER}, {"超期", "overdue", 8, STYLE_INTEGER}, {"兑现率", "fulfilment", 10, STYLE_CENTER},
    {0},
};
static const struct annex_column gap_columns[] = {
    {"序号", NULL, 6, STYLE_CENTER}, {"项目名称", "name", 40, STYLE_WRAP}, {"责任单位", "unit", 18, STYLE_WRAP},
    {"包联领导", "leader", 14, STYLE_WRAP}, {"开工时间", "started_on", 14, STYLE_CENTER},
    {0},
};
static const struct annex_column due_columns[] = {
    {"序号", NULL, 6, STYLE_CENTER}, {"项目", "project", 30, STYLE_WRAP}, {"问题类别", "category", 14, STYLE_WRAP},
    {"问题", "description", 40, STYLE_WRAP}, {"责任单位", "unit", 18, STYLE_WRAP}, {"包联领导", "leader", 14, STYLE_WRAP},
    {"办结时限", "due_on", 16, STYLE_CENTER}, {"超期天数", "days", 10, STYLE_INTEGER},
    {0},
};
static const struct annex_column definition_columns[] = {
    {"序号", NULL, 6, STYLE_CENTER}, {"指标", "name", 22, STYLE_WRAP}, {"本期数值", "value", 18, STYLE_INTEGER},
    {"口径", "definition", 90, STYLE_WRAP},
    {0},
};

static const struct annex_sheet bulletin_annex[] = {
    {"责任单位排名", "各责任单位投资完成情况排名", "units", rank_columns},
    {"包联领导", "包联领导所包联项目投资完成情况", "leaders", rank_columns},
    {"分领域", "分领域投资完成情况", "sectors", rank_columns},
    {"红色预警", "投资进度红色预警项目", "laggards", red_columns},
    {"红灯项目", "红灯项目", "reds", light_columns},
    {"黄灯项目", "黄灯项目", "yellows", light_columns},
    {"周报填报", "各责任单位周报填报情况", "report_units", reporting_columns},
    {"承诺兑现", "各责任单位承诺事项兑现情况", "promise_units", promise_columns},
    {"已开工未纳统", "已开工未纳统项目", "gap", gap_columns},
    {"超期问题", "超期未办结问题", "overdue", due_columns},
    {"指标口径", "指标口径", "definitions", definition_columns},
    {0},
};
/* clang-format on */

static struct template_kept bulletin_template;

const struct report monthly_bulletin_report = {
    .name = "monthly_bulletin",
    .label = {"月通报", "Monthly bulletin"},
    .help = {"重点项目建设月度通报:公文格式 DOCX 和 Excel 附表,每个数字都是指标",
             "The monthly bulletin on key projects: an official DOCX and an Excel annex; every number is a metric"},
    .data = bulletin_data,
    .template_xml = monthly_bulletin_template,
    .template_kept = &bulletin_template,
    .annex = bulletin_annex,
};
