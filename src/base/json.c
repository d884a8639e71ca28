/* json.c — the streaming JSON writer. */
#include "base/json.h"

struct json json_to(struct buf *out)
{
    return (struct json){.out = out};
}

static void before_value(struct json *j)
{
    if (j->comma)
        buf_char(j->out, ',');
    j->comma = true;
}

static void open_with(struct json *j, char bracket)
{
    before_value(j);
    buf_char(j->out, bracket);
    j->comma = false;
}

static void close_with(struct json *j, char bracket)
{
    buf_char(j->out, bracket);
    j->comma = true;
}

void json_object_begin(struct json *j)
{
    open_with(j, '{');
}

void json_object_end(struct json *j)
{
    close_with(j, '}');
}

void json_array_begin(struct json *j)
{
    open_with(j, '[');
}

void json_array_end(struct json *j)
{
    close_with(j, ']');
}

/* Length of the well-formed UTF-8 sequence of two bytes or more at p, 0 when there is none.  The NUL at the end
 * of the string is no continuation byte, so this never reads past it. */
static size_t sequence_at(const unsigned char *p)
{
    unsigned char low = 0x80, high = 0xBF; /* range of the second byte: no overlong forms, surrogates, > U+10FFFF */
    size_t n = p[0] >= 0xC2 && p[0] <= 0xDF   ? 2
               : p[0] >= 0xE0 && p[0] <= 0xEF ? 3
               : p[0] >= 0xF0 && p[0] <= 0xF4 ? 4
                                              : 0;
    if (p[0] == 0xE0)
        low = 0xA0;
    else if (p[0] == 0xED)
        high = 0x9F;
    else if (p[0] == 0xF0)
        low = 0x90;
    else if (p[0] == 0xF4)
        high = 0x8F;
    if (!n || p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < n; i++)
        if (p[i] < 0x80 || p[i] > 0xBF)
            return 0;
    return n;
}

/* U+2028 and U+2029 end a line in JavaScript source: E2 80 A8 and E2 80 A9. */
static bool is_line_separator(const unsigned char *p)
{
    return p[0] == 0xE2 && p[1] == 0x80 && (p[2] == 0xA8 || p[2] == 0xA9);
}

/* Length of the character at p that may stand as it is, 0 when it may not. */
static size_t plain_at(const unsigned char *p)
{
    if (*p >= 0x20 && *p < 0x80)
        return *p != '"' && *p != '\\';
    if (*p >= 0xE3 && *p <= 0xEC) /* most of our text is Chinese */
        return (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80 ? 3 : 0;
    return *p >= 0x80 && !is_line_separator(p) ? sequence_at(p) : 0;
}

/* How many bytes from p on may stand as they are. */
static size_t plain_run(const unsigned char *p)
{
    const unsigned char *start = p;
    for (size_t n; (n = plain_at(p)) > 0;)
        p += n;
    return (size_t)(p - start);
}

/* Write what cannot stand as it is at p; returns how many bytes of the source that takes. */
static size_t escape(struct buf *out, const unsigned char *p)
{
    static const char letters[] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    if (*p == '"' || *p == '\\')
        buf_add(out, (const char[]){'\\', (char)*p}, 2);
    else if (*p < sizeof letters && letters[*p])
        buf_add(out, (const char[]){'\\', letters[*p]}, 2);
    else if (*p < 0x20)
        buf_printf(out, "\\u%04x", *p);
    else if (is_line_separator(p)) {
        buf_printf(out, "\\u20%02x", p[2] - 0x80);
        return 3;
    } else
        buf_text(out, "\xEF\xBF\xBD"); /* U+FFFD for each byte that is no UTF-8 */
    return 1;
}

static void quoted(struct buf *out, const char *s)
{
    const unsigned char *p = (const unsigned char *)s;
    buf_char(out, '"');
    while (*p) {
        size_t n = plain_run(p);
        buf_add(out, p, n);
        p += n;
        if (*p)
            p += escape(out, p);
    }
    buf_char(out, '"');
}

void json_key(struct json *j, const char *key)
{
    before_value(j);
    quoted(j->out, key);
    buf_char(j->out, ':');
    j->comma = false;
}

void json_raw(struct json *j, const char *json_document)
{
    before_value(j);
    buf_text(j->out, json_document ? json_document : "null");
}

void json_none(struct json *j)
{
    json_raw(j, NULL);
}

void json_bool(struct json *j, bool b)
{
    json_raw(j, b ? "true" : "false");
}

void json_int(struct json *j, int64_t n)
{
    before_value(j);
    buf_int(j->out, n);
}

void json_text(struct json *j, const char *s)
{
    if (!s) {
        json_none(j);
        return;
    }
    before_value(j);
    quoted(j->out, s);
}

void json_put_int(struct json *j, const char *key, int64_t n)
{
    json_key(j, key);
    json_int(j, n);
}

void json_put_text(struct json *j, const char *key, const char *s)
{
    json_key(j, key);
    json_text(j, s);
}

void json_put_bool(struct json *j, const char *key, bool b)
{
    json_key(j, key);
    json_bool(j, b);
}

void json_put_label(struct json *j, const char *key, struct label l)
{
    json_key(j, key);
    json_object_begin(j);
    json_put_text(j, "zh", l.zh);
    json_put_text(j, "en", l.en);
    json_object_end(j);
}

static const char *short_text(struct arena *a, enum type type, int64_t i)
{
    return type == T_DATE      ? date_iso(a, (struct date){i})
           : type == T_INSTANT ? instant_iso(a, (struct instant){i})
                               : percent_decimal(a, i);
}

/* Room first, so that the buffer need not grow between mark and reset: a long list leaves nothing behind. */
static void put_short_text(struct json *j, enum type type, int64_t i)
{
    buf_room(j->out, 64);
    struct arena_mark mark = arena_mark(j->out->arena);
    json_text(j, short_text(j->out->arena, type, i));
    arena_reset(j->out->arena, mark);
}

static bool is_worded(enum type type)
{
    return type == T_TEXT || type == T_NOTE || type == T_CHOICE || type == T_JSON;
}

void json_value(struct json *j, const struct field *f, struct value v)
{
    bool fits = is_worded(f->type) ? v.kind == VALUE_TEXT : v.kind == VALUE_INT;
    enum type type = fits && !(f->flags & FIELD_SECRET) ? f->type : T_END;
    switch (type) {
    case T_BOOL:
        json_bool(j, v.i != 0);
        break;
    case T_INT:
    case T_ID:
    case T_REF:
    case T_MONEY:
        json_int(j, v.i);
        break;
    case T_PERCENT:
    case T_DATE:
    case T_INSTANT:
        put_short_text(j, type, v.i);
        break;
    case T_TEXT:
    case T_NOTE:
    case T_CHOICE:
        json_text(j, v.s);
        break;
    case T_JSON:
        json_raw(j, v.s);
        break;
    case T_BYTES:
    case T_END:
        json_none(j);
        break;
    }
}
