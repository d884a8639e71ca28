/* beside.h — what belongs to a database and is not in it: settings, and files of keys.  A backup takes them along.
 *
 *     {"beside":"settings","text":"[serve]\nlisten = …"}        a line each, before the head of the dump
 *
 * Keys go into encrypted backups only, and so do secrets that stand in the settings.  Restoring writes each to its place,
 * or, where something else is there already, beside that as "….restored": nothing is overwritten.
 *
 *   BAK-19 a file beside the database cannot be written
 */
#ifndef STEWARD_BACKUP_BESIDE_H
#define STEWARD_BACKUP_BESIDE_H

#include "backup/flow.h"

struct beside {
    const char *name; /* "settings", "seal-key", "code-key"; NULL ends a list */
    const char *path; /* where it is, and where restoring puts it */
    const char *text; /* what goes into the backup ("": nothing), or came out of one; NULL: what the file holds then */
    bool secret;      /* only for encrypted backups */
};

/* Writes those that there are. */
SW_CHECKED bool beside_write(struct ctx *cx, const struct beside *list, bool sealed, const struct sink *to);

/* Puts what a backup held (`from`) where `places` say; *ret_written lists what was written and where to. */
SW_CHECKED bool beside_restore(struct ctx *cx, const struct beside *from, const struct beside *places,
                               const struct beside **ret_written);

#endif
