/* job.c — when jobs are due, and running one. */
#include "jobs/job.h"

#include "entities/entities.h"
#include "model/rows.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { SECOND_MS = 1000 };
static const int64_t day_ms = INT64_C(24) * 60 * 60 * SECOND_MS;

const struct zone_job *zone_job_find(const char *name)
{
    for (const struct zone_job *const *j = job_catalogue; *j; j++)
        if (strcmp((*j)->name, name) == 0)
            return *j;
    return NULL;
}

/* ---- when ---- */

/* `every` ms; or 0, and at `minute` of a day, of every one or of one weekday. */
struct times {
    int64_t every;
    int weekday, minute;
};

static bool read_times(const char *when, struct times *ret)
{
    int number = 0, hour = 0, minute = 0, end = 0;
    char unit = 0;
    *ret = (struct times){0};
    if (sscanf(when, "every %d%c%n", &number, &unit, &end) == 2 && !when[end] && number > 0 && strchr("mh", unit)) {
        ret->every = (unit == 'h' ? 60 : 1) * (int64_t)number * 60 * SECOND_MS;
        return true;
    }
    bool daily = sscanf(when, "daily %2d:%2d%n", &hour, &minute, &end) == 2 && !when[end];
    if (!daily && (sscanf(when, "weekly %1d %2d:%2d%n", &ret->weekday, &hour, &minute, &end) != 3 || when[end] ||
                   ret->weekday < 1 || ret->weekday > 7))
        return false;
    ret->minute = hour * 60 + minute;
    return hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
}

static struct times times_of(const struct zone_job *job)
{
    struct times t;
    return read_times(job->when, &t) ? t : (struct times){.every = day_ms}; /* the audit has refused those */
}

int64_t zone_job_next(const struct zone_job *job, int64_t last, int64_t now)
{
    const struct times t = times_of(job);
    if (t.every)
        return last && last + t.every > now ? last + t.every : now;
    /* 1970-01-05, the first Monday, 00:00 in Beijing. */
    const int64_t monday = 4 * day_ms - day_ms / 3, period = t.weekday ? 7 * day_ms : day_ms;
    const int64_t first = monday + (t.weekday ? t.weekday - 1 : 0) * day_ms + (int64_t)t.minute * 60 * SECOND_MS;
    const int64_t latest = first + (now - first) / period * period; /* the time that came last */
    return last < latest ? now : latest + period;
}

const char *zone_job_when(struct arena *a, const struct zone_job *job, enum lang lang)
{
    static const struct label days[] = {{"一", "Monday"}, {"二", "Tuesday"},  {"三", "Wednesday"}, {"四", "Thursday"},
                                        {"五", "Friday"}, {"六", "Saturday"}, {"日", "Sunday"}};
    const struct times t = times_of(job);
    const bool zh = lang == LANG_ZH;
    if (t.every)
        return arena_printf(a, zh ? "每 %d 分钟" : "every %d minutes", (int)(t.every / 60 / SECOND_MS));
    if (!t.weekday)
        return arena_printf(a, zh ? "每天 %02d:%02d" : "daily at %02d:%02d", t.minute / 60, t.minute % 60);
    return arena_printf(a, zh ? "每周%s %02d:%02d" : "every %s at %02d:%02d", label_in(days[t.weekday - 1], lang),
                        t.minute / 60, t.minute % 60);
}

/* ---- running ---- */

/* A run that leaves no trace of itself: of every few minutes, nothing done. */
static bool is_silent(const struct zone_job *job, const struct job_run *run, const struct err *err)
{
    return times_of(job).every && err->kind == ERR_NONE && run->changed == 0;
}

/* The row tells of it however it went; what failed stays cx's failure. */
static bool note(struct ctx *cx, const struct zone_job *job, struct job_run *run)
{
    const struct err err = cx->err;
    err_clear(cx);
    run->outcome = err.kind ? "failed" : "done";
    if (err.kind)
        run->failure = arena_printf(cx->arena, "%s %s [%s]", label_in(err.message, LANG_ZH),
                                    label_in(err.message, LANG_EN), err.code);
    bool noted = is_silent(job, run, &err) || row_save(cx, &job_run_entity, run, NULL);
    if (err.kind)
        cx->err = err;
    return noted && err.kind == ERR_NONE;
}

bool zone_job_run(struct ctx *cx, const struct zone_job *job, struct zone_job_result *ret_result)
{
    const char *actor = cx->actor, *way = cx->way;
    const struct rights *rights = cx->rights;
    struct zone_job_result result = {0};
    struct timespec begun, ended;
    struct job_run *run = row_new(cx, &job_run_entity);
    run->name = job->name;
    run->started_at = (struct instant){cx->now_ms};
    cx->actor = arena_printf(cx->arena, "job:%s", job->name);
    cx->way = "job";
    cx->rights = NULL;
    clock_gettime(CLOCK_MONOTONIC, &begun);
    if (job->run(cx, &result))
        *ret_result = result;
    clock_gettime(CLOCK_MONOTONIC, &ended);
    run->took = (ended.tv_sec - begun.tv_sec) * SECOND_MS + (ended.tv_nsec - begun.tv_nsec) / 1000000;
    run->changed = result.changed;
    bool done = note(cx, job, run);
    cx->actor = actor;
    cx->way = way;
    cx->rights = rights;
    return done;
}

bool zone_job_last(struct ctx *cx, const struct zone_job *job, int64_t *ret_last)
{
    const struct value takes[] = {value_int(cx->zone), value_text(job->name)};
    struct value last;
    if (!db_scalar(cx, "SELECT MAX(started_at) FROM job_run WHERE zone = $1 AND name = $2 AND outcome = 'done'", takes,
                   2, &last))
        return false;
    *ret_last = last.i; /* 0: never */
    return true;
}

bool zone_jobs_audit(struct ctx *cx)
{
    struct times t;
    for (const struct zone_job *const *j = job_catalogue; *j; j++)
        if (!read_times((*j)->when, &t) || zone_job_find((*j)->name) != *j)
            return fail(cx, ERR_SYSTEM, "JOB-02", (*j)->name, "任务 %s 的时间“%s”写得不对，或名称重复",
                        "job %s: its time \"%s\" cannot be read, or its name is there twice", (*j)->name, (*j)->when);
    return true;
}
