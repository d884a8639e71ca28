/* text_compare.c — numbers in words, ordinals, and how alike two names are. */
#include "base/scan.h"
#include "base/text.h"
#include "base/text_points.h"

#include <string.h>

/* Value of a Chinese digit; -1 when c is none. */
static int digit_of(int32_t c)
{
    /* clang-format off */
    switch (c) {
    case 0x96F6: case 0x3007: case 0x25CB: case 0x25EF: return 0; /* 零〇, and circles typed for them */
    case 0x4E00: case 0x58F9:                           return 1; /* 一壹 */
    case 0x4E8C: case 0x8D30: case 0x4E24:              return 2; /* 二贰两 */
    case 0x4E09: case 0x53C1:                           return 3; /* 三叁 */
    case 0x56DB: case 0x8086:                           return 4; /* 四肆 */
    case 0x4E94: case 0x4F0D:                           return 5; /* 五伍 */
    case 0x516D: case 0x9646:                           return 6; /* 六陆 */
    case 0x4E03: case 0x67D2:                           return 7; /* 七柒 */
    case 0x516B: case 0x634C:                           return 8; /* 八捌 */
    case 0x4E5D: case 0x7396:                           return 9; /* 九玖 */
    default:                                            return -1;
    }
    /* clang-format on */
}

/* The digit at *p, moving it on; -1 when there is none. */
static int take_digit(const char **p)
{
    int32_t c;
    size_t n = point_next(*p, &c);
    int digit = digit_of(c);
    if (digit >= 0)
        *p += n;
    return digit;
}

/* 十 百 千 at *p, moving it on; 0 when there is none. */
static int take_power(const char **p)
{
    static const struct {
        const char *word;
        int power;
    } powers[] = {{"十", 10}, {"百", 100}, {"千", 1000}, {"拾", 10}, {"佰", 100}, {"仟", 1000}};
    for (size_t i = 0; i < sizeof powers / sizeof *powers; i++) {
        if (text_starts(*p, powers[i].word)) {
            *p += strlen(powers[i].word);
            return powers[i].power;
        }
    }
    return 0;
}

enum { MOST_DIGITS = 9 }; /* fit into an int */

static size_t arabic_number(const char *s, int *ret_number)
{
    size_t n = 0;
    int number = 0;
    for (; s[n] >= '0' && s[n] <= '9'; n++) {
        if (n == MOST_DIGITS)
            return 0;
        number = number * 10 + (s[n] - '0');
    }
    if (n)
        *ret_number = number;
    return n;
}

/* 十二 二十 一百零五: digits with their powers. */
static size_t spoken_number(const char *s, int *ret_number)
{
    const char *p = s;
    int sum = 0, last_power = 10000;
    for (;;) {
        const char *q = p;
        int digit = take_digit(&q);
        if (digit == 0 && sum > 0) /* 零 stands for powers left out */
            digit = take_digit(&q);
        int power = take_power(&q);
        if (digit < 0 && sum == 0)
            digit = 1; /* 十二 */
        if (!power && sum > 0 && digit > 0) {
            sum += digit;
            p = q;
        }
        if (!power || digit <= 0 || power >= last_power)
            break;
        sum += digit * power;
        last_power = power;
        p = q;
    }
    *ret_number = sum;
    return (size_t)(p - s);
}

/* 二〇二三, also 二0二三: digits in their places. */
static size_t placed_number(const char *s, int *ret_number)
{
    const char *p = s;
    int number = 0, count = 0;
    for (; count <= MOST_DIGITS; count++) {
        bool zero = count > 0 && *p == '0';
        int digit = zero ? 0 : take_digit(&p);
        if (digit < 0)
            break;
        p += zero;
        if (count < MOST_DIGITS)
            number = number * 10 + digit;
    }
    if (count == 0 || count > MOST_DIGITS)
        return 0;
    *ret_number = number;
    return (size_t)(p - s);
}

size_t text_number(const char *s, int *ret_number)
{
    if (*s >= '0' && *s <= '9')
        return arabic_number(s, ret_number);
    int number = 0;
    size_t n = spoken_number(s, &number);
    if (!n)
        n = placed_number(s, &number);
    if (n)
        *ret_number = number;
    return n;
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
    static const char *const ends[] = {".", "、", ")", ",", ":", NULL};
    char plain[64];
    if (!text_plain(s, plain, sizeof plain))
        return 0;
    const char *p = plain;
    bool open = scan_word(&p, "(");
    scan_word(&p, "第");
    scan_spaces(&p);
    int number = 0;
    size_t n = text_number(p, &number);
    if (!n)
        n = roman_number(p, &number);
    p += n;
    if (!n || number > 9999 || (open && !scan_word(&p, ")")))
        return 0;
    scan_any(&p, ends);
    return *p ? 0 : number;
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

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void drop_common_ends(struct points *x, struct points *y)
{
    size_t head = 0, tail = 0, shorter = least(x->count, y->count);
    while (head < shorter && x->at[head] == y->at[head])
        head++;
    while (tail < shorter - head && x->at[x->count - 1 - tail] == y->at[y->count - 1 - tail])
        tail++;
    *x = (struct points){x->at + head, x->count - head - tail};
    *y = (struct points){y->at + head, y->count - head - tail};
}

/* Letters to insert, delete or replace to turn x into y (Levenshtein), one row of the table at a time and only within
 * LIKENESS_BAND of its diagonal. */
static size_t edit_distance(struct arena *a, struct points x, struct points y)
{
    if (x.count > y.count)
        return edit_distance(a, y, x);
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
