/* derived_test.c — what rows say of themselves at a date: days open, ahead of schedule, phases; places on the map. */
#include "served.h"

static long long made(struct served *s, const char *entity, const char *json)
{
    struct reply r = call(s, "POST", arena_printf(s->cx.arena, "/api/v1/%s?zone=weinan", entity), "", json);
    if (r.status != 201)
        OK(false, "POST %s: %d %s", entity, r.status, r.body);
    return int_at(body_of(s, &r), "id");
}

/* One member of a row as of a date, as JSON. */
static const char *told(struct served *s, const char *entity, long long id, const char *as_of, const char *field)
{
    struct reply r = get(s, arena_printf(s->cx.arena, "/api/v1/%s/%lld?zone=weinan&as_of=%s", entity, id, as_of));
    char *text = json_dumps(at(body_of(s, &r), field), JSON_ENCODE_ANY);
    const char *kept = arena_strdup(s->cx.arena, text ? text : "?");
    free(text);
    return kept;
}

static long long problem_of(struct served *s, const char *members)
{
    return made(s, "problem", arena_printf(s->cx.arena, "{\"description\":\"缺水\",%s}", members));
}

static void test_problem(struct served *s)
{
    long long open = problem_of(s, "\"raised_on\":\"2024-02-27\",\"state\":\"handling\",\"due_on\":\"2024-03-10\"");
    EQ_TEXT(told(s, "problem", open, "2024-02-26", "age_days"), "null");
    EQ_TEXT(told(s, "problem", open, "2024-02-26", "open"), "false");
    EQ_TEXT(told(s, "problem", open, "2024-02-27", "age_days"), "0");
    EQ_TEXT(told(s, "problem", open, "2024-02-27", "open"), "true");
    EQ_TEXT(told(s, "problem", open, "2024-03-01", "age_days"), "3");
    EQ_TEXT(told(s, "problem", open, "2024-03", "age_days"), "33");
    EQ_TEXT(told(s, "problem", open, "2025-02-27", "age_days"), "366");

    long long closed = problem_of(s, "\"raised_on\":\"2023-12-31\",\"state\":\"closed\",\"closed_on\":\"2024-01-31\"");
    EQ_TEXT(told(s, "problem", closed, "2024-01-10", "age_days"), "10");
    EQ_TEXT(told(s, "problem", closed, "2024-01-10", "open"), "true");
    EQ_TEXT(told(s, "problem", closed, "2024-05-01", "age_days"), "31");
    EQ_TEXT(told(s, "problem", closed, "2024-05-01", "open"), "false");

    long long undated = problem_of(s, "\"raised_on\":\"2024-01-01\",\"state\":\"closed\"");
    EQ_TEXT(told(s, "problem", undated, "2024-05-01", "age_days"), "null");
    long long stateless = problem_of(s, "\"due_on\":\"2024-03-10\"");
    EQ_TEXT(told(s, "problem", stateless, "2024-05-01", "age_days"), "null");
    EQ_TEXT(told(s, "problem", stateless, "2024-05-01", "open"), "true");
    EQ_TEXT(told(s, "problem", stateless, "2024-05-01", "overdue"), "true");
}

static void test_project(struct served *s)
{
    struct arena *a = s->cx.arena;
    long long id = made(s, "project", "{\"name\":\"两期的\",\"place\":\"109.48,34.52\"}");
    EQ_TEXT(told(s, "project", id, "2024-06-30", "ahead_in_year"), "null");
    EQ_TEXT(told(s, "project", id, "2024-06-30", "phase_count"), "0");
    EQ_TEXT(told(s, "project", id, "2024-06-30", "phases_investment"), "null");
    made(s, "plan_year", arena_printf(a, "{\"project\":%lld,\"year\":2024,\"amount\":1200}", id));
    made(s, "investment",
         arena_printf(a, "{\"project\":%lld,\"month\":\"2024-02\",\"caliber\":\"dispatch\",\"amount\":450}", id));
    made(s, "phase", arena_printf(a, "{\"project\":%lld,\"sequence\":1,\"total_investment\":300}", id));
    made(s, "phase", arena_printf(a, "{\"project\":%lld,\"sequence\":2,\"total_investment\":500}", id));
    EQ_TEXT(told(s, "project", id, "2024-03-31", "ahead_in_year"), "150");
    EQ_TEXT(told(s, "project", id, "2024-06-30", "ahead_in_year"), "-150");
    EQ_TEXT(told(s, "project", id, "2024-06-30", "phase_count"), "2");
    EQ_TEXT(told(s, "project", id, "2024-06-30", "phases_investment"), "800");
    EQ_TEXT(told(s, "project", id, "2024-06-30", "place"), "\"109.48,34.52\"");
    struct reply r = get(s, "/api/v1/project?zone=weinan&as_of=2024-06-30&fields=name&where=ahead_in_year%20%3C%200");
    EQ_INT(json_array_size(at(body_of(s, &r), "items")), 1);
}

static const char *refusal(struct served *s, const char *method, const char *target, const char *json)
{
    struct reply r = call(s, method, target, "If-Match: *\r\n", json);
    return r.status == 422 ? text_at(body_of(s, &r), "findings.0.rule") : r.body;
}

static void test_places(struct served *s)
{
    EQ_TEXT(refusal(s, "POST", "/api/v1/project?zone=weinan", "{\"name\":\"反\",\"place\":\"34.52,109.48\"}"),
            "PRJ-05");
    EQ_TEXT(refusal(s, "POST", "/api/v1/project?zone=weinan", "{\"name\":\"散\",\"place\":\"渭南\"}"), "PRJ-05");
    const char *zone = arena_printf(s->cx.arena, "/api/v1/zone/%lld", (long long)s->cx.zone);
    EQ_TEXT(refusal(s, "PATCH", zone, "{\"outline\":{\"type\":\"Point\",\"coordinates\":[109,34]}}"), "ZON-02");
    EQ_TEXT(refusal(s, "PATCH", zone,
                    "{\"outline\":{\"type\":\"Polygon\",\"coordinates\":[[[109,34],[110,34],[110,35],[109,35]]]}}"),
            "ZON-02");
    struct reply r =
        call(s, "PATCH", zone, "If-Match: *\r\n",
             "{\"outline\":{\"type\":\"Polygon\",\"coordinates\":[[[109,34],[110,34],[110,35],[109,34]]]}}");
    EQ_INT(r.status, 200);
    EQ_INT(int_at(body_of(s, &r), "outline.coordinates.0.2.1"), 35);
}

static void test_all(const char *url)
{
    struct served s = serve(url, false);
    test_problem(&s);
    test_project(&s);
    test_places(&s);
    served_end(&s);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
