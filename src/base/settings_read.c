/* settings_read.c — the file and the environment, word by word. */
#include "base/settings_inner.h"
#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MOST = 1024 * 1024 };

/* ---- the file ---- */

static bool fail_file(struct ctx *cx, const char *file, int why)
{
    return fail(cx, ERR_USAGE, "SET-03", file, "读不了配置文件：%s", "the settings file cannot be read: %s",
                strerror(why));
}

char *settings_file_text(struct ctx *cx, const char *file)
{
    struct stat about;
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size > FILE_MOST) {
        fail_file(cx, file, fd < 0 ? errno : about.st_size > FILE_MOST ? EFBIG : EINVAL);
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    struct buf text = buf_init(cx->arena);
    char piece[4096];
    ssize_t n;
    while ((n = read(fd, piece, sizeof piece)) > 0 && text.length <= FILE_MOST)
        buf_add(&text, piece, (size_t)n);
    int why = errno;
    close(fd);
    if (n < 0)
        fail_file(cx, file, why);
    else if (memchr(text.data, '\0', text.length) || !text_is_utf8(text.data, text.length))
        fail(cx, ERR_USAGE, "SET-04", file, "配置文件不是 UTF-8 文字；请另存为 UTF-8",
             "the settings file is no UTF-8 text; save it as UTF-8");
    return cx->err.kind ? NULL : text.data;
}

static char *trim(char *s)
{
    s += strspn(s, " \t\r");
    size_t n = strlen(s);
    while (n && strchr(" \t\r", s[n - 1]))
        n--;
    s[n] = '\0';
    return s;
}

/* Quotes keep spaces at the ends; within them nothing is special. */
static char *unquote(char *s)
{
    size_t n = strlen(s);
    if (n < 2 || s[0] != '"' || s[n - 1] != '"')
        return s;
    s[n - 1] = '\0';
    return s + 1;
}

/* "[oidc.work]" → section "oidc", name "work". */
static bool read_head(struct ctx *cx, char *line, struct said *said)
{
    size_t n = strlen(line);
    if (line[n - 1] != ']')
        return fail(cx, ERR_USAGE, "SET-04", said->place, "节名要写成 [serve]，而不是“%s”",
                    "a section is written [serve], not \"%s\"", line);
    line[n - 1] = '\0';
    char *head = trim(line + 1), *dot = strchr(head, '.');
    said->section = head;
    said->name = dot ? dot + 1 : "";
    if (dot)
        *dot = '\0';
    return true;
}

static bool read_line(struct ctx *cx, struct settings *s, char *line, struct said *said)
{
    if (!*line || *line == '#')
        return true;
    if (*line == '[')
        return read_head(cx, line, said);
    char *equals = strchr(line, '=');
    if (!equals)
        return fail(cx, ERR_USAGE, "SET-04", said->place, "这一行要写成 名 = 值，而不是“%s”",
                    "a line is written name = value, not \"%s\"", line);
    *equals = '\0';
    said->key = trim(line);
    said->value = unquote(trim(equals + 1));
    if (!said->section)
        return fail(cx, ERR_USAGE, "SET-04", said->place, "%s 前面缺少节名，如 [serve]",
                    "%s comes before any section, such as [serve]", said->key);
    return settings_say(cx, s, said);
}

bool settings_read_file(struct ctx *cx, struct settings *s, const char *file)
{
    struct said said = {.name = "", .source = FROM_FILE};
    char *next = settings_file_text(cx, file);
    if (next && strncmp(next, "\xEF\xBB\xBF", 3) == 0)
        next += 3;
    for (int number = 1; next; number++) {
        char *line = next, *end = strchr(line, '\n');
        next = end ? end + 1 : NULL;
        if (end)
            *end = '\0';
        said.place = arena_printf(cx->arena, "%s:%d", file, number);
        if (!read_line(cx, s, trim(line), &said))
            return false;
    }
    return !cx->err.kind;
}

/* ---- the environment ---- */

static const char *lower(struct arena *a, const char *text, size_t n)
{
    char *s = arena_strndup(a, text, n);
    for (char *p = s; *p; p++)
        *p = (char)tolower((unsigned char)*p);
    return s;
}

/* "WORK_CLIENT_ID" of a section that may be there many times → "work", "client_id": the longest key that fits. */
static const char *split_name(struct arena *a, const struct settings_section *section, const char *rest,
                              const char **ret_key)
{
    bool is_file;
    for (const char *p = strchr(rest, '_'); p; p = strchr(p + 1, '_'))
        if (setting_find(section, p + 1, &is_file)) {
            *ret_key = p + 1;
            return arena_strndup(a, rest, (size_t)(p - rest));
        }
    *ret_key = rest;
    return "";
}

static bool say_variable(struct ctx *cx, struct settings *s, const char *variable, const char *value)
{
    const char *name = lower(cx->arena, variable + strlen("STEWARD_"), strlen(variable) - strlen("STEWARD_"));
    struct said said = {.name = "", .value = value, .source = FROM_ENVIRONMENT, .place = variable};
    for (const struct settings_section *const *section = s->sections; *section; section++) {
        size_t n = strlen((*section)->name);
        for (const struct setting *g = (*section)->settings; g->field.type != T_END; g++)
            if (text_equal(g->environment, variable)) {
                said.section = (*section)->name;
                said.key = g->field.name;
                return settings_say(cx, s, &said);
            }
        if (strncmp(name, (*section)->name, n) != 0 || name[n] != '_')
            continue;
        said.section = (*section)->name;
        said.key = name + n + 1;
        if ((*section)->many)
            said.name = split_name(cx->arena, *section, name + n + 1, &said.key);
        return settings_say(cx, s, &said);
    }
    return true; /* of another program, or ours for another purpose */
}

bool settings_read_environment(struct ctx *cx, struct settings *s, char *const *environment)
{
    for (char *const *variable = environment; *variable; variable++) {
        const char *equals = strchr(*variable, '=');
        if (!equals || !equals[1] || !text_starts(*variable, "STEWARD_"))
            continue;
        const char *name = arena_strndup(cx->arena, *variable, (size_t)(equals - *variable));
        if (!text_is_utf8(equals + 1, strlen(equals + 1)))
            return fail(cx, ERR_USAGE, "SET-04", name, "环境变量的值不是 UTF-8 文字",
                        "the variable's value is no UTF-8 text");
        if (!say_variable(cx, s, name, equals + 1))
            return false;
    }
    return true;
}
