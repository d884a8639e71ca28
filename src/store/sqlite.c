/* sqlite.c — SQLite behind the store's engine interface. */
#include "store/sqlite.h"

#include <stdlib.h>
#include <string.h>

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
        sqlite_refuse_sql(cx, s, rc, sql);
        return NULL;
    }
    if (!stmt || tail[strspn(tail, " \t\r\n;")] != '\0') {
        sqlite3_finalize(stmt);
        store_fail(cx, sqlite_guest(s), FAULT_STATEMENT, NULL,
                   arena_printf(cx->arena, "not exactly one statement: %s", sql));
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
        store_fail(cx, sqlite_guest(s), FAULT_MEMORY, NULL, NULL);
        return NULL;
    }
    const char *text = sqlite3_sql(stmt);
    *t = (struct sqlite_statement){.base = {.sql = text, .length = strlen(text)}, .stmt = stmt};
    t->writes = !sqlite3_stmt_readonly(stmt);
    if (!number_slots(t)) {
        drop(NULL, &t->base);
        store_fail(cx, sqlite_guest(s), FAULT_STATEMENT, NULL,
                   arena_printf(cx->arena, "parameters are $1, $2 …: %s", sql));
        return NULL;
    }
    sqlite_guest(s)->prepared++;
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
        return store_fail(cx, sqlite_guest(s), FAULT_STATEMENT, NULL,
                          arena_printf(cx->arena, "%zu parameters for $1…$%zu: %s", count, t->highest, t->base.sql));
    for (int i = 0; i < t->slots; i++) {
        int rc = bind_one(t->stmt, i + 1, &params[t->number[i] - 1], lifetime);
        if (rc != SQLITE_OK)
            return sqlite_refuse(cx, s, rc);
    }
    return !t->writes || rows_hold(cx, sqlite_guest(s));
}

static bool run(struct ctx *cx, struct sqlite *s, struct sqlite_statement *t, int64_t *ret_changed)
{
    int64_t before = sqlite3_total_changes64(s->handle);
    int rc;
    do
        rc = sqlite3_step(t->stmt);
    while (rc == SQLITE_ROW);
    if (rc != SQLITE_DONE)
        return sqlite_refuse(cx, s, rc);
    if (ret_changed)
        *ret_changed = sqlite3_total_changes64(s->handle) == before ? 0 : sqlite3_changes64(s->handle);
    return true;
}

bool sqlite_exec(struct ctx *cx, struct db *db, const char *sql, const struct value *params, size_t count,
                 int64_t *ret_changed)
{
    struct sqlite *s = sqlite_of(db);
    struct sqlite_statement *t = take(cx, s, sql);
    if (!t)
        return false;
    bool done = make_ready(cx, s, t, params, count, SQLITE_STATIC) && run(cx, s, t, ret_changed);
    give_back(t);
    return done;
}

static bool sqlite_script(struct ctx *cx, struct db *db, const char *sql)
{
    int rc = sqlite3_exec(sqlite_of(db)->handle, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? true : sqlite_refuse_sql(cx, sqlite_of(db), rc, "script");
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
        sqlite_refuse(cx, sqlite_of(r->db), rc);
        return STEP_FAILED;
    }
    return read_row(cx, r, t) ? STEP_ROW : STEP_FAILED;
}

static enum step sqlite_query(struct ctx *cx, struct rows *r, const char *sql, const struct value *params, size_t count)
{
    struct sqlite *s = sqlite_of(r->db);
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
    return !r->statement ? NULL : sqlite3_column_name(((struct sqlite_statement *)r->statement)->stmt, column);
}

static void sqlite_finish(struct rows *r)
{
    if (r->statement)
        give_back((struct sqlite_statement *)r->statement);
    sqlite3_free(r->kept);
    r->statement = NULL;
    r->kept = NULL;
}

void sqlite_free_statements(struct db *db)
{
    for (struct rows *r = db->open; r; r = r->older) {
        if (r->statement)
            give_back((struct sqlite_statement *)r->statement);
        r->statement = NULL;
    }
}

void sqlite_drop_statements(struct sqlite *s)
{
    cache_empty(&s->db.cache, drop, &s->db);
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
    struct sqlite_statement *t = take(cx, sqlite_of(db), sql);
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
    return sqlite_mark(sqlite_of(db)->handle, &sqlite_of(db)->header, ret_mark);
}

static bool sqlite_revive(struct ctx *cx, struct db *db)
{
    (void)cx;
    (void)db;
    return true; /* a file has no connection to lose */
}

static void sqlite_close(struct db *db)
{
    struct sqlite *s = (struct sqlite *)db;
    struct turns *turns = s->turns;
    sqlite_rollback(db);
    sqlite_disconnect(s);
    turns_leave(turns);
}

struct db *sqlite_open(struct ctx *cx, const char *path, enum db_open_mode mode)
{
    bool in_memory = strcmp(path, ":memory:") == 0;
    if (!in_memory && !sqlite_file_ready(cx, path, mode))
        return NULL;
    struct sqlite *s = sqlite_connect(cx, path);
    if (!s || in_memory)
        return s ? &s->db : NULL;
    s->turns = turns_of(path, sqlite_together_drop);
    s->db.may_share = s->turns;
    if (s->turns)
        return &s->db;
    sqlite_disconnect(s);
    store_fail(cx, NULL, FAULT_MEMORY, NULL, NULL);
    return NULL;
}

const struct engine sqlite_engine = {
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
    .together = sqlite_together,
    .interrupt = sqlite_interrupt,
    .revive = sqlite_revive,
    .close = sqlite_close,
};
