/* weeks_json.c — a week, a duty and its reports as the API shows them. */
#include "endpoints/weeks.h"

#include "model/rows.h"

static void put_moment(struct ctx *cx, struct json *j, const char *key, struct instant at)
{
    json_put_text(j, key, instant_iso(cx->arena, at));
}

void put_week(struct ctx *cx, struct json *j, const struct report_week *w)
{
    json_object_begin(j);
    json_put_int(j, "id", w->head.id);
    json_put_text(j, "name", w->name);
    json_put_text(j, "starts_on", date_iso(cx->arena, w->starts_on));
    json_put_text(j, "month", date_iso(cx->arena, w->month));
    put_moment(cx, j, "due_at", w->due_at);
    put_moment(cx, j, "closes_at", w->closes_at);
    json_put_text(j, "state", w->state);
    json_object_end(j);
}

static const char *const deed_names[WEEK_ACTS] = {
    [WEEK_SUBMIT] = "submit", [WEEK_CONFIRM] = "confirm", [WEEK_SEND_BACK] = "send_back", [WEEK_REOPEN] = "reopen"};

bool put_duty(struct ctx *cx, struct json *j, const struct report_duty *d, const struct report_week *w)
{
    const struct unit *unit = row_load(cx, &unit_entity, d->unit);
    if (!unit)
        return false;
    json_object_begin(j);
    json_put_int(j, "id", d->head.id);
    json_put_int(j, "version", d->head.version);
    json_put_int(j, "unit", d->unit);
    json_put_text(j, "unit_title", unit->name);
    json_put_text(j, "state", d->state);
    put_moment(cx, j, "due_at", d->due_at);
    put_moment(cx, j, "submitted_at", d->submitted_at);
    json_put_text(j, "submitted_by", d->submitted_by);
    put_moment(cx, j, "confirmed_at", d->confirmed_at);
    json_put_text(j, "confirmed_by", d->confirmed_by);
    json_put_text(j, "reason", d->reason);
    json_key(j, "may");
    json_array_begin(j);
    if (week_may_fill(cx, d, w))
        json_text(j, "fill");
    for (enum week_act act = 0; act < WEEK_ACTS; act++)
        if (week_may(cx, act, d))
            json_text(j, deed_names[act]);
    json_array_end(j);
    json_object_end(j);
    return true;
}

void put_values(struct json *j, const char *key, const struct week_values *values)
{
    json_key(j, key);
    json_object_begin(j);
    for (const struct field *f = week_value_fields; f->type != T_END; f++) {
        json_key(j, f->name);
        json_value(j, f, field_get(f, values));
    }
    json_object_end(j);
}

void put_item(struct json *j, const struct week_item *item)
{
    const struct weekly_report *r = item->report;
    json_object_begin(j);
    json_put_int(j, "id", r->head.id);
    json_put_int(j, "version", r->head.version);
    json_put_int(j, "project", r->project);
    json_put_text(j, "project_title", item->project);
    json_put_bool(j, "filled", r->filled_at.ms != 0);
    json_put_bool(j, "filed", r->filed_at.ms != 0);
    json_put_bool(j, "reported", item->reported);
    put_values(j, "values", &item->now);
    put_values(j, "last", &item->last);
    json_key(j, "differs");
    json_array_begin(j);
    for (const struct field *f = week_value_fields; f->type != T_END; f++)
        if (week_differs(item, f))
            json_text(j, f->name);
    json_array_end(j);
    json_key(j, "problem");
    if (r->problem)
        json_int(j, r->problem);
    else
        json_none(j);
    json_object_end(j);
}
