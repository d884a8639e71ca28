/* tiles.h — where map tiles come from, when a zone has a source of them: pages may then show images from there. */
#ifndef STEWARD_ENDPOINTS_TILES_H
#define STEWARD_ENDPOINTS_TILES_H

#include "base/ctx.h"

/* "https://host[:port]/…{z}…{x}…{y}…" → "https://host[:port]"; http for a server of the zone's own network.  ERR_USAGE
 * MAP-01 when it is not that. */
SW_CHECKED bool tiles_origin(struct ctx *cx, const char *url, const char **ret_origin);

#endif
