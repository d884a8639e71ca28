/* scan.c — reads text word by word. */
#include "base/scan.h"

#include "base/text.h"

#include <string.h>

void scan_spaces(const char **p)
{
    while (**p == ' ')
        ++*p;
}

bool scan_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool scan_word(const char **p, const char *word)
{
    const char *s = *p;
    scan_spaces(&s);
    if (!text_starts(s, word))
        return false;
    *p = s + strlen(word);
    return true;
}

bool scan_any(const char **p, const char *const *words)
{
    for (; *words; words++)
        if (scan_word(p, *words))
            return true;
    return false;
}

bool scan_number(const char **p, struct scan_number *ret_number)
{
    const char *s = *p;
    int value = 0;
    scan_spaces(&s);
    size_t n = text_number(s, &value);
    if (n == 0)
        return false;
    *ret_number = (struct scan_number){value, scan_is_digit(*s) ? (int)n : 0};
    *p = s + n;
    return true;
}
