/* lights_test.c — lights of the sample: counted, kept, explained, remembered, excused, and what another rule would do. */
#include "model/list.h"
#include "rules/clock.h"
#include "rules/lights.h"

#include "cases/weinan.h"

#include "base/text.h"

#include <jansson.h>

static const struct date day = {202312315};

static int64_t kept(struct ctx *cx, struct date as_of)
{
    int64_t changed = -1;
    need(cx, lights_keep(cx, as_of, NULL, 0, &changed), "keeping the lights");
    return changed;
}

static const json_t *explained(struct ctx *cx, int64_t project, struct date as_of)
{
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    need(cx, lights_explain(cx, project, (struct view){.as_of = as_of}, &j), "an explanation");
    return json_parse(cx, out.data, out.length);
}

static const json_t *lamp_in(const json_t *explanation, enum lamp lamp)
{
    return json_array_get(json_object_get(explanation, "lamps"), lamp);
}

static const char *text_in(const json_t *object, const char *key)
{
    const char *s = json_string_value(json_object_get(object, key));
    return s ? s : "";
}

static bool holds(const json_t *lamp, const char *of)
{
    size_t i;
    json_t *c;
    json_array_foreach(json_object_get(lamp, "conditions"), i,
                       c) if (strcmp(text_in(c, "of"), of) == 0) return json_is_true(json_object_get(c, "holds"));
    return strcmp(of, "applies") == 0;
}

/* ---- what is shown is what the explanation comes to ---- */

/* The colour that the conditions, as they are explained, come to. */
static const char *colour_by(const json_t *lamp)
{
    if (json_is_null(json_object_get(lamp, "rule")) || !holds(lamp, "applies"))
        return "none";
    return holds(lamp, "red") ? "red" : holds(lamp, "yellow") ? "yellow" : "green";
}

static void test_explanations(struct ctx *cx)
{
    struct list list;
    const struct list_query query = {
        .fields = "light,light_start,light_progress,light_money,light_statistics,light_approvals,light_reporting",
        .no_limit = true,
        .view = {.as_of = day}};
    int projects = 0, differ = 0, lamps_lit = 0;
    struct light_counts counts, listed = {0};
    need(cx, list_open(cx, &project_entity, &query, &list), "a list");
    while (list_next(&list)) {
        const json_t *e = explained(cx, list_value(&list, 0).i, day);
        projects++;
        for (int n = 0; n < LAMPS; n++) {
            const json_t *lamp = lamp_in(e, (enum lamp)n);
            const char *shown = list_value(&list, 3 + n).s;
            bool same = text_equal(shown, text_in(lamp, "colour")) && text_equal(shown, text_in(lamp, "recorded")) &&
                        text_equal(text_in(lamp, "by_rule"), colour_by(lamp));
            differ += !same;
            lamps_lit += !text_equal(shown, "none");
            listed.of[n][choice_find(lamp_colours, shown) - lamp_colours]++;
        }
        differ += !text_equal(list_value(&list, 2).s, text_in(e, "light"));
        listed.of[LAMPS][choice_find(lamp_colours, list_value(&list, 2).s) - lamp_colours]++;
    }
    OK(list_ok(&list) && projects > 100 && lamps_lit > projects, "%d projects, %d lamps lit", projects, lamps_lit);
    OK(differ == 0, "every light is what its explanation comes to, and what the history says: %d differ", differ);
    need(cx, lights_compute(cx, day, &counts), "counting");
    OK(memcmp(&counts, &listed, sizeof counts) == 0, "counts are those of the list");
}

static void test_history(struct ctx *cx)
{
    EQ_INT(
        int_of(cx,
               "SELECT COUNT(*) FROM (SELECT project, lamp, changed_on FROM lamp_change GROUP BY zone, project, lamp,"
               " changed_on HAVING COUNT(*) > 1) AS twice"),
        0);
    EQ_INT(
        int_of(cx,
               "SELECT COUNT(*) FROM lamp_change c JOIN lamp_change b ON b.zone = c.zone AND b.project = c.project AND"
               " b.lamp = c.lamp AND b.changed_on = (SELECT MAX(d.changed_on) FROM lamp_change d WHERE d.zone = c.zone"
               " AND d.project = c.project AND d.lamp = c.lamp AND d.changed_on < c.changed_on)"
               " WHERE b.colour = c.colour AND b.by_rule = c.by_rule"),
        0);
}

/* ---- one project through its days ---- */

static int64_t make_project(struct ctx *cx, const char *name)
{
    struct project *p = row_new(cx, &project_entity);
    p->name = name;
    p->planned_start = date_month(2023, 3);
    need(cx, row_save(cx, &project_entity, p, NULL), "a project");
    return p->head.id;
}

static const char *light_on(struct ctx *cx, int64_t project, const char *field, struct date as_of)
{
    struct list list;
    const struct list_query query = {.fields = field, .id = project, .view = {.as_of = as_of}};
    need(cx, list_open(cx, &project_entity, &query, &list) && list_next(&list), "a row");
    const char *colour = arena_strdup(cx->arena, list_value(&list, 2).s);
    while (list_next(&list))
        ;
    return colour;
}

static void keep_one(struct ctx *cx, int64_t project, struct date as_of)
{
    need(cx, lights_keep(cx, as_of, &project, 1, NULL), "keeping one project's lights");
}

static void test_days(struct ctx *cx, int64_t project)
{
    keep_one(cx, project, date_day(2023, 3, 31));
    keep_one(cx, project, date_day(2023, 4, 1));
    keep_one(cx, project, date_day(2023, 5, 31));
    keep_one(cx, project, date_day(2023, 6, 1));
    EQ_TEXT(light_on(cx, project, "light_start", date_day(2023, 3, 30)), "none");
    EQ_TEXT(light_on(cx, project, "light_start", date_day(2023, 3, 31)), "green");
    EQ_TEXT(light_on(cx, project, "light_start", date_day(2023, 4, 1)), "yellow");
    EQ_TEXT(light_on(cx, project, "light", date_day(2023, 5, 31)), "yellow");
    EQ_TEXT(light_on(cx, project, "light_start", date_day(2023, 6, 1)), "red");
    EQ_TEXT(text_in(lamp_in(explained(cx, project, date_day(2023, 6, 15)), LAMP_START), "bad_since"), "2023-04-01");
}

/* ---- reasons ---- */

static void test_reason(struct ctx *cx, int64_t project)
{
    struct lamp_reason *r = row_new(cx, &lamp_reason_entity);
    r->project = project;
    r->lamp = "start";
    r->reason = "征地未完成";
    need(cx, row_save(cx, &lamp_reason_entity, r, NULL), "a reason");
    keep_one(cx, project, date_day(2023, 7, 1));
    EQ_TEXT(light_on(cx, project, "light_start", date_day(2023, 7, 1)), "red");
    r->accepted_by = "项目办";
    OK(!row_save(cx, &lamp_reason_entity, r, NULL), "an accepted reason needs a day until which it holds");
    EQ_TEXT(failed_with(cx), "LMP-06");
    r->until = date_day(2023, 9, 1);
    need(cx, row_save(cx, &lamp_reason_entity, r, NULL), "accepting it");
    keep_one(cx, project, date_day(2023, 7, 1));
    EQ_TEXT(light_on(cx, project, "light_start", date_day(2023, 7, 1)), "excused");
    EQ_TEXT(light_on(cx, project, "light", date_day(2023, 7, 1)), "green");
    const json_t *lamp = lamp_in(explained(cx, project, date_day(2023, 8, 1)), LAMP_START);
    EQ_TEXT(text_in(json_object_get(lamp, "reason"), "accepted_by"), "项目办");
    EQ_TEXT(text_in(lamp, "by_rule"), "red");
    keep_one(cx, project, date_day(2023, 9, 1));
    EQ_TEXT(light_on(cx, project, "light_start", date_day(2023, 9, 1)), "red");
    r->reason = "另一个原因";
    OK(!row_save(cx, &lamp_reason_entity, r, NULL), "what was accepted is not rewritten");
    EQ_TEXT(failed_with(cx), "LMP-08");
}

/* ---- rules ---- */

static struct lamp_rule *draft_of(struct ctx *cx, const char *preset)
{
    const struct lamp_preset *presets;
    size_t count;
    struct lamp_rule *r = row_new(cx, &lamp_rule_entity);
    need(cx, lights_presets(cx, &presets, &count), "the presets");
    for (size_t i = 0; i < count; i++)
        if (text_equal(presets[i].rule.preset, preset))
            *r = presets[i].rule;
    return r;
}

static void test_memory(struct ctx *cx)
{
    int64_t project = make_project(cx, "久黄的项目");
    struct lamp_rule *r = draft_of(cx, "start-months");
    r->red = "not started and months(planned_start, as_of) >= 30";
    r->escalate_months = 3;
    r->since = date_day(2023, 4, 1);
    need(cx, row_save(cx, &lamp_rule_entity, r, NULL), "a rule that remembers");
    keep_one(cx, project, date_day(2023, 4, 10));
    EQ_TEXT(light_on(cx, project, "light_start", date_day(2023, 4, 10)), "yellow");
    keep_one(cx, project, date_day(2023, 7, 9));
    EQ_TEXT(light_on(cx, project, "light_start", date_day(2023, 7, 9)), "yellow");
    keep_one(cx, project, date_day(2023, 7, 10));
    EQ_TEXT(light_on(cx, project, "light_start", date_day(2023, 7, 10)), "red");
    keep_one(cx, project, date_day(2023, 7, 11));
    EQ_TEXT(light_on(cx, project, "light_start", date_day(2023, 7, 11)), "red");
    EQ_TEXT(text_in(lamp_in(explained(cx, project, date_day(2023, 7, 11)), LAMP_START), "by_rule"), "yellow");
    r->red = "not started";
    OK(!row_save(cx, &lamp_rule_entity, r, NULL), "a rule that has been in force is not changed");
    EQ_TEXT(failed_with(cx), "LMP-04");
}

/* The preview says exactly what putting the rule in force then does. */
static void test_preview(struct ctx *cx)
{
    struct light_counts before, after;
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    struct lamp_rule *r = draft_of(cx, "progress-ratio");
    r->since = (struct date){0};
    need(cx, row_save(cx, &lamp_rule_entity, r, NULL), "a draft");
    need(cx, lights_compute(cx, day, &before), "counting");
    need(cx, lights_preview(cx, r, day, &j), "a preview");
    const json_t *preview = json_parse(cx, out.data, out.length), *items = json_object_get(preview, "items");
    int64_t moved[COLOURS] = {0};
    size_t i;
    json_t *item;
    json_array_foreach(items, i, item)
    {
        moved[choice_find(lamp_colours, text_in(item, "from")) - lamp_colours]--;
        moved[choice_find(lamp_colours, text_in(item, "to")) - lamp_colours]++;
    }
    r->since = date_day(2023, 12, 1);
    need(cx, row_save(cx, &lamp_rule_entity, r, NULL), "putting it in force");
    need(cx, lights_compute(cx, day, &after), "counting again");
    bool as_said = true;
    for (int c = 0; c < COLOURS; c++)
        as_said = as_said && after.of[LAMP_PROGRESS][c] - before.of[LAMP_PROGRESS][c] == moved[c];
    OK(json_array_size(items) > 0 && as_said, "the two comparators differ on %zu projects, as previewed",
       json_array_size(items));
    kept(cx, day);
    json_array_foreach(items, i, item) as_said =
        as_said && text_equal(light_on(cx, json_integer_value(json_object_get(item, "project")), "light_progress", day),
                              text_in(item, "to"));
    OK(as_said, "and exactly those have changed, to those colours");
    need(cx, lights_compute(cx, date_day(2023, 11, 30), &after), "the day before");
    EQ_TEXT(text_in(json_object_get(lamp_in(explained(cx, 1, date_day(2023, 11, 30)), LAMP_PROGRESS), "rule"),
                    "comparator"),
            "points");
    EQ_TEXT(text_in(json_object_get(lamp_in(explained(cx, 1, day), LAMP_PROGRESS), "rule"), "comparator"), "ratio");
}

static void test_refusals(struct ctx *cx)
{
    struct lamp_rule *r = draft_of(cx, "progress-ratio");
    r->yellow = "completed_in_yaer < 1";
    OK(!row_save(cx, &lamp_rule_entity, r, NULL), "a rule over a field that is not there");
    EQ_TEXT(failed_with(cx), "LMP-01");
    r->yellow = "completed_in_year + 1亿";
    OK(!row_save(cx, &lamp_rule_entity, r, NULL), "a condition that is none");
    EQ_TEXT(failed_with(cx), "LMP-01");
    r->yellow = NULL;
    r->lamp = "all";
    OK(!row_save(cx, &lamp_rule_entity, r, NULL), "a rule of the overall light");
    EQ_TEXT(failed_with(cx), "LMP-02");
    r->lamp = "progress";
    r->since = date_day(2023, 12, 1);
    OK(!row_save(cx, &lamp_rule_entity, r, NULL), "two rules of a lamp since one day");
    EQ_TEXT(failed_with(cx), "LMP-05");
}

/* ---- what would turn it ---- */

/* The change that the explanation promises is made, and the lamp turns so. */
static bool turns_as_said(struct ctx *cx, int64_t project, const json_t *turn)
{
    struct investment *i = row_new(cx, &investment_entity);
    const json_t *before = explained(cx, project, day);
    size_t n;
    json_t *input;
    int64_t was = 0;
    json_array_foreach(json_object_get(lamp_in(before, LAMP_PROGRESS), "inputs"), n,
                       input) if (strcmp(text_in(input, "field"), "completed_in_year") == 0) was =
        json_integer_value(json_object_get(input, "value"));
    i->project = project;
    i->month = date_month(2023, 12);
    i->caliber = "dispatch";
    struct investment *old = row_find(cx, &investment_entity, "project month caliber", i);
    if (old)
        i = old;
    else
        i->amount = (struct money){0};
    i->amount.fen += json_integer_value(json_object_get(turn, "value")) - was;
    need(cx, db_begin(cx) && row_save(cx, &investment_entity, i, NULL), "investing so much more");
    bool turned =
        text_equal(text_in(lamp_in(explained(cx, project, day), LAMP_PROGRESS), "by_rule"), text_in(turn, "colour"));
    db_rollback(cx);
    err_clear(cx);
    return turned;
}

static void test_turns(struct ctx *cx)
{
    int tried = 0, wrong = 0;
    for (int64_t project = 1; project <= 60; project++) {
        size_t i;
        json_t *turn;
        json_array_foreach(json_object_get(lamp_in(explained(cx, project, day), LAMP_PROGRESS), "turns"), i, turn)
        {
            tried++;
            wrong += !turns_as_said(cx, project, turn);
        }
    }
    OK(tried > 20 && wrong == 0, "%d promised turns of the progress lamp, %d do not come", tried, wrong);
}

/* A planned month that is moved as promised turns the lamp; it stays a month. */
static void test_moved_days(struct ctx *cx)
{
    int64_t project = make_project(cx, "开工月份要延的项目");
    struct project *p = row_load(cx, &project_entity, project);
    p->planned_start = date_month(2023, 10);
    need(cx, row_save(cx, &project_entity, p, NULL), "planned by the month");
    const json_t *lamp = lamp_in(explained(cx, project, day), LAMP_START);
    size_t i;
    json_t *turn;
    int moved = 0;
    EQ_TEXT(text_in(lamp, "colour"), "yellow");
    json_array_foreach(json_object_get(lamp, "turns"), i, turn)
    {
        const char *to = text_in(turn, "value");
        if (strcmp(text_in(turn, "field"), "planned_start") != 0)
            continue;
        moved++;
        EQ_TEXT(to, strcmp(text_in(turn, "colour"), "green") == 0 ? "2023-12" : "2023-09");
        p = row_load(cx, &project_entity, project);
        need(cx, db_begin(cx) && date_parse_iso(to, &p->planned_start) && row_save(cx, &project_entity, p, NULL),
             "moved to that month");
        EQ_TEXT(text_in(lamp_in(explained(cx, project, day), LAMP_START), "colour"), text_in(turn, "colour"));
        db_rollback(cx);
    }
    EQ_INT(moved, 2);
}

/* ---- as time goes by ---- */

/* A lamp is as it was until the day before, and on that day of the colour that was said. */
static void test_ahead(struct ctx *cx)
{
    int tried = 0, wrong = 0;
    for (int64_t project = 1; project <= 107; project++) {
        const json_t *now = explained(cx, project, day);
        for (int n = 0; n < LAMPS; n++) {
            const json_t *ahead = json_object_get(lamp_in(now, n), "ahead");
            struct date on;
            if (!json_is_object(ahead) || !date_parse_iso(text_in(ahead, "on"), &on))
                continue;
            tried++;
            const json_t *eve = lamp_in(explained(cx, project, date_add_days(on, -1)), n),
                         *then = lamp_in(explained(cx, project, on), n);
            wrong += strcmp(text_in(then, "colour"), text_in(ahead, "colour")) != 0 ||
                     strcmp(text_in(eve, "colour"), text_in(lamp_in(now, n), "colour")) != 0;
        }
    }
    OK(tried > 10 && wrong == 0, "%d lamps will be worse on a day that is told, %d of them are not", tried, wrong);
}

/* ---- approvals: by working days ---- */

static void test_approvals(struct ctx *cx)
{
    int64_t project = make_project(cx, "在办审批的项目");
    struct clock *clock = row_new(cx, &clock_entity);
    clock->name = "施工许可";
    clock->project = project;
    clock->received_on = date_day(2023, 9, 20);
    clock->limit_days = 7;
    clock->limit_kind = "working";
    need(cx, clock_start(cx, clock), "a clock");
    const struct {
        struct date on;
        const char *colour;
    } days[] = {
        {date_day(2023, 9, 19), "none"},   {date_day(2023, 9, 25), "green"}, /* due on 2023-10-07, a make-up day */
        {date_day(2023, 9, 26), "green"},  {date_day(2023, 9, 27), "yellow"},
        {date_day(2023, 10, 7), "yellow"}, {date_day(2023, 10, 8), "red"},
    };
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        keep_one(cx, project, days[i].on);
        EQ_TEXT(light_on(cx, project, "light_approvals", days[i].on), days[i].colour);
    }
    need(cx, clock_finish(cx, clock->head.id, date_day(2023, 10, 9)), "the matter ended");
    keep_one(cx, project, date_day(2023, 10, 9));
    EQ_TEXT(light_on(cx, project, "light_approvals", date_day(2023, 10, 9)), "none");
}

/* ---- only what was written is computed anew ---- */

static int64_t caught_up(struct ctx *cx, struct lights_mark *mark)
{
    int64_t changed = -1;
    need(cx, lights_catch_up(cx, mark, &changed), "catching up");
    return changed;
}

static void test_catching_up(struct ctx *cx)
{
    struct lights_mark mark = {0};
    (void)caught_up(cx, &mark);
    EQ_INT(caught_up(cx, &mark), 0);
    int64_t project = make_project(cx, "刚登记的项目");
    EQ_TEXT(light_on(cx, project, "light_start", day), "none");
    OK(caught_up(cx, &mark) >= 2, "a new project is lit, and so is its overall light");
    EQ_TEXT(light_on(cx, project, "light_start", day), "yellow");
    EQ_INT(caught_up(cx, &mark), 0);
    struct stage_change *change = row_new(cx, &stage_change_entity);
    change->project = project;
    change->stage = "building";
    change->changed_on = date_day(2023, 12, 1);
    need(cx, row_save(cx, &stage_change_entity, change, NULL), "a fact of the project");
    OK(caught_up(cx, &mark) > 0, "what hangs on a project counts as the project");
    EQ_TEXT(light_on(cx, project, "light_start", day), "green");
    need(cx, row_delete(cx, &stage_change_entity, change->head.id, change->head.version), "the fact taken back");
    OK(caught_up(cx, &mark) > 0, "and what hung on it");
    EQ_TEXT(light_on(cx, project, "light_start", day), "yellow");
    cx->now_ms += INT64_C(24) * 3600 * 1000;
    EQ_INT(mark.day.code, day.code);
    (void)caught_up(cx, &mark);
    EQ_INT(mark.day.code, 202401015);
    cx->now_ms -= INT64_C(24) * 3600 * 1000;
}

/* ---- rights, and the end of a project ---- */

static void test_deletion(struct ctx *cx, int64_t project)
{
    need(cx, db_begin(cx), "a transaction");
    need(cx, db_exec(cx, "DELETE FROM lamp_reason", NULL, 0, NULL), "no reasons");
    const struct project *p = row_load(cx, &project_entity, project);
    OK(p && row_delete(cx, &project_entity, project, p->head.version), "a project goes, and its lights with it");
    db_rollback(cx);
    err_clear(cx);
}

static void test_lights(const char *url)
{
    struct ctx cx = with_sample(url);
    OK(kept(&cx, day) > 200, "the first time all lamps change");
    EQ_INT(kept(&cx, day), 0);
    test_explanations(&cx);
    test_history(&cx);
    int64_t project = make_project(&cx, "没有开工的项目");
    test_days(&cx, project);
    test_reason(&cx, project);
    test_turns(&cx);
    test_preview(&cx);
    test_explanations(&cx);
    test_turns(&cx);
    test_moved_days(&cx);
    test_ahead(&cx);
    test_memory(&cx);
    test_approvals(&cx);
    test_refusals(&cx);
    kept(&cx, date_day(2023, 6, 30));
    test_history(&cx);
    test_catching_up(&cx);
    test_history(&cx);
    test_deletion(&cx, project);
    work_done(&cx);
}

int main(void)
{
    on_each_engine(test_lights);
    return tap_done();
}
