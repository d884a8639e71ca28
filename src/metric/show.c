/* show.c — a metric's answer for people and for programs. */
#include "base/json.h"
#include "metric/metric.h"

#include <stdlib.h>

const char *metric_show(struct ctx *cx, const struct metric *m, int64_t value)
{
    if (value == NONE_INT)
        return "—";
    switch (metric_type(m)) {
    case T_MONEY:
        return money_show(cx->arena, (struct money){value}, cx->lang);
    case T_PERCENT:
        return percent_show(cx->arena, value);
    default:
        return arena_printf(cx->arena, "%lld", (long long)value);
    }
}

const char *metric_points_show(struct ctx *cx, const struct metric_number *n)
{
    if (n->points == NONE_INT)
        return "";
    int64_t tenths = (llabs(n->points) + 5) / 10;
    const char *amount = arena_printf(cx->arena, "%lld.%lld", (long long)(tenths / 10), (long long)(tenths % 10));
    if (tenths == 0)
        return cx->lang == LANG_ZH ? "与时间进度持平" : "on schedule";
    if (cx->lang == LANG_ZH)
        return arena_printf(cx->arena, "%s时间进度%s个百分点", n->points > 0 ? "超前" : "落后", amount);
    return arena_printf(cx->arena, "%s points %s schedule", amount, n->points > 0 ? "ahead of" : "behind");
}

void metric_number_json(struct ctx *cx, struct json *j, const struct metric *m, const struct metric_number *n)
{
    json_key(j, "value");
    if (n->value == NONE_INT)
        json_none(j);
    else if (metric_type(m) == T_PERCENT)
        json_text(j, percent_decimal(cx->arena, n->value));
    else
        json_int(j, n->value);
    json_put_text(j, "display", metric_show(cx, m, n->value));
    if (m->over) {
        json_put_int(j, "part", n->part);
        json_put_int(j, "whole", n->whole);
    }
    if (n->points != NONE_INT) {
        json_put_int(j, "expected", n->expected);
        json_put_text(j, "schedule", percent_decimal(cx->arena, n->schedule));
        json_put_text(j, "points", percent_decimal(cx->arena, n->points));
        json_put_text(j, "points_display", metric_points_show(cx, n));
    }
}

void metric_json_members(struct ctx *cx, struct json *j, const char *zone_code, const struct metric_answer *answer)
{
    const struct metric *m = answer->metric;
    json_put_text(j, "metric", m->name);
    json_put_text(j, "zone", zone_code);
    json_put_text(j, "as_of", date_iso(cx->arena, answer->view.as_of));
    if (answer->view.known_at.ms)
        json_put_text(j, "known_at", instant_iso(cx->arena, answer->view.known_at));
    json_put_text(j, "unit", metric_unit(m));
    metric_number_json(cx, j, m, &answer->total);
    json_put_label(j, "label", m->label);
    json_put_text(j, "definition", label_in(m->definition, cx->lang));
    json_put_label(j, "definitions", m->definition);
    if (!answer->by)
        return;
    json_put_text(j, "by", answer->by);
    json_key(j, "groups");
    json_array_begin(j);
    for (size_t i = 0; i < answer->group_count; i++) {
        const struct metric_group *g = &answer->groups[i];
        json_object_begin(j);
        json_put_text(j, "key", g->key);
        json_put_label(j, "label", g->label);
        json_put_text(j, "where", g->where);
        metric_number_json(cx, j, m, &g->number);
        json_object_end(j);
    }
    json_array_end(j);
}

void metric_json(struct ctx *cx, struct json *j, const char *zone_code, const struct metric_answer *answer)
{
    json_object_begin(j);
    metric_json_members(cx, j, zone_code, answer);
    json_object_end(j);
}
