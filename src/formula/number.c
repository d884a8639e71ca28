/* number.c — numbers and dates as people write them in a formula: 1.5亿 2万元 50% 2023-03 2023年二季度. */
#include "formula/lex.h"

#include "base/buf.h"

/* Up to `most` digits at *at, as a number; the count of digits read. */
static int digits(const struct parser *p, const char **at, int most, int *ret_number)
{
    int count = 0, number = 0;
    const char *next;
    for (uint32_t c; count < most && lex_is_digit(c = lex_char(p, *at, &next)); *at = next, count++)
        number = number * 10 + (int)(c - '0');
    if (count)
        *ret_number = number;
    return count;
}

static bool no_digit(const struct parser *p, const char *at)
{
    return !lex_is_digit(lex_char(p, at, NULL));
}

/* Q12 and H1x are no quarter and half; Q1或 is a quarter. */
static bool ends_in_letter(const struct parser *p, const char *at)
{
    uint32_t c = lex_char(p, at, NULL);
    return c < 0x80 && lex_is_word(c);
}

static bool word(const struct parser *p, const char **at, const char *spelling)
{
    return lex_spelling(p, *at, spelling, at);
}

static struct date quarter(int year, int n)
{
    return date_make(year, n * 3 - 2, 1, DATE_QUARTER);
}

/* What follows "2023年": 3月, 3月5日, 二季度, 上半年, or nothing. */
static struct date after_year(const struct parser *p, const char **at, int year)
{
    static const char *const quarters[] = {"一季度", "二季度", "三季度", "四季度"};
    const char *s = *at, *t;
    int month, day, n;
    word(p, &s, "第");
    for (int i = 0; i < 4; i++)
        if (word(p, &s, quarters[i]))
            return *at = s, quarter(year, i + 1);
    t = s;
    if (digits(p, &t, 1, &n) && word(p, &t, "季度") && n >= 1 && n <= 4)
        return *at = t, quarter(year, n);
    if (word(p, at, "上半年"))
        return date_make(year, 1, 1, DATE_HALF);
    if (word(p, at, "下半年"))
        return date_make(year, 7, 1, DATE_HALF);
    s = *at;
    if (!digits(p, &s, 2, &month) || !word(p, &s, "月"))
        return date_year(year);
    *at = t = s;
    if (digits(p, &t, 2, &day) && (word(p, &t, "日") || word(p, &t, "号")))
        return *at = t, date_day(year, month, day);
    return date_month(year, month);
}

/* What follows "2023-": 03, 03-05, Q2, H1. False when it is not a date, but a number and a minus. */
static bool after_dash(const struct parser *p, const char **at, int year, struct date *ret_date)
{
    const char *s = *at, *next;
    uint32_t c = lex_char(p, s, &next);
    int n, day;
    if (c == 'Q' || c == 'q' || c == 'H' || c == 'h') {
        bool half = c == 'H' || c == 'h';
        if (!digits(p, &next, 1, &n) || n < 1 || n > (half ? 2 : 4) || ends_in_letter(p, next))
            return false;
        *at = next;
        *ret_date = half ? date_make(year, n * 6 - 5, 1, DATE_HALF) : quarter(year, n);
        return true;
    }
    if (!digits(p, &s, 2, &n) || !no_digit(p, s))
        return false;
    *at = s;
    *ret_date = date_month(year, n);
    if (lex_char(p, s, &next) == '-' && digits(p, &next, 2, &day) && no_digit(p, next)) {
        *at = next;
        *ret_date = date_day(year, n, day);
    }
    return true;
}

/* True when a date stands here: *ret_date is none when there is no such day. */
static bool lex_date(struct parser *p, struct date *ret_date)
{
    const char *s = p->at, *next;
    int year;
    if (digits(p, &s, 4, &year) != 4 || year < 1000)
        return false;
    if (word(p, &s, "年"))
        *ret_date = after_year(p, &s, year);
    else if (lex_char(p, s, &next) != '-' || !after_dash(p, &next, year, ret_date))
        return false;
    else
        s = next;
    p->at = s;
    return true;
}

static struct expr *too_large(struct parser *p, const char *at)
{
    return formula_reject(p, "FML-06", at, "数太大，最多到 9,000 万亿（金额 90 万亿元）",
                          "the number is too large; the most is 9×10^15 (9×10^13 yuan)");
}

static struct expr *too_fine(struct parser *p, const char *at)
{
    return formula_reject(p, "FML-06", at, "小数位太多，最多 4 位小数",
                          "too many decimal places; the finest is 0.0001");
}

/* 1,200 is one number, except in a list, where the comma separates. */
static bool groups_three(const struct parser *p, const char *comma, int before)
{
    const char *s;
    int n;
    lex_char(p, comma, &s);
    return !p->in_list && before >= 1 && before <= 3 && digits(p, &s, 3, &n) == 3 && no_digit(p, s);
}

/* The digits here, with their decimals: mantissa × 10^-places. */
static bool lex_decimal(struct parser *p, struct buf *ret_digits, __int128 *ret_mantissa, int *ret_places)
{
    const __int128 most = (__int128)1 << 100;
    __int128 mantissa = 0;
    int places = 0, group = 0;
    bool fraction = false;
    const char *next;
    for (uint32_t c; (c = lex_char(p, p->at, &next)) != 0; p->at = next) {
        if (lex_is_digit(c)) {
            if (mantissa > most)
                return false;
            mantissa = mantissa * 10 + (c - '0');
            places += fraction;
            group++;
        } else if (c == '.' && !fraction && lex_is_digit(lex_char(p, next, NULL))) {
            fraction = true;
        } else if (c == ',' && !fraction && groups_three(p, p->at, group)) {
            group = 0;
            continue;
        } else {
            break;
        }
        buf_char(ret_digits, (char)c);
    }
    *ret_mantissa = mantissa;
    *ret_places = places;
    return true;
}

/* 百 千 万 亿 and their products; 1 when there is none. */
static int64_t lex_unit(struct parser *p)
{
    static const struct {
        const char *word;
        int64_t factor;
    } units[] = {{"百", 100}, {"千", 1000}, {"万", 10000}, {"亿", 100000000}};
    int64_t factor = 1;
    const char *s = p->at, *next;
    while (lex_char(p, s, &next) == ' ')
        s = next;
    for (size_t i = 0; i < sizeof units / sizeof *units && factor < 1000000000; i++)
        if (word(p, &s, units[i].word)) {
            factor *= units[i].factor;
            p->at = s;
            i = (size_t)-1; /* from the first unit again: 千亿, 万亿 */
        }
    return factor;
}

struct expr *lex_number(struct parser *p)
{
    const char *start = p->at;
    struct date date;
    if (lex_date(p, &date)) {
        if (date_is_none(date))
            return formula_reject(p, "FML-06", start, "没有这样的日期，请检查月份和日",
                                  "there is no such date; check month and day");
        return check_const(p, start, KIND_DATE, value_int(date.code));
    }
    struct buf written = buf_init(p->cx->arena);
    __int128 number;
    int places;
    if (!lex_decimal(p, &written, &number, &places))
        return too_large(p, start);
    int64_t unit = lex_unit(p);
    const __int128 room = (__int128)1 << 66; /* what can be multiplied by any unit and 10,000 and still fit */
    if (number > room)
        return places > 4 ? too_fine(p, start) : too_large(p, start);
    for (; places < 4; places++)
        number *= 10;
    if (number > room && unit > 1)
        return too_large(p, start);
    number *= unit;
    for (; places > 4; places--, number /= 10)
        if (number % 10)
            return too_fine(p, start);
    if (number > (__int128)9000000000000000 * DECIMAL_ONE)
        return too_large(p, start);

    lex_spaces(p);
    if (word(p, &p->at, "元"))
        return check_money(p, start, number);
    if (word(p, &p->at, "%") || word(p, &p->at, "个百分点") || word(p, &p->at, "百分点"))
        return check_percent(p, start, number);
    return check_number(p, start, number, unit == 1 ? written.data : NULL, unit != 1);
}
