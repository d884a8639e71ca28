/* node.c — makes nodes, within the limits on their number and on how deep they nest. */
#include "formula/expr.h"

#include <string.h>

static int max_int(int a, int b)
{
    return a > b ? a : b;
}

bool expr_is_plain_sql(const char *sql)
{
    return sql[strspn(sql, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.\"")] == '\0';
}

bool expr_is_short(const struct expr *e)
{
    return check_is_const(e) || (e->op == EXPR_NAME && (!e->name.sql || expr_is_plain_sql(e->name.sql)));
}

/* Brackets within brackets in a name's own SQL. */
static int name_nesting(const char *sql)
{
    int depth = 0, most = 0;
    for (; sql && *sql; sql++)
        if (*sql == '(')
            most = max_int(most, ++depth);
        else if (*sql == ')')
            depth--;
    return 2 + most * 6;
}

static int arith_nesting(const struct expr *e)
{
    int a = e->a->nesting, b = e->b ? e->b->nesting : 0;
    bool named = (!expr_is_short(e->a) && arith_repeats(e->arith, 'a')) ||
                 (e->b && !expr_is_short(e->b) && arith_repeats(e->arith, 'b'));
    if (named)
        return max_int(a, b + 2) + 14;
    if (e->arith == &arith_add || e->arith == &arith_subtract)
        return max_int(a, b + 3);
    return max_int(a, b) + (strchr(e->arith->sql, 'W') ? 12 : 5); /* CASE WHEN, or a call */
}

/* Places on the stack of a parser that reads e's SQL; measured with SQLite's, with a little to spare. */
static int nesting(const struct expr *e)
{
    int a = e->a ? e->a->nesting : 0, b = e->b ? e->b->nesting : 0, c = e->c ? e->c->nesting : 0;
    switch (e->op) {
    case EXPR_CONST:
    case EXPR_VARIABLE:
        return 4;
    case EXPR_NAME:
        return name_nesting(e->name.sql);
    case EXPR_ARITH:
        return arith_nesting(e);
    case EXPR_IF:
        return max_int(a + 4, max_int(b, c) + 7);
    case EXPR_COMPARE:
        return e->a->kind == KIND_BOOL ? max_int(a, b) + 9 : max_int(a, b + 3);
    case EXPR_BETWEEN:
        return max_int(a, max_int(b, c) + 6);
    case EXPR_IN:
        return expr_is_short(e->a) ? 8 : a + 14;
    case EXPR_CONTAINS:
        return expr_is_short(e->a) ? 10 : a + 14;
    case EXPR_STARTS:
    case EXPR_EMPTY:
    case EXPR_NOT:
        return a + 7;
    case EXPR_AND:
    case EXPR_OR:
        return max_int(a + (e->a->op == EXPR_OR), b + 3);
    }
    return 0;
}

struct expr *node_new(struct parser *p, enum expr_op op, enum kind kind, const char *at)
{
    if (++p->nodes > FORMULA_NODES)
        return formula_reject(p, "FML-05", at, "公式太长：名称、数值和运算合计最多 1,000 个，请拆成几个指标或筛选",
                              "the formula is too long: at most 1,000 names, values and operations; split it");
    struct expr *e = ARENA_NEW(p->cx->arena, struct expr);
    e->op = op;
    e->kind = kind;
    e->at = at;
    e->scope = p->scope;
    return e;
}

struct expr *node_settle(struct parser *p, struct expr *e)
{
    if (!e)
        return NULL;
    e->nesting = nesting(e);
    if (e->nesting > FORMULA_NESTING)
        return formula_reject(
            p, "FML-05", e->at, "括号或运算套得太深，请把里面的部分另存为一个指标再引用",
            "brackets or operations are nested too deeply; name the inner part as a metric of its own");
    return e;
}

struct expr *check_const(struct parser *p, const char *at, enum kind kind, struct value value)
{
    struct expr *e = node_new(p, EXPR_CONST, kind, at);
    if (e)
        e->value = value;
    return node_settle(p, e);
}

static enum kind kind_of(const struct field *f)
{
    switch (f->type) {
    case T_BOOL:
        return KIND_BOOL;
    case T_INT:
    case T_ID:
        return KIND_INT;
    case T_REF:
        return KIND_REF;
    case T_MONEY:
        return KIND_MONEY;
    case T_PERCENT:
        return KIND_PERCENT;
    case T_DATE:
        return KIND_DATE;
    case T_INSTANT:
        return KIND_INSTANT;
    case T_CHOICE:
        return f->choices ? KIND_CHOICE : KIND_TEXT;
    case T_END:
    case T_BYTES:
        return KIND_BYTES;
    case T_TEXT:
    case T_NOTE:
    case T_JSON:
        break;
    }
    return KIND_TEXT;
}

struct expr *check_name(struct parser *p, const char *at, const char *word, const struct name *name)
{
    struct expr *e = node_new(p, EXPR_NAME, kind_of(name->field), at);
    if (!e)
        return NULL;
    e->word = word;
    e->path = name->path ? name->path : name->field->name;
    e->name = *name;
    e->field = name->field;
    return node_settle(p, e);
}

struct expr *check_variable(struct parser *p, const char *at, enum variable variable)
{
    struct expr *e = node_new(p, EXPR_VARIABLE, KIND_DATE, at);
    if (e)
        e->variable = variable;
    return node_settle(p, e);
}

bool check_is_const(const struct expr *e)
{
    return e->op == EXPR_CONST || e->op == EXPR_VARIABLE;
}

bool check_is_date(enum kind kind)
{
    return kind == KIND_DATE || kind == KIND_INSTANT;
}

const struct field *expr_choices(const struct expr *e)
{
    return e->op == EXPR_NAME ? e->name.field : e->field;
}
