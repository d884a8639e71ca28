/* rights.c — what each role may do in the zone, and where that is laid down. */
#include "model/rights.h"

#include "endpoints/endpoint.h"
#include "endpoints/params.h"
#include "model/openapi.h"
#include "model/rows.h"
#include "people/people.h"

static bool put_role(struct ctx *cx, struct json *j, const struct role *role)
{
    const struct who who = {.zone = cx->zone, .role = role->code};
    struct rights rights;
    if (!rights_compile(cx, &who, &rights))
        return false;
    json_object_begin(j);
    json_put_text(j, "role", role->code);
    json_put_label(j, "label", choice_find(role_choices, role->code)->label);
    json_put_label(j, "help", role->help);
    json_put_bool(j, "administrator", role->administrator);
    json_key(j, "rights");
    rights_json(&rights, j);
    json_object_end(j);
    return true;
}

static void put_choices(struct json *j, const char *name, const struct choice *choices)
{
    json_key(j, name);
    json_array_begin(j);
    for (; choices->code; choices++) {
        json_object_begin(j);
        json_put_text(j, "code", choices->code);
        json_put_label(j, "label", choices->label);
        json_object_end(j);
    }
    json_array_end(j);
}

static void put_entities(struct json *j)
{
    json_key(j, "entities");
    json_array_begin(j);
    for (const struct entity *const *e = entity_catalogue; *e; e++) {
        json_object_begin(j);
        json_put_text(j, "code", (*e)->name);
        json_put_label(j, "label", (*e)->label);
        json_put_bool(j, "guarded", (*e)->flags & ENTITY_GUARDED);
        json_object_end(j);
    }
    json_array_end(j);
}

static bool get_rights(struct request *rq, struct response *rs)
{
    struct json j;
    if (!need_zone(rq))
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    put_choices(&j, "acts", act_choices);
    put_choices(&j, "reaches", reach_choices);
    put_choices(&j, "field_groups", field_group_choices);
    put_entities(&j);
    json_key(&j, "roles");
    json_array_begin(&j);
    for (const struct role *role = role_catalogue; role->code; role++)
        if (!put_role(rq->cx, &j, role))
            return false;
    json_array_end(&j);
    json_object_end(&j);
    return answer_tagged(rq, rs);
}

/* ---- of one person ---- */

/* What is told of each kind of record that the person may read at all: rows there are, and rows within reach of an act. */
static bool put_rows(struct ctx *cx, struct json *j, const struct rights *of, const struct entity *e)
{
    static const enum act acts[] = {ACT_READ, ACT_UPDATE, ACT_DELETE};
    int64_t n;
    if (!rights_count(cx, NULL, e, ACT_READ, &n))
        return false;
    json_key(j, e->name);
    json_object_begin(j);
    json_put_int(j, "all", n);
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        if (!rights_count(cx, of, e, acts[i], &n))
            return false;
        json_put_int(j, act_choices[acts[i]].code, n);
    }
    json_object_end(j);
    return true;
}

static bool put_all_rows(struct ctx *cx, struct json *j, const struct rights *of)
{
    json_key(j, "rows");
    json_object_begin(j);
    for (size_t i = 0; entity_catalogue[i]; i++)
        if (of->of[i].reach[ACT_READ] != REACH_NONE && !put_rows(cx, j, of, entity_catalogue[i]))
            return false;
    json_object_end(j);
    return true;
}

static bool get_person(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    struct rights rights;
    struct json j;
    int64_t id;
    if (!need_zone(rq) || !need_id(rq, rq->args[0], &id))
        return false;
    const struct user *u = row_load(cx, &user_entity, id);
    const struct who who = u ? user_who(cx, u) : (struct who){0};
    if (!u || !rights_compile(cx, &who, &rights))
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_int(&j, "person", id);
    json_put_text(&j, "role", u->role);
    json_key(&j, "rights");
    rights_json(&rights, &j);
    if (!put_all_rows(cx, &j, &rights))
        return false;
    json_object_end(&j);
    return true;
}

/* clang-format off */
static const struct field rights_params[] = {PARAM_ZONE, {0}};

const struct route rights_routes[] = {
    {HTTP_GET, "/api/v1/rights", get_rights, {"各角色的权限", "What each role may do"}, .right = "role_right read",
     .doc = &(const struct route_doc){.tag = "rights",
         .about = {"随程序的规定，加上本园区以“授权”另作的规定", "what comes with the program, and what the zone lays down as role_right"},
         .params = rights_params, .gives = {.schema = "rights"}, .errors = {403, 404}}},
    {HTTP_GET, "/api/v1/rights/people/{id}", get_person, {"一个人的权限", "What one person may do"}, .right = "role_right read",
     .doc = &(const struct route_doc){.tag = "rights",
         .about = {"权限落到这个人身上：各类记录能看、能改、能删几行；不列出任何一行", "the rights of this person, and how many rows of each kind he can see, change and delete; it shows none of them"},
         .params = rights_params, .gives = {.schema = "rights_of_person"}, .errors = {403, 404}}},
    {0},
};
/* clang-format on */
