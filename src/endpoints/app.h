/* app.h — the server as a whole: every route of the catalogue over one database, with its background jobs. */
#ifndef STEWARD_ENDPOINTS_APP_H
#define STEWARD_ENDPOINTS_APP_H

#include "endpoints/monitor.h"
#include "http/http.h"
#include "people/people.h"

/* Every table of routes; src/catalogue.c makes it from catalogue.def.  Ends with NULL. */
extern const struct route *const route_catalogue[];

struct beside; /* backup/beside.h */

struct app_options {
    const char *db;                                  /* file or postgresql:// address; its schema is current */
    const char *address;                             /* NULL: 127.0.0.1 */
    const char *proxies, *hosts, *certificate, *key; /* as in http.h */
    const struct audit_settings *audit;              /* NULL: the audit is not sealed (tests) */
    const struct backup_plan *backup;                /* NULL: no backups here; outlives the server */
    const struct beside *beside;                     /* what backups take along; NULL: nothing; outlives the server */
    const char *map_tiles;                           /* "https://host/{z}/{x}/{y}.png"; NULL: maps have no tiles */
    const struct people_settings *people;            /* how people sign in; NULL: the standard */
    const struct federation *federation;             /* where else they may; NULL: nowhere */
    int port;                                        /* 0: any */
    int workers;                                     /* 0: the default of http.h */
    int connections;                                 /* open at a time; 0: the default of http.h */
    int64_t now_ms;                                  /* the clock stands here (tests); 0: it runs */
    int hsts_seconds;                                /* as in http.h */
    bool periodic;                                   /* does the zones' periodic work (jobs/job.h) when it is due */
    bool insecure;                                   /* as in http.h */
    struct monitor_settings monitor;
    bool quiet; /* no log line per request */
};

struct app;

/* NULL with HTP-…, JOB-…, MAP-01.  What it takes lives in cx's arena, and must go before it: app_stop(). */
struct app *app_start(struct ctx *cx, const struct app_options *options);
int app_port(const struct app *app);
SW_CHECKED bool app_reload(struct ctx *cx, struct app *app); /* certificate and key; HTP-07 */
/* Requests under way are finished, background jobs stopped: what they were writing is rolled back.  NULL does nothing. */
void app_stop(struct app *app);

/* The OpenAPI document of every route and entity. */
void app_openapi(struct json *j);

#endif
