/* rights.c — compiles the lines of a role, and answers what one person may do. */
#include "model/rights.h"

#include "base/json.h"
#include "base/text.h"
#include "model/rows.h"
#include "model/statement.h"

#include <string.h>

/* clang-format off */
const struct choice act_choices[] = {
    {"read",   {"查看", "Read"},   NULL},
    {"create", {"新建", "Create"}, NULL},
    {"update", {"修改", "Change"}, NULL},
    {"delete", {"删除", "Delete"}, NULL},
    {"export", {"导出", "Export"}, NULL},
    {"import", {"导入", "Import"}, NULL},
    {0},
};

const struct choice reach_choices[] = {
    {"none",       {"无", "Nothing"},                NULL},
    {"own",        {"本人", "Own rows"},             NULL},
    {"enterprise", {"本企业", "Own enterprise"},     NULL},
    {"squad",      {"本小分队", "Own squad"},        NULL},
    {"projects",   {"包联的项目", "Paired projects"},NULL},
    {"unit",       {"本单位及下级", "Own unit and below"}, NULL},
    {"zone",       {"全区", "The whole zone"},       NULL},
    {0},
};

const struct choice field_group_choices[] = {
    {"basic",    {"基本", "Basic"},        NULL},
    {"plan",     {"计划", "Plan"},         NULL},
    {"progress", {"进展", "Progress"},     NULL},
    {"contact",  {"联系方式", "Contact"},  NULL},
    {"rights",   {"授权", "Rights"},       NULL},
    {0},
};
/* clang-format on */

enum { ALL_GROUPS = -1 };

const struct rights rights_nobody = {0};

const struct role *role_find(const char *code)
{
    for (const struct role *r = role_catalogue; code && r->code; r++)
        if (strcmp(r->code, code) == 0)
            return r;
    return NULL;
}

/* Its place among the choices; -1 when it is none of them. */
static int place_of(const struct choice *choices, const char *code)
{
    for (int i = 0; choices[i].code; i++)
        if (strcmp(choices[i].code, code) == 0)
            return i;
    return -1;
}

enum act act_of(const char *code)
{
    int place = place_of(act_choices, code);
    return place < 0 ? ACTS : (enum act)place;
}

/* ---- lines ---- */

static bool fail_line(struct ctx *cx, const struct right_line *line, const char *path, const char *zh, const char *en,
                      const char *word)
{
    return fail(cx, ERR_INPUT, "RGT-04", path, "角色 %1$s 对 %2$s 的授权：%3$s%4$s%5$.0s",
                "rights of %1$s over %2$s: %5$s%4$s%3$.0s", line->role, line->entity, zh, word, en);
}

/* What accounts are made of: administrators keep it too. */
static bool is_ground(const struct entity *e)
{
    return strcmp(e->name, "zone") == 0 || strcmp(e->name, "unit") == 0;
}

static bool only_looks(const char *acts)
{
    return !strstr(acts, "create") && !strstr(acts, "update") && !strstr(acts, "delete") && !strstr(acts, "import");
}

/* Administrators have no part in the zone's work, and nobody else has one in theirs. */
static bool check_apart(struct ctx *cx, const struct right_line *line, const struct entity *e, const char *path)
{
    const bool administrator = role_find(line->role)->administrator, guarded = e && e->flags & ENTITY_GUARDED;
    if (administrator && !e)
        return fail_line(cx, line, path, "三员的授权要逐个对象写明", "administrators are granted entity by entity", "");
    if (administrator && !guarded && !is_ground(e) && !only_looks(line->acts))
        return fail_line(cx, line, path, "三员不办业务，只能查看", "administrators have no part in the work", "");
    return administrator || !guarded || only_looks(line->acts) ||
           fail_line(cx, line, path, "账号、授权、审计和备份只由三员管理",
                     "accounts, rights, audit and backups are kept by the administrators", "");
}

static bool check_words(struct ctx *cx, const struct right_line *line, const struct choice *choices, const char *words,
                        const char *path)
{
    for (char **word = text_split(cx->arena, words ? words : "", ' '); *word; word++)
        if (place_of(choices, *word) < 0)
            return fail_line(cx, line, path, "没有这个词：", "there is no word: ", *word);
    return true;
}

bool rights_check_line(struct ctx *cx, const struct right_line *line, const char *path)
{
    const bool every = strcmp(line->entity, "*") == 0;
    const struct entity *e = every ? NULL : entity_find(line->entity);
    if (!role_find(line->role))
        return fail_line(cx, line, path, "没有这个角色", "there is no such role", "");
    if (!every && !e)
        return fail_line(cx, line, path, "没有这个对象", "there is no such entity", "");
    return check_words(cx, line, act_choices, line->acts, path) &&
           check_words(cx, line, field_group_choices, line->groups, path) && check_apart(cx, line, e, path);
}

bool rights_audit(struct ctx *cx)
{
    for (const struct right_line *line = right_catalogue; line->role; line++)
        for (char **entity = text_split(cx->arena, line->entity, ' '); *entity; entity++) {
            struct right_line one = *line;
            one.entity = *entity;
            if (!rights_check_line(cx, &one, "rights"))
                return false;
        }
    return true;
}

/* ---- compiling ---- */

struct lines {
    const struct right_line *program; /* all roles'; ends with .role = NULL */
    const struct right_line *zone;    /* the role's and that of the one it is like; ends with .role = NULL */
};

static bool is_line(const struct right_line *line, const char *role, const char *entity)
{
    return strcmp(line->role, role) == 0 && text_has_word(line->entity, entity);
}

static const struct right_line *next_line(const struct right_line *line, const char *role, const char *entity)
{
    while (line->role && !is_line(line, role, entity))
        line++;
    return line->role ? line : NULL;
}

/* The lines of the role that count for the entity: where they begin, and the word they name it by. */
static const struct right_line *lines_of(const struct lines *all, const char *role, const struct entity *e,
                                         const char **ret_name)
{
    const struct right_line *line;
    const bool everything = !(e->flags & (ENTITY_GUARDED | ENTITY_GLOBAL));
    const char *called[] = {e->name, everything ? "*" : NULL};
    for (size_t i = 0; i < sizeof called / sizeof *called && called[i]; i++) {
        *ret_name = called[i];
        if ((line = next_line(all->zone, role, called[i])) || (line = next_line(all->program, role, called[i])))
            return line;
    }
    return NULL;
}

/* Its own, or those of the role it is like. */
static const struct right_line *lines_for(const struct lines *all, const struct role *role, const struct entity *e,
                                          const char **ret_name)
{
    const struct right_line *line = NULL;
    for (; role && !line; role = role_find(role->like))
        line = lines_of(all, role->code, e, ret_name);
    return line;
}

static uint32_t groups_of(struct arena *a, const char *words)
{
    uint32_t mask = 0;
    if (text_is_empty(words))
        return (uint32_t)ALL_GROUPS;
    for (char **word = text_split(a, words, ' '); *word; word++) {
        int place = place_of(field_group_choices, *word);
        mask |= place < 0 ? 0 : 1u << place;
    }
    return mask;
}

/* Lines of one act that differ in reach: the nearer reach counts, lest one line's fields are seen as far as another's rows. */
static void grant(struct arena *a, const struct right_line *line, struct granted *to)
{
    for (char **word = text_split(a, line->acts, ' '); *word; word++) {
        int act = place_of(act_choices, *word);
        if (act < 0)
            continue;
        to->reach[act] =
            to->reach[act] == REACH_NONE || line->reach < to->reach[act] ? (unsigned char)line->reach : to->reach[act];
        to->groups[act] |= groups_of(a, line->groups);
    }
}

/* The zone's own lines for the role and the one it is like; NULL on failure.  role_right is an entity like any other:
 * entities/roles.c. */
static const struct right_line *zone_lines(struct ctx *cx, const struct role *role, int64_t zone)
{
    const struct value params[] = {value_int(zone), value_text(role->code), value_text(role->like)};
    size_t n = 0, room = 16;
    struct right_line *lines = arena_array(cx->arena, room + 1, sizeof *lines);
    if (!entity_find("role_right")) /* a catalogue without */
        return lines;
    struct rows *rows =
        db_query(cx,
                 "SELECT entity, acts, reach, field_groups, role FROM role_right WHERE zone = $1 AND role IN ($2, $3)"
                 " ORDER BY id",
                 params, 3);
    while (rows && db_next(rows)) {
        if (n == room) {
            lines = arena_grow(cx->arena, lines, (room + 1) * sizeof *lines, (2 * room + 1) * sizeof *lines);
            room *= 2;
        }
        const char *acts = db_text(rows, 1);
        const int reach = place_of(reach_choices, db_text(rows, 2));
        lines[n++] = (struct right_line){
            .role = arena_strdup(cx->arena, db_text(rows, 4)),
            .entity = arena_strdup(cx->arena, db_text(rows, 0)),
            .acts = acts ? arena_strdup(cx->arena, acts) : "",
            .reach = reach < 0 ? REACH_NONE : (enum reach)reach,
            .groups = arena_strdup(cx->arena, db_text(rows, 3)),
        };
        lines[n] = (struct right_line){0};
    }
    return rows && db_ok(rows) ? lines : NULL;
}

static void compile(struct ctx *cx, const struct lines *all, const struct who *who, struct rights *ret_rights)
{
    struct rights rights = {.who = *who};
    for (size_t i = 0; entity_catalogue[i] && role_find(who->role); i++) {
        const char *name = NULL;
        const struct right_line *line = lines_for(all, role_find(who->role), entity_catalogue[i], &name);
        for (; line; line = next_line(line + 1, line->role, name))
            grant(cx->arena, line, &rights.of[i]);
    }
    *ret_rights = rights;
}

bool rights_of_program(struct ctx *cx, const struct who *who, struct rights *ret_rights)
{
    static const struct right_line none[1];
    compile(cx, &(struct lines){right_catalogue, none}, who, ret_rights);
    return true;
}

bool rights_compile(struct ctx *cx, const struct who *who, struct rights *ret_rights)
{
    struct lines all = {.program = right_catalogue};
    if (!role_find(who->role)) {
        *ret_rights = (struct rights){.who = *who};
        return true;
    }
    all.zone = zone_lines(cx, role_find(who->role), who->zone);
    if (!all.zone)
        return false;
    compile(cx, &all, who, ret_rights);
    return true;
}

struct rights *rights_copy(struct arena *a, const struct rights *rights)
{
    struct rights *copy = ARENA_NEW(a, struct rights);
    *copy = *rights;
    copy->who.role = arena_strdup(a, rights->who.role);
    copy->who.login = arena_strdup(a, rights->who.login);
    copy->who.name = arena_strdup(a, rights->who.name);
    return copy;
}

/* ---- asking ---- */

static const struct granted *granted_for(const struct rights *rights, const struct entity *e)
{
    static const struct granted nothing;
    for (size_t i = 0; i < RIGHTS_ENTITIES && entity_catalogue[i]; i++)
        if (entity_catalogue[i] == e)
            return &rights->of[i];
    return &nothing;
}

enum reach rights_reach(const struct ctx *cx, const struct entity *e, enum act act)
{
    if (!cx->rights)
        return REACH_ZONE;
    return act < ACTS ? (enum reach)granted_for(cx->rights, e)->reach[act] : REACH_NONE;
}

static uint32_t group_of(const struct field *f)
{
    int place = f->group ? place_of(field_group_choices, f->group) : 0;
    return place < 0 ? 0 : 1u << place;
}

bool rights_field(const struct ctx *cx, const struct entity *e, const struct field *f, enum act act)
{
    if (!cx->rights)
        return true;
    const uint32_t groups = granted_for(cx->rights, e)->groups[act];
    return groups == (uint32_t)ALL_GROUPS || (groups & group_of(f));
}

static bool fail_act(struct ctx *cx, const struct entity *e, enum act act)
{
    return fail(cx, ERR_DENIED, "RGT-01", NULL, "您没有%1$s“%2$s”的权限；需要时请向安全管理员申请%3$.0s%4$.0s",
                "you may not %3$s %4$s rows; ask the security administrator if your work needs it%1$.0s%2$.0s",
                label_in(act_choices[act].label, LANG_ZH), label_in(e->label, LANG_ZH), act_choices[act].code,
                label_in(e->label, LANG_EN));
}

bool rights_need(struct ctx *cx, const struct entity *e, enum act act)
{
    return rights_reach(cx, e, act) != REACH_NONE || fail_act(cx, e, act);
}

static bool is_everywhere(const struct ctx *cx, const struct entity *e, enum act act)
{
    return !cx->rights || (rights_reach(cx, e, act) == REACH_ZONE && !rights_bound(e));
}

bool rights_row(struct ctx *cx, const struct entity *e, int64_t id, enum act act, bool *ret_reached)
{
    *ret_reached = is_everywhere(cx, e, act);
    if (*ret_reached)
        return true;
    struct sql q = sql_new(cx);
    sql_add(&q, "SELECT 1 FROM %s t", entity_table(e));
    where_row(&q, e);
    sql_add(&q, "t.id = ");
    sql_bind(&q, value_int(id));
    rights_where(&q, e, "t", act, NULL, NULL);
    struct rows *rows = sql_query(&q);
    *ret_reached = rows && db_next(rows);
    db_end(rows);
    return rows && db_ok(rows);
}

bool rights_row_ever(struct ctx *cx, const struct entity *e, int64_t id, bool *ret_reached)
{
    if (!rights_row(cx, e, id, ACT_READ, ret_reached))
        return false;
    if (*ret_reached)
        return true;
    struct sql q = sql_new(cx);
    sql_add(&q, "SELECT 1 FROM %s_history t", entity_table(e));
    where_row(&q, e);
    sql_add(&q, "t.id = ");
    sql_bind(&q, value_int(id));
    sql_add(&q, " AND t.deleted = 1 AND NOT EXISTS (SELECT 1 FROM %s n WHERE ", entity_table(e));
    sql_add(&q, e->flags & ENTITY_GLOBAL ? "n.id = t.id)" : "n.zone = t.zone AND n.id = t.id)");
    rights_where(&q, e, "t", ACT_READ, NULL, NULL);
    struct rows *rows = sql_query(&q);
    *ret_reached = rows && db_next(rows);
    db_end(rows);
    return rows && db_ok(rows);
}

bool rights_need_row(struct ctx *cx, const struct entity *e, int64_t id, enum act act)
{
    bool reached;
    if (!rights_need(cx, e, act) || !rights_row(cx, e, id, act, &reached))
        return false;
    return reached ||
           fail(cx, ERR_DENIED, "RGT-03", NULL, "这条%1$s（编号 %3$lld）不在您的权限范围内（%4$s）%2$.0s%5$.0s",
                "this %2$s (id %3$lld) is out of your reach (%5$s)%1$.0s%4$.0s", label_in(e->label, LANG_ZH),
                label_in(e->label, LANG_EN), (long long)id,
                label_in(reach_choices[rights_reach(cx, e, act)].label, LANG_ZH),
                label_in(reach_choices[rights_reach(cx, e, act)].label, LANG_EN));
}

/* A new row's fields count when they say something. */
static bool is_changed(const struct field *f, const void *row, const void *old)
{
    const struct value v = column_value(f, row);
    if (old)
        return !value_equal(v, column_value(f, old));
    return v.kind != VALUE_NULL && !(f->type == T_BOOL && v.i == 0);
}

static bool fail_field(struct ctx *cx, const struct field *f)
{
    const struct choice *group = choice_find(field_group_choices, f->group ? f->group : "basic");
    return fail(cx, ERR_DENIED, "RGT-02", f->name, "您不能填写“%1$s”，它属于“%3$s”一组，由有权的人填写%2$.0s%4$.0s",
                "you may not set \"%2$s\": it is of the group \"%4$s\", for those who have that right%1$.0s%3$.0s",
                label_in(f->label, LANG_ZH), label_in(f->label, LANG_EN), label_in(group->label, LANG_ZH),
                label_in(group->label, LANG_EN));
}

static bool need_fields(struct ctx *cx, const struct entity *e, const void *row, const void *old, enum act act)
{
    for (const struct field *f = e->fields; f->type != T_END; f++)
        if (!field_is_derived(f) && !rights_field(cx, e, f, act) && is_changed(f, row, old))
            return fail_field(cx, f);
    return true;
}

bool rights_need_change(struct ctx *cx, const struct entity *e, int64_t id, const struct field *f)
{
    return !cx->rights ||
           (rights_need(cx, e, ACT_UPDATE) && (rights_field(cx, e, f, ACT_UPDATE) || fail_field(cx, f)) &&
            rights_need_row(cx, e, id, ACT_UPDATE));
}

/* Rows that the program keeps are written whoever acts. */
static bool is_free(const struct ctx *cx, const struct entity *e)
{
    return !cx->rights || e->flags & ENTITY_INTERNAL;
}

bool rights_before_write(struct ctx *cx, const struct entity *e, const void *row, const void *old)
{
    const enum act act = old ? ACT_UPDATE : ACT_CREATE;
    return is_free(cx, e) || (rights_need(cx, e, act) && need_fields(cx, e, row, old, act) &&
                              (!old || rights_need_row(cx, e, ((const struct row_head *)old)->id, act)));
}

bool rights_after_write(struct ctx *cx, const struct entity *e, int64_t id, bool is_new)
{
    return is_free(cx, e) || rights_need_row(cx, e, id, is_new ? ACT_CREATE : ACT_UPDATE);
}

bool rights_before_delete(struct ctx *cx, const struct entity *e, int64_t id)
{
    return is_free(cx, e) || rights_need_row(cx, e, id, ACT_DELETE);
}

/* ---- telling ---- */

static bool grants_anything(const struct granted *g)
{
    for (size_t act = 0; act < ACTS; act++)
        if (g->reach[act] != REACH_NONE)
            return true;
    return false;
}

static void put_groups(struct json *j, const char *act, uint32_t groups)
{
    json_key(j, act);
    if (groups == (uint32_t)ALL_GROUPS) {
        json_none(j);
        return;
    }
    json_array_begin(j);
    for (int i = 0; field_group_choices[i].code; i++)
        if (groups & 1u << i)
            json_text(j, field_group_choices[i].code);
    json_array_end(j);
}

static void put_granted(struct json *j, const struct granted *g)
{
    json_object_begin(j);
    for (size_t act = 0; act < ACTS; act++)
        json_put_text(j, act_choices[act].code, g->reach[act] == REACH_NONE ? NULL : reach_choices[g->reach[act]].code);
    json_key(j, "fields");
    json_object_begin(j);
    for (size_t act = ACT_READ; act <= ACT_UPDATE; act++)
        put_groups(j, act_choices[act].code, g->groups[act]);
    json_object_end(j);
    json_object_end(j);
}

void rights_json(const struct rights *rights, struct json *j)
{
    json_object_begin(j);
    for (size_t i = 0; entity_catalogue[i]; i++) {
        if (!grants_anything(&rights->of[i]))
            continue;
        json_key(j, entity_catalogue[i]->name);
        put_granted(j, &rights->of[i]);
    }
    json_object_end(j);
}
