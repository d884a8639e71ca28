/* postgres.c — PostgreSQL (and through it Citus) behind the store's engine interface. */
#include "store/postgres_value.h"

#include <inttypes.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BINARY = 1, NAME_SIZE = 24 };

struct postgres {
    struct db db;
    PGconn *conn;
    PGcancel *cancel;
    int64_t names; /* statement names given out */
    /* The parameters on their way, grown to the largest count seen. */
    size_t room;
    const char **values;
    int *lengths, *formats;
    int64_t *numbers;
};

struct postgres_statement {
    struct statement base; /* its text follows the types */
    char name[NAME_SIZE];
    bool stale; /* the server has forgotten it, or its tables have changed */
    size_t count;
    Oid types[]; /* 0: only nulls were seen so far */
};

static struct postgres *of(struct db *db)
{
    return (struct postgres *)db;
}

/* ---- failures ---- */

/* clang-format off */
static const struct state_fault {
    const char *state; /* SQLSTATE, or the beginning of one */
    enum fault fault;
} state_faults[] = {
    {"23505", FAULT_UNIQUE},
    {"23P01", FAULT_UNIQUE},     /* exclusion constraint */
    {"23503", FAULT_REFERENCE},
    {"23001", FAULT_REFERENCE},  /* ON DELETE RESTRICT */
    {"40",    FAULT_BUSY},       /* serialization, deadlock */
    {"55P03", FAULT_BUSY},       /* lock timeout */
    {"53300", FAULT_BUSY},       /* too many connections */
    {"57P03", FAULT_BUSY},       /* starting up */
    {"26000", FAULT_BUSY},       /* the server forgot a prepared statement */
    {"53100", FAULT_FULL},
    {"53200", FAULT_MEMORY},
    {"57014", FAULT_CANCELLED},
    {"57P",   FAULT_LOST},       /* shutdown, crash, idle too long */
    {"25P03", FAULT_LOST},       /* idle in transaction too long */
    {"08P01", FAULT_STATEMENT},  /* the number of parameters */
    {"08",    FAULT_LOST},
    {"XX001", FAULT_CORRUPT},
    {"XX002", FAULT_CORRUPT},
    {"58",    FAULT_DISK},
    {"25006", FAULT_DISK},       /* read-only server */
    {"42501", FAULT_DISK},       /* permission */
};
/* clang-format on */

static enum fault fault_of(const struct postgres *p, const char *state)
{
    if (PQstatus(p->conn) == CONNECTION_BAD)
        return FAULT_LOST;
    for (size_t i = 0; i < sizeof state_faults / sizeof *state_faults; i++)
        if (strncmp(state, state_faults[i].state, strlen(state_faults[i].state)) == 0)
            return state_faults[i].fault;
    return FAULT_STATEMENT;
}

/* "Key (zone, code)=(1, X) already exists." → "project.zone, project.code", as SQLite says it, and no values. */
static const char *key_of(struct arena *a, const PGresult *result)
{
    const char *table = PQresultErrorField(result, PG_DIAG_TABLE_NAME);
    const char *detail = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL);
    const char *from = detail ? strchr(detail, '(') : NULL;
    const char *to = from ? strstr(from, ")=(") : NULL;
    if (!to || !table)
        return table;
    const char *key = "";
    while (from < to) {
        from += 1 + strspn(from + 1, " ");
        size_t n = strcspn(from, ",");
        if (from + n > to)
            n = (size_t)(to - from);
        key = arena_printf(a, "%s%s%s.%.*s", key, key[0] ? ", " : "", table, (int)n, from);
        from += n;
    }
    return key;
}

/* Syntax and names come from our SQL and may be shown whole; any other words may quote data. */
static const char *cause_of(struct arena *a, const struct postgres *p, const PGresult *result, const char *state)
{
    const char *words = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (!words)
        words = PQerrorMessage(p->conn);
    if (strncmp(state, "42", 2) != 0)
        words = words_without_values(a, words);
    return arena_printf(a, "PostgreSQL %s: %s", state, words);
}

static const char *state_of(const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return state ? state : "";
}

static bool refuse(struct ctx *cx, struct postgres *p, const PGresult *result)
{
    const char *state = state_of(result);
    enum fault fault = fault_of(p, state);
    const char *where = fault == FAULT_UNIQUE ? key_of(cx->arena, result) : fault == FAULT_DISK ? PQdb(p->conn) : NULL;
    return store_fail(cx, &p->db, fault, where, cause_of(cx->arena, p, result, state));
}

/* Is `result` a success?  Clears it; otherwise also fails. */
static bool settle(struct ctx *cx, struct postgres *p, PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    bool good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
    if (!good)
        refuse(cx, p, result);
    PQclear(result);
    return good;
}

static bool command(struct ctx *cx, struct postgres *p, const char *sql)
{
    return settle(cx, p, PQexec(p->conn, sql));
}

/* ---- statements ---- */

static void drop(struct db *db, struct statement *s)
{
    (void)db;
    free(s);
}

static bool deallocate(struct ctx *cx, struct postgres *p, const struct postgres_statement *t)
{
    char sql[NAME_SIZE + 16];
    snprintf(sql, sizeof sql, "DEALLOCATE %s", t->name);
    return command(cx, p, sql);
}

static struct postgres_statement *statement_new(const char *sql, size_t count)
{
    size_t length = strlen(sql);
    size_t types = count * sizeof(Oid);
    struct postgres_statement *t = calloc(1, sizeof *t + types + length + 1);
    if (!t)
        return NULL;
    char *text = (char *)t->types + types;
    memcpy(text, sql, length);
    t->base.sql = text;
    t->base.length = length;
    t->count = count;
    return t;
}

/* A null fits any type, so nulls never cause another preparation. */
static bool fits(const struct postgres_statement *t, const struct value *params)
{
    for (size_t i = 0; i < t->count; i++)
        if (params[i].kind != VALUE_NULL && t->types[i] != postgres_type_of(params[i].kind))
            return false;
    return !t->stale;
}

/* Prepare t under a new name, for the types seen so far and those of `params`. */
static bool prepare(struct ctx *cx, struct postgres *p, struct postgres_statement *t, const struct value *params)
{
    for (size_t i = 0; i < t->count; i++)
        if (params[i].kind != VALUE_NULL)
            t->types[i] = postgres_type_of(params[i].kind);
    snprintf(t->name, sizeof t->name, "s%" PRId64, ++p->names);
    t->stale = !settle(cx, p, PQprepare(p->conn, t->name, t->base.sql, (int)t->count, t->types));
    p->db.prepared++;
    return !t->stale;
}

static bool prepare_again(struct ctx *cx, struct postgres *p, struct postgres_statement *t, const struct value *params)
{
    return (t->stale || deallocate(cx, p, t)) && prepare(cx, p, t, params);
}

static struct postgres_statement *prepare_first(struct ctx *cx, struct postgres *p, const char *sql,
                                                const struct value *params, size_t count)
{
    struct postgres_statement *t = statement_new(sql, count);
    if (!t) {
        store_fail(cx, &p->db, FAULT_MEMORY, NULL, NULL);
        return NULL;
    }
    if (!prepare(cx, p, t, params)) {
        free(t);
        return NULL;
    }
    struct statement *old = cache_put(&p->db.cache, &t->base);
    if (!old)
        return t;
    bool gone = deallocate(cx, p, (struct postgres_statement *)old);
    free(old);
    return gone ? t : NULL;
}

static struct postgres_statement *take(struct ctx *cx, struct postgres *p, const char *sql, const struct value *params,
                                       size_t count)
{
    struct postgres_statement *t = (struct postgres_statement *)cache_find(&p->db.cache, sql);
    if (!t)
        return prepare_first(cx, p, sql, params, count);
    if (t->count != count) {
        store_fail(cx, &p->db, FAULT_STATEMENT, NULL,
                   arena_printf(cx->arena, "%zu parameters, not %zu: %s", t->count, count, sql));
        return NULL;
    }
    return fits(t, params) || prepare_again(cx, p, t, params) ? t : NULL;
}

/* After a change of the schema a kept statement may no longer run: its next use prepares it anew. */
static void note_stale(struct postgres_statement *t, const PGresult *result)
{
    const char *state = state_of(result);
    if (strcmp(state, "26000") == 0 || strcmp(state, "0A000") == 0)
        t->stale = true;
}

static bool grow_params(struct postgres *p, size_t count)
{
    if (count <= p->room)
        return true;
    size_t room = count * 2;
    free(p->values);
    free(p->lengths);
    free(p->formats);
    free(p->numbers);
    p->values = calloc(room, sizeof *p->values);
    p->lengths = calloc(room, sizeof *p->lengths);
    p->formats = calloc(room, sizeof *p->formats);
    p->numbers = calloc(room, sizeof *p->numbers);
    p->room = p->values && p->lengths && p->formats && p->numbers ? room : 0;
    return p->room > 0;
}

static bool encode(struct ctx *cx, struct postgres *p, const struct value *params, size_t count)
{
    if (!grow_params(p, count))
        return store_fail(cx, &p->db, FAULT_MEMORY, NULL, NULL);
    for (size_t i = 0; i < count; i++) {
        const struct value *v = &params[i];
        p->numbers[i] = postgres_int(v->i);
        p->formats[i] = BINARY;
        p->lengths[i] = v->kind == VALUE_INT ? (int)sizeof *p->numbers : (int)v->n;
        p->values[i] = v->kind == VALUE_INT ? (const char *)&p->numbers[i] : v->kind == VALUE_NULL ? NULL : v->s;
        if (v->n > INT32_MAX)
            return store_fail(cx, &p->db, FAULT_TOO_LARGE, NULL, NULL);
    }
    return true;
}

/* ---- running ---- */

static int64_t changed_by(PGresult *result)
{
    const char *tag = PQcmdStatus(result);
    bool writes = strncmp(tag, "INSERT", 6) == 0 || strncmp(tag, "UPDATE", 6) == 0 || strncmp(tag, "DELETE", 6) == 0 ||
                  strncmp(tag, "MERGE", 5) == 0;
    return writes ? strtoll(PQcmdTuples(result), NULL, 10) : 0;
}

static bool postgres_exec(struct ctx *cx, struct db *db, const char *sql, const struct value *params, size_t count,
                          int64_t *ret_changed)
{
    struct postgres *p = of(db);
    struct postgres_statement *t = rows_hold(cx, db) ? take(cx, p, sql, params, count) : NULL;
    if (!t || !encode(cx, p, params, count))
        return false;
    PGresult *result = PQexecPrepared(p->conn, t->name, (int)count, p->values, p->lengths, p->formats, BINARY);
    int64_t changed = changed_by(result);
    note_stale(t, result);
    if (!settle(cx, p, result))
        return false;
    if (ret_changed)
        *ret_changed = changed;
    return true;
}

static bool postgres_script(struct ctx *cx, struct db *db, const char *sql)
{
    struct postgres *p = of(db);
    if (!command(cx, p, sql) || !command(cx, p, "DEALLOCATE ALL"))
        return false;
    cache_empty(&db->cache, drop, db); /* their plans may be of the old schema */
    return true;
}

/* ---- rows ---- */

/* libpq wants every result taken before the next statement. */
static void drain(struct rows *r)
{
    PGresult *result;
    while (r->statement && (result = PQgetResult(of(r->db)->conn)))
        PQclear(result);
    r->statement = NULL;
}

static bool read_row(struct ctx *cx, struct rows *r)
{
    const PGresult *result = r->result;
    for (int i = 0; i < r->columns; i++) {
        struct value *v = &r->values[i];
        *v = value_null();
        if (PQgetisnull(result, 0, i))
            continue;
        enum reading reading =
            postgres_read(PQftype(result, i), PQgetvalue(result, 0, i), (size_t)PQgetlength(result, 0, i), v);
        if (reading != READ_WELL)
            return store_fail(cx, r->db, FAULT_STATEMENT, NULL,
                              arena_printf(cx->arena, "column %s %s", PQfname(result, i),
                                           reading == READ_NOT_WHOLE
                                               ? "is not a whole number of 64 bits"
                                               : "has a type that must be cast to bigint, text or bytea"));
    }
    return true;
}

static enum step deliver(struct ctx *cx, struct rows *r)
{
    switch (PQresultStatus(r->result)) {
    case PGRES_SINGLE_TUPLE:
        return read_row(cx, r) ? STEP_ROW : STEP_FAILED;
    case PGRES_TUPLES_OK:
    case PGRES_COMMAND_OK:
        drain(r);
        return STEP_DONE;
    default:
        note_stale((struct postgres_statement *)r->statement, r->result);
        refuse(cx, of(r->db), r->result);
        drain(r);
        return STEP_FAILED;
    }
}

static enum step postgres_step(struct ctx *cx, struct rows *r)
{
    PQclear(r->result);
    r->result = PQgetResult(of(r->db)->conn);
    return deliver(cx, r);
}

static enum step postgres_query(struct ctx *cx, struct rows *r, const char *sql, const struct value *params,
                                size_t count)
{
    struct postgres *p = of(r->db);
    struct postgres_statement *t = rows_hold(cx, r->db) ? take(cx, p, sql, params, count) : NULL;
    if (!t || !encode(cx, p, params, count))
        return STEP_FAILED;
    if (!PQsendQueryPrepared(p->conn, t->name, (int)count, p->values, p->lengths, p->formats, BINARY)) {
        refuse(cx, p, NULL);
        return STEP_FAILED;
    }
    r->statement = &t->base; /* from here on there are results to take */
    PQsetSingleRowMode(p->conn);
    r->result = PQgetResult(p->conn);
    r->columns = PQnfields(r->result);
    r->values = arena_array(cx->arena, (size_t)r->columns, sizeof *r->values);
    return deliver(cx, r);
}

static void postgres_keep(struct rows *r)
{
    r->kept = r->result;
    r->result = NULL;
}

static const char *postgres_column_label(const struct rows *r, int column)
{
    return PQfname(r->kept ? r->kept : r->result, column);
}

static void postgres_finish(struct rows *r)
{
    drain(r);
    PQclear(r->result);
    PQclear(r->kept);
    r->result = NULL;
    r->kept = NULL;
}

/* ---- transactions ---- */

static void postgres_rollback(struct db *db)
{
    struct postgres *p = of(db);
    if (PQtransactionStatus(p->conn) != PQTRANS_IDLE)
        PQclear(PQexec(p->conn, "ROLLBACK"));
    if (PQstatus(p->conn) == CONNECTION_BAD)
        db->lost = true;
}

/* The lock makes writers of one zone follow one another, as SQLite's do: what a transaction reads before it
 * writes (a version, the last audit record) stays true until it commits. */
static bool postgres_begin(struct ctx *cx, struct db *db)
{
    char sql[160];
    snprintf(sql, sizeof sql,
             "BEGIN ISOLATION LEVEL READ COMMITTED;"
             "SELECT pg_advisory_xact_lock(hashtextextended(current_schema()::text, %" PRId64 "))",
             cx->zone);
    if (command(cx, of(db), sql))
        return true;
    postgres_rollback(db);
    return false;
}

static bool postgres_snapshot(struct ctx *cx, struct db *db)
{
    if (command(cx, of(db), "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1"))
        return true;
    postgres_rollback(db);
    return false;
}

static bool postgres_commit(struct ctx *cx, struct db *db)
{
    struct postgres *p = of(db);
    PGresult *result = PQexec(p->conn, "COMMIT");
    bool undone = strcmp(PQcmdStatus(result), "ROLLBACK") == 0;
    if (PQstatus(p->conn) == CONNECTION_BAD) {
        store_fail(cx, db, FAULT_UNKNOWN_OUTCOME, NULL, PQerrorMessage(p->conn));
        PQclear(result);
        return false;
    }
    return settle(cx, p, result) && (undone ? store_fail(cx, db, FAULT_DOOMED, NULL, "the server rolled back") : true);
}

/* ---- looking without running ---- */

static bool describe(struct ctx *cx, struct postgres *p, PGresult *result, struct shape *ret_shape)
{
    struct shape shape = {.params = (size_t)PQnparams(result), .columns = PQnfields(result)};
    shape.names = arena_array(cx->arena, (size_t)shape.columns, sizeof *shape.names);
    shape.kinds = arena_array(cx->arena, (size_t)shape.columns, sizeof *shape.kinds);
    for (int i = 0; i < shape.columns; i++) {
        shape.names[i] = arena_strdup(cx->arena, PQfname(result, i));
        shape.kinds[i] = postgres_kind_of(PQftype(result, i));
    }
    *ret_shape = shape;
    return settle(cx, p, result);
}

static bool postgres_shape(struct ctx *cx, struct db *db, const char *sql, const enum value_kind *takes, size_t count,
                           struct shape *ret_shape)
{
    struct postgres *p = of(db);
    Oid *types = arena_array(cx->arena, count, sizeof *types);
    for (size_t i = 0; i < count; i++)
        types[i] = postgres_type_of(takes[i]);
    return rows_hold(cx, db) && settle(cx, p, PQprepare(p->conn, "", sql, (int)count, types)) &&
           describe(cx, p, PQdescribePrepared(p->conn, ""), ret_shape);
}

/* ---- opening and closing ---- */

static void ignore_notice(void *arg, const PGresult *result)
{
    (void)arg;
    (void)result;
}

/* The schema to work in is the first of the search path; a fresh one is named there by the URL. */
static bool make_schema(struct ctx *cx, struct postgres *p, enum db_open_mode mode)
{
    PGresult *result = PQexec(p->conn, "SELECT current_schema(), 'CREATE SCHEMA IF NOT EXISTS ' || "
                                       "split_part(current_setting('search_path'), ',', 1)");
    bool is_missing = PQntuples(result) == 1 && PQgetisnull(result, 0, 0);
    const char *create = is_missing ? arena_strdup(cx->arena, PQgetvalue(result, 0, 1)) : NULL;
    if (!settle(cx, p, result))
        return false;
    if (is_missing && mode == DB_EXISTING)
        return store_fail(cx, NULL, FAULT_MISSING, PQdb(p->conn), "no schema of the search path exists");
    if (!is_missing || command(cx, p, create))
        return true;
    if (strcmp(cx->err.code, "STO-01") != 0)
        return false;
    err_clear(cx); /* two made it at the same moment, and the other was first: IF NOT EXISTS does not see that far */
    return true;
}

static bool configure(struct ctx *cx, struct postgres *p)
{
    const char *encoding = PQparameterStatus(p->conn, "server_encoding");
    PQsetNoticeReceiver(p->conn, ignore_notice, NULL);
    p->cancel = PQgetCancel(p->conn);
    if (!encoding || strcmp(encoding, "UTF8") != 0)
        return store_fail(cx, NULL, FAULT_ENCODING, PQdb(p->conn), encoding);
    return command(
        cx, p, "SET standard_conforming_strings = on; SET lock_timeout = '10s'; SET jit = off; SET TimeZone = 'UTC'");
}

/* Passwords stay out of it: libpq's words name host, user and database; of a malformed URL they may quote more. */
static bool refuse_connection(struct ctx *cx, struct postgres *p)
{
    const char *words = PQerrorMessage(p->conn);
    const char *name = PQdb(p->conn);
    if (!name)
        return store_fail(cx, NULL, FAULT_CONNECT, NULL, words_without_values(cx->arena, words));
    bool is_missing = strstr(words, "database \"") && strstr(words, "does not exist");
    return store_fail(cx, NULL, is_missing ? FAULT_MISSING : FAULT_CONNECT, name, words);
}

static bool postgres_mark(struct db *db, struct mark *ret_mark)
{
    (void)db, (void)ret_mark;
    return false; /* the server does not say until it is asked */
}

static void postgres_interrupt(struct db *db)
{
    char words[256];
    PQcancel(of(db)->cancel, words, sizeof words);
}

static bool postgres_revive(struct ctx *cx, struct db *db)
{
    struct postgres *p = of(db);
    cache_empty(&db->cache, drop, db);
    PQfreeCancel(p->cancel);
    p->cancel = NULL;
    PQreset(p->conn);
    return PQstatus(p->conn) == CONNECTION_OK ? configure(cx, p) : refuse_connection(cx, p);
}

static void postgres_close(struct db *db)
{
    struct postgres *p = of(db);
    cache_empty(&db->cache, drop, db);
    PQfreeCancel(p->cancel);
    PQfinish(p->conn);
    free(p->values);
    free(p->lengths);
    free(p->formats);
    free(p->numbers);
    free(p);
}

static const struct engine postgres_engine = {
    .kind = DB_POSTGRES,
    .text_order = " COLLATE \"C\"",
    .exec = postgres_exec,
    .script = postgres_script,
    .query = postgres_query,
    .step = postgres_step,
    .keep = postgres_keep,
    .column_name = postgres_column_label,
    .finish = postgres_finish,
    .begin = postgres_begin,
    .snapshot = postgres_snapshot,
    .commit = postgres_commit,
    .rollback = postgres_rollback,
    .shape = postgres_shape,
    .plan_prefix = "EXPLAIN ",
    .plan_column = 0,
    .mark = postgres_mark,
    .interrupt = postgres_interrupt,
    .revive = postgres_revive,
    .close = postgres_close,
};

struct db *postgres_open(struct ctx *cx, const char *url, enum db_open_mode mode)
{
    /* What stands before dbname may be overruled by the URL; what stands after may not. */
    const char *names[] = {"connect_timeout", "fallback_application_name", "dbname", "client_encoding", NULL};
    const char *values[] = {"10", "steward", url, "UTF8", NULL};
    struct postgres *p = calloc(1, sizeof *p);
    if (!p) {
        store_fail(cx, NULL, FAULT_MEMORY, NULL, NULL);
        return NULL;
    }
    p->db.engine = &postgres_engine;
    p->conn = PQconnectdbParams(names, values, 1);
    bool opened =
        PQstatus(p->conn) == CONNECTION_OK ? configure(cx, p) && make_schema(cx, p, mode) : refuse_connection(cx, p);
    if (!opened) {
        postgres_close(&p->db);
        return NULL;
    }
    return &p->db;
}
