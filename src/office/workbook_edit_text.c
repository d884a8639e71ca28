/* workbook_edit_text.c — XML as text: tags and attributes by their place, so that every other byte stays. */
#include "office/workbook_edit_inner.h"

#include <ctype.h>
#include <string.h>

struct span span_of(const char *s)
{
    return (struct span){s, strlen(s)};
}

bool span_is(struct span a, const char *s)
{
    return strlen(s) == a.n && memcmp(a.s, s, a.n) == 0;
}

int64_t span_int(struct span s, int64_t otherwise)
{
    int64_t n = 0;
    if (s.n == 0 || s.n > 15)
        return otherwise;
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] < '0' || s.s[i] > '9')
            return otherwise;
        n = n * 10 + (s.s[i] - '0');
    }
    return n;
}

static void add_code_point(struct buf *out, uint32_t c)
{
    if (c < 0x80) {
        buf_char(out, (char)c);
    } else if (c < 0x800) {
        buf_char(out, (char)(0xC0 | c >> 6));
        buf_char(out, (char)(0x80 | (c & 0x3F)));
    } else if (c < 0x10000) {
        buf_char(out, (char)(0xE0 | c >> 12));
        buf_char(out, (char)(0x80 | (c >> 6 & 0x3F)));
        buf_char(out, (char)(0x80 | (c & 0x3F)));
    } else if (c < 0x110000) {
        buf_char(out, (char)(0xF0 | c >> 18));
        buf_char(out, (char)(0x80 | (c >> 12 & 0x3F)));
        buf_char(out, (char)(0x80 | (c >> 6 & 0x3F)));
        buf_char(out, (char)(0x80 | (c & 0x3F)));
    }
}

static uint32_t character_number(const char *s, const char *end)
{
    const bool hex = s < end && (*s == 'x' || *s == 'X');
    uint32_t c = 0;
    for (s += hex; s < end && isxdigit((unsigned char)*s) && c < 0x110000; s++)
        c = c * (hex ? 16 : 10) + (uint32_t)(isdigit((unsigned char)*s) ? *s - '0' : (*s | 0x20) - 'a' + 10);
    return c;
}

const char *span_text(struct arena *a, struct span raw)
{
    static const struct {
        const char *name;
        char c;
    } entities[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    if (raw.n == 0 || !memchr(raw.s, '&', raw.n))
        return arena_strndup(a, raw.n ? raw.s : "", raw.n);
    struct buf out = buf_init(a);
    for (const char *p = raw.s, *end = raw.s + raw.n; p < end;) {
        const char *semicolon = *p == '&' ? memchr(p, ';', (size_t)(end - p)) : NULL;
        if (!semicolon) {
            buf_char(&out, *p++);
            continue;
        }
        struct span name = {p + 1, (size_t)(semicolon - p - 1)};
        if (name.n > 1 && name.s[0] == '#')
            add_code_point(&out, character_number(name.s + 1, semicolon));
        for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
            if (span_is(name, entities[i].name))
                buf_char(&out, entities[i].c);
        p = semicolon + 1;
    }
    return out.data;
}

static const char *find(const char *at, const char *end, const char *what)
{
    const char *found = memmem(at, (size_t)(end - at), what, strlen(what));
    return found ? found + strlen(what) : end;
}

static bool is_name_end(char c)
{
    return c == ' ' || c == '>' || c == '/' || c == '\n' || c == '\t' || c == '\r';
}

bool tag_next(const char **at, const char *end, struct tag *ret)
{
    const char *p = *at;
    while ((p = memchr(p, '<', (size_t)(end - p)))) {
        const size_t left = (size_t)(end - p);
        if (left > 3 && memcmp(p, "<!--", 4) == 0)
            p = find(p, end, "-->");
        else if (left > 8 && memcmp(p, "<![CDATA[", 9) == 0)
            p = find(p, end, "]]>");
        else if (left > 1 && (p[1] == '?' || p[1] == '!'))
            p = find(p, end, ">");
        else
            break;
    }
    if (!p) {
        *at = end;
        return false;
    }
    struct tag t = {.start = p, .close = p + 1 < end && p[1] == '/'};
    const char *name = p + 1 + t.close, *q = name;
    while (q < end && !is_name_end(*q))
        q++;
    const char *colon = memchr(name, ':', (size_t)(q - name));
    t.prefix = (struct span){name, colon ? (size_t)(colon + 1 - name) : 0};
    t.name = (struct span){name + t.prefix.n, (size_t)(q - name) - t.prefix.n};
    for (char quote = 0; q < end && (quote || *q != '>'); q++) {
        if (quote ? *q == quote : *q == '"' || *q == '\'')
            quote = quote ? 0 : *q;
    }
    t.empty = q < end && q[-1] == '/';
    t.end = q < end ? q + 1 : end;
    *at = t.end;
    *ret = t;
    return q < end;
}

bool tag_is(const struct tag *t, const char *name)
{
    return span_is(t->name, name);
}

/* The next attribute at or after *at: its name as written, its value, and where it begins (with the space before). */
static bool attr_next(const char **at, const char *end, const char **ret_start, struct span *ret_name,
                      struct span *ret_value)
{
    const char *p = *at;
    *ret_start = p;
    while (p < end && (isspace((unsigned char)*p)))
        p++;
    const char *name = p;
    while (p < end && *p != '=' && *p != '>' && *p != '/' && !isspace((unsigned char)*p))
        p++;
    *ret_name = (struct span){name, (size_t)(p - name)};
    while (p < end && isspace((unsigned char)*p))
        p++;
    if (p == end || *p != '=' || ret_name->n == 0)
        return false;
    for (p++; p < end && isspace((unsigned char)*p); p++)
        ;
    const char quote = p < end ? *p : 0;
    const char *close = quote == '"' || quote == '\'' ? memchr(p + 1, quote, (size_t)(end - p - 1)) : NULL;
    if (!close)
        return false;
    *ret_value = (struct span){p + 1, (size_t)(close - p - 1)};
    *at = close + 1;
    return true;
}

static struct span without_prefix(struct span name)
{
    const char *colon = memchr(name.s, ':', name.n);
    if (!colon || (name.n > 5 && memcmp(name.s, "xmlns", 5) == 0))
        return name;
    return (struct span){colon + 1, name.n - (size_t)(colon + 1 - name.s)};
}

bool tag_attr(const struct tag *t, const char *name, struct span *ret_value)
{
    const char *at = t->name.s + t->name.n, *start;
    struct span key, value;
    while (attr_next(&at, t->end, &start, &key, &value))
        if (span_is(without_prefix(key), name)) {
            *ret_value = value;
            return true;
        }
    return false;
}

bool tag_skip(const char **at, const char *end, const struct tag *t, struct span *ret_inside)
{
    const char *inside = *at;
    struct tag next = *t;
    int depth = t->empty ? 0 : 1;
    while (depth > 0) {
        if (!tag_next(at, end, &next))
            return false;
        depth += next.close ? -1 : next.empty ? 0 : 1;
    }
    if (ret_inside)
        *ret_inside = (struct span){inside, t->empty ? 0 : (size_t)(next.start - inside)};
    return true;
}

static void write_attribute(struct buf *out, struct span name, const char *value)
{
    buf_char(out, ' ');
    buf_add(out, name.s, name.n);
    buf_text(out, "=\"");
    attribute_write(out, value);
    buf_char(out, '"');
}

void tag_write(struct buf *out, const struct tag *t, const struct attr_change *changes, size_t count, bool empty)
{
    const char *at = t->name.s + t->name.n, *start;
    struct span key, value, old;
    buf_add(out, t->start, (size_t)(at - t->start));
    while (attr_next(&at, t->end, &start, &key, &value)) {
        size_t i = 0;
        while (i < count && !span_is(without_prefix(key), changes[i].name))
            i++;
        if (i == count)
            buf_add(out, start, (size_t)(at - start));
        else if (changes[i].value)
            write_attribute(out, key, changes[i].value);
    }
    for (size_t i = 0; i < count; i++)
        if (changes[i].value && !tag_attr(t, changes[i].name, &old))
            write_attribute(out, span_of(changes[i].name), changes[i].value);
    buf_text(out, empty ? "/>" : ">");
}

static const char *escape_of(const char *p, bool attribute)
{
    const unsigned char c = (unsigned char)*p;
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return attribute ? "&quot;" : NULL;
    case '\'':
        return attribute ? "&apos;" : NULL; /* the attribute may stand in either quotes */
    case '\n':
    case '\t':
        return NULL;
    default:
        return c < ' ' ? "" : NULL;
    }
}

/* U+FFFE and U+FFFF */
static bool is_noncharacter(const char *p)
{
    return (unsigned char)p[0] == 0xEF && (unsigned char)p[1] == 0xBF && (unsigned char)p[2] >= 0xBE;
}

static void write_escaped(struct buf *out, const char *s, bool attribute)
{
    const char *from = s;
    for (const char *p = s; *p; p++) {
        const bool none = is_noncharacter(p);
        const char *instead = none ? "" : escape_of(p, attribute);
        if (!instead)
            continue;
        buf_add(out, from, (size_t)(p - from));
        buf_text(out, instead);
        p += none ? 2 : 0;
        from = p + 1;
    }
    buf_text(out, from);
}

void text_write(struct buf *out, const char *s)
{
    write_escaped(out, s, false);
}

void attribute_write(struct buf *out, const char *s)
{
    write_escaped(out, s, true);
}

/* "_x" and four hexadecimal digits and "_": Excel would read a character there. */
static bool looks_escaped(const char *s)
{
    if (s[0] != '_' || s[1] != 'x')
        return false;
    for (int i = 2; i < 6; i++)
        if (!isxdigit((unsigned char)s[i]))
            return false;
    return s[6] == '_';
}

void cell_text_write(struct buf *out, const char *s)
{
    const char *escaped = s;
    while ((escaped = strstr(escaped, "_x")) && !looks_escaped(escaped))
        escaped++;
    if (!escaped) {
        text_write(out, s);
        return;
    }
    text_write(out, arena_strndup(out->arena, s, (size_t)(escaped - s)));
    buf_text(out, "_x005F_");
    cell_text_write(out, escaped + 1);
}

void rewrite_to(struct rewrite *w, const char *start, const char *continue_at)
{
    buf_add(w->out, w->copied, (size_t)(start - w->copied));
    w->copied = continue_at;
}
