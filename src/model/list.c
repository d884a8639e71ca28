/* list.c — lists of any entity: one statement a page, found again by the last row's values. */
#include "model/list.h"

#include "base/json.h"
#include "base/text.h"
#include "model/cursor.h"
#include "model/filter.h"
#include "model/rights.h"
#include "model/statement.h"

#include <string.h>

enum { SORTS_MOST = 4 };

/* One thing the list is sorted by; the last is always the id. */
struct term {
    const struct field *field;
    const char *sql;
    bool down;
    bool nullable;
    bool derived;
};

/* Unknown values come last in both directions.  No index of either engine has that order both ways, so a page whose
 * first term may be unknown is read in two steps: rows that know it, then rows that do not.  A derived field has no
 * index: all rows are worked out, and once is enough. */
enum step { STEP_ALL, STEP_KNOWN, STEP_UNKNOWN };

struct list_plan {
    struct entity_scope *scope;
    struct filter filter;
    struct term terms[SORTS_MOST + 1];
    size_t term_count;
    const char *sort;    /* as the cursor names it */
    const char **select; /* SQL of the columns */
    const char **keys;   /* their names in JSON */
    bool derived;        /* is any of them costly? */
    struct value *after; /* of the row before this page; NULL on the first */
    int limit;           /* 0: none */
    enum step step;
    struct rows *rows;
    struct value *last; /* sort values of the page's last row */
};

static bool fail_name(struct ctx *cx, const struct entity *e, const char *what, const char *name)
{
    return fail(cx, ERR_USAGE, "LST-01", what, "%1$s没有可用的字段“%2$s”%3$.0s",
                "%3$s has no field \"%2$s\" to use here%1$.0s", label_in(e->label, LANG_ZH), name,
                label_in(e->label, LANG_EN));
}

/* ---- sort ---- */

static bool is_sortable(const struct field *f)
{
    return f->type != T_NOTE && f->type != T_JSON && f->type != T_BYTES;
}

/* Heads and booleans are never unknown in the row itself. */
static bool is_nullable(const struct name *n)
{
    bool stored = !field_is_derived(n->field) && !strchr(n->path, '.');
    return !stored || !(n->field->type == T_BOOL || field_find(row_head_fields, n->field->name));
}

static bool add_term(struct ctx *cx, struct list_plan *p, const char *word)
{
    bool down = word[0] == '-';
    struct name n;
    const struct entity *e = scope_entity(p->scope);
    bool known = p->term_count < SORTS_MOST && scope_name(p->scope, word + down, false, &n) && is_sortable(n.field);
    if (!known) {
        err_clear(cx);
        return fail_name(cx, e, "sort", word + down);
    }
    bool derived_text = field_is_derived(n.field) && type_is_text(n.field->type);
    p->terms[p->term_count++] = (struct term){
        .field = n.field,
        .sql = derived_text ? arena_printf(cx->arena, "%s%s", n.sql, db_text_order(cx->db)) : n.sql,
        .down = down,
        .nullable = is_nullable(&n),
        .derived = field_is_derived(n.field),
    };
    return true;
}

static bool is_id(const struct term *t)
{
    return t->field == row_head_fields && strcmp(t->sql, "t.id") == 0;
}

/* Ties go by id, in the direction of the term before: an index can then be read from either end. */
static bool plan_sort(struct ctx *cx, struct list_plan *p, const char *sort)
{
    p->sort = sort;
    char **words = text_split(cx->arena, sort, ',');
    for (; *words && !(p->term_count && is_id(&p->terms[p->term_count - 1])); words++)
        if (!add_term(cx, p, text_clean(cx->arena, *words)))
            return false;
    if (p->term_count && is_id(&p->terms[p->term_count - 1]))
        return true;
    bool down = p->term_count && p->terms[p->term_count - 1].down;
    p->terms[p->term_count++] = (struct term){.field = row_head_fields, .sql = "t.id", .down = down};
    return true;
}

static bool plan_cursor(struct ctx *cx, struct list_plan *p, const char *cursor)
{
    const struct field *fields[SORTS_MOST + 1];
    for (size_t i = 0; i < p->term_count; i++)
        fields[i] = p->terms[i].field;
    if (!cursor)
        return true;
    p->after = arena_array(cx->arena, p->term_count, sizeof *p->after);
    return cursor_read(cx, cursor, p->sort, fields, p->term_count, p->after);
}

/* ---- columns ---- */

struct columns {
    struct list_column *items;
    const char **select;
    int count;
};

static bool is_listable(const struct list_plan *p, const struct field *f)
{
    return !(f->flags & FIELD_SECRET) && f->type != T_BYTES &&
           rights_field(scope_ctx(p->scope), scope_entity(p->scope), f, ACT_READ);
}

static void add_column(struct list_plan *p, struct columns *c, const struct field *f)
{
    struct name title;
    c->items[c->count] = (struct list_column){f, false, f};
    c->select[c->count++] = scope_column(p->scope, f);
    p->derived = p->derived || field_is_derived(f);
    const struct scope *names = scope_formula(p->scope);
    if (f->type == T_REF && names->find(names, NULL, f->name, true, &title)) {
        c->items[c->count] = (struct list_column){f, true, title.field};
        c->select[c->count++] = title.sql;
    }
}

static bool has_column(const struct columns *c, const struct field *f)
{
    for (int i = 0; i < c->count; i++)
        if (c->items[i].field == f)
            return true;
    return false;
}

static bool add_named(struct ctx *cx, struct list_plan *p, struct columns *c, const char *names)
{
    const struct entity *e = scope_entity(p->scope);
    for (char **name = text_split(cx->arena, names, ','); *name; name++) {
        const char *word = text_clean(cx->arena, *name);
        const struct field *f = word ? entity_field(e, word) : NULL;
        if (!f || !is_listable(p, f))
            return fail_name(cx, e, "fields", *name);
        if (!has_column(c, f))
            add_column(p, c, f);
    }
    return true;
}

static void name_columns(struct list *l)
{
    const char **keys = l->plan->keys = arena_array(l->cx->arena, (size_t)l->column_count, sizeof *keys);
    for (int i = 0; i < l->column_count; i++)
        keys[i] = l->columns[i].title ? arena_printf(l->cx->arena, "%s_title", l->columns[i].field->name)
                                      : l->columns[i].field->name;
}

/* Without names: which? */
static bool is_meant(const struct list_plan *p, const struct field *f, bool every)
{
    return is_listable(p, f) && (every || !field_is_derived(f) || f->flags & FIELD_LIST);
}

static bool plan_columns(struct ctx *cx, struct list_plan *p, const struct list_query *lq, struct list *l)
{
    const bool every = lq->fields && strcmp(lq->fields, "*") == 0, named = lq->fields && !every;
    size_t most = 8; /* heads */
    for (const struct field *f = l->entity->fields; f->type != T_END; f++)
        most += 2;
    struct columns c = {
        .items = arena_array(cx->arena, most, sizeof *c.items),
        .select = arena_array(cx->arena, most, sizeof *c.select),
    };
    add_column(p, &c, entity_field(l->entity, "id"));
    add_column(p, &c, entity_field(l->entity, "version"));
    if (named && !add_named(cx, p, &c, lq->fields))
        return false;
    for (const struct field *f = row_head_fields; !named && lq->heads && f->type != T_END; f++)
        if (!has_column(&c, f))
            add_column(p, &c, f);
    for (const struct field *f = l->entity->fields; !named && f->type != T_END; f++)
        if (is_meant(p, f, every))
            add_column(p, &c, f);
    l->columns = c.items;
    l->column_count = c.count;
    p->select = c.select;
    name_columns(l);
    return true;
}

/* ---- the place after the last page ---- */

/* Among the rows of this step. */
static bool may_be_unknown(const struct list_plan *p, size_t term)
{
    return p->terms[term].nullable && (term > 0 || p->step == STEP_ALL);
}

/* Can one comparison of row values say "after"?  It is what an index is searched by best. */
static bool is_uniform(const struct list_plan *p, size_t from)
{
    for (size_t i = from; i < p->term_count; i++)
        if (p->terms[i].down != p->terms[from].down || may_be_unknown(p, i))
            return false;
    return true;
}

static void add_row_value(struct sql *q, const struct list_plan *p, size_t from)
{
    for (size_t i = from; i < p->term_count; i++)
        sql_add(q, "%s%s", i == from ? "(" : ", ", p->terms[i].sql);
    sql_add(q, ") %s ", p->terms[from].down ? "<" : ">");
    for (size_t i = from; i < p->term_count; i++) {
        sql_add(q, "%s", i == from ? "(" : ", ");
        sql_bind(q, p->after[i]);
    }
    sql_add(q, ")");
}

/* Rows after the last one by the terms from `from` on. */
static void add_after(struct sql *q, const struct list_plan *p, size_t from)
{
    const struct term *t = &p->terms[from];
    const struct value v = p->after[from];
    const char *beyond = t->down ? "<" : ">";
    if (is_uniform(p, from)) {
        add_row_value(q, p, from);
        return;
    }
    if (v.kind == VALUE_NULL) { /* unknown comes last: only ties are left */
        sql_add(q, "(%s IS NULL AND ", t->sql);
        add_after(q, p, from + 1);
        sql_add(q, ")");
        return;
    }
    sql_add(q, "(%s %s ", t->sql, beyond);
    sql_bind(q, v);
    if (may_be_unknown(p, from))
        sql_add(q, " OR %s IS NULL", t->sql);
    sql_add(q, " OR (%s = ", t->sql);
    sql_bind(q, v);
    sql_add(q, " AND ");
    add_after(q, p, from + 1);
    sql_add(q, "))");
}

static void add_place(struct sql *q, const struct list_plan *p)
{
    const struct term *first = &p->terms[0];
    bool known = p->after && p->after[0].kind != VALUE_NULL;
    if (p->step != STEP_ALL)
        sql_add(q, " AND %s %s", first->sql, p->step == STEP_KNOWN ? "IS NOT NULL" : "IS NULL");
    if (!p->after || (p->step == STEP_UNKNOWN && known))
        return;
    sql_add(q, " AND ");
    if (p->step == STEP_UNKNOWN) {
        add_after(q, p, 1);
        return;
    }
    if (!is_uniform(p, 0) &&
        !may_be_unknown(p, 0)) { /* a bound that an index can be searched by, before the exact condition */
        sql_add(q, "%s %s ", first->sql, first->down ? "<=" : ">=");
        sql_bind(q, p->after[0]);
        sql_add(q, " AND ");
    }
    add_after(q, p, 0);
}

static void add_order(struct sql *q, const struct list_plan *p)
{
    for (size_t i = 0; i < p->term_count; i++)
        sql_add(q, "%s%s%s%s", i ? ", " : " ORDER BY ", p->terms[i].sql, p->terms[i].down ? " DESC" : "",
                may_be_unknown(p, i) ? " NULLS LAST" : "");
}

/* ---- the statement ---- */

/* Derived columns are computed for the rows of the page only, however many had to be sorted to find it. */
static bool is_nested(const struct list_plan *p)
{
    return p->derived && p->limit && !(p->term_count == 1);
}

static bool add_page(struct sql *q, const struct list_plan *p)
{
    if (!(is_nested(p) ? filter_part_sql : filter_sql)(&p->filter, q))
        return false;
    add_place(q, p);
    add_order(q, p);
    if (p->limit)
        sql_add(q, " LIMIT %d", p->limit + 1);
    return true;
}

/* What finds a row of the page again: SQLite's own number of it spares the search for its id. */
static const char *locator(const struct list_plan *p)
{
    const struct view v = scope_view(p->scope);
    return db_engine(scope_ctx(p->scope)->db) == DB_SQLITE && !v.known_at.ms && !v.deleted ? "rowid" : "id";
}

static bool page_sql(struct list *l, struct sql *q)
{
    const struct list_plan *p = l->plan;
    *q = scope_sql(p->scope);
    sql_add(q, "SELECT ");
    for (int i = 0; i < l->column_count; i++)
        sql_add(q, "%s%s", i ? ", " : "", p->select[i]);
    for (size_t i = 0; i < p->term_count; i++)
        sql_add(q, ", %s", p->terms[i].sql);
    if (!is_nested(p))
        return add_page(q, p);
    /* CROSS JOIN makes SQLite begin with the page, whatever else the order tempts it to. */
    sql_add(q, " FROM (SELECT t.%s AS found", locator(p));
    if (!add_page(q, p))
        return false;
    sql_add(q, ") page CROSS JOIN ");
    scope_tables(p->scope, q);
    scope_where(p->scope, q);
    sql_add(q, " AND t.%s = page.found", locator(p));
    add_order(q, p);
    return true;
}

static bool run_step(struct list *l, enum step step)
{
    struct sql q;
    l->plan->step = step;
    if (!page_sql(l, &q))
        return false;
    l->plan->rows = sql_query(&q);
    return l->plan->rows;
}

static enum step first_step(const struct list_plan *p)
{
    if (!p->terms[0].nullable || p->terms[0].derived)
        return STEP_ALL;
    return p->after && p->after[0].kind == VALUE_NULL ? STEP_UNKNOWN : STEP_KNOWN;
}

static bool plan(struct ctx *cx, const struct entity *e, const struct list_query *lq, struct list *l)
{
    if (!lq->no_limit && (lq->limit < 0 || lq->limit > LIST_LIMIT_MOST))
        return fail(cx, ERR_USAGE, "LST-03", "limit", "每页行数应在 1 与 %d 之间，现为 %d",
                    "the limit must be between 1 and %d, it is %d", LIST_LIMIT_MOST, lq->limit);
    struct list_plan *p = ARENA_NEW(cx->arena, struct list_plan);
    p->scope = scope_new(cx, e, lq->through, lq->view);
    if (!p->scope)
        return false;
    p->limit = lq->no_limit ? 0 : lq->limit ? lq->limit : LIST_LIMIT;
    *l = (struct list){.cx = cx, .entity = e, .plan = p};
    const char *order = e->order ? e->order : "id";
    return plan_sort(cx, p, lq->sort ? lq->sort : order) && plan_cursor(cx, p, lq->cursor) &&
           filter_plan(p->scope, lq, &p->filter) && plan_columns(cx, p, lq, l);
}

bool list_open(struct ctx *cx, const struct entity *e, const struct list_query *lq, struct list *ret_list)
{
    struct list l;
    if (!plan(cx, e, lq, &l) || !run_step(&l, first_step(l.plan)))
        return false;
    *ret_list = l;
    return true;
}

const char *list_explain(struct ctx *cx, const struct entity *e, const struct list_query *lq)
{
    struct list l;
    struct sql q;
    if (!plan(cx, e, lq, &l))
        return NULL;
    l.plan->step = first_step(l.plan);
    return page_sql(&l, &q) ? db_plan(cx, q.text.data, q.params, q.count) : NULL;
}

/* ---- rows ---- */

/* The next row of this step or the one after. */
static bool fetch(struct list *l)
{
    struct list_plan *p = l->plan;
    while (p->rows && !db_next(p->rows)) {
        if (!db_ok(p->rows) || p->step != STEP_KNOWN || !run_step(l, STEP_UNKNOWN))
            return false;
    }
    return p->rows;
}

static void keep_last(struct list *l)
{
    struct list_plan *p = l->plan;
    p->last = arena_array(l->cx->arena, p->term_count, sizeof *p->last);
    for (size_t i = 0; i < p->term_count; i++)
        p->last[i] = value_copy(l->cx->arena, db_value(p->rows, l->column_count + (int)i));
}

bool list_next(struct list *l)
{
    struct list_plan *p = l->plan;
    if (l->more || !fetch(l))
        return false;
    if (p->limit && l->seen == p->limit) {
        l->more = true;
        db_end(p->rows);
        return false;
    }
    if (++l->seen == p->limit)
        keep_last(l);
    return true;
}

bool list_ok(const struct list *l)
{
    return l->plan->rows && db_ok(l->plan->rows);
}

struct value list_value(const struct list *l, int column)
{
    return db_value(l->plan->rows, column);
}

const char *list_cursor(struct list *l)
{
    const struct list_plan *p = l->plan;
    return l->more ? cursor_write(l->cx, p->sort, p->last, p->term_count) : NULL;
}

bool list_count(struct ctx *cx, const struct entity *e, const struct list_query *lq, int64_t *ret_count)
{
    struct entity_scope *scope = scope_new(cx, e, lq->through, lq->view);
    struct filter filter;
    if (!scope || !filter_plan(scope, lq, &filter))
        return false;
    struct sql q = scope_sql(scope);
    struct value count;
    sql_add(&q, "SELECT COUNT(*)");
    if (!filter_sql(&filter, &q) || !db_scalar(cx, q.text.data, q.params, q.count, &count))
        return false;
    *ret_count = count.i;
    return true;
}

/* ---- JSON ---- */

void list_row_json(struct list *l, struct json *j)
{
    json_object_begin(j);
    for (int i = 0; i < l->column_count; i++) {
        json_key(j, l->plan->keys[i]);
        json_value(j, l->columns[i].shown, list_value(l, i));
    }
    json_object_end(j);
}

bool list_json_members(struct ctx *cx, const struct entity *e, const struct list_query *lq, struct json *j,
                       const char *items)
{
    struct list l;
    if (!list_open(cx, e, lq, &l))
        return false;
    json_key(j, items);
    json_array_begin(j);
    while (list_next(&l))
        list_row_json(&l, j);
    json_array_end(j);
    json_put_text(j, "next", list_cursor(&l));
    return list_ok(&l);
}

bool list_json(struct ctx *cx, const struct entity *e, const struct list_query *lq, struct json *j)
{
    json_object_begin(j);
    if (!list_json_members(cx, e, lq, j, "items"))
        return false;
    json_object_end(j);
    return true;
}
