/* ddl.h — one entity's tables, indexes and foreign keys as SQL of either engine; schema.c puts them together. */
#ifndef STEWARD_MODEL_DDL_H
#define STEWARD_MODEL_DDL_H

#include "base/buf.h"
#include "model/entity.h"
#include "store/db.h"

/* The live table of an entity, or its history: the same columns and when, by whom and how each row ended. */
enum table_kind { TABLE_LIVE, TABLE_HISTORY };

/* A column of a table that is not described by an entity's field: kept through a rebuild. */
struct stray_column {
    const char *name, *type;
};

const char *ddl_table_name(struct arena *a, const struct entity *e, enum table_kind kind);

/* "BIGINT", "TEXT", "BLOB", "BYTEA": what the engine calls the type in its own catalogue, compared by migration. */
const char *ddl_type(const struct field *f, enum db_engine engine);
/* "name TEXT COLLATE "C"": a column as CREATE TABLE and ADD COLUMN write it. */
void ddl_column(struct buf *out, const struct field *f, enum db_engine engine);

/* CREATE TABLE without the ending semicolon; stray columns (ends with .name = NULL, may be NULL) come last. */
void ddl_table(struct buf *out, const struct entity *e, enum table_kind kind, enum db_engine engine,
               const struct stray_column *strays);

/* An index to be: name and statement. */
struct ddl_index {
    const char *name;
    const char *table;
    const char *sql; /* CREATE INDEX … without the semicolon */
};
/* Ends with .name = NULL. */
struct ddl_index *ddl_indexes(struct arena *a, const struct entity *e);
/* "project_key_code": the name of the index that keeps `fields` unique, and of the one that finds by them. */
const char *ddl_index_name(struct arena *a, const struct entity *e, const char *fields, bool unique);

/* PostgreSQL adds foreign keys when every table is there; SQLite writes them in the table.  Each: name and statement. */
const char *ddl_foreign_key_name(struct arena *a, const struct entity *e, const struct field *f);
void ddl_foreign_key(struct buf *out, const struct entity *e, const struct field *f);

/* What makes the database itself keep the rows of an ENTITY_APPEND as they were added: statements that may be run again;
 * ends with NULL.  Rows up to audit_retention.up_to of the zone may be deleted. */
const char **ddl_guards(struct arena *a, const struct entity *e, enum db_engine engine);

/* The tables no entity describes: "schema_version", "counter", "idempotency", "search_index" and what people sign
 * in with.  Ends with .name = NULL. */
struct ddl_plain {
    const char *name;
    const char *sql;
    bool clustered; /* SQLite: kept in the order of its key, and nothing beside it */
};
extern const struct ddl_plain ddl_plain_tables[];
void ddl_plain(struct buf *out, const struct ddl_plain *t, enum db_engine engine); /* without the ending semicolon */

#endif
