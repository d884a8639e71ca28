/* backup.h — one file that holds everything, made while others write; how it is checked and brought back.
 *
 * Codes of failures: parts.h (the file), seal.h (its lock), dump.h (what is in it).
 */
#ifndef STEWARD_BACKUP_BACKUP_H
#define STEWARD_BACKUP_BACKUP_H

#include "backup/archive.h"
#include "backup/dump.h"

struct backup_facts {
    struct archive_facts file;
    struct dump_counts counts;
    const char *const *zones;    /* codes; ends with NULL; of a backup that was read */
    const struct beside *beside; /* what it held beside the database; of a backup that was read */
};

/* Write cx->db, and what is beside it (NULL: nothing), to a new file; `secret` may be NULL. */
SW_CHECKED bool backup_make(struct ctx *cx, const char *path, const struct beside *beside,
                            const struct seal_secret *secret, struct backup_facts *ret_facts);

/* Read all of a file: every digest, every row, the counts.  Needs no database. */
SW_CHECKED bool backup_verify(struct ctx *cx, const char *path, const struct seal_secret *secret,
                              struct backup_facts *ret_facts);

/* Into cx->db, which holds no rows: all of it or nothing. */
SW_CHECKED bool backup_restore(struct ctx *cx, const char *path, const struct seal_secret *secret,
                               struct backup_facts *ret_facts);

/* Tells the audit of every zone that such a file was made of cx->db ("backup", "export"), or cx->db of it ("restore").  A database of
 * an older schema has no audit that could be told. */
SW_CHECKED bool backup_note(struct ctx *cx, const char *act, const char *path, const struct backup_facts *facts);

/* {"file":…,"bytes":…,"digest":…,"program":…,"made_at":…,"sealed":…,"tables":…,"rows":…,"zones":[…],"beside":[…]} */
void backup_json(struct json *j, const char *path, const struct backup_facts *facts);

#endif
