/* lights_explain.c — why the lamps of one project are as they are, and which projects another rule would change. */
#include "rules/lights_program.h"

#include "base/text.h"
#include "model/rows.h"

#include <string.h>

enum { HISTORY_MOST = 30 };

/* ---- in words ---- */

static void put_rule(struct json *j, const struct lamp_rule *r)
{
    json_key(j, "rule");
    if (!r) {
        json_none(j);
        return;
    }
    json_object_begin(j);
    json_put_int(j, "id", r->head.id);
    json_put_int(j, "version", r->head.version);
    json_put_text(j, "name", r->name);
    json_put_text(j, "comparator", r->comparator);
    json_put_text(j, "since", date_iso(j->out->arena, r->since));
    json_put_text(j, "note", r->note);
    json_object_end(j);
}

static void put_inputs(struct program *p, const struct lit *l, struct json *j)
{
    json_key(j, "inputs");
    json_array_begin(j);
    for (size_t i = 0; i < p->input_count; i++) {
        const struct input *in = &p->inputs[i];
        const struct expr *name = l->uses[i] ? formula_parse(p->cx, in->path, &p->formula) : NULL;
        if (!name)
            continue;
        json_object_begin(j);
        json_put_text(j, "field", in->path);
        json_put_label(j, "label", in->field->label);
        json_put_text(j, "type", type_name(in->field->type));
        json_key(j, "value");
        json_value(j, in->field, in->value);
        json_put_text(j, "display", expr_show(name, p->cx, in->value));
        json_object_end(j);
    }
    json_array_end(j);
}

static bool put_condition(struct program *p, const char *of, const struct expr *e, struct json *j)
{
    struct value v;
    if (!e)
        return true;
    if (!expr_value(e, p->cx, &v))
        return false;
    json_object_begin(j);
    json_put_text(j, "of", of);
    json_put_text(j, "text", expr_text(e, p->cx));
    json_put_text(j, "words", expr_words(e, p->cx));
    json_put_text(j, "arithmetic", expr_explain(e, p->cx));
    json_put_bool(j, "holds", v.kind == VALUE_INT && v.i == 1);
    json_object_end(j);
    return true;
}

/* The number that the lamp is about: points behind, a share of the schedule, or as it is. */
static bool put_value(struct program *p, const struct lit *l, struct json *j)
{
    struct value v = value_null();
    const char *shown = NULL;
    if (l->value && !expr_value(l->value, p->cx, &v))
        return false;
    if (v.kind == VALUE_INT && expr_type(l->value) == EXPR_DECIMAL && text_equal(l->rule->comparator, "points"))
        shown = arena_printf(p->cx->arena, "%s%s", percent_decimal(p->cx->arena, v.i),
                             p->cx->lang == LANG_ZH ? " 个百分点" : " points");
    else if (v.kind == VALUE_INT && expr_type(l->value) == EXPR_DECIMAL && text_equal(l->rule->comparator, "ratio"))
        shown = percent_show(p->cx->arena, v.i);
    else if (l->value && v.kind != VALUE_NULL)
        shown = expr_show(l->value, p->cx, v);
    json_put_text(j, "value", shown);
    json_put_text(j, "value_words", l->value ? expr_words(l->value, p->cx) : NULL);
    return true;
}

static bool put_arithmetic(struct program *p, size_t n, struct json *j)
{
    const struct lit *l = &p->lits[n];
    if (!put_value(p, l, j))
        return false;
    put_inputs(p, l, j);
    json_key(j, "conditions");
    json_array_begin(j);
    if (!put_condition(p, "applies", l->applies, j) || !put_condition(p, "red", l->red, j) ||
        !put_condition(p, "yellow", l->yellow, j))
        return false;
    json_array_end(j);
    json_key(j, "turns");
    return program_turns(p, n, j);
}

/* ---- what was ---- */

/* The deciding condition with the values of that day; NULL when the rule cannot be read by this actor. */
static const char *past_arithmetic(struct ctx *cx, const struct lamp_change *c, bool closed)
{
    const struct lamp_rule *rule = c->rule && !closed ? row_load(cx, &lamp_rule_entity, c->rule) : NULL;
    struct program *p = rule ? program_new(cx, (struct view){.as_of = c->changed_on}) : NULL;
    const struct choice *by_rule = choice_find(lamp_colours, c->by_rule);
    if (!p || !by_rule || !program_add(p, lamp_of(c->lamp), rule) || !program_recall(p, c->because)) {
        err_clear(cx);
        return NULL;
    }
    const struct expr *e = lit_decides(&p->lits[0], (enum colour)(by_rule - lamp_colours));
    return e ? expr_explain(e, cx) : NULL;
}

static void put_change(struct ctx *cx, const struct lamp_change *c, bool closed, struct json *j)
{
    json_object_begin(j);
    json_put_text(j, "colour", c->colour);
    json_put_text(j, "by_rule", c->by_rule);
    json_put_text(j, "changed_on", date_iso(cx->arena, c->changed_on));
    json_put_int(j, "rule", c->rule);
    json_put_text(j, "arithmetic", past_arithmetic(cx, c, closed));
    json_object_end(j);
}

static bool put_history(struct program *p, int64_t project, const char *lamp, bool closed, struct json *j)
{
    struct ctx *cx = p->cx;
    struct sql q = scope_sql(p->rows);
    sql_add(
        &q,
        "SELECT %s FROM %s c WHERE c.zone = $1 AND c.changed_on <= $2 AND $3 > 0 AND c.lamp = '%s' AND c.project = ",
        row_columns(cx, &lamp_change_entity, "c"), scope_source(p->rows, &lamp_change_entity), lamp);
    sql_bind(&q, value_int(project));
    sql_add(&q, " ORDER BY c.changed_on DESC LIMIT %d", HISTORY_MOST);
    struct rows *rows = sql_query(&q);
    struct lamp_change *changes = arena_array(cx->arena, HISTORY_MOST, sizeof *changes);
    size_t count = 0;
    while (rows && count < HISTORY_MOST && db_next(rows))
        row_read(cx, &lamp_change_entity, rows, 0, &changes[count++]);
    if (!rows)
        return false;
    db_end(rows);
    json_key(j, "history");
    json_array_begin(j);
    for (size_t i = 0; i < count; i++)
        put_change(cx, &changes[i], closed, j);
    json_array_end(j);
    return db_ok(rows);
}

static bool put_reason(struct program *p, int64_t project, const char *lamp, struct json *j)
{
    struct sql q = scope_sql(p->rows);
    sql_add(&q,
            "SELECT r.id, r.reason, r.accepted_by, r.until FROM %s r WHERE r.zone = $1 AND $3 > 0 AND r.lamp = '%s'"
            " AND (r.until IS NULL OR r.until > $2) AND (r.since IS NULL OR r.since <= $2) AND r.project = ",
            scope_source(p->rows, &lamp_reason_entity), lamp);
    sql_bind(&q, value_int(project));
    sql_add(&q, " ORDER BY CASE WHEN r.accepted_by IS NULL THEN 1 ELSE 0 END, r.id DESC LIMIT 1");
    struct rows *rows = sql_query(&q);
    json_key(j, "reason");
    if (!rows || !db_next(rows)) {
        json_none(j);
        return rows && db_ok(rows);
    }
    json_object_begin(j);
    json_put_int(j, "id", db_int(rows, 0));
    json_put_text(j, "reason", db_text(rows, 1));
    json_put_text(j, "accepted_by", db_text(rows, 2));
    json_put_text(j, "until", date_iso(p->cx->arena, (struct date){db_int(rows, 3)}));
    json_object_end(j);
    db_end(rows);
    return db_ok(rows);
}

/* ---- the whole ---- */

static void put_ahead(const struct program *p, const struct lamp_ahead *ahead, struct json *j)
{
    json_key(j, "ahead");
    if (date_is_none(ahead->on)) {
        json_none(j);
        return;
    }
    json_object_begin(j);
    json_put_text(j, "on", date_iso(p->cx->arena, ahead->on));
    json_put_text(j, "colour", lamp_colours[ahead->colour].code);
    json_object_end(j);
}

static bool put_lamp(struct program *p, int64_t project, size_t n, const struct lamp_state *s,
                     const struct lamp_ahead *ahead, struct json *j)
{
    const struct lit *l = &p->lits[n];
    const char *code = lamps[l->lamp].code;
    bool kept = s->colour == s->recorded;
    json_object_begin(j);
    json_put_text(j, "lamp", code);
    json_put_label(j, "label", lamps[l->lamp].label);
    json_put_text(j, "colour", lamp_colours[s->colour].code);
    json_put_text(j, "by_rule", lamp_colours[s->by_rule].code);
    json_put_text(j, "recorded", lamp_colours[s->recorded].code);
    json_put_text(j, "since", date_iso(p->cx->arena, kept ? s->since : p->as_of));
    json_put_text(j, "bad_since", s->by_rule >= COLOUR_YELLOW ? date_iso(p->cx->arena, s->bad_since) : NULL);
    json_put_bool(j, "closed", l->closed);
    json_put_int(j, "escalate_months", l->rule && l->rule->escalate_months != NONE_INT ? l->rule->escalate_months : 0);
    put_rule(j, l->rule);
    put_ahead(p, ahead, j);
    if ((l->rule && !put_arithmetic(p, n, j)) || !put_reason(p, project, code, j) ||
        !put_history(p, project, code, l->closed, j))
        return false;
    json_object_end(j);
    return true;
}

static bool put_project(struct program *p, const struct project *project, struct json *j)
{
    struct lamp_state states[LAMPS + 1];
    struct lamp_ahead ahead[LAMPS];
    if (!program_read(p, project->head.id, states) || !program_ahead(p, project->head.id, states, ahead))
        return false;
    const struct lamp_state *all = &states[LAMPS];
    json_object_begin(j);
    json_put_int(j, "project", project->head.id);
    json_put_text(j, "name", project->name);
    json_put_text(j, "as_of", date_iso(p->cx->arena, p->as_of));
    json_put_text(j, "light", lamp_colours[all->colour].code);
    json_put_text(j, "since", date_iso(p->cx->arena, all->colour == all->recorded ? all->since : p->as_of));
    json_key(j, "lamps");
    json_array_begin(j);
    for (size_t n = 0; n < LAMPS; n++)
        if (!put_lamp(p, project->head.id, n, &states[n], &ahead[n], j))
            return false;
    json_array_end(j);
    json_object_end(j);
    return true;
}

bool lights_explain(struct ctx *cx, int64_t project, struct view view, struct json *j)
{
    const struct project *row = row_load(cx, &project_entity, project);
    struct program *p = row ? program_new(cx, view) : NULL;
    const struct lamp_rule *rules[LAMPS];
    if (!p || !lights_rules(cx, p->as_of, rules))
        return false;
    return program_add_within_rights(p, rules) && put_project(p, row, j);
}

/* ---- what another rule would change ---- */

static bool put_differences(struct program *p, enum lamp lamp, struct json *j)
{
    struct sql q;
    const size_t draft = LAMPS + lamp;
    int64_t from_to[COLOURS][COLOURS] = {0};
    if (!program_sql(p, &q, NULL, 0, 2))
        return false;
    sql_add(&q,
            "SELECT t.id, o.name, f%1$d, f%2$zu, fa0, fa1 FROM shown t JOIN project o ON o.zone = $1 AND o.id = t.id"
            " WHERE f%1$d <> f%2$zu ORDER BY f%2$zu DESC, f%1$d, t.id",
            (int)lamp, draft);
    struct rows *rows = sql_query(&q);
    json_key(j, "items");
    json_array_begin(j);
    while (rows && db_next(rows)) {
        from_to[db_int(rows, 2)][db_int(rows, 3)]++;
        json_object_begin(j);
        json_put_int(j, "project", db_int(rows, 0));
        json_put_text(j, "name", db_text(rows, 1));
        json_put_text(j, "from", lamp_colours[db_int(rows, 2)].code);
        json_put_text(j, "to", lamp_colours[db_int(rows, 3)].code);
        json_put_text(j, "light_from", lamp_colours[db_int(rows, 4)].code);
        json_put_text(j, "light_to", lamp_colours[db_int(rows, 5)].code);
        json_object_end(j);
    }
    json_array_end(j);
    json_key(j, "moves");
    json_array_begin(j);
    for (int from = 0; from < COLOURS; from++)
        for (int to = 0; to < COLOURS; to++) {
            if (!from_to[from][to])
                continue;
            json_object_begin(j);
            json_put_text(j, "from", lamp_colours[from].code);
            json_put_text(j, "to", lamp_colours[to].code);
            json_put_int(j, "count", from_to[from][to]);
            json_object_end(j);
        }
    json_array_end(j);
    return rows && db_ok(rows);
}

bool lights_preview(struct ctx *cx, const struct lamp_rule *draft, struct date as_of, struct json *j)
{
    struct program *p = program_new(cx, (struct view){.as_of = as_of});
    const struct lamp_rule *rules[LAMPS];
    if (!p || !lights_rules(cx, p->as_of, rules))
        return false;
    const enum lamp of = lamp_of(draft->lamp);
    for (int i = 0; i < 2 * LAMPS; i++) {
        enum lamp lamp = (enum lamp)(i % LAMPS);
        if (!program_add(p, lamp, i >= LAMPS && lamp == of ? draft : rules[lamp]))
            return false;
    }
    json_object_begin(j);
    json_put_text(j, "lamp", draft->lamp);
    json_put_text(j, "as_of", date_iso(cx->arena, p->as_of));
    put_rule(j, rules[of]);
    if (!put_differences(p, of, j))
        return false;
    json_object_end(j);
    return true;
}
