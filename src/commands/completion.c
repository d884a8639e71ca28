/* completion.c — steward completion bash: what the shell may complete, from the commands and their options. */
#include "base/map.h"
#include "commands/workplace.h"

#include <stdio.h>
#include <string.h>

/* Each once, in the order of their first appearance: several commands share options. */
static void add_option(struct ctx *cx, struct map *words, const char *name)
{
    map_set(words, arena_printf(cx->arena, "%s%s", name[1] ? "--" : "-", name), 1);
}

/* A command's options, and its settings, which are options too; or of those only the ones that take a value. */
static void add_options(struct ctx *cx, struct map *words, const struct option *options,
                        const struct settings_section *settings, bool with_value)
{
    for (const struct option *o = options; o && o->name; o++)
        if (!with_value || o->value)
            add_option(cx, words, o->name);
    for (const struct setting *g = settings ? settings->settings : NULL; g && g->field.type != T_END; g++)
        if (!(g->field.flags & FIELD_SECRET) && (!with_value || g->field.type != T_BOOL))
            add_option(cx, words, option_of_setting(cx->arena, g));
}

static const char *join(struct arena *a, const struct map *words, const char *between)
{
    struct buf out = buf_init(a);
    for (size_t i = 0; i < map_count(words); i++)
        buf_printf(&out, "%s%s", i ? between : "", map_key(words, i));
    return out.data;
}

static void put_bash(struct ctx *cx, struct buf *out)
{
    struct map *names = map_new(cx->arena), *valued = map_new(cx->arena), *common = map_new(cx->arena);
    add_options(cx, common, common_options, NULL, false);
    add_options(cx, valued, common_options, NULL, true);
    for (const struct command *const *c = command_catalogue; *c; c++) {
        map_set(names, (*c)->name, 1);
        add_options(cx, valued, (*c)->options, (*c)->settings, true);
    }
    const char *all = join(cx->arena, names, " "), *everywhere = join(cx->arena, common, " ");
    buf_printf(out,
               "# bash completion, %s\n"
               "_steward() {\n"
               "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command='' words i\n"
               "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
               "        case ${COMP_WORDS[i]} in\n"
               "        %s) ((i++)) ;;\n"
               "        -*) ;;\n"
               "        *) command=${COMP_WORDS[i]} && break ;;\n"
               "        esac\n"
               "    done\n"
               "    case $command in\n"
               "    '') words='%s %s' ;;\n"
               "    help) words='%s' ;;\n",
               "made by steward completion bash", join(cx->arena, valued, "|"), all, everywhere, all);
    for (const struct command *const *c = command_catalogue; *c; c++) {
        struct map *words = map_new(cx->arena);
        add_options(cx, words, (*c)->options, (*c)->settings, false);
        if (map_count(words))
            buf_printf(out, "    %s) words='%s %s' ;;\n", (*c)->name, join(cx->arena, words, " "), everywhere);
    }
    buf_printf(out,
               "    *) words='%s' ;;\n"
               "    esac\n"
               "    case $before in\n"
               "    --lang) words='zh en' ;;\n"
               "    %s) words='' ;;\n"
               "    *) [[ $word == -* || -z $command || $command == help ]] || words='' ;;\n"
               "    esac\n"
               "    if [[ $words ]]; then\n"
               "        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
               "    else\n"
               "        compopt -o filenames 2>/dev/null\n"
               "        mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
               "    fi\n"
               "}\n"
               "complete -F _steward steward\n",
               everywhere, join(cx->arena, valued, "|"));
}

static bool run(struct ctx *cx, struct arguments *args)
{
    struct buf out = buf_init(cx->arena);
    const char *shell = argument(args, 0);
    if (strcmp(shell, "bash") != 0)
        return fail(cx, ERR_USAGE, "CMD-10", NULL, "只有 bash 的补全，没有“%s”的",
                    "there is completion for bash, not \"%s\"", shell);
    put_bash(cx, &out);
    fputs(out.data, stdout);
    return true;
}

const struct command completion_command = {
    .name = "completion",
    .label = {"印出 shell 补全脚本", "Print a script for the shell to complete with"},
    .usage = "bash",
    .help = {"例：\n  steward completion bash >/usr/share/bash-completion/completions/steward\n  source <(steward "
             "completion bash)",
             "Example:\n  steward completion bash >/usr/share/bash-completion/completions/steward\n  source <(steward "
             "completion bash)"},
    .least = 1,
    .most = 1,
    .run = run,
};
