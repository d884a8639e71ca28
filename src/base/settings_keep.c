/* settings_keep.c — the settings' file as it goes into a backup: word by word, or without what must stay secret. */
#include "base/settings_inner.h"
#include "base/text.h"

#include <string.h>

/* "postgresql://user:password@host/db", "host=… password=…": a value that is no secret by name. */
static bool holds_password(const char *value)
{
    const char *user = strstr(value, "://");
    const size_t n = user ? strcspn(user + 3, "/") : 0;
    const char *at = user ? memchr(user + 3, '@', n) : NULL;
    return (at && memchr(user + 3, ':', (size_t)(at - user - 3))) || strstr(value, "password=");
}

static const char *word(struct arena *a, const char *from, size_t n)
{
    const char *text = arena_strndup(a, from, n);
    text += strspn(text, " \t\r");
    size_t length = strlen(text);
    while (length && strchr(" \t\r", text[length - 1]))
        length--;
    return arena_strndup(a, text, length);
}

/* Does the line say what must stay secret?  So may one that is commented out; and one that sets what this program does not
 * know, for nobody can tell. */
static bool is_secret(struct ctx *cx, const struct settings_section *section, const char *text, const char **ret_key)
{
    const bool comment = *text == '#';
    const char *said = text + strspn(text, "# \t"), *equals = strchr(said, '=');
    bool is_file = false;
    *ret_key = equals ? word(cx->arena, said, (size_t)(equals - said)) : "";
    const struct setting *setting = section && equals ? setting_find(section, *ret_key, &is_file) : NULL;
    if (setting && setting->field.flags & FIELD_SECRET && !is_file)
        return *word(cx->arena, equals + 1, strlen(equals + 1));
    return holds_password(text) || (!setting && !comment && *text && *text != '[');
}

static void keep_line(struct ctx *cx, const struct settings *s, const char *line,
                      const struct settings_section **section, struct buf *out)
{
    const char *text = word(cx->arena, line, strlen(line)), *key;
    if (*text == '[')
        *section = section_find(s, word(cx->arena, text + 1, strcspn(text + 1, ".]")));
    if (is_secret(cx, *section, text, &key))
        buf_printf(out, "# %s: 未加密的备份里不存 · not kept in a backup that is not encrypted", key);
    else
        buf_text(out, line);
}

const char *settings_kept(struct ctx *cx, const struct settings *s, bool secrets)
{
    const struct settings_section *section = NULL;
    struct buf out = buf_init(cx->arena);
    char *next = s->file ? settings_file_text(cx, s->file) : NULL;
    if (!next || secrets)
        return next;
    if (text_starts(next, "\xEF\xBB\xBF"))
        next += 3;
    while (next) {
        char *line = next, *end = strchr(line, '\n');
        next = end ? end + 1 : NULL;
        if (end)
            *end = '\0';
        keep_line(cx, s, line, &section, &out);
        buf_text(&out, end ? "\n" : "");
    }
    return out.data;
}
