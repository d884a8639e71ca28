/* lights.c — steward lights: how many projects are red, yellow and green, and why one of them is. */
#include "rules/lights.h"

#include "base/text.h"
#include "commands/workplace.h"
#include "model/rows.h"

#include <stdio.h>
#include <stdlib.h>

static const struct option lights_options[] = {
    {"zone", "CODE", {"园区代号", "code of the zone"}},
    {"as-of", "DATE", {"哪天的灯;默认今天", "the day of the lights; today by default"}},
    {"explain", "PROJECT", {"说明一个项目的灯:编号或项目名称", "explain the lights of one project: its id or name"}},
    {"keep", NULL, {"把变化记入历史", "keep what changed in the history"}},
    {"json", NULL, {"输出 JSON", "print JSON"}},
    {0},
};

static bool find_project(struct ctx *cx, const char *word, int64_t *ret_id)
{
    char *end;
    struct project *like = row_new(cx, &project_entity), *found;
    *ret_id = strtoll(word, &end, 10);
    if (!*end)
        return true;
    like->name = word;
    found = row_find(cx, &project_entity, "name", like);
    if (!found)
        return !cx->err.kind &&
               fail(cx, ERR_NOT_FOUND, "LMP-09", "explain", "没有叫“%s”的项目", "there is no project \"%s\"", word);
    *ret_id = found->head.id;
    return true;
}

static void print_counts(struct ctx *cx, const struct light_counts *counts)
{
    for (int c = 0; c < COLOURS; c++)
        printf("\t%s", label_in(lamp_colours[c].label, cx->lang));
    printf("\n");
    for (int n = 0; n <= LAMPS; n++) {
        printf("%s", label_in(lamps[n].label, cx->lang));
        for (int c = 0; c < COLOURS; c++)
            printf("\t%lld", (long long)counts->of[n][c]);
        printf("\n");
    }
}

static bool run(struct ctx *cx, struct arguments *args)
{
    struct view view = {0};
    struct light_counts counts;
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    const char *word = argument_option(args, "explain");
    bool json = argument_option(args, "json");
    int64_t project, changed = 0;
    if (!option_date(cx, args, "as-of", &view.as_of) || !command_open(cx, args, false, true) ||
        (argument_option(args, "keep") && !lights_keep(cx, view.as_of, NULL, 0, &changed)))
        return false;
    if (word) {
        if (!find_project(cx, word, &project) || !lights_explain(cx, project, view, &j))
            return false;
        printf("%s\n", out.data);
        return true;
    }
    if (!lights_compute(cx, view.as_of, &counts))
        return false;
    if (json) {
        lights_counts_json(&j, &counts);
        printf("%s\n", out.data);
    } else
        print_counts(cx, &counts);
    if (argument_option(args, "keep"))
        fprintf(stderr, cx->lang == LANG_ZH ? "%lld 盏灯有变化\n" : "%lld lamps changed\n", (long long)changed);
    return true;
}

const struct command lights_command = {
    .name = "lights",
    .label = {"项目的红黄绿灯", "Lights of projects"},
    .usage = "--db DB --zone CODE [--as-of DATE] [--explain PROJECT] [--keep] [--json]",
    .help =
        {"按当天施行的规则计算各盏灯;加 --keep 把变化记入历史,加 --explain 说明一个项目的每盏灯为何如此。\n例:\n  "
         "steward "
         "--db data/steward.db lights --zone weinan --as-of 2023-12-31",
         "Computes every lamp by the rules in force on the day; --keep keeps what changed in the history, --explain "
         "says of one project why each lamp is as it is.\nExample:\n  steward --db data/steward.db lights --zone "
         "weinan --as-of 2023-12-31"},
    .options = lights_options,
    .needs_db = true,
    .run = run,
};
