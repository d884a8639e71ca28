/* geo.h — places on the earth as maps take them: a point as "109.48,34.52", an outline as GeoJSON; both WGS-84. */
#ifndef STEWARD_BASE_GEO_H
#define STEWARD_BASE_GEO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Millionths of a degree: a tenth of a metre. */
struct geo_point {
    int64_t longitude, latitude;
};

enum geo_fault {
    GEO_FINE,
    GEO_UNREADABLE, /* no pair of decimal degrees */
    GEO_OUTSIDE,    /* beyond ±180 or ±90 degrees */
    GEO_SWAPPED,    /* latitude first: a point of China the wrong way round */
    GEO_NO_OUTLINE, /* no Polygon or MultiPolygon, and no Feature or FeatureCollection of them */
    GEO_OPEN_RING,  /* a ring of fewer than four points, or one that does not end where it begins */
};

/* "longitude,latitude" in decimal degrees, a space after the comma allowed. */
enum geo_fault geo_point_read(const char *s, struct geo_point *ret_point);

/* Can a map draw this GeoJSON document as areas? */
enum geo_fault geo_outline_check(const char *json, size_t n);

#endif
