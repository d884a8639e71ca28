/* lights_project.c — the lamps of one project: as they are, and the day from which they would be worse. */
#include "rules/lights_program.h"

#include "base/text.h"

/* Formulas that the actor may not read are closed to him; the others are told. */
static bool add_within_rights(struct program *p, enum lamp lamp, const struct lamp_rule *rule)
{
    struct ctx *cx = p->cx;
    if (program_add(p, lamp, rule))
        return true;
    if (!cx->rights || !text_equal(cx->err.code, "FML-02"))
        return false;
    err_clear(cx);
    p->lits[--p->count].rule = NULL;
    bool added = program_add(p, lamp, NULL);
    p->lits[p->count - 1].closed = true;
    return added;
}

bool program_add_within_rights(struct program *p, const struct lamp_rule *const rules[LAMPS])
{
    for (enum lamp lamp = 0; lamp < LAMPS; lamp++)
        if (!add_within_rights(p, lamp, rules[lamp]))
            return false;
    return true;
}

static struct lamp_state read_state(const struct program *p, const struct rows *rows, size_t n)
{
    const int at = (int)p->input_count + 4 * (int)n;
    const int64_t now = db_int(rows, at), before = db_int(rows, at + 1);
    struct lamp_state s = {(enum colour)(now / 10), (enum colour)(now % 10), (enum colour)(before / 10)};
    const bool open = n == p->count || !p->lits[n].closed;
    if (!open)
        s.colour = s.by_rule = s.recorded;
    s.since = (struct date){db_int(rows, at + 2)};
    s.bad_since = (struct date){db_int(rows, at + 3)};
    return s;
}

static void put_past(struct sql *q, const struct program *p, const char *what, const char *lamp)
{
    sql_add(q,
            ", (SELECT c.%s FROM %s c WHERE c.zone = $1 AND c.project = t.id AND c.lamp = '%s' AND c.changed_on <= $2"
            " ORDER BY c.changed_on DESC LIMIT 1)",
            what, scope_source(p->rows, &lamp_change_entity), lamp);
}

bool program_read(struct program *p, int64_t project, struct lamp_state ret_states[LAMPS + 1])
{
    struct sql q;
    if (!program_sql(p, &q, &project, 1, 1))
        return false;
    sql_add(&q, "SELECT ");
    for (size_t i = 0; i < p->input_count; i++)
        sql_add(&q, "%s, ", p->inputs[i].column);
    for (size_t n = 0; n <= p->count; n++) {
        const char *code = n < p->count ? lamps[p->lits[n].lamp].code : "all";
        if (n < p->count)
            sql_add(&q, "%2$sf%1$zu * 10 + p%1$zu, b%1$zu", n, n ? ", " : "");
        else
            sql_add(&q, ", fa0 * 11, ba");
        put_past(&q, p, "changed_on", code);
        put_past(&q, p, "bad_since", code);
    }
    sql_add(&q, " FROM shown t");
    struct rows *rows = sql_query(&q);
    if (!rows || !db_next(rows))
        return false;
    for (size_t i = 0; i < p->input_count; i++)
        p->inputs[i].value = value_copy(p->cx->arena, db_value(rows, (int)i));
    for (size_t n = 0; n <= p->count; n++)
        ret_states[n] = read_state(p, rows, n);
    db_end(rows);
    return db_ok(rows);
}

/* ---- as time goes by ---- */

enum { AHEAD_DAYS = 92 };

struct looking_ahead {
    const struct program *now;
    int64_t project;
    const struct lamp_rule *rules[LAMPS];
    bool is_known[AHEAD_DAYS + 1];
    enum colour colours[AHEAD_DAYS + 1][LAMPS]; /* by the day ahead */
};

/* The colours after so many days with what is on record; each day is asked once. */
static bool look_ahead(struct looking_ahead *l, int days)
{
    struct ctx *cx = l->now->cx;
    struct lamp_state states[LAMPS + 1];
    if (l->is_known[days])
        return true;
    struct view view = scope_view(l->now->rows);
    view.as_of = date_add_days(l->now->as_of, days);
    struct arena_mark mark = arena_mark(cx->arena);
    struct program *p = program_new(cx, view);
    if (!p || !program_add_within_rights(p, l->rules) || !program_read(p, l->project, states))
        return false;
    for (size_t n = 0; n < LAMPS; n++)
        l->colours[days][n] = states[n].colour;
    l->is_known[days] = true;
    arena_reset(cx->arena, mark);
    return true;
}

static bool is_worse(enum colour colour, enum colour than)
{
    return (colour == COLOUR_YELLOW || colour == COLOUR_RED) && (than == COLOUR_GREEN || than == COLOUR_YELLOW) &&
           colour > than;
}

/* Days until lamp n is worse than `now`: further and further ahead, then closing in. */
static bool days_until_worse(struct looking_ahead *l, size_t n, enum colour now, int *ret_days)
{
    int near = 0, far = 1;
    for (*ret_days = 0;; near = far, far = far * 2 < AHEAD_DAYS ? far * 2 : AHEAD_DAYS) {
        if (!look_ahead(l, far))
            return false;
        if (is_worse(l->colours[far][n], now))
            break;
        if (far == AHEAD_DAYS)
            return true;
    }
    while (far - near > 1) {
        const int middle = (near + far) / 2;
        if (!look_ahead(l, middle))
            return false;
        *(is_worse(l->colours[middle][n], now) ? &far : &near) = middle;
    }
    *ret_days = far;
    return true;
}

bool program_ahead(const struct program *p, int64_t project, const struct lamp_state states[LAMPS + 1],
                   struct lamp_ahead ret_ahead[LAMPS])
{
    struct looking_ahead *l = ARENA_NEW(p->cx->arena, struct looking_ahead);
    *l = (struct looking_ahead){.now = p, .project = project};
    for (size_t n = 0; n < LAMPS; n++)
        l->rules[n] = p->lits[n].rule;
    for (size_t n = 0; n < LAMPS; n++) {
        int days = 0;
        ret_ahead[n] = (struct lamp_ahead){0};
        if (p->lits[n].rule && !days_until_worse(l, n, states[n].colour, &days))
            return false;
        if (days)
            ret_ahead[n] = (struct lamp_ahead){date_add_days(p->as_of, days), l->colours[days][n]};
    }
    return true;
}
