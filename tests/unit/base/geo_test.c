/* geo_test.c — points and outlines as maps take them. */
#include "base/geo.h"
#include "tap.h"

#include <string.h>

static void point(const char *text, enum geo_fault want, int64_t longitude, int64_t latitude)
{
    struct geo_point p = {0};
    enum geo_fault got = geo_point_read(text, &p);
    if (!OK(got == want && p.longitude == longitude && p.latitude == latitude, "%s", text))
        tap_note("fault %d at %lld, %lld", got, (long long)p.longitude, (long long)p.latitude);
}

static void points(void)
{
    point("109.48,34.52", GEO_FINE, 109480000, 34520000);
    point("109.4812345678, 34", GEO_FINE, 109481234, 34000000);
    point("-0.5,-90", GEO_FINE, -500000, -90000000);
    point("180,90", GEO_FINE, 180000000, 90000000);
    point("34.52,109.48", GEO_SWAPPED, 0, 0);
    point("181,10", GEO_OUTSIDE, 0, 0);
    point("100,90.000001", GEO_OUTSIDE, 0, 0);
    static const char *const unreadable[] = {"",
                                             "109.48",
                                             "109.48 34.52",
                                             "109.48，34.52",
                                             "东经109,34",
                                             "109.48,34.52,12",
                                             "109.48,  34.5",
                                             "109°28′,34°30′",
                                             "1e2,34",
                                             ",34",
                                             "12345,10",
                                             "--1,2"};
    for (size_t i = 0; i < sizeof unreadable / sizeof *unreadable; i++)
        point(unreadable[i], GEO_UNREADABLE, 0, 0);
}

#define RING    "[[109.4,34.5],[109.5,34.5],[109.5,34.6],[109.4,34.5]]"
#define POLYGON "{\"type\":\"Polygon\",\"coordinates\":[" RING "]}"
#define FEATURE "{\"type\":\"Feature\",\"properties\":{},\"geometry\":" POLYGON "}"

static void outline(const char *json, enum geo_fault want)
{
    EQ_INT(geo_outline_check(json, strlen(json)), want);
}

static void outlines(void)
{
    outline(POLYGON, GEO_FINE);
    outline(FEATURE, GEO_FINE);
    outline("{\"type\":\"MultiPolygon\",\"coordinates\":[[" RING "],[" RING "," RING "]]}", GEO_FINE);
    outline("{\"type\":\"FeatureCollection\",\"features\":[" FEATURE "," FEATURE "]}", GEO_FINE);
    outline("{\"type\":\"FeatureCollection\",\"features\":[]}", GEO_NO_OUTLINE);
    outline("{\"type\":\"FeatureCollection\",\"features\":[" FEATURE "," POLYGON "]}", GEO_NO_OUTLINE);
    outline("{\"type\":\"Point\",\"coordinates\":[109.4,34.5]}", GEO_NO_OUTLINE);
    outline("{\"type\":\"Polygon\"}", GEO_NO_OUTLINE);
    outline("{\"type\":\"Polygon\",\"coordinates\":[]}", GEO_NO_OUTLINE);
    outline("[1,2]", GEO_NO_OUTLINE);
    outline("{\"type\":", GEO_NO_OUTLINE);
    outline("", GEO_NO_OUTLINE);
    outline("{\"type\":\"Polygon\",\"coordinates\":[[[1,1],[2,2],[1,1]]]}", GEO_OPEN_RING);
    outline("{\"type\":\"Polygon\",\"coordinates\":[[[1,1],[2,1],[2,2],[1,2]]]}", GEO_OPEN_RING);
    outline("{\"type\":\"Polygon\",\"coordinates\":[[[1,1],[\"2\",1],[2,2],[1,1]]]}", GEO_UNREADABLE);
    outline("{\"type\":\"Polygon\",\"coordinates\":[[[1,1],[200,1],[2,2],[1,1]]]}", GEO_OUTSIDE);
}

int main(void)
{
    points();
    outlines();
    return tap_done();
}
