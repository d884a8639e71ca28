/* record.c — over HTTP: one record, and a cockpit that has not changed since it was asked last; each against the bare
 * library answering a constant of the same size. */
#include "endpoints/app.h"

#include "wire.h"
#include "zone.h"

enum { PROJECTS = 2000, TURNS = 15 };

static bool against_constant(const char *name, struct wire ours, double bar)
{
    char *in = malloc(ANSWER_MOST);
    const char *body = body_of(&ours, in);
    struct MHD_Response *constant =
        MHD_create_response_from_buffer(strlen(body), (void *)(uintptr_t)body, MHD_RESPMEM_PERSISTENT);
    struct MHD_Daemon *bare = bare_server(answer_constant, constant);
    struct wires wires = {ours, wire_get(bare_port(bare), "/constant", "", 200)};
    bool good = claim(name, "/s", measure_pair(TURNS, ask_ours, ask_floor, &wires), BAR_AT_LEAST, bar, 0);
    MHD_stop_daemon(bare);
    MHD_destroy_response(constant);
    free(in);
    return good;
}

/* The request with the tag of its answer. */
static struct wire unchanged(int port, const char *target)
{
    char *in = malloc(ANSWER_MOST), header[128];
    struct wire first = wire_get(port, target, "", 200);
    body_of(&first, in);
    const char *tag = head_value(in, "ETag");
    need(NULL, tag, "an ETag");
    snprintf(header, sizeof header, "If-None-Match: %.*s\r\n", (int)strcspn(tag, "\r"), tag);
    free(in);
    return wire_get(port, target, header, 304);
}

int main(void)
{
    struct place place = place_new();
    zone_make(&place, PROJECTS, true);
    struct ctx cx = zone_open(&place);
    struct app *app =
        app_start(&cx, &(struct app_options){.db = place.file, .workers = WORKERS, .now_ms = cx.now_ms, .quiet = true});
    need(&cx, app, "the server");
    bool good = against_constant("one record over HTTP",
                                 wire_get(app_port(app), "/api/v1/project/1234?zone=bench", "", 200), 0.60);
    good = against_constant("an unchanged cockpit over HTTP", unchanged(app_port(app), "/api/v1/metrics?zone=bench"),
                            0.90) &&
           good;
    app_stop(app);
    zone_close(&cx);
    place_clear(&place);
    return !good;
}
