/* system.c — for those who run the server: is it well, what did it do, what can it be asked. */
#include "endpoints/app.h"
#include "endpoints/endpoint.h"
#include "endpoints/traffic.h"
#include "model/openapi.h"

static bool get_health(struct request *rq, struct response *rs)
{
    struct value one;
    struct json j;
    if (!db_scalar(rq->cx, "SELECT CAST(1 AS BIGINT)", NULL, 0, &one))
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_text(&j, "status", "ok");
    json_object_end(&j);
    return true;
}

static bool get_traffic(struct request *rq, struct response *rs)
{
    const struct app *app = app_of(rq);
    rs->content_type = "text/plain; version=0.0.4; charset=utf-8";
    traffic_text(app->traffic, app->routes, &rs->body);
    return true;
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
    {HTTP_GET, "/healthz", get_health, {"服务是否正常", "Is the server well"},
     .doc = &(const struct route_doc){.tag = "system", .gives = {.schema = "health"}}},
    {HTTP_GET, "/metrics", get_traffic, {"运行计数（Prometheus）", "Counters for Prometheus"},
     .doc = &(const struct route_doc){.tag = "system", .gives = {.content = "text/plain"}}},
    {HTTP_GET, "/openapi.json", get_openapi, {"本接口的说明（OpenAPI）", "This API as an OpenAPI document"},
     .doc = &(const struct route_doc){.tag = "system", .gives = {.content = "application/json"}}},
    {0},
};
/* clang-format on */
