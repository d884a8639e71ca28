/* trail_text.h — the text that digests are taken of, and the list of many rows in one record. */
#ifndef STEWARD_MODEL_TRAIL_TEXT_H
#define STEWARD_MODEL_TRAIL_TEXT_H

#include "base/buf.h"
#include "base/hash.h"
#include "model/rows.h"
#include "model/trail.h"

/* Digest of a row of cx->zone; leaves nothing in cx's arena.  `without` is left out; NULL: nothing is. */
SW_CHECKED bool trail_digest(struct ctx *cx, const struct entity *e, const void *row, const char *without,
                             unsigned char ret_digest[SM3_SIZE]);
/* Digest of how a version ended. */
SW_CHECKED bool trail_digest_end(struct ctx *cx, const struct entity *e, int64_t id, int64_t version,
                                 struct instant ended_at, const char *by, const char *way,
                                 unsigned char ret_digest[SM3_SIZE]);

/* ---- lists ---- */

enum { TRAIL_TAG = 16 }; /* the first bytes of a digest: what a list holds of it */

/* A version of a row as it was written, or its end. */
struct trail_item {
    const char *entity;
    int64_t id, version;
    bool end;
    unsigned char tag[TRAIL_TAG];
};

/* "steward1", then for each item: the entity's number in order of first appearance × 2 + end, at its first appearance
 * followed by the name as a netstring; id; version (all numbers little end first, seven bits a byte); the tag. */
struct trail_list {
    struct arena *arena;
    struct buf bytes;
    const char *names[128];
    int name_count;
    int64_t count;
};
struct trail_list *trail_list_new(struct arena *a);
void trail_list_add(struct trail_list *l, const char *entity, int64_t id, int64_t version, bool end,
                    const unsigned char *digest);

/* A record that lists them, in the open transaction; nothing when nothing is listed. */
SW_CHECKED bool trail_note_list(struct ctx *cx, const struct trail_list *l, const struct trail_entry *entry);

/* Read item by item: false at the end; then *ret_whole says whether the list was well formed. */
struct trail_reading {
    struct arena *arena;
    const unsigned char *at, *end;
    const char *names[128];
    int name_count;
    bool broken;
};
struct trail_reading trail_read(struct arena *a, struct bytes list);
bool trail_next(struct trail_reading *r, struct trail_item *ret_item);

/* What a record says of rows, item by item; false when its list is not well formed. */
bool trail_items(struct arena *a, const struct audit_record *r, void (*take)(void *arg, const struct trail_item *item),
                 void *arg);

#endif
