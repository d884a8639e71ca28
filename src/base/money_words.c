/* money_words.c — amounts and units as clerks write them. */
#include "base/money.h"

#include "base/scan.h"
#include "base/text.h"

#include <string.h>

/* A decimal number as typed: 0.d₁d₂d₃… × 10^point. */
struct decimal {
    char digits[48];
    int count;
    int point;
};

static bool add_digit(struct decimal *d, char c)
{
    if (d->count == 0 && c == '0')
        return true;
    if (d->count == (int)sizeof d->digits)
        return false;
    d->digits[d->count++] = c;
    return true;
}

/* "1234567" or "1,234,567": groups of three. */
static bool read_whole(const char **p, struct decimal *d)
{
    const char *s = *p;
    size_t n = strspn(s, "0123456789");
    bool grouped = n >= 1 && n <= 3;
    for (size_t i = 0; i < n; i++)
        if (!add_digit(d, s[i]))
            return false;
    s += n;
    while (grouped && *s == ',' && strspn(s + 1, "0123456789") == 3) {
        s++;
        for (int i = 0; i < 3; i++)
            if (!add_digit(d, *s++))
                return false;
    }
    d->point = d->count;
    *p = s;
    return n > 0;
}

static bool read_fraction(const char **p, struct decimal *d)
{
    if (**p != '.' || !scan_is_digit((*p)[1]))
        return true;
    for (++*p; scan_is_digit(**p); ++*p) {
        if (d->count == 0 && **p == '0')
            d->point--;
        if (!add_digit(d, **p))
            return false;
    }
    return true;
}

/* "1.2e5", as spreadsheets print large and small numbers. */
static bool read_exponent(const char **p, struct decimal *d)
{
    const char *s = *p;
    if (*s != 'e')
        return true;
    s++;
    bool negative = *s == '-';
    s += *s == '-' || *s == '+';
    int exponent = 0;
    size_t n = text_number(s, &exponent);
    if (!scan_is_digit(*s) || n == 0 || exponent > 99)
        return false;
    d->point += negative ? -exponent : exponent;
    *p = s + n;
    return true;
}

static bool read_decimal(const char **p, struct decimal *ret)
{
    *ret = (struct decimal){0};
    return read_whole(p, ret) && read_fraction(p, ret) && read_exponent(p, ret);
}

static void trim_zeros(struct decimal *d)
{
    while (d->count && d->digits[d->count - 1] == '0')
        d->count--;
}

/* Keep the first `keep` digits, rounding half away from zero. */
static void round_digits(struct decimal *d, int keep)
{
    if (keep >= d->count)
        return;
    bool up = keep >= 0 && d->digits[keep] >= '5';
    d->count = keep > 0 ? keep : 0;
    while (up && d->count && d->digits[d->count - 1] == '9')
        d->count--;
    if (up && d->count == 0) {
        d->digits[d->count++] = '1';
        d->point++;
    } else if (up) {
        d->digits[d->count - 1]++;
    }
    trim_zeros(d);
}

/* d × unit in 分, rounded half away from zero; false when it does not fit. */
static bool scale(struct decimal d, int64_t unit, int64_t *ret_fen)
{
    enum { DOUBLE_DIGITS = 15, INT64_DIGITS = 19 };
    trim_zeros(&d);
    for (; unit >= 10; unit /= 10) /* units are powers of ten */
        d.point++;
    if (d.count > d.point) { /* finer than 1 分: binary noise goes first */
        round_digits(&d, DOUBLE_DIGITS);
        round_digits(&d, d.point);
    }
    if (d.count > 0 && d.point > INT64_DIGITS)
        return false;
    int64_t fen = 0;
    for (int i = 0; d.count > 0 && i < d.point; i++) {
        int digit = i < d.count ? d.digits[i] - '0' : 0;
        if (__builtin_mul_overflow(fen, 10, &fen) || __builtin_add_overflow(fen, digit, &fen))
            return false;
    }
    *ret_fen = fen;
    return true;
}

/* clang-format off */
static const struct unit_word {
    const char *word;
    int64_t fen;
    bool with_yuan; /* m may also be metres */
} unit_words[] = { /* longer words before those they begin with */
    {"万亿",    MONEY_YI * 10000},
    {"千亿",    MONEY_YI * 1000},
    {"百亿",    MONEY_YI * 100},
    {"十亿",    MONEY_YI * 10},
    {"亿",      MONEY_YI},
    {"千万",    MONEY_QIANWAN},
    {"百万",    MONEY_BAIWAN},
    {"十万",    MONEY_WAN * 10},
    {"万",      MONEY_WAN},
    {"千",      MONEY_QIAN},
    {"百",      MONEY_YUAN * 100},
    {"billion", MONEY_YI * 10,    .with_yuan = true},
    {"bn",      MONEY_YI * 10,    .with_yuan = true},
    {"million", MONEY_WAN * 100,  .with_yuan = true},
    {"m",       MONEY_WAN * 100,  .with_yuan = true},
    {NULL},
};
/* clang-format on */

/* "万", "亿元", "元", or nothing, which means `otherwise`; 0: it must be named.  元 ends an amount. */
static bool read_unit(const char **p, int64_t otherwise, int64_t *ret_unit, bool *ret_ended)
{
    static const char *const yuan[] = {"元", "圆", "yuan", "rmb", "cny", NULL};
    const struct unit_word *u = unit_words;
    while (u->word && !scan_word(p, u->word))
        u++;
    *ret_ended = scan_any(p, yuan);
    *ret_unit = u->word ? u->fen : *ret_ended ? MONEY_YUAN : otherwise;
    return *ret_unit > 0 && (*ret_ended || !u->with_yuan);
}

/* "12.5", "-12.5", "¥12.5", and "(12.5)" as accountants write what is negative. */
static bool read_signed(const char **p, struct decimal *ret, bool *ret_negative)
{
    bool bracket = scan_word(p, "("), minus = !bracket && scan_word(p, "-");
    if (!bracket && !minus)
        scan_word(p, "+");
    scan_word(p, "¥");
    scan_spaces(p);
    if (!read_decimal(p, ret) || (bracket && !scan_word(p, ")")))
        return false;
    *ret_negative = bracket || minus;
    return true;
}

/* One part or more, each smaller than the unit before it: "3亿5000万元". */
static bool read_amount(const char **p, int64_t unit, int64_t *ret_fen)
{
    struct decimal number;
    bool negative, ended = false;
    if (!read_signed(p, &number, &negative))
        return false;
    int64_t sum = 0, last_unit = 0;
    for (;;) {
        int64_t part_unit, part;
        if (!read_unit(p, unit, &part_unit, &ended) || !scale(number, part_unit, &part))
            return false;
        if ((last_unit && part >= last_unit) || __builtin_add_overflow(sum, part, &sum))
            return false;
        scan_spaces(p);
        if (ended || !scan_is_digit(**p))
            break;
        if (number.count > number.point || !read_decimal(p, &number))
            return false;
        last_unit = part_unit;
        unit = 0;
    }
    *ret_fen = negative ? -sum : sum;
    return true;
}

/* Bytes of the narrow or no-break space that some set between thousands; 0: none is at s. */
static size_t narrow_space(const char *s)
{
    static const char *const narrow[] = {"\u00A0", "\u2009", "\u202F"};
    for (size_t i = 0; i < sizeof narrow / sizeof *narrow; i++)
        if (text_starts(s, narrow[i]))
            return strlen(narrow[i]);
    return 0;
}

/* As text_plain(), but narrow spaces between digits become commas; an ordinary space or a line break there parts two
 * numbers. */
static bool plain_amount(const char *s, char *ret, size_t room)
{
    char text[256];
    size_t n = 0;
    for (const char *p = s ? s : ""; *p; n++) {
        if (n + 1 == sizeof text)
            return false;
        size_t space = n > 0 && scan_is_digit(text[n - 1]) ? narrow_space(p) : 0;
        bool groups = space && scan_is_digit(p[space]);
        text[n] = groups ? ',' : *p;
        p += groups ? space : 1;
    }
    text[n] = 0;
    return text_plain(text, ret, room);
}

bool money_parse(const char *s, int64_t unit, struct money *ret_money)
{
    static const char *const before[] = {"人民币", "rmb", "cny", "¥", "大约", "约", ":", NULL};
    static const char *const after[] = {"整", "左右", "人民币", "(人民币)", NULL};
    char plain[128];
    if (!plain_amount(s, plain, sizeof plain))
        return false;
    const char *p = plain;
    int64_t fen;
    while (scan_any(&p, before))
        ;
    if (!read_amount(&p, unit, &fen))
        return false;
    while (scan_any(&p, after))
        ;
    if (*p)
        return false;
    ret_money->fen = fen;
    return true;
}
