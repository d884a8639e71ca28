/* serve.h — what can be set of the server. */
#ifndef STEWARD_COMMANDS_SERVE_H
#define STEWARD_COMMANDS_SERVE_H

#include "base/settings.h"

struct serve_settings {
    const char *listen, *certificate, *key, *proxies, *hosts, *map_tiles;
    int64_t hsts, workers, connections; /* hsts: ms */
    bool insecure_http, quiet;
};

extern const struct settings_section serve_section;

#endif
