/* meeting.c — opens, closes and reopens meetings, and hands out what was decided. */
#include "rules/meeting.h"

#include "base/text.h"
#include "model/rows.h"
#include "rules/problem_loop.h"

static bool fail_stale(struct ctx *cx, const struct meeting *m)
{
    return fail(cx, ERR_STALE, "ROW-02", NULL, "“%1$s”已被他人修改,请刷新后再试%2$.0s",
                "somebody else has changed \"%2$s\"; look again%1$.0s", m->title, m->title);
}

/* What is to become of a meeting. */
struct turn {
    int64_t meeting, version;
    const char *to;     /* its state then */
    const char *reason; /* why it is reopened */
    int64_t minutes;
};

static bool fail_state(struct ctx *cx, const struct meeting *m)
{
    const char *state = m->state ? m->state : "planned";
    const struct choice *c = choice_find(field_find(meeting_entity.fields, "state")->choices, state);
    return fail(cx, ERR_CONFLICT, "MTG-01", NULL, "“%1$s”%2$s,不能这样做%3$.0s", "\"%1$s\" is %3$s%2$.0s", m->title,
                c->label.zh, c->label.en);
}

static bool may_turn(struct ctx *cx, const struct meeting *m, const struct turn *t)
{
    const bool closed = text_equal(m->state, "closed"), open = text_equal(m->state, "open");
    if (t->version && t->version != m->head.version)
        return fail_stale(cx, m);
    if (text_equal(t->to, "closed"))
        return !closed || fail_state(cx, m);
    if (!t->reason)
        return (!closed && !open) || fail_state(cx, m);
    if (!closed)
        return fail_state(cx, m);
    return !text_is_empty(t->reason) || fail(cx, ERR_INPUT, "MTG-03", "reason", "重新打开已闭会的会议要写明理由",
                                             "reopening a closed meeting takes a reason");
}

static bool turn_inside(struct ctx *cx, void *turn)
{
    const struct turn *t = turn;
    const struct meeting *old = row_load(cx, &meeting_entity, t->meeting);
    if (!old || !may_turn(cx, old, t))
        return false;
    struct meeting *m = row_copy(cx, &meeting_entity, old);
    m->state = t->to;
    if (t->reason)
        m->reopened_because = t->reason;
    if (t->minutes)
        m->minutes = t->minutes;
    return row_save_over(cx, &meeting_entity, m, old, NULL);
}

bool meeting_open(struct ctx *cx, int64_t meeting, int64_t version)
{
    return db_transaction(cx, turn_inside, &(struct turn){meeting, version, "open", NULL, 0});
}

bool meeting_close(struct ctx *cx, int64_t meeting, int64_t version, int64_t minutes)
{
    return db_transaction(cx, turn_inside, &(struct turn){meeting, version, "closed", NULL, minutes});
}

bool meeting_reopen(struct ctx *cx, int64_t meeting, int64_t version, const char *reason)
{
    return db_transaction(cx, turn_inside, &(struct turn){meeting, version, "open", reason ? reason : "", 0});
}

/* ---- handing out ---- */

struct assigning {
    int64_t item;
    const struct meeting_assignment *a;
    int64_t problem;
};

/* Where the problem came up, in the words of the problem ledger. */
static const char *source_of(const struct meeting *m)
{
    return text_equal(m->kind, "breakfast")  ? "breakfast"
           : text_equal(m->kind, "dispatch") ? "weekly_dispatch"
                                             : "meeting";
}

static bool raise_problem(struct ctx *cx, const struct meeting *m, const struct agenda_item *item, struct assigning *as)
{
    struct problem *q = row_new(cx, &problem_entity);
    q->project = item->project;
    q->enterprise = item->enterprise;
    q->subject = item->subject;
    q->category = as->a->category;
    q->description = as->a->description ? as->a->description : item->content ? item->content : item->subject;
    q->raised_on = m->held_on;
    q->source = source_of(m);
    if (!problem_raise(cx, q))
        return false;
    as->problem = q->head.id;
    return true;
}

static const char *first_text(const char *a, const char *b, const char *c)
{
    return !text_is_empty(a) ? a : !text_is_empty(b) ? b : c;
}

static bool hand_out(struct ctx *cx, const struct meeting *m, const struct agenda_item *item,
                     const struct assigning *as)
{
    const struct meeting_assignment *a = as->a;
    const struct date today = date_of_instant((struct instant){cx->now_ms});
    const struct problem_deed deed = {
        .kind = "assign",
        .on = date_last(m->held_on).code <= today.code ? m->held_on : (struct date){0},
        .content = first_text(a->description, item->decision, item->subject),
        .unit = a->unit ? a->unit : item->unit,
        .leader = a->leader ? a->leader : item->leader,
        .category = a->category,
        .grade = a->grade,
        .due_on = a->due_on,
    };
    return problem_act(cx, as->problem, &deed, NULL);
}

static bool assign_inside(struct ctx *cx, void *assigning)
{
    struct assigning *as = assigning;
    const struct agenda_item *old = row_load(cx, &agenda_item_entity, as->item);
    const struct meeting *m =
        old && meeting_need_open(cx, old->meeting) ? row_load(cx, &meeting_entity, old->meeting) : NULL;
    if (!m)
        return false;
    as->problem = as->a->problem ? as->a->problem : old->problem;
    if ((!as->problem && !raise_problem(cx, m, old, as)) || !hand_out(cx, m, old, as))
        return false;
    struct agenda_item *item = row_copy(cx, &agenda_item_entity, old);
    item->problem = as->problem;
    return row_save_over(cx, &agenda_item_entity, item, old, NULL);
}

bool meeting_assign(struct ctx *cx, int64_t item, const struct meeting_assignment *a, int64_t *ret_problem)
{
    struct assigning as = {item, a, 0};
    if (!db_transaction(cx, assign_inside, &as))
        return false;
    *ret_problem = as.problem;
    return true;
}
