/* overdue_scan.c — the daily look at the limits of problems handed out: what is late is urged, and slips are proposed.
 *
 * Near its limit: a blue reminder.  Late: a yellow supervision slip; long late: a red one; each with an urging.  How near
 * and how late is the zone's (rules/limits.h).
 * Each once for each limit, so a second look changes nothing.  Whether a proposed slip is issued is for people to say.
 * Problems of an imported ledger are looked at once they are handed out here.
 */
#include "base/text.h"
#include "entities/entities.h"
#include "jobs/job.h"
#include "model/list.h"
#include "rules/limits.h"
#include "rules/problem_loop.h"
#include "rules/slip_loop.h"
#include "rules/workdays.h"

struct looking {
    const struct problem *problem;
    const char *kind, *colour;
    int left;
    bool proposed;
};

static void judge(struct looking *l, const struct limits *limits)
{
    l->kind = l->left < 0 ? "supervision" : l->left <= limits->remind ? "reminder" : NULL;
    l->colour = l->left < -limits->red ? "red" : l->left < 0 ? "yellow" : "blue";
}

static bool is_there(struct ctx *cx, const struct looking *l, bool *ret_there)
{
    struct slip *like = row_new(cx, &slip_entity);
    like->problem = l->problem->head.id;
    like->kind = l->kind;
    like->colour = l->colour;
    like->limit_on = l->problem->due_on;
    *ret_there = row_find(cx, &slip_entity, "problem kind colour limit_on", like) != NULL;
    return cx->err.kind == ERR_NONE;
}

static const char *words(struct ctx *cx, const struct looking *l)
{
    const char *due = date_show(cx->arena, l->problem->due_on, LANG_ZH), *what = l->problem->description;
    if (l->left >= 0)
        return arena_printf(cx->arena, "“%s”一事办结时限为%s，距到期还有%d个工作日，请抓紧办理。", what, due, l->left);
    return arena_printf(cx->arena, "“%s”一事应于%s前办结，已超期%d个工作日。请查明原因，限期整改。", what, due,
                        -l->left);
}

static bool propose(struct ctx *cx, void *looking)
{
    struct looking *l = looking;
    bool there;
    if (!is_there(cx, l, &there) || there)
        return there;
    struct slip *s = row_new(cx, &slip_entity);
    s->kind = l->kind;
    s->colour = l->colour;
    s->problem = l->problem->head.id;
    s->content = words(cx, l);
    const struct problem_deed urge = {.kind = "urge", .content = s->content};
    l->proposed = slip_propose(cx, s) && (l->left >= 0 || problem_act(cx, s->problem, &urge, NULL));
    return l->proposed;
}

static bool look(struct ctx *cx, const struct calendar *c, const struct limits *limits, int64_t id,
                 struct zone_job_result *result)
{
    struct looking l = {.problem = row_load(cx, &problem_entity, id)};
    if (!l.problem)
        return false;
    l.left =
        calendar_between(c, date_of_instant((struct instant){cx->now_ms}), date_last(l.problem->due_on), DAY_WORKING);
    judge(&l, limits);
    if (l.kind && !db_transaction(cx, propose, &l))
        return false;
    result->changed += l.proposed ? 1 + (l.left < 0) : 0;
    return true;
}

/* Before anything is written: what is written would change what is listed. */
static bool list_under_way(struct ctx *cx, int64_t **ret_ids, size_t *ret_count)
{
    struct list l;
    size_t capacity = 0;
    const struct list_query under_way = {
        .where =
            "open and (state = 'assigned' or state = 'handling') and assigned_on is not empty and due_on is not empty",
        .fields = "due_on",
        .sort = "id",
        .no_limit = true,
    };
    *ret_ids = NULL;
    *ret_count = 0;
    if (!list_open(cx, &problem_entity, &under_way, &l))
        return false;
    while (list_next(&l)) {
        if (*ret_count == capacity) {
            const size_t wider = capacity ? capacity * 2 : 64;
            *ret_ids = arena_grow(cx->arena, *ret_ids, capacity * sizeof **ret_ids, wider * sizeof **ret_ids);
            capacity = wider;
        }
        (*ret_ids)[(*ret_count)++] = list_value(&l, 0).i;
    }
    return list_ok(&l);
}

static bool scan(struct ctx *cx, struct zone_job_result *result)
{
    const struct calendar *c = zone_calendar(cx);
    struct limits limits;
    int64_t *ids;
    size_t count;
    if (!c || !zone_limits(cx, &limits) || !list_under_way(cx, &ids, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        if (!look(cx, c, &limits, ids[i], result))
            return false;
        arena_reset(cx->arena, mark);
    }
    return true;
}

const struct zone_job overdue_scan_job = {
    .name = "overdue_scan",
    .label = {"超期扫描", "Overdue scan"},
    .help = {"在本系统交办、未办结的问题：临近时限的拟发提示单，超期的催办并拟发督办单（久拖的为红色，天数由园区设定）"
             "；每个时限"
             "每种只一次",
             "Problems handed out and not closed: a reminder is proposed near the limit, a supervision slip and an "
             "urging after it (red after "
             "as many days as the zone says); each once for each limit"},
    .when = "daily 06:30",
    .run = scan,
};
