/* trail_check.h — is the audit as it was written, and are the rows as the audit says?
 *
 * One pass over the records of each zone, number by number, then one over every row and its past.  The records speak of
 * each version of each row once; what a record says and the row does not, what neither says, and what both say
 * differently are faults.
 */
#ifndef STEWARD_MODEL_TRAIL_CHECK_H
#define STEWARD_MODEL_TRAIL_CHECK_H

#include "base/buf.h"
#include "model/trail.h"
#include "model/trail_seal.h"

enum { TRAIL_FAULTS_MOST = 100 };

struct trail_fault {
    int64_t zone, record; /* the record that is wrong, or that speaks of the row; 0: none does */
    const char *entity;   /* NULL: the record itself */
    int64_t row, version;
    struct label what;
};

struct trail_report {
    int64_t zones, records, rows, seals;
    struct trail_fault faults[TRAIL_FAULTS_MOST]; /* the first ones, in the order of the chain, then of the rows */
    int64_t fault_count;
};

/* Looks at every zone of cx->db, or at cx->zone alone, with progress; false only when it could not look.  `seals`: what
 * was sealed outside the database; NULL: then a tail that was cut off cannot be noticed. */
SW_CHECKED bool trail_check(struct ctx *cx, bool one_zone, const struct trail_seals *seals,
                            struct trail_report *ret_report);

/* For people, line by line; and as JSON. */
void trail_report_text(struct ctx *cx, struct buf *out, const struct trail_report *r);
struct json;
void trail_report_json(struct ctx *cx, struct json *j, const struct trail_report *r);

#endif
