/* number_text.c — decimal text to double and to 15 significant digits, without locale and without rounding twice. */
#include "office/number_text.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    KEPT = 19, /* digits that fit uint64_t; further ones do not change a double's 15 */
    SHOWN = 15,
    ZEROS = 20, /* most zeros written out before or behind the digits */
    EXPONENT_MAX = 10000,
};

/* mantissa × 10^exponent; `digits` in the mantissa, which has no leading zeros. */
struct decimal {
    bool negative;
    uint64_t mantissa;
    int digits;
    int exponent;
};

static void take_digit(struct decimal *d, char c, bool fraction)
{
    if (d->digits < KEPT) {
        d->mantissa = d->mantissa * 10 + (uint64_t)(c - '0');
        d->digits += d->mantissa != 0;
        d->exponent -= fraction;
    } else
        d->exponent += !fraction;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool parse_exponent(const char *p, const char *end, struct decimal *d)
{
    bool negative = p < end && *p == '-';
    int exponent = 0;
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    if (p == end)
        return false;
    for (; p < end; p++) {
        if (!is_digit(*p))
            return false;
        if (exponent < EXPONENT_MAX)
            exponent = exponent * 10 + (*p - '0');
    }
    d->exponent += negative ? -exponent : exponent;
    return true;
}

static bool parse(const char *p, const char *end, struct decimal *ret_decimal)
{
    struct decimal d = {.negative = p < end && *p == '-'};
    bool fraction = false, any = false;
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    for (; p < end && (is_digit(*p) || (*p == '.' && !fraction)); p++) {
        if (*p == '.')
            fraction = true;
        else {
            any = true;
            take_digit(&d, *p, fraction);
        }
    }
    if (!any || (p < end && ((*p | 0x20) != 'e' || !parse_exponent(p + 1, end, &d))))
        return false;
    *ret_decimal = d;
    return true;
}

static double to_double(const struct decimal *d)
{
    static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    double n;
    if (d->digits <= SHOWN && d->exponent >= -22 && d->exponent <= 22) { /* both exact: one rounding */
        n = (double)d->mantissa;
        n = d->exponent < 0 ? n / tens[-d->exponent] : n * tens[d->exponent];
    } else {
        char text[48]; /* no decimal point, so no locale */
        snprintf(text, sizeof text, "%llue%d", (unsigned long long)d->mantissa, d->exponent);
        n = strtod(text, NULL);
    }
    return d->negative ? -n : n;
}

/* Longer texts stand for a double; it is the double that is rounded, as Excel does, not its 17 digits once more. */
static void round_to_shown(struct decimal *d, double number)
{
    char text[32];
    if (d->digits > SHOWN) {
        int n = snprintf(text, sizeof text, "%.*e", SHOWN - 1, fabs(number));
        bool negative = d->negative;
        text[1] = '.'; /* whatever the locale put there */
        parse(text, text + n, d);
        d->negative = negative;
    }
    while (d->mantissa % 10 == 0 && d->mantissa != 0 && d->exponent < 0) {
        d->mantissa /= 10;
        d->digits--;
        d->exponent++;
    }
}

/* ASCII digits of the mantissa; returns how many. */
static int write_digits(uint64_t mantissa, char *to)
{
    char reversed[20];
    int n = 0;
    do
        reversed[n++] = (char)('0' + mantissa % 10);
    while (mantissa /= 10);
    for (int i = 0; i < n; i++)
        to[i] = reversed[n - 1 - i];
    return n;
}

/* 1.23e+40 */
static size_t layout_exponent(char *to, const char *digits, int n, int exponent)
{
    int written =
        snprintf(to, NUMBER_TEXT_MAX - 1, "%c%s%.*se%+d", digits[0], n > 1 ? "." : "", n - 1, digits + 1, exponent);
    return (size_t)written;
}

static size_t layout(const struct decimal *d, char *to)
{
    char digits[20], *p = to;
    int n = write_digits(d->mantissa, digits), whole = n + d->exponent; /* digits before the point */
    if (d->negative)
        *p++ = '-';
    if (d->exponent > ZEROS || whole < -ZEROS)
        return (size_t)(p - to) + layout_exponent(p, digits, n, whole - 1);
    if (whole <= 0) {
        *p++ = '0';
        *p++ = '.';
        memset(p, '0', (size_t)-whole);
        p += -whole;
        whole = 0;
    } else {
        int copied = whole < n ? whole : n;
        memcpy(p, digits, (size_t)copied);
        memset(p + copied, '0', (size_t)(whole - copied));
        p += whole;
        if (whole < n)
            *p++ = '.';
        whole = copied;
    }
    memcpy(p, digits + whole, (size_t)(n - whole));
    p += n - whole;
    *p = '\0';
    return (size_t)(p - to);
}

bool number_text(const char *s, size_t n, double *ret_number, char ret_text[NUMBER_TEXT_MAX], size_t *ret_n)
{
    struct decimal d;
    if (!parse(s, s + n, &d))
        return false;
    double number = to_double(&d);
    if (!isfinite(number))
        return false;
    if (d.mantissa == 0 || number == 0)
        d = (struct decimal){.digits = 0};
    round_to_shown(&d, number);
    *ret_number = number == 0 ? 0 : number;
    *ret_n = layout(&d, ret_text);
    return true;
}
