/* http_constant_bench.c — 1 kB of JSON over HTTP: through http_serve(), against the bare library answering the same. */
#include "http/http.h"

#include "wire.h"

enum { SIZE = 1000, TURNS = 21 };

static char body[SIZE + 1];

static bool answer(struct request *rq, struct response *rs)
{
    (void)rq;
    rs->content_type = "application/json";
    buf_add(&rs->body, body, SIZE);
    return true;
}

static const struct route routes[] = {{HTTP_GET, "/api/v1/things/{id}", answer}, {.pattern = NULL}};

int main(void)
{
    snprintf(body, sizeof body, "{\"a\":\"%0*d\"}", SIZE - 8, 0);
    struct arena *a = arena_new(1024 * 1024);
    struct ctx cx = ctx_init(a);
    struct MHD_Response *constant = MHD_create_response_from_buffer(SIZE, body, MHD_RESPMEM_PERSISTENT);
    struct MHD_Daemon *bare = bare_server(answer_constant, constant);
    struct http *h = http_serve(&cx, &(struct http_options){.routes = routes, .workers = WORKERS, .quiet = true});
    need(&cx, h, "the server");
    struct wires wires = {wire_get(http_port(h), "/api/v1/things/42", "", 200),
                          wire_get(bare_port(bare), "/api/v1/things/42", "", 200)};
    bool good = claim("a constant of 1 kB over HTTP", "/s", measure_pair(TURNS, ask_ours, ask_floor, &wires),
                      BAR_AT_LEAST, 0.60, 0);
    http_stop(h);
    MHD_stop_daemon(bare);
    MHD_destroy_response(constant);
    arena_free(a);
    return !good;
}
