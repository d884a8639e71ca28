/* geo.c — reads points, and checks outlines: rings of points inside polygons, alone or in features. */
#include "base/geo.h"

#include <jansson.h>
#include <string.h>

enum { DEGREE = 1000000 };

/* ---- points ---- */

/* A decimal number in millionths; digits beyond are cut off.  NULL: none. */
static const char *read_degrees(const char *s, int64_t *ret_degrees)
{
    bool negative = *s == '-';
    int64_t n = 0;
    int digits = 0;
    for (s += negative; *s >= '0' && *s <= '9' && digits < 4; digits++)
        n = n * 10 + (*s++ - '0');
    if (digits == 0 || digits == 4)
        return NULL;
    n *= DEGREE;
    if (*s == '.') {
        int64_t unit = DEGREE / 10;
        for (s++; *s >= '0' && *s <= '9'; s++, unit /= 10)
            n += (*s - '0') * unit;
    }
    *ret_degrees = negative ? -n : n;
    return s;
}

static bool is_between(int64_t degrees, int least, int most)
{
    return degrees >= (int64_t)least * DEGREE && degrees <= (int64_t)most * DEGREE;
}

enum geo_fault geo_point_read(const char *s, struct geo_point *ret_point)
{
    struct geo_point p;
    s = read_degrees(s, &p.longitude);
    if (!s || *s++ != ',')
        return GEO_UNREADABLE;
    s = read_degrees(s + (*s == ' '), &p.latitude);
    if (!s || *s)
        return GEO_UNREADABLE;
    if (is_between(p.longitude, 3, 54) && is_between(p.latitude, 73, 136))
        return GEO_SWAPPED;
    if (!is_between(p.longitude, -180, 180) || !is_between(p.latitude, -90, 90))
        return GEO_OUTSIDE;
    *ret_point = p;
    return GEO_FINE;
}

/* ---- outlines ---- */

static bool is_named(const json_t *object, const char *type)
{
    const char *name = json_string_value(json_object_get(object, "type"));
    return name && strcmp(name, type) == 0;
}

/* `check` of every item of an array that holds at least `least`; the first fault of theirs. */
static enum geo_fault check_each(json_t *array, size_t least, enum geo_fault (*check)(json_t *item))
{
    enum geo_fault fault = json_array_size(array) >= least ? GEO_FINE : GEO_NO_OUTLINE;
    for (size_t i = 0; i < json_array_size(array) && fault == GEO_FINE; i++)
        fault = check(json_array_get(array, i));
    return fault;
}

static enum geo_fault check_position(json_t *position)
{
    const json_t *longitude = json_array_get(position, 0), *latitude = json_array_get(position, 1);
    if (!json_is_number(longitude) || !json_is_number(latitude))
        return GEO_UNREADABLE;
    bool inside = json_number_value(longitude) >= -180 && json_number_value(longitude) <= 180 &&
                  json_number_value(latitude) >= -90 && json_number_value(latitude) <= 90;
    return inside ? GEO_FINE : GEO_OUTSIDE;
}

static enum geo_fault check_ring(json_t *ring)
{
    size_t n = json_array_size(ring);
    if (n < 4 || !json_equal(json_array_get(ring, 0), json_array_get(ring, n - 1)))
        return GEO_OPEN_RING;
    return check_each(ring, 4, check_position);
}

static enum geo_fault check_polygon(json_t *rings)
{
    return check_each(rings, 1, check_ring);
}

static enum geo_fault check_geometry(json_t *geometry)
{
    json_t *coordinates = json_object_get(geometry, "coordinates");
    if (is_named(geometry, "Polygon"))
        return check_polygon(coordinates);
    return is_named(geometry, "MultiPolygon") ? check_each(coordinates, 1, check_polygon) : GEO_NO_OUTLINE;
}

static enum geo_fault check_feature(json_t *feature)
{
    return is_named(feature, "Feature") ? check_geometry(json_object_get(feature, "geometry")) : GEO_NO_OUTLINE;
}

enum geo_fault geo_outline_check(const char *json, size_t n)
{
    json_t *root = json_loadb(json, n, JSON_REJECT_DUPLICATES, NULL);
    enum geo_fault fault = is_named(root, "FeatureCollection")
                               ? check_each(json_object_get(root, "features"), 1, check_feature)
                           : is_named(root, "Feature") ? check_feature(root)
                                                       : check_geometry(root);
    json_decref(root);
    return fault;
}
