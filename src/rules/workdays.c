/* workdays.c — reads a zone's own days into the calendar. */
#include "rules/workdays.h"

#include "entities/entities.h"
#include "store/db.h"

#include <string.h>

static struct calendar_change change_of(struct ctx *cx, const struct rows *rows)
{
    const char *name = arena_strdup(cx->arena, db_text(rows, 2));
    return (struct calendar_change){
        .day = {db_int(rows, 0)},
        .working = strcmp(db_text(rows, 1), "work") == 0,
        .name = {name, name},
        .announced = db_int(rows, 3),
    };
}

const struct calendar *zone_calendar(struct ctx *cx)
{
    const struct value zone = value_int(cx->zone);
    size_t count = 0, room = 0;
    struct calendar_change *changes = NULL;
    struct rows *rows =
        db_query(cx, "SELECT day, kind, name, announced FROM calendar_day WHERE zone = $1 ORDER BY day", &zone, 1);
    if (!rows)
        return NULL;
    while (db_next(rows)) {
        if (count == room) {
            room = room ? 2 * room : 32;
            changes = arena_grow(cx->arena, changes, count * sizeof *changes, room * sizeof *changes);
        }
        changes[count++] = change_of(cx, rows);
    }
    if (!db_ok(rows))
        return NULL;
    return count ? calendar_with(cx->arena, calendar_national(), changes, count) : calendar_national();
}
