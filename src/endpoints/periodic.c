/* periodic.c — the periodic work of a zone: what there is, when it is due, run at once. */
#include "base/json.h"
#include "endpoints/background.h"
#include "endpoints/endpoint.h"
#include "endpoints/params.h"
#include "jobs/job.h"
#include "model/openapi.h"

static bool put_job(struct ctx *cx, struct json *j, const struct zone_job *job)
{
    int64_t last;
    if (!zone_job_last(cx, job, &last))
        return false;
    json_object_begin(j);
    json_put_text(j, "name", job->name);
    json_put_label(j, "label", job->label);
    json_put_label(j, "help", job->help);
    json_put_label(j, "when",
                   (struct label){zone_job_when(cx->arena, job, LANG_ZH), zone_job_when(cx->arena, job, LANG_EN)});
    json_put_text(j, "last", instant_iso(cx->arena, (struct instant){last}));
    json_put_text(j, "next", instant_iso(cx->arena, (struct instant){zone_job_next(job, last, cx->now_ms)}));
    json_object_end(j);
    return true;
}

static bool list_jobs(struct request *rq, struct response *rs)
{
    struct json j;
    bool done = need_zone(rq);
    response_json(rs, &j);
    json_object_begin(&j);
    json_key(&j, "items");
    json_array_begin(&j);
    for (const struct zone_job *const *job = job_catalogue; done && *job; job++)
        done = put_job(rq->cx, &j, *job);
    json_array_end(&j);
    json_object_end(&j);
    return done;
}

static bool work_run(struct ctx *cx, const struct job_order *order, struct job_output *out)
{
    struct zone_job_result result;
    if (!zone_job_run(cx, order->with, &result))
        return false;
    buf_printf(&out->result, "{\"changed\":%lld}", (long long)result.changed);
    return true;
}

static bool run_job(struct request *rq, struct response *rs)
{
    const struct zone_job *job = zone_job_find(rq->args[0]);
    if (!need_zone(rq))
        return false;
    if (!job)
        return fail(rq->cx, ERR_NOT_FOUND, "JOB-03", NULL, "没有叫“%s”的定时任务；/api/v1/periodic 列出全部",
                    "there is no periodic job \"%s\"; /api/v1/periodic lists them", rq->args[0]);
    const struct job_order order = {.kind = "periodic", .work = work_run, .with = (void *)(uintptr_t)job};
    return answer_started(rq, rs, jobs_start(rq->cx, app_of(rq)->jobs, &order));
}

/* clang-format off */
static const struct field all_params[] = {PARAM_ZONE, {0}};
static const struct field run_params[] = {PARAM_NAME("任务", "Job"), PARAM_ZONE, {0}};

const struct route periodic_routes[] = {
    {HTTP_GET, "/api/v1/periodic", list_jobs, {"定时任务", "Periodic jobs"}, .right = "job_run read",
     .doc = &(const struct route_doc){.tag = "jobs", .about = {"做过的见 job_run", "what was done is in job_run"}, .params = all_params, .gives = {.schema = "periodic_jobs"}, .errors = {403}}},
    {HTTP_POST, "/api/v1/periodic/{name}", run_job, {"现在做一次", "Do it now"}, .right = "job_run create",
     .doc = &(const struct route_doc){.tag = "jobs", .about = {"重复做不会有别的结果", "to do it again changes nothing"}, .params = run_params, .gives = {.schema = "job_started"}, .status = 202, .errors = {403, 404}}},
    {0},
};
/* clang-format on */
