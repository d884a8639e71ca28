/* conditions_test.c — filters taken apart into the rows of a form. */
#include "tap.h"
#include "unit/formula/works.h"

#include "base/buf.h"

static void put_value(struct buf *out, const struct condition *c, const struct value *v)
{
    if (v->kind == VALUE_TEXT)
        buf_printf(out, " '%s'", v->s);
    else if (c->type == T_DATE)
        buf_printf(out, " %s", date_iso(out->arena, (struct date){v->i}));
    else
        buf_printf(out, " %lld:%d", (long long)v->i, (int)c->type);
}

/* "all: field op value…; …"; what is no field beside values stands in braces. */
static const char *apart(struct ctx *cx, const char *text)
{
    const struct scope scope = work_scope(NULL);
    const struct expr *e = formula_parse(cx, text, &scope);
    if (!e)
        return cx->err.code;
    const struct conditions found = expr_conditions(e, cx);
    struct buf out = buf_init(cx->arena);
    buf_text(&out, found.any ? "any:" : "all:");
    for (size_t i = 0; i < found.count; i++) {
        const struct condition *c = &found.list[i];
        if (i)
            buf_text(&out, ";");
        if (!c->op)
            buf_printf(&out, " {%s}", c->text);
        else
            buf_printf(&out, " %s %s", c->path, c->op);
        for (size_t k = 0; c->op && k < c->count; k++)
            put_value(&out, c, &c->values[k]);
        if (!formula_parse(cx, c->text, &scope))
            tap_note("%s does not read again", c->text);
    }
    return out.data;
}

static void comes_apart(struct ctx *cx, const char *text, const char *want)
{
    const char *got = apart(cx, text);
    if (!OK(strcmp(got, want) == 0, "%s", text))
        tap_note("got  %s\n# want %s", got, want);
}

int main(void)
{
    struct ctx cx = tap_ctx();
    const int money = T_MONEY, flag = T_BOOL;
    comes_apart(&cx, "建设性质 = 续建", "all: nature = 'continuing'");
    comes_apart(&cx, "总投资 >= 1亿 且 责任单位 包含 '街道' 且 开工时间 为空",
                arena_printf(cx.arena, "all: total_investment >= 10000000000:%d; unit contains '街道'; starts is empty",
                             money));
    comes_apart(&cx, "建设性质 属于（新建、续建） 或 (重点项目 或 非 重点项目)",
                arena_printf(cx.arena, "any: nature in 'new' 'continuing'; is_key = 1:%d; is_key = 0:%d", flag, flag));
    comes_apart(&cx, "总投资 between 1亿 and 2亿",
                arena_printf(cx.arena, "all: total_investment between 10000000000:%d 20000000000:%d", money, money));
    comes_apart(&cx, "开工时间 <= 2023-06", "all: starts <= 2023-06");
    comes_apart(&cx, "name starts with '空港' and not (area > 5)", "all: name starts with '空港'; {not (area > 5)}");
    comes_apart(&cx, "总投资 > 总投资计划 且 (用工人数 > 5 或 area > 3)",
                "all: {total_investment > planned}; {workers > 5 or area > 3}");
    comes_apart(&cx, "total_investment / planned > 0.5", "all: {total_investment / planned > 0.5}");
    tap_ctx_free(&cx);
    return tap_done();
}
