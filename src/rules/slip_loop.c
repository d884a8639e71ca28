/* slip_loop.c — the table of what is done with slips, their numbers, and what follows for a problem. */
#include "rules/slip_loop.h"

#include "base/text.h"
#include "model/rights.h"
#include "model/rows.h"
#include "rules/limits.h"
#include "rules/problem_loop.h"
#include "rules/workdays.h"

#include <string.h>

enum { OF_SUPERVISION = 1 << 1 };

/* clang-format off */
const struct slip_rule slip_rules[] = {
    /* kind       label                            from            of              to           needs                    takes                  field */
    {"issue",     {"签发", "Issue"},               SLIP_PROPOSED,  0,              "issued",    SLIP_UNIT | SLIP_CONTENT, SLIP_DUE,            "content"},
    {"withdraw",  {"不发", "Do not issue"},        SLIP_PROPOSED,  0,              "withdrawn", 0,                        SLIP_NOTE,           "content"},
    {"answer",    {"答复", "Answer"},              SLIP_ISSUED,    0,              "answered",  SLIP_ANSWER | SLIP_PLAN,  0,                   "answer"},
    {"approve",   {"方案通过", "Approve the plan"}, SLIP_ANSWERED, OF_SUPERVISION, "settled",   0,                        SLIP_NOTE,           "plan_state"},
    {"send_back", {"方案退回", "Send the plan back"}, SLIP_ANSWERED, OF_SUPERVISION, "issued",  SLIP_NOTE,                SLIP_DUE,            "plan_state"},
    {0},
};

const char *const slip_part_names[] = {"unit", "content", "due_on", "answer", "rectification", "note", NULL};
/* clang-format on */

static unsigned place_in(const struct choice *choices, const char *code)
{
    for (unsigned i = 0; choices[i].code; i++)
        if (text_equal(choices[i].code, code))
            return 1U << i;
    return 0;
}

static bool is_supervision(const struct slip *s)
{
    return text_equal(s->kind, "supervision");
}

static bool is_legal(const struct slip *s, const struct slip_rule *r)
{
    return (r->from & place_in(slip_states, s->state)) && (!r->of || r->of & place_in(slip_kinds, s->kind));
}

unsigned slip_needs(const struct slip *s, const struct slip_rule *rule)
{
    return is_supervision(s) ? rule->needs : rule->needs & ~(unsigned)SLIP_PLAN;
}

static const struct field *field_of(const struct slip_rule *r)
{
    return entity_field(&slip_entity, r->field);
}

bool slip_may(struct ctx *cx, const struct slip *s, const struct slip_rule *rule, bool *ret_legal)
{
    *ret_legal = is_legal(s, rule) && rights_field(cx, &slip_entity, field_of(rule), ACT_UPDATE);
    return !*ret_legal || rights_row(cx, &slip_entity, s->head.id, ACT_UPDATE, ret_legal);
}

/* ---- what it needs ---- */

static bool need_part(struct ctx *cx, const struct slip_rule *r, unsigned needs, enum slip_part part, bool told,
                      const char *path, struct label what)
{
    return !(needs & part) || told ||
           fail(cx, ERR_INPUT, "SLP-02", path, "“%1$s”要写明%3$s%2$.0s%4$.0s", "\"%2$s\" needs %4$s%1$.0s%3$.0s",
                r->label.zh, r->label.en, what.zh, what.en);
}

static bool need_parts(struct ctx *cx, const struct slip_rule *r, const struct slip_deed *d, const struct slip *s)
{
    const unsigned n = slip_needs(s, r);
    return need_part(cx, r, n, SLIP_UNIT, d->unit || s->unit, "unit", (struct label){"主送单位", "whom it is to"}) &&
           need_part(cx, r, n, SLIP_CONTENT, !text_is_empty(d->content) || !text_is_empty(s->content), "content",
                     (struct label){"内容", "its content"}) &&
           need_part(cx, r, n, SLIP_ANSWER, !text_is_empty(d->answer), "answer", (struct label){"答复", "an answer"}) &&
           need_part(cx, r, n, SLIP_PLAN, !text_is_empty(d->rectification), "rectification",
                     (struct label){"整改方案", "a rectification plan"}) &&
           need_part(cx, r, n, SLIP_NOTE, !text_is_empty(d->note), "note",
                     (struct label){"审核意见", "what is wrong with the plan"});
}

/* ---- what it does ---- */

/* Transactions of one zone follow one another, so the greatest number stays the greatest until this one is stored. */
static bool give_number(struct ctx *cx, struct slip *s)
{
    const struct value params[] = {value_int(cx->zone), value_text(s->kind), value_int(date_year_of(s->issued_on))};
    struct value last;
    if (!db_scalar(cx, "SELECT COALESCE(MAX(number), 0) FROM slip WHERE zone = $1 AND kind = $2 AND year = $3", params,
                   3, &last))
        return false;
    s->year = params[2].i;
    s->number = last.i + 1;
    s->code = arena_printf(cx->arena, "%s〔%lld〕%lld号", choice_find(slip_kinds, s->kind)->label.zh,
                           (long long)s->year, (long long)s->number);
    return true;
}

static bool answer_by(struct ctx *cx, const struct slip_deed *d, struct slip *s, struct date today)
{
    if (!date_is_none(d->due_on)) {
        s->due_on = date_last(d->due_on);
        return s->due_on.code >= today.code ||
               fail(cx, ERR_INPUT, "SLP-02", "due_on", "答复时限早于今天", "the answer is due before today");
    }
    if (!date_is_none(s->due_on) && s->due_on.code >= today.code)
        return true;
    const struct calendar *c = zone_calendar(cx);
    struct limits limits;
    if (!c || !zone_limits(cx, &limits))
        return false;
    s->due_on = calendar_add(c, today, limits.answer, DAY_WORKING);
    return true;
}

static bool issue(struct ctx *cx, const struct slip_deed *d, struct slip *s, struct date today)
{
    s->unit = d->unit ? d->unit : s->unit;
    s->content = text_is_empty(d->content) ? s->content : d->content;
    s->issued_on = today;
    return answer_by(cx, d, s, today) && give_number(cx, s);
}

static void answer(const struct slip_deed *d, struct slip *s, struct date today)
{
    s->answer = d->answer;
    s->answered_on = today;
    if (!is_supervision(s))
        return;
    s->rectification = d->rectification;
    s->plan_state = "submitted";
}

static bool apply(struct ctx *cx, const struct slip_rule *r, const struct slip_deed *d, struct slip *s,
                  struct date today)
{
    s->state = r->to;
    if (!text_is_empty(d->note))
        s->plan_note = d->note;
    if (text_equal(r->kind, "issue"))
        return issue(cx, d, s, today);
    if (text_equal(r->kind, "answer"))
        answer(d, s, today);
    if (text_equal(r->kind, "approve"))
        s->plan_state = "approved";
    if (text_equal(r->kind, "send_back")) {
        s->plan_state = "sent_back";
        s->answered_on = (struct date){0};
        return answer_by(cx, d, s, today);
    }
    return true;
}

/* What a slip means for its problem, where the problem is at such a step. */
static bool follow(struct ctx *cx, const struct slip_rule *r, const struct slip *s, const char *by)
{
    const bool urges =
        text_equal(r->kind, "issue") && !text_equal(s->kind, "contact") && !text_equal(s->kind, "report");
    const struct problem *q = s->problem ? row_load(cx, &problem_entity, s->problem) : NULL;
    const struct problem_deed deed = {
        .kind = urges ? "urge" : "answer",
        .content = urges ? arena_printf(cx->arena, "%s：%s", s->code, s->subject)
                         : arena_printf(cx->arena, "%s：%s", s->code, s->answer),
        .by = by,
    };
    bool legal;
    if (!q || (!urges && !text_equal(r->kind, "answer")))
        return !s->problem || q;
    return problem_may(cx, q, problem_rule_find(deed.kind), &legal) &&
           (!legal || problem_act(cx, s->problem, &deed, NULL));
}

struct slip_acting {
    const struct slip_rule *rule;
    const struct slip_deed *deed;
    int64_t id;
};

/* Rows that hang on it are written whoever acts; the actor's rights over the slip have been asked. */
static bool save(struct ctx *cx, const struct slip_rule *r, struct slip *s)
{
    const struct rights *rights = cx->rights;
    const char *way = cx->way, *by = rights && rights->who.name ? rights->who.name : cx->actor;
    cx->rights = NULL;
    cx->way = "deed";
    bool saved = row_save(cx, &slip_entity, s, NULL) && follow(cx, r, s, by);
    cx->rights = rights;
    cx->way = way;
    return saved;
}

static bool act(struct ctx *cx, void *acting)
{
    const struct slip_acting *a = acting;
    const struct slip_rule *r = a->rule;
    struct slip *s = row_load(cx, &slip_entity, a->id);
    if (!s || !rights_need_change(cx, &slip_entity, a->id, field_of(r)))
        return false;
    if (a->deed->version && a->deed->version != s->head.version)
        return fail(cx, ERR_STALE, "ROW-02", NULL, "这张单据已被他人修改，请对照最新内容后再办理",
                    "somebody else has changed this slip; look at it as it is now and act again");
    if (!is_legal(s, r)) {
        struct label at = choice_find(slip_states, s->state)->label;
        return fail(cx, ERR_CONFLICT, "SLP-01", "kind", "单据处于“%3$s”，不能“%1$s”%2$.0s%4$.0s",
                    "the slip is at \"%4$s\", from where \"%2$s\" is not possible%1$.0s%3$.0s", r->label.zh,
                    r->label.en, at.zh, at.en);
    }
    return need_parts(cx, r, a->deed, s) && apply(cx, r, a->deed, s, date_of_instant((struct instant){cx->now_ms})) &&
           save(cx, r, s);
}

bool slip_act(struct ctx *cx, int64_t id, const struct slip_deed *deed)
{
    for (const struct slip_rule *r = slip_rules; r->kind; r++)
        if (text_equal(r->kind, deed->kind))
            return db_transaction(cx, act, &(struct slip_acting){r, deed, id});
    return fail(cx, ERR_INPUT, "SLP-03", "kind", "没有办理动作“%s”", "there is no step \"%s\"",
                deed->kind ? deed->kind : "");
}

/* ---- proposing ---- */

static const char *shortened(struct arena *a, const char *text, size_t most)
{
    const char *end = text;
    for (size_t n = 0; *end && n < most; n++)
        for (end++; (*end & 0xC0) == 0x80; end++)
            ;
    return *end ? arena_printf(a, "%.*s…", (int)(end - text), text) : text;
}

static bool fill_from_problem(struct ctx *cx, struct slip *s)
{
    enum { SUBJECT = 60 };
    const struct problem *q = s->problem ? row_load(cx, &problem_entity, s->problem) : NULL;
    if (!q)
        return !s->problem;
    s->project = s->project ? s->project : q->project;
    s->unit = s->unit ? s->unit : q->unit;
    s->subject = text_is_empty(s->subject) ? shortened(cx->arena, q->description, SUBJECT) : s->subject;
    s->content = text_is_empty(s->content) ? q->description : s->content;
    s->limit_on = q->due_on;
    return true;
}

static bool propose(struct ctx *cx, void *slip)
{
    struct slip *s = slip;
    if (!rights_need(cx, &slip_entity, ACT_CREATE) || !fill_from_problem(cx, s))
        return false;
    if (!s->colour)
        s->colour = text_equal(s->kind, "reminder") ? "blue" : is_supervision(s) ? "yellow" : NULL;
    s->state = "proposed";
    s->plan_state = "none";
    return row_save(cx, &slip_entity, s, NULL) && rights_need_row(cx, &slip_entity, s->head.id, ACT_CREATE);
}

bool slip_propose(struct ctx *cx, struct slip *s)
{
    return db_transaction(cx, propose, s);
}
