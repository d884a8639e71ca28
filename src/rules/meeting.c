/* meeting.c — opens, closes and reopens meetings, and hands out what was decided. */
#include "rules/meeting.h"

#include "base/text.h"
#include "model/list.h"
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
    return closed || fail_state(cx, m);
}

static bool turn_inside(struct ctx *cx, void *turn)
{
    const struct turn *t = turn;
    const struct meeting *old = row_load(cx, &meeting_entity, t->meeting);
    if (!old || !may_turn(cx, old, t))
        return false;
    struct meeting *m = row_copy(cx, &meeting_entity, old);
    m->state = t->to;
    if (t->reason) /* the same words once more are another reason */
        m->reopened_because =
            text_equal(t->reason, old->reopened_because) ? arena_printf(cx->arena, "%s（再次）", t->reason) : t->reason;
    if (t->minutes)
        m->minutes = t->minutes;
    return row_save_over(cx, &meeting_entity, m, old, NULL);
}

bool meeting_open(struct ctx *cx, int64_t meeting, int64_t version)
{
    return db_transaction(cx, turn_inside, &(struct turn){meeting, version, "open", NULL, 0});
}

/* ---- what an event does to what it lists ---- */

static bool note_ceremony(struct ctx *cx, int64_t project, struct date on)
{
    const struct project *old = row_load(cx, &project_entity, project);
    if (!old || !date_is_none(old->ceremony_on))
        return old;
    struct project *p = row_copy(cx, &project_entity, old);
    p->ceremony_on = on;
    return row_save_over(cx, &project_entity, p, old, NULL);
}

static bool note_signing(struct ctx *cx, int64_t lead, struct date on)
{
    const struct lead *old = row_load(cx, &lead_entity, lead);
    if (!old || !date_is_none(old->signed_on))
        return old;
    struct lead *l = row_copy(cx, &lead_entity, old);
    l->signed_on = on;
    return row_save_over(cx, &lead_entity, l, old, NULL);
}

/* A group start is the ceremony of its projects, a group signing that of its leads; dates that are known stay. */
static bool follow_event(struct ctx *cx, const struct meeting *m)
{
    struct list l;
    const bool starts = text_equal(m->kind, "group_start");
    const struct list_query query = {.where = arena_printf(cx->arena, "meeting = %lld and %s is not empty",
                                                           (long long)m->head.id, starts ? "project" : "lead"),
                                     .fields = starts ? "project" : "lead",
                                     .no_limit = true};
    bool done = true;
    if (!starts && !text_equal(m->kind, "group_signing"))
        return true;
    if (!list_open(cx, &agenda_item_entity, &query, &l))
        return false;
    while (done && list_next(&l)) {
        const int64_t id = list_value(&l, 2).i;
        done = starts ? note_ceremony(cx, id, m->held_on) : note_signing(cx, id, m->held_on);
    }
    return done && list_ok(&l);
}

static bool close_inside(struct ctx *cx, void *turn)
{
    const struct turn *t = turn;
    const struct meeting *m = turn_inside(cx, turn) ? row_load(cx, &meeting_entity, t->meeting) : NULL;
    const struct rights *rights = cx->rights;
    cx->rights = NULL; /* what follows is the program's, whoever closes it */
    const bool done = m && follow_event(cx, m);
    cx->rights = rights;
    return done;
}

bool meeting_close(struct ctx *cx, int64_t meeting, int64_t version, int64_t minutes)
{
    return db_transaction(cx, close_inside, &(struct turn){meeting, version, "closed", NULL, minutes});
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
