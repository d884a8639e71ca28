/* lights_program.c — rules of lamps made one statement over all projects. */
#include "rules/lights_program.h"

#include "base/text.h"
#include "rules/workdays.h"

#include <jansson.h>
#include <string.h>

/* ---- names of the formulas: inputs ---- */

static struct input *input_of(struct program *p, const struct name *n)
{
    for (size_t i = 0; i < p->input_count; i++)
        if (strcmp(p->inputs[i].path, n->path) == 0)
            return &p->inputs[i];
    if (p->input_count == INPUTS_MOST)
        return NULL;
    struct input *in = &p->inputs[p->input_count++];
    *in = (struct input){
        .path = n->path,
        .sql = n->sql,
        .column = arena_printf(p->cx->arena, "t.c%zu", p->input_count - 1),
        .field = n->field,
    };
    return in;
}

/* NULL when there is no such name, or too many. */
static struct known_word *look_up(struct program *p, const char *word, bool as_title)
{
    const struct scope *rows = scope_formula(p->rows);
    struct name n = {0};
    for (size_t i = 0; i < p->word_count; i++)
        if (p->words[i].as_title == as_title && strcmp(p->words[i].word, word) == 0)
            return &p->words[i];
    if (p->word_count == INPUTS_MOST || !rows->find(rows, p->cx, word, as_title, &n))
        return NULL;
    struct input *in = input_of(p, &n);
    if (!in)
        return NULL;
    n.sql = in->column;
    p->words[p->word_count] = (struct known_word){arena_strdup(p->cx->arena, word), as_title, n, in};
    return &p->words[p->word_count++];
}

static bool find(const struct scope *s, struct ctx *cx, const char *word, bool as_title, struct name *ret_name)
{
    struct program *p = s->arg;
    struct known_word *known = look_up(p, word, as_title);
    (void)cx;
    if (!known)
        return false;
    if (p->reading)
        p->reading->uses[known->input - p->inputs] = true;
    *ret_name = known->name;
    ret_name->value = known->input->value;
    return true;
}

static const char *const *suggest(const struct scope *s, struct ctx *cx, const char *word)
{
    const struct scope *rows = scope_formula(((struct program *)s->arg)->rows);
    return rows->suggest(rows, cx, word);
}

/* ---- rules ---- */

/* Has anybody accepted a reason that may stand?  Most days nobody has, and no project need be asked. */
static bool find_reasons(struct program *p)
{
    struct sql q = scope_sql(p->rows);
    struct value any;
    sql_add(&q, "SELECT COUNT(*) FROM %s r WHERE r.zone = $1 AND r.until > $2 AND $3 > 0 AND r.accepted_by IS NOT NULL",
            scope_source(p->rows, &lamp_reason_entity));
    if (!db_scalar(p->cx, q.text.data, q.params, q.count, &any))
        return false;
    p->reasons = any.i > 0;
    return true;
}

struct program *program_new(struct ctx *cx, struct view view)
{
    struct program *p = ARENA_NEW(cx->arena, struct program);
    struct date day = date_is_none(view.as_of) ? date_of_instant((struct instant){cx->now_ms}) : view.as_of;
    view.as_of = date_last(day);
    *p = (struct program){.cx = cx, .as_of = view.as_of, .rows = scope_new(cx, &project_entity, NULL, view)};
    p->formula = (struct scope){.find = find, .suggest = suggest, .arg = p, .as_of = view.as_of};
    p->formula.calendar = zone_calendar(cx);
    p->inputs = arena_array(cx->arena, INPUTS_MOST, sizeof *p->inputs);
    p->words = arena_array(cx->arena, INPUTS_MOST, sizeof *p->words);
    p->lits = arena_array(cx->arena, (size_t)LAMPS + LAMPS, sizeof *p->lits);
    return p->rows && p->formula.calendar && find_reasons(p) ? p : NULL;
}

/* *ret_expr is NULL for an empty text. */
static bool read_formula(struct program *p, const char *text, struct expr **ret_expr)
{
    if (!text || text_is_empty(text))
        return true;
    *ret_expr = formula_parse(p->cx, text, &p->formula);
    return *ret_expr;
}

bool program_add(struct program *p, enum lamp lamp, const struct lamp_rule *rule)
{
    struct lit *l = &p->lits[p->count++];
    *l = (struct lit){.lamp = lamp, .rule = rule, .uses = arena_array(p->cx->arena, INPUTS_MOST, sizeof *l->uses)};
    p->reading = l;
    bool read = !rule || (read_formula(p, rule->applies, &l->applies) && read_formula(p, rule->red, &l->red) &&
                          read_formula(p, rule->yellow, &l->yellow) && read_formula(p, rule->value, &l->value));
    p->reading = NULL;
    return read;
}

/* ---- SQL ---- */

/* A colour's code as its number. */
#define NUMBER_OF(code)                                                                                                \
    "CASE " code " WHEN 'green' THEN 1 WHEN 'yellow' THEN 2 WHEN 'red' THEN 3 WHEN 'excused' THEN 4 ELSE 0 END"

static void put_before(const struct program *p, struct sql *q, const char *lamp, const char *column)
{
    sql_add(
        q,
        ", COALESCE((SELECT (" NUMBER_OF("c.colour") ") * 10 + (" NUMBER_OF(
            "c.by_rule") ") FROM %s c WHERE c.zone = $1 AND c.project = t.id AND c.lamp = '%s' AND c.changed_on <= $2"
                         " ORDER BY c.changed_on DESC LIMIT 1), 0) AS %s",
        scope_source(p->rows, &lamp_change_entity), lamp, column);
}

static void put_excused(const struct program *p, struct sql *q, size_t n)
{
    if (!p->reasons) {
        sql_add(q, ", 0 AS x%zu", n);
        return;
    }
    sql_add(q,
            ", CASE WHEN EXISTS (SELECT 1 FROM %s r WHERE r.zone = $1 AND r.project = t.id AND r.lamp = '%s'"
            " AND r.until > $2 AND (r.since IS NULL OR r.since <= $2) AND r.accepted_by IS NOT NULL) THEN 1 ELSE 0 END"
            " AS x%zu",
            scope_source(p->rows, &lamp_reason_entity), lamps[p->lits[n].lamp].code, n);
}

static bool remembers(const struct lit *l)
{
    return l->rule && l->rule->escalate_months != NONE_INT && l->rule->escalate_months > 0;
}

/* Has it not been green since a day that is so many months back? */
static void put_memory(const struct program *p, struct sql *q, size_t n)
{
    const struct lit *l = &p->lits[n];
    if (!remembers(l)) {
        sql_add(q, ", 0 AS m%zu", n);
        return;
    }
    sql_add(
        q,
        ", CASE WHEN (SELECT CASE WHEN c.by_rule IN ('yellow', 'red') THEN c.bad_since END FROM %s c WHERE c.zone = $1"
        " AND c.project = t.id AND c.lamp = '%s' AND c.changed_on <= $2 ORDER BY c.changed_on DESC LIMIT 1) <= ",
        scope_source(p->rows, &lamp_change_entity), lamps[l->lamp].code);
    sql_bind(q, value_int(date_high_code(date_add_months(p->as_of, -(int)l->rule->escalate_months))));
    sql_add(q, " THEN 1 ELSE 0 END AS m%zu", n);
}

static bool put_condition(struct sql *q, const struct expr *e)
{
    sql_add(q, "(");
    if (!expr_sql(e, q))
        return false;
    sql_add(q, ")");
    return true;
}

/* The colour by the rule: p<n>. */
static bool put_judgement(const struct program *p, struct sql *q, size_t n)
{
    const struct lit *l = &p->lits[n];
    if (!l->rule) {
        sql_add(q, ", 0 AS p%zu", n);
        return true;
    }
    sql_add(q, ", CASE ");
    if (l->applies) {
        sql_add(q, "WHEN NOT COALESCE(");
        if (!put_condition(q, l->applies))
            return false;
        sql_add(q, ", FALSE) THEN 0 ");
    }
    const struct {
        const struct expr *when;
        enum colour colour;
    } colours[] = {{l->red, COLOUR_RED}, {l->yellow, COLOUR_YELLOW}};
    for (size_t i = 0; i < sizeof colours / sizeof *colours; i++) {
        if (!colours[i].when)
            continue;
        sql_add(q, "WHEN ");
        if (!put_condition(q, colours[i].when))
            return false;
        sql_add(q, " THEN %d ", colours[i].colour);
    }
    sql_add(q, "%sELSE 1 END AS p%zu", l->applies || l->red || l->yellow ? "" : "WHEN FALSE THEN 0 ", n);
    return true;
}

/* The worst of a group of lamps; what is excused counts as green. */
static void put_overall(struct sql *q, size_t group, size_t per)
{
    static const char *const tests[] = {"= 3 THEN 3", "= 2 THEN 2", "IN (1, 4) THEN 1"};
    sql_add(q, ", CASE");
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        for (size_t n = group * per; n < (group + 1) * per; n++)
            sql_add(q, " WHEN f%zu %s", n, tests[i]);
    sql_add(q, " ELSE 0 END AS fa%zu", group);
}

static void put_asked(struct program *p, struct sql *q, const int64_t *projects, size_t count)
{
    sql_add(q, "WITH asked AS MATERIALIZED (SELECT t.id AS id");
    for (size_t i = 0; i < p->input_count; i++)
        sql_add(q, ", %s AS %s", p->inputs[i].sql, p->inputs[i].column + strlen("t."));
    for (size_t n = 0; n < p->count; n++) {
        put_before(p, q, lamps[p->lits[n].lamp].code, arena_printf(p->cx->arena, "b%zu", n));
        put_excused(p, q, n);
        put_memory(p, q, n);
    }
    put_before(p, q, "all", "ba");
    scope_from(p->rows, q);
    for (size_t i = 0; i < count; i++) {
        sql_add(q, i ? ", " : " AND t.id IN (");
        sql_bind(q, value_int(projects[i]));
    }
    sql_add(q, count ? "))" : ")");
}

bool program_sql(struct program *p, struct sql *q, const int64_t *projects, size_t count, size_t overalls)
{
    *q = scope_sql(p->rows);
    put_asked(p, q, projects, count);
    sql_add(q, ", judged AS MATERIALIZED (SELECT t.*");
    for (size_t n = 0; n < p->count; n++)
        if (!put_judgement(p, q, n))
            return false;
    sql_add(q, " FROM asked t), lit AS (SELECT t.*");
    for (size_t n = 0; n < p->count; n++)
        sql_add(q,
                ", CASE WHEN p%1$zu >= 2 AND x%1$zu = 1 THEN 4 WHEN p%1$zu = 2 AND m%1$zu = 1 THEN 3 ELSE p%1$zu END "
                "AS f%1$zu",
                n);
    sql_add(q, " FROM judged t), shown AS (SELECT t.*");
    for (size_t k = 0; k < overalls; k++)
        put_overall(q, k, p->count / overalls);
    sql_add(q, " FROM lit t) ");
    return true;
}

/* ---- values ---- */

static bool holds(struct program *p, const struct expr *e, bool *ret_holds)
{
    struct value v = value_null();
    *ret_holds = false;
    if (e && !expr_value(e, p->cx, &v))
        return false;
    *ret_holds = v.kind == VALUE_INT && v.i == 1;
    return true;
}

bool program_judge(struct program *p, size_t n, enum colour *ret_colour)
{
    const struct lit *l = &p->lits[n];
    bool applies = true, red, yellow;
    if ((l->applies && !holds(p, l->applies, &applies)) || !holds(p, l->red, &red) || !holds(p, l->yellow, &yellow))
        return false;
    *ret_colour = !l->rule || !applies ? COLOUR_NONE : red ? COLOUR_RED : yellow ? COLOUR_YELLOW : COLOUR_GREEN;
    return true;
}

const struct expr *lit_decides(const struct lit *lit, enum colour by_rule)
{
    switch (by_rule) {
    case COLOUR_NONE:
        return lit->applies;
    case COLOUR_RED:
        return lit->red;
    default:
        return lit->yellow ? lit->yellow : lit->red;
    }
}

const char *program_because(const struct program *p, const struct lit *lit)
{
    struct buf out = buf_init(p->cx->arena);
    struct json j = json_to(&out);
    json_object_begin(&j);
    for (size_t i = 0; i < p->input_count; i++) {
        const struct input *in = &p->inputs[i];
        if (!lit->uses[i])
            continue;
        if (in->value.kind == VALUE_INT)
            json_put_int(&j, in->path, in->value.i);
        else
            json_put_text(&j, in->path, in->value.kind == VALUE_TEXT ? in->value.s : NULL);
    }
    json_object_end(&j);
    return out.data;
}

bool program_recall(struct program *p, const char *because)
{
    const json_t *tree = because ? json_parse(p->cx, because, strlen(because)) : NULL;
    if (because && !tree)
        return false;
    for (size_t i = 0; i < p->input_count; i++) {
        const json_t *v = json_object_get(tree, p->inputs[i].path);
        p->inputs[i].value = json_is_integer(v)  ? value_int(json_integer_value(v))
                             : json_is_string(v) ? value_text(json_string_value(v))
                                                 : value_null();
    }
    return true;
}
