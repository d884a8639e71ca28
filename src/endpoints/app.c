/* app.c — starts and stops the server, and stands around every handler: connection, parameters, counting. */
#include "endpoints/app.h"

#include "endpoints/admit.h"
#include "endpoints/answers.h"
#include "endpoints/askers.h"
#include "endpoints/audited.h"
#include "endpoints/background.h"
#include "endpoints/backups.h"
#include "endpoints/endpoint.h"
#include "endpoints/lamplighter.h"
#include "endpoints/refusals.h"
#include "endpoints/schemas.h"
#include "endpoints/sealer.h"
#include "endpoints/tiles.h"
#include "endpoints/timekeeper.h"
#include "endpoints/traffic.h"
#include "model/openapi.h"

#include <string.h>
#include <time.h>

extern const struct asset web_assets[]; /* made by tools/embed */

enum { JOB_THREADS = 2 };

/* ---- around every handler ---- */

static int64_t monotonic_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static bool answer(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    const struct app *app = app_of(rq);
    const size_t place = (size_t)(rq->route - app->served);
    const struct route *route = &app->routes[place];
    int64_t begun = monotonic_us(), statements = db_statements(cx->db);
    bool done = (route->flags & ROUTE_ANYHOW || db_revive(cx)) && admit(rq, route) &&
                (!route->right || need_right(rq, route->right)) &&
                (!route->doc || need_params(rq, route->doc->params)) && route->handle(rq, rs);
    done = audit_exchange(rq, rs, done);
    if (done && rs->status == 200 && rs->note)
        answers_keep(app->answers, rs->note, rs);
    traffic_count(app->traffic, place, done ? rs->status : err_http_status(&cx->err), monotonic_us() - begun,
                  db_statements(cx->db) - statements);
    return done;
}

static bool begin_worker(struct ctx *cx, void *arg)
{
    const struct app *app = arg;
    cx->actor = "nobody";
    if (app->now_ms)
        cx->now_ms = app->now_ms;
    cx->db = db_open(cx, app->db, DB_EXISTING);
    if (cx->db)
        db_share_commits(cx->db);
    return cx->db;
}

static void end_worker(struct ctx *cx, void *arg)
{
    (void)arg;
    db_close(cx->db);
}

/* ---- start and stop ---- */

static size_t count_routes(void)
{
    size_t n = 0;
    for (const struct route *const *table = route_catalogue; *table; table++)
        for (const struct route *r = *table; r->pattern; r++)
            n++;
    return n;
}

/* The tables of the catalogue as one; with `handle` in the place of the handlers when it is given. */
static struct route *join_routes(struct ctx *cx, bool (*handle)(struct request *rq, struct response *rs))
{
    struct route *all = arena_array(cx->arena, count_routes() + 1, sizeof *all), *next = all;
    for (const struct route *const *table = route_catalogue; *table; table++)
        for (const struct route *r = *table; r->pattern; r++) {
            *next = *r;
            next->handle = handle ? handle : r->handle;
            next++;
        }
    return all;
}

static bool start(struct ctx *cx, struct app *app, const struct app_options *o)
{
    const char *images = NULL;
    if (app->map_tiles && !tiles_origin(cx, app->map_tiles, &images))
        return false;
    app->jobs = jobs_open(cx, app->db, JOB_THREADS, app->now_ms ? &app->now_ms : NULL);
    app->askers = app->jobs ? askers_open(cx, app->db, app->people, app->now_ms) : NULL;
    if (!app->askers)
        return false;
    app->refusals = refusals_new(cx->arena);
    app->sealer = sealer_start(cx, app->db, o->audit, app->refusals, app->now_ms ? &app->now_ms : NULL);
    if (!app->sealer)
        return false;
    app->backups = backups_open(cx, app, o->backup, o->beside);
    if (!app->backups)
        return false;
    app->timekeeper = o->periodic ? timekeeper_start(cx, app->db, app->now_ms ? &app->now_ms : NULL) : NULL;
    app->lamplighter = o->periodic ? lamplighter_start(cx, app->db, app->now_ms ? &app->now_ms : NULL) : NULL;
    if (o->periodic && (!app->timekeeper || !app->lamplighter))
        return false;
    app->served = join_routes(cx, answer);
    return http_serve(cx, &(struct http_options){
                              .address = o->address,
                              .port = o->port,
                              .workers = o->workers,
                              .connections = o->connections,
                              .images = images,
                              .proxies = o->proxies,
                              .hosts = o->hosts,
                              .certificate = o->certificate,
                              .key = o->key,
                              .hsts_seconds = o->hsts_seconds,
                              .insecure = o->insecure,
                              .quiet = o->quiet,
                              .routes = app->served,
                              .assets = web_assets,
                              .worker_begin = begin_worker,
                              .worker_end = end_worker,
                              .app = app,
                              .self = &app->http,
                          });
}

struct app *app_start(struct ctx *cx, const struct app_options *options)
{
    struct app *app = ARENA_NEW(cx->arena, struct app);
    *app = (struct app){
        .db = arena_strdup(cx->arena, options->db),
        .map_tiles = arena_strdup(cx->arena, options->map_tiles),
        .routes = join_routes(cx, NULL),
        .traffic = traffic_new(cx->arena, count_routes()),
        .answers = answers_new(cx->arena),
        .people = options->people ? options->people : &people_standard,
        .federation = options->federation,
        .now_ms = options->now_ms,
        .monitor = options->monitor,
    };
    if (start(cx, app, options))
        return app;
    app_stop(app);
    return NULL;
}

int app_port(const struct app *app)
{
    return http_port(app->http);
}

bool app_reload(struct ctx *cx, struct app *app)
{
    return http_reload(cx, app->http);
}

void app_stop(struct app *app)
{
    if (!app)
        return;
    if (app->http)
        http_stop(app->http);
    timekeeper_stop(app->timekeeper);
    lamplighter_stop(app->lamplighter);
    backups_close(app->backups);
    jobs_close(app->jobs);
    sealer_stop(app->sealer);
    refusals_free(app->refusals);
    askers_close(app->askers);
    answers_free(app->answers);
}

void app_openapi(struct json *j)
{
    openapi_json(j, route_catalogue, endpoint_schemas);
}
