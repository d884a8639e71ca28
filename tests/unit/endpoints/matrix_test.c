/* matrix_test.c — every route × every role × own zone and another's, made from the catalogues: nobody gets in who was not let in. */
#include "model/rights.h"

#include "base/text.h"

#include "metric/metric.h"
#include "unit/endpoints/served.h"

enum { ROLES_MOST = 16 };

struct person {
    const char *role, *header;
    struct rights rights;
};

struct matrix {
    struct served served;
    struct person people[ROLES_MOST];
    size_t count;
    int asked, wrong;
};

/* What anybody who is signed in may ask for: about himself, about what there is, and what is judged row by row. */
static const char *const for_everybody[] = {
    "/api/v1/sign-out", "/api/v1/meta",           "/api/v1/meta/ledger",         "/api/v1/meta/metrics",
    "/api/v1/metrics",  "/api/v1/metrics/{name}", "/api/v1/metrics/{name}/rows", "/api/v1/metrics/{name}/series",
    "/api/v1/reports",  "/api/v1/search",         "/api/v1/jobs/{job}",          "/api/v1/jobs/{job}/events",
};

static bool is_for_everybody(const char *pattern)
{
    for (size_t i = 0; i < sizeof for_everybody / sizeof *for_everybody; i++)
        if (strcmp(for_everybody[i], pattern) == 0)
            return true;
    return strncmp(pattern, "/api/v1/me", strlen("/api/v1/me")) == 0 && strchr("/", pattern[strlen("/api/v1/me")]);
}

/* ---- asking ---- */

static const char *method_name(enum http_method m)
{
    return m == HTTP_GET     ? "GET"
           : m == HTTP_POST  ? "POST"
           : m == HTTP_PUT   ? "PUT"
           : m == HTTP_PATCH ? "PATCH"
                             : "DELETE";
}

/* The pattern with {entity} filled in, and with names of nothing for the other parameters. */
static const char *path_of(struct arena *a, const char *pattern, const char *entity)
{
    struct buf out = buf_init(a);
    for (const char *c = pattern; *c; c++) {
        if (*c != '{') {
            buf_char(&out, *c);
            continue;
        }
        size_t n = strcspn(c, "}");
        const bool is_entity = entity && strncmp(c, "{entity", n) == 0;
        buf_text(&out, is_entity ? entity : "987654");
        c += n;
    }
    return out.data;
}

static struct reply put(struct matrix *m, const struct route *r, const char *path, const char *header)
{
    struct served *s = &m->served;
    const char *headers = arena_printf(s->cx.arena, "%sIf-Match: \"1\"\r\nIdempotency-Key: k%d\r\n", header, m->asked);
    m->asked++;
    return r->method == HTTP_GET ? call(s, "GET", path, headers, NULL)
                                 : call(s, method_name(r->method), path, headers, "{}");
}

static void judge(struct matrix *m, bool right, const struct route *r, const char *who, const char *path,
                  const struct reply *answer)
{
    if (right)
        return;
    m->wrong++;
    tap_note("%s %s as %s: %d %.200s", method_name(r->method), path, who, answer->status,
             answer->body ? answer->body : "");
}

/* ---- what must be ---- */

static bool is_granted(const struct person *p, const char *entity, const char *act)
{
    const struct ctx as = {.rights = &p->rights};
    return rights_reach(&as, entity_find(entity), act_of(act)) != REACH_NONE;
}

static void test_one(struct matrix *m, const struct route *r, const char *entity)
{
    struct arena *a = m->served.cx.arena;
    const char *path = path_of(a, r->pattern, entity);
    char **words = r->right ? text_split(a, r->right, ' ') : NULL;
    const char *about = words ? (strcmp(words[0], "{entity}") == 0 ? entity : words[0]) : NULL;
    struct reply answer = put(m, r, path, "Authorization: Bearer stw_nobody\r\n");
    judge(m, answer.status == 401 && text_equal(code_of(&m->served, &answer), "AUT-05"), r, "nobody", path, &answer);
    for (size_t i = 0; i < m->count; i++) {
        const struct person *p = &m->people[i];
        const bool granted = !words || is_granted(p, about, words[1]);
        if (!words && strncmp(r->pattern, "/api/v1/me", 10) == 0 && r->method != HTTP_GET)
            continue; /* would end the very session that asks */
        answer = put(m, r, path, p->header);
        const char *code = answer.status >= 400 ? code_of(&m->served, &answer) : "";
        const bool refused = answer.status == 403 && text_equal(code, "RGT-01");
        judge(m, answer.status != 401 && answer.status < 500 && refused == !granted, r, p->role, path, &answer);
        if (!granted || !words)
            continue;
        answer = put(m, r, arena_printf(a, "%s?zone=other", path), p->header);
        judge(m, answer.status >= 400 && answer.status < 500, r, arena_printf(a, "%s, in another zone", p->role), path,
              &answer);
    }
}

static bool names_entity(const struct route *r)
{
    return strstr(r->pattern, "{entity}");
}

static void test_route(struct matrix *m, const struct route *r)
{
    struct arena *a = m->served.cx.arena;
    const int asked = m->asked, wrong = m->wrong;
    struct arena_mark mark = arena_mark(a);
    if (r->flags & ROUTE_OPEN || strcmp(r->pattern, "/api/v1/sign-out") == 0)
        return;
    OK(r->right || is_for_everybody(r->pattern), "%s %s says what it asks for", method_name(r->method), r->pattern);
    for (const struct entity *const *e = entity_catalogue; *e && names_entity(r); e++) {
        test_one(m, r, (*e)->name);
        arena_reset(a, mark);
    }
    if (!names_entity(r))
        test_one(m, r, NULL);
    arena_reset(a, mark);
    OK(m->wrong == wrong, "%s %s: %d times asked, each answered as the rights say", method_name(r->method), r->pattern,
       m->asked - asked);
}

/* Metrics name no entity in their address; what they count decides. */
static void test_metrics(struct matrix *m)
{
    struct arena *a = m->served.cx.arena;
    static const struct route get = {.method = HTTP_GET};
    const int wrong = m->wrong;
    for (const struct metric *const *metric = metric_catalogue; *metric; metric++)
        for (size_t i = 0; i < m->count; i++) {
            struct arena_mark mark = arena_mark(a);
            const bool granted = is_granted(&m->people[i], (*metric)->entity, "read");
            const char *ways[] = {"", "/rows", "/series"};
            for (size_t w = 0; w < 3; w++) {
                const char *path = arena_printf(a, "/api/v1/metrics/%s%s", (*metric)->name, ways[w]);
                struct reply answer = put(m, &get, path, m->people[i].header);
                judge(m, granted ? answer.status == 200 : answer.status == 403, &get, m->people[i].role, path, &answer);
            }
            arena_reset(a, mark);
        }
    OK(m->wrong == wrong, "metrics, their rows and series go by what they count");
}

/* Without a role one sees nothing; disabled, one is nobody. */
static void test_powerless(struct matrix *m)
{
    struct served *s = &m->served;
    struct user *none = person_make(&s->cx, "no-role", NULL), *gone = person_make(&s->cx, "gone", "office"),
                *reads = person_make(&s->cx, "reads", "office");
    const char *of_none = bearer_of(&s->cx, none->head.id, false), *of_gone = bearer_of(&s->cx, gone->head.id, false),
               *reader = bearer_of(&s->cx, reads->head.id, true);
    EQ_INT(call(s, "GET", "/api/v1/project", of_none, NULL).status, 403);
    EQ_INT(call(s, "GET", "/api/v1/me", of_none, NULL).status, 200);
    EQ_INT(call(s, "GET", "/api/v1/project", of_gone, NULL).status, 200);
    gone->disabled = true;
    OK(row_save(&s->cx, &user_entity, gone, NULL), "disabled");
    EQ_INT(call(s, "GET", "/api/v1/project", of_gone, NULL).status, 401);
    EQ_INT(call(s, "GET", "/api/v1/project", reader, NULL).status, 200);
    struct reply r = call(s, "POST", "/api/v1/unit", reader, "{\"name\":\"x\"}");
    EQ_TEXT(code_of(s, &r), "AUT-07");
}

/* Somebody of the sample with that role. */
static int64_t join(struct ctx *cx, const char *role)
{
    struct user *u = row_new(cx, &user_entity);
    u->login = arena_printf(cx->arena, "m-%s", role);
    u->name = role;
    u->role = role;
    u->unit = u->enterprise = u->squad = 1;
    need(cx, row_save(cx, &user_entity, u, NULL), role);
    return u->head.id;
}

static void test(const char *url)
{
    struct matrix m = {.served = serve(url, true)};
    struct ctx *cx = &m.served.cx;
    for (const struct role *role = role_catalogue; role->code; role++) {
        struct person *p = &m.people[m.count++];
        p->role = role->code;
        p->header = bearer_of(cx, join(cx, role->code), false);
        const struct who who = {.zone = cx->zone, .user = 1, .role = role->code};
        need(cx, p->header && rights_compile(cx, &who, &p->rights), role->code);
    }
    for (const struct route *const *table = route_catalogue; *table; table++)
        for (const struct route *r = *table; r->pattern; r++)
            test_route(&m, r);
    test_metrics(&m);
    test_powerless(&m);
    tap_note("%d questions", m.asked);
    served_end(&m.served);
}

int main(void)
{
    on_sqlite(test); /* rights on PostgreSQL: tests/cases/rights_test.c */
    return tap_done();
}
