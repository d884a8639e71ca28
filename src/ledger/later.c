/* later.c — a ledger that comes late: which records a ledger of a later date, imported before, has spoken of.
 *
 * What such a ledger said stands.  A late one fills gaps and adds what has a date: money done, people, standstill and stage, each
 * until the next ledger that speaks of the record.
 */
#include "base/json.h"
#include "ledger/import.h"

#include <jansson.h>
#include <string.h>

const char *record_key(struct ctx *cx, const char *kind, int64_t id)
{
    return arena_printf(cx->arena, "%s %lld", kind, (long long)id);
}

bool run_records(struct ctx *cx, const char *layout, struct map *into, int64_t value)
{
    json_t *sheets = json_parse(cx, layout, strlen(layout)), *sheet, *row;
    size_t i, k;
    if (!sheets)
        return false;
    json_array_foreach(sheets, i, sheet)
    {
        const char *kind = json_string_value(json_object_get(json_object_get(sheet, "layout"), "kind"));
        json_array_foreach(json_object_get(sheet, "rows"), k, row)
        {
            struct arena_mark mark = arena_mark(cx->arena);
            if (kind)
                map_set(into, record_key(cx, kind, json_integer_value(json_array_get(row, 1))), value);
            arena_reset(cx->arena, mark);
        }
    }
    return true;
}

bool later_load(struct import *im)
{
    struct ctx *cx = im->cx;
    struct value params[] = {value_int(cx->zone), value_int(im->result->as_of.code)};
    struct rows *rows =
        db_query(cx,
                 "SELECT t.as_of, t.layout FROM import_run t WHERE t.zone = $1 AND t.state = 'committed' "
                 "AND t.as_of > $2 AND t.layout IS NOT NULL ORDER BY t.as_of DESC",
                 params, 2);
    if (!rows)
        return false;
    im->later = map_new(im->keep);
    while (db_next(rows)) /* the soonest comes last and counts */
        if (!run_records(cx, db_text(rows, 1), im->later, db_int(rows, 0)))
            return false;
    return db_ok(rows);
}

struct date later_than(const struct import *im, int64_t id)
{
    struct date until = {0};
    if (map_count(im->later))
        (void)map_get(im->later, record_key(im->cx, im->layout->kind->name, id), &until.code);
    return until;
}

bool import_is_earlier(const struct import *im)
{
    return !date_is_none(im->layout->own) || !date_is_none(im->until);
}
