/* group_key.h — what rows are grouped by: a class of theirs, its SQL, and what people call each group. */
#ifndef STEWARD_MODEL_GROUP_KEY_H
#define STEWARD_MODEL_GROUP_KEY_H

#include "model/scope.h"

struct group_key {
    const struct field *field; /* what the key is: of a reference, the title of what it refers to */
    const char *path;          /* as a formula names it: "unit", "project.sector" */
    const char *sql;           /* dates go by month: yyyymm */
};

enum group_fit { GROUP_FITS, GROUP_UNKNOWN, GROUP_NO_CLASS };

/* Looks `word` up.  What does not fit leaves no error: the caller says it in its own words. */
enum group_fit group_key_find(struct entity_scope *s, const char *word, struct group_key *ret_key);

/* One group: its key (code of a choice, title of a reference, "2023-06", text; NULL: not known) and its label. */
const char *group_key_name(struct ctx *cx, const struct group_key *key, struct value v, struct label *ret_label);

/* The condition that keeps just this group: nature = "new", started_on = 2023-06, unit is empty. */
const char *group_key_where(struct ctx *cx, const struct group_key *key, struct value v);

#endif
