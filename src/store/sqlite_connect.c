/* sqlite_connect.c — opens a database file the way the store wants it. */
#include "store/sqlite.h"

#include <pthread.h>
#include <string.h>

enum { BUSY_MS = 10000, WAL_RETRY_MS = 20 };

static int note_journal(void *is_good, int columns, char **values, char **names)
{
    (void)columns;
    (void)names;
    *(bool *)is_good = strcmp(values[0], "wal") == 0 || strcmp(values[0], "memory") == 0;
    return 0;
}

/* Two programs that open a new file at once get in each other's way here, and SQLite does not wait by itself. */
static bool use_wal(struct ctx *cx, struct sqlite *s)
{
    bool is_good = false;
    int rc;
    for (int waited = 0;; waited += WAL_RETRY_MS) {
        rc = sqlite3_exec(s->handle, "PRAGMA journal_mode = WAL", note_journal, &is_good, NULL);
        if ((rc & 0xff) != SQLITE_BUSY || waited >= BUSY_MS)
            break;
        sqlite3_sleep(WAL_RETRY_MS);
    }
    if (rc != SQLITE_OK)
        return sqlite_refuse_sql(cx, s, rc, "journal_mode");
    return is_good
               ? true
               : store_fail(cx, NULL, FAULT_DISK, sqlite3_db_filename(s->handle, "main"), "no write-ahead log here");
}

static bool configure(struct ctx *cx, struct sqlite *s)
{
    static const char settings[] = "PRAGMA synchronous = FULL;"
                                   "PRAGMA foreign_keys = ON;"
                                   "PRAGMA temp_store = MEMORY;"
                                   "PRAGMA cache_size = -16000;" /* KiB; a cockpit reads some thousand pages */
                                   "PRAGMA journal_size_limit = 67108864;"
                                   "PRAGMA cell_size_check = ON;"
                                   "PRAGMA trusted_schema = OFF;"
                                   "PRAGMA case_sensitive_like = ON;";
    sqlite3_busy_timeout(s->handle, BUSY_MS);
    sqlite3_db_config(s->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(s->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL); /* "x" is a column, never a string */
    sqlite3_db_config(s->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    if (sqlite3_db_readonly(s->handle, "main") == 1)
        return store_fail(cx, NULL, FAULT_DISK, sqlite3_db_filename(s->handle, "main"), "read-only file");
    if (!use_wal(cx, s))
        return false;
    int rc = sqlite3_exec(s->handle, settings, NULL, NULL, NULL);
    return rc == SQLITE_OK ? true : sqlite_refuse_sql(cx, s, rc, "settings");
}

/* SQLite's count of the memory it uses, which nobody asks for, takes a lock that all connections share. */
static void leave_memory_uncounted(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

struct sqlite *sqlite_connect(struct ctx *cx, const char *path)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, leave_memory_uncounted);
    struct sqlite *s = sqlite3_malloc64(sizeof *s);
    if (!s) {
        store_fail(cx, NULL, FAULT_MEMORY, NULL, NULL);
        return NULL;
    }
    *s = (struct sqlite){.db.engine = &sqlite_engine};
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    bool in_memory = strcmp(path, ":memory:") == 0;
    int rc = sqlite3_open_v2(path, &s->handle, flags | (in_memory ? SQLITE_OPEN_CREATE : 0), NULL);
    bool opened = rc == SQLITE_OK ? configure(cx, s) : store_fail(cx, NULL, FAULT_DISK, path, sqlite3_errstr(rc));
    if (opened)
        return s;
    sqlite_disconnect(s);
    return NULL;
}

void sqlite_disconnect(struct sqlite *s)
{
    sqlite_drop_statements(s);
    sqlite3_close(s->handle);
    sqlite3_free(s);
}
