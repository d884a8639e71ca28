/* text_fold.c — normal forms of text: as stored, as compared, as parsers read it. */
#include "base/text.h"
#include "base/text_points.h"

#include <string.h>

enum {
    SMALL = 256,  /* code points kept on the stack; most cells and names are shorter */
    PLAIN = 1024, /* the most that text_plain() takes */
    NFC = UTF8PROC_STABLE | UTF8PROC_COMPOSE,
    NFKC = NFC | UTF8PROC_COMPAT,
    NFKC_FOLDED = NFKC | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE,
};

static bool is_between(int32_t c, int32_t low, int32_t high)
{
    return low <= c && c <= high;
}

/* `s` with U+FFFD for every byte that is no UTF-8. */
static const char *repaired(struct arena *a, const char *s)
{
    char *copy = arena_alloc(a, strlen(s) * 3 + 1), *to = copy;
    size_t taken;
    for (int32_t c; (taken = point_next(s, &c)); s += taken)
        to += utf8proc_encode_char(c, (utf8proc_uint8_t *)to);
    return copy;
}

static utf8proc_ssize_t decompose(const char *s, int form, int32_t *to, size_t room)
{
    return utf8proc_decompose((const utf8proc_uint8_t *)s, 0, to, (utf8proc_ssize_t)room,
                              (utf8proc_option_t)(form | UTF8PROC_NULLTERM));
}

static size_t compose(int32_t *points, utf8proc_ssize_t count, int form)
{
    return (size_t)utf8proc_normalize_utf32(points, count, (utf8proc_option_t)form);
}

/* Dashes, tildes, brackets and quotes that people use for one another; 0 for what cannot be seen. */
static int32_t unified(int32_t c)
{
    switch (c) {
    case 0x2010 ... 0x2015: /* ‐ … ― */
    case 0x2043:            /* ⁃ */
    case 0x2212:            /* − */
    case 0x2500 ... 0x2501: /* ─ ━, typed as dashes */
    case 0x2E3A ... 0x2E3B: /* ⸺ ⸻ */
    case 0x30FC:            /* ー */
        return '-';
    case 0x223C: /* ∼ */
    case 0x301C: /* 〜 */
    case 0x3030: /* 〰 */
        return '~';
    case '[':
    case '{':
    case 0x3010: /* 【 */
    case 0x3014: /* 〔 */
    case 0x3016: /* 〖 */
    case 0x3018: /* 〘 */
        return '(';
    case ']':
    case '}':
    case 0x3011:
    case 0x3015:
    case 0x3017:
    case 0x3019:
        return ')';
    case '\'':
    case '`':
    case 0x2018 ... 0x201F: /* ‘ … ‟ */
    case 0x2032 ... 0x2033: /* ′ ″ */
    case 0x300C ... 0x300F: /* 「 … 』 */
    case 0x301D ... 0x301F: /* 〝 … 〟 */
        return '"';
    default:
        return point_is_unseen(c) ? 0 : c;
    }
}

/* What nearly all text in ledgers is made of needs no tables: ASCII, its full-width twins, ideographs and a few
 * marks.  Returns NFKC in lower case, or -1 when the tables must be asked. */
static int32_t simple_nfkc(int32_t c)
{
    if (is_between(c, 0xFF01, 0xFF5E))
        c -= 0xFF01 - '!';
    if (c < 0x80)
        return is_between(c, 'A', 'Z') ? c - 'A' + 'a' : c;
    bool simple = is_between(c, 0x4E00, 0x9FFF) || is_between(c, 0x2010, 0x2015) || is_between(c, 0x2018, 0x201F) ||
                  is_between(c, 0x3000, 0x3020);
    return simple ? c : -1;
}

static bool simple_points(const char *s, int32_t *points, size_t room, size_t *ret_count)
{
    size_t count = 0, taken;
    for (int32_t c; (taken = point_next(s, &c)); s += taken) {
        c = simple_nfkc(c);
        if (c < 0 || count == room)
            return false;
        points[count++] = c;
    }
    *ret_count = count;
    return true;
}

/* The code points of s in a normal form: in `small` where they fit, in the arena otherwise. */
static int32_t *points_in(struct arena *a, const char *s, int form, int32_t small[SMALL], size_t *ret_count)
{
    int32_t *points = small;
    if (form == NFKC_FOLDED && simple_points(s, small, SMALL, ret_count))
        return small;
    utf8proc_ssize_t count = decompose(s, form, small, SMALL);
    if (count < 0) {
        s = repaired(a, s);
        count = decompose(s, form, small, SMALL);
    }
    if (count > SMALL) {
        points = arena_array(a, (size_t)count, sizeof *points);
        count = decompose(s, form, points, (size_t)count);
    }
    *ret_count = compose(points, count, form);
    return points;
}

/* The code points f() makes of these, as text; 0 leaves one out. */
static char *text_of(struct arena *a, const int32_t *points, size_t count, int32_t (*f)(int32_t c))
{
    char *text = arena_alloc(a, count * 4 + 1), *to = text;
    for (size_t i = 0; i < count; i++) {
        int32_t c = f(points[i]);
        if (c)
            to += utf8proc_encode_char(c, (utf8proc_uint8_t *)to);
    }
    return text;
}

static int32_t folded(int32_t c)
{
    c = unified(c);
    return c == '~' ? '-' : c;
}

char *text_fold(struct arena *a, const char *s)
{
    int32_t small[SMALL];
    size_t count;
    const int32_t *points = points_in(a, s ? s : "", NFKC_FOLDED, small, &count);
    return text_of(a, points, count, folded);
}

static int32_t coded(int32_t c)
{
    return point_is_unseen(c) ? 0 : unified(c) == '-' ? '-' : utf8proc_toupper(c);
}

char *text_code(struct arena *a, const char *s)
{
    int32_t small[SMALL];
    size_t count;
    const int32_t *points = points_in(a, s ? s : "", NFKC | UTF8PROC_IGNORE, small, &count);
    return text_of(a, points, count, coded);
}

/* The points of s for text_plain(); false when there are too many or s is no UTF-8. */
static bool plain_points(const char *s, int32_t points[PLAIN], size_t *ret_count)
{
    if (simple_points(s, points, PLAIN, ret_count))
        return true;
    utf8proc_ssize_t count = decompose(s, NFKC_FOLDED, points, PLAIN);
    if (count < 0 || count > PLAIN)
        return false;
    *ret_count = compose(points, count, NFKC_FOLDED);
    return true;
}

bool text_plain(const char *s, char *ret, size_t room)
{
    int32_t points[PLAIN];
    size_t count, length = 0;
    bool gap = false;
    if (room == 0 || !plain_points(s ? s : "", points, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        int32_t c = unified(points[i]);
        if (!c) {
            gap = length > 0;
            continue;
        }
        if (length + gap + 4 >= room)
            return false;
        if (gap)
            ret[length++] = ' ';
        gap = false;
        length += (size_t)utf8proc_encode_char(c, (utf8proc_uint8_t *)ret + length);
    }
    ret[length] = 0;
    return true;
}

/* Marks that turn the reading direction, with which a name can be made to look like another; byte order marks and
 * zero-width spaces that come along with copied text. */
static bool is_stowaway(int32_t c)
{
    return c == 0x200B || c == 0x200E || c == 0x200F || is_between(c, 0x202A, 0x202E) || c == 0x2060 ||
           is_between(c, 0x2066, 0x2069) || c == 0xFEFF;
}

/* A code point as stored; 0 when it goes. */
static int32_t stored(int32_t c, char next)
{
    if (c == '\t')
        return ' ';
    if (c == '\r')
        return next == '\n' ? 0 : '\n';
    if (c == 0x85 || c == 0x2028 || c == 0x2029)
        return '\n';
    bool control = (c < ' ' && c != '\n') || is_between(c, 0x7F, 0x9F);
    return control || is_stowaway(c) ? 0 : c;
}

/* Made only of what NFC leaves alone and what is stored as it is? */
static bool is_clean(const char *s)
{
    size_t taken;
    for (int32_t c; (taken = point_next(s, &c)); s += taken) {
        bool clean = is_between(c, ' ', '~') || c == '\n' || is_between(c, 0xA0, 0x2FF) ||
                     is_between(c, 0x4E00, 0x9FFF) || is_between(c, 0xFF01, 0xFF5E) || is_between(c, 0x3000, 0x3029) ||
                     is_between(c, 0x2010, 0x2027);
        if (!clean)
            return false;
    }
    return true;
}

/* s without the unseen at both ends; NULL when nothing is left. */
static char *trimmed(char *s)
{
    int32_t c;
    size_t n;
    while ((n = point_next(s, &c)) && point_is_unseen(c))
        s += n;
    char *end = s + strlen(s);
    while (end > s && (n = point_before(s, end, &c)) && point_is_unseen(c))
        end -= n;
    *end = 0;
    return *s ? s : NULL;
}

static int32_t as_it_is(int32_t c)
{
    return c;
}

/* What goes may stand between a letter and its accent: so it goes before the two are composed. */
char *text_clean(struct arena *a, const char *s)
{
    if (!s)
        return NULL;
    if (is_clean(s))
        return trimmed(arena_strdup(a, s));
    char *kept = arena_alloc(a, strlen(s) * 3 + 1), *to = kept; /* a stray byte becomes the three of U+FFFD */
    size_t taken, count;
    for (int32_t c; (taken = point_next(s, &c)); s += taken) {
        c = stored(c, s[taken]);
        if (c)
            to += utf8proc_encode_char(c, (utf8proc_uint8_t *)to);
    }
    int32_t small[SMALL];
    const int32_t *points = points_in(a, kept, NFC, small, &count);
    return trimmed(text_of(a, points, count, as_it_is));
}
