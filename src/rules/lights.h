/* lights.h — lights of projects: computed by the zone's rules, kept as a history of changes, explained.
 *
 * A project has a lamp for each side of its work, and an overall light that is the worst of them.  A lamp's rule says in
 * the formula language when the lamp is lit at all, when it is yellow and when red; beyond the rule a lamp remembers
 * (yellow for so many months becomes red) and is excused while a reason stands that somebody has accepted.
 *
 *   colour = off      where the rule does not apply, or there is none
 *            red      where the red condition holds, or yellow (or worse) has held for escalate_months without a break
 *            yellow   where the yellow condition holds
 *            green    otherwise;   red and yellow under an accepted reason are `excused`
 *
 * All projects are computed by one statement.  What is kept is only what changed, so that the fields `light…` of a project
 * read one row each (entities/light.c).
 */
#ifndef STEWARD_RULES_LIGHTS_H
#define STEWARD_RULES_LIGHTS_H

#include "base/json.h"
#include "entities/entities.h"
#include "model/scope.h"

enum lamp { LAMP_START, LAMP_PROGRESS, LAMP_MONEY, LAMP_STATISTICS, LAMP_APPROVALS, LAMP_REPORTING, LAMPS };
enum colour { COLOUR_NONE, COLOUR_GREEN, COLOUR_YELLOW, COLOUR_RED, COLOUR_EXCUSED, COLOURS };

/* Projects by the colour of each lamp, and of the overall light in the last line. */
struct light_counts {
    int64_t of[LAMPS + 1][COLOURS];
};

/* What the rules in force on `as_of` make of the data, without keeping it.  None: today. */
SW_CHECKED bool lights_compute(struct ctx *cx, struct date as_of, struct light_counts *ret_counts);

/* {"start":{"none":3,"green":120,…},…,"all":{…}} */
void lights_counts_json(struct json *j, const struct light_counts *counts);

/* The same, kept: a lamp_change for every lamp whose colour on that day is not what the history says.  `projects`: these
 * only; NULL: all.  A zone without rules gets those of the presets first.  *ret_changed (or NULL): lamps that changed. */
SW_CHECKED bool lights_keep(struct ctx *cx, struct date as_of, const int64_t *projects, size_t count,
                            int64_t *ret_changed);

/* After much was written at once: all projects, on the day that it is about and today. */
SW_CHECKED bool lights_follow(struct ctx *cx, struct date as_of);

/* Up to where in the audit of a zone its lights have been computed, and for which day.  Zero: they have not. */
struct lights_mark {
    bool known;
    int64_t record;
    struct date day;
};
/* Today's lights of the projects that were written since *mark, which moves on; of all when much was, or a rule, or when it
 * is another day. */
SW_CHECKED bool lights_catch_up(struct ctx *cx, struct lights_mark *mark, int64_t *ret_changed);

/* Every lamp of one project as a JSON object: rule, inputs, arithmetic, since when, history, what would turn it.  Within
 * the actor's rights: formulas over fields that he may not read stay closed. */
SW_CHECKED bool lights_explain(struct ctx *cx, int64_t project, struct view view, struct json *j);

/* Which projects would have another colour were `draft` in force on `as_of`, from what to what. */
SW_CHECKED bool lights_preview(struct ctx *cx, const struct lamp_rule *draft, struct date as_of, struct json *j);

/* The rules that come with the program; the standard ones are what a zone begins with. */
struct lamp_preset {
    struct lamp_rule rule;
    bool standard;
};
SW_CHECKED bool lights_presets(struct ctx *cx, const struct lamp_preset **ret_presets, size_t *ret_count);

/* The rules in force on a day, by lamp; NULL: none.  Of a zone that never put one in force the standard presets,
 * with no id. */
SW_CHECKED bool lights_rules(struct ctx *cx, struct date as_of, const struct lamp_rule *ret_rules[LAMPS]);

#endif
