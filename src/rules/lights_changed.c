/* lights_changed.c — which projects have to be computed anew: the audit tells what was written since the last time. */
#include "rules/lights.h"

#include "base/text.h"

#include <string.h>

enum { PROJECTS_MOST = 2000 }; /* beyond that all of them are computed, which then is cheaper */

struct touched {
    struct ctx *cx;
    bool all;
    int64_t *projects;
    size_t count;
};

static void add_project(struct touched *t, int64_t id)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->projects[i] == id)
            return;
    if (t->count == PROJECTS_MOST)
        t->all = true;
    else if (id)
        t->projects[t->count++] = id;
}

/* Does a project's row, or a derived field of it, look at rows of e? */
static bool project_looks_at(struct arena *a, const struct entity *e)
{
    const char *rows = arena_printf(a, "{%s}", e->name), *own = arena_printf(a, "{%s.", e->name);
    for (const struct field *f = project_entity.fields; f->type != T_END; f++)
        if ((f->type == T_REF && text_equal(f->ref, e->name)) ||
            (field_is_derived(f) && (strstr(f->sql, rows) || strstr(f->sql, own))))
            return true;
    return false;
}

static bool hangs_on_project(const struct entity *e)
{
    const struct field *f = field_find(e->fields, project_entity.name);
    return f && f->type == T_REF && text_equal(f->ref, project_entity.name);
}

/* The projects that a row hangs on, or hung on. */
static bool add_projects_of(struct touched *t, const struct entity *e, int64_t id)
{
    struct sql q = sql_new(t->cx);
    const char *parts[] = {"", "_history"};
    for (size_t i = 0; i < 2; i++) {
        sql_add(&q, "%sSELECT project FROM %s%s WHERE zone = ", i ? " UNION " : "", entity_table(e), parts[i]);
        sql_bind(&q, value_int(t->cx->zone));
        sql_add(&q, " AND id = ");
        sql_bind(&q, value_int(id));
    }
    struct rows *rows = sql_query(&q);
    while (rows && db_next(rows))
        add_project(t, db_int(rows, 0));
    return rows && db_ok(rows);
}

static bool add_written(struct touched *t, const char *entity, int64_t id)
{
    const struct entity *e = entity ? entity_find(entity) : NULL;
    if (!e || e == &lamp_change_entity)
        return true;
    if (e == &project_entity) {
        add_project(t, id);
        return true;
    }
    if (e != &lamp_rule_entity && !project_looks_at(t->cx->arena, e) && e != &lamp_reason_entity)
        return true;
    if (hangs_on_project(e))
        return add_projects_of(t, e, id);
    t->all = true;
    return true;
}

struct record {
    const char *entity;
    int64_t row;
};

/* What the audit has beyond *mark, which moves to its end. */
static bool read_audit(struct touched *t, int64_t *mark)
{
    struct ctx *cx = t->cx;
    const struct value params[] = {value_int(cx->zone), value_int(*mark)};
    struct rows *rows =
        db_query(cx,
                 "SELECT id, entity, row_id, CASE WHEN listed IS NULL THEN 0 ELSE 1 END FROM audit_record"
                 " WHERE zone = $1 AND id > $2 ORDER BY id LIMIT 5001",
                 params, 2);
    struct record records[PROJECTS_MOST];
    size_t count = 0;
    while (rows && db_next(rows)) {
        const char *entity = db_text(rows, 1);
        *mark = db_int(rows, 0);
        t->all = t->all || count == PROJECTS_MOST || (db_int(rows, 3) && !text_equal(entity, lamp_change_entity.name));
        if (!t->all)
            records[count++] = (struct record){arena_strdup(cx->arena, entity), db_int(rows, 2)};
    }
    if (!rows || !db_ok(rows))
        return false;
    for (size_t i = 0; i < count && !t->all; i++)
        if (!add_written(t, records[i].entity, records[i].row))
            return false;
    return true;
}

/* All will be computed: nothing that was written by now is of interest any more. */
static bool skip_to_end(struct ctx *cx, int64_t *mark)
{
    const struct value zone = value_int(cx->zone);
    struct value last;
    if (!db_scalar(cx, "SELECT COALESCE(MAX(id), 0) FROM audit_record WHERE zone = $1", &zone, 1, &last))
        return false;
    *mark = last.i;
    return true;
}

bool lights_catch_up(struct ctx *cx, struct lights_mark *mark, int64_t *ret_changed)
{
    const struct date today = date_of_instant((struct instant){cx->now_ms});
    struct touched t = {.cx = cx, .all = !mark->known || mark->day.code != today.code};
    struct lights_mark next = {true, mark->record, today};
    t.projects = arena_array(cx->arena, PROJECTS_MOST, sizeof *t.projects);
    if (!t.all && !read_audit(&t, &next.record))
        return false;
    if (t.all && !skip_to_end(cx, &next.record))
        return false;
    *ret_changed = 0;
    if ((t.all || t.count) && !lights_keep(cx, today, t.all ? NULL : t.projects, t.count, ret_changed))
        return false;
    *mark = next;
    return true;
}
