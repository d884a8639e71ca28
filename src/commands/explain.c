/* explain.c — steward explain: what an entity or a metric is, in words. */
#include "model/explain.h"
#include "commands/command.h"
#include "metric/metric.h"

#include <stdio.h>
#include <string.h>

/* ---- metrics ---- */

static void add_formula(struct buf *out, const char *name, const char *formula)
{
    if (formula)
        buf_printf(out, "- %s: `%s`\n", name, formula);
}

static void add_metric(struct buf *out, const struct metric *m)
{
    buf_printf(out, "## %s %s\n\n`%s` · %s · %s\n\n%s\n\n%s\n\n", m->label.zh, m->label.en, m->name, m->entity,
               metric_unit(m), m->definition.zh, m->definition.en);
    add_formula(out, m->over ? "分子 part" : "合计 sum", m->value);
    add_formula(out, "分母 whole", m->over);
    add_formula(out, "时间进度 schedule", m->expected);
    add_formula(out, "条件 where", m->where);
    add_formula(out, "按月 by month of", m->month);
    buf_text(out, "\n");
}

static void add_metrics(struct buf *out)
{
    buf_text(out, "# 指标 Metrics\n\n由 `steward explain metrics` 印出。 Printed by `steward explain metrics`.\n\n");
    for (const struct metric *const *m = metric_catalogue; *m; m++)
        add_metric(out, *m);
}

/* ---- what there is ---- */

static void add_overview(struct ctx *cx, struct buf *out)
{
    buf_text(out, cx->lang == LANG_ZH ? "对象：\n" : "Entities:\n");
    for (const struct entity *const *e = entity_catalogue; *e; e++)
        buf_printf(out, "  %-32s %s\n", (*e)->name, label_in((*e)->label, cx->lang));
    buf_text(out, cx->lang == LANG_ZH ? "\n指标：\n" : "\nMetrics:\n");
    for (const struct metric *const *m = metric_catalogue; *m; m++)
        buf_printf(out, "  %-32s %s\n", (*m)->name, label_in((*m)->label, cx->lang));
}

static bool explain(struct ctx *cx, const char *name, struct buf *out)
{
    if (!name)
        add_overview(cx, out);
    else if (strcmp(name, "entities") == 0)
        entities_explain(out);
    else if (strcmp(name, "metrics") == 0)
        add_metrics(out);
    else if (entity_find(name))
        entity_explain(out, entity_find(name));
    else if (metric_find(name))
        add_metric(out, metric_find(name));
    else
        return fail(cx, ERR_INPUT, "CMD-04", NULL, "没有叫“%s”的对象或指标；steward explain 列出全部",
                    "there is no entity or metric \"%s\"; steward explain lists them", name);
    return true;
}

static bool run(struct ctx *cx, struct arguments *args)
{
    struct buf out = buf_init(cx->arena);
    if (!explain(cx, argument(args, 0), &out))
        return false;
    fputs(out.data, stdout);
    return true;
}

const struct command explain_command = {
    .name = "explain",
    .label = {"说明对象和指标", "Explain entities and metrics"},
    .usage = "[ENTITY|METRIC|entities|metrics]",
    .help = {"一个对象的字段、规则和表，或一个指标的定义和公式；不带名称时列出全部。\n例：\n  steward explain "
             "project\n  steward explain project.started",
             "The fields, rules and table of an entity, or the definition and formulas of a metric; lists all when "
             "none is named.\nExample:\n  steward explain project\n  steward explain "
             "project.started"},
    .most = 1,
    .run = run,
};
