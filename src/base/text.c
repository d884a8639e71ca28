/* text.c — UTF-8 text: simple questions about it, lists, codes with a check digit. */
#include "base/text.h"

#include "base/text_points.h"

#include <string.h>

bool text_is_utf8(const char *s, size_t n)
{
    const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)s;
    while (n) {
        int32_t c;
        utf8proc_ssize_t taken = *p < 0x80 ? 1 : utf8proc_iterate(p, (utf8proc_ssize_t)n, &c);
        if (taken <= 0)
            return false;
        p += taken;
        n -= (size_t)taken;
    }
    return true;
}

static bool is_tail(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

size_t point_next(const char *s, int32_t *ret_point)
{
    unsigned char first = (unsigned char)*s;
    if (first < 0x80) {
        *ret_point = first;
        return first != 0;
    }
    if (first > 0xE0 && first < 0xED && is_tail(s[1]) && is_tail(s[2])) { /* nearly all Chinese */
        *ret_point = (first & 0x0F) << 12 | (s[1] & 0x3F) << 6 | (s[2] & 0x3F);
        return 3;
    }
    utf8proc_ssize_t taken = utf8proc_iterate((const utf8proc_uint8_t *)s, -1, ret_point);
    if (taken > 0)
        return (size_t)taken;
    *ret_point = POINT_REPLACEMENT;
    return 1;
}

size_t point_before(const char *s, const char *end, int32_t *ret_point)
{
    size_t back = 1;
    while (back < 4 && back < (size_t)(end - s) && is_tail(end[-(ptrdiff_t)back]))
        back++;
    if (point_next(end - back, ret_point) == back)
        return back;
    *ret_point = POINT_REPLACEMENT;
    return 1;
}

bool point_is_unseen(int32_t c)
{
    if (c < 0x80)
        return c <= ' ' || c == 0x7F;
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
        return true;
    default:
        return false;
    }
}

size_t text_chars(const char *s)
{
    size_t count = 0, taken;
    for (int32_t c; s && (taken = point_next(s, &c)); s += taken)
        count++;
    return count;
}

bool text_is_empty(const char *s)
{
    size_t taken;
    for (int32_t c; s && (taken = point_next(s, &c)); s += taken)
        if (!point_is_unseen(c))
            return false;
    return true;
}

bool text_equal(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

bool text_starts(const char *s, const char *prefix)
{
    if (!s)
        return false;
    for (; *prefix; s++, prefix++)
        if (*s != *prefix)
            return false;
    return true;
}

bool text_has(const char *s, const char *part)
{
    return s && strstr(s, part);
}

static size_t count_char(const char *s, char c)
{
    size_t count = 0;
    for (; *s; s++)
        count += *s == c;
    return count;
}

char **text_split(struct arena *a, const char *s, char separator)
{
    const char separators[] = {separator, 0};
    if (!s)
        s = "";
    char **list = arena_array(a, count_char(s, separator) + 2, sizeof *list);
    size_t count = 0;
    while (*s) {
        size_t n = strcspn(s, separators);
        if (n)
            list[count++] = arena_strndup(a, s, n);
        s += n + (s[n] != 0);
    }
    return list;
}

bool text_is_credit_code(const char *s)
{
    static const char digits[] = "0123456789ABCDEFGHJKLMNPQRTUWXY"; /* no I O S V Z */
    enum { LENGTH = 18, BASE = 31 };
    if (!s || strlen(s) != LENGTH)
        return false;
    int sum = 0, weight = 1; /* the i-th digit weighs 3^i mod 31 */
    for (int i = 0; i < LENGTH - 1; i++) {
        const char *digit = strchr(digits, s[i]);
        if (!digit)
            return false;
        sum += weight * (int)(digit - digits);
        weight = weight * 3 % BASE;
    }
    return s[LENGTH - 1] == digits[(BASE - sum % BASE) % BASE];
}

bool text_has_word(const char *words, const char *word)
{
    const size_t length = strlen(word);
    for (words += strspn(words, " "); *words; words += strspn(words, " ")) {
        const size_t n = strcspn(words, " ");
        if (n == length && memcmp(words, word, n) == 0)
            return true;
        words += n;
    }
    return false;
}
