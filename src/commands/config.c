/* config.c — steward config: every setting, its value, where it comes from and what it means. */
#include "base/json.h"
#include "commands/command.h"

#include <stdio.h>
#include <string.h>

static const struct option config_options[] = {
    {"example", NULL, {"印出带说明的 steward.conf", "print a commented steward.conf"}},
    {"json", NULL, {"输出 JSON", "print JSON"}},
    {0},
};

/* One setting of one struct. */
struct shown {
    const struct settings_section *section;
    const char *name; /* of one of many; NULL */
    const struct setting *setting;
    const char *key, *value, *place;
    enum settings_source source;
};

static void show_text(struct ctx *cx, const struct shown *w)
{
    static const struct label from[] = {
        {"默认", "default"}, {"文件", "file"}, {"环境变量", "environment"}, {"命令行", "command line"}};
    const struct field *f = &w->setting->field;
    const char *help = label_in(f->help, cx->lang);
    printf("%s = %s\n    %s%s%s\n    %s%s%s · %s\n\n", w->key, w->value, label_in(f->label, cx->lang),
           *help ? (cx->lang == LANG_ZH ? "：" : ": ") : "", help, label_in(from[w->source], cx->lang),
           w->place ? " " : "", w->place ? w->place : "", label_in(setting_expects(cx->arena, w->setting), cx->lang));
}

static void show_json(struct json *j, const struct shown *w)
{
    static const char *const from[] = {"default", "file", "environment", "command line"};
    const struct field *f = &w->setting->field;
    json_object_begin(j);
    json_put_text(j, "key", w->key);
    json_put_text(j, "value", w->value);
    json_put_text(j, "source", from[w->source]);
    if (w->place)
        json_put_text(j, "place", w->place);
    json_put_label(j, "label", f->label);
    if (f->help.zh)
        json_put_label(j, "help", f->help);
    json_put_label(j, "expects", setting_expects(j->out->arena, w->setting));
    json_object_end(j);
}

/* Every setting of a section, or of one of many. */
static void show_struct(struct ctx *cx, const struct settings *s, const struct settings_section *section,
                        const char *name, struct json *j)
{
    void *row = arena_alloc(cx->arena, section->size);
    settings_take_named(s, section, name ? name : "", row);
    for (const struct setting *g = section->settings; g->field.type != T_END; g++) {
        struct shown w = {.section = section, .name = name, .setting = g};
        w.key = arena_printf(cx->arena, "%s%s%s.%s", section->name, name ? "." : "", name ? name : "", g->field.name);
        w.value = setting_shown(cx->arena, g, row);
        w.source = settings_origin(s, section, name, g->field.name, &w.place);
        j ? show_json(j, &w) : show_text(cx, &w);
    }
}

static void show_all(struct ctx *cx, const struct settings *s, struct json *j)
{
    for (const struct settings_section *const *section = command_sections; *section; section++)
        if (!(*section)->many)
            show_struct(cx, s, *section, NULL, j);
        else
            for (const char *const *name = settings_names(s, *section); *name; name++)
                show_struct(cx, s, *section, *name, j);
}

static bool run(struct ctx *cx, struct arguments *args)
{
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    if (argument_option(args, "example")) {
        settings_example(&out, command_sections, cx->lang);
        fputs(out.data, stdout);
        return true;
    }
    const struct settings *s = argument_settings(cx, args);
    if (!s)
        return false;
    if (!argument_option(args, "json")) {
        const char *file = settings_file(s);
        printf(cx->lang == LANG_ZH ? "配置文件：%s\n\n" : "settings file: %s\n\n",
               file ? file : label_in((struct label){"没有", "none"}, cx->lang));
        show_all(cx, s, NULL);
        return true;
    }
    json_array_begin(&j);
    show_all(cx, s, &j);
    json_array_end(&j);
    puts(out.data);
    return true;
}

const struct command config_command = {
    .name = "config",
    .label = {"列出全部设置：现值、来处、含义", "Print every setting: its value, its source, its meaning"},
    .usage = "[--config FILE] [--example] [--json]",
    .help = {"设置的来源从低到高：默认值、配置文件、环境变量 STEWARD_<节>_<名>、命令行。密码不印出。\n例：\n  steward "
             "config "
             "--example >steward.conf\n  steward config --config steward.conf",
             "Sources, lowest first: default, file, environment (STEWARD_<SECTION>_<NAME>), command line. Secrets are "
             "masked.\nExample:\n  steward config --example >steward.conf\n  steward config --config steward.conf"},
    .options = config_options,
    .run = run,
};
