/* audit.c — steward audit: what a role, or one person, can see and change. */
#include "base/buf.h"
#include "base/json.h"
#include "base/text.h"
#include "commands/workplace.h"
#include "model/rights.h"
#include "model/rows.h"
#include "people/people.h"

#include <stdio.h>
#include <string.h>

static const struct option audit_options[] = {
    {"zone",
     "CODE",
     {"按这个园区另作的规定（默认只看随程序的规定）",
      "with what this zone lays down (by default what comes with the program)"}},
    {"person",
     "LOGIN",
     {"这个人的角色、单位、包联落实到行：各类记录能看、能改几行",
      "of this person: role, unit and pairings come down to how many rows he can see and change"}},
    {"json", NULL, {"输出 JSON", "print JSON"}},
    {0},
};

/* ---- as a table ---- */

enum { NAME_WIDTH = 26, REACH_WIDTH = 17 };

/* `text` and spaces up to `width` columns of a terminal, where a Chinese character takes two. */
static void add_cell(struct buf *out, const char *text, int width)
{
    int used = 0;
    for (const char *c = text; *c; c++)
        used += (unsigned char)*c < 0x80 ? 1 : (unsigned char)*c >= 0xC0 ? 2 : 0;
    buf_text(out, text);
    for (; used < width; used++)
        buf_char(out, ' ');
}

static void add_groups(struct ctx *cx, struct buf *out, const char *what, const char *zh, uint32_t groups)
{
    if (groups == UINT32_MAX || groups == 0)
        return;
    buf_printf(out, "    %s", cx->lang == LANG_ZH ? zh : what);
    for (int i = 0; field_group_choices[i].code; i++)
        if (groups & 1u << i)
            buf_printf(out, " %s", label_in(field_group_choices[i].label, cx->lang));
    buf_char(out, '\n');
}

static bool is_granted(const struct granted *g)
{
    for (int act = 0; act < ACTS; act++)
        if (g->reach[act])
            return true;
    return false;
}

/* What is told: a role, or a person, whose rows are counted. */
struct told {
    const struct role *role;
    const struct user *person; /* NULL: of the role as such */
    struct rights rights;
};

/* "own unit and below (12 of 135)" */
static bool add_act(struct ctx *cx, struct buf *out, const struct told *t, const struct entity *e, enum act act,
                    unsigned char reach)
{
    int64_t n;
    const char *words = reach ? label_in(reach_choices[reach].label, cx->lang) : "-";
    bool counted = t->person && reach && (act == ACT_READ || act == ACT_UPDATE || act == ACT_DELETE);
    if (counted && !rights_count(cx, &t->rights, e, act, &n))
        return false;
    add_cell(out, counted ? arena_printf(cx->arena, "%s %lld", words, (long long)n) : words, REACH_WIDTH);
    return true;
}

static bool add_entity(struct ctx *cx, struct buf *out, const struct told *t, const struct entity *e,
                       const struct granted *g)
{
    add_cell(out, arena_printf(cx->arena, "%s %s", e->name, cx->lang == LANG_ZH ? e->label.zh : ""), NAME_WIDTH + 8);
    for (int act = 0; act < ACTS; act++)
        if (!add_act(cx, out, t, e, (enum act)act, g->reach[act]))
            return false;
    buf_char(out, '\n');
    add_groups(cx, out, "sees only:", "只看：", g->groups[ACT_READ]);
    add_groups(cx, out, "changes only:", "只改：", g->groups[ACT_UPDATE]);
    return true;
}

static void add_head(struct ctx *cx, struct buf *out, const struct told *t)
{
    if (t->person)
        buf_printf(out,
                   cx->lang == LANG_ZH ? "%s（%s），数字是够得到的行数\n" : "%s (%s); numbers are rows within reach\n",
                   t->person->name, t->person->login);
    if (t->role)
        buf_printf(out, "%s %s：%s\n\n", t->role->code,
                   label_in(choice_find(role_choices, t->role->code)->label, cx->lang),
                   label_in(t->role->help, cx->lang));
    add_cell(out, "", NAME_WIDTH + 8);
    for (const struct choice *act = act_choices; act->code; act++)
        add_cell(out, label_in(act->label, cx->lang), REACH_WIDTH);
    buf_char(out, '\n');
}

static bool add_all(struct ctx *cx, struct buf *out, const struct told *t)
{
    add_head(cx, out, t);
    for (size_t i = 0; entity_catalogue[i]; i++)
        if (is_granted(&t->rights.of[i]) && !add_entity(cx, out, t, entity_catalogue[i], &t->rights.of[i]))
            return false;
    buf_text(out, cx->lang == LANG_ZH ? "\n没有列出的一律不许。\n" : "\nWhatever is not listed is denied.\n");
    return true;
}

/* ---- the command ---- */

static bool need_role(struct ctx *cx, const char *code, const struct role **ret_role)
{
    if (!code)
        return fail(cx, ERR_USAGE, "CMD-01", "role", "要写明角色，或用 --person 指定一个人",
                    "name a role, or a person by --person");
    *ret_role = role_find(code);
    struct buf names = buf_init(cx->arena);
    for (const struct role *r = role_catalogue; r->code; r++)
        buf_printf(&names, "%s%s", r == role_catalogue ? "" : " ", r->code);
    return *ret_role || fail(cx, ERR_USAGE, "CMD-06", NULL, "没有角色“%s”；有：%s",
                             "there is no role \"%s\"; there are: %s", code, names.data);
}

/* Without a database there are the program's lines alone. */
static bool open_zone(struct ctx *cx, struct arguments *args)
{
    return !argument_option(args, "zone") || (argument_db(args) && command_open(cx, args, false, true)) ||
           (!cx->err.kind && fail(cx, ERR_USAGE, "CMD-01", "db", "--zone 要与 --db 一起用", "--zone goes with --db"));
}

static bool need_person(struct ctx *cx, const char *login, struct told *t)
{
    t->person = user_by_login(cx, login);
    t->role = t->person ? role_find(t->person->role) : NULL;
    return t->person;
}

static bool find_told(struct ctx *cx, struct arguments *args, struct told *t)
{
    const char *login = argument_option(args, "person");
    if (login && !argument_option(args, "zone"))
        return fail(cx, ERR_USAGE, "CMD-01", "zone", "--person 要与 --zone 一起用", "--person goes with --zone");
    if (!open_zone(cx, args) || !(login ? need_person(cx, login, t) : need_role(cx, argument(args, 0), &t->role)))
        return false;
    const struct who who = login ? user_who(cx, t->person) : (struct who){.zone = cx->zone, .role = t->role->code};
    return cx->db ? rights_compile(cx, &who, &t->rights) : rights_of_program(cx, &who, &t->rights);
}

static bool run(struct ctx *cx, struct arguments *args)
{
    struct told told = {0};
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    if (!find_told(cx, args, &told))
        return false;
    if (argument_option(args, "json"))
        rights_json(&told.rights, &j);
    else if (!add_all(cx, &out, &told))
        return false;
    fputs(out.data, stdout);
    if (argument_option(args, "json"))
        putchar('\n');
    return true;
}

const struct command audit_command = {
    .name = "audit",
    .label = {"列出一个角色或一个人能看、能改什么", "Print what a role or a person can see and change"},
    .usage = "[ROLE] [--db DB --zone CODE [--person LOGIN]] [--json]",
    .help =
        {"角色：office leader reporter chief steward squad approver statistician enterprise viewer sysadmin secadmin "
         "auditor。\n不给 --zone 时是随程序的规定；给出时加上本园区另作的规定（“授权”）。\n例：\n  steward audit "
         "reporter\n"
         "  steward --db data/steward.db audit reporter --zone weinan\n"
         "  steward --db data/steward.db audit --zone weinan --person zhangmin",
         "Roles: office leader reporter chief steward squad approver statistician enterprise viewer sysadmin secadmin "
         "auditor.\nWithout --zone: what comes with the program; with it: with what the zone lays down (role_right).\n"
         "Examples:\n  steward audit reporter\n  steward --db data/steward.db audit reporter --zone weinan\n"
         "  steward --db data/steward.db audit --zone weinan --person zhangmin"},
    .options = audit_options,
    .most = 1,
    .run = run,
};
