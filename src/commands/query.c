/* query.c — steward metric and steward list: numbers and rows on the command line. */
#include "base/json.h"
#include "base/text.h"
#include "commands/workplace.h"
#include "metric/metric.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct option metric_options[] = {
    {"zone", "CODE", {"园区代号", "code of the zone"}},
    {"as-of", "DATE", {"统计日期;默认今天", "date of the number; today by default"}},
    {"known-at", "TIME", {"按当时所知(如 2024-01-05T09:00:00+08:00)", "as known at a moment"}},
    {"where",
     "EXPR",
     {"条件,如 nature = '新建' and total_investment >= 1亿",
      "condition, such as nature = '新建' and total_investment >= 1亿"}},
    {"by", "FIELD", {"分组字段,如 unit、leader、month", "field to group by, such as unit, leader, month"}},
    {"rows", NULL, {"列出数字背后的各行", "show the rows behind the number"}},
    {"limit", "N", {"最多多少行", "at most so many rows"}},
    {"json", NULL, {"输出 JSON", "print JSON"}},
    {0},
};

static const struct option list_options[] = {
    {"zone", "CODE", {"园区代号", "code of the zone"}},
    {"where", "EXPR", {"条件", "condition"}},
    {"sort", "F,-G", {"排序字段,前加 - 为降序", "fields to sort by, - for descending"}},
    {"fields", "F,G", {"输出哪些字段", "fields to show"}},
    {"as-of", "DATE", {"统计日期;默认今天", "date; today by default"}},
    {"known-at", "TIME", {"按当时所知", "as known at a moment"}},
    {"deleted", NULL, {"列出已删除的行", "list the rows that have been deleted"}},
    {"limit", "N", {"最多多少行;默认全部", "at most so many rows; all by default"}},
    {"json", NULL, {"输出 JSON", "print JSON"}},
    {0},
};

static bool read_view(struct ctx *cx, struct arguments *args, struct view *ret_view)
{
    const char *known = argument_option(args, "known-at");
    if (!option_date(cx, args, "as-of", &ret_view->as_of))
        return false;
    if (known && !instant_parse_iso(known, &ret_view->known_at))
        return fail(cx, ERR_USAGE, "CMD-03", "known-at", "--known-at 要写成 2024-01-05T09:00:00+08:00",
                    "--known-at takes a time such as 2024-01-05T09:00:00+08:00");
    return true;
}

static bool read_limit(struct ctx *cx, struct arguments *args, struct list_query *lq)
{
    const char *text = argument_option(args, "limit");
    lq->no_limit = !text;
    if (!text)
        return true;
    char *end;
    long n = strtol(text, &end, 10);
    if (*end || n < 1 || n > LIST_LIMIT_MOST)
        return fail(cx, ERR_USAGE, "CMD-03", "limit", "--limit 要是 1 到 %d 的整数",
                    "--limit takes a whole number from 1 to %d", LIST_LIMIT_MOST);
    lq->limit = (int)n;
    return true;
}

/* A cell as shown in a terminal. */
static const char *shown(struct ctx *cx, const struct list_column *c, struct value v)
{
    if (v.kind == VALUE_NULL)
        return "";
    switch (c->title ? T_TEXT : c->field->type) {
    case T_MONEY:
        return money_show(cx->arena, (struct money){v.i}, cx->lang);
    case T_PERCENT:
        return percent_show(cx->arena, v.i);
    case T_DATE:
        return date_iso(cx->arena, (struct date){v.i});
    case T_INSTANT:
        return instant_iso(cx->arena, (struct instant){v.i});
    case T_BOOL:
        return cx->lang == LANG_ZH ? (v.i ? "是" : "否") : (v.i ? "yes" : "no");
    case T_CHOICE: {
        const struct choice *choice = choice_find(c->field->choices, v.s);
        return choice ? label_in(choice->label, cx->lang) : v.s;
    }
    default:
        return v.kind == VALUE_INT ? arena_printf(cx->arena, "%lld", (long long)v.i) : v.kind == VALUE_TEXT ? v.s : "";
    }
}

/* References show as titles; whole documents only when they are asked for by name. */
static bool is_shown(const struct list_query *lq, const struct list_column *c)
{
    return (c->field->type != T_REF || c->title) && (c->field->type != T_JSON || lq->fields);
}

static bool print_table(struct ctx *cx, const struct entity *e, const struct list_query *lq)
{
    struct list list;
    int64_t count = 0;
    if (!list_open(cx, e, lq, &list))
        return false;
    for (int i = 0; i < list.column_count; i++)
        if (is_shown(lq, &list.columns[i]))
            printf("%s%s", label_in(list.columns[i].field->label, cx->lang), i + 1 < list.column_count ? "\t" : "");
    printf("\n");
    for (; list_next(&list); count++) {
        struct arena_mark mark = arena_mark(cx->arena);
        for (int i = 0; i < list.column_count; i++) {
            if (!is_shown(lq, &list.columns[i]))
                continue;
            char *cell = arena_strdup(cx->arena, shown(cx, &list.columns[i], list_value(&list, i)));
            for (char *p = cell; *p; p++)
                if (*p == '\n' || *p == '\t')
                    *p = ' ';
            printf("%s%s", cell, i + 1 < list.column_count ? "\t" : "");
        }
        printf("\n");
        arena_reset(cx->arena, mark);
    }
    if (!list_ok(&list))
        return false;
    fprintf(stderr, cx->lang == LANG_ZH ? "共 %lld 行\n" : "%lld rows\n", (long long)count);
    return true;
}

static void print_metric(struct ctx *cx, const struct metric_answer *a)
{
    const struct metric *m = a->metric;
    printf("%s\t%s\n", label_in(m->label, cx->lang), metric_show(cx, m, a->total.value));
    if (a->total.points != NONE_INT)
        printf("\t%s\n", metric_points_show(cx, &a->total));
    for (size_t i = 0; i < a->group_count; i++)
        printf("  %s\t%s\n", label_in(a->groups[i].label, cx->lang), metric_show(cx, m, a->groups[i].number.value));
    printf("%s\n", label_in(m->definition, cx->lang));
}

static bool run_metric(struct ctx *cx, struct arguments *args)
{
    const struct metric *m = metric_need(cx, argument(args, 0));
    struct metric_query mq = {.where = argument_option(args, "where"), .by = argument_option(args, "by")};
    struct list_query page = {0};
    struct metric_answer answer;
    bool rows = argument_option(args, "rows") != NULL;
    if (!m || !read_view(cx, args, &mq.view) || !read_limit(cx, args, &page) || !command_open(cx, args, false, true) ||
        !metric_compute(cx, m, &mq, &answer))
        return false;
    if (rows && !metric_rows(cx, m, &mq, &page))
        return false;
    if (!argument_option(args, "json")) {
        print_metric(cx, &answer);
        return !rows || print_table(cx, entity_find(m->entity), &page);
    }
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    json_object_begin(&j);
    metric_json_members(cx, &j, argument_option(args, "zone"), &answer);
    if (rows && !list_json_members(cx, entity_find(m->entity), &page, &j, "rows"))
        return false;
    json_object_end(&j);
    printf("%s\n", out.data);
    return true;
}

static bool run_list(struct ctx *cx, struct arguments *args)
{
    const struct entity *e = entity_find(argument(args, 0));
    struct list_query lq = {.where = argument_option(args, "where"),
                            .sort = argument_option(args, "sort"),
                            .fields = argument_option(args, "fields")};
    if (!e)
        return fail(cx, ERR_INPUT, "CMD-04", NULL, "没有叫“%s”的对象;steward explain 列出全部",
                    "There is no entity \"%s\"; steward explain lists them", argument(args, 0));
    if (!read_view(cx, args, &lq.view) || !read_limit(cx, args, &lq) || !command_open(cx, args, false, true))
        return false;
    lq.view.deleted = argument_option(args, "deleted");
    if (!argument_option(args, "json"))
        return print_table(cx, e, &lq);
    if (!lq.fields) /* who reads it by a program has all the time */
        lq.fields = "*";
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    if (!list_json(cx, e, &lq, &j))
        return false;
    printf("%s\n", out.data);
    return true;
}

const struct command metric_command = {
    .name = "metric",
    .label = {"算一个指标", "Compute a metric"},
    .usage = "NAME --db DB --zone CODE [--as-of DATE] [--where EXPR] [--by FIELD] [--rows] [--json]",
    .help = {"每个数字都有定义、统计日期和背后的行。\n例:\n  steward --db data/steward.db metric project.started "
             "--zone weinan --as-of 2023-12-31 --by unit\n  steward --db data/steward.db metric lead.signed --zone "
             "weinan --where \"amount >= 10亿\" --rows",
             "Every number has a definition, a date and the rows behind it.\nExample:\n  steward --db data/steward.db "
             "metric project.started --zone weinan --as-of 2023-12-31 --by unit"},
    .options = metric_options,
    .least = 1,
    .most = 1,
    .needs_db = true,
    .run = run_metric,
};

const struct command list_command = {
    .name = "list",
    .label = {"列出各行", "List rows"},
    .usage = "ENTITY --db DB --zone CODE [--where EXPR] [--sort F,-G] [--fields F,G] [--limit N] [--json]",
    .help = {"例:\n  steward --db data/steward.db list project --zone weinan --where \"责任单位 = 产投集团 且 未纳统\" "
             "--sort -total_investment --limit 20",
             "Example:\n  steward --db data/steward.db list project --zone weinan --where \"unit = '产投集团' and not "
             "in_statistics\" --sort -total_investment --limit 20"},
    .options = list_options,
    .least = 1,
    .most = 1,
    .needs_db = true,
    .run = run_list,
};
