/* meetings_test.c — a meeting from its agenda to its minutes: packed, opened, decided at, closed, reopened; promises and their proof. */
#include "metric/metric.h"
#include "rules/lights.h"
#include "served.h"

#define ANY "If-Match: *\r\n"

static struct reply post(struct served *s, const char *target, const char *json)
{
    return call(s, "POST", arena_printf(s->cx.arena, "/api/v1/%s?zone=weinan", target), ANY, json);
}

static long long made(struct served *s, const char *entity, const char *json)
{
    struct reply r = post(s, entity, json);
    if (r.status != 201)
        OK(false, "POST %s: %d %s", entity, r.status, r.body);
    return int_at(body_of(s, &r), "id");
}

static struct reply change(struct served *s, const char *entity, long long id, const char *json)
{
    return call(s, "PATCH", arena_printf(s->cx.arena, "/api/v1/%s/%lld?zone=weinan", entity, id), ANY, json);
}

static json_t *one(struct served *s, const char *entity, long long id)
{
    struct reply r = get(s, arena_printf(s->cx.arena, "/api/v1/%s/%lld?zone=weinan", entity, id));
    return body_of(s, &r);
}

static json_t *items(struct served *s, long long meeting)
{
    struct reply r =
        get(s, arena_printf(s->cx.arena, "/api/v1/agenda_item?zone=weinan&limit=1000&where=meeting%%20%%3D%%20%lld",
                            meeting));
    return at(body_of(s, &r), "items");
}

static const char *metric(struct served *s, const char *name, const char *as_of)
{
    struct reply r = get(s, arena_printf(s->cx.arena, "/api/v1/metrics/%s?zone=weinan&as_of=%s", name, as_of));
    return text_at(body_of(s, &r), "display");
}

/* ---- the sample's dispatch meeting ---- */

static long long dispatch(struct served *s, const char *day, const char *more)
{
    return made(s, "meeting",
                arena_printf(s->cx.arena, "{\"kind\":\"dispatch\",\"title\":\"周调度会 %s\",\"held_on\":\"%s\"%s}", day,
                             day, more));
}

static json_t *packed(struct served *s, long long meeting)
{
    struct reply r = post(s, arena_printf(s->cx.arena, "meeting/%lld/pack", meeting), NULL);
    if (r.status != 200)
        OK(false, "pack: %d %s", r.status, r.body);
    return body_of(s, &r);
}

/* Reds before yellows within a leader, a leader's items together, the worst leader first. */
static void check_order(json_t *list, const char *group)
{
    size_t i;
    json_t *item;
    const char *before = NULL, *light = NULL;
    json_t *seen = json_object();
    int torn = 0, turned = 0;
    json_array_foreach(list, i, item)
    {
        const char *now = text_at(item, group), *colour = text_at(item, "light");
        now = now ? now : "";
        if (before && strcmp(before, now) == 0)
            turned += strcmp(light, "yellow") == 0 && strcmp(colour, "red") == 0;
        else
            torn += json_object_get(seen, now) != NULL;
        json_object_set_new(seen, now, json_true());
        before = now;
        light = colour;
    }
    json_decref(seen);
    OK(torn == 0, "every %s stands in one place", group);
    OK(turned == 0, "the worst light first for each %s", group);
    EQ_TEXT(text_at(list, "0.light"), "red");
}

static long long promise(struct served *s, long long meeting, const char *more)
{
    return made(s, "promise",
                arena_printf(s->cx.arena, "{\"meeting\":%lld,\"made_on\":\"2024-01-02\",%s}", meeting, more));
}

static void test_pack(struct served *s)
{
    long long first = dispatch(s, "2024-01-02", "");
    long long count = int_at(packed(s, first), "projects");
    OK(count > 10 && count < 135, "%lld projects need the meeting", count);
    json_t *list = items(s, first);
    EQ_INT(json_array_size(list), count);
    check_order(list, "leader");
    long long open =
        promise(s, first, "\"what\":\"月底前取得施工许可证\",\"unit\":1,\"person\":\"王强\",\"due_on\":\"2024-01-05\"");
    promise(s, first, "\"what\":\"撤回的\",\"unit\":1,\"due_on\":\"2024-01-05\",\"state\":\"withdrawn\"");

    long long second = dispatch(s, "2024-01-08", ",\"order_by\":\"unit\"");
    made(s, "agenda_item",
         arena_printf(s->cx.arena, "{\"meeting\":%lld,\"sequence\":900,\"kind\":\"topic\",\"subject\":\"年终总结\"}",
                      second));
    json_t *p = packed(s, second);
    EQ_INT(int_at(p, "promises"), 1);
    struct reply people =
        get(s, arena_printf(s->cx.arena, "/api/v1/attendance?zone=weinan&where=meeting%%20%%3D%%20%lld", second));
    EQ_TEXT(text_at(body_of(s, &people), "items.0.person"), "王强");
    OK(json_is_false(at(body_of(s, &people), "items.0.present")), "who took part last time is asked again");
    list = items(s, second);
    EQ_TEXT(text_at(list, "0.kind"), "promise");
    EQ_INT(int_at(list, "0.promise"), open);
    EQ_TEXT(text_at(list, arena_printf(s->cx.arena, "%zu.subject", json_array_size(list) - 1)), "年终总结");
    json_array_remove(list, 0);
    json_array_remove(list, json_array_size(list) - 1);
    check_order(list, "unit_title");

    /* Again: nothing that was written is lost, what is over goes. */
    long long item = int_at(list, "0.id"), plain = int_at(list, "1.id"), narrow;
    EQ_INT(change(s, "agenda_item", item, "{\"decision\":\"下周一前报方案\"}").status, 200);
    EQ_INT(int_at(packed(s, second), "dropped"), 0);
    EQ_INT(json_array_size(items(s, second)), json_array_size(list) + 2);
    EQ_INT(change(s, "meeting", second, "{\"condition\":\"name = '没有这个项目'\"}").status, 200);
    p = packed(s, second);
    EQ_INT(int_at(p, "projects"), 0);
    narrow = int_at(p, "dropped");
    EQ_INT(narrow, (long long)json_array_size(list) - 1);
    EQ_TEXT(text_at(one(s, "agenda_item", item), "decision"), "下周一前报方案");
    struct reply gone = get(s, arena_printf(s->cx.arena, "/api/v1/agenda_item/%lld?zone=weinan", plain));
    EQ_INT(gone.status, 404);
    change(s, "meeting", second, "{\"condition\":\"没有的字段 > 1\"}");
    gone = post(s, arena_printf(s->cx.arena, "meeting/%lld/pack", second), NULL);
    EQ_TEXT(code_of(s, &gone), "FML-02");
    EQ_INT(change(s, "meeting", second, "{\"condition\":null}").status, 200);
}

/* ---- promises ---- */

static void test_promises(struct served *s)
{
    long long meeting = dispatch(s, "2023-11-06", "");
    long long id =
        made(s, "promise",
             arena_printf(
                 s->cx.arena,
                 "{\"meeting\":%lld,\"made_on\":\"2023-11-06\",\"what\":\"甲\",\"unit\":1,\"due_on\":\"2023-11-10\"}",
                 meeting));
    struct reply r = post(s, "promise", "{\"made_on\":\"2023-11-06\",\"what\":\"谁\",\"due_on\":\"2023-11-10\"}");
    EQ_TEXT(text_at(body_of(s, &r), "findings.0.rule"), "MDL-01");
    EQ_TEXT(metric(s, "promise.made", "2023-11-05"), "0");
    EQ_TEXT(metric(s, "promise.made", "2023-11-06"), "1");
    EQ_TEXT(metric(s, "promise.overdue", "2023-11-10"), "0");
    EQ_TEXT(metric(s, "promise.overdue", "2023-11-11"), "1");
    EQ_TEXT(metric(s, "promise.fulfilment", "2023-11-11"), "0.0%");
    r = change(s, "promise", id, "{\"state\":\"kept\"}");
    EQ_TEXT(text_at(body_of(s, &r), "findings.0.rule"), "PRM-01");
    r = change(s, "promise", id, "{\"state\":\"kept\",\"done_on\":\"2023-11-09\"}");
    EQ_TEXT(code_of(s, &r), "PRM-03");
    const char *file =
        arena_printf(s->cx.arena, "/api/v1/attachments?zone=weinan&entity=promise&id=%lld&name=a.txt", id);
    EQ_INT(call_bytes(s, "POST", file, "Content-Type: application/octet-stream\r\n", "permit", 6).status, 201);
    EQ_INT(change(s, "promise", id, "{\"done_on\":\"2023-11-09\"}").status, 200);
    OK(json_is_true(at(one(s, "promise", id), "reported")), "it waits for the office");
    EQ_TEXT(metric(s, "promise.kept", "2023-11-30"), "0");
    EQ_INT(change(s, "promise", id, "{\"state\":\"kept\"}").status, 200);
    EQ_TEXT(metric(s, "promise.kept", "2023-11-08"), "0");
    EQ_TEXT(metric(s, "promise.kept", "2023-11-30"), "1");
    EQ_TEXT(metric(s, "promise.fulfilment", "2023-11-30"), "100.0%");
    long long late =
        made(s, "promise",
             "{\"made_on\":\"2023-11-06\",\"what\":\"乙\",\"unit\":4,\"person\":\"李明\",\"due_on\":\"2023-11-20\"}");
    EQ_TEXT(metric(s, "promise.fulfilment", "2023-11-30"), "50.0%");
    EQ_INT(change(s, "promise", late, "{\"state\":\"broken\"}").status, 200);
    EQ_TEXT(metric(s, "promise.overdue", "2023-11-30"), "0");
    EQ_TEXT(metric(s, "promise.fulfilment", "2023-11-30"), "50.0%");
    r = get(s, "/api/v1/metrics/promise.fulfilment?zone=weinan&as_of=2023-11-30&by=person");
    EQ_INT(json_array_size(at(body_of(s, &r), "groups")), 2);
}

/* ---- from open to closed ---- */

static void test_life(struct served *s)
{
    struct arena *a = s->cx.arena;
    long long meeting = dispatch(s, "2023-12-04", ",\"place\":\"三楼会议室\",\"chair\":\"张主任\"");
    long long item = made(
        s, "agenda_item",
        arena_printf(
            a, "{\"meeting\":%lld,\"sequence\":1,\"kind\":\"project\",\"project\":1,\"subject\":\"一号\",\"unit\":1}",
            meeting));
    made(s, "attendance",
         arena_printf(a, "{\"meeting\":%lld,\"unit\":1,\"person\":\"王强\",\"present\":true}", meeting));
    EQ_INT(post(s, arena_printf(a, "meeting/%lld/open", meeting), NULL).status, 200);
    struct reply r = post(s, arena_printf(a, "meeting/%lld/open", meeting), NULL);
    EQ_TEXT(code_of(s, &r), "MTG-01");
    r = call(s, "POST", arena_printf(a, "/api/v1/meeting/%lld/close?zone=weinan", meeting), "If-Match: \"1\"\r\n",
             NULL);
    EQ_INT(r.status, 412);
    r = change(s, "meeting", meeting, "{\"state\":\"closed\"}");
    EQ_INT(r.status, 422);

    r = post(s, arena_printf(a, "agenda_item/%lld/assign", item),
             "{\"description\":\"协调接通供水\",\"category\":\"utilities\",\"due_on\":\"2023-12-08\"}");
    EQ_INT(r.status, 200);
    json_t *problem = body_of(s, &r);
    EQ_TEXT(text_at(problem, "state"), "assigned");
    EQ_TEXT(text_at(problem, "source"), "weekly_dispatch");
    EQ_INT(int_at(problem, "unit"), 1);
    EQ_INT(int_at(problem, "project"), 1);
    EQ_INT(int_at(one(s, "agenda_item", item), "problem"), int_at(problem, "id"));
    EQ_INT(change(s, "agenda_item", item, "{\"decision\":\"由经发局牵头\",\"state\":\"done\"}").status, 200);
    long long pledge =
        made(s, "promise",
             arena_printf(a,
                          "{\"meeting\":%lld,\"item\":%lld,\"project\":1,\"made_on\":\"2023-12-04\",\"what\":"
                          "\"十日前通水\",\"unit\":1,\"due_on\":\"2023-12-10\",\"proof\":\"通水照片\"}",
                          meeting, item));

    r = post(s, arena_printf(a, "meeting/%lld/close", meeting), NULL);
    EQ_INT(r.status, 200);
    json_t *closed = body_of(s, &r);
    EQ_TEXT(text_at(closed, "state"), "closed");
    r = get(s, arena_printf(a, "/api/v1/attachments/%lld/content?zone=weinan", int_at(closed, "minutes")));
    EQ_INT(r.status, 200);
    OK(r.size > 1000 && memcmp(r.body, "PK", 2) == 0, "the minutes are a document");
    r = get(s, arena_printf(a, "/api/v1/reports/meeting_minutes?zone=weinan&meeting=%lld&format=json", meeting));
    json_t *data = body_of(s, &r);
    EQ_TEXT(text_at(data, "made.0.what"), "十日前通水");
    EQ_TEXT(text_at(data, "problems.0.description"), "协调接通供水");
    EQ_TEXT(text_at(data, "decided.0.decision"), "由经发局牵头");
    OK(strstr(text_at(data, "present"), "王强"), "it says who was there");

    /* It stands now, but what becomes of its promises does not wait. */
    const struct reply refused[] = {
        change(s, "meeting", meeting, "{\"chair\":\"别人\"}"),
        change(s, "agenda_item", item, "{\"decision\":\"改了\"}"),
        change(s, "promise", pledge, "{\"due_on\":\"2024-12-10\"}"),
        post(s, "attendance", arena_printf(a, "{\"meeting\":%lld,\"person\":\"后来的\"}", meeting)),
        post(s, "promise",
             arena_printf(
                 a,
                 "{\"meeting\":%lld,\"made_on\":\"2023-12-04\",\"what\":\"补\",\"unit\":1,\"due_on\":\"2023-12-10\"}",
                 meeting)),
        post(s, arena_printf(a, "meeting/%lld/pack", meeting), NULL),
        post(s, arena_printf(a, "agenda_item/%lld/assign", item), "{}"),
        call(s, "DELETE", arena_printf(a, "/api/v1/meeting/%lld?zone=weinan", meeting), ANY, NULL),
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        EQ_TEXT(code_of(s, &refused[i]), "MTG-02");
    EQ_INT(
        change(s, "promise", pledge, "{\"done_on\":\"2023-12-09\",\"evidence\":\"已通水\",\"state\":\"kept\"}").status,
        200);
    r = post(s, arena_printf(a, "meeting/%lld/reopen", meeting), "{\"reason\":\" \"}");
    EQ_INT(r.status, 422);
    r = post(s, arena_printf(a, "meeting/%lld/undo", meeting),
             arena_printf(a, "{\"version\":%lld}", int_at(closed, "version")));
    EQ_TEXT(code_of(s, &r), "MTG-03");
    r = post(s, arena_printf(a, "meeting/%lld/reopen", meeting), "{\"reason\":\"漏记一项\"}");
    EQ_TEXT(text_at(body_of(s, &r), "reopened_because"), "漏记一项");
    EQ_INT(change(s, "agenda_item", item, "{\"decision\":\"由建设局牵头\"}").status, 200);
}

/* A meeting that was only planned goes with its agenda; one with promises stays. */
static void test_deleted(struct served *s)
{
    struct arena *a = s->cx.arena;
    long long meeting = dispatch(s, "2024-02-08", "");
    packed(s, meeting);
    long long item = int_at(items(s, meeting), "0.id");
    const char *target = arena_printf(a, "/api/v1/meeting/%lld?zone=weinan", meeting);
    EQ_INT(call(s, "DELETE", target, ANY, NULL).status, 204);
    EQ_INT(get(s, arena_printf(a, "/api/v1/agenda_item/%lld?zone=weinan", item)).status, 404);
    meeting = dispatch(s, "2024-02-15", "");
    promise(s, meeting, "\"what\":\"留\",\"unit\":1,\"due_on\":\"2024-01-20\"");
    struct reply r = call(s, "DELETE", arena_printf(a, "/api/v1/meeting/%lld?zone=weinan", meeting), ANY, NULL);
    EQ_TEXT(code_of(s, &r), "ROW-03");
}

/* ---- events ---- */

static void test_breakfast(struct served *s)
{
    struct arena *a = s->cx.arena;
    long long first = made(s, "meeting", "{\"kind\":\"breakfast\",\"title\":\"早餐会一\",\"held_on\":\"2023-10-10\"}");
    long long said = made(
        s, "agenda_item",
        arena_printf(
            a,
            "{\"meeting\":%lld,\"sequence\":1,\"kind\":\"topic\",\"subject\":\"公交线路延伸到园区\",\"enterprise\":1}",
            first));
    OK(json_is_false(at(one(s, "agenda_item", said), "answered")), "not answered yet");
    struct reply r = post(s, arena_printf(a, "agenda_item/%lld/assign", said), "{}");
    EQ_TEXT(code_of(s, &r), "PRB-04");
    r = post(s, arena_printf(a, "agenda_item/%lld/assign", said), "{\"unit\":1,\"grade\":\"days_7\"}");
    json_t *problem = body_of(s, &r);
    EQ_TEXT(text_at(problem, "source"), "breakfast");
    EQ_INT(int_at(problem, "enterprise"), 1);
    long long second = made(s, "meeting", "{\"kind\":\"breakfast\",\"title\":\"早餐会二\",\"held_on\":\"2023-10-17\"}");
    OK(int_at(packed(s, second), "suggestions") > 0, "what waits for an answer comes again");
    json_t *again = items(s, second), *item;
    size_t i;
    int found = 0;
    json_array_foreach(again, i, item) found += int_at(item, "problem") == int_at(problem, "id");
    EQ_INT(found, 1);
}

static void test_group_start(struct served *s)
{
    struct arena *a = s->cx.arena;
    long long event =
        made(s, "meeting", "{\"kind\":\"group_start\",\"title\":\"四季度集中开工\",\"held_on\":\"2023-10-20\"}");
    long long total = int_at(one(s, "project", 1), "total_investment");
    made(s, "agenda_item",
         arena_printf(a, "{\"meeting\":%lld,\"sequence\":1,\"kind\":\"project\",\"project\":1,\"subject\":\"一\"}",
                      event));
    made(s, "agenda_item",
         arena_printf(a,
                      "{\"meeting\":%lld,\"sequence\":2,\"kind\":\"project\",\"amount\":100000000,\"subject\":\"二\"}",
                      event));
    struct reply r = get(
        s,
        arena_printf(a, "/api/v1/metrics/event.investment?zone=weinan&as_of=2023-12-31&where=meeting%%20%%3D%%20%lld",
                     event));
    EQ_INT(int_at(body_of(s, &r), "value"), total + 100000000);
    EQ_TEXT(metric(s, "event.projects", "2023-10-19"), "0");
    r = get(s, arena_printf(a, "/api/v1/reports/meeting_pack?zone=weinan&meeting=%lld&format=json", event));
    EQ_TEXT(text_at(body_of(s, &r), "event.projects"), "2");
    EQ_INT(json_array_size(at(body_of(s, &r), "listing")), 2);
    EQ_INT(post(s, arena_printf(a, "meeting/%lld/close", event), NULL).status, 200);
    EQ_TEXT(text_at(one(s, "project", 1), "ceremony_on"), "2023-10-20");
}

static void test_registration(struct served *s)
{
    struct arena *a = s->cx.arena;
    long long event =
        made(s, "meeting",
             "{\"kind\":\"staff_event\",\"title\":\"拔河\",\"held_on\":\"2099-05-01\",\"capacity\":3,\"team_size\":2}");
    const char *line = "{\"meeting\":%lld,\"person\":\"%s\",\"team\":\"%s\",\"registered\":true}";
    long long first = made(s, "attendance", arena_printf(a, line, event, "一", "红队"));
    made(s, "attendance", arena_printf(a, line, event, "二", "红队"));
    struct reply r = post(s, "attendance", arena_printf(a, line, event, "三", "红队"));
    EQ_TEXT(code_of(s, &r), "ATT-03");
    made(s, "attendance", arena_printf(a, line, event, "三", "蓝队"));
    r = post(s, "attendance", arena_printf(a, line, event, "四", "蓝队"));
    EQ_TEXT(code_of(s, &r), "ATT-02");
    EQ_INT(change(s, "attendance", first, "{\"registered\":false}").status, 200);
    made(s, "attendance", arena_printf(a, line, event, "四", "蓝队"));
    EQ_INT(change(s, "meeting", event, "{\"register_until\":\"2020-01-01\",\"capacity\":9}").status, 200);
    r = post(s, "attendance", arena_printf(a, line, event, "五", "绿队"));
    EQ_TEXT(code_of(s, &r), "ATT-04");
    r = get(s,
            arena_printf(
                a,
                "/api/v1/export/attendance?zone=weinan&fields=team,person,unit&sort=team&where=meeting%%20%%3D%%20%lld",
                event));
    OK(r.status == 200 && memcmp(r.body, "PK", 2) == 0, "the list of those registered is a workbook");
}

/* ---- papers ---- */

static void test_pages(struct served *s)
{
    struct arena *a = s->cx.arena;
    long long meeting = dispatch(s, "2023-12-31", "");
    packed(s, meeting);
    struct reply r =
        get(s, arena_printf(a, "/api/v1/reports/meeting_pack?zone=weinan&meeting=%lld&format=json", meeting));
    json_t *data = body_of(s, &r);
    const size_t pages = json_array_size(at(data, "pages"));
    long long projects = 0;
    json_t *item;
    size_t i;
    json_array_foreach(items(s, meeting), i, item) projects += strcmp(text_at(item, "kind"), "project") == 0;
    EQ_INT(pages, projects);
    EQ_TEXT(text_at(data, "groups.0.numeral"), "一");
    OK(strstr(text_at(data, "pages.0.lamps"), "红灯"), "and says which lamps are lit: %s",
       text_at(data, "pages.0.lamps"));
    OK(*text_at(data, "pages.0.name") && *text_at(data, "pages.0.total_investment"), "a page has its figures");
    r = get(s, arena_printf(a, "/api/v1/reports/meeting_pack?zone=weinan&meeting=%lld&format=preview", meeting));
    OK(r.status == 200 && strstr(r.body, "\"metric\":\"investment.planned\""), "they open into metrics");
    r = get(s, arena_printf(a, "/api/v1/reports/meeting_pack?zone=weinan&meeting=%lld", meeting));
    OK(r.status == 200 && memcmp(r.body, "PK", 2) == 0, "the pack is a document");
    r = get(s, "/api/v1/reports/meeting_pack?zone=weinan&meeting=987654");
    EQ_INT(r.status, 404);
    r = get(s, "/api/v1/reports/meeting_pack?zone=other");
    EQ_TEXT(code_of(s, &r), "MTG-05");
}

/* ---- who may ---- */

static const char *bearer(struct served *s, const char *login, const char *role, int64_t unit, const char *name)
{
    struct user *u = row_new(&s->cx, &user_entity);
    u->login = login;
    u->name = name;
    u->role = role;
    u->unit = unit;
    need(&s->cx, row_save(&s->cx, &user_entity, u, NULL), login);
    return bearer_of(&s->cx, u->head.id, false);
}

static long long seen(struct served *s, const char *as, const char *target)
{
    struct reply r = call(s, "GET", target, as, NULL);
    return r.status == 200 ? (long long)json_array_size(at(body_of(s, &r), "items")) : -r.status;
}

static void test_rights(struct served *s)
{
    struct arena *a = s->cx.arena;
    const char *reporter = bearer(s, "reports", "reporter", 2, "报的人"),
               *leader = bearer(s, "leads", "leader", 0, "赵领导");
    long long meeting = dispatch(s, "2023-09-04", "");
    long long mine = made(
        s, "promise",
        arena_printf(
            a,
            "{\"meeting\":%lld,\"made_on\":\"2023-09-04\",\"what\":\"本单位的\",\"unit\":2,\"due_on\":\"2023-09-10\"}",
            meeting));
    long long named = made(s, "promise",
                           arena_printf(a,
                                        "{\"meeting\":%lld,\"made_on\":\"2023-09-04\",\"what\":\"领导的\",\"unit\":3,"
                                        "\"person\":\"赵领导\",\"due_on\":\"2023-09-10\"}",
                                        meeting));
    const char *list = "/api/v1/promise?zone=weinan&limit=1000";
    EQ_INT(seen(s, reporter, list), 1);
    EQ_INT(seen(s, leader, list), 1);
    OK(seen(s, leader, "/api/v1/meeting?zone=weinan") > 0, "a leader sees the meetings");
    const char *target = arena_printf(a, "/api/v1/promise/%lld?zone=weinan", mine);
    struct reply r = call(s, "PATCH", target, arena_printf(a, "%s" ANY, reporter),
                          "{\"state\":\"kept\",\"done_on\":\"2023-09-09\",\"evidence\":\"办了\"}");
    EQ_TEXT(code_of(s, &r), "RGT-02");
    r = call(s, "PATCH", target, arena_printf(a, "%s" ANY, reporter), "{\"due_on\":\"2023-10-10\"}");
    EQ_TEXT(code_of(s, &r), "RGT-02");
    r = call(s, "PATCH", target, arena_printf(a, "%s" ANY, reporter), "{\"done_on\":\"2023-09-09\"}");
    EQ_TEXT(code_of(s, &r), "PRM-03");
    r = call(s, "PATCH", target, arena_printf(a, "%s" ANY, reporter),
             "{\"done_on\":\"2023-09-09\",\"evidence\":\"已办\"}");
    EQ_INT(r.status, 200);
    r = call(s, "PATCH", arena_printf(a, "/api/v1/promise/%lld?zone=weinan", named),
             arena_printf(a, "%s" ANY, reporter), "{\"evidence\":\"不是我的\"}");
    EQ_INT(r.status, 404);
    r = call(s, "PATCH", arena_printf(a, "/api/v1/promise/%lld?zone=weinan", named), arena_printf(a, "%s" ANY, leader),
             "{\"done_on\":\"2023-09-08\",\"evidence\":\"已办\"}");
    EQ_INT(r.status, 200);
    r = call(s, "POST", arena_printf(a, "/api/v1/meeting/%lld/pack?zone=weinan", meeting), leader, NULL);
    EQ_TEXT(code_of(s, &r), "RGT-01");
    r = call(s, "POST", arena_printf(a, "/api/v1/meeting/%lld/close?zone=weinan", meeting),
             arena_printf(a, "%s" ANY, reporter), NULL);
    EQ_TEXT(code_of(s, &r), "RGT-01");
    r = call(s, "POST", arena_printf(a, "/api/v1/meeting/%lld/open?zone=other", meeting),
             arena_printf(a, "%s" ANY, s->other), NULL);
    EQ_INT(r.status, 404);
    r = call(s, "POST", "/api/v1/attendance?zone=weinan", reporter,
             arena_printf(a, "{\"meeting\":%lld,\"unit\":2,\"person\":\"甲\"}", meeting));
    EQ_INT(r.status, 201);
    r = call(s, "POST", "/api/v1/attendance?zone=weinan", reporter,
             arena_printf(a, "{\"meeting\":%lld,\"unit\":3,\"person\":\"乙\"}", meeting));
    EQ_TEXT(code_of(s, &r), "RGT-03");
}

static void test_all(const char *url)
{
    struct served s = serve(url, true);
    OK(lights_follow(&s.cx, date_day(2023, 12, 31)), "the lights are lit");
    OK(metric_audit(&s.cx), "every metric can be asked: %s", tap_code(&s.cx));
    test_promises(&s);
    test_life(&s);
    test_pack(&s);
    test_breakfast(&s);
    test_group_start(&s);
    test_registration(&s);
    test_pages(&s);
    test_deleted(&s);
    test_rights(&s);
    served_end(&s);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
