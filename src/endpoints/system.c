/* system.c — for those who run the server: is it well, what did it do, what can it be asked. */
#include "endpoints/app.h"
#include "endpoints/endpoint.h"
#include "endpoints/exposition.h"
#include "model/openapi.h"

/* Is the process alive: nothing else is asked, so that a full disk does not have it started again and again. */
static bool get_alive(struct request *rq, struct response *rs)
{
    (void)rq;
    struct json j;
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_text(&j, "status", "ok");
    json_object_end(&j);
    return true;
}

/* Can it do its work? */
static bool get_health(struct request *rq, struct response *rs)
{
    struct health_check checks[HEALTH_CHECKS_MOST];
    struct json j;
    bool well;
    int n = health_look(rq->cx, app_of(rq), checks, &well);
    response_json(rs, &j);
    rs->status = well ? 200 : 503;
    json_object_begin(&j);
    json_put_text(&j, "status", well ? "ok" : "bad");
    json_key(&j, "checks");
    json_array_begin(&j);
    for (int i = 0; i < n; i++) {
        json_object_begin(&j);
        json_put_text(&j, "check", checks[i].name);
        json_put_text(&j, "state", checks[i].well ? "ok" : "bad");
        json_put_label(&j, "said", checks[i].said);
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    return true;
}

static bool get_metrics(struct request *rq, struct response *rs)
{
    if (!need_monitor(rq))
        return false;
    rs->content_type = EXPOSITION_TYPE;
    return monitor_text(rq->cx, app_of(rq), &rs->body);
}

static bool get_openapi(struct request *rq, struct response *rs)
{
    struct json j;
    response_json(rs, &j);
    app_openapi(&j);
    return answer_tagged(rq, rs);
}

/* clang-format off */
const struct route system_routes[] = {
    {HTTP_GET, "/livez", get_alive, {"进程是否在运行", "Is the process alive"},
     .flags = ROUTE_OPEN | ROUTE_ANYHOW,
     .doc = &(const struct route_doc){.tag = "system", .gives = {.schema = "alive"}}},
    {HTTP_GET, "/healthz", get_health, {"服务是否正常；不正常时答 503 和原因", "Is the server well; 503 and why when it is not"},
     .flags = ROUTE_OPEN | ROUTE_ANYHOW,
     .doc = &(const struct route_doc){.tag = "system", .gives = {.schema = "health"}}},
    {HTTP_GET, "/metrics", get_metrics, {"运行指标（Prometheus）；只限本机或凭口令", "Numbers for Prometheus; for this machine, or with a token"},
     .flags = ROUTE_OPEN,
     .doc = &(const struct route_doc){.tag = "system", .gives = {.content = "text/plain"}}},
    {HTTP_GET, "/openapi.json", get_openapi, {"本接口的说明（OpenAPI）", "This API as an OpenAPI document"}, .flags = ROUTE_OPEN,
     .doc = &(const struct route_doc){.tag = "system", .gives = {.content = "application/json"}}},
    {0},
};
/* clang-format on */
