/* date_read.c — reads one date out of a clerk's words: "2023.3", "23年3月5日", "二〇二三年", "2024Q2", "年底". */
#include "base/date_read.h"

#include "base/scan.h"
#include "base/text.h"

enum { FIRST_YEAR = 1949, LAST_YEAR = 2100 };

static bool is_between(int n, int low, int high)
{
    return low <= n && n <= high;
}

static bool is_short(struct scan_number n)
{
    return n.digits == 1 || n.digits == 2;
}

/* Does `unit` follow at p, or behind the other end of a range as in "1-3季度" and "22-24年"? */
static bool has_unit(const char *p, const char *unit)
{
    static const char *const dashes[] = {"-", "~", "至", "到", NULL};
    struct scan_number other;
    if (scan_word(&p, unit))
        return true;
    return scan_any(&p, dashes) && scan_number(&p, &other) && scan_word(&p, unit);
}

static int full_year(int two_digits)
{
    return two_digits + (two_digits < 50 ? 2000 : 1900);
}

/* 年底 底 末, 年初 初, 年中, 年内: what may follow a year that has no 年 of its own. */
static bool read_season(const char **p, int year, struct date *ret)
{
    static const char *const ends[] = {"年底", "年末", "年终", "岁末", "底", "末", NULL};
    static const char *const starts[] = {"年初", "初", NULL};
    static const char *const wholes[] = {"年内", "全年", NULL};
    if (scan_any(p, ends))
        *ret = date_month(year, 12);
    else if (scan_any(p, starts))
        *ret = date_month(year, 1);
    else if (scan_word(p, "年中"))
        *ret = date_month(year, 6);
    else if (scan_any(p, wholes))
        *ret = date_year(year);
    else
        return false;
    return true;
}

/* 上半年 下半年 h1 h2 */
static bool read_half(const char **p, int year, struct date *ret)
{
    static const char *const firsts[] = {"上半年", "h1", NULL}, *const seconds[] = {"下半年", "h2", NULL};
    if (scan_any(p, firsts))
        *ret = date_make(year, 1, 1, DATE_HALF);
    else if (scan_any(p, seconds))
        *ret = date_make(year, 7, 1, DATE_HALF);
    else
        return false;
    return true;
}

/* 一季度 第3季度 首季度 q4; 一季度末 is its last month. */
static bool read_quarter(const char **p, int year, struct date *ret)
{
    static const char *const ends[] = {"末", "底", NULL};
    const char *s = *p;
    struct scan_number n = {1, 0};
    bool named = scan_word(&s, "首季度");
    bool letter = !named && scan_word(&s, "q");
    if (!named && !letter)
        scan_word(&s, "第");
    if (!named && !(scan_number(&s, &n) && (letter || has_unit(s, "季")) && is_between(n.value, 1, 4)))
        return false;
    if (scan_word(&s, "季"))
        scan_word(&s, "度");
    int first = n.value * 3 - 2;
    *ret = scan_any(&s, ends)    ? date_month(year, first + 2)
           : scan_word(&s, "初") ? date_month(year, first)
                                 : date_make(year, first, 1, DATE_QUARTER);
    *p = s;
    return true;
}

/* " 09:30:00.000" and "（星期一）" after a day say nothing we keep. */
static void skip_time(const char **p)
{
    static const char *const weeks[] = {"星期", "周", NULL};
    static const char *const days[] = {"一", "二", "三", "四", "五", "六", "日", "天", NULL};
    const char *s = *p;
    struct scan_number n;
    scan_word(&s, "t");
    if (scan_number(&s, &n) && scan_word(&s, ":") && scan_number(&s, &n)) {
        if (scan_word(&s, ":") && scan_number(&s, &n) && scan_word(&s, "."))
            scan_number(&s, &n);
        *p = s;
    }
    s = *p;
    bool open = scan_word(&s, "(");
    if (scan_any(&s, weeks) && scan_any(&s, days) && (!open || scan_word(&s, ")")))
        *p = s;
}

/* The day after "3月" (sign "") or "2023.3" (sign "."). */
static bool read_day(const char **p, int year, int month, const char *sign, struct date *ret)
{
    static const char *const marks[] = {"日", "号", NULL}, *const others[] = {"月", "年", NULL};
    const char *s = *p;
    struct scan_number n;
    if (!scan_word(&s, sign) || !scan_number(&s, &n))
        return false;
    bool marked = scan_any(&s, marks);
    if (!marked && (!is_short(n) || scan_any(&s, others)))
        return false;
    struct date d = date_day(year, month, n.value);
    if (date_is_none(d))
        return false;
    skip_time(&s);
    *ret = d;
    *p = s;
    return true;
}

/* From the month on: "3月5日", "3.5".  `sign` is what parts month and day when there is no 月; NULL: no day then. */
static bool read_month(const char **p, int year, const char *sign, struct date *ret)
{
    static const char *const parts[] = {"底", "末", "初", "上旬", "中旬", "下旬", "中", NULL};
    const char *s = *p;
    struct scan_number n;
    if (!scan_number(&s, &n) || !is_between(n.value, 1, 12))
        return false;
    bool marked = scan_word(&s, "月");
    if (marked) {
        scan_word(&s, "份");
        sign = "";
    } else if (scan_word(&s, "年") || !(is_short(n) || has_unit(s, "月"))) {
        return false;
    }
    *ret = date_month(year, n.value);
    if (!scan_any(&s, parts) && sign)
        read_day(&s, year, n.value, sign, ret);
    *p = s;
    return true;
}

static bool is_month_named(const char *p)
{
    struct scan_number n;
    return scan_number(&p, &n) && scan_word(&p, "月");
}

/* What follows "2023": "-3", ".3.5", "Q1", " 3月" or nothing. */
static struct date read_after_bare_year(const char **p, int year)
{
    static const char *const signs[] = {".", "/", "-", "、", "。", "·", NULL};
    struct date d = date_year(year);
    if (read_half(p, year, &d) || read_quarter(p, year, &d))
        return d;
    if (is_month_named(*p) && read_month(p, year, NULL, &d))
        return d;
    for (const char *const *sign = signs; *sign; sign++) {
        const char *s = *p;
        if (scan_word(&s, *sign) &&
            (read_half(&s, year, &d) || read_quarter(&s, year, &d) || read_month(&s, year, *sign, &d))) {
            *p = s;
            return d;
        }
    }
    return d;
}

/* What follows a year: nothing, or the part of it that is meant. */
static struct date read_in_year(const char **p, int year)
{
    static const char *const wholes[] = {"度", "份", "内", NULL};
    struct date d = date_year(year);
    if (read_season(p, year, &d))
        return d;
    if (!scan_word(p, "年"))
        return read_after_bare_year(p, year);
    if (!scan_any(p, wholes) && !read_season(p, year, &d) && !read_half(p, year, &d) && !read_quarter(p, year, &d))
        read_month(p, year, NULL, &d);
    return d;
}

/* The kinds of date, each with a reader of its own: it sets *ret and moves r->p, or returns false. */

/* "20230305", "202303" */
static bool read_compact(struct reading *r, struct date *ret)
{
    struct scan_number n;
    if (!scan_number(&r->p, &n))
        return false;
    if (n.digits == 8)
        *ret = date_day(n.value / 10000, n.value / 100 % 100, n.value % 100);
    else if (n.digits == 6)
        *ret = date_month(n.value / 100, n.value % 100);
    return n.digits == 8 || n.digits == 6;
}

/* "2023…", "二〇二三年…", "23年…", "22-24年" */
static bool read_from_year(struct reading *r, struct date *ret)
{
    struct scan_number n;
    if (!scan_number(&r->p, &n))
        return false;
    if (n.digits == 2 && has_unit(r->p, "年"))
        n = (struct scan_number){full_year(n.value), 4};
    if (n.digits != 4 && (n.digits != 0 || n.value < FIRST_YEAR))
        return false;
    *ret = read_in_year(&r->p, n.value);
    return true;
}

/* "23.5" is a month, "3.15" a day; "10.5" could be both and is neither, unless it ends a period of days. */
static bool read_two_numbers(struct reading *r, struct date *ret)
{
    struct scan_number first, second;
    if (!scan_number(&r->p, &first) || !is_short(first))
        return false;
    const char *sign = scan_word(&r->p, ".") ? "." : scan_word(&r->p, "/") ? "/" : NULL;
    if (!sign)
        return false;
    if (first.digits == 2 && first.value > 12)
        return read_month(&r->p, full_year(first.value), sign, ret);
    if (!r->year || !scan_number(&r->p, &second) || !is_short(second))
        return false;
    scan_word(&r->p, "日");
    *ret = date_day(r->year, first.value, second.value);
    return first.digits == 1 || second.value > 12 || date_precision_of(r->from) == DATE_DAY;
}

/* "3月5日", "一季度", "年底": a part of the year that is known. */
static bool read_part(struct reading *r, struct date *ret)
{
    if (!r->year)
        return false;
    if (text_starts(r->p, "年") || text_starts(r->p, "全年"))
        return read_season(&r->p, r->year, ret);
    return read_half(&r->p, r->year, ret) || read_quarter(&r->p, r->year, ret) ||
           (is_month_named(r->p) && read_month(&r->p, r->year, NULL, ret));
}

/* "明年3月" */
static bool read_relative(struct reading *r, struct date *ret)
{
    static const struct {
        const char *word;
        int years;
    } relatives[] = {{"今", 0}, {"本", 0}, {"当", 0}, {"明", 1}, {"次", 1}, {"后", 2}, {"去", -1}, {"上", -1}};
    for (size_t i = 0; r->year && i < sizeof relatives / sizeof *relatives; i++) {
        if (scan_word(&r->p, relatives[i].word)) {
            bool year = text_starts(r->p, "年");
            *ret = read_in_year(&r->p, r->year + relatives[i].years);
            return year;
        }
    }
    return false;
}

/* "2023.3-12", "3月1日-15": a number alone takes the unit of the period's beginning. */
static bool read_alike(struct reading *r, struct date *ret)
{
    switch (date_precision_of(r->from)) {
    case DATE_MONTH:
        return read_month(&r->p, r->year, NULL, ret);
    case DATE_DAY:
        return read_day(&r->p, r->year, date_month_of(r->from), "", ret);
    default:
        return false;
    }
}

bool date_read(struct reading *r, struct date *ret_date)
{
    static bool (*const readers[])(struct reading *, struct date *) = {
        read_compact, read_from_year, read_two_numbers, read_part, read_relative, read_alike,
    };
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        struct reading attempt = *r;
        struct date d = {0};
        if (readers[i](&attempt, &d) && is_between(date_year_of(d), FIRST_YEAR, LAST_YEAR)) {
            *r = attempt;
            *ret_date = d;
            return true;
        }
    }
    return false;
}
