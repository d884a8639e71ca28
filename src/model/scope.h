/* scope.h — an entity as the formula language sees it: names to columns, derived fields and references.
 *
 * A scope stands over one entity (alias t).  A name is an own field by name or label, a derived field, a path
 * through references ("project.sector", "unit.kind"), or, when the entity does not know it, a field of the
 * entity that `through` leads to (an investment row answers to the fields of its project), whose names go before mere
 * labels of its own.
 *
 * Statements made with a scope bind $1 zone, $2 as_of (date_high_code), $3 known_at (ms; INT64_MAX: now) first.  The SQL
 * of derived fields writes {t} for the row's alias, {project} for a table as known at known_at, and may use $1–$3; both
 * have the column zone.  {plan_year.amount, year = $2 / 100000} is a column of the one row that refers to this one and is
 * of that key (model/audit.c sees to its being one).  It is cast to BIGINT where the field is no text, so that SUM() means
 * the same in both engines.
 *
 * Secret fields, bytes and JSON have no name here: nothing may be found out about them by asking.
 */
#ifndef STEWARD_MODEL_SCOPE_H
#define STEWARD_MODEL_SCOPE_H

#include "formula/formula.h"
#include "model/entity.h"

struct entity_scope; /* grows its joins as names are looked up */

struct view {
    struct date as_of;       /* business date; none: today */
    struct instant known_at; /* record date; 0: now */
    bool deleted; /* rows that have been deleted, as they last were; updated_at and _by say when and by whom */
};

/* NULL with ERR_DENIED RGT-01 when the actor may read no row of e.  Only rows and fields within the actor's rights are seen
 * (model/rights.h): of t, and of what it refers to. */
struct entity_scope *scope_new(struct ctx *cx, const struct entity *e, const char *through, struct view view);
const struct scope *scope_formula(const struct entity_scope *s); /* for formula_parse() */
struct ctx *scope_ctx(const struct entity_scope *s);
const struct entity *scope_entity(const struct entity_scope *s);
struct view scope_view(const struct entity_scope *s); /* with today filled in */

/* SQL of a field path; false with ERR_INPUT, "SCP-01" when unknown, "SCP-02" when it goes through more than three
 * references.  ret_name->field tells the type, ->path its path in English ("project.sector"); as_title gives the
 * title of a reference. */
SW_CHECKED bool scope_name(struct entity_scope *s, const char *path, bool as_title, struct name *ret_name);
/* SQL of an own or derived field of the scope's entity under alias t. */
const char *scope_column(struct entity_scope *s, const struct field *f);

/* The SQL that stands for an entity's rows in FROM: its name, or, for a view of the past, a query in brackets. */
const char *scope_source(const struct entity_scope *s, const struct entity *e);

/* A new statement with $1–$3 bound. */
struct sql scope_sql(struct entity_scope *s);
/* " FROM project t LEFT JOIN … WHERE t.zone = $1": call after every name has been looked up. */
void scope_from(struct entity_scope *s, struct sql *q);
/* The same with as many of the joins as there were then: for a part that uses no name looked up since. */
size_t scope_joins(const struct entity_scope *s);
void scope_from_first(struct entity_scope *s, struct sql *q, size_t joins);
/* Its two parts, for statements with other tables in FROM. */
void scope_tables(struct entity_scope *s, struct sql *q);
void scope_where(struct entity_scope *s, struct sql *q);

#endif
