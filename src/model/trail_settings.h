/* trail_settings.h — what an administrator decides about the audit: where it is sealed, how often, how long it is kept. */
#ifndef STEWARD_MODEL_TRAIL_SETTINGS_H
#define STEWARD_MODEL_TRAIL_SETTINGS_H

#include "base/settings.h"

struct audit_settings {
    const char *key, *seals; /* NULL: beside a SQLite file */
    int64_t seal_every, keep;
};

extern const struct settings_section audit_section;

/* As set, with the files of the database at `db` where none are named: "<db>.seal-key" and "<db>.seals"; a PostgreSQL
 * database has none, and is not sealed. */
struct audit_settings audit_settings_of(struct arena *a, const struct settings *s, const char *db);

#endif
