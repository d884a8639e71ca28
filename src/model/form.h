/* form.h — an entity as the browser needs it: from this it draws forms, grids and filters.  /api/v1/meta/<entity>.
 *
 * {"name","label","help","title","order","global","internal","keys":[["code"],…],
 *  "fields":[{"name","type","label","help","head","required","readonly","derived","list","search","group","open",
 *             "ref","choices":[{"code","label"},…],"min","max","unit","synonyms":[…]},…]}
 *
 * Labels and help are {"zh","en"}.  Flags stand only where true; ref, choices, min, max, unit and synonyms only where
 * the field has them.  `unit` is "fen" for money and "percent" for shares.  Own fields come first, derived ones
 * after them, heads (id, version, …) last.  Secret fields and bytes are left out,
 * and what the actor may not read; what the actor may not fill in is read only (model/rights.h).
 */
#ifndef STEWARD_MODEL_FORM_H
#define STEWARD_MODEL_FORM_H

#include "base/json.h"
#include "model/entity.h"

void form_json(const struct ctx *cx, struct json *j, const struct entity *e);

/* Name and label of every entity, for menus: [{"name","label","internal"},…]. */
void form_list_json(const struct ctx *cx, struct json *j);

#endif
