/* parts.c — takes an expression apart for those who write its SQL in pieces: its conditions, its names. */
#include "formula/expr.h"

static size_t add_conditions(struct expr *e, struct expr **list, size_t count)
{
    if (e->op == EXPR_AND)
        return add_conditions(e->b, list, add_conditions(e->a, list, count));
    if (list)
        list[count] = e;
    return count + 1;
}

struct expr **expr_all_of(struct expr *e, struct ctx *cx, size_t *ret_count)
{
    struct expr **list = arena_array(cx->arena, add_conditions(e, NULL, 0), sizeof(struct expr *));
    *ret_count = add_conditions(e, list, 0);
    return list;
}

void expr_each_name(struct expr *e, void (*visit)(void *arg, struct name *name), void *arg)
{
    if (!e)
        return;
    if (e->op == EXPR_NAME)
        visit(arg, &e->name);
    expr_each_name(e->a, visit, arg);
    expr_each_name(e->b, visit, arg);
    expr_each_name(e->c, visit, arg);
    for (size_t i = 0; i < e->count; i++)
        expr_each_name(e->items[i], visit, arg);
}
