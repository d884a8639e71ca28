/* lights.c — computes the lights of all projects, and keeps what changed. */
#include "rules/lights_program.h"

#include "model/rows.h"
#include "model/trail.h"

#include <string.h>

/* The program as itself, over the rules in force on the day. */
static struct program *standing_program(struct ctx *cx, struct date as_of)
{
    struct program *p = program_new(cx, (struct view){.as_of = as_of});
    const struct lamp_rule *rules[LAMPS];
    if (!p || !lights_rules(cx, p->as_of, rules))
        return NULL;
    for (enum lamp lamp = 0; lamp < LAMPS; lamp++)
        if (!program_add(p, lamp, rules[lamp]))
            return NULL;
    return p;
}

/* ---- counting ---- */

static bool count_lights(struct program *p, struct light_counts *ret_counts)
{
    struct sql q;
    if (!program_sql(p, &q, NULL, 0, 1))
        return false;
    for (size_t n = 0; n <= LAMPS; n++)
        for (int c = 0; c < COLOURS; c++)
            sql_add(&q, "%sSUM(CASE WHEN %s%zu = %d THEN 1 ELSE 0 END)", n || c ? ", " : "SELECT ",
                    n < LAMPS ? "f" : "fa", n < LAMPS ? n : 0, c);
    sql_add(&q, " FROM shown");
    struct rows *rows = sql_query(&q);
    if (!rows || !db_next(rows))
        return false;
    for (int n = 0; n <= LAMPS; n++)
        for (int c = 0; c < COLOURS; c++)
            ret_counts->of[n][c] = db_int(rows, n * COLOURS + c);
    db_end(rows);
    return db_ok(rows);
}

bool lights_compute(struct ctx *cx, struct date as_of, struct light_counts *ret_counts)
{
    struct program *p = standing_program(cx, as_of);
    return p && count_lights(p, ret_counts);
}

/* ---- keeping ---- */

enum { IDS_AT_ONCE = 256, PROJECTS_AT_ONCE = 400 };

struct keeping {
    struct ctx *cx;
    struct program *program;
    struct date as_of;
    const int64_t *projects;
    size_t count;
    int64_t next_id, last_id; /* reserved for new rows */
    struct arena *keep; /* of a run over all projects: one record in the audit lists what it writes; NULL: of some */
    int64_t changed;
};

/* What one row of the statement says of a lamp. */
struct finding_of_lamp {
    int64_t now, before; /* colour shown * 10 + colour by the rule */
    int64_t bad_since;   /* of the change before; 0: it was green, or there was none */
    int64_t same_day;    /* the change that the history has of this very day; 0: none */
};

static bool new_id(struct keeping *k, int64_t *ret_id)
{
    if (k->next_id == k->last_id) {
        int64_t count = k->keep ? IDS_AT_ONCE : 1;
        if (!row_ids(k->cx, &lamp_change_entity, count, &k->next_id))
            return false;
        k->last_id = k->next_id + count;
    }
    *ret_id = k->next_id++;
    return true;
}

static bool is_bad(int64_t state)
{
    return state % 10 == COLOUR_YELLOW || state % 10 == COLOUR_RED;
}

static bool keep_change(struct keeping *k, int64_t project, const struct lit *lit, const struct finding_of_lamp *f)
{
    struct ctx *cx = k->cx;
    struct lamp_change *old = NULL, *c;
    if (f->same_day && !(old = row_load(cx, &lamp_change_entity, f->same_day)))
        return false;
    c = old ? row_copy(cx, &lamp_change_entity, old) : row_new(cx, &lamp_change_entity);
    c->project = project;
    c->lamp = lit ? lamps[lit->lamp].code : "all";
    c->colour = lamp_colours[f->now / 10].code;
    c->by_rule = lamp_colours[f->now % 10].code;
    c->changed_on = k->as_of;
    if (!is_bad(f->now))
        c->bad_since = (struct date){0};
    else if (!old || date_is_none(old->bad_since))
        c->bad_since = is_bad(f->before) && f->bad_since ? (struct date){f->bad_since} : k->as_of;
    c->rule = lit && lit->rule ? lit->rule->head.id : 0;
    c->rule_version = lit && lit->rule ? lit->rule->head.version : NONE_INT;
    c->because = lit && lit->rule ? program_because(k->program, lit) : NULL;
    if (k->changed++ == 0 && k->keep)
        trail_gather(cx, k->keep);
    return (old || new_id(k, &c->head.id)) && row_save_over(cx, &lamp_change_entity, c, old, NULL);
}

/* Columns of the statement: id, inputs, then four for every lamp and the overall light. */
static void put_changes(struct sql *q, const struct program *p)
{
    sql_add(q, "SELECT t.id");
    for (size_t i = 0; i < p->input_count; i++)
        sql_add(q, ", %s", p->inputs[i].column);
    for (size_t n = 0; n <= p->count; n++) {
        const char *code = n < p->count ? lamps[p->lits[n].lamp].code : "all";
        if (n < p->count)
            sql_add(q, ", f%1$zu * 10 + p%1$zu, b%1$zu", n);
        else
            sql_add(q, ", fa0 * 10 + fa0, ba");
        sql_add(q,
                ", (SELECT c.bad_since FROM lamp_change c WHERE c.zone = $1 AND c.project = t.id AND c.lamp = '%1$s'"
                " AND c.changed_on <= $2 ORDER BY c.changed_on DESC LIMIT 1)"
                ", (SELECT c.id FROM lamp_change c WHERE c.zone = $1 AND c.project = t.id AND c.lamp = '%1$s' AND"
                " c.changed_on = ",
                code);
        sql_bind(q, value_int(p->as_of.code));
        sql_add(q, ")");
    }
    sql_add(q, " FROM shown t WHERE fa0 * 11 <> ba");
    for (size_t n = 0; n < p->count; n++)
        sql_add(q, " OR f%1$zu * 10 + p%1$zu <> b%1$zu", n);
}

static bool keep_row(struct keeping *k, const struct rows *rows)
{
    struct program *p = k->program;
    for (size_t i = 0; i < p->input_count; i++)
        p->inputs[i].value = value_copy(k->cx->arena, db_value(rows, 1 + (int)i));
    for (size_t n = 0; n <= p->count; n++) {
        const int at = 1 + (int)p->input_count + 4 * (int)n;
        const struct finding_of_lamp f = {db_int(rows, at), db_int(rows, at + 1), db_int(rows, at + 2),
                                          db_int(rows, at + 3)};
        if (f.now != f.before && !keep_change(k, db_int(rows, 0), n < p->count ? &p->lits[n] : NULL, &f))
            return false;
    }
    return true;
}

static bool keep_some(struct keeping *k, const int64_t *projects, size_t count)
{
    struct sql q;
    if (!program_sql(k->program, &q, projects, count, 1))
        return false;
    put_changes(&q, k->program);
    struct rows *rows = sql_query(&q);
    while (rows && db_next(rows)) {
        struct arena_mark mark = arena_mark(k->cx->arena);
        if (!keep_row(k, rows))
            return false;
        arena_reset(k->cx->arena, mark);
    }
    return rows && db_ok(rows);
}

/* Days that come after were computed before: what now says nothing new there is taken away. */
static bool drop_repeated(struct keeping *k)
{
    struct ctx *cx = k->cx;
    const struct value params[] = {value_int(cx->zone), value_int(k->as_of.code)};
    struct rows *rows = db_query(
        cx,
        "SELECT c.id, c.version FROM lamp_change c JOIN lamp_change b ON b.zone = c.zone AND b.project = c.project"
        " AND b.lamp = c.lamp AND b.changed_on = (SELECT MAX(d.changed_on) FROM lamp_change d WHERE d.zone = c.zone"
        " AND d.project = c.project AND d.lamp = c.lamp AND d.changed_on < c.changed_on)"
        " WHERE c.zone = $1 AND c.changed_on > $2 AND b.colour = c.colour AND b.by_rule = c.by_rule",
        params, 2);
    while (rows && db_next(rows))
        if (!row_delete(cx, &lamp_change_entity, db_int(rows, 0), db_int(rows, 1)))
            return false;
    return rows && db_ok(rows);
}

static bool is_past(const struct keeping *k)
{
    return k->as_of.code < date_of_instant((struct instant){k->cx->now_ms}).code;
}

static bool keep_lights(struct ctx *cx, void *keeping)
{
    struct keeping *k = keeping;
    if (!lights_seed(cx))
        return false;
    k->program = standing_program(cx, k->as_of);
    if (!k->program)
        return false;
    if (!k->projects)
        return keep_some(k, NULL, 0) && (!k->changed || !is_past(k) || drop_repeated(k)) &&
               trail_gathered(cx, &(struct trail_entry){.act = "lights", .entity = lamp_change_entity.name});
    for (size_t i = 0; i < k->count; i += PROJECTS_AT_ONCE)
        if (!keep_some(k, k->projects + i, k->count - i < PROJECTS_AT_ONCE ? k->count - i : PROJECTS_AT_ONCE))
            return false;
    return true;
}

bool lights_keep(struct ctx *cx, struct date as_of, const int64_t *projects, size_t count, int64_t *ret_changed)
{
    struct date day = date_is_none(as_of) ? date_of_instant((struct instant){cx->now_ms}) : date_last(as_of);
    struct keeping k = {.cx = cx, .as_of = day, .projects = projects, .count = count};
    const struct rights *rights = cx->rights;
    k.keep = projects ? NULL : arena_beside(cx->arena);
    cx->rights = NULL; /* lights are the program's, whoever makes it compute them */
    bool kept = db_transaction(cx, keep_lights, &k);
    cx->rights = rights;
    if (kept && ret_changed)
        *ret_changed = k.changed;
    return kept;
}

void lights_counts_json(struct json *j, const struct light_counts *counts)
{
    json_object_begin(j);
    for (size_t n = 0; n <= LAMPS; n++) {
        json_key(j, lamps[n].code);
        json_object_begin(j);
        for (int c = 0; c < COLOURS; c++)
            json_put_int(j, lamp_colours[c].code, counts->of[n][c]);
        json_object_end(j);
    }
    json_object_end(j);
}

bool lights_follow(struct ctx *cx, struct date as_of)
{
    const struct date today = date_of_instant((struct instant){cx->now_ms});
    bool past = !date_is_none(as_of) && date_last(as_of).code < today.code;
    return (!past || lights_keep(cx, as_of, NULL, 0, NULL)) && lights_keep(cx, today, NULL, 0, NULL);
}
