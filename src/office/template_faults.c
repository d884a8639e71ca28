/* template_faults.c — gathers what is wrong with a template. */
#include "office/template_faults.h"
#include "base/buf.h"

enum { MAX_FAULTS = 200 };

void faults_add_list(struct faults *f, const char *code, const char *field, const char *where, const char *zh,
                     const char *en, va_list args)
{
    if (f->count == MAX_FAULTS)
        return;
    struct arena *a = f->cx->arena;
    va_list again;
    va_copy(again, args);
    struct template_fault fault = {
        .code = code,
        .field = field,
        .where = where,
        .message = {.zh = arena_vprintf(a, zh, args), .en = arena_vprintf(a, en, again)},
    };
    va_end(again);
    if (!f->list)
        f->list = arena_array(a, MAX_FAULTS, sizeof *f->list);
    f->list[f->count++] = fault;
    if (!f->all)
        fail(f->cx, ERR_INPUT, code, f->part ? arena_printf(a, "%s: %s", f->part, where) : where, "%s%.0s", "%.0s%s",
             fault.message.zh, fault.message.en);
}

void faults_add(struct faults *f, const char *code, const char *field, const char *where, const char *zh,
                const char *en, ...)
{
    va_list args;
    va_start(args, en);
    faults_add_list(f, code, field, where, zh, en, args);
    va_end(args);
}

bool faults_go_on(const struct faults *f)
{
    return f->cx->err.kind == ERR_NONE && f->count < MAX_FAULTS;
}

void fault_unknown(struct faults *f, const struct scope *s, const char *name, const char *where)
{
    const char *names[NEAREST];
    const int count = scope_nearest(f->cx, s, name, names);
    struct buf zh = buf_init(f->cx->arena), en = buf_init(f->cx->arena);
    for (int i = 0; i < count; i++) {
        buf_printf(&zh, "%s%s", i ? "、" : "（相近的有 ", names[i]);
        buf_printf(&en, "%s%s", i ? ", " : " (similar: ", names[i]);
    }
    buf_text(&zh, count ? "）" : "");
    buf_text(&en, count ? ")" : "");
    faults_add(f, "DOC-02", name, where, "没有名为“%s”的数据%s%.0s，请改正模板里的字段名",
               "there is no data named \"%s\"%.0s%s; correct the field in the template", name, zh.data, en.data);
}

void fault_not_value(struct faults *f, const char *name, const char *where)
{
    faults_add(f, "DOC-02", name, where, "“%s”是一个列表或一组数据，不能直接填写；列表请用{{#each %s}}",
               "\"%s\" is a list or a group, not a value; use {{#each %s}} for a list", name, name);
}

void fault_not_list(struct faults *f, const char *name, const char *where)
{
    faults_add(f, "DOC-02", name, where, "“%s”不是列表，不能用 #each；判断有无请用{{#if %s}}",
               "\"%s\" is not a list; #each needs one, {{#if %s}} does not", name, name);
}

void fault_half_mark(struct faults *f, const char *where)
{
    faults_add(f, "DOC-03", NULL, where, "有“{{”没有对应的“}}”", "a \"{{\" has no \"}}\"");
}

void fault_strange_mark(struct faults *f, const char *inside, const char *where)
{
    faults_add(f, "DOC-03", inside, where, "不认识的标记“{{%s}}”，只有 #each、#if、#else、/each、/if",
               "\"{{%s}}\" is not a mark; there are #each, #if, #else, /each and /if", inside);
}

void fault_nameless_mark(struct faults *f, const char *inside, const char *where)
{
    faults_add(f, "DOC-03", inside, where, "“{{%s}}”后面要写名称", "\"{{%s}}\" needs a name", inside);
}

void fault_loose_else(struct faults *f, const char *inside, const char *where)
{
    faults_add(f, "DOC-03", inside, where, "“{{#else}}”不在“{{#if}}”块里，或一块里有两个",
               "\"{{#else}}\" is not inside an \"{{#if}}\", or is its second");
}
