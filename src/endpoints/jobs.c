/* jobs.c — what became of work in the background: asked for, followed, stopped. */
#include "endpoints/background.h"
#include "endpoints/endpoint.h"
#include "model/openapi.h"

static bool fail_no_job(struct request *rq)
{
    return fail(
        rq->cx, ERR_NOT_FOUND, "API-09", NULL, "没有这个后台任务：结果只保留一小时，服务重启后也不再保留；请重新发起",
        "there is no such job: results are kept for an hour, and not over a restart of the server; start it again");
}

static bool answer_job(struct request *rq, struct response *rs)
{
    struct json j;
    response_json(rs, &j);
    return jobs_json(rq->cx, app_of(rq)->jobs, rq->args[0], &j) || fail_no_job(rq);
}

static bool cancel_job(struct request *rq, struct response *rs)
{
    if (!jobs_cancel(rq->cx, app_of(rq)->jobs, rq->args[0]) || !answer_job(rq, rs))
        return fail_no_job(rq);
    rs->status = 202;
    return true;
}

static bool follow_job(struct request *rq, struct response *rs)
{
    if (!answer_job(rq, rs))
        return false;
    struct stream *s = stream_new();
    if (!s)
        return fail_memory(rq->cx);
    response_stream(rs, s);
    if (!jobs_follow(rq->cx, app_of(rq)->jobs, rq->args[0], s))
        stream_close(s); /* it went this very moment */
    return true;
}

/* clang-format off */
static const struct field job_params[] = {
    {.name = "job", .type = T_TEXT, .label = {"任务", "Job"}, .flags = FIELD_REQUIRED},
    {0},
};

const struct route jobs_routes[] = {
    {HTTP_GET, "/api/v1/jobs/{job}", answer_job, {"后台任务的状态和结果", "State and result of a job"},
     .doc = &(const struct route_doc){.tag = "jobs", .params = job_params, .gives = {.schema = "job"}, .errors = {404}}},
    {HTTP_DELETE, "/api/v1/jobs/{job}", cancel_job, {"停止后台任务", "Stop a job"},
     .doc = &(const struct route_doc){.tag = "jobs", .about = {"不留下已写的内容", "nothing that it wrote stays"}, .params = job_params, .gives = {.schema = "job"}, .status = 202, .errors = {404}}},
    {HTTP_GET, "/api/v1/jobs/{job}/events", follow_job, {"跟踪后台任务", "Follow a job"},
     .doc = &(const struct route_doc){.tag = "jobs", .about = {"事件 progress：{done,total}；最后一个事件 done：任务的状态，结果另取",
                                                              "events progress {done,total}; at the end done with the job's state; ask for the result apart"},
                                      .params = job_params, .gives = {.content = "text/event-stream"}, .errors = {404}}},
    {0},
};
/* clang-format on */
