/* command.c — parses the command line, runs a command, reports its failure in one line and an exit code. */
#include "commands/command.h"

#include "base/json.h"
#include "base/text.h"
#include "commands/workplace.h"
#include "entities/entities.h"
#include "model/rows.h"
#include "model/schema.h"
#include "model/trail.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OPTIONS_MOST = 40, POSITIONAL_MOST = 16, COMMAND_MEMORY_GIB = 4 };

struct arguments {
    const struct command *command;
    const char *db;
    const char *positional[POSITIONAL_MOST];
    int count;
    const char *names[OPTIONS_MOST], *values[OPTIONS_MOST];
    int option_count;
    struct settings *settings; /* read when first asked for */
};

const char *argument(const struct arguments *args, int index)
{
    return index < args->count ? args->positional[index] : NULL;
}

const char *argument_option(const struct arguments *args, const char *name)
{
    for (int i = 0; i < args->option_count; i++)
        if (strcmp(args->names[i], name) == 0)
            return args->values[i];
    return NULL;
}

const char *argument_db(const struct arguments *args)
{
    return args->db;
}

const struct command *command_find(const char *name)
{
    for (const struct command *const *c = command_catalogue; *c; c++)
        if (strcmp((*c)->name, name) == 0)
            return *c;
    return NULL;
}

/* Options every command takes. */
const struct option common_options[] = {
    {"db",
     "DB",
     {"数据库:SQLite 文件路径,或 postgresql:// 地址", "database: path of a SQLite file, or a postgresql:// address"}},
    {"lang", "zh|en", {"输出语言", "language of what is printed"}},
    {"config",
     "FILE",
     {"配置文件；默认取环境变量 STEWARD_CONFIG，没有则为 /etc/steward/steward.conf（有的话）",
      "settings file; by default the environment's STEWARD_CONFIG, without it /etc/steward/steward.conf where there "
      "is one"}},
    {"set",
     "KEY=VALUE",
     {"改一项设置，如 serve.workers=8；可以多次", "one setting, such as serve.workers=8; repeatable"}},
    {"help", NULL, {"这个命令的帮助", "help for this command"}},
    {0},
};

static const struct option *option_in(const struct option *options, const char *name)
{
    for (const struct option *o = options; o && o->name; o++)
        if (strcmp(o->name, name) == 0)
            return o;
    return NULL;
}

/* The option's own name as its setting has it: "map-tiles" → "map_tiles". */
static const char *setting_name(struct arena *a, const char *option)
{
    char *name = arena_strdup(a, option);
    for (char *p = name; *p; p++)
        *p = *p == '-' ? '_' : *p;
    return name;
}

const char *option_of_setting(struct arena *a, const struct setting *setting)
{
    char *name = arena_strdup(a, setting->field.name);
    for (char *p = name; *p; p++)
        *p = *p == '_' ? '-' : *p;
    return name;
}

static const struct setting *setting_of_option(struct arena *a, const struct command *c, const char *option)
{
    const char *name = setting_name(a, option);
    for (const struct setting *g = c && c->settings ? c->settings->settings : NULL; g && g->field.type != T_END; g++)
        if (strcmp(g->field.name, name) == 0)
            return g;
    return NULL;
}

static bool usage(struct ctx *cx, const char *zh, const char *en, const char *what)
{
    return fail(cx, ERR_USAGE, "CMD-01", NULL, "%s:%s(steward help 看用法)", "%s: %s (see steward help)",
                cx->lang == LANG_ZH ? zh : en, what);
}

static bool take_option(struct ctx *cx, struct arguments *args, const char *word, const char *next, bool *ret_used_next)
{
    const char *name = word[1] == '-' ? word + 2 : word + 1, *equals = strchr(name, '='), *value = NULL;
    if (equals) {
        value = equals + 1;
        name = arena_strndup(cx->arena, name, (size_t)(equals - name));
    }
    const struct option *o = option_in(common_options, name);
    if (!o && args->command)
        o = option_in(args->command->options, name);
    const struct setting *setting = o ? NULL : setting_of_option(cx->arena, args->command, name);
    if (!o && !setting)
        return usage(cx, "不认识的选项", "unknown option", word);
    if (!value && (o ? o->value != NULL : setting->field.type != T_BOOL)) {
        if (!next)
            return usage(cx, "选项缺少值", "option without its value", word);
        value = next;
        *ret_used_next = true;
    }
    if (strcmp(name, "db") == 0)
        args->db = value;
    else if (strcmp(name, "lang") == 0)
        cx->lang = strcmp(value, "en") == 0 ? LANG_EN : LANG_ZH;
    if (args->option_count == OPTIONS_MOST)
        return usage(cx, "选项太多", "too many options", word);
    args->names[args->option_count] = name;
    args->values[args->option_count++] = value ? value : setting ? "true" : "";
    return true;
}

/* ---- settings ---- */

/* The file to read: none when nobody named one and the usual place has none. */
static const char *settings_file_of(const struct arguments *args)
{
    static const char usual[] = "/etc/steward/steward.conf";
    const char *file = argument_option(args, "config");
    if (!file)
        file = getenv("STEWARD_CONFIG");
    if (file && *file)
        return file;
    return access(usual, F_OK) == 0 || errno == EACCES ? usual : NULL;
}

static bool give_options(struct ctx *cx, struct arguments *args, struct settings *s)
{
    for (int i = 0; i < args->option_count; i++) {
        const char *name = args->names[i], *value = args->values[i], *option = arena_printf(cx->arena, "--%s", name);
        const char *equals = strchr(value, '=');
        const struct setting *g =
            option_in(common_options, name) ? NULL : setting_of_option(cx->arena, args->command, name);
        bool given = true;
        if (g)
            given = settings_give(cx, s, arena_printf(cx->arena, "%s.%s", args->command->settings->name, g->field.name),
                                  value, option);
        else if (strcmp(name, "set") == 0)
            given = equals ? settings_give(cx, s, arena_strndup(cx->arena, value, (size_t)(equals - value)), equals + 1,
                                           option)
                           : usage(cx, "--set 要写成 节.名=值", "--set is written section.name=value", value);
        if (!given)
            return false;
    }
    return true;
}

struct settings *argument_settings(struct ctx *cx, struct arguments *args)
{
    if (args->settings)
        return args->settings;
    struct settings *s = settings_load(cx, command_sections, settings_file_of(args), environ);
    if (s && give_options(cx, args, s))
        args->settings = s;
    return args->settings;
}

bool command_need_db(struct ctx *cx, struct arguments *args)
{
    if (args->db)
        return true;
    if (!argument_settings(cx, args))
        return false;
    args->db = settings_database(args->settings);
    return args->db || usage(cx, "要用 --db 或设置 database.address 指定数据库",
                             "--db, or the setting database.address, must name the database", args->command->usage);
}

static bool parse(struct ctx *cx, int argc, char **argv, struct arguments *args)
{
    bool only_words = false;
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        bool used_next = false;
        if (!only_words && strcmp(word, "--") == 0)
            only_words = true;
        else if (!only_words && word[0] == '-' && word[1]) {
            if (!take_option(cx, args, word, i + 1 < argc ? argv[i + 1] : NULL, &used_next))
                return false;
            i += used_next;
        } else if (!args->command) {
            args->command = command_find(strcmp(word, "--version") == 0 ? "version" : word);
            if (!args->command)
                return usage(cx, "没有这个命令", "no such command", word);
        } else if (args->count < POSITIONAL_MOST) {
            args->positional[args->count++] = word;
        } else {
            return usage(cx, "参数太多", "too many words", word);
        }
    }
    if (!args->command)
        args->command = command_find("help");
    const struct command *c = args->command;
    if (argument_option(args, "help")) {
        args->positional[0] = c->name;
        args->count = 1;
        args->command = command_find("help");
        return true;
    }
    if (args->count < c->least || args->count > c->most)
        return usage(cx, "参数个数不对", "wrong number of words", c->usage);
    return !c->needs_db || command_need_db(cx, args);
}

bool zone_by_code(struct ctx *cx, const char *code)
{
    struct zone *like = row_new(cx, &zone_entity);
    like->code = code;
    struct zone *z = row_find(cx, &zone_entity, "code", like);
    if (z)
        cx->zone = z->head.id;
    return z != NULL;
}

bool zone_make(struct ctx *cx, const char *code, const char *name)
{
    if (!code)
        return fail(cx, ERR_USAGE, "CMD-01", "zone", "要用 --zone 指定园区代号", "--zone must name the zone");
    if (zone_by_code(cx, code))
        return true;
    if (cx->err.kind)
        return false;
    struct zone *z = row_new(cx, &zone_entity);
    z->code = code;
    z->name = name ? name : code;
    if (!row_save(cx, &zone_entity, z, NULL))
        return false;
    cx->zone = z->head.id;
    return true;
}

bool command_open(struct ctx *cx, struct arguments *args, bool create, bool zone)
{
    const char *code = argument_option(args, "zone");
    if (zone && !code)
        return usage(cx, "要用 --zone 指定园区代号", "--zone must name the zone", args->command->usage);
    cx->db = db_open(cx, args->db, create ? DB_CREATE : DB_EXISTING);
    if (!cx->db)
        return false;
    if (create ? !schema_migrate(cx) : !schema_check(cx))
        return false;
    if (!zone || create || zone_by_code(cx, code))
        return true;
    return cx->err.kind
               ? false
               : fail(cx, ERR_NOT_FOUND, "CMD-02", "zone", "数据库里没有代号为“%s”的园区;先用 import 导入它的台账",
                      "The database has no zone \"%s\"; import its ledger first", code);
}

bool id_by_name(struct ctx *cx, const struct entity *e, const char *name, int64_t *ret_id)
{
    void *like = row_new(cx, e);
    field_set(entity_field(e, "name"), like, value_text(name));
    const struct row_head *found = row_find(cx, e, "name", like);
    if (found)
        *ret_id = found->id;
    return found || fail(cx, ERR_NOT_FOUND, "CMD-04", e->name, "没有叫“%1$s”的%2$s%3$.0s",
                         "there is no %3$s called \"%1$s\"%2$.0s", name, label_in(e->label, LANG_ZH),
                         label_in(e->label, LANG_EN));
}

bool note_export(struct ctx *cx, const char *what, const char *file)
{
    struct buf detail = buf_init(cx->arena);
    struct json j = json_to(&detail);
    json_object_begin(&j);
    json_put_text(&j, "file", file);
    json_object_end(&j);
    return trail_note(cx, &(struct trail_entry){.act = "export", .entity = what, .detail = detail.data});
}

bool option_date(struct ctx *cx, struct arguments *args, const char *name, struct date *ret_date)
{
    const char *text = argument_option(args, name);
    *ret_date = (struct date){0};
    if (text && !date_parse_iso(text, ret_date))
        return fail(cx, ERR_USAGE, "CMD-03", name, "--%s 要写成 2023-12-31 或 2023-12",
                    "--%s takes a date such as 2023-12-31 or 2023-12", name);
    return true;
}

static enum lang language_of_terminal(void)
{
    const char *lang = getenv("LC_ALL");
    if (!lang || !*lang)
        lang = getenv("LC_MESSAGES");
    if (!lang || !*lang)
        lang = getenv("LANG");
    return lang && strncmp(lang, "en", 2) == 0 ? LANG_EN : LANG_ZH;
}

struct call {
    int argc;
    char **argv;
};

static bool run(struct ctx *cx, void *arg)
{
    struct call *call = arg;
    struct arguments *args = ARENA_NEW(cx->arena, struct arguments);
    return parse(cx, call->argc, call->argv, args) && args->command->run(cx, args);
}

static void report(const struct ctx *cx)
{
    const struct err *e = &cx->err;
    bool colour = isatty(STDERR_FILENO);
    fprintf(stderr, "%ssteward:%s %s%s%s%s [%s]\n", colour ? "\033[31m" : "", colour ? "\033[0m" : "",
            e->path ? e->path : "", e->path ? ":" : "", label_in(e->message, cx->lang), e->cause ? "" : "",
            e->code ? e->code : "?");
    if (e->cause)
        fprintf(stderr, "  %s\n", e->cause);
}

int command_main(int argc, char **argv)
{
    struct arena *arena = arena_new((size_t)COMMAND_MEMORY_GIB << 30);
    if (!arena)
        return 3;
    struct ctx cx = ctx_init(arena);
    struct call call = {argc, argv};
    cx.actor = "cli";
    cx.way = "cli";
    cx.lang = language_of_terminal();
    bool done = ctx_run(&cx, run, &call);
    int code = 0;
    if (!done) {
        fflush(stdout);
        report(&cx);
        code = err_exit_code(&cx.err);
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("steward");
        code = code ? code : 3;
    }
    db_close(cx.db);
    arena_free(arena);
    return code;
}
