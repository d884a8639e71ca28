/* text_compare.c — numbers in words, ordinals, and how alike two names are. */
#include "base/text.h"
#include "base/text_points.h"

#include <string.h>

/* Value of a Chinese digit, -1 when c is none. */
static int digit_of(int32_t c)
{
    static const char *const digits[] = {"零〇○◯", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"};
    for (int i = 0; i < 10; i++) {
        size_t taken;
        int32_t d;
        for (const char *p = digits[i]; (taken = point_next(p, &d)); p += taken)
            if (c == d)
                return i;
    }
    return -1;
}

/* 10, 100 or 1000; 0 when c is none of their words. */
static int power_of(int32_t c)
{
    switch (c) {
    case 0x5341: /* 十 */
    case 0x62FE: /* 拾 */
        return 10;
    case 0x767E: /* 百 */
    case 0x4F70: /* 佰 */
        return 100;
    case 0x5343: /* 千 */
    case 0x4EDF: /* 仟 */
        return 1000;
    default:
        return 0;
    }
}

static size_t arabic_number(const char *s, int *ret_number)
{
    size_t n = strspn(s, "0123456789");
    if (n == 0 || n > 9)
        return 0;
    int number = 0;
    for (size_t i = 0; i < n; i++)
        number = number * 10 + (s[i] - '0');
    *ret_number = number;
    return n;
}

/* Digits in a row are read as places (二〇二三, also 二0二三); with 十 百 千 between them as they are said. */
static size_t chinese_number(const char *s, int *ret_number)
{
    const char *p = s;
    int sum = 0, pending = -1, last_power = 10000, places = 0;
    size_t taken;
    for (int32_t c; (taken = point_next(p, &c)); p += taken) {
        int digit = c == '0' && p > s ? 0 : digit_of(c);
        int power = digit < 0 ? power_of(c) : 0;
        if (digit >= 0 && (pending < 0 || last_power < 10000) && pending <= 0) {
            pending = digit;
        } else if (digit >= 0 && last_power == 10000 && places < 9) {
            pending = pending * 10 + digit;
        } else if (power && power < last_power && (pending > 0 || p == s) && pending < 10) {
            sum += (pending > 0 ? pending : 1) * power;
            last_power = power;
            pending = -1;
        } else {
            break;
        }
        places++;
    }
    if (p == s)
        return 0;
    *ret_number = sum + (pending > 0 ? pending : 0);
    return (size_t)(p - s);
}

size_t text_number(const char *s, int *ret_number)
{
    return *s >= '0' && *s <= '9' ? arabic_number(s, ret_number) : chinese_number(s, ret_number);
}

/* i … xxxix, strictly. */
static size_t roman_number(const char *s, int *ret_number)
{
    static const char *const ones[] = {"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"};
    size_t tens = strspn(s, "x");
    const char *rest = s + tens;
    size_t n = strspn(rest, "ivx");
    for (int i = 0; tens <= 3 && i < 10; i++) {
        if (strlen(ones[i]) == n && memcmp(ones[i], rest, n) == 0) {
            *ret_number = (int)tens * 10 + i;
            return tens + n;
        }
    }
    return 0;
}

int text_ordinal(const char *s)
{
    char plain[64];
    if (!text_plain(s, plain, sizeof plain))
        return 0;
    const char *p = plain;
    bool open = *p == '(';
    p += open;
    if (text_starts(p, "第"))
        p += strlen("第");
    int number = 0;
    size_t n = text_number(p, &number);
    if (!n)
        n = roman_number(p, &number);
    p += n;
    if (open && *p++ != ')')
        return 0;
    static const char *const ends[] = {"", ".", "、", ")", ",", ":"};
    bool ended = false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        ended = ended || strcmp(p, ends[i]) == 0;
    return n && ended && number <= 9999 ? number : 0;
}

enum {
    LIKENESS_CHARS = 1000, /* code points compared */
    LIKENESS_BAND = 100,   /* how far apart the places of one letter may be: cost is their product */
};

struct points {
    int32_t *at;
    size_t count;
};

static struct points points_of(struct arena *a, const char *s)
{
    struct points p = {arena_array(a, LIKENESS_CHARS, sizeof *p.at), 0};
    size_t taken;
    for (; p.count < LIKENESS_CHARS && (taken = point_next(s, &p.at[p.count])); s += taken)
        p.count++;
    return p;
}

static void drop_common_ends(struct points *x, struct points *y)
{
    while (x->count && y->count && x->at[0] == y->at[0]) {
        x->at++, x->count--;
        y->at++, y->count--;
    }
    while (x->count && y->count && x->at[x->count - 1] == y->at[y->count - 1])
        x->count--, y->count--;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Letters to insert, delete or replace to turn x into y (Levenshtein), one row of the table at a time and only within
 * LIKENESS_BAND of its diagonal. */
static size_t edit_distance(struct arena *a, struct points x, struct points y)
{
    if (x.count > y.count) {
        struct points swap = x;
        x = y;
        y = swap;
    }
    if (y.count - x.count > LIKENESS_BAND)
        return y.count;
    const size_t far = y.count + 1;
    size_t *row = arena_array(a, y.count + 2, sizeof *row);
    for (size_t j = 0; j <= y.count; j++)
        row[j] = j;
    for (size_t i = 1; i <= x.count; i++) {
        size_t from = i > LIKENESS_BAND ? i - LIKENESS_BAND : 1, to = least(y.count, i + LIKENESS_BAND);
        size_t corner = row[from - 1];
        row[from - 1] = from == 1 ? i : far;
        for (size_t j = from; j <= to; j++) {
            size_t replaced = corner + (x.at[i - 1] != y.at[j - 1]);
            bool at_edge = j == i + LIKENESS_BAND; /* above it lies nothing */
            corner = row[j];
            row[j] = least(replaced, least(row[j - 1], at_edge ? far : corner) + 1);
        }
    }
    return row[y.count];
}

int text_likeness(struct arena *a, const char *x, const char *y)
{
    struct arena_mark mark = arena_mark(a);
    const char *folded_x = text_fold(a, x), *folded_y = text_fold(a, y);
    int likeness = 100;
    if (strcmp(folded_x, folded_y) != 0) {
        struct points p = points_of(a, folded_x), q = points_of(a, folded_y);
        size_t longer = p.count > q.count ? p.count : q.count;
        drop_common_ends(&p, &q);
        likeness = (int)(100 - (edit_distance(a, p, q) * 100 + longer / 2) / longer);
        likeness = likeness > 99 ? 99 : likeness;
    }
    arena_reset(a, mark);
    return likeness;
}
