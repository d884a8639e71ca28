/* week_report.c — a report from its filling in to the project it flows into. */
#include "rules/week.h"

#include "base/text.h"
#include "model/rights.h"
#include "model/rows.h"

#include <string.h>

/* ---- what may be done when ---- */

struct duty_place {
    struct report_duty *duty;
    struct report_week *week;
};

static bool is_closed(const struct report_week *w)
{
    return strcmp(w->state, "closed") == 0;
}

static const char *state_label(const struct report_duty *d, enum lang lang)
{
    return label_in(choice_find(entity_field(&report_duty_entity, "state")->choices, d->state)->label, lang);
}

static bool fail_state(struct ctx *cx, const struct duty_place *at)
{
    const struct report_duty *d = at->duty;
    return fail(cx, ERR_CONFLICT, "WEK-02", NULL, "%1$s 周的周报现在是“%2$s”，不能这样做；请刷新页面%4$s%3$.0s%5$.0s",
                "the reports of week %1$s are \"%3$s\" now, so this cannot be done; reload the page%5$s%2$.0s%4$.0s",
                at->week->name, state_label(d, LANG_ZH), state_label(d, LANG_EN),
                is_closed(at->week) ? "，要改请项目办重新打开" : "",
                is_closed(at->week) ? ", or ask the project office to reopen them" : "");
}

static bool find_place(struct ctx *cx, struct report_duty *duty, struct duty_place *ret_at)
{
    *ret_at = (struct duty_place){duty, row_load(cx, &report_week_entity, duty->week)};
    return ret_at->week;
}

/* ---- filling in ---- */

static struct report_duty *duty_of(struct ctx *cx, const struct weekly_report *r)
{
    struct report_duty *like = row_new(cx, &report_duty_entity);
    like->week = r->week;
    like->unit = r->unit;
    return row_find(cx, &report_duty_entity, "week unit", like);
}

static void file(struct ctx *cx, struct weekly_report *r, const struct report_duty *d)
{
    if (r->filed_at.ms)
        return;
    r->filed_at = (struct instant){cx->now_ms};
    r->filed_on = date_of_instant(r->filed_at);
    r->late = cx->now_ms > d->due_at.ms;
}

/* The fields that differ from what the project says, "image_progress month_investment"; NULL: none. */
static const char *differing(struct ctx *cx, const struct week_values *values, const struct week_values *base)
{
    struct buf out = buf_init(cx->arena);
    for (const struct field *f = week_value_fields; f->type != T_END; f++)
        if (!week_same(f, values, base))
            buf_printf(&out, "%s%s", out.length ? " " : "", f->name);
    return out.length ? out.data : NULL;
}

static struct week_values as_stored(const struct week_values *values)
{
    struct week_values v = *values;
    v.image_progress = text_is_empty(v.image_progress) ? NULL : v.image_progress;
    v.done = text_is_empty(v.done) ? NULL : v.done;
    v.next_plan = text_is_empty(v.next_plan) ? NULL : v.next_plan;
    v.difficulty = text_is_empty(v.difficulty) ? NULL : v.difficulty;
    return v;
}

/* What was submitted may be mended until it is confirmed or the week is closed. */
static bool takes_reports(const struct report_duty *d, const struct report_week *w)
{
    return text_has_word("open sent_back", d->state) || (strcmp(d->state, "submitted") == 0 && !is_closed(w));
}

bool week_may_fill(struct ctx *cx, const struct report_duty *duty, const struct report_week *week)
{
    return takes_reports(duty, week) && rights_reach(cx, &weekly_report_entity, ACT_UPDATE) != REACH_NONE;
}

struct filling {
    const struct week_item *item;
    const struct week_values *values;
    struct weekly_report *row;
};

static bool fill_inside(struct ctx *cx, void *filling)
{
    struct filling *f = filling;
    struct weekly_report *r = f->row;
    struct report_duty *duty = duty_of(cx, r);
    struct duty_place at;
    const struct week_values v = as_stored(f->values);
    if (!rights_need_row(cx, &weekly_report_entity, r->head.id, ACT_UPDATE) || !duty || !find_place(cx, duty, &at))
        return false;
    if (!takes_reports(duty, at.week))
        return fail_state(cx, &at);
    r->image_progress = v.image_progress;
    r->month_investment = v.month_investment;
    r->done = v.done;
    r->next_plan = v.next_plan;
    r->difficulty = v.difficulty;
    r->changed = differing(cx, &v, &f->item->said);
    r->filled_at = (struct instant){cx->now_ms};
    if (strcmp(duty->state, "submitted") == 0)
        file(cx, r, duty);
    return row_save(cx, &weekly_report_entity, r, NULL);
}

bool week_fill(struct ctx *cx, const struct week_item *item, int64_t version, const struct week_values *values,
               int64_t *ret_version)
{
    struct filling f = {item, values, row_copy(cx, &weekly_report_entity, item->report)};
    if (version)
        f.row->head.version = version;
    if (!db_transaction(cx, fill_inside, &f))
        return false;
    *ret_version = f.row->head.version;
    return true;
}

/* ---- flowing into the project ---- */

static bool has(const struct weekly_report *r, const char *field)
{
    return r->changed && text_has_word(r->changed, field);
}

static bool flow_into_project(struct ctx *cx, const struct weekly_report *r)
{
    if (!has(r, "image_progress") && !has(r, "difficulty"))
        return true;
    const struct project *old = row_load(cx, &project_entity, r->project);
    if (!old)
        return false;
    struct project *p = row_copy(cx, &project_entity, old);
    if (has(r, "image_progress"))
        p->image_progress = r->image_progress;
    if (has(r, "difficulty"))
        p->difficulty = r->difficulty;
    return row_save_over(cx, &project_entity, p, old, NULL);
}

static bool flow_into_investment(struct ctx *cx, const struct report_week *w, const struct weekly_report *r)
{
    if (!has(r, "month_investment") || money_is_none(r->month_investment))
        return true;
    struct investment *like = row_new(cx, &investment_entity);
    like->project = r->project;
    like->month = w->month;
    like->caliber = "dispatch";
    const struct investment *old = row_find(cx, &investment_entity, "project caliber month", like);
    if (!old && cx->err.kind != ERR_NONE)
        return false;
    struct investment *i = old ? row_copy(cx, &investment_entity, old) : like;
    i->amount = r->month_investment;
    return row_save_over(cx, &investment_entity, i, old, NULL);
}

/* `each` over the reports of the duty that are filled in. */
static bool for_each(struct ctx *cx, const struct duty_place *at,
                     bool (*each)(struct ctx *cx, const struct duty_place *at, struct weekly_report *r),
                     int64_t *ret_count)
{
    struct sql q = sql_new(cx);
    sql_add(&q, "SELECT %s FROM weekly_report WHERE zone = ", row_columns(cx, &weekly_report_entity, NULL));
    sql_bind(&q, value_int(cx->zone));
    sql_add(&q, " AND week = ");
    sql_bind(&q, value_int(at->duty->week));
    sql_add(&q, " AND unit = ");
    sql_bind(&q, value_int(at->duty->unit));
    sql_add(&q, " AND filled_at IS NOT NULL ORDER BY project");
    struct rows *rows = sql_query(&q);
    for (*ret_count = 0; rows && db_next(rows); ++*ret_count) {
        struct weekly_report *r = row_new(cx, &weekly_report_entity);
        row_read(cx, &weekly_report_entity, rows, 0, r);
        if (!each(cx, at, r))
            return false;
    }
    return rows && db_ok(rows);
}

static bool file_one(struct ctx *cx, const struct duty_place *at, struct weekly_report *r)
{
    const struct weekly_report *old = row_copy(cx, &weekly_report_entity, r);
    file(cx, r, at->duty);
    return row_save_over(cx, &weekly_report_entity, r, old, NULL);
}

static bool flow_one(struct ctx *cx, const struct duty_place *at, struct weekly_report *r)
{
    return flow_into_project(cx, r) && flow_into_investment(cx, at->week, r);
}

/* What follows from a confirmed report is the program's to write, as what follows from any row; its history names the way. */
static bool flow(struct ctx *cx, const struct duty_place *at)
{
    const struct rights *rights = cx->rights;
    const char *way = cx->way;
    int64_t count;
    cx->rights = NULL;
    cx->way = "weekly";
    const bool done = for_each(cx, at, flow_one, &count);
    cx->rights = rights;
    cx->way = way;
    return done;
}

/* ---- deeds ---- */

static bool submit(struct ctx *cx, const struct duty_place *at)
{
    struct report_duty *d = at->duty;
    int64_t count;
    d->state = "submitted";
    d->submitted_by = cx->actor;
    if (!d->submitted_at.ms)
        d->submitted_at = (struct instant){cx->now_ms};
    if (!for_each(cx, at, file_one, &count))
        return false;
    return count || fail(cx, ERR_INPUT, "WEK-03", NULL, "还一个项目都没有填，没有可上报的；没有变化的请点“无变化”",
                         "no project is filled in yet, so there is nothing to submit; where nothing changed, say so");
}

static bool confirm(struct ctx *cx, const struct duty_place *at)
{
    at->duty->state = is_closed(at->week) ? "locked" : "confirmed";
    at->duty->confirmed_at = (struct instant){cx->now_ms};
    at->duty->confirmed_by = cx->actor;
    return flow(cx, at);
}

static bool back(struct ctx *cx, const struct duty_place *at, const char *state)
{
    (void)cx;
    at->duty->state = state;
    at->duty->confirmed_at = (struct instant){0};
    at->duty->confirmed_by = NULL;
    return true;
}

static bool send_back(struct ctx *cx, const struct duty_place *at)
{
    return back(cx, at, "sent_back");
}

static bool reopen(struct ctx *cx, const struct duty_place *at)
{
    return back(cx, at, "open");
}

static const struct deed {
    const char *from;
    const struct entity *takes; /* the right to change its rows: of the duty's reports, the duty, the week */
    bool reason;
    bool (*act)(struct ctx *cx, const struct duty_place *at);
} deeds[] = {
    [WEEK_SUBMIT] = {"open sent_back", &weekly_report_entity, false, submit},
    [WEEK_CONFIRM] = {"submitted", &report_duty_entity, false, confirm},
    [WEEK_SEND_BACK] = {"submitted confirmed", &report_duty_entity, true, send_back},
    [WEEK_REOPEN] = {"submitted confirmed locked missed", &report_week_entity, true, reopen},
};

/* The duty itself is within the reach of reading, which for reports goes as far as that of changing them. */
static bool need_deed(struct ctx *cx, const struct deed *deed, const struct report_duty *d)
{
    return deed->takes == &report_duty_entity ? rights_need_row(cx, deed->takes, d->head.id, ACT_UPDATE)
                                              : rights_need(cx, deed->takes, ACT_UPDATE);
}

bool week_may(struct ctx *cx, enum week_act act, const struct report_duty *duty)
{
    return text_has_word(deeds[act].from, duty->state) && rights_reach(cx, deeds[act].takes, ACT_UPDATE) != REACH_NONE;
}

struct doing {
    const struct deed *deed;
    int64_t id, version;
    const char *reason;
};

static bool do_inside(struct ctx *cx, void *doing)
{
    const struct doing *w = doing;
    const struct report_duty *old = row_load(cx, &report_duty_entity, w->id);
    struct duty_place at;
    if (!old || !need_deed(cx, w->deed, old) || !find_place(cx, row_copy(cx, &report_duty_entity, old), &at))
        return false;
    if (!text_has_word(w->deed->from, old->state))
        return fail_state(cx, &at);
    if (w->deed->reason && text_is_empty(w->reason))
        return fail(cx, ERR_INPUT, "WEK-04", "reason", "请写明理由，填报人看得到",
                    "say why: whoever reports will see it");
    if (w->version)
        at.duty->head.version = w->version;
    at.duty->reason = w->deed->reason ? w->reason : at.duty->reason;
    return w->deed->act(cx, &at) && row_save(cx, &report_duty_entity, at.duty, NULL);
}

bool week_do(struct ctx *cx, enum week_act act, int64_t duty, int64_t version, const char *reason)
{
    struct doing w = {&deeds[act], duty, version, reason};
    return db_transaction(cx, do_inside, &w);
}

/* ---- a difficulty becomes a problem ---- */

struct raising {
    int64_t report, problem;
    const char *category;
};

static bool raise_inside(struct ctx *cx, void *raising)
{
    struct raising *w = raising;
    const struct weekly_report *old = row_load(cx, &weekly_report_entity, w->report);
    if (!old || !rights_need_row(cx, &weekly_report_entity, w->report, ACT_UPDATE))
        return false;
    if (text_is_empty(old->difficulty))
        return fail(cx, ERR_INPUT, "WEK-05", "difficulty", "这份周报没有写存在问题，请先写明再转为问题",
                    "this report names no difficulty: write it down before making a problem of it");
    if (old->problem)
        return fail(cx, ERR_CONFLICT, "WEK-06", "problem", "已经转为问题（编号 %lld），不必再转",
                    "it is a problem already (id %lld)", (long long)old->problem);
    struct problem *p = row_new(cx, &problem_entity);
    p->project = old->project;
    p->unit = old->unit;
    p->description = old->difficulty;
    p->category = w->category;
    p->source = "weekly_dispatch";
    p->raised_on = date_of_instant((struct instant){cx->now_ms});
    p->state = "raised";
    struct weekly_report *r = row_copy(cx, &weekly_report_entity, old);
    if (!row_save(cx, &problem_entity, p, NULL))
        return false;
    r->problem = w->problem = p->head.id;
    return row_save_over(cx, &weekly_report_entity, r, old, NULL);
}

bool week_problem(struct ctx *cx, int64_t report, const char *category, int64_t *ret_problem)
{
    struct raising w = {.report = report, .category = category};
    if (!db_transaction(cx, raise_inside, &w))
        return false;
    *ret_problem = w.problem;
    return true;
}
