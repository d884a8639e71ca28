/* rights_where.c — how far a right reaches, as a condition over rows. */
#include "base/text.h"
#include "model/rights.h"
#include "model/rows.h"
#include "model/statement.h"

#include <string.h>

/* What a condition is made for: whose rights, in which statement, from which tables. */
struct condition {
    struct sql *q;
    const struct who *who;
    const char *(*source)(const void *arg, const struct entity *e);
    const void *arg;
    int parts; /* alternatives written so far */
};

static const char *table_of(const struct condition *c, const char *name)
{
    const struct entity *e = entity_find(name);
    return c->source ? c->source(c->arg, e) : entity_table(e);
}

static bool is_called(const struct entity *e, const char *name)
{
    return strcmp(e->name, name) == 0;
}

static void bind_zone(const struct condition *c)
{
    sql_bind(c->q, value_int(c->who->zone));
}

/* ---- sets of ids that the person's place in the zone gives ---- */

/* The unit and those below it, as they stand now. */
static void add_units(const struct condition *c)
{
    sql_add(c->q, "(WITH RECURSIVE below(id) AS (SELECT CAST(");
    sql_bind(c->q, value_int(c->who->unit));
    sql_add(c->q, " AS BIGINT) UNION SELECT u.id FROM unit u JOIN below b ON u.parent = b.id WHERE u.zone = ");
    bind_zone(c);
    sql_add(c->q, ") SELECT id FROM below)");
}

static void add_paired_projects(const struct condition *c)
{
    const int64_t today = date_high_code(date_of_instant((struct instant){c->q->cx->now_ms}));
    sql_add(c->q, "(SELECT r.project FROM %s r WHERE r.zone = ", table_of(c, "pairing"));
    bind_zone(c);
    sql_add(c->q, " AND r.person = ");
    sql_bind(c->q, value_text(c->who->name ? c->who->name : ""));
    sql_add(c->q, " AND (r.since IS NULL OR r.since <= ");
    sql_bind(c->q, value_int(today));
    sql_add(c->q, ") AND (r.until IS NULL OR r.until > ");
    sql_bind(c->q, value_int(today));
    sql_add(c->q, "))");
}

/* The projects within the reach, of which other rows hang. */
static bool add_projects(const struct condition *c, enum reach reach)
{
    if (reach == REACH_PROJECTS) {
        add_paired_projects(c);
        return true;
    }
    if (reach != REACH_UNIT && reach != REACH_ENTERPRISE)
        return false;
    sql_add(c->q, "(SELECT p.id FROM %s p WHERE p.zone = ", table_of(c, "project"));
    bind_zone(c);
    sql_add(c->q, reach == REACH_UNIT ? " AND p.unit IN " : " AND p.enterprise = ");
    if (reach == REACH_UNIT)
        add_units(c);
    else
        sql_bind(c->q, value_int(c->who->enterprise));
    sql_add(c->q, ")");
    return true;
}

/* ---- alternatives ---- */

static void begin_part(struct condition *c, const char *alias, const char *column)
{
    sql_add(c->q, "%s%s.%s", c->parts++ ? " OR " : "", alias, column);
}

static bool hangs_on_projects(enum reach reach)
{
    return reach == REACH_UNIT || reach == REACH_PROJECTS || reach == REACH_ENTERPRISE;
}

/* Column `column` of the row names a row of `target`. */
static void add_part(struct condition *c, const char *alias, const char *column, const char *target, enum reach reach)
{
    if (strcmp(target, "project") == 0 && hangs_on_projects(reach)) {
        begin_part(c, alias, column);
        sql_add(c->q, " IN ");
        (void)add_projects(c, reach);
    } else if (strcmp(target, "unit") == 0 && reach == REACH_UNIT) {
        begin_part(c, alias, column);
        sql_add(c->q, " IN ");
        add_units(c);
    } else if (strcmp(target, "enterprise") == 0 && reach == REACH_ENTERPRISE) {
        begin_part(c, alias, column);
        sql_add(c->q, " = ");
        sql_bind(c->q, value_int(c->who->enterprise));
    } else if (strcmp(target, "squad") == 0 && reach == REACH_SQUAD) {
        begin_part(c, alias, column);
        sql_add(c->q, " = ");
        sql_bind(c->q, value_int(c->who->squad));
    }
}

/* The enterprises that build the projects within reach. */
static void add_builders(struct condition *c, const char *alias, enum reach reach)
{
    begin_part(c, alias, "id");
    sql_add(c->q, " IN (SELECT b.enterprise FROM %s b WHERE b.zone = ", table_of(c, "project"));
    bind_zone(c);
    sql_add(c->q, " AND b.id IN ");
    (void)add_projects(c, reach);
    sql_add(c->q, ")");
}

static void add_own(struct condition *c, const struct entity *e, const char *alias, enum act act)
{
    if (is_called(e, "user")) {
        begin_part(c, alias, "id");
        sql_add(c->q, " = ");
        sql_bind(c->q, value_int(c->who->user));
        return;
    }
    begin_part(c, alias, "created_by");
    sql_add(c->q, " = ");
    sql_bind(c->q, value_text(c->who->login ? c->who->login : ""));
    if (act == ACT_READ && field_find(e->fields, "shared")) {
        begin_part(c, alias, "shared");
        sql_add(c->q, " = 1");
    }
}

/* The row names the person: it is his own, whoever it belongs to. */
static void add_named(struct condition *c, const char *alias, const struct field *f, enum reach reach)
{
    if ((reach != REACH_PROJECTS && reach != REACH_UNIT) || !c->who->name)
        return;
    begin_part(c, alias, f->name);
    sql_add(c->q, " = ");
    sql_bind(c->q, value_text(c->who->name));
}

static void add_reach(struct condition *c, const struct entity *e, const char *alias, enum act act, enum reach reach)
{
    if (reach == REACH_OWN)
        add_own(c, e, alias, act);
    add_part(c, alias, "id", e->name, reach);
    for (const struct field *f = e->fields; f->type != T_END; f++)
        if (f->type == T_REF && !field_is_derived(f))
            add_part(c, alias, f->name, f->ref, reach);
        else if (f->flags & FIELD_PERSON)
            add_named(c, alias, f, reach);
    if (is_called(e, "enterprise") && (reach == REACH_UNIT || reach == REACH_PROJECTS))
        add_builders(c, alias, reach);
    if (!c->parts) /* nothing ties such rows to the person */
        sql_add(c->q, "1 = 0");
}

/* ---- rows that hang on rows of any entity ---- */

static void add_owner(struct condition *c, const struct entity *owner, const char *alias, enum reach reach)
{
    sql_add(c->q, "%s(%s.owner_entity = '%s'", c->parts++ ? " OR " : "", alias, owner->name);
    if (reach != REACH_ZONE) {
        struct condition inner = *c;
        inner.parts = 0;
        sql_add(c->q, " AND %s.owner_id IN (SELECT o.id FROM %s o WHERE o.zone = ", alias, table_of(c, owner->name));
        bind_zone(c);
        sql_add(c->q, " AND (");
        add_reach(&inner, owner, "o", ACT_READ, reach);
        sql_add(c->q, "))");
    }
    sql_add(c->q, ")");
}

static void add_owned(struct condition *c, const char *alias, enum reach reach)
{
    const struct ctx *cx = c->q->cx;
    for (const struct entity *const *e = entity_catalogue; *e; e++) {
        enum reach of_owner = rights_reach(cx, *e, ACT_READ);
        if (of_owner != REACH_NONE && !((*e)->flags & (ENTITY_OWNED | ENTITY_GLOBAL)))
            add_owner(c, *e, alias, of_owner);
    }
    if (reach == REACH_ZONE) { /* what hangs on no row: a report's own template */
        sql_add(c->q, "%s%s.owner_entity IS NULL OR %s.owner_entity NOT IN (", c->parts++ ? " OR " : "", alias, alias);
        for (const struct entity *const *e = entity_catalogue; *e; e++)
            sql_add(c->q, "%s'%s'", e == entity_catalogue ? "" : ", ", (*e)->name);
        sql_add(c->q, ")");
    }
    if (!c->parts)
        sql_add(c->q, "1 = 0");
}

bool rights_bound(const struct entity *e)
{
    return e->flags & ENTITY_OWNED || is_called(e, "zone");
}

void rights_where(struct sql *q, const struct entity *e, const char *alias, enum act act,
                  const char *(*source)(const void *arg, const struct entity *e), const void *arg)
{
    const struct rights *rights = q->cx->rights;
    const enum reach reach = rights_reach(q->cx, e, act);
    if (!rights || (reach == REACH_ZONE && !rights_bound(e)))
        return;
    struct condition c = {.q = q, .who = &rights->who, .source = source, .arg = arg};
    sql_add(q, " AND (");
    if (reach == REACH_NONE)
        sql_add(q, "1 = 0");
    else if (is_called(e, "zone")) { /* a person is of one */
        begin_part(&c, alias, "id");
        sql_add(q, " = ");
        bind_zone(&c);
    } else if (e->flags & ENTITY_OWNED)
        add_owned(&c, alias, reach);
    else
        add_reach(&c, e, alias, act, reach);
    sql_add(q, ")");
}

bool rights_count(struct ctx *cx, const struct rights *of, const struct entity *e, enum act act, int64_t *ret_rows)
{
    const struct rights *mine = cx->rights;
    struct sql q = sql_new(cx);
    sql_add(&q, "SELECT COUNT(*) FROM %s t", entity_table(e));
    where_row(&q, e);
    sql_add(&q, "1 = 1");
    cx->rights = of;
    rights_where(&q, e, "t", act, NULL, NULL);
    cx->rights = mine;
    struct rows *rows = sql_query(&q);
    *ret_rows = rows && db_next(rows) ? db_int(rows, 0) : 0;
    db_end(rows);
    return rows && db_ok(rows);
}
