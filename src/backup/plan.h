/* plan.h — when a server backs itself up, where to, and which backups stay: the settings [backup]. */
#ifndef STEWARD_BACKUP_PLAN_H
#define STEWARD_BACKUP_PLAN_H

#include "backup/seal.h"
#include "base/settings.h"

struct backup_plan {
    const char *folder; /* NULL: nothing by itself */
    int64_t at;         /* minutes since midnight, Beijing time */
    int64_t every;      /* milliseconds; 0: once a day, at `at` */
    int64_t daily, weekly, monthly;
    const char *passphrase, *key_file;
};

extern const struct settings_section backup_section;

/* What locks the backups; none when neither is set. */
SW_CHECKED bool backup_plan_secret(struct ctx *cx, const struct backup_plan *plan, struct seal_secret *ret_secret);

/* When the next one is due, after `last` (0: there was none yet); at once (`now`) when that is past. */
int64_t backup_plan_next(const struct backup_plan *plan, int64_t last, int64_t now);

/* FOLDER/steward-20261125-023000.backup */
const char *backup_plan_path(struct arena *a, const struct backup_plan *plan, int64_t now);

/* Of file names in the folder (only those of backup_plan_path() count), those that may go: what is not the latest of
 * one of the last `daily` days, `weekly` weeks, `monthly` months that have any.  Ends with NULL. */
const char **backup_plan_expired(struct arena *a, const struct backup_plan *plan, const char *const *names,
                                 size_t count);
/* Removes them from the folder, and halves of files that are a day old; *ret_removed counts the former.  BAK-16 when the folder cannot be read. */
SW_CHECKED bool backup_plan_prune(struct ctx *cx, const struct backup_plan *plan, int *ret_removed);

#endif
