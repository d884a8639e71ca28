/* sqlite_fault.c — what SQLite's result codes mean to the store. */
#include "store/sqlite.h"

#include <errno.h>
#include <string.h>

static enum fault fault_of_constraint(int rc)
{
    switch (rc) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return FAULT_UNIQUE;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return FAULT_REFERENCE;
    }
    return FAULT_STATEMENT;
}

static enum fault fault_of_io(const struct sqlite *s, int rc)
{
    int cause = sqlite3_system_errno(s->handle);
    if (rc == SQLITE_IOERR_NOMEM)
        return FAULT_MEMORY;
    if (rc == SQLITE_IOERR_CORRUPTFS)
        return FAULT_CORRUPT;
    if (rc == SQLITE_IOERR_FSYNC || rc == SQLITE_IOERR_DIR_FSYNC)
        return FAULT_SYNC;
    return cause == ENOSPC || cause == EDQUOT ? FAULT_FULL : FAULT_DISK;
}

enum fault sqlite_fault(const struct sqlite *s, int rc)
{
    switch (rc & 0xff) {
    case SQLITE_CONSTRAINT:
        return fault_of_constraint(rc);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return FAULT_BUSY;
    case SQLITE_FULL:
        return FAULT_FULL;
    case SQLITE_IOERR:
        return fault_of_io(s, rc);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return FAULT_CORRUPT;
    case SQLITE_INTERRUPT:
        return FAULT_CANCELLED;
    case SQLITE_NOMEM:
        return FAULT_MEMORY;
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return FAULT_DISK;
    }
    return FAULT_STATEMENT;
}

/* "UNIQUE constraint failed: project.zone, project.code" names the columns after the colon. */
static const char *where_of(struct sqlite *s, enum fault fault)
{
    if (fault == FAULT_DISK || fault == FAULT_SYNC) {
        const char *file = sqlite3_db_filename(s->handle, "main");
        return file ? file : "";
    }
    const char *colon = fault == FAULT_UNIQUE ? strchr(sqlite3_errmsg(s->handle), ':') : NULL;
    return colon ? colon + 2 : NULL;
}

bool sqlite_refuse(struct ctx *cx, struct sqlite *s, int rc)
{
    enum fault fault = sqlite_fault(s, rc);
    const char *words = words_without_values(cx->arena, sqlite3_errmsg(s->handle));
    return store_fail(cx, sqlite_guest(s), fault, where_of(s, fault),
                      arena_printf(cx->arena, "SQLite %d: %s", rc, words));
}

/* The SQL itself is wrong; it holds no values, so all of SQLite's words may be shown. */
bool sqlite_refuse_sql(struct ctx *cx, struct sqlite *s, int rc, const char *sql)
{
    enum fault fault = sqlite_fault(s, rc);
    const char *words = arena_printf(cx->arena, "SQLite %d: %s: %s", rc, sqlite3_errmsg(s->handle), sql);
    return store_fail(cx, sqlite_guest(s), fault, where_of(s, fault), words);
}
