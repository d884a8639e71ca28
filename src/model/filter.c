/* filter.c — which rows: a condition and words to search for, over a scope. */
#include "model/filter.h"

#include "base/text.h"
#include "model/search.h"
#include "model/statement.h"

static bool plan_where(struct ctx *cx, struct filter *p, const char *where)
{
    if (!where || text_is_empty(where))
        return true;
    p->where = formula_parse(cx, where, scope_formula(p->scope));
    if (!p->where)
        return false;
    return expr_type(p->where) == T_BOOL ||
           fail(cx, ERR_INPUT, "LST-04", "filter", "筛选“%s”不是条件，请写成如 总投资 >= 1亿 的比较",
                "the filter \"%s\" is not a condition; write a comparison such as total_investment >= 1亿", where);
}

/* The index holds the rows as they are now, and what they say themselves: not the titles of what they refer to. */
static bool is_indexed(const struct entity_scope *scope)
{
    const struct entity *e = scope_entity(scope);
    if (!e->found || scope_view(scope).known_at.ms || scope_view(scope).deleted)
        return false;
    for (const struct field *f = e->fields; f->type != T_END; f++)
        if ((f->flags & FIELD_SEARCH) && !type_is_text(f->type))
            return false;
    return true;
}

static void plan_search(struct ctx *cx, struct filter *p, const char *search)
{
    const struct entity *e = scope_entity(p->scope);
    const struct scope *names = scope_formula(p->scope);
    size_t most = 1;
    for (const struct field *f = e->fields; f->type != T_END; f++)
        most++;
    if (!search || text_is_empty(search))
        return;
    if (is_indexed(p->scope)) {
        p->in_index = search_parse(cx->arena, search);
        return;
    }
    p->words = search_words(cx->arena, search);
    p->found_in = arena_array(cx->arena, most, sizeof *p->found_in);
    for (const struct field *f = e->fields; f->type != T_END; f++) {
        struct name n;
        if ((f->flags & FIELD_SEARCH) && names->find(names, cx, f->name, true, &n) && type_is_text(n.field->type))
            p->found_in[p->found_in_count++] = n.sql;
    }
}

static void add_search(struct sql *q, const struct filter *p)
{
    if (p->in_index && p->in_index->text) {
        sql_add(q, " AND t.id IN (SELECT i.id FROM search_index i WHERE i.zone = $1 AND i.entity = '%s'",
                scope_entity(p->scope)->name);
        search_condition(q, "i.words", p->in_index);
        sql_add(q, ")");
    }
    for (char **word = p->words; word && *word; word++) {
        sql_add(q, " AND (1 = 0");
        for (size_t i = 0; i < p->found_in_count; i++) {
            sql_add(q, " OR LOWER(%s) LIKE ", p->found_in[i]);
            sql_bind(q, value_text(search_pattern(q->cx->arena, *word)));
            sql_add(q, " ESCAPE '\\'");
        }
        sql_add(q, ")");
    }
}

bool filter_plan(struct entity_scope *scope, const struct list_query *lq, struct filter *ret_filter)
{
    struct ctx *cx = scope_ctx(scope);
    *ret_filter = (struct filter){.scope = scope, .id = lq->id};
    plan_search(cx, ret_filter, lq->search);
    const bool planned = plan_where(cx, ret_filter, lq->where);
    ret_filter->joins = scope_joins(scope);
    return planned;
}

static bool add_from(const struct filter *p, struct sql *q, size_t joins)
{
    scope_from_first(p->scope, q, joins);
    if (p->id) {
        sql_add(q, " AND t.id = ");
        sql_bind(q, value_int(p->id));
    }
    if (p->where) {
        sql_add(q, " AND (");
        if (!expr_sql(p->where, q))
            return false;
        sql_add(q, ")");
    }
    add_search(q, p);
    return true;
}

bool filter_sql(const struct filter *p, struct sql *q)
{
    return add_from(p, q, scope_joins(p->scope));
}

bool filter_part_sql(const struct filter *p, struct sql *q)
{
    return add_from(p, q, p->joins);
}
