/* schema.h — tables of both engines from the entities, and how an old database becomes a new one. */
#ifndef STEWARD_MODEL_SCHEMA_H
#define STEWARD_MODEL_SCHEMA_H

#include "base/buf.h"
#include "model/entity.h"
#include "store/db.h"

/* Raised when a database of the version before cannot be used without migrating; a program refuses higher ones. */
enum { SCHEMA_VERSION = 1 };

/* The whole schema: what `steward ddl` prints and db/schema.*.sql holds. */
void schema_ddl(struct buf *out, enum db_engine engine);

/* Make cx->db current: create what is missing in an empty database; add the tables, columns and indexes that an older
 * version lacks, in one transaction, and note it in schema_version.  Refuses a database of a newer program ("SCH-02"). */
SW_CHECKED bool schema_migrate(struct ctx *cx);
/* Is cx->db current?  False with "SCH-01" saying which command migrates. */
SW_CHECKED bool schema_check(struct ctx *cx);

#endif
