/* monitor.h — whether the server is well, and what it measures of itself, for whoever watches it. */
#ifndef STEWARD_ENDPOINTS_MONITOR_H
#define STEWARD_ENDPOINTS_MONITOR_H

#include "base/settings.h"
#include "http/http.h"

struct monitor_settings {
    int64_t least_space;       /* bytes free beside the database; 0: not looked at */
    int64_t oldest_backup;     /* ms; 0: not looked at */
    const char *metrics_token; /* lets others than this machine read /metrics; NULL: nobody else */
};
extern const struct settings_section monitor_section;

struct app;

/* One thing that was looked at. */
struct health_check {
    const char *name; /* "database" */
    bool well;
    struct label said; /* no paths, no names: whoever asks may read it */
};
enum { HEALTH_CHECKS_MOST = 4 };
/* What was looked at; *ret_well: all of it is well. */
int health_look(struct ctx *cx, const struct app *app, struct health_check checks[HEALTH_CHECKS_MOST], bool *ret_well);

/* ERR_DENIED OPS-01 unless it is this machine that asks, or whoever has the token. */
SW_CHECKED bool need_monitor(struct request *rq);
/* Everything that is measured, in the Prometheus text format. */
SW_CHECKED bool monitor_text(struct ctx *cx, const struct app *app, struct buf *out);

#endif
