/* problem_loop.c — the table of deeds, and how one is done. */
#include "rules/problem_loop.h"

#include "base/text.h"
#include "model/list.h"
#include "model/rights.h"
#include "rules/limits.h"
#include "rules/workdays.h"

#include <string.h>

/* clang-format off */
#define OPEN   (PROBLEM_RAISED | PROBLEM_ASSESSED | PROBLEM_ASSIGNED | PROBLEM_HANDLING | PROBLEM_VERIFIED)
#define UNDER_WAY (PROBLEM_ASSIGNED | PROBLEM_HANDLING)

const struct problem_rule problem_rules[] = {
    /* kind        from                                                 to          needs                                    takes                        after                field */
    {"assess",     PROBLEM_RAISED,                                      "assessed", DEED_CONTENT,                             DEED_CATEGORY,               NULL,                "grade"},
    {"assign",     PROBLEM_RAISED | PROBLEM_ASSESSED | UNDER_WAY,       "assigned", DEED_UNIT | DEED_LIMIT | DEED_CONTENT,    DEED_LEADER | DEED_CATEGORY, NULL,                "due_on"},
    {"handle",     UNDER_WAY,                                           "handling", DEED_CONTENT,                             0,                           NULL,                "measure"},
    {"answer",     UNDER_WAY | PROBLEM_VERIFIED | PROBLEM_CLOSED,       NULL,       DEED_CONTENT,                             0,                           NULL,                "measure"},
    {"urge",       UNDER_WAY,                                           NULL,       0,                                        DEED_CONTENT,                NULL,                "due_on"},
    {"interview",  UNDER_WAY,                                           NULL,       DEED_CONTENT,                             0,                           "urge",              "due_on"},
    {"on_site",    UNDER_WAY,                                           NULL,       DEED_CONTENT,                             0,                           NULL,                "due_on"},
    {"escalate",   UNDER_WAY,                                           NULL,       DEED_CONTENT,                             DEED_LEADER,                 "interview on_site", "due_on"},
    {"verify",     PROBLEM_HANDLING,                                    "verified", DEED_CONTENT,                             0,                           NULL,                "closed_on"},
    {"send_back",  PROBLEM_VERIFIED,                                    "handling", DEED_CONTENT,                             0,                           NULL,                "closed_on"},
    {"rate",       PROBLEM_VERIFIED | PROBLEM_CLOSED,                   NULL,       DEED_SATISFACTION,                        DEED_CONTENT,                NULL,                "satisfaction"},
    {"close",      PROBLEM_ASSESSED | PROBLEM_VERIFIED,                 "closed",   DEED_EVIDENCE | DEED_SATISFACTION,        DEED_CONTENT,                NULL,                "evidence"},
    {"reopen",     PROBLEM_CLOSED,                                      "handling", DEED_CONTENT,                             DEED_LIMIT,                  NULL,                "closed_on"},
    {"merge",      OPEN,                                                "closed",   DEED_INTO,                                DEED_CONTENT,                NULL,                "duplicate_of"},
    {0},
};

const char *const deed_part_names[] = {"content", "unit", "limit", "evidence", "satisfaction", "into", "category", "leader", NULL};
/* clang-format on */

const struct problem_rule *problem_rule_find(const char *kind)
{
    for (const struct problem_rule *r = problem_rules; r->kind; r++)
        if (text_equal(r->kind, kind))
            return r;
    return NULL;
}

enum problem_state problem_state_of(const struct problem *q)
{
    for (int i = 0; problem_states[i].code; i++)
        if (text_equal(problem_states[i].code, q->state))
            return 1 << i;
    return PROBLEM_RAISED;
}

bool problem_is_request(const struct problem *q)
{
    return text_equal(q->source, "enterprise");
}

static bool is_merged(const struct problem *q)
{
    return q->duplicate_of != 0;
}

/* ---- is it legal? ---- */

static struct label kind_label(const char *kind)
{
    return choice_find(problem_step_kinds, kind)->label;
}

static struct label state_label(const struct problem *q)
{
    for (int i = 0; problem_states[i].code; i++)
        if (problem_state_of(q) == (enum problem_state)(1 << i))
            return problem_states[i].label;
    return (struct label){0};
}

static bool is_from(const struct problem_rule *r, const struct problem *q)
{
    return (r->from & problem_state_of(q)) && (!is_merged(q) || text_equal(r->kind, "reopen")) &&
           (!text_equal(r->kind, "rate") || problem_is_request(q));
}

static bool refuse_state(struct ctx *cx, const struct problem_rule *r, const struct problem *q)
{
    struct label deed = kind_label(r->kind), at = state_label(q);
    return fail(cx, ERR_CONFLICT, "PRB-03", "kind",
                is_merged(q) ? "问题已并案，不能“%1$s”%2$.0s%3$.0s%4$.0s；可先重新办理"
                             : "问题处于“%3$s”，不能“%1$s”%2$.0s%4$.0s；请按页面列出的动作办理",
                is_merged(q) ? "the problem is dealt with as part of another, so \"%2$s\" is not "
                               "possible%1$.0s%3$.0s%4$.0s; reopen it first"
                             : "the problem is at \"%4$s\", from where \"%2$s\" is not possible%1$.0s%3$.0s; take one "
                               "of the steps that its page offers",
                deed.zh, deed.en, at.zh, at.en);
}

/* The latest step of one of these kinds (NULL: any) since it was last handed out; none: a date without a day. */
static bool last_step(struct ctx *cx, int64_t problem, const char *kinds, struct date *ret_on)
{
    struct sql q = sql_new(cx);
    sql_add(&q, "SELECT MAX(s.stepped_on) FROM problem_step s WHERE s.zone = ");
    sql_bind(&q, value_int(cx->zone));
    sql_add(&q, " AND s.problem = ");
    sql_bind(&q, value_int(problem));
    if (kinds) {
        sql_add(&q, " AND s.kind IN (");
        for (char **kind = text_split(cx->arena, kinds, ' '), **first = kind; *kind; kind++) {
            sql_add(&q, kind == first ? "" : ", ");
            sql_bind(&q, value_text(*kind));
        }
        sql_add(&q, ") AND s.id > COALESCE((SELECT MAX(a.id) FROM problem_step a WHERE a.zone = s.zone AND a.problem = "
                    "s.problem"
                    " AND a.kind = 'assign'), 0)");
    }
    struct rows *rows = sql_query(&q);
    *ret_on = (struct date){rows && db_next(rows) ? db_int(rows, 0) : 0};
    db_end(rows);
    return rows && db_ok(rows);
}

static bool check_after(struct ctx *cx, const struct problem_rule *r, const struct problem *q, bool *ret_fits)
{
    struct date on = {0};
    if (r->after && !last_step(cx, q->head.id, r->after, &on))
        return false;
    *ret_fits = !r->after || !date_is_none(on);
    return true;
}

static bool refuse_after(struct ctx *cx, const struct problem_rule *r)
{
    const char *first = text_split(cx->arena, r->after, ' ')[0];
    struct label deed = kind_label(r->kind), before = kind_label(first);
    return fail(cx, ERR_CONFLICT, "PRB-05", "kind", "“%1$s”之前要先有“%3$s”%2$.0s%4$.0s",
                "\"%4$s\" comes before \"%2$s\"%1$.0s%3$.0s", deed.zh, deed.en, before.zh, before.en);
}

static const struct field *field_of(const struct problem_rule *r)
{
    return entity_field(&problem_entity, r->field);
}

bool problem_may(struct ctx *cx, const struct problem *q, const struct problem_rule *rule, bool *ret_legal)
{
    bool reached, fits;
    *ret_legal = false;
    if (!is_from(rule, q) || !rights_field(cx, &problem_entity, field_of(rule), ACT_UPDATE))
        return true;
    if (!rights_row(cx, &problem_entity, q->head.id, ACT_UPDATE, &reached) || !check_after(cx, rule, q, &fits))
        return false;
    *ret_legal = reached && fits;
    return true;
}

/* ---- what it needs ---- */

struct acting {
    const struct problem_rule *rule;
    const struct problem_deed *deed;
    int64_t id;
    struct date on, due; /* the day it is done; the limit that it sets, or none */
    int64_t limit_days;
    int64_t into; /* of a deed that merges */
    int64_t step;
};

static bool refuse_missing(struct ctx *cx, const struct acting *a, const char *path, struct label what)
{
    struct label deed = kind_label(a->rule->kind);
    return fail(cx, ERR_INPUT, "PRB-04", path, "“%1$s”要写明%3$s%2$.0s%4$.0s", "\"%2$s\" needs %4$s%1$.0s%3$.0s",
                deed.zh, deed.en, what.zh, what.en);
}

static bool has_limit(const struct problem_deed *d)
{
    return d->grade || d->limit_days > 0 || !date_is_none(d->due_on);
}

static bool need_evidence(struct ctx *cx, const struct acting *a, const struct problem *q)
{
    bool has = !text_is_empty(a->deed->content);
    if (!has && !attachment_on(cx, &problem_entity, q->head.id, &has))
        return false;
    return has || refuse_missing(
                      cx, a, "content",
                      (struct label){"销号依据：一段文字，或先上传附件", "evidence: a text, or a file on the problem"});
}

static bool need_satisfaction(struct ctx *cx, const struct acting *a, const struct problem *q)
{
    const char *said = a->deed->satisfaction ? a->deed->satisfaction : q->satisfaction;
    if (!problem_is_request(q))
        return true;
    if (!said)
        return refuse_missing(cx, a, "satisfaction", (struct label){"企业的评价", "what the enterprise says of it"});
    return !text_equal(a->rule->kind, "close") || !text_equal(said, "dissatisfied") ||
           fail(cx, ERR_CONFLICT, "PRB-06", "satisfaction", "企业不满意，不能销号；请退回办理",
                "the enterprise is not satisfied: send it back rather than close it");
}

static bool need_parts(struct ctx *cx, const struct acting *a, const struct problem *q)
{
    const struct problem_deed *d = a->deed;
    const unsigned needs = a->rule->needs;
    if (needs & DEED_CONTENT && text_is_empty(d->content))
        return refuse_missing(cx, a, "content", (struct label){"内容", "words"});
    if (needs & DEED_UNIT && !d->unit)
        return refuse_missing(cx, a, "unit", (struct label){"责任单位", "a responsible unit"});
    if (needs & DEED_LIMIT && !has_limit(d))
        return refuse_missing(cx, a, "grade", (struct label){"办理等级或时限", "a grade or a limit"});
    if (needs & DEED_INTO && !d->into)
        return refuse_missing(cx, a, "into", (struct label){"并入哪个问题", "the problem that it is part of"});
    return (!(needs & DEED_EVIDENCE) || need_evidence(cx, a, q)) &&
           (!(needs & DEED_SATISFACTION) || need_satisfaction(cx, a, q));
}

static bool need_day(struct ctx *cx, struct acting *a, const struct problem *q)
{
    struct arena *arena = cx->arena;
    const struct date today = date_of_instant((struct instant){cx->now_ms});
    struct date last;
    if (!last_step(cx, q->head.id, NULL, &last))
        return false;
    a->on = date_is_none(a->deed->on) ? today : date_last(a->deed->on);
    if (date_is_none(a->deed->on) && a->on.code < last.code)
        a->on = last; /* a clock put back is no fault of whoever acts */
    if (a->on.code > today.code && a->on.code > last.code)
        return fail(cx, ERR_INPUT, "PRB-08", "on", "日期 %s 还没有到", "%s has not come yet", date_iso(arena, a->on));
    return a->on.code >= last.code ||
           fail(cx, ERR_INPUT, "PRB-08", "on", "日期 %s 早于上一步（%s），请核对",
                "%s is before the step before (%s); please check", date_iso(arena, a->on), date_iso(arena, last));
}

static bool find_limit(struct ctx *cx, struct acting *a)
{
    const struct problem_deed *d = a->deed;
    const struct calendar *calendar;
    struct limits limits;
    a->limit_days = NONE_INT;
    if (!has_limit(d) || !((a->rule->needs | a->rule->takes) & DEED_LIMIT))
        return true;
    if (!zone_limits(cx, &limits))
        return false;
    if (d->grade && limits_of_grade(&limits, d->grade) < 0)
        return fail(cx, ERR_INPUT, "PRB-04", "grade", "没有办理等级“%s”", "there is no grade \"%s\"", d->grade);
    calendar = zone_calendar(cx);
    if (!calendar)
        return false;
    if (!date_is_none(d->due_on)) {
        a->due = date_last(d->due_on);
        a->limit_days = calendar_between(calendar, a->on, a->due, DAY_WORKING);
        return a->due.code >= a->on.code || fail(cx, ERR_INPUT, "PRB-08", "due_on", "时限 %s 早于当日（%s），请核对",
                                                 "the limit %s is before the day itself (%s); please check",
                                                 date_iso(cx->arena, a->due), date_iso(cx->arena, a->on));
    }
    a->limit_days = d->limit_days > 0 ? d->limit_days : limits_of_grade(&limits, d->grade);
    a->due = calendar_add(calendar, a->on, (int)a->limit_days, DAY_WORKING);
    return true;
}

/* ---- what it does ---- */

static void set_text(const char **member, const char *text)
{
    if (!text_is_empty(text))
        *member = text;
}

static void set_limit(const struct acting *a, struct problem *q)
{
    if (date_is_none(a->due))
        return;
    q->due_on = a->due;
    q->grade = a->deed->grade;
}

static void clear_closing(struct problem *q)
{
    q->closed_on = (struct date){0};
    q->evidence = q->satisfaction = NULL;
    q->duplicate_of = 0;
}

static const char *evidence_of(struct ctx *cx, const struct acting *a)
{
    if (a->into)
        return arena_printf(cx->arena, "并入问题 %lld 办理 / dealt with as part of problem %lld", (long long)a->into,
                            (long long)a->into);
    return text_is_empty(a->deed->content) ? "见附件 / see the files" : a->deed->content;
}

/* The problem after the deed. */
static void apply(struct ctx *cx, const struct acting *a, struct problem *q)
{
    const struct problem_deed *d = a->deed;
    const unsigned parts = a->rule->needs | a->rule->takes;
    const char *kind = a->rule->kind;
    if (parts & DEED_CATEGORY)
        set_text(&q->category, d->category);
    if (parts & DEED_LEADER)
        set_text(&q->leader, d->leader);
    if (parts & DEED_SATISFACTION && problem_is_request(q))
        set_text(&q->satisfaction, d->satisfaction);
    if (parts & DEED_UNIT) {
        q->unit = d->unit;
        q->assigned_on = a->on;
    }
    if (text_equal(kind, "handle"))
        q->measure = d->content;
    if (text_equal(kind, "reopen"))
        clear_closing(q);
    set_limit(a, q);
    if (a->rule->to)
        q->state = text_equal(kind, "reopen") && !q->unit ? "assessed" : a->rule->to;
    if (a->rule->to && text_equal(a->rule->to, "closed")) {
        q->closed_on = a->on;
        q->evidence = evidence_of(cx, a);
        q->duplicate_of = a->into;
    }
}

static bool note_step(struct ctx *cx, struct acting *a, const struct problem *q)
{
    struct problem_step *s = row_new(cx, &problem_step_entity);
    s->problem = q->head.id;
    s->project = q->project;
    s->enterprise = q->enterprise;
    s->unit = q->unit;
    s->kind = a->rule->kind;
    s->state = q->state;
    s->stepped_on = a->on;
    s->person = a->deed->by ? a->deed->by : cx->rights && cx->rights->who.name ? cx->rights->who.name : cx->actor;
    s->content = a->rule->needs & (DEED_EVIDENCE | DEED_INTO) ? q->evidence
                 : text_is_empty(a->deed->content)            ? NULL
                                                              : a->deed->content;
    s->limit_days = a->limit_days;
    s->due_on = a->due;
    if (!row_save(cx, &problem_step_entity, s, NULL))
        return false;
    a->step = s->head.id;
    return true;
}

/* Problems that were part of this one are part of what it is part of now. */
static bool carry_along(struct ctx *cx, int64_t from, int64_t into)
{
    struct problem *like = row_new(cx, &problem_entity), *q;
    like->duplicate_of = from;
    while ((q = row_find(cx, &problem_entity, "duplicate_of", like))) {
        q->duplicate_of = into;
        if (!row_save(cx, &problem_entity, q, NULL))
            return false;
    }
    return cx->err.kind == ERR_NONE;
}

static bool need_target(struct ctx *cx, const struct acting *a)
{
    if (!a->into)
        return true;
    const struct problem *into = row_load(cx, &problem_entity, a->into);
    if (!into)
        return false;
    return (into->head.id != a->id && !is_merged(into)) ||
           fail(cx, ERR_INPUT, "PRB-07", "into",
                into->head.id == a->id ? "不能并入自己" : "那个问题本身已并入别的问题，请直接并入后者",
                into->head.id == a->id ? "a problem is no part of itself"
                                       : "that problem is part of another one itself; merge into that one");
}

static bool save_as_deed(struct ctx *cx, struct acting *a, struct problem *q)
{
    const struct rights *rights = cx->rights;
    const char *way = cx->way;
    cx->rights = NULL; /* whoever may do the deed may do what belongs to it */
    cx->way = "deed";
    bool saved = row_save(cx, &problem_entity, q, NULL) && (!a->into || carry_along(cx, q->head.id, a->into));
    cx->rights = rights;
    cx->way = way;
    return saved;
}

static bool fail_stale(struct ctx *cx)
{
    return fail(cx, ERR_STALE, "ROW-02", NULL, "这条问题已被他人修改，请对照最新内容后再办理",
                "somebody else has changed this problem; look at it as it is now and act again");
}

static bool act(struct ctx *cx, void *acting)
{
    struct acting *a = acting;
    bool fits;
    struct problem *q = row_load(cx, &problem_entity, a->id);
    if (!q || !rights_need_change(cx, &problem_entity, a->id, field_of(a->rule)))
        return false;
    if (a->deed->version && a->deed->version != q->head.version)
        return fail_stale(cx);
    if (!is_from(a->rule, q))
        return refuse_state(cx, a->rule, q);
    if (!check_after(cx, a->rule, q, &fits) || (!fits && !refuse_after(cx, a->rule)))
        return false;
    if (!need_parts(cx, a, q) || !need_day(cx, a, q) || !need_target(cx, a) || !find_limit(cx, a))
        return false;
    apply(cx, a, q);
    return save_as_deed(cx, a, q) && note_step(cx, a, q);
}

bool problem_act(struct ctx *cx, int64_t id, const struct problem_deed *deed, int64_t *ret_step)
{
    struct acting a = {.rule = problem_rule_find(deed->kind), .deed = deed, .id = id};
    a.into = a.rule && a.rule->needs & DEED_INTO ? deed->into : 0;
    if (!a.rule)
        return fail(cx, ERR_INPUT, "PRB-09", "kind", "没有办理动作“%s”", "there is no step \"%s\"",
                    deed->kind ? deed->kind : "");
    if (!db_transaction(cx, act, &a))
        return false;
    if (ret_step)
        *ret_step = a.step;
    return true;
}

bool problem_assign_to(struct ctx *cx, int64_t id, int64_t unit, const char *content, const char *grade,
                       struct date due_on)
{
    return problem_act(
        cx, id,
        &(struct problem_deed){.kind = "assign", .unit = unit, .content = content, .grade = grade, .due_on = due_on},
        NULL);
}

bool problem_raise(struct ctx *cx, struct problem *q)
{
    problem_entity.begin(cx, q);
    if (date_is_none(q->raised_on))
        q->raised_on = date_of_instant((struct instant){cx->now_ms});
    return row_save(cx, &problem_entity, q, NULL);
}
