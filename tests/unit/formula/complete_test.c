/* complete_test.c — what the formula box offers at the caret. */
#include "tap.h"
#include "unit/formula/works.h"

#include "base/buf.h"

/* The offers at the end of `text`, at most `most`: "insert(kind) …". */
static const char *offers(struct ctx *cx, const char *text, size_t most, size_t *ret_from)
{
    const struct scope scope = work_scope(NULL);
    size_t count = 0;
    const struct completion *c = formula_complete(cx, text, strlen(text), &scope, &count);
    struct buf out = buf_init(cx->arena);
    for (size_t i = 0; i < count && i < most; i++)
        buf_printf(&out, "%s%s:%s", i ? " " : "", c[i].insert, c[i].kind);
    *ret_from = count ? c[0].from : 0;
    return out.data;
}

static void offered(struct ctx *cx, const char *text, size_t most, const char *want, size_t from)
{
    size_t got_from;
    const char *got = offers(cx, text, most, &got_from);
    if (!OK(strcmp(got, want) == 0 && got_from == from, "%s▏", text))
        tap_note("got %s from %zu\n# want %s from %zu", got, got_from, want, from);
}

int main(void)
{
    struct ctx cx = tap_ctx();
    offered(&cx, "", 2, "编号:field 项目名称:field", 0);
    offered(&cx, "总投", 9, "总投资:field 总投资计划:field", 0);
    offered(&cx, "[占", 9, "[占地（亩）]:field", 0);
    offered(&cx, "重点项目 且 进度", 9, "形象进度:field", strlen("重点项目 且 "));
    offered(&cx, "建设性质 = ", 5, "新建:choice 续建:choice 改扩建:choice '技改（设备）':choice 空:choice",
            strlen("建设性质 = "));
    offered(&cx, "建设性质 属于（新建、续", 9, "续建:choice", strlen("建设性质 属于（新建、"));
    offered(&cx, "建设性质 = '改", 1, "改扩建:choice", strlen("建设性质 = "));
    offered(&cx, "总投资大", 9, "大于:operator 不大于:operator", strlen("总投资"));
    offered(&cx, "总投资 > 1亿 ", 9, "且:operator 或:operator", strlen("总投资 > 1亿 "));
    offered(&cx, "天", 9, "天数(:function 今天:function", 0);
    offered(&cx, "责任单位 ", 3, "等于:operator 不等于:operator 属于:operator", strlen("责任单位 "));
    offered(&cx, "总投资 > > ", 9, "", 0);
    cx.lang = LANG_EN;
    offered(&cx, "tot", 9, "total_investment:field", 0);
    offered(&cx, "nature = n", 1, "new:choice", strlen("nature = "));
    offered(&cx, "starts be", 9, "between:operator", strlen("starts "));

    cx.err.kind = ERR_NONE;
    size_t count;
    const struct scope scope = work_scope(NULL);
    (void)formula_complete(&cx, "总投资 > ((((", 99, &scope, &count);
    OK(cx.err.kind == ERR_NONE, "an unfinished formula is no failure");
    OK(formula_complete(&cx, "总投资 > 1", 3, &scope, &count) && count > 0, "the caret may stand inside");
    tap_ctx_free(&cx);
    return tap_done();
}
