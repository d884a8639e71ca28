/* lights_rules.c — the rules of lamps: presets of the program, and those of the zone that are in force. */
#include "rules/lights_program.h"

#include "base/text.h"
#include "model/rows.h"

#include <jansson.h>
#include <string.h>

extern const char lights_presets_json[]; /* share/presets/lights.json */

enum lamp lamp_of(const char *code)
{
    for (size_t i = 0; i < LAMPS; i++)
        if (text_equal(lamps[i].code, code))
            return (enum lamp)i;
    return LAMPS;
}

/* ---- presets ---- */

static struct lamp_preset read_preset(struct ctx *cx, const json_t *item)
{
    struct lamp_preset p = {.standard = json_is_true(json_object_get(item, "standard"))};
    fields_blank(lamp_rule_entity.fields, &p.rule);
    for (const struct field *f = lamp_rule_entity.fields; f->type != T_END; f++) {
        const json_t *v = json_object_get(item, strcmp(f->name, "preset") == 0 ? "code" : f->name);
        if (json_is_string(v))
            field_set(f, &p.rule, value_text(arena_strdup(cx->arena, json_string_value(v))));
        else if (json_is_integer(v))
            field_set(f, &p.rule, value_int(json_integer_value(v)));
    }
    return p;
}

bool lights_presets(struct ctx *cx, const struct lamp_preset **ret_presets, size_t *ret_count)
{
    const json_t *all = json_parse(cx, lights_presets_json, strlen(lights_presets_json));
    if (!all)
        return false;
    struct lamp_preset *list = arena_array(cx->arena, json_array_size(all) + 1, sizeof *list);
    for (size_t i = 0; i < json_array_size(all); i++)
        list[i] = read_preset(cx, json_array_get(all, i));
    *ret_presets = list;
    *ret_count = json_array_size(all);
    return true;
}

/* ---- rules of the zone ---- */

static bool read_rules(struct ctx *cx, struct date as_of, const struct lamp_rule *ret_rules[LAMPS], bool *ret_any)
{
    const struct value params[] = {value_int(cx->zone), value_int(date_high_code(as_of))};
    struct rows *rows = db_query(cx,
                                 "SELECT id, CASE WHEN since <= $2 AND (until IS NULL OR until > $2) THEN 1 ELSE 0 END"
                                 " FROM lamp_rule WHERE zone = $1 AND since IS NOT NULL ORDER BY since, id",
                                 params, 2);
    int64_t in_force[LAMPS * 4];
    size_t count = 0;
    *ret_any = false;
    while (rows && db_next(rows)) {
        *ret_any = true;
        if (db_int(rows, 1) && count < sizeof in_force / sizeof *in_force)
            in_force[count++] = db_int(rows, 0);
    }
    if (!rows || !db_ok(rows))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct lamp_rule *r = row_load(cx, &lamp_rule_entity, in_force[i]);
        if (!r)
            return false;
        if (lamp_of(r->lamp) < LAMPS)
            ret_rules[lamp_of(r->lamp)] = r;
    }
    return true;
}

bool lights_rules(struct ctx *cx, struct date as_of, const struct lamp_rule *ret_rules[LAMPS])
{
    const struct rights *rights = cx->rights;
    bool any;
    memset(ret_rules, 0, LAMPS * sizeof *ret_rules);
    cx->rights = NULL; /* what the rules are is no secret */
    bool read = read_rules(cx, as_of, ret_rules, &any);
    cx->rights = rights;
    if (!read || any)
        return read;
    const struct lamp_preset *presets;
    size_t count;
    if (!lights_presets(cx, &presets, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (presets[i].standard)
            ret_rules[lamp_of(presets[i].rule.lamp)] = &presets[i].rule;
    return true;
}

bool lights_seed(struct ctx *cx)
{
    const struct value zone = value_int(cx->zone);
    const struct lamp_preset *presets;
    struct value there;
    size_t count;
    if (!db_scalar(cx, "SELECT COUNT(*) FROM lamp_rule WHERE zone = $1 AND since IS NOT NULL", &zone, 1, &there))
        return false;
    if (there.i)
        return true;
    if (!lights_presets(cx, &presets, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct lamp_rule *r = row_new(cx, &lamp_rule_entity);
        *r = presets[i].rule;
        r->since = date_day(1990, 1, 1); /* data of earlier years are lit by them, too */
        if (presets[i].standard && !row_save(cx, &lamp_rule_entity, r, NULL))
            return false;
    }
    return true;
}
