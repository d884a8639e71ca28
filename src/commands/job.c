/* job.c — steward job: the periodic work of the zones, listed or done at once. */
#include "jobs/job.h"

#include "base/json.h"
#include "commands/workplace.h"
#include "store/db.h"

#include <stdio.h>
#include <string.h>

static const struct option job_options[] = {
    {"zone", "CODE", {"只做这个园区（默认全部园区）", "this zone only (all zones by default)"}},
    {"json", NULL, {"输出 JSON", "print JSON"}},
    {0},
};

enum { ZONES_MOST = 10000 };

struct zones {
    int64_t ids[ZONES_MOST];
    const char *codes[ZONES_MOST];
    size_t count;
};

static bool find_zones(struct ctx *cx, struct arguments *args, struct zones *z)
{
    if (argument_option(args, "zone")) {
        z->ids[0] = cx->zone;
        z->codes[0] = argument_option(args, "zone");
        z->count = 1;
        return true;
    }
    struct rows *rows = db_query(cx, "SELECT id, code FROM zone ORDER BY id", NULL, 0);
    while (rows && z->count < ZONES_MOST && db_next(rows)) {
        z->ids[z->count] = db_int(rows, 0);
        z->codes[z->count++] = arena_strdup(cx->arena, db_text(rows, 1));
    }
    db_end(rows);
    return rows && db_ok(rows);
}

static bool list_jobs(struct ctx *cx, struct json *j)
{
    for (const struct zone_job *const *job = job_catalogue; *job; job++) {
        const char *when = zone_job_when(cx->arena, *job, cx->lang);
        if (j) {
            json_object_begin(j);
            json_put_text(j, "name", (*job)->name);
            json_put_text(j, "label", label_in((*job)->label, cx->lang));
            json_put_text(j, "when", when);
            json_object_end(j);
        } else
            printf("%s\t%s\t%s\n", (*job)->name, when, label_in((*job)->label, cx->lang));
    }
    return true;
}

static bool run_in(struct ctx *cx, const struct zone_job *job, const struct zones *z, struct json *j)
{
    for (size_t i = 0; i < z->count; i++) {
        struct zone_job_result result;
        cx->zone = z->ids[i];
        if (!zone_job_run(cx, job, &result))
            return false;
        if (j) {
            json_object_begin(j);
            json_put_text(j, "zone", z->codes[i]);
            json_put_int(j, "changed", result.changed);
            json_object_end(j);
        } else
            printf(cx->lang == LANG_ZH ? "%s\t改动 %lld 行\n" : "%s\t%lld rows changed\n", z->codes[i],
                   (long long)result.changed);
    }
    return true;
}

static bool run(struct ctx *cx, struct arguments *args)
{
    const char *name = argument(args, 0);
    const struct zone_job *job = name ? zone_job_find(name) : NULL;
    struct zones *z = ARENA_NEW(cx->arena, struct zones);
    struct buf out = buf_init(cx->arena);
    struct json writer = json_to(&out), *j = argument_option(args, "json") ? &writer : NULL;
    if (name && !job)
        return fail(cx, ERR_USAGE, "JOB-03", NULL, "没有叫“%s”的定时任务；steward job 列出全部",
                    "there is no periodic job \"%s\"; steward job lists them", name);
    if (j)
        json_array_begin(j);
    bool done = !name ? list_jobs(cx, j)
                      : command_need_db(cx, args) && command_open(cx, args, false, argument_option(args, "zone")) &&
                            find_zones(cx, args, z) && run_in(cx, job, z, j);
    if (j && done) {
        json_array_end(j);
        puts(out.data);
    }
    return done;
}

const struct command job_command = {
    .name = "job",
    .label = {"列出定时任务，或现在做一个", "List periodic jobs, or do one now"},
    .usage = "[NAME --db DB [--zone CODE]] [--json]",
    .help =
        {"服务在运行时按时自己做；重复做不会有别的结果。不写 NAME 时列出全部。\n例：\n  steward job\n  steward --db "
         "data/steward.db job clocks_daily --zone weinan",
         "A running server does them when they are due; done again, they change nothing. Without NAME, all are "
         "listed.\nExamples:\n  steward job\n  steward --db data/steward.db job clocks_daily --zone weinan"},
    .options = job_options,
    .most = 1,
    .run = run,
};
