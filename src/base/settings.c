/* settings.c — what was said of each setting, and who said it last. */
#include "base/settings_inner.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { SECRET_MOST = 64 * 1024, NEAR_MOST = 3, ALIKE_ENOUGH = 50 };

/* ---- finding ---- */

const struct settings_section *section_find(const struct settings *s, const char *name)
{
    for (const struct settings_section *const *section = s->sections; *section; section++)
        if (strcmp((*section)->name, name) == 0)
            return *section;
    return NULL;
}

const struct setting *setting_find(const struct settings_section *section, const char *key, bool *ret_is_file)
{
    *ret_is_file = false;
    for (const struct setting *g = section->settings; g->field.type != T_END; g++) {
        size_t n = strlen(g->field.name);
        if (strncmp(key, g->field.name, n) != 0)
            continue;
        *ret_is_file = g->field.flags & FIELD_SECRET && strcmp(key + n, "_file") == 0;
        if (!key[n] || *ret_is_file)
            return g;
    }
    return NULL;
}

bool is_many_name(const char *name)
{
    return *name && !name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")];
}

static const char *key_of(struct arena *a, const struct said *said)
{
    return arena_printf(a, "%s%s%s.%s", said->section, *said->name ? "." : "", said->name, said->key);
}

/* ---- refusing ---- */

static void add_name(struct buf *out, const char *name)
{
    buf_printf(out, "%s%s", out->length ? ", " : "", name);
}

static bool fail_section(struct ctx *cx, const struct settings *s, const struct said *said)
{
    struct buf names = buf_init(cx->arena);
    for (const struct settings_section *const *section = s->sections; *section; section++)
        add_name(&names, (*section)->name);
    return fail(cx, ERR_USAGE, "SET-01", said->place, "没有 [%1$s] 这一节；有：%2$s",
                "there is no section [%1$s]; there are: %2$s", said->section, names.data);
}

/* Names the settings that are written alike, or all of the section when none is. */
static bool fail_key(struct ctx *cx, const struct settings_section *section, const struct said *said)
{
    struct buf near = buf_init(cx->arena), all = buf_init(cx->arena);
    for (const struct setting *g = section->settings; g->field.type != T_END; g++) {
        add_name(&all, g->field.name);
        if (text_likeness(cx->arena, g->field.name, said->key) >= ALIKE_ENOUGH)
            add_name(&near, g->field.name);
    }
    const char *key = key_of(cx->arena, said);
    if (near.length)
        return fail(cx, ERR_USAGE, "SET-01", said->place, "没有 %1$s 这个设置；是不是 %2$s？",
                    "there is no setting %1$s; did you mean %2$s?", key, near.data);
    return fail(cx, ERR_USAGE, "SET-01", said->place, "没有 %1$s 这个设置；[%3$s] 有：%2$s",
                "there is no setting %1$s; [%3$s] has: %2$s", key, all.data, said->section);
}

static bool fail_value(struct ctx *cx, const struct setting *setting, const struct said *said)
{
    struct label expects = setting_expects(cx->arena, setting);
    const char *key = key_of(cx->arena, said), *value = setting->field.flags & FIELD_SECRET ? "***" : said->value;
    return fail(cx, ERR_USAGE, "SET-02", said->place, "%1$s 应为%2$s，而不是“%4$s”%3$.0s",
                "%1$s takes %3$s, not \"%4$s\"%2$.0s", key, expects.zh, expects.en, value);
}

static bool fail_name(struct ctx *cx, const struct settings_section *section, const struct said *said)
{
    if (section->many)
        return fail(cx, ERR_USAGE, "SET-01", said->place,
                    "[%1$s] 可以有多个，要起名，如 [%1$s.one]；名字用小写字母、数字和“-”",
                    "there may be several [%1$s], so each has a name, such as [%1$s.one], of a–z, 0–9 and \"-\"",
                    section->name);
    return fail(cx, ERR_USAGE, "SET-01", said->place, "[%1$s] 只有一个，不能写成 [%1$s.%2$s]",
                "there is one [%1$s] only, not [%1$s.%2$s]", section->name, said->name);
}

/* ---- saying ---- */

/* A secret's own file: its first line, or all of it without the last line break. */
static const char *read_secret(struct ctx *cx, const struct said *said)
{
    char *text = arena_alloc(cx->arena, SECRET_MOST + 1);
    int fd = open(said->value, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, SECRET_MOST);
    int why = errno;
    if (fd >= 0)
        close(fd);
    if (n < 0) {
        fail(cx, ERR_USAGE, "SET-06", said->place, "读不了 %1$s 所指的文件 %2$s：%3$s",
             "cannot read the file %2$s that %1$s names: %3$s", key_of(cx->arena, said), said->value, strerror(why));
        return NULL;
    }
    while (n > 0 && (text[n - 1] == '\n' || text[n - 1] == '\r'))
        n--;
    text[n] = '\0';
    return text;
}

static const struct given *find_given(const struct settings *s, const struct settings_section *section,
                                      const char *name, const struct setting *setting)
{
    const struct given *last = NULL;
    for (const struct given *g = s->first; g; g = g->next)
        if (g->section == section && g->setting == setting && strcmp(g->name, name) == 0)
            last = g;
    return last;
}

bool settings_say(struct ctx *cx, struct settings *s, const struct said *said)
{
    const struct settings_section *section = section_find(s, said->section);
    bool is_file;
    if (!section)
        return fail_section(cx, s, said);
    if (section->many ? !is_many_name(said->name) : *said->name)
        return fail_name(cx, section, said);
    const struct setting *setting = setting_find(section, said->key, &is_file);
    if (!setting)
        return fail_key(cx, section, said);
    if (setting->field.flags & FIELD_SECRET && !is_file && said->source == FROM_COMMAND_LINE)
        return fail(cx, ERR_USAGE, "SET-07", said->place,
                    "密码写在命令行里，别人看得到；请用 %s_file 指定一个文件，或用环境变量",
                    "others can see a secret on the command line; name a file with %s_file, or use the environment",
                    key_of(cx->arena, said));
    const struct given *before = find_given(s, section, said->name, setting);
    if (before && before->source == FROM_FILE && said->source == FROM_FILE)
        return fail(cx, ERR_USAGE, "SET-05", said->place, "%s 写了两遍，前一遍在 %s", "%s is there twice, before at %s",
                    key_of(cx->arena, said), before->place);
    const char *text = is_file && *said->value ? read_secret(cx, said) : said->value;
    struct given *g = ARENA_NEW(s->arena, struct given);
    *g = (struct given){section, said->name, setting, value_null(), said->source, said->place, NULL};
    if (!text)
        return false;
    if (!setting_parse(s->arena, setting, text, &g->value))
        return fail_value(cx, setting, said);
    *s->end = g;
    s->end = &g->next;
    return true;
}

struct settings *settings_load(struct ctx *cx, const struct settings_section *const *sections, const char *file,
                               char *const *environment)
{
    struct settings *s = ARENA_NEW(cx->arena, struct settings);
    *s = (struct settings){.arena = cx->arena, .sections = sections, .file = file};
    s->end = &s->first;
    bool read =
        (!file || settings_read_file(cx, s, file)) && (!environment || settings_read_environment(cx, s, environment));
    return read ? s : NULL;
}

bool settings_give(struct ctx *cx, struct settings *s, const char *key, const char *value, const char *option)
{
    char **words = text_split(cx->arena, key, '.');
    int n = 0;
    while (words[n])
        n++;
    if (n != 2 && n != 3)
        return fail(cx, ERR_USAGE, "SET-01", option, "设置的名字要写成 节.名，如 serve.listen，而不是“%s”",
                    "a setting is named by section and name, such as serve.listen, not \"%s\"", key);
    return settings_say(
        cx, s, &(struct said){words[0], n == 3 ? words[1] : "", words[n - 1], value, FROM_COMMAND_LINE, option});
}

/* ---- taking ---- */

void settings_take_named(const struct settings *s, const struct settings_section *section, const char *name,
                         void *ret_struct)
{
    memcpy(ret_struct, section->standard, section->size);
    for (const struct setting *g = section->settings; g->field.type != T_END; g++) {
        const struct given *given = find_given(s, section, name, g);
        if (given)
            field_set(&g->field, ret_struct, given->value);
    }
}

void settings_take(const struct settings *s, const struct settings_section *section, void *ret_struct)
{
    settings_take_named(s, section, "", ret_struct);
}

const char *const *settings_names(const struct settings *s, const struct settings_section *section)
{
    size_t count = 0, most = 1;
    for (const struct given *g = s->first; g; g = g->next)
        most++;
    const char **names = arena_array(s->arena, most, sizeof *names);
    for (const struct given *g = s->first; g; g = g->next) {
        size_t i = 0;
        while (i < count && strcmp(names[i], g->name) != 0)
            i++;
        if (g->section == section && i == count)
            names[count++] = g->name;
    }
    return names;
}

/* ---- telling ---- */

enum settings_source settings_origin(const struct settings *s, const struct settings_section *section, const char *name,
                                     const char *setting, const char **ret_place)
{
    bool is_file;
    const struct setting *g = setting_find(section, setting, &is_file);
    const struct given *given = g ? find_given(s, section, name ? name : "", g) : NULL;
    *ret_place = given ? given->place : NULL;
    return given ? given->source : FROM_DEFAULT;
}

bool settings_fail(struct ctx *cx, const struct settings *s, const struct settings_section *section,
                   const char *setting, const char *code, const char *zh, const char *en, ...)
{
    const char *place = NULL;
    if (s)
        settings_origin(s, section, NULL, setting, &place);
    const char *key = arena_printf(cx->arena, "%s.%s", section->name, setting);
    va_list args, again;
    va_start(args, en);
    va_copy(again, args);
    const char *zh_text = arena_vprintf(cx->arena, zh, args), *en_text = arena_vprintf(cx->arena, en, again);
    va_end(again);
    va_end(args);
    return fail(cx, ERR_USAGE, code, place ? place : key, "%1$s：%2$s%3$.0s", "%1$s: %3$s%2$.0s", key, zh_text,
                en_text);
}

const char *settings_file(const struct settings *s)
{
    return s->file;
}
