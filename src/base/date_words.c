/* date_words.c — dates and periods as clerks write them: "计划2024年一季度", "2022.3-2024", "23年3月底前".
 *
 * A text is a row of dates and known words.  What it says beside the dates is collected; one unknown word, and it is
 * not ours to guess.
 */
#include "base/date_read.h"
#include "base/scan.h"
#include "base/text.h"

#include <string.h>

enum said {
    SAID_PLANNED = 1 << 0,
    SAID_DONE = 1 << 1,
    SAID_NOT_YET = 1 << 2,
    SAID_NOTHING = 1 << 3, /* that there is no date */
    SAID_TO = 1 << 4,      /* what joins two dates */
    SAID_OPEN = 1 << 5,    /* a period without end */
    SAID_BEGIN = 1 << 6,   /* of works: "…开工，…竣工" is a period, too */
    SAID_END = 1 << 7,
    SAID_WORD = 1 << 8, /* anything at all */
};

/* clang-format off */
static const struct wording {
    unsigned said;
    const char *words; /* parted by spaces */
} wordings[] = {
    {SAID_PLANNED, "计划 规划 预计 预期 预定 预 拟 力争 争取 暂定 初定 确保 目标 将 待 前 之前 以前"},
    {SAID_DONE,    "已 已经 实际"},
    {SAID_NOT_YET, "未 没有 没 前期 筹备 筹建 谋划"},
    {SAID_NOTHING, "/ \\ 一 ? ... 无 暂无 空 待定 未定 不定 待确定 未确定 待明确 未明确 不详 不明 未知 未填 不涉及 "
                   "n/a na null none nil tbd"},
    {SAID_TO,      "- ~ 至 到"},
    {SAID_OPEN,    "起"},
    {SAID_TO | SAID_OPEN, "至今 到今"},
    {SAID_BEGIN,   "开工 动工 开建 启动 开始"},
    {SAID_END,     "竣工 完工 建成 投产 投用 投运 交付 完成 结束"},
    {0,            "( ) , : ; . 、 。 \" 于 在 自 从 约 大约 左右 尚 还 暂 并 内 中 止 期 试 正式 全面 全部 主体 "
                   "建设 施工 实施 投入 使用 验收 进场 签约 落地 开业 运营 生产 封顶 项目 工程 时间 日期 阶段 "
                   "工作 手续 办理 工期 年限 起止 截止 时限"},
};
/* clang-format on */

/* Bytes of `word`, which ends at a space, when s begins with it; else 0. */
static size_t match_length(const char *s, const char *word)
{
    size_t n = 0;
    while (word[n] && word[n] != ' ' && word[n] == s[n])
        n++;
    return word[n] && word[n] != ' ' ? 0 : n;
}

static const char *next_word(const char *word)
{
    while (*word && *word != ' ')
        word++;
    return *word ? word + 1 : word;
}

/* Move past the longest known word at *p and add what it says; false when there is none. */
static bool take_word(const char **p, unsigned *said)
{
    size_t longest = 0;
    unsigned says = 0;
    for (size_t i = 0; i < sizeof wordings / sizeof *wordings; i++) {
        for (const char *word = wordings[i].words; *word; word = next_word(word)) {
            size_t n = match_length(*p, word);
            if (n > longest) {
                longest = n;
                says = wordings[i].said;
            }
        }
    }
    *p += longest;
    *said |= says | SAID_WORD;
    return longest > 0;
}

/* What a text turned out to say. */
struct sayings {
    struct date dates[2];
    int count;
    unsigned said;
    bool joined; /* the last date is followed by a dash */
};

/* "2022一2024": the ideograph for one, typed for a dash. */
static bool take_false_dash(const char **p)
{
    bool is = text_starts(*p, "一") && strspn(*p + strlen("一"), "0123456789") > 0;
    *p += is ? strlen("一") : 0;
    return is;
}

/* "24个月" behind a period says how long it is. */
static bool take_duration(const char **p)
{
    static const char *const units[] = {"个月", "年", "天", "日", NULL};
    const char *s = *p;
    struct scan_number n;
    scan_word(&s, "共");
    if (!scan_number(&s, &n) || !scan_any(&s, units))
        return false;
    *p = s;
    return true;
}

/* May another date come?  The first unless a dash stands before it, the second behind a dash or "开工". */
static bool expects_date(const struct sayings *t)
{
    if (t->count == 0)
        return !(t->said & SAID_TO);
    return t->count == 1 && (t->joined || (t->said & SAID_BEGIN));
}

static bool read_next(const char **p, int default_year, struct sayings *t)
{
    struct reading r = {*p, default_year, {0}};
    if (t->count > 0) {
        r.from = t->dates[0];
        r.year = date_year_of(r.from);
    }
    if (t->count == 1 && take_false_dash(p)) {
        t->said |= SAID_TO;
        t->joined = true;
        return true;
    }
    if (expects_date(t) && date_read(&r, &t->dates[t->count])) {
        t->count++;
        t->joined = false;
        *p = r.p;
        return true;
    }
    if (t->count == 2 && take_duration(p))
        return true;
    unsigned said = 0;
    bool known = take_word(p, &said);
    t->said |= said;
    t->joined = t->joined || (said & SAID_TO);
    return known;
}

/* A cell that holds the number 2023.11 may come as "2023.1099999999999". */
static void undo_binary_noise(char *s)
{
    static const char digits[] = "0123456789";
    enum { YEAR = 4, POINT = YEAR + 1, SURE = POINT + 2, LEAST = 10 };
    size_t n = strlen(s);
    if (n < LEAST || strspn(s, digits) != YEAR || s[YEAR] != '.' || strspn(s + POINT, digits) != n - POINT)
        return;
    bool nines = strspn(s + SURE, "9") >= LEAST - SURE, zeros = strspn(s + SURE, "0") >= LEAST - SURE;
    if (!nines && !zeros)
        return;
    int month = (s[POINT] - '0') * 10 + (s[POINT + 1] - '0') + nines;
    s[POINT] = (char)('0' + month / 10 % 10);
    s[POINT + 1] = (char)('0' + month % 10);
    s[month % 10 ? SURE : POINT + 1] = 0; /* 2023.1 is January */
}

static bool read_sayings(const char *s, int default_year, struct sayings *ret)
{
    char plain[256];
    struct sayings t = {0};
    struct instant moment;
    if (s && instant_parse_iso(s, &moment)) {
        *ret = (struct sayings){.dates = {date_of_instant(moment)}, .count = 1};
        return true;
    }
    if (!text_plain(s, plain, sizeof plain))
        return false;
    undo_binary_noise(plain);
    for (const char *p = plain; *p; scan_spaces(&p))
        if (!read_next(&p, default_year, &t))
            return false;
    *ret = t;
    return true;
}

/* What a text without a date says; false when it says nothing about dates. */
static bool mood_without_date(unsigned said, enum date_mood *ret_mood)
{
    if (said & SAID_NOT_YET)
        *ret_mood = DATE_NOT_YET;
    else if (said == 0 || (said & (SAID_NOTHING | SAID_TO)))
        *ret_mood = DATE_ABSENT;
    else if (said & SAID_PLANNED)
        *ret_mood = DATE_NOT_YET;
    else
        return false;
    return true;
}

static enum date_mood mood_with_date(unsigned said)
{
    bool planned = (said & (SAID_PLANNED | SAID_NOT_YET)) && !(said & SAID_DONE);
    return planned ? DATE_PLANNED : DATE_ACTUAL;
}

bool date_parse_loose(const char *s, int default_year, struct date *ret_date, enum date_mood *ret_mood)
{
    struct sayings t;
    if (!read_sayings(s, default_year, &t))
        return false;
    if (t.count == 0) {
        if (!mood_without_date(t.said, ret_mood))
            return false;
        *ret_date = (struct date){0};
        return true;
    }
    if (t.count > 1 || (t.said & (SAID_NOTHING | SAID_TO)))
        return false;
    *ret_date = t.dates[0];
    *ret_mood = mood_with_date(t.said);
    return true;
}

/* The period that one or two dates make. */
static bool period_of(const struct sayings *t, struct date_range *ret)
{
    struct date_range range = {.from = t->dates[0], .to = t->dates[0], .mood = mood_with_date(t->said)};
    if (t->said & SAID_NOTHING)
        return false;
    if (t->count == 1) {
        if (t->joined || (t->said & SAID_OPEN))
            range.to = (struct date){0};
    } else {
        range.to = t->dates[1];
        bool a_period = !t->joined && (t->said & (SAID_TO | SAID_END));
        if (!a_period || date_high_code(range.to) < date_high_code(range.from))
            return false;
    }
    *ret = range;
    return true;
}

bool date_parse_range(const char *s, struct date_range *ret_range)
{
    struct sayings t;
    struct date_range none = {0};
    if (!read_sayings(s, 0, &t))
        return false;
    if (t.count > 0)
        return period_of(&t, ret_range);
    if (!mood_without_date(t.said, &none.mood))
        return false;
    *ret_range = none;
    return true;
}
