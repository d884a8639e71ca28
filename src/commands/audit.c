/* audit.c — steward audit: what a role can see and change. */
#include "base/buf.h"
#include "base/json.h"
#include "base/text.h"
#include "commands/workplace.h"
#include "model/rights.h"

#include <stdio.h>
#include <string.h>

static const struct option audit_options[] = {
    {"zone",
     "CODE",
     {"按这个园区另作的规定（默认只看随程序的规定）",
      "with what this zone lays down (by default what comes with the program)"}},
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

static void add_entity(struct ctx *cx, struct buf *out, const struct entity *e, const struct granted *g)
{
    add_cell(out, arena_printf(cx->arena, "%s %s", e->name, cx->lang == LANG_ZH ? e->label.zh : ""), NAME_WIDTH + 8);
    for (int act = 0; act < ACTS; act++)
        add_cell(out, g->reach[act] ? label_in(reach_choices[g->reach[act]].label, cx->lang) : "-", REACH_WIDTH);
    buf_char(out, '\n');
    add_groups(cx, out, "sees only:", "只看：", g->groups[ACT_READ]);
    add_groups(cx, out, "changes only:", "只改：", g->groups[ACT_UPDATE]);
}

static void add_role(struct ctx *cx, struct buf *out, const struct role *role, const struct rights *rights)
{
    buf_printf(out, "%s %s：%s\n\n", role->code, label_in(choice_find(role_choices, role->code)->label, cx->lang),
               label_in(role->help, cx->lang));
    add_cell(out, "", NAME_WIDTH + 8);
    for (const struct choice *act = act_choices; act->code; act++)
        add_cell(out, label_in(act->label, cx->lang), REACH_WIDTH);
    buf_char(out, '\n');
    for (size_t i = 0; entity_catalogue[i]; i++)
        if (is_granted(&rights->of[i]))
            add_entity(cx, out, entity_catalogue[i], &rights->of[i]);
    buf_text(out, cx->lang == LANG_ZH ? "\n没有列出的一律不许。\n" : "\nWhatever is not listed is denied.\n");
}

/* ---- the command ---- */

static bool need_role(struct ctx *cx, const char *code, const struct role **ret_role)
{
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

static bool run(struct ctx *cx, struct arguments *args)
{
    const struct role *role;
    struct rights rights;
    struct buf out = buf_init(cx->arena);
    if (!need_role(cx, argument(args, 0), &role) || !open_zone(cx, args))
        return false;
    const struct who who = {.zone = cx->zone, .role = role->code};
    if (!(cx->db ? rights_compile(cx, &who, &rights) : rights_of_program(cx, &who, &rights)))
        return false;
    struct json j = json_to(&out);
    if (argument_option(args, "json"))
        rights_json(&rights, &j);
    else
        add_role(cx, &out, role, &rights);
    fputs(out.data, stdout);
    if (argument_option(args, "json"))
        putchar('\n');
    return true;
}

const struct command audit_command = {
    .name = "audit",
    .label = {"列出一个角色能看、能改什么", "Print what a role can see and change"},
    .usage = "ROLE [--db DB --zone CODE] [--json]",
    .help =
        {"角色：office leader reporter chief steward squad approver statistician enterprise viewer sysadmin secadmin "
         "auditor。\n不给 --zone 时是随程序的规定；给出时加上本园区另作的规定（“授权”）。\n例：\n  steward audit "
         "reporter\n"
         "  steward --db data/steward.db audit reporter --zone weinan",
         "Roles: office leader reporter chief steward squad approver statistician enterprise viewer sysadmin secadmin "
         "auditor.\nWithout --zone: what comes with the program; with it: with what the zone lays down (role_right).\n"
         "Examples:\n  steward audit reporter\n  steward --db data/steward.db audit reporter --zone weinan"},
    .options = audit_options,
    .least = 1,
    .most = 1,
    .run = run,
};
