/* rows.h — reads and writes rows of any entity: checked, versioned, with history.
 *
 * Every function works in cx->zone on cx->db.  Writes run in a transaction of their own or join the one that
 * is open.  A replaced or deleted row moves to <entity>_history with the moment and the person that ended it,
 * so that any list can be read as it was known then.
 */
#ifndef STEWARD_MODEL_ROWS_H
#define STEWARD_MODEL_ROWS_H

#include "model/entity.h"
#include "store/db.h"

/* A blank row: everything unknown. */
void *row_new(struct ctx *cx, const struct entity *e);
void *row_copy(struct ctx *cx, const struct entity *e, const void *row);

/* NULL with ERR_NOT_FOUND "ROW-01": there is none, or none within the actor's reach (model/rights.h). */
void *row_load(struct ctx *cx, const struct entity *e, int64_t id);

/* Unknown in `row`: what is in a field group that the actor may not read.  For what goes out, never for what is saved. */
void row_hide(const struct ctx *cx, const struct entity *e, void *row);

/* The row whose `fields` ("code", "project month caliber") equal those of `like`, the lowest id when several do; NULL
 * without an error when there is none (an unknown field equals nothing), NULL with one when the query failed. */
void *row_find(struct ctx *cx, const struct entity *e, const char *fields, const void *like);

/* The rules of one row; adds to fs, false only when a query failed.
 * `old`: the stored row, whose references and keys hold and are not asked for again where they stay; NULL: there is none.
 *   MDL-01 required · MDL-02 too long · MDL-03 out of range · MDL-04 not a choice · MDL-07 not JSON · MDL-08 not a day · e's own check()
 * and, with queries: MDL-05 no such row referred to · MDL-06 key already taken (names the other row). */
SW_CHECKED bool row_check(struct ctx *cx, const struct entity *e, const void *row, const void *old,
                          struct findings *fs);
/* The part without queries, for imports: foreign keys and unique indexes guard the rest. */
void row_check_local(struct ctx *cx, const struct entity *e, const void *row, struct findings *fs);

/* Fails with the first finding that blocks: ERR_INPUT, a key already taken ERR_CONFLICT. */
SW_CHECKED bool findings_refuse(struct ctx *cx, const struct findings *fs);

/* Insert when head.id is 0 (id, version 1 and the head are filled in), else replace the stored row whose version is
 * head.version (ERR_STALE "ROW-02" otherwise) and raise it.  A row equal to the stored one is not written again: then
 * *ret_changed is false.  ret_changed may be NULL.  Blocking findings give ERR_INPUT with the first of them. */
SW_CHECKED bool row_save(struct ctx *cx, const struct entity *e, void *row, bool *ret_changed);
/* The same for callers that hold the stored row: `old` is it, or NULL to insert (under head.id when that came from
 * row_ids()).  Runs row_check_local() only; a key already taken is ERR_CONFLICT "MDL-06", a reference to nothing fails
 * at the commit.  Leaves nothing in the arena that a mark and reset around it would not take away. */
SW_CHECKED bool row_save_over(struct ctx *cx, const struct entity *e, void *row, const void *old, bool *ret_changed);

/* ERR_NOT_FOUND "ROW-01", ERR_STALE "ROW-02"; ERR_CONFLICT "ROW-03" when other rows refer to it. */
SW_CHECKED bool row_delete(struct ctx *cx, const struct entity *e, int64_t id, int64_t version);

/* The row that a deletion would leave without what it refers to; *ret_by is NULL when there is none. */
SW_CHECKED bool row_referrer(struct ctx *cx, const struct entity *e, int64_t id, const struct entity **ret_by,
                             int64_t *ret_id);

/* Bring back a row that was deleted, from its last version in the history: the next version, under its old id.  Checks nothing
 * but what the database guards. */
SW_CHECKED bool row_revive(struct ctx *cx, const struct entity *e, void *row, struct instant ended_at);

/* Hears of each row written while it stands in cx->watch, those that a row's `stored` writes too: the version before (0: a
 * new row) and after (0: deleted). */
struct row_watch {
    void (*wrote)(void *arg, const struct entity *e, int64_t id, int64_t before, int64_t after);
    void *arg;
};

/* Do all own fields of the two rows agree?  (Heads are not compared.) */
bool row_equal(const struct entity *e, const void *a, const void *b);

/* Stored columns of e in statement order: "id, version, …, name"; with `alias.` in front when alias is not NULL. */
const char *row_columns(struct ctx *cx, const struct entity *e, const char *alias);
/* Fill `row` from a query whose columns are row_columns(), starting at `column`; text is copied to cx->arena. */
void row_read(struct ctx *cx, const struct entity *e, const struct rows *rows, int column, void *row);

/* The next `count` ids of e in cx->zone; *ret_first is the first of them. */
SW_CHECKED bool row_ids(struct ctx *cx, const struct entity *e, int64_t count, int64_t *ret_first);
/* In the same transaction: gives back those from `first` on of ids that ended before `end`, unless others were taken since. */
SW_CHECKED bool row_ids_return(struct ctx *cx, const struct entity *e, int64_t first, int64_t end);

/* A number that grows with every transaction that writes rows of cx->zone, and only then: while it stands, so does
 * everything that is computed from them. */
SW_CHECKED bool zone_revision(struct ctx *cx, int64_t *ret_revision);
/* Raises it for a change outside the rows that answers depend on all the same: who may ask.  In a transaction. */
SW_CHECKED bool zone_touch(struct ctx *cx);

/* Past versions, latest first, the current one included: rows of e with when and by whom each ended. */
struct row_version {
    void *row;
    struct instant ended_at; /* 0: still there */
    const char *ended_by, *ended_way;
    bool deleted; /* ended by deletion */
};
SW_CHECKED bool row_history(struct ctx *cx, const struct entity *e, int64_t id, struct row_version **ret_versions,
                            size_t *ret_count);

/* Row as JSON object members / JSON object into a row: unknown and read-only members are refused by name
 * ("ROW-05"), absent ones leave the row as it is.  Fields that only deeds change (FIELD_KEPT) are refused where the row is
 * stored already ("ROW-06", by those who store it). */
struct json;
struct json_t;
void row_json(struct ctx *cx, struct json *j, const struct entity *e, const void *row);
SW_CHECKED bool row_from_json(struct ctx *cx, const struct entity *e, const struct json_t *object, const char *path,
                              void *row);

#endif
