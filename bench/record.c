/* record.c — over HTTP, signed in, rights checked: records, and a cockpit that has not changed since it was asked last; each against the bare library
 * answering a constant of the same size.
 *
 * Records are a thousand different ones in turn, as people read them between writes; and then each of them on a day it
 * was not asked for yet, so that no answer can have been kept. */
#include "endpoints/app.h"
#include "signed.h"

#include "wire.h"
#include "zone.h"

enum { PROJECTS = 2000, TURNS = 15, RECORDS = 1000 };

#define RECORD "/api/v1/project/1000?zone=bench"

static void another_record(char *request, long n)
{
    put_digits(strstr(request, "project/") + 8, 4, RECORDS + n * 617 % RECORDS);
}

static void another_day(char *request, long n)
{
    char *day = strstr(request, "as_of=") + 6; /* 2023-01-01 */
    another_record(request, n);
    n /= RECORDS;
    put_digits(day, 4, 2001 + n / 28 / 12 % 99);
    put_digits(day + 5, 2, 1 + n / 28 % 12);
    put_digits(day + 8, 2, 1 + n % 28);
}

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
static struct wire unchanged(int port, const char *target, const char *who)
{
    char *in = malloc(ANSWER_MOST), header[512];
    struct wire first = wire_get(port, target, who, 200);
    body_of(&first, in);
    const char *tag = head_value(in, "ETag");
    need(NULL, tag, "an ETag");
    snprintf(header, sizeof header, "%sIf-None-Match: %.*s\r\n", who, (int)strcspn(tag, "\r"), tag);
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
    const char *who = bearer_as(&cx, "bench", "office");
    need(&cx, app && who, "the server, and somebody who asks");
    int port = app_port(app);
    bool good =
        against_constant("one record over HTTP", varied(wire_get(port, RECORD, who, 200), another_record), 0.60);
    against_constant("the same, each asked for the first time",
                     varied(wire_get(port, RECORD "&as_of=2023-01-01", who, 200), another_day), 0);
    good =
        against_constant("an unchanged cockpit over HTTP", unchanged(port, "/api/v1/metrics?zone=bench", who), 0.90) &&
        good;
    app_stop(app);
    zone_close(&cx);
    place_clear(&place);
    return !good;
}
