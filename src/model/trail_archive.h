/* trail_archive.h — records that are old enough leave the database for a signed file; the chain then starts after them.
 *
 * The file has a line of JSON for each record, all of its columns by name (bytes in hex), and a last line that signs the
 * end of what it holds: {"zone","record","hash","at","key","signature","digest"}, the digest being SM3 over the lines before.
 * A record of the chain says the same and lists what the archived records said of rows, so that rows can be verified on.
 */
#ifndef STEWARD_MODEL_TRAIL_ARCHIVE_H
#define STEWARD_MODEL_TRAIL_ARCHIVE_H

#include "base/date.h"
#include "model/trail_seal.h"

struct trail_archived {
    int64_t up_to, records; /* 0: nothing is old enough */
};

/* Records of cx->zone from before `before` into a new file, and out of the database: all of it or nothing.  AUD-02 when the
 * audit is not whole, AUD-03 when the file cannot be written. */
SW_CHECKED bool trail_archive(struct ctx *cx, const char *path, struct instant before, const struct trail_key *key,
                              struct trail_archived *ret_archived);

#endif
