/* rights.h — what one person may do, decided here and nowhere else.
 *
 * A right is a line: role × entity × acts × field groups × row reach.  Whatever no line grants is denied.  The lines of
 * a role for an entity are, the first that exist: the zone's own for that entity, the program's for it, the zone's for
 * "*", the program's for "*".  A line for "*" grants nothing over guarded entities (accounts, rights, audit, backups).
 *
 * model/scope.c asks here for every name and every row that is read; model/save.c for every row that is written.  So
 * lists, metrics, drill-downs, search, reports and imports obey without knowing it.  Rows that the program keeps itself
 * (ENTITY_INTERNAL) and facts that follow from a row are written whoever acts.
 *
 * Failures: RGT-01 the act is not granted · RGT-02 the field's group is not · RGT-03 the row is out of reach ·
 * RGT-04 a line gives two separate administrations to one role, or names what there is not.
 * Source: 等保 2.0 level 3, 访问控制 (8.1.4.2): least privilege, separation of administrators, decisions by policy.
 */
#ifndef STEWARD_MODEL_RIGHTS_H
#define STEWARD_MODEL_RIGHTS_H

#include "model/entity.h"

struct sql; /* store/db.h */

enum act { ACT_READ, ACT_CREATE, ACT_UPDATE, ACT_DELETE, ACT_EXPORT, ACT_IMPORT, ACTS };
extern const struct choice act_choices[]; /* ends with .code = NULL; in the order of the enum */

enum act act_of(const char *code); /* ACTS when there is none */

/* Which rows, from none to all of the zone. */
enum reach {
    REACH_NONE,
    REACH_OWN,        /* rows that the person made, and, to read, those that are shared */
    REACH_ENTERPRISE, /* of the person's enterprise and of its projects */
    REACH_SQUAD,      /* of the person's squad */
    REACH_PROJECTS,   /* of projects that the person is paired with; and what names the person (FIELD_PERSON) */
    REACH_UNIT,       /* of the person's unit and those below it, and of their projects; and what names the person */
    REACH_ZONE,
    REACHES
};
extern const struct choice reach_choices[]; /* ends with .code = NULL; in the order of the enum */

/* Field groups: struct field names its own, "basic" when it names none. */
extern const struct choice field_group_choices[];

struct right_line {
    const char *role;
    const char *entity; /* one, or in the program's lines several: "phase halt"; "*": all but guarded ones */
    const char *acts;   /* "read create" */
    enum reach reach;
    const char *groups; /* "basic plan"; NULL: all */
};

struct role {
    const char *code; /* one of role_choices */
    struct label help;
    bool administrator; /* one of the three that exclude each other and have no part in the zone's work */
    const char *like;   /* another role, whose lines count where this one has none; NULL: none */
};

/* entities/roles.c; they end with a NULL code or role.  Tests bring their own. */
extern const struct choice role_choices[];
extern const struct role role_catalogue[];
extern const struct right_line right_catalogue[];
const struct role *role_find(const char *code); /* NULL when there is none */

/* The person, as far as rights go.  Text is the caller's and outlives the rights made from it. */
struct who {
    int64_t zone, user;
    int64_t unit, enterprise, squad; /* 0: none */
    const char *role;                /* NULL or unknown: no rights at all */
    const char *login, *name;        /* as rows are signed; as pairings name people */
};

enum { RIGHTS_ENTITIES = 96 }; /* at most so many are in the catalogue */

struct rights {
    struct who who;
    struct granted {
        unsigned char reach[ACTS];
        uint32_t groups[ACTS];
    } of[RIGHTS_ENTITIES]; /* in the order of entity_catalogue */
};
extern const struct rights rights_nobody; /* nothing at all */

/* From the program's lines and those of the person's zone (one statement). */
SW_CHECKED bool rights_compile(struct ctx *cx, const struct who *who, struct rights *ret_rights);

/* A copy in `a` with its text: for work that outlives the request. */
struct rights *rights_copy(struct arena *a, const struct rights *rights);

/* From the program's lines alone: what a zone without lines of its own has. */
SW_CHECKED bool rights_of_program(struct ctx *cx, const struct who *who, struct rights *ret_rights);

/* Over which rows cx's actor may act so; REACH_ZONE for the program itself. */
enum reach rights_reach(const struct ctx *cx, const struct entity *e, enum act act);
/* Is the field in a group that the act reaches? */
bool rights_field(const struct ctx *cx, const struct entity *e, const struct field *f, enum act act);
/* May it be done to any row at all?  ERR_DENIED RGT-01. */
SW_CHECKED bool rights_need(struct ctx *cx, const struct entity *e, enum act act);
/* May this field of the stored row be changed?  ERR_DENIED RGT-01, RGT-02, RGT-03. */
SW_CHECKED bool rights_need_change(struct ctx *cx, const struct entity *e, int64_t id, const struct field *f);
/* Is the stored row within reach?  *ret_reached. */
SW_CHECKED bool rights_row(struct ctx *cx, const struct entity *e, int64_t id, enum act act, bool *ret_reached);
/* May it be done to this row?  ERR_DENIED RGT-01, RGT-03. */
SW_CHECKED bool rights_need_row(struct ctx *cx, const struct entity *e, int64_t id, enum act act);
/* To read it: the row as it is, or, when it was deleted, as it was last. */
SW_CHECKED bool rights_row_ever(struct ctx *cx, const struct entity *e, int64_t id, bool *ret_reached);

/* Are there rows out of reach even of those who reach the whole zone?  Other zones, and what hangs on rows that one may not
 * read. */
bool rights_bound(const struct entity *e);

/* " AND …" over alias `alias` of the rows within reach; nothing when that is all of them.  `source` gives the SQL that
 * stands for an entity's rows (past views); NULL: its table. */
void rights_where(struct sql *q, const struct entity *e, const char *alias, enum act act,
                  const char *(*source)(const void *arg, const struct entity *e), const void *arg);

/* How many rows of cx's zone whoever has these rights may act on so.  It tells no row. */
SW_CHECKED bool rights_count(struct ctx *cx, const struct rights *of, const struct entity *e, enum act act,
                             int64_t *ret_rows);

/* Before a row is written: the act, the fields that differ from `old` (NULL: a new row), the reach of `old`.  After it:
 * the row as it is now. */
SW_CHECKED bool rights_before_write(struct ctx *cx, const struct entity *e, const void *row, const void *old);
SW_CHECKED bool rights_after_write(struct ctx *cx, const struct entity *e, int64_t id, bool is_new);
SW_CHECKED bool rights_before_delete(struct ctx *cx, const struct entity *e, int64_t id);

/* {"project":{"read":"zone","create":null,…,"fields":{"read":null,"update":["basic"]}},…}: every entity of which anything
 * is granted; null fields: all groups. */
struct json;
void rights_json(const struct rights *rights, struct json *j);

/* The catalogue's lines name roles, entities, acts and groups that exist, and keep the administrators apart.  ERR_SYSTEM. */
SW_CHECKED bool rights_audit(struct ctx *cx);
/* One line of either source, over one entity.  ERR_INPUT RGT-04, path `path`. */
SW_CHECKED bool rights_check_line(struct ctx *cx, const struct right_line *line, const char *path);

#endif
