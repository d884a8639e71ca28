/* undo.h — takes one change of a row back, as a new version: nothing is rewritten. */
#ifndef STEWARD_MODEL_UNDO_H
#define STEWARD_MODEL_UNDO_H

#include "model/rows.h"

enum undo_kind {
    UNDO_CHANGE,   /* fields get their former values */
    UNDO_CREATION, /* the row goes: what is undone made it, or brought it back */
    UNDO_DELETION, /* the row is there again */
};

/* A field that the change set: what it said before and after the change, and what it says now. */
struct undo_field {
    const struct field *field;
    struct value before, after, now;
    bool changed_since;
    int64_t since;     /* version that changed it since … */
    const char *by;    /* … by whom … */
    struct instant at; /* … and when */
};

struct row_undone {
    const struct entity *entity;
    enum undo_kind kind;
    const void *row;         /* as it is stored then; NULL: it is gone */
    bool changed;            /* false: everything said its former value already */
    struct instant ended_at; /* UNDO_DELETION: when it was deleted */
    struct undo_field *fields;
    size_t count;
};

/* Take back what made `version` of the row: fields that it changed get the values they had before, if nobody changed them
 * since; what made the row deletes it, unless something refers to it.  A row that is deleted comes back as its last
 * version was, which is the one to name.  Checked as any save; its way is "undo".
 *   UND-01 no such version · UND-02 changed since (ret_undone lists the fields) · UND-03 deleted since: bring it back first
 *   UND-06 a deed: it is more than this row, and is taken back by the deed that answers it
 *   and what row_save() and row_delete() refuse. */
SW_CHECKED bool row_undo(struct ctx *cx, const struct entity *e, int64_t id, int64_t version,
                         struct row_undone *ret_undone);

/* One version out of the history: UND-01 when it is not there. */
SW_CHECKED bool row_version_find(struct ctx *cx, const struct entity *e, int64_t id, int64_t version,
                                 struct row_version *ret_version);

/* Bring back a deleted row as `past` left it, if it fits beside what there is now: the first finding that blocks refuses.
 * *ret_row is the row as it is stored then. */
SW_CHECKED bool row_bring_back(struct ctx *cx, const struct entity *e, const struct row_version *past, void **ret_row);

struct json;
/* The members of an answer: "kind", "changed", "fields":[{"field","before","after","now","changed_since","by","at"}]. */
void row_undone_json(struct ctx *cx, struct json *j, const struct row_undone *u);

#endif
