/* sqlite.c — SQLite behind the store's engine interface. */
#include "store/sqlite.h"

#include <errno.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum { BUSY_MS = 10000, WAL_RETRY_MS = 20 };

struct sqlite {
    struct db db;
    sqlite3 *handle;
    const uint64_t volatile *header; /* see sqlite_mark.c */
};

struct sqlite_statement {
    struct statement base; /* its text is SQLite's copy */
    sqlite3_stmt *stmt;
    bool writes;
    int slots;        /* SQLite's parameters, in order of first appearance */
    size_t highest;   /* n of the highest $n */
    uint16_t *number; /* slot → n */
    char *row;        /* text and bytes of the row delivered last */
    size_t room;
};

static struct sqlite *of(struct db *db)
{
    return (struct sqlite *)db;
}

/* ---- failures ---- */

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
    return cause == ENOSPC || cause == EDQUOT ? FAULT_FULL : FAULT_DISK;
}

static enum fault fault_of(const struct sqlite *s, int rc)
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
    if (fault == FAULT_DISK) {
        const char *file = sqlite3_db_filename(s->handle, "main");
        return file ? file : "";
    }
    const char *colon = fault == FAULT_UNIQUE ? strchr(sqlite3_errmsg(s->handle), ':') : NULL;
    return colon ? colon + 2 : NULL;
}

static bool refuse(struct ctx *cx, struct sqlite *s, int rc)
{
    enum fault fault = fault_of(s, rc);
    const char *words = words_without_values(cx->arena, sqlite3_errmsg(s->handle));
    return store_fail(cx, &s->db, fault, where_of(s, fault), arena_printf(cx->arena, "SQLite %d: %s", rc, words));
}

/* The SQL itself is wrong; it holds no values, so all of SQLite's words may be shown. */
static bool refuse_sql(struct ctx *cx, struct sqlite *s, int rc, const char *sql)
{
    enum fault fault = fault_of(s, rc);
    const char *words = arena_printf(cx->arena, "SQLite %d: %s: %s", rc, sqlite3_errmsg(s->handle), sql);
    return store_fail(cx, &s->db, fault, where_of(s, fault), words);
}

/* ---- statements ---- */

static void drop(struct db *db, struct statement *statement)
{
    (void)db;
    struct sqlite_statement *t = (struct sqlite_statement *)statement;
    sqlite3_finalize(t->stmt);
    sqlite3_free(t->number);
    sqlite3_free(t->row);
    sqlite3_free(t);
}

static void give_back(struct sqlite_statement *t)
{
    sqlite3_reset(t->stmt);
    sqlite3_clear_bindings(t->stmt);
    t->base.busy = false;
    if (t->base.loose)
        drop(NULL, &t->base);
}

/* The n of "$n", 0 for any other way to write a parameter. */
static unsigned long parameter_number(const char *name)
{
    if (!name || name[0] != '$' || name[1] < '1' || name[1] > '9')
        return 0;
    char *end;
    unsigned long n = strtoul(name + 1, &end, 10);
    return *end == '\0' && n <= UINT16_MAX ? n : 0;
}

static bool number_slots(struct sqlite_statement *t)
{
    t->slots = sqlite3_bind_parameter_count(t->stmt);
    t->number = sqlite3_malloc64((sqlite3_uint64)t->slots * sizeof *t->number + 1);
    for (int i = 0; t->number && i < t->slots; i++) {
        unsigned long n = parameter_number(sqlite3_bind_parameter_name(t->stmt, i + 1));
        if (n == 0)
            return false;
        t->number[i] = (uint16_t)n;
        if (n > t->highest)
            t->highest = n;
    }
    return t->number && t->highest == (size_t)t->slots; /* no gaps: PostgreSQL could not type them */
}

static sqlite3_stmt *compile(struct ctx *cx, struct sqlite *s, const char *sql)
{
    sqlite3_stmt *stmt;
    const char *tail;
    int rc = sqlite3_prepare_v3(s->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, &tail);
    if (rc != SQLITE_OK) {
        refuse_sql(cx, s, rc, sql);
        return NULL;
    }
    if (!stmt || tail[strspn(tail, " \t\r\n;")] != '\0') {
        sqlite3_finalize(stmt);
        store_fail(cx, &s->db, FAULT_STATEMENT, NULL, arena_printf(cx->arena, "not exactly one statement: %s", sql));
        return NULL;
    }
    return stmt;
}

static struct sqlite_statement *prepare(struct ctx *cx, struct sqlite *s, const char *sql)
{
    sqlite3_stmt *stmt = compile(cx, s, sql);
    if (!stmt)
        return NULL;
    struct sqlite_statement *t = sqlite3_malloc64(sizeof *t);
    if (!t) {
        sqlite3_finalize(stmt);
        store_fail(cx, &s->db, FAULT_MEMORY, NULL, NULL);
        return NULL;
    }
    const char *text = sqlite3_sql(stmt);
    *t = (struct sqlite_statement){.base = {.sql = text, .length = strlen(text)}, .stmt = stmt};
    t->writes = !sqlite3_stmt_readonly(stmt);
    if (!number_slots(t)) {
        drop(NULL, &t->base);
        store_fail(cx, &s->db, FAULT_STATEMENT, NULL, arena_printf(cx->arena, "parameters are $1, $2 …: %s", sql));
        return NULL;
    }
    s->db.prepared++;
    return t;
}

/* A statement for this text that nobody else uses. */
static struct sqlite_statement *take(struct ctx *cx, struct sqlite *s, const char *sql)
{
    struct statement *found = cache_find(&s->db.cache, sql);
    if (!found) {
        struct sqlite_statement *t = prepare(cx, s, sql);
        if (!t)
            return NULL;
        found = &t->base;
        struct statement *old = cache_put(&s->db.cache, found);
        if (old)
            drop(&s->db, old);
    }
    found->busy = true;
    return (struct sqlite_statement *)found;
}

static int bind_one(sqlite3_stmt *stmt, int slot, const struct value *v, sqlite3_destructor_type lifetime)
{
    switch (v->kind) {
    case VALUE_NULL:
        return sqlite3_bind_null(stmt, slot);
    case VALUE_INT:
        return sqlite3_bind_int64(stmt, slot, v->i);
    case VALUE_TEXT:
        return sqlite3_bind_text64(stmt, slot, v->s, v->n, lifetime, SQLITE_UTF8);
    case VALUE_BYTES:
        return v->n ? sqlite3_bind_blob64(stmt, slot, v->s, v->n, lifetime) : sqlite3_bind_zeroblob(stmt, slot, 0);
    }
    return SQLITE_MISUSE;
}

/* Bind, and let a statement that writes find no other one in the middle of its rows. */
static bool make_ready(struct ctx *cx, struct sqlite *s, struct sqlite_statement *t, const struct value *params,
                       size_t count, sqlite3_destructor_type lifetime)
{
    if (t->highest != count)
        return store_fail(cx, &s->db, FAULT_STATEMENT, NULL,
                          arena_printf(cx->arena, "%zu parameters for $1…$%zu: %s", count, t->highest, t->base.sql));
    for (int i = 0; i < t->slots; i++) {
        int rc = bind_one(t->stmt, i + 1, &params[t->number[i] - 1], lifetime);
        if (rc != SQLITE_OK)
            return refuse(cx, s, rc);
    }
    return !t->writes || rows_hold(cx, &s->db);
}

static bool run(struct ctx *cx, struct sqlite *s, struct sqlite_statement *t, int64_t *ret_changed)
{
    int64_t before = sqlite3_total_changes64(s->handle);
    int rc;
    do
        rc = sqlite3_step(t->stmt);
    while (rc == SQLITE_ROW);
    if (rc != SQLITE_DONE)
        return refuse(cx, s, rc);
    if (ret_changed)
        *ret_changed = sqlite3_total_changes64(s->handle) == before ? 0 : sqlite3_changes64(s->handle);
    return true;
}

static bool sqlite_exec(struct ctx *cx, struct db *db, const char *sql, const struct value *params, size_t count,
                        int64_t *ret_changed)
{
    struct sqlite *s = of(db);
    struct sqlite_statement *t = take(cx, s, sql);
    if (!t)
        return false;
    bool done = make_ready(cx, s, t, params, count, SQLITE_STATIC) && run(cx, s, t, ret_changed);
    give_back(t);
    return done;
}

static bool sqlite_script(struct ctx *cx, struct db *db, const char *sql)
{
    int rc = sqlite3_exec(of(db)->handle, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? true : refuse_sql(cx, of(db), rc, "script");
}

/* ---- rows ---- */

/* A real number has no place in the store unless it is a whole one. */
static bool whole_number(struct ctx *cx, struct rows *r, double real, struct value *ret_value)
{
    if (real < -0x1p63 || real >= 0x1p63 || (double)(int64_t)real != real)
        return store_fail(cx, r->db, FAULT_STATEMENT, NULL,
                          arena_printf(cx->arena, "a result is not a whole number: %s", r->statement->sql));
    *ret_value = value_int((int64_t)real);
    return true;
}

/* Text and bytes still point into SQLite here; *ret_bytes is what they need. */
static bool read_values(struct ctx *cx, struct rows *r, sqlite3_stmt *stmt, size_t *ret_bytes)
{
    size_t bytes = 0;
    for (int i = 0; i < r->columns; i++) {
        struct value *v = &r->values[i];
        int type = sqlite3_column_type(stmt, i);
        switch (type) {
        case SQLITE_INTEGER:
            *v = value_int(sqlite3_column_int64(stmt, i));
            break;
        case SQLITE_TEXT:
        case SQLITE_BLOB:
            v->s = sqlite3_column_blob(stmt, i);
            v->n = (size_t)sqlite3_column_bytes(stmt, i);
            v->kind = type == SQLITE_TEXT ? VALUE_TEXT : VALUE_BYTES;
            bytes += v->n + 1;
            break;
        case SQLITE_FLOAT:
            if (!whole_number(cx, r, sqlite3_column_double(stmt, i), v))
                return false;
            break;
        default:
            *v = value_null();
        }
    }
    *ret_bytes = bytes;
    return true;
}

/* Move text and bytes out of SQLite's hands, so that they last while the statement steps on (rows_hold). */
static void settle_values(struct rows *r, char *room)
{
    for (int i = 0; i < r->columns; i++) {
        struct value *v = &r->values[i];
        if (v->kind != VALUE_TEXT && v->kind != VALUE_BYTES)
            continue;
        if (v->n > 0)
            memcpy(room, v->s, v->n);
        room[v->n] = '\0';
        v->s = room;
        room += v->n + 1;
    }
}

static bool read_row(struct ctx *cx, struct rows *r, struct sqlite_statement *t)
{
    size_t bytes;
    if (sqlite3_data_count(t->stmt) != r->columns)
        return store_fail(cx, r->db, FAULT_STATEMENT, NULL, "the columns changed since the statement was prepared");
    if (!read_values(cx, r, t->stmt, &bytes))
        return false;
    if (bytes > t->room) {
        sqlite3_free(t->row);
        t->room = bytes * 2;
        t->row = sqlite3_malloc64(t->room);
    }
    if (bytes > 0 && !t->row) {
        t->room = 0;
        return store_fail(cx, r->db, FAULT_MEMORY, NULL, NULL);
    }
    settle_values(r, t->row);
    return true;
}

static enum step sqlite_step(struct ctx *cx, struct rows *r)
{
    struct sqlite_statement *t = (struct sqlite_statement *)r->statement;
    int rc = sqlite3_step(t->stmt);
    if (rc == SQLITE_DONE)
        return STEP_DONE;
    if (rc != SQLITE_ROW) {
        refuse(cx, of(r->db), rc);
        return STEP_FAILED;
    }
    return read_row(cx, r, t) ? STEP_ROW : STEP_FAILED;
}

static enum step sqlite_query(struct ctx *cx, struct rows *r, const char *sql, const struct value *params, size_t count)
{
    struct sqlite *s = of(r->db);
    struct sqlite_statement *t = take(cx, s, sql);
    if (!t)
        return STEP_FAILED;
    r->statement = &t->base;
    r->columns = sqlite3_column_count(t->stmt);
    r->values = arena_array(cx->arena, (size_t)r->columns, sizeof *r->values);
    return make_ready(cx, s, t, params, count, SQLITE_TRANSIENT) ? sqlite_step(cx, r) : STEP_FAILED;
}

static void sqlite_keep(struct rows *r)
{
    struct sqlite_statement *t = (struct sqlite_statement *)r->statement;
    r->kept = t->row;
    t->row = NULL;
    t->room = 0;
}

static const char *sqlite_column_label(const struct rows *r, int column)
{
    return sqlite3_column_name(((struct sqlite_statement *)r->statement)->stmt, column);
}

static void sqlite_finish(struct rows *r)
{
    if (r->statement)
        give_back((struct sqlite_statement *)r->statement);
    sqlite3_free(r->kept);
    r->statement = NULL;
    r->kept = NULL;
}

/* ---- transactions ---- */

static bool sqlite_begin(struct ctx *cx, struct db *db)
{
    return sqlite_exec(cx, db, "BEGIN IMMEDIATE", NULL, 0, NULL);
}

/* The moment is that of the first read. */
static bool sqlite_snapshot(struct ctx *cx, struct db *db)
{
    if (!sqlite_exec(cx, db, "BEGIN DEFERRED", NULL, 0, NULL))
        return false;
    if (sqlite_exec(cx, db, "SELECT 1 FROM sqlite_master LIMIT 1", NULL, 0, NULL))
        return true;
    sqlite3_exec(of(db)->handle, "ROLLBACK", NULL, NULL, NULL);
    return false;
}

static bool sqlite_commit(struct ctx *cx, struct db *db)
{
    return sqlite_exec(cx, db, "COMMIT", NULL, 0, NULL);
}

/* Some failures (disk full, out of memory) have rolled back already. */
static void sqlite_rollback(struct db *db)
{
    if (!sqlite3_get_autocommit(of(db)->handle))
        sqlite3_exec(of(db)->handle, "ROLLBACK", NULL, NULL, NULL);
}

/* ---- looking without running ---- */

static enum value_kind kind_of_declared(const char *type)
{
    if (!type)
        return VALUE_NULL;
    if (strcasecmp(type, "TEXT") == 0)
        return VALUE_TEXT;
    if (strcasecmp(type, "BLOB") == 0)
        return VALUE_BYTES;
    return VALUE_INT;
}

static bool sqlite_shape(struct ctx *cx, struct db *db, const char *sql, const enum value_kind *takes, size_t count,
                         struct shape *ret_shape)
{
    (void)takes;
    (void)count;
    struct sqlite_statement *t = take(cx, of(db), sql);
    if (!t)
        return false;
    struct shape shape = {.params = t->highest, .columns = sqlite3_column_count(t->stmt)};
    shape.names = arena_array(cx->arena, (size_t)shape.columns, sizeof *shape.names);
    shape.kinds = arena_array(cx->arena, (size_t)shape.columns, sizeof *shape.kinds);
    for (int i = 0; i < shape.columns; i++) {
        shape.names[i] = arena_strdup(cx->arena, sqlite3_column_name(t->stmt, i));
        shape.kinds[i] = kind_of_declared(sqlite3_column_decltype(t->stmt, i));
    }
    give_back(t);
    *ret_shape = shape;
    return true;
}

/* ---- opening and closing ---- */

static bool sqlite_tell(struct db *db, struct mark *ret_mark)
{
    return sqlite_mark(of(db)->handle, &of(db)->header, ret_mark);
}

static void sqlite_interrupt(struct db *db)
{
    sqlite3_interrupt(of(db)->handle);
}

static bool sqlite_revive(struct ctx *cx, struct db *db)
{
    (void)cx;
    (void)db;
    return true; /* a file has no connection to lose */
}

static void sqlite_close(struct db *db)
{
    cache_empty(&db->cache, drop, db);
    sqlite3_close(of(db)->handle);
    sqlite3_free(db);
}

static const struct engine sqlite_engine = {
    .kind = DB_SQLITE,
    .text_order = " COLLATE BINARY",
    .exec = sqlite_exec,
    .script = sqlite_script,
    .query = sqlite_query,
    .step = sqlite_step,
    .keep = sqlite_keep,
    .column_name = sqlite_column_label,
    .finish = sqlite_finish,
    .begin = sqlite_begin,
    .snapshot = sqlite_snapshot,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .shape = sqlite_shape,
    .plan_prefix = "EXPLAIN QUERY PLAN ",
    .plan_column = 3,
    .mark = sqlite_tell,
    .interrupt = sqlite_interrupt,
    .revive = sqlite_revive,
    .close = sqlite_close,
};

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
        return refuse_sql(cx, s, rc, "journal_mode");
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
    return rc == SQLITE_OK ? true : refuse_sql(cx, s, rc, "settings");
}

/* SQLite's count of the memory it uses, which nobody asks for, takes a lock that all connections share. */
static void leave_memory_uncounted(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

struct db *sqlite_open(struct ctx *cx, const char *path, enum db_open_mode mode)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    bool in_memory = strcmp(path, ":memory:") == 0;
    pthread_once(&once, leave_memory_uncounted);
    if (!in_memory && !sqlite_file_ready(cx, path, mode))
        return NULL;
    struct sqlite *s = sqlite3_malloc64(sizeof *s);
    if (!s) {
        store_fail(cx, NULL, FAULT_MEMORY, NULL, NULL);
        return NULL;
    }
    *s = (struct sqlite){.db.engine = &sqlite_engine};
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    int rc = sqlite3_open_v2(path, &s->handle, flags | (in_memory ? SQLITE_OPEN_CREATE : 0), NULL);
    bool opened = rc == SQLITE_OK ? configure(cx, s) : store_fail(cx, NULL, FAULT_DISK, path, sqlite3_errstr(rc));
    if (!opened) {
        sqlite_close(&s->db);
        return NULL;
    }
    return &s->db;
}
