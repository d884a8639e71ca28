/* entity.h — what an entity IS: a struct, its field table, and a few facts about the whole.
 *
 * From one `struct entity` come the tables of both engines and their history, validation, JSON, lists and
 * metrics' names, OpenAPI, forms, sheet columns and exports.  Entities are const; there is one file each in
 * entities/, listed in catalogue.def.
 */
#ifndef STEWARD_MODEL_ENTITY_H
#define STEWARD_MODEL_ENTITY_H

#include "base/field.h"

/* The first member of every row struct, named `head`.  `zone` leads every tenant table but is never in the
 * struct: it is cx->zone, and no statement runs without it. */
struct row_head {
    int64_t id;      /* small, per zone, never reused */
    int64_t version; /* 1, 2, 3 …: the ETag */
    struct instant created_at;
    const char *created_by;
    struct instant updated_at;
    const char *updated_by;
    const char *way; /* by which way this version was written, cx->way; NULL: before that was noted */
};
extern const struct field row_head_fields[]; /* id version created_at created_by updated_at updated_by way */

/* What a rule found: a permanent id, the field, a text, and whether it blocks the save. */
struct finding {
    const char *rule;  /* "PRJ-03" */
    const char *field; /* field name; NULL: the row as a whole */
    bool blocking;
    struct label message;
};
struct findings {
    struct ctx *cx;
    struct finding *items;
    size_t count, capacity;
};
struct findings findings_new(struct ctx *cx);
void findings_add(struct findings *fs, const char *rule, const char *field, bool blocking, const char *zh,
                  const char *en, ...) __attribute__((format(printf, 5, 7), format(printf, 6, 7)));
bool findings_block(const struct findings *fs); /* does any of them block? */

enum entity_flag {
    ENTITY_GLOBAL = 1 << 0,   /* not of one zone: only `zone` itself */
    ENTITY_INTERNAL = 1 << 1, /* no create, update, delete from outside (import runs, attachments) */
    ENTITY_GUARDED = 1 << 2,  /* rights over "*" do not reach it: accounts, rights, audit, backups */
    ENTITY_APPEND = 1 << 4,   /* rows are added and never changed: the database itself refuses the rest (model/ddl.h) */
    ENTITY_FOLLOWS =
        1 << 5, /* the program works it out from the row that its first reference names, and it goes with that */
    ENTITY_OWNED = 1 << 3, /* hangs on the row that owner_entity and owner_id name, and is reached with it */
};

struct entity {
    const char *name;   /* "project": table, API path, JSON */
    const char *table;  /* when the name is an SQL word ("grant"): its table; NULL: the name */
    struct label label; /* 项目 / Project */
    struct label help;
    unsigned flags;
    size_t size;                /* of the row struct */
    const struct field *fields; /* its own; derived fields (.sql) at the end */
    const char *title;          /* the field that stands for the row where others refer to it */
    const char *unique[4];      /* natural keys, "project month caliber"; rows with an unknown part are exempt */
    const char *indexes[8];     /* field lists that lists and metrics look up by; zone leads each */
    const char *order;          /* default sort, "name,-id" */
    int found;                  /* place in the search box, from 1 on; 0: it is not found there (model/search.h) */
    const char *detail;         /* fields of the second line under its title there, "unit,stage" */
    /* What a row entered by itself has, typed or not: set what is still unknown.  Rows of a ledger say it themselves. */
    void (*begin)(const struct ctx *cx, void *row);
    /* One-row rules beyond types, ranges and required. */
    void (*check)(const void *row, struct findings *fs);
    /* After a row was stored, in the same transaction; `old` is NULL for a new row.  Before one is deleted: `row` is NULL.
     * Facts that follow from the row are kept here. */
    bool (*stored)(struct ctx *cx, const void *row, const void *old);
};

/* Everything there is; src/catalogue.c makes it from catalogue.def, tests bring their own. Ends with NULL. */
extern const struct entity *const entity_catalogue[];

const struct entity *entity_find(const char *name); /* NULL when there is none */
const char *entity_table(const struct entity *e);
/* Own field, derived field or head field by name. */
const struct field *entity_field(const struct entity *e, const char *name);
/* By name, label in either language (folded), or synonym; NULL when none. */
const struct field *entity_field_by_word(struct arena *a, const struct entity *e, const char *word);
bool field_is_derived(const struct field *f);
/* The first reference of e to `target`; NULL when there is none. */
const struct field *entity_reference(const struct entity *e, const struct entity *target);
/* Of an ENTITY_FOLLOWS: is this the reference to what it follows? */
bool field_is_followed(const struct entity *e, const struct field *f);
/* Stored columns in order, head first and derived fields left out: NULL gives the first; NULL when there is no more. */
const struct field *entity_next_column(const struct entity *e, const struct field *f);

/* The start-up audit: every byte of every row struct is described, names are legal and unique, references,
 * titles, keys and indexes name fields that exist, choices have codes and both labels.  ERR_SYSTEM "ENT-01" naming
 * entity and field and what is wrong. */
SW_CHECKED bool entity_audit(struct ctx *cx);
SW_CHECKED bool entity_audit_one(struct ctx *cx, const struct entity *e);

#endif
