/* Routing: parameters, precedence, methods. */
#include "http/exchange.h"
#include "tap.h"

#include <string.h>

static bool handle(struct request *rq, struct response *rs)
{
    (void)rq, (void)rs;
    return true;
}

/* clang-format off */
static const struct route routes[] = {
    {HTTP_GET,    "/api/v1/projects",                     handle},
    {HTTP_POST,   "/api/v1/projects",                     handle},
    {HTTP_GET,    "/api/v1/projects/{id}",                handle},
    {HTTP_PATCH,  "/api/v1/projects/{id}",                handle},
    {HTTP_GET,    "/api/v1/projects/summary",             handle},
    {HTTP_GET,    "/api/v1/{entity}/{id}/history/{n}",    handle},
    {HTTP_GET,    "/api/v1/projects/{id}/history/{n}",    handle},
    {HTTP_DELETE, "/api/v1/projects/{id}/files/{name}",   handle},
    {HTTP_GET,    "/healthz",                             handle},
    {.pattern = NULL},
};
/* clang-format on */

static struct ctx cx;
static const char *const *args;
static int count;
static unsigned methods;

/* The server looks routes up in an index, others in the table: both must agree. */
static const char *at(enum http_method method, const char *path)
{
    const char *const *indexed_args = NULL;
    int indexed_count = 0;
    unsigned indexed_methods;
    struct route_index index = route_index_of(cx.arena, routes);
    const struct route *indexed =
        route_find(&cx, &index, method, path, &indexed_args, &indexed_count, &indexed_methods);
    count = 0;
    const struct route *r = http_route(&cx, routes, method, path, &args, &count, &methods);
    bool agree = r == indexed && count == indexed_count && methods == indexed_methods;
    for (int i = 0; agree && i < count; i++)
        agree = strcmp(args[i], indexed_args[i]) == 0;
    OK(agree, "index and table agree on %s", path);
    return r ? r->pattern : NULL;
}

int main(void)
{
    cx = tap_ctx();
    EQ_TEXT(at(HTTP_GET, "/healthz"), "/healthz");
    EQ_TEXT(at(HTTP_GET, "/api/v1/projects"), "/api/v1/projects");
    EQ_INT(methods, HTTP_GET);

    EQ_TEXT(at(HTTP_GET, "/api/v1/projects/42"), "/api/v1/projects/{id}");
    EQ_INT(count, 1);
    EQ_TEXT(args[0], "42");
    EQ_TEXT(at(HTTP_DELETE, "/api/v1/projects/42"), NULL);
    EQ_INT(methods, HTTP_GET | HTTP_PATCH);

    EQ_TEXT(at(HTTP_GET, "/api/v1/projects/summary"), "/api/v1/projects/summary");
    EQ_INT(count, 0);
    EQ_TEXT(at(HTTP_PATCH, "/api/v1/projects/summary"), "/api/v1/projects/{id}");

    EQ_TEXT(at(HTTP_GET, "/api/v1/projects/7/history/3"), "/api/v1/projects/{id}/history/{n}");
    EQ_TEXT(args[0], "7");
    EQ_TEXT(args[1], "3");
    EQ_TEXT(at(HTTP_GET, "/api/v1/units/7/history/3"), "/api/v1/{entity}/{id}/history/{n}");
    EQ_TEXT(args[0], "units");
    EQ_INT(count, 3);

    EQ_TEXT(at(HTTP_DELETE, "/api/v1/projects/7/files/环评批复.pdf"), "/api/v1/projects/{id}/files/{name}");
    EQ_TEXT(args[1], "环评批复.pdf");

    EQ_TEXT(at(HTTP_DELETE, "/api/v1/projects"), NULL);
    EQ_INT(methods, HTTP_GET | HTTP_POST);
    EQ_TEXT(at(HTTP_GET, "/api/v1/projects/"), NULL);
    EQ_INT(methods, 0);
    EQ_TEXT(at(HTTP_GET, "/api/v1/projects/1/2"), NULL);
    EQ_TEXT(at(HTTP_GET, "/healthz/"), NULL);
    EQ_TEXT(at(HTTP_GET, "/health"), NULL);
    EQ_TEXT(at(HTTP_GET, ""), NULL);
    tap_ctx_free(&cx);
    return tap_done();
}
