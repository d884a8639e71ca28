/* ddl.c — prints CREATE TABLE, CREATE INDEX and foreign keys of an entity. */
#include "model/ddl.h"

#include "base/text.h"
#include "model/statement.h"

#include <string.h>

/* clang-format off */
const struct ddl_plain ddl_plain_tables[] = {
    {"schema_version",
     "CREATE TABLE schema_version (\n"
     "    version BIGINT NOT NULL,\n"
     "    fingerprint TEXT NOT NULL,\n"
     "    applied_at BIGINT NOT NULL,\n"
     "    program TEXT NOT NULL,\n"
     "    PRIMARY KEY (version, fingerprint, applied_at)\n"
     ")"},
    {"counter",
     "CREATE TABLE counter (\n"
     "    zone BIGINT NOT NULL,\n"
     "    entity TEXT NOT NULL,\n"
     "    next BIGINT NOT NULL,\n"
     "    PRIMARY KEY (zone, entity)\n"
     ")"},
    {"idempotency",
     "CREATE TABLE idempotency (\n"
     "    zone BIGINT NOT NULL,\n"
     "    key TEXT NOT NULL,\n"
     "    method_path TEXT NOT NULL,\n"
     "    body_hash TEXT NOT NULL,\n"
     "    status BIGINT NOT NULL,\n"
     "    answer TEXT,\n"
     "    created_at BIGINT NOT NULL,\n"
     "    PRIMARY KEY (zone, key)\n"
     ")"},
    {"audit_retention", /* records up to here have been archived and may be deleted; model/trail.h */
     "CREATE TABLE audit_retention (\n"
     "    zone BIGINT NOT NULL,\n"
     "    up_to BIGINT NOT NULL,\n"
     "    PRIMARY KEY (zone)\n"
     ")"},
    {"search_index", /* read from end to end within an entity of a zone */
     "CREATE TABLE search_index (\n"
     "    zone BIGINT NOT NULL,\n"
     "    entity TEXT NOT NULL,\n"
     "    id BIGINT NOT NULL,\n"
     "    words TEXT NOT NULL,\n"
     "    PRIMARY KEY (zone, entity, id)\n"
     ")",
     .clustered = true},
    {"credential", /* how a person proves who he is; the person is a row of app_user */
     "CREATE TABLE credential (\n"
     "    zone BIGINT NOT NULL,\n"
     "    person BIGINT NOT NULL,\n"
     "    password TEXT,\n"
     "    must_change BIGINT NOT NULL,\n"
     "    changed_at BIGINT NOT NULL,\n"
     "    previous TEXT,\n"
     "    totp TEXT,\n"
     "    totp_asked TEXT,\n"
     "    totp_step BIGINT NOT NULL,\n"
     "    recovery TEXT,\n"
     "    PRIMARY KEY (zone, person)\n"
     ")"},
    {"session", /* of a browser, or of a program with a token of its own; only hashes of tokens */
     "CREATE TABLE session (\n"
     "    token_hash TEXT NOT NULL,\n"
     "    zone BIGINT NOT NULL,\n"
     "    person BIGINT NOT NULL,\n"
     "    id TEXT NOT NULL,\n"
     "    way TEXT NOT NULL,\n"
     "    name TEXT,\n"
     "    shown TEXT,\n"
     "    actions TEXT NOT NULL,\n"
     "    address TEXT,\n"
     "    agent TEXT,\n"
     "    made_at BIGINT NOT NULL,\n"
     "    seen_at BIGINT NOT NULL,\n"
     "    expires_at BIGINT NOT NULL,\n"
     "    PRIMARY KEY (token_hash),\n"
     "    UNIQUE (zone, person, id)\n"
     ")"},
    {"sign_in_attempt", /* failures in a row, of a login and of an address */
     "CREATE TABLE sign_in_attempt (\n"
     "    key TEXT NOT NULL,\n"
     "    failed BIGINT NOT NULL,\n"
     "    tried_at BIGINT NOT NULL,\n"
     "    locked_until BIGINT NOT NULL,\n"
     "    PRIMARY KEY (key)\n"
     ")"},
    {0},
};
/* clang-format on */

void ddl_plain(struct buf *out, const struct ddl_plain *t, enum db_engine engine)
{
    buf_text(out, t->sql);
    buf_text(out, t->clustered && engine == DB_SQLITE ? " WITHOUT ROWID" : "");
}

const char *ddl_table_name(struct arena *a, const struct entity *e, enum table_kind kind)
{
    return kind == TABLE_LIVE ? entity_table(e) : arena_printf(a, "%s_history", entity_table(e));
}

const char *ddl_type(const struct field *f, enum db_engine engine)
{
    if (f->type == T_BYTES)
        return engine == DB_POSTGRES ? "BYTEA" : "BLOB";
    return type_is_text(f->type) ? "TEXT" : "BIGINT";
}

static bool is_head(const struct field *f)
{
    return field_find(row_head_fields, f->name) == f;
}

void ddl_column(struct buf *out, const struct field *f, enum db_engine engine)
{
    buf_printf(out, "%s %s", f->name, ddl_type(f, engine));
    /* Bytewise, as SQLite compares: order and indexes agree whatever the database's locale. */
    if (engine == DB_POSTGRES && type_is_text(f->type))
        buf_text(out, " COLLATE \"C\"");
    if (is_head(f) && f->type != T_CHOICE) /* rows from before ways were noted have none */
        buf_text(out, " NOT NULL");
    else if (f->type == T_BOOL)
        buf_text(out, " NOT NULL DEFAULT 0");
}

static void primary_key(struct buf *out, const struct entity *e, enum table_kind kind)
{
    buf_printf(out, ",\n    PRIMARY KEY (%sid%s)", e->flags & ENTITY_GLOBAL ? "" : "zone, ",
               kind == TABLE_HISTORY ? ", version" : "");
}

void ddl_foreign_key(struct buf *out, const struct entity *e, const struct field *f)
{
    const struct entity *target = entity_find(f->ref);
    bool zoned = !(e->flags & ENTITY_GLOBAL) && target && !(target->flags & ENTITY_GLOBAL);
    buf_printf(out, zoned ? "FOREIGN KEY (zone, %s) REFERENCES %s (zone, id)" : "FOREIGN KEY (%s) REFERENCES %s (id)",
               f->name, entity_table(target));
    buf_text(out, " DEFERRABLE INITIALLY DEFERRED");
}

const char *ddl_foreign_key_name(struct arena *a, const struct entity *e, const struct field *f)
{
    return arena_printf(a, "%s_ref_%s", entity_table(e), f->name);
}

/* SQLite tables keep their rowid: WITHOUT ROWID reads a zone from end to end faster, but every lookup through another
 * index, which is what lists and metrics do, took two to three times as long over 500,000 facts, and its planner then
 * preferred the primary key to better indexes. */
void ddl_table(struct buf *out, const struct entity *e, enum table_kind kind, enum db_engine engine,
               const struct stray_column *strays)
{
    buf_printf(out, "CREATE TABLE %s (\n", ddl_table_name(out->arena, e, kind));
    if (!(e->flags & ENTITY_GLOBAL))
        buf_text(out, "    zone BIGINT NOT NULL,\n");
    for (const struct field *f = entity_next_column(e, NULL); f; f = entity_next_column(e, f)) {
        buf_text(out, f == row_head_fields ? "    " : ",\n    ");
        ddl_column(out, f, engine);
    }
    if (kind == TABLE_HISTORY)
        buf_text(out, ",\n    ended_at BIGINT NOT NULL,\n    ended_by TEXT NOT NULL,\n    ended_way TEXT,\n    deleted "
                      "BIGINT NOT NULL");
    for (const struct stray_column *s = strays; s && s->name; s++)
        buf_printf(out, ",\n    %s %s", s->name, s->type);
    primary_key(out, e, kind);
    if (kind == TABLE_LIVE && engine == DB_SQLITE)
        for (const struct field *f = entity_next_column(e, NULL); f; f = entity_next_column(e, f))
            if (f->type == T_REF) {
                buf_text(out, ",\n    ");
                ddl_foreign_key(out, e, f);
            }
    buf_text(out, "\n)");
}

#define ARCHIVED "EXISTS (SELECT 1 FROM audit_retention r WHERE r.zone = OLD.zone AND r.up_to >= OLD.id)"

const char **ddl_guards(struct arena *a, const struct entity *e, enum db_engine engine)
{
    const char *t = entity_table(e), **guards = arena_array(a, 6, sizeof *guards);
    if (engine == DB_SQLITE) {
        guards[0] = arena_printf(a,
                                 "CREATE TRIGGER IF NOT EXISTS %s_stays BEFORE UPDATE ON %s BEGIN SELECT RAISE(ABORT, "
                                 "'rows of %s are never changed'); END",
                                 t, t, t);
        guards[1] = arena_printf(a,
                                 "CREATE TRIGGER IF NOT EXISTS %s_remains BEFORE DELETE ON %s WHEN NOT " ARCHIVED
                                 " BEGIN SELECT RAISE(ABORT, 'rows of %s are never deleted'); END",
                                 t, t, t);
        return guards;
    }
    guards[0] = arena_printf(a,
                             "CREATE OR REPLACE FUNCTION %s_stays() RETURNS trigger LANGUAGE plpgsql AS '"
                             "BEGIN"
                             " IF TG_OP = ''DELETE'' THEN IF " ARCHIVED " THEN RETURN OLD; END IF; END IF;"
                             " RAISE EXCEPTION ''rows of %s are never changed or deleted'';"
                             " END'",
                             t, t);
    guards[1] = arena_printf(a,
                             "CREATE OR REPLACE TRIGGER %s_stays BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE "
                             "FUNCTION %s_stays()",
                             t, t, t);
    guards[2] = arena_printf(a,
                             "CREATE OR REPLACE TRIGGER %s_remains BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE "
                             "FUNCTION %s_stays()",
                             t, t, t);
    return guards;
}

/* ---- indexes ---- */

/* "project month" or "name,-id" → the words; ends with NULL. */
static char **words_of(struct arena *a, const char *fields)
{
    struct buf plain = buf_init(a);
    for (const char *c = fields; *c; c++)
        if (*c != '-')
            buf_char(&plain, *c == ',' ? ' ' : *c);
    return text_split(a, plain.data, ' ');
}

static const char *join_words(struct arena *a, char **words, const char *separator)
{
    struct buf out = buf_init(a);
    for (char **w = words; *w; w++) {
        if (w != words)
            buf_text(&out, separator);
        buf_text(&out, *w);
    }
    return out.data;
}

const char *ddl_index_name(struct arena *a, const struct entity *e, const char *fields, bool unique)
{
    return arena_printf(a, "%s_%s_%s", entity_table(e), unique ? "key" : "by", join_words(a, words_of(a, fields), "_"));
}

struct index_list {
    struct arena *arena;
    const struct entity *entity;
    struct ddl_index *items;
    size_t count;
};

/* Is there an index whose columns begin with these words? */
static bool is_served(const struct index_list *l, char **words)
{
    const char *wanted = join_words(l->arena, words, ", ");
    for (size_t i = 0; i < l->count; i++) {
        const char *columns = strchr(l->items[i].sql, '(') + 1;
        if (text_starts(columns, "zone, "))
            columns += strlen("zone, ");
        size_t n = strlen(wanted);
        if (strncmp(columns, wanted, n) == 0 && (columns[n] == ',' || columns[n] == ')'))
            return true;
    }
    return false;
}

static void add_index(struct index_list *l, const char *fields, bool unique)
{
    const struct entity *e = l->entity;
    char **words = words_of(l->arena, fields);
    const char *name = ddl_index_name(l->arena, e, fields, unique);
    bool ends_with_id = false;
    for (char **w = words; *w; w++)
        ends_with_id = strcmp(*w, "id") == 0;
    const char *sql = arena_printf(l->arena, "CREATE %sINDEX %s ON %s (%s%s%s)", unique ? "UNIQUE " : "", name,
                                   entity_table(e), e->flags & ENTITY_GLOBAL ? "" : "zone, ",
                                   join_words(l->arena, words, ", "), unique || ends_with_id ? "" : ", id");
    l->items[l->count++] = (struct ddl_index){name, entity_table(e), sql};
}

/* An index needs stored columns only, and the primary key already finds by id. */
static bool is_indexable(const struct entity *e, char **words)
{
    for (char **w = words; *w; w++) {
        const struct field *f = entity_field(e, *w);
        if (!f || field_is_derived(f))
            return false;
    }
    return words[0] && strcmp(words[0], "id") != 0;
}

static void add_unless_served(struct index_list *l, const char *fields)
{
    char **words = words_of(l->arena, fields);
    if (is_indexable(l->entity, words) && !is_served(l, words))
        add_index(l, fields, false);
}

static size_t most_indexes(const struct entity *e)
{
    size_t most = 4 + 8 + 3; /* keys, lists, the default order, what is new, the history's */
    for (const struct field *f = entity_next_column(e, NULL); f; f = entity_next_column(e, f))
        most += f->type == T_REF;
    return most + 1;
}

struct ddl_index *ddl_indexes(struct arena *a, const struct entity *e)
{
    struct index_list l = {.arena = a, .entity = e, .items = arena_array(a, most_indexes(e), sizeof *l.items)};
    for (size_t i = 0; i < sizeof e->unique / sizeof *e->unique && e->unique[i]; i++)
        add_index(&l, e->unique[i], true);
    for (size_t i = 0; i < sizeof e->indexes / sizeof *e->indexes && e->indexes[i]; i++)
        add_index(&l, e->indexes[i], false);
    if (e->order)
        add_unless_served(&l, e->order);
    for (const struct field *f = entity_next_column(e, NULL); f; f = entity_next_column(e, f))
        if (f->type == T_REF)
            add_unless_served(&l, f->name);
    add_unless_served(&l, "updated_at"); /* what is new, and whether anything is */
    const char *history = ddl_table_name(a, e, TABLE_HISTORY);
    const char *name = arena_printf(a, "%s_by_ended_at", history);
    l.items[l.count++] = (struct ddl_index){
        .name = name,
        .table = history,
        .sql = arena_printf(a, "CREATE INDEX %s ON %s (%sended_at)", name, history,
                            e->flags & ENTITY_GLOBAL ? "" : "zone, "),
    };
    return l.items;
}
