/* cell_shown.c — shows a number or date by its format code: sections, conditions, digits, literals (ECMA-376 18.8.31). */
#include "office/cell_shown.h"

#include "base/buf.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { SECTIONS = 4, SECTION_MOST = 255 }; /* Excel takes no longer code */

/* One part of a code between semicolons. */
struct section {
    const char *s;
    size_t n;
    char compare[3]; /* ">=", "<"; "" when it has no condition of its own */
    double against;
};

/* What one step through a code finds. */
struct token {
    enum { LITERAL, CHAR, BRACKET } kind;
    const char *s; /* without quotes and brackets */
    size_t n;
};

static bool token_next(const char **p, const char *end, struct token *t)
{
    const char *s = *p, *close;
    if (s >= end)
        return false;
    switch (*s) {
    case '"':
    case '[':
        close = memchr(s + 1, *s == '"' ? '"' : ']', (size_t)(end - s - 1));
        *t = (struct token){*s == '"' ? LITERAL : BRACKET, s + 1, (size_t)((close ? close : end) - s - 1)};
        *p = close ? close + 1 : end;
        return true;
    case '\\':
    case '!': /* the same, in Chinese Excel */
        *t = (struct token){LITERAL, s + 1, end - s > 1};
        while (s + 1 + t->n < end && t->n && ((unsigned char)s[1 + t->n] & 0xc0) == 0x80) /* a whole character */
            t->n++;
        *p = s + 1 + t->n;
        return true;
    case '_': /* as wide as the character behind it */
    case '*': /* fills the cell with it */
        *t = (struct token){LITERAL, " ", *s == '_'};
        *p = end - s > 1 ? s + 2 : end;
        return true;
    default:
        *t = (struct token){CHAR, s, 1};
        *p = s + 1;
        return true;
    }
}

static void read_condition(struct section *section, const struct token *t)
{
    size_t n = strspn(t->s, "<>=");
    char number[32] = "";
    if (n == 0 || n > 2 || n >= t->n || t->n - n >= sizeof number)
        return;
    memcpy(section->compare, t->s, n);
    memcpy(number, t->s + n, t->n - n);
    section->against = strtod(number, NULL);
}

static int split(const char *code, struct section sections[SECTIONS])
{
    const char *p = code, *end = code + strnlen(code, SECTION_MOST);
    struct token t;
    int count = 1;
    sections[0] = (struct section){.s = code};
    while (token_next(&p, end, &t)) {
        struct section *section = &sections[count - 1];
        if (t.kind == CHAR && *t.s == ';') {
            if (count == SECTIONS)
                break;
            sections[count++] = (struct section){.s = p};
        } else if (t.kind == BRACKET)
            read_condition(section, &t);
        sections[count - 1].n = (size_t)(p - sections[count - 1].s);
    }
    for (int i = 0; i < count; i++) /* the semicolon behind it is not its own */
        if (i + 1 < count)
            sections[i].n = (size_t)(sections[i + 1].s - sections[i].s - 1);
    return count;
}

static bool holds(const struct section *s, double number)
{
    bool equal = number == s->against, less = number < s->against;
    return (strchr(s->compare, '=') && equal) || (strchr(s->compare, '<') && less && !strstr(s->compare, "<>")) ||
           (strchr(s->compare, '>') && !less && !equal) || (strcmp(s->compare, "<>") == 0 && !equal);
}

/* The section that a number takes; *ret_unsigned: it says by itself that the number is negative. */
static const struct section *section_of(const struct section *sections, int count, double number, bool *ret_unsigned)
{
    *ret_unsigned = false;
    if (count > 3)
        count = 3; /* the fourth is for texts */
    if (*sections[0].compare) {
        for (int i = 0; i + 1 < count; i++)
            if (!*sections[i].compare || holds(&sections[i], number))
                return &sections[i];
        return &sections[count - 1];
    }
    *ret_unsigned = number < 0 && count > 1;
    return &sections[count == 1 ? 0 : number > 0 ? 0 : number < 0 ? 1 : count == 3 ? 2 : 0];
}

/* ---- days and times ---- */

/* A moment by a serial number, its second rounded. */
struct moment {
    struct date day;
    int64_t seconds; /* of the day */
    double serial;
};

static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};
static const char *const weekdays[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
static const char *const weekdays_zh[] = {"日", "一", "二", "三", "四", "五", "六"};

static void add_number(struct buf *out, int64_t n, size_t width)
{
    buf_printf(out, "%0*lld", (int)width, (long long)n);
}

/* "m" means minutes beside hours and seconds. */
static bool is_minute(const char *behind, const char *end, bool after_hour)
{
    struct token t;
    while (!after_hour && token_next(&behind, end, &t))
        if (t.kind == CHAR && strchr("sS", *t.s))
            return true;
        else if (t.kind == CHAR && strchr("yYdDhHmM", *t.s))
            return false;
    return after_hour;
}

static bool has_halves(const struct section *section)
{
    char code[SECTION_MOST + 1] = "";
    memcpy(code, section->s, section->n);
    return strcasestr(code, "AM/PM") || strcasestr(code, "A/P") || strstr(code, "上午/下午");
}

static void add_month(struct buf *out, const struct moment *m, size_t n)
{
    const char *name = months[(date_month_of(m->day) + 11) % 12];
    if (n <= 2)
        add_number(out, date_month_of(m->day), n);
    else
        buf_add(out, name, n == 3 ? 3 : n == 5 ? 1 : strlen(name));
}

static void add_day(struct buf *out, const struct moment *m, size_t n)
{
    const char *name = weekdays[date_weekday(m->day) % 7];
    if (n <= 2)
        add_number(out, date_day_of(m->day), n);
    else
        buf_add(out, name, n == 3 ? 3 : strlen(name));
}

/* [h] [mm] [ss]: time that goes on beyond a day. */
static bool add_elapsed(struct buf *out, const struct token *t, const struct moment *m)
{
    int64_t seconds = llround(fabs(m->serial) * 86400);
    switch (tolower((unsigned char)*t->s)) {
    case 'h':
        add_number(out, seconds / 3600, t->n);
        return true;
    case 'm':
        add_number(out, seconds / 60, t->n);
        return true;
    case 's':
        add_number(out, seconds, t->n);
        return true;
    default:
        return false;
    }
}

static void show_moment(struct buf *out, const struct section *section, const struct moment *m)
{
    const char *p = section->s, *end = section->s + section->n;
    const bool halves = has_halves(section);
    const int64_t hour = m->seconds / 3600;
    bool after_hour = false;
    struct token t;
    while (token_next(&p, end, &t)) {
        if (t.kind != CHAR) {
            if (t.kind == LITERAL)
                buf_add(out, t.s, t.n);
            else if (t.n && add_elapsed(out, &t, m))
                after_hour = strchr("hH", *t.s);
            continue;
        }
        size_t n = 1;
        while (p < end && tolower((unsigned char)*p) == tolower((unsigned char)*t.s) && isalpha((unsigned char)*p)) {
            p++;
            n++;
        }
        size_t left = (size_t)(end - t.s);
        switch (tolower((unsigned char)*t.s)) {
        case 'y':
        case 'e':
            if (n <= 2 && tolower((unsigned char)*t.s) == 'y')
                add_number(out, date_year_of(m->day) % 100, 2);
            else
                add_number(out, date_year_of(m->day), 4);
            break;
        case 'm':
            if (is_minute(p, end, after_hour))
                add_number(out, m->seconds / 60 % 60, n > 2 ? 2 : n);
            else
                add_month(out, m, n);
            break;
        case 'd':
            add_day(out, m, n);
            break;
        case 'h':
            add_number(out, halves ? (hour + 11) % 12 + 1 : hour, n > 2 ? 2 : n);
            break;
        case 's':
            add_number(out, m->seconds % 60, n > 2 ? 2 : n);
            break;
        case 'a':
            if (left >= 5 && strncasecmp(t.s, "AM/PM", 5) == 0) {
                buf_text(out, hour < 12 ? "AM" : "PM");
                p = t.s + 5;
            } else if (left >= 3 && strncasecmp(t.s, "A/P", 3) == 0) {
                buf_text(out, hour < 12 ? "A" : "P");
                p = t.s + 3;
            } else if (n >= 3)
                buf_printf(out, "%s%s", n == 3 ? "周" : "星期", weekdays_zh[date_weekday(m->day) % 7]);
            break;
        default:
            if (left >= strlen("上午/下午") && strncmp(t.s, "上午/下午", strlen("上午/下午")) == 0) {
                buf_text(out, hour < 12 ? "上午" : "下午");
                p = t.s + strlen("上午/下午");
            } else if (*t.s != '@')
                buf_add(out, t.s, n);
        }
        if (isalpha((unsigned char)*t.s))
            after_hour = strchr("hH", *t.s);
    }
}

/* ---- numbers ---- */

/* What a section does with digits. */
struct picture {
    int whole, fraction; /* placeholders before and behind the point */
    int shift;           /* of the decimal point to the right: 2 for each %, -3 for each comma behind the digits */
    bool grouped, exponent, slash, general, text, time;
};

/* How long the word for "as it is" is that begins here; 0: none does. */
static size_t general_n(const char *s, const char *end)
{
    static const char *const words[] = {"General", "G/通用格式", "G/通用"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if ((size_t)(end - s) >= strlen(words[i]) && strncasecmp(s, words[i], strlen(words[i])) == 0)
            return strlen(words[i]);
    return 0;
}

static struct picture picture_of(const struct section *section)
{
    struct picture pic = {0};
    const char *p = section->s, *end = section->s + section->n;
    bool point = false;
    int commas = 0;
    struct token t;
    while (token_next(&p, end, &t)) {
        if (t.kind == BRACKET && t.n && strspn(t.s, "hHmMsS") >= t.n)
            pic.time = true;
        if (t.kind != CHAR)
            continue;
        if (strchr("0#?", *t.s)) {
            pic.grouped |= commas && pic.whole && !point;
            commas = 0;
            *(point ? &pic.fraction : &pic.whole) += !pic.exponent;
        } else if (*t.s == '.')
            point = true;
        else if (*t.s == ',')
            commas++;
        else if (*t.s == '%')
            pic.shift += 2;
        else if (strchr("eE", *t.s) && p < end && strchr("+-", *p))
            pic.exponent = true;
        else if (*t.s == '/')
            pic.slash = true;
        else if (*t.s == '@')
            pic.text = true;
        else if (general_n(t.s, end)) {
            pic.general = true;
            p = t.s + general_n(t.s, end);
        }
    }
    pic.shift -= 3 * commas;
    return pic;
}

/* Digits of a decimal text, moved by `shift` places and rounded half up to `places`. */
struct digits {
    char *whole; /* without leading zeros */
    size_t whole_n;
    const char *fraction; /* `places` of them */
    bool zero;
};

static bool round_decimal(struct arena *a, const char *text, int shift, int places, struct digits *ret_digits)
{
    enum { ROOM = 400 };
    char *all = arena_alloc(a, ROOM + 1);
    int n = 1, point = -1; /* all[0] is for a carry */
    memset(all, '0', ROOM);
    all[ROOM] = '\0';
    for (const char *p = text + (*text == '-'); *p; p++)
        if (*p == '.')
            point = n;
        else if (!isdigit((unsigned char)*p) || n > ROOM / 2)
            return false;
        else
            all[n++] = *p;
    point = (point < 0 ? n : point) + shift;
    if (point < 1) { /* zeros in front */
        int more = 1 - point;
        if (more > ROOM / 4)
            return false;
        memmove(all + 1 + more, all + 1, (size_t)(n - 1));
        memset(all + 1, '0', (size_t)more);
        n += more;
        point = 1;
    }
    int end = point + places;
    if (end >= ROOM)
        return false;
    if (end < n && all[end] >= '5')
        for (int i = end - 1; i >= 0 && ++all[i] > '9'; i--)
            all[i] = '0';
    all[end] = '\0';
    *ret_digits = (struct digits){.whole = all, .whole_n = (size_t)point, .fraction = all + point};
    while (ret_digits->whole_n && *ret_digits->whole == '0') {
        ret_digits->whole++;
        ret_digits->whole_n--;
    }
    ret_digits->zero = ret_digits->whole_n == 0 && strspn(ret_digits->fraction, "0") == (size_t)places;
    return true;
}

/* The digits that the placeholder at `place`, counted from the point, stands for; the first takes all that is left. */
static void add_whole(struct buf *out, const struct digits *d, const struct picture *pic, int place, bool first,
                      char holder)
{
    int from = first && (int)d->whole_n - 1 > place ? (int)d->whole_n - 1 : place;
    for (int q = from; q >= place; q--) {
        if (q >= (int)d->whole_n && holder != '0')
            continue;
        buf_char(out, q < (int)d->whole_n ? d->whole[d->whole_n - 1 - (size_t)q] : '0');
        if (pic->grouped && q > 0 && q % 3 == 0)
            buf_char(out, ',');
    }
}

static void show_digits(struct buf *out, const struct section *section, const struct picture *pic,
                        const struct digits *d, const char *general)
{
    const char *p = section->s, *end = section->s + section->n;
    int whole = 0, fraction = 0;
    bool point = false;
    struct token t;
    while (token_next(&p, end, &t)) {
        if (t.kind == LITERAL)
            buf_add(out, t.s, t.n);
        else if (t.kind == BRACKET && *t.s == '$') /* [$¥-804] */
            buf_add(out, t.s + 1, strcspn(t.s + 1, "-]"));
        else if (t.kind == BRACKET || *t.s == ',')
            continue;
        else if (general_n(t.s, end)) {
            buf_text(out, general);
            p = t.s + general_n(t.s, end);
        } else if (*t.s == '@')
            buf_text(out, general);
        else if (strchr("0#?", *t.s)) {
            if (!point) {
                add_whole(out, d, pic, pic->whole - 1 - whole, whole == 0, *t.s);
                whole++;
            } else if (*t.s == '0' || strspn(d->fraction + fraction, "0") < strlen(d->fraction + fraction))
                buf_char(out, d->fraction[fraction++]);
        } else if (*t.s == '.') {
            if (whole == 0 && d->whole_n) /* ".00" */
                buf_add(out, d->whole, d->whole_n);
            point = true;
            buf_char(out, '.');
        } else
            buf_char(out, *t.s);
    }
}

static void show_exponent(struct buf *out, const struct picture *pic, double number)
{
    char text[64];
    snprintf(text, sizeof text, "%.*e", pic->fraction > 30 ? 30 : pic->fraction, fabs(number));
    for (char *c = text; *c; c++)
        buf_char(out, *c == 'e' ? 'E' : *c);
}

static const char *show_number(struct arena *a, const struct cell *c)
{
    struct section sections[SECTIONS];
    int count = split(c->format, sections);
    bool is_unsigned;
    const struct section *section = section_of(sections, count, c->number, &is_unsigned);
    struct picture pic = picture_of(section);
    struct digits d = {.fraction = ""};
    struct buf out = buf_init(a);
    const char *general = c->text + (*c->text == '-');
    if (c->kind == CELL_DATE || pic.time) {
        int64_t seconds = llround((c->number - floor(c->number)) * 86400);
        struct moment m = {c->date, seconds < 86400 ? seconds : 86399, c->number};
        show_moment(&out, section, &m);
        return out.data;
    }
    if (pic.slash)
        return c->text;
    if (!pic.exponent && !round_decimal(a, c->text, pic.shift, pic.fraction, &d))
        return c->text;
    bool zero = !pic.exponent && !pic.general && !pic.text && d.zero;
    if (c->number < 0 && !is_unsigned && !zero)
        buf_char(&out, '-');
    if (pic.exponent)
        show_exponent(&out, &pic, c->number);
    else
        show_digits(&out, section, &pic, &d, general);
    return out.data;
}

/* `"项目:"@`: the words around a text. */
static const char *show_text(struct arena *a, const struct cell *c)
{
    struct section sections[SECTIONS];
    int count = c->format ? split(c->format, sections) : 0;
    const struct section *section = count == SECTIONS ? &sections[3] : count == 1 ? &sections[0] : NULL;
    struct buf out = buf_init(a);
    struct token t;
    if (!section || !picture_of(section).text)
        return c->text;
    const char *p = section->s, *end = section->s + section->n;
    while (token_next(&p, end, &t))
        if (t.kind == LITERAL)
            buf_add(&out, t.s, t.n);
        else if (t.kind == CHAR && *t.s == '@')
            buf_text(&out, c->text);
        else if (t.kind == CHAR)
            buf_char(&out, *t.s);
    return out.data;
}

/* Spaces that only align (_) or fill (*) say nothing in a text of its own. */
static const char *trim(struct arena *a, const char *s)
{
    size_t n = strlen(s), from = strspn(s, " ");
    while (n > from && s[n - 1] == ' ')
        n--;
    return from == 0 && s[n] == '\0' ? s : arena_strndup(a, s + from, n - from);
}

const char *cell_shown(struct arena *a, const struct cell *c)
{
    if (!c->text)
        return "";
    if (c->kind == CELL_TEXT)
        return show_text(a, c);
    bool by_format = c->format && (c->kind == CELL_NUMBER || c->kind == CELL_DATE);
    return by_format ? trim(a, show_number(a, c)) : c->text;
}
