/* help.c — steward help and steward version. */
#include "base/version.h"
#include "commands/workplace.h"

#include <stdio.h>

static void help_option(struct ctx *cx, const char *name, const char *value, struct label help)
{
    printf("  %s%s%s%s\n      %s\n", name[1] ? "--" : "-", name, value ? " " : "", value ? value : "",
           label_in(help, cx->lang));
}

/* A setting, as the option that it is too. */
static void help_setting(struct ctx *cx, const struct setting *g)
{
    const char *zh = label_in(g->field.label, LANG_ZH), *en = label_in(g->field.label, LANG_EN);
    struct label help = g->field.help;
    if (g->field.flags & FIELD_SECRET)
        return;
    help_option(cx, option_of_setting(cx->arena, g), g->field.type == T_BOOL ? NULL : "VALUE",
                (struct label){help.zh ? arena_printf(cx->arena, "%s：%s", zh, help.zh) : zh,
                               help.en ? arena_printf(cx->arena, "%s: %s", en, help.en) : en});
}

static bool help_one(struct ctx *cx, const struct command *c)
{
    printf("steward %s %s\n%s\n\n%s\n", c->name, c->usage ? c->usage : "", label_in(c->label, cx->lang),
           label_in(c->help, cx->lang));
    for (const struct option *o = c->options; o && o->name; o++)
        help_option(cx, o->name, o->value, o->help);
    for (const struct setting *g = c->settings ? c->settings->settings : NULL; g && g->field.type != T_END; g++)
        help_setting(cx, g);
    return true;
}

static bool run_help(struct ctx *cx, struct arguments *args)
{
    const char *name = argument(args, 0);
    if (name) {
        const struct command *c = command_find(name);
        return c ? help_one(cx, c)
                 : fail(cx, ERR_USAGE, "CMD-01", NULL, "没有“%s”这个命令", "There is no command \"%s\"", name);
    }
    printf(cx->lang == LANG_ZH ? "Steward 项目管家 %s\n用法:steward --db DB 命令 …\n\n"
                               : "Steward %s\nUsage: steward --db DB COMMAND …\n\n",
           STEWARD_VERSION);
    for (const struct command *const *c = command_catalogue; *c; c++)
        printf("  %-10s %s\n", (*c)->name, label_in((*c)->label, cx->lang));
    printf(cx->lang == LANG_ZH ? "\nsteward help 命令:选项和例子。--db 是 SQLite 文件或 postgresql:// 地址。\n退出码:0 "
                                 "完成,1 数据被退回,2 用法不对,3 系统故障。\n"
                               : "\nsteward help COMMAND: options and examples. --db is a SQLite file or a "
                                 "postgresql:// address.\nExit codes: 0 done, 1 rejected input, 2 usage, 3 system.\n");
    return true;
}

static bool run_version(struct ctx *cx, struct arguments *args)
{
    (void)cx;
    (void)args;
    printf("steward %s\n", STEWARD_VERSION);
    return true;
}

const struct command help_command = {
    .name = "help",
    .label = {"帮助", "Help"},
    .usage = "[COMMAND]",
    .help = {"列出命令,或一个命令的选项和例子。", "Lists the commands, or the options and examples of one."},
    .most = 1,
    .run = run_help,
};

const struct command version_command = {
    .name = "version",
    .label = {"版本", "Version"},
    .usage = "",
    .help = {"印出版本号。", "Prints the version."},
    .run = run_version,
};
