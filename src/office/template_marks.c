/* template_marks.c — what a mark looks like in the text of a template. */
#include "office/template_marks.h"
#include "base/map.h"

#include <string.h>

bool mark_next(const char *s, size_t from, size_t *ret_start, size_t *ret_end)
{
    for (const char *close; (close = strstr(s + from, "}}")); from = (size_t)(close + 2 - s)) {
        /* The last opening before the close: "{{a {{b}}" has one mark, b. */
        for (const char *open = close - 2; open >= s + from; open--) {
            if (open[0] == '{' && open[1] == '{') {
                *ret_start = (size_t)(open - s);
                *ret_end = (size_t)(close + 2 - s);
                return true;
            }
        }
    }
    return false;
}

static size_t space_at(const char *s, size_t n)
{
    if (n >= 1 && strchr(" \t\r\n", *s) && *s)
        return 1;
    if (n >= 2 && memcmp(s, "\u00A0", 2) == 0)
        return 2;
    return n >= 3 && memcmp(s, "\u3000", 3) == 0 ? 3 : 0;
}

char *mark_trim(struct arena *a, const char *s, size_t n)
{
    for (size_t step; (step = space_at(s, n)); n -= step)
        s += step;
    for (size_t back = 1; back <= 3 && back <= n;) {
        if (space_at(s + n - back, back) == back) {
            n -= back;
            back = 1;
        } else {
            back++;
        }
    }
    return arena_strndup(a, s, n);
}

bool mark_is_blank(const char *s)
{
    while (*s) {
        size_t step = space_at(s, strlen(s));
        if (!step)
            return false;
        s += step;
    }
    return true;
}

static bool starts_word(struct arena *a, const char *s, const char *word, const char **ret_rest)
{
    size_t n = strlen(word);
    if (strncmp(s, word, n) != 0 || (s[n] && !space_at(s + n, strlen(s + n))))
        return false;
    *ret_rest = mark_trim(a, s + n, strlen(s + n));
    return true;
}

struct mark mark_read(struct arena *a, const char *s, size_t start, size_t end)
{
    struct mark m = {.kind = MARK_VALUE, .inside = mark_trim(a, s + start + 2, end - start - 4)};
    m.name = m.inside;
    if (starts_word(a, m.inside, "#each", &m.name))
        m.kind = MARK_EACH;
    else if (starts_word(a, m.inside, "#if", &m.name))
        m.kind = MARK_IF;
    else if (starts_word(a, m.inside, "#else", &m.name))
        m.kind = MARK_ELSE;
    else if (starts_word(a, m.inside, "/each", &m.name))
        m.kind = MARK_END_EACH;
    else if (starts_word(a, m.inside, "/if", &m.name))
        m.kind = MARK_END_IF;
    else if (*m.inside == '#' || *m.inside == '/')
        m.kind = MARK_UNKNOWN;
    return m;
}

bool mark_opens(const char *s, size_t from, size_t to)
{
    for (size_t i = from; i + 1 < to; i++)
        if (s[i] == '{' && s[i + 1] == '{')
            return true;
    return false;
}

void mark_names(struct arena *a, const char *text, struct map *names)
{
    size_t start, end;
    for (size_t from = 0; mark_next(text, from, &start, &end); from = end) {
        const struct mark m = mark_read(a, text, start, end);
        if ((m.kind == MARK_VALUE || m.kind == MARK_EACH || m.kind == MARK_IF) && *m.name)
            map_set(names, m.name, 1);
    }
}

const char *const *mark_names_list(struct arena *a, const struct map *names, size_t *ret_count)
{
    const size_t count = map_count(names);
    const char **list = arena_array(a, count + 1, sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = map_key(names, i);
    *ret_count = count;
    return list;
}
