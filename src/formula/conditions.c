/* conditions.c — takes a filter apart into the conditions that a form shows as rows. */
#include "formula/expr.h"

static const char *const signs[] = {"=", "!=", "<", "<=", ">", ">="};

/* JSON knows these kinds. */
static bool is_plain(const struct expr *e)
{
    return e->op == EXPR_CONST && e->kind != KIND_EMPTY && e->kind != KIND_NUMBER && e->kind != KIND_DECIMAL;
}

static void add_value(struct condition *c, const struct expr *e)
{
    if (!is_plain(e)) {
        c->op = NULL;
        return;
    }
    c->type = expr_type(e);
    c->values[c->count++] = e->value;
}

static const char *operator_of(const struct expr *e)
{
    switch (e->op) {
    case EXPR_COMPARE:
        return signs[e->compare];
    case EXPR_BETWEEN:
        return "between";
    case EXPR_IN:
        return e->negated ? "not in" : "in";
    case EXPR_CONTAINS:
        return e->negated ? "not contains" : "contains";
    case EXPR_STARTS:
        return e->negated ? "not starts with" : "starts with";
    case EXPR_EMPTY:
        return e->negated ? "is not empty" : "is empty";
    default:
        return NULL;
    }
}

/* A lone yes-or-no field, or not that. */
static bool read_flag(struct condition *c, const struct expr *e)
{
    const struct expr *name = e->op == EXPR_NOT ? e->a : e;
    if (name->op != EXPR_NAME)
        return false;
    c->path = name->path;
    c->op = "=";
    c->type = T_BOOL;
    c->values[c->count++] = value_int(name == e);
    return true;
}

static struct condition read_condition(struct ctx *cx, const struct expr *e)
{
    struct condition c = {
        .text = expr_text(e, cx),
        .words = expr_words(e, cx),
        .values = arena_array(cx->arena, e->count + 2, sizeof *c.values),
    };
    if (read_flag(&c, e))
        return c;
    c.op = operator_of(e);
    if (!c.op || e->a->op != EXPR_NAME) {
        c.op = NULL;
        return c;
    }
    c.path = e->a->path;
    if (e->op == EXPR_IN)
        for (size_t i = 0; c.op && i < e->count; i++)
            add_value(&c, e->items[i]);
    else if (e->op != EXPR_EMPTY)
        add_value(&c, e->b);
    if (c.op && e->op == EXPR_BETWEEN)
        add_value(&c, e->c);
    return c;
}

/* `a and b and c` is a chain that leans to either side. */
static size_t count_of(const struct expr *e, enum expr_op join)
{
    return e->op == join ? count_of(e->a, join) + count_of(e->b, join) : 1;
}

static struct condition *read_chain(struct ctx *cx, const struct expr *e, enum expr_op join, struct condition *at)
{
    if (e->op == join)
        return read_chain(cx, e->b, join, read_chain(cx, e->a, join, at));
    *at = read_condition(cx, e);
    return at + 1;
}

struct conditions expr_conditions(const struct expr *e, struct ctx *cx)
{
    const enum expr_op join = e->op == EXPR_OR ? EXPR_OR : EXPR_AND;
    const size_t count = count_of(e, join);
    struct condition *list = arena_array(cx->arena, count, sizeof *list);
    (void)read_chain(cx, e, join, list);
    return (struct conditions){.any = join == EXPR_OR, .list = list, .count = count};
}
