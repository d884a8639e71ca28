/* lights_program.h — inside the rules of lights: rules as one statement over the projects, and the values it reads.
 *
 * The statement asks each project once for every name in the formulas (its inputs), then for the colour by each rule, then
 * for the colour that is shown:
 *
 *   WITH asked AS (id, c0 …: inputs; b0 …: what the history says; x0 …: excused; m0 …: yellow long enough),
 *        judged AS (*, p0 …: colour by the rule), shown AS (*, f0 …: colour shown, fa: overall)
 *   SELECT …
 *
 * The formulas can also be evaluated over the values that were read, which is how a colour is explained.
 */
#ifndef STEWARD_RULES_LIGHTS_PROGRAM_H
#define STEWARD_RULES_LIGHTS_PROGRAM_H

#include "formula/formula.h"
#include "rules/lights.h"

/* A name in the formulas. */
struct input {
    const char *path;   /* canonical, in English */
    const char *sql;    /* over t, the project */
    const char *column; /* "t.c3": over `asked` */
    const struct field *field;
    struct value value; /* of the project that is evaluated */
};

/* One lamp under one rule. */
struct lit {
    enum lamp lamp;
    const struct lamp_rule *rule; /* NULL: there is none, the lamp is off */
    bool closed;                  /* its formulas name what the actor may not read: taken as off */
    struct expr *applies, *yellow, *red, *value;
    bool *uses; /* which inputs its formulas name */
};

/* A name as it was looked up: the same word means the same input throughout. */
struct known_word {
    const char *word;
    bool as_title;
    struct name name;
    struct input *input;
};

struct program {
    struct ctx *cx;
    struct entity_scope *rows;
    struct scope formula;
    struct date as_of; /* a day */
    struct input *inputs;
    size_t input_count;
    struct known_word *words;
    size_t word_count;
    struct lit *lits;
    size_t count;
    bool reasons;        /* there are some that somebody accepted */
    struct lit *reading; /* whose formulas are being parsed */
};

enum { INPUTS_MOST = 200 };

/* The rules as a program over the projects at a view.  NULL with FML-… when one does not fit (any more), or names what the
 * actor may not read. */
struct program *program_new(struct ctx *cx, struct view view);
SW_CHECKED bool program_add(struct program *p, enum lamp lamp, const struct lamp_rule *rule);

/* The WITH part; `projects`: these only, NULL: all.  `overalls`: how many overall lights there are, over `per` lits each,
 * one group after the other: f<n> and p<n> of lit n, fa<k> of group k, b<n> and ba as the history has it. */
SW_CHECKED bool program_sql(struct program *p, struct sql *q, const int64_t *projects, size_t count, size_t overalls);

/* The colours of lit `n` by the values at hand, without memory and reasons. */
SW_CHECKED bool program_judge(struct program *p, size_t n, enum colour *ret_colour);

/* ---- the lamps of one project ---- */

/* What the statement found of a lamp. */
struct lamp_state {
    enum colour colour, by_rule;
    enum colour recorded;         /* as the history has it; */
    struct date since, bad_since; /* since then */
};

/* One lit for each lamp.  Formulas that the actor may not read are closed to him; the others are told. */
SW_CHECKED bool program_add_within_rights(struct program *p, const struct lamp_rule *const rules[LAMPS]);

/* Values at hand, and the states of every lamp and, last, of the overall light; false for a project that is not there. */
SW_CHECKED bool program_read(struct program *p, int64_t project, struct lamp_state ret_states[LAMPS + 1]);

/* The day from which a lamp would be worse if nothing were done, and how bad, from what is on record now; no day when it
 * would not within three months. */
struct lamp_ahead {
    struct date on;
    enum colour colour;
};
SW_CHECKED bool program_ahead(const struct program *p, int64_t project, const struct lamp_state states[LAMPS + 1],
                              struct lamp_ahead ret_ahead[LAMPS]);

/* Adds to j an array of what would turn lit `n`, by the values at hand. */
SW_CHECKED bool program_turns(struct program *p, size_t n, struct json *j);

/* Its conditions, worst colour first, and which of them decides on a colour by the rule. */
const struct expr *lit_decides(const struct lit *lit, enum colour by_rule);

/* The values that lit `n` went by, as JSON: {"planned_in_year":1200000,…}. */
const char *program_because(const struct program *p, const struct lit *lit);
/* And back: the values of `because` at hand; what it does not have is unknown. */
SW_CHECKED bool program_recall(struct program *p, const char *because);

enum lamp lamp_of(const char *code); /* LAMPS when there is none, and for "all" */

/* In a transaction: the presets, for a zone that has no rules. */
SW_CHECKED bool lights_seed(struct ctx *cx);

#endif
