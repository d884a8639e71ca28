/* trail.h — the audit: what was done, by whom, in a chain that shows any change made to it or to the rows it speaks of.
 *
 * Each zone has a chain of records numbered from 1 without gaps (zone 0: what is of no zone).  A record is written in
 * the transaction that it records.  Its hash is SM3 over all of its columns, the hash of the record before among them;
 * the digest of a row is SM3 over all of its columns as they were stored.  Both are taken of the same text: netstrings
 * ("5:hello,") of the entity's name and the zone, then of name and value of every column that has a value, in the byte
 * order of the names, integers in decimal, a bool only when true.  docs/guide/audit.md shows it in Python.
 *
 * Every version of every row is spoken of exactly once: by a record of its own, or, where much is written at once (an
 * import, its undo, what was there before there was an audit), in the list of one record for all of them.
 */
#ifndef STEWARD_MODEL_TRAIL_H
#define STEWARD_MODEL_TRAIL_H

#include "model/entity.h"

struct audit_record {
    struct row_head head; /* id: its number in the chain; created_at, created_by, way: when, who, by which way */
    const char *act, *entity;
    int64_t row_id, row_version;
    const char *outcome, *role, *origin, *request, *detail;
    const char *content; /* digest of the row, of how it ended, or of what is listed */
    struct bytes listed; /* many rows: see trail_text.h */
    const char *previous, *hash;
};

/* The chain's table, from the catalogue; NULL where there is none (tests that need none): then nothing is recorded. */
const struct entity *trail_entity(void);

struct trail_entry {
    const char *act;    /* "sign_in", "export" …: a choice of the entity's `act` */
    const char *entity; /* that it is about; NULL: none */
    int64_t row, version;
    const char *outcome; /* "done", "refused", "failed"; NULL: done */
    const char *detail;  /* JSON; NULL */
};

/* Adds a record to the chain of cx->zone, in the open transaction or in one of its own. */
SW_CHECKED bool trail_note(struct ctx *cx, const struct trail_entry *entry);

/* A record in the chain of every zone, and of zone 0: for what concerns all of them. */
SW_CHECKED bool trail_note_all(struct ctx *cx, const struct trail_entry *entry);

/* `work` once for each zone that has rows, cx->zone being that zone; first for zone 0, what is of no zone. */
SW_CHECKED bool trail_each_zone(struct ctx *cx, bool (*work)(struct ctx *cx, const void *arg), const void *arg);

/* What save.c tells, in its transaction: a row as it was stored (old: NULL when there was none, or it had ended), and the
 * end of one. */
SW_CHECKED bool trail_wrote(struct ctx *cx, const struct entity *e, const void *row, const void *old);
SW_CHECKED bool trail_ended(struct ctx *cx, const struct entity *e, const struct row_head *old,
                            struct instant ended_at);

/* Within a transaction: from here on rows are listed, in `keep`, instead of recorded one by one; then one record for all
 * of them.  Between the two cx stays in one zone. */
void trail_gather(struct ctx *cx, struct arena *keep);
SW_CHECKED bool trail_gathered(struct ctx *cx, const struct trail_entry *entry);

/* For zones that have rows and no record yet: one that lists the rows as they are, and their past. */
SW_CHECKED bool trail_begin(struct ctx *cx);

#endif
