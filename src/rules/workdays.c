/* workdays.c — reads a zone's own days into the calendar. */
#include "rules/workdays.h"

#include "base/calendar_notice.h"
#include "entities/entities.h"
#include "model/rows.h"

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

/* ---- a notice ---- */

static const struct calendar_change *find_change(const struct calendar_taken *t, struct date day)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->changes[i].day.code == day.code)
            return &t->changes[i];
    return NULL;
}

static bool put_change(struct ctx *cx, const struct calendar_change *change, int64_t *changed)
{
    struct calendar_day *like = row_new(cx, &calendar_day_entity);
    bool written;
    like->day = change->day;
    struct calendar_day *d = row_find(cx, &calendar_day_entity, "day", like);
    if (!d && cx->err.kind)
        return false;
    d = d ? d : like;
    d->kind = change->working ? "work" : "rest";
    d->name = change->name.zh;
    d->announced =
        !calendar_notice(date_year_of(change->day)); /* the last days of the year before are the zone's own */
    if (!row_save(cx, &calendar_day_entity, d, &written))
        return false;
    *changed += written;
    return true;
}

/* Days of that year that were announced before and are not now. */
static bool drop_others(struct ctx *cx, struct calendar_taken *t)
{
    const struct value takes[] = {value_int(cx->zone), value_int(date_low_code(date_year(t->year))),
                                  value_int(date_high_code(date_year(t->year)))};
    struct rows *rows = db_query(
        cx, "SELECT id, version, day FROM calendar_day WHERE zone = $1 AND announced = 1 AND day BETWEEN $2 AND $3",
        takes, 3);
    while (rows && db_next(rows))
        if (!find_change(t, (struct date){db_int(rows, 2)})) {
            if (!row_delete(cx, &calendar_day_entity, db_int(rows, 0), db_int(rows, 1)))
                return false;
            t->changed++;
        }
    return rows && db_ok(rows);
}

static bool announce(struct ctx *cx, void *arg)
{
    struct calendar_taken *t = arg;
    for (size_t i = 0; i < t->count; i++)
        if (!put_change(cx, &t->changes[i], &t->changed))
            return false;
    return drop_others(cx, t);
}

bool zone_calendar_announce(struct ctx *cx, const char *text, bool dry, struct calendar_taken *ret_taken)
{
    struct calendar_taken t = {0};
    if (!calendar_notice_read(cx, text, &t.year, &t.changes, &t.count))
        return false;
    if (calendar_notice(t.year))
        return fail(cx, ERR_CONFLICT, "CAL-03", "text", "%d年的放假通知程序里已有（%s），不用再粘贴",
                    "the program holds the notice for %d already (%s)", t.year, calendar_notice(t.year));
    if (!dry && !db_transaction(cx, announce, &t))
        return false;
    *ret_taken = t;
    return true;
}
