/* backups.c — backups of the server's own: the clock, the work, and what is told of the plan. */
#include "endpoints/backups.h"

#include "backup/backup.h"
#include "base/log.h"
#include "base/watch.h"
#include "endpoints/background.h"
#include "endpoints/endpoint.h"
#include "entities/entities.h"
#include "model/openapi.h"
#include "model/rows.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { TICK_SECONDS = 20, RETRY_MS = 60 * 60 * 1000, TICK_MEMORY = 64 * 1024 * 1024 };

struct backups {
    const struct app *app;
    struct backup_plan plan; /* folder NULL: none by itself, and none when asked */
    const struct beside *beside;
    struct seal_secret secret;
    _Atomic bool running;
    int64_t next; /* when to look again whether one is due, of the watch */
    struct watch *watch;
};

static int64_t now_of(const struct backups *b)
{
    return b->app->now_ms ? b->app->now_ms : ctx_init(NULL).now_ms;
}

/* ---- one backup ---- */

static void no_longer_running(void *running)
{
    *(_Atomic bool *)running = false;
}

/* One at a time.  However the work ends, its arena goes, and the flag falls with it. */
static bool begin_running(struct ctx *cx, struct backups *b)
{
    if (atomic_exchange(&b->running, true))
        return fail(cx, ERR_BUSY, "BAK-17", NULL, "已有一个备份正在进行，请等它完成",
                    "a backup is under way already; wait until it is done");
    arena_defer(cx->arena, no_longer_running, &b->running);
    return true;
}

/* The folder's last part may be missing. */
static void need_folder(const char *folder)
{
    (void)mkdir(folder, 0700); /* that it cannot be made shows when the file is opened */
}

/* The row tells of it however it went; what failed stays cx's failure. */
static bool note(struct ctx *cx, struct backup_run *run)
{
    const struct err err = cx->err;
    err_clear(cx);
    cx->progress = NULL; /* it is over: nobody stops it any more */
    if (err.kind) {
        run->outcome = err.kind == ERR_CANCELLED ? "stopped" : "failed";
        run->failure = arena_printf(cx->arena, "%s %s [%s]", label_in(err.message, LANG_ZH),
                                    label_in(err.message, LANG_EN), err.code);
    }
    bool noted = row_save(cx, &backup_run_entity, run, NULL);
    if (err.kind)
        cx->err = err;
    return noted && !err.kind;
}

static bool make(struct ctx *cx, struct backups *b, struct backup_run *run)
{
    struct backup_facts facts;
    int removed;
    need_folder(b->plan.folder);
    if (!backup_make(cx, run->file, b->beside, &b->secret, &facts) || !backup_note(cx, "backup", run->file, &facts))
        return false;
    run->outcome = "done";
    run->bytes = facts.file.bytes;
    run->row_count = facts.counts.rows;
    run->digest = facts.file.digest;
    run->sealed = facts.file.sealed;
    if (!backup_plan_prune(cx, &b->plan, &removed))
        return false;
    run->removed = removed;
    return true;
}

static bool work_backup(struct ctx *cx, const struct job_order *order, struct job_output *out)
{
    struct backups *b = order->with;
    struct timespec begun, ended;
    if (!begin_running(cx, b))
        return false;
    struct backup_run *run = row_new(cx, &backup_run_entity);
    run->started_at = (struct instant){cx->now_ms};
    run->file = backup_plan_path(cx->arena, &b->plan, cx->now_ms);
    clock_gettime(CLOCK_MONOTONIC, &begun);
    bool made = make(cx, b, run);
    clock_gettime(CLOCK_MONOTONIC, &ended);
    run->took = (ended.tv_sec - begun.tv_sec) * 1000 + (ended.tv_nsec - begun.tv_nsec) / 1000000;
    made = note(cx, run) && made;
    if (run->head.id)
        buf_printf(&out->result, "{\"backup_run\":%lld}", (long long)run->head.id);
    return made;
}

static const char *start(struct ctx *cx, struct backups *b)
{
    return jobs_start(cx, b->app->jobs, &(struct job_order){.kind = "backup", .work = work_backup, .with = b});
}

/* ---- the clock ---- */

struct look {
    struct backups *b;
    int64_t next; /* when to look again */
};

static bool last_done(struct ctx *cx, int64_t *ret_last)
{
    struct value last;
    if (!db_scalar(cx, "SELECT MAX(started_at) FROM backup_run WHERE outcome = 'done'", NULL, 0, &last))
        return false;
    *ret_last = last.i; /* 0: never */
    return true;
}

/* Starts one when it is due. */
static bool look(struct ctx *cx, void *arg)
{
    struct look *l = arg;
    int64_t last = 0, now = now_of(l->b);
    l->next = now + RETRY_MS;
    cx->db = db_open(cx, l->b->app->db, DB_EXISTING);
    if (!cx->db || !last_done(cx, &last))
        return false;
    int64_t due = backup_plan_next(&l->b->plan, last, now);
    if (due > now)
        l->next = due;
    return due > now || l->b->running || start(cx, l->b);
}

static int64_t look_after(struct backups *b)
{
    struct look l = {.b = b};
    struct arena *arena = arena_new(TICK_MEMORY);
    struct ctx cx = ctx_init(arena);
    cx.actor = "job:backup";
    cx.way = "job";
    if (arena && !ctx_run(&cx, look, &l)) {
        struct log_line line = log_begin(LEVEL_ERROR, "backup");
        log_err(&line, &cx.err);
        log_end(&line);
    }
    db_close(cx.db);
    arena_free(arena);
    return l.next ? l.next : now_of(b) + RETRY_MS;
}

/* The clock may be set: it is looked at often, the database only when it is time. */
static void look_at_clock(void *backups, const struct watch *w)
{
    struct backups *b = backups;
    (void)w;
    if (now_of(b) >= b->next)
        b->next = look_after(b);
}

struct backups *backups_open(struct ctx *cx, const struct app *app, const struct backup_plan *plan,
                             const struct beside *beside)
{
    struct backups *b = ARENA_NEW(cx->arena, struct backups);
    b->app = app;
    b->beside = beside;
    b->plan = plan ? *plan : (struct backup_plan){0};
    if (!b->plan.folder)
        return b;
    if (backup_plan_secret(cx, &b->plan, &b->secret))
        b->watch = watch_start(cx, look_at_clock, b, TICK_SECONDS);
    return b->watch ? b : NULL;
}

void backups_close(struct backups *b)
{
    if (b)
        watch_stop(b->watch);
}

/* ---- what is asked ---- */

static void put_time(struct request *rq, struct json *j, const struct backup_plan *plan, int64_t next)
{
    struct arena *a = rq->cx->arena;
    json_put_text(j, "folder", plan->folder);
    if (plan->every)
        json_put_int(j, "every_ms", plan->every);
    else
        json_put_text(j, "at", arena_printf(a, "%02d:%02d", (int)(plan->at / 60), (int)(plan->at % 60)));
    json_put_text(j, "next", instant_iso(a, (struct instant){next}));
}

static bool get_plan(struct request *rq, struct response *rs)
{
    struct backups *b = app_of(rq)->backups;
    const struct backup_plan *plan = &b->plan;
    struct json j;
    int64_t last = 0;
    if (!last_done(rq->cx, &last))
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_bool(&j, "automatic", plan->folder != NULL);
    json_put_bool(&j, "running", b->running);
    if (plan->folder)
        put_time(rq, &j, plan, backup_plan_next(plan, last, now_of(b)));
    json_put_int(&j, "daily", plan->daily);
    json_put_int(&j, "weekly", plan->weekly);
    json_put_int(&j, "monthly", plan->monthly);
    json_put_bool(&j, "sealed", seal_secret_given(&b->secret));
    json_object_end(&j);
    return true;
}

static bool post_backup(struct request *rq, struct response *rs)
{
    struct backups *b = app_of(rq)->backups;
    if (!b->plan.folder)
        return fail(rq->cx, ERR_CONFLICT, "BAK-18", NULL, "没有设置备份文件夹；请在设置里写 backup.folder 后重启服务",
                    "no folder for backups is set; set backup.folder and start the server again");
    if (b->running)
        return fail(rq->cx, ERR_CONFLICT, "BAK-17", NULL, "已有一个备份正在进行，请等它完成",
                    "a backup is under way already; wait until it is done");
    return answer_started(rq, rs, start(rq->cx, b));
}

/* clang-format off */
const struct route backups_routes[] = {
    {HTTP_GET, "/api/v1/backups", get_plan, {"备份计划", "The plan of backups"}, .right = "backup_run read",
     .doc = &(const struct route_doc){.tag = "backups", .about = {"做过的备份见 backup_run", "what was made is in backup_run"}, .gives = {.schema = "backup_plan"}, .errors = {403}}},
    {HTTP_POST, "/api/v1/backups", post_backup, {"现在备份", "Back up now"}, .right = "backup_run create",
     .doc = &(const struct route_doc){.tag = "backups", .about = {"整个数据库，到备份文件夹；进度见后台任务", "the whole database, into the folder of backups; the job tells how far it is"},
                                      .gives = {.schema = "job_started"}, .status = 202, .errors = {403, 409}}},
    {0},
};
/* clang-format on */
