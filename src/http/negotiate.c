/* negotiate.c — what the client accepts: quality values of Accept-*, and entity tags. */
#include "http/exchange.h"

#include <string.h>
#include <strings.h>

enum { WHOLE = 1000, UNNAMED = -1 };

static const char *skip_space(const char *p)
{
    return p + strspn(p, " \t");
}

/* "0.8" → 800; anything that is no weight counts as 1. */
static int weight(const char *p)
{
    if (*p != '0' && *p != '1')
        return WHOLE;
    int w = (*p - '0') * WHOLE;
    if (*++p == '.')
        for (int unit = WHOLE / 10; unit > 0 && *++p >= '0' && *p <= '9'; unit /= 10)
            w += (*p - '0') * unit;
    return w < WHOLE ? w : WHOLE;
}

/* The q parameter among those from p to end, e.g. ";level=1;q=0.5". */
static int quality_between(const char *p, const char *end)
{
    while ((p = memchr(p, ';', (size_t)(end - p)))) {
        p = skip_space(p + 1);
        if (p + 2 < end && (*p == 'q' || *p == 'Q') && p[1] == '=')
            return weight(p + 2);
        if (p >= end)
            break;
    }
    return WHOLE;
}

static bool is_named(const char *name, size_t length, const char *want)
{
    size_t n = strlen(want);
    return length >= n && strncasecmp(name, want, n) == 0 && (length == n || name[n] == '-');
}

int accept_quality(const char *header, const char *want, bool stars)
{
    int named = UNNAMED, star = UNNAMED;
    for (const char *p = header ? header : ""; *p;) {
        p = skip_space(p);
        const char *end = p + strcspn(p, ",");
        size_t length = strcspn(p, ",; \t");
        int quality = quality_between(p, end);
        if (is_named(p, length, want))
            named = quality > named ? quality : named;
        else if (length == 1 && *p == '*')
            star = quality;
        p = *end ? end + 1 : end;
    }
    return named != UNNAMED || !stars ? named : star;
}

enum lang accept_language(const char *header)
{
    return accept_quality(header, "en", false) > accept_quality(header, "zh", false) ? LANG_EN : LANG_ZH;
}

static const char *without_weakness(const char *tag)
{
    return strncmp(tag, "W/", 2) == 0 ? tag + 2 : tag;
}

bool tag_matches(const char *if_none_match, const char *etag)
{
    if (!if_none_match)
        return false;
    etag = without_weakness(etag);
    size_t n = strlen(etag);
    for (const char *p = skip_space(if_none_match); *p; p = skip_space(p)) {
        if (*p == '*')
            return true;
        p = without_weakness(p);
        if (*p != '"')
            return false;
        const char *close = strchr(p + 1, '"');
        if (!close)
            return false;
        if ((size_t)(close + 1 - p) == n && strncmp(p, etag, n) == 0)
            return true;
        p = skip_space(close + 1);
        p += *p == ',';
    }
    return false;
}
