/* log.c — structured log lines that values cannot break out of. */
#include "base/log.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <utf8proc.h>

enum {
    TAIL = 16,          /* kept for the cut sign, the closing quote and brace and the line break */
    LONGEST_PIECE = 16, /* "\ud83d\ude00" and its NUL */
};

static const char *const level_names[] = {"debug", "info", "warn", "error"};
static enum log_level least = LEVEL_DEBUG;
static bool as_json;

void log_set_up(const struct log_settings *set)
{
    as_json = strcmp(set->format, "json") == 0;
    for (enum log_level i = LEVEL_DEBUG; i <= LEVEL_ERROR; i++)
        if (strcmp(set->level, level_names[i]) == 0)
            least = i;
}

/* Add all of n bytes or nothing, leaving `reserve` bytes free. */
static bool add(struct log_line *l, const char *s, size_t n, size_t reserve)
{
    if (n > sizeof l->text - reserve - l->length)
        return false;
    memcpy(l->text + l->length, s, n);
    l->length += n;
    return true;
}

static bool is_plain(const char *s)
{
    size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/:@+-,%#*()[]");
    return n > 0 && s[n] == '\0';
}

/* Can the character do anything but show itself?  Controls, line and paragraph separators, and the invisible
 * characters that turn text around. */
static bool is_shown(utf8proc_int32_t c)
{
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return false;
    default:
        return true;
    }
}

static int put_escape(char piece[LONGEST_PIECE], unsigned c, bool json)
{
    if (!json)
        return snprintf(piece, LONGEST_PIECE, "\\u{%x}", c);
    if (c < 0x10000)
        return snprintf(piece, LONGEST_PIECE, "\\u%04x", c);
    return snprintf(piece, LONGEST_PIECE, "\\u%04x\\u%04x", 0xD7C0 + (c >> 10), 0xDC00 + (c & 0x3FF));
}

/* One character of a value, escaped where needed, into piece; returns how many source bytes it took. */
static size_t next_piece(const char *s, char piece[LONGEST_PIECE], bool json, size_t *ret_length)
{
    utf8proc_int32_t c;
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s, -1, &c);
    int length;
    if (n <= 0) {
        n = 1;
        length = snprintf(piece, LONGEST_PIECE, json ? "\\\\x%02x" : "\\x%02x", (unsigned char)*s);
    } else if (c == '"' || c == '\\')
        length = snprintf(piece, LONGEST_PIECE, "\\%c", (char)c);
    else if (c == '\n' || c == '\r' || c == '\t')
        length = snprintf(piece, LONGEST_PIECE, "\\%c", c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
    else if (!is_shown(c))
        length = put_escape(piece, (unsigned)c, json);
    else {
        memcpy(piece, s, (size_t)n);
        length = (int)n;
    }
    *ret_length = (size_t)length;
    return (size_t)n;
}

static void add_quoted(struct log_line *l, const char *s)
{
    add(l, "\"", 1, 1);
    while (*s) {
        char piece[LONGEST_PIECE];
        size_t length;
        s += next_piece(s, piece, l->json, &length);
        if (!add(l, piece, length, TAIL)) {
            add(l, "…", strlen("…"), 3);
            break;
        }
    }
    add(l, "\"", 1, 2);
}

/* " key=" or ",\"key\":", when there is room for it and a value. */
static bool add_key(struct log_line *l, const char *key)
{
    size_t n = strlen(key);
    if (n + 2 * TAIL + 6 > sizeof l->text - l->length)
        return false;
    add(l, l->json ? l->length ? ",\"" : "{\"" : " ", l->json ? 2 : l->length > 0, TAIL);
    add(l, key, n, TAIL);
    return add(l, l->json ? "\":" : "=", l->json ? 2 : 1, TAIL);
}

void log_text(struct log_line *l, const char *key, const char *value)
{
    if (!value || !add_key(l, key))
        return;
    if (l->json || !is_plain(value) || !add(l, value, strlen(value), TAIL))
        add_quoted(l, value);
}

void log_int(struct log_line *l, const char *key, int64_t value)
{
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%lld", (long long)value);
    if (add_key(l, key))
        add(l, digits, (size_t)n, 2);
}

void log_err(struct log_line *l, const struct err *err)
{
    log_int(l, "status", err_http_status(err));
    log_text(l, "code", err->code);
    log_text(l, "path", err->path);
    log_text(l, "message", err->message.en);
    log_text(l, "cause", err->cause);
}

/* Shanghai time: UTC+8 all year. */
static void add_time(struct log_line *l)
{
    struct timespec now;
    struct tm tm;
    char text[64];
    clock_gettime(CLOCK_REALTIME, &now);
    time_t local = now.tv_sec + 8 * 3600;
    gmtime_r(&local, &tm);
    size_t n = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &tm);
    snprintf(text + n, sizeof text - n, ".%03ld+08:00", now.tv_nsec / 1000000);
    log_text(l, "time", text);
}

struct log_line log_begin(enum log_level level, const char *event)
{
    struct log_line l;
    l.length = 0;
    l.json = as_json;
    l.dropped = level < least;
    add_time(&l);
    log_text(&l, "level", level_names[level]);
    log_text(&l, "event", event);
    return l;
}

void log_end(struct log_line *l)
{
    if (l->dropped)
        return;
    add(l, l->json ? "}\n" : "\n", l->json ? 2 : 1, 0);
    ssize_t written = write(STDERR_FILENO, l->text, l->length);
    (void)written; /* there is nowhere left to complain */
}
