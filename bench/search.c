/* search.c — the search box over a zone of 100,000 projects and as many problems, by name, initials and pinyin, against
 * its statements prepared once and stepped. */
#include "model/search.h"
#include "base/json.h"

#include "zone.h"

enum { PROJECTS = 100000, QUICK_PROJECTS = 2000, TURNS = 9 };

/* One that many rows have, ones that few have, one that none has. */
static const char *const typed[] = {"重点", "99号", "gxqd77", "gaoxinqu", "氢能"};

static double search_all(void *arg)
{
    struct ctx *cx = arg;
    struct arena_mark mark = arena_mark(cx->arena);
    double begun = now();
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        struct buf out = buf_init(cx->arena);
        struct json j = json_to(&out);
        need(cx, search_json(cx, &j, typed[i], SEARCH_LIMIT), typed[i]);
    }
    double took = now() - begun;
    arena_reset(cx->arena, mark);
    return took * 1e3;
}

int main(void)
{
    struct place place = place_new();
    zone_make(&place, is_quick() ? QUICK_PROJECTS : PROJECTS, false);
    hear_all();
    struct ctx cx = zone_open(&place);
    hear_no_more();
    need(&cx, search_fill(&cx), "the index");
    heard.count = 0;
    search_all(&cx);
    bare_prepare(place.file);
    bool good = claim("five searches of 200,000 rows", "ms", measure_pair(TURNS, search_all, bare_step, &cx),
                      BAR_AT_MOST, 1.3, 0);
    zone_close(&cx);
    place_clear(&place);
    return !good;
}
