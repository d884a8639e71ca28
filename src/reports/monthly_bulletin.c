/* monthly_bulletin.c — the monthly bulletin (月通报): what the month's metrics and lists say (domain §4). */
#include "base/text.h"
#include "entities/entities.h"
#include "office/workbook_write.h"
#include "reports/figures.h"
#include "reports/lists.h"
#include "reports/report.h"

#include <stdlib.h>
#include <string.h>

extern const char monthly_bulletin_template[]; /* share/templates/monthly_bulletin.xml, embedded by the build */

enum { RED_LIST = 20, OVERDUE_LIST = 30, GAP_LIST = 50 };

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

static void add_days(struct figures *f, const struct list *l, json_t *row)
{
    struct date due = {list_cell(l, "due_on").i};
    put_text(row, "days",
             arena_printf(f->cx->arena, "%d", date_days_between(date_last(due), date_last(f->view.as_of))));
    if (!*json_string_value(json_object_get(row, "project")))
        put_text(row, "project", json_string_value(json_object_get(row, "subject")));
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
    bool done = put_heading(&f, rq, root) && put_totals(&f, root) && put_problems(&f, root) && put_others(&f, root) &&
                put_lists(&f, root);
    cx->lang = lang;
    return done ? root : NULL;
}

/* ---- the annex ---- */

static bool is_number(const char *text)
{
    return text && *text && text[strspn(text, "-.0123456789")] == '\0' && strcmp(text, "-") != 0;
}

static bool annex_table(struct writer *w, const char *sheet, const char *title, const char *const *heads,
                        const char *const *keys, const int *widths, int columns, const json_t *rows)
{
    size_t i;
    json_t *row;
    if (!writer_sheet(w, sheet, widths, columns))
        return false;
    writer_freeze(w, 2, 0, false);
    writer_landscape(w);
    writer_merge(w, 0, 0, columns - 1, title, STYLE_TITLE);
    for (int c = 0; c < columns; c++)
        writer_text(w, 1, c, heads[c], STYLE_HEAD);
    json_array_foreach(rows, i, row) for (int c = 0; c < columns; c++)
    {
        const char *text = json_string_value(json_object_get(row, keys[c] ? keys[c] : "rank"));
        if (!keys[c] || is_number(text))
            writer_number(w, (int)i + 2, c, text, keys[c] && strchr(heads[c], '(') ? STYLE_DECIMAL : STYLE_INTEGER);
        else
            writer_text(w, (int)i + 2, c, text, STYLE_WRAP);
    }
    return true;
}

static void add_ranks(struct ctx *cx, const json_t *rows)
{
    size_t i;
    json_t *row;
    json_array_foreach(rows, i, row) put_text(row, "rank", arena_printf(cx->arena, "%zu", i + 1));
}

static bool bulletin_annex(struct ctx *cx, struct json_t *d, struct buf *out)
{
    static const char *const rank_heads[] = {"名次",
                                             "名称",
                                             "项目数",
                                             "已开工",
                                             "已纳统",
                                             "已竣工",
                                             "总投资(万元)",
                                             "年度计划(万元)",
                                             "本年完成(万元)",
                                             "完成率",
                                             "较时间进度(百分点)"};
    static const char *const rank_keys[] = {
        NULL,          "name",     "count",    "started", "in_statistics", "completed", "total_investment_wan",
        "planned_wan", "done_wan", "progress", "points"};
    static const int rank_widths[] = {6, 20, 8, 8, 8, 8, 16, 16, 16, 10, 24};
    static const char *const red_heads[] = {"序号",           "项目名称",       "责任单位", "包联领导",
                                            "年度计划(万元)", "本年完成(万元)", "完成率"};
    static const char *const red_keys[] = {NULL, "name", "unit", "leader", "planned", "done", "progress"};
    static const int red_widths[] = {6, 40, 18, 14, 16, 16, 10};
    static const char *const gap_heads[] = {"序号", "项目名称", "责任单位", "包联领导", "开工时间"};
    static const char *const gap_keys[] = {NULL, "name", "unit", "leader", "started_on"};
    static const int gap_widths[] = {6, 40, 18, 14, 14};
    static const char *const due_heads[] = {"序号",     "项目",     "问题类别", "问题",
                                            "责任单位", "包联领导", "办结时限", "超期天数"};
    static const char *const due_keys[] = {NULL,   "project", "category", "description",
                                           "unit", "leader",  "due_on",   "days"};
    static const int due_widths[] = {6, 30, 14, 40, 18, 14, 16, 10};
    static const char *const def_heads[] = {"序号", "指标", "本期数值", "口径"};
    static const char *const def_keys[] = {NULL, "name", "value", "definition"};
    static const int def_widths[] = {6, 22, 18, 90};
    struct writer *w = writer_new(cx);
    static const char *const lists[] = {"units", "leaders", "sectors", "laggards", "gap", "overdue", "definitions"};
    if (!w)
        return false;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        add_ranks(cx, json_object_get(d, lists[i]));
    const char *date = json_string_value(json_object_get(d, "as_of"));
#define TITLE(words) arena_printf(cx->arena, "%s(截至%s)", words, date)
    return annex_table(w, "责任单位排名", TITLE("各责任单位投资完成情况排名"), rank_heads, rank_keys, rank_widths, 11,
                       json_object_get(d, "units")) &&
           annex_table(w, "包联领导", TITLE("包联领导所包联项目投资完成情况"), rank_heads, rank_keys, rank_widths, 11,
                       json_object_get(d, "leaders")) &&
           annex_table(w, "分领域", TITLE("分领域投资完成情况"), rank_heads, rank_keys, rank_widths, 11,
                       json_object_get(d, "sectors")) &&
           annex_table(w, "红色预警", TITLE("投资进度红色预警项目"), red_heads, red_keys, red_widths, 7,
                       json_object_get(d, "laggards")) &&
           annex_table(w, "已开工未纳统", TITLE("已开工未纳统项目"), gap_heads, gap_keys, gap_widths, 5,
                       json_object_get(d, "gap")) &&
           annex_table(w, "超期问题", TITLE("超期未办结问题"), due_heads, due_keys, due_widths, 8,
                       json_object_get(d, "overdue")) &&
           annex_table(w, "指标口径", TITLE("指标口径"), def_heads, def_keys, def_widths, 4,
                       json_object_get(d, "definitions")) &&
           writer_finish(w, out);
#undef TITLE
}

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
