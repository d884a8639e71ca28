/* problems_test.c — a problem from raised to closed: every legal deed works, every other one is refused and says why. */
#include "model/list.h"
#include "rules/problem_loop.h"

#include "served.h"

/* What domain §6 allows, written down once more: kind by kind, from where; measures that need a milder one before are apart. */
static const struct {
    const char *kind, *from;
} legal[] = {
    {"assess", "raised"},
    {"assign", "raised assessed assigned handling"},
    {"handle", "assigned handling"},
    {"answer", "assigned handling verified closed"},
    {"urge", "assigned handling"},
    {"interview", "assigned handling"},
    {"on_site", "assigned handling"},
    {"escalate", "assigned handling"},
    {"verify", "handling"},
    {"send_back", "verified"},
    {"rate", "verified closed"},
    {"close", "assessed verified"},
    {"reopen", "closed"},
    {"merge", "raised assessed assigned handling verified"},
};

static bool is_legal(const char *kind, const char *state)
{
    for (size_t i = 0; i < sizeof legal / sizeof *legal; i++)
        if (strcmp(legal[i].kind, kind) == 0)
            return strstr(legal[i].from, state) != NULL;
    return false;
}

static int64_t problem_in(struct ctx *cx, const char *state, int64_t unit, const char *source)
{
    struct problem *q = row_new(cx, &problem_entity);
    q->description = "园区道路没有接通";
    q->raised_on = date_day(2023, 12, 1);
    q->state = state;
    q->unit = unit;
    q->source = source;
    need(cx, row_save(cx, &problem_entity, q, NULL), "a problem");
    return q->head.id;
}

static const struct problem *problem_at(struct ctx *cx, int64_t id)
{
    return row_load(cx, &problem_entity, id);
}

/* Everything that any deed could need. */
static struct problem_deed full(const char *kind, int64_t unit, int64_t into)
{
    return (struct problem_deed){
        .kind = kind, .content = "写明", .unit = unit, .grade = "days_3", .satisfaction = "satisfied", .into = into};
}

static const char *acted(struct ctx *cx, int64_t id, struct problem_deed deed)
{
    const char *code = problem_act(cx, id, &deed, NULL) ? "" : arena_strdup(cx->arena, cx->err.code);
    err_clear(cx);
    return code;
}

static void test_table(struct ctx *cx, int64_t unit)
{
    const int64_t kept = problem_in(cx, "handling", unit, NULL);
    for (const struct choice *state = problem_states; state->code; state++)
        for (const struct choice *kind = problem_step_kinds; kind->code; kind++) {
            const int64_t id = problem_in(cx, state->code, unit, "enterprise");
            const bool allowed = is_legal(kind->code, state->code);
            const char *code = acted(cx, id, full(kind->code, unit, kept));
            const char *want = !allowed                                                                      ? "PRB-03"
                               : strcmp(kind->code, "interview") == 0 || strcmp(kind->code, "escalate") == 0 ? "PRB-05"
                                                                                                             : "";
            OK(strcmp(code, want) == 0, "%s from %s: \"%s\", not \"%s\"", kind->code, state->code, code, want);
            EQ_INT(problem_at(cx, id)->head.version > 1 && strcmp(want, "") != 0, 0);
        }
}

static void test_needs(struct ctx *cx, int64_t unit)
{
    const int64_t id = problem_in(cx, "raised", 0, "enterprise");
    EQ_TEXT(acted(cx, id, (struct problem_deed){.kind = "assess"}), "PRB-04");
    EQ_TEXT(acted(cx, id, (struct problem_deed){.kind = "assign", .content = "办", .grade = "days_3"}), "PRB-04");
    EQ_TEXT(acted(cx, id, (struct problem_deed){.kind = "assign", .content = "办", .unit = unit}), "PRB-04");
    EQ_TEXT(
        acted(cx, id,
              (struct problem_deed){.kind = "assign", .content = "办", .unit = unit, .due_on = date_day(2023, 12, 30)}),
        "PRB-08");
    EQ_TEXT(acted(cx, id,
                  (struct problem_deed){
                      .kind = "assign", .content = "办", .unit = unit, .grade = "days_3", .on = date_day(2024, 1, 1)}),
            "PRB-08");
    EQ_TEXT(acted(cx, id, (struct problem_deed){.kind = "assign", .content = "办", .unit = 999999, .grade = "days_3"}),
            "MDL-05");
    EQ_TEXT(acted(cx, id, (struct problem_deed){.kind = "sing"}), "PRB-09");
    EQ_TEXT(acted(cx, id, (struct problem_deed){.kind = "merge", .into = id}), "PRB-07");
    EQ_TEXT(acted(cx, 999999, (struct problem_deed){.kind = "assess", .content = "是"}), "ROW-01");
    EQ_INT(problem_at(cx, id)->head.version, 1);
}

/* The clock of the tests stands at Sunday 2023-12-31; 1 January is a holiday. */
static void test_limits(struct ctx *cx, int64_t unit)
{
    static const struct {
        const char *grade;
        int year, month, day;
    } due[] = {
        {"same_day", 2023, 12, 31}, {"days_3", 2024, 1, 4},  {"days_7", 2024, 1, 10},
        {"days_15", 2024, 1, 22},   {"days_30", 2024, 2, 9},
    };
    for (size_t i = 0; i < sizeof due / sizeof *due; i++) {
        const int64_t id = problem_in(cx, "raised", 0, NULL);
        OK(problem_assign_to(cx, id, unit, "接通道路", due[i].grade, (struct date){0}), "%s is handed out",
           due[i].grade);
        EQ_INT(problem_at(cx, id)->due_on.code, date_day(due[i].year, due[i].month, due[i].day).code);
        EQ_INT(problem_at(cx, id)->assigned_on.code, date_day(2023, 12, 31).code);
    }
    const int64_t id = problem_in(cx, "raised", 0, NULL);
    OK(problem_assign_to(cx, id, unit, "接通道路", NULL, date_day(2024, 1, 31)), "by a day");
    EQ_INT(problem_at(cx, id)->due_on.code, date_day(2024, 1, 31).code);
}

/* A zone's own numbers go before the usual ones, for what is handed out from then on. */
static void test_own_limits(struct ctx *cx, int64_t unit)
{
    const int64_t before = problem_in(cx, "raised", 0, NULL), after = problem_in(cx, "raised", 0, NULL);
    OK(problem_assign_to(cx, before, unit, "接通道路", "days_3", (struct date){0}), "handed out");
    struct zone *z = row_load(cx, &zone_entity, cx->zone);
    z->days_very_urgent = 2;
    z->days_long = 60;
    need(cx, row_save(cx, &zone_entity, z, NULL), "limits of the zone's own");
    OK(problem_assign_to(cx, after, unit, "接通道路", "days_3", (struct date){0}), "handed out");
    EQ_INT(problem_at(cx, before)->due_on.code, date_day(2024, 1, 4).code);
    EQ_INT(problem_at(cx, after)->due_on.code, date_day(2024, 1, 3).code);
    z = row_load(cx, &zone_entity, cx->zone);
    z->days_very_urgent = z->days_long = NONE_INT;
    need(cx, row_save(cx, &zone_entity, z, NULL), "the usual ones again");
    z->days_urgent = 20;
    z->days_normal = 10;
    struct findings fs = findings_new(cx);
    need(cx, row_check(cx, &zone_entity, z, NULL, &fs), "checked");
    EQ_INT(fs.count, 1);
    EQ_TEXT(fs.items[0].rule, "ZON-04");
    OK(!fs.items[0].blocking, "a zone may do so, and is told");
}

static void test_measures(struct ctx *cx, int64_t unit)
{
    const int64_t id = problem_in(cx, "raised", 0, NULL);
    EQ_TEXT(acted(cx, id, full("assign", unit, 0)), "");
    EQ_TEXT(acted(cx, id, full("interview", 0, 0)), "PRB-05");
    EQ_TEXT(acted(cx, id, full("urge", 0, 0)), "");
    EQ_TEXT(acted(cx, id, full("escalate", 0, 0)), "PRB-05");
    EQ_TEXT(acted(cx, id, full("interview", 0, 0)), "");
    EQ_TEXT(acted(cx, id, full("escalate", 0, 0)), "");
    EQ_TEXT(acted(cx, id, full("assign", unit, 0)), "");
    EQ_TEXT(acted(cx, id, full("interview", 0, 0)), "PRB-05"); /* handed out anew, the measures begin anew */
}

static void test_satisfaction(struct ctx *cx, int64_t unit)
{
    const int64_t id = problem_in(cx, "verified", unit, "enterprise"),
                  plain = problem_in(cx, "verified", unit, "visit");
    EQ_TEXT(acted(cx, id, (struct problem_deed){.kind = "close", .content = "道路已通车"}), "PRB-04");
    EQ_TEXT(acted(cx, id, (struct problem_deed){.kind = "rate", .satisfaction = "dissatisfied"}), "");
    EQ_TEXT(acted(cx, id, (struct problem_deed){.kind = "close", .content = "道路已通车"}), "PRB-06");
    EQ_TEXT(acted(cx, id, (struct problem_deed){.kind = "rate", .satisfaction = "fairly"}), "");
    EQ_TEXT(acted(cx, id, (struct problem_deed){.kind = "close"}), "PRB-04");
    EQ_TEXT(acted(cx, id, (struct problem_deed){.kind = "close", .content = "道路已通车"}), "");
    EQ_TEXT(problem_at(cx, id)->evidence, "道路已通车");
    EQ_TEXT(acted(cx, plain, (struct problem_deed){.kind = "rate", .satisfaction = "satisfied"}), "PRB-03");
    struct attachment *file = row_new(cx, &attachment_entity);
    *file = (struct attachment){.name = "照片.jpg",
                                .content_type = "image/jpeg",
                                .sha256 = "0",
                                .length = 1,
                                .content = {"x", 1},
                                .owner_entity = "problem",
                                .owner_id = plain};
    need(cx, row_save(cx, &attachment_entity, file, NULL), "a photo");
    EQ_TEXT(acted(cx, plain, (struct problem_deed){.kind = "close"}), "");
    EQ_INT(problem_at(cx, plain)->closed_on.code, date_day(2023, 12, 31).code);
    EQ_TEXT(acted(cx, plain, full("reopen", 0, 0)), "");
    OK(date_is_none(problem_at(cx, plain)->closed_on) && !problem_at(cx, plain)->evidence,
       "reopened, it is closed no more");
    EQ_TEXT(problem_at(cx, plain)->state, "handling");
    EQ_INT(problem_at(cx, plain)->due_on.code, date_day(2024, 1, 4).code);
}

static int64_t counted(struct ctx *cx, const char *where)
{
    int64_t n = -1;
    const struct list_query lq = {.where = where};
    need(cx, list_count(cx, &problem_entity, &lq, &n), "a count");
    return n;
}

/* Two that are one count as one, open or closed; what was merged goes along when that is merged. */
static void test_merge(struct ctx *cx, int64_t unit)
{
    const int64_t open = counted(cx, "open"), closed = counted(cx, "closed");
    const int64_t a = problem_in(cx, "handling", unit, NULL), b = problem_in(cx, "raised", unit, NULL),
                  c = problem_in(cx, "assigned", unit, NULL);
    EQ_INT(counted(cx, "open"), open + 3);
    EQ_TEXT(acted(cx, b, full("merge", 0, a)), "");
    EQ_INT(counted(cx, "open"), open + 2);
    EQ_INT(counted(cx, "closed"), closed);
    EQ_TEXT(acted(cx, b, full("handle", 0, 0)), "PRB-03");
    EQ_TEXT(acted(cx, c, full("merge", 0, b)), "PRB-07");
    EQ_TEXT(acted(cx, a, full("merge", 0, c)), "");
    EQ_INT(problem_at(cx, b)->duplicate_of, c);
    EQ_INT(counted(cx, "open"), open + 1);
    EQ_TEXT(acted(cx, b, full("reopen", 0, 0)), "");
    EQ_INT(problem_at(cx, b)->duplicate_of, 0);
    EQ_INT(counted(cx, "open"), open + 2);
}

/* ---- over HTTP ---- */

static struct reply deed(struct served *s, int64_t id, const char *tag, const char *json)
{
    const char *headers = tag ? arena_printf(s->cx.arena, "If-Match: %s\r\n", tag) : "";
    return call(s, "POST", arena_printf(s->cx.arena, "/api/v1/problem/%lld/deeds?zone=weinan", (long long)id), headers,
                json);
}

static json_t *deeds(struct served *s, int64_t id)
{
    struct reply r = get(s, arena_printf(s->cx.arena, "/api/v1/problem/%lld/deeds?zone=weinan", (long long)id));
    if (r.status != 200)
        OK(false, "the deeds: %d %s", r.status, r.body);
    return body_of(s, &r);
}

static bool offers(json_t *v, const char *kind)
{
    size_t i;
    json_t *one;
    json_array_foreach(at(v, "legal"), i, one) if (strcmp(text_at(one, "kind"), kind) == 0) return true;
    return false;
}

static void test_api(struct served *s, int64_t unit)
{
    struct ctx *cx = &s->cx;
    struct reply r = call(s, "POST", "/api/v1/problem?zone=weinan", "", "{\"description\":\"缺水\"}");
    json_t *made = body_of(s, &r), *v;
    const int64_t id = int_at(made, "id");
    EQ_TEXT(text_at(made, "state"), "raised");
    v = deeds(s, id);
    OK(offers(v, "assess") && offers(v, "assign") && !offers(v, "handle") && !offers(v, "close"),
       "what may be done with a new one");
    EQ_TEXT(text_at(v, "limits.1.due_on"), "2024-01-04");
    r = deed(s, id, NULL, "{\"kind\":\"assess\",\"content\":\"属实\"}");
    EQ_INT(r.status, 428);
    r = deed(s, id, "\"7\"", "{\"kind\":\"assess\",\"content\":\"属实\"}");
    EQ_INT(r.status, 412);
    EQ_INT(int_at(body_of(s, &r), "current.version"), 1);
    r = deed(s, id, "\"1\"", "{\"kind\":\"assess\",\"content\":\"属实\",\"mood\":1}");
    EQ_INT(r.status, 422);
    r = deed(s, id, "\"1\"", "{\"kind\":\"assess\",\"content\":\"属实\",\"category\":\"utilities\"}");
    EQ_INT(r.status, 200);
    EQ_TEXT(text_at(body_of(s, &r), "state"), "assessed");
    EQ_TEXT(text_at(body_of(s, &r), "way"), "deed");
    r = deed(s, id, "*",
             arena_printf(cx->arena, "{\"kind\":\"assign\",\"content\":\"接水\",\"unit\":%lld,\"grade\":\"days_7\"}",
                          (long long)unit));
    EQ_INT(r.status, 200);
    EQ_TEXT(text_at(body_of(s, &r), "due_on"), "2024-01-10");
    v = deeds(s, id);
    EQ_INT(int_at(v, "clock.left"), 7);
    EQ_INT(json_array_size(at(v, "steps")), 2);
    EQ_TEXT(text_at(v, "steps.1.kind"), "assign");
    EQ_INT(int_at(v, "steps.1.limit_days"), 7);
    r = deed(s, id, "*", "{\"kind\":\"verify\",\"content\":\"已通水\"}");
    EQ_INT(r.status, 409);
    EQ_TEXT(code_of(s, &r), "PRB-03");
}

/* The generic ways of writing do not lead around the rules. */
static void test_no_way_around(struct served *s, int64_t unit)
{
    struct arena *a = s->cx.arena;
    const int64_t id = problem_in(&s->cx, "handling", unit, NULL);
    const char *one = arena_printf(a, "/api/v1/problem/%lld?zone=weinan", (long long)id);
    static const char *const kept[] = {"\"state\":\"closed\"",      "\"closed_on\":\"2023-12-31\"",
                                       "\"due_on\":\"2030-01-01\"", "\"grade\":\"days_30\"",
                                       "\"evidence\":\"有\"",       "\"satisfaction\":\"satisfied\"",
                                       "\"duplicate_of\":1",        "\"assigned_on\":\"2023-12-01\""};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        struct reply r = call(s, "PATCH", one, "If-Match: *\r\n", arena_printf(a, "{%s}", kept[i]));
        EQ_INT(r.status, 422);
        EQ_TEXT(text_at(body_of(s, &r), "findings.0.rule"), "ROW-06");
    }
    struct reply r =
        call(s, "POST", "/api/v1/problem/bulk?zone=weinan", "",
             arena_printf(a, "{\"rows\":[{\"id\":%lld,\"version\":1}],\"set\":{\"state\":\"closed\"}}", (long long)id));
    EQ_INT(r.status, 422);
    r = call(s, "PATCH", one, "If-Match: *\r\n", "{\"note\":\"照旧可以改\"}");
    EQ_INT(r.status, 200);
    OK(deed(s, id, "*", "{\"kind\":\"verify\",\"content\":\"属实\"}").status == 200, "verified");
    r = call(s, "POST", arena_printf(a, "/api/v1/problem/%lld/undo?zone=weinan", (long long)id), "", "{\"version\":3}");
    EQ_INT(r.status, 409);
    EQ_TEXT(code_of(s, &r), "UND-06");
    r = call(s, "DELETE", one, "If-Match: *\r\n", NULL);
    EQ_INT(r.status, 409); /* its steps hang on it */
    r = call(s, "POST", "/api/v1/problem_step?zone=weinan", "", "{}");
    EQ_INT(r.status, 403);
}

/* ---- who may ---- */

static const char *person(struct ctx *cx, const char *login, const char *role, int64_t unit, int64_t enterprise)
{
    struct user *u = row_new(cx, &user_entity);
    u->login = u->name = login;
    u->role = role;
    u->unit = unit;
    u->enterprise = enterprise;
    need(cx, row_save(cx, &user_entity, u, NULL), "a person");
    return bearer_of(cx, u->head.id, false);
}

static void test_rights(struct served *s, int64_t unit)
{
    struct ctx *cx = &s->cx;
    struct enterprise *e = row_new(cx, &enterprise_entity);
    e->name = "渭水食品公司";
    need(cx, row_save(cx, &enterprise_entity, e, NULL), "an enterprise");
    const char *reporter = person(cx, "zhang", "reporter", unit, 0),
               *enterprise = person(cx, "shui", "enterprise", 0, e->head.id);

    s->as = enterprise;
    struct reply r = call(s, "POST", "/api/v1/problem?zone=weinan", "", "{\"description\":\"用水不足\"}");
    EQ_INT(r.status, 201);
    json_t *made = body_of(s, &r);
    const int64_t id = int_at(made, "id");
    EQ_TEXT(text_at(made, "source"), "enterprise");
    EQ_INT(int_at(made, "enterprise"), e->head.id);
    EQ_INT(json_array_size(at(deeds(s, id), "legal")), 0);
    s->as = NULL;
    r = deed(s, id, "*",
             arena_printf(cx->arena, "{\"kind\":\"assign\",\"content\":\"接水\",\"unit\":%lld,\"grade\":\"same_day\"}",
                          (long long)unit));
    EQ_INT(r.status, 200);

    s->as = reporter;
    json_t *v = deeds(s, id);
    OK(offers(v, "handle") && offers(v, "answer") && !offers(v, "verify") && !offers(v, "assign") && !offers(v, "urge"),
       "a unit deals with it and answers");
    EQ_INT(deed(s, id, "*", "{\"kind\":\"urge\"}").status, 403);
    EQ_INT(deed(s, id, "*", "{\"kind\":\"handle\",\"content\":\"已接管\"}").status, 200);
    EQ_INT(deed(s, id, "*", "{\"kind\":\"verify\",\"content\":\"我看行\"}").status, 403);
    s->as = NULL;
    EQ_INT(deed(s, id, "*", "{\"kind\":\"verify\",\"content\":\"已通水\"}").status, 200);

    s->as = enterprise;
    v = deeds(s, id);
    OK(offers(v, "rate") && !offers(v, "close"), "an enterprise says whether it is satisfied");
    EQ_INT(json_array_size(at(v, "steps")), 3);
    EQ_INT(deed(s, id, "*", "{\"kind\":\"close\",\"content\":\"行\",\"satisfaction\":\"satisfied\"}").status, 403);
    EQ_INT(deed(s, id, "*", "{\"kind\":\"rate\",\"satisfaction\":\"satisfied\"}").status, 200);
    const int64_t other = problem_in(cx, "verified", unit, "enterprise");
    EQ_INT(deed(s, other, "*", "{\"kind\":\"rate\",\"satisfaction\":\"satisfied\"}").status, 404);
    s->as = NULL;
    EQ_INT(deed(s, id, "*", "{\"kind\":\"close\",\"content\":\"水已通\"}").status, 200);
}

static void test_limits_told(struct served *s)
{
    struct reply r = get(s, "/api/v1/problem/limits?zone=weinan");
    const json_t *limits = at(body_of(s, &r), "limits");
    static const int days[] = {0, 3, 7, 15, 30};
    EQ_INT(json_array_size(limits), 5);
    for (size_t i = 0; i < json_array_size(limits); i++)
        EQ_INT(int_at(json_array_get(limits, i), "days"), days[i]);
    EQ_TEXT(text_at(json_array_get(limits, 1), "due_on"), "2024-01-04");
}

static void test_all(const char *url)
{
    struct served s = serve(url, false);
    struct unit *u = row_new(&s.cx, &unit_entity);
    u->name = "住建局";
    need(&s.cx, row_save(&s.cx, &unit_entity, u, NULL), "a unit");
    test_table(&s.cx, u->head.id);
    test_needs(&s.cx, u->head.id);
    test_limits(&s.cx, u->head.id);
    test_own_limits(&s.cx, u->head.id);
    test_limits_told(&s);
    test_measures(&s.cx, u->head.id);
    test_satisfaction(&s.cx, u->head.id);
    test_merge(&s.cx, u->head.id);
    test_api(&s, u->head.id);
    test_no_way_around(&s, u->head.id);
    test_rights(&s, u->head.id);
    served_end(&s);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
